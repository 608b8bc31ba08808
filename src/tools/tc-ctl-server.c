/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs about the server itself: status, accounts, desks, API keys, the log, and any operation
 * by name.
 */
#include "tc-ctl.h"

#include "tc-admin-operate.h"
#include "tc-operation-registry.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_BYTES_MAX 1024
#define LOG_LINES 20
#define LOG_LINES_MAX 1000

/* ---- printing ---- */

/* A value as a person reads it. (transfer full) */
static char *
format_value (const char *name, JsonNode *node)
{
  if (!node || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("–");
  if (g_str_has_suffix (name, "_us") && json_node_get_value_type (node) == G_TYPE_INT64) {
    gint64 time_us = json_node_get_int (node);
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
    g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;
    return local ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : g_strdup ("–");
  }
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return json_to_string (node, FALSE);
}

/* The answer as it came, but for "ok". */
static void
print_json (JsonObject *answer)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  JsonObject *copy = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (answer);

  for (GList *at = names; at; at = at->next) {
    if (!g_str_equal (at->data, "ok"))
      json_object_set_member (copy, at->data, json_object_dup_member (answer, at->data));
  }
  json_node_take_object (node, copy);
  g_autofree char *text = json_to_string (node, FALSE);
  g_print ("%s\n", text);
}

/* One line an object of @list, @columns separated by tabs: easy to cut and sort. */
static void
print_list (JsonObject *answer, const char *list, const char *const *columns)
{
  JsonNode *node = json_object_get_member (answer, list);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    if (!JSON_NODE_HOLDS_OBJECT (element))
      continue;
    JsonObject *object = json_node_get_object (element);
    for (guint j = 0; columns[j]; j++) {
      g_autofree char *value = format_value (columns[j],
                                             json_object_get_member (object, columns[j]));
      g_print ("%s%s", j > 0 ? "\t" : "", value);
    }
    g_print ("\n");
  }
}

/* Asks and prints one list. */
static TcCtlExit
show_list (TcCtl *ctl, const char *verb, const char *list, const char *const *columns)
{
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, tc_admin_question (verb));

  if (!answer)
    return tc_ctl_get_failure (ctl);
  if (ctl->json)
    print_json (answer);
  else
    print_list (answer, list, columns);
  return TC_CTL_OK;
}

/* Asks and prints nothing but a failure; a person at a terminal is told that it is done. */
static TcCtlExit
tell (TcCtl *ctl, JsonObject *question)
{
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);

  if (answer && isatty (STDOUT_FILENO))
    g_printerr ("%s\n", _ ("Done."));
  return answer ? TC_CTL_OK : tc_ctl_get_failure (ctl);
}

/* ---- status, accounts ---- */

static TcCtlExit
run_status (TcCtl *ctl, char **words)
{
  if (words[0])
    return tc_ctl_misused (tc_ctl_server_verbs, "status");
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, tc_admin_question ("status"));
  if (!answer)
    return tc_ctl_get_failure (ctl);
  if (ctl->json)
    print_json (answer);
  else
    tc_ctl_print_status (answer);
  return TC_CTL_OK;
}

static TcCtlExit
run_account_list (TcCtl *ctl, char **words)
{
  static const char *const columns[] = {"account", "name", "active", "locked", NULL};

  if (words[0])
    return tc_ctl_misused (tc_ctl_server_verbs, "account list");
  return show_list (ctl, "accounts", "accounts", columns);
}

char *
tc_ctl_read_secret (const char *prompt)
{
  struct termios shown;
  gboolean terminal = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &shown) == 0;
  char line[PASSWORD_BYTES_MAX + 2];

  if (terminal) {
    struct termios hidden = shown;
    hidden.c_lflag &= ~(tcflag_t) ECHO;
    /* Before it is asked: who types at once is neither shown nor unheard. */
    (void) tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
    g_printerr ("%s: ", prompt);
  }
  char *got = fgets (line, sizeof line, stdin);
  if (terminal) {
    (void) tcsetattr (STDIN_FILENO, TCSADRAIN, &shown);
    g_printerr ("\n");
  }
  char *secret = got ? g_strdup (g_strchomp (line)) : NULL;
  explicit_bzero (line, sizeof line);
  return secret;
}

