#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a legal purge by toancanhctl leaves no byte of what it names in any file of the server and
of desks, one that was off among them; the log and bundles are proved; a server that was restored
from before it purges again. Method: the real programs; words that occur nowhere else, looked for in
every file below the folders of server and desks. The log is packed meanwhile, as it is after a
month: of segments that had the words no piece may be left.

  test_purge.py"""
import json
import os
import shutil
import sqlite3
import subprocess
import time

from province_rig import BUILD, Rig, same_tables, wait_for

TEXT = "Bà Xyzzymatter kể chuyện riêng trước nhà"
NAME = "Plughname Thị Zzyzx"
PHONE = "0909765431"
PICTURE = b"\xff\xd8quuxpicture" * 500
# More than the server takes: it is on record, and stays to be sent.
LARGE = b"%PDF-1.4\nquuxlarge" + b"x" * (1024 * 1024)
NEEDLES = [b"Xyzzymatter", b"xyzzymatter", b"Plughname", b"plughname", PHONE.encode(), b"quuxfile",
           PICTURE[:400],
           LARGE[:18]]
DECISION = "12/QĐ-UBND"
SEGMENT = 5  # operations in one
PIECE = 24  # bytes by which a segment is known


def find(folder):
    """Where one of the words stands, below a folder."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            try:
                with open(path, "rb") as file:
                    data = file.read()
            except OSError:
                continue
            found += [(os.path.relpath(path, folder), one) for one in NEEDLES if one in data]
    return found


def read_segments(rig):
    """By their ends."""
    with sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True) as db:
        return dict(db.execute("SELECT last_lsn, body FROM log_segment"))


def export_log(rig):
    folder = os.path.join(rig.folder, "exported")
    rig.ctl("export", folder, "--what", "log")
    with open(os.path.join(folder, "log.jsonl"), encoding="utf-8") as file:
        lines = file.readlines()
    shutil.rmtree(folder)
    return lines


def pack(rig):
    """What is told of the log is the same afterwards."""
    told = export_log(rig)
    rig.stop()
    said = subprocess.run([os.path.join(BUILD, "tests/e2e/pack-log"), f"{rig.data_dir}/state.db",
                           str(SEGMENT)], check=True, capture_output=True, text=True).stdout
    rig.start()
    assert int(said) == len(read_segments(rig)) > 10, said
    assert export_log(rig)[:len(told)] == told and len(told) > 50
    print(rig.ctl("audit", "verify"))


def check_segments(rig, before):
    """Those that were written anew have left nothing of what they were."""
    now = read_segments(rig)
    changed = [before[lsn] for lsn in before if now[lsn] != before[lsn]]
    assert changed and set(now) >= set(before), (len(before), len(now))
    data = b""
    for name in ("state.db", "state.db-wal"):
        path = os.path.join(rig.data_dir, name)
        if os.path.exists(path):
            with open(path, "rb") as file:
                data += file.read()
    for body in changed:
        assert body[-PIECE:] not in data, len(body)


def report(desk):
    code = wait_for("a code", lambda: desk.say("code").get("code"))
    incident, said, person = (desk.say("id")["id"] for _ in range(3))
    answer = desk.do("incident.report", incident_id=incident, report_id=said, reporter_id=person,
                     code=code, channel="hotline", text=TEXT, reporter_name=NAME,
                     reporter_phone=PHONE, received_us=int(time.time() * 1e6))
    assert answer["ok"], answer
    return code, incident, said


def purge(rig, code, kind, target, *, typed=None, by="lan"):
    typed = typed or f"{code}\n{DECISION}\n"
    return rig.ctl_done("purge", "do", code, kind, target, "--decision", DECISION, "--reason",
                        "Theo yêu cầu của chủ thể dữ liệu", "--by", by, text=typed)


def check_refused(rig, code, said):
    """Nobody may, until it is given; typed wrong once; unknown; by nobody there is."""
    done = purge(rig, code, "report", said)
    assert done.returncode == 1 and "not-allowed" in done.stderr, done
    done = rig.ctl_done("operate", "log.purge", "purge_id=5", "last=1")
    assert done.returncode == 1, done
    done = purge(rig, code, "report", said, typed=f"{code}\n13/QĐ-UBND\n")
    assert done.returncode == 1 and "not the same" in done.stderr, done
    done = purge(rig, code, "report", said, by="nobody")
    assert done.returncode == 1 and "no account" in done.stderr, done
    assert rig.ctl("purge", "list") == ""


