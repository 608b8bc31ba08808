/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking the person signed in for the password once more, before something is signed or for a new
 * session; see tc-desk.h. Before a signature what this desk keeps of the password is asked first,
 * which works without a line; where it keeps nothing that still holds, the server is.
 */
#include "tc-desk-private.h"

#include "tc-password.h"
#include "tc-people.h"
#include "tc-verifiers.h"

#include <string.h>

#define VERIFIERS_FILE "people.ini"

typedef struct {
  char *password; /* (owned): wiped */
  char *path;     /* (owned): of the verifiers */
  gint64 staff_id;
  gint64 now_us;
} Confirm;

static void
free_confirm (gpointer data)
{
  Confirm *confirm = data;

  tc_password_free (confirm->password);
  g_free (confirm->path);
  g_free (confirm);
}

static void
return_refusal (GTask *task, TcRefusal *refusal)
{
  g_task_return_pointer (task, refusal, (GDestroyNotify) tc_refusal_free);
}

/* ---- by the server ---- */

static void
session_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, NULL, NULL);

  g_debug ("the session of a signature ended%s", value ? "" : ", without the server's word");
}

/* The session that this opens is of no use: the person has one. */
static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  g_autoptr (GTask) task = data;
  TcRefusal *refusal = NULL;
  GError *error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (self, result, &refusal, &error);
  gint64 session_id = 0;
  GVariantDict dict;

  if (error) {
    g_task_return_error (task, error);
    return;
  }
  if (value && g_variant_lookup (value, "session_id", "x", &session_id)) {
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "session_id", "x", session_id);
    tc_desk_ask_async (self, "sign-out", g_variant_dict_end (&dict), NULL, session_ended_cb, NULL);
    return_refusal (task, NULL);
    return;
  }
  return_refusal (task, refusal ? refusal : tc_refusal_new ("sign-in.answer", NULL));
}

static gpointer
read_account (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcStaff) staff = tc_people_get_staff (db, *(const gint64 *) data);

  return staff ? g_strdup (staff->account) : NULL;
}

static void
account_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcDesk *self = g_task_get_source_object (task);
  const Confirm *confirm = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *account = tc_worker_run_finish (TC_WORKER (source), result, &error);
  GVariantDict dict;

  if (error) {
    g_task_return_error (task, error);
    return;
  }
  if (!account) {
    return_refusal (task, tc_refusal_new ("sign-in.failed", NULL));
    return;
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "account", "s", account);
  g_variant_dict_insert (&dict, "password", "s", confirm->password);
  tc_desk_ask_async (self, "sign-in", g_variant_dict_end (&dict), NULL, asked_cb,
                     g_steal_pointer (&task));
}

/* ---- by what is kept here ---- */

/* (transfer full) (nullable): NULL: that person's password isn't kept here */
static char *
find_account (const Confirm *confirm)
{
  g_autoptr (GArray) kept = tc_verifiers_list (confirm->path);

  for (guint i = 0; i < kept->len; i++) {
    const TcVerifier *verifier = &g_array_index (kept, TcVerifier, i);

    if (verifier->staff_id == confirm->staff_id)
      return g_strdup (verifier->account);
  }
  return NULL;
}

static void
check (GTask *work, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Confirm *confirm = g_task_get_task_data (data);
  g_autofree char *account = find_account (confirm);
  TcVerifier verifier = {0};
  GError *error = NULL;
  TcRefusal *refusal = NULL;

  if (account)
    refusal = tc_verifiers_check (confirm->path, account, confirm->password, confirm->now_us,
                                  &verifier, &error);
  else
    refusal = tc_refusal_new ("sign-in.offline", NULL);
  tc_verifier_clear (&verifier);
  if (error)
    g_task_return_error (work, error);
  else
    return_refusal (work, refusal);
}

/* Wrong or locked is an answer; all else is none, and the server may have one. */
static gboolean
is_answer (const TcRefusal *refusal)
{
  return !refusal || g_str_equal (refusal->code, "sign-in.failed") ||
         g_str_equal (refusal->code, "sign-in.locked");
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  g_autoptr (GTask) task = data;
  const Confirm *confirm = g_task_get_task_data (task);
  GError *error = NULL;
  TcRefusal *refusal = g_task_propagate_pointer (G_TASK (result), &error);

  if (error) {
    g_task_return_error (task, error);
  } else if (self->person_id != confirm->staff_id) {
    tc_refusal_free (refusal);
    return_refusal (task, tc_refusal_new ("people.no-session", NULL));
  } else if (is_answer (refusal) || self->state != TC_DESK_ONLINE || !self->reader) {
    return_refusal (task, refusal);
  } else {
    tc_refusal_free (refusal);
    tc_worker_run_async (self->reader, read_account, g_memdup2 (&confirm->staff_id, 8), g_free,
                         g_free, NULL, account_read_cb, g_steal_pointer (&task));
  }
}

void
tc_desk_confirm_async (TcDesk *self, const char *password, GAsyncReadyCallback callback,
                       gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  g_autoptr (GTask) work = NULL;
  Confirm *confirm = g_new0 (Confirm, 1);

  g_return_if_fail (TC_IS_DESK (self));
  confirm->password = g_strdup (password);
  confirm->path = tc_desk_dup_path (self, VERIFIERS_FILE);
  confirm->staff_id = self->person_id;
  confirm->now_us = g_get_real_time ();
  g_task_set_task_data (task, confirm, free_confirm);
  work = g_task_new (self, NULL, checked_cb, task);
  g_task_set_task_data (work, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (work, check);
}

TcRefusal *
tc_desk_confirm_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- a new session ---- */

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  TcRefusal *refusal = tc_desk_sign_in_finish (TC_DESK (source), result, &error);

  if (error)
    g_task_return_error (task, error);
  else
    return_refusal (task, refusal);
}

static void
renewing_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcDesk *self = g_task_get_source_object (task);
  const Confirm *confirm = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *account = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error)
    g_task_return_error (task, error);
  else if (!account || self->person_id != confirm->staff_id)
    return_refusal (task, tc_refusal_new ("people.no-session", NULL));
  else
    tc_desk_sign_in_anew_async (self, confirm->staff_id, account, confirm->password, renewed_cb,
                                g_steal_pointer (&task));
}

void
tc_desk_renew_async (TcDesk *self, const char *password, GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  Confirm *confirm = g_new0 (Confirm, 1);

  g_return_if_fail (TC_IS_DESK (self));
  confirm->password = g_strdup (password);
  confirm->staff_id = self->person_id;
  g_task_set_task_data (task, confirm, free_confirm);
  if (self->person_id && self->reader)
    tc_worker_run_async (self->reader, read_account, g_memdup2 (&confirm->staff_id, 8), g_free,
                         g_free, NULL, renewing_read_cb, g_steal_pointer (&task));
  else
    return_refusal (task, tc_refusal_new ("people.no-session", NULL));
}

TcRefusal *
tc_desk_renew_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
