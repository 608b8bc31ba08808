/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notifications of alarms; see the header.
 */
#include "tc-alarm-notices.h"

#include "tc-alarm-words.h"
#include "tc-now.h"
#include "tc-settings.h"

#include <glib/gi18n-lib.h>

/* An alarm that was told of, or was seen. */
typedef struct {
  gint64 incident_id; /* the key */
  gboolean escalated;
  gboolean stands; /* as a notification */
  gboolean there;  /* in the list of this moment */
} Known;

struct _TcAlarmNotices {
  GSettings *settings; /* (owned) (nullable): where the schema isn't installed */
  GHashTable *known;   /* (owned) (element-type gint64 Known) */
  guint n_stand;
  gboolean locked;
};

TcAlarmNotices *
tc_alarm_notices_new (void)
{
  TcAlarmNotices *self = g_new0 (TcAlarmNotices, 1);

  self->settings = tc_settings_open ();
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

void
tc_alarm_notices_free (TcAlarmNotices *self)
{
  if (!self)
    return;
  tc_alarm_notices_withdraw (self);
  g_clear_object (&self->settings);
  g_hash_table_unref (self->known);
  g_free (self);
}

static gboolean
is_wanted (const TcAlarm *alarm)
{
  return alarm->state != TC_ALARM_SHELVED &&
         (alarm->escalated_here ||
          (alarm->kind == TC_ALARM_UNTAKEN && alarm->priority == TC_ALARM_HIGH));
}

static char *
make_name (gint64 incident_id)
{
  return g_strdup_printf ("alarm-%" G_GINT64_FORMAT, incident_id);
}

static void
fill (GNotification *notice, const TcAlarm *alarm, gboolean locked)
{
  g_autofree char *what = tc_alarm_word_what (alarm);
  g_autofree char *escalated = tc_alarm_word_escalated (alarm, tc_now_us ());
  g_autofree char *body = g_strjoin (" · ", what, tc_alarm_word_code (alarm),
                                     *escalated ? escalated : NULL, NULL);

  g_notification_set_body (notice, locked ? _ ("Unlock the desk to see it.") : body);
}

static void
send (TcAlarmNotices *self, Known *known, const TcAlarm *alarm, gboolean locked)
{
  const char *bare = alarm->priority == TC_ALARM_HIGH ? _ ("An emergency")
                                                      : _ ("An alarm has come up to you");
  g_autoptr (GNotification) notice = g_notification_new (locked ? bare : alarm->title);
  g_autofree char *name = make_name (alarm->incident_id);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, alarm->incident_id);

  fill (notice, alarm, locked);
  g_notification_set_priority (notice, alarm->priority == TC_ALARM_HIGH
                                           ? G_NOTIFICATION_PRIORITY_URGENT
                                           : G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action_and_target (
      notice, alarm->kind == TC_ALARM_JOURNAL ? "app.open-journal" : "app.open-incident", "s", id);
  g_application_send_notification (g_application_get_default (), name, notice);
  self->n_stand += !known->stands;
  known->stands = TRUE;
}

static void
take_back (TcAlarmNotices *self, Known *known)
{
  g_autofree char *name = make_name (known->incident_id);

  if (!known->stands)
    return;
  g_application_withdraw_notification (g_application_get_default (), name);
  known->stands = FALSE;
  self->n_stand--;
}

static gboolean
may_tell (TcAlarmNotices *self)
{
  return self->n_stand < TC_ALARM_NOTICES_MAX &&
         (!self->settings || g_settings_get_boolean (self->settings, "notifications"));
}

static void
tell_one (TcAlarmNotices *self, const TcAlarm *alarm, gboolean seen, gboolean locked)
{
  Known *known = g_hash_table_lookup (self->known, &alarm->incident_id);
  gboolean is_new = !known || (alarm->escalated_here && !known->escalated);

  if (!known) {
    known = g_new0 (Known, 1);
    known->incident_id = alarm->incident_id;
    g_hash_table_insert (self->known, &known->incident_id, known);
  }
  known->there = TRUE;
  known->escalated = alarm->escalated_here;
  if (is_new ? alarm->state == TC_ALARM_RINGING && !seen && may_tell (self)
             : known->stands && locked && !self->locked)
    send (self, known, alarm, locked);
}

void
tc_alarm_notices_tell (TcAlarmNotices *self, GArray *alarms, gboolean seen, gboolean locked)
{
  GHashTableIter iter;
  gpointer known;

  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    if (is_wanted (alarm))
      tell_one (self, alarm, seen, locked);
  }
  self->locked = locked;
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &known)) {
    gboolean there = ((Known *) known)->there;
    ((Known *) known)->there = FALSE;
    if (there)
      continue;
    take_back (self, known);
    g_hash_table_iter_remove (&iter);
  }
}

void
tc_alarm_notices_withdraw (TcAlarmNotices *self)
{
  GHashTableIter iter;
  gpointer known;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &known))
    take_back (self, known);
}
