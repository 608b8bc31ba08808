/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is looked at before several are merged; see the header. Rows are made anew when they are
 * read anew; the focus stays on the same incident.
 */
#include "tc-merge-sheet.h"

#include "tc-debounce.h"
#include "tc-enter-key.h"
#include "tc-id.h"
#include "tc-incident-merging.h"
#include "tc-refusal-words.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define READ_INTERVAL_MS 300
/* An Enter that began before the rows stood there is none for them. */
#define DEAF_US (G_TIME_SPAN_SECOND / 2)
/* How high the rows become, in pixels, before they scroll. */
#define ROWS_HEIGHT_MAX 400

struct _TcMergeSheet {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all down to merge */
  GtkLabel *title;
  GtkListBox *list;
  GtkLabel *told;
  GtkWidget *merge;
  TcWorker *reader;      /* (owned) (nullable): while it is open */
  GArray *ids;           /* (owned) (element-type gint64) */
  gint64 chosen_id;      /* that a person made lead; 0 */
  GHashTable *left;      /* (owned) (element-type gint64): left out */
  TcMerging *merging;    /* (owned) (nullable): as it was read last */
  GCancellable *reading; /* (owned): of what was asked last */
  TcDebounce *reread;    /* (owned) (nullable): not after dispose */
  gboolean take_focus;   /* once the rows stand there */
  gboolean asked;        /* what is read is what a person asked for */
  gboolean changed;      /* by itself, and nobody has said yet that he saw it */
  gint64 shown_us;       /* when they stood there first; of g_get_monotonic_time() */
};

G_DEFINE_FINAL_TYPE (TcMergeSheet, tc_merge_sheet, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  CONFIRMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_leader (TcMergeSheet *self, const TcMergeMember *member)
{
  return member->facts.row.id == self->merging->leader_id;
}

static gboolean
can_merge (TcMergeSheet *self, const TcMergeMember *member)
{
  return self->merging->leader_id != 0 && !is_leader (self, member) &&
         !(member->warnings & TC_MERGE_IMPOSSIBLE);
}

static gboolean
is_merged (TcMergeSheet *self, const TcMergeMember *member)
{
  return can_merge (self, member) && !g_hash_table_contains (self->left, &member->facts.row.id);
}

/* (transfer full) (element-type gint64) */
static GArray *
list_merged (TcMergeSheet *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->merging->members->len; i++) {
    const TcMergeMember *member = &g_array_index (self->merging->members, TcMergeMember, i);
    if (is_merged (self, member))
      g_array_append_val (ids, member->facts.row.id);
  }
  return ids;
}

/* ---- what is said of all ---- */

/* Those with @merged, those left out without; of the first those that look unlike in @warned. */
static guint
count (TcMergeSheet *self, gboolean merged, guint *warned)
{
  guint n = 0;

  *warned = 0;
  for (guint i = 0; i < self->merging->members->len; i++) {
    const TcMergeMember *member = &g_array_index (self->merging->members, TcMergeMember, i);
    if (is_leader (self, member) || is_merged (self, member) != merged)
      continue;
    n++;
    *warned += member->warnings != 0;
  }
  return n;
}

/* @sentence: (transfer full) */
static void
append_sentence (GString *text, char *sentence)
{
  g_autofree char *owned = sentence;

  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", owned);
}

static char *
word_told (TcMergeSheet *self)
{
  guint warned, unused;
  guint n = count (self, TRUE, &warned), left = count (self, FALSE, &unused);
  GString *text = g_string_new (NULL);

  if (self->changed)
    append_sentence (
        text, g_strdup_printf ("▲ %s", _ ("It changed while you looked: look again, then merge.")));
  if (self->merging->leader_id == 0)
    append_sentence (
        text, g_strdup (_ ("None of these can take in the others: they are merged or ended.")));
  else if (n == 0)
    append_sentence (text, g_strdup (_ ("Nothing is left that can be merged.")));
  if (warned > 0)
    append_sentence (
        text,
        g_strdup_printf (ngettext ("%u looks like another matter: look at it first.",
                                   "%u look like another matter: look at them first.", warned),
                         warned));
  if (left > 0)
    append_sentence (
        text,
        g_strdup_printf (ngettext ("%u stays as it is.", "%u stay as they are.", left), left));
  if (n > 0)
    append_sentence (text, g_strdup (_ ("All reporters are kept. It can be taken back.")));
  return g_string_free (text, FALSE);
}

