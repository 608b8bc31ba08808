#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad line and an old machine: two desks behind one line of 512 kbit/s each way, on which every
byte is 400 ms late each way (so a round trip takes 800 ms), and which is cut once for 60 s; each
fsync of desks and server takes 15 ms longer, and no process may have more than 1 GB of data.

  thin-usable  a desk that has nothing yet: from its start until it is enrolled, a person signed in,
               and the queue of the demonstration province (60 days of it) can be read
  thin-p95     the person at one desk takes an incident; until it is in the replica of the other and
               its models are told. Taken every 2 s before and after the cut; the first one after it
               at once when the line is whole again, when both desks are without a connection
               (thin-mended)
  thin-shift   what goes through the line for one desk in 8 hours: its fresh start with all that
               comes behind, 8 hours of silence (extrapolated from 30 s), and 1,000 reports and as
               many takes (extrapolated from those of the run). Payload, without the heads of TCP

A whole cycle of 5 minutes is shortened: the minute of the cut is whole, the line's time isn't."""
import os
import resource
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from province_rig import BUILD, Operator, PASSWORD, Rig, wait_for  # noqa: E402
from thin_line import ThinLine  # noqa: E402

BITS_PER_S, LATE_S, SYNC_MS = 512_000, 0.4, 15
CUT_S = float(os.environ.get("TC_BENCH_CUT_S", "60"))
TAKES = int(os.environ.get("TC_BENCH_TAKES", "25"))  # before the cut, and as many after it
SILENCE_S = 30.0
QUIET_S, QUIET_BYTES = 5.0, 2000
PAUSE_S = 2.0
SHIFT_S, SHIFT_OPERATIONS = 8 * 3600, 1000
MEMORY = 1 << 30


def figure(name, value, unit):
    print(f"figure {name} {value:.3f} {unit}", flush=True)


def become_old():
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    os.environ["LD_PRELOAD"] = os.path.join(BUILD, "tests/bench/libslow-disk.so")
    os.environ["TC_SLOW_DISK_MS"] = str(SYNC_MS)


def open_desk(rig, line, name, account):
    """A fresh desk at the far end; the seconds until a person can work."""
    rig.ctl("account", "set-password", account, text=PASSWORD + "\n")
    code = rig.ctl("desk", "invite", name).split()[-1]
    desk = Operator(rig, str(len(rig.desks) + 1), account)
    rig.desks.append(desk)
    begun = time.monotonic()
    desk.start()
    answer = desk.say("enrol", f"http://127.0.0.1:{line.port}", code)
    assert answer["ok"], answer
    wait_for("a queue to work on", lambda: desk.say("count", "incident").get("count"), 300, 0.1)
    desk.wait_online()
    desk.sign_in()
    return desk, time.monotonic() - begun


def report(rig, *desks):
    """A report comes in, and is at the desks: its incident."""
    # What is said twice within minutes is taken for the same report.
    rig.reports = getattr(rig, "reports", 0) + 1
    there = rig.report(f"Ngập sâu hẻm {rig.reports} đường Trần Hưng Đạo, xe máy không qua được")
    for desk in desks:
        incident = wait_for("the report", lambda: desk.say("report", there).get("incident"))
    return incident


def take(desk, other, incident):
    """Taken at one desk and seen at the other: milliseconds."""
    with other.lock:
        other.seen.clear()
    begun_us = time.time_ns() // 1000
    answer = desk.do("incident.take", incident_id=incident)
    assert answer["ok"], answer
    return (other.wait_seen("incident", str(incident)) - begun_us) / 1000


def take_many(rig, desk, other):
    times = []
    for _ in range(TAKES):
        times.append(take(desk, other, report(rig, desk, other)))
        time.sleep(PAUSE_S)
    return times


def wait_quiet(line):
    """Until what comes behind a fresh start has come."""
    before = -QUIET_BYTES - 1
    while line.bytes() - before > QUIET_BYTES:
        before = line.bytes()
        time.sleep(QUIET_S)


def measure(rig, line):
    first, usable = open_desk(rig, line, *rig.seats[0])
    wait_quiet(line)
    start = line.bytes()
    second, usable_too = open_desk(rig, line, *rig.seats[1])
    figure("thin-usable", max(usable, usable_too), "s")
    wait_quiet(line)
    mark = line.bytes()
    time.sleep(SILENCE_S)
    silence = (line.bytes() - mark) / 2 / SILENCE_S
    mark, begun = line.bytes(), time.monotonic()
    times = take_many(rig, first, second)
    work = (line.bytes() - mark) / 2 - silence * (time.monotonic() - begun)
    incident = report(rig, first, second)
    line.cut()
    time.sleep(CUT_S)
    line.mend()
    mended = take(first, second, incident)
    times += [mended, *take_many(rig, second, first)]
    figure("thin-mended", mended / 1000, "s")
    times.sort()
    figure("thin-p50", times[len(times) // 2], "ms")
    figure("thin-p95", times[int(0.95 * (len(times) - 1))], "ms")
    figure("thin-max", times[-1], "ms")
    figure("thin-start", start / 1e6, "MB")
    figure("thin-silence", silence, "B/s")
    figure("thin-operation", work / TAKES, "B")
    shift = start + silence * SHIFT_S + work / TAKES * SHIFT_OPERATIONS
    figure("thin-shift", shift / 1e6, "MB")


def main():
    with Rig() as rig:
        rig.seats = [("Bàn 02 – Điều phối", "lan"), ("Bàn 03 – Điều phối", "minh")]
        rig.start()
        rig.load(reports=True)
        rig.stop()
        become_old()
        rig.start()
        with ThinLine(rig.port, BITS_PER_S, LATE_S) as line:
            measure(rig, line)


main()
