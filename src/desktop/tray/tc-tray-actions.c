/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done with entries of the tray: each an action of the window. What is refused again, or
 * can't be kept, is said beside the entry, and the entry stays.
 */
#include "tc-tray-panel-private.h"

#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-put-by.h"
#include "tc-refusal-words.h"
#include "tc-tray-words.h"

#include <glib/gi18n-lib.h>

#define SET_ASIDE "set-aside"
#define EDIT "edit"

static const TcPanelKey keys[] = {
    {"e", "tray-edit", N_ ("Change and send again")},
    {"s", "tray-resend", N_ ("Send again as it is")},
    {"t", "tray-way", N_ ("Take over, or send to where it was merged")},
    {"o", "tray-open", N_ ("Open the incident")},
    {"x", "tray-set-aside", N_ ("Set aside, with a reason")},
    {"m", "tray-mark", N_ ("Mark, to set aside several at once")},
    {"a", "tray-mark-all", N_ ("Mark all, or none")},
    {"u", "tray-undo", N_ ("Take back that it was set aside")},
    {"<Control>s", "tray-save-list", N_ ("Save the list for a spreadsheet")},
    {"<Control>p", "tray-print-list", N_ ("Print the list")},
    {"Escape", "tray-cancel", N_ ("Close what is being typed")},
    {NULL, NULL, NULL},
};

/* Each is done with what is selected on the panel, which is shown. */
static const TcCommandVerb verbs[] = {
    {.words = NC_ ("command", "repair;correct"),
     .title = N_ ("Change what needs attention and send it again"),
     .action = "tray-do",
     .target = "tray-edit"},
    {.words = NC_ ("command", "send again;resend"),
     .title = N_ ("Send what needs attention again as it is"),
     .action = "tray-do",
     .target = "tray-resend"},
    {.words = NC_ ("command", "another way"),
     .title = N_ ("Take over, or send to where it was merged, what needs attention"),
     .action = "tray-do",
     .target = "tray-way"},
    {.words = NC_ ("command", "set aside"),
     .usage = N_ ("REASON"),
     .title = N_ ("Set aside what needs attention, with the reason"),
     .action = "tray-set-aside-typed",
     .args = {TC_COMMAND_TEXT},
     .n_optional = 1},
    {NULL},
};

const TcCommandVerb *
tc_tray_panel_list_verbs (void)
{
  return verbs;
}

const TcPanelKey *
tc_tray_panel_list_keys (void)
{
  return keys;
}

static const TcTrayEntry *
get_selected (TcTrayPanel *self)
{
  return tc_tray_panel_find (self, self->selected);
}

static gboolean
is_settling (TcTrayPanel *self, gint64 seq)
{
  return g_hash_table_contains (self->settling, &seq);
}

/* ---- what can be done ---- */

void
tc_tray_panel_enable_actions (TcTrayPanel *self)
{
  const TcTrayEntry *entry = get_selected (self);
  gboolean open = entry && !entry->settled_us && !is_settling (self, entry->seq);
  gboolean known = open && self->detail;
  TcTrayWay way = known && self->can_way ? tc_tray_find_way (entry, self->detail) : TC_TRAY_NO_WAY;
  g_autofree char *verb = known ? tc_tray_word_way (self->detail, way) : NULL;
  guint n_marked = g_hash_table_size (self->marked);

  if (!self->window)
    return;
  tc_tray_work_set_way (self->work, verb);
  tc_tray_work_set_marked (self->work, n_marked);
  tc_panel_enable (self->window, "tray-way", verb != NULL);
  tc_panel_enable (self->window, "tray-edit", open && tc_tray_get_form (entry).argument != NULL);
  tc_panel_enable (self->window, "tray-resend", known && self->can_resend);
  tc_panel_enable (self->window, "tray-set-aside", open || n_marked > 0);
  tc_panel_enable (self->window, "tray-mark", open);
  tc_panel_enable (self->window, "tray-mark-all", !self->settled && self->entries->len > 0);
  tc_panel_enable (self->window, "tray-undo",
                   entry && g_strcmp0 (entry->settled_how, SET_ASIDE) == 0);
  tc_panel_enable (self->window, "tray-open", self->detail && self->detail->detail);
}

/* ---- what would become of it ---- */

