#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a province's files get into the real server whole, whatever happens meanwhile, and reports
keep coming in through its Open311 door. Method: toancanhctl loads the demonstration while the
server is killed, again and again, at another moment each time; then what is there is counted; then
tc-field-reporter reports as fast as ten a second.

  test_province.py [SEED]"""
import csv
import json
import os
import random
import subprocess
import sys
import time

from province_rig import BUILD, Rig, TOP

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
    out, err = loading.communicate(timeout=60)
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


def check_reports(rig):
    """The demonstration's reports: all there, once, and those dealt with answered."""
    rig.ctl("province", "load", "--reports", PROVINCE)
    assert rig.ctl("province", "load", "--reports", PROVINCE) == "0 operations"
    known = rows_of("reports.csv")
    told = rig.request("/requests.json")
    assert sorted(one["description"] for one in told) == sorted(
        one["text"].strip() for one in known), (len(told), len(known))
    closed = [one for one in told if one["status"] == "closed"]
    done = [one for one in known if one["outcome"] in (
        "resolved", "closed", "rejected", "redirected")]
    assert len(closed) == len(done)
    answers = {one["status_notes"] for one in closed}
    for one in done:
        if one["outcome"] in ("resolved", "closed"):
            assert one["answer"] in answers, one["label"]


def check_reporter(rig):
    """Thirty reports in three seconds, each read back."""
    before = len(rig.request("/requests.json"))
    key = rig.ctl("api-key", "add", "field")
    done = subprocess.run(
        [os.path.join(BUILD, "src/tools/tc-field-reporter"), "--url", rig.open311,
         "--per-minute", "600", "--seconds", "3", "--province", PROVINCE],
        input=key + "\n", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 31
    print("#", done.stdout.splitlines()[-1])
    assert len(rig.request("/requests.json")) == before + 30


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else int(time.time())
    chance = random.Random(seed)
    print(f"# seed {seed}")
    steps = [check_whole, check_reports, check_reporter]
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
