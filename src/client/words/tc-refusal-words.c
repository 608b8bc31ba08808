/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of refusals; see the header. Arguments in braces are those that stand with the code
 * where it is given.
 */
#include "tc-refusal-words.h"

#include "tc-incident-states.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *code;
  const char *sentence; /* for gettext */
} Sentence;

static const Sentence sentences[] = {
    /* At the door. */
    {"sign-in.failed", N_ ("Account or password is wrong. Nobody is signed in.")},
    {"sign-in.locked", N_ ("Too many wrong attempts: this account is locked until {until_us}.")},
    {"sign-in.offline",
     N_ ("The server can't be reached. Without it only those can sign in who signed in at this "
         "desk "
         "before: let one of them sign in, or try again when the line is back.")},
    {"sign-in.offline-old",
     N_ ("The server can't be reached, and your last sign-in with it at this desk was too long ago "
         "({checked_us}). Try again when the line is back.")},
    {"sign-in.clock",
     N_ ("The server can't be reached, and this computer's clock has gone back (it "
         "says {now_us}, and was at {seen_us} before). Set the clock, then sign "
         "in.")},
    {"sign-in.not-loaded",
     N_ ("The server can't be reached, and the province's data isn't on this desk yet. Try again "
         "when the line is back.")},
    {"sign-in.changed", N_ ("The line is back, and your password was changed since you signed in "
                            "here. Sign in with the new one; what you did is kept and sent.")},
    {"sign-in.desk", N_ ("This person may not work at this desk. Ask the administrator.")},
    {"pin.form", N_ ("A PIN is {min} to {max} digits and nothing else.")},
    {"pin.simple",
     N_ ("Such a PIN is guessed at once: take digits that are neither all the same nor "
         "in a row.")},
    {"pin.none", N_ ("There is no PIN here. Type the password.")},
    {"pin.wrong", N_ ("The PIN is wrong. Tries that are left: {left}.")},
    {"pin.used-up", N_ ("Too many wrong PINs: from now on the password unlocks this desk.")},
    {"sign-in.answer", N_ ("The server's answer can't be read. Call the administrator.")},
    {"enrol.code", N_ ("The code is wrong, used or too old. Ask the administrator for a new one.")},
    {"enrol.form", N_ ("The server couldn't read the request. Type address and code again.")},
    {"enrol.address", N_ ("This is no address of a server. It looks like this: "
                          "https://server.centre.example:8311")},
    {"enrol.plain", N_ ("Another computer is spoken to by https:// alone, never by http://.")},
    {"enrol.busy", N_ ("Too many attempts just now. Wait a minute, then try again.")},
    {"enrol.answer", N_ ("There is no server of Toàn Cảnh at this address (answer {status}).")},
    {"stick.file", N_ ("The file can't be read or unpacked: {message}")},
    {"stick.other-desk", N_ ("This file was made for another desk. Ask the administrator for one "
                             "that is made for this desk.")},
    {"stick.damaged", N_ ("The file is damaged or cut short. Copy it again.")},
    {"stick.server", N_ ("The file is of another server, or of another version of it. Ask the "
                         "administrator for a new one.")},
    {"stick.old", N_ ("The file is too old. Ask the administrator for a new one.")},
    {"stick.behind", N_ ("This desk has newer data already: the file is not needed.")},
    {"stick.new-desk", N_ ("Set this desk up with its code first, then load the file.")},
    {"enrol.already", N_ ("This desk is set up already.")},
    {"question.form", N_ ("The server couldn't read the question: “{what}” is wrong.")},
    {"question.unknown", N_ ("The server doesn't know this question: it is older than this desk.")},
    {"question.busy", N_ ("The server has too much to do. Try again in a moment.")},
    {"question.failed", N_ ("The server couldn't answer. Try again, or call the administrator.")},
    /* Of the line; where the desk has to wait, it does. */
    {"line.offline", N_ ("The server can't be reached. Try again when the line is back.")},
    {"line.desk-unknown",
     N_ ("The server doesn't admit this desk: its right was ended, or this is another server. What "
         "was done here is kept. Call the administrator.")},
    {"line.protocol",
     N_ ("The programs of server and desk don't understand each other: one of them "
         "has to be upgraded. What is done here is kept, and sent then. Call the "
         "administrator.")},
    {"line.schema", N_ ("This desk's program is too old for the server. What is done here is kept, "
                        "and sent once it is upgraded. Call the administrator.")},
    {"line.schema-newer",
     N_ ("The server's program is older than this desk's. What is done here is "
         "kept, and sent once the server is upgraded. Call the "
         "administrator.")},
    {"line.signature", N_ ("The server doesn't accept this desk's key. What was done here is kept. "
                           "Call the administrator.")},
    {"line.replaced", N_ ("A second computer works under this desk's number, so the two have the "
                          "line in turns. What is done at either is kept, and sent at its turn. "
                          "Call the administrator: one of them has to be enrolled anew.")},
    {"line.store", N_ ("The server could not read or write its own data. It is tried again.")},
    {"line.busy", N_ ("The server has too much to do. It is tried again.")},
    {"line.silent", N_ ("The server heard nothing of this desk for too long. It is tried again.")},
    {"line.rights", N_ ("What may be read at this desk has changed: the line begins anew.")},
    {"line.horizon",
     N_ ("This desk was away for too long to catch up: it loads its data anew. What "
         "was done here is kept.")},
    {"line.parts", N_ ("A part of the data came damaged again and again: all of it is loaded "
                       "anew.")},
    {"line.purge",
     N_ ("What was removed for good is wiped from this desk: its data is loaded anew.")},
    {"line.stick", N_ ("Data was loaded from a stick: the line begins anew.")},
    {"line.fault", N_ ("What the server sent could not be used: {message}")},
    {"line.order", N_ ("Server and desk lost step with each other. It is tried again.")},
    {"line.position", N_ ("Server and desk lost step with each other. It is tried again.")},
    {"line.operation", N_ ("Server and desk lost step with each other. It is tried again.")},
    {"line.gap", N_ ("Server and desk lost step with each other. It is tried again.")},
    {"line.malformed", N_ ("Server and desk lost step with each other. It is tried again.")},
    {"line.relay-agency",
     N_ ("This relay serves the desks of other agencies. What was done here is "
         "kept. Call the administrator.")},
    {"line.relay-revoked", N_ ("The server doesn't admit this room's relay any more. What was done "
                               "here is kept. Call the administrator.")},
    {"line.relay-empty", N_ ("This room's relay has no data yet. It is tried again.")},
    {"line.relay-behind", N_ ("This room's relay has to catch up with this desk first. It is tried "
                              "again.")},
    {"line.relay-renew", N_ ("This room's relay loads its data anew. It is tried again.")},
    {"line.moved", N_ ("This room's relay loads its data anew. It is tried again.")},
    {"people.no-session", N_ ("Nobody was signed in when this was done. Sign in and do it again.")},
    {"people.session-over", N_ ("The sign-in had run out. Sign in and send it again.")},
    {"people.inactive", N_ ("The account is closed. Ask the administrator.")},
    {"people.desk", N_ ("This desk may not work any more. Ask the administrator.")},
    {"people.not-allowed", N_ ("Your role doesn't allow this ({capability}).")},
    {"people.system-only", N_ ("Only the server does this.")},
    /* Of every operation. */
    {"operation.arguments", N_ ("“{argument}” is missing, too long or not in order. Correct it and "
                                "send again.")},
    {"operation.unknown",
     N_ ("The server doesn't know this operation: it is older than this desk.")},
    {"operation.newer", N_ ("The server is older than this desk. Send it again after its update.")},
    {"operation.too-long", N_ ("It would have taken too long and was stopped. Nothing changed.")},
    {"operation.too-large", N_ ("It is too long. Shorten it and send it again.")},
    {"operation.future",
     N_ ("This desk's clock is ahead of the server's. Set it, then send again.")},
    {"operation.too-old",
     N_ ("It waited longer than the offline limit. Look again before sending.")},
    {"operation.lost",
     N_ ("The server lost it when it was restored from a backup, and it is too old"
         " to go by itself. Look again before sending.")},
    {"operation.conflict", N_ ("The server had other contents under this number.")},
    {"operation.poison", N_ ("The server failed twice on this and passed over it.")},
    /* Of incidents. */
    {"incident.unknown", N_ ("There is no such incident.")},
    {"incident.merged", N_ ("{incident} was merged into {into}: work on that one.")},
    {"incident.state", N_ ("{incident} is {state}: that can't be done now.")},
    {"incident.taken", N_ ("Somebody else has taken {incident}.")},
    {"incident.not-taken", N_ ("{incident} isn't yours to give back.")},
    {"incident.already-sent", N_ ("That unit already has {incident}.")},
    {"incident.itself", N_ ("{incident} can't be joined with itself.")},
    {"incident.tasks-open", N_ ("{incident} has open tasks ({count}): recall them first.")},
    {"incident.not-merged", N_ ("{incident} isn't merged into another.")},
    {"incident.merged-elsewhere",
     N_ ("{incident} was merged into {into} since then: that merge stays as it is.")},
    {"incident.not-resolved", N_ ("{incident} isn't resolved yet: resolve it before closing.")},
    {"incident.duplicate-of", N_ ("Say of which incident {incident} is a duplicate.")},
    {"incident.place", N_ ("The place of {incident} is not complete.")},
    {"incident.past", N_ ("The time given for {incident} has passed already.")},
    {"alarm.emergency",
     N_ ("An emergency that nobody has taken can't be shelved: take {incident}.")},
    {"alarm.not-shelved", N_ ("The alarm of {incident} isn't shelved any more.")},
    {"alarm.handled", N_ ("Somebody did something about this alarm meanwhile.")},
    {"alarm.texted", N_ ("That person was told of this alarm already.")},
    {"alarm.text-state", N_ ("That text message was sent or given up already.")},
    {"alarm.over", N_ ("{incident} is dealt with: there is no alarm any more.")},
    {"alarm.rule-code", N_ ("Another rule for alarms has the code {code}.")},
    {"alarm.rule-minutes", N_ ("An alarm goes up after 1 to {limit} minutes.")},
    {"alarm.rules-many", N_ ("There are {limit} rules for alarms already: change one in place.")},
    {"alarm.not-suppressed", N_ ("This is not kept quiet any more.")},
    {"alarm.suppress-area", N_ ("There is no such area.")},
    {"alarm.suppress-many", N_ ("At most {limit} can be kept quiet by plan at a time; lift one.")},
    {"alarm.suppress-time",
     N_ ("Alarms are kept quiet for {limit} days at most, until a time that is still to come.")},
    {"alarm.suppress-what", N_ ("Say which field or which area is kept quiet.")},
    {"alarm.shelve-time", N_ ("An alarm is shelved for twelve hours at most.")},
    {"template.code-used", N_ ("Another template has the code {code}.")},
    {"template.too-many", N_ ("There are {limit} templates already: change one in place.")},
    {"template.word", N_ ("“{word}” is no word that a template can fill in.")},
    {"state.unknown", N_ ("“{state}” is no state of an incident.")},
    {"state.name-used", N_ ("Another state is called “{name}” already.")},
    {"template.state", N_ ("“{state}” is no state of an incident.")},
    {"field.term-past", N_ ("A service level holds from now on, not for what came before.")},
    {"field.term-steps", N_ ("A step can't be given more time than the whole.")},
    {"incident.not-later", N_ ("The new deadline of {incident} isn't later than the old one.")},
    {"incident.assign-nobody", N_ ("Say to whom {incident} is assigned.")},
    {"incident.linked", N_ ("{incident} is linked to that incident already.")},
    {"incident.not-linked", N_ ("{incident} has no such link.")},
    {"incident.id-used", N_ ("This number is used already.")},
    {"incident.code-form", N_ ("{code} isn't an incident code.")},
    {"incident.code-not-leased", N_ ("The code {code} doesn't belong to this desk.")},
    {"incident.code-used", N_ ("The code {code} is used already.")},
    {"incident.codes-range", N_ ("These incident numbers are out of range.")},
    {"incident.codes-overlap", N_ ("These incident numbers are given out already.")},
    {"report.unknown", N_ ("There is no such report.")},
    {"report.reopen-never", N_ ("{incident} can't be opened again by who reported it: the service "
                                "level has no days for that. Write it down as a note.")},
    {"report.reopen-late", N_ ("Who reported {incident} could have it opened again until "
                               "{until_us}. Write it down as a note.")},
    {"reporter.same", N_ ("Name and number stand so already.")},
    {"report.not-told", N_ ("It doesn't stand that this reporter was told.")},
    {"operation.purged", N_ ("It was purged by a decision: nothing of it is shown any more.")},
    {"purge.unknown", N_ ("There is nothing to purge there.")},
    {"purge.done", N_ ("It was purged already, by decision {decision}.")},
    {"purge.nobody", N_ ("Say for whom it is purged.")},
    {"reporter.unknown", N_ ("The reporter left no name or address.")},
    {"reporter.no-task", N_ ("That unit has no task here: the reporter is not given out.")},
    {"file.unreadable", N_ ("“{name}” can't be read. Check that it is still there, then attach it "
                            "again.")},
    {"file.empty", N_ ("“{name}” is empty and was not attached.")},
    {"file.too-large", N_ ("“{name}” is too large: the server takes files of at most {limit_mib} "
                           "MB. Attach a smaller copy.")},
    {"file.no-room", N_ ("The disk of this computer is full, so “{name}” was not attached. Make "
                         "room, then attach it again.")},
    {"attachment.hash", N_ ("The file's checksum is wrong. Attach it again.")},
    {"attachment.unknown", N_ ("This photo isn't there any more.")},
    {"attachment.sealed",
     N_ ("This file is a photo's original, which is sealed. Attach its copy.")},
    {"photo.unread", N_ ("The server is still checking whether this copy carries more than the "
                         "picture. Try again in a moment; if it stays so, blur the original "
                         "again.")},
    {"photo.read", N_ ("This photo has been read already.")},
    {"photo.sealed", N_ ("An original isn't published. Choose its copy.")},
    {"attachment.original", N_ ("The original of this picture is not attached.")},
    {"task.unknown", N_ ("There is no such task.")},
    {"task.state", N_ ("The task is {state}: that can't be done now.")},
    {"task.files-full", N_ ("There are too many files from this unit on this incident already. "
                            "Send the rest another way.")},
    {"task.talk-full", N_ ("There are too many messages about this order: telephone the unit.")},
    {"task.not-yours", N_ ("This task belongs to another unit.")},
    {"unit-page.off", N_ ("The server has pages for units switched off: [unit-page] in its "
                          "settings. Ask the administrator.")},
    {"unit-page.address", N_ ("Nobody has told the server at which address telephones reach it, so "
                              "it can't make links: “address” below [unit-page] in its settings. "
                              "Ask the administrator.")},
    {"unit-page.pending", N_ ("The server doesn't have it yet that a new link is wanted. Try again "
                              "in a moment.")},
    {"unit-page.denied", N_ ("Nobody who may dispatch is signed in at this desk with the server.")},
    {"people.not-in-force", N_ ("There is no such unit, or not any more.")},
    {"people.unknown", N_ ("There is no such person, unit, role or desk.")},
    {"people.exists", N_ ("This number is used already.")},
    {"people.founded", N_ ("The province is founded already.")},
    {"people.code-taken", N_ ("The code “{code}” is used already.")},
    {"people.account-taken", N_ ("The account “{account}” belongs to somebody already.")},
    {"people.kind", N_ ("“{kind}” is not a known kind.")},
    {"people.dates", N_ ("It would end before it begins.")},
    {"people.ended", N_ ("It has an end already.")},
    {"people.has-units",
     N_ ("Units below this agency are still in force: end or move them first.")},
    {"vehicle.unknown", N_ ("There is no such vehicle in service.")},
    {"vehicle.exists", N_ ("This vehicle is there already.")},
    {"vehicle.code-taken", N_ ("Another vehicle has the code {code}.")},
    {"vehicle.kind", N_ ("“{kind}” is none of the kinds of vehicle, or of what one does.")},
    {"vehicle.not-yours", N_ ("That vehicle belongs to another unit.")},
    {"vehicle.older", N_ ("A newer place of the vehicle is known.")},
    {"vehicle.too-soon", N_ ("The vehicle's place was told just before.")},
    {"duty.hours", N_ ("A shift can't end when it starts.")},
    {"duty.cycle", N_ ("The duty has no day in its cycle, or one outside it.")},
    {"people.circle", N_ ("An agency can't stand above itself.")},
    {"people.desk-state", N_ ("That isn't possible for this desk as it is now.")},
    {"people.public-key", N_ ("This is not the key of a desk.")},
    {"people.role-not-here", N_ ("This person may not work at this desk. Ask the administrator.")},
    {"people.session-length", N_ ("The sign-in would be over already, or last too long.")},
    {"people.not-own-session", N_ ("This sign-in belongs to somebody else.")},
    /* Of places. */
    {"places.unknown", N_ ("There is no such place.")},
    {"places.exists", N_ ("This number is used already.")},
    {"places.code-taken", N_ ("The code “{code}” is used already.")},
    {"places.kind", N_ ("“{kind}” is not a known kind.")},
    {"places.dates", N_ ("It would end before it begins.")},
    {"places.not-in-force", N_ ("There is no such area, or not any more.")},
    {"places.ended", N_ ("It has an end already.")},
    {"places.has-areas", N_ ("Areas within this one are still in force: end or move them first.")},
    {"places.circle", N_ ("An area can't lie within itself.")},
    /* Of cameras. */
    {"camera.unknown", N_ ("There is no such camera, or not any more.")},
    {"camera.exists", N_ ("This camera is there already.")},
    {"camera.number-taken", N_ ("Another camera has the number {number}.")},
    {"camera.code-taken", N_ ("Another camera has the code {code}.")},
    {"camera.host", N_ ("That isn't a media host in service: choose another one, or none.")},
    {"camera.not-restricted", N_ ("This camera isn't restricted: it is seen without a reason.")},
    {"camera.group", N_ ("This camera is for people with certain roles, which you don't have.")},
    {"camera.too-soon", N_ ("How this camera does was told just before.")},
    {"camera.masks", N_ ("What is to be covered isn't a list of rectangles within the picture.")},
    {"camera.address",
     N_ ("This address can't be used. Give one without a name and a password in it, such as "
         "rtsp://host/path for a stream or http://host/path for a device.")},
    {"camera-device.unknown", N_ ("There is no such device, or not any more.")},
    {"camera.device-exists", N_ ("This device is there already.")},
    {"camera.device-code-taken", N_ ("Another device has the code {code}.")},
    {"camera.device-in-use",
     N_ ("Cameras that hang on “{name}”: {count}. Move them to another device first.")},
    {"camera.too-many-devices",
     N_ ("There are {limit} devices already; remove one that isn't needed first.")},
    {"camera.no-channels", N_ ("“{name}” is a single camera, not a recorder: it has no channels.")},
    {"camera.channel-needed", N_ ("“{name}” is a recorder: say on which of its channels it is.")},
    {"camera.elsewhere",
     N_ ("This stream is at another host than “{name}”, and at no recorder's. Mend the address, or "
         "say that it is meant so.")},
    {"camera.not-open", N_ ("This camera is restricted: open it first and say why.")},
    {"camera.no-device",
     N_ ("This camera hangs on no device that could be asked: it is known by its streams alone.")},
    {"camera.no-host", N_ ("No media host serves this camera yet.")},
    {"camera.host-away", N_ ("The media host that serves this camera can't be reached now.")},
    {"camera.no-stream", N_ ("There is no stream of this camera now.")},
    {"camera.steered", N_ ("{name} steers this camera. It is free 20 seconds after they last moved "
                           "it; a supervisor may take it over.")},
    {"camera.no-fault", N_ ("No fault of this camera goes on now: there is nothing to report.")},
    {"camera.no-ptz", N_ ("This camera can't be steered from here.")},
    {"camera.ptz-denied", N_ ("The camera doesn't take the account that is set for it: whoever "
                              "manages cameras sets its password anew.")},
    {"camera.ptz-away", N_ ("The camera can't be reached now, so it doesn't move.")},
    {"camera.ptz-fault", N_ ("The camera refuses this movement.")},
    {"camera.no-recording", N_ ("The media host that serves this camera records nothing.")},
    {"camera.recorder-none",
     N_ ("No recorder of this camera can be asked: none is set, or it has neither ONVIF's replay "
         "nor a vendor whose way of playing is known here.")},
    {"camera.recorder-channel",
     N_ ("The recorder doesn't say which of its recordings is this camera's.")},
    {"camera.recorder-denied",
     N_ ("The recorder doesn't take the account and password that are set for it.")},
    {"camera.recorder-away", N_ ("The camera's recorder can't be reached now.")},
    {"camera.recorder-busy",
     N_ ("The camera's recorder is asked for too much just now: try again in a while.")},
    {"camera.recorder-fault", N_ ("The camera's recorder answers in a way that isn't understood.")},
    {"camera.no-hold", N_ ("This part of the recording isn't kept specially any more.")},
    {"camera.holds-full",
     N_ ("So much is kept specially already that no more can be: release what isn't needed.")},
    {"camera.no-export",
     N_ ("This copy isn't known any more: its folder stands at the media host.")},
    {"camera.exports-full", N_ ("Many copies wait to be made: try again in a while.")},
    {"camera.host-fault",
     N_ ("The media host can't read its recordings now. Its journal says why.")},
    {"camera.secret",
     N_ ("A device's password has 1 to 200 bytes and no control characters: choose another.")},
    {"camera-group.unknown", N_ ("There is no such group of cameras, or not any more.")},
    {"camera.group-of-roles",
     N_ ("This group is for certain roles only. Take its roles off first, then remove it.")},
    {"camera.group-code-taken", N_ ("Another group of cameras has the code {code}.")},
    {"camera.too-many-groups",
     N_ ("There are {limit} groups of cameras already; remove one that isn't needed first.")},
    {"wall.nobody", N_ ("Nobody who may see cameras is at that desk now, or it isn't connected.")},
    {"layout.unknown", N_ ("There is no such layout, or not any more.")},
    {"layout.name-taken",
     N_ ("There is a layout with the name “{name}” already; give it another one.")},
    {"layout.not-yours", N_ ("This layout is somebody else's own.")},
    {"layout.cells", N_ ("The tiles of this layout don't fit into its grid.")},
    {"layout.too-many", N_ ("There are {limit} layouts already; remove one first.")},
    {"field.unknown", N_ ("There is no such field.")},
    {"field.id-used", N_ ("This number is used already.")},
    {"field.code-used", N_ ("Another field has the code {code}.")},
    {"field.depth", N_ ("“{field}” can't stand there: a kind belongs to a field, no deeper.")},
    {"field.term-order", N_ ("A term that begins later is set already.")},
    {"responsibility.order", N_ ("A responsibility that begins later is set already.")},
    {"filter.name-used",
     N_ ("There is a filter with the name “{name}” already; give it another one.")},
    {"filter.too-many", N_ ("There are {limit} shared filters already; delete one first.")},
    {"filter.unknown", N_ ("This filter is not there any more.")},
    {"incident.leads", N_ ("{incident} leads a big event: it can't be merged into another.")},
    {"event.unknown", N_ ("This incident leads no big event.")},
    {"event.ended", N_ ("The big event of {incident} is over. Let it go on first, if it isn't.")},
    {"event.not-ended", N_ ("The big event of {incident} goes on already.")},
    {"event.declared", N_ ("{incident} leads a big event already.")},
    {"event.member", N_ ("{incident} belongs to the big event of {event}: take it out there "
                         "first.")},
    {"event.not-member", N_ ("{incident} doesn't belong to this big event, or not any more.")},
    {"event.leads", N_ ("{incident} leads a big event itself, so it can't belong to another.")},
    {"event.begun", N_ ("A big event can't begin later than now.")},
    {"event.report-number",
     N_ ("Quick report {number} is there already; the next one is {next}. "
         "Paper that went out with the number {number} isn't valid: make the "
         "report again.")},
    {"resource.id-used", N_ ("This was written down already.")},
    {"resource.unknown", N_ ("This resource is not there, or not any more.")},
    {"resource.short", N_ ("Of “{name}” only {left} are left.")},
    {"resource.out", N_ ("Of “{name}” {out} are handed out still: take them back first.")},
    {"hold.unknown", N_ ("All of it was given back already.")},
    {"hold.more", N_ ("Only {out} are handed out there.")},
    {"journal.kind", N_ ("The journal has no entries of this kind ({kind}).")},
    {"journal.due", N_ ("The deadline is over already, or this entry can't have one. Give a later "
                        "one, or none.")},
    {"journal.id-used", N_ ("This was written down already.")},
    {"journal.no-alarm", N_ ("This entry of the journal has no deadline, so there is no alarm.")},
    {"journal.not-shelved", N_ ("The alarm of this entry isn't shelved any more.")},
    {"journal.unknown", N_ ("This entry of the journal is not there.")},
    {"journal.not-open", N_ ("A call or an observation is never open, so it can't be marked as "
                             "done. Write a follow-up.")},
    {"journal.done", N_ ("Somebody marked it as done at {at_us}. Write a follow-up if there is "
                         "more to say.")},
    {"hand-over.hours", N_ ("A hand-over sheet is about at most 48 hours that have begun.")},
    {"hand-over.unknown", N_ ("This hand-over sheet is not there.")},
    {"hand-over.own", N_ ("You handed over yourself: the relief has to sign.")},
    {"hand-over.taken", N_ ("Somebody signed for the relief already, at {at_us}.")},
    {"hand-over.other-text", N_ ("The sheet on this desk isn't the one that was signed. Don't sign "
                                 "it; call the administrator.")},
    {"responsibility.unknown", N_ ("There is no such responsibility, or it has ended.")},
    {"reporter.unknown-copy", N_ ("That unit doesn't have this reporter any more.")},
    {"answer.unknown", N_ ("There is no such answer.")},
    {"answer.state", N_ ("The answer is {state}: that can't be done now.")},
    {"answer.not-approved", N_ ("The answer isn't approved yet: it can't be published.")},
};

