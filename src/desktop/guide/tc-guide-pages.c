/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages of the guide. Short, in the words of the screen; what is on the screen changes together
 * with what stands here.
 */
#include "tc-guide-pages.h"

#include <glib/gi18n-lib.h>

#define HEADING(text)                                                                              \
  {                                                                                                \
    TC_GUIDE_HEADING, text, NULL                                                                   \
  }
#define TEXT(text)                                                                                 \
  {                                                                                                \
    TC_GUIDE_TEXT, text, NULL                                                                      \
  }
#define STEP(text)                                                                                 \
  {                                                                                                \
    TC_GUIDE_STEP, text, NULL                                                                      \
  }
#define KEY(key, text)                                                                             \
  {                                                                                                \
    TC_GUIDE_KEY, text, key                                                                        \
  }
#define PICTURE(name, text)                                                                        \
  {                                                                                                \
    TC_GUIDE_PICTURE, text, name                                                                   \
  }
#define BUTTON(action, text)                                                                       \
  {                                                                                                \
    TC_GUIDE_BUTTON, text, action                                                                  \
  }
#define END                                                                                        \
  {                                                                                                \
    TC_GUIDE_TEXT, NULL, NULL                                                                      \
  }

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
        "How a desk looks can be kept under a name, for the night or for a storm, and used again: "
        "in the preferences, or by typing “profile” and the name.")),
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
    KEY ("z", N_ ("Give the order back, with the reason")),
    END,
};

