/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lock; see the header. How many tries a PIN has left is read beforehand, so that whoever comes
 * back is asked for the right thing at once.
 */
#include "tc-desk-lock.h"

#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-password.h"
#include "tc-pins.h"
#include "tc-verifiers.h"

#define DATA_KEY "tc-desk-lock"
#define PINS_FILE "pins.ini"
#define VERIFIERS_FILE "people.ini"

struct _TcDeskLock {
  GObject parent;
  TcDesk *desk; /* (unowned) (nullable): it owns us; NULL once it is gone */
  gint64 person_id;
  gboolean locked;
  int left;                /* tries of a PIN; -1: there is none, or it isn't known yet */
  gint64 checked_until_us; /* so long this desk can check the password; 0: it can't, or likewise */
  guint readings;          /* of these, begun: the newest counts */
};

G_DEFINE_FINAL_TYPE (TcDeskLock, tc_desk_lock, G_TYPE_OBJECT)

enum {
  PROP_LOCKED = 1,
  PROP_TAKES_PIN,
  PROP_HAS_PIN,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* What is done on a thread, for one person. */
typedef struct {
  char *path;   /* (owned): of the PINs */
  char *people; /* (owned): of the verifiers */
  char *secret; /* (owned): wiped */
  gint64 staff_id;
  gint64 checked_until_us;
  guint reading;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_free (work->path);
  g_free (work->people);
  tc_password_free (work->secret);
  g_free (work);
}

static Work *
new_work (TcDeskLock *self, const char *secret)
{
  Work *work = g_new0 (Work, 1);

  work->path = tc_desk_dup_path (self->desk, PINS_FILE);
  work->people = tc_desk_dup_path (self->desk, VERIFIERS_FILE);
  work->secret = g_strdup (secret);
  work->staff_id = tc_desk_get_person (self->desk);
  return work;
}

static void
return_refusal (GTask *task, TcRefusal *refusal)
{
  g_task_return_pointer (task, refusal, (GDestroyNotify) tc_refusal_free);
}

/* ---- tries ---- */

static void
set_left (TcDeskLock *self, int left)
{
  if (self->left == left)
    return;
  self->left = left;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TAKES_PIN]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_PIN]);
}

static gint64
find_checked_until (const Work *work)
{
  g_autoptr (GArray) kept = tc_verifiers_list (work->people);

  for (guint i = 0; i < kept->len; i++) {
    const TcVerifier *one = &g_array_index (kept, TcVerifier, i);
    if (one->staff_id == work->staff_id)
      return one->until_us;
  }
  return 0;
}

static void
count_left (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;

  work->checked_until_us = find_checked_until (work);
  g_task_return_int (task, tc_pins_count_left (work->path, work->staff_id));
}

static void
left_counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDeskLock *self = TC_DESK_LOCK (source);
  const Work *work = g_task_get_task_data (G_TASK (result));
  int left = (int) g_task_propagate_int (G_TASK (result), NULL);

  if (work->reading != self->readings)
    return;
  self->checked_until_us = work->checked_until_us;
  set_left (self, left);
}

static void
read_left (TcDeskLock *self)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  if (!self->desk || !self->person_id)
    return;
  task = g_task_new (self, NULL, left_counted_cb, NULL);
  work = new_work (self, NULL);
  work->reading = ++self->readings;
  g_task_set_task_data (task, work, free_work);
  g_task_run_in_thread (task, count_left);
}

/* ---- locking ---- */

static void
set_locked (TcDeskLock *self, gboolean locked)
{
  if (self->locked == locked)
    return;
  self->locked = locked;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOCKED]);
}

static void
person_cb (TcDeskLock *self)
{
  gint64 person_id = tc_desk_get_person (self->desk);

  if (person_id == self->person_id)
    return;
  self->person_id = person_id;
  set_locked (self, FALSE);
  self->readings++;
  self->checked_until_us = 0;
  set_left (self, -1);
  read_left (self);
}

void
tc_desk_lock_engage (TcDeskLock *self)
{
  g_return_if_fail (TC_IS_DESK_LOCK (self));
  if (self->person_id)
    set_locked (self, TRUE);
}

gboolean
tc_desk_lock_is_locked (TcDeskLock *self)
{
  g_return_val_if_fail (TC_IS_DESK_LOCK (self), FALSE);
  return self->locked;
}

