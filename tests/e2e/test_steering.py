#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a person at a desk moves a camera by way of the server and its media host, one person at a
time; it stops when the hand lets go, when nobody renews the movement and when the desk is gone; who
steered is on record; and what can't be is refused with the reason. Method: the real programs; where
the fake camera looks is asked of itself, by ONVIF."""
import subprocess
import time
import xml.etree.ElementTree as xml

from camera_rig import Cameras
from media_rig import RECORDER, MediaHost, load_with_cameras
from province_rig import Rig, wait_for
from test_media import wait_condition

FIXED, TURNS = 1, 8
PASSWORD = "camera"
PROFILE = f"<ProfileToken>{TURNS}-main</ProfileToken>"
ENVELOPE = ('<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>'
            '<m:{action} xmlns:m="http://www.onvif.org/ver20/ptz/wsdl" '
            'xmlns="http://www.onvif.org/ver20/ptz/wsdl">{inside}</m:{action}></s:Body>'
            '</s:Envelope>')


def onvif(cameras, action, inside=""):
    """Of the camera itself, past server and host."""
    answer = subprocess.run(
        ["curl", "-s", "--max-time", "20", "--digest", "-u", f"camera:{PASSWORD}",
         "-H", "Content-Type: application/soap+xml",
         "-d", ENVELOPE.format(action=action, inside=PROFILE + inside),
         f"http://127.0.0.1:{cameras.ready['http']}/{TURNS}/onvif/device_service"],
        check=True, capture_output=True).stdout
    return xml.fromstring(answer)


def look(cameras):
    """(pan, tilt, zoom, whether it moves)"""
    found = onvif(cameras, "GetStatus")
    place, zoom = found.find(".//{*}Position/{*}PanTilt"), found.find(".//{*}Position/{*}Zoom")
    return (float(place.get("x")), float(place.get("y")), float(zoom.get("x")),
            found.find(".//{*}MoveStatus/{*}PanTilt").text == "MOVING")


def steer(desk, camera, what, **more):
    kinds = {bool: lambda value: f"<{str(value).lower()}>", int: lambda value: f"<int32 {value}>",
             str: lambda value: f"<'{value}'>"}
    extra = "".join(f", '{key}': {kinds[type(value)](value)}" for key, value in more.items())
    return desk.say("ask", "camera.steer",
                    f"{{'camera': <int64 {camera}>, 'what': <'{what}'>{extra}}}")


def move(desk, camera, pan=0, tilt=0, zoom=0, **more):
    return steer(desk, camera, "move", pan=pan, tilt=tilt, zoom=zoom, **more)


def hold(desk, camera, seconds, **speed):
    """As a held key does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = move(desk, camera, **speed)
        assert answer["ok"] and answer["value"]["own"], answer
        time.sleep(0.15)


def wait_still(cameras, seconds):
    begun = time.monotonic()
    wait_for("the camera stands still", lambda: not look(cameras)[3], seconds)
    place = look(cameras)
    time.sleep(0.6)
    assert look(cameras)[:3] == place[:3], (place, look(cameras))
    return time.monotonic() - begun - 0.6


def check_moves(cameras, desk, camera):
    answer = steer(desk, camera, "look")
    assert answer["ok"] and not answer["value"]["staff"] and not answer["value"]["own"], answer
    # Its device is found first, which takes as long as it takes.
    answer = steer(desk, camera, "presets")
    assert answer["ok"] and answer["value"]["presets"] == [], answer
    before = look(cameras)
    hold(desk, camera, 1.0, pan=500, tilt=250)
    after = look(cameras)
    assert after[3] and after[0] > before[0] + 0.1 and after[1] > before[1] + 0.05, (before, after)
    print(f"it stands still {wait_still(cameras, 5):.1f} s after nobody renewed the movement")
    hold(desk, camera, 0.5, zoom=1000)
    assert look(cameras)[2] > 0.05
    answer = steer(desk, camera, "stop")
    assert answer["ok"], answer
    took = wait_still(cameras, 2)
    assert took < 0.5, took
    print(f"and {took:.1f} s after the hand let go")
    onvif(cameras, "SetPreset", "<PresetName>Cầu</PresetName>")
    hold(desk, camera, 0.8, pan=-900)
    steer(desk, camera, "stop")
    away = look(cameras)
    presets = steer(desk, camera, "presets")["value"]["presets"]
    assert [name for _, name in presets] == ["Cầu"], presets
    answer = steer(desk, camera, "preset", preset=presets[0][0])
    assert answer["ok"], answer
    wait_for("it is back at the preset", lambda: look(cameras)[0] > away[0] + 0.1)
    answer = steer(desk, camera, "preset", preset="no-such")
    assert answer["refused"] == "camera.ptz-fault", answer


