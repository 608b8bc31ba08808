/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The synchronisation page; see the header. As long as the same lines are there they are filled in
 * place, so that nothing moves under who reads.
 */
#include "tc-sync-window.h"

#include "tc-desk-report.h"
#include "tc-now.h"
#include "tc-panel.h"
#include "tc-signal-shape.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define REFRESH_S 2

#define TC_TYPE_SYNC_WINDOW (tc_sync_window_get_type ())
G_DECLARE_FINAL_TYPE (TcSyncWindow, tc_sync_window, TC, SYNC_WINDOW, AdwWindow)

/* A line on the page. */
typedef struct {
  AdwPreferencesRow *row; /* (unowned): of its group */
  GtkLabel *value;        /* (unowned): of the row */
  GtkWidget *alert;       /* (unowned): likewise */
} Shown;

struct _TcSyncWindow {
  AdwWindow parent;
  AdwToastOverlay *toasts;   /* (unowned): template child */
  AdwPreferencesPage *page;  /* (unowned): template child */
  TcDesk *desk;              /* (owned) (nullable): NULL once disposed */
  GArray *lines;             /* (owned) (nullable) (element-type TcReportLine) */
  GArray *shown;             /* (owned) (element-type Shown): one for each line */
  GPtrArray *groups;         /* (owned) (element-type GtkWidget): (unowned) of the page */
  GCancellable *cancellable; /* (owned) */
  guint refresh;             /* source id */
  gboolean looking;
};

G_DEFINE_FINAL_TYPE (TcSyncWindow, tc_sync_window, ADW_TYPE_WINDOW)

/* ---- the page ---- */

/* As many lines in each group: what they say may have changed. */
static gboolean
is_same_page (const GArray *a, const GArray *b)
{
  if (!a || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_array_index (a, TcReportLine, i).group,
                      g_array_index (b, TcReportLine, i).group))
      return FALSE;
  return TRUE;
}

static void
fill (const Shown *shown, const TcReportLine *line)
{
  g_autofree char *spoken = g_strdup_printf ("%s: %s", line->label, line->value);

  adw_preferences_row_set_title (shown->row, line->label);
  gtk_label_set_label (shown->value, line->value);
  gtk_widget_set_visible (shown->alert, line->alert);
  gtk_accessible_update_property (GTK_ACCESSIBLE (shown->row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
add_row (TcSyncWindow *self, AdwPreferencesGroup *group, const TcReportLine *line)
{
  Shown shown = {g_object_new (ADW_TYPE_ACTION_ROW, "title-lines", 0, "use-markup", FALSE, NULL),
                 GTK_LABEL (gtk_label_new (NULL)), tc_signal_shape_new (TC_SIGNAL_URGENT)};

  gtk_label_set_selectable (shown.value, TRUE);
  gtk_label_set_wrap (shown.value, TRUE);
  gtk_label_set_wrap_mode (shown.value, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (shown.value, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (shown.value, 1);
  gtk_label_set_justify (shown.value, GTK_JUSTIFY_RIGHT);
  gtk_label_set_max_width_chars (shown.value, 48);
  gtk_widget_set_valign (shown.alert, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (shown.row), shown.alert);
  adw_action_row_add_suffix (ADW_ACTION_ROW (shown.row), GTK_WIDGET (shown.value));
  adw_preferences_group_add (group, GTK_WIDGET (shown.row));
  fill (&shown, line);
  g_array_append_val (self->shown, shown);
}

static void
make_page (TcSyncWindow *self)
{
  AdwPreferencesGroup *group = NULL;
  const char *title = NULL;

  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
  g_array_set_size (self->shown, 0);
  for (guint i = 0; i < self->lines->len; i++) {
    const TcReportLine *line = &g_array_index (self->lines, TcReportLine, i);

    if (g_strcmp0 (title, line->group) != 0) {
      title = line->group;
      group = g_object_new (ADW_TYPE_PREFERENCES_GROUP, "title", title, NULL);
      adw_preferences_page_add (self->page, group);
      g_ptr_array_add (self->groups, group);
    }
    add_row (self, group, line);
  }
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcSyncWindow) self = data;
  g_autoptr (GError) error = NULL;
  GArray *lines = tc_desk_report_finish (TC_DESK (source), result, &error);
  gboolean same;

  self->looking = FALSE;
  if (!lines)
    return;
  if (!self->desk) {
    g_array_unref (lines);
    return;
  }
  same = is_same_page (self->lines, lines);
  g_clear_pointer (&self->lines, g_array_unref);
  self->lines = lines;
  if (!same)
    make_page (self);
  for (guint i = 0; same && i < lines->len; i++)
    fill (&g_array_index (self->shown, Shown, i), &g_array_index (lines, TcReportLine, i));
}

static gboolean
refresh_cb (gpointer data)
{
  TcSyncWindow *self = data;

  if (self->looking)
    return G_SOURCE_CONTINUE;
  self->looking = TRUE;
  tc_desk_report_async (self->desk, self->cancellable, looked_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

/* ---- actions ---- */

static void
copy_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcSyncWindow *self = data;
  g_autofree char *text = NULL;

  if (!self->lines)
    return;
  text = tc_desk_report_text (self->lines, tc_now_us ());
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  tc_panel_say (GTK_WIDGET (self->toasts), _ ("Copied."));
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

/* ---- window ---- */

static void
tc_sync_window_dispose (GObject *object)
{
  TcSyncWindow *self = TC_SYNC_WINDOW (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tc_sync_window_parent_class)->dispose (object);
}

static void
tc_sync_window_finalize (GObject *object)
{
  TcSyncWindow *self = TC_SYNC_WINDOW (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->lines, g_array_unref);
  g_array_unref (self->shown);
  g_ptr_array_unref (self->groups);
  G_OBJECT_CLASS (tc_sync_window_parent_class)->finalize (object);
}

static void
tc_sync_window_class_init (TcSyncWindowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tc_sync_window_dispose;
  object_class->finalize = tc_sync_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-sync-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcSyncWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TcSyncWindow, page);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
tc_sync_window_init (TcSyncWindow *self)
{
  static const GActionEntry entries[] = {{.name = "copy", .activate = copy_cb}};
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->shown = g_array_new (FALSE, FALSE, sizeof (Shown));
  self->groups = g_ptr_array_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "sync", G_ACTION_GROUP (group));
}

/* (nullable): the one that is open for @desk; one of another desk goes. */
static GtkWindow *
find_open (TcDesk *desk)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GtkWindow *found = NULL;

  for (GList *at = windows; at; at = at->next) {
    if (!TC_IS_SYNC_WINDOW (at->data))
      continue;
    if (TC_SYNC_WINDOW (at->data)->desk == desk)
      found = at->data;
    else
      gtk_window_close (at->data);
  }
  return found;
}

void
tc_sync_window_show (GtkWindow *parent, TcDesk *desk)
{
  GtkWindow *open = find_open (desk);
  TcSyncWindow *self = NULL;

  if (open) {
    gtk_window_present (open);
    return;
  }
  self = g_object_new (TC_TYPE_SYNC_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE,
                       NULL);
  self->desk = g_object_ref (desk);
  refresh_cb (self);
  self->refresh = g_timeout_add_seconds (REFRESH_S, refresh_cb, self);
  gtk_window_present (GTK_WINDOW (self));
}
