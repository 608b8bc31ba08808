/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages of the guide. Short, in the words of the screen; what is on the screen changes together
 * with what stands here.
 */
#include "tc-guide-pages-private.h"

#include <glib/gi18n-lib.h>

static const TcGuideBlock start[] = {
    TEXT (N_ ("Reports come in from citizens and machines and become incidents. Units handle them. "
              "Everybody sees the same state within a second, and a desk whose line is cut goes on "
              "working.")),
    BUTTON ("tour", N_ ("Begin the first-day tour, or go on with it")),
    HEADING (N_ ("Where things stand")),
    TEXT (
        N_ ("On the left the panels. On each of them the list is on the left, what you work on in "
            "the middle, and what belongs to it on the right.")),
    TEXT (
        N_ ("Without a mouse, Tab goes from one part to the next and Shift+Tab back. A list is one "
            "stop: Up and Down go through its rows.")),
    TEXT (N_ ("At the top: who is signed in at which desk, the line for searching and commands, "
              "whether this desk is online, and the clock.")),
    TEXT (N_ ("The red strip is an emergency that nobody has taken. It stands above every panel "
              "until somebody takes it.")),
    KEY ("<Control>e", N_ ("Open the emergency")),
    KEY ("<Control>t", N_ ("Take the emergency")),
    HEADING (N_ ("Several monitors")),
    TEXT (N_ ("Each panel can have a window of its own: put it on another monitor. What you choose "
              "there opens in the main window. Closed, it goes back to where it was; left open, it "
              "is there again for the next person at this desk.")),
    KEY ("<Control><Shift>n", N_ ("Panel into a window of its own")),
    KEY ("<Shift>F11", N_ ("Full screen")),
    TEXT (N_ (
        "How a desk looks can be kept under a name and used again: in the menu of this desk, or by "
        "typing “profile” and the name. “Night” and “Storm” are there from the start; the "
        "preferences tell what they do, keep others, and remove or bring back these.")),
    HEADING (N_ ("Five signals")),
    TEXT (N_ ("◆ emergency, ▲ urgent, ● attention, ○ notice, ✓ resolved. Each has its shape, its "
              "colour and its word. What is grey needs nothing from you.")),
    HEADING (N_ ("Nothing moves by itself")),
    TEXT (
        N_ ("The list stays where it is while you read. New incidents wait behind a bar that says "
            "how many there are; let them in when it suits you.")),
    KEY ("n", N_ ("Let new incidents in")),
    KEY ("F1", N_ ("The guide, at the page of the panel")),
    KEY ("<Control>question", N_ ("All keys")),
    KEY ("<Control>comma", N_ ("Preferences")),
    TEXT (
        N_ ("Which version runs stands in “About Toàn Cảnh”, in the menu “This desk”: say it when "
            "you call for help.")),
    END,
};

static const TcGuideBlock tour[] = {
    TEXT (N_ ("Some short steps lead through the real window, on the incidents that there are. "
              "The tour stands at the foot of the window and covers nothing; what a step is about "
              "has a frame around it.")),
    BUTTON ("tour", N_ ("Begin the first-day tour, or go on with it")),
    KEY ("F6", N_ ("First-day tour: next step")),
    KEY ("<Shift>F6", N_ ("First-day tour: the step before")),
    KEY ("<Control>F6", N_ ("First-day tour: leave it")),
    TEXT (N_ ("Where a step is about something that can be done, do it: the tour notes that and "
              "goes on by itself. It does nothing in your place: what changes, you changed.")),
    TEXT (N_ ("It is offered to each person at each desk, until that person goes through it or "
              "declines. Whoever leaves it goes on from the same step by typing “tour” in the "
              "command line, or by the menu “This desk”; once more begins it anew.")),
    TEXT (N_ ("While an emergency is open that nobody has taken the tour steps aside, but not in a "
              "demonstration. Locking the desk puts it away, and so does signing out; then it is "
              "offered again.")),
    END,
};

