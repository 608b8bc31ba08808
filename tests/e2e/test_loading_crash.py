#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a desk whose process is killed at any moment while its snapshots come goes on where it
broke off, and has in the end what the others have; so has one whose server is killed meanwhile, and
one whose half-loaded files are damaged on its disk. Method: the real programs, a history of
thousands of incidents, `kill -9` at random moments of a seed that is printed."""
import os
import random
import subprocess
import sys
import time

from province_rig import BUILD, PASSWORD, WAIT_S, Operator, Rig, same_tables, wait_for

TOOL = os.path.join(BUILD, "tests/bench/bench-bootstrap")
KILLS = 12
SEED = int(os.environ.get("TC_SEED", "0")) or random.randrange(1, 10**6)


def add_operator(rig, account):
    rig.ctl("account", "set-password", account, text=PASSWORD + "\n")
    desk = Operator(rig, str(len(rig.desks) + 1), account)
    desk.start()
    rig.desks.append(desk)
    return desk


def loading(desk):
    return desk.status()["loading"]


def damage(desk, dice):
    """A byte of each file that has come and is not loaded."""
    folder = os.path.join(desk.folder, "snapshots")
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        size = os.path.getsize(path) if os.path.isfile(path) else 0
        if size:
            with open(path, "r+b") as file:
                file.seek(dice.randrange(size))
                file.write(b"\x00\xff")


def main():
    dice = random.Random(SEED)
    print(f"TC_SEED={SEED}", flush=True)
    with Rig() as rig:
        rig.start()
        rig.load()
        first = rig.add_desk("Bàn 02 – Điều phối", "lan")
        first.stop()
        rig.stop()
        subprocess.run([TOOL, "fill", os.path.join(rig.data_dir, "state.db"), "40000"], check=True,
                       timeout=WAIT_S)
        rig.start()

        whole = add_operator(rig, "minh")
        whole.enrol(rig.ctl("desk", "invite", "Bàn 03 – Điều phối").split()[-1])
        whole.sign_in()
        incident = whole.say("queue")["ids"][0]
        wait_for("one desk is whole", lambda: loading(whole) == 1)

        desk = add_operator(rig, "huong")
        code = rig.ctl("desk", "invite", "Bàn 04 – Điều phối").split()[-1]
        assert desk.say("enrol", rig.url, code)["ok"]
        least, kills = 0, 0
        for number in range(KILLS):
            time.sleep(dice.uniform(0.02, 0.2))
            assert whole.do("incident.comment", incident_id=incident, text=f"lần {number}")["ok"]
            status = desk.status()
            if status["state"] == "online":
                assert status["loading"] >= least, "it began anew"
                least = status["loading"]
                assert desk.say("queue")["count"] >= 100
            desk.kill()
            kills += status["loading"] < 1
            if number % 4 == 3:
                damage(desk, dice)
            if number % 6 == 5:
                rig.kill()
                rig.start()
                whole.wait_online()
            desk.start()
        desk.wait_settled()
        wait_for("it is whole", lambda: loading(desk) == 1)
        whole.wait_settled()
        wait_for("they agree", lambda: same_tables(whole, desk), 120)
        left = os.listdir(os.path.join(desk.folder, "snapshots"))
        assert left == [], left
        print(f"{KILLS} kills, {kills} while it loaded; whole, and the same", flush=True)
        assert kills > 0, "it was loaded before it was killed"


if __name__ == "__main__":
    sys.exit(main())
