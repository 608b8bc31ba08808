/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The intake panel; see the header. Logging is in tc-intake-log.c, files in tc-intake-attach.c,
 * what the room saw itself in tc-intake-seen.c, what is looked up meanwhile in tc-intake-around.c,
 * the lists as a table in tc-intake-take.c.
 */
#include "tc-intake-panel-private.h"

#include "tc-desk-layout.h"
#include "tc-focus.h"
#include "tc-incident-operations.h"
#include "tc-intake-drafts.h"
#include "tc-now.h"
#include "tc-phone.h"
#include "tc-verb-button.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is typed is on disk so long after. */
#define SAVE_MS 300
/* Shown of what was logged. */
#define LOGGED_MAX 20

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcIntakePanel, tc_intake_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

static const TcPanelKey keys[] = {
    {"<Control>Return", "log-it", N_ ("Log the call")},
    {"<Control>j", "join-call", N_ ("Join the call to the most similar incident")},
    {"<Control>o", "attach-to-call", N_ ("Attach photos and files to the call")},
    {"F4", "show-earlier", N_ ("Show what this number reported before")},
    {"<Control><Shift>Delete", "drop-call", N_ ("Throw the draft away")},
    {"<Control><Shift>c", "copy-told", N_ ("Copy the number")},
    {"Escape", "leave-call", N_ ("Back to the incidents; the draft stays")},
    {NULL, NULL, NULL},
};

static const TcCommandVerb verbs[] = {
    {.words = NC_ ("command", "call;log"),
     .usage = N_ ("TELEPHONE"),
     .title = N_ ("Log a call"),
     .action = "call-from",
     .need = TC_MAY_REPORT,
     .args = {TC_COMMAND_PHONE},
     .n_optional = 1,
     .personal = TRUE},
    {NULL},
};

/* ---- drafts ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIntakePanel) self = data;
  g_autoptr (GError) error = NULL;

  if (tc_intake_drafts_finish (TC_DESK (source), result, &error))
    return;
  g_warning ("a draft was not kept: %s", error->message);
  if (self->desk)
    tc_panel_say (GTK_WIDGET (self),
                  _ ("This desk's disk doesn't keep the draft. It stands here as "
                     "long as the program runs; log it soon."));
}

void
tc_intake_panel_save (TcIntakePanel *self)
{
  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->form)
    tc_intake_panel_save_form (self, self->form);
}

void
tc_intake_panel_save_form (TcIntakePanel *self, const TcIntakeForm *form)
{
  if (self->desk)
    tc_intake_drafts_save_async (self->desk, form, saved_cb, g_object_ref (self));
}

TcIntakeForm *
tc_intake_panel_find_form (TcIntakePanel *self, gint64 id)
{
  for (guint i = 0; i < self->forms->len; i++) {
    TcIntakeForm *form = self->forms->pdata[i];
    if (form->id == id)
      return form;
  }
  return NULL;
}

static gboolean
save_cb (gpointer data)
{
  TcIntakePanel *self = data;

  self->save_source = 0;
  tc_intake_panel_save (self);
  return G_SOURCE_REMOVE;
}

/* ---- the lists ---- */

static GtkWidget *
make_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
add_row (GtkListBox *list, const char *title, const char *second)
{
  GtkWidget *row = gtk_list_box_row_new (), *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", title, second);

  gtk_box_append (GTK_BOX (lines), make_label (title, "row-title"));
  gtk_box_append (GTK_BOX (lines), make_label (second, "caption"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), lines);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (list, row);
  return row;
}

static void
add_form (TcIntakePanel *self, TcIntakeForm *form)
{
  g_autofree char *when = tc_words_clock (form->id, tc_now_us ());
  g_autofree char *first = tc_intake_form_dup_title (form);
  g_autofree char *second = *form->staff_name ? g_strdup_printf ("%s · %s", when, form->staff_name)
                                              : g_strdup (when);
  GtkWidget *row = add_row (self->list, *first ? first : _ ("A call"), second);

  g_object_set_data (G_OBJECT (row), "form", form);
  if (form == self->form)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
}

static void
show_list (TcIntakePanel *self)
{
  GtkWidget *row = NULL;

  self->filling = TRUE;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < self->forms->len; i++)
    add_form (self, self->forms->pdata[i]);
  self->filling = FALSE;
  gtk_widget_set_visible (self->nothing, self->forms->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->forms->len > 0);
  g_object_notify (G_OBJECT (self), "badge");
}