typedef struct {
  TcTrayPanel *panel; /* (owned) */
  gint64 seq;
  gboolean way; /* not as it was: another way */
} Trying;

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Trying *trying = data;
  g_autoptr (TcTrayPanel) self = trying->panel;
  g_autoptr (TcVerdict) verdict = tc_desk_settle_finish (TC_DESK (source), result, NULL);
  g_autofree char *why = NULL, *text = NULL;
  gboolean can = verdict && !verdict->refusal;

  /* Another one is looked at by now. */
  if (!self->desk || self->selected != trying->seq)
    return;
  if (trying->way) {
    self->can_way = can;
    tc_tray_panel_enable_actions (self);
    return;
  }
  self->can_resend = can;
  if (verdict && verdict->refusal) {
    why = tc_refusal_word (verdict->refusal, tc_now_us ());
    /* Translators: why sending an operation again, unchanged, would be refused: a sentence. */
    text = g_strdup_printf (_ ("As it is, it would be refused again: %s"), why);
  }
  tc_tray_work_set_outlook (self->work, text);
  tc_tray_panel_enable_actions (self);
}

/* @args: (nullable) (transfer floating) */
static void
try (TcTrayPanel *self, gint64 seq, GVariant *args)
{
  Trying *trying = g_new0 (Trying, 1);

  *trying = (Trying){g_object_ref (self), seq, args != NULL};
  tc_desk_try_async (self->desk, seq, args, tried_cb, trying);
}

void
tc_tray_panel_look_ahead (TcTrayPanel *self, const TcTrayEntry *entry)
{
  TcTrayWay way = tc_tray_find_way (entry, self->detail);

  if (entry->settled_us)
    return;
  try (self, entry->seq, NULL);
  if (way != TC_TRAY_NO_WAY)
    try (self, entry->seq, tc_tray_make_way (entry, self->detail, way));
}

/* ---- dealing with entries ---- */

typedef struct {
  TcTrayPanel *panel; /* (owned) */
  GArray *seqs;       /* (owned) (element-type gint64) */
  const char *typed;  /* (nullable): what the composer was open for */
  gint64 subject_id;  /* likewise */
  const char *done;   /* what is said when it is; for gettext; NULL: see settled_cb() */
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->panel);
  g_array_unref (doing->seqs);
  g_free (doing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

static void
let_settle (TcTrayPanel *self, const GArray *seqs, gboolean settling)
{
  for (guint i = 0; i < seqs->len; i++) {
    gint64 seq = g_array_index (seqs, gint64, i);

    if (settling)
      g_hash_table_add (self->settling, g_memdup2 (&seq, sizeof seq));
    else
      g_hash_table_remove (self->settling, &seq);
  }
  tc_tray_panel_enable_actions (self);
}

static GVariant *
make_target (const GArray *seqs)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, seqs->data, seqs->len, sizeof (gint64));
}

static void
say_done (const Doing *doing)
{
  GtkWidget *panel = GTK_WIDGET (doing->panel);
  guint n = doing->seqs->len;
  g_autofree char *text = NULL;

  if (doing->done) {
    tc_panel_say (panel, _ (doing->done));
    return;
  }
  text = g_strdup_printf (ngettext ("%u set aside; it is kept under “Dealt with”.",
                                    "%u set aside; they are kept under “Dealt with”.", n),
                          n);
  tc_panel_say_undo (panel, text, _ ("Take back"), "win.tray-take-back", make_target (doing->seqs));
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcTrayPanel *self = doing->panel;
  TcComposer *composer = tc_tray_work_get_composer (self->work);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_desk_settle_finish (TC_DESK (source), result, &error);
  g_autofree char *trouble = tc_verdict_word (verdict, error);

  if (!self->desk)
    return;
  let_settle (self, doing->seqs, FALSE);
  if (!trouble) {
    if (doing->typed)
      tc_composer_done (composer, doing->typed, doing->subject_id);
    say_done (doing);
    return;
  }
  if (doing->typed)
    tc_composer_failed (composer, doing->typed, doing->subject_id,
                        doing->subject_id == self->selected || doing->subject_id == 0);
  if (self->selected == g_array_index (doing->seqs, gint64, 0))
    tc_tray_work_show_trouble (self->work, trouble);
  else
    tc_panel_say (GTK_WIDGET (self), trouble);
}

/* @seqs: taken */
static Doing *
start (TcTrayPanel *self, GArray *seqs, const char *done)
{
  Doing *doing = g_new0 (Doing, 1);

  *doing = (Doing){g_object_ref (self), seqs, NULL, 0, done};
  tc_tray_work_show_trouble (self->work, NULL);
  let_settle (self, seqs, TRUE);
  return doing;
}

static GArray *
make_seqs (gint64 seq)
{
  GArray *seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (seqs, seq);
  return seqs;
}

static void
resend_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;

  tc_desk_resend_async (self->desk, self->selected, NULL, settled_cb,
                        start (self, make_seqs (self->selected), N_ ("Sent again.")));
}

