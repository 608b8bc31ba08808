#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: what a day at the operations centre is like for those who sit there: how often it rings,
how long people wait, whether anything is lost; for DESK.md, "Alarms". Method: the real server and,
in day-room, the desks of client with people simulated at them (day.h), over a clock that goes from
event to event. Prints its figures as benchmarks do.

  test_day.py day|storm|hour [SEED]"""
import datetime
import os
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))

from desktop_rig import Desktop, find_locale, replica_of  # noqa: E402
from province_rig import BUILD, PASSWORD, TOP, Rig, wait_for  # noqa: E402

ZONE = datetime.timezone(datetime.timedelta(hours=7))
# What an office would call an ordinary weekday.
START = datetime.datetime(2026, 11, 25, 6, 0, tzinfo=ZONE)
DESKS = ("Bàn 01 – Trưởng ca", "Bàn 02 – Điều phối", "Bàn 03 – Điều phối", "Bàn 04 – Điều phối",
         "Bàn 05 – Tổng đài 1022")
# A shift is four who handle incidents and one who takes calls, as roster.csv has them.
CREWS = (("truongca", "lan", "minh", "huong", "trang"), ("truongca2", "thao", "dang", "phuong",
                                                         "tuyen"),
         ("phoca", "phoca2", "khang", "yen", "nhu"))
# reports, minutes; of all contacts so many call: Quảng Nam's 1022 in September 2024, 316 of 1,382.
PLANS = {"day": (400, 24 * 60), "hour": (25, 60), "storm": (300, 60)}
STORM_PLACES = 40
CLOCK = os.path.join(BUILD, "tests/day/libday-clock.so")
CALLS_PERCENT = 23


def micros(time):
    return int(time.timestamp() * 1e6)


def set_clock(folder, time):
    path = os.path.join(folder, "clock")
    with open(path, "wb") as file:
        file.write(micros(time).to_bytes(8, sys.byteorder))
    return path


def write_plan(rig, name, seed, codes):
    reports, minutes = PLANS[name]
    path = os.path.join(rig.folder, "day.ini")
    crews = "".join(f"crew{number}={';'.join(crew)};\n" for number, crew in enumerate(CREWS))
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"[day]\nseed={seed}\nstart_us={micros(START)}\nminutes={minutes}\n"
                   f"reports={reports}\ncalls_percent={CALLS_PERCENT}\nfolder={rig.folder}\n"
                   f"url={rig.url}\nopen311={rig.open311}\nkey={rig.key}\nsocket={rig.socket}\n"
                   f"province={TOP}/data/province/haugiang\n"
                   f"{f'[storm]{chr(10)}places={STORM_PLACES}{chr(10)}' if name == 'storm' else ''}"
                   f"[seats]\npassword={PASSWORD}\ncodes={';'.join(codes)};\n{crews}")
    return path


def play(name, seed):
    with Rig() as rig:
        os.environ["TC_DAY_CLOCK"] = set_clock(rig.folder, START - datetime.timedelta(hours=1))
        os.environ["LD_PRELOAD"] = CLOCK
        rig.start()
        rig.load()
        for account in {account for crew in CREWS for account in crew}:
            rig.ctl("account", "set-password", account, text=PASSWORD + "\n")
        codes = [rig.ctl("desk", "invite", desk).split()[-1] for desk in DESKS]
        plan = write_plan(rig, name, seed, codes)
        del os.environ["LD_PRELOAD"]
        done = subprocess.run([os.path.join(BUILD, "tests/day/day-room"), plan], text=True,
                              stdout=subprocess.PIPE,
                              env=dict(os.environ, LANGUAGE="vi", LC_ALL=find_locale(),
                                       TC_LOCALE_DIR=os.path.join(BUILD, "po")))
        print(done.stdout)
        assert done.returncode == 0, f"day-room ended with {done.returncode}"
        figures = dict(line.split()[1:3] for line in done.stdout.splitlines()
                       if line.startswith("figure "))
        check(name, figures)
        if name == "storm":
            print_report(rig)


def print_report(rig):
    """What was told upwards, on paper, at the desk of whoever has to sign it."""
    path = os.path.join(os.environ.get("TC_PICTURES", rig.folder), "quick-report.pdf")
    os.environ["LD_PRELOAD"] = CLOCK
    desk = Desktop(rig, "Bàn 07 – Lãnh đạo Trung tâm", "giamdoc")
    desk.start()
    del os.environ["LD_PRELOAD"]
    desk.activate("panel", "'events'")
    desk.see("Bão số 9 vào Hậu Giang")
    with sqlite3.connect(f"file:{replica_of(desk)}?mode=ro", uri=True) as db:
        report, = wait_for("the quick report",
                           lambda: db.execute("SELECT id FROM quick_report").fetchone())
    desk.activate("event-show-report", f"int64 {report}")
    desk.activate("event-print-to", f"'{path}'")
    wait_for("the paper", lambda: is_whole(path))
    desk.stop()
    print(f"the quick report is a PDF of {os.path.getsize(path)} bytes")


def is_whole(path):
    if not os.path.exists(path):
        return False
    with open(path, "rb") as file:
        paper = file.read()
    return paper.startswith(b"%PDF") and paper.rstrip().endswith(b"%%EOF")


def check(name, figures):
    """What must hold whatever the chance: nothing is lost, nothing fails. Speed is only printed."""
    # A call that somebody is listening to when it ends isn't written down yet.
    assert 0 <= int(figures["calls-in-hand"]) <= len(DESKS), figures["calls-in-hand"]
    assert int(figures["refused"]) == 0
    assert int(figures["dispatched"]) > 0
    if name == "storm":
        assert int(figures["event-members"]) > STORM_PLACES


if __name__ == "__main__":
    play(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
