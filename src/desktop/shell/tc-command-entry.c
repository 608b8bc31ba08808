/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line; see the header. What is typed is read by tc-command-line.c, what is proposed
 * found by tc-command-complete.c.
 */
#include "tc-command-entry.h"

#include "tc-command-complete.h"
#include "tc-command-history.h"
#include "tc-desk-places.h"
#include "tc-focus.h"
#include "tc-incident-filter.h"
#include "tc-incident-search.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-panel.h"
#include "tc-profile-store.h"
#include "tc-reading-watch.h"
#include "tc-settings.h"
#include "tc-suggest-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Verbs proposed at most; the rest of the rows is for what is found. */
#define VERBS_MAX 4

/* One row that is shown. */
typedef struct {
  const TcCommandVerb *verb; /* (unowned) (nullable) */
  TcCommandHitKind kind;     /* else */
  gint64 id;
  char *code;  /* (owned) (nullable) */
  char *title; /* (owned) */
} Row;

struct _TcCommandEntry {
  GtkWidget parent;
  GtkWidget *box;            /* (unowned): template child */
  TcSuggestEntry *entry;     /* (unowned): template child */
  TcDesk *desk;              /* (owned) (nullable) */
  TcReadingWatch *reading;   /* (owned) (nullable): of incidents, with the desk */
  GPtrArray *verbs;          /* (owned) (element-type TcCommandVerb) */
  GCancellable *cancellable; /* (owned) (nullable): of what is looked for */
  GPtrArray *rows;           /* (owned) (element-type Row): as shown */
  GPtrArray *history;        /* (owned) (element-type utf8): oldest first */
  guint recalled;            /* place in history; its length: none */
  char *typed;               /* (owned) (nullable): what stood there before */
  char *sent;                /* (owned) (nullable): the command that waits for its answer */
  TcPanel *panel;            /* (unowned, weak) (nullable): in which something may be selected */
  char **lists;              /* (owned) (nullable): names, like the next */
  char **profiles;           /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcCommandEntry, tc_command_entry, GTK_TYPE_WIDGET)

static guint done_signal, begun_signal;

static void
free_row (gpointer data)
{
  Row *row = data;

  g_free (row->code);
  g_free (row->title);
  g_free (row);
}

/* ---- the end of a command ---- */

static void
keep (TcCommandEntry *self, const char *text)
{
  guint at = 0;

  if (!*text)
    return;
  if (g_ptr_array_find_with_equal_func (self->history, text, g_str_equal, &at))
    g_ptr_array_remove_index (self->history, at);
  g_ptr_array_add (self->history, g_strdup (text));
  if (self->history->len > TC_COMMAND_HISTORY_MAX)
    g_ptr_array_remove_index (self->history, 0);
  self->recalled = self->history->len;
  tc_command_history_add (self->desk, tc_desk_get_person (self->desk), text);
}

static void
finish (TcCommandEntry *self)
{
  g_cancellable_cancel (self->cancellable);
  tc_suggest_entry_close (self->entry);
  tc_suggest_entry_set_text (self->entry, "");
}

static void
leave (TcCommandEntry *self)
{
  if (tc_suggest_entry_has_keys (self->entry))
    g_signal_emit (self, done_signal, 0);
}

gboolean
tc_command_entry_answer (TcCommandEntry *self, gboolean ok, const char *text)
{
  g_autofree char *sent = NULL, *now = NULL;

  g_return_val_if_fail (TC_IS_COMMAND_ENTRY (self), FALSE);
  if (!self->sent)
    return FALSE;
  sent = g_steal_pointer (&self->sent);
  if (ok) {
    leave (self);
    return FALSE;
  }
  now = tc_suggest_entry_dup_text (self->entry);
  if (!*now)
    tc_suggest_entry_set_text (self->entry, sent);
  /* Whoever works elsewhere by now isn't looking at the line. */
  if (!tc_suggest_entry_has_keys (self->entry))
    return FALSE;
  tc_suggest_entry_answer (self->entry, text);
  return TRUE;
}

/* ---- carrying out ---- */