/* The row of what is being typed says what it is about. */
static void
show_title (TcIntakePanel *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  g_autofree char *title = tc_intake_form_dup_title (self->form);
  GtkWidget *label = row ? gtk_widget_get_first_child (gtk_list_box_row_get_child (row)) : NULL;

  if (label)
    gtk_label_set_label (GTK_LABEL (label), *title ? title : _ ("A call"));
}

static void
changed_cb (TcIntakePanel *self)
{
  show_title (self);
  tc_intake_panel_look_soon (self);
  if (self->save_source == 0)
    self->save_source = g_timeout_add (SAVE_MS, save_cb, self);
}

/* ---- which one is at hand ---- */

/* @form: (nullable) */
static void
choose (TcIntakePanel *self, TcIntakeForm *form)
{
  if (self->save_source != 0)
    tc_intake_panel_save (self);
  self->form = form;
  self->told_id = 0;
  tc_intake_work_set_form (self->work, form);
  tc_intake_panel_forget_looked_up (self);
  show_list (self);
  if (form)
    tc_intake_panel_look_soon (self);
  tc_intake_panel_enable_actions (self);
}

static void
row_selected_cb (TcIntakePanel *self, GtkListBoxRow *row)
{
  TcIntakeForm *form = row ? g_object_get_data (G_OBJECT (row), "form") : NULL;

  if (self->filling || !form || form == self->form)
    return;
  choose (self, form);
}

TcIntakeForm *
tc_intake_panel_take_out (TcIntakePanel *self, TcIntakeForm *form)
{
  guint at = 0;

  if (self->form != form && self->save_source != 0)
    tc_intake_panel_save (self); /* what is typed of another */
  g_clear_handle_id (&self->save_source, g_source_remove);
  g_assert (g_ptr_array_find (self->forms, form, &at));
  g_ptr_array_steal_index (self->forms, at);
  tc_intake_drafts_remove_async (self->desk, form->id, saved_cb, g_object_ref (self));
  if (self->form == form)
    choose (self, NULL);
  else
    show_list (self);
  return form;
}

TcIntakeForm *
tc_intake_panel_make_form (TcIntakePanel *self)
{
  g_autofree char *person = NULL;
  TcIntakeForm *form = self->form;

  g_object_get (self->desk, "person-name", &person, NULL);
  /* One that was opened and is empty still is as good as a new one. */
  if (!form || !tc_intake_form_is_empty (form)) {
    form = tc_intake_form_new (tc_now_us (), tc_desk_get_person (self->desk), person);
    g_ptr_array_add (self->forms, form);
  }
  return form;
}

void
tc_intake_panel_begin (TcIntakePanel *self, TcIntakeForm *form)
{
  choose (self, form);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("intake"));
  gtk_widget_grab_focus (GTK_WIDGET (self->work));
}

static void
begin (TcIntakePanel *self, const char *phone)
{
  TcIntakeForm *form = tc_intake_panel_make_form (self);

  tc_intake_form_set (&form->phone, phone);
  tc_intake_panel_begin (self, form);
}

static void
list_logged (TcIntakePanel *self, gint64 incident_id, const char *code, const char *title)
{
  GtkListBoxRow *last = gtk_list_box_get_row_at_index (self->logged, LOGGED_MAX - 1);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, incident_id);
  GtkWidget *row = add_row (self->logged, title, code);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open");
  gtk_widget_set_visible (self->logged_title, TRUE);
  if (last)
    gtk_list_box_remove (self->logged,
                         GTK_WIDGET (gtk_list_box_get_row_at_index (self->logged, 0)));
}

void
tc_intake_panel_tell (TcIntakePanel *self, gint64 incident_id, const char *code, const char *title,
                      const char *note)
{
  g_autofree char *said = NULL;

  list_logged (self, incident_id, code, title);
  tc_intake_panel_keep_call (self, code, title);
  if (self->form) {
    /* Translators: number of a call that was logged just now, what it is about, and what becomes of
     * it: a sentence. */
    said = g_strdup_printf (_ ("Logged: %1$s, %2$s. %3$s"), code, title, note);
    tc_panel_say (GTK_WIDGET (self), said);
    return;
  }
  self->told_id = incident_id;
  g_free (self->told_code);
  self->told_code = g_strdup (code);
  /* Its button gets the focus, so it must be of use by then. */
  tc_intake_panel_enable_actions (self);
  tc_intake_work_show_told (self->work, code, note);
}

/* ---- actions ---- */

static void
log_call_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  begin (data, "");
}

static void
call_from_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  begin (data, g_variant_get_string (target, NULL));
  tc_panel_answer (GTK_WIDGET (data), TRUE, "");
}

