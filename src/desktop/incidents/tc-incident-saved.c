/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists that have a name: chosen from a menu over the queue or by the command line, saved for
 * oneself or for others, called otherwise, deleted.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-filter.h"
#include "tc-incident-operations.h"
#include "tc-mark-words.h"
#include "tc-saved-filters.h"
#include "tc-text.h"

#include <glib/gi18n-lib.h>

#define DELETE_FILTER "delete-filter"
#define RESTORE_FILTER "restore-filter"

/* ---- the menu ---- */

static void
append_filters (TcIncidentPanel *self, GMenu *menu, GArray *filters, gboolean personal)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < filters->len; i++) {
    const TcSavedFilter *filter = &g_array_index (filters, TcSavedFilter, i);
    g_autofree char *name = g_strdup (filter->name);
    g_autoptr (GMenuItem) item = NULL;
    if ((filter->agency_id == TC_FILTER_PERSONAL) != personal)
      continue;
    tc_mark_word_append (self->desk, filter->id, &name);
    item = g_menu_item_new (name, NULL);
    g_menu_item_set_action_and_target (item, "win.saved-filter", "x", filter->id);
    g_menu_append_item (section, item);
  }
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, personal ? _ ("Mine") : _ ("Shared"), G_MENU_MODEL (section));
}

/* One's own, or as whoever may share them. */
static gboolean
may_change (TcIncidentPanel *self, const TcSavedFilter *filter)
{
  return filter && (filter->agency_id == TC_FILTER_PERSONAL ||
                    tc_desk_may (self->desk, TC_MAY_SHARE_FILTERS));
}

static void
fill_menu (TcIncidentPanel *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), verbs = g_menu_new ();
  GArray *filters = tc_saved_filters_get_list (self->saved);
  const TcSavedFilter *chosen = tc_saved_filters_find (self->saved, self->saved_id);
  gboolean may = may_change (self, chosen);

  append_filters (self, menu, filters, TRUE);
  append_filters (self, menu, filters, FALSE);
  g_menu_append (verbs, _ ("Save this list under a name…"), "win." TC_SAVE_FILTER);
  if (may) {
    /* Translators: name of a saved filter. */
    g_autofree char *rename = g_strdup_printf (_ ("Rename “%s”…"), chosen->name);
    /* Translators: name of a saved filter. */
    g_autofree char *delete = g_strdup_printf (_ ("Delete “%s”"), chosen->name);
    g_menu_append (verbs, rename, "win." TC_RENAME_FILTER);
    g_menu_append (verbs, delete, "win." DELETE_FILTER);
  }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (verbs));
  gtk_menu_button_set_menu_model (self->saved_button, G_MENU_MODEL (menu));
  tc_panel_enable (self->window, TC_RENAME_FILTER, may);
  tc_panel_enable (self->window, DELETE_FILTER, may);
}

/* Whether nobody has changed or deleted it since its rows were shown. */
static gboolean
is_as_shown (TcIncidentPanel *self, gint64 id)
{
  const TcSavedFilter *saved = tc_saved_filters_find (self->saved, id);

  return saved && g_strcmp0 (saved->filter, self->saved_text) == 0;
}

static void
say_changed (TcIncidentPanel *self, const char *name)
{
  g_autofree char *text = NULL;

  /* Translators: name of a saved filter. */
  text = g_strdup_printf (_ ("“%s” was changed by somebody else. The list is shown as it was."),
                          name);
  tc_panel_say (GTK_WIDGET (self), text);
}

/* The bar over the list says the name that it has now, and none once it was deleted or is another
 * list, by whomever: no row moves by that. One that was saved just now may not have been read yet.
 */
static void
follow_saved (TcIncidentPanel *self)
{
  const TcSavedFilter *chosen = tc_saved_filters_find (self->saved, self->saved_id);
  gboolean as_shown = is_as_shown (self, self->saved_id);

  if (self->saved_read && !as_shown) {
    if (chosen)
      say_changed (self, chosen->name);
    tc_incident_panel_unname_list (self);
    return;
  }
  fill_menu (self);
  self->saved_read = as_shown;
  if (chosen)
    tc_incident_panel_name_list (self, chosen->name);
}

