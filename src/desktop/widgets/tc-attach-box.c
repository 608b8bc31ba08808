/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attaching, and what could not be attached; see the header.
 */
#include "tc-attach-box.h"

#include "tc-attach-row.h"
#include "tc-now.h"
#include "tc-pasted-picture.h"
#include "tc-refusal-words.h"
#include "tc-scroll-to.h"

#include <glib/gi18n-lib.h>

struct _TcAttachBox {
  GtkWidget parent;
  TcFiles *files;   /* (owned) (nullable) */
  gboolean orders;  /* of a unit's orders, not of incidents */
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
 * under way hold it. Of what is kept on the disk nothing is in memory but while it is tried. */
typedef struct {
  TcAttachBox *box; /* (unowned) (nullable): NULL once it is gone */
  TcFiles *files;   /* (owned) */
  TcAttachTo to;
  gint64 id;           /* of the attachment, from the first try to the last */
  gint64 staff_id;     /* who gave it */
  char *code;          /* (owned): what to.code is */
  char *said;          /* (owned) (nullable): what to.said is */
  char *name;          /* (owned) */
  GFile *source;       /* (owned) (nullable) */
  GBytes *bytes;       /* (owned) (nullable): its contents, if it has no source */
  GdkTexture *texture; /* (owned) (nullable): until it has been encoded */
  GBytes *pixels;      /* (owned) (nullable): of it, where it could not be */
  TcUnattached *kept;  /* (owned) (nullable): it is on this desk's disk */
  char *trouble;       /* (owned) (nullable): why it isn't attached, while it is being kept */
  Batch *batch;        /* (owned) (nullable): with the others of it; NULL: it isn't under way */
  GtkWidget *row;      /* (unowned) (nullable): child of the box */
} Item;

/* What is kept is read again when it is needed. */
static void
forget_contents (Item *item)
{
  g_clear_object (&item->source);
  g_clear_pointer (&item->bytes, g_bytes_unref);
  g_clear_object (&item->texture);
  g_clear_pointer (&item->pixels, g_bytes_unref);
}

static void
clear_item (gpointer data)
{
  Item *item = data;

  forget_contents (item);
  g_object_unref (item->files);
  g_free (item->code);
  g_free (item->said);
  g_free (item->name);
  g_free (item->trouble);
  g_clear_pointer (&item->kept, tc_unattached_free);
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

  *item = (Item){.box = self,
                 .files = g_object_ref (self->files),
                 .to = *to,
                 .id = tc_files_make_id (self->files),
                 .staff_id = tc_files_get_person (self->files),
                 .name = name};
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

/* Whoever is signed in sees what is his. */
static void
show_rows (TcAttachBox *self)
{
  gint64 person = tc_files_get_person (self->files);
  gboolean any = FALSE;

  for (guint i = 0; i < self->items->len; i++) {
    const Item *item = self->items->pdata[i];

    if (!item->row)
      continue;
    gtk_widget_set_visible (item->row, item->staff_id == person);
    any |= item->staff_id == person;
  }
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

static void
remove_item (TcAttachBox *self, Item *item)
{
  if (item->row) {
    pass_focus (self, item->row);
    g_clear_pointer (&item->row, gtk_widget_unparent);
  }
  item->box = NULL;
  g_ptr_array_remove (self->items, item);
  show_rows (self);
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
  if (item->batch)
    return;
  if (item->kept)
    tc_files_drop_unattached (item->files, item->kept);
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
    show_rows (self);
    /* It has just been given: whoever did looks here. */
    if (item->batch)
      tc_scroll_to (item->row);
  }
  tc_attach_row_set_trouble (TC_ATTACH_ROW (item->row), trouble);
}

/* (transfer full) */
static char *
word_not_kept (const char *trouble)
{
  /* Translators: a sentence: why a file was not attached. */
  return g_strdup_printf (_ ("%s It could not be kept on the disk either: it is lost when this "
                             "program ends."),
                          trouble);
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

/* @trouble: with a row that says it, in the box of who gave it; if it is still there */
static void
fail (Item *item, const char *trouble)
{
  TcAttachBox *self = item->box;
  gboolean gone = self && item->kept && item->staff_id != tc_files_get_person (item->files);

  if (self && !gone)
    show_trouble (self, item, trouble);
  leave_batch (item, trouble);
  /* It is on the disk until that person is here again. */
  if (item->box && gone)
    remove_item (self, item);
}

static void
succeed (Item *item)
{
  TcAttachBox *self = item->box;

  if (item->kept)
    tc_files_drop_unattached (item->files, item->kept);
  leave_batch (item, NULL);
  if (self && item->box)
    remove_item (self, item);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Item) item = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *trouble = g_steal_pointer (&item->trouble), *both = NULL;

  item->kept = tc_files_keep_unattached_finish (TC_FILES (source), result, &error);
  if (item->kept)
    forget_contents (item);
  else if (!item->source)
    both = word_not_kept (trouble);
  fail (item, both ? both : trouble);
}

/* @refusal: (nullable): what @trouble is the word for */
static void
keep_or_fail (Item *item, const char *trouble, const TcRefusal *refusal)
{
  const TcUnattached what = {.id = item->id,
                             .staff_id = item->staff_id,
                             .incident_id = item->to.incident_id,
                             .code = item->code,
                             .task_id = item->to.task_id,
                             .original_id = item->to.original_id,
                             .name = item->name,
                             .pixels = item->pixels != NULL,
                             .refusal = (TcRefusal *) refusal};

  if (item->kept) {
    forget_contents (item);
    g_clear_pointer (&item->kept->refusal, tc_refusal_free);
    item->kept->refusal = refusal ? tc_refusal_copy (refusal) : NULL;
    tc_files_note_unattached (item->files, item->kept);
    fail (item, trouble);
    return;
  }
  if (!item->source && !item->bytes && !item->pixels) {
    g_autofree char *both = word_not_kept (trouble);
    fail (item, both);
    return;
  }
  item->trouble = g_strdup (trouble);
  tc_files_keep_unattached_async (item->files, &what, item->source,
                                  item->pixels ? item->pixels : item->bytes, kept_cb,
                                  g_rc_box_acquire (item));
}

static void
attached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Item) item = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_files_attach_finish (TC_FILES (source), result, &error);
  g_autofree char *trouble = tc_verdict_word (verdict, error);

