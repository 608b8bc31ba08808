#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: what a camera's recorder holds is told and played at a desk, to the picture, though nothing
of it was recorded here: by ONVIF (profile G), and by the address of a vendor where that is all
there is; what can't be had says why. Method: the real programs; the strip that a fake camera burns
into each picture says which it is and when it was taken, and is read from what a tile shows.

  test_recorder.py          by ONVIF
  test_recorder.py vendor   by a vendor's address
  test_recorder.py clock    by ONVIF, of a recorder whose clock is off, and is put right meanwhile
  test_recorder.py desk     by the real window, on a screen"""
import contextlib
import csv
import datetime
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "media"))

from camera_rig import MAIN, Cameras, age_s
from desktop_rig import Desktop
from media_rig import (ACCOUNT, RECORDER, SECRET, MediaHost, Ticket, ask_ticket, load_with_cameras)
from province_rig import Rig, wait_for
from test_media import play

CAMERA, OTHER, UNSERVED = 1, 3, 5
US = 1_000_000
HOUR = 3600 * US
FPS = MAIN[2]
FRAME_US = US // FPS
TRIES = 8
# A clock is told in whole seconds.
OFF_US = 2 * US
# It is looked at again after half a minute, and what was found then is kept for half a minute.
KEPT_S = 61


def ask_recorder(desk, camera, from_us, until_us):
    return desk.say("ask", "camera.recorder",
                    f"{{'camera': <int64 {camera}>, 'from_us': <int64 {from_us}>,"
                    f" 'until_us': <int64 {until_us}>}}")


def wait_told(desk, camera, now_us):
    """As soon as the host is there."""
    return wait_for("what the recorder holds", lambda: (
        lambda answer: answer if answer["ok"] else None)(
            ask_recorder(desk, camera, now_us - 3 * HOUR, now_us)))["value"]


def check_told(desk, camera, began_us, now_us):
    """All of a day before the start but half an hour, and nothing before that."""
    value = wait_told(desk, camera, now_us)
    assert value["told"], value
    (first, gap), (after, last) = value["spans"]
    assert first == now_us - 3 * HOUR and now_us - 2 * US < last <= now_us, value
    for told, meant in ((gap, began_us - 2 * HOUR), (after, began_us - HOUR * 3 // 2)):
        assert abs(told - meant) < 3 * US, (told - meant, value)
    answer = ask_recorder(desk, camera, began_us - 50 * HOUR, began_us - 30 * HOUR)
    assert answer["ok"] and not answer["value"]["spans"], answer
    print("what the recorder holds is told, with its gap")
    return gap


def check_asked(rig, desk, ids):
    """Who asks for what can't be."""
    now_us = int(time.time() * US)
    for camera, from_us, until_us, code in (
            (ids[CAMERA], now_us, now_us, "question.form"),
            (ids[CAMERA], now_us - 27 * HOUR, now_us, "question.form"),
            (123456, now_us - HOUR, now_us, "camera.unknown"),
            (ids[UNSERVED], now_us - HOUR, now_us, "camera.no-host")):
        answer = ask_recorder(desk, camera, from_us, until_us)
        assert answer["refused"] == code, (code, answer)
    other = rig.add_desk("Bàn 05 – Tổng đài 1022", "trang")
    answer = ask_recorder(other, ids[CAMERA], now_us - HOUR, now_us)
    assert answer["refused"] == "people.not-allowed", answer
    print("what nobody may have is refused")


def wait_recorder_ticket(desk, camera, at_us):
    """As soon as its worker is there."""
    return Ticket(wait_for("a ticket", lambda: (lambda answer: answer if answer["ok"] else None)(
        ask_ticket(desk, camera, "main", "recorder", from_us=at_us))))


