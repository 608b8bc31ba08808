/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences of the server by their form; see the header. What stands for %s may be such a sentence
 * again. A translation has its %s in the same order.
 */
#include "tc-told-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ARG "%s"
#define DEPTH_MAX 4

/* As src/server and src/core have them, each conversion as %s; of two that fit the first counts. */
static const char *const forms[] = {
    /* accounts, desks, keys */
    N_ ("there is no account \"%s\""),
    N_ ("there is no account %s"),
    N_ ("there is no role \"%s\""),
    N_ ("there is no agency \"%s\""),
    N_ ("there is no incident %s"),
    N_ ("there is no such API key"),
    N_ ("there are %s API keys already"),
    N_ ("a password has %s to %s bytes"),
    N_ ("too many passwords wait"),
    N_ ("no desk of that name waits for its code; a new desk takes --agency CODE --roles CODE,…"),
    N_ ("all numbers of desks are used up"),
    N_ ("nobody works at a media host: it has no roles"),
    N_ ("no desk \"%s\" is enrolled: enrol it first, which needs the network"),
    N_ ("the snapshots could not be made; the server's journal says why"),
    /* the server */
    N_ ("this is a relay: \"%s\" is asked of the province's server"),
    N_ ("this is a relay, and decides nothing: ask the province's server"),
    N_ ("there is no verb \"%s\""),
    N_ ("there is no operation \"%s\""),
    N_ ("%s has no argument \"%s\""),
    N_ ("%s: \"%s\" has the wrong form"),
    N_ ("the line was closed"),
    N_ ("the database has failed"),
    N_ ("the database is closed"),
    N_ ("too much is waiting for the database"),
    N_ ("a server is running on '%s'; stop it first (systemctl stop toancanhd)"),
    /* cameras */
    N_ ("there is no device \"%s\""),
    N_ ("there is no such device"),
    N_ ("there is no camera of that number"),
    N_ ("there is no camera %s"),
    N_ ("there is no media host \"%s\""),
    N_ ("that camera has no device to be asked"),
    N_ ("no media host serves it: name one"),
    N_ ("the media host's answer isn't understood"),
    N_ ("the media host doesn't answer"),
    N_ ("the media host isn't connected to the server"),
    N_ ("a device's password has 1 to %s bytes"),
    N_ ("a device's password has no control characters and is UTF-8"),
    /* SMS */
    N_ ("no program sends SMS here: set [alarm-call] command and start the server again"),
    N_ ("\"%s\" isn't a telephone number"),
    N_ ("an SMS is being sent at this moment: try again"),
    N_ ("the program gave no answer within %s s and was ended; look at network, credit and modem, "
        "and run it by hand ([alarm-call] command)"),
    N_ ("the program hasn't answered for %s s about another SMS, and is ended after %s s; look at "
        "network, credit and modem, and run it by hand ([alarm-call] command)"),
    N_ ("it ended by signal %s"),
    N_ ("exit code %s"),
    /* exports, the log */
    N_ ("another export is under way"),
    N_ ("this export is over"),
    N_ ("it is still being written"),
    N_ ("there is no table \"%s\" to export"),
    N_ ("%s is personal: an export of it needs a reason"),
    N_ ("there is no room for the file"),
    N_ ("there is no room for another attachment"),
    N_ ("the log is being proved or exported already"),
    N_ ("this log keeps no operations, as a relay's: prove the one of its server"),
    N_ ("operation %s is damaged: toancanhctl audit verify"),
    N_ ("%s is too long"),
    N_ ("%s has no link of a log in it"),
    N_ ("line %s, operation %s of epoch %s: %s"),
    N_ ("it is of another log"),
    N_ ("this server did not sign it"),
    N_ ("the log has not come to that epoch"),
    N_ ("the log has no commit that ends there"),
    N_ ("the log was written anew: its link there is %s"),
    /* what is wrong with a log; its first words are tc_log_audit_dup_fault()'s */
    N_ ("operation %s (%s): %s"),
    N_ ("at %s: %s"),
    N_ ("the operation is missing"),
    N_ ("the operation's bytes are damaged"),
    N_ ("the segment that has its bytes is damaged"),
    N_ ("the operation's bytes are gone, and no legal purge says so"),
    N_ ("a legal purge took the operation's bytes out, and they are there"),
    N_ ("what stands beside the bytes of the operation, which were purged, was changed"),
    N_ ("nobody had decided the purge that it carries out"),
    N_ ("%s operations of the server before it are missing"),
    N_ ("no key of that desk was enrolled before it"),
    N_ ("the commit's row is damaged"),
    N_ ("it does not follow on the commit before it"),
    N_ ("its row images are gone (scope %s), and should be kept"),
    N_ ("its row images are damaged, or their hash (scope %s)"),
    N_ ("its hash over its operations was changed"),
    N_ ("its operations are not those that were linked: from %s to %s one was changed, its "
        "signature, or what became of it"),
    N_ ("its link was changed: it is not the one that was signed"),
    N_ ("an operation stands behind the last commit"),
    N_ ("row images stand behind the last commit"),
    N_ ("the log's epoch is not that of its last restore"),
    N_ ("it can't be read further: %s"),
    N_ ("the table of desks is damaged"),
    N_ ("a desk that was enrolled is not in the table of desks"),
    /* backups */
    N_ ("a backup is being made already"),
    N_ ("the folder '%s' doesn't exist: make it first, or correct the path"),
    N_ ("'%s' is no folder"),
    N_ ("reaching '%s': %s"),
    N_ ("writing '%s': no space left"),
    N_ ("making '%s': %s"),
    N_ ("'%s' has %s MiB free; %s are needed"),
    N_ ("there is no backup in '%s'"),
    N_ ("'%s' is damaged: it has another hash"),
    N_ ("%s has another size than it should"),
    N_ ("%s is damaged: it has another hash"),
    N_ ("%s doesn't belong to it, and has to"),
    N_ ("its log can't be read: %s"),
    N_ ("its log ends elsewhere than the manifest says"),
    N_ ("its log is broken: %s"),
    N_ ("server.key holds no key"),
    N_ ("files.txt has other attachments than the manifest counts"),
    N_ ("'%s' is no data directory of toancanhd: it holds '%s'"),
    N_ ("the backup and '%s' stand one in the other"),
    N_ ("the backup was made by a newer program (%s); install that one first"),
    N_ ("this machine's clock stands before the time of the backup; set it first"),
    /* files of an incident, evidence */
    N_ ("line %s: %s"),
    N_ ("operation %s: %s"),
    N_ ("commit %s: %s"),
    N_ ("it is no object"),
    N_ ("the file is cut off"),
    N_ ("it is not signed with the server's key"),
    N_ ("it says that it is of a server with another key"),
    N_ ("its head can't be read"),
    N_ ("it does not begin with a head"),
    N_ ("there is more after its end"),
    N_ ("it has not as many parts as its last line says"),
    N_ ("its link is not what its parts give"),
    N_ ("its link is not signed with the server's key"),
    N_ ("the attachment %s is damaged: it has another hash"),
    N_ ("'%s' is too large"),
    N_ ("%s: it was changed: %s bytes instead of %s"),
    N_ ("%s: it was changed: its SHA-256 is another"),
    N_ ("%s: it isn't part of this"),
    N_ ("%s: it can't be read (%s)"),
    N_ ("%s can't be read: %s"),
    N_ ("%s can't be read"),
};

