#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new desk at a server that holds 1 GB (database with its indexes) in the scopes that the desk
may hold: from enrolling to a queue that shows all open incidents and in which one can be taken,
out of snapshots that are prepared, over loopback, with the real programs; then until the last part
of the history is loaded, while the desk works. Beside it what each step costs by itself."""
import os
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from province_rig import BUILD, Operator, PASSWORD, Rig, same_tables, wait_for  # noqa: E402

TOOL = os.path.join(BUILD, "tests/bench/bench-bootstrap")
INCIDENTS = int(os.environ.get("TC_BOOTSTRAP_INCIDENTS", "800000"))


def figure(name, value, unit):
    print(f"figure {name} {value:.2f} {unit}", flush=True)


def peak_mb(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0


def open_desk(rig, account):
    rig.ctl("account", "set-password", account, text=PASSWORD + "\n")
    desk = Operator(rig, str(len(rig.desks) + 1), account)
    desk.start()
    rig.desks.append(desk)
    return desk


def bootstrap(rig, desk, name):
    """Seconds to a usable queue, and to all of it."""
    code = rig.ctl("desk", "invite", name).split()[-1]
    start = time.monotonic()
    answer = desk.say("enrol", rig.url, code)
    assert answer["ok"], answer
    wait_for("online", lambda: desk.status()["state"] == "online", 600)
    desk.sign_in()
    queue = desk.say("queue")
    assert queue["count"] > 0, queue
    taken = desk.do("incident.take", incident_id=queue["ids"][len(rig.desks)])
    assert taken["ok"], taken
    usable = time.monotonic() - start
    seen = desk.status()["loading"]
    taken = []
    while desk.status()["loading"] < 1:
        before = time.monotonic()
        answer = desk.do("incident.comment", incident_id=queue["ids"][0], text="Đang tải lịch sử")
        assert answer["ok"], answer
        taken.append(time.monotonic() - before)
        time.sleep(0.2)
    return usable, time.monotonic() - start, seen, sorted(taken), queue["count"]


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        first = open_desk(rig, "lan")
        first.enrol(rig.ctl("desk", "invite", "Bàn 02 – Điều phối").split()[-1])
        first.stop()
        rig.stop()
        state = os.path.join(rig.data_dir, "state.db")
        subprocess.run([TOOL, "fill", state, str(INCIDENTS)], check=True, timeout=600)
        figure("bootstrap-state", os.path.getsize(state) / 1e6, "MB")
        folder = os.path.join(rig.folder, "steps")
        os.mkdir(folder)
        steps = subprocess.run([TOOL, "steps", state, folder], check=True, timeout=600,
                               stdout=subprocess.PIPE, text=True)
        print(steps.stdout, end="", flush=True)
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        rig.start()
        # The first newcomer has the files made; it is the second that finds them.
        maker = open_desk(rig, "minh")
        usable, *_ = bootstrap(rig, maker, "Bàn 03 – Điều phối")
        figure("bootstrap-unprepared", usable, "s")
        second = open_desk(rig, "huong")
        usable, whole, seen, taken, n = bootstrap(rig, second, "Bàn 04 – Điều phối")
        assert seen < 1, "there was no history to come"
        figure("sync-bootstrap-1gb", usable, "s")
        figure("bootstrap-open", n, "incidents")
        figure("bootstrap-whole", whole, "s")
        figure("bootstrap-operation-p50", taken[len(taken) // 2] * 1000, "ms")
        figure("bootstrap-operation-p95", taken[len(taken) * 95 // 100] * 1000, "ms")
        figure("bootstrap-operation-max", taken[-1] * 1000, "ms")
        figure("bootstrap-desk-memory", peak_mb(second.process), "MB")
        figure("bootstrap-server-memory", peak_mb(rig.server), "MB")
        maker.wait_settled()
        second.wait_settled()
        wait_for("the desks agree", lambda: same_tables(maker, second), 300)


main()