def check_played(desk, number, camera, at_us, early_us, told_us, late_us=FRAME_US):
    """The first picture that is shown is the one of that moment, and those that follow go on from
    it; what stands beside each is its own time, as far as the recorder says it. A player that was
    too slow to see the first that there was is asked again."""
    for _ in range(TRIES):
        player = play(wait_recorder_ticket(desk, camera, at_us))
        tile = player.wait_figures(lambda tile: tile["first_us"], 60)
        assert tile["camera"] == number, tile
        taken_us = at_us - US * age_s(number, tile["first_frame"], FPS, at_us)
        if taken_us - at_us <= late_us:
            break
        player.close()
        print(f"a player saw the first picture {(taken_us - at_us) / 1000:.0f} ms late: once more")
    print(f"what was {(time.time() * US - at_us) / HOUR:.2f} h ago is shown: the first picture was"
          f" taken {(taken_us - at_us) / 1000:.0f} ms from it, and says"
          f" {(tile['first_us'] - at_us) / 1000:.0f} ms")
    assert -early_us <= taken_us - at_us <= late_us, (at_us, taken_us, tile)
    assert abs(tile["first_us"] - taken_us) <= told_us, (taken_us, tile)
    player.wait_figures(lambda tile: tile["recorded_us"] > at_us + 3 * US, 60)
    player.close()


def check_unwritten(host):
    found = subprocess.run(["find", host.folder, "-name", "*.mkv"], stdout=subprocess.PIPE,
                           text=True, check=True).stdout
    assert not found, found


def check_views(rig):
    views = [line.split("\t") for line in
             rig.ctl("camera", "views", "--camera", str(CAMERA)).splitlines()]
    assert any("recorder" in view for view in views), views
    print("it is on record who looked")


def check_tickets(desk, camera, at_us):
    for more in ({"from_us": 0}, {"from_us": at_us, "rate_milli": 8001}):
        assert ask_ticket(desk, camera, "main", "recorder", **more)["refused"] == "question.form"
    live = Ticket(ask_ticket(desk, camera, "main"))
    good = Ticket(ask_ticket(desk, camera, "main", "recorder", from_us=at_us))
    assert good.address.endswith(f"/recorder/{camera}/main"), good.address
    for ticket, address in ((live, good.address), (good, live.address)):
        player = play(ticket, address=address)
        player.wait_state(["denied"], 20)
        player.close()
    print("a ticket opens nothing else")


def check_causes(rig, cameras, desk, camera):
    """A wrong account, and nobody there, each in its own word."""
    now_us = int(time.time() * US)

    def refused(code):
        wait_for(code, lambda: ask_recorder(desk, camera, now_us - HOUR, now_us).get("refused")
                 == code)
        print(f"it is told: {code}")

    rig.ctl("camera", "set-password", RECORDER, text="sai\n")
    refused("camera.recorder-denied")
    cameras.process.terminate()
    cameras.process.wait()
    rig.ctl("camera", "set-password", RECORDER, text=SECRET + "\n")
    refused("camera.recorder-away")


def begin(rig, host):
    desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
    rig.ctl("camera", "set-password", RECORDER, text=SECRET + "\n")
    host.enrol(CAMERA, OTHER)
    host.start()
    return desk, {number: wait_for("a camera", lambda number=number: desk.say(
        "camera", number).get("id")) for number in (CAMERA, OTHER, UNSERVED)}


def by_onvif(rig, host, cameras, began_us):
    desk, ids = begin(rig, host)
    gap = check_told(desk, ids[CAMERA], began_us, int(time.time() * US))
    check_asked(rig, desk, ids)
    at_us = gap - HOUR // 2 + 123_456
    for number in (CAMERA, OTHER):
        check_played(desk, number, ids[number], at_us, 2 * FRAME_US, 1000)
    # Going elsewhere is asking anew.
    check_played(desk, CAMERA, ids[CAMERA], at_us - 9 * HOUR, 2 * FRAME_US, 1000)
    check_unwritten(host)
    check_views(rig)
    check_tickets(desk, ids[CAMERA], at_us)
    check_causes(rig, cameras, desk, ids[CAMERA])


def by_vendor(rig, host, cameras, began_us):
    desk, ids = begin(rig, host)
    now_us = int(time.time() * US)
    value = wait_told(desk, ids[CAMERA], now_us)
    assert not value["told"] and not value["spans"], value
    print("a recorder that can't say what it holds can be tried")
    at_us = now_us - HOUR + 123_456
    for number in (CAMERA, OTHER):
        # Its addresses have whole seconds: what comes before is passed over.
        check_played(desk, number, ids[number], at_us, 2 * FRAME_US, 2 * FRAME_US)


