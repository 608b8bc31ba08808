#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the timeline of a recording tells when something moved and when nothing did. Method: the
real programs: a fake camera whose scene moves, stands still and moves again by command, a media
host that records it, and a desk that asks what there is."""
import os
import time

from camera_rig import Cameras
from media_rig import ACCOUNT, RECORDER, SECRET, MediaHost, load_with_cameras, wait_ticket
from province_rig import Rig, wait_for

US = 1_000_000
# Three segments of ten seconds, one of which is of nothing else.
PHASE_S = 32
# What is encoded when it changes comes with the next key frame.
SLACK_US = 3 * US


def ask(desk, camera, from_us, until_us):
    answer = desk.say("ask", "camera.timeline", f"{{'camera': <int64 {camera}>, "
                      f"'from_us': <int64 {from_us}>, 'until_us': <int64 {until_us}>}}")
    assert answer["ok"], answer
    return answer["value"]["motion"]


def list_phase(motion, begin_us, end_us):
    """Shares of what is wholly of that phase."""
    return [share for from_us, until_us, share in motion
            if from_us > begin_us + SLACK_US and until_us < end_us - SLACK_US / 3]


def run(rig, cameras, host):
    folder = os.path.join(rig.folder, "recordings")
    desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
    rig.ctl("camera", "set-password", RECORDER, text=SECRET + "\n")
    host.enrol(1)
    with open(os.path.join(rig.folder, "media.ini"), "a", encoding="utf-8") as file:
        file.write(f"[recordings]\nfolder = {folder}\n")
    cameras.fault(1, "freeze")
    host.start()
    camera = desk.say("camera", 1)["id"]
    wait_ticket(desk, camera)
    wait_for("something is recorded", lambda: os.path.isdir(os.path.join(folder, str(camera))))
    marks = [int(time.time() * US)]
    for fault in ("none", "freeze"):
        time.sleep(PHASE_S)
        marks.append(int(time.time() * US))
        cameras.fault(1, fault)
    time.sleep(PHASE_S)
    marks.append(int(time.time() * US))
    phases = wait_for("segments of each", lambda: (
        lambda found: found if all(found) else None)(
            [list_phase(ask(desk, camera, marks[0] - 60 * US, marks[-1] + 60 * US), begin, end)
             for begin, end in zip(marks, marks[1:])]), 30)
    print(f"still, moving, still, in thousandths: {phases}")
    assert max(phases[0]) < 100 and min(phases[1]) > 800 and max(phases[2]) < 100, phases


def main():
    with Cameras("-n", "24", "--account", ACCOUNT, "--password", SECRET) as cameras, \
            Rig() as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        run(rig, cameras, host)


if __name__ == "__main__":
    main()
