#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the server may be killed at any moment; what it acknowledged is there afterwards, desks
come back by themselves and agree. Method: the real programs; kill -9 between any two steps of a
story, then at random moments while citizens report and desks work, with a ledger kept out here.

  test_crash.py steps | random ROUNDS [SEED]"""
import http.client
import random
import sys
import threading
import time
import urllib.error

from province_rig import WAIT_S, Rig, same_tables, wait_for

DESKS = [("Bàn 02 – Điều phối", "lan"), ("Bàn 03 – Điều phối", "minh")]


def incident_of(desk, report):
    """Code and id of the incident that a report opened, once the desk has it."""
    found = wait_for(f"report {report}", lambda: (
        lambda r: r if r.get("found") else None)(desk.say("report", report)))
    return found["code"], found["incident"]


def done(answer):
    assert answer["ok"], answer


def story(rig, a, b, kill_after):
    """report → taken at A → seen at B → commented at B → seen at A → the citizen's client sees it;
    the server is killed after step number kill_after."""
    step = 0

    def cut():
        nonlocal step
        step += 1
        if step == kill_after:
            rig.kill()
            rig.start()

    report = rig.report(f"Đèn tín hiệu ngã tư chớp vàng, lần {kill_after}")
    cut()
    code, incident = incident_of(a, report)
    cut()
    done(a.do("incident.take", incident_id=incident))
    cut()
    wait_for("taken, at B", lambda: b.incident(code).get("staff") == a.incident(code)["staff"])
    cut()
    done(b.do("incident.comment", incident_id=incident, text="đã gọi đội tín hiệu"))
    cut()
    b.wait_settled()
    cut()
    done(a.do("incident.resolve", incident_id=incident, text="đã sửa"))
    cut()
    wait_for("resolved, at B", lambda: b.incident(code).get("state") == "resolved")
    cut()
    seen = wait_for("the citizen's client", lambda: rig.look(report))
    assert seen["service_request_id"] == report
    return step, report


def check_agreement(rig, desks):
    for desk in desks:
        desk.wait_online()
        desk.wait_settled()
    wait_for("all desks agree", lambda: same_tables(*desks))
    for desk in desks:
        assert desk.status()["attention"] == 0, desk.say("tray")


def open_rig():
    rig = Rig()
    rig.start()
    rig.load()
    return rig, [rig.add_desk(name, account) for name, account in DESKS]


def test_steps():
    rig, desks = open_rig()
    with rig:
        steps, first = story(rig, *desks, kill_after=0)
        reports = [first]
        for number in range(1, steps + 1):
            reports.append(story(rig, *desks, kill_after=number)[1])
            check_agreement(rig, desks)
            print(f"killed after step {number} of {steps}: nothing lost")
        for report in reports:
            assert rig.look(report)["service_request_id"] == report
        assert all(desk.replaced == 1 for desk in desks), "a desk had to start over"


class Citizens(threading.Thread):
    """Report without pause; the ledger has what was acknowledged."""

    def __init__(self, rig, number):
        super().__init__(daemon=True)
        self.rig, self.number, self.ledger, self.go_on = rig, number, [], True

    def run(self):
        count = 0
        while self.go_on:
            count += 1
            try:
                text = f"Báo số {count} của người {self.number}"
                self.ledger.append((self.rig.report(text), text))
            except (urllib.error.URLError, http.client.HTTPException, OSError):
                time.sleep(0.02)


def work(desk, incidents, chance):
    if incidents and chance.random() < 0.7:
        code, incident = chance.choice(incidents)
        step = chance.choice(["incident.comment", "incident.comment", "incident.take"])
        more = {"text": "ghi chú"} if step == "incident.comment" else {}
        desk.do(step, incident_id=incident, **more)


def test_random(rounds, seed):
    print(f"seed {seed}")
    chance = random.Random(seed)
    rig, desks = open_rig()
    with rig:
        citizens = [Citizens(rig, number) for number in range(3)]
        for one in citizens:
            one.start()
        incidents = []
        for number in range(rounds):
            end = time.monotonic() + chance.uniform(0.05, 0.8)
            while time.monotonic() < end:
                ledger = citizens[0].ledger
                if ledger and chance.random() < 0.2:
                    found = desks[0].say("report", chance.choice(ledger)[0])
                    if found.get("found"):
                        incidents.append((found["code"], found["incident"]))
                work(chance.choice(desks), incidents, chance)
            rig.kill()
            rig.start()
        for one in citizens:
            one.go_on = False
        for one in citizens:
            one.join(WAIT_S)
        for desk in desks:
            desk.wait_settled()
        wait_for("all desks agree", lambda: same_tables(*desks))
        ledger = [entry for one in citizens for entry in one.ledger]
        for report, text in ledger:
            assert rig.look(report)["description"] == text
            assert desks[1].say("report", report)["found"], report
        tray = [entry["refused"] for desk in desks for entry in desk.say("tray")["tray"]]
        assert set(tray) <= {"incident.taken"}, tray
        print(f"{rounds} kills, {len(ledger)} reports acknowledged, all there; "
              f"{len(tray)} refused and in the tray")


if __name__ == "__main__":
    if sys.argv[1] == "steps":
        test_steps()
    else:
        test_random(int(sys.argv[2]),
                    int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30))