/* Of the card nothing else is kept; whoever isn't to be named stays so. */
static void
call_by_card_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;
  const char *name = g_variant_get_string (target, NULL);
  g_autofree char *text = NULL;

  if (!self->form || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    begin (self, "");
  if (self->form->anonymous) {
    tc_panel_say (GTK_WIDGET (self), _ ("The caller isn't to be named: nothing is taken from the "
                                        "card."));
    return;
  }
  tc_intake_form_set (&self->form->name, name);
  choose (self, self->form);
  tc_intake_panel_save (self);
  /* Translators: a person's name, read from a citizen's card. */
  text = g_strdup_printf (_ ("%s: the name on the card. Nothing else of it is kept."), name);
  tc_panel_say (GTK_WIDGET (self), text);
}

static void
log_it_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_intake_panel_log (data, FALSE);
}

static void
join_call_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_intake_panel_log (data, TRUE);
}

static void
show_earlier_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_intake_panel_open_earlier (data);
}

static void
drop_call_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;
  gint64 id = self->form ? self->form->id : 0;

  if (!self->form || self->logging)
    return;
  if (self->dropped)
    tc_intake_panel_let_go_files (self, self->dropped);
  g_clear_pointer (&self->dropped, tc_intake_form_free);
  self->dropped = tc_intake_panel_take_out (self, self->form);
  gtk_widget_grab_focus (GTK_WIDGET (self->work));
  if (!tc_intake_form_is_empty (self->dropped))
    tc_panel_say_undo (GTK_WIDGET (self), _ ("The draft is thrown away."), _ ("Bring back"),
                       "win.restore-call", g_variant_new_int64 (id));
}

static void
restore_call_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;
  TcIntakeForm *form = self->dropped;

  if (!form || form->id != g_variant_get_int64 (target))
    return;
  self->dropped = NULL;
  g_ptr_array_add (self->forms, form);
  choose (self, form);
  tc_intake_panel_save (self);
}

static void
open_told_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->told_id);

  if (self->told_id != 0)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "open",
                                    g_variant_new_string (id));
}

static void
copy_told_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;

  if (self->told_id != 0)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->told_code);
}

static void
leave_call_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (TC_INTAKE_PANEL (data)->window), "panel",
                                  g_variant_new_string ("incidents"));
}

void
tc_intake_panel_enable_actions (TcIntakePanel *self)
{
  gboolean may = self->desk && tc_desk_may (self->desk, TC_MAY_REPORT);

  if (!self->window)
    return;
  tc_panel_enable (self->window, "log-call", may);
  tc_panel_enable (self->window, "call-by-card", may);
  tc_panel_enable (self->window, "log-seen", may);
  tc_panel_enable (self->window, "log-it", may && self->form);
  tc_panel_enable (self->window, "attach-to-call", may && self->form);
  tc_panel_enable (self->window, "attach-to-call-uris", may && self->form);
  tc_panel_enable (self->window, "detach-from-call", self->form != NULL);
  tc_panel_enable (self->window, "join-call", may && self->form && self->join_id != 0);
  tc_panel_enable (self->window, "drop-call", self->form != NULL);
  tc_panel_enable (self->window, "open-told", self->told_id != 0);
  tc_panel_enable (self->window, "copy-told", self->told_id != 0);
}

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcIntakePanel *self = TC_INTAKE_PANEL (panel);
  const GActionEntry entries[] = {
      {.name = "log-call", .activate = log_call_cb},
      {.name = "call-from", .activate = call_from_cb, .parameter_type = "s"},
      {.name = "call-by-card", .activate = call_by_card_cb, .parameter_type = "s"},
      {.name = "log-it", .activate = log_it_cb},
      {.name = "join-call", .activate = join_call_cb},
      {.name = "show-earlier", .activate = show_earlier_cb},
      {.name = "drop-call", .activate = drop_call_cb},
      {.name = "restore-call", .activate = restore_call_cb, .parameter_type = "x"},
      {.name = "open-told", .activate = open_told_cb},
      {.name = "copy-told", .activate = copy_told_cb},
      {.name = "leave-call", .activate = leave_call_cb},
  };

  self->window = window;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_intake_panel_add_look_actions (self, window);
  tc_intake_panel_add_file_actions (self, window);
  tc_intake_panel_add_seen_actions (self, window);
  tc_intake_panel_add_take (self, window);
  tc_intake_panel_enable_actions (self);
}

static const TcPanelKey *
get_keys (TcPanel *panel)
{
  return keys;
}

static const TcCommandVerb *
get_verbs (TcPanel *panel)
{
  return verbs;
}

