#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a media host that stands beside its cameras, behind a connection that is too thin, thins
before it: sixteen cameras over 1 Mbit/s all show pictures of known age, the one that is looked at
moves, whoever that is, and nothing seems to stand still that comes seldom by agreement; sound has
its room beside pictures that move, and none else, which is said. Method: the real programs; a proxy
that lets 1 Mbit/s through and counts; tiles that read the strip burned into each picture; which
camera's tone is heard is measured.

  test_thin_media.py         sixteen over 1 Mbit/s
  test_thin_media.py whole   and a connection that is full, and one that becomes wide"""
import os
import sys
import time
from urllib.parse import urlsplit

for folder in ("media", "bench"):
    sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", folder))

from camera_rig import SUB, Cameras, age_s
from heard import Ear
from media_rig import ACCOUNT, RECORDER, SECRET, MediaHost, load_with_cameras, wait_ticket
from province_rig import WAIT_S, Rig, wait_for
from test_tiles import Player
from thin_line import ThinLine

SERVED = (*range(1, 15), 17, 18)
KBIT = 1000
STILLS, KEYS, SUB_STREAM, WHOLE = 1, 2, 3, 4
CHOSEN, OTHER = 0, 9  # tiles
LOOP_S = 6  # what cameras show repeats, and costs nothing then
WINDOW_S = 10


class Wall:
    """Tiles over one thin connection, however many ports there are behind it."""

    def __init__(self, desk, ids, kbit, ear):
        self.lines, self.kbit = {}, kbit
        tickets = [wait_ticket(desk, ids[number], "main" if i == CHOSEN else "sub")
                   for i, number in enumerate(SERVED)]
        addresses = [f"{ticket.secret}|{self.lead(ticket.address)}" for ticket in tickets]
        self.player = Player(*addresses, size=(320, 180), account=tickets[0].account,
                             fingerprint=tickets[0].fingerprint, env=ear.environment)
        for i in range(len(SERVED)):
            self.choose(i, "selected" if i == CHOSEN else "normal")

    def lead(self, address):
        """The same by way of the thin place."""
        port = urlsplit(address).port
        if port not in self.lines:
            beside = next(iter(self.lines.values()), None)
            self.lines[port] = ThinLine(port, self.kbit * 1000, 0.02, beside).__enter__()
        return address.replace(f":{port}/", f":{self.lines[port].port}/")

    def choose(self, tile, importance):
        self.player.say(f"importance {tile} {importance}")

    def down(self):
        return next(iter(self.lines.values())).down

    def sent(self, tile):
        return self.player.tiles.get(tile, {}).get("sent", 0)

    def gap_s(self, tile):
        return self.player.tiles.get(tile, {}).get("sent_gap_ms", 0) / 1000

    def connects(self):
        return [tile["connects"] for tile in self.player.figures["tiles"]]

    def wait_pictures(self, seconds=WAIT_S):
        def have_all():
            figures = self.player.figures
            return figures and all(tile["camera"] == SERVED[i]
                                   for i, tile in enumerate(figures["tiles"]))
        wait_for("a picture of each camera", have_all, seconds)

    def close(self):
        self.player.close()
        for line in self.lines.values():
            line.__exit__()


def check_ages(wall):
    """Each picture is of its camera, and no older than was agreed."""
    ages = []
    for i, tile in enumerate(wall.player.figures["tiles"]):
        age = age_s(SERVED[i], tile["frame"], SUB[2], tile["seen_us"], SUB[2] * LOOP_S)
        state = wall.player.tiles[i]["state"]
        assert tile["camera"] == SERVED[i] and state in ("live", "late"), (i, state, tile)
        assert -0.2 < age < 2.5, (i, age, tile)  # when it was shown
        # Figures are a second old at most, states are not.
        wait_for(f"a picture of tile {i} in time", lambda i=i: (
            time.time() - wall.player.figures["tiles"][i]["seen_us"] / 1e6 < wall.gap_s(i) + 3), 2)
        # The time that is said beside it is the picture's own.
        assert abs(tile["recorded_us"] / 1e6 - (tile["seen_us"] / 1e6 - age)) < 0.5, (age, tile)
        ages.append(age)
    print(f"pictures were {min(ages):.2f} to {max(ages):.2f} s old when they were shown; "
          f"{sum(wall.sent(i) < SUB_STREAM for i in range(len(SERVED)))} of {len(SERVED)} tiles "
          f"get stills or key frames, {sorted(wall.gap_s(i) for i in range(len(SERVED)))} s apart")


def check_moves(wall, tile):
    wait_for(f"tile {tile} moves", lambda: wall.sent(tile) >= SUB_STREAM and wall.gap_s(tile) == 0,
             20)
    wait_for(f"tile {tile} shows what moves", lambda: (
        wall.player.figures["tiles"][tile]["decoded_rate"] > 10))


class Meter:
    """What comes to the thin place, whether or not it gets through, and how long it waits there."""

    def __init__(self, wall):
        self.way = wall.down()
        self.begun, self.before, self.way.behind_s = time.monotonic(), self.way.bytes, 0.0

    def kbit(self):
        return (self.way.bytes - self.before) * 8 / 1000 / (time.monotonic() - self.begun)


def check_budget(wall):
    meter, seconds = Meter(wall), []
    while len(seconds) < WINDOW_S:
        second = Meter(wall)
        time.sleep(1)
        seconds.append(second.kbit())
    assert 100 < meter.kbit() <= KBIT, (meter.kbit(), seconds)
    print(f"{meter.kbit():.0f} of {KBIT} kbit/s were used over {WINDOW_S} s, "
          f"{max(seconds):.0f} in one second; nothing waited {meter.way.behind_s + 0.1:.1f} s")


def check_use(desk, wall, name):
    """What the host says that it sends, each second of a while, is what comes to the thin place."""
    def read():
        answer = desk.say("ask", "camera.health", "{}")
        assert answer["ok"], answer
        hosts = answer["value"]["hosts"]
        return hosts[0] if hosts and hosts[0][4] == len(SERVED) else None
    meter, told = Meter(wall), []
    while time.monotonic() - meter.begun < WINDOW_S:
        host = wait_for("what the host says of its connection", read)
        assert host[1] == name and host[3] == KBIT and 100 < host[2] <= KBIT and host[5] > 10, host
        told.append(host[2])
        time.sleep(0.5)
    mean = sum(told) / len(told)
    assert abs(mean - meter.kbit()) < 0.2 * KBIT, (meter.kbit(), told)
    print(f"the server knows: {min(told)} to {max(told)} of {KBIT} kbit/s, {host[5]} of {host[4]} "
          f"get less; {meter.kbit():.0f} kbit/s came to the thin place meanwhile")


def run(rig, host, wall):
    wall.wait_pictures()
    check_moves(wall, CHOSEN)
    time.sleep(3)  # what came first together has gone out
    wall.player.seen.clear()
    check_budget(wall)
    check_ages(wall)
    connects = wall.connects()
    wall.choose(CHOSEN, "normal")
    wall.choose(OTHER, "selected")
    check_moves(wall, OTHER)
    wait_for("the other one rests", lambda: wall.sent(CHOSEN) < SUB_STREAM)
    assert wall.connects() == connects, (wall.connects(), connects)
    print("another tile is chosen, and moves, without a connection more")
    faults = [one for one in wall.player.seen if one[0] in ("stalled", "offline", "denied")]
    assert not faults, faults


def run_heard(wall, ear):
    """The one that moves is heard, with all that it takes; one that doesn't move says why not."""
    before = wall.connects()
    wall.player.seen.clear()
    wall.player.say(f"hear {OTHER}")
    wall.player.wait_tile(OTHER, lambda said: said["sound"] == "heard")
    ear.wait_camera(SERVED[OTHER])
    time.sleep(3)
    check_budget(wall)
    assert ear.listen() == SERVED[OTHER]
    check_moves(wall, OTHER)
    wall.player.say(f"hear {CHOSEN}")
    wall.player.wait_tile(CHOSEN, lambda said: said["sound"] == "no-room")
    wait_for("nothing to be heard", lambda: ear.listen(1) is None)
    wall.choose(OTHER, "normal")
    wall.choose(CHOSEN, "selected")
    wall.player.wait_tile(CHOSEN, lambda said: said["sound"] == "heard")
    ear.wait_camera(SERVED[CHOSEN])
    check_budget(wall)
    wall.player.say("hear none")
    wall.choose(CHOSEN, "normal")
    wall.choose(OTHER, "selected")
    check_moves(wall, OTHER)
    assert wall.connects() == before, (wall.connects(), before)
    faults = [one for one in wall.player.seen if one[0] in ("stalled", "offline", "denied")]
    assert not faults, faults
    print("sound comes within the connection's width beside what moves, and else says why not")


