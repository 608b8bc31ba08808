/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signing people in and out; see tc-desk.h.
 *
 * DESIGN: the server checks the password if it can be reached, and opens two sessions: one for this
 * shift, and one for what is done here without it, good for some days more. The desk keeps a
 * verifier of the password beside the second (tc-verifiers.h). Without a line that is what is
 * checked; what is done then bears a session that the server knows. Whenever the line is back the
 * server is asked which of the verifiers still hold.
 */
#include "tc-desk-private.h"

#include "tc-id.h"
#include "tc-now.h"
#include "tc-people.h"
#include "tc-password.h"
#include "tc-verifiers.h"

#include <string.h>

#define VERIFIERS_FILE "people.ini"

/* One sign-in, from question to answer. */
typedef struct {
  char *account;  /* (owned): as it is compared */
  char *password; /* (owned): wiped */
  char *path;     /* (owned): of the verifiers */
  gint64 renews;  /* whose session that is to take the place of; 0: somebody comes */
  gint64 now_us;
  TcVerifier verifier;
} SignIn;

static void
free_sign_in (gpointer data)
{
  SignIn *sign_in = data;

  g_free (sign_in->account);
  tc_password_free (sign_in->password);
  g_free (sign_in->path);
  tc_verifier_clear (&sign_in->verifier);
  g_free (sign_in);
}

/* What is done from now on bears it. */
static void
set_session (TcDesk *self, gint64 session_id, gint64 until_us, gint64 checked_us)
{
  self->session_id = session_id;
  self->session_until_us = until_us;
  self->checked_us = checked_us;
  g_object_notify (G_OBJECT (self), "session-until-us");
  g_object_notify (G_OBJECT (self), "checked-us");
}

static void
set_person (TcDesk *self, gint64 person_id, const char *name)
{
  /* Who renews a session goes on where it was. */
  if (person_id && person_id == self->person_id)
    return;
  self->person_id = person_id;
  tc_desk_eyes_set_person (self->eyes, person_id);
  g_free (self->person_name);
  self->person_name = g_strdup (name);
  g_hash_table_remove_all (self->capabilities);
  if (person_id)
    tc_desk_load_capabilities (self);
  g_object_notify (G_OBJECT (self), "person-id");
  g_object_notify (G_OBJECT (self), "person-name");
  tc_desk_count_hidden (self);
}

/* Nothing that was shown to one is left for the next, and what is let go of is let go of in that
 * one's name. */
static void
leave_to (TcDesk *self, gint64 person_id)
{
  if (self->person_id != person_id)
    tc_desk_sign_out (self);
}

/* Who renewed a session may have gone meanwhile, and somebody else may be there: that one stays. */
static gboolean
is_awaited (TcDesk *self, GTask *task, gint64 staff_id)
{
  const SignIn *sign_in = g_task_get_task_data (task);

  return !sign_in->renews || (sign_in->renews == staff_id && sign_in->renews == self->person_id);
}

static void
session_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, NULL, NULL);

  g_debug ("a session ended%s", value ? "" : ", without the server's word");
}

static void
end_session (TcDesk *self, gint64 session_id)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "session_id", "x", session_id);
  tc_desk_ask_async (self, "sign-out", g_variant_dict_end (&dict), NULL, session_ended_cb, NULL);
}

static void
return_refusal (GTask *task, TcRefusal *refusal)
{
  g_task_return_pointer (task, refusal, (GDestroyNotify) tc_refusal_free);
}

/* Without the server. */

static gpointer
read_person (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_people_check_here (db, ((const gint64 *) data)[0], (guint16) ((const gint64 *) data)[1],
                               tc_now_us ());
}

