/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs audit export and audit check: the history of one incident as a file that anybody can
 * verify without a server, and doing so.
 */
#include "tc-ctl.h"

#include "tc-bundle-check.h"
#include "tc-bundle.h"
#include "tc-ctl-audit.h"
#include "tc-ctl-carry.h"
#include "tc-export-file.h"
#include "tc-told-words.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* ---- audit export ---- */

typedef struct {
  const char *incident;
  const char *path;
  const char *reason;
  gboolean chain;
  gboolean attachments;
} Export;

static gboolean
begin (TcCtl *ctl, const Export *export, GError **error)
{
  JsonObject *question = tc_admin_question ("audit-export");

  json_object_set_string_member (question, "incident", export->incident);
  json_object_set_string_member (question, "reason", export->reason);
  json_object_set_boolean_member (question, "chain", export->chain);
  json_object_set_boolean_member (question, "attachments", export->attachments);
  g_autoptr (JsonObject) begun = tc_admin_client_call (ctl->client, question, error);
  return begun != NULL;
}

/* The server's copy goes, whatever came of it. */
static void
end (TcCtl *ctl)
{
  g_autoptr (JsonObject)
      told = tc_admin_client_call (ctl->client, tc_admin_question ("audit-export-end"), NULL);

  if (!told)
    tc_ctl_complain (_ ("the server still has its copy of the file"));
}

/* Appears at once and whole. */
static gboolean
copy (const char *from, const char *to, GError **error)
{
  g_autofree char *part = g_strconcat (to, ".part", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) aside = g_file_new_for_path (part);
  g_autoptr (GFile) target = g_file_new_for_path (to);

  if (g_file_copy (source, aside, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error) &&
      g_chmod (part, 0600) == 0 &&
      g_file_move (aside, target, G_FILE_COPY_NONE, NULL, NULL, NULL, error))
    return TRUE;
  g_unlink (part);
  return FALSE;
}

static TcCtlExit
tell_exported (TcCtl *ctl, const Export *export, JsonObject *result)
{
  gint64 missing = json_object_get_int_member (result, "missing");

  if (ctl->json)
    tc_ctl_print_object (result);
  else
    g_print (_ ("%s: %s, %lld operations in %lld commits, %lld attachments\n"), export->path,
             json_object_get_string_member (result, "incident"),
             (long long) json_object_get_int_member (result, "operations"),
             (long long) json_object_get_int_member (result, "commits"),
             (long long) json_object_get_int_member (result, "files"));
  if (missing)
    g_printerr (_ ("%lld attachments are not on the server yet\n"), (long long) missing);
  return TC_CTL_OK;
}

static void
tell_unwritten (const GError *error)
{
  g_autofree char *words = tc_told_words (error->message);

  tc_ctl_complain (_ ("%s; nothing was written"), words);
}

static TcCtlExit
export_history (TcCtl *ctl, const Export *export)
{
  g_autoptr (GError) error = NULL;
  TcCtlExit code = TC_CTL_FAILED;

  if (!tc_ctl_get_client (ctl))
    return TC_CTL_UNREACHABLE;
  tc_ctl_catch_interrupt ();
  if (begin (ctl, export, &error)) {
    g_autoptr (JsonObject) result = tc_ctl_wait_audit (ctl->client, NULL, &error);

    if (result && copy (json_object_get_string_member (result, "path"), export->path, &error)) {
      json_object_set_string_member (result, "path", export->path);
      code = tell_exported (ctl, export, result);
    }
    end (ctl);
  }
  if (code != TC_CTL_OK)
    tell_unwritten (error);
  return code;
}

static TcCtlExit
run_export (TcCtl *ctl, char **words)
{
  Export export = {NULL};

  for (; *words; words++) {
    if (g_str_equal (*words, "--reason") && words[1])
      export.reason = *++words;
    else if (g_str_equal (*words, "--chain"))
      export.chain = TRUE;
    else if (g_str_equal (*words, "--attachments"))
      export.attachments = TRUE;
    else if (**words != '-' && !export.incident)
      export.incident = *words;
    else if (**words != '-' && !export.path)
      export.path = *words;
    else
      return tc_ctl_misused (tc_ctl_bundle_verbs, "audit export");
  }
  if (!export.incident || !export.path || !export.reason || !*export.reason)
    return tc_ctl_misused (tc_ctl_bundle_verbs, "audit export");
  return tc_ctl_may_make (export.path) ? export_history (ctl, &export) : TC_CTL_FAILED;
}