/* A menu that is open closes when it is made anew. */
static void
waiting_cb (TcIncidentPanel *self)
{
  GArray *filters = tc_saved_filters_get_list (self->saved);
  g_autoptr (GString) marks = g_string_new (NULL);

  for (guint i = 0; self->desk && i < filters->len; i++) {
    const char *mark = tc_mark_word (self->desk, g_array_index (filters, TcSavedFilter, i).id);
    g_string_append_printf (marks, "%s/", mark ? mark : "");
  }
  if (!self->desk || g_strcmp0 (marks->str, self->saved_marks) == 0)
    return;
  g_free (self->saved_marks);
  self->saved_marks = g_strdup (marks->str);
  fill_menu (self);
}

/* What is shown isn't the saved one any more. */
void
tc_incident_panel_leave_saved (TcIncidentPanel *self)
{
  self->saved_id = self->made_from_id = 0;
  self->saved_read = FALSE;
  if (self->saved)
    fill_menu (self);
}

char **
tc_incident_panel_list_saved (TcIncidentPanel *self)
{
  GArray *filters = tc_saved_filters_get_list (self->saved);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < filters->len; i++)
    g_ptr_array_add (names, g_strdup (g_array_index (filters, TcSavedFilter, i).name));
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

/* ---- choosing one ---- */

static void
stand_at (TcIncidentPanel *self, gint64 id, const char *filter)
{
  self->saved_id = self->made_from_id = id;
  g_free (self->saved_text);
  self->saved_text = g_strdup (filter);
}

static void
show_saved (TcIncidentPanel *self, const TcSavedFilter *saved)
{
  g_autoptr (GVariant)
      filter = saved ? g_variant_parse (G_VARIANT_TYPE_VARDICT, saved->filter, NULL, NULL, NULL)
                     : NULL;
  GVariantDict dict;

  if (!saved) {
    tc_panel_say (GTK_WIDGET (self), _ ("There is no saved filter with this name."));
    return;
  }
  if (filter) {
    gint64 id = saved->id;
    g_autofree char *shown = g_strdup (saved->filter);
    g_variant_dict_init (&dict, filter);
    g_variant_dict_insert (&dict, "title", "s", saved->name);
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "show-list",
                                    g_variant_dict_end (&dict));
    stand_at (self, id, shown);
    self->saved_read = TRUE;
    fill_menu (self);
    return;
  }
  tc_panel_say (GTK_WIDGET (self), _ ("This filter was saved by a newer programme."));
}

static void
saved_filter_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  show_saved (self, tc_saved_filters_find (self->saved, g_variant_get_int64 (target)));
}

static void
saved_filter_named_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const char *name = g_variant_get_string (target, NULL);
  const TcSavedFilter *saved = tc_saved_filters_find_named (self->saved, name);
  g_autofree char *text = NULL;

  if (saved)
    /* Translators: name of a saved filter. */
    text = g_strdup_printf (_ ("Shown: %s."), saved->name);
  else
    /* Translators: what was typed as a filter's name. */
    text = g_strdup_printf (_ ("There is no saved filter %s."), name);
  if (saved)
    show_saved (self, saved);
  tc_panel_answer (GTK_WIDGET (self), saved != NULL, text);
}

/* ---- saving, and another name ---- */

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  const char *action;     /* the window's, which is the composer's where a name was typed */
  gint64 subject_id;      /* the composer's; 0 */
  char *name;             /* (owned) */
  gint64 agency_id;       /* whose it is; TC_FILTER_PERSONAL */
  GVariant *filter;       /* (owned) (nullable): it only has another name */
} Saving;

static void
free_saving (Saving *saving)
{
  g_object_unref (saving->panel);
  g_free (saving->name);
  g_clear_pointer (&saving->filter, g_variant_unref);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, free_saving)