static void
tell (TcMergeSheet *self)
{
  const char *code = tc_merge_sheet_get_leader_code (self);
  g_autofree char *title = NULL, *told = NULL;
  guint n = 0, warned;

  if (!self->merging) {
    gtk_label_set_label (self->title, _ ("Comparing…"));
    gtk_label_set_label (self->told, "");
    return;
  }
  n = count (self, TRUE, &warned);
  if (code)
    title = g_strdup_printf (
        /* Translators: how many, and the code of the incident into which they go. */
        ngettext ("Merge %u incident into %s", "Merge %u incidents into %s", n), n, code);
  told = word_told (self);
  gtk_label_set_label (self->title, title ? title : _ ("They can't be merged"));
  gtk_label_set_label (self->told, told);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->merge), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  told, -1);
}

/* ---- rows ---- */

static GtkWidget *
make_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, class);
  return label;
}

/* What a row says, a line each; the last is (nullable). */
typedef struct {
  char *title;   /* (owned) */
  char *beside;  /* (owned) */
  char *reason;  /* (owned) (nullable): of what leads */
  char *against; /* (owned) (nullable) */
} Words;

static Words
word_member (TcMergeSheet *self, const TcMergeMember *member)
{
  const TcIncidentRow *row = &member->facts.row;
  gboolean leads = is_leader (self, member);
  g_autofree char *beside = tc_merging_word_member (member, leads);
  g_autofree char *against = tc_merging_word_warnings (member);
  Words words = {.title = g_strdup (row->title)};

  words.beside = *beside ? g_strdup_printf ("%s · %s", row->code, beside) : g_strdup (row->code);
  if (leads)
    words.reason = g_strdup (tc_merging_word_reason (self->merging->reason));
  if (against)
    words.against = g_strdup_printf ("▲ %s", against);
  return words;
}

static void
clear_words (Words *words)
{
  g_free (words->title);
  g_free (words->beside);
  g_free (words->reason);
  g_free (words->against);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, clear_words)

static GtkWidget *
make_lines (const Words *words)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (lines), make_label (words->title, "row-title"));
  gtk_box_append (GTK_BOX (lines), make_label (words->beside, "caption"));
  if (words->reason)
    gtk_box_append (GTK_BOX (lines), make_label (words->reason, "row-title"));
  if (words->against)
    gtk_box_append (GTK_BOX (lines), make_label (words->against, "refusal"));
  gtk_widget_set_hexpand (lines, TRUE);
  return lines;
}

/* The row is what is activated; of what leads it is no box to mark. */
static GtkWidget *
make_mark (TcMergeSheet *self, const TcMergeMember *member)
{
  GtkWidget *mark = gtk_check_button_new ();

  gtk_widget_set_can_focus (mark, FALSE);
  gtk_widget_set_can_target (mark, FALSE);
  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_set_sensitive (mark, can_merge (self, member));
  gtk_widget_set_opacity (mark, is_leader (self, member) ? 0 : 1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (mark), is_merged (self, member));
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  member->facts.row.title, -1);
  return mark;
}

static GtkWidget *
make_lead_button (const TcMergeMember *member)
{
  GtkWidget *button = gtk_button_new_with_label (C_ ("merging", "Let it lead"));
  /* Translators: the title of an incident. */
  g_autofree char *spoken = g_strdup_printf (_ ("Let it lead: %s"), member->facts.row.title);

  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.merge-lead");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", member->facts.row.id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  return button;
}

static void
add_row (TcMergeSheet *self, const TcMergeMember *member)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_auto (Words) words = word_member (self, member);
  const char *const parts[] = {words.title, words.beside, words.reason, words.against};
  g_autoptr (GString) spoken = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i])
      g_string_append_printf (spoken, "%s%s", i > 0 ? ", " : "", parts[i]);
  gtk_box_append (GTK_BOX (box), make_mark (self, member));
  gtk_box_append (GTK_BOX (box), make_lines (&words));
  if (!is_leader (self, member) && member->can_lead)
    gtk_box_append (GTK_BOX (box), make_lead_button (member));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), can_merge (self, member));
  if (can_merge (self, member)) {
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.merge-leave");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", member->facts.row.id);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken->str,
                                  -1);
  gtk_list_box_append (self->list, row);
}

