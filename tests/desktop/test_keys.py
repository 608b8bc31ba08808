#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the window is worked by keyboard and read by a screen reader, from another process as a
person would. Method: xdotool presses keys on toancanh-room (the window over the room of the core's
tests); what happened is read from the accessibility tree."""
import os
import subprocess
import sys
import time

import pyatspi

WAIT_S = 10
BLANK = ("GtkButton", "TcVerbButton", "TcChip", "GtkToggleButton", "GtkEntry", "GtkTextView", "")


def list_nodes(node):
    for i in range(node.childCount):
        child = node.getChildAtIndex(i)
        if child is not None:
            yield child.getRoleName(), child.name
            yield from list_nodes(child)


def read_window():
    desktop = pyatspi.Registry.getDesktop(0)
    for i in range(desktop.childCount):
        application = desktop.getChildAtIndex(i)
        if application is not None and "toancanh" in application.name.lower():
            return list(list_nodes(application))
    return []


def is_shown(text):
    return any(text in name for _, name in read_window())


def wait_shown(text):
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            if is_shown(text):
                return
        except Exception:  # the tree changes while it is read: read it again
            pass
        time.sleep(0.2)
    raise AssertionError(f"never shown: {text}")


class Keys:
    """Presses keys and counts them; what is typed as text is not counted."""

    def __init__(self):
        self.count = 0

    def press(self, key):
        self.count += 1
        subprocess.run(["xdotool", "key", key], check=True)
        time.sleep(0.3)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)
        time.sleep(0.3)


def test_rows_have_names():
    rows = [name for role, name in read_window() if role == "list item" and "PA-" in name]
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
    assert not is_shown("Resolved"), "a letter typed was taken for a command"


def test_dispatch_is_kept_back_by_escape():
    keys = Keys()
    keys.press("d")
    wait_shown("The order goes to Team")
    keys.press("Escape")
    time.sleep(6)
    assert not is_shown("Sent to Team")


def test_any_record_by_one_shortcut():
    keys = Keys()
    keys.press("ctrl+k")
    keys.type("nguyen cong tru")
    keys.press("Return")
    wait_shown("“Đèn tín hiệu ngã tư Nguyễn Công Trứ")
    assert keys.count == 2


def focus(title):
    """Without a window manager nobody gives a window the keyboard."""
    found = subprocess.run(["xdotool", "search", "--name", title], capture_output=True, text=True,
                           check=True).stdout.split()
    subprocess.run(["xdotool", "windowfocus", "--sync", found[-1]], check=True)
    time.sleep(0.5)


def test_guide_opens_at_the_panel():
    keys = Keys()
    keys.press("F1")
    wait_shown("The queue is in the order of what is late first")
    focus("Guide")
    keys.type("set aside")
    keys.press("Return")
    wait_shown("Nothing leaves this list by itself")
    keys.press("Escape")
    focus("Toàn Cảnh")
    assert keys.count == 3


TESTS = [test_rows_have_names, test_controls_have_names, test_take_is_one_key,
         test_note_is_two_keys_and_letters_are_text, test_dispatch_is_kept_back_by_escape,
         test_guide_opens_at_the_panel, test_any_record_by_one_shortcut]


def start(program):
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en", GSETTINGS_BACKEND="memory")
    process = subprocess.Popen([program, "--size", "1920x1080"], env=environment)
    wait_shown("Ngập sâu hẻm 3")
    wait_shown("Reported by Open311")
    focus("Toàn Cảnh")
    return process


def main():
    print(f"1..{len(TESTS)}")
    process = start(sys.argv[1])
    failed = 0
    for number, test in enumerate(TESTS, 1):
        try:
            test()
            print(f"ok {number} - {test.__name__}", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"not ok {number} - {test.__name__}\n# {error}", flush=True)
    process.terminate()
    return process.wait(10) != 0 or failed


if __name__ == "__main__":
    sys.exit(main())
