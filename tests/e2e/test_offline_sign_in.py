#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: who signed in at a desk before can do so while its server can't be reached, with the same
password and no other, and what is done then is taken when the line is back; a changed password and
a closed account end that, and what somebody did whose account was closed meanwhile is in the tray
with the reason. No password is on disk. Method: the real server, desks without a screen, the raw
bytes of their folders."""
import glob
import json
import os
import sqlite3
import stat
import time

from province_rig import PASSWORD, Rig, wait_for

OTHER = "mot-mat-khau-khac-2026"


def sign_in(desk, password, account=None):
    """The code of the refusal, or None."""
    answer = desk.say("sign-in", account or desk.account, password)
    return None if answer["ok"] else answer["refused"]


def cut_off(rig, desk):
    """The server is gone and the desk starts anew, as after a night without power."""
    rig.kill()
    desk.stop()
    desk.start()
    assert desk.status()["state"] == "offline"


def back(rig, desk):
    rig.start()
    desk.wait_settled()


def people_file(desk):
    return os.path.join(desk.folder, "people.ini")


def wait_kept(desk):
    wait_for("the desk keeps who signed in", lambda: os.path.exists(people_file(desk)))


def right_and_wrong(rig, desk, incident):
    wait_kept(desk)
    mode = stat.S_IMODE(os.stat(people_file(desk)).st_mode)
    assert mode == 0o600, oct(mode)
    cut_off(rig, desk)
    assert sign_in(desk, OTHER) == "sign-in.failed"
    assert sign_in(desk, PASSWORD, "minh") == "sign-in.offline", "never signed in at this desk"
    assert sign_in(desk, PASSWORD) is None
    assert desk.do("incident.comment", incident_id=incident, text="không có đường truyền")["ok"]
    wait_for("it waits", lambda: desk.status()["pending"] == 1)
    assert desk.say("confirm", OTHER)["refused"] == "sign-in.failed", "a signature takes a password"
    assert desk.say("confirm", PASSWORD)["ok"]
    back(rig, desk)
    assert desk.say("confirm", OTHER)["refused"] == "sign-in.failed"
    assert desk.say("confirm", PASSWORD)["ok"]
    renewed(rig, desk, incident)
    assert desk.status()["attention"] == 0, desk.say("tray")
    print("signed in without the server; what was done is taken when it is back")


def open_sessions(rig):
    """For a shift: those for the time without the server go on."""
    db = sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True)
    try:
        return {row[0] for row in db.execute(
            "SELECT id FROM session WHERE until_us > ?1 AND until_us - from_us < ?2",
            (int(time.time() * 1e6), 13 * 3600 * 10**6))}
    finally:
        db.close()


def renewed(rig, desk, incident):
    """A session in the place of another, which ends: the person stays, and what is done bears the
    new one."""
    others = open_sessions(rig)
    assert sign_in(desk, PASSWORD) is None
    session, = open_sessions(rig) - others
    before = desk.status()
    assert desk.say("renew", OTHER)["refused"] == "sign-in.failed"
    assert desk.status()["session_until_us"] == before["session_until_us"] > 0
    assert desk.say("renew", PASSWORD)["ok"]
    after = desk.status()
    assert after["person"] == before["person"] != "0"
    assert after["session_until_us"] != before["session_until_us"]
    wait_for("the session before ends", lambda: session not in open_sessions(rig))
    assert open_sessions(rig) - others, "the new one goes on"
    assert desk.do("incident.comment", incident_id=incident, text="phiên mới")["ok"]
    desk.wait_settled()


def replica_lost(rig, desk):
    """Nothing is known here of anybody: that is said, and nothing of a closed account."""
    rig.kill()
    desk.stop()
    for path in glob.glob(os.path.join(desk.folder, "replica.db*")):
        os.unlink(path)
    desk.start()
    assert sign_in(desk, PASSWORD) == "sign-in.not-loaded"
    back(rig, desk)
    assert sign_in(desk, PASSWORD) is None
    print("without its replica a desk says so")


def locked(rig, desk):
    cut_off(rig, desk)
    for _ in range(4):
        assert sign_in(desk, OTHER) == "sign-in.failed"
    assert sign_in(desk, OTHER) == "sign-in.locked"
    desk.stop()
    desk.start()
    assert sign_in(desk, PASSWORD) == "sign-in.locked", "the lock outlives the programme"
    back(rig, desk)
    assert sign_in(desk, PASSWORD) is None, "the server has its own count"
    print("wrong passwords lock, also across a restart")


def changed(rig, desk):
    """The desk hears of a new password, at once or when the line is back."""
    rig.ctl("account", "set-password", desk.account, text=OTHER + "\n")
    wait_for("the verifier is gone", lambda: "argon2id" not in open(people_file(desk)).read())
    cut_off(rig, desk)
    assert sign_in(desk, PASSWORD) == "sign-in.offline"
    assert sign_in(desk, OTHER) == "sign-in.offline"
    back(rig, desk)
    assert sign_in(desk, OTHER) is None
    wait_for("a new verifier", lambda: "argon2id" in open(people_file(desk)).read())
    print("a changed password needs the server once")


def closed(rig, desk, incident):
    """The account is closed while the desk is cut off and its person works on."""
    cut_off(rig, desk)
    assert sign_in(desk, OTHER) is None
    desk.stop()  # its line stays cut while the server is there again
    rig.start()
    staff = next(one for one in json.loads(rig.ctl("--json", "account", "list"))["accounts"]
                 if one["account"] == desk.account)
    rig.ctl("operate", "staff.deactivate", f"staff_id={staff['id']}")
    rig.kill()
    desk.start()
    assert sign_in(desk, OTHER) is None, "the desk can't know"
    assert desk.do("incident.comment", incident_id=incident, text="sau khi bị khóa")["ok"]
    rig.start()
    wait_for("it is refused", lambda: desk.status()["attention"] == 1)
    entry, = desk.say("tray")["tray"]
    assert entry["refused"] == "people.inactive", entry
    wait_for("the verifier is gone", lambda: "argon2id" not in open(people_file(desk)).read())
    cut_off(rig, desk)
    assert sign_in(desk, OTHER) == "sign-in.offline"
    rig.start()
    print("what a closed account did is in the tray, and it can't sign in any more")


def closed_online(rig):
    """Whose account is closed in the middle of a shift doesn't stay at the screen."""
    desk = rig.add_desk("Bàn 03 – Điều phối", "minh")
    assert desk.status()["person"] != "0"
    staff = next(one for one in json.loads(rig.ctl("--json", "account", "list"))["accounts"]
                 if one["account"] == desk.account)
    rig.ctl("operate", "staff.deactivate", f"staff_id={staff['id']}")
    wait_for("nobody is signed in", lambda: desk.status()["person"] == "0")
    print("a closed account is signed out at once")


