/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a hand-over sheet says; see the header. In the language of who writes it: the words are what
 * is signed.
 */
#include "tc-hand-over-words.h"

#include "tc-alarm-words.h"
#include "tc-suppressions.h"
#include "tc-camera-words.h"
#include "tc-digest.h"
#include "tc-incident-export.h"
#include "tc-incident-words.h"
#include "tc-journal-words.h"
#include "tc-paper-words.h"
#include "tc-shift-operations.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Characters of a text of others in a line. */
#define LINE_CHARS_MAX 110
/* Of a list: fewer stand there where the sheet would not fit else. */
#define ROWS_STEP 5

/* ---- the parts ---- */

static void
add_head (GString *text, const TcHandOverFacts *facts, const TcHandOverFrame *frame)
{
  g_autofree char *from = tc_incident_word_date (facts->from_us);
  g_autofree char *until = tc_incident_word_date (facts->until_us);
  g_autoptr (GString) people = g_string_new (NULL);

  if (frame->shift)
    /* Translators: on a hand-over sheet: the name of the shift. */
    g_string_append_printf (text, _ ("Shift: %s\n"),
                            tc_incident_pick_name (frame->shift->name_vi, frame->shift->name_en));
  /* Translators: on a hand-over sheet: two times. */
  g_string_append_printf (text, _ ("From %1$s until %2$s\n"), from, until);
  for (guint i = 0; frame->shift && i < frame->shift->people->len; i++)
    g_string_append_printf (people, "%s%s", i > 0 ? ", " : "",
                            ((TcOnDuty *) frame->shift->people->pdata[i])->name);
  if (people->len > 0)
    /* Translators: on a hand-over sheet: names. */
    g_string_append_printf (text, _ ("On duty: %s\n"), people->str);
  /* Translators: on a hand-over sheet: a person, then a desk. */
  g_string_append_printf (text, _ ("Handed over by: %1$s (%2$s)\n"), frame->person, frame->desk);
}

static void
add_counts (GString *text, const TcHandOverFacts *facts)
{
  tc_paper_add_heading (text, 1, _ ("Incidents"));
  /* Translators: numbers of incidents in a shift: received, of them emergencies, resolved. */
  g_string_append_printf (text, _ ("Received: %1$u (emergencies: %2$u). Resolved: %3$u.\n"),
                          facts->received, facts->emergencies, facts->resolved);
  /* Translators: numbers of incidents: open, of them overdue, of them due soon. */
  g_string_append_printf (text, _ ("Still open: %1$u, of them overdue: %2$u, due soon: %3$u.\n"),
                          facts->standing.n, facts->late, facts->soon);
}

/* Its state and who has it; who has it often says the state. */
static void
add_holder (GString *text, const TcIncidentRow *row)
{
  const char *state = tc_incident_word_state (row->state);
  g_autofree char *holder = tc_incident_word_holder (row);

  if (!strstr (holder, state))
    g_string_append_printf (text, "; %s", state);
  g_string_append_printf (text, "; %s", holder);
}

static gboolean
is_due_soon (const TcIncidentRow *row, gint64 now_us)
{
  return row->soon_us != TC_NONE && row->soon_us <= now_us && row->paused_us == TC_NONE;
}

static void
add_incident (GString *text, const TcIncidentRow *row, gint64 now_us)
{
  g_autofree char *title = tc_paper_shorten (row->title, LINE_CHARS_MAX);

  g_string_append_printf (text, "- %s, %s: %s", row->code,
                          tc_incident_word_priority (row->priority), title);
  add_holder (text, row);
  if (row->due_us != TC_NONE) {
    g_autofree char *due = tc_incident_word_date (row->due_us);
    g_string_append_printf (
        text,
        row->due_us <= now_us
            /* Translators: behind an incident on a sheet: a time. */
            ? _ ("; due %s, OVERDUE")
            : is_due_soon (row, now_us)
                  /* Translators: behind an incident on a sheet: a time, near. */
                  ? _ ("; due soon: %s")
                  /* Translators: behind an incident on a sheet: a time. */
                  : _ ("; due %s"),
        due);
  }
  g_string_append_c (text, '\n');
}