static const TcGuideBlock overview[] = {
    TEXT (N_ ("The whole room at a glance: what stands, what has come today, where it gathers. It "
              "is counted anew while somebody looks; when, stands at the bottom.")),
    PICTURE ("overview", N_ ("The figures, today beside other days, and where incidents gather")),
    HEADING (N_ ("Reading a figure")),
    TEXT (N_ ("The bar below a number shows what is usual at this time on the same weekday. "
              "Orange, with the sign ▲, is what needs somebody now.")),
    TEXT (N_ ("The line of today's reports runs through the band of the last eight weeks: above it "
              "more has come than usual.")),
    TEXT (N_ ("Grey figures with a time are old: the line has been cut since then, and what others "
              "did is not in them.")),
    HEADING (N_ ("From a figure to its incidents")),
    STEP (N_ ("Choose a number, or a line of field, unit, area or age.")),
    STEP (N_ ("The list opens with exactly the incidents that were counted.")),
    STEP (N_ ("The button over the list that says what is shown brings all of them back.")),
    HEADING (N_ ("On paper and on the wall")),
    KEY ("s", N_ ("Save figures or chart")),
    KEY ("F11", N_ ("Overview on the wall")),
    TEXT (N_ ("The wall has a window of its own and shows no names, addresses or telephone "
              "numbers. Its screen, colours and size of letters are set under “This desk”, "
              "Preferences.")),
    HEADING (N_ ("At a unit's desk")),
    TEXT (N_ ("A unit sees its own orders here, whole, and says what becomes of each. A key means "
              "the order that has the keyboard, else the first that it fits.")),
    KEY ("y", N_ ("Accept your unit's order")),
    KEY ("e", N_ ("Your unit is on the way")),
    KEY ("<Shift>s", N_ ("Your unit is on scene")),
    KEY ("w", N_ ("Your unit's order is done")),
    KEY ("<Shift>g", N_ ("Write to the centre about the order")),
    KEY ("f", N_ ("Attach a photo or file to the order")),
    KEY ("z", N_ ("Give the order back, with the reason")),
    TEXT (N_ ("Photos can also be dropped on the order. They stand with the incident as your "
              "unit's; without a line they wait at this desk and go by themselves.")),
    END,
};

static const TcGuideBlock search[] = {
    TEXT (N_ ("One line finds everything: part of a code, words of a report, a street. Vietnamese "
              "with or without diacritics.")),
    KEY ("<Control>k", N_ ("Find or command")),
    TEXT (N_ ("While you type it proposes what fits. Down and Up choose, Enter opens, Tab puts the "
              "proposal into the line. Escape closes what is proposed, then empties the line, then "
              "goes back to where you were.")),
    HEADING (N_ ("Find")),
    TEXT (N_ (
        "“0147” opens the incident of today that ends so; a whole code opens it from any "
        "day. Words list what they find. A ward opens the list of what stands there. Big events, "
        "units, who is on duty, the journal and resources open where they stand.")),
    HEADING (N_ ("Command")),
    TEXT (N_ ("“d 0147 csgt2” dispatches that incident to the unit with the code csgt2, after the "
              "five seconds as ever. Behind the code the responsible units are proposed.")),
    TEXT (N_ ("“call” begins to take down a call, “call 0912345678” one from that number.")),
    TEXT (N_ ("“n 0147 text” keeps a note, “t 0147” takes it, “x 0147 text” says that it is done. "
              "The selection stays where it is.")),
    TEXT (N_ ("Without a code, or with “.”, the selected incident is meant: “d csgt2”, “x”, "
              "“assign . csgt2”. The same way: priority, field, close, reopen, answer, approve, "
              "publish, recall, take apart; of alarms acknowledge, shelve; “repair” and “set "
              "aside” what needs attention; “wall” and “figure” of the overview.")),
    TEXT (N_ ("The name of a list shows it: “mine”, “untaken”, “late”. So do the names of the "
              "panels.")),
    TEXT (N_ ("What came of it is said in a sentence. If it could not be done, nothing was done, "
              "and what you typed stands in the line again.")),
    HEADING (N_ ("Again")),
    TEXT (N_ ("Up brings back what you typed before, also yesterday. It is kept on this desk, for "
              "you alone.")),
    END,
};

static const TcGuideBlock offline[] = {
    TEXT (
        N_ ("When the line is cut you go on working. What you do is applied at once on this desk, "
            "kept on its disk, and sent when the line is back. At the top stands since when, and "
            "how much waits.")),
    TEXT (
        N_ ("What waits is not lost when the programme ends or the power fails. It is marked “not "
            "sent yet” in the queue and in the history.")),
    TEXT (
        N_ ("What you have begun to type and not sent is kept as well, for you alone: the same key "
            "brings it back, also after another person was here.")),
    HEADING (N_ ("Signing in without a line")),
    TEXT (N_ ("Who signed in at this desk before can do so without a line, with the same password, "
              "for fourteen days unless your centre set another limit. A new or changed password "
              "needs the line once.")),
    HEADING (N_ ("When something is wrong here")),
    TEXT (N_ (
        "When this computer's disk is full or broken, a bar at the top says so. What you do then "
        "is not kept; what you typed stays in its field. The desk goes on by itself as soon as "
        "the disk does.")),
    TEXT (N_ ("Incident codes are at hand on each desk, so that a caller hears one also without a "
              "line. No code is given twice.")),
    END,
};

