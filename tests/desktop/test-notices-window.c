/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whoever has another window in front is notified of an emergency, once, without a word of it
 * while the desk is locked; choosing it opens the incident; it goes when somebody takes it; and it
 * can be turned off. Method: the real window over the room's desk; a small server of notifications
 * on the session bus, as the system has one. The window is put away, so another is in front.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-alarm-notices.h"
#include "tc-desk-lock.h"
#include "tc-settings.h"

#include <string.h>

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

static const char *const interface =
    "<node><interface name='" NAME "'>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='GetServerInformation'><arg type='s' direction='out'/>"
    "<arg type='s' direction='out'/><arg type='s' direction='out'/>"
    "<arg type='s' direction='out'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>"
    "</interface></node>";

/* What was notified. */
static struct {
  GDBusConnection *bus; /* (owned) */
  guint32 id;           /* of the last */
  guint n_told;
  guint n_closed;
  char *title; /* (owned) (nullable) */
  char *body;  /* (owned) (nullable) */
  char *opened;
} told;

static void
notify (GDBusMethodInvocation *call, GVariant *args)
{
  guint32 replaces = 0;

  g_free (told.title);
  g_free (told.body);
  g_variant_get_child (args, 1, "u", &replaces);
  g_variant_get_child (args, 3, "s", &told.title);
  g_variant_get_child (args, 4, "s", &told.body);
  told.n_told++;
  told.id = replaces ? replaces : told.id + 1;
  g_dbus_method_invocation_return_value (call, g_variant_new ("(u)", told.id));
}

static void
call_cb (GDBusConnection *bus, const char *sender, const char *path, const char *name,
         const char *method, GVariant *args, GDBusMethodInvocation *call, gpointer data)
{
  static const char *const abilities[] = {"actions", "body", NULL};

  if (g_str_equal (method, "Notify")) {
    notify (call, args);
  } else if (g_str_equal (method, "CloseNotification")) {
    told.n_closed++;
    g_dbus_method_invocation_return_value (call, NULL);
  } else if (g_str_equal (method, "GetCapabilities")) {
    g_dbus_method_invocation_return_value (call, g_variant_new ("(^as)", abilities));
  } else {
    g_dbus_method_invocation_return_value (call,
                                           g_variant_new ("(ssss)", "test", "test", "1", "1.2"));
  }
}

/* On a connection of its own, as another program. */
static void
serve (void)
{
  static const GDBusInterfaceVTable table = {.method_call = call_cb};
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) owned = NULL;

  told.bus = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);
  g_assert_nonnull (told.bus);
  g_assert_cmpuint (g_dbus_connection_register_object (told.bus, PATH, node->interfaces[0], &table,
                                                       NULL, NULL, NULL),
                    !=, 0);
  owned = g_dbus_connection_call_sync (told.bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", NAME, 0), NULL, 0, -1, NULL, NULL);
  g_assert_nonnull (owned);
}

static void
wait_count (const guint *counted, guint n)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (*counted != n) {
    if (g_get_monotonic_time () > end_us)
      g_error ("%u of %u came, told %u, closed %u: %s", *counted, n, told.n_told, told.n_closed,
               told.title);
    main_turn ();
  }
}

static void
wait_some (void)
{
  gint64 end_us = g_get_monotonic_time () + 1500 * 1000;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

static void
open_incident_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_free (told.opened);
  told.opened = g_variant_dup_string (target, NULL);
}

static void
choose_last (void)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (told.bus, NULL, PATH, NAME, "ActionInvoked",
                                 g_variant_new ("(us)", told.id, "default"), &error);
  g_assert_no_error (error);
  while (!told.opened)
    main_turn ();
}

static void
test_emergency (void)
{
  Seat seat = {0};
  gint64 id;
  g_autofree char *text = NULL;

  told.n_told = told.n_closed = 0;
  sit_down (&seat);
  /* In front it says so itself. */
  id = tc_room_desk_report (seat.desk, "Nổ bình ga", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "Nổ bình ga", TRUE);
  wait_some ();
  g_assert_cmpuint (told.n_told, ==, 0);
  tc_room_desk_take_elsewhere (seat.desk, id);
  wait_shown (&seat, "nobody has taken it", FALSE);
  gtk_widget_set_visible (GTK_WIDGET (seat.window), FALSE);
  id = tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_count (&told.n_told, 1);
  g_assert_cmpstr (told.title, ==, "Cháy nhà bà Ngọc");
  g_assert_nonnull (strstr (told.body, "Nobody has taken it"));
  /* It is told once, however often the alarms are read. */
  tc_room_desk_report (seat.desk, "Đèn đường tắt", TC_PRIORITY_NOTICE);
  wait_some ();
  g_assert_cmpuint (told.n_told, ==, 1);
  tc_room_desk_take_elsewhere (seat.desk, id);
  wait_count (&told.n_closed, 1);
  id = tc_room_desk_report (seat.desk, "Nổ bình ga nhà ông Tư", TC_PRIORITY_EMERGENCY);
  wait_count (&told.n_told, 2);
  choose_last ();
  text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_assert_cmpstr (told.opened, ==, text);
  stand_up (&seat);
}

