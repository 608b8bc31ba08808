/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The history of an incident in sentences: a table of codes, whose arguments in braces are the
 * columns of the event.
 */
#include "tc-incident-words.h"

#include "tc-incident-operations.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *code;     /* of the event */
  const char *sentence; /* for gettext */
} Sentence;

static const Sentence sentences[] = {
    {"incident.report", N_ ("Reported by {channel}")},
    {"incident.join", N_ ("Reported again by {channel}")},
    {"report.update", N_ ("The reporter and the centre wrote: {text}")},
    {"report.rate", N_ ("The reporter's rating: {number} of 5. {text}")},
    {"incident.accept", N_ ("Accepted")},
    {"incident.reject", N_ ("Rejected: {reason}. {text}")},
    {"incident.redirect", N_ ("Redirected: {reason}. {text}")},
    {"incident.merge", N_ ("Merged with {other}")},
    {"incident.unmerge", N_ ("Taken apart from {other}")},
    {"incident.set-priority", N_ ("Priority set: {priority}. {text}")},
    {"incident.take", N_ ("Taken by {staff}")},
    {"incident.release", N_ ("Given back by {actor}")},
    {"incident.assign", N_ ("Assigned to {whom}. {text}")},
    {"incident.dispatch", N_ ("Sent to {agency}. {text}")},
    {"incident.acknowledge", N_ ("{agency} has acknowledged. {text}")},
    {"incident.reach", N_ ("{agency} by telephone, {reason}. {text}")},
    {"incident.set-out", N_ ("{agency} is on the way. {text}")},
    {"incident.arrive", N_ ("{agency} is on scene. {text}")},
    {"incident.recall", N_ ("Recalled from {agency}. {text}")},
    {"task.say", N_ ("To {agency}: {text}")},
    {"incident.renew-page",
     N_ ("New link to the order's page for {agency}; the earlier one is void")},
    {"incident.return", N_ ("{agency} gave it back: {text}")},
    {"incident.start", N_ ("Work has begun. {text}")},
    {"incident.resolve", N_ ("Resolved. {text}")},
    {"incident.wait", N_ ("Waiting for the reporter: {text}")},
    {"incident.resume", N_ ("Goes on. {text}")},
    {"incident.comment", N_ ("Note: {text}")},
    {"incident.reopen", N_ ("Reopened: {text}")},
    {"report.reopen", N_ ("The reporter says that it isn't solved, reopened: {text}")},
    {"report.tell", N_ ("Reporter told how it ended: {reason}. {text}")},
    {"incident.forward", N_ ("Forwarded to {agency}: {text}")},
    {"incident.schedule", N_ ("Will be done at {when_us}. {text}")},
    {"incident.extend", N_ ("New deadline {when_us}: {text}")},
    {"incident.close", N_ ("Closed: {reason}. {text}")},
    {"incident.attach", N_ ("File attached: {text}")},
    {"photo.open", N_ ("Original of a photo opened: {text}")},
    {"photo.clear", N_ ("Photo looked at: {reason}")},
    {"incident.hold-footage",
     N_ ("Recording of camera {number} is kept until {when_us}, by {staff}: {text}")},
    {"incident.release-footage",
     N_ ("Recording of camera {number} isn't kept any more, by {staff}: {text}")},
    {"incident.link", N_ ("Linked with {other}")},
    {"incident.unlink", N_ ("Link with {other} removed")},
    {"answer.submit", N_ ("Answer written: {text}")},
    {"answer.approve", N_ ("Answer approved")},
    {"answer.return", N_ ("Answer sent back: {text}")},
    {"answer.publish", N_ ("Answer published: {text}")},
    {"reporter.release", N_ ("Reporter's details given to {agency}")},
    {"reporter.open", N_ ("Reporter's details looked at")},
    {"reporter.correct", N_ ("Reporter's name or number corrected")},
    {"reporter.withdraw", N_ ("Reporter's details taken back from {agency}")},
    {"event.declare", N_ ("Declared a big event: {text}")},
    {"event.command", N_ ("The response is led by: {text}")},
    {"event.end", N_ ("The big event is over")},
    {"event.resume", N_ ("The big event goes on")},
    {"event.add", N_ ("Added to the big event of {other}")},
    {"event.remove", N_ ("Taken out of the big event of {other}")},
    {"event.log", N_ ("Situation: {text}")},
    {"event.report", N_ ("Quick report no. {number}")},
    {"incident.purge", N_ ("Purged by decision {decision}: {purged}. {text}")},
};

