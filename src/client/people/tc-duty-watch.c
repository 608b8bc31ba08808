/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shift that is on; see the header. It is read anew when the roster changes, and every half
 * minute, since shifts begin by themselves.
 */
#include "tc-duty-watch.h"

#include "tc-incident-words.h"
#include "tc-people.h"

#include <glib/gi18n-lib.h>

#define TICK_S 30

struct _TcDutyWatch {
  GObject parent;
  TcWorker *reader;  /* (owned) (nullable): until disposed of */
  GPtrArray *shifts; /* (owned) (nullable) (element-type TcDutyShift) */
  gboolean reading;
  gboolean again; /* something changed while it was read */
  guint tick;     /* source id */
};

G_DEFINE_FINAL_TYPE (TcDutyWatch, tc_duty_watch, G_TYPE_OBJECT)

static guint changed_signal;

static void read_anew (TcDutyWatch *self);

/* (element-type TcDutyShift) */
static gpointer
read_shifts (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);

  return tc_duty_at (db, province ? province->centre_id : 0, g_get_real_time ());
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDutyWatch) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) shifts = tc_worker_run_finish (TC_WORKER (source), result, &error);

  self->reading = FALSE;
  if (!self->reader)
    return;
  if (shifts) {
    g_clear_pointer (&self->shifts, g_ptr_array_unref);
    self->shifts = g_steal_pointer (&shifts);
    g_signal_emit (self, changed_signal, 0);
  } else {
    g_warning ("reading who is on duty: %s", error->message);
  }
  if (self->again)
    read_anew (self);
}

static void
read_anew (TcDutyWatch *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  tc_worker_run_async (self->reader, read_shifts, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                       NULL, read_cb, g_object_ref (self));
}

static gboolean
tick_cb (gpointer data)
{
  read_anew (data);
  return G_SOURCE_CONTINUE;
}

static void
tc_duty_watch_dispose (GObject *object)
{
  TcDutyWatch *self = TC_DUTY_WATCH (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->shifts, g_ptr_array_unref);
  G_OBJECT_CLASS (tc_duty_watch_parent_class)->dispose (object);
}

static void
tc_duty_watch_class_init (TcDutyWatchClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_duty_watch_dispose;
  changed_signal = g_signal_new ("changed", TC_TYPE_DUTY_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
tc_duty_watch_init (TcDutyWatch *self)
{
  self->tick = g_timeout_add_seconds (TICK_S, tick_cb, self);
}

TcDutyWatch *
tc_duty_watch_new (TcWorker *reader)
{
  TcDutyWatch *self = g_object_new (TC_TYPE_DUTY_WATCH, NULL);

  self->reader = g_object_ref (reader);
  read_anew (self);
  return self;
}

const TcDutyShift *
tc_duty_watch_get_shift (TcDutyWatch *self)
{
  g_return_val_if_fail (TC_IS_DUTY_WATCH (self), NULL);
  return self->shifts && self->shifts->len > 0 ? g_ptr_array_index (self->shifts, 0) : NULL;
}

char *
tc_duty_watch_word (TcDutyWatch *self)
{
  const TcDutyShift *shift = tc_duty_watch_get_shift (self);
  const TcOnDuty *lead = shift ? g_ptr_array_index (shift->people, 0) : NULL;

  if (!lead)
    return NULL;
  /* Translators: in the top bar: a shift's name, and who leads it. */
  return g_strdup_printf (_ ("%s · on duty: %s"),
                          tc_incident_pick_name (shift->name_vi, shift->name_en), lead->name);
}

char *
tc_duty_watch_list (TcDutyWatch *self)
{
  const TcDutyShift *shift = tc_duty_watch_get_shift (self);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; shift && i < shift->people->len; i++) {
    const TcOnDuty *person = g_ptr_array_index (shift->people, i);
    g_string_append_printf (text, "%s%s%s%s", i > 0 ? "\n" : "", person->name,
                            person->title ? " · " : "", person->title ? person->title : "");
  }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

void
tc_duty_watch_rows_changed (TcDutyWatch *self, const char *table)
{
  static const char *const read[] = {"shift", "duty", "staff", "province", NULL};

  g_return_if_fail (TC_IS_DUTY_WATCH (self));
  if (g_strv_contains (read, table))
    read_anew (self);
}

void
tc_duty_watch_replaced (TcDutyWatch *self)
{
  g_return_if_fail (TC_IS_DUTY_WATCH (self));
  read_anew (self);
}
