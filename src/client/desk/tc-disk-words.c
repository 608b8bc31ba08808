/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faults of the disk in words; see the header.
 */
#include "tc-disk-words.h"

#include <glib/gi18n-lib.h>

const char *
tc_disk_word_short (TcDiskState disk)
{
  switch (disk) {
  case TC_DISK_FULL:
    return C_ ("line", "Disk full");
  case TC_DISK_FAULTY:
    return C_ ("line", "Disk fault");
  default:
    return NULL;
  }
}

const char *
tc_disk_word_title (TcDiskState disk)
{
  switch (disk) {
  case TC_DISK_LOW:
    return _ ("This computer's disk is almost full");
  case TC_DISK_RENEWING:
    return _ ("This desk's copy of the data was damaged and is being fetched again");
  case TC_DISK_FULL:
    return _ ("This computer's disk is full: nothing done now is kept");
  case TC_DISK_FAULTY:
    return _ ("This computer's disk can't be written: nothing done now is kept");
  default:
    return NULL;
  }
}

/* Only what is known: a desk whose files can't be read from the start knows of nothing. */
static char *
word_kept (guint pending)
{
  if (pending == 0)
    return g_strdup (_ ("What was done before is kept."));
  /* Translators: operations made here that the server hasn't got yet. */
  return g_strdup_printf (ngettext ("%u operation that waits to be sent is kept.",
                                    "%u operations that wait to be sent are kept.", pending),
                          pending);
}

char *
tc_disk_word_rest (TcDiskState disk, guint pending)
{
  g_autofree char *kept = word_kept (pending);

  switch (disk) {
  case TC_DISK_LOW:
    return g_strdup (_ ("Less than 200 MB are left. Delete files or call the administrator, before "
                        "nothing can be kept any more."));
  case TC_DISK_RENEWING:
    /* Translators: a sentence: what was kept. */
    return g_strdup_printf (_ ("Lists are empty until the server has sent it. %s"), kept);
  case TC_DISK_FULL:
    /* Translators: a sentence: what was kept. */
    return g_strdup_printf (_ ("What you are typing stays in its field. %s Delete files or call "
                               "the administrator; the desk goes on by itself once there is room."),
                            kept);
  case TC_DISK_FAULTY:
    /* Translators: a sentence: what was kept. */
    return g_strdup_printf (_ ("What you are typing stays in its field. %s Call the administrator; "
                               "the desk tries again by itself."),
                            kept);
  default:
    return NULL;
  }
}
