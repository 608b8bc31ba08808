/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One incident as the text of a paper; see the header.
 */
#include "tc-incident-paper.h"

#include "tc-incident-export.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

static void
add_heading (GString *text, guint *number, const char *heading)
{
  g_string_append_printf (text, "%s%u. %s\n", *number > 0 ? "\n" : "", *number + 1, heading);
  (*number)++;
}

/* @value: (nullable): then there is no line */
static void
add_line (GString *text, const char *what, const char *value)
{
  if (value && *value)
    g_string_append_printf (text, "- %s: %s\n", what, value);
}

static void
add_facts (GString *text, const TcIncidentRow *row)
{
  g_autofree char *place = tc_incident_word_address (
      row->address, tc_incident_pick_name (row->area_name, row->area_en));
  g_autofree char *received = tc_incident_word_date (row->received_us);
  g_autofree char *due = tc_incident_word_date (row->due_us);
  g_autofree char *resolved = tc_incident_word_date (row->resolved_us);
  g_autofree char *holder = tc_incident_word_holder (row);

  add_line (text, C_ ("paper", "Matter"), row->title);
  add_line (text, C_ ("paper", "Place"), place);
  add_line (text, C_ ("paper", "Field"),
            row->kind_vi ? tc_incident_pick_name (row->kind_vi, row->kind_en)
                         : tc_incident_pick_name (row->field_vi, row->field_en));
  add_line (text, C_ ("paper", "Priority"), tc_incident_word_priority (row->priority));
  add_line (text, C_ ("paper", "State"), tc_incident_word_state (row->state));
  add_line (text, C_ ("paper", "Holder"), holder);
  add_line (text, C_ ("paper", "Received"), received);
  add_line (text, C_ ("paper", "Deadline"), due);
  add_line (text, C_ ("paper", "Resolved"), resolved);
}

static void
add_reports (GString *text, const GArray *reports)
{
  for (guint i = 0; i < reports->len; i++) {
    const TcReport *report = &g_array_index (reports, TcReport, i);
    g_autofree char *at = tc_incident_word_date (report->received_us);

    g_string_append_printf (text, "- %s · %s: %s\n", at, tc_incident_word_channel (report->channel),
                            report->text ? report->text : "");
  }
}

static void
add_orders (GString *text, const GArray *dispatches)
{
  for (guint i = 0; i < dispatches->len; i++) {
    const TcDispatch *order = &g_array_index (dispatches, TcDispatch, i);
    g_autofree char *at = tc_incident_word_date (order->sent_us);

    g_string_append_printf (text, "- %s · %s: %s\n", at,
                            tc_incident_pick_name (order->agency_vi, order->agency_en),
                            tc_incident_word_task (order));
  }
}

static void
add_files (GString *text, const GArray *attachments)
{
  for (guint i = 0; i < attachments->len; i++) {
    const TcAttachment *file = &g_array_index (attachments, TcAttachment, i);

    if (file->original_id == 0)
      g_string_append_printf (text, "- %s\n", file->name);
  }
}

static void
add_history (GString *text, const TcIncidentDetail *detail, gint64 now_us)
{
  for (guint i = 0; i < detail->events->len; i++) {
    const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent, i);
    g_autofree char *at = tc_incident_word_date (event->at_us);
    g_autofree char *what = tc_incident_word_event (event, detail, now_us);
    g_autofree char *who = tc_incident_word_actor (event);

    g_string_append_printf (text, "- %s · %s (%s)\n", at, what, who);
  }
}

char *
tc_incident_word_paper (const TcIncidentDetail *detail, gint64 now_us)
{
  GString *text = g_string_new (NULL);
  guint number = 0;

  add_heading (text, &number, _ ("The incident"));
  add_facts (text, &detail->incident);
  add_heading (text, &number, _ ("What was reported"));
  add_reports (text, detail->reports);
  if (detail->dispatches->len > 0) {
    add_heading (text, &number, _ ("Orders to units"));
    add_orders (text, detail->dispatches);
  }
  if (detail->attachments->len > 0) {
    add_heading (text, &number, _ ("Photos and files"));
    add_files (text, detail->attachments);
  }
  add_heading (text, &number, _ ("History"));
  add_history (text, detail, now_us);
  return g_string_free (text, FALSE);
}
