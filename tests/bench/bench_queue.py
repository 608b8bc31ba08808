#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue with a million incidents on a real desk, 20 more arriving each second: a desk of the
demonstration is enrolled, a million incidents are put into its replica (the server has none of
them), and through Open311 people go on reporting. Then the program is started some times until
something can be done with the first incident, and bench-queue does what a dispatcher does. Files
are in the page cache; times are p95 (starts: median).

It is a desk at which a report taker works too. Who dispatches may read all that it holds; then
the same is done by the report taker, who may not read reporters and cameras: figures that end with
-part. TC_BENCH_ROWS is another number of incidents, to see whether it runs."""
import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from desktop_rig import find_locale  # noqa: E402
from province_rig import BUILD, PASSWORD, TOP, Rig  # noqa: E402

STARTS, WAIT_S, PER_MINUTE = 7, 60, 1200
ROWS = int(os.environ.get("TC_BENCH_ROWS", "1000000"))
ACCOUNT, PART, DESK = "lan", "trang", "Bàn 05 – Tổng đài 1022"
BENCH = os.path.join(BUILD, "tests/bench")


def may_act():
    """Whether the program has an incident that something can be done with."""
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


def start(*words):
    """Starts the program and ends it once it is of use; how long that took, in ms."""
    began = time.monotonic()
    process = subprocess.Popen([os.path.join(BUILD, "src/desktop/toancanh"), *words],
                               env=dict(os.environ, TOANCANH_PASSWORD=PASSWORD))
    while not may_act():
        assert time.monotonic() < began + WAIT_S, "the program is of no use"
        time.sleep(0.005)
    took = (time.monotonic() - began) * 1000
    time.sleep(1)
    process.terminate()
    process.wait(WAIT_S)
    return took


def arrive(open311, key, seconds=0):
    """People who report from now on, 20 a second; for so long, or until they are stopped."""
    return subprocess.Popen(
        [os.path.join(BUILD, "src/tools/tc-field-reporter"), "--url", open311, "--key", key,
         "--province", os.path.join(TOP, "data/province/haugiang"), "--per-minute",
         str(PER_MINUTE), "--seconds", str(seconds), "--quiet"])


def inside(folder, url, code, open311, key):
    words = ["--data-dir", folder, "--account", ACCOUNT, "--panel", "incidents", "--size",
             "1920x1080"]
    assert arrive(open311, key, 2).wait(WAIT_S) == 0  # Something to begin with.
    start(*words, "--server-url", url, "--enrol-code", code)
    subprocess.run([os.path.join(BENCH, "million-fill"), os.path.join(folder, "replica.db"),
                    str(ROWS)], check=True)
    start(*words)
    # Not while it was filled: the desk would be behind by all of that.
    reporter = arrive(open311, key)
    try:
        times = [start(*words) for _ in range(STARTS)]
        print(f"figure queue-start {statistics.median(times):.0f} ms", flush=True)
        for account, eyes in ((ACCOUNT, "all"), (PART, "part")):
            subprocess.run([os.path.join(BENCH, "bench-queue"), folder, account, eyes, str(ROWS)],
                           check=True, env=dict(os.environ, TOANCANH_PASSWORD=PASSWORD),
                           timeout=900)
    finally:
        reporter.terminate()
        reporter.wait(20)


def main():
    if sys.argv[1:2] == ["inside"]:
        inside(*sys.argv[2:])
        return
    environment = dict(
        os.environ, LC_ALL=find_locale(), LANGUAGE="vi", GTK_A11Y="none",
        GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "data") + ":/usr/share/glib-2.0/schemas",
        TC_LOCALE_DIR=os.path.join(BUILD, "po"), TOANCANH_PASSWORD=PASSWORD)
    with Rig() as rig:
        rig.start()
        rig.load()
        for account in (ACCOUNT, PART):
            rig.ctl("account", "set-password", account, text=PASSWORD + "\n")
        code = rig.ctl("desk", "invite", DESK).split()[-1]
        folder = os.path.join(rig.folder, "bench-desk")
        subprocess.run(["sh", os.path.join(TOP, "tests/with-display"), "--size", "1920x1080",
                        "/usr/bin/python3", os.path.abspath(__file__), "inside", folder,
                        rig.url, code, rig.open311, rig.key],
                       env=environment, check=True, timeout=2400)


main()