static const Sentence reasons[] = {
    {"no-content", NC_ ("reason", "says nothing")},
    {"abuse", NC_ ("reason", "abusive")},
    {"out-of-area", NC_ ("reason", "not in our area")},
    {"not-public", NC_ ("reason", "not a public matter")},
    {"test", NC_ ("reason", "a test")},
    {"other", NC_ ("reason", "another reason")},
    {"police-113", NC_ ("reason", "police 113")},
    {"fire-114", NC_ ("reason", "fire brigade 114")},
    {"ambulance-115", NC_ ("reason", "ambulance 115")},
    {"complaints", NC_ ("reason", "complaints office")},
    {"denunciations", NC_ ("reason", "denunciations office")},
    {"done", NC_ ("reason", "done")},
    {"duplicate", NC_ ("reason", "a duplicate")},
    {"withdrawn", NC_ ("reason", "withdrawn by the reporter")},
    {"nothing-found", NC_ ("reason", "nothing found")},
    {"answered", NC_ ("reason", "answered")},
    {"fit", NC_ ("reason", "fit for publishing")},
    {"unfit", NC_ ("reason", "not fit for publishing")},
    {"no-answer", NC_ ("reason", "nobody answered")},
    {"called", NC_ ("reason", "by telephone")},
    {"in-person", NC_ ("reason", "in person")},
    {"written", NC_ ("reason", "by letter or message")},
};

const char *
tc_incident_word_reason (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    if (g_strcmp0 (reasons[i].code, code) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "reason", reasons[i].sentence);
  }
  return code ? code : "";
}

static const char *
find_channel (const TcIncidentEvent *event, const TcIncidentDetail *detail)
{
  for (guint i = 0; detail && i < detail->reports->len; i++) {
    const TcReport *report = &g_array_index (detail->reports, TcReport, i);
    if (report->id == event->report_id)
      return tc_incident_word_channel (report->channel);
  }
  /* The reason of a report is how it came. */
  return event->report_id && event->reason ? tc_incident_word_channel (event->reason) : "…";
}

/* Priorities are the first four signals, 1 the most pressing. */
const char *
tc_incident_word_priority (gint64 priority)
{
  if (priority < 1 || priority > 4)
    return "…";
  return tc_words_signal ((TcSignal) (TC_SIGNAL_EMERGENCY + 1 - priority));
}

/* What a legal purge took out, by the reason of its event. */
static const char *
word_purged (const char *kind)
{
  static const Sentence kinds[] = {
      {"report", NC_ ("purged", "a report")},
      {"reporter", NC_ ("purged", "who reported it")},
      {"attachment", NC_ ("purged", "a file")},
      {"text", NC_ ("purged", "a text")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_strcmp0 (kinds[i].code, kind) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "purged", kinds[i].sentence);
  }
  return "";
}

/* Who gave an order back: the event names whose it is said to be, and the order. */
static const char *
find_giver (const TcIncidentEvent *event, const TcIncidentDetail *detail)
{
  for (guint i = 0; detail && i < detail->dispatches->len; i++) {
    const TcDispatch *task = &g_array_index (detail->dispatches, TcDispatch, i);
    if (task->id == event->other_id)
      return tc_incident_pick_name (task->agency_vi, task->agency_en);
  }
  return "…";
}

