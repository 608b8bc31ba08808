/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages of the guide about incidents: what is reported, whom it is given to, what is answered.
 */
#include "tc-guide-pages-private.h"

#include <glib/gi18n-lib.h>

const TcGuideBlock tc_guide_incidents[] = {
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
    HEADING (N_ ("Cameras nearby")),
    TEXT (N_ ("On the right the nearest cameras play as long as you look at the incident. In the "
              "command line “near” opens the nearest, “cameras near” lays all of them out.")),
    KEY ("<Shift>c", N_ ("Open the nearest camera of the incident")),
    KEY ("<Shift>v", N_ ("All cameras near the incident on the video wall")),
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
    TEXT (N_ (
        "What was done last is taken back by one key, for some minutes, also when its message "
        "is gone, and then what was done before that: taking, priority, assigning, merging, "
        "the field, the end. It says what it takes back; of what can't be taken back it says that, "
        "and what was done before it: pressed again within ten seconds it takes that back.")),
    KEY ("<Control>z", N_ ("Take back what was done last")),
    KEY ("<Shift>t", N_ ("Give it back: nobody has it then")),
    HEADING (N_ ("Who else has it open")),
    TEXT (N_ (
        "Beside the code stands who has the same incident open at another desk. It keeps nobody "
        "from anything.")),
    END,
};

const TcGuideBlock tc_guide_dispatch[] = {
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
    KEY ("<Shift>i", N_ ("Give the unit the caller's number")),
    KEY ("<Shift>e", N_ ("Take the caller's number back")),
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

const TcGuideBlock tc_guide_queue[] = {
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
    TEXT (
        N_ ("A field, a unit and an answer go to many, too, by the same keys. To which it can't be "
            "done is said while you type. In an answer {code}, {place}, {field}, {unit}, "
            "{received} and {due} are filled in for each incident; one that lacks such a word is "
            "left out, and stays chosen. What goes on for long can be stopped.")),
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
    KEY ("<Control><Shift>p", N_ ("Print the incident with its history")),
    TEXT (N_ ("Alarms and how good they were, the journal, what was refused, a big event's log and "
              "resources, units, the roster, who looked at who reported and the overview are saved "
              "and printed with the same keys, or by the menu beside each list.")),
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
              "deadline, unit or priority.")),
    TEXT (
        N_ ("Its columns are chosen there, too, put in order, and made wider or narrower; what is "
            "chosen stands over the rows, where a name is dragged to another place and an edge "
            "to another width. They are yours at this desk; a list that you save under a name "
            "brings its own.")),
    KEY ("<Control><Shift>f", N_ ("Choose the queue's columns")),
    END,
};

const TcGuideBlock tc_guide_photos[] = {
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
    TEXT (N_ (
        "What can't be attached stands under the buttons with the reason, whichever incident is "
        "shown. “Try again” once the reason is gone, or “Drop it”. It is kept on "
        "this computer for you, also when you sign out or quit, for 30 days.")),
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

const TcGuideBlock tc_guide_answers[] = {
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
    TEXT (N_ ("Whoever may release this data to units also sees who looked at it and why, and who "
              "searched for a person: by the menu at the lower left, or with “accesses” behind "
              "Ctrl+K. A line opens its incident.")),
    END,
};

const TcGuideBlock tc_guide_intake[] = {
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
    TEXT (N_ ("For a caller who doesn't speak Vietnamese choose the language beside it: the answer "
              "is then proposed in it, where there is a template. Alt and the letter that is "
              "underlined go to each of these.")),
    TEXT (N_ ("Photos and papers that come with a call are attached to it before it is logged: "
              "choose them, or drop them on the form. They are kept with the draft.")),
    KEY ("<Control>o", N_ ("Attach photos and files to the call")),
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
