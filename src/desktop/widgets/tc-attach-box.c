/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attaching, and what could not be attached; see the header.
 */
#include "tc-attach-box.h"

#include "tc-attach-row.h"
#include "tc-pasted-picture.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

struct _TcAttachBox {
  GtkWidget parent;
  TcFiles *files;   /* (owned) (nullable) */
  GPtrArray *items; /* (owned) (element-type Item): on their way, and what has a row */
};

G_DEFINE_FINAL_TYPE (TcAttachBox, tc_attach_box, GTK_TYPE_WIDGET)

enum {
  REFUSED,
  SETTLED,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What was given at one go: it is told of once. */
typedef struct {
  guint waiting;
  char *trouble; /* (owned) (nullable): the first */
} Batch;

/* One file, from where it is given to where it is attached or dropped. Counted: the box and what is
 * under way hold it. */
typedef struct {
  TcAttachBox *box; /* (unowned) (nullable): NULL once it is gone */
  TcFiles *files;   /* (owned) */
  TcAttachTo to;
  char *code;          /* (owned): what to.code is */
  char *said;          /* (owned) (nullable): what to.said is */
  char *name;          /* (owned) */
  GFile *source;       /* (owned) (nullable) */
  GBytes *bytes;       /* (owned) (nullable): its contents, if it has no source */
  GdkTexture *texture; /* (owned) (nullable): until it has been encoded */
  Batch *batch;        /* (owned) (nullable): with the others of it; NULL: it isn't under way */
  GtkWidget *row;      /* (unowned) (nullable): child of the box */
} Item;

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_object_unref (item->files);
  g_free (item->code);
  g_free (item->said);
  g_free (item->name);
  g_clear_object (&item->source);
  g_clear_pointer (&item->bytes, g_bytes_unref);
  g_clear_object (&item->texture);
}

static void
release_item (gpointer data)
{
  g_rc_box_release_full (data, clear_item);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Item, release_item)

static Item *
make_item (TcAttachBox *self, const TcAttachTo *to, char *name)
{
  Item *item = g_rc_box_new0 (Item);

  *item = (Item){.box = self, .files = g_object_ref (self->files), .to = *to, .name = name};
  item->to.code = item->code = g_strdup (to->code);
  item->to.said = item->said = g_strdup (to->said);
  g_ptr_array_add (self->items, item);
  return item;
}

/* ---- rows ---- */

/* The keyboard goes on with what comes next. */
static void
pass_focus (TcAttachBox *self, GtkWidget *row)
{
  GtkWidget *next = gtk_widget_get_next_sibling (row);

  if (!gtk_widget_get_focus_child (row))
    return;
  if (!next)
    next = gtk_widget_get_prev_sibling (row);
  if (next)
    gtk_widget_grab_focus (next);
  else
    g_signal_emit (self, signals[LEFT], 0);
}

static void
remove_item (TcAttachBox *self, Item *item)
{
  if (item->row) {
    pass_focus (self, item->row);
    g_clear_pointer (&item->row, gtk_widget_unparent);
  }
  item->box = NULL;
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_first_child (GTK_WIDGET (self)) != NULL);
  g_ptr_array_remove (self->items, item);
}

static void try_item (Item *item);

/* The buttons stay: one that is greyed would lose the focus. */
static void
try_again_cb (Item *item)
{
  if (item->batch)
    return;
  item->batch = g_new0 (Batch, 1);
  item->batch->waiting = 1;
  tc_attach_row_set_trouble (TC_ATTACH_ROW (item->row), NULL);
  try_item (item);
}

static void
drop_cb (Item *item)
{
  if (!item->batch)
    remove_item (item->box, item);
}

static void
show_trouble (TcAttachBox *self, Item *item, const char *trouble)
{
  if (!item->row) {
    item->row = tc_attach_row_new (item->name, item->code);
    g_signal_connect_swapped (item->row, "try-again", G_CALLBACK (try_again_cb), item);
    g_signal_connect_swapped (item->row, "drop", G_CALLBACK (drop_cb), item);
    gtk_widget_set_parent (item->row, GTK_WIDGET (self));
    gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  }
  tc_attach_row_set_trouble (TC_ATTACH_ROW (item->row), trouble);
}

/* ---- attaching ---- */

static void
leave_batch (Item *item, const char *trouble)
{
  Batch *batch = g_steal_pointer (&item->batch);

  if (!batch->trouble)
    batch->trouble = g_strdup (trouble);
  if (--batch->waiting > 0)
    return;
  if (item->box)
    g_signal_emit (item->box, signals[SETTLED], 0, &item->to, batch->trouble);
  g_free (batch->trouble);
  g_free (batch);
}

static void
settle (Item *item, const char *trouble)
{
  TcAttachBox *self = item->box;

  if (self && trouble)
    show_trouble (self, item, trouble);
  leave_batch (item, trouble);
  if (self && item->box && !trouble)
    remove_item (self, item);
}

static void
attached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Item) item = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_files_attach_finish (TC_FILES (source), result, &error);
  g_autofree char *trouble = tc_verdict_word (verdict, error);

  settle (item, trouble);
}

