/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's secrets; see the header. API keys are held in memory too, by their hash, since a
 * gateway asks for them with each request.
 */
#include "tc-secrets.h"

#include "tc-digest.h"
#include "tc-schema.h"

#include <sodium.h>
#include <string.h>

/* Letters of codes: none that is easily mistaken for another, 32 of them. */
#define CODE_LETTERS "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#define CODE_LENGTH 16
#define CODE_GROUP 4
#define API_KEY_BYTES 24

struct _TcSecrets {
  guint refs;       /* the owner's, and one for each piece of work */
  TcWorker *worker; /* (owned) (nullable): NULL once closed */
  GHashTable *keys; /* (owned) (element-type TcDigest TcApiKey) */
  guint waiting;    /* passwords */
};

/* One piece of work, and its result. */
typedef struct {
  TcSecrets *self; /* (owned) */
  gint64 id;
  char *text;   /* (owned) (nullable): password, code or API key: wiped */
  char *name;   /* (owned) (nullable) */
  char *source; /* (owned) (nullable) */
  gint64 now_us;
  gint64 until_us;
  TcPublicKey public_key;
  TcDigest hash;
  TcRefusal *refusal; /* (owned) (nullable) */
  GArray *with;       /* (owned) (nullable) */
  GArray *locked;     /* (owned) (nullable) */
} Work;

static void
unref_secrets (TcSecrets *self)
{
  if (--self->refs)
    return;
  g_hash_table_unref (self->keys);
  g_free (self);
}

static void
free_work (gpointer data)
{
  Work *work = data;

  unref_secrets (work->self);
  tc_password_free (work->text);
  g_free (work->name);
  g_free (work->source);
  g_clear_pointer (&work->refusal, tc_refusal_free);
  g_clear_pointer (&work->with, g_array_unref);
  g_clear_pointer (&work->locked, g_array_unref);
  g_free (work);
}

static void
free_api_key (gpointer data)
{
  TcApiKey *key = data;

  g_free (key->name);
  g_free (key->source);
  g_free (key);
}

static TcDigest
hash_secret (const char *domain, const char *text)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, domain);
  tc_hasher_add_blob (&hasher, text, strlen (text));
  return tc_hasher_end (&hasher);
}

static guint
hash_digest (gconstpointer digest)
{
  guint value;

  memcpy (&value, digest, sizeof value);
  return value;
}

static gboolean
equal_digests (gconstpointer a, gconstpointer b)
{
  return sodium_memcmp (a, b, TC_DIGEST_SIZE) == 0;
}

static Work *
work_new (TcSecrets *self, gint64 id, gint64 now_us)
{
  Work *work = g_new0 (Work, 1);

  work->self = self;
  self->refs++;
  work->id = id;
  work->now_us = now_us;
  return work;
}

/* The outer task has the work as its data; the worker runs it and tells the task. */
static void
worked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
run_work (Work *work, TcWorkFunc func, GAsyncReadyCallback finished, GAsyncReadyCallback callback,
          gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);

  g_task_set_task_data (task, work, free_work);
  tc_worker_run_async (work->self->worker, func, work, NULL, NULL, NULL,
                       finished ? finished : worked_cb, task);
}

static Work *
get_work (GAsyncResult *result)
{
  return g_task_get_task_data (G_TASK (result));
}

/* Passwords. */

static void
password_worked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  get_work (data)->self->waiting--;
  worked_cb (source, result, data);
}

static void
run_password (Work *work, TcWorkFunc func, GAsyncReadyCallback callback, gpointer data)
{
  if (work->self->waiting >= TC_PASSWORDS_WAITING_MAX) {
    g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

    g_task_set_task_data (task, work, free_work);
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "too many passwords wait");
    return;
  }
  work->self->waiting++;
  run_work (work, func, password_worked_cb, callback, data);
}

