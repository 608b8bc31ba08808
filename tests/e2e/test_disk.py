#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a desk whose disk is full for a while, or whose replica is broken under it, goes on by
itself, and everybody agrees in the end: what it said was done is done once, what it said was not is
not. Method: the real programs; the disk is full by a limit on the size of the desk's files, set
from outside; the replica is overwritten while the desk runs, and while it does not."""
import glob
import os
import resource

from province_rig import Rig, same_tables, wait_for

FULL_BYTES = 1024


def limit_files(desk, size):
    _, hard = resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (size, hard))


def spoil(desk):
    """All of the replica but its header."""
    path = os.path.join(desk.folder, "replica.db")
    with open(path, "r+b") as file:
        file.seek(4096)
        file.write(b"Z" * (os.path.getsize(path) - 4096))


def count_aside(desk):
    found = glob.glob(os.path.join(desk.folder, "replica.db.broken-*"))
    return len([name for name in found if not name.endswith("-wal")])


class Ledger:
    """Comments of a desk on one incident, as the desk answered them."""

    def __init__(self, desk, incident):
        self.desk, self.incident = desk, incident
        self.said, self.done, self.undone = 0, 0, 0

    def comment(self):
        self.said += 1
        answer = self.desk.do("incident.comment", incident_id=self.incident, text=f"{self.said}")
        if answer["ok"]:
            self.done += 1
        else:
            self.undone += 1
        return answer["ok"]


def count_events(desk):
    return desk.say("count", "incident_event")["count"]


def settle(*desks):
    for desk in desks:
        desk.wait_settled()
    wait_for("they agree", lambda: same_tables(*desks))


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        a = rig.add_desk("Bàn 02 – Điều phối", "lan")
        b = rig.add_desk("Bàn 03 – Điều phối", "minh")
        report = rig.report("Cột điện nghiêng trước nhà")
        found = wait_for("the report", lambda: (
            lambda r: r if r.get("found") else None)(a.say("report", report)))
        ledger = Ledger(a, found["incident"])
        settle(a, b)
        before = count_events(b)

        # Full: the one that met it is answered once there is room, so it isn't waited for here.
        assert ledger.comment()
        limit_files(a, FULL_BYTES)
        b.do("incident.comment", incident_id=found["incident"], text="of B")
        wait_for("A says that its disk is full", lambda: a.status()["disk"] == "full")
        assert not ledger.comment(), "nothing is kept on a full disk"
        assert a.status()["state"] == "offline"
        limit_files(a, resource.RLIM_INFINITY)
        wait_for("A goes on", lambda: a.status()["disk"] in ("fine", "low"))
        assert ledger.comment()
        settle(a, b)
        assert count_events(b) == before + ledger.done + 1
        print("a full disk: gone through")

        # Broken while it runs: found by reading, once a commit has made its pages in memory old.
        spoil(a)
        b.do("incident.comment", incident_id=found["incident"], text="of B")
        wait_for("A has a new replica", lambda: a.say("digest") and count_aside(a) == 1)
        wait_for("A has it filled", lambda: a.status()["disk"] in ("fine", "low"))
        # Its rows may be older than what it showed before: what is done now waits for the log.
        assert ledger.comment()
        settle(a, b)
        print("a replica broken under its desk: made anew")

        # Broken while it does not, with work of its own that waits.
        rig.kill()
        wait_for("A notices", lambda: a.status()["state"] == "offline")
        assert all(ledger.comment() for _ in range(5))
        a.stop()
        spoil(a)
        for rest in ("-wal", "-shm"):
            if os.path.exists(os.path.join(a.folder, "replica.db" + rest)):
                os.unlink(os.path.join(a.folder, "replica.db" + rest))
        a.start()
        wait_for("A says what happened", lambda: a.status()["disk"] == "renewing")
        assert a.status()["pending"] == 5
        rig.start()
        settle(a, b)
        assert a.status()["disk"] in ("fine", "low")
        assert count_aside(a) == 1
        assert count_events(b) == before + ledger.done + 2
        assert ledger.undone == 1
        print("a replica broken before the start: made anew, what waited is sent once")


main()
