#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: what a person attaches reaches every desk, whatever breaks on the way: the line, the desk,
the server, the disk. Method: the real programs; desks without a screen; the files in a desk's
folder and its outbox are put into every state that a stop leaves behind.

  test_files.py [NAME]"""
import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from photo_rig import make_photo
from province_rig import Rig, wait_for

SMALL_MIB = 4


def make_file(rig, name, size, head=b"%PDF-1.4\n"):
    path = os.path.join(rig.folder, name)
    data = head + os.urandom(size - len(head))
    with open(path, "wb") as file:
        file.write(data)
    return path, hashlib.sha256(data).hexdigest()


def open_rig(config=""):
    rig = Rig(config)
    rig.start()
    rig.load()
    a = rig.add_desk("Bàn 02 – Điều phối", "lan")
    b = rig.add_desk("Bàn 03 – Điều phối", "minh")
    return rig, a, b


def incident_at(rig, *desks):
    report = rig.report("Cây ngã chắn nửa đường Võ Văn Kiệt")
    found = None
    for desk in desks:
        found = wait_for("the report", lambda: (
            lambda r: r if r.get("found") else None)(desk.say("report", report)))
    return found["incident"]


def state_of(desk, incident, digest):
    for one in desk.say("files", incident)["files"]:
        if one["hash"] == digest:
            return one["state"]
    return None


def wait_file(desk, incident, digest, state):
    return wait_for(f"desk {desk.name}: file {state}",
                    lambda: state_of(desk, incident, digest) == state)


def same_bytes(rig, desk, digest):
    path = os.path.join(rig.folder, "saved")
    answer = desk.say("save", digest, path)
    assert answer["ok"], answer
    with open(path, "rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == digest


def attach(desk, incident, path):
    answer = desk.say("attach", incident, path)
    assert answer["ok"], answer


def be_there(desk):
    desk.wait_online()
    if desk.status()["person"] == "0":
        desk.sign_in()


def outbox(desk):
    return sqlite3.connect(os.path.join(desk.folder, "outbox.db"))


def rows_left(desk):
    with outbox(desk) as db:
        return db.execute("SELECT count(*) FROM upload").fetchone()[0]


def wait_sent(desk):
    wait_for(f"desk {desk.name} has sent all", lambda: desk.say("unsent")["unsent"] == 0)
    wait_for(f"desk {desk.name} has nothing left", lambda: rows_left(desk) == 0)


def test_offline():
    """A photo attached without a line is seen at once here, outlives the desk's end, goes up when
    the line is back, and is seen there, the same."""
    rig, a, b = open_rig()
    with rig:
        incident = incident_at(rig, a, b)
        rig.kill()
        wait_for("A notices", lambda: a.status()["state"] == "offline")
        path, digest = make_file(rig, "cây ngã.pdf", 3 * 1024 * 1024)
        attach(a, incident, path)
        os.unlink(path)
        assert state_of(a, incident, digest) == "to-send"
        same_bytes(rig, a, digest)
        a.kill()
        a.start()
        wait_for("A knows it", lambda: state_of(a, incident, digest) == "to-send")
        same_bytes(rig, a, digest)
        rig.start()
        b.wait_online()
        wait_file(b, incident, digest, "here")
        same_bytes(rig, b, digest)
        wait_sent(a)
        assert a.status()["attention"] == 0
        assert state_of(a, incident, digest) == "here"


def test_not_yet():
    """The other desk is told of a file before its bytes come: it says so, and shows it then."""
    rig, a, b = open_rig(f"[files]\nfile-mib={SMALL_MIB}\n")
    with rig:
        incident = incident_at(rig, a, b)
        path, digest = make_file(rig, "a.pdf", 1000)
        assert b.say("do", "incident.attach", f"incident_id={incident}",
                     f"attachment_id={b.say('id')['id']}", f"hash={digest}", "size=1000",
                     "media_type=application/pdf", "name=a.pdf", "kind=original")["ok"]
        b.say("view", digest, 1000)
        wait_file(b, incident, digest, "not-yet")
        answer = b.say("save", digest, path + ".out")
        assert not answer["ok"]
        # Long enough for B to ask every minute alone: the server tells it.
        time.sleep(12)
        began = time.monotonic()
        attach(a, incident, path)
        wait_file(b, incident, digest, "here")
        took = time.monotonic() - began
        print(f"at B {took * 1000:.0f} ms after it was attached at A")
        assert took < 3, took
        same_bytes(rig, b, digest)


def test_stops():
    """A stop between any two steps of attaching: what has a row is attached and sent, once."""
    rig, a, b = open_rig()
    with rig:
        incident = incident_at(rig, a, b)
        made = []
        for step in ("no operation", "not noted", "confirmed", "sent, no operation", "sent"):
            path, digest = make_file(rig, step + ".pdf", 50000)
            be_there(a)
            made.append(digest)
            if step in ("sent", "confirmed"):
                attach(a, incident, path)
                wait_sent(a)
            with sqlite3.connect(os.path.join(a.folder, "replica.db")) as db:
                session, person = db.execute(
                    "SELECT id, staff_id FROM session WHERE staff_id ="
                    " (SELECT id FROM staff WHERE account = 'lan') ORDER BY id DESC").fetchone()
                number = db.execute("SELECT id FROM attachment WHERE hash = ?",
                                    (digest,)).fetchone()
            number = number[0] if number else int(a.say("id")["id"])
            if step == "not noted":
                rig.kill()
                wait_for("A notices", lambda: a.status()["state"] == "offline")
                attach(a, incident, path)
            if step == "sent, no operation":
                # Another incident's photo of the same bytes was sent before.
                attach(a, incident_at(rig, a), path)
                wait_sent(a)
            a.kill()
            folder = os.path.join(a.folder, "files", digest[:2])
            os.makedirs(folder, exist_ok=True)
            shutil.copy(path, os.path.join(folder, digest[2:]))
            with outbox(a) as db:
                if step == "not noted":
                    assert db.execute("UPDATE upload SET attached = 0").rowcount == 1
                else:
                    db.execute("INSERT INTO upload VALUES (?,?,?,?,?,?,?,?,?,?,?,NULL,NULL,NULL)",
                               (number, int(incident), digest, 50000, step + ".pdf",
                                "application/pdf", person, session, 1, 1 if step == "sent" else 0,
                                1 if step == "sent, no operation" else 0))
            db.close()
            a.start()
            if step == "not noted":
                rig.start()
            a.wait_settled()
            wait_sent(a)
            wait_file(b, incident, digest, "here")
            print(f"stopped at: {step}")
        listed = [one["hash"] for one in a.say("files", incident)["files"]]
        assert sorted(listed) == sorted(made), (listed, made)
        assert a.status()["attention"] == 0, a.say("tray")


def test_kills():
    """Desk and server are killed while files go: nothing that was answered is missing."""
    rig, a, b = open_rig()
    with rig:
        incident = incident_at(rig, a, b)
        made = []
        for turn in range(8):
            path, digest = make_file(rig, f"{turn}.bin", 6 * 1024 * 1024, b"\x00")
            attach(a, incident, path)
            made.append(digest)
            victim = (a, rig)[turn % 2]
            victim.kill()
            victim.start()
            be_there(a)
        b.wait_online()
        for digest in made:
            wait_file(b, incident, digest, "here")
            same_bytes(rig, b, digest)
        wait_sent(a)


def leave_behind(desk, incident, path, digest, person):
    """As a stop leaves it between the row of a file and its operation. The desk isn't running."""
    target = os.path.join(desk.folder, "files", digest[:2])
    os.makedirs(target, exist_ok=True)
    shutil.copy(path, os.path.join(target, digest[2:]))
    with outbox(desk) as db:
        attachment = db.execute("SELECT last_id + 1 + (SELECT count(*) FROM upload)"
                                " FROM identity").fetchone()[0]
        session = db.execute("SELECT max(session_id) FROM session_proof").fetchone()[0]
        db.execute("INSERT INTO upload VALUES (?, ?, ?, ?, ?, 'application/pdf', ?, ?, ?, 0, 0,"
                   " NULL, NULL, NULL)",
                   (attachment, incident, digest, os.path.getsize(path), os.path.basename(path),
                    person, session, int(time.time() * 1e6)))


