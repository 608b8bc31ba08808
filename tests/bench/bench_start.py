#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon after its start the desktop is of use, and what it holds then: an enrolled desk of the
demonstration is started, connects, signs somebody in and lets the queue's first incident be acted
on (the window's action "note" is enabled); beside it, in turn with it on the same screen,
gnome-text-editor shows its empty page (read through the accessibility tree, which is small there).
Files are in the page cache, the first start of each is not counted. Memory is what is theirs of it
(PSS)."""
import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from desktop_rig import find_locale  # noqa: E402
from province_rig import BUILD, PASSWORD, TOP, Rig  # noqa: E402

RUNS, WAIT_S, SETTLE_S = 7, 30, 1.5
ACCOUNT, DESK = "lan", "Bàn 02 – Điều phối"


def may_act(program):
    """Whether the desktop has an incident that something can be done with."""
    from gi.repository import Gio, GLib
    try:
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        answer = bus.call_sync(
            "io.github.toancanh.ToanCanh", "/io/github/toancanh/ToanCanh/window/1",
            "org.gtk.Actions", "Describe", GLib.Variant("(s)", ("note",)), None,
            Gio.DBusCallFlags.NO_AUTO_START, 1000, None)
    except GLib.Error:
        return False
    return answer.unpack()[0][0]


def shows_text(program):
    from gi.repository import Atspi
    from seat import walk
    application = program.application()
    return application and any(node.get_role() == Atspi.Role.TEXT for node, _ in walk(application))


class Program:
    def __init__(self, name, command, is_usable):
        self.name, self.command, self.is_usable = name, command, is_usable
        self.usable_ms, self.memory_mb = [], []

    def application(self):
        from gi.repository import Atspi
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            one = desktop.get_child_at_index(index)
            if one and one.get_process_id() == self.process.pid:
                return one
        return None

    def wait_usable(self, started):
        from gi.repository import GLib
        while time.monotonic() < started + WAIT_S:
            try:
                if self.is_usable(self):
                    return (time.monotonic() - started) * 1000
            except GLib.Error:
                pass
            time.sleep(0.005)
        raise AssertionError(f"{self.name} was not usable within {WAIT_S} s")

    def run(self, counted, *first_words):
        started = time.monotonic()
        self.process = subprocess.Popen([*self.command, *first_words], stdout=subprocess.DEVNULL,
                                        env=dict(os.environ, TOANCANH_PASSWORD=PASSWORD))
        usable_ms = self.wait_usable(started)
        time.sleep(SETTLE_S)
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as file:
            kib = next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        self.process.terminate()
        self.process.wait(WAIT_S)
        if counted:
            self.usable_ms.append(usable_ms)
            self.memory_mb.append(kib / 1024)


def measure(enrolment, desktop_command):
    """On the seat: the two in turn. enrolment: options of the first start alone."""
    import gi
    gi.require_version("Atspi", "2.0")
    ours = Program("toancanh", desktop_command, may_act)
    peer = Program("gnome-text-editor", ["gnome-text-editor", "--standalone", "--new-window"],
                   shows_text)
    ours.run(False, *enrolment)
    peer.run(False)
    for _ in range(RUNS):
        ours.run(True)
        peer.run(True)
    figures = {}
    for prefix, program in (("start", ours), ("start-peer", peer)):
        figures[prefix + "-usable"] = statistics.median(program.usable_ms)
        figures[prefix + "-memory"] = statistics.median(program.memory_mb)
        print(f"# {program.name}: usable after {min(program.usable_ms):.0f} to "
              f"{max(program.usable_ms):.0f} ms in {RUNS} starts")
    for name, value in figures.items():
        print(f"figure {name} {value:.1f} {'ms' if name.endswith('usable') else 'MB'}")
    for name in ("start-usable", "start-memory"):
        ratio = figures[name] / figures[name.replace("start", "start-peer")]
        print(f"figure {name}-ratio {ratio:.2f} x")


def main():
    if sys.argv[1:2] == ["inside"]:
        measure(sys.argv[2:6], sys.argv[6:])
        return
    environment = dict(
        os.environ, LC_ALL=find_locale(), LANGUAGE="vi", GTK_A11Y="atspi",
        GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "data") + ":/usr/share/glib-2.0/schemas",
        TC_LOCALE_DIR=os.path.join(BUILD, "po"), TOANCANH_PASSWORD=PASSWORD)
    with Rig() as rig:
        rig.start()
        rig.load(reports=True)
        rig.ctl("account", "set-password", ACCOUNT, text=PASSWORD + "\n")
        code = rig.ctl("desk", "invite", DESK).split()[-1]
        command = ["--server-url", rig.url, "--enrol-code", code,
                   os.path.join(BUILD, "src/desktop/toancanh"), "--size", "1366x768", "--panel",
                   "incidents", "--account", ACCOUNT]
        subprocess.run(["sh", os.path.join(TOP, "tests/with-display"), "--size", "1366x768",
                        "/usr/bin/python3", os.path.abspath(__file__), "inside", *command],
                       env=environment, check=True, timeout=500)


main()
