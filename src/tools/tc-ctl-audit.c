/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb audit verify: proving the log of the server that runs, of one that doesn't, or of a
 * backup.
 */
#include "tc-ctl.h"

#include "tc-audit-posted.h"
#include "tc-audit.h"
#include "tc-backup-set.h"
#include "tc-ctl-audit.h"
#include "tc-ctl-carry.h"
#include "tc-told-words.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define POLL_US (200 * 1000)

typedef struct {
  TcCtl *ctl;
  const char *dir;    /* (nullable): of a data directory or backup; NULL: the server that runs */
  const char *posted; /* (nullable) */
  gboolean has_key;
  TcPublicKey key; /* the server's; once it is known where none was given */
  gint64 since;
  TcDatabase *db; /* (owned) (nullable): of dir, for links */
} Audit;

/* ---- keys ---- */

static gboolean
read_hex (const char *text, TcPublicKey *key)
{
  TcDigest bytes;

  if (!tc_digest_from_hex (text, &bytes))
    return FALSE;
  memcpy (key->bytes, bytes.bytes, TC_KEY_PUBLIC_SIZE);
  return TRUE;
}

gboolean
tc_ctl_read_key (const char *text, TcPublicKey *key, GError **error)
{
  g_autofree char *content = NULL;
  gsize size;

  if (read_hex (text, key))
    return TRUE;
  if (!g_file_get_contents (text, &content, &size, error))
    return FALSE;
  if (size == TC_KEY_SEED_SIZE) {
    g_autoptr (TcKey) pair = tc_key_from_seed ((const guint8 *) content);

    *key = *tc_key_get_public (pair);
    return TRUE;
  }
  if (read_hex (g_strstrip (content), key))
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
               _ ("%s is no key: 64 hexadecimal digits, or the server's own server.key"), text);
  return FALSE;
}

/* ---- the server that runs ---- */

static void
show_progress (gint64 done, gint64 total, gpointer data)
{
  if (isatty (STDERR_FILENO) && total > 0)
    g_printerr ("\r%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " ", done, total);
}

static void
end_progress (void)
{
  if (isatty (STDERR_FILENO))
    g_printerr ("\n");
}

static JsonObject *
get_result (JsonObject *state, GError **error)
{
  if (json_object_has_member (state, "result"))
    return json_object_ref (json_object_get_object_member (state, "result"));
  g_set_error_literal (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_FAILED,
                       json_object_get_string_member_with_default (state, "error", "?"));
  return NULL;
}

JsonObject *
tc_ctl_wait_audit (TcAdminClient *client, TcPublicKey *server_key, GError **error)
{
  for (;;) {
    g_autoptr (JsonObject)
        state = tc_admin_client_call (client, tc_admin_question ("audit-state"), error);

    if (!state)
      return NULL;
    show_progress (json_object_get_int_member (state, "done"),
                   json_object_get_int_member (state, "total"), NULL);
    if (!json_object_get_boolean_member (state, "running")) {
      end_progress ();
      if (server_key && !read_hex (json_object_get_string_member (state, "server_key"), server_key))
        memset (server_key, 0, sizeof *server_key);
      return get_result (state, error);
    }
    if (tc_ctl_is_interrupted ()) {
      g_autoptr (JsonObject)
          told = tc_admin_client_call (client, tc_admin_question ("audit-cancel"), error);
      if (!told)
        return NULL;
    }
    g_usleep (POLL_US);
  }
}

static JsonObject *
run_on_server (Audit *audit, GError **error)
{
  JsonObject *question = tc_admin_question ("audit");

  if (audit->has_key) {
    g_autofree char *hex = tc_hex_new (audit->key.bytes, TC_KEY_PUBLIC_SIZE);
    json_object_set_string_member (question, "key", hex);
  }
  json_object_set_int_member (question, "since", audit->since);
  g_autoptr (JsonObject) begun = tc_admin_client_call (audit->ctl->client, question, error);
  if (!begun)
    return NULL;
  JsonObject *result = tc_ctl_wait_audit (audit->ctl->client, audit->has_key ? NULL : &audit->key,
                                          error);
  audit->has_key = TRUE;
  return result;
}

static JsonObject *
ask_links (JsonArray *lsns, gpointer data, GError **error)
{
  Audit *audit = data;
  JsonObject *question;

  if (audit->db) {
    JsonObject *links = tc_audit_links (audit->db, lsns);

    if (tc_database_check (audit->db, error))
      return links;
    json_object_unref (links);
    return NULL;
  }
  question = tc_admin_question ("log-links");
  json_object_set_array_member (question, "lsns", json_array_ref (lsns));
  return tc_admin_client_call (audit->ctl->client, question, error);
}

/* ---- a folder ---- */

/* FALSE: a server is at work on it. */
static gboolean
is_at_rest (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "lock", NULL);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean held = fd >= 0 && flock (fd, LOCK_SH | LOCK_NB) != 0;

  if (fd >= 0)
    close (fd);
  if (held)
    g_set_error (error, TC_ERROR, TC_ERROR_BUSY,
                 _ ("a server is running on '%s'; without a folder, it is asked itself"), dir);
  return !held;
}