/* What stands in @text where @form has its %s; NULL if it isn't of that form. */
static GPtrArray *
match (const char *form, const char *text)
{
  g_auto (GStrv) pieces = g_strsplit (form, ARG, -1);
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func (g_free);
  const char *at = text + strlen (pieces[0]);

  if (!g_str_has_prefix (text, pieces[0]))
    return NULL;
  for (guint i = 1; pieces[i]; i++) {
    const char *end = strstr (at, pieces[i]);
    if (!pieces[i + 1])
      end = g_str_has_suffix (at, pieces[i]) ? at + strlen (at) - strlen (pieces[i]) : NULL;
    if (!end || end == at)
      return NULL;
    g_ptr_array_add (args, g_strndup (at, (gsize) (end - at)));
    at = end + strlen (pieces[i]);
  }
  return *at ? NULL : g_steal_pointer (&args);
}

/* As GLib has them, whose own translation lacks them. */
static const char *const glib_forms[] = {
    N_ ("Failed to open file “%s”: %s"),
    N_ ("Failed to create file “%s”: %s"),
    N_ ("Failed to read from file “%s”: %s"),
};

static char *word (const char *text, guint depth);

static char *
fill (const char *form, const GPtrArray *args, guint depth)
{
  g_auto (GStrv) pieces = g_strsplit (form, ARG, -1);
  GString *words = g_string_new (pieces[0]);

  for (guint i = 0; i < args->len && pieces[i + 1]; i++) {
    g_autofree char *arg = word (g_ptr_array_index (args, i), depth);
    g_string_append_printf (words, "%s%s", arg, pieces[i + 1]);
  }
  return g_string_free (words, FALSE);
}

/* (nullable): NULL: it is of none of them */
static char *
word_by (const char *const *known, guint n, const char *text, guint depth)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (GPtrArray) args = match (known[i], text);
    if (args)
      return fill (_ (known[i]), args, depth + 1);
  }
  return NULL;
}

/* Of what is of no form that which stands behind a place, such as "file:3:1: ", may be. */
static char *
word_behind (const char *text, guint depth)
{
  const char *colon = strstr (text, ": ");
  g_autofree char *before = colon ? g_strndup (text, (gsize) (colon + 2 - text)) : NULL;
  g_autofree char *behind = colon ? word (colon + 2, depth + 1) : NULL;

  return colon ? g_strconcat (before, behind, NULL) : g_strdup (text);
}

static char *
word (const char *text, guint depth)
{
  char *words;

  if (depth >= DEPTH_MAX)
    return g_strdup (text);
  words = word_by (forms, G_N_ELEMENTS (forms), text, depth);
  if (!words)
    words = word_by (glib_forms, G_N_ELEMENTS (glib_forms), text, depth);
  return words ? words : word_behind (text, depth);
}

char *
tc_told_words (const char *text)
{
  return word (text, 0);
}