def test_refused_later():
    """What is put on record at the next start and refused then is in the tray: nobody is told
    else."""
    rig, a, b = open_rig()
    with rig:
        incident = incident_at(rig, a, b)
        person = int(a.status()["person"])
        kept, refused = make_file(rig, "giữ.pdf", 3000), make_file(rig, "bỏ.pdf", 3000)
        a.stop()
        leave_behind(a, incident, *kept, person)
        leave_behind(a, 12345, *refused, person)
        a.start()
        wait_for("it is in the tray", lambda: a.status()["attention"] == 1)
        entry, = a.say("tray")["tray"]
        assert (entry["operation"], entry["refused"]) == ("incident.attach", "incident.unknown")
        wait_file(b, incident, kept[1], "here")
        wait_sent(a)


def order(desk, incident, unit):
    with sqlite3.connect(os.path.join(desk.folder, "replica.db")) as db:
        agency = db.execute("SELECT id FROM agency WHERE code = ?", (unit,)).fetchone()[0]
    task = desk.say("id")["id"]
    done = desk.do("incident.dispatch", incident_id=incident, task_id=task, agency_id=agency)
    assert done["ok"], done
    desk.wait_settled()
    return task


def rows(desk, sql, *values):
    with sqlite3.connect(os.path.join(desk.folder, "replica.db")) as db:
        return db.execute(sql, values).fetchall()


