#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: in a room whose relay is cut off two people see what the other does, marked as provisional,
and what became of it afterwards. Method: the real server and relay, two real desktops behind it
(one in Vietnamese, one in English), driven through actions and the accessibility tree.

With TC_PICTURES=FOLDER pictures of it are kept there."""
from desktop_rig import Desktop, agree, take_picture
from province_rig import Rig, wait_for
from relay_rig import Cable, Relay

SIZES = ("1366x768", "1920x1080")


def story(rig, relay, cable, a, b, witness):
    codes = []
    for text in ("Cây ngã chắn nửa đường Võ Văn Kiệt", "Ngập sâu trước chợ phường"):
        report = rig.report(text)
        found = wait_for("the report", lambda r=report: (
            lambda row: row if row.get("found") else None)(witness.say("report", r)))
        codes.append(found["code"])
    for desk in (a, b):
        desk.open_incident(codes[0])
    a.see("Trực tuyến qua trạm chuyển tiếp")
    b.see("Online by relay")

    cable.pull()
    relay.wait_online(False)
    a.see("Trạm chuyển tiếp, mất máy chủ từ")
    b.see("Relay, no server since")
    a.activate("take")
    b.see("provisional, not settled")
    a.activate("dispatch")
    b.see("Sent to")
    b.activate("note")
    b.ask("activate", action="write", target="'Called the ward: two trees'")
    b.activate("send")
    a.see("Called the ward: two trees")
    a.see("tạm, chưa chốt")
    b.open_incident(codes[1])
    b.activate("take")
    a.open_incident(codes[1])
    a.see("tạm, chưa chốt")
    take_picture(a, "relay-cut-vi")
    b.open_incident(codes[0])
    b.see("Sent to")
    take_picture(b, "relay-cut-en")
    print("cut off, each sees what the other does, marked as provisional")

    cable.plug()
    relay.wait_online()
    wait_for("nothing waits at the relay", lambda: relay.status()["queued"] == 0)
    a.see("Trực tuyến qua trạm chuyển tiếp")
    b.see("Online by relay")
    for desk, mark in ((a, "tạm, chưa chốt"), (b, "provisional, not settled")):
        wait_for("the marks are gone", lambda d=desk, m=mark: not d.ask("see", text=m, seconds=0.1))
    take_picture(a, "relay-settled-vi")
    take_picture(b, "relay-settled-en")
    wait_for("all agree", lambda: agree(rig, a, b))
    assert witness.incident(codes[0])["state"] != "new"
    print("settled: the marks are gone, and all agree")


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        cable = Cable(rig.port)
        relay = Relay(rig, cable)
        relay.start()
        witness = rig.add_desk("Bàn 04 – Điều phối", "huong")
        a = Desktop(rig, "Bàn 02 – Điều phối", "lan", "vi", SIZES[0])
        b = Desktop(rig, "Bàn 03 – Điều phối", "minh", "en", SIZES[1])
        try:
            relay.wait_online()
            server = rig.url
            rig.url = relay.url
            for desk in (a, b):
                desk.start()
            rig.url = server
            story(rig, relay, cable, a, b, witness)
        finally:
            for desk in (a, b):
                desk.stop()
            relay.kill()


main()