static const TcGuideBlock incidents[] = {
    TEXT (N_ ("The queue is in the order of what is late first. The bar under the time shows how "
              "much of the term is used up.")),
    TEXT (N_ ("Under the title stands what was promised when it was received: by when somebody "
              "takes it, a unit is sent, the unit answers, it is resolved; and once that is done, "
              "how long it took.")),
    PICTURE ("incidents", N_ ("The queue, an incident with its history, and what belongs to it")),
    HEADING (N_ ("Take and dispatch")),
    STEP (N_ ("Choose an incident with the arrow keys.")),
    STEP (N_ ("Take it: from now on it is yours, and the others see your name.")),
    STEP (N_ ("Dispatch it to the proposed unit, or choose another from the list.")),
    STEP (N_ ("For five seconds it is held back; then it has left the room.")),
    KEY ("t", N_ ("Take")),
    KEY ("d", N_ ("Dispatch the proposed unit")),
    KEY ("Escape", N_ ("Keep back what is about to be sent")),
    HEADING (N_ ("What is proposed")),
    TEXT (
        N_ ("On the right stands the field that the words of a report speak for, with those words "
            "and a share, and the unit that is responsible there, with the rule that says so. "
            "Nothing is done before you say so. Your corrections teach this desk.")),
    TEXT (N_ ("A text of a few words, or in another language, gets no proposal.")),
    KEY ("l", N_ ("Classify as proposed")),
    KEY ("j", N_ ("Choose another field")),
    HEADING (N_ ("What was taken down wrongly")),
    TEXT (N_ ("For the place, type the address as it should be and press Enter: area and point "
              "stay. Of what is found while you type, a street brings its point with it, a ward "
              "changes the ward alone, and degrees that were read out, “9.7845 105.4701”, set the "
              "point. The responsible unit, what is like it and the orders of units follow; the "
              "history keeps what was before.")),
    KEY ("<Shift>p", N_ ("Correct the place")),
    KEY ("F2", N_ ("Correct the title")),
    HEADING (N_ ("Write down what you know")),
    TEXT (N_ ("A note is for colleagues only. What the reporters are told is an answer.")),
    KEY ("g", N_ ("Note")),
    KEY ("f", N_ ("Attach photos and files")),
    KEY ("v", N_ ("Look at the photos")),
    HEADING (N_ ("The same thing twice")),
    TEXT (
        N_ ("On the right stand the most similar incidents, with a score and what it is made of: "
            "place, time, words, and photos that this desk has shown. From 72 of 100 on they are "
            "likely the same. Merge only what you have looked at: all reporters are kept, and all "
            "are answered. It can be taken back.")),
    KEY ("m", N_ ("Merge into the most similar, or all that is chosen into one")),
    KEY ("<Shift>m", N_ ("Merge all that is likely the same")),
    HEADING (N_ ("What belongs together")),
    TEXT (N_ ("On the right stands what was merged into an incident, what is linked with it and "
              "how. A row opens the other one; its button takes it apart again or takes the link "
              "away, however long ago it was made. In the command line “link” and a code links "
              "with the incident that is shown.")),
    KEY ("<Shift>l", N_ ("Link with another incident")),
    TEXT (N_ ("The page of an incident that was merged says so and leads to the one that it is "
              "now.")),
    KEY ("<Shift>o", N_ ("Open what it was merged into")),
    KEY ("<Shift>u", N_ ("Take apart what was merged into another")),
    TEXT (N_ ("A code in the history opens that incident.")),
    HEADING (N_ ("Many tell of the same")),
    STEP (N_ ("Choose the rows and press M; or ⇧M for all that is likely the same as the one that "
              "is shown; or type “m” and the codes in the command line.")),
    STEP (N_ ("Over the list stands which one leads and why, and how far and how long apart the "
              "others are. ▲ is what speaks against one of them.")),
    STEP (N_ ("Space leaves one out, “Let it lead” makes another lead, Enter merges, Esc doesn't. "
              "Undo takes all of it apart again, but for what somebody has merged into another "
              "one since.")),
    TEXT (N_ ("What a unit has an order for and what leads a big event can't be merged into "
              "another, so it leads. If something would go into what is less urgent you are "
              "warned.")),
    HEADING (N_ ("The end")),
    KEY ("x", N_ ("Done: resolve")),
    KEY ("k", N_ ("Close")),
    KEY ("o", N_ ("Reopen")),
    HEADING (N_ ("Not ours, or not now")),
    TEXT (N_ ("A report that isn't ours is rejected with the reason, or redirected to whom it "
              "belongs: 113, 114, 115, complaints, denunciations. What the reporters are told is "
              "held for five seconds; what was ended by mistake is opened again.")),
    TEXT (N_ ("What can't go on now waits for the reporter, gets an appointment, or is forwarded "
              "to a body outside; “Go on” brings it back. Times are typed as 17:00, 8:00 27/11 or "
              "+90 minutes. A deadline that can't be met is extended, with the reason.")),
    KEY ("<Shift>a", N_ ("Accept: it is ours")),
    KEY ("<Shift>k", N_ ("Reject, with the reason")),
    KEY ("<Shift>r", N_ ("Redirect to 113, 114, 115 or another office")),
    KEY ("<Shift>w", N_ ("Wait for the reporter")),
    KEY ("<Shift>s", N_ ("Set an appointment")),
    KEY ("<Shift>x", N_ ("Extend the deadline")),
    KEY ("<Shift>f", N_ ("Forward to a body outside")),
    KEY ("<Shift>b", N_ ("Go on with what was put by")),
    HEADING (N_ ("By mistake")),
    TEXT (
        N_ ("What was done last is taken back by one key, for some minutes, also when its message "
            "is gone, and then what was done before that: taking, priority, assigning, merging, "
            "the field, the end. It says what it takes back.")),
    KEY ("<Control>z", N_ ("Take back what was done last")),
    KEY ("<Shift>t", N_ ("Give it back: nobody has it then")),
    HEADING (N_ ("Who else has it open")),
    TEXT (N_ (
        "Beside the code stands who has the same incident open at another desk. It keeps nobody "
        "from anything.")),
    END,
};