static TcCtlExit
run_set_password (TcCtl *ctl, char **words)
{
  if (!words[0] || words[1])
    return tc_ctl_misused (tc_ctl_server_verbs, "account set-password");
  g_autofree char *password = tc_ctl_read_secret ("New password");
  g_autofree char *again = isatty (STDIN_FILENO) ? tc_ctl_read_secret ("Once more")
                                                 : g_strdup (password);
  if (!password || !*password || g_strcmp0 (password, again) != 0) {
    tc_ctl_complain (password && *password ? _ ("the two are not the same")
                                           : _ ("no password was given"));
    return TC_CTL_USAGE;
  }
  JsonObject *question = tc_admin_question ("set-password");
  json_object_set_string_member (question, "account", words[0]);
  json_object_set_string_member (question, "password", password);
  return tell (ctl, question);
}

/* ---- desks ---- */

/* Splits @list at ','. */
static void
add_list (JsonObject *question, const char *name, const char *list)
{
  g_auto (GStrv) parts = g_strsplit (list, ",", -1);
  JsonArray *array = json_array_new ();

  for (guint i = 0; parts[i]; i++)
    json_array_add_string_element (array, g_strstrip (parts[i]));
  json_object_set_array_member (question, name, array);
}

static TcCtlExit
run_desk_invite (TcCtl *ctl, char **words)
{
  JsonObject *question = tc_admin_question ("invite-desk");
  gboolean fine = words[0] != NULL;

  if (fine)
    json_object_set_string_member (question, "name", words[0]);
  for (guint i = 1; fine && words[i]; i++) {
    if (g_str_equal (words[i], "--agency") && words[i + 1])
      json_object_set_string_member (question, "agency", words[++i]);
    else if (g_str_equal (words[i], "--roles") && words[i + 1])
      add_list (question, "roles", words[++i]);
    else if (g_str_equal (words[i], "--relay") || g_str_equal (words[i], "--media"))
      json_object_set_boolean_member (question, words[i] + 2, TRUE);
    else
      fine = FALSE;
  }
  if (!fine) {
    json_object_unref (question);
    return tc_ctl_misused (tc_ctl_server_verbs, "desk invite");
  }
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);
  if (!answer)
    return tc_ctl_get_failure (ctl);
  /* The code alone on standard output, for scripts. */
  g_print ("%s\n", json_object_get_string_member_with_default (answer, "code", ""));
  return TC_CTL_OK;
}

static TcCtlExit
run_desk_list (TcCtl *ctl, char **words)
{
  static const char *const columns[] = {"id", "name", "agency", "roles", "state", "online", NULL};

  if (words[0])
    return tc_ctl_misused (tc_ctl_server_verbs, "desk list");
  return show_list (ctl, "desks", "desks", columns);
}

static TcCtlExit
run_desk_revoke (TcCtl *ctl, char **words)
{
  if (!words[0] || words[1])
    return tc_ctl_misused (tc_ctl_server_verbs, "desk revoke");
  JsonObject *question = tc_admin_question ("revoke-desk");
  json_object_set_string_member (question, "id", words[0]);
  return tell (ctl, question);
}

/* ---- API keys ---- */

static TcCtlExit
run_key_add (TcCtl *ctl, char **words)
{
  if (!words[0] || (words[1] && (!g_str_equal (words[1], "--source") || !words[2] || words[3])))
    return tc_ctl_misused (tc_ctl_server_verbs, "api-key add");
  JsonObject *question = tc_admin_question ("add-api-key");
  json_object_set_string_member (question, "name", words[0]);
  json_object_set_string_member (question, "source", words[1] ? words[2] : "open311");
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);
  if (!answer)
    return tc_ctl_get_failure (ctl);
  g_print ("%s\n", json_object_get_string_member_with_default (answer, "key", ""));
  return TC_CTL_OK;
}

static TcCtlExit
run_key_list (TcCtl *ctl, char **words)
{
  static const char *const columns[] = {"id", "name", "source", "active", "made_us", NULL};

  if (words[0])
    return tc_ctl_misused (tc_ctl_server_verbs, "api-key list");
  return show_list (ctl, "api-keys", "keys", columns);
}

static TcCtlExit
run_key_revoke (TcCtl *ctl, char **words)
{
  if (!words[0] || words[1])
    return tc_ctl_misused (tc_ctl_server_verbs, "api-key revoke");
  JsonObject *question = tc_admin_question ("revoke-api-key");
  json_object_set_string_member (question, "id", words[0]);
  return tell (ctl, question);
}

/* ---- the log ---- */