gboolean
tc_desk_lock_has_pin (TcDeskLock *self)
{
  g_return_val_if_fail (TC_IS_DESK_LOCK (self), FALSE);
  return self->left >= 0;
}

gboolean
tc_desk_lock_takes_pin (TcDeskLock *self)
{
  g_return_val_if_fail (TC_IS_DESK_LOCK (self), FALSE);
  return self->left > 0 && !tc_desk_lock_is_session_over (self);
}

gboolean
tc_desk_lock_can_open (TcDeskLock *self)
{
  g_return_val_if_fail (TC_IS_DESK_LOCK (self) && self->desk, FALSE);
  /* By the computer's clock, as the verifiers are kept: they hold from one start to the next, when
   * the server's isn't known. */
  return tc_desk_get_state (self->desk) == TC_DESK_ONLINE || tc_desk_lock_takes_pin (self) ||
         g_get_real_time () < self->checked_until_us;
}

gboolean
tc_desk_lock_is_session_over (TcDeskLock *self)
{
  gint64 until_us = 0;

  g_return_val_if_fail (TC_IS_DESK_LOCK (self) && self->desk, FALSE);
  g_object_get (self->desk, "session-until-us", &until_us, NULL);
  return until_us > 0 && tc_now_us () >= until_us;
}

/* ---- by PIN ---- */

static void
check_pin (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  TcRefusal *refusal = tc_pins_check (work->path, work->staff_id, work->secret, &error);

  if (error)
    g_task_return_error (task, error);
  else
    return_refusal (task, refusal);
}

static void
pin_checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDeskLock *self = TC_DESK_LOCK (source);
  g_autoptr (GTask) task = data;
  const Work *work = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  TcRefusal *refusal = g_task_propagate_pointer (G_TASK (result), &error);

  if (error) {
    g_task_return_error (task, error);
    return;
  }
  /* Somebody else may be there by now. */
  if (!refusal && work->staff_id != self->person_id)
    refusal = tc_refusal_new ("people.no-session", NULL);
  read_left (self);
  if (!refusal)
    set_locked (self, FALSE);
  return_refusal (task, refusal);
}

void
tc_desk_lock_open_async (TcDeskLock *self, const char *pin, GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  g_autoptr (GTask) work = g_task_new (self, NULL, pin_checked_cb, task);

  g_return_if_fail (TC_IS_DESK_LOCK (self));
  if (tc_desk_lock_is_session_over (self)) {
    return_refusal (task, tc_refusal_new ("people.session-over", NULL));
    g_object_unref (task);
    return;
  }
  g_task_set_task_data (work, new_work (self, pin), free_work);
  g_task_run_in_thread (work, check_pin);
}

/* ---- by password ---- */

static void
renew_tries (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  g_autoptr (GError) error = NULL;

  if (!tc_pins_renew (work->path, work->staff_id, &error))
    g_warning ("wrong PINs count still: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
tries_renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDeskLock *self = TC_DESK_LOCK (source);
  g_autoptr (GTask) task = data;

  read_left (self);
  return_refusal (task, NULL);
}

/* The password was asked for; @refusal and @error as they came. */
static void
take_answer (TcDeskLock *self, GTask *task, TcRefusal *refusal, GError *error)
{
  g_autoptr (GTask) owned = task;
  const Work *work = g_task_get_task_data (task);

  if (error) {
    g_task_return_error (task, error);
    return;
  }
  if (!refusal && work->staff_id != self->person_id)
    refusal = tc_refusal_new ("people.no-session", NULL);
  if (refusal) {
    return_refusal (task, refusal);
    return;
  }
  set_locked (self, FALSE);
  g_autoptr (GTask) renewing = g_task_new (self, NULL, tries_renewed_cb, g_steal_pointer (&owned));
  g_task_set_task_data (renewing, new_work (self, NULL), free_work);
  g_task_run_in_thread (renewing, renew_tries);
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  TcRefusal *refusal = tc_desk_confirm_finish (TC_DESK (source), result, &error);

  take_answer (g_task_get_source_object (data), data, refusal, error);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  TcRefusal *refusal = tc_desk_renew_finish (TC_DESK (source), result, &error);

  take_answer (g_task_get_source_object (data), data, refusal, error);
}

void
tc_desk_lock_open_by_password_async (TcDeskLock *self, const char *password,
                                     GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_return_if_fail (TC_IS_DESK_LOCK (self));
  g_task_set_task_data (task, new_work (self, NULL), free_work);
  if (tc_desk_lock_is_session_over (self))
    tc_desk_renew_async (self->desk, password, renewed_cb, task);
  else
    tc_desk_confirm_async (self->desk, password, confirmed_cb, task);
}

/* ---- setting it ---- */

static void
keep_pin (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  gboolean kept = *work->secret ? tc_pins_keep (work->path, work->staff_id, work->secret,
                                                g_get_real_time (), &error)
                                : tc_pins_forget (work->path, work->staff_id, &error);

  if (kept)
    return_refusal (task, NULL);
  else
    g_task_return_error (task, error);
}

static void
pin_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDeskLock *self = TC_DESK_LOCK (source);
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  TcRefusal *refusal = g_task_propagate_pointer (G_TASK (result), &error);

  read_left (self);
  if (error)
    g_task_return_error (task, error);
  else
    return_refusal (task, refusal);
}

