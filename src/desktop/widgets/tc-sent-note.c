/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list that stays until it was read; see the header.
 */
#include "tc-sent-note.h"

#include "tc-text-label.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define WIDTH_CHARS 50

struct _TcSentNote {
  GtkWidget parent;
  GtkWidget *box;   /* (unowned): child */
  GtkLabel *label;  /* (unowned): in box */
  GPtrArray *lines; /* (owned) (element-type utf8) */
  guint n;          /* of them all */
};

G_DEFINE_FINAL_TYPE (TcSentNote, tc_sent_note, GTK_TYPE_WIDGET)

static void
refresh (TcSentNote *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text,
      /* Translators: how many orders and answers; each follows in a line. */
      ngettext ("%u thing was sent at once as the desk was locked or left, when nobody could keep "
                "it back:",
                "%u things were sent at once as the desk was locked or left, when nobody could "
                "keep them back:",
                self->n),
      self->n);
  for (guint i = 0; i < self->lines->len; i++)
    g_string_append_printf (text, "\n%s", (const char *) self->lines->pdata[i]);
  if (self->n > self->lines->len)
    g_string_append (text, "\n…");
  gtk_label_set_label (self->label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self), self->n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str,
                                  -1);
}

static void
clear (TcSentNote *self)
{
  g_ptr_array_set_size (self->lines, 0);
  self->n = 0;
  refresh (self);
}

/* @line: taken */
static void
add_line (TcSentNote *self, char *line)
{
  self->n++;
  if (self->lines->len < TC_SENT_NOTE_LINES_MAX)
    g_ptr_array_add (self->lines, line);
  else
    g_free (line);
}

void
tc_sent_note_add (TcSentNote *self, const char *what)
{
  g_autofree char *clock = tc_words_clock_seconds (g_get_real_time ());

  g_return_if_fail (TC_IS_SENT_NOTE (self));
  add_line (self, g_strdup_printf ("%s · %s", clock, what));
  refresh (self);
}

void
tc_sent_note_move (TcSentNote *self, TcSentNote *to)
{
  g_return_if_fail (TC_IS_SENT_NOTE (self) && TC_IS_SENT_NOTE (to));
  for (guint i = 0; i < self->lines->len; i++)
    add_line (to, g_strdup (self->lines->pdata[i]));
  to->n += self->n - self->lines->len;
  clear (self);
  refresh (to);
}

static void
tc_sent_note_dispose (GObject *object)
{
  g_clear_pointer (&TC_SENT_NOTE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_sent_note_parent_class)->dispose (object);
}

static void
tc_sent_note_finalize (GObject *object)
{
  g_ptr_array_unref (TC_SENT_NOTE (object)->lines);
  G_OBJECT_CLASS (tc_sent_note_parent_class)->finalize (object);
}

static void
tc_sent_note_class_init (TcSentNoteClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_sent_note_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_sent_note_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tc_sent_note_init (TcSentNote *self)
{
  GtkWidget *read = gtk_button_new_with_label (C_ ("verb", "I have read it"));

  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->box), 12);
  gtk_widget_add_css_class (self->box, "raised");
  gtk_widget_add_css_class (self->box, "hold");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->label = GTK_LABEL (tc_text_label_new_wrapped ("", NULL));
  /* Or it is as high as if each letter had a line of its own. */
  gtk_label_set_width_chars (self->label, WIDTH_CHARS);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_grid_attach (GTK_GRID (self->box), GTK_WIDGET (self->label), 0, 0, 1, 1);
  gtk_widget_set_valign (read, GTK_ALIGN_CENTER);
  g_signal_connect_object (read, "clicked", G_CALLBACK (clear), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (GTK_GRID (self->box), read, 1, 0, 1, 1);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
tc_sent_note_new (void)
{
  return g_object_new (TC_TYPE_SENT_NOTE, NULL);
}