static const TcGuideBlock events[] = {
    TEXT (
        N_ ("A storm, a flood or a great fire brings hundreds of incidents. One of them leads: it "
            "is declared a big event, and the others are added to it. Nothing is added by "
            "itself, and whatever was added can be taken out again.")),
    KEY ("<Control>6", N_ ("Big events")),
    HEADING (N_ ("Beginning one, and adding to it")),
    STEP (N_ ("In the incidents choose the one that is to lead, press H and choose “New”; a name, "
              "as “Storm no. 5”, may be typed. Then choose many, press H again and choose the big "
              "event.")),
    KEY ("h", N_ ("Add to a big event, or begin one")),
    KEY ("<Shift>h", N_ ("Take out of a big event")),
    STEP (N_ ("On the page of the big event, V shows what may belong to it as well, with why: how "
              "near, the same area, the same field. Mark what does, then A.")),
    KEY ("v", N_ ("Propose what may belong to it as well")),
    KEY ("a", N_ ("Add what is marked")),
    HEADING (N_ ("Its page")),
    TEXT (N_ ("What has no unit stands first; the number on the panel's button counts it. Each bar "
              "opens its list in the incidents. What has to be seen to in such an event is a list "
              "to check off.")),
    KEY ("o", N_ ("Show what belongs to it in the incidents")),
    KEY ("g", N_ ("Write into the situation log")),
    KEY ("c", N_ ("Name who leads the response")),
    STEP (
        N_ ("S sets this desk up for it: the incidents show what belongs to it, by area in a storm "
            "or flood, by what is most pressing in a fire, what may belong to it is proposed, and "
            "the wall has its numbers. Shift+S sets it back as it was.")),
    KEY ("s", N_ ("Set this desk up for the big event")),
    KEY ("<Shift>s", N_ ("Set this desk back")),
    KEY ("F3", N_ ("Do what a bar offers")),
    KEY ("w", N_ ("What the video wall can show of it")),
    HEADING (N_ ("Boats, pumps, shelters")),
    STEP (N_ ("R writes down what is at hand: how many, where, kept by whom. H hands out some of "
              "what is selected, B takes back what somebody holds. No more can be out than there "
              "is.")),
    KEY ("r", N_ ("Write down a resource")),
    KEY ("h", N_ ("Hand out a resource")),
    KEY ("b", N_ ("Take a resource back")),
    HEADING (N_ ("Figures and the quick report")),
    STEP (
        N_ ("A figure is what an area tells all in all up to now, as “houses flooded: 120”. If it "
            "tells again the newer one counts; the report adds up the areas. So never add up by "
            "hand, and never write down an area and one within it.")),
    KEY ("f", N_ ("Write down a figure")),
    STEP (N_ ("Q shows what the next quick report would say. Type what is proposed to the "
              "leadership, Enter: it is kept with its number and never changes. P prints it in the "
              "official form.")),
    KEY ("q", N_ ("Make a quick report")),
    KEY ("p", N_ ("Print the quick report")),
    TEXT (N_ ("If two desks make a report with the same number while the line is down, the second "
              "is refused and stands under “What needs attention”: make it again.")),
    END,
};

