/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A seat for screens; see the header.
 */
#include "access-seat.h"

#include "tc-settings.h"

#include <string.h>

/* GTK's window of keys warns of labels of its own; nothing is lost by it, and nothing is ours. */
static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && strstr (fields[i].value, "reported min width -"))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

void
access_seat_init (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_log_set_writer_func (write_cb, NULL, NULL);
}

/* What the screen before left at this seat. */
static void
forget_seat (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_assert_nonnull (settings);
  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i]; i++)
    g_settings_reset (settings, keys[i]);
}

void
access_seat_sit_down (Seat *seat, const AccessScreen *screen)
{
  TcDesk *desk = tc_desk_open (NULL, NULL);

  forget_seat ();
  if (screen->unit)
    tc_room_desk_become_unit (desk);
  sit_down_at (seat, desk, NULL, ACCESS_WIDTH_PX, ACCESS_HEIGHT_PX);
  if (screen->unit)
    return;
  wait_shown (seat, "Ngập sâu hẻm 3", TRUE);
  wait_shown (seat, "Take", TRUE);
}

GPtrArray *
access_seat_list_over (Seat *seat)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (window != GTK_WIDGET (seat->window) && gtk_widget_get_mapped (window))
      g_ptr_array_add (list, g_steal_pointer (&window));
  }
  return list;
}

void
access_seat_stand_up (Seat *seat)
{
  g_autoptr (GPtrArray) windows = access_seat_list_over (seat);

  for (guint i = 0; i < windows->len; i++)
    gtk_window_close (windows->pdata[i]);
  g_clear_pointer (&windows, g_ptr_array_unref);
  stand_up (seat);
}
