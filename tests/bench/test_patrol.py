#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a wall that patrols 64 cameras on 16 tiles for eight hours, each turn 20 s, needs no more
memory, threads or descriptors at the end than after its first hours. Method: the real tiles and
decoders in a window; a turn is over as soon as all have a picture. --hours N: fewer of them."""
import os
import sys
import time

from wall_rig import LOOP_S, open_wall, run_on_screen
from camera_rig import Cameras

CAMERAS, TILES, TURN_S, HOURS = 64, 16, 20, 8
WARM = 2  # hours in which all that is kept has been made
# What a heap does by itself.
MEMORY_GROWTH = 1.06
LOOK_TURNS = 10


def patrol(wall, turns):
    """The least memory of an hour: a machine that has much else to do holds more pictures at once,
    for minutes, and what grows grows in the least as well."""
    least = float("inf")
    for turn in range(turns):
        wall.say("turn")
        wall.wait_ready()
        if turn % LOOK_TURNS == 0:
            least = min(least, wall.made_mb())
    return least


def measure(wall, least):
    """At rest: whoever says goodbye has gone."""
    time.sleep(8)
    told = wall.ask("figures")
    figures = (min(least, wall.made_mb()), wall.count("task"), wall.count("fd"),
               wall.memory_mb())
    wall.say("begin")
    return told["live"], *figures


def inside(hours):
    with Cameras("--cameras", str(CAMERAS), "--loop", str(LOOP_S), "--open") as cameras:
        cameras.say("prepare all sub")
        rows = []
        with open_wall(TILES, [cameras.url(1 + i, "sub") for i in range(CAMERAS)]) as wall:
            for hour in range(1, hours + 1):
                rows.append(measure(wall, patrol(wall, 3600 // TURN_S)))
                print("hour %d: %d tiles live, %.1f MB made, %d threads, %d descriptors; "
                      "%.1f MB with files" % (hour, *rows[-1]), flush=True)
    early, late = rows[:WARM], rows[WARM:]
    assert all(row[0] == TILES for row in rows), rows
    if late:
        assert max(row[1] for row in late) <= MEMORY_GROWTH * max(row[1] for row in early), rows
        for i in (2, 3):
            assert max(row[i] for row in late) <= max(row[i] for row in early), rows


def main():
    if sys.argv[1:2] == ["inside"]:
        inside(int(os.environ.get("TC_PATROL_HOURS", HOURS)))
        return
    if sys.argv[1:2] == ["--hours"]:
        os.environ["TC_PATROL_HOURS"] = sys.argv[2]
    run_on_screen(os.path.abspath(__file__))


main()
