/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line in words; see the header.
 */
#include "tc-line-words.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static const char *
find_sentence (int code)
{
  static const struct {
    GIOErrorEnum code;
    const char *sentence; /* for gettext */
  } sentences[] = {
      {G_IO_ERROR_CONNECTION_REFUSED,
       N_ ("Nothing answers at the server's address: the server isn't running, or the address is "
           "another.")},
      {G_IO_ERROR_HOST_UNREACHABLE,
       N_ ("The network doesn't lead to the server. Look at the cable and the network.")},
      {G_IO_ERROR_NETWORK_UNREACHABLE,
       N_ ("The network doesn't lead to the server. Look at the cable and the network.")},
      {G_IO_ERROR_HOST_NOT_FOUND,
       N_ ("The network doesn't know the server's name. Look at the cable and the network.")},
      {G_IO_ERROR_TIMED_OUT, N_ ("Nothing was heard of the server for too long.")},
      {G_IO_ERROR_CONNECTION_CLOSED, N_ ("The line was closed at the other end.")},
      {G_IO_ERROR_BROKEN_PIPE, N_ ("The line was closed at the other end.")},
      {G_IO_ERROR_NOT_SUPPORTED, N_ ("What answers at the server's address is no server of Toàn "
                                     "Cảnh, or of another version.")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if ((int) sentences[i].code == code)
      return _ (sentences[i].sentence);
  return NULL;
}

char *
tc_line_word_error (const GError *error)
{
  const char *sentence = error->domain == G_IO_ERROR ? find_sentence (error->code) : NULL;

  if (error->domain == G_RESOLVER_ERROR)
    sentence = find_sentence (G_IO_ERROR_HOST_NOT_FOUND);
  if (sentence)
    return g_strdup (sentence);
  if (error->domain == G_TLS_ERROR)
    /* Translators: the technical detail. */
    return g_strdup_printf (_ ("The server's certificate isn't trusted. Call the administrator: "
                               "%s"),
                            error->message);
  /* Translators: the technical detail. */
  return g_strdup_printf (_ ("The server could not be reached: %s"), error->message);
}

const char *
tc_line_word_turned_away (const char *code)
{
  if (g_str_equal (code, "line.desk-unknown"))
    return C_ ("line", "The server doesn't admit this desk");
  if (g_str_equal (code, "line.schema"))
    /* Translators: this desk's program has to be upgraded before the server lets it in. */
    return C_ ("line", "This program is too old for the server");
  if (g_str_equal (code, "line.schema-newer"))
    /* Translators: the server has to be upgraded before it lets this desk in. */
    return C_ ("line", "The server's program is older than this one");
  if (g_str_equal (code, "line.relay-agency"))
    return C_ ("line", "This relay serves other agencies");
  if (g_str_equal (code, "line.replaced"))
    /* Translators: another computer works under this desk's number and has the line. */
    return C_ ("line", "Desk number used twice");
  return C_ ("line", "The server is of another version");
}
