#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a call is taken down by keyboard, its number told at once, also offline; what is like it is
shown and joined by one key; a draft outlives a stop, and who looks at earlier reports is on record.
Method: xdotool types in toancanh-room; what happened is read from the accessibility tree."""
import gettext
import os
import sys
import tempfile
import time
import xml.etree.ElementTree

from desk_keys import (WAIT_S, Keys, check_away, click, start, try_all, wait_entry,
                       wait_shown)
from scanner import Scanner

TRIES = 5
window = {}  # that is driven: "pid"
CARD = "012345678901|123456789|NGUYEN VAN AN|01021990|Nam|Ap 1, Vi Thuy|01022021"


def begin(phone="", street="", text=""):
    keys = Keys()
    keys.press("ctrl+n")
    keys.type(phone)
    keys.press("Tab")
    keys.press("Tab")
    if street:
        keys.type(street)
        wait_shown("Trần Hưng Đạo, Phường Vị Thanh")
        keys.press("Return")
    else:
        keys.press("Tab")
    keys.type(text)
    return keys


def test_number_is_told_at_once():
    keys = begin("0911 222 333", "12 tran hun", "nuoc ngap sau")
    wait_shown("✓ Phường Vị Thanh · 9.7800 105.4600")
    keys.press("Tab")
    wait_shown("Proposed: Flooded road (")
    keys.press("Return")
    wait_shown("✓ Flooded road")
    keys.press("ctrl+Return")
    wait_shown("The number to tell the caller")
    wait_shown("-1001")
    keys.press("Return")
    wait_shown("“nuoc ngap sau”")
    wait_shown("12 Trần Hưng Đạo")
    assert keys.count <= 12, keys.count


def test_what_is_missing_is_said():
    keys = begin("0911222333", "tran hu")
    keys.press("ctrl+Return")
    wait_shown("It isn't said yet what happened. Type it, then log it.")
    keys.type("den hong")  # the keyboard is where it is missing
    keys.press("ctrl+Return")
    wait_shown("-1002")


def test_half_a_number_is_no_number():
    keys = begin("09x", "", "mot con cho")
    keys.press("ctrl+Return")
    wait_shown("That is no telephone number.")
    keys.press("ctrl+shift+Delete")
    wait_shown("The draft is thrown away.")


def test_similar_is_joined_by_one_key():
    keys = begin("0977", "tran hung", "Ngap sau hem 3, xe chet may")
    wait_shown("Ngập sâu hẻm 3 Trần Hưng Đạo, xe chết máy, PA-")
    wait_shown("Join PA-")
    keys.press("ctrl+j")
    wait_shown("The call is one more report on “")
    check_away("-1003")


def test_earlier_reports_are_shown_once_that_is_on_record():
    keys = begin("0900 123 456")
    wait_shown("times before. If you look, that is kept on record.")
    check_away("That you looked is kept on record.")
    keys.press("F4")
    wait_shown("That you looked is kept on record.")
    wait_shown("Hỏi giờ làm việc bộ phận một cửa phường Vị Tân, PA-")
    keys.press("ctrl+shift+Delete")
    # Its history says that somebody looked.
    keys.press("ctrl+k")
    keys.type("hoi gio lam viec")
    keys.press("Return")
    wait_shown("Reporter's details looked at")


def test_language_is_chosen_by_keys():
    keys = begin("0977", "", "a dog bites")
    keys.press("alt+l")
    time.sleep(0.5)  # until its list has come up and has the keyboard
    keys.press("Down")
    keys.press("Return")
    keys.press("ctrl+Return")
    wait_shown("The number to tell the caller")
    keys.press("Return")
    wait_shown("“a dog bites”")
    wait_shown("in English")


def list_mnemonics(words):
    """Of the form, in lower case."""
    form = xml.etree.ElementTree.parse(os.path.join(
        os.path.dirname(__file__), "../../src/desktop/intake/tc-intake-work.ui"))
    labels = (one.find("property[@name='label']").text for one in form.iter("object")
              if one.find("property[@name='use-underline']") is not None)
    return [words.gettext(label).partition("_")[2][:1].lower() for label in labels]


def test_each_letter_means_one_thing():
    build = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(sys.argv[1]))))
    for words in (gettext.NullTranslations(),
                  gettext.translation("toancanh", os.path.join(build, "po"), ["vi"])):
        letters = list_mnemonics(words)
        assert len(letters) == 4 and all("a" <= letter <= "z" for letter in letters), letters
        assert len(set(letters)) == len(letters), letters


def test_card_names_the_caller():
    keys = Keys()
    keys.press("ctrl+n")
    keys.type("0911")
    Scanner().scan(CARD)
    wait_shown("NGUYEN VAN AN: the name on the card. Nothing else of it is kept.")
    wait_entry("Caller's name", "NGUYEN VAN AN")
    wait_entry("Telephone", "0911")
    keys.press("ctrl+shift+Delete")


def test_card_begins_a_call_from_anywhere():
    keys = Keys()
    keys.press("ctrl+2")
    Scanner().scan(CARD)
    wait_entry("Caller's name", "NGUYEN VAN AN")
    keys.press("ctrl+shift+Delete")


def test_card_is_told_by_when_its_keys_came():
    """Not by when a window that had no time looks at them: nothing of it is a person's key."""
    keys = Keys()
    for _ in range(TRIES):
        keys.press("ctrl+2")
        click("Ngập sâu hẻm 3")
        Scanner().scan_past(CARD, window["pid"])
        wait_entry("Caller's name", "NGUYEN VAN AN")
        keys.press("ctrl+shift+Delete")