static void
add_standing (GString *text, const TcHandOverFacts *facts, guint most, gint64 now_us)
{
  guint n = MIN (facts->standing.rows->len, most);

  tc_paper_add_heading (text, 2, _ ("Still open, and who has them"));
  for (guint i = 0; i < n; i++)
    add_incident (text, &g_array_index (facts->standing.rows, TcIncidentRow, i), now_us);
  if (facts->standing.n == 0)
    tc_paper_add_none (text);
  tc_paper_add_rest (text, facts->standing.n, n);
}

static void
add_promise (GString *text, const TcIncidentRow *row)
{
  g_autofree char *title = tc_paper_shorten (row->title, LINE_CHARS_MAX);

  g_string_append_printf (text, "- %s: %s; ", row->code, title);
  if (row->scheduled_us != TC_NONE) {
    g_autofree char *when = tc_incident_word_date (row->scheduled_us);
    /* Translators: what was promised to a reporter: a time. */
    g_string_append_printf (text, _ ("appointment %s"), when);
  } else if (g_strcmp0 (row->answer_state, "approved") == 0) {
    g_string_append (text, _ ("the answer is approved, not published"));
  } else if (g_strcmp0 (row->answer_state, "returned") == 0) {
    g_string_append (text, _ ("the answer was sent back"));
  } else {
    g_string_append (text, _ ("the answer waits for approval"));
  }
  g_string_append_c (text, '\n');
}

static void
add_promised (GString *text, const TcHandOverFacts *facts, guint most)
{
  guint n = MIN (facts->promised.rows->len, most);

  tc_paper_add_heading (text, 3, _ ("Promised to reporters"));
  for (guint i = 0; i < n; i++)
    add_promise (text, &g_array_index (facts->promised.rows, TcIncidentRow, i));
  if (facts->promised.n == 0)
    tc_paper_add_none (text);
  tc_paper_add_rest (text, facts->promised.n, n);
}

static void
add_shelved (GString *text, const TcHandOverFacts *facts, guint most)
{
  guint n = MIN (facts->shelved->len, most);

  tc_paper_add_heading (text, 4, _ ("Alarms that are shelved"));
  for (guint i = 0; i < n; i++) {
    const TcAlarm *alarm = &g_array_index (facts->shelved, TcAlarm, i);
    g_autofree char *title = tc_paper_shorten (alarm->title, LINE_CHARS_MAX);
    g_autofree char *what = tc_alarm_word_what (alarm);
    g_autofree char *until = tc_incident_word_date (alarm->until_us);

    g_string_append_printf (text, "- %s: %s; %s; ", tc_alarm_word_code (alarm), title, what);
    g_string_append_printf (
        /* Translators: of an alarm that was shelved: until when, by whom, why. */
        text, _ ("until %1$s by %2$s (%3$s)\n"), until, alarm->mark_name ? alarm->mark_name : "–",
        alarm->suppressed ? alarm->reason : tc_alarm_word_reason (alarm->reason));
  }
  if (facts->shelved->len == 0)
    tc_paper_add_none (text);
  tc_paper_add_rest (text, facts->shelved->len, n);
}

static void
add_quiet (GString *text, const TcHandOverFacts *facts, guint most)
{
  guint n = MIN (facts->quiet->len, most);

  tc_paper_add_heading (text, 5, _ ("Alarms kept quiet by plan"));
  for (guint i = 0; i < n; i++) {
    const TcSuppression *it = facts->quiet->pdata[i];
    g_autofree char *what = tc_suppression_word_what (it);
    g_autofree char *from = tc_incident_word_date (it->from_us);
    g_autofree char *until = tc_incident_word_date (it->until_us);
    g_autofree char *reason = tc_paper_shorten (it->reason, LINE_CHARS_MAX);

    /* Translators: what is kept quiet by plan, from when until when, by whom, why. */
    g_string_append_printf (text, _ ("- %1$s: from %2$s until %3$s, by %4$s (%5$s)\n"), what, from,
                            until, it->staff_name ? it->staff_name : "–", reason);
  }
  if (facts->quiet->len == 0)
    tc_paper_add_none (text);
  tc_paper_add_rest (text, facts->quiet->len, n);
}

static gint64
count_out (const TcHandOverFacts *facts, gint64 event_id)
{
  gint64 out = 0;

  for (guint i = 0; i < facts->out->len; i++) {
    const TcResourceHold *hold = &g_array_index (facts->out, TcResourceHold, i);
    out += hold->event_id == event_id ? hold->out : 0;
  }
  return out;
}