/* The password is right; what the replica says of the person counts as it would on the server. */
static void
person_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcDesk *self = g_task_get_source_object (task);
  const TcVerifier *verifier = &((SignIn *) g_task_get_task_data (task))->verifier;
  GError *error = NULL;
  TcRefusal *refusal = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error) {
    g_task_return_error (task, error);
    return;
  }
  if (!refusal && !is_awaited (self, task, verifier->staff_id))
    refusal = tc_refusal_new ("people.no-session", NULL);
  if (!refusal) {
    leave_to (self, verifier->staff_id);
    set_session (self, verifier->session_id, verifier->until_us, verifier->checked_us);
    set_person (self, verifier->staff_id, verifier->name);
  }
  return_refusal (task, refusal);
}

static void
check_verifier (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SignIn *sign_in = g_task_get_task_data (data);
  GError *error = NULL;
  TcRefusal *refusal = tc_verifiers_check (sign_in->path, sign_in->account, sign_in->password,
                                           sign_in->now_us, &sign_in->verifier, &error);

  if (error)
    g_task_return_error (task, error);
  else
    return_refusal (task, refusal);
}

static void
verifier_checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcDesk *self = TC_DESK (source);
  const SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;
  TcRefusal *refusal = g_task_propagate_pointer (G_TASK (result), &error);
  const gint64 ids[] = {sign_in->verifier.staff_id, self->replica};

  if (error)
    g_task_return_error (task, error);
  else if (refusal || !self->reader)
    return_refusal (task, refusal ? refusal : tc_refusal_new ("sign-in.offline", NULL));
  else
    tc_worker_run_async (self->reader, read_person, g_memdup2 (ids, sizeof ids), g_free,
                         (GDestroyNotify) tc_refusal_free, NULL, person_read_cb,
                         g_steal_pointer (&task));
}

static void
sign_in_offline (TcDesk *self, GTask *task)
{
  g_autoptr (GTask) work = g_task_new (self, NULL, verifier_checked_cb, task);

  /* Waiting doesn't help: this desk's right was ended, or the server is another. */
  if (g_strcmp0 (self->turned_away, "line.desk-unknown") == 0) {
    return_refusal (task, tc_refusal_new ("people.desk", NULL));
    g_object_unref (task);
    return;
  }
  g_task_set_task_data (work, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (work, check_verifier);
}

/* With it. */

static void
keep_verifier (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const SignIn *sign_in = data;
  const TcVerifier *verifier = &sign_in->verifier;
  g_autoptr (GError) error = NULL;
  gboolean kept = verifier->session_id
                      ? tc_verifiers_keep (sign_in->path, verifier, sign_in->password, &error)
                      : tc_verifiers_forget (sign_in->path, &verifier->staff_id, 1, &error);

  if (!kept)
    g_warning ("without the server this person can't sign in here: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
verifier_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) asked = data;

  return_refusal (asked, NULL);
}

/* What the server says of signing in without it; nothing: it isn't allowed. @asked is answered once
 * that is kept. */
static void
keep_offline (TcDesk *self, GTask *asked, GVariant *value, gint64 staff_id, const char *name)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, verifier_kept_cb, g_object_ref (asked));
  const SignIn *sign_in = g_task_get_task_data (asked);
  g_autoptr (GVariant) offline = g_variant_lookup_value (value, "offline", G_VARIANT_TYPE_VARDICT);
  SignIn *keeping = g_new0 (SignIn, 1);
  TcVerifier *verifier = &keeping->verifier;

  keeping->path = g_strdup (sign_in->path);
  keeping->password = g_strdup (sign_in->password);
  verifier->staff_id = staff_id;
  verifier->account = g_strdup (sign_in->account);
  verifier->name = g_strdup (name);
  if (offline && g_variant_lookup (offline, "from_us", "x", &verifier->checked_us) &&
      g_variant_lookup (offline, "until_us", "x", &verifier->until_us))
    g_variant_lookup (offline, "session_id", "x", &verifier->session_id);
  g_task_set_task_data (task, keeping, free_sign_in);
  g_task_run_in_thread (task, keep_verifier);
}

static gboolean
is_unreachable (const TcRefusal *refusal, const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
         (refusal && !strcmp (refusal->code, "line.offline"));
}

