#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a desk that was cut off for 1,000 operations of others, with 20 of its own waiting, catches
up and all agree; a fresh desk gets a snapshot; a desk whose people may not see reporters has no
byte of one in its files. Method: the real programs; the cut desk's process is stopped as a pulled
cable would, from its own side: the server sees nothing but silence."""
import os

from province_rig import Rig, same_tables, wait_for

NAME, PHONE = "Ngô Xuân Ẩn-Danh", "0900777123"


def files_with(folder, text):
    found = []
    for root, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(root, name), "rb") as file:
                if text.encode() in file.read():
                    found.append(name)
    return found


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        a = rig.add_desk("Bàn 02 – Điều phối", "lan")
        b = rig.add_desk("Bàn 03 – Điều phối", "minh")
        report = rig.report("Cột điện nghiêng trước nhà", first_name=NAME, phone=PHONE)
        found = wait_for("the report", lambda: (
            lambda r: r if r.get("found") else None)(a.say("report", report)))
        incident = found["incident"]
        b.wait_settled()

        # Cut A off: it works on alone, under a server that it can't reach.
        rig.kill()
        wait_for("A notices", lambda: a.status()["state"] == "offline")
        for number in range(20):
            assert a.do("incident.comment", incident_id=incident, text=f"A {number}")["ok"]
        wait_for("A has 20 waiting", lambda: a.status()["pending"] == 20)
        a.stop()
        rig.start()
        b.wait_online()
        for number in range(1000):
            assert b.do("incident.comment", incident_id=incident, text=f"B {number}")["ok"]
        b.wait_settled()
        print("1,000 operations at B, 20 waiting at A")

        a.start()
        a.wait_settled()
        b.wait_settled()
        wait_for("A and B agree", lambda: same_tables(a, b))
        assert a.replaced == 1, "A had to load everything again"
        for desk in (a, b):
            assert desk.status()["attention"] == 0

        print("caught up; all tables are equal")

        fresh = rig.add_desk("Bàn 04 – Điều phối", "huong")
        fresh.wait_settled()
        assert fresh.replaced == 1
        wait_for("the fresh desk agrees", lambda: same_tables(a, fresh))
        assert files_with(fresh.folder, PHONE), "the control: who may see the reporter has it"

        lesser = rig.add_desk(COUNTER_DESK, COUNTER_ACCOUNT)
        lesser.wait_settled()
        assert lesser.say("report", report)["found"], "it holds the matter"
        for text in (NAME, PHONE):
            assert files_with(lesser.folder, text) == [], f"{text} is in the desk's files"
        assert set(lesser.digest()["scopes"]) < set(a.digest()["scopes"])
        print("a desk without the grant holds the matter and no byte of the person")


COUNTER_DESK, COUNTER_ACCOUNT = "Một cửa phường Vị Thanh", "tiep"
main()
