#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a fault of a camera becomes an incident, once: of a camera that comes and goes, and of a
media host that is gone with all of its cameras; who reports it again is shown the one there is. And
a camera whose clock is wrong is told so. Method: the real programs, with a short time to report."""
import os
import time

from camera_rig import Cameras
from media_rig import RECORDER, MediaHost, load_with_cameras
from province_rig import Rig, wait_for
from test_media import count_log, wait_condition

SERVED = (1, 2, 3, 4, 5, 6)
FLAPS = 2
PASSWORD = "camera"
AFTER_S = 4
OFF_S = 90


def count(rig):
    return count_log(rig, "incident.report") - count.before


def report(desk, camera):
    return desk.say("ask", "camera.report-fault", f"{{'camera': <int64 {camera}>}}")


def check_flapping(rig, cameras, desk, ids):
    assert report(desk, ids[FLAPS])["refused"] == "camera.no-fault"
    assert report(desk, 123456)["refused"] == "camera.unknown"
    cameras.fault(FLAPS, "kill")
    wait_for("an incident of the camera", lambda: count(rig) == 1)
    answer = report(desk, ids[FLAPS])
    assert answer["ok"] and answer["value"]["existing"], answer
    cameras.fault(FLAPS, "none")
    wait_condition(desk, FLAPS, "live", 120)
    cameras.fault(FLAPS, "kill")
    wait_condition(desk, FLAPS, "offline", 120)
    assert report(desk, ids[FLAPS])["value"] == answer["value"]
    time.sleep(3 * AFTER_S)
    assert count(rig) == 1
    print("a camera that comes and goes is one incident")


def check_host(rig, host, desk):
    host.kill()
    found = wait_condition(desk, 3, "offline", 60)
    assert found["cause"] == "host", found
    wait_for("an incident of the host", lambda: count(rig) == 2)
    time.sleep(3 * AFTER_S)
    assert count(rig) == 2
    print(f"a host that is gone with {len(SERVED)} cameras is one incident")
    host.start()
    wait_condition(desk, 3, "live", 120)


def check_clock(rig, cameras, desk):
    """The device is the camera itself now, whose clock is wrong."""
    cameras.fault(1, "clock", f"+{OFF_S}")
    path = os.path.join(rig.folder, "devices.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("code,name,kind,vendor,address,account\nvithanh,Đầu ghi Vị Thanh,recorder,,"
                   f"http://127.0.0.1:{cameras.ready['http']}/1/onvif/device_service,camera\n")
    rig.ctl("import", "camera-devices", path)
    rig.ctl("camera", "set-password", RECORDER, text=PASSWORD + "\n")
    found = wait_condition(desk, 1, "clock", 120)
    assert abs(found["clock_offset_ms"] - OFF_S * 1000) < 3000, found
    print(f"a clock that is {OFF_S} s ahead is told: {found['clock_offset_ms']} ms")


def run(rig, cameras, host):
    desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
    rig.ctl("camera", "set-password", RECORDER, text=PASSWORD + "\n")
    host.enrol(*SERVED)
    host.start()
    ids = {number: desk.say("camera", number)["id"] for number in SERVED}
    for number in SERVED:
        wait_condition(desk, number, "live")
    count.before = count_log(rig, "incident.report")
    check_flapping(rig, cameras, desk, ids)
    check_host(rig, host, desk)
    check_clock(rig, cameras, desk)


def main():
    config = f"[cameras]\nreport-after-seconds = {AFTER_S}\n"
    with Cameras("-n", "24", "--account", "camera", "--password", PASSWORD) as cameras, \
            Rig(config) as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        run(rig, cameras, host)


if __name__ == "__main__":
    main()