static const char *
find_obstacle (TcCommandEntry *self, const TcCommandVerb *verb)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean known = G_IS_ACTION_GROUP (root) &&
                   g_action_group_has_action (G_ACTION_GROUP (root), verb->action);

  if (verb->need && !tc_desk_may (self->desk, verb->need))
    return _ ("You have no right to do this; nothing was done. Ask the shift supervisor.");
  if (!known || !g_action_group_get_action_enabled (G_ACTION_GROUP (root), verb->action))
    return _ ("This can't be done now; nothing was done.");
  return NULL;
}

/* (transfer full) (nullable): code of the incident that is selected where one was */
static char *
find_selected (TcCommandEntry *self)
{
  return self->panel ? tc_panel_dup_selected (self->panel) : NULL;
}

static void
carry_out (TcCommandEntry *self, const TcCommandLine *line, const char *text)
{
  const char *obstacle = find_obstacle (self, line->verb);
  g_autofree char *selected = tc_command_line_means_selected (line) ? find_selected (self) : NULL;
  g_autoptr (GVariant) target = NULL;
  g_autofree char *kept = tc_command_line_dup_kept (line, text);
  g_autofree char *action = g_strconcat ("win.", line->verb->action, NULL);
  gboolean answers = line->verb->args[0] != TC_COMMAND_NOTHING;

  if (!obstacle && !selected && tc_command_line_means_selected (line))
    obstacle = _ ("Not one incident is selected here; nothing was done. Type its code behind it.");
  if (obstacle) {
    tc_suggest_entry_answer (self->entry, obstacle);
    return;
  }
  target = tc_command_line_get_target (line, selected);
  if (target)
    g_variant_ref_sink (target);
  keep (self, kept);
  g_free (self->sent);
  self->sent = answers ? g_strdup (text) : NULL;
  finish (self);
  gtk_widget_activate_action_variant (GTK_WIDGET (self), action, target);
  if (!answers)
    leave (self);
}

static const char *
ask_for (TcCommandArg arg)
{
  switch (arg) {
  case TC_COMMAND_INCIDENT:
    return _ ("Which incident? Its code is missing.");
  case TC_COMMAND_UNIT:
    return _ ("Which unit? Its code is missing.");
  case TC_COMMAND_PHONE:
    return _ ("Which number?");
  case TC_COMMAND_INCIDENTS:
    return _ ("Which incidents? Their codes are missing.");
  case TC_COMMAND_FIELD:
    return _ ("Which field? Its name is missing.");
  case TC_COMMAND_LIST:
  case TC_COMMAND_PROFILE:
    return _ ("Which one? Its name is missing.");
  case TC_COMMAND_TEXT:
  case TC_COMMAND_NOTHING:
  default:
    return _ ("The text is missing.");
  }
}

static void
answer_wrong (TcCommandEntry *self, const TcCommandLine *line)
{
  g_autofree char *usage = tc_command_verb_dup_usage (line->verb);
  const char *question = line->too_much ? _ ("That is more than this takes; nothing was done.")
                                        : ask_for (line->verb->args[line->n_args]);
  /* Translators: what is missing in a command or wrong with it, and how it is typed. */
  g_autofree char *text = g_strdup_printf (_ ("%s Type: %s"), question, usage);

  tc_suggest_entry_answer (self->entry, text);
}

