/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who reports what when, by the rhythm of the demonstration province, through Open311 or by
 * telephone; and how a call is taken down, with what the intake panel has under its fields.
 */
#include "day.h"

#include "tc-desk-places.h"
#include "tc-intake-look.h"
#include "tc-phone.h"

#include <string.h>

/* The rhythm brings some 220 a day; so many of them are laid over each other. */
#define RHYTHMS_MAX 8

void
day_report_free (gpointer data)
{
  DayReport *report = data;

  tc_field_report_free (report->report);
  g_free (report);
}

static int
compare_reports (gconstpointer a, gconstpointer b)
{
  const DayReport *one = *(DayReport *const *) a, *two = *(DayReport *const *) b;

  return one->at_us < two->at_us ? -1 : one->at_us > two->at_us;
}

void
day_reports_add (Day *day, gint64 at_us, int event, TcFieldReport *made)
{
  DayReport *report = g_new0 (DayReport, 1);

  *report = (DayReport){.at_us = at_us, .event = event, .report = made};
  g_ptr_array_add (day->reports, report);
}

static void
draw_rhythm (Day *day, guint32 seed)
{
  g_autoptr (TcFieldRhythm) rhythm = tc_field_rhythm_new (day->province, seed, day->start_us, 1);

  for (;;) {
    gint64 at_us = 0;
    int event = -1;
    TcFieldReport *made = tc_field_rhythm_next (rhythm, &at_us, &event);
    if (!made || at_us >= day->end_us) {
      g_clear_pointer (&made, tc_field_report_free);
      return;
    }
    day_reports_add (day, at_us, event, made);
  }
}

/* So many, the others taken out wherever chance will have it. */
void
day_reports_make (Day *day)
{
  guint wanted = (guint) g_key_file_get_integer (day->plan, "day", "reports", NULL);
  int calls = g_key_file_get_integer (day->plan, "day", "calls_percent", NULL);

  day->reports = g_ptr_array_new_with_free_func (day_report_free);
  if (g_key_file_has_group (day->plan, "storm"))
    day_storm_make (day);
  for (guint i = 0; day->reports->len < wanted && i < RHYTHMS_MAX; i++)
    draw_rhythm (day, g_rand_int (day->random));
  while (day->reports->len > wanted)
    g_ptr_array_remove_index (
        day->reports, (guint) g_rand_int_range (day->random, 0, (gint32) day->reports->len));
  g_ptr_array_sort (day->reports, compare_reports);
  for (guint i = 0; i < day->reports->len; i++)
    ((DayReport *) g_ptr_array_index (day->reports, i))->call = g_rand_int_range (day->random, 0,
                                                                                  100) < calls;
}

/* The number that the reporter is given. */
static gint64
read_number (GBytes *answer)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize size = 0;
  const char *data = g_bytes_get_data (answer, &size);
  JsonNode *root = NULL;

  if (!json_parser_load_from_data (parser, data, (gssize) size, NULL))
    return 0;
  root = json_parser_get_root (parser);
  if (!JSON_NODE_HOLDS_ARRAY (root) || json_array_get_length (json_node_get_array (root)) == 0)
    return 0;
  return g_ascii_strtoll (
      json_object_get_string_member_with_default (
          json_array_get_object_element (json_node_get_array (root), 0), "service_request_id", "0"),
      NULL, 10);
}

