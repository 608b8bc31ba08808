#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: whoever is new at a desk goes through the tour by keyboard alone: it is offered, a step is
fulfilled by doing it, it is left and gone on with, and not offered again. Method: xdotool presses
keys in toancanh-room; what a screen reader is given is read from the accessibility tree."""
import sys

from desk_keys import WAIT_S, Keys, check_away, start, try_all, wait_gone, wait_shown

OFFER = "First day here?"
keys = Keys()


def test_offered():
    wait_shown(OFFER + " 10 short steps, about 6 min.")
    keys.press("F6")
    wait_shown("Step 1 of 10: The red strip")
    wait_gone(OFFER)


def test_next_and_back():
    keys.press("F6")
    wait_shown("Step 2 of 10: The queue")
    wait_shown(". What is late stands first, and the arrow keys choose.")
    keys.press("shift+F6")
    wait_shown("Step 1 of 10")
    for number in range(2, 6):
        keys.press("F6")
        wait_shown(f"Step {number} of 10")


def test_fulfilled_by_doing_it():
    wait_shown("Step 5 of 10: The command line · Ctrl+K")
    keys.press("ctrl+k")
    wait_shown("Step 6 of 10: Logging a call")
    for _ in range(3):
        keys.press("Escape")


def test_left_and_gone_on_with():
    keys.press("ctrl+F6")
    wait_gone("Step 6 of 10")
    keys.press("ctrl+k")
    keys.type("tour")
    keys.press("Return")
    wait_shown("Step 6 of 10: Logging a call")


def test_through():
    for number in range(7, 11):
        keys.press("F6")
        wait_shown(f"Step {number} of 10")
    keys.press("F6")
    wait_gone("Step 10 of 10")


def test_not_offered_again():
    check_away(OFFER)
    keys.press("F6")
    check_away("Step ")


def main():
    before = [test_offered, test_next_and_back, test_fulfilled_by_doing_it,
              test_left_and_gone_on_with, test_through]
    failed, ended = 0, 0
    print(f"1..{len(before) + 1}", flush=True)
    for tests, first in ((before, 1), ([test_not_offered_again], len(before) + 1)):
        process = start(sys.argv[1], GSETTINGS_BACKEND="keyfile")
        failed += try_all(tests, first)
        process.terminate()
        ended |= process.wait(WAIT_S)
    return ended != 0 or failed


if __name__ == "__main__":
    sys.exit(main())
