/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of the incident panel: which action of the window each is.
 */
#include "tc-incident-panel-private.h"

#include <glib/gi18n-lib.h>

static const TcPanelKey keys[] = {
    {"t", "take", N_ ("Take")},
    {"<Shift>t", "release", N_ ("Give it back: nobody has it then")},
    {"d", "dispatch", N_ ("Dispatch the proposed unit")},
    {"<Shift>d", "choose-units", N_ ("Choose the units to dispatch")},
    {"q", TC_UNIT_REACHED, N_ ("Keep who answered the telephone")},
    {"y", "unit-knows", N_ ("The unit has acknowledged")},
    {"e", "unit-sets-out", N_ ("The unit is on the way")},
    {"s", "unit-arrives", N_ ("The unit is on scene")},
    {"w", "unit-ends", N_ ("The unit is back, its part is done")},
    {"<Shift>y", "unit-heard", N_ ("What the unit wrote is read")},
    {"<Shift>g", TC_UNIT_SAY, N_ ("Write to the unit")},
    {"<Shift>i", TC_UNIT_RELEASE, N_ ("Give the unit the caller's number")},
    {"<Shift>e", TC_UNIT_WITHDRAW, N_ ("Take the caller's number back")},
    {"z", "unit-recalled", N_ ("Recall the unit")},
    {"g", "note", N_ ("Note")},
    {"u", "priority", N_ ("Change the priority")},
    {"c", "assign", N_ ("Assign to a unit")},
    {"f", "attach", N_ ("Attach photos and files")},
    {"<Control>v", "paste-file", N_ ("Attach the picture or file on the clipboard")},
    {"v", "view-photos", N_ ("Look at the photos")},
    {"l", "classify-proposed", N_ ("Classify as proposed")},
    {"j", "choose-field", N_ ("Choose another field")},
    {"F2", TC_EDIT_TITLE, N_ ("Correct the title")},
    {"<Shift>p", "edit-place", N_ ("Correct the place")},
    {"m", "merge", N_ ("Merge into the most similar, or all that is chosen into one")},
    {"<Shift>m", "merge-alike", N_ ("Merge all that is likely the same")},
    {"<Shift>l", TC_LINK_INCIDENT, N_ ("Link with another incident")},
    {"<Shift>u", "take-apart", N_ ("Take apart what was merged into another")},
    {"<Shift>o", "open-leader", N_ ("Open what it was merged into")},
    {"h", "join-event", N_ ("Add to a big event, or begin one")},
    {"<Shift>h", "leave-event", N_ ("Take out of a big event")},
    {"r", "answer", N_ ("Answer the reporters")},
    {"a", "approve-answer", N_ ("Approve the answer")},
    {"b", "return-answer", N_ ("Send the answer back")},
    {"p", "publish-answer", N_ ("Publish the answer")},
    {"i", "open-reporter", N_ ("See who reported it")},
    {"x", "resolve", N_ ("Done: resolve")},
    {"k", "close-incident", N_ ("Close")},
    {"o", "reopen", N_ ("Reopen")},
    {"<Shift>a", "accept", N_ ("Accept: it is ours")},
    {"<Shift>k", "reject", N_ ("Reject, with the reason")},
    {"<Shift>r", "redirect", N_ ("Redirect to 113, 114, 115 or another office")},
    {"<Shift>w", "wait", N_ ("Wait for the reporter")},
    {"<Shift>s", "schedule", N_ ("Set an appointment")},
    {"<Shift>x", "extend", N_ ("Extend the deadline")},
    {"<Shift>f", "forward", N_ ("Forward to a body outside")},
    {"<Shift>b", "resume", N_ ("Go on with what was put by")},
    {"<Shift>c", "near-camera", N_ ("Open the nearest camera of the incident")},
    {"<Shift>v", "near-cameras", N_ ("All cameras near the incident on the video wall")},
    {"n", "admit", N_ ("Let new incidents in")},
    {"slash", "find", N_ ("Search in the list")},
    {"<Control>f", "put-filter-together", N_ ("Put a filter together")},
    {"<Control><Shift>f", "choose-columns", N_ ("Choose the queue's columns")},
    {"<Control>c", "copy-rows", N_ ("Copy what is chosen, a line each")},
    {"<Control><Shift>c", "copy-codes", N_ ("Copy the code alone")},
    {"<Control>s", "export-list", N_ ("Save the list for a spreadsheet")},
    {"<Control>p", "print-list", N_ ("Print the list")},
    {"Escape", "keep-back", N_ ("Keep back what is about to be sent")},
    {NULL, NULL, NULL},
};

const TcPanelKey *
tc_incident_panel_list_keys (void)
{
  return keys;
}
