/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demonstration's page; see the header.
 */
#include "tc-demonstration-page.h"

#include "tc-focus.h"
#include "tc-panel.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

#define DOOR_UI "/io/github/toancanh/ToanCanh/ui/tc-welcome-door.ui"

struct _TcDemonstrationPage {
  GtkWidget parent;
  GtkWidget *sheet;               /* (unowned): template child */
  GtkBox *people;                 /* (unowned): template child */
  GtkWidget *busy;                /* (unowned): template child */
  GtkLabel *progress;             /* (unowned): template child */
  GtkLabel *refusal;              /* (unowned): template child */
  GtkWidget *confirm;             /* (unowned): template child */
  GtkWidget *keep;                /* (unowned): template child */
  GtkWidget *discard;             /* (unowned): template child */
  TcDemonstration *demonstration; /* (owned) */
  GCancellable *cancellable;      /* (owned) (nullable): while something is under way */
  GActionMap *window;             /* (unowned) (nullable): outlives us */
  char *account;                  /* (owned) (nullable): whose desk is being opened */
  gboolean active;
};

G_DEFINE_FINAL_TYPE (TcDemonstrationPage, tc_demonstration_page, GTK_TYPE_WIDGET)

static guint opened_signal;

static void
enable (TcDemonstrationPage *self, const char *name, gboolean enabled)
{
  GAction *action = self->window ? g_action_map_lookup_action (self->window, name) : NULL;

  if (action)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled && self->active);
}

static void
refresh (TcDemonstrationPage *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean exists = tc_demonstration_exists (self->demonstration);

  gtk_widget_set_visible (self->busy, busy);
  gtk_widget_set_visible (self->discard, exists);
  enable (self, "open-demonstration", !busy);
  enable (self, "cancel-demonstration", busy);
  enable (self, "discard-demonstration", !busy && exists);
}

static void
fail (TcDemonstrationPage *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Translators: after the colon the technical detail. */
  text = g_strdup_printf (_ ("The demonstration can't be opened. What was made stays; try again, "
                             "or throw it away and begin anew: %s"),
                          error->message);
  tc_text_label_say (self->refusal, text);
}

static void
begin (TcDemonstrationPage *self)
{
  self->cancellable = g_cancellable_new ();
  tc_text_label_say (self->refusal, NULL);
  gtk_label_set_label (self->progress, "");
  refresh (self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDemonstrationPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDesk)
      desk = tc_demonstration_open_finish (TC_DEMONSTRATION (source), result, &error);

  g_clear_object (&self->cancellable);
  if (!self->sheet) {
    if (desk)
      tc_desk_stop (desk);
    return;
  }
  refresh (self);
  if (desk)
    g_signal_emit (self, opened_signal, 0, desk, self->account,
                   tc_demonstration_get_password (self->demonstration));
  else
    fail (self, error);
}

static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcDemonstrationPage *self = data;

  begin (self);
  gtk_widget_set_visible (self->confirm, FALSE);
  g_free (self->account);
  self->account = g_variant_dup_string (target, NULL);
  tc_demonstration_open_async (self->demonstration, self->account, self->cancellable, opened_cb,
                               g_object_ref (self));
}

static void
cancel_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcDemonstrationPage *self = data;

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
}

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDemonstrationPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean gone = tc_demonstration_discard_finish (TC_DEMONSTRATION (source), result, &error);

  g_clear_object (&self->cancellable);
  if (!self->sheet)
    return;
  refresh (self);
  if (gone)
    tc_panel_say (GTK_WIDGET (self), _ ("The demonstration has been thrown away."));
  else
    fail (self, error);
}

/* Asked first: "ask"; then "now" or "keep". */
static void
discard_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcDemonstrationPage *self = data;
  const char *what = g_variant_get_string (target, NULL);
  gboolean asked = gtk_widget_get_visible (self->confirm);

  gtk_widget_set_visible (self->confirm, g_str_equal (what, "ask"));
  if (g_str_equal (what, "ask"))
    gtk_widget_grab_focus (self->keep);
  if (!asked || !g_str_equal (what, "now"))
    return;
  begin (self);
  tc_demonstration_discard_async (self->demonstration, self->cancellable, discarded_cb,
                                  g_object_ref (self));
}

static void
progress_cb (TcDemonstrationPage *self, const char *sentence)
{
  gtk_label_set_label (self->progress, sentence);
}

