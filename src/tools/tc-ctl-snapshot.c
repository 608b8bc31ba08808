/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verb snapshot export: what a desk may hold, sealed for it in one file, to be carried to where the
 * line is thin. The server makes the snapshots; they are read in its data directory and sealed
 * here.
 */
#include "tc-ctl.h"

#include "tc-snapshot.h"
#include "tc-stick.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Snapshots of a large province take a while. */
#define TIMEOUT_S 1800

typedef struct {
  const char *dir; /* (unowned): of the server's files */
  TcStick *stick;  /* (owned) */
  FILE *out;       /* (owned) */
  gint64 done;     /* bytes */
} Sealing;

static gboolean
fail (const char *path, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
write_out (Sealing *sealing, GByteArray *bytes, GError **error)
{
  gboolean ok = fwrite (bytes->data, 1, bytes->len, sealing->out) == bytes->len;

  g_byte_array_set_size (bytes, 0);
  return ok || fail (_ ("writing the file"), error);
}

static gboolean
add_file (Sealing *sealing, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (sealing->dir, name, NULL);
  FILE *in = fopen (path, "rbe");
  g_autofree guint8 *piece = g_malloc (TC_STICK_PIECE_BYTES);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean ok = TRUE;
  GStatBuf info;
  gsize n;

  if (!in || g_stat (path, &info) < 0) {
    g_clear_pointer (&in, fclose);
    return fail (path, error);
  }
  tc_stick_begin_file (sealing->stick, name, info.st_size, bytes);
  while (ok && (n = fread (piece, 1, TC_STICK_PIECE_BYTES, in)) > 0) {
    tc_stick_add (sealing->stick, piece, n, bytes);
    ok = write_out (sealing, bytes, error);
    sealing->done += (gint64) n;
    if (isatty (STDERR_FILENO))
      g_printerr ("\r%" G_GINT64_FORMAT " MiB ", sealing->done >> 20);
  }
  if (ok && ferror (in))
    ok = fail (path, error);
  fclose (in);
  return ok && write_out (sealing, bytes, error);
}

static gboolean
add_snapshot (Sealing *sealing, const char *name, GError **error)
{
  g_autofree char *list = g_strconcat (name, TC_SNAPSHOT_LIST_SUFFIX, NULL);

  return add_file (sealing, name, error) && add_file (sealing, list, error);
}

static gboolean
seal_all (Sealing *sealing, JsonObject *answer, GError **error)
{
  JsonArray *files = json_object_get_array_member (answer, "files");
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  TcPublicKey key;
  TcDigest digest; /* as long as a key */

  if (!files || !tc_digest_from_hex (json_object_get_string_member (answer, "key"), &digest)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, _ ("the server's answer is not understood"));
    return FALSE;
  }
  memcpy (key.bytes, digest.bytes, sizeof key.bytes);
  sealing->dir = json_object_get_string_member (answer, "dir");
  sealing->stick = tc_stick_new (&key, bytes);
  if (!sealing->stick) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, _ ("the desk's key is none"));
    return FALSE;
  }
  if (!write_out (sealing, bytes, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (files); i++)
    if (!add_snapshot (sealing, json_array_get_string_element (files, i), error))
      return FALSE;
  tc_stick_end (sealing->stick, bytes);
  if (!write_out (sealing, bytes, error))
    return FALSE;
  return (fflush (sealing->out) == 0 && fsync (fileno (sealing->out)) == 0) ||
         fail (_ ("writing the file"), error);
}

static TcCtlExit
seal_into (const char *dir, JsonObject *answer)
{
  g_autofree char *name = g_strdup_printf (
      "toancanh-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT TC_STICK_SUFFIX,
      json_object_get_int_member (answer, "desk"), json_object_get_int_member (answer, "lsn"));
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *made = g_strconcat (path, ".new", NULL);
  Sealing sealing = {.out = fopen (made, "wbe")};
  g_autoptr (GError) error = NULL;
  gboolean ok = sealing.out ? seal_all (&sealing, answer, &error) : fail (made, &error);

  g_clear_pointer (&sealing.stick, tc_stick_free);
  if (sealing.out && fclose (sealing.out) != 0 && ok)
    ok = fail (made, &error);
  if (ok && g_rename (made, path) < 0)
    ok = fail (path, &error);
  if (isatty (STDERR_FILENO))
    g_printerr ("\n");
  if (!ok) {
    g_unlink (made);
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  /* The file alone on standard output, for scripts. */
  g_print ("%s\n", path);
  return TC_CTL_OK;
}

static TcCtlExit
run_export (TcCtl *ctl, char **words)
{
  TcAdminClient *client;
  g_autoptr (GError) error = NULL;
  JsonObject *question;

  if (g_strv_length (words) != 3 || !g_str_equal (words[0], "--desk"))
    return tc_ctl_misused (tc_ctl_snapshot_verbs, "snapshot export");
  if (!tc_error_unless_folder (words[2], &error)) {
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  client = tc_ctl_get_client (ctl);
  if (!client)
    return TC_CTL_UNREACHABLE;
  tc_admin_client_set_timeout (client, TIMEOUT_S);
  question = tc_admin_question ("snapshot");
  json_object_set_string_member (question, "desk", words[1]);
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);
  return answer ? seal_into (words[2], answer) : tc_ctl_get_failure (ctl);
}

const TcCtlVerb tc_ctl_snapshot_verbs[] = {
    {"snapshot export", "--desk NAME DIR",
     N_ ("Writes what a desk may hold into a file in DIR, sealed for that desk alone."), run_export,
     N_ ("For a desk with a thin line: carry the file there on a stick and load it in the window's "
         "preferences. Nobody else can read it, and the desk goes on with the server's log from "
         "there. It is of use for 14 days. Run it as root or as the server's user.\n")},
    {NULL},
};
