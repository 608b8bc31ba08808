/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of the incident panel: which action of the window each is.
 */
#include "tc-incident-panel-private.h"

#include <glib/gi18n-lib.h>

static const TcPanelKey keys[] = {
    {"t", "take", N_ ("Take"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>t", "release", N_ ("Give it back: nobody has it then"), TC_PANEL_KEY_NEEDS_STATE},
    {"d", "dispatch", N_ ("Dispatch the proposed unit"), TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>d", "choose-units", N_ ("Choose the units to dispatch"), TC_PANEL_KEY_NEEDS_ALL},
    {"q", TC_UNIT_REACHED, N_ ("Keep who answered the telephone"), TC_PANEL_KEY_NEEDS_ALL},
    {"y", "unit-knows", N_ ("The unit has acknowledged"), TC_PANEL_KEY_NEEDS_ALL},
    {"e", "unit-sets-out", N_ ("The unit is on the way"), TC_PANEL_KEY_NEEDS_ALL},
    {"s", "unit-arrives", N_ ("The unit is on scene"), TC_PANEL_KEY_NEEDS_ALL},
    {"w", "unit-ends", N_ ("The unit is back, its part is done"), TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>y", "unit-heard", N_ ("What the unit wrote is read"), TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>g", TC_UNIT_SAY, N_ ("Write to the unit"), TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>i", TC_UNIT_RELEASE, N_ ("Give the unit the caller's number"), TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>e", TC_UNIT_WITHDRAW, N_ ("Take the caller's number back"), TC_PANEL_KEY_NEEDS_ALL},
    {"z", "unit-recalled", N_ ("Recall the unit"), TC_PANEL_KEY_NEEDS_ALL},
    {"g", "note", N_ ("Note"), TC_PANEL_KEY_NEEDS_STATE},
    {"u", "priority", N_ ("Change the priority"), TC_PANEL_KEY_NEEDS_STATE},
    {"c", "assign", N_ ("Assign to a unit"), TC_PANEL_KEY_NEEDS_STATE},
    {"f", "attach", N_ ("Attach photos and files"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Control>v", "paste-file", N_ ("Attach the picture or file on the clipboard"),
     TC_PANEL_KEY_NEEDS_ALL},
    {"v", "view-photos", N_ ("Look at the photos"), TC_PANEL_KEY_NEEDS_ALL},
    {"l", "classify-proposed", N_ ("Classify as proposed"), TC_PANEL_KEY_NEEDS_ALL},
    {"j", "choose-field", N_ ("Choose another field"), TC_PANEL_KEY_NEEDS_ALL},
    {"F2", TC_EDIT_TITLE, N_ ("Correct the title"), TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>p", "edit-place", N_ ("Correct the place"), TC_PANEL_KEY_NEEDS_ALL},
    {"m", "merge", N_ ("Merge into the most similar, or all that is chosen into one"),
     TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>m", "merge-alike", N_ ("Merge all that is likely the same"), TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>l", TC_LINK_INCIDENT, N_ ("Link with another incident"), TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>u", "take-apart", N_ ("Take apart what was merged into another"),
     TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>o", "open-leader", N_ ("Open what it was merged into"), TC_PANEL_KEY_NEEDS_ALL},
    {"h", "join-event", N_ ("Add to a big event, or begin one"), TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>h", "leave-event", N_ ("Take out of a big event"), TC_PANEL_KEY_NEEDS_ALL},
    {"r", "answer", N_ ("Answer the reporters"), TC_PANEL_KEY_NEEDS_STATE},
    {"a", "approve-answer", N_ ("Approve the answer"), TC_PANEL_KEY_NEEDS_ALL},
    {"b", "return-answer", N_ ("Send the answer back"), TC_PANEL_KEY_NEEDS_ALL},
    {"p", "publish-answer", N_ ("Publish the answer"), TC_PANEL_KEY_NEEDS_ALL},
    {"i", "open-reporter", N_ ("See who reported it"), TC_PANEL_KEY_NEEDS_ALL},
    {"x", "resolve", N_ ("Done: resolve"), TC_PANEL_KEY_NEEDS_STATE},
    {"k", "close-incident", N_ ("Close"), TC_PANEL_KEY_NEEDS_ALL},
    {"o", "reopen", N_ ("Reopen"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>a", "accept", N_ ("Accept: it is ours"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>k", "reject", N_ ("Reject, with the reason"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>r", "redirect", N_ ("Redirect to 113, 114, 115 or another office"),
     TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>w", "wait", N_ ("Wait for the reporter"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>s", "schedule", N_ ("Set an appointment"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>x", "extend", N_ ("Extend the deadline"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>f", "forward", N_ ("Forward to a body outside"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>b", "resume", N_ ("Go on with what was put by"), TC_PANEL_KEY_NEEDS_STATE},
    {"<Shift>c", "near-camera", N_ ("Open the nearest camera of the incident"),
     TC_PANEL_KEY_NEEDS_ALL},
    {"<Shift>v", "near-cameras", N_ ("All cameras near the incident on the video wall"),
     TC_PANEL_KEY_NEEDS_ALL},
    {"n", "admit", N_ ("Let new incidents in")},
    {"slash", "find", N_ ("Search in the list")},
    {"<Control>f", "put-filter-together", N_ ("Put a filter together")},
    {"<Control><Shift>f", "choose-columns", N_ ("Choose the queue's columns")},
    {"<Control>c", "copy-rows", N_ ("Copy what is chosen, a line each")},
    {"<Control><Shift>c", "copy-codes", N_ ("Copy the code alone")},
    {"<Control>s", "export-list", N_ ("Save the list for a spreadsheet")},
    {"<Control>p", "print-list", N_ ("Print the list")},
    {"<Control><Shift>p", "print-incident", N_ ("Print the incident with its history")},
    {"Escape", "keep-back", N_ ("Keep back what is about to be sent")},
    {NULL},
};

const TcPanelKey *
tc_incident_panel_list_keys (void)
{
  return keys;
}
