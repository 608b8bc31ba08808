/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bars of what is held; see the header.
 */
#include "tc-hold-box.h"

#include "tc-hold-bar.h"
#include "tc-sent-note.h"

/* What the note tells, among a person's drafts. */
#define NOTE_KEY "sent-note"

struct _TcHoldBox {
  GtkWidget parent;
  TcDrafts *drafts; /* (owned) (nullable) */
  GtkWidget *note;  /* (unowned): child, like the next */
  GtkWidget *bars;
  gboolean unseen;  /* its window is locked */
  gboolean letting; /* all go at once */
};

G_DEFINE_FINAL_TYPE (TcHoldBox, tc_hold_box, GTK_TYPE_WIDGET)

/* Of a window: its box. */
#define HOLDS "tc-hold-box"

typedef struct {
  TcHoldFunc func;
  gpointer data; /* (owned) by data_free */
  GDestroyNotify data_free;
} Held;

static void
free_held (gpointer data, GClosure *closure)
{
  Held *held = data;

  if (held->data_free)
    held->data_free (held->data);
  g_free (held);
}

/* It is seen while there is something in it. */
static void
refresh (TcHoldBox *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->bars) != NULL ||
                                                 gtk_widget_get_visible (self->note));
}

static TcHoldBox *
get_box (GtkWidget *bar)
{
  return TC_HOLD_BOX (gtk_widget_get_ancestor (bar, TC_TYPE_HOLD_BOX));
}

static void
remove_bar (GtkWidget *bar)
{
  TcHoldBox *self = get_box (bar);

  gtk_box_remove (GTK_BOX (self->bars), bar);
  refresh (self);
}

static void
let_go_cb (TcHoldBar *bar, gpointer data)
{
  Held *held = data;
  TcHoldBox *self = get_box (GTK_WIDGET (bar));

  if (self->unseen || self->letting)
    tc_sent_note_add (TC_SENT_NOTE (self->note), bar);
  held->func (held->data);
  remove_bar (GTK_WIDGET (bar));
}

static void
kept_back_cb (TcHoldBar *bar)
{
  remove_bar (GTK_WIDGET (bar));
}

static void
tc_hold_box_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tc_hold_box_parent_class)->root (widget);
  g_object_set_data (G_OBJECT (gtk_widget_get_root (widget)), HOLDS, widget);
}

static void
tc_hold_box_unroot (GtkWidget *widget)
{
  g_object_set_data (G_OBJECT (gtk_widget_get_root (widget)), HOLDS, NULL);
  GTK_WIDGET_CLASS (tc_hold_box_parent_class)->unroot (widget);
}

static void
note_changed_cb (TcHoldBox *self)
{
  g_autofree char *text = NULL;
  guint n = 0;

  if (!self->drafts)
    return;
  text = tc_sent_note_write (TC_SENT_NOTE (self->note), &n);
  tc_drafts_set (self->drafts, NOTE_KEY, text, n);
}

void
tc_hold_box_set_drafts (TcHoldBox *self, TcDrafts *drafts)
{
  TcDraft draft;

  g_return_if_fail (TC_IS_HOLD_BOX (self));
  g_set_object (&self->drafts, drafts);
  if (drafts && tc_drafts_get (drafts, NOTE_KEY, &draft))
    tc_sent_note_read (TC_SENT_NOTE (self->note), draft.text, draft.choice);
}

static void
tc_hold_box_dispose (GObject *object)
{
  TcHoldBox *self = TC_HOLD_BOX (object);

  g_clear_object (&self->drafts);
  g_clear_pointer (&self->note, gtk_widget_unparent);
  g_clear_pointer (&self->bars, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_hold_box_parent_class)->dispose (object);
}

