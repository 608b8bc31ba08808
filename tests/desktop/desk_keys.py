# SPDX-License-Identifier: GPL-3.0-or-later
"""Presses keys on toancanh-room as a person would, counts them, and reads what happened from the
accessibility tree: for the tests of the desktop that run from another process."""
import os
import subprocess
import sys
import time

import window_tree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "base"))
from wait_limit import WAIT_S  # noqa: E402


def read_window():
    """Role and name of all that is shown."""
    return [(node.role, node.name) for node in window_tree.list_shown()]


def is_shown(text):
    return window_tree.get_tree().find(text) is not None


def check_away(text):
    """It isn't shown, and doesn't come."""
    for _ in range(2):
        assert window_tree.get_tree().find_application(), "the program is gone"
        assert not is_shown(text), f"shown: {text}"
        time.sleep(0.5)


def wait_for(read):
    """Until it gives something, which is returned; None: it never did."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        begun = time.monotonic()
        try:
            found = read()
            if found:
                return found
        except Exception:  # the tree changes while it is read: read it again
            pass
        # The window has the better half of the time.
        time.sleep(max(0.1, time.monotonic() - begun))
    return None


def wait_shown(text):
    assert wait_for(lambda: is_shown(text)), f"never shown: {text}"


def wait_gone(text):
    assert wait_for(lambda: not is_shown(text)), f"still shown: {text}"


def read_entry(name):
    """What stands in the entry that is called so."""
    node = window_tree.get_tree().find(
        name, lambda item: item.name == name and item.role == window_tree.Atspi.Role.TEXT)
    return node.read_text() if node else None


def wait_entry(name, text):
    assert wait_for(lambda: read_entry(name) == text), (
        f"“{name}” says “{read_entry(name)}” and not “{text}”")


def read_spoken():
    """What a screen reader says of the widget that has the keyboard: name, kind, what is in it,
    what is said of it besides."""
    try:
        node = next(one for one in window_tree.list_shown() if one.is_focused())
        parts = [node.name, node.role]
        if node.role in ("text", "entry"):
            parts.append(node.read_text())
        return " · ".join(part for part in parts + [node.description] if part)
    except Exception:  # nothing has it, or it goes away while it is read
        return ""


def wait_spoken(text):
    assert wait_for(lambda: read_spoken().startswith(text)), (
        f"said is “{read_spoken()}” and not “{text}”")


def settle():
    """A key has come to the program and has been dealt with."""
    time.sleep(0.2)
    try:
        window_tree.get_tree().settle()
    except Exception:  # the program has ended by it
        pass


def click(text):
    """On the middle of what has the text in its name."""
    def read_box():
        node = window_tree.get_tree().find(text)
        return node.read_box() if node else None

    x, y, width, height = wait_for(read_box)
    subprocess.run(["xdotool", "mousemove", "--sync", str(x + width // 2), str(y + height // 2),
                    "click", "1"], check=True)
    settle()


class Keys:
    """Presses keys and counts them; what is typed as text is not counted."""

    def __init__(self, speaks=False):
        self.count = 0
        self.speaks, self.spoken = speaks, ""

    def speak(self):
        """Prints what a screen reader says now, if it is another thing than before."""
        spoken = read_spoken() if self.speaks else ""
        if spoken and spoken != self.spoken:
            print(f"# spoken {spoken}", flush=True)
            self.spoken = spoken

    def press(self, key):
        self.count += 1
        subprocess.run(["xdotool", "key", key], check=True)
        settle()
        self.speak()

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)
        settle()
        self.speak()


def focus(title):
    """Without a window manager nobody gives a window the keyboard."""
    found = subprocess.run(["xdotool", "search", "--sync", "--name", title], timeout=WAIT_S,
                           capture_output=True, text=True, check=True).stdout.split()
    subprocess.run(["xdotool", "windowfocus", "--sync", found[-1]], check=True)
    time.sleep(0.5)


def start(program, *options, **environment):
    surroundings = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en", GSETTINGS_BACKEND="memory")
    surroundings.update(environment)
    process = subprocess.Popen([program, "--size", "1920x1080", *options], env=surroundings)
    wait_shown("Ngập sâu hẻm 3")
    wait_shown("Reported by Open311")
    focus("Toàn Cảnh")
    return process


def try_all(tests, first=1):
    """Each test on the same window, in order, as lines of TAP. Returns how many failed."""
    failed = 0
    for number, test in enumerate(tests, first):
        try:
            test()
            print(f"ok {number} - {test.__name__}", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"not ok {number} - {test.__name__}\n# {error}", flush=True)
    return failed


def run(program, tests):
    """The whole of a test. Returns an exit code."""
    print(f"1..{len(tests)}")
    process = start(program)
    failed = try_all(tests)
    process.terminate()
    return process.wait(WAIT_S) != 0 or failed