def test_unit():
    """A unit's people send photos from their own desk, where no incident is held: offline too and
    through a stop. The room has them as the unit's, without what they carry; the unit sees what it
    sent; another unit's order and one that has ended take none, which is told."""
    rig, a, b = open_rig()
    with rig:
        unit = rig.add_desk("Trực Đội CSGT số 1", "csgt1")
        incident = incident_at(rig, a, b)
        task, other = order(a, incident, "csgt1"), order(a, incident, "csgt2")
        wait_for("the unit has its order", lambda: rows(
            unit, "SELECT 1 FROM task WHERE id = ?", task))
        photo, said = make_photo(9.7841, 105.4708, "2026:11:26 14:03:05")
        digest = hashlib.sha256(photo).hexdigest()
        path = os.path.join(rig.folder, "cầu.jpg")
        with open(path, "wb") as file:
            file.write(photo)
        rig.kill()
        wait_for("the unit notices", lambda: unit.status()["state"] == "offline")
        answer = unit.say("attach-order", incident, task, path)
        assert answer["ok"], answer
        os.unlink(path)
        unit.kill()
        unit.start()
        wait_for("the unit's desk knows it", lambda: unit.say("unsent")["unsent"] == 1)
        rig.start()
        b.wait_online()
        copy = wait_for("the other desk has its copy", lambda: [
            one["hash"] for one in b.say("files", incident)["files"]
            if one["hash"] != digest and one["state"] == "here"])[0]
        saved = os.path.join(rig.folder, "saved")
        assert b.say("save", copy, saved)["ok"]
        with open(saved, "rb") as file:
            shown = file.read()
        for words in said:
            assert words in photo and words not in shown, words
        wait_sent(unit)
        assert rows(b, "SELECT a.code, e.text, e.reason FROM incident_event AS e JOIN agency AS a"
                       " ON a.id = e.agency_id WHERE e.code = 'incident.attach'"
                    ) == [("csgt1", "cầu.jpg", None)]
        assert wait_for("the unit sees what it sent", lambda: rows(
            unit, "SELECT from_unit, text FROM task_message WHERE task_id = ?", task)
                        ) == [(1, "\tcầu.jpg")]
        assert not rows(unit, "SELECT 1 FROM attachment"), "a unit holds no incidents"

        be_there(unit)
        path, _ = make_file(rig, "khác.pdf", 3000)
        assert unit.say("attach-order", incident, other, path)["ok"], "the server decides"
        wait_for("it is in the tray", lambda: unit.status()["attention"] == 1)
        be_there(a)
        done = a.do("incident.recall", incident_id=incident, task_id=task)
        assert done["ok"], done
        a.wait_settled()
        path, _ = make_file(rig, "muộn.pdf", 3000)
        assert unit.say("attach-order", incident, task, path)["ok"], "the server decides"
        wait_for("so is that", lambda: unit.status()["attention"] == 2)
        assert {(entry["operation"], entry["refused"]) for entry in unit.say("tray")["tray"]} == {
            ("incident.attach", "task.not-yours"), ("incident.attach", "task.state")}
        assert len(b.say("files", incident)["files"]) == 2


