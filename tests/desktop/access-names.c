/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names from the accessibility bus; see the header. The tree on the bus is that of the widgets
 * without those that aren't presented, in the same order: both are walked side by side.
 */
#include "access-names.h"

#include "main-turn.h"
#include "wait-limit.h"

#include <unistd.h>

#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define ROOT_PATH "/org/a11y/atspi/accessible/root"

static GDBusConnection *bus; /* (owned): not GTK's own */
static char *self_name;      /* (owned): what GTK is called there */

typedef struct {
  GHashTable *names; /* (owned) */
  guint pending;
  gboolean changed; /* while it was read */
} Reading;

typedef struct {
  Reading *reading;  /* (unowned): it waits for all of them */
  GtkWidget *widget; /* (owned) */
} Step;

static GVariant *
call (GDBusConnection *connection, const char *name, const char *path, const char *interface,
      const char *method, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_sync (connection, name, path, interface, method,
                                                  parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                                                  NULL, &error);

  g_assert_no_error (error);
  return answer;
}

/* Among those who offer something to screen readers, this process. */
static char *
look_for_self (void)
{
  g_autoptr (GVariant)
      answer = call (bus, "org.a11y.atspi.Registry", ROOT_PATH, ACCESSIBLE, "GetChildren", NULL);
  g_autoptr (GVariantIter) iter = NULL;
  const char *name = NULL;

  g_variant_get (answer, "(a(so))", &iter);
  while (g_variant_iter_next (iter, "(&so)", &name, NULL)) {
    g_autoptr (GVariant)
        pid = call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                    "GetConnectionUnixProcessID", g_variant_new ("(s)", name));
    guint32 id = 0;

    g_variant_get (pid, "(u)", &id);
    if (id == (guint32) getpid ())
      return g_strdup (name);
  }
  return NULL;
}

static void
open_bus (void)
{
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  const char *address = NULL;
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  g_assert_nonnull (session);
  answer = call (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", NULL);
  g_variant_get (answer, "(&s)", &address);
  bus = g_dbus_connection_new_for_address_sync (address,
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                    G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &error);
  g_assert_no_error (error);
  while (!(self_name = look_for_self ())) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static void
free_name (gpointer data)
{
  AccessName *name = data;

  g_free (name->name);
  g_free (name->description);
  g_free (name);
}

/* As GTK judges it. */
gboolean
access_is_presented (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (accessible);
  g_autofree char *not_hidden = NULL;

  if (!gtk_widget_get_visible (widget) || role == GTK_ACCESSIBLE_ROLE_NONE ||
      role == GTK_ACCESSIBLE_ROLE_PRESENTATION)
    return FALSE;
  if (!gtk_test_accessible_has_state (accessible, GTK_ACCESSIBLE_STATE_HIDDEN))
    return TRUE;
  not_hidden = gtk_test_accessible_check_state (accessible, GTK_ACCESSIBLE_STATE_HIDDEN, FALSE);
  return not_hidden == NULL;
}

static void
ask (Reading *reading, GtkWidget *widget, const char *path, const char *interface,
     const char *method, GVariant *parameters, GAsyncReadyCallback then)
{
  Step *step = g_new (Step, 1);

  *step = (Step){reading, g_object_ref (widget)};
  reading->pending++;
  g_dbus_connection_call (bus, self_name, path, interface, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, then, step);
}

/* (nullable): what it says of itself was gone before it could be asked */
static GVariant *
finish (GAsyncResult *result, Step *step)
{
  GVariant *answer = g_dbus_connection_call_finish (bus, result, NULL);

  step->reading->pending--;
  step->reading->changed |= !answer;
  return answer;
}

static void
end (Step *step)
{
  g_object_unref (step->widget);
  g_free (step);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  g_autoptr (GVariant) answer = finish (result, step);
  g_autoptr (GVariantDict) dict = NULL;
  g_autoptr (GVariant) properties = NULL;
  AccessName *name = g_new0 (AccessName, 1);

  if (answer)
    properties = g_variant_get_child_value (answer, 0);
  dict = g_variant_dict_new (properties);
  g_variant_dict_lookup (dict, "Name", "s", &name->name);
  g_variant_dict_lookup (dict, "Description", "s", &name->description);
  g_hash_table_insert (step->reading->names, g_object_ref (step->widget), name);
  end (step);
}

static void ask_both (Reading *reading, GtkWidget *widget, const char *path);

static void
children_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  g_autoptr (GVariant) answer = finish (result, step);
  g_autoptr (GVariantIter) iter = NULL;
  const char *path = NULL;
  gboolean fewer = FALSE;

  if (answer)
    g_variant_get (answer, "(a(so))", &iter);
  for (GtkWidget *child = gtk_widget_get_first_child (step->widget); iter && child;
       child = gtk_widget_get_next_sibling (child)) {
    if (!access_is_presented (child))
      continue;
    fewer = !g_variant_iter_next (iter, "(&s&o)", NULL, &path);
    if (fewer)
      break;
    if (gtk_widget_get_mapped (child))
      ask_both (step->reading, child, path);
  }
  if (fewer || (iter && g_variant_iter_next (iter, "(&s&o)", NULL, &path)))
    step->reading->changed = TRUE;
  end (step);
}

static void
ask_both (Reading *reading, GtkWidget *widget, const char *path)
{
  ask (reading, widget, path, "org.freedesktop.DBus.Properties", "GetAll",
       g_variant_new ("(s)", ACCESSIBLE), named_cb);
  ask (reading, widget, path, ACCESSIBLE, "GetChildren", NULL, children_cb);
}

/* The windows come in GTK's own order. */
static void
windows_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  g_autoptr (GVariant) answer = finish (result, step);
  g_autoptr (GVariantIter) iter = NULL;
  GListModel *windows = gtk_window_get_toplevels ();
  const char *path = NULL;

  if (answer)
    g_variant_get (answer, "(a(so))", &iter);
  for (guint i = 0; iter && i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (!gtk_widget_get_visible (window))
      continue;
    if (!g_variant_iter_next (iter, "(&s&o)", NULL, &path))
      step->reading->changed = TRUE;
    else if (window == step->widget)
      ask_both (step->reading, window, path);
  }
  end (step);
}

/* NULL: it changed meanwhile. */
static GHashTable *
try (GtkWidget *root)
{
  Reading reading = {g_hash_table_new_full (NULL, NULL, g_object_unref, free_name), 0, FALSE};

  ask (&reading, root, ROOT_PATH, ACCESSIBLE, "GetChildren", NULL, windows_cb);
  while (reading.pending > 0)
    g_main_context_iteration (NULL, TRUE);
  if (reading.changed)
    g_clear_pointer (&reading.names, g_hash_table_unref);
  return reading.names;
}

GHashTable *
access_names_read (GtkWidget *root)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  GHashTable *names = NULL;

  if (!bus)
    open_bus ();
  while (!(names = try (root)))
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
  return names;
}
