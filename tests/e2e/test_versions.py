#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a server is upgraded before its desks and nobody stops working: an old desk is told of a
report, takes it and dispatches it; upgraded, it has all that it could not know; one that is too old
is told, in words, works on offline and sends it all once it is upgraded. Method: the real programs;
the newer ones are built here from a copy of this tree with migrations added, the first of them with
a column that each step of an incident writes and a desk of today doesn't know. What really was
before this tree is tried in test_versions_before.py.

  test_versions.py"""
import os
import shutil

from desktop_rig import Desktop, take_picture
from province_rig import TOP, Rig, same_tables, wait_for
from version_rig import (CTL, DAEMON, OPERATOR, Tree, done, journal, read, restart_on, upgrade,
                         work)

# Each one version more.
MIGRATIONS = [
    "ALTER TABLE incident ADD COLUMN weight INTEGER NOT NULL DEFAULT 7;\n"
    "CREATE TABLE errand (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL) STRICT;\n"
    "INSERT INTO replicated VALUES (900, 'errand');\n",
    "ALTER TABLE errand ADD COLUMN note TEXT;\n",
    "ALTER TABLE incident ADD COLUMN colour TEXT NOT NULL DEFAULT 'lam';\n",
]
RECORD = "src/core/incidents/tc-incident-record.c"
STEP = '"UPDATE incident SET field_id = ?2,'


def replace(path, old, new):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert text.count(old) == 1, f"{path} has changed: {old}"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new))


class NewerTree(Tree):
    """A copy of the sources, some versions on."""

    def __init__(self, folder):
        super().__init__(os.path.join(folder, "newer"))
        shutil.copytree(TOP, self.top, ignore=shutil.ignore_patterns(".git", "build*", "*.pyc"))
        replace(os.path.join(self.top, RECORD), STEP,
                STEP.replace("SET", "SET weight = weight + 1,"))
        self.go_on(MIGRATIONS[:1])

    def go_on(self, migrations):
        known = os.path.join(self.top, "data/meson.build")
        for sql in migrations:
            with open(known, encoding="utf-8") as file:
                last = [line for line in file if "'schema/state/" in line][-1]
            name = f"schema/state/{self.version + 1:04d}-trial.sql"
            with open(os.path.join(self.top, "data", name), "w", encoding="utf-8") as file:
                file.write(sql)
            replace(known, last, f"{last}  '{name}',\n")
        self.make(DAEMON, CTL, OPERATOR)


def serve_older(rig, tree, old, text):
    """Old desks at a newer server."""
    restart_on(rig, tree)
    old.wait_online()
    code, _, _ = work(rig, old, text)
    assert old.replaced == 1, "the old desk had to load everything again"
    assert "of the data" in journal(rig) and ": served" in journal(rig)
    weight, = read(rig, f"SELECT weight FROM incident WHERE code = '{code}'")[0]
    assert weight > 7, "the newer server wrote nothing that the old desk doesn't know"
    return code


def turn_away(rig, tree, old, window, code):
    """Three versions behind."""
    tree.go_on(MIGRATIONS[1:])
    restart_on(rig, tree)
    wait_for("told", lambda: old.status().get("turned_away") == "line.schema")
    window.see("This program is too old for the server")
    take_picture(window, "too-old")
    window.stop()
    incident = old.incident(code)["id"]
    for number in range(5):
        done(old.do("incident.comment", incident_id=incident, text=f"vẫn làm {number}"))
    old.stop()
    old.start()
    wait_for("told again", lambda: old.status().get("turned_away") == "line.schema")
    assert old.status()["pending"] == 5
    assert "waits for its own upgrade" in journal(rig)
    upgrade(old, tree)
    old.wait_settled()
    assert read(rig, "SELECT count(*) FROM incident_event WHERE text LIKE 'vẫn làm %'") == [(5,)]


def main():
    with Rig() as rig:
        tree = NewerTree(rig.folder)
        print(f"version {tree.version} is built beside {tree.version - 1}")
        rig.start()
        rig.load()
        a = rig.add_desk("Bàn 02 – Điều phối", "lan")
        b = rig.add_desk("Bàn 03 – Điều phối", "minh")
        work(rig, a, "Trước khi nâng cấp")
        code = serve_older(rig, tree, a, "Máy chủ đã mới, bàn này còn cũ")
        b.wait_online()
        b.wait_settled()
        wait_for("both old desks agree", lambda: same_tables(a, b))
        print("the old desk was served: told, taken, dispatched")

        upgrade(a, tree)
        a.wait_settled()
        wait_for("loaded anew", lambda: a.replaced == 2)
        fresh = rig.add_desk("Bàn 04 – Điều phối", "huong")
        upgrade(fresh, tree)
        fresh.wait_settled()
        wait_for("the upgraded desk has all", lambda: same_tables(a, fresh))
        work(rig, a, "Cả hai đều mới")
        wait_for("they agree", lambda: same_tables(a, fresh))
        print("upgraded: it has what it could not know")

        window = Desktop(rig, "Bàn 05 – Tổng đài 1022", "minh", language="en")
        window.start()
        window.see("Online", 60)
        turn_away(rig, tree, b, window, code)
        upgrade(a, tree)
        a.wait_settled()
        wait_for("all agree", lambda: same_tables(a, b))
        for desk in (a, b):
            assert desk.status()["attention"] == 0, desk.say("tray")
        print("three versions behind: told, worked on, sent all of it after its upgrade")


main()
