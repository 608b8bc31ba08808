#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad line and an old machine: two desks behind one line of 512 kbit/s each way, on which every
byte is 400 ms late each way (so a round trip takes 800 ms), and which is cut for 60 s in every 5
minutes, twice; each fsync of desks and server takes 15 ms longer, and no process may have more than
1 GB of data.

  thin-usable  a desk that has nothing yet: from its start until it is enrolled, a person signed in,
               and the queue of the demonstration province (60 days of it) can be read
  thin-p95     the person at one desk takes an incident; until it is in the replica of the other and
               its models are told. Taken in turns at both, spread over the time between the cuts;
               the first at the moment at which the line is whole again, when both desks are without
               a connection
  thin-mended  taken during a cut, in turns at both: from the end of the cut until it is seen at the
               other, the longest
  thin-shift   what goes through the line for one desk in 8 hours: its fresh start with all that
               comes behind, 8 hours of silence (extrapolated from 30 s), 1,000 reports and as many
               takes (extrapolated from those between the cuts), and what goes through after each
               cut until all agree again, of which there are 96. Payload, without the heads of TCP

In the end each take is in the server's log once, in the history of its incident once, and both
desks hold what the server holds. A run takes some 12 minutes."""
import os
import resource
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from province_rig import BUILD, Operator, PASSWORD, Rig, same_tables, wait_for  # noqa: E402
from thin_line import ThinLine  # noqa: E402

BITS_PER_S, LATE_S, SYNC_MS = 512_000, 0.4, 15
CYCLES = 2
CYCLE_S = float(os.environ.get("TC_BENCH_CYCLE_S", "300"))
CUT_S = float(os.environ.get("TC_BENCH_CUT_S", "60"))  # at the end of each
TAKES = int(os.environ.get("TC_BENCH_TAKES", "40"))  # of each cycle, before its cut
CUT_TAKES = 6  # during a cut
SILENCE_S = 30.0
QUIET_S, QUIET_BYTES = 5.0, 2000
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


def take_at(desk, incident):
    answer = desk.do("incident.take", incident_id=incident)
    assert answer["ok"], answer


def forget_seen(*desks):
    for desk in desks:
        with desk.lock:
            desk.seen.clear()


def take(desk, other, incident):
    """Taken at one desk and seen at the other: milliseconds."""
    forget_seen(other)
    begun_us = time.time_ns() // 1000
    take_at(desk, incident)
    return (other.wait_seen("incident", str(incident)) - begun_us) / 1000


class Cycles:
    """The line is whole, then cut, in turns, and work goes on all the time."""

    def __init__(self, rig, line, desks):
        self.rig, self.line, self.desks = rig, line, desks
        self.taken, self.times, self.mended = [], [], []
        self.work_bytes, self.work_takes, self.cut_bytes = 0, 0, 0

    def in_turn(self):
        """Who takes the next one, and who sees it."""
        number = len(self.taken) % 2
        return self.desks[number], self.desks[1 - number]

    def work(self, until, silence):
        """Takes spread over the time until then; fewer, if they take longer."""
        mark, begun, count = self.line.bytes(), time.monotonic(), len(self.taken)
        pace = (until - begun) / TAKES
        for number in range(TAKES):
            time.sleep(max(0.0, begun + number * pace - time.monotonic()))
            if time.monotonic() > until - pace / 2:
                break
            incident = report(self.rig, *self.desks)
            desk, other = self.in_turn()
            self.taken.append(incident)
            self.times.append(take(desk, other, incident))
        self.work_takes += len(self.taken) - count
        self.work_bytes += self.line.bytes() - mark - 2 * silence * (time.monotonic() - begun)

    def cut(self):
        """A cut, what is done meanwhile, and one more at its end."""
        *during, at_end = [report(self.rig, *self.desks) for _ in range(CUT_TAKES + 1)]
        for desk in self.desks:
            desk.wait_settled()
        self.line.cut()
        seen_at = []
        for incident in during:
            time.sleep(CUT_S / (CUT_TAKES + 1))
            if not seen_at:  # What was on its way has come.
                forget_seen(*self.desks)
            desk, other = self.in_turn()
            self.taken.append(incident)
            take_at(desk, incident)
            assert ("incident", str(incident)) not in other.seen, "seen through a line that is cut"
            seen_at.append((other, incident))
        time.sleep(CUT_S / (CUT_TAKES + 1))
        self.line.mend()
        mended_us = time.time_ns() // 1000
        mark = self.line.bytes()
        desk, other = self.in_turn()
        self.taken.append(at_end)
        take_at(desk, at_end)
        self.mended += [(one.wait_seen("incident", str(incident)) - mended_us) / 1e6
                        for one, incident in seen_at]
        self.times.append((other.wait_seen("incident", str(at_end)) - mended_us) / 1000)
        for desk in self.desks:
            desk.wait_settled()
        self.cut_bytes += self.line.bytes() - mark

    def check(self):
        """Each take arrived once."""
        wait_for("both desks agree", lambda: same_tables(*self.desks))
        for desk in self.desks:
            status = desk.status()
            assert status["pending"] == 0 and status["attention"] == 0, status
        with sqlite3.connect(f"file:{self.rig.data_dir}/state.db?mode=ro", uri=True) as db:
            logged = db.execute("SELECT count(*) FROM log_operation WHERE name = 'incident.take'"
                                " AND replica <> 0 AND refusal IS NULL").fetchone()[0]
            counts = [db.execute("SELECT count(*) FROM incident_event WHERE incident_id = ?"
                                 " AND code = 'incident.take'", [int(incident)]).fetchone()[0]
                      for incident in self.taken]
        assert logged == len(self.taken), f"{logged} takes in the log of {len(self.taken)}"
        assert counts == [1] * len(self.taken), counts


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
    cycles = Cycles(rig, line, [first, second])
    for _ in range(CYCLES):
        cycles.work(time.monotonic() + CYCLE_S - CUT_S, silence)
        cycles.cut()
    cycles.check()
    times = sorted(cycles.times)
    work = cycles.work_bytes / 2 / cycles.work_takes
    cut = cycles.cut_bytes / 2 / CYCLES
    figure("thin-mended", max(cycles.mended), "s")
    figure("thin-mended-p50", sorted(cycles.mended)[len(cycles.mended) // 2], "s")
    figure("thin-p50", times[len(times) // 2], "ms")
    figure("thin-p95", times[int(0.95 * (len(times) - 1))], "ms")
    figure("thin-max", times[-1], "ms")
    figure("thin-takes", len(cycles.taken), "takes")
    figure("thin-start", start / 1e6, "MB")
    figure("thin-silence", silence, "B/s")
    figure("thin-operation", work, "B")
    figure("thin-cut", cut, "B")
    shift = start + silence * SHIFT_S + work * SHIFT_OPERATIONS + cut * SHIFT_S / CYCLE_S
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