def set_clocks(cameras, off_s):
    """Of the recorder, whose channels the cameras are."""
    for number in range(1, 5):
        cameras.fault(number, *(["clock", str(off_s)] if off_s else ["none"]))


def by_clock(rig, host, cameras, began_us):
    """What is told and played is of the time meant, whatever the recorder's clock says: minutes
    ahead, hours behind, and right again."""
    desk, ids = begin(rig, host)
    for n, off_s in enumerate((437, -7300, 0)):
        set_clocks(cameras, off_s)
        print(f"the recorder's clock is off by {off_s} s")
        if n:
            time.sleep(KEPT_S)
        wait_clock(desk, ids[CAMERA], began_us)
        gap = check_told(desk, ids[CAMERA], began_us, int(time.time() * US))
        check_played(desk, CAMERA, ids[CAMERA], gap - HOUR // 2 + 123_456, OFF_US, OFF_US,
                     OFF_US)


def wait_clock(desk, camera, began_us):
    def told():
        now_us = int(time.time() * US)
        answer = ask_recorder(desk, camera, now_us - 3 * HOUR, now_us)
        spans = answer["value"]["spans"] if answer["ok"] else []
        return len(spans) == 2 and abs(spans[0][1] - (began_us - 2 * HOUR)) < 3 * US

    wait_for("the recorder's times are true", told)


def wait_standing(desktop, at_us, within_s=60):
    """Until the tile's picture is of then or soon after by what it says in the province's zone."""
    def look():
        for name in desktop.ask("names"):
            told = re.fullmatch(rf"Camera {CAMERA}, .* REPLAY\. (.*)", name)
            with contextlib.suppress(ValueError):
                taken = datetime.datetime.strptime(
                    f"{told[1] if told else ''} +0700", "%H:%M:%S, %d/%m/%Y %z").timestamp()
                if 0 <= taken - at_us // US < within_s:
                    return told[1]
        return None

    return wait_for("a picture of that moment", look)


def by_window(rig, host, cameras, began_us):
    """Nothing is recorded here: whoever looks at what was is shown what the recorder has."""
    begin(rig, host)
    desktop = Desktop(rig, "Bàn 01 – Trưởng ca", "truongca", language="en")
    desktop.start()
    try:
        desktop.activate("panel", "'cameras'")
        desktop.activate("camera-number", f"'{CAMERA}'")
        desktop.activate("replay-instant")
        desktop.see(f"From the recorder: camera {CAMERA}, ")
        desktop.see("Played from the recorder. Outlined: what it holds; filled: recorded here")
        at_us = int(time.time() * US) - HOUR
        desktop.activate("replay-seek", f"int64 {at_us}")
        print(f"the window shows what was an hour ago: {wait_standing(desktop, at_us)}")
        views = [line.split("\t") for line in
                 rig.ctl("camera", "views", "--camera", str(CAMERA)).splitlines()]
        assert any("recorder" in view and view[1] == desktop.account for view in views), views
    finally:
        desktop.stop()


def set_vendor(rig, vendor):
    """Of the recorder, as an office writes it into its file; one that nobody knows is refused."""
    path = os.path.join(rig.folder, "province/camera-devices.csv")
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def write(code):
        with open(path, "w", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows([dict(row, vendor=code) for row in rows])

    write("acme")
    done = rig.ctl_done("province", "load", os.path.dirname(path))
    assert done.returncode != 0 and '"acme" is none of' in done.stderr, done
    write(vendor)
    rig.ctl("province", "load", os.path.dirname(path))
    print("a vendor whose way of playing isn't known is refused at import")


def main():
    vendor, window = sys.argv[1:] == ["vendor"], sys.argv[1:] == ["desk"]
    clock = sys.argv[1:] == ["clock"]
    began_us = int(time.time() * US)
    with Cameras("-n", "4", "--account", ACCOUNT, "--password", SECRET,
                 *(["--no-search"] if vendor else [])) as cameras, \
            Rig() as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        if vendor:
            set_vendor(rig, "hikvision")
        way = by_vendor if vendor else by_window if window else by_clock if clock else by_onvif
        way(rig, host, cameras, began_us)


if __name__ == "__main__":
    main()
