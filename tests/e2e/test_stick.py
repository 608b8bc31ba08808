#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a desk without a line is filled from a stick and goes on with the server's log; the file
tells nobody else anything; each thing that is wrong with it is said. Method: the real programs; the
desk's replica is taken away, the server stopped while the stick is loaded."""
import os
import shutil
import time

from province_rig import Rig, same_tables, wait_for

NAME = "Ngô Xuân Ẩn-Danh"
DESK_A, DESK_B = "Bàn 02 – Điều phối", "Bàn 03 – Điều phối"


def remove_replica(desk):
    for end in ("", "-wal", "-shm"):
        path = os.path.join(desk.folder, "replica.db" + end)
        if os.path.exists(path):
            os.unlink(path)


def refused(desk, path):
    answer = desk.say("load-stick", path)
    assert not answer["ok"], answer
    return answer.get("refused")


def change_byte(path, at, into):
    shutil.copy(path, into)
    with open(into, "r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))
    return into


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        a = rig.add_desk(DESK_A, "lan")
        b = rig.add_desk(DESK_B, "minh")
        for number in range(20):
            report = rig.report(f"Cột điện nghiêng trước nhà số {number}", first_name=NAME)
        incident = wait_for("the report", lambda: (
            lambda r: r if r.get("found") else None)(b.say("report", report)))["incident"]
        a.wait_settled()
        a.stop()
        remove_replica(a)

        folder = os.path.join(rig.folder, "usb")
        os.mkdir(folder)
        path = rig.ctl("snapshot", "export", "--desk", DESK_A, folder)
        assert os.listdir(folder) == [os.path.basename(path)], os.listdir(folder)
        with open(path, "rb") as file:
            sealed = file.read()
        for text in (NAME, "Cột điện", "TCSNAP", DESK_A, "(\xb5/\xfd"):
            assert text.encode() not in sealed, text
        assert b"\x28\xb5\x2f\xfd" not in sealed, "compressed, and open to all"
        print(f"a stick of {len(sealed)} bytes, and nothing to be read on it")

        assert b.do("incident.comment", incident_id=incident, text="sau khi làm USB")["ok"]
        b.wait_settled()
        rig.kill()
        a.start()
        wait_for("A is offline", lambda: a.status()["state"] == "offline")
        assert a.say("count", "incident")["count"] == 0

        cut = os.path.join(rig.folder, "cut")
        shutil.copy(path, cut)
        os.truncate(cut, len(sealed) // 2)
        other = os.path.join(rig.folder, "other")
        with open(other, "wb") as file:
            file.write(os.urandom(10000))
        assert refused(b, path) == "stick.other-desk"
        for at in (20, 150, len(sealed) // 2, len(sealed) - 3):
            bad = change_byte(path, at, os.path.join(rig.folder, "bad"))
            found = refused(a, bad)
            assert found == ("stick.other-desk" if at == 20 else "stick.damaged"), (at, found)
        # Again and again: what one leaves behind is not the next one's.
        assert {refused(a, cut) for _ in range(200)} == {"stick.damaged"}
        assert refused(a, other) == "stick.damaged"
        assert refused(a, os.path.join(rig.folder, "nowhere")) == "stick.file"
        assert a.say("count", "incident")["count"] == 0
        wait_for("nothing is left of them",
                 lambda: os.listdir(os.path.join(a.folder, "snapshots")) == [])
        print("another desk's, damaged, cut short, something else: each is told")

        started = time.monotonic()
        answer = a.say("load-stick", path)
        assert answer["ok"], answer
        seen = a.say("queue")["count"], b.say("queue")["count"]
        assert seen[0] == seen[1] > 0, seen
        print(f"loaded in {time.monotonic() - started:.2f} s, without a line")
        assert refused(a, path) == "stick.behind"

        rig.start()
        a.wait_settled()
        a.sign_in()
        assert a.do("incident.comment", incident_id=incident, text="đã có mạng")["ok"]
        a.wait_settled()
        b.wait_settled()
        wait_for("A and B agree", lambda: same_tables(a, b))
        assert a.replaced == 2, "by the line at first, by the stick; not again"
        assert a.status()["attention"] == 0
        print("it went on with the server's log from there")


main()
