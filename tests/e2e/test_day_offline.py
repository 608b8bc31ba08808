#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: two people at two desks work on the same incidents (50, unless a number is given) while
nobody has a line: they take, dispatch, note, close, merge, answer and attach, and neither sees what
the other does. The line comes back, first at the one desk, and for the second half of the incidents
first at the other, so that each is too late for something: nothing is lost, both desks agree with
the server, what one was too late for is in the tray with who was first, and is put right from
there. Method: the real server and two real desktops (one in Vietnamese, light, 1366×768; one in
English, dark, 1920×1080), driven through their actions and read through the accessibility tree;
then the databases, as another program reads them. With TC_PICTURES=FOLDER it leaves pictures of
what each of the two sees."""
import os
import re
import sqlite3
import subprocess
import sys
import time

from desktop_rig import Desktop, agree, outbox_of, take_picture
from province_rig import Rig, wait_for

INCIDENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
HOLD_S = 6  # an order is held back for five seconds
STREETS = ("Võ Văn Kiệt", "Nguyễn Công Trứ", "Trần Hưng Đạo", "Lê Hồng Phong", "Đoàn Thị Điểm",
           "Nguyễn Huệ", "Hai Bà Trưng", "Lý Thường Kiệt", "Cách Mạng Tháng 8", "3 Tháng 2")
WHAT = ("Đèn tín hiệu chớp vàng", "Ngập sâu, xe chết máy", "Cây ngã chắn đường",
        "Rác chưa thu gom", "Nắp cống bị mất")


def make_incidents(rig, witness):
    """Far enough from each other that none is like another, but for the two at each tenth."""
    codes = []
    for number in range(INCIDENTS):
        report = rig.report(f"{WHAT[number % 5]}, {STREETS[number // 5]}",
                            lat=f"{9.60 + number // 2 * 0.011:.4f}", long="105.4701")
        found = wait_for("the incident", lambda: (
            lambda r: r if r.get("found") else None)(witness.say("report", report)))
        codes.append(found["code"])
    return codes


def write(desk, action, text):
    desk.activate(action)
    desk.ask("activate", action="write", target=f"'{text}'")
    desk.activate("send")


def can(desk, action):
    return desk.ask("enabled", action=action)


def attach(rig, desk, number):
    path = os.path.join(rig.folder, f"{desk.account}-{number}.jpg")
    subprocess.run(["convert", "-size", "640x480", "plasma:seagreen-white", path], check=True)
    desk.activate("attach-uris", f"['file://{path}']")
    desk.see(os.path.basename(path))


def work_through(rig, desk, codes, order):
    """A shift's work; what is done depends on the number and, where one is in the other's way, on
    who does it: each closes and merges what the other takes."""
    for number in order:
        desk.open_incident(codes[number])
        kind = number % 10
        if kind == {"lan": 3, "minh": 9}[desk.account]:
            write(desk, "close-incident", "đã xác minh tại chỗ, không thấy gì")
        elif kind == {"lan": 4, "minh": 6}[desk.account]:
            desk.activate("merge")
            continue
        elif kind != 5:
            desk.activate("take")
        if kind == 1 and can(desk, "dispatch"):
            desk.activate("dispatch")
        elif kind == 2:
            write(desk, "resolve", f"{desk.account} báo đã xong")
        elif kind == 7 and number < 20:
            attach(rig, desk, number)
        elif kind == 8:
            write(desk, "answer", f"Trung tâm đã tiếp nhận ({desk.account}).")
        write(desk, "note", f"{desk.account} đã gọi cho người dân, việc {number}")
    time.sleep(HOLD_S)


def rows(path, sql):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()


def made_at(desk):
    (last, replica), = rows(outbox_of(desk), "SELECT last_seq, replica FROM identity")
    return last, replica


def check_nothing_lost(rig, desk):
    """Every operation of the desk is in the log once; those refused are in its tray, no others."""
    last, replica = made_at(desk)
    log = rows(os.path.join(rig.data_dir, "state.db"),
               f"SELECT seq, refusal FROM log_operation WHERE replica = {replica} ORDER BY seq")
    assert [seq for seq, _ in log] == list(range(1, last + 1)), f"{desk.account}: a gap in the log"
    tray = rows(outbox_of(desk), "SELECT seq, refusal FROM tray ORDER BY seq")
    assert tray == [(seq, why) for seq, why in log if why], f"{desk.account}: tray and log differ"
    assert rows(outbox_of(desk), "SELECT count(*) FROM pending") == [(0,)]
    return tray


# Who was first, in the language of the desk.
EXPLAINED = {"lan": r"Lúc \d\d:\d\d, Phạm Nhật Minh", "minh": r"At \d\d:\d\d, Lê Thị Ngọc Lan"}
SEND_ON = {"lan": "Gửi sang PA-", "minh": "Send to PA-"}
REFUSED_AGAIN = {"lan": "sẽ lại bị từ chối", "minh": "would be refused again"}


def look_through(desk, tray, name):
    """Each is explained: why, and who did what before."""
    desk.activate("panel", "'tray'")
    pictured = set()
    for seq, refusal in tray:
        desk.activate("tray-select", f"int64 {seq}")
        wait_for("who was first", lambda: any(
            re.match(EXPLAINED[desk.account], name) for name in desk.ask("names")))
        if refusal not in pictured:
            desk.ask("see", text=REFUSED_AGAIN[desk.account], seconds=1)
            take_picture(desk, f"{name}-{refusal}")
        pictured.add(refusal)
    return pictured


def count_attention(desk):
    return rows(outbox_of(desk), "SELECT count(*) FROM tray WHERE settled_us IS NULL")[0][0]


def put_right(desk, tray, name):
    """What was meant for a merged incident goes to where it was merged, if that makes sense there
    (whoever has that already can't take it); the rest is set aside."""
    for seq, refusal in tray:
        before = count_attention(desk)
        desk.activate("tray-select", f"int64 {seq}")
        if refusal == "incident.merged" and desk.ask("see", text=SEND_ON[desk.account], seconds=2):
            desk.activate("tray-way")
        else:
            desk.activate("tray-set-aside")
            desk.ask("activate", action="tray-write", target="'đồng nghiệp đã làm trước'")
            if seq == tray[0][0]:
                take_picture(desk, f"{name}-set-aside")
            desk.activate("tray-send")
        wait_for("dealt with", lambda: count_attention(desk) < before)
    desk.activate("tray-filter", "'settled'")
    desk.see("đồng nghiệp đã làm trước")
    take_picture(desk, f"{name}-settled")


def cut_off_and_work(rig, a, b, codes, half):
    """Both work on one half of the incidents, one of them from its end."""
    rig.kill()
    a.see("Mất kết nối", 60)
    b.see("Offline", 60)
    print("the line is cut at both desks")
    work_through(rig, a, codes, half)
    work_through(rig, b, codes, reversed(half))
    for desk in (a, b):
        desk.activate("admit")
    a.open_incident(codes[half[0]])
    a.see("chờ gửi")
    b.open_incident(codes[half[0]])
    b.see("not sent yet")
    print(f"{made_at(a)[0]} operations at A, {made_at(b)[0]} at B, nobody knows of the other's")


def line_comes_back(rig, first, then):
    then.ask("pause", stop=True)
    rig.start()
    wait_for(f"{first.account} has sent all", lambda: rows(
        outbox_of(first), "SELECT count(*) FROM pending") == [(0,)])
    then.ask("pause", stop=False)
    wait_for(f"{then.account} has sent all", lambda: rows(
        outbox_of(then), "SELECT count(*) FROM pending") == [(0,)])
    wait_for("server and both desks have equal tables", lambda: agree(rig, first, then))


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        witness = rig.add_desk("Bàn 04 – Điều phối", "huong")
        a = Desktop(rig, "Bàn 02 – Điều phối", "lan", language="vi", size="1366x768")
        b = Desktop(rig, "Bàn 03 – Điều phối", "minh", language="en", size="1920x1080")
        a.start("--scheme=light")
        b.start("--scheme=dark")
        codes = make_incidents(rig, witness)
        for desk in (a, b):
            desk.open_incident(codes[-1])
        halves = (range(INCIDENTS // 2), range(INCIDENTS // 2, INCIDENTS))
        for half, first, then in ((halves[0], a, b), (halves[1], b, a)):
            cut_off_and_work(rig, a, b, codes, half)
            if first is b:
                take_picture(a, "a-1-offline")
                take_picture(b, "b-1-offline")
            line_comes_back(rig, first, then)
        for desk, name in ((a, "a-2-online"), (b, "b-2-online")):
            desk.open_incident(codes[0])
            take_picture(desk, name)
        trays = {desk: check_nothing_lost(rig, desk) for desk in (a, b)}
        for desk, name in ((a, "a-3-tray"), (b, "b-3-tray")):
            kinds = look_through(desk, trays[desk], name)
            assert {"incident.taken", "incident.merged", "incident.state"} <= kinds, kinds
            print(f"{desk.account}: {len(trays[desk])} refused, each explained")
        for desk, name in ((a, "a-4"), (b, "b-4")):
            put_right(desk, trays[desk], name)
        for desk in (a, b):
            wait_for("all is sent", lambda: rows(
                outbox_of(desk), "SELECT count(*) FROM pending") == [(0,)])
            check_nothing_lost(rig, desk)
        wait_for("server and both desks have equal tables", lambda: agree(rig, a, b))
        print("put right; nothing is lost, server and both desks have equal tables")
        a.stop()
        b.stop()


main()