static void
attach_item (Item *item)
{
  const TcAttachTo *to = &item->to;

  if (to->original_id)
    tc_files_attach_blurred_async (item->files, to->incident_id, to->original_id, item->bytes,
                                   item->name, attached_cb, g_rc_box_acquire (item));
  else if (to->task_id)
    tc_files_attach_for_order_async (item->files, to->incident_id, to->task_id, item->source,
                                     item->bytes, item->name, attached_cb, g_rc_box_acquire (item));
  else
    tc_files_attach_async (item->files, to->incident_id, item->source, item->bytes, item->name,
                           attached_cb, g_rc_box_acquire (item));
}

static void
encoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Item) item = data;

  item->bytes = tc_pasted_picture_encode_finish (result);
  if (!item->bytes) {
    settle (item, _ ("The picture can't be made a file: it is too large, or this computer is short "
                     "of memory. Try again, or attach a part of it."));
    return;
  }
  g_clear_object (&item->texture);
  attach_item (item);
}

static void
try_item (Item *item)
{
  if (item->texture)
    tc_pasted_picture_encode_async (item->texture, encoded_cb, g_rc_box_acquire (item));
  else
    attach_item (item);
}

/* ---- what is given ---- */

void
tc_attach_box_set_files (TcAttachBox *self, TcFiles *files)
{
  g_return_if_fail (TC_IS_ATTACH_BOX (self));
  g_set_object (&self->files, files);
}

static guint
take_room (TcAttachBox *self, guint n)
{
  guint room = TC_ATTACH_MAX - MIN (self->items->len, TC_ATTACH_MAX);
  g_autofree char *text = NULL;

  if (n <= room)
    return n;
  /* Translators: how many files can be attached at one go. */
  text = g_strdup_printf (_ ("At most %d files at one go; the others were not attached."),
                          TC_ATTACH_MAX);
  g_signal_emit (self, signals[REFUSED], 0, text);
  return room;
}

static char *
dup_shown_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return base ? g_filename_display_name (base) : g_file_get_uri (file);
}

void
tc_attach_box_add_files (TcAttachBox *self, const TcAttachTo *to, GSList *files)
{
  Batch *batch = NULL;
  guint n = 0;

  g_return_if_fail (TC_IS_ATTACH_BOX (self) && self->files);
  n = take_room (self, g_slist_length (files));
  if (n == 0)
    return;
  batch = g_new0 (Batch, 1);
  batch->waiting = n;
  for (; n > 0; n--, files = files->next) {
    Item *item = make_item (self, to, dup_shown_name (files->data));

    item->source = g_object_ref (files->data);
    item->batch = batch;
    try_item (item);
  }
}

static void
add_picture (TcAttachBox *self, const TcAttachTo *to, GdkTexture *texture, GBytes *bytes,
             const char *name)
{
  Item *item = NULL;

  if (take_room (self, 1) == 0)
    return;
  item = make_item (self, to, name ? g_strdup (name) : tc_pasted_picture_dup_name ());
  item->texture = texture ? g_object_ref (texture) : NULL;
  item->bytes = bytes ? g_bytes_ref (bytes) : NULL;
  item->batch = g_new0 (Batch, 1);
  item->batch->waiting = 1;
  try_item (item);
}

void
tc_attach_box_add_bytes (TcAttachBox *self, const TcAttachTo *to, GBytes *bytes, const char *name)
{
  g_return_if_fail (TC_IS_ATTACH_BOX (self) && self->files);
  add_picture (self, to, NULL, bytes, name);
}

gboolean
tc_attach_box_add_value (TcAttachBox *self, const TcAttachTo *to, const GValue *value)
{
  g_return_val_if_fail (TC_IS_ATTACH_BOX (self) && self->files, FALSE);

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST)) {
    g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

    tc_attach_box_add_files (self, to, files);
    return TRUE;
  }
  if (!G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    return FALSE;
  add_picture (self, to, g_value_get_object (value), NULL, NULL);
  return TRUE;
}

/* ---- the widget ---- */

/* What is under way is attached all the same: nobody is told of it any more. */
static void
tc_attach_box_dispose (GObject *object)
{
  TcAttachBox *self = TC_ATTACH_BOX (object);

  for (guint i = 0; i < self->items->len; i++) {
    Item *item = self->items->pdata[i];

    item->box = NULL;
    g_clear_pointer (&item->row, gtk_widget_unparent);
  }
  g_ptr_array_set_size (self->items, 0);
  g_clear_object (&self->files);
  G_OBJECT_CLASS (tc_attach_box_parent_class)->dispose (object);
}

static void
tc_attach_box_finalize (GObject *object)
{
  g_ptr_array_unref (TC_ATTACH_BOX (object)->items);
  G_OBJECT_CLASS (tc_attach_box_parent_class)->finalize (object);
}

static void
tc_attach_box_class_init (TcAttachBoxClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_attach_box_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_attach_box_finalize;
  signals[REFUSED] = g_signal_new ("refused", TC_TYPE_ATTACH_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SETTLED] = g_signal_new ("settled", TC_TYPE_ATTACH_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
  signals[LEFT] = g_signal_new ("left", TC_TYPE_ATTACH_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
tc_attach_box_init (TcAttachBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->items = g_ptr_array_new_with_free_func (release_item);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
