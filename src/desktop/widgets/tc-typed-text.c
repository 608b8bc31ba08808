/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was typed; see the header.
 */
#include "tc-typed-text.h"

#define PREEDIT "tc-preedit"

static void
preedit_cb (GtkTextView *view, const char *preedit)
{
  g_object_set_data_full (G_OBJECT (view), PREEDIT, g_strdup (preedit), g_free);
}

void
tc_typed_text_watch (GtkTextView *view, GCallback changed, gpointer data)
{
  g_signal_connect (view, "preedit-changed", G_CALLBACK (preedit_cb), NULL);
  if (!changed)
    return;
  g_signal_connect_object (view, "preedit-changed", changed, data, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (view), "changed", changed, data,
                           G_CONNECT_SWAPPED);
}

char *
tc_typed_text_dup (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  const char *preedit = g_object_get_data (G_OBJECT (view), PREEDIT);
  g_autofree char *before = NULL, *after = NULL;
  GtkTextIter start, end, cursor;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  before = gtk_text_buffer_get_text (buffer, &start, &cursor, FALSE);
  after = gtk_text_buffer_get_text (buffer, &cursor, &end, FALSE);
  return g_strconcat (before, preedit ? preedit : "", after, NULL);
}

void
tc_typed_text_set (GtkTextView *view, const char *text)
{
  g_object_set_data (G_OBJECT (view), PREEDIT, NULL);
  gtk_text_view_reset_im_context (view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

void
tc_typed_text_put (GtkTextView *view, const char *text, const char *before)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *all = NULL;
  GtkTextIter start, end;

  g_object_set_data (G_OBJECT (view), PREEDIT, NULL);
  gtk_text_view_reset_im_context (view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  all = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gtk_text_buffer_begin_user_action (buffer);
  if (before && g_str_equal (all, before))
    gtk_text_buffer_delete (buffer, &start, &end);
  else
    gtk_text_buffer_delete_selection (buffer, FALSE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}