static const TcGuideBlock dispatch[] = {
    TEXT (N_ ("Once an order has left the room it stands under the incident, a line for each unit: "
              "what it has come to and since when, who noted that and at which desk.")),
    HEADING (N_ ("The clock until a unit answers")),
    TEXT (N_ ("● counts how long an order is unanswered. Past the limit it turns to ▲ and says so: "
              "ask again, telephone, or send another unit. The limit is what the service level "
              "says of the field and priority.")),
    HEADING (N_ ("What units tell by radio")),
    TEXT (N_ ("A unit with a desk of its own says these itself. For one that calls in, you do. A "
              "key means the order that has the keyboard, else the first that it fits; the keys "
              "stand on its buttons.")),
    KEY ("y", N_ ("The unit has acknowledged")),
    KEY ("e", N_ ("The unit is on the way")),
    KEY ("s", N_ ("The unit is on scene")),
    KEY ("w", N_ ("The unit is back, its part is done")),
    TEXT (N_ ("When the last unit is done the incident is resolved.")),
    HEADING (N_ ("Units that are telephoned")),
    TEXT (N_ ("At 113, 114, 115 or the power company nobody has an account. Their number stands "
              "large beside the order. Call, press Q, type who answered, press Enter: name and "
              "time stand in the history, and the clock ends. That nobody answered is kept too, "
              "and the clock goes on.")),
    KEY ("q", N_ ("Keep who answered the telephone")),
    HEADING (N_ ("A unit answers from its telephone")),
    TEXT (N_ ("“Link for its phone” under an order copies a link that you send to the unit, by "
              "message or otherwise. It opens a plain page on any telephone: what is asked and "
              "where, and buttons to accept, arrive, finish, give the order back, and send photos. "
              "What is pressed there stands in the history as the unit's own word, at every "
              "desk.")),
    TEXT (N_ ("The link is of this order alone, and ends with it, or after the time that stands "
              "below it. Whoever has it answers for the unit: if it went astray, “New link, end "
              "this one” ends the one before. The page shows what was reported, with telephone "
              "numbers and the like masked, and nothing of who reported it.")),
    HEADING (N_ ("Writing to a unit, and the caller's number")),
    TEXT (
        N_ ("A word about an order goes to the unit's page and desk. What it writes back rings and "
            "marks the row in the list with ✉ until somebody answers or says that it is read.")),
    KEY ("<Shift>g", N_ ("Write to the unit")),
    KEY ("<Shift>y", N_ ("What the unit wrote is read")),
    TEXT (N_ ("A unit gets the matter without the person. Whoever may do so gives it the caller's "
              "number, with a reason that is kept on record, until that order's end.")),
    KEY ("<Shift>i", N_ ("Give the unit the caller's number, with the reason")),
    KEY ("<Shift>e", N_ ("Take the caller's number back from the unit")),
    HEADING (N_ ("Recall, and several units")),
    TEXT (N_ ("A recall is held back for five seconds like an order. Further units are sent from "
              "the list on the right, or chosen.")),
    KEY ("<Shift>d", N_ ("Choose the units to dispatch")),
    TEXT (N_ ("All units stand there, those responsible first, then the nearest with the least to "
              "do: with the distance, from which vehicle and when it was seen, and what each is "
              "on: free, on the way, on scene, since when and for which incident. Type letters of "
              "a name or code, mark several with Space, press Enter.")),
    TEXT (N_ ("Below them a word to the units can be written; Tab leads there. It goes with the "
              "order, stands on the page for its telephone and under the order here. Kept back "
              "with Esc, it is there again when you choose anew.")),
    KEY ("z", N_ ("Recall the unit")),
    HEADING (N_ ("All units")),
    TEXT (N_ ("One list shows what each unit does: on the way, on scene, back or free, since when "
              "and for which incident, and when its vehicle was seen. Those at work stand first; "
              "type letters to find one, press Enter to open the incident it is on.")),
    KEY ("F7", N_ ("Units and what they do")),
    KEY ("Escape", N_ ("Keep back what is about to be sent")),
    END,
};

static const TcGuideBlock queue[] = {
    TEXT (N_ ("The queue holds everything that this desk knows, however much that is. Above it you "
              "choose which list it shows, and search in that list.")),
    HEADING (N_ ("Search in the list")),
    TEXT (N_ ("Type words of the report, a street, a ward or a code; with or without diacritics. "
              "The list follows each letter: all words must be there, the last one may be begun. "
              "Who may see reporters also finds them by name or telephone number.")),
    KEY ("slash", N_ ("Search in the list")),
    TEXT (N_ ("A new desk first reads the newest incidents for search, then the older ones; until "
              "that is done it says how far it has come.")),
    HEADING (N_ ("While others come in")),
    TEXT (
        N_ ("What changes is filled in where it stands. What is new waits behind the bar; what no "
            "longer belongs stays in its place, paler, until you let the new ones in.")),
    KEY ("n", N_ ("Let new incidents in")),
    HEADING (N_ ("Many at once")),
    TEXT (N_ ("Choose several rows with Shift or Ctrl and the arrow keys or the mouse, all with "
              "Ctrl A. The keys for taking and for a note then act on all of them. What was done "
              "and what was not, and why, is told for each; what was not stays chosen.")),
    KEY ("u", N_ ("Change the priority")),
    KEY ("c", N_ ("Assign to a unit")),
    TEXT (N_ ("When a storm is over many are closed, rejected or redirected at once, too; “Reopen” "
              "at the foot of the window takes that back.")),
    KEY ("k", N_ ("Close")),
    KEY ("<Shift>k", N_ ("Reject, with the reason")),
    KEY ("<Shift>r", N_ ("Redirect to 113, 114, 115 or another office")),
    HEADING (N_ ("Take it with you")),
    TEXT (N_ ("What is chosen is copied with a line for each. The list is saved as it is filtered, "
              "as a table for a spreadsheet, and printed as an official paper with its first "
              "thousand rows.")),
    KEY ("<Control>c", N_ ("Copy what is chosen, a line each")),
    KEY ("<Control><Shift>c", N_ ("Copy the code alone")),
    KEY ("<Control>s", N_ ("Save the list for a spreadsheet")),
    KEY ("<Control>p", N_ ("Print the list")),
    TEXT (N_ ("Alarms and how good they were, the journal, what was refused, a big event's log and "
              "resources, units, the roster and the overview are saved and printed with the same "
              "keys, or by the menu beside each list.")),
    HEADING (N_ ("Lists of your own")),
    TEXT (
        N_ ("Ctrl+F puts a filter together beside the search: field, area, unit, priority, state, "
            "deadline, age and channel, several at once, in whichever list you choose. What is "
            "shown stands over the rows; one press there shows all open ones again. In the search "
            "you may type it too: field:power, area:vị thanh, unit:csgt.")),
    TEXT (N_ ("With the star beside the search you save the list that is shown under a name: for "
              "yourself at this desk, or, if you may, for your unit or the province. The command "
              "line shows it, too: “f” and its name.")),
    HEADING (N_ ("How the rows stand")),
    TEXT (N_ ("The menu beside the search puts the rows together by state, field, area, "
              "deadline, unit or priority, and chooses what each row shows.")),
    END,
};