static void
may_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcDeskLock *self = g_task_get_source_object (task);
  const Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  TcRefusal *refusal = tc_desk_confirm_finish (TC_DESK (source), result, &error);

  if (error) {
    g_task_return_error (task, error);
    return;
  }
  if (!refusal && work->staff_id != self->person_id)
    refusal = tc_refusal_new ("people.no-session", NULL);
  if (refusal) {
    return_refusal (task, refusal);
    return;
  }
  g_autoptr (GTask) keeping = g_task_new (self, NULL, pin_kept_cb, g_object_ref (task));
  g_task_set_task_data (keeping, new_work (self, work->secret), free_work);
  g_task_run_in_thread (keeping, keep_pin);
}

void
tc_desk_lock_set_pin_async (TcDeskLock *self, const char *password, const char *pin,
                            GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  TcRefusal *refusal = *pin ? tc_pins_judge (pin) : NULL;

  g_return_if_fail (TC_IS_DESK_LOCK (self));
  if (refusal) {
    return_refusal (task, refusal);
    g_object_unref (task);
    return;
  }
  g_task_set_task_data (task, new_work (self, pin), free_work);
  tc_desk_confirm_async (self->desk, password, may_set_cb, task);
}

TcRefusal *
tc_desk_lock_finish (TcDeskLock *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- object ---- */

static void
tc_desk_lock_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcDeskLock *self = TC_DESK_LOCK (object);

  switch (id) {
  case PROP_LOCKED:
    g_value_set_boolean (value, self->locked);
    break;
  case PROP_TAKES_PIN:
    g_value_set_boolean (value, tc_desk_lock_takes_pin (self));
    break;
  case PROP_HAS_PIN:
    g_value_set_boolean (value, tc_desk_lock_has_pin (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
tc_desk_lock_dispose (GObject *object)
{
  g_clear_weak_pointer (&TC_DESK_LOCK (object)->desk);
  G_OBJECT_CLASS (tc_desk_lock_parent_class)->dispose (object);
}

static void
tc_desk_lock_class_init (TcDeskLockClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_desk_lock_get_property;
  object_class->dispose = tc_desk_lock_dispose;
  props[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, flags);
  props[PROP_TAKES_PIN] = g_param_spec_boolean ("takes-pin", NULL, NULL, FALSE, flags);
  props[PROP_HAS_PIN] = g_param_spec_boolean ("has-pin", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tc_desk_lock_init (TcDeskLock *self)
{
  self->left = -1;
}

TcDeskLock *
tc_desk_lock_of (TcDesk *desk)
{
  TcDeskLock *self = g_object_get_data (G_OBJECT (desk), DATA_KEY);

  if (self)
    return self;
  self = g_object_new (TC_TYPE_DESK_LOCK, NULL);
  g_set_weak_pointer (&self->desk, desk);
  g_object_set_data_full (G_OBJECT (desk), DATA_KEY, self, g_object_unref);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  /* What is kept here counts once the line is lost. */
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (read_left), self, G_CONNECT_SWAPPED);
  person_cb (self);
  return self;
}