/* The folder that has state.db and server.key. (transfer full) (nullable) */
static char *
find_folder (const char *dir, TcDatabaseFlags *flags, GError **error)
{
  g_autofree char *secrets = g_build_filename (dir, "secrets.db", NULL);
  g_autofree char *manifest = g_build_filename (dir, "manifest.json", NULL);
  g_autofree char *root = NULL;

  *flags = 0;
  if (g_file_test (secrets, G_FILE_TEST_EXISTS) && !g_file_test (manifest, G_FILE_TEST_EXISTS))
    return is_at_rest (dir, error) ? g_strdup (dir) : NULL;
  *flags = TC_DATABASE_IMMUTABLE;
  return tc_backup_find (dir, &root, error);
}

static void
watch_progress (gint64 done, gint64 total, gpointer data)
{
  show_progress (done, total, NULL);
  if (tc_ctl_is_interrupted ())
    g_cancellable_cancel (data);
}

static JsonObject *
run_on_folder (Audit *audit, GError **error)
{
  TcDatabaseFlags flags;
  g_autofree char *folder = find_folder (audit->dir, &flags, error);
  g_autofree char *path = g_build_filename (folder ? folder : "", "state.db", NULL);
  g_autofree char *own = g_build_filename (folder ? folder : "", "server.key", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TcAuditOptions options = {.path = path,
                            .flags = folder ? flags : 0,
                            .key = &audit->key,
                            .after_lsn = audit->since,
                            .progress = watch_progress,
                            .data = cancellable};

  if (!folder || (!audit->has_key && !tc_ctl_read_key (own, &audit->key, error)))
    return NULL;
  audit->has_key = TRUE;
  audit->db = tc_database_open (path, flags, error);
  JsonObject *result = audit->db ? tc_audit_run (&options, cancellable, error) : NULL;
  end_progress ();
  return result;
}

/* ---- what came of it ---- */

static void
print_words (JsonObject *result)
{
  gint64 skipped = json_object_get_int_member (result, "skipped");
  gint64 first_form = json_object_get_int_member (result, "first_form");
  gint64 purged = json_object_get_int_member_with_default (result, "purged", 0);

  g_print (_ ("%lld operations in %lld commits, up to operation %lld of epoch %lld, in %.1f s\n"),
           (long long) json_object_get_int_member (result, "operations"),
           (long long) json_object_get_int_member (result, "commits"),
           (long long) json_object_get_int_member (result, "lsn"),
           (long long) json_object_get_int_member (result, "epoch"),
           (double) json_object_get_int_member (result, "took_us") / G_USEC_PER_SEC);
  g_print (_ ("%lld sections of row images are kept\n"),
           (long long) json_object_get_int_member (result, "sections"));
  if (purged)
    g_print (_ ("%lld operations have no words any more, as legal purges say; their"
                " hashes are proved\n"),
             (long long) purged);
  if (skipped)
    g_print (_ ("%lld numbers were left out by desks, as they are after a restore\n"),
             (long long) skipped);
  if (first_form)
    g_print (_ ("%lld commits are of a version that did not link the arguments of"
                " refusals\n"),
             (long long) first_form);
  g_print (_ ("link %s\n"), json_object_get_string_member (result, "link"));
}

static gboolean
compare_posted (Audit *audit, JsonObject *result, GError **error)
{
  g_autoptr (GPtrArray) posted = tc_audit_posted_read (audit->posted, error);
  g_auto (TcAuditCompared) compared = {0};
  JsonArray *faults = json_array_new ();

  json_object_set_array_member (result, "posted_faults", faults);
  if (!posted || !tc_audit_posted_compare (posted, audit->has_key ? &audit->key : NULL,
                                           audit->since, ask_links, audit, &compared, error))
    return FALSE;
  for (guint i = 0; i < compared.faults->len; i++)
    json_array_add_string_element (faults, compared.faults->pdata[i]);
  json_object_set_int_member (result, "posted_same", compared.same);
  json_object_set_int_member (result, "posted_forgotten", compared.forgotten);
  json_object_set_int_member (result, "posted_earlier", compared.earlier);
  return TRUE;
}

static void
print_posted (JsonObject *result)
{
  JsonArray *faults = json_object_get_array_member (result, "posted_faults");

  g_print (_ ("%lld links that were posted are as they were; %lld are of what a restore forgot, "
              "%lld stand before --since\n"),
           (long long) json_object_get_int_member (result, "posted_same"),
           (long long) json_object_get_int_member (result, "posted_forgotten"),
           (long long) json_object_get_int_member (result, "posted_earlier"));
  for (guint i = 0; i < json_array_get_length (faults); i++) {
    g_autofree char *words = tc_told_words (json_array_get_string_element (faults, i));
    tc_ctl_complain (_ ("a posted link: %s"), words);
  }
}

void
tc_ctl_print_object (JsonObject *result)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;

  json_node_init_object (node, result);
  text = json_to_string (node, FALSE);
  g_print ("%s\n", text);
}