/* Whether it is refused only because nobody has accepted or taken the incident. */
static gboolean
is_too_early (const TcRefusal *refusal)
{
  const char *state = NULL, *name = NULL;

  if (!g_str_equal (refusal->code, "incident.state") || !refusal->args ||
      !g_variant_lookup (refusal->args, "state", "&s", &state) ||
      !g_variant_lookup (refusal->args, "step", "&s", &name) ||
      !g_str_equal (state, tc_incident_state_get_code (TC_STATE_NEW)))
    return FALSE;
  for (guint step = 0; step < TC_N_STEPS; step++) {
    if (g_str_equal (tc_incident_step_get_name ((TcIncidentStep) step), name))
      return (tc_incident_allowed_steps (TC_STATE_ACCEPTED) & ((guint64) 1 << step)) != 0;
  }
  return FALSE;
}

char *
tc_refusal_word (const TcRefusal *refusal, gint64 now_us)
{
  if (is_too_early (refusal))
    return tc_words_fill (_ ("Nobody has accepted {incident} yet: accept it (Shift+A) or take it "
                             "(T) first, then do this again."),
                          refusal->args, now_us, tc_incident_word_argument);
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++) {
    if (g_str_equal (sentences[i].code, refusal->code))
      return tc_words_fill (_ (sentences[i].sentence), refusal->args, now_us,
                            tc_incident_word_argument);
  }
  /* Translators: a refusal that has no words yet: its code. */
  return g_strdup_printf (_ ("The server refused this (%s)."), refusal->code);
}