def check_no_password(folder):
    for root, _, names in os.walk(folder):
        for name in names:
            if not os.path.isfile(os.path.join(root, name)):
                continue
            with open(os.path.join(root, name), "rb") as file:
                data = file.read()
            for password in (PASSWORD, OTHER):
                assert password.encode() not in data, f"{name} has a password"
    print("no password is on disk")


def not_allowed():
    with Rig("[desks]\noffline-days=0\n") as rig:
        rig.start()
        rig.load()
        desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
        assert desk.say("confirm", OTHER)["refused"] == "sign-in.failed", "by the server"
        assert desk.say("confirm", PASSWORD)["ok"]
        cut_off(rig, desk)
        assert sign_in(desk, PASSWORD) == "sign-in.offline"
        rig.start()
        print("a province may do without it")


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
        report = rig.report("Cột điện nghiêng trước nhà")
        incident = wait_for("the report", lambda: (
            lambda r: r if r.get("found") else None)(desk.say("report", report)))["incident"]
        right_and_wrong(rig, desk, incident)
        replica_lost(rig, desk)
        locked(rig, desk)
        changed(rig, desk)
        closed(rig, desk, incident)
        closed_online(rig)
        check_no_password(desk.folder)
        check_no_password(rig.data_dir)
    not_allowed()


main()