static const TcGuideBlock journal[] = {
    TEXT (N_ ("The duty journal is for what is no incident: an order of the leadership, a call, a "
              "fault, an observation. It says who wrote it, when and at which desk.")),
    KEY ("<Control>7", N_ ("Duty journal")),
    HEADING (N_ ("Writing something down")),
    STEP (N_ ("Press the letter of what it is. Type whose word it is and Enter, the deadline and "
              "Enter, then the text; Enter again writes it down.")),
    KEY ("o", N_ ("Write down an order")),
    KEY ("c", N_ ("Write down a call")),
    KEY ("f", N_ ("Write down a fault")),
    KEY ("n", N_ ("Write down an observation")),
    STEP (
        N_ ("A deadline is typed as 17:00, 17h30, 8:00 27/11, or +90 for 90 minutes from now. How "
            "it was understood stands beside it.")),
    TEXT (N_ ("From anywhere: Ctrl+K, then “jot” and a text writes an observation, “fault” and a "
              "text a fault, “order” and a text begins an order.")),
    HEADING (N_ ("What is not done yet")),
    TEXT (N_ ("Orders and faults stay open until somebody marks them as done. Under “Not done yet” "
              "what is due first stands first; the number on the panel's button counts those whose "
              "deadline is over.")),
    KEY ("g", N_ ("Follow up the entry")),
    KEY ("x", N_ ("Mark the entry as done")),
    HEADING (N_ ("Handing over")),
    STEP (N_ ("The sheet is written from what was done: incidents that came and went, what is open "
              "and who has it, what was promised, orders and faults that aren't done. Read it, add "
              "a remark, type your password, Enter.")),
    KEY ("h", N_ ("Hand over the shift")),
    STEP (
        N_ ("The relief signs in, at any desk, chooses the sheet under “Hand-overs” and signs with "
            "the password. Who comes late signs later; the shift changes anyway. Until then the "
            "number on the panel's button counts the sheet too.")),
    KEY ("t", N_ ("Take over the shift")),
    KEY ("p", N_ ("Print the hand-over sheet")),
    TEXT (
        N_ ("A sheet that is signed is never changed. Its hash (SHA-256) stands on the paper: two "
            "papers with the same hash have the same text.")),
    TEXT (N_ ("An entry is never changed nor deleted. If something in it is wrong, say so in a "
              "follow-up.")),
    HEADING (N_ ("The roster")),
    TEXT (N_ ("The roster shows who has which shift, a week at a time; who leads comes first.")),
    KEY ("F8", N_ ("Duty roster")),
    TEXT (N_ (
        "Who leads a shift changes single days there: choose a name to mark that person as "
        "absent, choose a stand-in; choosing it again takes it back. The rules behind it, whole "
        "teams and weeks, are the administrator's file.")),
    HEADING (N_ ("Who is there")),
    TEXT (
        N_ ("Under the list stand those on duty and those at their desks, with what each has open. "
            "Without a line nobody knows, and it says so. It is kept nowhere.")),
    END,
};

static const TcGuideBlock tray[] = {
    TEXT (
        N_ ("The server decides in the order in which things reach it. If two took the same "
            "incident without a line, one of them is refused. What was refused stands under “What "
            "needs attention” until you deal with it.")),
    HEADING (N_ ("Reading it")),
    STEP (N_ ("At the top: what you wanted, with what you typed, and why it was refused. Below it "
              "who was first, when, and at which desk.")),
    STEP (N_ ("“What happened meanwhile” is what the others did that you could not see then.")),
    STEP (N_ ("“The incident then and now” shows with → what is different from what you saw.")),
    HEADING (N_ ("Dealing with it")),
    TEXT (N_ ("Only what is lawful now can be chosen. Whether it would be refused again is said "
              "before you send it.")),
    KEY ("t", N_ ("Take over, or send to where it was merged")),
    KEY ("e", N_ ("Change and send again")),
    KEY ("s", N_ ("Send again as it is")),
    KEY ("o", N_ ("Open the incident")),
    KEY ("x", N_ ("Set aside, with a reason")),
    KEY ("m", N_ ("Mark, to set aside several at once")),
    KEY ("a", N_ ("Mark all, or none")),
    KEY ("u", N_ ("Take back that it was set aside")),
    TEXT (N_ ("Nothing leaves this list by itself. What was dealt with stays readable under “Dealt "
              "with”, with who did it and why.")),
    END,
};