def test_card_keeps_its_spaces():
    """A row that has the keyboard takes a space for itself."""
    keys = Keys()
    keys.press("ctrl+2")
    click("Ngập sâu hẻm 3")
    Scanner().scan(CARD)
    wait_entry("Caller's name", "NGUYEN VAN AN")
    keys.press("ctrl+shift+Delete")


def test_card_is_nowhere_else():
    keys = Keys()
    keys.press("ctrl+2")
    keys.press("g")
    keys.type("da goi")
    Scanner().scan(CARD)
    wait_entry("Caller's name", "NGUYEN VAN AN")
    keys.press("ctrl+shift+Delete")
    keys.press("ctrl+2")
    check_away("012345678901")


def test_call_begins_from_the_command_line():
    keys = Keys()
    keys.press("ctrl+k")
    keys.type("call 0912345678")
    keys.press("Return")
    wait_entry("Telephone", "0912345678")
    keys.press("Tab")
    keys.type("chi Ba")
    # The first closes what an earlier call has left open.
    keys.press("Escape")
    keys.press("Escape")
    wait_shown("Queue of incidents")


def test_draft_outlives_a_stop():
    keys = Keys()
    keys.press("ctrl+4")
    wait_shown("chi Ba, ")
    keys.press("ctrl+k")
    keys.press("Up")
    wait_entry("Find or command", "call")  # the number is the caller's, and not kept


TESTS = [test_number_is_told_at_once, test_what_is_missing_is_said,
         test_half_a_number_is_no_number, test_similar_is_joined_by_one_key,
         test_earlier_reports_are_shown_once_that_is_on_record,
         test_language_is_chosen_by_keys, test_each_letter_means_one_thing,
         test_card_names_the_caller, test_card_begins_a_call_from_anywhere,
         test_card_is_told_by_when_its_keys_came, test_card_keeps_its_spaces,
         test_card_is_nowhere_else, test_call_begins_from_the_command_line]


def main(program):
    print(f"1..{len(TESTS) + 1}")
    with tempfile.TemporaryDirectory() as folder:
        process = start(program, "--data-dir", folder)
        window["pid"] = process.pid
        failed = try_all(TESTS)
        process.kill()
        process.wait(WAIT_S)
        process = start(program, "--data-dir", folder)
        failed += try_all([test_draft_outlives_a_stop], len(TESTS) + 1)
        process.terminate()
        return process.wait(WAIT_S) != 0 or failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
