#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the log of a real server is proved while it works and at rest, every change of it is named,
and the history of an incident verifies alone. Method: a province at work, links kept from the
journal, bits turned in copies; and a reader of bundles of our own here, written from docs/AUDIT.md
alone with Python's hashlib and Debian's python3-cryptography.

  test_audit.py"""
import base64
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from province_rig import BUILD, Rig, wait_for

SECRET = "Người thứ ba không liên quan"


def run(rig, *words):
    return subprocess.run(
        [os.path.join(BUILD, "src/tools/toancanhctl"), "--socket", rig.socket, *words],
        capture_output=True, text=True, timeout=300)


# ---- an independent reader ----

def blake(domain, *parts):
    whole = hashlib.blake2b(digest_size=32)
    for part in (blob(domain.encode()), *parts):
        whole.update(part)
    return whole.digest()


def number(value):
    return value.to_bytes(8, "little", signed=True)


def blob(data):
    return number(len(data)) + data


def verify(key, domain, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, domain.encode() + b"\0" + message)
        return True
    except InvalidSignature:
        return False


def align(at, to):
    return (at + to - 1) // to * to


def offset_size(size):
    return 1 if size < 1 << 8 else 2 if size < 1 << 16 else 4


def read_value(data):
    """A variant: the value, a zero byte, the type."""
    value, kind = data.rsplit(b"\0", 1)
    if kind == b"x":
        return int.from_bytes(value, "little", signed=True)
    if kind == b"s":
        return value[:-1].decode()
    return value


def read_args(data):
    """a{sv}: entries aligned to 8, their ends at the end."""
    if not data:
        return {}
    width = offset_size(len(data))
    end = int.from_bytes(data[-width:], "little")
    count = (len(data) - end) // width
    ends = [int.from_bytes(data[end + i * width:end + (i + 1) * width], "little")
            for i in range(count)]
    found, start = {}, 0
    for stop in ends:
        entry = data[align(start, 8):stop]
        inner = offset_size(len(entry))
        key_end = int.from_bytes(entry[-inner:], "little")
        found[entry[:key_end - 1].decode()] = read_value(
            entry[align(key_end, 8):len(entry) - inner])
        start = stop
    return found


def read_operation(data):
    width = offset_size(len(data))
    name_end = int.from_bytes(data[-width:], "little")
    nonce_end = int.from_bytes(data[-2 * width:-width], "little")
    at = align(align(name_end, 2) + 2, 8)
    numbers = [int.from_bytes(data[at + 8 * i:at + 8 * i + 8], "little", signed=True)
               for i in range(5)]
    replica = int.from_bytes(data[at + 40:at + 42], "little")
    assert data[0] == 1 and nonce_end == at + 42 + 16, "the form is another"
    return {"name": data[1:name_end - 1].decode(), "id": numbers[0], "actor": numbers[1],
            "session": numbers[2], "seq": numbers[3], "made_us": numbers[4], "replica": replica,
            "args": read_args(data[align(nonce_end, 8):len(data) - 2 * width])}


class Reader:
    """Verifies a bundle; AssertionError says what is wrong."""

    def __init__(self, lines, key=None):
        self.head = json.loads(lines[0])
        assert self.head["kind"] == "head" and self.head["format"] == "toancanh incident 1"
        self.server = key or bytes.fromhex(self.head["server_key"])
        self.keys, self.sessions, self.operations, self.files = {}, {}, [], {}
        self.at, self.link = 0, None
        for line in lines[1:-1]:
            line = json.loads(line)
            {"commit": self.commit, "file": self.file}[line["kind"]](line)
        self.check_end(json.loads(lines[-1]))

    def operation(self, one, lsn):
        data, signature = base64.b64decode(one["bytes"]), bytes.fromhex(one["signature"])
        op = read_operation(data)
        key = self.server if op["replica"] == 0 else self.keys.get(op["replica"])
        assert key and verify(key, "toancanh operation 1", data, signature), f"{lsn} is not signed"
        refusal = one.get("refusal")
        if refusal is None:
            if op["replica"]:
                assert self.sessions[op["session"]] == (op["actor"], op["replica"]), lsn
            elif op["name"] == "desk.enrol":
                self.keys[op["args"]["desk_id"]] = op["args"]["public_key"]
            elif op["name"] == "session.open":
                self.sessions[op["args"]["session_id"]] = (op["args"]["staff_id"],
                                                           op["args"]["desk_id"])
        self.operations.append((lsn, op, one["why"], refusal))
        return blake("toancanh leaf 2", number(lsn),
                     blake("toancanh operation hash 1", blob(data)), signature,
                     blob((refusal or "").encode()),
                     blob(base64.b64decode(one.get("refusal_args", ""))))

    def commit(self, line):
        first, last = line["first_lsn"], line["last_lsn"]
        before = bytes.fromhex(line["before"])
        assert first > self.at and last >= first
        if first == self.at + 1 and self.at:
            assert before == self.link, f"{last} does not follow"
        assert not self.head["chain"] or not self.at or first == self.at + 1
        if "operations" in line:
            leaves = [bytes.fromhex(one["leaf"]) if "leaf" in one else
                      self.operation(one, first + i) for i, one in enumerate(line["operations"])]
            assert len(leaves) == last - first + 1
            root = blake("toancanh operations 2", *leaves)
        else:
            root = bytes.fromhex(line["root"])
        sections = b"".join(number(int(one["scope"])) + bytes.fromhex(one["hash"])
                            for one in line["sections"])
        link = blake("toancanh link 1", before, number(first), number(last),
                     number(line["time_us"]), root, number(len(line["sections"])), sections)
        assert link.hex() == line["link"], f"{last}: the link is another"
        assert verify(self.server, "toancanh link signature 1", link,
                      bytes.fromhex(line["signature"])), f"{last}: the link is not signed"
        self.at, self.link = last, link

    def file(self, line):
        data = self.files.setdefault(line["sha256"], bytearray())
        assert line["offset"] == len(data)
        data += base64.b64decode(line["data"])

    def check_end(self, line):
        assert line["kind"] == "end" and line["operations"] == len(self.operations)
        for sha256, data in self.files.items():
            assert hashlib.sha256(data).hexdigest() == sha256
        if self.head["chain"]:
            assert (self.at, self.link.hex()) == (self.head["lsn"], self.head["link"])


# ---- a province at work ----

def work(rig, desk):
    """An incident with a history: its code. And others beside it."""
    rig.report(SECRET, first_name="Bí", last_name="Mật", phone="0900111222")
    rig.report("Đèn đường tắt", first_name="Nguyễn", last_name="An", phone="0900333444")
    desk.wait_settled()
    codes = wait_for("two incidents", lambda: len(read(
        rig, "SELECT code FROM incident ORDER BY id")) >= 2 and read(
            rig, "SELECT code, id FROM incident ORDER BY id DESC LIMIT 1"))
    code, incident = codes[0]
    for name, args in (("incident.take", {}), ("incident.comment", {"text": "đã gọi lại"})):
        answer = desk.do(name, incident_id=incident, **args)
        assert answer["ok"], answer
    desk.wait_settled()
    rig.report("Ổ gà", first_name="Trần", last_name="Bình", phone="0900555666")
    return code, incident


def read(rig, sql, *values):
    db = sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True)
    try:
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


def check_running(rig):
    """Of the server that works; with its key, with another, from a place on, with posted links."""
    done = run(rig, "audit", "verify")
    assert done.returncode == 0 and done.stdout.endswith("whole\n"), done
    result = json.loads(rig.ctl("--json", "audit", "verify"))
    assert result["operations"] == result["lsn"] == rig.status()["lsn"], result
    head = json.loads(rig.fetch("/log/head"))
    middle = read(rig, "SELECT last_lsn FROM log_commit ORDER BY last_lsn LIMIT 1 OFFSET 20")[0][0]
    since = json.loads(rig.ctl("--json", "audit", "verify", "--since", str(middle),
                               "--key", head["server_key"]))
    assert since["operations"] == result["operations"] - middle, since
    other = run(rig, "audit", "verify", "--key", "00" * 32)
    assert other.returncode == 1 and "not signed with this server's key" in other.stderr, other
    nowhere = run(rig, "audit", "verify", "--since", "999999")
    assert nowhere.returncode == 1 and "no commit ends there" in nowhere.stderr, nowhere
    return head


def check_posted(rig, head):
    path = os.path.join(rig.folder, "heads.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("Nov 23 07:00:00 may toancanhd[1]: ready at http://127.0.0.1\n")
        file.write("Nov 23 07:00:00 may toancanhd[1]: the log's link: " + json.dumps(head) + "\n")
    done = run(rig, "audit", "verify", "--posted", path)
    assert done.returncode == 0 and "1 links that were posted are as they were" in done.stdout, done
    forged = dict(head, link="00" * 32)
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps(forged) + "\n")
    done = run(rig, "audit", "verify", "--posted", path)
    assert done.returncode == 1 and "this server did not sign it" in done.stderr, done


def check_bundle(rig, code, incident, head):
    path = os.path.join(rig.folder, "vu-viec.bundle")
    before = rig.status()["lsn"]
    assert run(rig, "audit", "export", code, path).returncode == 2
    nobody = run(rig, "audit", "export", "PA-000000-0000", path, "--reason", "thử")
    assert nobody.returncode == 1 and "there is no incident" in nobody.stderr, nobody
    assert not os.path.exists(path)
    rig.ctl("audit", "export", code, path, "--reason", "Thanh tra 12/TTr", "--chain")
    assert rig.status()["lsn"] == before + 2, "each is put on record, also the one that failed"
    assert read(rig, "SELECT reason FROM reporter_access ORDER BY id DESC LIMIT 1") == [
        (f"{code}: Thanh tra 12/TTr",)]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert SECRET not in text and "0900111222" not in text and "0900555666" not in text
    for foreign in (SECRET, "0900111222", "0900555666"):
        assert base64.b64encode(foreign.encode()).decode()[:-4] not in text
    reader = Reader(text.splitlines(), bytes.fromhex(head["server_key"]))
    names = [op["name"] for _, op, why, refusal in reader.operations
             if why == "incident" and refusal is None]
    assert "incident.take" in names and "incident.comment" in names, names
    assert SECRET not in json.dumps([str(op) for _, op, _, _ in reader.operations],
                                    ensure_ascii=False)
    told = {row[0] for row in read(rig, "SELECT id FROM incident_event WHERE incident_id = ?",
                                   incident)}
    assert told <= {op["id"] for _, op, why, _ in reader.operations if why == "incident"}
    people = [op["args"]["name"] for _, op, why, _ in reader.operations if why == "person"]
    assert people, "who did it is in it"
    checked = rig.ctl("audit", "check", path, "--key", head["server_key"])
    assert checked.endswith("whole") and people[-1] in checked, checked
    check_turned(rig, path, text)
    return path


def check_turned(rig, path, text):
    """Whatever bit is turned: neither reader takes it."""
    chance = random.Random(26)
    turned = path + ".turned"
    data = text.encode()
    seen = 0
    for _ in range(60):
        at, bit = chance.randrange(len(data)), 1 << chance.randrange(7)
        other = bytearray(data)
        other[at] ^= bit
        with open(turned, "wb") as file:
            file.write(other)
        ours = run(rig, "audit", "check", turned).returncode
        try:
            Reader(bytes(other).decode("utf-8").splitlines())
            theirs = 0
        except (AssertionError, ValueError, KeyError, IndexError, TypeError):
            theirs = 1
        seen += theirs
        # For what it was exported, and when, is not proved.
        if ours == 0:
            assert theirs == 0 and data.find(b"\n") > at, (at, data[at - 40:at + 40])
    assert seen > 40, seen
    cut = os.path.join(rig.folder, "cut.bundle")
    with open(cut, "w", encoding="utf-8") as file:
        file.write("\n".join(text.splitlines()[:-1]) + "\n")
    assert "cut off" in run(rig, "audit", "check", cut).stderr


def check_at_rest(rig):
    """A data directory and a backup; a bit of a copy."""
    folder = os.path.join(rig.folder, "backups")
    rig.ctl("backup", folder)
    busy = run(rig, "audit", "verify", rig.data_dir)
    assert busy.returncode == 1 and "a server is running" in busy.stderr, busy
    rig.stop()
    for where in (folder, rig.data_dir):
        done = run(rig, "audit", "verify", where)
        assert done.returncode == 0 and done.stdout.endswith("whole\n"), done
    copy = os.path.join(rig.folder, "copy")
    shutil.copytree(rig.data_dir, copy, ignore=shutil.ignore_patterns("*.sock"))
    with sqlite3.connect(os.path.join(copy, "state.db")) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("UPDATE log_operation SET made_us = made_us + 1 WHERE lsn = 12")
    done = run(rig, "audit", "verify", copy)
    assert done.returncode == 1, done
    assert "the log is broken: operation 12 (" in done.stderr and "made_us" in done.stderr, done
    print(done.stderr.strip())


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
        code, incident = work(rig, desk)
        # A server posts its link when it starts, and each hour.
        rig.stop()
        rig.start()
        desk.wait_settled()
        head = check_running(rig)
        check_posted(rig, head)
        check_bundle(rig, code, incident, head)
        desk.stop()
        begun = time.monotonic()
        check_at_rest(rig)
        print(f"proved at rest in {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
