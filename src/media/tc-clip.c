/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanh-clip: makes one clip (tc-clip-maker.h) in a process of its own, so that what a camera
 * recorded can at worst end that. A media host starts it (server/tc-evidence-maker.c):
 *
 *   toancanh-clip FOLDER CAMERA FROM_US UNTIL_US FILE [LEFT,TOP,RIGHT,BOTTOM ...]
 *
 * It says on standard output, a line each: "progress PM" now and then, and in the end "gap FROM_US
 * UNTIL_US" for each gap and "made FROM_US UNTIL_US NEXT_US FRAMES WIDTH HEIGHT". What went wrong
 * is a line on standard error. It ends when its standard input does.
 */
#include "tc-clip-maker.h"

#include <gst/gst.h>
#include <stdio.h>
#include <unistd.h>

/* After everything that is watched live. */
#define NICE 10
#define WORDS_MIN 6

static void
progress_cb (int done_pm, gpointer data)
{
  g_print ("progress %d\n", done_pm);
  fflush (stdout);
}

/* Who started it is gone, or wants it no longer. */
static gpointer
watch_thread (gpointer data)
{
  char byte;
  gssize n;

  do
    n = read (STDIN_FILENO, &byte, 1);
  while (n > 0);
  g_cancellable_cancel (data);
  return NULL;
}

static gboolean
read_int (const char *text, gint64 *value)
{
  return g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, value, NULL);
}

static gboolean
read_mask (const char *text, TcPictureMask *mask)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", 5);
  guint64 values[4];

  if (g_strv_length (parts) != G_N_ELEMENTS (values))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (!g_ascii_string_to_unsigned (parts[i], 10, 0, TC_PICTURE_MASK_PM_MAX, &values[i], NULL))
      return FALSE;
  *mask = (TcPictureMask){(guint16) values[0], (guint16) values[1], (guint16) values[2],
                          (guint16) values[3]};
  return tc_picture_mask_is_valid (mask);
}

static gboolean
read_words (int n, char **words, TcClipPlan *plan, TcPictureMask *masks)
{
  if (n < WORDS_MIN || n - WORDS_MIN > TC_PICTURE_MASKS_MAX)
    return FALSE;
  plan->folder = words[1];
  plan->path = words[5];
  plan->masks = masks;
  plan->n_masks = (gsize) (n - WORDS_MIN);
  for (int i = WORDS_MIN; i < n; i++)
    if (!read_mask (words[i], &masks[i - WORDS_MIN]))
      return FALSE;
  return read_int (words[2], &plan->camera_id) && read_int (words[3], &plan->from_us) &&
         read_int (words[4], &plan->until_us);
}

static void
tell (const TcClipFacts *facts)
{
  for (guint i = 0; i < facts->gaps->len; i++) {
    const TcClipGap *gap = &g_array_index (facts->gaps, TcClipGap, i);

    g_print ("gap %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", gap->from_us, gap->until_us);
  }
  g_print ("made %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
           " %d %d\n",
           facts->from_us, facts->until_us, facts->next_us, facts->frames, facts->width,
           facts->height);
}

int
main (int argc, char **argv)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TcPictureMask masks[TC_PICTURE_MASKS_MAX];
  g_auto (TcClipFacts) facts = {0};
  g_autoptr (GError) error = NULL;
  TcClipPlan plan = {0};

  if (nice (NICE) == -1)
    g_info ("it runs like all others");
  if (!read_words (argc, argv, &plan, masks)) {
    fprintf (stderr, "toancanh-clip: it is started by a media host, not by hand\n");
    return 2;
  }
  if (!gst_init_check (NULL, NULL, &error)) {
    fprintf (stderr, "GStreamer doesn't start: %s\n", error->message);
    return 1;
  }
  g_thread_unref (g_thread_new ("parent", watch_thread, cancellable));
  if (!tc_clip_make (&plan, progress_cb, NULL, cancellable, &facts, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  tell (&facts);
  return 0;
}