  if (trouble)
    keep_or_fail (item, trouble, verdict ? verdict->refusal : NULL);
  else
    succeed (item);
}

static void
attach_item (Item *item)
{
  const TcFilePlace place = {item->id, item->to.incident_id, item->to.task_id,
                             item->to.original_id};

  tc_files_attach_async (item->files, &place, item->source, item->bytes, item->name, attached_cb,
                         g_rc_box_acquire (item));
}

static const char *
word_no_picture (void)
{
  return _ ("The picture can't be made a file: it is too large, or this computer is short of "
            "memory. Try again, or attach a part of it.");
}

static void
encoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Item) item = data;

  g_clear_pointer (&item->pixels, g_bytes_unref);
  item->bytes = tc_pasted_picture_encode_finish (result, &item->pixels);
  if (!item->bytes) {
    keep_or_fail (item, word_no_picture (), NULL);
    return;
  }
  g_clear_object (&item->texture);
  attach_item (item);
}

static void
try_contents (Item *item)
{
  if (item->texture)
    tc_pasted_picture_encode_async (item->texture, encoded_cb, g_rc_box_acquire (item));
  else
    attach_item (item);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Item) item = data;
  g_autoptr (GBytes) bytes = tc_files_read_finish (TC_FILES (source), result, NULL);

  if (bytes && item->kept->pixels)
    item->texture = tc_pasted_picture_from_pixels (bytes);
  else if (bytes)
    item->bytes = g_steal_pointer (&bytes);
  if (item->texture || item->bytes)
    try_contents (item);
  else
    fail (item, _ ("The copy on this computer is damaged or gone: there is nothing left to be "
                   "attached."));
}

