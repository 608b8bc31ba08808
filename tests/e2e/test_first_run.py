#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: who starts the desktop for the first time gets to work through each of its doors. Method:
the real desktop on a computer that has nothing of it, driven through actions and the accessibility
tree; the server is the one that it starts itself.

  test_first_run.py demonstration|trust"""
import glob
import json
import os
import re
import subprocess
import sys

from desktop_rig import Desktop
from province_rig import PASSWORD, Rig, wait_for
from setup_rig import Place


def list_servers(folder):
    """Numbers of the servers that run with a configuration below folder."""
    found = subprocess.run(["pgrep", "-f", f"toancanhd --config {folder}"], capture_output=True,
                           text=True)
    return found.stdout.split()


def take_picture(desktop, name):
    folder = os.environ.get("TC_PICTURES")
    if folder:
        desktop.ask("picture", path=os.path.join(folder, name))


def try_demonstration(rig):
    """Opened as a dispatcher until the queue has rows; left for another person; closed: the server
    ends; opened again, quickly; thrown away after a question."""
    desktop = Desktop(rig, None, "new", language="en")
    desktop.open()
    desktop.see("Welcome to Toàn Cảnh")
    desktop.see("Open the demonstration on this computer")
    take_picture(desktop, "welcome.png")
    desktop.activate("first-run", "'demonstration'")
    desktop.see("Who do you want to be?")
    take_picture(desktop, "demonstration.png")
    assert not desktop.ask("enabled", action="discard-demonstration"), "there is none yet"
    desktop.activate("open-demonstration", "'lan'")
    wait_for("signed in", lambda: desktop.ask("enabled", action="panel"))
    wait_for("rows in the queue", lambda: any(
        re.search(r"PA-\d{6}-\d{4}", name) for name in desktop.ask("names")))
    desktop.see("DEMONSTRATION")
    take_picture(desktop, "desk.png")
    assert not desktop.ask("enabled", action="open-demonstration"), "not while working"
    servers = list_servers(desktop.home)
    assert len(servers) == 1, servers
    desktop.activate("sign-out")
    desktop.see("Who do you want to be?")
    desktop.activate("open-demonstration", "'tinhieu1'")
    desktop.see("Trực Đội Tín hiệu số 1")
    assert list_servers(desktop.home) == servers, "the same server goes on"
    desktop.stop()
    wait_for("the server has ended", lambda: not list_servers(desktop.home))
    print("opened as two persons, closed with its server")

    desktop.open()
    desktop.activate("first-run", "'demonstration'")
    desktop.activate("open-demonstration", "'truongca'")
    wait_for("signed in again", lambda: desktop.ask("enabled", action="panel"))
    desktop.activate("sign-out")
    desktop.activate("discard-demonstration", "'now'")
    desktop.activate("discard-demonstration", "'ask'")
    desktop.see("All that was done in the demonstration goes")
    take_picture(desktop, "discard.png")
    assert glob.glob(os.path.join(desktop.home, "state/toancanh/demonstration")), "asked first"
    desktop.activate("discard-demonstration", "'now'")
    wait_for("thrown away", lambda: not os.path.exists(
        os.path.join(desktop.home, "state/toancanh/demonstration")))
    assert not list_servers(desktop.home)
    desktop.stop()
    print("opened again, thrown away")


def trust_server(rig):
    """A server with a certificate that it made itself: the desk shows its words; refused once,
    nothing is enrolled; vouched for, it is remembered."""
    with Place() as place:
        answers = place.write_answers(reach="network", host="127.0.0.1", agencies="none", desks="2")
        made = place.init("--answers", answers, "--start", text=PASSWORD + "\n", options=["--json"])
        assert made.returncode == 0, made.stdout + made.stderr
        done = json.loads(made.stdout.splitlines()[-1])["done"]
        told = place.init("--resume", "--answers", answers, text=PASSWORD + "\n").stdout
        words = re.search(r"compare them:\n  ([a-z ]+)\n", told)[1]
        desktop = Desktop(rig, None, "quantri")
        desktop.open("--account", "quantri", password=PASSWORD)
        desktop.activate("first-run", "'connect'")
        desktop.activate("enrol-with", f"('{done['url']}', '{done['desks'][1]['code']}')")
        desktop.see("Máy này chưa biết máy chủ đó")
        desktop.see(words)
        take_picture(desktop, "compare.png")
        desktop.activate("trust-server", "false")
        desktop.see("Chưa gửi gì đi")
        desktop.activate("enrol")
        desktop.see(words)
        desktop.activate("trust-server", "true")
        wait_for("signed in", lambda: desktop.ask("enabled", action="panel"))
        desktop.see("Bàn 02")
        desktop.stop()
        desktop.open("--account", "quantri", password=PASSWORD)
        wait_for("remembered", lambda: desktop.ask("enabled", action="panel"))
        desktop.stop()
    print("words compared, refused, vouched for, remembered")


STORIES = {"demonstration": try_demonstration, "trust": trust_server}


def main():
    with Rig() as rig:
        STORIES[sys.argv[1]](rig)


main()
