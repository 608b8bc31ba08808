/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verbs on who may come in: accounts and passwords, desks and their codes, API keys.
 */
#include "tc-admin-private.h"

#include "tc-line-message.h"
#include "tc-id.h"
#include "tc-people-operations.h"
#include "tc-people.h"

#include <string.h>

/* So many desks at most are invited in an epoch of the log and then lost with it. */
#define LOST_DESKS_MAX 64

/* Accounts. */

static gpointer
list_staff (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_people_list_staff (db);
}

static void
accounts_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  GPtrArray *staff = question->state;
  g_autoptr (GArray) with = NULL;
  g_autoptr (GArray) locked = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;
  JsonArray *list;

  if (!tc_secrets_list_accounts_finish (result, &with, &locked, &error)) {
    tc_admin_fail_error (question, error);
    return;
  }
  answer = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < staff->len; i++) {
    const TcStaff *person = staff->pdata[i];
    JsonObject *account = json_object_new ();

    tc_admin_set_id (account, "id", person->id);
    json_object_set_string_member (account, "account", person->account);
    json_object_set_string_member (account, "name", person->name);
    json_object_set_boolean_member (account, "active", person->inactive_from_us == TC_NONE);
    json_object_set_boolean_member (account, "locked", tc_ids_contain (locked, person->id));
    json_object_set_boolean_member (account, "password", tc_ids_contain (with, person->id));
    json_array_add_object_element (list, account);
  }
  json_object_set_array_member (answer, "accounts", list);
  tc_admin_answer (question, answer);
}

static void
staff_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;

  question->state = tc_worker_run_finish (TC_WORKER (source), result, &error);
  question->state_free = (GDestroyNotify) g_ptr_array_unref;
  if (error) {
    question->state_free = NULL;
    tc_admin_fail_error (question, error);
    return;
  }
  tc_secrets_list_accounts_async (question->parts->secrets, g_get_real_time (), accounts_listed_cb,
                                  question);
}

static void
ask_accounts (TcAdminQuestion *question)
{
  tc_admin_run (question, list_staff, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                staff_listed_cb);
}

static void
password_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;

  if (!tc_secrets_set_password_finish (result, &error)) {
    tc_admin_fail_error (question, error);
    return;
  }
  /* Desks that hold a verifier of the old one ask which of theirs still hold. */
  g_autoptr (GArray) desks = tc_desk_lines_list (question->lines);
  tc_desk_lines_notify (question->lines, desks, TC_NOTICE_PASSWORD, g_variant_new ("a{sv}", NULL));
  tc_admin_answer (question, NULL);
}

static gpointer
find_staff (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_people_find_staff (db, data);
}

static void
staff_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcStaff) staff = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error)
    tc_admin_fail_error (question, error);
  else if (!staff)
    tc_admin_fail (question, "there is no account \"%s\"", tc_admin_get_text (question, "account"));
  else
    tc_secrets_set_password_async (question->parts->secrets, staff->id,
                                   tc_admin_get_text (question, "password"), g_get_real_time (),
                                   password_set_cb, question);
}

static void
ask_set_password (TcAdminQuestion *question)
{
  const char *account = tc_admin_get_text (question, "account");

  if (!account || !tc_admin_get_text (question, "password"))
    tc_admin_fail (question, "\"account\" and \"password\" are needed");
  else
    tc_admin_run (question, find_staff, g_strdup (account), g_free, (GDestroyNotify) tc_staff_free,
                  staff_found_cb);
}

/* Desks. */

/* Who may work at a desk: codes separated by ','. (transfer full) */
static char *
list_roles (TcDatabase *db, gint64 desk_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT group_concat (code, ',') FROM (SELECT role.code FROM desk_role JOIN role ON"
      " role.id = role_id WHERE desk_id = ? ORDER BY desk_role.id)",
      "i", desk_id);

  return tc_query_next (query) ? tc_query_dup_text (query, 0) : NULL;
}

