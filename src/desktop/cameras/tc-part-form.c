/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What part of a recording is meant; see the header.
 */
#include "tc-part-form.h"

#include "tc-camera-operations.h"
#include "tc-due-typed.h"
#include "tc-focus.h"
#include "tc-inner-name.h"
#include "tc-limits.h"
#include "tc-now.h"
#include "tc-suggest-entry.h"
#include "tc-text-label.h"
#include "tc-words.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

struct _TcPartForm {
  GtkWidget parent;
  GtkWidget *whole; /* (unowned): template child, as all down to trouble */
  GtkLabel *title;
  GtkDropDown *cameras;
  TcSuggestEntry *from;
  TcSuggestEntry *until;
  GtkLabel *span;
  TcSuggestEntry *incident;
  TcSuggestEntry *reason;
  GtkWidget *keep_box;
  TcSuggestEntry *keep_until;
  GtkButton *send;
  GtkWidget *folder_box;
  GtkLabel *folder;
  GtkLabel *note;
  GtkLabel *limits;
  GtkLabel *trouble;
  gboolean hold;
  GArray *camera_ids; /* (owned) (element-type gint64): that it was opened for */
  guint n_open;
  GCancellable *cancellable; /* (owned) (nullable): of the look at the folder */
};

enum {
  SEND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TcPartForm, tc_part_form, GTK_TYPE_WIDGET)

void
tc_part_clear (TcPart *part)
{
  g_clear_pointer (&part->keep_until, g_free);
  g_clear_pointer (&part->incident, g_free);
  g_clear_pointer (&part->reason, g_free);
  g_clear_pointer (&part->camera_ids, g_array_unref);
}

/* ---- times ---- */

static void
show_time (TcSuggestEntry *entry, gint64 at_us)
{
  g_autoptr (GDateTime) local = tc_words_local (at_us);
  g_autofree char *text = local ? g_date_time_format (local, "%H:%M:%S %d/%m/%Y") : g_strdup ("");

  tc_suggest_entry_set_text (entry, text);
}

static gint64
read_time (TcSuggestEntry *entry)
{
  g_autofree char *text = tc_suggest_entry_dup_text (entry);

  return tc_time_typed_read (text, tc_now_us ());
}

/* (transfer full) (nullable): what speaks against the span */
static char *
judge_span (TcPartForm *self, gint64 from_us, gint64 until_us)
{
  g_autofree char *limit = tc_words_span (TC_CAMERA_EXPORT_US_MAX);

  if (from_us == TC_NONE || until_us == TC_NONE)
    return g_strdup (_ ("Type both times, as 14:05:30 or 14:05:30 28/11/2026."));
  if (until_us <= from_us)
    return g_strdup (_ ("It ends before it begins."));
  if (!self->hold && until_us - from_us > TC_CAMERA_EXPORT_US_MAX)
    /* Translators: a span, as "6 hours". */
    return g_strdup_printf (_ ("A copy may have %s at most."), limit);
  if (from_us > tc_now_us ())
    return g_strdup (_ ("That is still to come."));
  return NULL;
}

/* (transfer full) */
static char *
word_seconds (int seconds)
{
  /* Translators: how long a part of a recording is. */
  return g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong) seconds), seconds);
}

/* How long it is, beside what is typed. */
static void
tell_span (TcPartForm *self)
{
  gint64 from_us = read_time (self->from), until_us = read_time (self->until);
  g_autofree char *against = judge_span (self, from_us, until_us);
  g_autofree char *length = NULL;

  if (!against)
    length = until_us - from_us < 60 * TC_US_PER_S
                 ? word_seconds ((int) ((until_us - from_us) / G_USEC_PER_SEC))
                 : tc_words_span (until_us - from_us);
  gtk_label_set_label (self->span, against ? against : length);
}

static void
typed_cb (TcPartForm *self)
{
  tell_span (self);
}

/* ---- sending ---- */

/* (transfer full): the first alone, or all. */
static GArray *
dup_chosen (TcPartForm *self)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = gtk_drop_down_get_selected (self->cameras) == 1 ? self->camera_ids->len : 1;

  g_array_append_vals (chosen, self->camera_ids->data, MIN (n, self->camera_ids->len));
  return chosen;
}