static gpointer
do_set_password (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  gsize size = strlen (work->text);

  if (size < TC_PASSWORD_BYTES_MIN || size > TC_PASSWORD_BYTES_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "a password has %d to %d bytes",
                 TC_PASSWORD_BYTES_MIN, TC_PASSWORD_BYTES_MAX);
    return NULL;
  }
  g_autofree char *hash = tc_password_hash (work->text, error);
  if (!hash)
    return NULL;
  tc_database_execute (db,
                       "INSERT INTO password VALUES (?1, ?2, ?3, 0, 0) ON CONFLICT (staff_id) DO "
                       "UPDATE SET hash = ?2, changed_us = ?3, failures = 0, locked_until_us = 0",
                       "isi", work->id, hash, work->now_us);
  return NULL;
}

void
tc_secrets_set_password_async (TcSecrets *self, gint64 staff_id, const char *password,
                               gint64 now_us, GAsyncReadyCallback callback, gpointer data)
{
  Work *work = work_new (self, staff_id, now_us);

  work->text = g_strdup (password);
  run_password (work, do_set_password, callback, data);
}

gboolean
tc_secrets_set_password_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Counts the failure and says what the person is told. */
static void
note_failure (TcDatabase *db, Work *work, gint64 failures)
{
  gint64 lock_us = tc_password_lock_us (failures);

  tc_database_execute (
      db, "UPDATE password SET failures = ?2, locked_until_us = ?3 WHERE staff_id = ?1", "iii",
      work->id, failures, lock_us ? work->now_us + lock_us : (gint64) 0);
  if (lock_us)
    work->refusal = tc_refusal_new ("sign-in.locked", "until_us", TC_I, work->now_us + lock_us,
                                    NULL);
  else
    work->refusal = tc_refusal_new ("sign-in.failed", NULL);
}

static gpointer
do_check_password (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  /* Of a password that nobody knows, so that an account that isn't there takes as long. */
  static char *nobody; /* (owned): made once */
  Work *work = data;
  g_autofree char *hash = tc_database_dup_text (db, "SELECT hash FROM password WHERE staff_id = ?",
                                                "i", work->id);
  gint64 locked_us = tc_database_get_int (
      db, 0, "SELECT locked_until_us FROM password WHERE staff_id = ?", "i", work->id);
  gint64 failures = tc_database_get_int (db, 0, "SELECT failures FROM password WHERE staff_id = ?",
                                         "i", work->id);

  if (locked_us > work->now_us) {
    work->refusal = tc_refusal_new ("sign-in.locked", "until_us", TC_I, locked_us, NULL);
    return NULL;
  }
  if (!nobody) {
    TcDigest random;

    tc_random_bytes (random.bytes, sizeof random.bytes);
    g_autofree char *text = tc_digest_to_hex (&random);
    nobody = tc_password_hash (text, error);
    if (!nobody)
      return NULL;
  }
  if (!tc_password_verify (hash ? hash : nobody, work->text) || !hash)
    note_failure (db, work, failures + 1);
  else if (failures)
    tc_database_execute (db,
                         "UPDATE password SET failures = 0, locked_until_us = 0 WHERE staff_id = ?",
                         "i", work->id);
  return NULL;
}

void
tc_secrets_check_password_async (TcSecrets *self, gint64 staff_id, const char *password,
                                 gint64 now_us, GAsyncReadyCallback callback, gpointer data)
{
  Work *work = work_new (self, staff_id, now_us);

  work->text = g_strndup (password, TC_PASSWORD_BYTES_MAX + 1);
  run_password (work, do_check_password, callback, data);
}

TcRefusal *
tc_secrets_check_password_finish (GAsyncResult *result, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&get_work (result)->refusal);
}

static gpointer
do_list_void (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  work->locked = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < work->with->len; i++) {
    TcPasswordCheck check = g_array_index (work->with, TcPasswordCheck, i);

    if (!tc_database_get_int (db, 0,
                              "SELECT 1 FROM password WHERE staff_id = ? AND changed_us <= ?"
                              " AND locked_until_us <= ?",
                              "iii", check.staff_id, check.checked_us, work->now_us))
      g_array_append_val (work->locked, check.staff_id);
  }
  return NULL;
}

