# SPDX-License-Identifier: GPL-3.0-or-later
"""Presses keys on toancanh-room as a person would, counts them, and reads what happened from the
accessibility tree: for the tests of the desktop that run from another process."""
import os
import subprocess
import time

import pyatspi

WAIT_S = 30


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


def wait_gone(text):
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            if not is_shown(text):
                return
        except Exception:  # as above
            pass
        time.sleep(0.2)
    raise AssertionError(f"still shown: {text}")


def find_node(node, role, name):
    for i in range(node.childCount):
        child = node.getChildAtIndex(i)
        if child is None:
            continue
        if child.getRoleName() == role and child.name == name:
            return child
        found = find_node(child, role, name)
        if found is not None:
            return found
    return None


def read_entry(name):
    """What stands in the entry that is called so."""
    node = find_node(pyatspi.Registry.getDesktop(0), "text", name)
    if node is None:
        return None
    text = node.queryText()
    return text.getText(0, text.characterCount)  # GTK gives nothing for an end of -1


def wait_entry(name, text):
    end = time.monotonic() + WAIT_S
    seen = None
    while time.monotonic() < end:
        try:
            seen = read_entry(name)
            if seen == text:
                return
        except Exception:  # as above
            pass
        time.sleep(0.2)
    raise AssertionError(f"“{name}” says “{seen}” and not “{text}”")


def find_focus(node):
    for i in range(node.childCount):
        child = node.getChildAtIndex(i)
        if child is None:
            continue
        if child.getState().contains(pyatspi.STATE_FOCUSED):
            return child
        found = find_focus(child)
        if found is not None:
            return found
    return None


def read_spoken():
    """What a screen reader says of the widget that has the keyboard: name, kind, what is in it,
    what is said of it besides."""
    try:
        node = find_focus(pyatspi.Registry.getDesktop(0))
        if node is None:
            return ""
        parts = [node.name, node.getRoleName()]
        if node.getRoleName() in ("text", "entry"):
            text = node.queryText()
            parts.append(text.getText(0, text.characterCount))
        return " · ".join(part for part in parts + [node.description] if part)
    except Exception:  # it goes away while it is read
        return ""


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
        time.sleep(0.3)
        self.speak()

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)
        time.sleep(0.3)
        self.speak()


def focus(title):
    """Without a window manager nobody gives a window the keyboard."""
    found = subprocess.run(["xdotool", "search", "--sync", "--name", title], timeout=60,
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
    return process.wait(10) != 0 or failed