static TcCtlExit
run_log_tail (TcCtl *ctl, char **words)
{
  static const char *const columns[] = {"lsn",  "made_us", "replica", "actor",
                                        "name", "refusal", NULL};
  guint64 n = LOG_LINES;

  if (words[0] &&
      (words[1] || !g_ascii_string_to_unsigned (words[0], 10, 1, LOG_LINES_MAX, &n, NULL)))
    return tc_ctl_misused (tc_ctl_server_verbs, "log tail");
  g_autoptr (JsonObject) status = tc_ctl_call (ctl, tc_admin_question ("status"));
  if (!status)
    return tc_ctl_get_failure (ctl);
  gint64 head = json_object_get_int_member_with_default (status, "lsn", 0);
  JsonObject *question = tc_admin_question ("log");
  json_object_set_int_member (question, "after", MAX (0, head - (gint64) n));
  json_object_set_int_member (question, "count", (gint64) n);
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);
  if (!answer)
    return tc_ctl_get_failure (ctl);
  if (ctl->json)
    print_json (answer);
  else
    print_list (answer, "entries", columns);
  return TC_CTL_OK;
}

/* ---- any operation ---- */

static TcCtlExit
list_operations (void)
{
  guint n;
  const TcOperationType *const *types = tc_operation_registry_list (&n);

  for (guint i = 0; i < n; i++)
    g_print ("%-28s %s\n", types[i]->name, types[i]->capability ? types[i]->capability : "system");
  return TC_CTL_OK;
}

static TcCtlExit
run_operate (TcCtl *ctl, char **words)
{
  const TcOperationType *type = words[0] ? tc_operation_registry_find (words[0]) : NULL;
  g_autoptr (GError) error = NULL;

  if (!words[0])
    return list_operations ();
  if (!type) {
    tc_ctl_complain (_ ("there is no operation \"%s\""), words[0]);
    return TC_CTL_USAGE;
  }
  g_autoptr (GVariant) args = tc_admin_parse_args (type, words + 1, &error);
  if (!args) {
    g_autofree char *described = tc_admin_describe_args (type);
    tc_ctl_complain_error (error);
    g_printerr (_ ("Arguments of %s:\n%s"), type->name, described);
    return TC_CTL_USAGE;
  }
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, tc_admin_operate_question (type, args, 0, 0));
  if (!answer)
    return tc_ctl_get_failure (ctl);
  g_print ("%" G_GINT64_FORMAT "\n", json_object_get_int_member_with_default (answer, "lsn", 0));
  return TC_CTL_OK;
}

static TcCtlExit
run_make_id (TcCtl *ctl, char **words)
{
  if (words[0])
    return tc_ctl_misused (tc_ctl_server_verbs, "make-id");
  JsonObject *question = tc_admin_question ("make-ids");
  json_object_set_int_member (question, "count", 1);
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);
  JsonNode *ids = answer ? json_object_get_member (answer, "ids") : NULL;
  if (!ids || !JSON_NODE_HOLDS_ARRAY (ids) ||
      json_array_get_length (json_node_get_array (ids)) != 1)
    return tc_ctl_get_failure (ctl);
  g_print ("%s\n", json_array_get_string_element (json_node_get_array (ids), 0));
  return TC_CTL_OK;
}

const TcCtlVerb tc_ctl_server_verbs[] = {
    {"status", "", N_ ("Shows how the server is, its desks and its newest warnings."), run_status},
    {"account list", "", N_ ("Lists the accounts: account, name, active, locked."),
     run_account_list},
    {"account set-password", "ACCOUNT",
     N_ ("Sets a password, read from standard input: twice at a terminal, else one line."),
     run_set_password},
    {"desk list", "", N_ ("Lists the desks: number, name, agency, roles, state, online."),
     run_desk_list},
    {"desk invite", "NAME [--agency CODE --roles CODE,…] [--relay|--media]",
     N_ ("Prints the one-time code that enrols a desk; one that is invited already gets a new "
         "code."),
     run_desk_invite},
    {"desk revoke", "NUMBER", N_ ("Takes a desk's right to connect, for ever."), run_desk_revoke},
    {"api-key list", "", N_ ("Lists the clients that may post: id, name, source, active, made."),
     run_key_list},
    {"api-key add", "NAME [--source SOURCE]",
     N_ ("Prints a new key for a client that posts reports; it is told this once."), run_key_add},
    {"api-key revoke", "ID", N_ ("Ends a key."), run_key_revoke},
    {"log tail", "[COUNT]",
     N_ ("Shows the newest operations: number, time made, desk, actor, name, refusal."),
     run_log_tail},
    {"operate", "[NAME [ARGUMENT=VALUE …]]",
     N_ ("Carries out an operation as the system and prints its number; without words lists them "
         "all."),
     run_operate},
    {"make-id", "", N_ ("Prints an id for a record that the next operation makes."), run_make_id},
    {NULL},
};