void
tc_secrets_list_void_async (TcSecrets *self, GArray *checks, gint64 now_us,
                            GAsyncReadyCallback callback, gpointer data)
{
  Work *work = work_new (self, 0, now_us);

  work->with = g_array_ref (checks);
  run_work (work, do_list_void, NULL, callback, data);
}

GArray *
tc_secrets_list_void_finish (GAsyncResult *result, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&get_work (result)->locked);
}

static gpointer
do_list_accounts (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT staff_id, locked_until_us FROM password ORDER BY staff_id", "");

  work->with = g_array_new (FALSE, FALSE, sizeof (gint64));
  work->locked = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);

    g_array_append_val (work->with, id);
    if (tc_query_int (query, 1) > work->now_us)
      g_array_append_val (work->locked, id);
  }
  return NULL;
}

void
tc_secrets_list_accounts_async (TcSecrets *self, gint64 now_us, GAsyncReadyCallback callback,
                                gpointer data)
{
  run_work (work_new (self, 0, now_us), do_list_accounts, NULL, callback, data);
}

gboolean
tc_secrets_list_accounts_finish (GAsyncResult *result, GArray **with, GArray **locked,
                                 GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *with = g_steal_pointer (&get_work (result)->with);
  *locked = g_steal_pointer (&get_work (result)->locked);
  return TRUE;
}

/* Enrolment. */

/* "12-ABCD-EFGH-JKMN-PQRS": the desk stands before it, so that one row is looked at. */
static char *
make_code (gint64 desk_id)
{
  g_autoptr (GString) code = g_string_new (NULL);
  guint8 random[CODE_LENGTH];

  tc_random_bytes (random, sizeof random);
  g_string_printf (code, "%" G_GINT64_FORMAT, desk_id);
  for (int i = 0; i < CODE_LENGTH; i++) {
    if (i % CODE_GROUP == 0)
      g_string_append_c (code, '-');
    g_string_append_c (code, CODE_LETTERS[random[i] % 32]);
  }
  return g_string_free (g_steal_pointer (&code), FALSE);
}

/* As a person may type it: without or with other separators, small, O for 0, I and L for 1. */
static char *
normalise_code (const char *typed, gint64 *desk_id)
{
  g_autoptr (GString) code = g_string_new (NULL);
  char *rest;

  while (g_ascii_isspace (*typed))
    typed++;
  *desk_id = g_ascii_isdigit (*typed) ? g_ascii_strtoll (typed, &rest, 10) : 0;
  if (*desk_id <= 0 || *rest != '-')
    return NULL;
  for (const char *at = rest; *at && code->len <= CODE_LENGTH; at++) {
    char letter = g_ascii_toupper (*at);

    if (letter == '-' || letter == ' ')
      continue;
    if (letter == 'O')
      letter = '0';
    if (letter == 'I' || letter == 'L')
      letter = '1';
    g_string_append_c (code, letter);
  }
  return code->len == CODE_LENGTH ? g_string_free (g_steal_pointer (&code), FALSE) : NULL;
}

static gpointer
do_invite (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  tc_database_execute (db,
                       "INSERT INTO enrolment VALUES (?1, ?2, ?3, ?4, NULL) ON CONFLICT (desk_id) "
                       "DO UPDATE SET code_hash = ?2, until_us = ?3, tries_left = ?4, "
                       "public_key = NULL",
                       "ibii", work->id, work->hash.bytes, (gsize) TC_DIGEST_SIZE, work->until_us,
                       (gint64) TC_ENROLMENT_TRIES);
  return NULL;
}

void
tc_secrets_invite_async (TcSecrets *self, gint64 desk_id, gint64 now_us,
                         GAsyncReadyCallback callback, gpointer data)
{
  Work *work = work_new (self, desk_id, now_us);
  g_autofree char *plain = NULL;

  work->text = make_code (desk_id);
  plain = normalise_code (work->text, &desk_id);
  work->hash = hash_secret ("toancanh enrolment", plain);
  work->until_us = now_us + TC_ENROLMENT_VALID_US;
  run_work (work, do_invite, NULL, callback, data);
}