static const TcGuideBlock alarms[] = {
    TEXT (N_ ("An alarm is something that you have to do something about now: an emergency that "
              "nobody has taken, what was not taken or dispatched in time, a unit that doesn't "
              "answer, and of what you have what is late or soon will be. What others have rings "
              "with them, unless they are signed in nowhere.")),
    TEXT (N_ ("Each says what is wrong, what follows, what to do, and who handles it. An incident "
              "has one alarm, the most pressing.")),
    TEXT (
        N_ ("Of what belongs to a big event only emergencies ring one by one. All else that nobody "
            "has taken in time is one alarm, of the event, with their number: it rings with "
            "whoever leads the event, and opening it shows their list.")),
    TEXT (N_ ("An order or a fault in the duty journal whose deadline is over rings with everybody "
              "who handles incidents. Nobody takes it, so it is quiet for ten minutes once it is "
              "acknowledged; opening it leads to the journal, and it ends when the entry is marked "
              "as done.")),
    HEADING (N_ ("Acknowledge")),
    TEXT (N_ ("Quiet for the whole room, and everybody sees who it was. Unless somebody takes the "
              "incident it rings again after 60 seconds.")),
    KEY ("a", N_ ("Acknowledge: quiet for the room")),
    KEY ("<Control><Shift>a", N_ ("Acknowledge what rings: quiet for the room")),
    KEY ("t", N_ ("Take the incident")),
    KEY ("o", N_ ("Open the incident, or show many one by one")),
    HEADING (N_ ("Told of again")),
    TEXT (N_ ("If what nobody has is very likely another report of what somebody has already, the "
              "alarm says so: which, who has it, how far and how long apart. So does the red strip "
              "above every panel. Nothing is merged until you say so, and it can be taken apart "
              "again.")),
    KEY ("g", N_ ("Merge into what it is likely the same as")),
    KEY ("<Control>m", N_ ("Merge the emergency into what it repeats")),
    HEADING (N_ ("In front of something else")),
    TEXT (
        N_ ("While another window is in front the system notifies you of an emergency that nobody "
            "has, and of what has come up to you; choosing that opens the incident. While the "
            "desk is locked it says no word of the matter. It can be turned off in the "
            "preferences.")),
    HEADING (N_ ("Sounds")),
    TEXT (N_ ("Two rising tones are an emergency, one tone is urgent, a soft tick wants attention. "
              "An alarm sounds when it begins and each minute until somebody takes the incident or "
              "acknowledges it; what somebody has sounds once. Only one is heard at a time, the "
              "most pressing. Volume and quiet hours, in which only emergencies sound, are in the "
              "preferences, where each can be tried.")),
    TEXT (N_ ("An emergency that nobody has acknowledged flashes once a second: its number at the "
              "left, and the red strip while nobody has it. Where animations are turned off it "
              "doesn't. A computer without sound says so above the list.")),
    HEADING (N_ ("Shelve")),
    TEXT (N_ ("With a reason, for twelve hours at most. What is shelved has a list of its own and "
              "comes back by itself. An emergency that nobody has can't be shelved.")),
    KEY ("s", N_ ("Shelve, with reason and time")),
    KEY ("u", N_ ("Bring back what is shelved")),
    KEY ("l", N_ ("The shelved ones, or those of now")),
    HEADING (N_ ("Kept quiet by plan")),
    TEXT (N_ ("An announced power cut, a closed street: a field, an area or both, from when until "
              "when, for seven days at most, with a reason. Field and area of the selected alarm "
              "stand there already. It can be lifted before.")),
    KEY ("<Shift>s", N_ ("Keep alarms quiet by plan")),
    KEY ("p", N_ ("What is kept quiet by plan, and back")),
    HEADING (N_ ("When nobody does anything")),
    TEXT (N_ (
        "An alarm that nobody acknowledges while nobody has the incident goes up after the "
        "minutes that the office set for its priority: it stands first at the desk of whoever "
        "is meant, sounds there a step more pressing, and says since when. Beside it is whom "
        "to telephone, with the number: whoever was not called yet, and of those who is on "
        "duty first. Nobody is telephoned by itself. Where the office has set it up, the server "
        "sends these people an SMS; it stands there whether that went.")),
    KEY ("c", N_ ("Keep who was telephoned")),
    HEADING (N_ ("Many at once")),
    TEXT (N_ ("Six of a kind and more are one line with their number, emergencies never. "
              "Acknowledging the line acknowledges all of them.")),
    HEADING (N_ ("How good the alarms were")),
    TEXT (
        N_ ("Whoever leads the shift sees how many alarms a desk had to heed in ten minutes (one "
            "is comfortable, two are the limit, ten are a flood), what share of the time was in "
            "flood, how long it took until somebody knew, how the alarms divide by priority, what "
            "they were about, which have stood for over a day, and which came and went three "
            "times within an hour. All of it is worked out from what was done; the table can be "
            "saved.")),
    KEY ("m", N_ ("How good the alarms were, and back")),
    END,
};

static const TcGuideBlock synchronisation[] = {
    TEXT (N_ ("How this desk stands with its server: the line, what waits, what it holds. It is "
              "kept true while it is open.")),
    KEY ("F9", N_ ("Synchronisation")),
    HEADING (N_ ("What to look for")),
    TEXT (N_ ("“Not sent yet” goes down when the line is back. If it stays while the desk is "
              "online, call the administrator.")),
    TEXT (N_ ("“Behind the server by” is 0 or small. While much is loaded you can work already.")),
    TEXT (N_ ("A clock that is more than two seconds off puts wrong times into the history: set "
              "it.")),
    TEXT (N_ ("“Latest troubles” says what went wrong and when, the newest first.")),
    HEADING (N_ ("Calling the administrator")),
    STEP (N_ ("Choose “Copy as text”, and paste it into a message; or read it out.")),
    TEXT (N_ ("No password and nothing of an incident is in it.")),
    END,
};