/* ---- audit check ---- */

/* What was found right, to be shown once all of it is. */
static void
note_entry (const TcBundleEntry *entry, gpointer data)
{
  GString *history = data;
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, entry->op->head.made_us);
  g_autofree char *when = tc_export_format ("time", time, NULL);

  if (!g_str_equal (entry->why, "incident"))
    return;
  g_string_append_printf (history, "%" G_GINT64_FORMAT "\t%s\t%s\t%s\t%s\t%s\n", entry->lsn, when,
                          entry->op->name,
                          entry->person              ? entry->person
                          : entry->op->head.actor_id ? "?"
                                                     : "-",
                          entry->desk ? entry->desk : "-",
                          tc_operation_is_emptied (entry->op) ? "purged"
                          : entry->refusal                    ? entry->refusal
                                                              : "accepted");
}

static gboolean
check_lines (TcBundleCheck *check, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GDataInputStream) input = stream ? g_data_input_stream_new (G_INPUT_STREAM (stream))
                                              : NULL;
  g_autoptr (GError) local = NULL;

  while (input) {
    gsize size;
    g_autofree char *line = g_data_input_stream_read_line (input, &size, NULL, &local);

    if (!line)
      break;
    if (!tc_bundle_check_line (check, line, size, error))
      return FALSE;
  }
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  return input && !(error && *error);
}

static void
describe (const TcBundleFacts *facts, gboolean given)
{
  g_autofree char *key = tc_hex_new (facts->key.bytes, TC_KEY_PUBLIC_SIZE);
  g_autofree char *link = tc_digest_to_hex (&facts->link);

  g_print (_ ("%s: %lld operations in %lld commits, %lld attachments\n"), facts->incident,
           (long long) facts->operations, (long long) facts->commits, (long long) facts->files);
  if (facts->purged)
    g_print (_ ("%lld of them have no words any more, as legal purges say\n"),
             (long long) facts->purged);
  g_print (_ ("exported for: %s\n"), facts->reason);
  if (facts->chain)
    g_print (_ ("one chain, up to operation %lld of epoch %lld with the link %s\n"),
             (long long) facts->lsn, (long long) facts->epoch, link);
  g_print (_ ("server's key %s%s\n"), key,
           given ? "" : _ (" (as the file itself says: compare it, or give it with --key)"));
}

static TcCtlExit
run_check (TcCtl *ctl, char **words)
{
  const char *path = NULL;
  TcPublicKey key;
  gboolean has_key = FALSE;
  g_autoptr (GString) history = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (; *words && !error; words++) {
    if (g_str_equal (*words, "--key") && words[1])
      has_key = tc_ctl_read_key (*++words, &key, &error);
    else if (**words != '-' && !path)
      path = *words;
    else
      return tc_ctl_misused (tc_ctl_bundle_verbs, "audit check");
  }
  if (!path)
    return tc_ctl_misused (tc_ctl_bundle_verbs, "audit check");
  g_autoptr (TcBundleCheck)
      check = tc_bundle_check_new (has_key ? &key : NULL, note_entry, history);
  const TcBundleFacts *facts = NULL;
  if (!error && check_lines (check, path, &error))
    facts = tc_bundle_check_end (check, &error);
  if (!facts) {
    g_autofree char *fault = tc_told_words (error->message);
    tc_ctl_complain ("%s: %s", path, fault);
    return TC_CTL_FAILED;
  }
  g_print ("%s", history->str);
  describe (facts, has_key);
  g_print (_ ("whole\n"));
  return TC_CTL_OK;
}

static const char export_details[] =
    "\n"
    "What was done with the incident, accepted or refused, as the bytes that were signed, with "
    "the\n"
    "commits it stands in and what says whose keys and names those are; of other operations there\n"
    "are hashes alone. The form of the file is in docs/AUDIT.md. Who reported is in it: the "
    "reason\n"
    "is put on record before anything is read.\n"
    "\n"
    "  --chain              also the links between, so that all of it stands in one chain to the\n"
    "                       log's head, which can be compared with one that was posted\n"
    "  --attachments        also the attachments themselves\n";

const TcCtlVerb tc_ctl_bundle_verbs[] = {
    {"audit export", "INCIDENT FILE --reason TEXT [--chain] [--attachments]",
     N_ ("Writes the history of one incident as a file that verifies without the server."),
     run_export, export_details},
    {"audit check", "FILE [--key FILE|HEX]",
     N_ ("Verifies such a file and shows the history in it; needs no server."), run_check},
    {NULL},
};
