#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wall: 16 and 36 tiles of 640×360 at 15 pictures a second in a window of 1920×1080, beside the
same streams decoded by GStreamer and thrown away, in one run, in turns. What is shown is counted by
pictures told apart when they were painted; how old they are, by when the camera took them. Keys are
pressed while 36 play. Nine cameras of 720p are played as a grid of nine plays them: by their sub
streams."""
import os
import statistics
import subprocess
import sys
import time

from wall_rig import BENCH, FPS, LOOP_S, Program, open_wall, run_on_screen
from camera_rig import Cameras

TURNS, SETTLE_S, SECONDS = 2, 6, 15
KEYS, KEY_MS = 60, 90


def figure(name, value, unit):
    print(f"figure {name} {value:.2f} {unit}", flush=True)


def measure_peer(addresses):
    """Milliseconds of a processor for each second."""
    with Program(os.path.join(BENCH, "wall-peer"), *addresses) as peer:
        time.sleep(SETTLE_S)
        peer.ask("")
        began = time.monotonic()
        time.sleep(SECONDS)
        told = peer.ask("")
        return told["cpu_ms"] / (time.monotonic() - began), told["pictures"]


def measure_wall(addresses, keys=False):
    with open_wall(len(addresses), addresses) as wall:
        time.sleep(SETTLE_S)
        wall.say("begin")
        began = time.monotonic()
        if keys:
            subprocess.run(["xdotool", "key", "--repeat", str(KEYS), "--delay", str(KEY_MS),
                            "Right"], check=True)
        time.sleep(max(0, began + SECONDS - time.monotonic()))
        told = wall.ask("figures")
        told["seconds"] = time.monotonic() - began
        told["cpu"] = told["cpu_ms"] / told["seconds"]
        told["memory_mb"] = wall.memory_mb()
        # A loop's pictures come again after it.
        assert told["seconds"] <= LOOP_S
        told["due"] = len(addresses) * FPS * told["seconds"]
        return told


def compare(cameras, n):
    addresses = [cameras.url(1 + i, "sub") for i in range(n)]
    peers, walls = [], []
    for _ in range(TURNS):
        peers.append(measure_peer(addresses)[0])
        walls.append(measure_wall(addresses))
    figure(f"wall-{n}-peer", statistics.median(peers), "ms of a processor a second")
    figure(f"wall-{n}-cpu", statistics.median(told["cpu"] for told in walls),
           "ms of a processor a second")
    figure(f"wall-{n}-ratio", statistics.median(told["cpu"] for told in walls) /
           statistics.median(peers), "times the peer's")
    figure(f"wall-{n}-shown", 100 * min(told["painted"] / told["due"] for told in walls), "%")
    figure(f"wall-{n}-live", min(told["live"] for told in walls), "tiles")
    figure(f"wall-{n}-latency", max(told["age_ms"]["p95"] for told in walls), "ms")
    return walls


def inside():
    with Cameras("--cameras", "36", "--loop", str(LOOP_S), "--open") as cameras:
        cameras.say("prepare all sub")
        walls = compare(cameras, 16)
        figure("wall-memory", max(told["memory_mb"] for told in walls), "MB")
        figure("wall-latency", max(told["age_ms"]["p95"] for told in walls), "ms")
        compare(cameras, 36)
        told = measure_wall([cameras.url(1 + i, "sub") for i in range(36)], keys=True)
        assert told["key_ms"]["count"] >= KEYS, told["key_ms"]
        figure("wall-36-key", told["key_ms"]["p95"], "ms")
        figure("wall-36-frame", told["frame_ms"]["p95"], "ms of the main loop's processor")
        told = measure_wall([cameras.url(1 + i, "sub") for i in range(9)])
        figure("wall-nine", told["cpu"] / 1000, "processors")
        figure("wall-nine-shown", 100 * told["painted"] / told["due"], "%")


def main():
    if sys.argv[1:2] == ["inside"]:
        inside()
        return
    run_on_screen(os.path.abspath(__file__))


main()
