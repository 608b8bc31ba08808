#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: an operation that makes the server's process die stops nobody for long: the server dies of
it twice, refuses it then, and all that waited behind it goes through. One that makes a desk's die
at its start is left to the server after two starts. Method: the real server and desks with two
operations more, which abort it, or a desk (fatal-type.c); the server is started again whenever it
is gone, as systemd would.

  test_poison.py DAEMON OPERATOR"""
import os
import sqlite3
import sys
import threading
import time

from province_rig import Rig, same_tables, wait_for

BEHIND = 10


class Keeper(threading.Thread):
    """Starts the server again and counts."""

    def __init__(self, rig):
        super().__init__(daemon=True)
        self.rig, self.go_on, self.deaths = rig, True, []

    def run(self):
        while self.go_on:
            code = self.rig.server.poll()
            if code is not None:
                self.deaths.append(code)
                self.rig.start(wait=False)
            time.sleep(0.05)


def done(answer):
    assert answer["ok"], answer


def comments(rig):
    with sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True) as db:
        return db.execute("SELECT text FROM incident_event WHERE text LIKE 'sau đó %' "
                          "ORDER BY id").fetchall()


def check_desk(rig, desk):
    """It is pending when the desk is started by a program that dies of it."""
    rig.stop()
    wait_for("the line is cut", lambda: desk.status()["state"] == "offline")
    done(desk.do("test.fatal-desk", text="chết"))
    desk.stop()
    os.environ["TC_FATAL_DESK"] = "1"
    for _ in range(2):
        desk.start()
        assert desk.process.wait() == -6
    desk.start()
    wait_for("it is pending", lambda: desk.status()["pending"] == 1)
    rig.start()
    desk.wait_settled()
    assert desk.status()["attention"] == 0, desk.say("tray")
    del os.environ["TC_FATAL_DESK"]
    with open(os.path.join(rig.folder, f"desk-{desk.name}.log"), encoding="utf-8") as file:
        said = file.read()
    assert "it is applied again" in said and "it is left to the server" in said, said
    print("a desk died of one operation twice, and left it to the server")


def main(daemon, operator):
    with Rig() as rig:
        rig.daemon = daemon
        rig.start()
        rig.load()
        a = rig.add_desk("Bàn 02 – Điều phối", "lan")
        b = rig.add_desk("Bàn 03 – Điều phối", "minh")
        for desk in (a, b):
            desk.wait_settled()
            desk.stop()
            desk.program = operator
            desk.start()
            desk.wait_online()
            desk.sign_in()
        report = rig.report("Trước khi máy chủ gặp thao tác lỗi")
        incident = wait_for("the report", lambda: (
            lambda r: r if r.get("found") else None)(a.say("report", report)))["incident"]
        wait_for("at B", lambda: b.say("report", report)["found"])
        keeper = Keeper(rig)
        keeper.start()
        # Of both desks some are before it, some behind it, and some in one commit with it.
        for number in range(BEHIND):
            done(b.do("incident.comment", incident_id=incident, text=f"sau đó B {number}"))
            if number == BEHIND // 2:
                done(a.do("test.fatal", text="chết"))
            done(a.do("incident.comment", incident_id=incident, text=f"sau đó A {number}"))
        began = time.monotonic()
        for desk in (a, b):
            desk.wait_settled()
        took = time.monotonic() - began
        keeper.go_on = False
        keeper.join()
        assert keeper.deaths == [-6, -6], keeper.deaths
        tray = a.say("tray")
        assert [(one["operation"], one["refused"]) for one in tray["tray"]] == [
            ("test.fatal", "operation.poison")], tray
        assert b.status()["attention"] == 0, b.say("tray")
        assert len(comments(rig)) == 2 * BEHIND, comments(rig)
        wait_for("both agree", lambda: same_tables(a, b))
        # Refused for good: the next start has nothing to fear.
        rig.stop()
        rig.start()
        a.wait_settled()
        done(a.do("incident.comment", incident_id=incident, text="sau đó nữa"))
        a.wait_settled()
        with open(os.path.join(rig.folder, "server.log"), encoding="utf-8") as file:
            journal = file.read()
        assert "it is tried alone" in journal and "it is refused" in journal
        check_desk(rig, b)
        print(f"the server died twice of one operation and refused it; {2 * BEHIND} others went "
              f"through; settled after {took:.1f} s")


main(*sys.argv[1:])
