#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: two people share a desk, and who signs in over the other sees nothing that she may not
read and finds what is her own. Method: the real server and a real desktop whose line can be pulled,
typed at by keyboard and driven through actions; the first is a dispatcher, the second takes calls
and sees cameras and reads no incident. Each leaves a call that is half taken down and something
that the server refused. All that stands on the screen is read through the accessibility tree.

With TC_PICTURES=FOLDER pictures of it are kept there."""
import os
import sqlite3

from desktop_rig import Desktop, outbox_of, take_picture
from province_rig import PASSWORD, Rig, wait_for
from relay_rig import Cable

DESK, FIRST, SECOND = "Bàn 02 – Điều phối", "lan", "thao"
ROLE_ID, ROLE = 77, "tong-dai"
TITLE, NAME, PHONE = "Cây ngã chắn nửa đường plugh", "Xyzzyplover", "0977 000 777"
NOTE = "da goi dien luc frobozz"
FIRST_CALL, SECOND_CALL = "tru dien nghieng grault", "mat bien bao garply"
REFUSED_FIRST, REFUSED_SECOND = "xin them mot doi waldo", "cong bi nghet thud"
# What only the first may read; whatever is typed is a word that occurs nowhere else.
SECRETS = ("plugh", NAME, "000 777", "frobozz", "grault", "waldo")
PANELS = ("incidents", "alarms", "overview", "intake", "journal", "events", "tray", "cameras")
NO_RIGHT = {"vi": "Bạn không được xem sự việc của trung tâm", "en": "You may not read the centre"}
KEPT = {"vi": "người khác", "en": "somebody else did at this desk was refused"}


def make_role(rig):
    """Of the second: takes calls, sees cameras, reads no incidents."""
    rig.ctl("operate", "role.add", f"role_id={ROLE_ID}", f"code={ROLE}", "name_vi=Tổng đài",
            "name_en=Switchboard")
    for capability in ("incident.report", "camera.view"):
        rig.ctl("operate", "role.allow", f"role_id={ROLE_ID}", f"capability={capability}")
    for kind in ("common", "cameras"):
        rig.ctl("operate", "role.read", f"role_id={ROLE_ID}", f"kind={kind}")
    for kind, table in (("people", f"account,name,title,phone,active,posts\n"
                                   f"{SECOND},Ôn Thị Thảo,Tổng đài viên,,1,{ROLE}@ioc\n"),
                        ("desks", f"name,agency,roles\n{DESK},ioc,dispatcher;{ROLE}\n")):
        path = os.path.join(rig.folder, kind + ".csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(table)
        rig.ctl("import", kind, path)
    for account in (FIRST, SECOND):
        rig.ctl("account", "set-password", account, text=PASSWORD + "\n")


def sign_in(desk, account):
    """In place of whoever was there, whose account stands on the page."""
    desk.activate("sign-out")
    desk.see("Mật khẩu")
    desk.ask("type", text="")  # the window has the keyboard
    desk.ask("key", keys=["shift+Tab", "ctrl+a"])
    desk.ask("type", text=account)
    desk.ask("key", keys=["Return"])
    desk.ask("type", text=PASSWORD)
    desk.ask("key", keys=["Return"])
    wait_for(f"{account} is in", lambda: desk.ask("enabled", action="panel"))


def ask_outbox(desk, sql):
    with sqlite3.connect(f"file:{outbox_of(desk)}?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()


def take_down(desk, phone, text):
    """Half a call, which stays a draft."""
    desk.activate("call-from", f"'{phone}'")
    desk.ask("type", text="")
    desk.ask("key", keys=["Tab", "Tab", "Tab"])
    desk.ask("type", text=text)
    desk.see(text)
    wait_for("the draft is on disk", lambda: any(
        text in str(row) for row in ask_outbox(desk, "SELECT * FROM draft")))


def be_refused(rig, cable, desk, role, act, n_refused):
    """What is done without a line, and may no longer be done when it is back."""
    cable.pull()
    desk.see("Mất kết nối", 60)
    act()
    wait_for("it waits", lambda: ask_outbox(desk, "SELECT 1 FROM pending"))
    right = f"role_id={role}", "capability=incident.report"
    rig.ctl("operate", "role.deny", *right)
    cable.plug()
    wait_for("it is refused", lambda: len(ask_outbox(desk, "SELECT 1 FROM tray")) == n_refused)
    rig.ctl("operate", "role.allow", *right)
    desk.see("Trực tuyến", 60)


def find_role(rig, code):
    with sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True) as db:
        return db.execute("SELECT id FROM role WHERE code = ?", [code]).fetchone()[0]


def log_call(desk):
    take_down(desk, "0912 000 111", REFUSED_SECOND)
    desk.ask("key", keys=["ctrl+Return"])
    desk.see("Mã số báo cho người gọi")


def write_note(desk, text):
    desk.activate("note")
    desk.ask("activate", action="write", target=f"'{text}'")
    desk.activate("send")


def second_before(rig, cable, desk):
    """What she has at the desk from before."""
    be_refused(rig, cable, desk, ROLE_ID, lambda: log_call(desk), 1)
    take_down(desk, "0912 000 222", SECOND_CALL)
    print("the second took down half a call, and something of hers was refused")


def first(rig, cable, desk):
    """Everything a dispatcher leaves on a screen."""
    report = rig.report(TITLE, first_name=NAME, phone=PHONE)
    code = wait_for("the incident", lambda: rig.look(report) and find_code(rig, report))
    desk.open_incident(code)
    write_note(desk, NOTE)
    desk.see(NOTE)
    desk.activate("open-reporter")
    desk.ask("activate", action="write", target="'goi lai hoi vi tri'")
    desk.activate("send")
    desk.see(NAME)
    be_refused(rig, cable, desk, find_role(rig, "dispatcher"),
               lambda: write_note(desk, REFUSED_FIRST), 2)
    take_down(desk, "0912 000 333", FIRST_CALL)
    desk.activate("find-text", "'plugh'")
    desk.activate("panel", "'incidents'")
    desk.see(TITLE)
    type_command(desk, code)
    desk.see(TITLE)
    desk.ask("key", keys=["Return"])
    desk.see(NOTE)
    desk.activate("note")
    desk.ask("activate", action="write", target="'viet do dang grault'")
    # All of it is there to be left.
    seen = read_all(desk)
    assert {word for word in SECRETS if word in seen} == set(SECRETS), seen
    print("the first has seen, looked for, typed and been refused all of it")
    return code


def find_code(rig, report):
    with sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True) as db:
        row = db.execute("SELECT code FROM incident WHERE title LIKE '%plugh%'").fetchone()
    return row and row[0]


def type_command(desk, text):
    desk.activate("search")
    desk.ask("type", text="")
    desk.ask("key", keys=["ctrl+a"])
    desk.ask("type", text=text)


def read_all(desk):
    """All that is on the screen, panel by panel."""
    words = ""
    for panel in PANELS:
        desk.activate("panel", f"'{panel}'")
        wait_for("the panel is at rest", lambda: desk.ask("settle"))
        words += "\n".join(desk.ask("words"))
    return words


def check(where, words, code):
    found = [secret for secret in (*SECRETS, code) if secret in words]
    assert not found, f"{where} shows {found}: {words}"


def look_for(desk, code):
    """Where she types, nothing of it is proposed or found."""
    for text in (code, "plugh", "xyzzy", "0977 000 777", "frobozz"):
        type_command(desk, text)
        wait_for("it is looked for", lambda: desk.ask("settle"))
        # What she types herself stands in the entry.
        check("the command line", "\n".join(
            word for word in desk.ask("words") if text not in word), code)
        desk.ask("key", keys=["Escape"])
    desk.activate("search")
    for _ in range(4):
        desk.ask("key", keys=["Up"])
        check("the history of commands", "\n".join(desk.ask("words")), code)
    desk.ask("key", keys=["Escape", "Escape"])
    for action, text in (("find-text", "plugh"), ("open", code)):
        desk.ask("activate", action=action, target=f"'{text}'")
        wait_for("it is looked for", lambda: desk.ask("settle"))
        check(action, "\n".join(word for word in desk.ask("words") if text not in word), code)


def second(desk, code):
    lists = read_all(desk)
    check("a panel", lists, code)
    desk.activate("panel", "'incidents'")
    desk.see(NO_RIGHT["vi"])
    take_picture(desk, "second-queue-vi")
    for panel, text in (("intake", SECOND_CALL), ("tray", REFUSED_SECOND), ("tray", KEPT["vi"]),
                        ("cameras", "Trần Hưng Đạo")):
        desk.activate("panel", f"'{panel}'")
        desk.see(text)
        take_picture(desk, f"second-{panel}-vi")
    look_for(desk, code)
    print("the second sees nothing of the first's, and all that is her own")


def english(desk):
    """After a restart, which reads all from the disk."""
    desk.stop()
    desk.account, desk.language, desk.size = SECOND, "en", "1920x1080"
    desk.start()
    desk.see(NO_RIGHT["en"])
    for panel in ("incidents", "alarms", "overview", "journal", "events", "tray", "intake"):
        desk.activate("panel", f"'{panel}'")
        desk.see(KEPT["en"] if panel == "tray" else SECOND_CALL if panel == "intake"
                 else NO_RIGHT["en"])
        take_picture(desk, f"second-{panel}-en")


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        make_role(rig)
        cable = Cable(rig.port)
        desk = Desktop(rig, DESK, SECOND)
        rig.url = f"http://127.0.0.1:{cable.port}"
        desk.start()
        rig.url = f"http://127.0.0.1:{rig.port}"
        second_before(rig, cable, desk)
        sign_in(desk, FIRST)
        code = first(rig, cable, desk)
        sign_in(desk, SECOND)
        second(desk, code)
        sign_in(desk, FIRST)
        desk.activate("panel", "'tray'")
        desk.see(REFUSED_FIRST)
        desk.activate("panel", "'intake'")
        desk.see(FIRST_CALL)
        print("what the first left is there again for the first")
        sign_in(desk, SECOND)
        english(desk)
        desk.stop()


main()
