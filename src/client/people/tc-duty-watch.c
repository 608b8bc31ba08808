/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shift that is on; see the header.
 */
#include "tc-duty-watch.h"

#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-people.h"

#include <glib/gi18n-lib.h>

/* Shifts begin by themselves. */
#define TICK_S 30

struct _TcDutyWatch {
  TcWatch parent;
};

G_DEFINE_FINAL_TYPE (TcDutyWatch, tc_duty_watch, TC_TYPE_WATCH)

/* (element-type TcDutyShift) */
static gpointer
read_shifts (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);

  return tc_duty_at (db, province ? province->centre_id : 0, tc_now_us ());
}

static void
tc_duty_watch_class_init (TcDutyWatchClass *class)
{
  static const char *const tables[] = {"shift", "duty", "staff", "province", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "who is on duty";
  watch->tables = tables;
  watch->tick_s = TICK_S;
  watch->read = read_shifts;
  watch->free_view = (GDestroyNotify) g_ptr_array_unref;
}

static void
tc_duty_watch_init (TcDutyWatch *self)
{
}

TcDutyWatch *
tc_duty_watch_new (TcDesk *desk)
{
  TcDutyWatch *self = g_object_new (TC_TYPE_DUTY_WATCH, NULL);

  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

const TcDutyShift *
tc_duty_watch_get_shift (TcDutyWatch *self)
{
  g_return_val_if_fail (TC_IS_DUTY_WATCH (self), NULL);
  const GPtrArray *shifts = tc_watch_get (TC_WATCH (self));
  return shifts && shifts->len > 0 ? g_ptr_array_index (shifts, 0) : NULL;
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