static void
way_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  const TcTrayEntry *entry = get_selected (self);
  TcTrayWay way = entry && self->detail ? tc_tray_find_way (entry, self->detail) : TC_TRAY_NO_WAY;

  if (way == TC_TRAY_NO_WAY)
    return;
  tc_desk_resend_async (self->desk, entry->seq, tc_tray_make_way (entry, self->detail, way),
                        settled_cb, start (self, make_seqs (entry->seq), N_ ("Sent again.")));
}

static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  g_autofree char *id = NULL;

  if (!self->detail || !self->detail->detail)
    return;
  id = g_strdup_printf ("%" G_GINT64_FORMAT, self->detail->incident_id);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "open", g_variant_new_string (id));
}

/* ---- marks ---- */

static void
toggle_mark (TcTrayPanel *self, gint64 seq)
{
  const TcTrayEntry *entry = tc_tray_panel_find (self, seq);

  if (!entry || entry->settled_us)
    return;
  if (!g_hash_table_remove (self->marked, &seq))
    g_hash_table_add (self->marked, g_memdup2 (&seq, sizeof seq));
  tc_tray_panel_refill (self);
  tc_tray_panel_enable_actions (self);
}

static void
mark_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  toggle_mark (data, ((TcTrayPanel *) data)->selected);
}

static void
mark_one_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  toggle_mark (data, g_variant_get_int64 (target));
}

static void
mark_all_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  gboolean all = g_hash_table_size (self->marked) == self->entries->len;

  g_hash_table_remove_all (self->marked);
  for (guint i = 0; !all && i < self->entries->len; i++) {
    const TcTrayEntry *entry = self->entries->pdata[i];

    g_hash_table_add (self->marked, g_memdup2 (&entry->seq, sizeof entry->seq));
  }
  tc_tray_panel_refill (self);
  tc_tray_panel_enable_actions (self);
}

/* (transfer full) (element-type gint64): in the order of the list. */
static GArray *
list_marked (TcTrayPanel *self)
{
  GArray *seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->entries->len; i++) {
    const TcTrayEntry *entry = self->entries->pdata[i];

    if (g_hash_table_contains (self->marked, &entry->seq))
      g_array_append_val (seqs, entry->seq);
  }
  return seqs;
}

/* ---- what takes a text ---- */

/* Which of the reasons @entry has; -1: none of them can be chosen. */
static int
find_reason (const TcTrayEntry *entry)
{
  TcTrayForm form = tc_tray_get_form (entry);
  const char *choice = NULL;

  if (!form.choice || !g_variant_lookup (entry->args, form.choice, "&s", &choice))
    return -1;
  for (int i = 0; tc_close_reasons[i]; i++)
    if (g_str_equal (tc_close_reasons[i], choice))
      return i;
  return -1;
}

static void
compose (TcTrayPanel *self, TcComposerForm form)
{
  tc_composer_open (tc_tray_work_get_composer (self->work), &form);
}

/* What the person typed stands in the field again, to be changed; or as it was changed before. */
static void
edit_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const TcTrayEntry *entry = get_selected (data);
  g_autofree const char **words = tc_put_by_word_reasons (tc_close_reasons);
  TcTrayForm form = {NULL};
  const char *text = "";
  int reason = entry ? find_reason (entry) : -1;

  if (!entry)
    return;
  form = tc_tray_get_form (entry);
  if (form.argument)
    g_variant_lookup (entry->args, form.argument, "&s", &text);
  compose (data, (TcComposerForm){.action = EDIT,
                                  .subject_id = entry->seq,
                                  .title = tc_incident_word_operation (entry->operation),
                                  .verb = C_ ("verb", "Send again"),
                                  .choices = reason >= 0 ? words : NULL,
                                  .text = text,
                                  .choice = (guint) MAX (reason, 0),
                                  .required = form.required});
}

/* Of those that are marked, else of the selection. */
static void
set_aside_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  guint n = g_hash_table_size (self->marked);
  g_autofree char *title = n > 0 ? g_strdup_printf (
                                       ngettext ("Why %u is set aside (kept with it)",
                                                 "Why %u are set aside (kept with each)", n),
                                       n)
                                 : g_strdup (_ ("Why it is set aside (kept with it)"));

  compose (self, (TcComposerForm){.action = SET_ASIDE,
                                  .subject_id = n > 0 ? 0 : self->selected,
                                  .title = title,
                                  .verb = C_ ("verb", "Set aside"),
                                  .required = TRUE});
}