def run_full(rig, host, desk, ids, ear):
    """There is room for some, who keep it; the others hear why there is none."""
    host.stop()
    host.set_kbit(64)
    host.start()
    wall = Wall(desk, ids, 10000, ear)
    wait_for("one for whom there is no room", lambda: any(
        one["cause"] == "full" for one in wall.player.tiles.values()))
    time.sleep(10)
    live = [i for i, one in wall.player.tiles.items() if one["state"] in ("live", "late")]
    assert CHOSEN in live and 1 < len(live) < len(SERVED), wall.player.tiles
    print(f"over 64 kbit/s {len(live)} tiles have stills, the others hear that it is full")
    wall.close()


def run_wide(rig, host, desk, ids, ear):
    """Who was thinned gets all once there is room."""
    host.stop()
    host.set_kbit(100000)
    host.start()
    wall = Wall(desk, ids, 100000, ear)
    wait_for("all whole", lambda: all(wall.sent(i) == WHOLE for i in range(len(SERVED))))
    print("over a wide connection all get what they asked for")
    wall.close()


def main():
    whole = "whole" in sys.argv[1:]
    with Cameras("-n", "24", "--loop", str(LOOP_S), "--account", ACCOUNT, "--password",
                 SECRET, "--sound", "pcma") as cameras, \
            Rig() as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
        for device in (RECORDER, "ngabay"):
            rig.ctl("camera", "set-password", device, text=SECRET + "\n")
        host.enrol(*SERVED, kbit=KBIT)
        host.start()
        ids = {number: desk.say("camera", number)["id"] for number in SERVED}
        wait_for("all live", lambda: all(desk.say("camera", number).get("condition") == "live"
                                         for number in SERVED), 60, 0.3)
        ear = Ear(rig.folder)
        wall = Wall(desk, ids, KBIT, ear)
        run(rig, host, wall)
        run_heard(wall, ear)
        check_use(desk, wall, host.name)
        wall.close()
        if whole:
            run_full(rig, host, desk, ids, ear)
            run_wide(rig, host, desk, ids, ear)


if __name__ == "__main__":
    main()