static TcCtlExit
tell (Audit *audit, JsonObject *result)
{
  const char *broken = json_object_get_string_member_with_default (result, "sentence", NULL);
  const char *tables = json_object_get_string_member_with_default (result, "tables", NULL);
  gboolean fine = !broken && !tables;

  if (audit->posted)
    fine = fine &&
           json_array_get_length (json_object_get_array_member (result, "posted_faults")) == 0;
  if (audit->ctl->json) {
    tc_ctl_print_object (result);
    return fine ? TC_CTL_OK : TC_CTL_FAILED;
  }
  print_words (result);
  if (audit->posted)
    print_posted (result);
  if (broken) {
    g_autofree char *words = tc_told_words (broken);
    tc_ctl_complain (_ ("the log is broken: %s"), words);
  }
  if (tables)
    tc_ctl_complain (_ ("the tables of the log are damaged: %s"), tables);
  if (fine)
    g_print (_ ("whole\n"));
  return fine ? TC_CTL_OK : TC_CTL_FAILED;
}

static TcCtlExit
verify (Audit *audit)
{
  g_autoptr (GError) error = NULL;

  if (!audit->dir && !tc_ctl_get_client (audit->ctl))
    return TC_CTL_UNREACHABLE;
  tc_ctl_catch_interrupt ();
  g_autoptr (JsonObject) result = audit->dir ? run_on_folder (audit, &error)
                                             : run_on_server (audit, &error);
  if (result && audit->posted && !compare_posted (audit, result, &error))
    g_clear_pointer (&result, json_object_unref);
  g_clear_pointer (&audit->db, tc_database_close);
  if (result)
    return tell (audit, result);
  tc_ctl_complain_error (error);
  return TC_CTL_FAILED;
}

static TcCtlExit
run_verify (TcCtl *ctl, char **words)
{
  Audit audit = {.ctl = ctl};
  g_autoptr (GError) error = NULL;
  gboolean fine = TRUE;

  for (; fine && *words; words++) {
    if (g_str_equal (*words, "--key") && words[1] && !audit.has_key)
      audit.has_key = fine = tc_ctl_read_key (*++words, &audit.key, &error);
    else if (g_str_equal (*words, "--since") && words[1])
      fine = g_ascii_string_to_signed (*++words, 10, 0, G_MAXINT64, &audit.since, NULL);
    else if (g_str_equal (*words, "--posted") && words[1])
      audit.posted = *++words;
    else if (**words != '-' && !audit.dir)
      audit.dir = *words;
    else
      fine = FALSE;
  }
  if (fine)
    return verify (&audit);
  if (!error)
    return tc_ctl_misused (tc_ctl_audit_verbs, "audit verify");
  tc_ctl_complain_error (error);
  return TC_CTL_USAGE;
}

static const char verify_details[] =
    "\n"
    "Each commit follows on the one before, its link is what its parts give and is signed by the\n"
    "server; each operation is signed by the key that its desk was enrolled with at that time, "
    "its\n"
    "columns say what its bytes say, numbers and ids run as they must; row images are as they "
    "were\n"
    "linked, as far as they are kept. The first that is broken is named; exits with 1 then.\n"
    "\n"
    "  DIR                  a data directory on which no server runs, or a backup; without it the\n"
    "                       server that runs proves its log itself, while it works\n"
    "  --key FILE|HEX       the server's public key as somebody outside knows it (64 digits), or "
    "a\n"
    "                       file that has it; without it the one that lies with the log\n"
    "  --since LSN          only what came after that commit\n"
    "  --posted FILE        lines of the journal or of GET /log/head that were kept elsewhere: "
    "the\n"
    "                       log must still lead to each\n";

const TcCtlVerb tc_ctl_audit_verbs[] = {
    {"audit verify", "[DIR] [--key FILE|HEX] [--since LSN] [--posted FILE]",
     N_ ("Proves the whole log and names the first entry that is broken."), run_verify,
     verify_details},
    {NULL},
};