static const TcGuideBlock photos[] = {
    TEXT (N_ (
        "Photos stand with their incident. Each says whether it is here, on its way, or waits for "
        "the line.")),
    KEY ("v", N_ ("Look at the photos")),
    KEY ("Right", N_ ("Next photo")),
    KEY ("Left", N_ ("Previous photo")),
    KEY ("1", N_ ("Full size, or fitted again")),
    KEY ("Escape", N_ ("Close the photo")),
    HEADING (N_ ("Attach")),
    TEXT (N_ ("Attach them with the key, drop them on the incident, or paste a picture that you "
              "copied. What you attach is kept on this computer at once and sent as soon as the "
              "line is there; until then it says so, and you may quit. Another desk sees that it "
              "is on its way.")),
    KEY ("f", N_ ("Attach photos and files")),
    KEY ("<Control>v", N_ ("Attach the picture or file on the clipboard")),
    HEADING (N_ ("What a photo says")),
    TEXT (
        N_ ("Under a photo stands when it was taken and how far from the place reported; red is "
            "what was taken elsewhere, or a day before. Where the incident has no place or another "
            "one, the place of the photo is proposed beside it; you decide, and can undo it.")),
    TEXT (
        N_ ("What you see is a copy without what the telephone wrote into the photo. The original "
            "is sealed: who may open it says why, and the history keeps that.")),
    HEADING (N_ ("Publish a photo")),
    TEXT (N_ ("Open the photo and look: no face, no plate that strangers shouldn't see. Who may "
              "publish presses “Fit for publishing”; it goes out with the next answer that is "
              "published. What nobody looked at never goes out.")),
    TEXT (N_ ("“Blur…” makes a copy in which what you cover can never be seen again: draw a "
              "rectangle with the mouse over each face and plate, or use the keys. The photo "
              "itself stays as it is.")),
    KEY ("n", N_ ("A new rectangle")),
    KEY ("c", N_ ("Choose the next one")),
    KEY ("Right", N_ ("Move it; with Shift make it larger or smaller")),
    KEY ("Delete", N_ ("Remove it")),
    KEY ("<Control>z", N_ ("Undo")),
    KEY ("<Control>Return", N_ ("Save the blurred copy")),
    HEADING (N_ ("Open and save")),
    TEXT (N_ ("Files other than photos open in their own programme. What could run by itself is "
              "never opened from here; save a copy and let somebody look at it who knows about "
              "such things.")),
    END,
};

static const TcGuideBlock answers[] = {
    TEXT (
        N_ ("An answer goes to everybody who reported the incident. One person writes it, another "
            "approves it; only what was approved is published.")),
    STEP (N_ ("Write the answer and submit it.")),
    STEP (N_ ("The supervisor reads it and approves it, or sends it back with a reason.")),
    STEP (N_ ("Publish it: the reporters see it, on their own channel, in five seconds. Until then "
              "Esc keeps it back.")),
    KEY ("r", N_ ("Answer the reporters")),
    HEADING (N_ ("Templates")),
    TEXT (N_ ("Above the text stand the templates that fit the field, the state and the reporter's "
              "language, with number, place, unit and times filled in. Read it, write where “…” "
              "stands, then send it. It is put where the cursor is; Ctrl+Z takes it out again.")),
    KEY ("<Alt>Down", N_ ("The next template (in an empty text ↓ alone)")),
    KEY ("<Alt>Up", N_ ("The template before")),
    HEADING (N_ ("Approve and publish")),
    KEY ("a", N_ ("Approve the answer")),
    KEY ("b", N_ ("Send the answer back")),
    KEY ("p", N_ ("Publish the answer")),
    HEADING (N_ ("Who reported it")),
    TEXT (N_ ("Names and telephone numbers are kept apart. Whoever looks says why, and that is "
              "recorded. A unit sees a reporter only if the centre gave it to them, for a time.")),
    KEY ("i", N_ ("See who reported it")),
    END,
};

