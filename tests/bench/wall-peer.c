/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the wall is measured against: the same streams decoded by GStreamer and thrown away, nothing
 * scaled, nothing shown. Each is rtspsrc by TCP, a decoder with one thread, and a sink that takes
 * what comes. Says "ready" once each has given a picture, then at each line of input how many
 * pictures were decoded since the line before, and the processor time that it took:
 *
 *   wall-peer ADDRESS...
 *   {"pictures": 1200, "cpu_ms": 312}
 */
#include <gst/gst.h>

#include <stdio.h>
#include <sys/resource.h>

#define READY_S 60

static gint n_pictures; /* atomic */
static gint n_begun;    /* atomic */

static GstPadProbeReturn
picture_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  gint *begun = data;

  if (g_atomic_int_compare_and_exchange (begun, 0, 1))
    g_atomic_int_inc (&n_begun);
  g_atomic_int_inc (&n_pictures);
  return GST_PAD_PROBE_OK;
}

static GstElement *
play (const char *address, gint *begun)
{
  g_autofree char *words = g_strdup_printf (
      "rtspsrc location=%s protocols=tcp latency=200 drop-on-latency=true ! rtph264depay !"
      " h264parse ! avdec_h264 max-threads=1 ! fakesink name=sink sync=false",
      address);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (words, &error);

  if (!pipeline || error)
    g_error ("%s", error->message);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, picture_cb, begun, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  return pipeline;
}

static gint64
get_cpu_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) pipelines = g_ptr_array_new ();
  char line[16];

  gst_init (&argc, &argv);
  g_autofree gint *begun = g_new0 (gint, (gsize) argc);
  for (int i = 1; i < argc; i++)
    g_ptr_array_add (pipelines, play (argv[i], &begun[i]));
  for (int i = 0; g_atomic_int_get (&n_begun) < argc - 1; i++) {
    if (i == READY_S * 10)
      g_error ("only %d of %d streams came", g_atomic_int_get (&n_begun), argc - 1);
    g_usleep (100000);
  }
  printf ("{\"event\": \"ready\"}\n");
  fflush (stdout);
  gint pictures = 0;
  gint64 cpu_ms = 0;
  while (fgets (line, sizeof line, stdin)) {
    gint pictures_now = g_atomic_int_get (&n_pictures);
    gint64 cpu_ms_now = get_cpu_ms ();

    printf ("{\"pictures\": %d, \"cpu_ms\": %" G_GINT64_FORMAT "}\n", pictures_now - pictures,
            cpu_ms_now - cpu_ms);
    fflush (stdout);
    pictures = pictures_now;
    cpu_ms = cpu_ms_now;
  }
  for (guint i = 0; i < pipelines->len; i++) {
    gst_element_set_state (pipelines->pdata[i], GST_STATE_NULL);
    gst_object_unref (pipelines->pdata[i]);
  }
  return 0;
}
