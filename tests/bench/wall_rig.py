# SPDX-License-Identifier: GPL-3.0-or-later
"""A window of camera tiles on a screen of 1920×1080 that is told what to do by lines."""
import json
import os
import select
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from camera_rig import SUB  # noqa: E402
from province_rig import BUILD, TOP  # noqa: E402

BENCH = os.path.join(BUILD, "tests/bench")
FPS, LOOP_S = SUB[2], 16
# All tiles have a picture after so long, or never.
READY_S = 120


class Program:
    """One that says "ready" and then answers lines."""

    def __init__(self, *words):
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.wait_ready()

    def read(self):
        line = self.process.stdout.readline()
        assert line, f"it ended: {self.process.wait()}"
        return json.loads(line)

    def wait_ready(self):
        """It says nothing else meanwhile, so nothing is read ahead."""
        assert select.select([self.process.stdout], [], [], READY_S)[0], "not ready for long"
        assert self.read()["event"] == "ready"

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def ask(self, line):
        self.say(line)
        return self.read()

    def pids(self):
        """Its own, and of what it started."""
        found = [self.process.pid]
        for pid in found:
            with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
                found += map(int, file.read().split())
        return found

    def memory_mb(self, kinds=("Pss:",)):
        """What they share counts once."""
        total = 0
        for pid in self.pids():
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith(kinds))
        return total / 1024

    def made_mb(self):
        """Without what they read from files, of which the less counts the more others read them."""
        return self.memory_mb(("Pss_Anon:", "Pss_Shmem:"))

    def count(self, kind):
        """Of all: kind "task": threads, "fd": descriptors."""
        return sum(len(os.listdir(f"/proc/{pid}/{kind}")) for pid in self.pids())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        assert self.process.wait(60) == 0


def open_wall(tiles, addresses, profile="sub"):
    return Program(os.path.join(BENCH, "bench-wall"),
                   os.path.join(BUILD, "src/media/toancanh-tiles"), str(FPS * 1000),
                   str(FPS * LOOP_S), profile, str(tiles), *addresses)


def run_on_screen(script):
    """Once more, with a screen: it is told so by the word "inside"."""
    environment = dict(
        os.environ, LC_ALL="C.UTF-8", LANGUAGE="vi", GTK_A11Y="none", GSK_RENDERER="cairo",
        GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "data") + ":/usr/share/glib-2.0/schemas",
        TC_LOCALE_DIR=os.path.join(BUILD, "po"))
    subprocess.run(["sh", os.path.join(TOP, "tests/with-display"), "--size", "1920x1080",
                    sys.executable, script, "inside"], env=environment, check=True)