char *
tc_refusal_word_password (const TcRefusal *refusal, gint64 now_us)
{
  if (g_str_equal (refusal->code, "sign-in.failed"))
    return g_strdup (_ ("The password is wrong."));
  return tc_refusal_word (refusal, now_us);
}

char *
tc_fault_word (const GError *error)
{
  if (g_error_matches (error, TC_ERROR, TC_ERROR_FULL))
    return g_strdup (_ ("A disk is full: this was not kept and not sent; what you typed is still "
                        "there. Do it again once there is room."));
  if (g_error_matches (error, TC_ERROR, TC_ERROR_DISK))
    return g_strdup (_ ("A disk has a fault: this was not kept and not sent; what you typed is "
                        "still there. Call the administrator."));
  if (g_error_matches (error, TC_ERROR, TC_ERROR_UNKNOWN)) {
    /* Translators: the technical detail. */
    return g_strdup_printf (_ ("It is not known whether this was kept. Look into the history "
                               "before you do it again: %s"),
                            error->message);
  }
  return g_strdup_printf (
      /* Translators: something failed below the program: the technical detail. */
      _ ("That didn't work and nothing was sent; what you typed is still there. "
         "Try again, or call the administrator: %s"),
      error->message);
}

char *
tc_verdict_word (const TcVerdict *verdict, const GError *error)
{
  if (!verdict)
    return tc_fault_word (error);
  return verdict->refusal ? tc_refusal_word (verdict->refusal, tc_now_us ()) : NULL;
}

char *
tc_verdict_finish_word (TcOperationSink *sink, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_operation_sink_submit_finish (sink, result, &error);

  return tc_verdict_word (verdict, error);
}