static const TcGuideBlock intake[] = {
    TEXT (N_ ("Take a call down while the caller speaks. The number to tell the caller appears the "
              "moment it is logged, also without a line.")),
    KEY ("<Control>n", N_ ("Log a call")),
    HEADING (N_ ("Keys in the order of a call")),
    STEP (N_ ("Type the caller's telephone number and name; Tab goes on.")),
    STEP (N_ ("Type the place as the caller says it, half a name is enough: “12 tran hung”. Enter "
              "takes the first that is found, Down goes to the others.")),
    STEP (N_ ("Type what happened, then Tab.")),
    STEP (N_ ("Enter takes the proposed field, if it is right; or type another one's name.")),
    STEP (N_ ("Log it, tell the number, go on with the next call.")),
    KEY ("<Control>Return", N_ ("Log the call")),
    TEXT (N_ ("“On behalf of somebody else” when the matter is another's. An anonymous call keeps "
              "neither name nor number. A private one isn't shown outside.")),
    HEADING (N_ ("The same thing again")),
    TEXT (N_ ("What is similar nearby stands on the right while you type. If it is the same, the "
              "call becomes one more report on it: the caller is told its number, and is answered "
              "with the others.")),
    KEY ("<Control>j", N_ ("Join the call to the most similar incident")),
    TEXT (N_ ("Whether the number called before is said at once. What it reported is shown only if "
              "you ask, to those who may, and that you looked is kept on record.")),
    KEY ("F4", N_ ("Show what this number reported before")),
    HEADING (N_ ("Nothing is lost")),
    TEXT (N_ ("What you type is on this desk's disk within half a second. It outlives a stop of "
              "the program and the end of your shift: whoever sits down next finds it on the left, "
              "with your name.")),
    KEY ("Escape", N_ ("Back to the incidents; the draft stays")),
    KEY ("<Control><Shift>Delete", N_ ("Throw the draft away")),
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
    KEY ("<Control>7", N_ ("Big events")),
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
            "or flood, by what is most pressing in a fire, and what may belong to it is proposed. "
            "Shift+S sets it back as it was.")),
    KEY ("s", N_ ("Set this desk up for the big event")),
    KEY ("<Shift>s", N_ ("Set this desk back")),
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
    KEY ("<Control>5", N_ ("Duty journal")),
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
            "the password. Who comes late signs later; the shift changes anyway.")),
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
              "when, for seven days at most, with a reason. It can be lifted before.")),
    KEY ("<Shift>s", N_ ("Keep alarms of a field or an area quiet by plan")),
    KEY ("p", N_ ("What is kept quiet by plan, and back")),
    HEADING (N_ ("When nobody does anything")),
    TEXT (
        N_ ("An alarm that nobody acknowledges while nobody has the incident goes up after the "
            "minutes that the office set for its priority: it stands first at the desk of whoever "
            "is meant, sounds there a step more pressing, and says since when. Beside it is whom "
            "to telephone, with the number: whoever was not called yet, and of those who is on "
            "duty first. The desk doesn't telephone and sends no message by itself.")),
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

static const TcGuidePage pages[] = {
    {"start", N_ ("Where to begin"), start},
    {"tour", N_ ("First-day tour"), tour},
    {"overview", N_ ("Overview"), overview},
    {"incidents", N_ ("Incidents"), incidents},
    {"dispatch", N_ ("Orders to units"), dispatch},
    {"queue", N_ ("Lists, and searching in them"), queue},
    {"intake", N_ ("Calls"), intake},
    {"photos", N_ ("Photos and files"), photos},
    {"answers", N_ ("Answers and reporters"), answers},
    {"search", N_ ("Search and commands"), search},
    {"offline", N_ ("Without a line"), offline},
    {"lock", N_ ("Leaving the desk"), lock},
    {"events", N_ ("Big events"), events},
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
