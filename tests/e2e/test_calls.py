#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a call that is taken down at a desk stands on the others, with a number that was told at
once, also without a line; what was half-typed outlives a kill; who looked at earlier reports of the
number is on record. Method: the real server, two real desktops on screens of their own, typed at
by keyboard and driven through actions; the server's tables are read as another program does."""
import os
import re
import sqlite3

from desktop_rig import Desktop, agree, take_picture
from province_rig import Rig, wait_for

TOLD = "Mã số báo cho người gọi"


def take_down(desk, phone, place, text):
    desk.activate("call-from", f"'{phone}'")
    desk.ask("type", text="")  # the window has the keyboard
    desk.ask("key", keys=["Tab", "Tab"])
    desk.ask("type", text=place)
    desk.see("Trần Hưng Đạo, ")
    desk.ask("key", keys=["Return"])
    desk.ask("type", text=text)


def log(desk):
    """The number that the caller is told."""
    desk.ask("key", keys=["ctrl+Return"])
    desk.see(TOLD)
    # Those that were logged before stand in the list, which comes first.
    return [name for name in desk.ask("names") if re.fullmatch(r"PA-\d{6}-\d{4,6}", name)][-1]


def with_line(a, b):
    take_down(a, "0912 345 678", "12 tran hung dao", "den duong tat ca xom")
    take_picture(a, "call")
    code = log(a)
    take_picture(a, "call-told")
    wait_for("B opens it", lambda: (b.activate("open", f"'{code}'"),
                                    b.ask("see", text="“den duong tat ca xom”", seconds=2))[1])
    b.see("12 Đường Trần Hưng Đạo")
    print("a call taken down at A stands at B")
    return code


def without_line(rig, a):
    rig.kill()
    a.see("Mất kết nối")
    take_down(a, "0912 345 678", "tran hung dao", "nuoc chay yeu")
    code = log(a)
    a.see("sẽ gửi khi có lại đường truyền")
    take_down(a, "0977 000 111", "tran hung dao", "mot con cho di lac truoc")
    a.see("mot con cho di lac truoc")
    wait_for("the draft is on disk", lambda: "di lac truoc" in read_outbox(a))
    a.stop(crash=True)
    print("without a line the number is told at once; killed while a call is taken down")
    return code


def read_outbox(desk):
    found = ""
    for folder, _, names in os.walk(desk.home):
        for name in names:
            if name.startswith("outbox.db"):
                with open(os.path.join(folder, name), "rb") as file:
                    found += file.read().decode("utf-8", "replace")
    return found


def back(rig, a, b, code):
    rig.start()
    a.start()
    a.activate("panel", "'intake'")
    a.see("mot con cho di lac truoc")
    print("what was typed is there still")
    a.see("Trực tuyến", 60)
    b.see("Online", 60)
    wait_for("B opens it", lambda: (b.activate("open", f"'{code}'"),
                                    b.ask("see", text="“nuoc chay yeu”", seconds=2))[1])
    wait_for("server and both desks have equal tables", lambda: agree(rig, a, b))
    print("what was logged without a line stands at B under the number that was told")


def looked(rig):
    path = os.path.join(rig.data_dir, "state.db")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        asked = db.execute("SELECT count(*) FROM reporter_access WHERE kind = 'opened'")
        return asked.fetchone()[0]


def again(rig, a):
    a.activate("call-from", "'+84 912 345 678'")
    a.see("Số này đã phản ánh 2 lần.")
    assert looked(rig) == 0
    a.activate("show-earlier")
    a.see("den duong tat ca xom, PA-")
    take_picture(a, "call-earlier")
    wait_for("it is on record", lambda: looked(rig) == 2)
    print("earlier reports of the number are shown, and that is on record")


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        a = Desktop(rig, "Bàn 02 – Điều phối", "lan", language="vi")
        b = Desktop(rig, "Bàn 03 – Điều phối", "minh", language="en")
        a.start()
        b.start()
        with_line(a, b)
        code = without_line(rig, a)
        back(rig, a, b, code)
        again(rig, a)
        a.stop()
        b.stop()


main()
