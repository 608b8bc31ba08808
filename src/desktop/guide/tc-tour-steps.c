/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The steps of the tour. Two sentences each; the keys stand beside them.
 */
#include "tc-tour-steps.h"

#include "tc-incident-operations.h"
#include "tc-shift-operations.h"

#include <glib/gi18n-lib.h>

static const TcTourStep steps[] = {
    {.name = "strip",
     .title = N_ ("The red strip, and what ◆ means"),
     .text = N_ ("◆ is an emergency. While nobody has taken it, a red strip stands right under the "
                 "top bar, above every panel and at every desk."),
     .place = "TcWindow/top_bar",
     .keys = {"<Control>e", "<Control>t"}},
    {.name = "queue",
     .title = N_ ("The queue"),
     .text = N_ ("What is late stands first, and the arrow keys choose. Nothing moves while you "
                 "read: new incidents wait behind a bar until you let them in."),
     .panel = "incidents",
     .place = "TcIncidentPanel/queue_side",
     .keys = {"Down", "n"},
     .doors = {"admit"}},
    {.name = "take",
     .title = N_ ("Taking an incident"),
     .text = N_ ("Taking it says “I have it”: it is yours, and all the others see your name. What "
                 "is done here is done: take one only if you will deal with it."),
     .panel = "incidents",
     .place = "TcIncidentWork/verbs",
     .keys = {"t"},
     .doors = {"take"},
     .need = TC_MAY_HANDLE},
    {.name = "clock",
     .title = N_ ("The clock of an incident"),
     .text = N_ ("Here stands by when it must be dealt with; the bar shows how much of that time "
                 "is used up. What is late turns orange and says by how much."),
     .panel = "incidents",
     .place = "TcIncidentWork/due"},
    {.name = "command",
     .title = N_ ("The command line"),
     .text = N_ ("From here everything is found and done: a number, a street, a few words, or a "
                 "command such as “tour”, which brings this tour back. Escape takes you back to "
                 "where you were."),
     .place = "TcWindow/command",
     .keys = {"<Control>k"},
     .doors = {"search"}},
    {.name = "call",
     .title = N_ ("Logging a call"),
     .text = N_ ("The form opens at once, and what you type is kept on this desk as you type it. "
                 "Nothing is logged before you say so: Escape goes back, the draft stays."),
     .panel = "intake",
     .place = "TcIntakePanel/work",
     .keys = {"<Control>n"},
     .doors = {"log-call"},
     .need = TC_MAY_REPORT},
    {.name = "alarms",
     .title = N_ ("Alarms"),
     .text = N_ ("An alarm is something that somebody must do now. Acknowledging makes it quiet "
                 "for the whole room, with your name; it rings again after a minute unless "
                 "somebody takes the incident."),
     .panel = "alarms",
     .place = "TcAlarmPanel/side",
     .keys = {"a"},
     .doors = {"panel"},
     .target = "alarms",
     .need = TC_MAY_HANDLE},
    {.name = "journal",
     .title = N_ ("Journal and hand-over"),
     .text = N_ ("What is no incident is written down here: orders, calls, faults. At the end of "
                 "the shift the hand-over sheet is made here, and your relief signs for it."),
     .panel = "journal",
     .place = "TcJournalPanel/side",
     .keys = {"h"},
     .doors = {"panel"},
     .target = "journal",
     .need = TC_MAY_KEEP_JOURNAL},
    {.name = "line",
     .title = N_ ("Offline, and what waits"),
     .text = N_ ("“Offline” means that the line to the server is cut: simply go on working. What "
                 "waits is safe on this desk and is sent by itself when the line is back."),
     .place = "TcWindow/connection",
     .keys = {"F9"},
     .doors = {"show-synchronisation"}},
    {.name = "leave",
     .title = N_ ("Leaving the desk, and finding help"),
     .text = N_ ("Lock the desk whenever you leave it: you stay signed in, and nobody reads along. "
                 "The guide opens at the page of what you are looking at."),
     .place = "TcWindow/who",
     .keys = {"<Control>l", "F1"},
     .doors = {"guide", "lock"}},
};

const TcTourStep *
tc_tour_steps_list (guint *n)
{
  *n = G_N_ELEMENTS (steps);
  return steps;
}