char *
tc_secrets_invite_finish (GAsyncResult *result, gint64 *until_us, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  *until_us = get_work (result)->until_us;
  return g_strdup (get_work (result)->text);
}

/* TRUE if the row's code is the one given and the key may use it. */
static gboolean
may_redeem (TcQuery *query, Work *work)
{
  gsize hash_size, key_size;
  const guint8 *hash = tc_query_blob (query, 0, &hash_size);
  const guint8 *key = tc_query_blob (query, 3, &key_size);

  if (hash_size != TC_DIGEST_SIZE || sodium_memcmp (hash, work->hash.bytes, TC_DIGEST_SIZE))
    return FALSE;
  if (tc_query_int (query, 1) <= work->now_us || tc_query_int (query, 2) <= 0)
    return FALSE;
  return tc_query_is_null (query, 3) ||
         (key_size == TC_KEY_PUBLIC_SIZE &&
          memcmp (key, work->public_key.bytes, TC_KEY_PUBLIC_SIZE) == 0);
}

static gpointer
do_redeem (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  TcQuery *query = tc_database_query (
      db, "SELECT code_hash, until_us, tries_left, public_key FROM enrolment WHERE desk_id = ?",
      "i", work->id);
  gboolean right = tc_query_next (query) && may_redeem (query, work);

  tc_query_free (query);
  if (right) {
    tc_database_execute (db, "UPDATE enrolment SET public_key = ?2 WHERE desk_id = ?1", "ib",
                         work->id, work->public_key.bytes, (gsize) TC_KEY_PUBLIC_SIZE);
  } else {
    tc_database_execute (
        db, "UPDATE enrolment SET tries_left = max (0, tries_left - 1) WHERE desk_id = ?", "i",
        work->id);
    work->id = 0;
  }
  return NULL;
}

void
tc_secrets_redeem_async (TcSecrets *self, const char *code, const TcPublicKey *key, gint64 now_us,
                         GAsyncReadyCallback callback, gpointer data)
{
  gint64 desk_id = 0;
  g_autofree char *plain = normalise_code (code, &desk_id);
  Work *work = work_new (self, plain ? desk_id : 0, now_us);

  work->public_key = *key;
  work->hash = hash_secret ("toancanh enrolment", plain ? plain : "");
  run_work (work, do_redeem, NULL, callback, data);
}

gint64
tc_secrets_redeem_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error) ? get_work (result)->id : 0;
}

/* API keys. */

static void
keep_api_key (TcSecrets *self, const TcDigest *hash, gint64 id, const char *name,
              const char *source, gboolean active, gint64 made_us)
{
  TcApiKey *key = g_new0 (TcApiKey, 1);

  key->id = id;
  key->name = g_strdup (name);
  key->source = g_strdup (source);
  key->active = active;
  key->made_us = made_us;
  g_hash_table_replace (self->keys, g_memdup2 (hash, sizeof *hash), key);
}

const TcApiKey *
tc_secrets_find_api_key (TcSecrets *self, const char *key)
{
  TcDigest hash = hash_secret ("toancanh api key", key);
  const TcApiKey *found = g_hash_table_lookup (self->keys, &hash);

  return found && found->active ? found : NULL;
}

static int
compare_api_keys (gconstpointer a, gconstpointer b)
{
  const TcApiKey *first = *(TcApiKey *const *) a, *second = *(TcApiKey *const *) b;

  return first->id < second->id ? -1 : first->id > second->id;
}

GPtrArray *
tc_secrets_list_api_keys (TcSecrets *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->keys);
  while (g_hash_table_iter_next (&iter, NULL, &key))
    g_ptr_array_add (list, key);
  g_ptr_array_sort (list, compare_api_keys);
  return list;
}

static gpointer
do_add_api_key (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  tc_database_execute (db, "INSERT INTO api_key VALUES (?, ?, ?, ?, 1, ?)", "ibssi", work->id,
                       work->hash.bytes, (gsize) TC_DIGEST_SIZE, work->name, work->source,
                       work->now_us);
  return NULL;
}