void
tc_part_form_get (TcPartForm *self, TcPart *part)
{
  char *keep;

  g_return_if_fail (TC_IS_PART_FORM (self));
  keep = tc_suggest_entry_dup_text (self->keep_until);
  *part = (TcPart){.hold = self->hold,
                   .camera_ids = dup_chosen (self),
                   .from_us = read_time (self->from),
                   .until_us = read_time (self->until),
                   .keep_until_us = tc_due_typed_read (keep, tc_now_us ()),
                   .keep_until = keep,
                   .incident = g_strstrip (tc_suggest_entry_dup_text (self->incident)),
                   .reason = g_strstrip (tc_suggest_entry_dup_text (self->reason))};
}

void
tc_part_form_send (TcPartForm *self)
{
  g_auto (TcPart) part = {0};
  g_autofree char *against = NULL;

  g_return_if_fail (TC_IS_PART_FORM (self));
  if (!gtk_widget_get_visible (GTK_WIDGET (self)) ||
      !gtk_widget_get_sensitive (GTK_WIDGET (self->send)))
    return;
  tc_part_form_get (self, &part);
  against = judge_span (self, part.from_us, part.until_us);
  if (against) {
    tc_part_form_tell (self, against);
    gtk_widget_grab_focus (GTK_WIDGET (self->from));
  } else if (!*part.reason) {
    tc_part_form_tell (self, _ ("Say why: it is on record with your name."));
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  } else if (self->hold && part.keep_until_us == TC_NONE) {
    tc_part_form_tell (self, _ ("Type a date that is still to come."));
    gtk_widget_grab_focus (GTK_WIDGET (self->keep_until));
  } else {
    tc_part_form_tell (self, NULL);
    g_signal_emit (self, signals[SEND], 0);
  }
}

static void
entered_cb (TcPartForm *self)
{
  tc_part_form_send (self);
}

void
tc_part_form_tell (TcPartForm *self, const char *text)
{
  g_return_if_fail (TC_IS_PART_FORM (self));
  tc_text_label_say (self->trouble, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send), text != NULL);
}

void
tc_part_form_write (TcPartForm *self, const char *name, const char *text)
{
  const struct {
    const char *name;
    TcSuggestEntry *entry;
  } entries[] = {{"from", self->from},
                 {"until", self->until},
                 {"incident", self->incident},
                 {"reason", self->reason},
                 {"keep-until", self->keep_until}};

  g_return_if_fail (TC_IS_PART_FORM (self));
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    if (g_str_equal (name, entries[i].name))
      tc_suggest_entry_set_text (entries[i].entry, text);
  tell_span (self);
}

/* ---- opening ---- */

/* What can be asked for, before it is. @free: room in the folder, in bytes; 0: not known */
static void
tell_limits (TcPartForm *self, guint64 free)
{
  g_autofree char *span = tc_words_span (TC_CAMERA_EXPORT_US_MAX);
  g_autofree char *size = g_format_size (free);
  g_autofree char *most = g_strdup_printf (
      /* Translators: a span, as "6 hours"; then how many copies. */
      _ ("At most %1$s of a camera, and %2$d copies at once at a media host."), span,
      TC_CAMERA_EXPORTS_AT_ONCE);
  g_autofree char *open = g_strdup_printf (ngettext ("%u copy of this desk isn't done yet.",
                                                     "%u copies of this desk aren't done yet.",
                                                     self->n_open),
                                           self->n_open);
  /* Translators: a size, as "42 GB". */
  g_autofree char *room = free ? g_strdup_printf (_ ("The folder has room for %s."), size) : NULL;
  g_autofree char *all = self->n_open > 0 ? g_strjoin (" ", most, open, room, NULL)
                                          : g_strjoin (" ", most, room, NULL);

  gtk_label_set_label (self->limits, all);
}

