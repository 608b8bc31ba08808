/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Losing and spoiling packets behind the payloader, where they have their numbers already: whoever
 * receives them sees the gap.
 */
#include "tc-fake-camera-packets.h"

#include "tc-limits.h"

#include <string.h>

#define RTP_HEADER 12
#define SENDER_REPORT 200
#define REPORT_BYTES_MIN 28
#define REPORT_SECONDS 8
/* However bad it is, the first of a new stream come through: without them there'd be no stream. */
#define FIRST_PUSHES 3

typedef struct {
  const TcFakeWorld *world; /* (unowned) */
  guint number;
  guint pushes;
  GRand *random; /* (owned) */
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_rand_free (watch->random);
  g_free (watch);
}

/* How many of 100 get lost. */
static int
get_loss (const TcFakeFault *fault)
{
  switch (fault->kind) {
  case TC_FAKE_FAULT_KILL:
  case TC_FAKE_FAULT_UNREACHABLE:
  case TC_FAKE_FAULT_STALL:
    return 100;
  case TC_FAKE_FAULT_LOSS:
    return (int) fault->value;
  default:
    return 0;
  }
}

GstBuffer *
tc_fake_packets_new_noise (GstBuffer *packet, GRand *random)
{
  gsize size = gst_buffer_get_size (packet);
  GstBuffer *noise = gst_buffer_new_allocate (NULL, size, NULL);
  GstMapInfo map;

  gst_buffer_copy_into (noise, packet, GST_BUFFER_COPY_TIMESTAMPS | GST_BUFFER_COPY_FLAGS, 0, size);
  gboolean mapped = gst_buffer_map (noise, &map, GST_MAP_WRITE);
  g_assert (mapped);
  gst_buffer_extract (packet, 0, map.data, MIN (size, RTP_HEADER));
  for (gsize i = RTP_HEADER; i < size; i++)
    map.data[i] = (guint8) g_rand_int (random);
  gst_buffer_unmap (noise, &map);
  return noise;
}

/* What becomes of a packet. @buffer: (inout): NULL: it gets lost */
static void
spoil (Watch *watch, const TcFakeFault *fault, GstBuffer **buffer)
{
  GstBuffer *packet = *buffer;

  if (g_rand_int_range (watch->random, 0, 100) < get_loss (fault)) {
    gst_buffer_unref (packet);
    *buffer = NULL;
  } else if (fault->kind == TC_FAKE_FAULT_GARBAGE) {
    *buffer = tc_fake_packets_new_noise (packet, watch->random);
    gst_buffer_unref (packet);
  }
}

typedef struct {
  Watch *watch;
  TcFakeFault fault;
} Push;

static gboolean
spoil_one_cb (GstBuffer **buffer, guint i, gpointer data)
{
  Push *push = data;

  spoil (push->watch, &push->fault, buffer);
  return TRUE;
}

static GstPadProbeReturn
pushed_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Watch *watch = data;
  Push push = {watch, tc_fake_world_fault (watch->world, watch->number)};

  if (watch->pushes++ < FIRST_PUSHES ||
      (get_loss (&push.fault) == 0 && push.fault.kind != TC_FAKE_FAULT_GARBAGE))
    return GST_PAD_PROBE_OK;
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST) {
    GstBufferList *list = gst_buffer_list_make_writable (info->data);
    gst_buffer_list_foreach (list, spoil_one_cb, &push);
    info->data = list;
    return gst_buffer_list_length (list) > 0 ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
  }
  GstBuffer *buffer = info->data;
  spoil (watch, &push.fault, &buffer);
  info->data = buffer;
  return buffer ? GST_PAD_PROBE_OK : GST_PAD_PROBE_HANDLED;
}

void
tc_fake_packets_watch (GstElement *payloader, const TcFakeWorld *world, guint number)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (payloader, "src");
  Watch *watch = g_new0 (Watch, 1);

  *watch = (Watch){.world = world, .number = number, .random = g_rand_new_with_seed (number)};
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, pushed_cb,
                     watch, watch_free);
}

/* ---- times of a replay ---- */

#define EXTENSION_BIT 0x10
#define EXTENSION_SIZE 16
#define EXTENSION_NAME 0xabac
#define EXTENSION_WORDS 3
#define CLEAN_POINT 0x80
/* From 1900, of which NTP counts, to 1970. */
#define NTP_S ((guint64) 2208988800)

typedef struct {
  TcFakeFeed *feed;      /* (unowned) */
  GstElement *payloader; /* (unowned): it has the probe */
} Telling;

static void
write_big (guint8 *out, guint64 value, gsize size)
{
  for (gsize i = 0; i < size; i++)
    out[i] = (guint8) (value >> 8 * (size - 1 - i));
}

