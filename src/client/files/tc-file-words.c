/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a file stands, in words; see the header.
 */
#include "tc-file-words.h"

#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define BYTES_PER_KIB 1024
#define BYTES_PER_MIB (1024 * 1024)

char *
tc_file_word_status (const TcFileStatus *status)
{
  switch (status->state) {
  case TC_FILE_TO_SEND:
    return g_strdup (_ ("waiting to be sent"));
  case TC_FILE_SENDING:
    /* Translators: a file on its way to the server: per cent of it. */
    return g_strdup_printf (_ ("being sent, %d\u00a0%%"), status->percent);
  case TC_FILE_SERVER_FULL:
    return g_strdup (_ ("waiting: the server is full"));
  case TC_FILE_TOO_LARGE:
    return g_strdup (_ ("too large for the server"));
  case TC_FILE_LOST:
    return g_strdup (_ ("damaged on this computer"));
  case TC_FILE_TO_FETCH:
    return g_strdup (_ ("waiting to be fetched"));
  case TC_FILE_FETCHING:
    /* Translators: a file on its way from the server: per cent of it. */
    return g_strdup_printf (_ ("being fetched, %d\u00a0%%"), status->percent);
  case TC_FILE_NOT_YET:
    return g_strdup (_ ("being sent by another desk"));
  case TC_FILE_DAMAGED:
    return g_strdup (_ ("damaged on the server"));
  case TC_FILE_NO_ROOM:
    return g_strdup (_ ("no room on this computer"));
  case TC_FILE_ABSENT:
    return g_strdup (_ ("not on this computer"));
  default:
    return g_strdup ("");
  }
}

char *
tc_file_word_advice (const TcFileStatus *status)
{
  switch (status->state) {
  case TC_FILE_SERVER_FULL:
    return g_strdup (_ ("The server has no room for files. It stays on this computer and is sent "
                        "as soon as there is room. Tell the administrator."));
  case TC_FILE_TOO_LARGE:
    /* Translators: the largest file that the server takes, in MB. */
    return g_strdup_printf (_ ("The server takes files of at most %d MB. It stays on this computer "
                               "alone: attach a smaller copy."),
                            (int) (status->limit / BYTES_PER_MIB));
  case TC_FILE_LOST:
    return g_strdup (_ ("The copy on this computer can't be read any more and was not sent. Attach "
                        "the file again."));
  case TC_FILE_DAMAGED:
    return g_strdup (_ ("What the server gave is not the file that was attached, so it is not "
                        "shown. It is tried again by itself; tell the administrator."));
  case TC_FILE_NO_ROOM:
    return g_strdup (_ ("The disk of this computer is full. Make room; then it is fetched by "
                        "itself."));
  default:
    return g_strdup ("");
  }
}

char *
tc_file_word_size (gint64 bytes)
{
  g_autofree char *megabytes = tc_words_decimal ((double) bytes / BYTES_PER_MIB);

  if (bytes < BYTES_PER_KIB)
    /* Translators: the size of a file in bytes. */
    return g_strdup_printf (ngettext ("%d byte", "%d bytes", (gulong) bytes), (int) bytes);
  if (bytes < BYTES_PER_MIB)
    /* Translators: the size of a file in kilobytes. */
    return g_strdup_printf (_ ("%d KB"), (int) ((bytes + BYTES_PER_KIB - 1) / BYTES_PER_KIB));
  /* Translators: the size of a file in megabytes. */
  return g_strdup_printf (_ ("%s MB"), megabytes);
}
