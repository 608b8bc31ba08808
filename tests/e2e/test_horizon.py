#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a desk that was away for longer than the server keeps what it would catch up from loads its
data anew and loses nothing that was typed at it; one that was not away notices nothing. Method: the
real programs; while the server is stopped its commits are dated back, since the setting counts
days. That the chain stays whole is in test-horizon.c.

  test_horizon.py"""
import os
import sqlite3

from province_rig import Rig, same_tables, wait_for

AWAY, OTHERS = 20, 300
DAYS = 31


def done(answer):
    assert answer["ok"], answer


def read(rig, sql):
    with sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True) as db:
        return db.execute(sql).fetchone()[0]


def age(rig):
    """What stands in the log was committed long ago."""
    with sqlite3.connect(os.path.join(rig.data_dir, "state.db")) as db:
        db.execute("UPDATE log_commit SET time_us = time_us - ?", (DAYS * 86400 * 10**6,))
    db.close()


def main():
    with Rig("[desks]\ncatch-up-days=30\n") as rig:
        rig.start()
        rig.load()
        a = rig.add_desk("Bàn 02 – Điều phối", "lan")
        b = rig.add_desk("Bàn 03 – Điều phối", "minh")
        report = rig.report("Trước khi bàn này vắng lâu")
        incident = wait_for("the report", lambda: (
            lambda r: r if r.get("found") else None)(a.say("report", report)))["incident"]
        b.wait_settled()
        rig.kill()
        wait_for("A notices", lambda: a.status()["state"] == "offline")
        for number in range(AWAY):
            done(a.do("incident.comment", incident_id=incident, text=f"lúc vắng {number}"))
        a.stop()
        rig.start()
        b.wait_online()
        for number in range(OTHERS):
            done(b.do("incident.comment", incident_id=incident, text=f"bàn khác {number}"))
        b.wait_settled()
        rig.stop()
        age(rig)
        head = read(rig, "SELECT max(last_lsn) FROM log_commit")
        rig.start()
        wait_for("all that is old is let go", lambda: read(
            rig, "SELECT coalesce(max(lsn), 0) FROM log_horizon") == head)
        assert read(rig, f"SELECT count(*) FROM log_section WHERE last_lsn <= {head} "
                         "AND body IS NOT NULL") == 0
        b.wait_settled()
        done(b.do("incident.comment", incident_id=incident, text="bàn khác, sau đó"))
        b.wait_settled()

        a.start()
        a.wait_settled()
        wait_for("both agree", lambda: same_tables(a, b))
        assert a.replaced == 2 and b.replaced == 1, (a.replaced, b.replaced)
        for desk in (a, b):
            assert desk.status()["attention"] == 0, desk.say("tray")
        assert read(rig, "SELECT count(*) FROM incident_event WHERE text LIKE 'lúc vắng %'") == AWAY
        oldest = read(rig, f"SELECT min(time_us) FROM log_commit WHERE last_lsn > {head}")
        wait_for("status says so", lambda: rig.status()["catch_up_since_us"] == oldest)
        print(f"beyond the horizon: loaded anew, {AWAY} of its own settled; the rows of {head} "
              "operations are let go")


main()
