/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines: each message takes its time, in order; a line that is cut loses what is on its way, and
 * each end hears of it when it hears of it: so a desk may have a new line while the server still
 * has the old one, and what the old one had on its way may arrive after what the new one brings.
 */
#include "sim.h"

/* Until an end that was not told learns that its line is gone. */
#define UNNOTICED_US_MAX (90 * TC_US_PER_S)

gboolean
sim_line_is_current (SimLine *line)
{
  return line->desk ? line->desk->line == line : line->sim->relay.line == line;
}

TcHub *
sim_line_get_hub (SimLine *line)
{
  Sim *sim = line->sim;

  if (line->via)
    return sim->relay.relay && line->hub_life == sim->relay.life
               ? tc_relay_get_hub (sim->relay.relay)
               : NULL;
  return line->hub_life == sim->hub_life ? sim->hub : NULL;
}

SimLine *
sim_line_open (Sim *sim, SimDesk *desk, gboolean via)
{
  SimLine *line = g_new0 (SimLine, 1);

  line->sim = sim;
  line->desk = desk;
  line->id = sim->lines->len + 1;
  line->via = via;
  line->hub_life = via ? sim->relay.life : sim->hub_life;
  line->frames = g_queue_new ();
  line->slow_us = sim_chance (sim, 6) ? sim_draw_us (sim, 2 * TC_US_PER_S) : 0;
  g_ptr_array_add (sim->lines, line);
  sim->counts[via ? SIM_RELAY_LINES : SIM_LINES]++;
  return line;
}

void
sim_line_free (gpointer data)
{
  SimLine *line = data;

  g_queue_free_full (line->frames, g_free);
  g_free (line);
}

/* When what is sent now arrives: after all that was sent before. */
static gint64
arrival (SimLine *line, gint64 *newest_us)
{
  Sim *sim = line->sim;
  gint64 at_us = sim->now_us + line->slow_us + sim_draw_us (sim, sim->plan.delay_us_max);

  *newest_us = MAX (*newest_us, at_us);
  return *newest_us - sim->now_us;
}

static void
arrive_down (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimLine *line = object;

  if (line->cut || !sim_line_is_current (line))
    sim->counts[SIM_MESSAGES_LOST]++;
  else if (line->desk)
    sim_desk_receive (line->desk, bytes);
  else
    sim_relay_receive (sim, bytes);
}

static void
arrive_up (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimLine *line = object;

  if (line->cut || !line->peer)
    sim->counts[SIM_MESSAGES_LOST]++;
  else if (line->via)
    sim_relay_hear (line, bytes);
  else
    sim_hub_receive (line, bytes);
}

void
sim_line_send_down (SimLine *line, GBytes *bytes)
{
  line->sim->counts[SIM_MESSAGES]++;
  sim_after (line->sim, arrival (line, &line->down_us), arrive_down, line, g_bytes_ref (bytes), 0);
}

static gboolean
is_operations (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return size > 0 && data[0] == TC_LINE_OPERATIONS;
}

void
sim_line_send_up (SimLine *line, GBytes *bytes)
{
  Sim *sim = line->sim;

  sim->counts[SIM_MESSAGES]++;
  sim_after (sim, arrival (line, &line->up_us), arrive_up, line, g_bytes_ref (bytes), 0);
  /* The one message that may come twice: whoever is between may have sent it again. */
  if (!sim->healing && is_operations (bytes) && sim_chance (sim, 20)) {
    sim->counts[SIM_MESSAGES_DOUBLED]++;
    sim_after (sim, arrival (line, &line->up_us), arrive_up, line, g_bytes_ref (bytes), 0);
  }
}

static void
desk_learns (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimLine *line = object;

  if (!sim_line_is_current (line))
    return;
  if (line->desk)
    sim_desk_lose_line (line->desk);
  else
    sim_relay_lose_line (sim);
}

static void
hub_learns (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  sim_hub_hang_up (object);
}

void
sim_line_close_from_hub (SimLine *line)
{
  gint64 delay_us = line->cut ? sim_draw_us (line->sim, UNNOTICED_US_MAX)
                              : arrival (line, &line->down_us);

  sim_after (line->sim, delay_us, desk_learns, line, NULL, 0);
}

void
sim_line_close_from_desk (SimLine *line)
{
  Sim *sim = line->sim;
  gint64 delay_us = arrival (line, &line->up_us);

  /* Now and then the server isn't told. */
  if (line->cut || (!sim->healing && sim_chance (sim, 4)))
    delay_us += sim_draw_us (sim, UNNOTICED_US_MAX);
  sim_after (sim, delay_us, hub_learns, line, NULL, 0);
}

void
sim_line_cut (SimLine *line)
{
  if (line->cut)
    return;
  line->cut = TRUE;
  line->sim->counts[SIM_LINES_CUT]++;
  sim_after (line->sim, sim_draw_us (line->sim, UNNOTICED_US_MAX), desk_learns, line, NULL, 0);
  sim_after (line->sim, sim_draw_us (line->sim, UNNOTICED_US_MAX), hub_learns, line, NULL, 0);
}
