/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list that stays until it was read; see the header.
 */
#include "tc-sent-note.h"

#include "tc-now.h"
#include "tc-text-label.h"
#include "tc-verb-button.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define WIDTH_CHARS 50

typedef struct {
  gint64 at_us;
  char *what;     /* (owned) */
  TcHoldBar *bar; /* (unowned) (nullable) (weak): may still tell what it was */
} Line;

struct _TcSentNote {
  GtkWidget parent;
  GtkWidget *box;   /* (unowned): child */
  GtkLabel *label;  /* (unowned): in box */
  GPtrArray *lines; /* (owned) (element-type Line) */
  guint n;          /* of them all */
};

G_DEFINE_FINAL_TYPE (TcSentNote, tc_sent_note, GTK_TYPE_WIDGET)

static guint changed_signal;

static void
free_line (gpointer data)
{
  Line *line = data;

  g_clear_weak_pointer (&line->bar);
  g_free (line->what);
  g_free (line);
}

/* (transfer full): with its day where that is another. */
static char *
word_time (gint64 at_us, gint64 now_us)
{
  g_autoptr (GDateTime) then = tc_words_local (at_us), now = tc_words_local (now_us);
  gboolean today = then && now &&
                   g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now);

  return today ? tc_words_clock_seconds (at_us) : tc_words_date_time (at_us);
}

static void
refresh (TcSentNote *self)
{
  gint64 now_us = tc_now_us ();
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
  for (guint i = 0; i < self->lines->len; i++) {
    const Line *line = self->lines->pdata[i];
    g_autofree char *time = word_time (line->at_us, now_us);
    g_string_append_printf (text, "\n%s · %s", time, line->what);
  }
  if (self->n > self->lines->len)
    g_string_append (text, "\n…");
  gtk_label_set_label (self->label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self), self->n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str,
                                  -1);
}

static void
tell_changed (TcSentNote *self)
{
  refresh (self);
  g_signal_emit (self, changed_signal, 0);
}

void
tc_sent_note_clear (TcSentNote *self)
{
  g_return_if_fail (TC_IS_SENT_NOTE (self));
  g_ptr_array_set_size (self->lines, 0);
  self->n = 0;
  tell_changed (self);
}

static void
said_cb (TcSentNote *self, TcHoldBar *bar)
{
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = self->lines->pdata[i];

    if (line->bar != bar)
      continue;
    g_free (line->what);
    line->what = g_strdup (tc_hold_bar_get_what (bar));
    tell_changed (self);
  }
}

/* @bar: (nullable) */
static void
add_line (TcSentNote *self, gint64 at_us, const char *what, TcHoldBar *bar)
{
  Line *line = NULL;

  self->n++;
  if (self->lines->len >= TC_SENT_NOTE_LINES_MAX)
    return;
  line = g_new0 (Line, 1);
  line->at_us = at_us;
  line->what = g_strdup (what);
  g_ptr_array_add (self->lines, line);
  if (!bar)
    return;
  g_set_weak_pointer (&line->bar, bar);
  g_signal_connect_object (bar, "said", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
}

void
tc_sent_note_add (TcSentNote *self, TcHoldBar *bar)
{
  g_return_if_fail (TC_IS_SENT_NOTE (self));
  add_line (self, tc_now_us (), tc_hold_bar_get_what (bar), bar);
  tell_changed (self);
}

void
tc_sent_note_move (TcSentNote *self, TcSentNote *to)
{
  g_return_if_fail (TC_IS_SENT_NOTE (self) && TC_IS_SENT_NOTE (to));
  if (self->n == 0)
    return;
  for (guint i = 0; i < self->lines->len; i++) {
    const Line *line = self->lines->pdata[i];
    add_line (to, line->at_us, line->what, line->bar);
  }
  to->n += self->n - self->lines->len;
  tc_sent_note_clear (self);
  tell_changed (to);
}

/* ---- at another time ---- */

char *
tc_sent_note_write (TcSentNote *self, guint *n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++) {
    const Line *line = self->lines->pdata[i];
    g_autofree char *what = g_strdelimit (g_strdup (line->what), "\n", ' ');
    g_string_append_printf (text, "%" G_GINT64_FORMAT " %s\n", line->at_us, what);
  }
  *n = self->n;
  return g_string_free (text, FALSE);
}

static gboolean
has_line (TcSentNote *self, gint64 at_us)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (((const Line *) self->lines->pdata[i])->at_us == at_us)
      return TRUE;
  return FALSE;
}

void
tc_sent_note_read (TcSentNote *self, const char *text, guint n)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", TC_SENT_NOTE_LINES_MAX + 1);
  guint read = 0;

  g_return_if_fail (TC_IS_SENT_NOTE (self));
  for (guint i = 0; lines[i]; i++) {
    char *what = NULL;
    gint64 at_us = g_ascii_strtoll (lines[i], &what, 10);

    if (at_us <= 0 || *what != ' ')
      continue;
    read++;
    if (!has_line (self, at_us))
      add_line (self, at_us, what + 1, NULL);
  }
  self->n = MAX (self->n, self->lines->len + (n > read ? n - read : 0));
  refresh (self);
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
  changed_signal = g_signal_new ("changed", TC_TYPE_SENT_NOTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tc_sent_note_init (TcSentNote *self)
{
  GtkWidget *read = g_object_new (TC_TYPE_VERB_BUTTON, "verb", C_ ("verb", "I have read it"), "key",
                                  "Ctrl R", NULL);

  self->lines = g_ptr_array_new_with_free_func (free_line);
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
  g_signal_connect_object (read, "clicked", G_CALLBACK (tc_sent_note_clear), self,
                           G_CONNECT_SWAPPED);
  gtk_grid_attach (GTK_GRID (self->box), read, 1, 0, 1, 1);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
tc_sent_note_new (void)
{
  return g_object_new (TC_TYPE_SENT_NOTE, NULL);
}