/* What was opened for nobody. */
static void
end_answered (TcDesk *self, GVariant *value, gint64 session_id)
{
  g_autoptr (GVariant) offline = g_variant_lookup_value (value, "offline", G_VARIANT_TYPE_VARDICT);
  gint64 offline_id = 0;

  end_session (self, session_id);
  if (offline && g_variant_lookup (offline, "session_id", "x", &offline_id))
    end_session (self, offline_id);
}

/* The session that is renewed ends, but for one for the time without the server, which is good for
 * that. What was done under it and isn't sent yet needs it: then it ends by itself. */
static void
take_session (TcDesk *self, gint64 session_id, gint64 until_us, gboolean renews)
{
  gint64 before_id = self->session_id;
  gboolean ends = renews && before_id && !self->checked_us && tc_desk_get_pending (self) == 0;

  set_session (self, session_id, until_us, 0);
  if (ends)
    end_session (self, before_id);
}

static void
take_answer (TcDesk *self, GTask *task, GVariant *value, gint64 staff_id, gint64 session_id)
{
  const SignIn *sign_in = g_task_get_task_data (task);
  gint64 until_us = 0;
  const char *name = "";

  if (!is_awaited (self, task, staff_id)) {
    end_answered (self, value, session_id);
    return_refusal (task, tc_refusal_new ("people.no-session", NULL));
    return;
  }
  g_variant_lookup (value, "name", "&s", &name);
  g_variant_lookup (value, "until_us", "x", &until_us);
  leave_to (self, staff_id);
  take_session (self, session_id, until_us, sign_in->renews != 0);
  set_person (self, staff_id, name);
  keep_offline (self, task, value, staff_id, name);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  g_autoptr (GTask) task = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (self, result, &refusal, &error);
  gint64 staff_id = 0, session_id = 0;

  if (is_unreachable (refusal, error)) {
    sign_in_offline (self, g_steal_pointer (&task));
    return;
  }
  if (error) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (value && g_variant_lookup (value, "staff_id", "x", &staff_id) &&
      g_variant_lookup (value, "session_id", "x", &session_id)) {
    take_answer (self, task, value, staff_id, session_id);
    return;
  }
  if (!refusal)
    refusal = tc_refusal_new ("sign-in.answer", NULL);
  return_refusal (task, g_steal_pointer (&refusal));
}

static void
ask_sign_in (TcDesk *self, gint64 renews, const char *account, const char *password, GTask *task)
{
  SignIn *sign_in = g_new0 (SignIn, 1);
  GVariantDict dict;

  sign_in->account = g_utf8_strdown (account, -1);
  g_strstrip (sign_in->account);
  sign_in->password = g_strdup (password);
  sign_in->path = tc_desk_dup_path (self, VERIFIERS_FILE);
  sign_in->renews = renews;
  sign_in->now_us = g_get_real_time ();
  g_task_set_task_data (task, sign_in, free_sign_in);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "account", "s", account);
  g_variant_dict_insert (&dict, "password", "s", password);
  g_variant_dict_insert (&dict, "offline", "b", TRUE);
  tc_desk_ask_async (self, "sign-in", g_variant_dict_end (&dict), g_task_get_cancellable (task),
                     signed_in_cb, task);
}

void
tc_desk_sign_in_async (TcDesk *self, const char *account, const char *password,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  ask_sign_in (self, 0, account, password, g_task_new (self, cancellable, callback, data));
}

void
tc_desk_sign_in_anew_async (TcDesk *self, gint64 staff_id, const char *account,
                            const char *password, GAsyncReadyCallback callback, gpointer data)
{
  ask_sign_in (self, staff_id, account, password, g_task_new (self, NULL, callback, data));
}

TcRefusal *
tc_desk_sign_in_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Signing out. */

void
tc_desk_sign_out (TcDesk *self)
{
  if (!self->person_id)
    return;
  g_signal_emit_by_name (self, "signing-out");
  /* A session for the time without the server stays good until its limit. */
  if (!self->checked_us)
    end_session (self, self->session_id);
  set_session (self, 0, 0, 0);
  set_person (self, 0, NULL);
}