static JsonObject *
describe_desk (TcDatabase *db, const TcDeskInfo *desk)
{
  JsonObject *object = json_object_new ();
  g_autoptr (TcAgency) agency = tc_people_get_agency (db, desk->agency_id);
  g_autofree char *roles = list_roles (db, desk->id);

  tc_admin_set_id (object, "id", desk->id);
  json_object_set_string_member (object, "name", desk->name);
  json_object_set_string_member (object, "agency", agency ? agency->code : NULL);
  json_object_set_string_member (object, "roles", roles ? roles : "");
  json_object_set_string_member (object, "state", desk->state);
  return object;
}

static gpointer
list_desks (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) desks = tc_people_list_desks (db);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < desks->len; i++)
    json_array_add_object_element (list, describe_desk (db, desks->pdata[i]));
  return list;
}

static void
desks_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  JsonArray *list = tc_worker_run_finish (TC_WORKER (source), result, &error);
  JsonObject *answer;

  if (!list) {
    tc_admin_fail_error (question, error);
    return;
  }
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *desk = json_array_get_object_element (list, i);
    gint64 id = g_ascii_strtoll (json_object_get_string_member (desk, "id"), NULL, 10);

    json_object_set_boolean_member (desk, "online",
                                    tc_desk_lines_is_online (question->lines, (guint16) id));
  }
  answer = json_object_new ();
  json_object_set_array_member (answer, "desks", list);
  tc_admin_answer (question, answer);
}

static void
ask_desks (TcAdminQuestion *question)
{
  tc_admin_run (question, list_desks, NULL, NULL, (GDestroyNotify) json_array_unref,
                desks_listed_cb);
}

/* invite-desk: looked up on the reader, then the operations one after the other, then the code. */
typedef struct {
  char *name;       /* (owned) */
  char *agency;     /* (owned) (nullable): code */
  GPtrArray *roles; /* (owned) (element-type utf8): codes */
  gint64 desk_id;
  gint64 agency_id;
  GArray *role_ids; /* (owned) (element-type gint64) */
  guint next_role;
  gboolean invited;            /* it was before: only its code is made anew */
  const TcOperationType *kind; /* (nullable): what makes it another thing than a desk */
} Invitation;

static void
free_invitation (gpointer data)
{
  Invitation *invitation = data;

  g_free (invitation->name);
  g_free (invitation->agency);
  g_ptr_array_unref (invitation->roles);
  g_array_unref (invitation->role_ids);
  g_free (invitation);
}

static gboolean
find_invited (TcDatabase *db, Invitation *invitation)
{
  g_autoptr (GPtrArray) desks = tc_people_list_desks (db);

  for (guint i = 0; i < desks->len; i++) {
    const TcDeskInfo *desk = desks->pdata[i];

    if (!g_str_equal (desk->name, invitation->name) || !g_str_equal (desk->state, "invited"))
      continue;
    invitation->desk_id = desk->id;
    invitation->invited = TRUE;
    return TRUE;
  }
  return FALSE;
}

static gboolean
find_roles (TcDatabase *db, Invitation *invitation, GError **error)
{
  for (guint i = 0; i < invitation->roles->len; i++) {
    const char *code = invitation->roles->pdata[i];
    g_autoptr (TcRole) role = tc_people_find_role (db, code);

    if (!role) {
      g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no role \"%s\"", code);
      return FALSE;
    }
    g_array_append_val (invitation->role_ids, role->id);
  }
  return TRUE;
}

/* Desks that were invited after the backup which this log goes on from may come back under the
 * numbers that they have. */
static gint64
last_desk_in_use (TcDatabase *db)
{
  return tc_database_get_int (
      db, 0, "SELECT ifnull (max (last_desk) + ? * (max (epoch) - 1), 0) FROM log_epoch", "i",
      (gint64) LOST_DESKS_MAX);
}