static void
post (Day *day, DayReport *report)
{
  g_autofree char *url = g_key_file_get_string (day->plan, "day", "open311", NULL);
  g_autofree char *key = g_key_file_get_string (day->plan, "day", "key", NULL);
  g_autofree char *form = tc_field_report_to_form (report->report, key, NULL);
  g_autofree char *uri = g_strconcat (url, "/requests.json", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, uri);
  g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (JsonObject) status = NULL;

  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  answer = soup_session_send_and_read (day->session, message, NULL, &error);
  if (!answer || !SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    day_fail ("a report: %s",
              error ? error->message : soup_status_get_phrase (soup_message_get_status (message)));
  report->report_id = read_number (answer);
  if (report->report_id == 0)
    day_fail ("a report was given no number");
  status = tc_admin_client_call (day->admin, tc_admin_question ("status"), &error);
  if (!status)
    day_fail ("the server's status: %s", error->message);
  day->lsn = MAX (day->lsn, json_object_get_int_member (status, "lsn"));
  day->dirty = TRUE;
  day->version++;
}

static void
arrive (Day *day, DaySeat *seat, gint64 at, gint64 other)
{
  DayReport *report = g_ptr_array_index (day->reports, (guint) at);

  if (!report->call) {
    post (day, report);
    return;
  }
  g_queue_push_tail (&day->calls, report);
  day->version++;
}

void
day_reports_plan (Day *day)
{
  for (guint i = 0; i < day->reports->len; i++) {
    const DayReport *report = g_ptr_array_index (day->reports, i);
    day_after (day, (double) (report->at_us - day->now_us) / (double) DAY_US_PER_S, arrive, NULL, i,
               0);
  }
}

/* ---- a call is taken down ---- */

/* The first of the places that come up for what the caller says of it. */
static void
find_place (DaySeat *seat, TcIntakeForm *form, const char *said)
{
  TcWorker *reader = tc_desk_get_reader (seat->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) places = NULL;

  tc_intake_form_set_address (form, said);
  tc_intake_find_places_async (reader, tc_desk_get_places (seat->desk), said, NULL,
                               day_keep_result_cb, &result);
  day_spin (day_is_there, &result, "places");
  places = tc_intake_find_places_finish (reader, result, NULL);
  if (places && places->len > 0)
    tc_intake_form_set_place (form, g_ptr_array_index (places, 0), said);
}

/* Whoever hears the caller knows what it is about. */
static gint64
find_field (DaySeat *seat, const char *code)
{
  Day *day = seat->day;
  TcWorker *reader = tc_desk_get_reader (seat->desk);

  if (!day->services) {
    g_autoptr (GAsyncResult) result = NULL;
    tc_intake_list_fields_async (reader, day_keep_result_cb, &result);
    day_spin (day_is_there, &result, "the fields");
    day->services = tc_intake_list_fields_finish (reader, result, NULL);
  }
  for (guint i = 0; i < day->services->len; i++) {
    const TcService *service = &g_array_index (day->services, TcService, i);
    if (g_str_equal (service->code, code))
      return service->id;
  }
  return 0;
}

/* What is likely the same thing and still open; 0: nothing. */
static gint64
find_same (DaySeat *seat, const TcIntakeForm *form)
{
  TcWorker *reader = tc_desk_get_reader (seat->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TcIntakeAround) around = NULL;
  const TcSimilar *first = NULL;

  tc_intake_look_around_async (reader, form, NULL, day_keep_result_cb, &result);
  day_spin (day_is_there, &result, "what is around");
  around = tc_intake_look_around_finish (reader, result, NULL);
  if (around && around->similar->len > 0)
    first = &g_array_index (around->similar, TcSimilar, 0);
  if (!first || !first->likely || !tc_incident_state_is_open (first->state) ||
      first->state >= TC_STATE_RESOLVED || !day_chance (seat->day, DAY_SHARE_DUPLICATE))
    return 0;
  return first->incident_id;
}

static void
fill (DaySeat *seat, TcIntakeForm *form, const TcFieldReport *said)
{
  TcOperationSink *sink = TC_OPERATION_SINK (seat->desk);
  TcIntakeFault fault;

  tc_intake_form_set (&form->channel, "hotline");
  tc_intake_form_set (&form->text, said->description);
  tc_intake_form_set (&form->name, said->name ? said->name : "");
  tc_intake_form_set (&form->phone, said->phone ? said->phone : "");
  form->anonymous = !said->name && !said->phone;
  find_place (seat, form, said->address);
  form->field_id = find_field (seat, said->service);
  fault = tc_intake_form_clean (form);
  if (fault != TC_INTAKE_FINE)
    day_fail ("a call: %s (%s)", tc_intake_fault_word (fault), form->text);
  form->incident_id = tc_operation_sink_make_id (sink);
  form->report_id = tc_operation_sink_make_id (sink);
  if (tc_intake_form_has_person (form))
    form->reporter_id = tc_operation_sink_make_id (sink);
}

static gboolean
has_code (gpointer data)
{
  DaySeat *seat = ((gpointer *) data)[0];
  TcIntakeForm *form = ((gpointer *) data)[1];

  g_free (form->code);
  form->code = tc_desk_take_code (seat->desk, seat->day->now_us);
  return form->code != NULL;
}

gint64
day_take_down (DaySeat *seat, DayReport *report)
{
  Day *day = seat->day;
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (day->now_us, seat->staff_id, seat->whose);
  gint64 same_id = 0;
  TcIncidentReport args;
  DayDoing doing;

  fill (seat, form, report->report);
  report->report_id = form->report_id;
  same_id = find_same (seat, form);
  day_begin (seat, &doing);
  if (same_id) {
    args = tc_intake_form_get_args (form, same_id);
    tc_incident_command_join (&doing.command, &args);
    day->counts[DAY_JOINED] += day_end (seat, &doing);
    return 0;
  }
  day_spin (has_code, (gpointer[]){seat, form}, "a code");
  args = tc_intake_form_get_args (form, 0);
  tc_incident_command_report (&doing.command, &args);
  return day_end (seat, &doing) ? form->incident_id : 0;
}