/* What was typed last is on its way to the disk before the desk is left. */
static void
finish (TcPanel *panel)
{
  TcIntakePanel *self = TC_INTAKE_PANEL (panel);

  if (self->save_source != 0)
    tc_intake_panel_save (self);
  g_clear_handle_id (&self->look_source, g_source_remove);
  self->form = NULL;
  tc_intake_work_set_form (self->work, NULL);
  g_clear_object (&self->desk);
}

static void
panel_iface_init (TcPanelInterface *iface)
{
  iface->attach = attach;
  iface->get_keys = get_keys;
  iface->get_verbs = get_verbs;
  iface->finish = finish;
}

/* ---- object ---- */

static gboolean
tc_intake_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_INTAKE_PANEL (widget)->work));
}

static void
tc_intake_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcIntakePanel *self = TC_INTAKE_PANEL (object);

  g_value_set_int (value, self->forms ? (int) self->forms->len : 0);
}

static void
tc_intake_panel_dispose (GObject *object)
{
  TcIntakePanel *self = TC_INTAKE_PANEL (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_cancellable_cancel (self->around);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->chooser);
  g_clear_object (&self->around);
  g_clear_object (&self->asking);
  if (self->side) {
    gtk_widget_unparent (GTK_WIDGET (self->work));
    gtk_widget_unparent (self->aside);
    gtk_widget_unparent (g_steal_pointer (&self->side));
  }
  g_clear_pointer (&self->forms, g_ptr_array_unref);
  g_clear_pointer (&self->seen, g_array_unref);
  g_clear_pointer (&self->calls, g_array_unref);
  g_clear_pointer (&self->dropped, tc_intake_form_free);
  g_clear_pointer (&self->earlier, g_array_unref);
  g_clear_pointer (&self->earlier_phone, g_free);
  g_clear_pointer (&self->join_code, g_free);
  g_clear_pointer (&self->join_title, g_free);
  g_clear_pointer (&self->told_code, g_free);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tc_intake_panel_parent_class)->dispose (object);
}

static void
tc_intake_panel_class_init (TcIntakePanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_intake_panel_get_property;
  object_class->dispose = tc_intake_panel_dispose;
  widget_class->grab_focus = tc_intake_panel_grab_focus;
  widget_class->focus = tc_focus_children;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_INTAKE_CONTEXT);
  g_type_ensure (TC_TYPE_INTAKE_WORK);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-intake-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TcIntakePanel, side);
  gtk_widget_class_bind_template_child (widget_class, TcIntakePanel, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcIntakePanel, list);
  gtk_widget_class_bind_template_child (widget_class, TcIntakePanel, logged_title);
  gtk_widget_class_bind_template_child (widget_class, TcIntakePanel, logged);
  gtk_widget_class_bind_template_child (widget_class, TcIntakePanel, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcIntakePanel, work);
  gtk_widget_class_bind_template_child (widget_class, TcIntakePanel, aside);
  gtk_widget_class_bind_template_child (widget_class, TcIntakePanel, context);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, TC_TYPE_DESK_LAYOUT);
}

/* While one types the keys must come before the text: Enter breaks the line there. */
static void
add_key (GtkEventController *controller, const char *accelerator, const char *name)
{
  g_autofree char *action = g_strconcat ("win.", name, NULL);

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (accelerator),
                        gtk_named_action_new (action)));
}

static void
add_keys (TcIntakePanel *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (const TcPanelKey *key = keys; key->accelerator; key++) {
    if (!g_str_equal (key->accelerator, "Escape"))
      add_key (controller, key->accelerator, key->action);
  }
  add_key (controller, "<Control>KP_Enter", "log-it");
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
tc_intake_panel_init (TcIntakePanel *self)
{
  self->forms = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_intake_form_free);
  self->seen = g_array_new (FALSE, FALSE, sizeof (TcIntakeSeen));
  self->calls = tc_intake_panel_make_calls ();
  self->earlier_phone = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
  tc_desk_layout_set_context (TC_DESK_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              GTK_SCROLLED_WINDOW (self->aside), self->context,
                              tc_intake_work_get_fold (self->work));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIntakePanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forms = tc_intake_drafts_load_finish (TC_DESK (source), result, &error);

  if (!forms)
    g_warning ("drafts could not be read: %s", error->message);
  if (!forms || !self->desk)
    return;
  g_ptr_array_extend_and_steal (self->forms, g_steal_pointer (&forms));
  show_list (self);
}

GtkWidget *
tc_intake_panel_new (TcDesk *desk)
{
  TcIntakePanel *self = g_object_new (TC_TYPE_INTAKE_PANEL, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (tc_intake_panel_enable_actions),
                           self, G_CONNECT_SWAPPED);
  tc_intake_work_set_desk (self->work, desk);
  tc_intake_drafts_load_async (desk, loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