static void
open_incident (TcCommandEntry *self, gint64 id)
{
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  finish (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", target);
}

static void
open_area (TcCommandEntry *self, const Row *row)
{
  const TcQueueFilter filter = {
      .kind = TC_QUEUE_MATCH, .match = TC_MATCH_AREA, .area_id = row->id, .at_us = tc_now_us ()};
  GVariant *target = tc_incident_filter_to_variant (&filter, row->title);

  finish (self);
  gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.show-list", target);
}

/* Where each kind of record stands: a panel, what is shown there, and how one is chosen. */
static const struct {
  TcCommandHitKind kind;
  const char *panel;  /* (nullable) */
  const char *list;   /* (nullable): state of journal-list */
  const char *action; /* (nullable): of the window; takes the id as x */
  const char *title;  /* (nullable): another, which takes the title as s */
  const char *plain;  /* (nullable): another, which takes nothing */
} places[] = {
    {TC_HIT_EVENT, "events", NULL, "win.event-select", NULL, NULL},
    {TC_HIT_RESOURCE, "events", NULL, "win.event-choose-resource", NULL, NULL},
    {TC_HIT_ENTRY, "journal", "all", "win.journal-select", NULL, NULL},
    {TC_HIT_SHEET, "journal", "sheets", "win.journal-select", NULL, NULL},
    {TC_HIT_UNIT, NULL, NULL, NULL, "win.show-unit", NULL},
    {TC_HIT_PERSON, NULL, NULL, NULL, NULL, "win.show-roster"},
};

/* FALSE: what is found has no place of its own. */
static gboolean
open_record (TcCommandEntry *self, const Row *row)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *title = g_strdup (row->title);
  gint64 id = row->id;
  guint i = 0;

  while (i < G_N_ELEMENTS (places) && places[i].kind != row->kind)
    i++;
  if (i == G_N_ELEMENTS (places))
    return FALSE;
  keep (self, title);
  finish (self);
  if (places[i].panel)
    gtk_widget_activate_action (widget, "win.panel", "s", places[i].panel);
  if (places[i].list && G_IS_ACTION_GROUP (root))
    g_action_group_change_action_state (G_ACTION_GROUP (root), "journal-list",
                                        g_variant_new_string (places[i].list));
  if (places[i].action)
    gtk_widget_activate_action (widget, places[i].action, "x", id);
  if (places[i].title)
    gtk_widget_activate_action (widget, places[i].title, "s", title);
  if (places[i].plain)
    gtk_widget_activate_action (widget, places[i].plain, NULL);
  return TRUE;
}

/* ---- rows ---- */

static Row *
add_row (TcCommandEntry *self, GArray *shown, const char *title, const char *second,
         const char *end)
{
  Row *row = g_new0 (Row, 1);
  TcSuggestion suggestion = {TC_SUGGEST_NONE, NULL, second, end};

  row->title = g_strdup (title);
  suggestion.title = row->title;
  g_ptr_array_add (self->rows, row);
  g_array_append_val (shown, suggestion);
  return row;
}

static void
add_verb (TcCommandEntry *self, GArray *shown, GPtrArray *texts, const TcCommandVerb *verb)
{
  char *usage = tc_command_verb_dup_usage (verb);

  g_ptr_array_add (texts, usage);
  add_row (self, shown, _ (verb->title), NULL, usage)->verb = verb;
}

static void
add_verbs (TcCommandEntry *self, GArray *shown, GPtrArray *texts)
{
  g_autofree char *text = tc_suggest_entry_dup_text (self->entry);
  g_autoptr (GPtrArray) verbs = tc_command_line_propose (self->verbs, text, VERBS_MAX);

  for (guint i = 0; i < verbs->len; i++)
    add_verb (self, shown, texts, verbs->pdata[i]);
}

/* Behind a verb that is typed there stays, below all else, how it is typed. */
static void
add_usage (TcCommandEntry *self, GArray *shown, GPtrArray *texts)
{
  g_autofree char *text = tc_suggest_entry_dup_text (self->entry);
  g_autoptr (TcCommandLine) line = tc_command_line_parse (self->verbs, text);

  if (line->verb && line->verb->usage && strchr (text, ' '))
    add_verb (self, shown, texts, line->verb);
}

/* What stands at the end of its row: a code, else what it is. (nullable) */
static const char *
word_end (const TcCommandHit *hit)
{
  switch (hit->kind) {
  case TC_HIT_AREA:
    return C_ ("place", "area");
  case TC_HIT_STREET:
    return C_ ("place", "place");
  case TC_HIT_EVENT:
    return C_ ("record", "big event");
  case TC_HIT_PERSON:
    return C_ ("record", "on duty");
  case TC_HIT_ENTRY:
    return C_ ("record", "journal");
  case TC_HIT_SHEET:
    return C_ ("record", "hand-over sheet");
  case TC_HIT_RESOURCE:
    return C_ ("record", "resource");
  default:
    return hit->code;
  }
}

static void
add_hit (TcCommandEntry *self, GArray *shown, const TcCommandHit *hit)
{
  Row *row = add_row (self, shown, hit->title, hit->second, word_end (hit));

  row->kind = hit->kind;
  row->id = hit->id;
  row->code = g_strdup (hit->code);
  if (hit->kind == TC_HIT_INCIDENT)
    g_array_index (shown, TcSuggestion, shown->len - 1).signal = (int) hit->signal;
}