static const TcGuideBlock setup[] = {
    TEXT (N_ ("The first time, the programme asks how you want to begin.")),
    HEADING (N_ ("Connect to a server")),
    STEP (N_ ("Type the address of the server and the one-time code that the administrator gave "
              "you.")),
    STEP (
        N_ ("If the computer doesn't know the server yet, it shows eight words. Compare them with "
            "the administrator's, by telephone: only the right server has the same.")),
    STEP (N_ ("Sign in with your own account.")),
    HEADING (N_ ("The demonstration")),
    TEXT (N_ ("An invented province on this computer alone: reports come in, vehicles move about, "
              "and whatever you do harms nobody. Be a shift supervisor, a dispatcher or a unit "
              "officer; sign out to be another. A line at the top says that it is the "
              "demonstration.")),
    TEXT (
        N_ ("It goes on the next time where you left it. On the page that asks who you want to be "
            "you can throw it away.")),
    HEADING (N_ ("A province of your own")),
    TEXT (N_ ("Ten questions make this computer the server of your centre. You can leave at any "
              "question and go on later. In the end write down the one-time codes for the other "
              "desks: they are told this once.")),
    END,
};

static const TcGuideBlock lock[] = {
    TEXT (N_ (
        "A desk that is left locks: after ten minutes without a key or a movement, or at once by "
        "the key. You stay signed in and nothing is closed, but nobody can read or do anything "
        "there. The wall goes on.")),
    TEXT (N_ ("Twenty seconds before it locks by itself it says so: any key or movement keeps it "
              "open. Without the server it doesn't lock by itself if you have no PIN and it can't "
              "check your password.")),
    KEY ("<Control>l", N_ ("Lock the desk")),
    HEADING (N_ ("Unlocking")),
    STEP (N_ ("Type your PIN, then Enter.")),
    STEP (N_ ("Without a PIN, and after five wrong ones, type your password.")),
    TEXT (N_ ("A locked desk can't be closed: unlock it, or sign out.")),
    TEXT (N_ ("“Someone else signs in” signs out whoever was there. What that person had begun to "
              "write is kept for that person.")),
    HEADING (N_ ("Setting a PIN")),
    TEXT (N_ (
        "Preferences, “PIN for unlocking”: your password, then four to twelve digits, twice. It "
        "is kept at this desk alone, and opens nothing else.")),
    HEADING (N_ ("Emergencies")),
    TEXT (
        N_ ("A desk doesn't lock while an emergency is open that nobody has taken. One that comes "
            "while it is locked shows the red strip, without a word of what it is.")),
    HEADING (N_ ("When a session ends")),
    TEXT (
        N_ ("Half an hour before your session ends a bar at the top says so. Type your password "
            "there: it is renewed, and what you have begun stays. Once it is over the desk locks, "
            "and the password opens it.")),
    END,
};