static void
tc_hold_box_class_init (TcHoldBoxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_hold_box_dispose;
  widget_class->root = tc_hold_box_root;
  widget_class->unroot = tc_hold_box_unroot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
tc_hold_box_init (TcHoldBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  self->note = tc_sent_note_new ();
  gtk_widget_set_parent (self->note, GTK_WIDGET (self));
  g_signal_connect_object (self->note, "notify::visible", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->note, "changed", G_CALLBACK (note_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->bars = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->bars, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

TcHoldBox *
tc_hold_box_of (GtkWidget *from)
{
  GtkRoot *root = gtk_widget_get_root (from);

  return root ? g_object_get_data (G_OBJECT (root), HOLDS) : NULL;
}

/* Once whoever began it has done all that belongs to it. */
static void
let_go_unseen_cb (gpointer data)
{
  tc_hold_bar_let_go (data);
  g_object_unref (data);
}

TcHoldBar *
tc_hold_box_hold (GtkWidget *from, const char *what, TcHoldFunc func, gpointer data,
                  GDestroyNotify data_free)
{
  TcHoldBox *self = tc_hold_box_of (from);
  GtkWidget *bar = NULL;
  Held *held = NULL;

  g_return_val_if_fail (self, NULL);
  bar = tc_hold_bar_new (what);
  held = g_new0 (Held, 1);
  *held = (Held){func, data, data_free};
  g_signal_connect_data (bar, "let-go", G_CALLBACK (let_go_cb), held, free_held, 0);
  g_signal_connect (bar, "kept-back", G_CALLBACK (kept_back_cb), NULL);
  gtk_box_append (GTK_BOX (self->bars), bar);
  refresh (self);
  if (self->unseen)
    g_idle_add_once (let_go_unseen_cb, g_object_ref (bar));
  return TC_HOLD_BAR (bar);
}

static gboolean
keep_newest_back (GtkWidget *from)
{
  TcHoldBox *self = tc_hold_box_of (from);
  GtkWidget *bar = self ? gtk_widget_get_last_child (self->bars) : NULL;

  if (bar)
    tc_hold_bar_keep_back (TC_HOLD_BAR (bar));
  return bar != NULL;
}

gboolean
tc_hold_box_keep_back (GtkWidget *from)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  gboolean kept = keep_newest_back (from);

  for (guint i = 0; !kept && i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);
    kept = keep_newest_back (window);
  }
  return kept;
}

static const char *
get_newest (GtkWidget *from)
{
  TcHoldBox *self = tc_hold_box_of (from);
  GtkWidget *bar = self ? gtk_widget_get_last_child (self->bars) : NULL;

  return bar ? tc_hold_bar_get_what (TC_HOLD_BAR (bar)) : NULL;
}

const char *
tc_hold_box_get_held (GtkWidget *from)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  const char *what = get_newest (from);

  for (guint i = 0; !what && i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);
    what = get_newest (window);
  }
  return what;
}

static void
read_sent_cb (GSimpleAction *action, GVariant *target, gpointer window)
{
  TcHoldBox *self = tc_hold_box_of (window);

  if (self)
    tc_sent_note_clear (TC_SENT_NOTE (self->note));
}

void
tc_hold_box_add_action (GActionMap *window)
{
  const GActionEntry entries[] = {{.name = "sent-read", .activate = read_sent_cb}};

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), window);
}

void
tc_hold_box_let_go (GtkWidget *from)
{
  TcHoldBox *self = tc_hold_box_of (from);
  GtkWidget *bar = NULL;

  if (!self)
    return;
  self->letting = TRUE;
  while ((bar = gtk_widget_get_first_child (self->bars)))
    tc_hold_bar_let_go (TC_HOLD_BAR (bar));
  self->letting = FALSE;
}

void
tc_hold_box_set_unseen (GtkWidget *from, gboolean unseen)
{
  TcHoldBox *self = tc_hold_box_of (from);

  if (!self)
    return;
  /* When it is seen again, what began just before. */
  if (unseen || self->unseen)
    tc_hold_box_let_go (from);
  self->unseen = unseen;
}

void
tc_hold_box_move (TcHoldBox *self, TcHoldBox *to)
{
  GtkWidget *bar = NULL;

  g_return_if_fail (TC_IS_HOLD_BOX (self) && TC_IS_HOLD_BOX (to));
  while ((bar = gtk_widget_get_first_child (self->bars))) {
    g_object_ref (bar);
    gtk_box_remove (GTK_BOX (self->bars), bar);
    gtk_box_append (GTK_BOX (to->bars), bar);
    g_object_unref (bar);
  }
  tc_sent_note_move (TC_SENT_NOTE (self->note), TC_SENT_NOTE (to->note));
  refresh (self);
  refresh (to);
}