/* @hits: (element-type TcCommandHit) */
static void
show_rows (TcCommandEntry *self, GPtrArray *hits, gboolean with_verbs)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, TRUE, sizeof (TcSuggestion));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_set_size (self->rows, 0);
  if (with_verbs)
    add_verbs (self, shown, texts);
  for (guint i = 0; i < hits->len; i++)
    add_hit (self, shown, hits->pdata[i]);
  if (with_verbs && self->rows->len < TC_SUGGEST_ROWS_MAX)
    add_usage (self, shown, texts);
  tc_suggest_entry_show (self->entry, (const TcSuggestion *) shown->data, shown->len);
}

/* ---- looking ---- */

static GCancellable *
start_looking (TcCommandEntry *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  return self->cancellable;
}

static void
completed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCommandEntry) self = data;
  g_autoptr (GPtrArray) hits = tc_command_complete_finish (TC_WORKER (source), result, NULL);

  /* What is proposed is a help: where it can't be read, Enter says why. */
  if (hits && self->box && self->desk)
    show_rows (self, hits, TRUE);
}

/* Where a code is typed the input method stands aside: with VNI "duytu1" would become "duytú". */
static gboolean
is_code (const char *text, gpointer data)
{
  TcCommandEntry *self = data;
  g_autoptr (TcCommandLine) line = tc_command_line_parse (self->verbs, text);
  TcCommandArg wanted = tc_command_line_get_wanted (line);

  return wanted == TC_COMMAND_INCIDENT || wanted == TC_COMMAND_UNIT ||
         wanted == TC_COMMAND_INCIDENTS || wanted == TC_COMMAND_PHONE;
}

static void
typed_cb (TcCommandEntry *self)
{
  g_autofree char *text = tc_suggest_entry_dup_text (self->entry);
  g_autoptr (TcCommandLine) line = NULL;
  g_autofree char *selected = find_selected (self);
  TcCommandAsking asking = {.selected = selected};
  GCancellable *cancellable = start_looking (self);

  self->recalled = self->history->len;
  g_clear_pointer (&self->sent, g_free);
  if (!self->desk || !tc_desk_get_reader (self->desk) || !*text) {
    tc_suggest_entry_close (self->entry);
    return;
  }
  line = tc_command_line_parse (self->verbs, text);
  asking.places = tc_desk_get_places (self->desk);
  asking.staff_id = tc_desk_get_person (self->desk);
  asking.names = (const char *const *) (tc_command_line_get_wanted (line) == TC_COMMAND_LIST
                                            ? self->lists
                                            : self->profiles);
  tc_command_complete_async (tc_desk_get_reader (self->desk), &asking, line, text, cancellable,
                             completed_cb, g_object_ref (self));
}

static void
show_found (TcCommandEntry *self, GArray *found)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < found->len; i++) {
    const TcIncidentRow *row = &g_array_index (found, TcIncidentRow, i);
    TcCommandHit *hit = g_new0 (TcCommandHit, 1);

    *hit = (TcCommandHit){TC_HIT_INCIDENT, row->id, row->code,
                          row->title,      NULL,    tc_incident_get_signal (row)};
    hit->second = tc_incident_word_second (row);
    g_ptr_array_add (texts, hit->second);
    g_ptr_array_add (hits, hit);
  }
  show_rows (self, hits, FALSE);
}

/* @error: (nullable) */
static void
answer_no_hits (TcCommandEntry *self, const GError *error)
{
  g_autofree char *text = NULL;
  double loading = 1;

  g_object_get (self->desk, "loading", &loading, NULL);
  text = tc_incident_word_no_hits (loading, tc_reading_watch_word (self->reading), error);
  tc_suggest_entry_answer (self->entry, text);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCommandEntry) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hits = tc_incident_search_finish (TC_WORKER (source), result, &error);

  if (!self->box || !self->desk || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!hits || hits->len == 0)
    answer_no_hits (self, error);
  else if (hits->len == 1)
    open_incident (self, g_array_index (hits, TcIncidentRow, 0).id);
  else
    show_found (self, hits);
}

