#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: desks that come at once share what the server makes for them, and all have the same in the
end; a restart of the server in between costs them nothing. Method: the real programs, a dozen desks
enrolling side by side; the server's folder of snapshots shows at how many positions it made any."""
import os
import threading

from province_rig import Operator, Rig, same_tables, wait_for

DESKS = 12


def positions(rig):
    folder = os.path.join(rig.data_dir, "snapshots")
    return {tuple(name.split(".")[0].split("-")[1:]) for name in os.listdir(folder)
            if name.endswith(".snap")}


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        for number in range(5):
            rig.report(f"Cây ngã số {number}")
        codes = [rig.ctl("desk", "invite", f"Bàn mới {number}", "--agency", "ioc", "--roles",
                         "dispatcher").split()[-1] for number in range(DESKS)]
        for number in range(DESKS):
            desk = Operator(rig, str(number + 1), "lan")
            desk.start()
            rig.desks.append(desk)
        comers = [threading.Thread(target=desk.say, args=("enrol", rig.url, code))
                  for desk, code in zip(rig.desks, codes)]
        for comer in comers:
            comer.start()
        for comer in comers:
            comer.join()
        for desk in rig.desks:
            desk.wait_settled()
        made = positions(rig)
        assert 1 <= len(made) <= 3, made
        wait_for("all agree", lambda: same_tables(*rig.desks))
        print(f"{DESKS} desks at once: snapshots at {len(made)} positions")

        rig.stop()
        rig.start()
        for desk in rig.desks:
            desk.wait_settled()
        wait_for("all agree", lambda: same_tables(*rig.desks))
        assert all(desk.replaced == 1 for desk in rig.desks)
        assert positions(rig) == made, "what was made is kept, and nothing more is"


main()
