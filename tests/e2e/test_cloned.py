#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the disk of a desk is cloned and both copies run at once: each is told so, neither fights
for the line, and what was done at either arrives, once. Method: the real programs, on two copies of
one folder; tests/sync/test-cloned.c has what can happen in between.

  test_cloned.py"""
import os
import shutil
import sqlite3

from province_rig import Operator, Rig, wait_for

TEXT = "Ngập sâu hẻm 12 đường Trần Hưng Đạo"
TWICE = "line.replaced"


def done(answer):
    assert answer["ok"], answer


def clone(rig, desk):
    """Another on a copy of the folder of a desk that was stopped."""
    copy = Operator(rig, desk.name + "-clone", desk.account)
    shutil.copytree(desk.folder, copy.folder)
    rig.desks.append(copy)
    return copy


def ended_lines(rig, desk):
    with open(os.path.join(rig.folder, f"desk-{desk.name}.log"), encoding="utf-8",
              errors="replace") as file:
        return file.read().count("the line ends: " + TWICE)


def wait_told(rig, desk):
    wait_for(f"desk {desk.name} is told", lambda: desk.status().get("turned_away") == TWICE)
    assert ended_lines(rig, desk) == 1, ended_lines(rig, desk)


def count_comments(rig, text):
    with sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True) as db:
        return db.execute("SELECT count(*) FROM incident_event WHERE text = ?",
                          [text]).fetchone()[0]


def comment(desk, incident, text):
    done(desk.do("incident.comment", incident_id=incident, text=text))


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        first = rig.add_desk("Bàn 02 – Điều phối", "lan")
        watcher = rig.add_desk("Bàn 03 – Điều phối", "minh")
        report = rig.report(TEXT)
        found = wait_for("the report", lambda: first.say("report", report).get("incident"))
        rig.stop()
        comment(first, found, "trước khi sao chép")
        first.stop()
        second = clone(rig, first)
        for desk in (first, second):
            desk.start()
            desk.sign_in()
        comment(first, found, "ở máy cũ, mất mạng")
        comment(second, found, "ở máy mới, mất mạng")
        rig.start()
        # Whichever is there first is told as soon as the other is; that one once the first is back.
        told = wait_for("one of both is told", lambda: [
            desk for desk in (first, second) if desk.status().get("turned_away") == TWICE])[0]
        other = second if told is first else first
        other.wait_online()
        comment(told, found, "trong lúc bị ngắt")
        comment(other, found, "trong lúc có đường truyền")
        wait_told(rig, other)
        told.wait_settled()
        wait_for("the other has the line again", lambda: other.status()["pending"] == 0)
        texts = ["trước khi sao chép", "ở máy cũ, mất mạng", "ở máy mới, mất mạng",
                 "trong lúc bị ngắt", "trong lúc có đường truyền"]
        for text in texts:
            assert count_comments(rig, text) == 1, text
        for desk in (first, second):
            assert desk.status()["attention"] == 0, desk.say("tray")


main()