static Saving *
make_saving (TcIncidentPanel *self, const char *action, const char *name)
{
  Saving *saving = g_new0 (Saving, 1);

  *saving = (Saving){.panel = g_object_ref (self), .action = action, .name = g_strdup (name)};
  return saving;
}

static GVariant *
make_look (TcIncidentPanel *self)
{
  TcQueueFilter filter;

  tc_incident_panel_get_filter (self, &filter);
  return tc_incident_filter_to_look (&filter, &self->columns);
}

/* Unless something else is shown by now. */
static void
stand_at_saved (TcIncidentPanel *self, gint64 id, GVariant *filter)
{
  g_autoptr (GVariant) look = g_variant_ref_sink (make_look (self));
  g_autofree char *text = g_variant_print (filter, TRUE);
  const char *columns = NULL;

  if (!g_variant_equal (look, filter))
    return;
  stand_at (self, id, text);
  self->saved_read = FALSE;
  tc_incident_panel_stand_columns (
      self, g_variant_lookup (filter, TC_FILTER_COLUMNS, "&s", &columns) ? columns : NULL);
  follow_saved (self);
}

static void
say_done (const Saving *saving)
{
  g_autofree char *text = NULL;

  if (g_str_equal (saving->action, DELETE_FILTER)) {
    /* Translators: name of a filter. */
    text = g_strdup_printf (_ ("Deleted: %s"), saving->name);
    tc_panel_say_undo (
        GTK_WIDGET (saving->panel), text, _ ("Bring back"), "win." RESTORE_FILTER,
        g_variant_new ("(sx@a{sv})", saving->name, saving->agency_id, saving->filter));
    return;
  }
  if (g_str_equal (saving->action, TC_RENAME_FILTER))
    /* Translators: name of a filter. */
    text = g_strdup_printf (_ ("Renamed: %s"), saving->name);
  else
    /* Translators: name of a filter. */
    text = g_strdup_printf (_ ("Saved: %s"), saving->name);
  tc_panel_say (GTK_WIDGET (saving->panel), text);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  TcIncidentPanel *self = saving->panel;
  gint64 id = 0;
  g_autofree char *why = tc_saved_filters_done_finish (TC_SAVED_FILTERS (source), result, &id);

  if (!self->desk)
    return;
  if (why) {
    tc_composer_failed (self->many_composer, saving->action, saving->subject_id, TRUE);
    tc_panel_say (GTK_WIDGET (self), why);
    return;
  }
  tc_composer_done (self->many_composer, saving->action, saving->subject_id);
  if (saving->filter && !g_str_equal (saving->action, DELETE_FILTER))
    stand_at_saved (self, id, saving->filter);
  say_done (saving);
}

static void
save (TcIncidentPanel *self, const char *action, gint64 made_from_id, const char *name,
      gint64 agency_id, GVariant *filter)
{
  Saving *saving = make_saving (self, action, name);

  saving->agency_id = agency_id;
  saving->filter = g_variant_ref_sink (filter);
  tc_saved_filters_save_async (self->saved, made_from_id, agency_id, name, filter, done_cb, saving);
}

gboolean
tc_incident_panel_send_name (TcIncidentPanel *self, const char *action, gint64 id,
                             const char *typed, guint choice)
{
  gboolean saves = g_str_equal (action, TC_SAVE_FILTER);
  g_autofree char *name = NULL;
  Saving *saving = NULL;

  if (!saves && !g_str_equal (action, TC_RENAME_FILTER))
    return FALSE;
  name = tc_text_clean (typed, TC_TEXT_LINE, TC_FILTER_NAME_CHARS_MAX);
  if (!name) {
    tc_composer_failed (self->many_composer, action, id, TRUE);
    tc_panel_say (GTK_WIDGET (self),
                  _ ("The name is too long: 60 letters at most. It is kept here."));
    return TRUE;
  }
  if (saves) {
    TcFilterFor whom = (TcFilterFor) MIN (choice, TC_FILTER_FOR_PROVINCE);
    gint64 agency_id = tc_saved_filters_find_agency (self->saved, self->made_from_id, whom);
    /* What others made of it meanwhile isn't written over: that is refused for its name. */
    gint64 from_id = is_as_shown (self, self->made_from_id) ? self->made_from_id : 0;
    save (self, TC_SAVE_FILTER, from_id, name, agency_id, make_look (self));
    return TRUE;
  }
  saving = make_saving (self, TC_RENAME_FILTER, name);
  saving->subject_id = id;
  tc_saved_filters_rename_async (self->saved, id, name, done_cb, saving);
  return TRUE;
}