static const TcGuideBlock cameras[] = {
    TEXT (N_ ("Cameras on the left, what is watched beside them. Whatever isn't live is grey and "
              "says why and since when; a picture that stands still never looks live.")),
    HEADING (N_ ("Showing a camera")),
    STEP (N_ ("Type its number, then Enter. Or choose it in the list and press Enter.")),
    TEXT (N_ ("It goes into the first empty tile, else into the chosen one. A camera can also be "
              "dragged onto a tile, and a tile onto another: they change places. From anywhere: "
              "“cam 114” in the command line.")),
    KEY ("l", N_ ("Show or hide the list of cameras")),
    KEY ("e", N_ ("The chosen tile as large as the wall, and back")),
    KEY ("f", N_ ("Fill the empty tiles with the list's cameras")),
    KEY ("x", N_ ("Empty the chosen tile")),
    KEY ("r", N_ ("Try again at once what has no picture")),
    KEY ("a", N_ ("Hear the camera of the chosen tile, or nothing")),
    TEXT (N_ ("One camera at most is heard, while its tile is on screen, and never with an alarm. "
              "The tile says so at its foot, or why nothing is heard. What is recorded has no "
              "sound, nor has a restricted camera unless whoever manages cameras allows it; they "
              "can also forbid another one's (menu of the tile).")),
    TEXT (N_ ("The wheel magnifies a picture where the pointer is; then it can be dragged. Keys do "
              "that too; Esc shows the whole picture again.")),
    KEY ("equal", N_ ("Magnify the picture of the chosen tile")),
    KEY ("minus", N_ ("Magnify it less")),
    KEY ("<Control>Left", N_ ("Look farther left in a magnified picture")),
    KEY ("<Shift>Left", N_ ("Carry the chosen tile to the left")),
    HEADING (N_ ("Groups in turn")),
    TEXT (N_ ("Choose a group over the list, then a tile.")),
    KEY ("p", N_ ("The cameras of the list's group in turn, in the chosen tile")),
    KEY ("space", N_ ("Groups stand still, or go on")),
    KEY ("n", N_ ("Next camera of the group in the chosen tile")),
    HEADING (N_ ("How cameras do")),
    KEY ("h", N_ ("How the listed cameras do, or the tiles again")),
    TEXT (N_ ("The worst first; each head of the list puts another thing first. Up and faults are "
              "of the last seven days; figures of the stream are of the moment. Enter shows the "
              "camera.")),
    KEY ("m", N_ ("Report the camera's fault, or show the incident about it")),
    HEADING (N_ ("Steering a camera")),
    TEXT (N_ ("A camera that turns is steered by one person at a time: whose name stands over the "
              "picture has it, and it is free 20 seconds after it was moved last. It stops when "
              "the key or the button is let go of. Who steered it is on record.")),
    KEY ("t", N_ ("Steer the camera of the chosen tile, or let go of it")),
    TEXT (N_ ("Arrow keys turn it, + and − bring it closer and farther, faster with Shift; 1 to 9 "
              "go to its presets. On the tile a drag is a stick, and the wheel zooms.")),
    KEY ("g", N_ ("Send the camera you steer through its presets, or end that")),
    KEY ("<Shift>t", N_ ("Take the camera from who steers it")),
    HEADING (N_ ("Looking at what was recorded")),
    TEXT (
        N_ ("The chosen tile, or all of them on one clock, show the recording in place of what is "
            "live. Such a tile says so, with the time at which its picture was taken. The "
            "timeline under the tiles shows where there is a recording, what is kept specially "
            "and when something happened there; press on it to go to that moment.")),
    KEY ("v", N_ ("What the chosen tile showed half a minute ago, from the recording")),
    KEY ("<Shift>v", N_ ("Recordings of all tiles on one clock")),
    KEY ("period", N_ ("Go on to where something moves next, in a recording")),
    KEY ("comma", N_ ("Back to where something moved before")),
    KEY ("bracketleft", N_ ("A part of the recording begins here")),
    KEY ("bracketright", N_ ("It ends here")),
    KEY ("k", N_ ("Keep that part, or what is around, with the reason")),
    KEY ("j", N_ ("Have a copy of that part made and brought here")),
    TEXT (N_ ("On the timeline the arrow keys go 10 seconds back or on, with Shift a minute; Space "
              "stands still, or goes on; Home goes back to what is live.")),
    TEXT (N_ ("Where nothing was recorded here, the camera's own recorder is asked what it holds, "
              "which may take a minute: that is outlined on the timeline, and played from the "
              "recorder, at normal speed. A recorder that can't say what it holds is tried. "
              "Nothing of it is recorded here; who looked is on record.")),
    HEADING (N_ ("Keeping a picture")),
    TEXT (N_ ("A picture that is kept is as large as the camera's stream, with masks painted over "
              "it, and stands with a file that says of which camera it is, when, who kept it and "
              "its SHA-256, in “Toàn Cảnh” among the pictures of this computer. The server writes "
              "down who kept it.")),
    KEY ("i", N_ ("Keep the picture of the chosen tile")),
    KEY ("<Shift>i", N_ ("Keep it and attach it to the open incident")),
    HEADING (N_ ("Reporting what you see")),
    TEXT (N_ ("The form of a call opens with the place of the camera and, once the server has "
              "written down who keeps it, the picture of the tile. Type what happened, choose the "
              "field, log it. Without the line nothing is missing but the picture of a restricted "
              "camera.")),
    KEY ("u", N_ ("Report what the chosen tile shows, with its picture")),
    HEADING (N_ ("From an incident")),
    TEXT (N_ ("On the right of an incident its nearest cameras play, the one that sees the place "
              "first. From here the cameras near the incident that is open can be laid out on the "
              "wall; what stood there is a key away.")),
    KEY ("c", N_ ("All cameras near the incident that is open")),
    HEADING (N_ ("Look at this")),
    TEXT (N_ ("What you see can be put before another desk, with a word why; the large tile goes "
              "alone. There it is said who asks, and F4 shows it; F4 again brings back what stood "
              "there. In the preferences it can be had that it is shown at once.")),
    KEY ("w", N_ ("Put what you see before another desk")),
    KEY ("F4", N_ ("Look at what somebody puts on your wall, and back")),
    HEADING (N_ ("Emergencies on the wall")),
    TEXT (N_ ("The camera that sees an emergency which nobody has comes up by itself, in a red "
              "frame that says which it is: in an empty tile, else where a group goes round, else "
              "in the last one; never in a tile that you work with. Once somebody has taken the "
              "incident the tile shows again what it did. The preferences turn that off.")),
    HEADING (N_ ("Restricted cameras")),
    TEXT (N_ ("Such a camera is opened with a reason, for an hour, at this desk. Who opened it and "
              "why is on record.")),
    KEY ("o", N_ ("Open a restricted camera, with the reason")),
    HEADING (N_ ("Layouts")),
    TEXT (N_ ("“Tiles” says how many there are and which are large. A layout is kept with what "
              "stands in it: your own at each desk where you sign in, others for all. What stood "
              "on the wall last is there again at the next start.")),
    TEXT (N_ (
        "When a desk is set up for a big event, a bar offers the layout with the event's name, or "
        "with that of its kind, which “Save for big events” keeps; else the cameras nearest "
        "to it. F3 puts it on the wall, and what was there comes back with the normal mode.")),
    KEY ("s", N_ ("Save the layout for yourself")),
    KEY ("<Shift>s", N_ ("Save the layout for all")),
    HEADING (N_ ("Masks and groups")),
    TEXT (N_ ("Who manages cameras draws what nobody is to see on the picture of the chosen "
              "camera: with the mouse, or with N for a rectangle, the arrow keys to move it and "
              "Shift with them to size it. Groups are made and changed beside the list.")),
    KEY ("y", N_ ("What of the chosen camera nobody is to see")),
    KEY ("q", N_ ("Groups of cameras: names, what stands in them, who may see them")),
    HEADING (N_ ("Several walls")),
    TEXT (N_ ("“Walls” puts a wall of its own on each screen of this computer, by what that is "
              "plugged into; with its own tiles, layout and groups. What you do is done to the "
              "wall where you chose a tile last. Your walls are there again at the next start; "
              "that of a screen which isn't plugged in waits for it.")),
    TEXT (N_ ("114.2 and Enter shows camera 114 on the second wall; the first is the one in this "
              "window.")),
    KEY ("z", N_ ("The wall on the next screen")),
    KEY ("<Shift>z", N_ ("Take the wall in front off its screen")),
    END,
};