static GVariant *
make_arguments (const TcIncidentEvent *event, const TcIncidentDetail *detail)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);
  const char *agency = g_str_equal (event->code, "incident.return")
                           ? find_giver (event, detail)
                           : tc_incident_pick_name (event->agency_vi, event->agency_en);
  const char *staff = event->staff_name ? event->staff_name : event->actor_name;

  g_variant_dict_insert (&dict, "channel", "s", find_channel (event, detail));
  g_variant_dict_insert (&dict, "text", "s", event->text ? event->text : "");
  g_variant_dict_insert (&dict, "reason", "s", tc_incident_word_reason (event->reason));
  g_variant_dict_insert (&dict, "other", "s", event->other_code ? event->other_code : "");
  g_variant_dict_insert (&dict, "agency", "s", agency);
  g_variant_dict_insert (&dict, "staff", "s", staff ? staff : "");
  g_variant_dict_insert (&dict, "actor", "s", event->actor_name ? event->actor_name : "");
  g_variant_dict_insert (&dict, "whom", "s", *agency ? agency : staff ? staff : "");
  g_variant_dict_insert (&dict, "priority", "s", tc_incident_word_priority (event->number));
  g_variant_dict_insert (&dict, "decision", "s", event->external_id ? event->external_id : "");
  g_variant_dict_insert (&dict, "purged", "s", word_purged (event->reason));
  g_variant_dict_insert (&dict, "number", "x", event->number);
  if (event->when_us != TC_NONE)
    g_variant_dict_insert (&dict, "when_us", "x", event->when_us);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* A text that isn't there leaves no trace: the sentence before it stays. */
static char *
drop_empty (const char *sentence, const TcIncidentEvent *event)
{
  if (event->text && *event->text)
    return g_strdup (sentence);
  for (const char *const *tail = (const char *const[]){". {text}", ": {text}", NULL}; *tail;
       tail++) {
    if (g_str_has_suffix (sentence, *tail))
      return g_strndup (sentence, strlen (sentence) - strlen (*tail));
  }
  return g_strdup (sentence);
}

/* ---- what was corrected, and what was before ---- */

/* (nullable): the one of its kind before it; with a title, if @titled. */
static const TcIncidentEvent *
find_earlier (const TcIncidentEvent *event, const TcIncidentDetail *detail, gboolean titled)
{
  const TcIncidentEvent *found = NULL;

  for (guint i = 0; detail && i < detail->events->len; i++) {
    const TcIncidentEvent *one = &g_array_index (detail->events, TcIncidentEvent, i);

    if (one->id == event->id)
      return found;
    if (g_str_equal (one->code, event->code) && (!titled || one->text))
      found = one;
  }
  return NULL;
}

static char *
word_title_set (const TcIncidentEvent *event, const TcIncidentDetail *detail)
{
  const TcIncidentEvent *earlier = find_earlier (event, detail, TRUE);

  if (!earlier)
    /* Translators: a title. */
    return g_strdup_printf (_ ("Title set: “%s”"), event->text);
  /* Translators: two titles. */
  return g_strdup_printf (_ ("Title set: “%1$s”; before: “%2$s”"), event->text, earlier->text);
}

/* What is kept of it itself, else what was set before. */
static const char *
pick_before (const TcIncidentEvent *event, const TcIncidentEvent *earlier)
{
  const char *before = tc_incident_pick_name (event->before_vi, event->before_en);

  return *before || !earlier ? before : tc_incident_pick_name (earlier->set_vi, earlier->set_en);
}

static char *
word_field_set (const TcIncidentEvent *event, const TcIncidentDetail *detail)
{
  const char *set = tc_incident_pick_name (event->set_vi, event->set_en);
  const char *before = pick_before (event, find_earlier (event, detail, FALSE));

  if (event->text && event->number == event->other_id)
    return word_title_set (event, detail);
  if (!*before || g_str_equal (set, before))
    /* Translators: a field. */
    return g_strdup_printf (_ ("Field set: %s"), *set ? set : "…");
  /* Translators: two fields. */
  return g_strdup_printf (_ ("Field set: %1$s; before: %2$s"), *set ? set : "…", before);
}