def check_lease(cameras, first, second, chief, camera, name):
    answer = steer(second, camera, "look")["value"]
    assert answer["name"] == name and not answer["own"], answer
    answer = move(second, camera, pan=500)
    assert answer["refused"] == "camera.steered" and name in answer["args"], answer
    assert move(second, camera, pan=500, over=True)["refused"] == "people.not-allowed"
    # A stop of who doesn't have it does nothing.
    move(first, camera, pan=300)
    assert steer(second, camera, "stop")["ok"] and look(cameras)[3]
    answer = steer(chief, camera, "keep", over=True)
    assert answer["ok"] and answer["value"]["own"], answer
    assert move(first, camera, pan=500)["refused"] == "camera.steered"
    assert steer(chief, camera, "let-go")["ok"]
    answer = move(second, camera, pan=-200)
    assert answer["ok"], answer
    assert steer(second, camera, "let-go")["ok"]
    wait_still(cameras, 2)
    print("it is one person's at a time; who may take it over does")


def check_desk_gone(cameras, first, second, camera):
    hold(first, camera, 0.5, tilt=-400)
    first.kill()
    took = wait_still(cameras, 5)
    assert move(second, camera, pan=100)["ok"]
    steer(second, camera, "let-go")
    print(f"a desk that is gone holds nothing: still after {took:.1f} s")


def check_refusals(rig, desk, camera, fixed):
    assert move(desk, fixed, pan=100)["ok"]  # the answer comes with the next
    answer = wait_for("a fixed one says so", lambda: (
        lambda found: found if not found["ok"] else None)(move(desk, fixed, pan=100)))
    assert answer["refused"] == "camera.no-ptz", answer
    assert steer(desk, fixed, "presets")["refused"] == "camera.no-ptz"
    assert steer(desk, 123456, "look")["refused"] == "camera.unknown"
    assert steer(desk, camera, "dance")["refused"] == "question.form"
    assert move(desk, camera, pan=1001)["refused"] == "question.form"
    answer = desk.say("ask", "media.steered", "{'number': <int64 1>, 'cause': <''>}")
    assert answer["ok"], answer
    rig.ctl("camera", "set-password", RECORDER, text="wrong\n")
    wait_for("it is denied", lambda: (
        steer(desk, camera, "presets").get("refused") == "camera.ptz-denied"))
    print("what can't be is refused with the reason")


def check_views(rig):
    uses = [line.split("\t") for line in rig.ctl("camera", "views", "--camera",
                                                 str(TURNS)).splitlines()]
    steered = [use for line in uses for use in ("steer", "take-over") if use in line]
    assert steered.count("take-over") == 1 and steered.count("steer") == 4, uses
    print("who steered it is on record, once for each time")


def run(rig, cameras, host):
    first = rig.add_desk("Bàn 02 – Điều phối", "lan")
    second = rig.add_desk("Bàn 03 – Điều phối", "minh")
    chief = rig.add_desk("Bàn 01 – Trưởng ca", "truongca")
    rig.ctl("camera", "set-password", RECORDER, text=PASSWORD + "\n")
    host.enrol(FIXED, TURNS)
    host.start()
    ids = {number: first.say("camera", number)["id"] for number in (FIXED, TURNS)}
    for number in ids:
        wait_condition(first, number, "live")
    check_moves(cameras, first, ids[TURNS])
    check_lease(cameras, first, second, chief, ids[TURNS], "Lê Thị Ngọc Lan")
    check_desk_gone(cameras, first, second, ids[TURNS])
    check_views(rig)
    check_refusals(rig, second, ids[TURNS], ids[FIXED])


def main():
    with Cameras("-n", "24", "--account", "camera", "--password", PASSWORD) as cameras, \
            Rig() as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        run(rig, cameras, host)


if __name__ == "__main__":
    main()