/* An encoder may begin its times anywhere. */
static GstClockTime
get_running (GstPad *pad, GstClockTime pts)
{
  g_autoptr (GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment = NULL;

  if (!event)
    return pts;
  gst_event_parse_segment (event, &segment);
  return gst_segment_to_running_time (segment, GST_FORMAT_TIME, pts);
}

/* When the frame with that time in the pipeline was taken. */
static gint64
find_taken_us (GstElement *element, GstClockTime pts)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "src");
  g_autoptr (GstClock) clock = gst_element_get_clock (element);
  GstClockTime now = clock ? gst_clock_get_time (clock) : 0;
  GstClockTime base = gst_element_get_base_time (element);

  return g_get_real_time () - ((gint64) (now - base) - (gint64) get_running (pad, pts)) / 1000;
}

static gboolean
tell_time_cb (GstBuffer **buffer, guint i, gpointer data)
{
  Telling *telling = data;
  GstClockTime pts = GST_BUFFER_PTS (*buffer);
  guint8 head[RTP_HEADER + EXTENSION_SIZE] = {0};
  GstBuffer *told;
  gint64 us;

  if (!GST_CLOCK_TIME_IS_VALID (pts) ||
      gst_buffer_extract (*buffer, 0, head, RTP_HEADER) != RTP_HEADER)
    return TRUE;
  us = tc_fake_feed_get_clock_us (telling->feed, find_taken_us (telling->payloader, pts));
  head[0] |= EXTENSION_BIT;
  write_big (head + RTP_HEADER, EXTENSION_NAME, 2);
  write_big (head + RTP_HEADER + 2, EXTENSION_WORDS, 2);
  write_big (head + RTP_HEADER + 4, (guint64) (us / TC_US_PER_S) + NTP_S, 4);
  /* The next part of a microsecond, so that reading it gives the same one again. */
  write_big (head + RTP_HEADER + 8, ((guint64) (us % TC_US_PER_S) << 32) / TC_US_PER_S + 1, 4);
  head[RTP_HEADER + 12] = CLEAN_POINT;
  told = gst_buffer_new_memdup (head, sizeof head);
  gst_buffer_copy_into (told, *buffer, GST_BUFFER_COPY_METADATA, 0, (gsize) -1);
  gst_buffer_copy_into (told, *buffer, GST_BUFFER_COPY_MEMORY, RTP_HEADER, (gsize) -1);
  gst_buffer_unref (*buffer);
  *buffer = told;
  return TRUE;
}

static GstPadProbeReturn
telling_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST) {
    GstBufferList *list = gst_buffer_list_make_writable (info->data);

    gst_buffer_list_foreach (list, tell_time_cb, data);
    info->data = list;
  } else {
    GstBuffer *buffer = info->data;

    tell_time_cb (&buffer, 0, data);
    info->data = buffer;
  }
  return GST_PAD_PROBE_OK;
}

void
tc_fake_packets_tell_times (GstElement *payloader, TcFakeFeed *feed)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (payloader, "src");
  Telling *telling = g_new0 (Telling, 1);

  *telling = (Telling){feed, payloader};
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, telling_cb,
                     telling, g_free);
}

/* ---- the clock ---- */

void
tc_fake_packets_shift_report (GstBuffer *buffer, gint64 us)
{
  GstMapInfo map;
  guint64 ntp;

  if (!gst_buffer_map (buffer, &map, GST_MAP_READWRITE))
    return;
  if (map.size >= REPORT_BYTES_MIN && map.data[1] == SENDER_REPORT) {
    memcpy (&ntp, map.data + REPORT_SECONDS, sizeof ntp);
    /* Seconds in the upper half, parts of one in the lower; whole seconds are what matters. */
    ntp = GUINT64_FROM_BE (ntp) + ((guint64) (us / TC_US_PER_S) << 32);
    ntp = GUINT64_TO_BE (ntp);
    memcpy (map.data + REPORT_SECONDS, &ntp, sizeof ntp);
  }
  gst_buffer_unmap (buffer, &map);
}

static gboolean
reporting_cb (GObject *session, GstBuffer *buffer, gboolean early, gpointer data)
{
  Watch *watch = data;
  TcFakeFault fault = tc_fake_world_fault (watch->world, watch->number);

  if (fault.kind != TC_FAKE_FAULT_CLOCK)
    return FALSE;
  tc_fake_packets_shift_report (buffer, fault.value);
  return TRUE;
}

static void
closure_gone_cb (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
tc_fake_packets_watch_reports (GObject *session, const TcFakeWorld *world, guint number)
{
  Watch *watch = g_new0 (Watch, 1);

  *watch = (Watch){.world = world, .number = number};
  g_signal_connect_data (session, "on-sending-rtcp", G_CALLBACK (reporting_cb), watch,
                         closure_gone_cb, 0);
}
