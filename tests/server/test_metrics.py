#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the server's figures are what Prometheus reads, count what happens, name nobody, and are
given to nobody who may not have them. Method: the real server and a desk without a screen;
promtool of Debian's package prometheus judges the text. Also `toancanhctl status`, for a person
and as JSON."""
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../e2e"))
from province_rig import WAIT_S, Rig, wait_for  # noqa: E402

NAME, PHONE = "Ngô Xuân Ẩn-Danh", "0900777123"
TOKEN = "mot-ma-rat-kho-doan"


def fetch(rig, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        request = urllib.request.Request(rig.url + "/metrics", headers=headers)
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, None, error.read().decode()


def figures(rig, token=None):
    status, kind, text = fetch(rig, token)
    assert status == 200 and kind.startswith("text/plain; version=0.0.4"), (status, kind)
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            found[name] = float(value)
    return text, found


def check_with_promtool(text):
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True,
                          text=True)
    assert done.returncode == 0 and not done.stderr, done.stdout + done.stderr
    print("promtool finds no fault")


def check_counts(rig, desk):
    _, before = figures(rig)
    report = rig.report("Cột điện nghiêng trước nhà", first_name=NAME, phone=PHONE)
    incident = wait_for("the report", lambda: (
        lambda r: r if r.get("found") else None)(desk.say("report", report)))["incident"]
    for number in range(5):
        assert desk.do("incident.comment", incident_id=incident, text=f"{number}")["ok"]
    desk.wait_settled()
    text, after = figures(rig)
    accepted = 'toancanh_operations_total{verdict="accepted"}'
    assert after[accepted] >= before[accepted] + 6, (before[accepted], after[accepted])
    assert after['toancanh_desks_connected{state="following"}'] == 1
    assert after["toancanh_log_head_lsn"] > before["toancanh_log_head_lsn"]
    assert after["toancanh_commit_duration_seconds_count"] > 0
    assert after["toancanh_frame_bytes_sent_total"] > before["toancanh_frame_bytes_sent_total"]
    asked = 'toancanh_open311_requests_total{result="ok"}'
    assert after[asked] > before[asked]
    wait_for("nobody is behind", lambda: figures(rig)[1]["toancanh_desk_lag_operations"] == 0)
    print("what happens is counted")
    return text


def check_nobody(rig, text):
    """No word of a person, an account, a desk's name or an address."""
    accounts = [one["account"] for one in json.loads(
        rig.ctl("--json", "account", "list"))["accounts"]]
    labels = re.findall(r'="([^"]*)"', text)
    for word in [NAME, PHONE, "Bàn", "Cột điện", "127.0.0.1", *accounts]:
        assert not any(word in label for label in labels), word
        assert len(word) < 5 or word not in text, word
    print("nobody is named")


def check_status(rig, desk):
    answer = rig.status()
    mine = next(one for one in answer["desk_list"] if one["name"] == desk.name_of)
    wait_for("the desk has said how it is", lambda: "pending" in next(
        one for one in rig.status()["desk_list"] if one["name"] == desk.name_of))
    assert mine["online"] and answer["disk_free_bytes"] > 0 and answer["accepted"] > 0, answer
    words = rig.ctl("status")
    for part in ("Server", "Log", "Newest backup", "Disk", desk.name_of, "online"):
        assert part in words, words
    desk.stop()
    wait_for("its line is gone", lambda: "no line, last seen" in rig.ctl("status"))
    print(words)


def main():
    with Rig("[metrics]\nenabled=true\n") as rig:
        rig.start()
        rig.load()
        desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
        desk.name_of = "Bàn 02 – Điều phối"
        desk.wait_settled()
        text = check_counts(rig, desk)
        check_with_promtool(text)
        check_nobody(rig, text)
        check_status(rig, desk)
    with Rig() as rig:
        rig.start()
        assert fetch(rig)[0] == 404, "off unless set"
    with Rig(f"[metrics]\nenabled=true\ntoken={TOKEN}\n") as rig:
        rig.start()
        assert fetch(rig)[0] == 403
        assert fetch(rig, TOKEN[:-1])[0] == 403
        assert fetch(rig, TOKEN + "x")[0] == 403
        figures(rig, TOKEN)
        print("given with the token, and not without")


main()