/* FALSE while it is read for another that is to lead. */
static gboolean
is_true (TcMergeSheet *self)
{
  return self->reader && self->merging &&
         (self->chosen_id == 0 || self->chosen_id == self->merging->leader_id);
}

/* @button: rather what makes it lead, if it has that still */
static void
focus_row (TcMergeSheet *self, gint64 incident_id, gboolean button)
{
  GtkListBoxRow *row = NULL;
  GtkWidget *last = NULL;
  guint at = 0;

  for (guint i = 0; i < self->merging->members->len; i++)
    if (g_array_index (self->merging->members, TcMergeMember, i).facts.row.id == incident_id)
      at = i;
  row = gtk_list_box_get_row_at_index (self->list, (int) at);
  last = gtk_widget_get_last_child (gtk_list_box_row_get_child (row));
  gtk_widget_grab_focus (button && GTK_IS_BUTTON (last) ? last : GTK_WIDGET (row));
}

/* (nullable) */
static GtkWidget *
find_keyboard (TcMergeSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root ? gtk_root_get_focus (root) : NULL;
}

/* The incident whose row has the keyboard; 0. @button: (out): what makes it lead has it */
static gint64
find_focus (TcMergeSheet *self, gboolean *button)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  int at = GTK_IS_LIST_BOX_ROW (child) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (child)) : -1;

  *button = at >= 0 && GTK_IS_BUTTON (find_keyboard (self));
  if (at < 0 || !self->merging || at >= (int) self->merging->members->len)
    return 0;
  return g_array_index (self->merging->members, TcMergeMember, at).facts.row.id;
}

/* Not from what somebody is typing since. */
static gboolean
may_take_focus (TcMergeSheet *self)
{
  GtkWidget *focus = find_keyboard (self);

  return self->take_focus &&
         (!GTK_IS_TEXT_VIEW (focus) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)));
}

/* What can't be merged was not looked at as something that is: once it can, it stays out. */
static void
leave_new (TcMergeSheet *self)
{
  for (guint i = 0; i < self->merging->members->len; i++) {
    const TcMergeMember *member = &g_array_index (self->merging->members, TcMergeMember, i);
    if (!is_leader (self, member) && (member->warnings & TC_MERGE_IMPOSSIBLE) &&
        !g_hash_table_contains (self->left, &member->facts.row.id))
      g_hash_table_add (self->left, g_memdup2 (&member->facts.row.id, sizeof (gint64)));
  }
}

static gboolean
is_equal (GArray *a, GArray *b)
{
  return a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (gint64)) == 0;
}

/* @merging: (transfer full) */
static void
show (TcMergeSheet *self, TcMerging *merging)
{
  g_autoptr (GArray) would = self->merging ? list_merged (self) : NULL, will = NULL;
  gint64 led = self->merging ? self->merging->leader_id : 0;
  gboolean button = FALSE;
  gint64 had = find_focus (self, &button);
  GtkWidget *row = NULL;

  if (!would)
    self->shown_us = g_get_monotonic_time ();
  else if (!self->asked)
    leave_new (self);
  tc_merging_free (self->merging);
  self->merging = merging;
  will = list_merged (self);
  self->changed = would && !self->asked &&
                  (self->changed || led != merging->leader_id || !is_equal (would, will));
  self->asked = FALSE;
  /* Somebody has merged it elsewhere meanwhile. */
  if (self->chosen_id != merging->leader_id)
    self->chosen_id = 0;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < merging->members->len; i++)
    add_row (self, &g_array_index (merging->members, TcMergeMember, i));
  tell (self);
  if ((had != 0 || may_take_focus (self)) && merging->members->len > 0)
    focus_row (self, had, button);
  self->take_focus = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- reading ---- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcMergeSheet) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcMerging) merging = tc_merging_read_finish (TC_WORKER (source), result, &error);

  if (!self->reread)
    return;
  tc_debounce_done (self->reread);
  if (merging && self->reader)
    show (self, g_steal_pointer (&merging));
  else if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *trouble = tc_fault_word (error);
    g_warning ("incidents to be merged: %s", error->message);
    gtk_label_set_label (self->told, trouble);
  }
}

static void
reread_cb (gpointer data)
{
  TcMergeSheet *self = data;

  if (self->reader)
    tc_merging_read_async (self->reader, (const gint64 *) (void *) self->ids->data, self->ids->len,
                           self->chosen_id, self->reading, read_cb, g_object_ref (self));
  else
    tc_debounce_done (self->reread);
}