def main():
    backups = None
    with Rig("[backup]\ndir=BACKUPS\n[files]\nfile-mib=1\n") as rig:
        backups = os.path.join(rig.folder, "backups")
        os.makedirs(backups)
        conf = os.path.join(rig.folder, "toancanhd.conf")
        with open(conf, encoding="utf-8") as file:
            text = file.read().replace("BACKUPS", backups)
        with open(conf, "w", encoding="utf-8") as file:
            file.write(text)
        rig.start()
        rig.load()
        maker = rig.add_desk("Bàn 02 – Điều phối", "lan")
        away = rig.add_desk("Bàn 03 – Điều phối", "minh")
        code, incident, said = report(maker)
        maker.wait_settled()
        picture = os.path.join(rig.folder, "quuxfile.jpg")
        with open(picture, "wb") as file:
            file.write(PICTURE)
        large = os.path.join(rig.folder, "quuxfile.pdf")
        with open(large, "wb") as file:
            file.write(LARGE)
        assert maker.say("attach", incident, large)["ok"]
        os.remove(large)
        tell(rig, maker, away, code, incident, said, picture, backups)


def tell(rig, maker, away, code, incident, said, picture, backups):
    answer = maker.say("attach", incident, picture)
    assert answer["ok"], answer
    os.remove(picture)
    maker.wait_settled()
    wait_for("the file", lambda: find(os.path.join(rig.data_dir, "files")))
    wait_for("desks agree", lambda: same_tables(maker, away))
    check_refused(rig, code, said)
    pack(rig)
    generation = rig.ctl("backup", backups)
    away.stop()
    assert find(rig.data_dir) and find(maker.folder) and find(away.folder)
    rig.ctl("purge", "allow", "dispatcher")
    packed = read_segments(rig)

    # One report, with all that came of it; and the file, which was attached to the incident alone.
    things = [line.split("\t") for line in rig.ctl("purge", "show", code).splitlines()]
    kinds = [thing[0] for thing in things]
    assert kinds.count("report") == 1 and kinds.count("attachment") == 2, things
    assert maker.say("unsent")["unsent"] == 1
    for kind, what in [("report", said)] + [(thing[0], thing[1]) for thing in things
                                            if thing[0] == "attachment"]:
        done = purge(rig, code, kind, what)
        assert done.returncode == 0, done
    done = purge(rig, code, "report", said)
    assert done.returncode == 1 and "purge.done" in done.stderr, done
    assert [line.split("\t")[-1] for line in rig.ctl("purge", "list").splitlines()] == ["done"] * 3
    wait_for("nothing at the server", lambda: not find(rig.data_dir))
    check_segments(rig, packed)
    maker.wait_settled()
    wait_for("nothing is sent any more", lambda: maker.say("unsent")["unsent"] == 0)
    wait_for("nothing at the desk", lambda: not find(maker.folder))
    away.start()
    away.wait_online()
    wait_for("desks agree", lambda: same_tables(maker, away))
    wait_for("nothing at the desk that was off", lambda: not find(away.folder))
    check_proof(rig, code)

    # From before it: the same again, by itself, and no desk brings it back.
    rig.stop()
    shutil.rmtree(rig.data_dir)
    print(rig.ctl("restore", generation, "--to", rig.data_dir, "--yes"))
    assert find(rig.data_dir)
    assert read_segments(rig) == packed
    rig.start()
    wait_for("purged again", lambda: [line.split("\t")[-1] for line in
                                      rig.ctl("purge", "list").splitlines()] == ["done"] * 3)
    for desk in (maker, away):
        desk.wait_settled()
    wait_for("desks agree", lambda: same_tables(maker, away))
    wait_for("nothing at the server", lambda: not find(rig.data_dir))
    check_segments(rig, packed)
    for desk in (maker, away):
        wait_for("nothing at a desk", lambda: not find(desk.folder))
    check_proof(rig, code)


def check_proof(rig, code):
    # What is left refers to nothing that is gone.
    found = json.loads(rig.ctl_done("--json", "doctor", "--data-dir", rig.data_dir).stdout)
    assert len(found["findings"]) > 5, found
    assert "references" not in [one["check"] for one in found["findings"]], found
    said = rig.ctl("audit", "verify")
    assert "as legal purges say" in said, said
    bundle = os.path.join(rig.folder, "bundle")
    rig.ctl("audit", "export", code, bundle, "--reason", "Thanh tra", "--chain")
    checked = rig.ctl("audit", "check", bundle)
    assert "purged" in checked, checked
    with open(bundle, "rb") as file:
        assert not [needle for needle in NEEDLES if needle in file.read()]
    # Somebody says of another operation that it was purged.
    with open(bundle, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    for line in lines:
        for one in line["operations"] if line["kind"] == "commit" and "operations" in line else []:
            if one.get("name") == "incident.report":
                one["actor"] = "77"
    with open(bundle, "w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    assert rig.ctl_done("audit", "check", bundle).returncode == 1
    os.remove(bundle)


if __name__ == "__main__":
    main()