static void
send_text_cb (TcTrayPanel *self, const char *action, gint64 seq, const char *text, guint choice)
{
  const TcTrayEntry *entry = tc_tray_panel_find (self, seq);
  gboolean edit = g_str_equal (action, EDIT);
  g_autoptr (GArray) seqs = seq ? make_seqs (seq) : list_marked (self);
  const char *reason = NULL;
  Doing *doing = NULL;

  /* Somebody has dealt with it, or taken the marks away. */
  if ((edit && !entry) || seqs->len == 0) {
    tc_composer_failed (tc_tray_work_get_composer (self->work), action, seq, TRUE);
    return;
  }
  doing = start (self, g_array_ref (seqs), edit ? N_ ("Changed and sent again.") : NULL);
  doing->typed = g_intern_string (action);
  doing->subject_id = seq;
  if (!edit) {
    tc_desk_set_aside_async (self->desk, seqs, text, settled_cb, doing);
    return;
  }
  reason = find_reason (entry) >= 0 ? tc_put_by_get_reason (tc_close_reasons, choice) : NULL;
  tc_desk_resend_async (self->desk, seq, tc_tray_edit (entry, text, reason), settled_cb, doing);
}

/* ---- what was typed in the command line ---- */

/* Shows the panel; FALSE, and answers, if @action can't be done with what is selected there. */
static gboolean
show_for (TcTrayPanel *self, const char *action)
{
  GActionGroup *window = G_ACTION_GROUP (self->window);

  g_action_group_activate_action (window, "panel", g_variant_new_string ("tray"));
  if (g_action_group_get_action_enabled (window, action))
    return TRUE;
  tc_panel_answer (GTK_WIDGET (self), FALSE,
                   _ ("That can't be done with what is selected here; nothing was done."));
  return FALSE;
}

static void
do_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  const char *wanted = g_variant_get_string (target, NULL);

  if (show_for (self, wanted))
    g_action_group_activate_action (G_ACTION_GROUP (self->window), wanted, NULL);
}

static void
set_aside_typed_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  const char *reason = g_variant_get_string (target, NULL);

  if (!show_for (self, "tray-set-aside"))
    return;
  tc_panel_answer (GTK_WIDGET (self), TRUE, "");
  if (*reason)
    send_text_cb (self, SET_ASIDE, g_hash_table_size (self->marked) > 0 ? 0 : self->selected,
                  reason, 0);
  else
    set_aside_cb (NULL, NULL, self);
}

/* ---- taking back ---- */

static void
take_back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  gsize n = 0;
  const gint64 *ids = g_variant_get_fixed_array (target, &n, sizeof (gint64));
  GArray *seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (seqs, ids, (guint) n);
  tc_desk_take_back_async (self->desk, seqs, settled_cb,
                           start (self, seqs, N_ ("It needs attention again.")));
}

static void
undo_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  GArray *seqs = make_seqs (self->selected);

  tc_desk_take_back_async (self->desk, seqs, settled_cb,
                           start (self, seqs, N_ ("It needs attention again.")));
}

/* ---- the table ---- */

static void
select_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_tray_panel_choose (data, g_variant_get_int64 (target));
}

static void
filter_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcTrayPanel *self = data;

  g_simple_action_set_state (action, state);
  self->settled = g_str_equal (g_variant_get_string (state, NULL), "settled");
  tc_tray_panel_read (self);
}

void
tc_tray_panel_add_actions (TcTrayPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "tray-select", .activate = select_cb, .parameter_type = "x"},
      {.name = "tray-filter", .parameter_type = "s", .state = "'open'", .change_state = filter_cb},
      {.name = "tray-do", .activate = do_cb, .parameter_type = "s"},
      {.name = "tray-set-aside-typed", .activate = set_aside_typed_cb, .parameter_type = "s"},
      {.name = "tray-edit", .activate = edit_cb},
      {.name = "tray-resend", .activate = resend_cb},
      {.name = "tray-way", .activate = way_cb},
      {.name = "tray-open", .activate = open_cb},
      {.name = "tray-set-aside", .activate = set_aside_cb},
      {.name = "tray-mark", .activate = mark_cb},
      {.name = "tray-mark-one", .activate = mark_one_cb, .parameter_type = "x"},
      {.name = "tray-mark-all", .activate = mark_all_cb},
      {.name = "tray-undo", .activate = undo_cb},
      {.name = "tray-take-back", .activate = take_back_cb, .parameter_type = "ax"},
  };
  TcComposer *composer = tc_tray_work_get_composer (self->work);

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_composer_add_actions (composer, window, "tray-");
  tc_composer_set_drafts (composer, tc_drafts_of (self->desk));
  g_signal_connect_object (composer, "send", G_CALLBACK (send_text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (composer, "left", G_CALLBACK (gtk_widget_grab_focus), self,
                           G_CONNECT_SWAPPED);
}