static void
search (TcCommandEntry *self, const char *text)
{
  if (!self->desk || !tc_desk_get_reader (self->desk))
    return;
  keep (self, text);
  tc_incident_search_async (tc_desk_get_reader (self->desk), text, start_looking (self), found_cb,
                            g_object_ref (self));
}

/* ---- keys ---- */

static void
entered_cb (TcCommandEntry *self)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (self->entry);
  g_autofree char *text = g_strstrip (g_strdup (typed));
  g_autoptr (TcCommandLine) line = NULL;

  if (!*text || !self->desk)
    return;
  /* What is answered isn't covered by a proposal that comes late. */
  g_cancellable_cancel (self->cancellable);
  if (g_utf8_strlen (text, -1) > TC_COMMAND_CHARS_MAX) {
    tc_suggest_entry_answer (self->entry, _ ("That is too long for a command; nothing was done."));
    return;
  }
  line = tc_command_line_parse (self->verbs, text);
  if (!line->verb)
    search (self, text);
  else if (line->whole)
    carry_out (self, line, text);
  else
    answer_wrong (self, line);
}

static void
write_on (TcCommandEntry *self, const char *text)
{
  tc_suggest_entry_set_text (self->entry, text);
  typed_cb (self);
}

/* What stands before the argument that is being typed, with its space. (transfer full) */
static char *
dup_before (const TcCommandLine *line, const char *typed)
{
  g_autofree char *wanted = tc_command_line_dup_wanted (line);
  const char *at = g_strrstr (typed, wanted);

  return *wanted && at ? g_strndup (typed, (gsize) (at - typed)) : g_strdup (line->head);
}

/* Puts what the row says into the line; what is to be typed next is proposed. */
static void
take_over (TcCommandEntry *self, const Row *row)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (self->entry);
  g_autoptr (TcCommandLine) line = tc_command_line_parse (self->verbs, typed);
  g_autofree char *word = row->verb ? tc_command_verb_dup_word (row->verb) : NULL;
  g_autofree char *before = line->verb ? dup_before (line, typed) : NULL, *text = NULL;
  gboolean last = row->kind == TC_HIT_UNIT || row->kind == TC_HIT_NAME;

  if (row->verb && row->verb == line->verb && line->n_args > 0)
    return;
  if (row->verb)
    text = g_strconcat (word, row->verb->args[0] != TC_COMMAND_NOTHING ? " " : "", NULL);
  else if (line->verb)
    text = g_strconcat (before, row->code ? row->code : row->title, last ? "" : " ", NULL);
  else
    text = g_strdup (row->code ? row->code : row->title);
  write_on (self, text);
}

static gboolean
complete_cb (TcCommandEntry *self, guint index)
{
  if (index < self->rows->len)
    take_over (self, self->rows->pdata[index]);
  return TRUE;
}

static void
chosen_cb (TcCommandEntry *self, guint index)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (self->entry);
  g_autoptr (TcCommandLine) line = tc_command_line_parse (self->verbs, typed);
  const Row *row = index < self->rows->len ? self->rows->pdata[index] : NULL;

  if (!row || !self->desk)
    return;
  if (row->verb && row->verb == line->verb && line->n_args > 0) {
    entered_cb (self);
    return;
  }
  if (row->verb && row->verb->args[0] == TC_COMMAND_NOTHING) {
    g_autofree char *word = tc_command_verb_dup_word (row->verb);
    TcCommandLine chosen = {.verb = row->verb, .whole = TRUE};
    carry_out (self, &chosen, word);
  } else if (row->verb || line->verb) {
    take_over (self, row);
  } else if (row->kind == TC_HIT_INCIDENT) {
    keep (self, row->code);
    open_incident (self, row->id);
  } else if (row->kind == TC_HIT_AREA) {
    open_area (self, row);
  } else if (!open_record (self, row)) {
    g_autofree char *title = g_strdup (row->title);
    tc_suggest_entry_set_text (self->entry, title);
    search (self, title);
  }
}

static gboolean
recall_cb (TcCommandEntry *self, gboolean older)
{
  guint n = self->history->len;

  if (older ? self->recalled == 0 : self->recalled >= n)
    return older && n > 0;
  if (self->recalled >= n) {
    g_free (self->typed);
    self->typed = tc_suggest_entry_dup_text (self->entry);
  }
  self->recalled = older ? self->recalled - 1 : self->recalled + 1;
  tc_suggest_entry_close (self->entry);
  tc_suggest_entry_set_text (self->entry, self->recalled < n ? self->history->pdata[self->recalled]
                                                             : self->typed);
  return TRUE;
}