/* What stands when the desk is locked loses its words too. */
static void
test_locked (void)
{
  Seat seat = {0};

  told.n_told = told.n_closed = 0;
  sit_down (&seat);
  gtk_widget_set_visible (GTK_WIDGET (seat.window), FALSE);
  tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_count (&told.n_told, 1);
  wait_some (); /* until the system has answered with its number */
  tc_desk_lock_engage (tc_desk_lock_of (seat.desk));
  wait_count (&told.n_told, 2);
  g_assert_cmpstr (told.title, ==, "An emergency");
  g_assert_cmpstr (told.body, ==, "Unlock the desk to see it.");
  tc_room_desk_report (seat.desk, "Nổ bình ga nhà ông Tư", TC_PRIORITY_EMERGENCY);
  wait_count (&told.n_told, 3);
  g_assert_cmpstr (told.title, ==, "An emergency");
  g_assert_null (strstr (told.body, "PA-"));
  wait_some ();
  stand_up (&seat);
  wait_count (&told.n_closed, 2);
}

static void
test_turned_off (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  Seat seat = {0};

  g_settings_set_boolean (settings, "notifications", FALSE);
  told.n_told = 0;
  sit_down (&seat);
  gtk_widget_set_visible (GTK_WIDGET (seat.window), FALSE);
  tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_some ();
  g_assert_cmpuint (told.n_told, ==, 0);
  g_settings_reset (settings, "notifications");
  stand_up (&seat);
}

/* What is seen as it comes isn't told later; what goes up is told again; so many stand at most. */
static void
test_which (void)
{
  g_autoptr (TcAlarmNotices) notices = tc_alarm_notices_new ();
  g_autoptr (GArray) alarms = g_array_new (FALSE, TRUE, sizeof (TcAlarm));
  TcAlarm alarm = {.kind = TC_ALARM_UNTAKEN,
                   .priority = TC_ALARM_HIGH,
                   .incident_id = 1,
                   .code = (char *) "PA-1",
                   .title = (char *) "một"};

  told.n_told = told.n_closed = 0;
  g_array_append_val (alarms, alarm);
  alarm.incident_id = 2;
  alarm.priority = TC_ALARM_MEDIUM;
  g_array_append_val (alarms, alarm);
  tc_alarm_notices_tell (notices, alarms, TRUE, FALSE);
  tc_alarm_notices_tell (notices, alarms, FALSE, FALSE);
  wait_some ();
  g_assert_cmpuint (told.n_told, ==, 0);
  g_array_index (alarms, TcAlarm, 1).escalated_here = TRUE;
  tc_alarm_notices_tell (notices, alarms, FALSE, FALSE);
  wait_count (&told.n_told, 1);
  for (alarm.incident_id = 3; alarm.incident_id < 30; alarm.incident_id++) {
    alarm.priority = TC_ALARM_HIGH;
    g_array_append_val (alarms, alarm);
  }
  tc_alarm_notices_tell (notices, alarms, FALSE, FALSE);
  wait_some ();
  g_assert_cmpuint (told.n_told, ==, TC_ALARM_NOTICES_MAX);
  g_array_set_size (alarms, 0);
  tc_alarm_notices_tell (notices, alarms, FALSE, FALSE);
  wait_count (&told.n_closed, TC_ALARM_NOTICES_MAX);
}

int
main (int argc, char **argv)
{
  const GActionEntry entries[] = {
      {.name = "open-incident", .activate = open_incident_cb, .parameter_type = "s"},
  };

  window_seat_init (&argc, &argv);
  serve ();
  g_action_map_add_action_entries (G_ACTION_MAP (g_application_get_default ()), entries,
                                   G_N_ELEMENTS (entries), NULL);
  g_test_add_func ("/notices/which", test_which);
  g_test_add_func ("/notices/emergency", test_emergency);
  g_test_add_func ("/notices/locked", test_locked);
  g_test_add_func ("/notices/turned-off", test_turned_off);
  return window_seat_run ();
}