static void
add_events (GString *text, const TcHandOverFacts *facts, guint most)
{
  guint n = MIN (facts->events->len, most);

  tc_paper_add_heading (text, 6, _ ("Big events that go on"));
  for (guint i = 0; i < n; i++) {
    const TcBigEvent *event = facts->events->pdata[i];
    g_autofree char *title = tc_paper_shorten (event->title, LINE_CHARS_MAX);
    g_autofree char *since = tc_incident_word_date (event->begun_us);

    g_string_append_printf (
        text,
        /* Translators: a big event on a sheet: code, name, a time; then numbers of what belongs to
         * it: open, of them without a unit; of what is handed out for it. */
        _ ("- %1$s: %2$s; since %3$s; open: %4$d, without a unit: %5$d; handed "
           "out and not back: %6$d"),
        event->code, title, since, (int) event->n_open, (int) event->n_without,
        (int) count_out (facts, event->id));
    if (event->commander && *event->commander)
      /* Translators: behind a big event on a sheet: a person. */
      g_string_append_printf (text, _ ("; commander: %s"), event->commander);
    g_string_append_c (text, '\n');
  }
  if (facts->n_events == 0)
    tc_paper_add_none (text);
  tc_paper_add_rest (text, facts->n_events, n);
}

static void
add_camera (GString *text, const TcHandOverCamera *row)
{
  const TcCamera *camera = row->camera;
  gboolean mended = g_str_equal (camera->state, "maintenance");
  gint64 since_us = mended ? camera->state_us : camera->since_us;
  g_autofree char *title = tc_camera_word_title (camera);
  g_autofree char *name = tc_paper_shorten (title, LINE_CHARS_MAX);
  g_autofree char *since = tc_incident_word_date (since_us);

  g_string_append_printf (text, "- %s: ", name);
  g_string_append_printf (
      text, C_ ("camera", "%s since %s"),
      mended ? C_ ("camera", "being mended") : tc_camera_word_condition (camera->condition), since);
  if (mended && camera->state_reason) {
    g_autofree char *reason = tc_paper_shorten (camera->state_reason, LINE_CHARS_MAX);
    g_string_append_printf (text, " (%s)", reason);
  }
  if (row->incident_code)
    /* Translators: behind a camera on a sheet: the code of an incident. */
    g_string_append_printf (text, _ ("; incident %s"), row->incident_code);
  g_string_append_c (text, '\n');
}

static void
add_cameras (GString *text, const TcHandOverFacts *facts, guint most)
{
  const TcHandOverCameras *cameras = &facts->cameras;
  guint n = MIN (cameras->rows->len, most);

  tc_paper_add_heading (text, 7, _ ("Cameras that don't work"));
  for (guint i = 0; i < n; i++)
    add_camera (text, cameras->rows->pdata[i]);
  tc_paper_add_rest (text, cameras->n, n);
  if (cameras->n_unnamed > 0)
    g_string_append_printf (text,
                            /* Translators: on a sheet whose readers may not all see them. */
                            ngettext ("- %u camera that not everybody may see\n",
                                      "- %u cameras that not everybody may see\n",
                                      cameras->n_unnamed),
                            cameras->n_unnamed);
  if (!cameras->readable)
    g_string_append (text, _ ("Not known here: this desk holds no cameras, or they are not for the "
                              "role of who hands over.\n"));
  else if (cameras->n + cameras->n_unnamed == 0)
    tc_paper_add_none (text);
}

static void
add_entry (GString *text, const TcJournalEntry *entry, gint64 now_us)
{
  g_autofree char *said = tc_paper_shorten (entry->text, LINE_CHARS_MAX);
  g_autofree char *at = tc_incident_word_date (entry->at_us);

  g_string_append_printf (text, "- %s, %s", at, tc_journal_word_kind (entry->kind));
  if (entry->source)
    g_string_append_printf (text, " (%s)", entry->source);
  g_string_append_printf (text, ": %s", said);
  if (tc_journal_entry_is_open (entry) && entry->due_us != TC_NONE) {
    g_autofree char *due = tc_incident_word_date (entry->due_us);
    g_string_append_printf (
        text, entry->due_us <= now_us ? _ ("; due %s, OVERDUE") : _ ("; due %s"), due);
  }
  if (entry->done_us != TC_NONE)
    /* Translators: behind an entry of the journal on a sheet. */
    g_string_append (text, _ ("; done"));
  g_string_append_c (text, '\n');
}

