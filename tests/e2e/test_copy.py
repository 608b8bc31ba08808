#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a whole copy of a recording by the real window: part of it is marked on the timeline, asked
for with its incident and reason, made, brought and proved; what lies in the folder is verified by
anybody, and who had it is on record. Method: the real programs and the desktop on a screen; a fake
camera is recorded."""
import glob
import os
import time

from camera_rig import Cameras
from desktop_rig import Desktop
from media_rig import ACCOUNT, RECORDER, SECRET, MediaHost, load_with_cameras
from province_rig import Rig, wait_for
from test_crash import incident_of
from test_media_recording import US, wait_rows

CAMERA = 1
REASON = "Công an phường xin trích"
UNDER_WAY = ("Waits for its turn at the media host", "Is being made: ", "Comes here: ")


def write(desktop, name, text):
    desktop.activate("part-form-write", f"('{name}', '{text}')")


def mark(desktop, row):
    """Some seconds of what was recorded, where the replay stands then."""
    desktop.activate("panel", "'cameras'")
    desktop.activate("camera-number", f"'{CAMERA}'")
    desktop.activate("replay-instant")
    for at_us, end in ((row[1] + 2 * US, "begin"), (row[1] + 6 * US, "end")):
        desktop.activate("replay-seek", f"int64 {at_us}")
        desktop.activate(f"replay-mark-{end}")


def ask(desktop, code):
    """By the form, which says what can be asked for, and what is missing."""
    desktop.activate("replay-export")
    desktop.see("A copy of part of the recording")
    desktop.see("At most 6 hours of a camera")
    write(desktop, "", "")
    desktop.see("Say why: it is on record with your name.")
    write(desktop, "reason", REASON)
    write(desktop, "incident", "không-có")
    write(desktop, "", "")
    desktop.see("There is no incident không-có.")
    write(desktop, "incident", code)
    write(desktop, "", "")


def watch(desktop):
    """Until it is here; what was told on the way."""
    told = set()

    def look():
        names = desktop.ask("names")
        told.update(word for word in UNDER_WAY for name in names if name.startswith(word))
        return any(name.startswith("Done, and checked: ") for name in names)

    wait_for("the copy", look)
    return told


def check_folder(rig, desktop, folder, code):
    """It is whole, says what it is, and no part of it is left; who had it is on record."""
    found = glob.glob(os.path.join(folder, "*")) + glob.glob(os.path.join(folder, ".*.part"))
    assert len(found) == 1 and f" camera {CAMERA} " in found[0], found
    assert {"manifest.json", "manifest.sig", "clip-1.mkv"} == set(os.listdir(found[0])), found
    told = rig.ctl("evidence", "verify", found[0])
    assert REASON in told and f"for the incident {code}" in told, told
    number = next(line.split()[1] for line in told.splitlines() if line.startswith("copy "))
    views = [line.split("\t") for line in rig.ctl("camera", "views", "--camera", str(CAMERA))
             .splitlines()]
    uses = {view[4] for view in views if view[-1] == number and view[1] == desktop.account}
    assert uses == {"export", "fetch"}, views
    print(f"copy {number} is whole and verified, and on record")


def run(rig, host):
    copies = os.path.join(rig.folder, "copies")
    operator = rig.add_desk("Bàn 02 – Điều phối", "lan")
    rig.ctl("camera", "set-password", RECORDER, text=SECRET + "\n")
    host.enrol(CAMERA)
    recordings = host.record()
    host.start()
    rig.key = rig.ctl("api-key", "add", "test")
    code = incident_of(operator, rig.report("Va chạm trước cầu"))[0]
    camera = operator.say("camera", CAMERA)["id"]
    desktop = Desktop(rig, "Bàn 01 – Trưởng ca", "truongca", language="en")
    desktop.settings["export-folder"] = f"'{copies}'"
    desktop.start()
    try:
        row = wait_rows(recordings, camera, 2)[0]
        mark(desktop, row)
        ask(desktop, code)
        begun = time.monotonic()
        told = watch(desktop)
        print(f"it came after {time.monotonic() - begun:.1f} s; on the way: {sorted(told)}")
        check_folder(rig, desktop, copies, code)
    finally:
        desktop.stop()


def main():
    with Cameras("-n", "24", "--account", ACCOUNT, "--password", SECRET) as cameras, \
            Rig() as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        run(rig, host)


if __name__ == "__main__":
    main()
