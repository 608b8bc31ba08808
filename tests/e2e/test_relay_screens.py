#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: in a room whose relay is cut off two people see what the other does, marked as provisional,
and what became of it afterwards: where somebody at the server was first, each finds in the tray
what was refused, why, and who was first. Method: the real server and relay, two real desktops
behind it (one in Vietnamese, one in English), driven through actions and the accessibility tree.

With TC_PICTURES=FOLDER pictures of it are kept there."""
import re
import sqlite3

from desktop_rig import Desktop, agree, outbox_of, take_picture
from province_rig import Rig, wait_for
from relay_rig import Cable, Relay

SIZES = ("1366x768", "1920x1080")
# Far enough from each other that none is like another.
REPORTS = (("Cây ngã chắn nửa đường Võ Văn Kiệt", "9.7845"),
           ("Ngập sâu trước chợ phường", "9.7645"),
           ("Cột điện nghiêng, dây sà xuống lề đường", "9.7445"))
# Who was first, in the language of the desk.
MARK = {"lan": "tạm, chưa chốt", "minh": "provisional, not settled"}
FIRST = {"lan": r"Lúc \d\d:\d\d, .*Hương", "minh": r"At \d\d:\d\d, .*Hương"}


def write(desk, action, text):
    desk.activate(action)
    desk.ask("activate", action="write", target=f"'{text}'")
    desk.activate("send")


def see_marks(desk, least):
    """In the list and in the history; they come a moment after what they mark."""
    wait_for("what is provisional is marked",
             lambda: desk.ask("names").count(MARK[desk.account]) >= least)


def read_tray(desk):
    with sqlite3.connect(f"file:{outbox_of(desk)}?mode=ro", uri=True) as db:
        return db.execute("SELECT seq, refusal FROM tray ORDER BY seq").fetchall()


def make_incidents(rig, witness):
    found = []
    for text, latitude in REPORTS:
        report = rig.report(text, lat=latitude)
        found.append(wait_for("the report", lambda r=report: (
            lambda row: row if row.get("found") else None)(witness.say("report", r))))
    return [one["code"] for one in found], found[-1]["incident"]


def act_on_the_same(a, b, witness, code, incident):
    """Cut off, one takes it and the other sends a unit; at the server somebody was there first,
    and it is done."""
    for name, more in (("take", {}), ("resolve", {"text": "Điện lực đã dựng lại cột"})):
        answer = witness.do("incident." + name, incident_id=incident, **more)
        assert answer["ok"], answer
    b.activate("admit")
    for desk in (a, b):
        desk.open_incident(code)
    a.activate("take")
    see_marks(b, 3)
    b.activate("dispatch")
    a.see("Đã điều đội")
    write(b, "note", "Called the power company")
    a.see("Called the power company")
    see_marks(a, 5)
    take_picture(a, "relay-same-vi")
    take_picture(b, "relay-same-en")


def look_at_trays(a, b, witness, code):
    for desk, name in ((a, "relay-tray-vi"), (b, "relay-tray-en")):
        tray = wait_for("something needs attention", lambda d=desk: read_tray(d))
        assert {why for _, why in tray} <= {"incident.taken", "incident.state"}, tray
        desk.open_incident(code)
        take_picture(desk, name + "-incident")
        desk.activate("panel", "'tray'")
        for number, (seq, why) in enumerate(tray):
            desk.activate("tray-select", f"int64 {seq}")
            wait_for("who was first", lambda d=desk: any(
                re.match(FIRST[d.account], text) for text in d.ask("names")))
            take_picture(desk, f"{name}-{number}-{why}")
    assert witness.incident(code)["state"] == "resolved"


def story(rig, relay, cable, a, b, witness):
    codes, same = make_incidents(rig, witness)
    for desk in (a, b):
        desk.open_incident(codes[0])
    a.see("Trực tuyến qua trạm")
    b.see("Online by relay")

    cable.pull()
    relay.wait_online(False)
    a.see("Trạm mất máy chủ từ")
    b.see("Relay, no server since")
    a.activate("take")
    b.see("provisional, not settled")
    a.activate("dispatch")
    b.see("Sent to")
    write(b, "note", "Called the ward: two trees")
    a.see("Called the ward: two trees")
    a.see("tạm, chưa chốt")
    b.open_incident(codes[1])
    b.activate("take")
    a.open_incident(codes[1])
    a.activate("admit")
    see_marks(a, 3)
    take_picture(a, "relay-cut-vi")
    b.open_incident(codes[0])
    b.see("Sent to")
    take_picture(b, "relay-cut-en")
    act_on_the_same(a, b, witness, codes[2], same)
    print("cut off, each sees what the other does, marked as provisional")

    cable.plug()
    relay.wait_online()
    wait_for("nothing waits at the relay", lambda: relay.status()["queued"] == 0)
    a.see("Trực tuyến qua trạm")
    b.see("Online by relay")
    for desk in (a, b):
        wait_for("the marks are gone",
                 lambda d=desk: not d.ask("see", text=MARK[d.account], seconds=0.1))
    for desk in (a, b):
        desk.open_incident(codes[0])
    take_picture(a, "relay-settled-vi")
    take_picture(b, "relay-settled-en")
    wait_for("all agree", lambda: agree(rig, a, b))
    assert witness.incident(codes[0])["state"] != "new"
    print("settled: the marks are gone, and all agree")
    look_at_trays(a, b, witness, codes[2])
    print("who was too late sees why, and who was first")


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