/* @n: of all that there are, of which @entries are the first. */
static void
add_entries (GString *text, GPtrArray *entries, guint n, guint most, gint64 now_us)
{
  guint shown = MIN (entries->len, most);

  for (guint i = 0; i < shown; i++)
    add_entry (text, entries->pdata[i], now_us);
  if (n == 0)
    tc_paper_add_none (text);
  tc_paper_add_rest (text, n, shown);
}

static void
add_journal (GString *text, const TcHandOverFacts *facts, guint most, gint64 now_us)
{
  tc_paper_add_heading (text, 8, _ ("Orders and faults that are not done yet"));
  add_entries (text, facts->open, facts->n_open, most, now_us);
  tc_paper_add_heading (text, 9, _ ("Journal of the shift"));
  add_entries (text, facts->written, facts->n_written, most, now_us);
}

/* @most: rows of each list */
static char *
word_text (const TcHandOverFacts *facts, const TcHandOverFrame *frame, const char *remark,
           guint most, gint64 now_us)
{
  GString *text = g_string_new (NULL);

  add_head (text, facts, frame);
  add_counts (text, facts);
  add_standing (text, facts, most, now_us);
  add_promised (text, facts, most);
  add_shelved (text, facts, most);
  add_quiet (text, facts, most);
  add_events (text, facts, most);
  add_cameras (text, facts, most);
  add_journal (text, facts, most, now_us);
  tc_paper_add_heading (text, 10, _ ("This desk"));
  /* Translators: numbers of operations of a desk: not sent to the server yet; refused by it. */
  g_string_append_printf (text, _ ("Not sent yet: %1$u. Refused, to be dealt with: %2$u.\n"),
                          frame->waiting, frame->attention);
  tc_paper_add_heading (text, 11, _ ("Remark of who hands over"));
  if (*remark)
    g_string_append (text, remark);
  else
    /* Translators: in place of a list that has nothing in it. */
    g_string_append (text, _ ("None."));
  return g_string_free (text, FALSE);
}

char *
tc_hand_over_word_text (const TcHandOverFacts *facts, const TcHandOverFrame *frame,
                        const char *remark, gint64 now_us)
{
  guint most = TC_HAND_OVER_ROWS_MAX;
  char *text = word_text (facts, frame, remark, most, now_us);

  while (g_utf8_strlen (text, -1) > TC_HAND_OVER_CHARS_MAX && most > ROWS_STEP) {
    most -= ROWS_STEP;
    g_free (text);
    text = word_text (facts, frame, remark, most, now_us);
  }
  return text;
}

/* ---- in a list ---- */

char *
tc_hand_over_word_title (const TcHandOverSheet *sheet)
{
  const char *shift = tc_incident_pick_name (sheet->shift_vi, sheet->shift_en);
  g_autofree char *from = tc_incident_word_date (sheet->from_us);

  /* Translators: a hand-over sheet: the name of a shift, and when it began. */
  return g_strdup_printf (_ ("%1$s, from %2$s"), *shift ? shift : _ ("Shift"), from);
}

char *
tc_hand_over_word_given (const TcHandOverSheet *sheet, gint64 now_us)
{
  g_autofree char *who = tc_journal_word_hand (&sheet->given);
  g_autofree char *at = tc_words_clock (sheet->at_us, now_us);

  /* Translators: a time, then a person and desk. */
  return g_strdup_printf (_ ("Handed over at %1$s by %2$s"), at, who);
}

char *
tc_hand_over_word_taken (const TcHandOverSheet *sheet, gint64 now_us)
{
  g_autofree char *who = NULL, *at = NULL;

  if (sheet->taken_us == TC_NONE)
    return g_strdup (_ ("Not signed by the relief yet"));
  who = tc_journal_word_hand (&sheet->taken);
  at = tc_words_clock (sheet->taken_us, now_us);
  /* Translators: a time, then a person and desk. */
  return g_strdup_printf (_ ("Taken over at %1$s by %2$s"), at, who);
}

char *
tc_hand_over_word_hash (const TcHandOverSheet *sheet)
{
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (sheet->sha256, &size);

  return tc_hex_new (bytes, size);
}