static void
ask_name (TcIncidentPanel *self, const TcComposerForm *form)
{
  tc_composer_close (self->many_composer);
  tc_incident_panel_end_many (self);
  gtk_widget_set_visible (self->many, TRUE);
  tc_composer_open (self->many_composer, form);
  tc_incident_panel_tell_chosen (self);
}

static void
save_filter_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  gboolean may = tc_desk_may (self->desk, TC_MAY_SHARE_FILTERS);
  const char *choices[] = {_ ("for me, at this desk"), may ? _ ("for my unit") : NULL,
                           _ ("for all of the province"), NULL};

  ask_name (self, &(TcComposerForm){.action = TC_SAVE_FILTER,
                                    .title = _ ("Name of this list, and for whom it is"),
                                    .verb = C_ ("verb", "Save"),
                                    .choices = choices,
                                    .required = TRUE});
}

static void
rename_filter_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcSavedFilter *saved = tc_saved_filters_find (self->saved, self->saved_id);
  g_autofree char *title = NULL;

  if (!saved)
    return;
  /* Translators: name of a saved filter. */
  title = g_strdup_printf (_ ("New name of “%s”"), saved->name);
  ask_name (self, &(TcComposerForm){.action = TC_RENAME_FILTER,
                                    .subject_id = saved->id,
                                    .title = title,
                                    .verb = C_ ("verb", "Rename"),
                                    .text = saved->name,
                                    .required = TRUE});
}

static void
restore_filter_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_autoptr (GVariant) filter = NULL;
  const char *name = NULL;
  gint64 agency_id = 0;

  g_variant_get (target, "(&sx@a{sv})", &name, &agency_id, &filter);
  save (data, RESTORE_FILTER, 0, name, agency_id, filter);
}

/* ---- deleting ---- */

static void
delete_filter_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcSavedFilter *saved = tc_saved_filters_find (self->saved, self->saved_id);
  GVariant *filter = NULL;
  Saving *saving = NULL;

  if (!saved)
    return;
  filter = g_variant_parse (G_VARIANT_TYPE_VARDICT, saved->filter, NULL, NULL, NULL);
  saving = make_saving (self, DELETE_FILTER, saved->name);
  saving->filter = g_variant_ref_sink (filter ? filter : g_variant_new ("a{sv}", NULL));
  saving->agency_id = saved->agency_id;
  tc_saved_filters_delete_async (self->saved, saved->id, done_cb, saving);
}

void
tc_incident_panel_add_saved_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "saved-filter", .activate = saved_filter_cb, .parameter_type = "x"},
      {.name = "saved-filter-named", .activate = saved_filter_named_cb, .parameter_type = "s"},
      {.name = TC_SAVE_FILTER, .activate = save_filter_cb},
      {.name = TC_RENAME_FILTER, .activate = rename_filter_cb},
      {.name = RESTORE_FILTER, .activate = restore_filter_cb, .parameter_type = "(sxa{sv})"},
      {.name = DELETE_FILTER, .activate = delete_filter_cb},
  };

  self->saved = tc_saved_filters_new (self->desk);
  g_signal_connect_object (self->saved, "changed", G_CALLBACK (follow_saved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "waiting-changed", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  fill_menu (self);
}