static gpointer
look_up_invitation (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Invitation *invitation = data;
  g_autoptr (TcAgency) agency = NULL;

  if (find_invited (db, invitation))
    return NULL;
  if (invitation->agency)
    agency = tc_people_find_agency (db, invitation->agency, g_get_real_time ());
  if (!agency) {
    if (invitation->agency)
      g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no agency \"%s\"",
                   invitation->agency);
    else
      g_set_error_literal (error, TC_ERROR, TC_ERROR_NOT_FOUND,
                           "no desk of that name waits for its code; a new desk takes "
                           "--agency CODE --roles CODE,…");
    return NULL;
  }
  invitation->agency_id = agency->id;
  if (!find_roles (db, invitation, error))
    return NULL;
  invitation->desk_id = tc_people_next_desk (db, last_desk_in_use (db));
  if (!invitation->desk_id)
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "all numbers of desks are used up");
  return NULL;
}

static void
code_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  Invitation *invitation = question->state;
  g_autoptr (GError) error = NULL;
  gint64 until_us = 0;
  g_autofree char *code = tc_secrets_invite_finish (result, &until_us, &error);
  JsonObject *answer;

  if (!code) {
    tc_admin_fail_error (question, error);
    return;
  }
  answer = json_object_new ();
  tc_admin_set_id (answer, "id", invitation->desk_id);
  json_object_set_string_member (answer, "code", code);
  json_object_set_int_member (answer, "until_us", until_us);
  tc_admin_answer (question, answer);
}

static void allow_next_role (TcAdminQuestion *question);

static void
desk_step_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  if (tc_admin_accepted (data, source, result, NULL))
    allow_next_role (data);
}

static void
allow_next_role (TcAdminQuestion *question)
{
  Invitation *invitation = question->state;
  TcDeskRole args = {.desk_id = invitation->desk_id};
  TcDeskRef ref = {invitation->desk_id};
  const TcOperationType *kind = invitation->kind;

  if (kind) {
    invitation->kind = NULL;
    tc_admin_submit (question, kind, &ref, desk_step_cb);
    return;
  }
  if (invitation->next_role == invitation->role_ids->len) {
    tc_secrets_invite_async (question->parts->secrets, invitation->desk_id, g_get_real_time (),
                             code_made_cb, question);
    return;
  }
  args.role_id = g_array_index (invitation->role_ids, gint64, invitation->next_role++);
  tc_admin_submit (question, &tc_desk_allow_role_type, &args, desk_step_cb);
}

static void
invitation_looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  Invitation *invitation = question->state;
  TcDeskArgs args = {0};
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error) {
    tc_admin_fail_error (question, error);
    return;
  }
  if (invitation->invited) {
    allow_next_role (question);
    return;
  }
  args.desk_id = invitation->desk_id;
  args.name = invitation->name;
  args.agency_id = invitation->agency_id;
  tc_admin_submit (question, &tc_desk_invite_type, &args, desk_step_cb);
}

static void
ask_invite_desk (TcAdminQuestion *question)
{
  const char *name = tc_admin_get_text (question, "name");
  JsonArray *roles = tc_admin_get_array (question, "roles");
  gboolean media = json_object_get_boolean_member_with_default (question->asked, "media", FALSE);
  Invitation *invitation;

  if (!name || !*name) {
    tc_admin_fail (question, "\"name\" is needed");
    return;
  }
  if (media && roles && json_array_get_length (roles) > 0) {
    tc_admin_fail (question, "nobody works at a media host: it has no roles");
    return;
  }
  invitation = g_new0 (Invitation, 1);
  invitation->name = g_strdup (name);
  invitation->agency = g_strdup (tc_admin_get_text (question, "agency"));
  if (json_object_get_boolean_member_with_default (question->asked, "relay", FALSE))
    invitation->kind = &tc_desk_relay_type;
  else if (media)
    invitation->kind = &tc_desk_media_type;
  invitation->roles = g_ptr_array_new_with_free_func (g_free);
  invitation->role_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; roles && i < json_array_get_length (roles); i++) {
    JsonNode *node = json_array_get_element (roles, i);
    const char *code = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

    g_ptr_array_add (invitation->roles, g_strdup (code ? code : ""));
  }
  question->state = invitation;
  question->state_free = free_invitation;
  tc_admin_run (question, look_up_invitation, invitation, NULL, NULL, invitation_looked_up_cb);
}

