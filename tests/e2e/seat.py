# SPDX-License-Identifier: GPL-3.0-or-later
"""The inside of a seat: starts the desktop on the screen and bus that tests/with-display made, and
drives it for desktop_rig.py: one JSON object a line in, one a line out, over a socket that the rig
listens on. Reads the screen through the accessibility tree, as a screen reader does, and acts
through the window's actions.

  seat.py SOCKET DESKTOP [OPTION...]"""
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402
for folder in ("base", "desktop"):
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", folder))
from wait_limit import WAIT_S  # noqa: E402
from window_tree import get_tree, list_shown  # noqa: E402

BUS = "io.github.toancanh.ToanCanh"
TRANSLATION = BUS + ".Translation"  # with a translator's file


def find_application():
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        one = desktop.get_child_at_index(index)
        if one and "toancanh" in (one.get_name() or "").lower():
            return one
    return None


def walk(node):
    """Every accessible below node, with its name; what goes away meanwhile is passed over."""
    try:
        name = node.get_name() or ""
        count = node.get_child_count()
    except GLib.Error:
        return
    yield node, name
    for index in range(count):
        try:
            child = node.get_child_at_index(index)
        except GLib.Error:
            continue
        if child is not None:
            yield from walk(child)


def read(what, seconds):
    """What it gives once it gives something, within seconds; None: it never does. The tree changes
    while it is read: then it is read again."""
    end = time.monotonic() + seconds
    while True:
        begun = time.monotonic()
        try:
            found = what()
        except GLib.Error:
            found = None
        if found or time.monotonic() >= end:
            return found or None
        # The window has the better half of the time.
        time.sleep(max(0.05, time.monotonic() - begun))


class Seat:
    def __init__(self, command):
        # Where the pointer stands a tooltip would cover what is looked at.
        subprocess.run(["xdotool", "mousemove", "9999", "9999"], check=True)
        self.process = subprocess.Popen(command)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.name = TRANSLATION if "--po" in command else BUS
        self.window = 1
        self.kept = None

    def call(self, method, values):
        """Of the main window."""
        path = f"/{self.name.replace('.', '/')}/window/{self.window}"
        return self.bus.call_sync(self.name, path, "org.gtk.Actions", method, values, None,
                                  Gio.DBusCallFlags.NONE, 10000, None)

    def do_window(self, number):
        """The main window is another from now on."""
        self.window = number
        return True

    def do_enabled(self, action):
        try:
            answer = self.call("Describe", GLib.Variant("(s)", (action,)))
        except GLib.Error:
            return False
        return answer.unpack()[0][0]

    def do_activate(self, action, target=None):
        values = [GLib.Variant.parse(None, target, None, None)] if target else []
        self.call("Activate", GLib.Variant("(sava{sv})", (action, values, {})))
        return True

    def do_names(self):
        return [node.name for node in read(list_shown, WAIT_S) or [] if node.name]

    def do_words(self, hidden=()):
        """Names, and what explains them, but for those in what is called so: the tree has panels
        and pages that are hidden too, and calls a widget without a name by its type."""
        words, left_out = [], set()
        for node in read(list_shown, WAIT_S) or []:
            if node.name in hidden or node.parent and node.parent.ref in left_out:
                left_out.add(node.ref)
            else:
                words += [node.name, node.description]
        return [text for text in words if text]

    def do_controls(self):
        """(role, name) of all that has a name."""
        return [(node.role, node.name) for node in read(list_shown, WAIT_S) or [] if node.name]

    def do_boxes(self, role, within):
        """(name, x, y, width, height), in the window's pixels, of all of that role below what is
        called within, as far as they were given room."""
        boxes = []
        for top, called in walk(find_application()):
            for node, name in walk(top) if called == within else []:
                try:
                    part = node.get_component_iface()
                    if not part or node.get_role_name() != role:
                        continue
                    box = part.get_extents(Atspi.CoordType.WINDOW)
                except GLib.Error:  # it went away meanwhile
                    continue
                if box.width > 0 and box.height > 0:
                    boxes.append((name, box.x, box.y, box.width, box.height))
        return boxes

    def do_settle(self):
        """Whether the screen stood still for a moment, but for clocks and what is measured."""
        def look():
            return [re.sub("[0-9]+", "0", name) for name in self.do_names()]

        before = look()
        time.sleep(0.5)
        return look() == before

    def do_see(self, text, seconds):
        """Whether text stands on the screen within seconds."""
        found = read(lambda: get_tree().find(text), seconds)
        return found.name if found else None

    def do_stands(self, text, seconds):
        """Whether something on the screen is called exactly text, within seconds."""
        return bool(read(lambda: get_tree().find(text, lambda item: item.name == text), seconds))

    def do_keep(self, start):
        """Remembers the first accessible whose name starts so with a number after it, for
        do_change."""
        application = find_application()
        for node, name in walk(application):
            if re.match(re.escape(start) + r" \d", name):
                self.kept = node
                return name
        return None

    def do_change(self, before, seconds):
        """When (us) the name of the kept accessible was first seen to be another."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.kept.clear_cache()
            name = self.kept.get_name()
            if name != before:
                return {"us": int(time.time() * 1e6), "name": name}
            time.sleep(0.002)
        return None

    def find_windows(self):
        """By the whole name: on Debian 13 a pattern with marks is not found in every locale."""
        every = subprocess.run(["xdotool", "search", "--name", "."], capture_output=True, text=True)
        return [number for number in every.stdout.split() if subprocess.run(
            ["xdotool", "getwindowname", number], capture_output=True,
            check=False).stdout.decode(errors="replace").strip() == "Toàn Cảnh"]

    def focus(self):
        """Without a window manager nobody gives a window the keyboard."""
        end = time.monotonic() + WAIT_S
        while not (found := self.find_windows()):
            assert time.monotonic() < end, "there is no window"
            time.sleep(0.1)
        asked = subprocess.run(["xdotool", "getwindowfocus"], capture_output=True, text=True)
        if asked.stdout.strip() not in found:
            subprocess.run(["xdotool", "windowfocus", "--sync", found[-1]], check=True)

    def do_key(self, keys):
        subprocess.run(["xdotool", "key", *keys], check=True)
        return True

    def do_type(self, text):
        """Into the main window."""
        self.focus()
        subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)
        return True

    def do_picture(self, path):
        subprocess.run(["import", "-window", "root", path], check=True)
        return True

    def do_pause(self, stop):
        """Stops the desktop where it is, or lets it go on: nothing can be asked in between."""
        self.process.send_signal(signal.SIGSTOP if stop else signal.SIGCONT)
        return True

    def do_quit(self, crash=False):
        if crash:
            self.process.kill()
        else:
            self.process.terminate()
        return self.process.wait(WAIT_S)


def main():
    line_to_rig = socket.socket(socket.AF_UNIX)
    line_to_rig.connect(sys.argv[1])
    stream = line_to_rig.makefile("rw", encoding="utf-8")
    seat = Seat(sys.argv[2:])
    for line in stream:
        question = json.loads(line)
        name = question.pop("do")
        try:
            answer = {"value": getattr(seat, "do_" + name)(**question)}
        except (GLib.Error, subprocess.SubprocessError) as error:
            answer = {"error": str(error)}
        if seat.process.poll() is not None and name != "quit":
            answer = {"error": f"the desktop ended with {seat.process.returncode}"}
        stream.write(json.dumps(answer) + "\n")
        stream.flush()
        if name == "quit":
            break
    if seat.process.poll() is None:
        seat.process.kill()


if __name__ == "__main__":
    main()
