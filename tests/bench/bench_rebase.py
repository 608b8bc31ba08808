#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the screen stands still while a desk with 1,000 pending operations meets its server again
and 20 reports a second come in: the window scrolls through the queue all the time, and what its
main loop works for a frame (processor time), how long a frame stood and how many stood for more
than two of a 60 Hz screen are printed for three times: without the server (…-offline), from the
first word of the line until all is settled (…-settling), and after that (…-online)."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from desktop_rig import find_locale  # noqa: E402
from province_rig import BUILD, PASSWORD, TOP, Rig  # noqa: E402

PENDING, PER_MINUTE = 1000, 1200
ACCOUNT, DESK = "lan", "Bàn 02 – Điều phối"


def report_on(rig):
    return subprocess.Popen(
        [os.path.join(BUILD, "src/tools/tc-field-reporter"), "--url", rig.open311, "--key",
         rig.key, "--province", os.path.join(TOP, "data/province/haugiang"), "--per-minute",
         str(PER_MINUTE), "--quiet"], stdout=subprocess.DEVNULL)


def main():
    environment = dict(
        os.environ, LC_ALL=find_locale(), LANGUAGE="vi", GTK_A11Y="none",
        GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "data") + ":/usr/share/glib-2.0/schemas",
        TC_LOCALE_DIR=os.path.join(BUILD, "po"), TOANCANH_PASSWORD=PASSWORD)
    with Rig() as rig:
        rig.start()
        rig.load(reports=True)
        desk = rig.add_desk(DESK, ACCOUNT)
        desk.stop()
        rig.desks.clear()
        bench = subprocess.Popen(
            ["sh", os.path.join(TOP, "tests/with-display"), "--size", "1920x1080",
             os.path.join(BUILD, "tests/bench/bench-rebase"), desk.folder, ACCOUNT, str(PENDING)],
            env=environment, stdout=subprocess.PIPE, text=True)
        reporter = None
        for line in bench.stdout:
            if line == "offline?\n":
                rig.stop()
            elif line == "online?\n":
                rig.start()
                reporter = report_on(rig)
            elif line.startswith("figure"):
                print(line, end="", flush=True)
        reporter.terminate()
        reporter.wait(20)
        assert bench.wait(60) == 0, "the window did not end well"


main()