static void
desk_revoked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  guint16 replica = (guint16) tc_admin_get_id (question, "id");

  if (!tc_admin_accepted (question, source, result, NULL))
    return;
  tc_tokens_revoke (question->parts->tokens, replica);
  tc_desk_lines_drop (question->lines, replica);
  tc_admin_answer (question, NULL);
}

static void
ask_revoke_desk (TcAdminQuestion *question)
{
  TcDeskRef args = {tc_admin_get_id (question, "id")};

  if (args.desk_id < 1 || args.desk_id > TC_REPLICA_MAX)
    tc_admin_fail (question, "\"id\" must be the number of a desk");
  else
    tc_admin_submit (question, &tc_desk_revoke_type, &args, desk_revoked_cb);
}

/* API keys. */

static void
ask_api_keys (TcAdminQuestion *question)
{
  g_autoptr (GPtrArray) keys = tc_secrets_list_api_keys (question->parts->secrets);
  JsonObject *answer = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < keys->len; i++) {
    const TcApiKey *key = keys->pdata[i];
    JsonObject *object = json_object_new ();

    tc_admin_set_id (object, "id", key->id);
    json_object_set_string_member (object, "name", key->name);
    json_object_set_string_member (object, "source", key->source);
    json_object_set_boolean_member (object, "active", key->active);
    json_object_set_int_member (object, "made_us", key->made_us);
    json_array_add_object_element (list, object);
  }
  json_object_set_array_member (answer, "keys", list);
  tc_admin_answer (question, answer);
}

static void
api_key_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = tc_secrets_add_api_key_finish (result, &error);
  JsonObject *answer;

  if (!key) {
    tc_admin_fail_error (question, error);
    return;
  }
  answer = json_object_new ();
  tc_admin_set_id (answer, "id", *(gint64 *) question->state);
  json_object_set_string_member (answer, "key", key);
  tc_admin_answer (question, answer);
}

/* Both become arguments of operations, which take codes. */
static gboolean
is_word (const char *text)
{
  gsize length = text ? strlen (text) : 0;

  return length > 0 && length <= 60 &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

static void
ask_add_api_key (TcAdminQuestion *question)
{
  const char *name = tc_admin_get_text (question, "name");
  const char *source = tc_admin_get_text (question, "source");
  gint64 id;

  if (!is_word (name) || !is_word (source)) {
    tc_admin_fail (question, "\"name\" and \"source\" must be of a-z 0-9 . _ -, up to 60");
    return;
  }
  id = tc_operation_sink_make_id (TC_OPERATION_SINK (question->parts->hub));
  question->state = g_memdup2 (&id, sizeof id);
  question->state_free = g_free;
  tc_secrets_add_api_key_async (question->parts->secrets, id, name, source, g_get_real_time (),
                                api_key_added_cb, question);
}

static void
api_key_revoked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (tc_secrets_revoke_api_key_finish (result, &error))
    tc_admin_answer (data, NULL);
  else
    tc_admin_fail_error (data, error);
}

static void
ask_revoke_api_key (TcAdminQuestion *question)
{
  tc_secrets_revoke_api_key_async (question->parts->secrets, tc_admin_get_id (question, "id"),
                                   api_key_revoked_cb, question);
}

const TcAdminVerb tc_admin_people_verbs[] = {
    {"accounts", ask_accounts},
    {"set-password", ask_set_password},
    {"desks", ask_desks},
    {"invite-desk", ask_invite_desk},
    {"revoke-desk", ask_revoke_desk},
    {"api-keys", ask_api_keys},
    {"add-api-key", ask_add_api_key},
    {"revoke-api-key", ask_revoke_api_key},
    {NULL, NULL},
};