/* What was asked before is no longer of use: nothing of it is shown. */
static void
ask_anew (TcMergeSheet *self)
{
  g_cancellable_cancel (self->reading);
  g_object_unref (self->reading);
  self->reading = g_cancellable_new ();
  tc_debounce_hurry (self->reread);
}

void
tc_merge_sheet_rows_changed (TcMergeSheet *self, const char *table, GArray *ids)
{
  static const char *const shown[] = {"incident", "dispatch", "big_event", NULL};

  g_return_if_fail (TC_IS_MERGE_SHEET (self));
  if (!self->reader || !g_strv_contains (shown, table))
    return;
  if (g_str_equal (table, "incident")) {
    gboolean ours = FALSE;
    for (guint i = 0; i < self->ids->len; i++)
      ours = ours || tc_ids_contain (ids, g_array_index (self->ids, gint64, i));
    if (!ours)
      return;
  }
  tc_debounce_ask (self->reread);
}

void
tc_merge_sheet_replaced (TcMergeSheet *self)
{
  g_return_if_fail (TC_IS_MERGE_SHEET (self));
  if (self->reader)
    tc_debounce_ask (self->reread);
}

/* ---- what a person does ---- */

void
tc_merge_sheet_open (TcMergeSheet *self, TcWorker *reader, const gint64 *ids, guint n_ids)
{
  GtkWidget *row = NULL;

  g_return_if_fail (TC_IS_MERGE_SHEET (self) && n_ids > 0);
  g_set_object (&self->reader, reader);
  g_array_set_size (self->ids, 0);
  g_array_append_vals (self->ids, ids, n_ids);
  self->chosen_id = 0;
  self->take_focus = TRUE;
  self->asked = self->changed = FALSE;
  g_hash_table_remove_all (self->left);
  g_clear_pointer (&self->merging, tc_merging_free);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  tell (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  ask_anew (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
tc_merge_sheet_close (TcMergeSheet *self)
{
  g_return_val_if_fail (TC_IS_MERGE_SHEET (self), FALSE);
  if (!self->reader)
    return FALSE;
  g_clear_object (&self->reader);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

gboolean
tc_merge_sheet_is_open (TcMergeSheet *self)
{
  g_return_val_if_fail (TC_IS_MERGE_SHEET (self), FALSE);
  return self->reader != NULL;
}

/* (nullable) */
static const TcMergeMember *
find_member (TcMergeSheet *self, gint64 incident_id, int *index)
{
  for (guint i = 0; self->reader && self->merging && i < self->merging->members->len; i++) {
    const TcMergeMember *member = &g_array_index (self->merging->members, TcMergeMember, i);
    *index = (int) i;
    if (member->facts.row.id == incident_id)
      return member;
  }
  return NULL;
}

void
tc_merge_sheet_lead (TcMergeSheet *self, gint64 incident_id)
{
  const TcMergeMember *member = NULL;
  int index;

  g_return_if_fail (TC_IS_MERGE_SHEET (self));
  member = find_member (self, incident_id, &index);
  if (!member || !member->can_lead)
    return;
  self->chosen_id = incident_id;
  self->asked = TRUE;
  g_hash_table_remove (self->left, &incident_id);
  ask_anew (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tc_merge_sheet_leave (TcMergeSheet *self, gint64 incident_id)
{
  const TcMergeMember *member = NULL;
  GtkWidget *box = NULL;
  int index;

  g_return_if_fail (TC_IS_MERGE_SHEET (self));
  member = find_member (self, incident_id, &index);
  if (!member || !can_merge (self, member))
    return;
  if (!g_hash_table_remove (self->left, &incident_id))
    g_hash_table_add (self->left, g_memdup2 (&incident_id, sizeof incident_id));
  box = gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (self->list, index));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_widget_get_first_child (box)),
                               is_merged (self, member));
  tell (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

GArray *
tc_merge_sheet_list (TcMergeSheet *self)
{
  g_return_val_if_fail (TC_IS_MERGE_SHEET (self), g_array_new (FALSE, FALSE, sizeof (gint64)));
  return is_true (self) ? list_merged (self) : g_array_new (FALSE, FALSE, sizeof (gint64));
}

gboolean
tc_merge_sheet_confirm (TcMergeSheet *self)
{
  gboolean changed;

  g_return_val_if_fail (TC_IS_MERGE_SHEET (self), FALSE);
  changed = self->changed;
  self->changed = FALSE;
  if (changed)
    gtk_widget_error_bell (GTK_WIDGET (self));
  return !changed;
}

gint64
tc_merge_sheet_get_leader (TcMergeSheet *self)
{
  g_return_val_if_fail (TC_IS_MERGE_SHEET (self), 0);
  return self->reader && self->merging ? self->merging->leader_id : 0;
}

const char *
tc_merge_sheet_get_leader_code (TcMergeSheet *self)
{
  const TcMergeMember *member = NULL;
  int index;

  g_return_val_if_fail (TC_IS_MERGE_SHEET (self), NULL);
  member = find_member (self, tc_merge_sheet_get_leader (self), &index);
  return member ? member->facts.row.code : NULL;
}

/* Enter merges wherever the keyboard is but on a button, which it presses. */
static gboolean
key_pressed_cb (TcMergeSheet *self, guint keyval)
{
  if (!tc_is_enter_key (keyval) || GTK_IS_BUTTON (find_keyboard (self)))
    return GDK_EVENT_PROPAGATE;
  if (!self->merging || g_get_monotonic_time () - self->shown_us < DEAF_US)
    return GDK_EVENT_STOP;
  g_signal_emit (self, signals[CONFIRMED], 0);
  return GDK_EVENT_STOP;
}

/* ---- size ---- */

/* What scrolls says how high it would be with each text in one line: how much more it is in as many
 * as there are in @width. */
static int
measure_lines (TcMergeSheet *self, int width)
{
  int beside = gtk_widget_get_width (GTK_WIDGET (self)) -
               gtk_widget_get_width (GTK_WIDGET (self->list));
  int least = 0, whole = 0, plain = 0;

  gtk_widget_measure (GTK_WIDGET (self->list), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (self->list), GTK_ORIENTATION_VERTICAL,
                      MAX (width - beside, least), NULL, &whole, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->list), GTK_ORIENTATION_VERTICAL, -1, NULL, &plain, NULL,
                      NULL);
  return MAX (MIN (whole, ROWS_HEIGHT_MAX) - MIN (plain, ROWS_HEIGHT_MAX), 0);
}

static GtkSizeRequestMode
tc_merge_sheet_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tc_merge_sheet_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  TcMergeSheet *self = TC_MERGE_SHEET (widget);

  gtk_widget_measure (self->box, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    *natural += measure_lines (self, for_size);
}

static void
tc_merge_sheet_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (TC_MERGE_SHEET (widget)->box, width, height, baseline, NULL);
}

static void
tc_merge_sheet_dispose (GObject *object)
{
  TcMergeSheet *self = TC_MERGE_SHEET (object);

  g_clear_pointer (&self->reread, tc_debounce_free);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_merge_sheet_parent_class)->dispose (object);
}

static void
tc_merge_sheet_finalize (GObject *object)
{
  TcMergeSheet *self = TC_MERGE_SHEET (object);

  g_clear_pointer (&self->merging, tc_merging_free);
  g_hash_table_unref (self->left);
  g_object_unref (self->reading);
  g_array_unref (self->ids);
  G_OBJECT_CLASS (tc_merge_sheet_parent_class)->finalize (object);
}

static void
tc_merge_sheet_class_init (TcMergeSheetClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_merge_sheet_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_merge_sheet_finalize;
  signals[CHANGED] = g_signal_new ("changed", TC_TYPE_MERGE_SHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[CONFIRMED] = g_signal_new ("confirmed", TC_TYPE_MERGE_SHEET, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  widget_class->get_request_mode = tc_merge_sheet_get_request_mode;
  widget_class->measure = tc_merge_sheet_measure;
  widget_class->size_allocate = tc_merge_sheet_size_allocate;
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-merge-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, TcMergeSheet, box);
  gtk_widget_class_bind_template_child (widget_class, TcMergeSheet, title);
  gtk_widget_class_bind_template_child (widget_class, TcMergeSheet, list);
  gtk_widget_class_bind_template_child (widget_class, TcMergeSheet, told);
  gtk_widget_class_bind_template_child (widget_class, TcMergeSheet, merge);
}

static void
tc_merge_sheet_init (TcMergeSheet *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->left = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->reading = g_cancellable_new ();
  self->reread = tc_debounce_new (READ_INTERVAL_MS, reread_cb, self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->box, keys);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