static void
api_key_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Work *work = get_work (data);
  TcSecrets *self = work->self;
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error) {
    g_task_return_error (task, error);
    return;
  }
  keep_api_key (self, &work->hash, work->id, work->name, work->source, TRUE, work->now_us);
  g_task_return_boolean (task, TRUE);
}

void
tc_secrets_add_api_key_async (TcSecrets *self, gint64 id, const char *name, const char *source,
                              gint64 now_us, GAsyncReadyCallback callback, gpointer data)
{
  Work *work = work_new (self, id, now_us);
  guint8 random[API_KEY_BYTES];
  char text[sodium_base64_ENCODED_LEN (API_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

  tc_random_bytes (random, sizeof random);
  sodium_bin2base64 (text, sizeof text, random, sizeof random,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  work->text = g_strconcat ("tck_", text, NULL);
  work->hash = hash_secret ("toancanh api key", work->text);
  work->name = g_strdup (name);
  work->source = g_strdup (source);
  if (g_hash_table_size (self->keys) >= TC_API_KEYS_MAX) {
    g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

    g_task_set_task_data (task, work, free_work);
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_LIMIT, "there are %d API keys already",
                             TC_API_KEYS_MAX);
    return;
  }
  run_work (work, do_add_api_key, api_key_added_cb, callback, data);
}

char *
tc_secrets_add_api_key_finish (GAsyncResult *result, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_strdup (get_work (result)->text);
}

static gpointer
do_revoke_api_key (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  tc_database_execute (db, "UPDATE api_key SET active = 0 WHERE id = ?", "i", work->id);
  return NULL;
}

void
tc_secrets_revoke_api_key_async (TcSecrets *self, gint64 id, GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_autoptr (GPtrArray) keys = tc_secrets_list_api_keys (self);
  Work *work = work_new (self, id, 0);

  for (guint i = 0; i < keys->len; i++) {
    TcApiKey *key = keys->pdata[i];

    if (key->id != id)
      continue;
    key->active = FALSE; /* from now on, whatever becomes of the row */
    run_work (work, do_revoke_api_key, NULL, callback, data);
    return;
  }
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  g_task_set_task_data (task, work, free_work);
  g_task_return_new_error (task, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no such API key");
}

gboolean
tc_secrets_revoke_api_key_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Opening. */

static gboolean
read_api_keys (TcSecrets *self, TcDatabase *db, GError **error)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT id, key_hash, name, source, active, made_us FROM api_key ORDER BY id", "");

  while (tc_query_next (query)) {
    TcDigest hash = {{0}};
    gsize size;
    const guint8 *bytes = tc_query_blob (query, 1, &size);

    if (size != TC_DIGEST_SIZE)
      continue;
    memcpy (hash.bytes, bytes, TC_DIGEST_SIZE);
    keep_api_key (self, &hash, tc_query_int (query, 0), tc_query_text (query, 2),
                  tc_query_text (query, 3), tc_query_int (query, 4) != 0, tc_query_int (query, 5));
  }
  return tc_database_check (db, error);
}

TcSecrets *
tc_secrets_open (const char *path, GError **error)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_secrets, NULL};
  TcDatabaseFlags flags = TC_DATABASE_WRITER | TC_DATABASE_FULL;
  g_autoptr (TcDatabase) db = tc_database_open (path, flags, error);
  g_autoptr (TcSecrets) self = g_new0 (TcSecrets, 1);

  self->refs = 1;
  self->keys = g_hash_table_new_full (hash_digest, equal_digests, g_free, free_api_key);
  if (!db || !tc_schema_migrate (db, sets, error) || !read_api_keys (self, db, error))
    return NULL;
  g_clear_pointer (&db, tc_database_close);
  self->worker = tc_worker_new ("secrets", path, flags, error);
  return self->worker ? g_steal_pointer (&self) : NULL;
}

TcWorker *
tc_secrets_get_worker (TcSecrets *self)
{
  return self->worker;
}

void
tc_secrets_close (TcSecrets *self)
{
  if (self->worker)
    tc_worker_stop (self->worker);
  g_clear_object (&self->worker);
  unref_secrets (self);
}