def test_limits():
    """What can't be attached is refused with a reason, and leaves nothing behind."""
    rig, a, b = open_rig(f"[files]\nfile-mib={SMALL_MIB}\n")
    with rig:
        incident = incident_at(rig, a, b)
        path, digest = make_file(rig, "first.pdf", 100)
        attach(a, incident, path)
        wait_sent(a)
        path, digest = make_file(rig, "large.pdf", SMALL_MIB * 1024 * 1024 + 1)
        assert a.say("attach", incident, path)["refused"] == "file.too-large"
        path, _ = make_file(rig, "empty", 0, b"")
        assert a.say("attach", incident, path)["refused"] == "file.empty"
        assert a.say("attach", incident, "/nowhere")["refused"] == "file.unreadable"
        assert a.say("attach", 12345, make_file(rig, "x", 10)[0])["refused"] == "incident.unknown"
        assert a.say("unsent")["unsent"] == 0 and rows_left(a) == 0


def test_damaged():
    """A copy that rots here is noticed and fetched anew; one that was to be sent is said to be
    lost and never sent; and within a small quota nothing to be sent goes."""
    rig, a, b = open_rig()
    with rig:
        incident = incident_at(rig, a, b)
        path, digest = make_file(rig, "a.pdf", 200000)
        attach(a, incident, path)
        wait_file(b, incident, digest, "here")
        kept = os.path.join(b.folder, "files", digest[:2], digest[2:])
        with open(kept, "r+b") as file:
            file.write(b"other")
        assert not b.say("save", digest, path + ".out")["ok"]
        b.say("view", digest, 200000)
        wait_file(b, incident, digest, "here")
        same_bytes(rig, b, digest)

        a.say("quota", 300000)
        rig.kill()
        wait_for("A notices", lambda: a.status()["state"] == "offline")
        others = [make_file(rig, f"{n}.pdf", 150000) for n in range(4)]
        for path, _ in others:
            attach(a, incident, path)
        assert state_of(a, incident, digest) != "here", "the oldest went for the others"
        for _, one in others:
            assert state_of(a, incident, one) == "to-send"
        rotten = others[1][1]
        with open(os.path.join(a.folder, "files", rotten[:2], rotten[2:]), "r+b") as file:
            file.write(b"other")
        rig.start()
        wait_file(a, incident, rotten, "lost")
        for _, one in others:
            if one != rotten:
                wait_file(b, incident, one, "here")
        assert state_of(b, incident, rotten) in ("not-yet", "to-fetch", "fetching")
        # Attached again, it is good again.
        attach(a, incident, others[1][0])
        wait_file(b, incident, rotten, "here")
        wait_sent(a)


def test_not_ours():
    """A file that this desk has no attachment of goes; its own, sent or not, stay."""
    rig, a, b = open_rig()
    with rig:
        incident = incident_at(rig, a, b)
        path, sent = make_file(rig, "sent.pdf", 1000)
        attach(a, incident, path)
        wait_sent(a)
        rig.kill()
        wait_for("A notices", lambda: a.status()["state"] == "offline")
        path, waiting = make_file(rig, "waiting.pdf", 1000)
        attach(a, incident, path)
        a.stop()
        path, stray = make_file(rig, "stray.pdf", 1000)
        place = os.path.join(a.folder, "files", stray[:2], stray[2:])
        os.makedirs(os.path.dirname(place), exist_ok=True)
        shutil.copy(path, place)
        a.start()
        wait_for("A knows its files", lambda: a.say("unsent")["unsent"] == 1)
        assert a.say("unsent")["bytes"] == 3000
        a.say("tidy")
        wait_for("the stray file is gone", lambda: not os.path.exists(place))
        assert state_of(a, incident, sent) == "here"
        assert state_of(a, incident, waiting) == "to-send"
        rig.start()
        wait_sent(a)