/* Escape clears what is typed, then goes back to where one was. */
static gboolean
escaped_cb (TcCommandEntry *self)
{
  g_autofree char *text = tc_suggest_entry_dup_text (self->entry);

  if (*text)
    finish (self);
  else
    leave (self);
  return TRUE;
}

/* ---- object ---- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCommandEntry) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = tc_command_history_load_finish (TC_DESK (source), result, &error);

  if (!lines)
    g_message ("the history of the command line can't be read: %s", error->message);
  if (!lines || self->desk != TC_DESK (source))
    return;
  /* What was typed meanwhile stays the newest. */
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_insert (self->history, (int) i, g_strdup (lines->pdata[i]));
  self->recalled = self->history->len;
}

void
tc_command_entry_set_desk (TcCommandEntry *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_COMMAND_ENTRY (self));
  g_set_object (&self->desk, desk);
  g_clear_object (&self->reading);
  if (desk)
    self->reading = tc_reading_watch_new (desk, TC_SCOPE_INCIDENTS);
  g_ptr_array_set_size (self->history, 0);
  self->recalled = 0;
  g_clear_pointer (&self->sent, g_free);
  finish (self);
  if (desk)
    tc_command_history_load_async (desk, tc_desk_get_person (desk), loaded_cb, g_object_ref (self));
}

void
tc_command_entry_set_verbs (TcCommandEntry *self, GPtrArray *verbs)
{
  g_return_if_fail (TC_IS_COMMAND_ENTRY (self));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_unref (self->verbs);
  self->verbs = g_ptr_array_ref (verbs);
}

void
tc_command_entry_set_where (TcCommandEntry *self, GtkWidget *panel, char **lists)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_return_if_fail (TC_IS_COMMAND_ENTRY (self));
  g_set_weak_pointer (&self->panel, TC_IS_PANEL (panel) ? TC_PANEL (panel) : NULL);
  g_strfreev (self->lists);
  g_strfreev (self->profiles);
  self->lists = g_strdupv (lists);
  self->profiles = tc_profile_store_list (settings);
}

static gboolean
tc_command_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_COMMAND_ENTRY (widget)->entry));
}

static void
tc_command_entry_dispose (GObject *object)
{
  TcCommandEntry *self = TC_COMMAND_ENTRY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->reading);
  g_clear_object (&self->desk);
  g_clear_weak_pointer (&self->panel);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_command_entry_parent_class)->dispose (object);
}

static void
tc_command_entry_finalize (GObject *object)
{
  TcCommandEntry *self = TC_COMMAND_ENTRY (object);

  g_ptr_array_unref (self->verbs);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->history);
  g_strfreev (self->lists);
  g_strfreev (self->profiles);
  g_free (self->typed);
  g_free (self->sent);
  G_OBJECT_CLASS (tc_command_entry_parent_class)->finalize (object);
}

static void
tc_command_entry_class_init (TcCommandEntryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_command_entry_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_command_entry_finalize;
  widget_class->grab_focus = tc_command_entry_grab_focus;
  widget_class->focus = tc_focus_children;
  done_signal = g_signal_new ("done", TC_TYPE_COMMAND_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
  begun_signal = g_signal_new ("begun", TC_TYPE_COMMAND_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  g_type_ensure (TC_TYPE_SUGGEST_ENTRY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-command-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, TcCommandEntry, box);
  gtk_widget_class_bind_template_child (widget_class, TcCommandEntry, entry);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, recall_cb);
  gtk_widget_class_bind_template_callback (widget_class, escaped_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
begun_cb (TcCommandEntry *self)
{
  g_signal_emit (self, begun_signal, 0);
}

static void
tc_command_entry_init (TcCommandEntry *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->verbs = g_ptr_array_new ();
  self->rows = g_ptr_array_new_with_free_func (free_row);
  self->history = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_suggest_entry_set_plain_func (self->entry, is_code, self);
  g_signal_connect_object (focus, "enter", G_CALLBACK (begun_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
