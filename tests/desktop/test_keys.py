#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the window is worked by keyboard and read by a screen reader, from another process as a
person would. Method: xdotool presses keys on toancanh-room (the window over the room of the core's
tests); what happened is read from the accessibility tree."""
import sys
import time

from desk_keys import (Keys, check_away, focus, is_shown, read_spoken, read_window, run, wait_entry,
                       wait_for, wait_gone, wait_shown)
from scanner import Scanner

BLANK = ("GtkButton", "TcVerbButton", "TcChip", "GtkToggleButton", "GtkEntry", "GtkTextView", "")


def test_rows_have_names():
    rows = [name for role, name in read_window() if role == "list item" and " · not taken" in name]
    assert len(rows) == 8, rows
    assert all("left" in row or "late" in row for row in rows), rows


def test_controls_have_names():
    roles = ("push button", "button", "toggle button", "text", "password text", "list")
    nameless = [(role, name) for role, name in read_window() if role in roles and name in BLANK]
    assert not nameless, nameless


def test_take_is_one_key():
    keys = Keys()
    keys.press("t")
    wait_shown("Taken by lan")
    assert keys.count == 1


def test_note_is_two_keys_and_letters_are_text():
    keys = Keys()
    keys.press("g")
    keys.type("tdx kg")
    keys.press("Return")
    wait_shown("Note: tdx kg")
    assert keys.count == 2
    check_away("Resolved")  # a letter typed was taken for a command


def test_scan_at_rest_is_no_row_of_keys():
    """"x" would resolve and "t" take; the queue has no incident of that number."""
    Scanner().scan("XT-GGX-0999")
    wait_shown("Find or command")
    check_away("Resolved")
    Keys().press("Escape")
    Keys().press("Escape")


def test_escape_keeps_back_while_one_types():
    keys = Keys()
    keys.press("d")
    wait_shown("The order goes to Team")
    keys.press("g")
    keys.type("nham doi")
    keys.press("Escape")
    wait_gone("The order goes to Team")
    assert is_shown("Keep the note"), "what was being typed was closed instead"
    keys.press("Escape")
    wait_gone("Keep the note")
    time.sleep(6)
    assert not is_shown("Sent to Team")


def test_dispatch_is_kept_back_by_escape():
    keys = Keys()
    keys.press("d")
    wait_shown("The order goes to Team")
    keys.press("Escape")
    time.sleep(6)
    assert not is_shown("Sent to Team")


def test_what_is_held_is_seen_and_kept_back_on_any_panel():
    keys = Keys()
    keys.press("d")
    wait_shown("The order goes to Team")
    keys.press("ctrl+1")
    wait_shown("Being handled")
    assert is_shown("The order goes to Team")
    keys.press("Escape")
    wait_gone("The order goes to Team")
    keys.press("ctrl+2")
    time.sleep(6)
    assert not is_shown("Sent to Team")


def test_undo_is_one_key_and_the_entrys_while_one_types():
    keys = Keys()
    keys.press("t")
    wait_shown("Taken by lan")
    keys.press("g")
    keys.type("nham")
    keys.press("ctrl+z")
    time.sleep(1)
    assert not is_shown("Given back by lan"), "the key of the entry took something back"
    keys.press("Escape")
    keys.press("ctrl+z")
    wait_shown("Given back by lan")
    keys.press("ctrl+z")
    wait_shown("There is nothing to undo.")


def test_any_record_by_one_shortcut():
    keys = Keys()
    keys.press("ctrl+k")
    keys.type("nguyen cong tru")
    keys.press("Return")
    wait_shown("“Đèn tín hiệu ngã tư Nguyễn Công Trứ")
    assert keys.count == 2


def test_letters_behind_one_that_did_nothing_are_no_commands():
    keys = Keys()
    keys.press("b")  # nobody has answered: nothing can be sent back
    keys.type("da ket")
    wait_shown("Keys pressed right behind it did nothing")
    check_away("The order goes to Team")  # a letter typed was taken for a command
    time.sleep(2)
    keys.press("b")
    wait_shown("Send the answer back: not possible here now.")
    time.sleep(2)
    keys.press("d")
    wait_shown("The order goes to Team")
    keys.press("Escape")
    wait_gone("The order goes to Team")


def read_told():
    """What was reported of the incident that is shown."""
    return [name for _, name in read_window() if name.startswith("“")][:1]


def test_nothing_is_chosen_behind_a_key_that_did_nothing():
    keys = Keys()
    before = read_told()
    assert before, "no incident is shown"
    keys.press("ctrl+Down")
    keys.press("b")
    keys.press("space")
    wait_shown("Keys pressed right behind it did nothing")
    assert read_told() == before, "a space that was typed chose another incident"
    time.sleep(2)
    keys.press("space")
    assert wait_for(lambda: read_told() not in ([], before)), "a space chooses nothing at all"
    keys.press("Up")
    assert wait_for(lambda: read_told() == before)


def test_guide_opens_at_the_panel():
    keys = Keys()
    keys.press("F1")
    wait_shown("The queue is in the order of what is late first")
    focus("Guide")
    keys.type("stays readable")
    keys.press("Return")
    wait_shown("Nothing leaves this list by itself")
    keys.press("Escape")
    focus("Toàn Cảnh")
    assert keys.count == 3


def test_submenu_leaves_the_keyboard():
    """Opened and closed again, it takes no key from the window."""
    keys = Keys()
    keys.press("ctrl+2")
    assert wait_for(lambda: keys.press("shift+Tab") or
                    read_spoken().startswith("What can be done with the list")), "not reached"
    keys.press("space")
    wait_shown("Group by")
    for _ in range(5):
        keys.press("Down")
    keys.press("Return")
    wait_shown("Deadline")
    keys.press("Down")
    keys.press("Return")
    wait_gone("Group by")
    keys.press("ctrl+k")
    keys.type("abc")
    wait_entry("Find or command", "abc")
    keys.press("Escape")
    keys.press("Escape")


def test_locked_is_silent():
    keys = Keys()
    keys.press("ctrl+l")
    wait_shown("Desk locked")
    rows = [name for role, name in read_window() if "Nguyễn Công Trứ" in name or "hẻm" in name]
    assert not rows, f"told of a locked desk: {rows}"
    keys.press("ctrl+n")
    keys.press("t")
    keys.press("BackSpace")
    assert is_shown("Desk locked")
    keys.type("mat-khau")
    keys.press("Return")
    wait_shown("“Đèn tín hiệu ngã tư Nguyễn Công Trứ")


TESTS = [test_rows_have_names, test_controls_have_names,
         test_undo_is_one_key_and_the_entrys_while_one_types, test_take_is_one_key,
         test_note_is_two_keys_and_letters_are_text, test_scan_at_rest_is_no_row_of_keys,
         test_escape_keeps_back_while_one_types,
         test_dispatch_is_kept_back_by_escape,
         test_what_is_held_is_seen_and_kept_back_on_any_panel,
         test_letters_behind_one_that_did_nothing_are_no_commands,
         test_nothing_is_chosen_behind_a_key_that_did_nothing, test_guide_opens_at_the_panel,
         test_any_record_by_one_shortcut,
         test_submenu_leaves_the_keyboard, test_locked_is_silent]


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], TESTS))