/* The address that it was reported with. */
static const char *
find_reported (const TcIncidentDetail *detail)
{
  for (guint i = 0; detail && i < detail->reports->len; i++) {
    const TcReport *report = &g_array_index (detail->reports, TcReport, i);
    if (report->home_id == detail->incident.id && report->address)
      return report->address;
  }
  return NULL;
}

static char *
word_place_set (const TcIncidentEvent *event, const TcIncidentDetail *detail)
{
  const TcIncidentEvent *earlier = find_earlier (event, detail, FALSE);
  const char *address = earlier ? earlier->text : find_reported (detail);
  const char *area = tc_incident_pick_name (event->set_vi, event->set_en);
  const char *area_before = pick_before (event, earlier);
  g_autofree char *set = tc_incident_word_address (event->text, area);
  g_autofree char *before = tc_incident_word_address (address, area_before);

  if (!*set)
    set = (g_free (set), g_strdup (C_ ("place", "unknown")));
  if (!*before || (!*area_before && g_strcmp0 (address, event->text) == 0))
    /* Translators: address and area. */
    return g_strdup_printf (_ ("Place set: %s"), set);
  if (g_str_equal (set, before))
    /* Translators: the point on the map, of an incident at this address. */
    return g_strdup_printf (_ ("Point set: %s"), set);
  /* Translators: two places, each of address and area. */
  return g_strdup_printf (_ ("Place set: %1$s; before: %2$s"), set, before);
}

/* Of a restricted camera, which not all may know of; of what is taken back; of whom only the text
 * names. (nullable): another event */
static const char *
find_unnamed (const TcIncidentEvent *event)
{
  if (g_str_equal (event->code, "report.tell") && g_strcmp0 (event->reason, "untold") == 0)
    return _ ("Taken back: the reporter wasn't told how it ended. {text}");
  if (g_str_equal (event->code, "incident.forward") && event->agency_id == 0)
    return _ ("Forwarded outside: {text}");
  if (event->number > 0)
    return NULL;
  if (g_str_equal (event->code, "incident.hold-footage"))
    return _ ("Recording of a restricted camera is kept until {when_us}, by {staff}: {text}");
  if (g_str_equal (event->code, "incident.release-footage"))
    return _ ("Recording of a restricted camera isn't kept any more, by {staff}: {text}");
  return NULL;
}