static void
room_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcPartForm) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo)
      info = g_file_query_filesystem_info_finish (G_FILE (source), result, &error);
  g_autoptr (GFile) parent = NULL;

  /* A folder that isn't there yet is on the disk of the one above it. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) &&
      (parent = g_file_get_parent (G_FILE (source))))
    g_file_query_filesystem_info_async (parent, G_FILE_ATTRIBUTE_FILESYSTEM_FREE,
                                        G_PRIORITY_DEFAULT, self->cancellable, room_cb,
                                        g_object_ref (self));
  else if (info && self->whole)
    tell_limits (self, g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE));
}

void
tc_part_form_set_folder (TcPartForm *self, const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  g_return_if_fail (TC_IS_PART_FORM (self));
  gtk_label_set_label (self->folder, folder);
  tell_limits (self, 0);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_file_query_filesystem_info_async (file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, G_PRIORITY_DEFAULT,
                                      self->cancellable, room_cb, g_object_ref (self));
}

static void
show_keep_until (TcPartForm *self)
{
  g_autoptr (GDateTime) day = tc_words_local (tc_now_us () + TC_CAMERA_HOLD_US);
  g_autofree char *text = g_date_time_format (day, "%d/%m/%Y");

  tc_suggest_entry_set_text (self->keep_until, text);
}

void
tc_part_form_open (TcPartForm *self, const TcPartFormStart *start)
{
  g_autoptr (GtkStringList) cameras = gtk_string_list_new (start->cameras);

  g_return_if_fail (TC_IS_PART_FORM (self));
  self->hold = start->hold;
  self->n_open = start->n_open;
  g_array_set_size (self->camera_ids, 0);
  g_array_append_vals (self->camera_ids, start->camera_ids->data, start->camera_ids->len);
  gtk_drop_down_set_model (self->cameras, G_LIST_MODEL (cameras));
  gtk_label_set_label (self->title, start->hold ? _ ("Keep part of the recording")
                                                : _ ("A copy of part of the recording"));
  gtk_button_set_label (self->send, start->hold ? C_ ("verb", "Keep it") : C_ ("verb", "Export"));
  gtk_label_set_label (
      self->note,
      start->hold ? _ ("It stays whatever is over or wants room, and is on record with your name.")
                  : _ ("Masks are painted over it. It is signed, and on record with your name."));
  gtk_widget_set_visible (self->keep_box, start->hold);
  gtk_widget_set_visible (self->folder_box, !start->hold);
  gtk_widget_set_visible (GTK_WIDGET (self->limits), !start->hold);
  if (start->folder)
    tc_part_form_set_folder (self, start->folder);
  show_time (self->from, start->from_us);
  /* Not less than was marked. */
  show_time (self->until, start->until_us + G_USEC_PER_SEC - 1);
  show_keep_until (self);
  tc_part_form_tell (self, "");
  tc_text_label_say (self->trouble, NULL);
  tell_span (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

void
tc_part_form_close (TcPartForm *self)
{
  g_return_if_fail (TC_IS_PART_FORM (self));
  /* What is typed stands there again when it is opened for something else, until it was sent. */
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

gboolean
tc_part_form_is_open (TcPartForm *self)
{
  g_return_val_if_fail (TC_IS_PART_FORM (self), FALSE);
  return gtk_widget_get_visible (GTK_WIDGET (self));
}

/* ---- the widget ---- */

static gboolean
tc_part_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_PART_FORM (widget)->reason));
}

static void
tc_part_form_dispose (GObject *object)
{
  TcPartForm *self = TC_PART_FORM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->whole, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_part_form_parent_class)->dispose (object);
}

static void
tc_part_form_finalize (GObject *object)
{
  g_array_unref (TC_PART_FORM (object)->camera_ids);
  G_OBJECT_CLASS (tc_part_form_parent_class)->finalize (object);
}

static void
tc_part_form_class_init (TcPartFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_part_form_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_part_form_finalize;
  widget_class->grab_focus = tc_part_form_grab_focus;
  widget_class->focus = tc_focus_children;
  signals[SEND] = g_signal_new ("send", TC_TYPE_PART_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  g_type_ensure (TC_TYPE_SUGGEST_ENTRY);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-part-form.ui");
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, whole);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, title);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, cameras);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, from);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, until);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, span);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, incident);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, reason);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, keep_box);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, keep_until);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, send);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, folder_box);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, folder);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, note);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, limits);
  gtk_widget_class_bind_template_child (widget_class, TcPartForm, trouble);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_part_form_init (TcPartForm *self)
{
  self->camera_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_inner_name_set (GTK_WIDGET (self->cameras), _ ("Of which cameras"));
}