static void
ended_cb (TcDemonstrationPage *self, const char *why)
{
  tc_panel_say (GTK_WIDGET (self), why);
}

static void
add_person (TcDemonstrationPage *self, const TcDemonstrationPerson *person)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (DOOR_UI);
  GtkWidget *door = GTK_WIDGET (gtk_builder_get_object (builder, "door"));
  GtkLabel *title = GTK_LABEL (gtk_builder_get_object (builder, "title"));
  GtkLabel *text = GTK_LABEL (gtk_builder_get_object (builder, "text"));

  gtk_label_set_label (title, _ (person->role));
  gtk_label_set_label (text, _ (person->does));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (door), "win.open-demonstration");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (door), "s", person->account);
  gtk_box_append (self->people, door);
}

void
tc_demonstration_page_attach (TcDemonstrationPage *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "open-demonstration", .activate = open_cb, .parameter_type = "s"},
      {.name = "cancel-demonstration", .activate = cancel_cb},
      {.name = "discard-demonstration", .activate = discard_cb, .parameter_type = "s"},
  };

  g_return_if_fail (TC_IS_DEMONSTRATION_PAGE (self));
  self->window = window;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  refresh (self);
}

void
tc_demonstration_page_set_active (TcDemonstrationPage *self, gboolean active)
{
  g_return_if_fail (TC_IS_DEMONSTRATION_PAGE (self));
  self->active = active;
  refresh (self);
}

void
tc_demonstration_page_finish (TcDemonstrationPage *self)
{
  g_return_if_fail (TC_IS_DEMONSTRATION_PAGE (self));
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  tc_demonstration_stop (self->demonstration);
}

/* Takes @demonstration. */
static void
use_demonstration (TcDemonstrationPage *self, TcDemonstration *demonstration)
{
  self->demonstration = demonstration;
  g_signal_connect_object (demonstration, "progress", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (demonstration, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  refresh (self);
}

gboolean
tc_demonstration_page_take_over (TcDemonstrationPage *self, TcDemonstrationPage *from)
{
  TcDemonstration *ours, *theirs;

  g_return_val_if_fail (TC_IS_DEMONSTRATION_PAGE (self) && TC_IS_DEMONSTRATION_PAGE (from), FALSE);
  if (from->cancellable)
    return FALSE;
  ours = self->demonstration;
  theirs = from->demonstration;
  g_signal_handlers_disconnect_by_data (ours, self);
  g_signal_handlers_disconnect_by_data (theirs, from);
  use_demonstration (self, theirs);
  use_demonstration (from, ours);
  return TRUE;
}

static gboolean
tc_demonstration_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (TC_DEMONSTRATION_PAGE (widget)->people),
                                 GTK_DIR_TAB_FORWARD);
}

static void
tc_demonstration_page_dispose (GObject *object)
{
  TcDemonstrationPage *self = TC_DEMONSTRATION_PAGE (object);

  if (self->demonstration)
    tc_demonstration_page_finish (self);
  g_clear_object (&self->demonstration);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->sheet, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_demonstration_page_parent_class)->dispose (object);
}

static void
tc_demonstration_page_class_init (TcDemonstrationPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_demonstration_page_dispose;
  widget_class->grab_focus = tc_demonstration_page_grab_focus;
  widget_class->focus = tc_focus_children;
  opened_signal = g_signal_new ("opened", TC_TYPE_DEMONSTRATION_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 3, TC_TYPE_DESK, G_TYPE_STRING,
                                G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-demonstration-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TcDemonstrationPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, TcDemonstrationPage, people);
  gtk_widget_class_bind_template_child (widget_class, TcDemonstrationPage, busy);
  gtk_widget_class_bind_template_child (widget_class, TcDemonstrationPage, progress);
  gtk_widget_class_bind_template_child (widget_class, TcDemonstrationPage, refusal);
  gtk_widget_class_bind_template_child (widget_class, TcDemonstrationPage, confirm);
  gtk_widget_class_bind_template_child (widget_class, TcDemonstrationPage, keep);
  gtk_widget_class_bind_template_child (widget_class, TcDemonstrationPage, discard);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_demonstration_page_init (TcDemonstrationPage *self)
{
  guint n = 0;
  const TcDemonstrationPerson *people = tc_demonstration_list_people (&n);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->active = TRUE;
  for (guint i = 0; i < n; i++)
    add_person (self, &people[i]);
  use_demonstration (self, tc_demonstration_new (NULL, NULL));
}
