#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: each figure of the overview says by what it is to be judged, and opens a list of exactly as
many rows; the wall shows the same numbers, and no person. Method: toancanh-room with sixty days
behind it, read and pressed through the accessibility tree, as a screen reader does."""
import os
import re
import subprocess
import sys
import time

import desk_keys
import window_tree

ROWS_IN_SIGHT = 8


def is_role(node, role):
    """A newer accessibility tree says "button" of what was a "push button"."""
    return node.role.removeprefix("push ") == role.removeprefix("push ")


def read_nodes(role):
    return [n for n in window_tree.list_shown(window_tree.WHOLE) if is_role(n, role)]


def wait_for(what, read):
    found = desk_keys.wait_for(read)
    assert found, f"never came: {what}"
    return found


def find(role, pattern):
    def read():
        return [n for n in read_nodes(role) if re.match(pattern, n.name)]
    return wait_for(pattern, read)[0]


def activate(name, target="[]"):
    subprocess.run(["gdbus", "call", "--session", "--dest", "io.github.toancanh.ToanCanh",
                    "--object-path", "/io/github/toancanh/ToanCanh/window/1", "--method",
                    "org.gtk.Actions.Activate", name, target, "{}"], check=True,
                   stdout=subprocess.DEVNULL)


def count_rows():
    """Of the list that was opened, as it says itself: a newer toolkit has only those rows in its
    tree that are in sight."""
    shown = find("push button", r"Shown: .*, (\d+) incident")
    return int(re.search(r", (\d+) incident", shown.name)[1])


def count_seen_rows():
    """Rows of the overview's events name their time first."""
    return len([n for n in read_nodes("list item")
                if "PA-" in n.name and re.match("(emergency|urgent|attention|notice|resolved):",
                                                n.name)])


def check_rows(number, what):
    wait_for(f"{number} rows of “{what}”", lambda: count_rows() == number)
    time.sleep(0.5)
    assert count_rows() == number, f"“{what}” opened {count_rows()} rows"
    wait_for(f"the rows of “{what}”",
             lambda: min(number, ROWS_IN_SIGHT) <= count_seen_rows() <= number or number == 0)


def check_opens(caption):
    """Presses a figure; its number must be that of the rows."""
    pattern = caption + r": (\d+)"
    activate("panel", "[<'overview'>]")
    node = find("push button", pattern)
    number = int(re.match(pattern, node.name)[1])
    node.press()
    check_rows(number, caption)


def press_key(key):
    subprocess.run(["xdotool", "key", key], check=True)
    time.sleep(0.2)


def find_focused():
    nodes = [n for n in window_tree.list_shown(window_tree.WHOLE) if n.is_focused()]
    return nodes[-1] if nodes else None


def walk_to_list(name):
    """By Tab alone from the first figure on."""
    press_key("ctrl+1")
    for _ in range(20):
        press_key("Tab")
        node = find_focused()
        if node is not None and node.role == "list item" and node.parent.name == name:
            return node
    raise AssertionError(f"Tab never comes to the list “{name}”")


def test_figures_are_judged():
    activate("panel", "[<'overview'>]")
    assert "usually" in find("push button", r"Being handled: (\d+)\. usually").name
    assert "with" in find("push button", r"Overdue: (\d+)\. usually .* with ").name
    assert "last week" in find("push button", r"Until resolved, this week.*in time").name
    find("push button", r"Reports today, added up.*: (\d+)\. usually .* about \d+ incident")


def test_figures_open_their_lists():
    for caption in ("Being handled", "Not taken", "Overdue", "Due soon"):
        check_opens(caption)


def test_lines_open_their_lists_by_keyboard():
    for name in ("By field", "By unit", "By area", "By age"):
        walk_to_list(name)
        press_key("Down")
        line = wait_for("a line with the focus", find_focused)
        number = int(re.search(r": (\d+)", line.name)[1])
        press_key("Return")
        check_rows(number, line.name)


def test_list_is_left_again():
    check_opens("Overdue")
    late = count_seen_rows()
    find("push button", "Shown: Overdue")
    activate("filter", "[<'open'>]")
    wait_for("all open ones", lambda: count_seen_rows() > late)
    assert not [n for n in read_nodes("push button") if n.name.startswith("Shown: ")]


def read_wall():
    """All that stands on it."""
    return [n.name for frame in window_tree.list_shown() if frame.name == "Overview on the wall"
            and is_role(frame, "frame") for n in frame.walk()]


def test_wall_has_no_person():
    activate("panel", "[<'overview'>]")
    number = re.search(r"\d+", find("push button", r"Being handled: (\d+)").name)[0]
    activate("wall-overview")
    wait_for("the figure on the wall",
             lambda: any(name.startswith(f"Being handled: {number}") for name in read_wall()))
    words = " ".join(read_wall())
    for personal in ("Lan", "lan has it", "Trần Hưng Đạo", "Ngập sâu", "0900"):
        assert personal not in words, f"“{personal}” is on the wall"
    assert "Online" in words and "Emergencies, untaken first" in words
    activate("wall-overview")
    wait_for("the wall gone", lambda: not [n for n in read_nodes("frame") if "wall" in n.name])


TESTS = [test_figures_are_judged, test_figures_open_their_lists,
         test_lines_open_their_lists_by_keyboard, test_list_is_left_again, test_wall_has_no_person]


def main():
    print(f"1..{len(TESTS)}", flush=True)
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en", GSETTINGS_BACKEND="memory",
                       TC_ROOM_HISTORY="1")
    process = subprocess.Popen([sys.argv[1], "--size", "1920x1080", "--panel", "overview"],
                               env=environment)
    failed = 0
    find("push button", r"Being handled: (\d+)\. usually")
    # Without a window manager nobody gives the window the keyboard.
    found = subprocess.run(["xdotool", "search", "--sync", "--name", "Toàn Cảnh"],
                           timeout=desk_keys.WAIT_S,
                           capture_output=True, text=True, check=True).stdout.split()
    subprocess.run(["xdotool", "windowfocus", "--sync", found[-1]], check=True)
    for number, test in enumerate(TESTS, 1):
        try:
            test()
            print(f"ok {number} - {test.__name__}", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"not ok {number} - {test.__name__}\n# {error}", flush=True)
    process.terminate()
    return process.wait(desk_keys.WAIT_S) != 0 or failed


if __name__ == "__main__":
    sys.exit(main())