static void
try_item (Item *item)
{
  if (item->kept)
    tc_files_read_async (item->files, item->kept->hash, NULL, read_cb, g_rc_box_acquire (item));
  else
    try_contents (item);
}

/* ---- what is kept ---- */

/* Why it isn't attached, as far as that is known later. (transfer full) */
static char *
word_kept (const TcUnattached *kept)
{
  if (kept->refusal)
    return tc_refusal_word (kept->refusal, tc_now_us ());
  return g_strdup (kept->pixels ? word_no_picture ()
                                : _ ("It could not be attached when it was given."));
}

static Item *
find_kept (TcAttachBox *self, gint64 id)
{
  for (guint i = 0; i < self->items->len; i++) {
    Item *item = self->items->pdata[i];
    if (item->kept && item->kept->id == id)
      return item;
  }
  return NULL;
}

static void
add_kept (TcAttachBox *self, const TcUnattached *kept)
{
  const TcAttachTo to = {.incident_id = kept->incident_id,
                         .code = kept->code,
                         .task_id = kept->task_id,
                         .original_id = kept->original_id};
  Item *item = make_item (self, &to, g_strdup (kept->name));
  g_autofree char *trouble = word_kept (kept);

  item->id = kept->id;
  item->staff_id = kept->staff_id;
  item->kept = tc_unattached_copy (kept);
  show_trouble (self, item, trouble);
}

/* Whoever asked for it may be gone by now. */
static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcAttachBox) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = tc_files_list_unattached_finish (TC_FILES (source), result, &error);

  if (!list)
    g_message ("what could not be attached can't be read: %s", error->message);
  for (guint i = 0; list && self->files && i < list->len; i++) {
    const TcUnattached *kept = list->pdata[i];

    if ((kept->task_id != 0) == self->orders && !find_kept (self, kept->id) &&
        kept->staff_id == tc_files_get_person (self->files))
      add_kept (self, kept);
  }
}

/* What is being tried has its bytes, and stays. */
static void
forgotten_cb (TcAttachBox *self, gint64 id)
{
  Item *item = find_kept (self, id);

  if (item && !item->batch)
    remove_item (self, item);
}

/* What is on the disk alone is shown to whom it belongs; what is being tried goes when it ends. */
static void
person_cb (TcAttachBox *self)
{
  gint64 person = tc_files_get_person (self->files);

  for (guint i = self->items->len; i > 0; i--) {
    Item *item = self->items->pdata[i - 1];
    if (item->kept && !item->batch && item->staff_id != person)
      remove_item (self, item);
  }
  show_rows (self);
  tc_files_list_unattached_async (self->files, listed_cb, g_object_ref (self));
}

/* ---- what is given ---- */

void
tc_attach_box_set_files (TcAttachBox *self, TcFiles *files, gboolean orders)
{
  g_return_if_fail (TC_IS_ATTACH_BOX (self));

  if (!g_set_object (&self->files, files))
    return;
  self->orders = orders;
  g_signal_connect_object (files, "person", G_CALLBACK (person_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (files, "forgotten", G_CALLBACK (forgotten_cb), self, G_CONNECT_SWAPPED);
  person_cb (self);
}

static guint
take_room (TcAttachBox *self, guint n)
{
  guint under_way = 0, room = 0;
  g_autofree char *text = NULL;

  /* What is kept on the disk has a limit of its own. */
  for (guint i = 0; i < self->items->len; i++)
    under_way += ((Item *) self->items->pdata[i])->kept == NULL;
  room = TC_ATTACH_MAX - MIN (under_way, TC_ATTACH_MAX);
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