/* Whether verifiers still hold. */

typedef struct {
  char *path;  /* (owned) */
  GArray *ids; /* (owned) (element-type gint64) */
} Forgetting;

static void
free_forgetting (gpointer data)
{
  Forgetting *forgetting = data;

  g_free (forgetting->path);
  g_array_unref (forgetting->ids);
  g_free (forgetting);
}

static void
forget (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Forgetting *forgetting = data;
  g_autoptr (GError) error = NULL;

  if (!tc_verifiers_forget (forgetting->path, (const gint64 *) (void *) forgetting->ids->data,
                            forgetting->ids->len, &error))
    g_warning ("who may no longer sign in here without the server: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/* They need the server again; who was let in by what is void now has to sign in anew, and whose
 * account is closed goes, whoever let that person in. */
static void
forget_people (TcDesk *self, const GArray *ids, const char *why)
{
  gboolean closed = g_str_equal (why, "people.inactive");
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);
  Forgetting *forgetting = g_new0 (Forgetting, 1);

  forgetting->path = tc_desk_dup_path (self, VERIFIERS_FILE);
  forgetting->ids = g_array_copy ((GArray *) ids);
  g_task_set_task_data (task, forgetting, free_forgetting);
  g_task_run_in_thread (task, forget);
  if ((!closed && !self->checked_us) || !tc_ids_contain (ids, self->person_id))
    return;
  g_free (self->signed_out_code);
  self->signed_out_code = g_strdup (why);
  tc_desk_sign_out (self);
}

static void
verifiers_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  g_autoptr (GVariant) value = tc_desk_ask_finish (self, result, NULL, NULL);
  g_autoptr (GVariant) list = value ? g_variant_lookup_value (value, "void", G_VARIANT_TYPE ("ax"))
                                    : NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gsize n = 0;
  const gint64 *data_ids = list ? g_variant_get_fixed_array (list, &n, sizeof (gint64)) : NULL;

  g_array_append_vals (ids, data_ids, (guint) MIN (n, TC_VERIFIERS_MAX));
  if (ids->len > 0)
    forget_people (self, ids, "sign-in.changed");
}

static void
list_verifiers (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, tc_verifiers_list (data), (GDestroyNotify) g_array_unref);
}

static void
verifiers_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  g_autoptr (GArray) people = g_task_propagate_pointer (G_TASK (result), NULL);
  GVariantBuilder builder;
  GVariantDict dict;

  if (!people || people->len == 0 || self->state != TC_DESK_ONLINE)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(xx)"));
  for (guint i = 0; i < people->len; i++) {
    const TcVerifier *one = &g_array_index (people, TcVerifier, i);

    g_variant_builder_add (&builder, "(xx)", one->staff_id, one->checked_us);
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "people", g_variant_builder_end (&builder));
  tc_desk_ask_async (self, "verifiers", g_variant_dict_end (&dict), NULL, verifiers_answered_cb,
                     NULL);
}

void
tc_desk_review_verifiers (TcDesk *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, verifiers_listed_cb, NULL);

  g_task_set_task_data (task, tc_desk_dup_path (self, VERIFIERS_FILE), g_free);
  g_task_run_in_thread (task, list_verifiers);
}

static gpointer
list_inactive (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_people_list_inactive (db, tc_now_us ());
}

static void
inactive_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDesk) self = data;
  g_autoptr (GArray) ids = tc_worker_run_finish (TC_WORKER (source), result, NULL);

  if (ids && ids->len > 0)
    forget_people (self, ids, "people.inactive");
}

void
tc_desk_review_people (TcDesk *self)
{
  if (self->reader)
    tc_worker_run_async (self->reader, list_inactive, NULL, NULL, (GDestroyNotify) g_array_unref,
                         NULL, inactive_listed_cb, g_object_ref (self));
}

TcRefusal *
tc_desk_take_signed_out (TcDesk *self)
{
  g_autofree char *code = g_steal_pointer (&self->signed_out_code);

  return code ? tc_refusal_new (code, NULL) : NULL;
}
