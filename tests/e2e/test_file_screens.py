#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: photos on the screen. A person attaches three photos and a paper without a line, sees them
at once and that they wait; the line comes back, another desk shows them, and looks at them one
after the other by keys. Method: the real server, two real desktops (one in Vietnamese, one in
English), driven through actions and read through the accessibility tree. With TC_PICTURES=FOLDER
it leaves pictures of the screens there."""
import os
import subprocess
import time

import photo_rig
from desktop_rig import Desktop, take_picture
from province_rig import Rig, wait_for

PHOTOS = (("cây ngã.jpg", "seagreen", "1600x1200"), ("dây điện.jpg", "slategray", "1200x1600"),
          ("hiện trường.png", "peru", "800x600"))
PAPER = "biên bản.pdf"
# The report says 9.7845: near it, and in another village.
LATS = (9.7850, 9.8100)
ZONE_S = 7 * 3600
SCREENS = (("1366x768", "light"), ("1920x1080", "dark"))


def make_files(rig):
    paths = []
    for name, colour, size in PHOTOS:
        path = os.path.join(rig.folder, name)
        subprocess.run(["convert", "-size", size, f"plasma:{colour}-white", "-strip", path],
                       check=True)
        paths.append(path)
    for path, lat in zip(paths, LATS):
        with open(path, "rb") as file:
            plain = file.read()
        with open(path, "wb") as file:
            taken = time.strftime("%Y:%m:%d %H:%M:%S", time.gmtime(time.time() + ZONE_S - 300))
            file.write(photo_rig.tell(plain, lat, 105.4701, taken)[0])
    path = os.path.join(rig.folder, PAPER)
    with open(path, "wb") as file:
        file.write(b"%PDF-1.4\n" + os.urandom(350000))
    return paths + [path]


def attach_offline(rig, a):
    rig.kill()
    a.see("Mất kết nối", 60)
    uris = ", ".join(f"'file://{path}'" for path in make_files(rig))
    a.activate("attach-uris", f"[{uris}]")
    for name, _, _ in PHOTOS:
        a.see(f"{name}, ")
    a.see("chờ gửi")
    a.see("4 ảnh và tệp")
    take_picture(a, "a-offline")
    rig.start()
    a.see("Trực tuyến", 60)
    wait_for("A has sent all", lambda: not a.ask("see", text=", chờ gửi", seconds=0.5))
    take_picture(a, "a-sent")
    print("attached without a line at A, sent when it came back")


def look_at(b):
    for name, _, _ in PHOTOS:
        b.see(f"{name}, ")
    b.see(PAPER)
    wait_for("B has all", lambda: not b.ask("see", text="being ", seconds=0.5))
    take_picture(b, "b-incident")
    b.activate("view-photos")
    b.see("Photo 1 of 3, cây ngã.jpg")
    b.see(" from the place reported.")
    take_picture(b, "b-photo")
    for number in (2, 3):
        b.ask("key", keys=["Right"])
        b.see(f"Photo {number} of 3, {PHOTOS[number - 1][0]}")
    b.ask("key", keys=["1"])
    take_picture(b, "b-full-size")
    b.ask("key", keys=["Left"])
    b.see("Photo 2 of 3")
    b.ask("key", keys=["Escape"])
    wait_for("the viewer is closed", lambda: not b.ask("see", text="Photo 2 of 3", seconds=0.3))
    print("seen at B, one after the other, by keys")


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        witness = rig.add_desk("Bàn 04 – Điều phối", "huong")
        a = Desktop(rig, "Bàn 02 – Điều phối", "lan", language="vi", size=SCREENS[0][0])
        b = Desktop(rig, "Bàn 03 – Điều phối", "minh", language="en", size=SCREENS[1][0])
        a.start()
        b.start()
        report = rig.report("Cây ngã chắn nửa đường Võ Văn Kiệt")
        found = wait_for("the incident", lambda: (
            lambda r: r if r.get("found") else None)(witness.say("report", report)))
        for desk, (_, scheme) in ((a, SCREENS[0]), (b, SCREENS[1])):
            desk.open_incident(found["code"])
        attach_offline(rig, a)
        b.see("Online")
        look_at(b)
        a.stop()
        b.stop()


main()