char *
tc_incident_word_event (const TcIncidentEvent *event, const TcIncidentDetail *detail, gint64 now_us)
{
  g_autoptr (GVariant) args = make_arguments (event, detail);

  if (g_str_equal (event->code, "incident.classify"))
    return word_field_set (event, detail);
  if (g_str_equal (event->code, "incident.place"))
    return word_place_set (event, detail);
  if (g_str_equal (event->code, "task.say") && event->number == 1)
    return tc_words_fill (_ ("{agency} writes: {text}"), args, now_us, NULL);
  if (g_str_equal (event->code, "incident.attach") && event->agency_id != 0) {
    g_autofree char *sentence = drop_empty (_ ("{agency} sends a file: {text}"), event);
    return tc_words_fill (sentence, args, now_us, NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++) {
    if (g_str_equal (sentences[i].code, event->code)) {
      const char *unnamed = find_unnamed (event);
      g_autofree char *sentence = drop_empty (unnamed ? unnamed : _ (sentences[i].sentence), event);
      return tc_words_fill (sentence, args, now_us, NULL);
    }
  }
  return g_strdup (event->code);
}

char *
tc_incident_word_actor (const TcIncidentEvent *event)
{
  const char *name = event->actor_name ? event->actor_name : "";

  if (event->actor_id == 0 && g_strcmp0 (event->reason, TC_VIA_PAGE) == 0) {
    /* Translators: who did it: the unit, by a button on the page of its order. */
    return g_strdup (C_ ("actor", "the unit, on its page"));
  }
  if (event->actor_id == 0)
    return g_strdup (C_ ("actor", "automatic"));
  if (!event->desk_name)
    return g_strdup (name);
  return g_strdup_printf ("%s · %s", name, event->desk_name);
}

static const Sentence operations[] = {
    {"incident.report", NC_ ("operation", "Log a report")},
    {"incident.join", NC_ ("operation", "Add a report")},
    {"incident.accept", NC_ ("operation", "Accept")},
    {"incident.reject", NC_ ("operation", "Reject")},
    {"incident.redirect", NC_ ("operation", "Redirect")},
    {"incident.merge", NC_ ("operation", "Merge")},
    {"incident.unmerge", NC_ ("operation", "Take apart")},
    {"incident.classify", NC_ ("operation", "Set the field")},
    {"incident.place", NC_ ("operation", "Set the place")},
    {"incident.set-priority", NC_ ("operation", "Set the priority")},
    {"alarm.acknowledge", NC_ ("operation", "Acknowledge an alarm")},
    {"alarm.call", NC_ ("operation", "Keep who was telephoned for an alarm")},
    {"alarm.shelve", NC_ ("operation", "Shelve an alarm")},
    {"alarm.suppress", NC_ ("operation", "Keep alarms quiet by plan")},
    {"alarm.lift", NC_ ("operation", "Lift what was kept quiet by plan")},
    {"alarm.unshelve", NC_ ("operation", "Bring a shelved alarm back")},
    {"filter.save", NC_ ("operation", "Share a filter")},
    {"filter.delete", NC_ ("operation", "Delete a shared filter")},
    {"incident.take", NC_ ("operation", "Take")},
    {"incident.release", NC_ ("operation", "Give back")},
    {"incident.assign", NC_ ("operation", "Assign")},
    {"incident.dispatch", NC_ ("operation", "Dispatch")},
    {"incident.acknowledge", NC_ ("operation", "Acknowledge")},
    {"incident.reach", NC_ ("operation", "Keep who answered the telephone")},
    {"incident.set-out", NC_ ("operation", "On the way")},
    {"incident.arrive", NC_ ("operation", "On scene")},
    {"incident.recall", NC_ ("operation", "Recall")},
    {"task.say", NC_ ("operation", "Write about an order")},
    {"incident.renew-page", NC_ ("operation", "Make a new link to an order's page")},
    {"incident.return", NC_ ("operation", "Return the task")},
    {"incident.start", NC_ ("operation", "Begin the work")},
    {"incident.resolve", NC_ ("operation", "Resolve")},
    {"incident.wait", NC_ ("operation", "Wait for the reporter")},
    {"incident.resume", NC_ ("operation", "Go on")},
    {"incident.forward", NC_ ("operation", "Forward")},
    {"incident.schedule", NC_ ("operation", "Set an appointment")},
    {"incident.comment", NC_ ("operation", "Note")},
    {"incident.attach", NC_ ("operation", "Attach a file")},
    {"photo.open", NC_ ("operation", "Open the original of a photo")},
    {"photo.clear", NC_ ("operation", "Say whether a photo is fit for publishing")},
    {"incident.link", NC_ ("operation", "Link")},
    {"incident.unlink", NC_ ("operation", "Remove a link")},
    {"report.update", NC_ ("operation", "Write to the reporter")},
    {"report.rate", NC_ ("operation", "Write down the reporter's rating")},
    {"report.reopen", NC_ ("operation", "Reopen for the reporter")},
    {"report.tell", NC_ ("operation", "Tell the reporter how it ended")},
    {"incident.reopen", NC_ ("operation", "Reopen")},
    {"incident.extend", NC_ ("operation", "Extend the deadline")},
    {"incident.close", NC_ ("operation", "Close")},
    {"answer.submit", NC_ ("operation", "Write an answer")},
    {"answer.approve", NC_ ("operation", "Approve an answer")},
    {"answer.return", NC_ ("operation", "Send an answer back")},
    {"answer.publish", NC_ ("operation", "Publish an answer")},
    {"reporter.open", NC_ ("operation", "See who reported it")},
    {"reporter.correct", NC_ ("operation", "Correct who reported it")},
    {"reporter.search", NC_ ("operation", "Search for who reported")},
    {"reporter.release", NC_ ("operation", "Give out who reported it")},
    {"reporter.withdraw", NC_ ("operation", "Take back who reported it")},
    {"incident.purge", NC_ ("operation", "Purge")},
    {"event.declare", NC_ ("operation", "Declare a big event")},
    {"event.command", NC_ ("operation", "Name who leads the response")},
    {"event.end", NC_ ("operation", "End a big event")},
    {"event.resume", NC_ ("operation", "Let a big event go on")},
    {"event.add", NC_ ("operation", "Add to a big event")},
    {"event.remove", NC_ ("operation", "Take out of a big event")},
    {"event.log", NC_ ("operation", "Write into the situation log")},
    {"event.figure", NC_ ("operation", "Write down a figure")},
    {"event.check", NC_ ("operation", "Check off an item of the list")},
    {"event.report", NC_ ("operation", "Quick report")},
    {"resource.add", NC_ ("operation", "Write down a resource")},
    {"resource.change", NC_ ("operation", "Change a resource")},
    {"resource.retire", NC_ ("operation", "Take a resource off the list")},
    {"resource.hand-out", NC_ ("operation", "Hand out a resource")},
    {"resource.give-back", NC_ ("operation", "Take a resource back")},
    {"journal.add", NC_ ("operation", "Write into the journal")},
    {"journal.follow-up", NC_ ("operation", "Follow up an entry of the journal")},
    {"shift.hand-over", NC_ ("operation", "Hand over the shift")},
    {"shift.take-over", NC_ ("operation", "Take over the shift")},
    {"duty.set", NC_ ("operation", "Write down a stand-in or an absence")},
    {"duty.withdraw", NC_ ("operation", "Take back a stand-in or an absence")},
    {"camera.add", NC_ ("operation", "Add a camera")},
    {"camera.change", NC_ ("operation", "Change a camera")},
    {"camera.restrict", NC_ ("operation", "Restrict a camera or release it")},
    {"camera.sound", NC_ ("operation", "Allow or forbid a camera's sound")},
    {"camera.remove", NC_ ("operation", "Remove a camera")},
    {"camera.restore", NC_ ("operation", "Bring back a removed camera")},
    {"camera.state", NC_ ("operation", "Take a camera out of service or back")},
    {"camera.mask-set", NC_ ("operation", "Cover parts of a camera's picture")},
    {"camera.line-set", NC_ ("operation", "Say what a camera hangs on")},
    {"camera.stream-set", NC_ ("operation", "Set a camera's stream")},
    {"camera.device-add", NC_ ("operation", "Add a device of cameras")},
    {"camera.device-change", NC_ ("operation", "Change a device of cameras")},
    {"camera.device-remove", NC_ ("operation", "Remove a device of cameras")},
    {"camera.group-set", NC_ ("operation", "Set a group of cameras")},
    {"camera.group-remove", NC_ ("operation", "Remove a group of cameras")},
    {"camera.open", NC_ ("operation", "Look at a restricted camera")},
    {"camera.hold", NC_ ("operation", "Keep part of a recording")},
    {"camera.release", NC_ ("operation", "Stop keeping part of a recording")},
    {"camera.export", NC_ ("operation", "Copy part of a recording")},
    {"camera.snapshot", NC_ ("operation", "Keep a camera's picture")},
    {"layout.save", NC_ ("operation", "Save a layout")},
    {"layout.remove", NC_ ("operation", "Remove a layout")},
};

const char *
tc_incident_word_operation (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++) {
    if (g_str_equal (operations[i].code, name))
      return g_dpgettext2 (GETTEXT_PACKAGE, "operation", operations[i].sentence);
  }
  return name;
}
