#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the timeline of a recording tells when something moved and when nothing did. Method: the
real programs: a fake camera whose scene moves, stands still and moves again by command, another
that does so by itself while its clock goes on, one of whole pictures, a media host that records
them, and a desk that asks what there is."""
import os
import time

from camera_rig import Cameras
from media_rig import ACCOUNT, RECORDER, SECRET, MediaHost, load_with_cameras, wait_ticket
from province_rig import Rig, wait_for

US = 1_000_000
# Three segments of ten seconds, one of which is of nothing else.
PHASE_S = 32
RESTING, WHOLE = 2, 3
# What is encoded when it changes comes with the next key frame.
SLACK_US = 3 * US


def ask(desk, camera, from_us, until_us):
    answer = desk.say("ask", "camera.timeline", f"{{'camera': <int64 {camera}>, "
                      f"'from_us': <int64 {from_us}>, 'until_us': <int64 {until_us}>}}")
    assert answer["ok"], answer
    return answer["value"]


def list_phase(motion, begin_us, end_us):
    """Shares of what is wholly of that phase."""
    return [share for from_us, until_us, share in motion
            if from_us > begin_us + SLACK_US and until_us < end_us - SLACK_US / 3]


def check_resting(desk, marks):
    camera = desk.say("camera", RESTING)["id"]
    # What is told before it stood still once isn't known.
    motion = ask(desk, camera, marks[0], marks[-1])["motion"]
    shares = [share for _, _, share in motion]
    print(f"a camera that rests now and then, in thousandths: {shares}")
    # On a busy machine it leaves pictures out, and seconds look smaller than they are.
    assert min(shares) < 100 and max(shares) > 400, motion


def check_whole(desk, marks):
    camera = desk.say("camera", WHOLE)["id"]
    value = ask(desk, camera, marks[0], marks[-1])
    recorded_s = sum(until - begin for begin, until in value["spans"]) / US
    assert recorded_s > PHASE_S and not value["motion"], value
    print(f"of {recorded_s:.0f} s of whole pictures nothing is told")


def run(rig, cameras, host):
    desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
    rig.ctl("camera", "set-password", RECORDER, text=SECRET + "\n")
    host.enrol(1, RESTING, WHOLE)
    folder = host.record()
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
            [list_phase(ask(desk, camera, marks[0] - 60 * US, marks[-1] + 60 * US)["motion"],
                        begin, end)
             for begin, end in zip(marks, marks[1:])]))
    print(f"still, moving, still, in thousandths: {phases}")
    assert max(phases[0]) < 100 and min(phases[1]) > 800 and max(phases[2]) < 100, phases
    check_resting(desk, marks)
    check_whole(desk, marks)


def main():
    with Cameras("-n", "24", "--account", ACCOUNT, "--password", SECRET, "--rest",
                 str(RESTING), "--codec", f"{WHOLE}:mjpeg") as cameras, \
            Rig() as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        run(rig, cameras, host)


if __name__ == "__main__":
    main()