static const TcGuidePage pages[] = {
    {"start", N_ ("Where to begin"), start},
    {"tour", N_ ("First-day tour"), tour},
    {"overview", N_ ("Overview"), overview},
    {"incidents", N_ ("Incidents"), tc_guide_incidents},
    {"dispatch", N_ ("Orders to units"), tc_guide_dispatch},
    {"queue", N_ ("Lists, and searching in them"), tc_guide_queue},
    {"intake", N_ ("Calls"), tc_guide_intake},
    {"photos", N_ ("Photos and files"), tc_guide_photos},
    {"answers", N_ ("Answers and reporters"), tc_guide_answers},
    {"search", N_ ("Search and commands"), search},
    {"offline", N_ ("Without a line"), offline},
    {"lock", N_ ("Leaving the desk"), lock},
    {"events", N_ ("Big events"), events},
    {"cameras", N_ ("Video wall"), cameras},
    {"journal", N_ ("Duty journal"), journal},
    {"alarms", N_ ("Alarms"), alarms},
    {"tray", N_ ("What needs attention"), tray},
    {"synchronisation", N_ ("Synchronisation"), synchronisation},
    {"setup", N_ ("The first time, and the demonstration"), setup},
};

const TcGuidePage *
tc_guide_pages_list (guint *n)
{
  *n = G_N_ELEMENTS (pages);
  return pages;
}

const TcGuidePage *
tc_guide_pages_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    if (g_strcmp0 (pages[i].name, name) == 0)
      return &pages[i];
  }
  return &pages[0];
}
