/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How cameras do, in words; see the header.
 */
#include "tc-camera-health-words.h"

#include "tc-camera-operations.h"
#include "tc-camera-words.h"
#include "tc-incident-export.h"
#include "tc-now.h"
#include "tc-stream-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define NONE TC_CAMERA_HEALTH_NONE

/* @code: (nullable). "": nothing can be said. */
static const char *
word_cause (const char *code)
{
  TcStreamCause cause;

  if (g_strcmp0 (code, TC_CAMERA_CAUSE_HOST) == 0)
    return _ ("Its media host is away.");
  return code && tc_stream_cause_from_code (code, &cause) ? tc_stream_words_cause (cause) : "";
}

/* How it does and since when, and why. */
char *
tc_camera_health_word_second (const TcCamera *camera)
{
  g_autofree char *state = tc_camera_word_second (camera, tc_now_us ());
  const char *why = word_cause (camera->cause);

  return *why ? g_strdup_printf ("%s · %s", state, why) : g_steal_pointer (&state);
}

char *
tc_camera_health_word_uptime (const TcCameraHealth *health)
{
  double up = 100.0 - 100.0 * (double) health->down_us / (double) MAX (health->span_us, 1);
  g_autofree char *number = NULL;

  if (!health->camera->condition)
    return g_strdup (NONE);
  /* What was down at all is never shown as a whole. */
  number = tc_words_decimal (health->down_us > 0 ? MIN (up, 99.9) : up);
  return g_strdup_printf ("%s\u00a0%%", number);
}

/* In whole seconds: a camera says its time in such. */
char *
tc_camera_health_word_clock (const TcCamera *camera)
{
  gint64 ms = camera->clock_offset_ms;

  if (ms == TC_NONE)
    return g_strdup (NONE);
  const char *sign = ABS (ms) < 1000 ? "" : ms < 0 ? "−" : "+";
  g_autofree char *seconds = g_strdup_printf ("%d", (int) MIN (ABS (ms) / 1000, 60));
  g_autofree char *span = tc_words_span (ABS (ms) * 1000);
  if (ABS (ms) < 60000)
    /* Translators: by how many seconds a clock is off. */
    return g_strdup_printf (C_ ("clock", "%s%s s"), sign, seconds);
  return g_strdup_printf ("%s%s", sign, span);
}

/* ---- the table ---- */

static void
add_row (TcListTable *table, const TcCameraHealth *health)
{
  const TcCamera *camera = health->camera;
  gboolean known = health->has_figures;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, camera->number);
  g_autofree char *second = tc_camera_health_word_second (camera);
  g_autofree char *uptime = tc_camera_health_word_uptime (health);
  g_autofree char *times = g_strdup_printf ("%" G_GINT64_FORMAT, health->times);
  g_autofree char *reconnects = g_strdup_printf ("%u", health->reconnects);
  g_autofree char *kbit = g_strdup_printf ("%u", health->kbit);
  g_autofree char *frames = tc_words_decimal (health->fps_milli / 1000.0);
  g_autofree char *clock = tc_camera_health_word_clock (camera);
  const char *const cells[] = {number,
                               camera->name,
                               camera->place,
                               second,
                               uptime,
                               times,
                               known ? reconnects : NONE,
                               known ? kbit : NONE,
                               known ? frames : NONE,
                               clock};

  tc_list_table_add (table, cells);
}

TcListTable *
tc_camera_health_to_table (GListModel *list)
{
  const TcListColumn columns[] = {{C_ ("paper", "Camera"), 6, TRUE},
                                  {C_ ("paper", "Name"), 18},
                                  {C_ ("paper", "Place"), 16},
                                  {C_ ("paper", "How it does"), 22},
                                  {_ ("Up"), 8},
                                  {_ ("Faults"), 6, TRUE},
                                  {_ ("Reconnects"), 7},
                                  {_ ("kbit/s"), 6},
                                  {_ ("Pictures/s"), 6},
                                  {_ ("Clock"), 5}};
  TcListTable *table = tc_list_table_new (_ ("HOW CAMERAS DO"),
                                          /* Translators: which figures a list has. */
                                          _ ("Up and faults: of the last seven days"), columns,
                                          G_N_ELEMENTS (columns));

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (TcCameraHealthItem) item = g_list_model_get_item (list, i);

    add_row (table, tc_camera_health_item_get (item));
  }
  return table;
}

/* ---- faults ---- */

char *
tc_camera_fault_word_what (const TcCameraFault *fault)
{
  const char *state = tc_camera_word_condition (fault->state);
  const char *why = word_cause (fault->cause);

  return *why ? g_strdup_printf ("%s · %s", state, why) : g_strdup (state);
}

/* (transfer full) */
static char *
word_span (const TcCameraFault *fault, gint64 now_us)
{
  return tc_words_span ((fault->ended_us == TC_NONE ? now_us : fault->ended_us) - fault->began_us);
}

char *
tc_camera_fault_word_when (const TcCameraFault *fault, gint64 now_us)
{
  g_autofree char *began = tc_incident_word_date (fault->began_us);
  g_autofree char *ended = tc_incident_word_date (fault->ended_us);
  g_autofree char *span = word_span (fault, now_us);
  g_autofree char *text = fault->ended_us == TC_NONE
                              /* Translators: a fault of a camera: since when, for how long. */
                              ? g_strdup_printf (_ ("Since %s (%s)"), began, span)
                              /* Translators: from when until when, for how long. */
                              : g_strdup_printf (_ ("%s to %s (%s)"), began, ended, span);
  /* Translators: how often a fault came and went in that time. */
  g_autofree char *times = g_strdup_printf (ngettext ("%d time", "%d times", (gulong) fault->times),
                                            (int) fault->times);

  return fault->times > 1 ? g_strdup_printf ("%s · %s", text, times) : g_steal_pointer (&text);
}

static void
add_fault (TcListTable *table, const TcCameraFault *fault, gint64 now_us)
{
  g_autofree char *began = tc_incident_word_date (fault->began_us);
  g_autofree char *ended = fault->ended_us == TC_NONE ? g_strdup (NONE)
                                                      : tc_incident_word_date (fault->ended_us);
  g_autofree char *span = word_span (fault, now_us);
  g_autofree char *times = g_strdup_printf ("%" G_GINT64_FORMAT, fault->times);
  const char *const cells[] = {
      began, ended, span, tc_camera_word_condition (fault->state), word_cause (fault->cause),
      times};

  tc_list_table_add (table, cells);
}

TcListTable *
tc_camera_faults_to_table (const GPtrArray *faults, const char *title, gint64 now_us)
{
  const TcListColumn columns[] = {{C_ ("paper", "From"), 14},     {C_ ("paper", "Until"), 14},
                                  {C_ ("paper", "How long"), 10}, {C_ ("paper", "How it was"), 18},
                                  {C_ ("paper", "Why"), 34},      {C_ ("paper", "Times"), 6, TRUE}};
  TcListTable *table = tc_list_table_new (_ ("FAULTS OF A CAMERA"), title, columns,
                                          G_N_ELEMENTS (columns));

  for (guint i = 0; i < faults->len; i++)
    add_fault (table, g_ptr_array_index (faults, i), now_us);
  return table;
}