def test_server_lost_it():
    """The server was put back to a time before a file came: whoever attached it gives it again."""
    rig, a, b = open_rig()
    with rig:
        incident = incident_at(rig, a, b)
        path, digest = make_file(rig, "a.pdf", 100000)
        attach(a, incident, path)
        wait_sent(a)
        wait_file(b, incident, digest, "here")
        a.wait_settled()
        a.stop()
        b.stop()
        rig.kill()
        os.unlink(os.path.join(rig.data_dir, "files", digest[:2], digest[2:]))
        shutil.rmtree(os.path.join(b.folder, "files"))
        # A begins anew, as after a restored server.
        for name in ("replica.db", "replica.db-wal", "replica.db-shm"):
            if os.path.exists(os.path.join(a.folder, name)):
                os.unlink(os.path.join(a.folder, name))
        rig.start()
        b.start()
        b.wait_online()
        b.say("view", digest, 100000)
        wait_file(b, incident, digest, "not-yet")
        a.start()
        wait_file(b, incident, digest, "here")
        same_bytes(rig, b, digest)
        wait_sent(a)


def test_rot():
    """A file rots on the server's disk: it is found, set aside, and had again from a desk; from the
    backups where no desk has it. What rots at a desk is fetched anew."""
    folder = tempfile.mkdtemp()
    rig, a, b = open_rig(f"[backup]\ndir={folder}\n")
    with rig:
        incident = incident_at(rig, a, b)
        path, digest = make_file(rig, "a.pdf", 100000)
        attach(a, incident, path)
        wait_sent(a)
        wait_file(b, incident, digest, "here")
        stored = os.path.join(rig.data_dir, "files", digest[:2], digest[2:])
        assert rig.ctl("attachments", "check").startswith("1 attachments read, 0 damaged")
        rot(stored)
        done = rig.ctl_done("attachments", "check")
        assert done.returncode == 1 and "1 damaged and set aside" in done.stdout, done
        assert os.path.exists(os.path.join(rig.data_dir, "files/damaged", digest))
        wait_for("a desk gives it back", lambda: os.path.exists(stored))
        assert "0 damaged" in rig.ctl("attachments", "check")
        rig.ctl("backup", folder)
        for desk in (a, b):
            desk.stop()
        rot(stored)
        done = rig.ctl_done("attachments", "check")
        assert "1 damaged and set aside, 1 here again, 0 lost" in done.stdout, done
        with open(stored, "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == digest
        rot(os.path.join(b.folder, "files", digest[:2], digest[2:]))
        b.start()
        be_there(b)
        b.say("view", digest, 100000)
        wait_file(b, incident, digest, "here")
        assert not b.say("save", digest, os.path.join(rig.folder, "saved"))["ok"]
        b.say("view", digest, 100000)
        wait_for("the desk has it again", lambda: b.say(
            "save", digest, os.path.join(rig.folder, "saved"))["ok"])
        same_bytes(rig, b, digest)
    shutil.rmtree(folder)


def rot(path):
    with open(path, "r+b") as file:
        file.seek(5000)
        byte = file.read(1)
        file.seek(5000)
        file.write(bytes([byte[0] ^ 1]))


class Photo(BaseHTTPRequestHandler):
    data, said = make_photo(9.7841, 105.4708, "2026:11:26 14:03:05")

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(self.data)))
        self.end_headers()
        self.wfile.write(self.data)

    def log_message(self, *args):
        pass


def test_open311():
    """The copy of a report's photo, given by its address, is on the desk; the original isn't."""
    web = ThreadingHTTPServer(("127.0.0.1", 0), Photo)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    rig, a, b = open_rig("[open311]\nmedia-hosts=127.0.0.1\nmedia-private=true\n")
    with rig:
        report = rig.report("Ổ gà sâu giữa đường",
                            media_url=f"http://127.0.0.1:{web.server_port}/photo.jpg")
        incident = wait_for("the report", lambda: (
            lambda r: r if r.get("found") else None)(a.say("report", report)))["incident"]
        original = hashlib.sha256(Photo.data).hexdigest()
        copies = wait_for("its copy", lambda: [
            one["hash"] for one in a.say("files", incident)["files"]
            if one["hash"] != original and one["state"] == "here"])
        same_bytes(rig, a, copies[0])
        assert state_of(a, incident, original) == "absent", state_of(a, incident, original)
    web.shutdown()


def main():
    tests = {name[5:]: value for name, value in globals().items() if name.startswith("test_")}
    for name in sys.argv[1:] or tests:
        print(f"{name}: {tests[name].__doc__}")
        tests[name]()
        print(f"{name}: ok")


main()
