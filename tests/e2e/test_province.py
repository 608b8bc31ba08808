#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a province's files get into the real server whole, whatever happens meanwhile, and reports
keep coming in through its Open311 door. Method: toancanhctl loads the demonstration while the
server is killed, again and again, at another moment each time; then what is there is counted; then
tc-field-reporter reports as fast as ten a second.

  test_province.py [SEED]"""
import base64
import csv
import hashlib
import json
import os
import random
import socket
import subprocess
import sys
import time

from province_rig import BUILD, TOP, WAIT_S, Rig

PROVINCE = os.path.join(TOP, "data/province/haugiang")
CUTS_MAX = 40
CUT_S_MAX = 0.15


def rows_of(name):
    with open(os.path.join(PROVINCE, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_cut(rig, seconds):
    """Loads while the server is killed after some seconds. TRUE if the load was through before."""
    loading = subprocess.Popen(
        [os.path.join(BUILD, "src/tools/toancanhctl"), "--socket", rig.socket, "province", "load",
         PROVINCE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(seconds)
    rig.kill()
    out, err = loading.communicate(timeout=WAIT_S)
    assert loading.returncode in (0, 1, 3), (loading.returncode, out, err)
    assert loading.returncode == 0 or len(err.splitlines()) <= 2, err
    rig.start()
    return loading.returncode == 0


def check_whole(rig):
    """Loading again finds nothing to do, and every name is there once."""
    assert rig.ctl("province", "load", PROVINCE) == "0 operations"
    accounts = json.loads(rig.ctl("--json", "account", "list"))["accounts"]
    assert sorted(one["account"] for one in accounts) == sorted(
        one["account"] for one in rows_of("staff.csv"))
    desks = json.loads(rig.ctl("--json", "desk", "list"))["desks"]
    assert [one["name"] for one in desks] == [one["name"] for one in rows_of("desks.csv")]
    services = [one["service_code"] for one in rig.request("/services.json")]
    assert sorted(services) == sorted(one["code"] for one in rows_of("fields.csv"))


def ask_all(rig):
    """Every report of the last 61 days, which are more than one answer holds."""
    found, now = {}, time.time()
    for days in range(0, 63, 3):
        start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - (days + 3) * 86400))
        end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - days * 86400 + 60))
        page = rig.request(f"/requests.json?start_date={start}&end_date={end}")
        assert len(page) < 1000, "a page that may be cut"
        found.update({one["service_request_id"]: one for one in page})
    return list(found.values())


def check_reports(rig):
    """The demonstration's reports: all there, once, and those dealt with answered; and what was
    done with them in two months is there within seconds."""
    begun = time.monotonic()
    said = rig.ctl("province", "load", "--reports", PROVINCE)
    took = time.monotonic() - begun
    print(f"# {said.splitlines()[-1]} in {took:.1f} s")
    assert rig.ctl("province", "load", "--reports", PROVINCE) == "0 operations"
    known = rows_of("reports.csv")
    told = ask_all(rig)
    assert sorted(one["description"] for one in told) == sorted(
        one["text"].strip() for one in known), (len(told), len(known))
    closed = [one for one in told if one["status"] == "closed"]
    # What was merged has the status of the report that it repeats.
    done = [one for one in known if one["outcome"] in (
        "resolved", "answered", "published", "closed", "rejected", "redirected")]
    merged = [one for one in known if one["outcome"] == "merged"]
    assert len(done) <= len(closed) <= len(done) + len(merged), (len(done), len(closed))
    answers = {one["status_notes"] for one in closed}
    for one in done:
        if one["outcome"] in ("published", "closed") and one["answer"]:
            assert one["answer"] in answers, one["label"]


def ask_admin(rig, question):
    """One question on the administration socket, and its answer."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(30)
        line.connect(rig.socket)
        line.sendall((json.dumps(question) + "\n").encode())
        return json.loads(line.makefile().readline())


def check_files(rig):
    """A file in pieces: out of turn it is told where to go on, whole it isn't taken again; and
    what is no file is refused."""
    whole = b"abcdef" * 50
    name = hashlib.sha256(whole).hexdigest()
    path = os.path.join(rig.data_dir, "files", name[:2], name[2:])

    def put(piece, offset, **more):
        return ask_admin(rig, {
            "do": "put-file", "hash": name, "size": len(whole), "offset": offset,
            "data": base64.b64encode(piece).decode(), **more})

    assert put(whole[:100], 0)["offset"] == 100
    assert put(whole[:100], 0)["offset"] == 100
    assert not os.path.exists(path)
    assert put(whole[100:], 100)["offset"] == 300
    assert put(whole[:100], 0)["offset"] == 300
    with open(path, "rb") as file:
        assert file.read() == whole
    for wrong, told in [({"hash": "../x"}, "SHA-256"), ({"size": 0}, "from 1 to 67108864"),
                        ({"size": 1 << 40}, "from 1 to"), ({"offset": -1}, "base64 of a piece"),
                        ({"offset": 201}, "base64 of a piece"), ({"data": "?"}, "base64"),
                        ({"hash": "0" * 64, "size": 100}, "another hash")]:
        answer = put(whole[:100], **{"offset": 0, **wrong})
        assert not answer["ok"] and told in answer["error"], (wrong, answer)


def check_reporter(rig):
    """Thirty reports in three seconds, each read back."""
    before = len(ask_all(rig))
    key = rig.ctl("api-key", "add", "field")
    done = subprocess.run(
        [os.path.join(BUILD, "src/tools/tc-field-reporter"), "--url", rig.open311,
         "--per-minute", "600", "--seconds", "3", "--province", PROVINCE],
        input=key + "\n", capture_output=True, text=True, timeout=WAIT_S)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 31
    print("#", done.stdout.splitlines()[-1])
    assert len(ask_all(rig)) == before + 30


def check_mover(rig):
    """Every vehicle is somewhere after a few seconds, told once; one goes to a request of its
    unit."""
    done = subprocess.run(
        [os.path.join(BUILD, "src/tools/tc-unit-mover"), "--socket", rig.socket, "--province",
         PROVINCE, "--url", rig.open311, "--seconds", "4"],
        capture_output=True, text=True, timeout=WAIT_S)
    assert done.returncode == 0, done.stdout + done.stderr
    places, refused, driven = [int(word) for word in done.stdout.split() if word.isdigit()]
    vehicles = ask_admin(rig, {"do": "rows", "table": "unit_place", "after": "0",
                               "columns": ["id", "status", "placed_us"]})["rows"]
    assert len(vehicles) == len(rows_of("units.csv")), len(vehicles)
    assert refused == 0 and len(vehicles) <= places <= 3 * len(vehicles), done.stdout
    assert driven == 0 or any(one[1] == "en-route" for one in vehicles), done.stdout
    # What was reported, and by whom, isn't read by that door.
    for table in ("reporter", "report", "incident"):
        assert not ask_admin(rig, {"do": "rows", "table": table, "after": "0",
                                   "columns": ["id"]})["rows"], table


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else int(time.time())
    chance = random.Random(seed)
    print(f"# seed {seed}")
    steps = [check_whole, check_reports, check_files, check_reporter,
             check_mover]
    print(f"1..{len(steps) + 1}")
    with Rig() as rig:
        rig.start()
        cuts = 0
        while cuts < CUTS_MAX and not load_cut(rig, chance.uniform(0, CUT_S_MAX)):
            cuts += 1
        rig.ctl("province", "load", PROVINCE)
        print(f"ok 1 - loaded after {cuts} loads that were cut short")
        for number, step in enumerate(steps, 2):
            step(rig)
            print(f"ok {number} - {step.__name__}")


main()
