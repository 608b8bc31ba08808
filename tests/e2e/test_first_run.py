#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: who starts the desktop for the first time gets to work through each of its doors. Method:
the real desktop on a computer that has nothing of it, driven through actions and the accessibility
tree; the server is the one that it starts itself.

  test_first_run.py demonstration|trust|own|resume"""
import glob
import json
import os
import re
import socket
import subprocess
import sys

from desktop_rig import Desktop, take_picture
from province_rig import PASSWORD, Rig, wait_for
from setup_rig import Place


def list_servers(folder):
    """Numbers of the servers that run with a configuration below folder."""
    found = subprocess.run(["pgrep", "-f", f"toancanhd --config {folder}"], capture_output=True,
                           text=True)
    return found.stdout.split()


def try_demonstration(rig):
    """Opened as a dispatcher until the queue has rows; left for another person; closed: the server
    ends; opened again, quickly; thrown away after a question."""
    desktop = Desktop(rig, None, "new", language="en")
    desktop.open()
    desktop.see("Welcome to Toàn Cảnh")
    desktop.see("Open the demonstration on this computer")
    take_picture(desktop, "welcome")
    desktop.activate("first-run", "'demonstration'")
    desktop.see("Who do you want to be?")
    take_picture(desktop, "demonstration")
    assert not desktop.ask("enabled", action="discard-demonstration"), "there is none yet"
    desktop.activate("open-demonstration", "'lan'")
    wait_for("signed in", lambda: desktop.ask("enabled", action="panel"))
    wait_for("rows in the queue", lambda: any(
        re.search(r"PA-\d{6}-\d{4}", name) for name in desktop.ask("names")))
    desktop.see("DEMONSTRATION")
    take_picture(desktop, "desk")
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
    take_picture(desktop, "discard")
    assert glob.glob(os.path.join(desktop.home, "state/toancanh/demonstration")), "asked first"
    desktop.activate("discard-demonstration", "'now'")
    wait_for("thrown away", lambda: not os.path.exists(
        os.path.join(desktop.home, "state/toancanh/demonstration")))
    assert not list_servers(desktop.home)
    desktop.activate("open-demonstration", "'lan'")
    wait_for("signed in anew", lambda: desktop.ask("enabled", action="panel"))
    assert len(list_servers(desktop.home)) == 1
    desktop.stop(crash=True)
    wait_for("the server has ended with the desktop", lambda: not list_servers(desktop.home))
    print("opened again, thrown away, opened anew, killed")


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
        take_picture(desktop, "compare")
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


def answer(desktop, number, **answers):
    """A page of the assistant: its number is seen, its fields filled, the next asked for."""
    desktop.see(f"Câu {number}/10" if desktop.language == "vi" else f"Question {number} of 10")
    for field, value in answers.items():
        desktop.activate("setup-answer", f"('{field.replace('_', '-')}', '{value}')")
    take_picture(desktop, f"question-{number}")
    desktop.activate("setup-next")


def make_own(rig):
    """All ten, one wrong at first; made, signed in as its administrator; the server goes on."""
    with Place() as place:
        desktop = Desktop(rig, None, "own", language="en")
        desktop.home = place.home
        desktop.open()
        desktop.activate("first-run", "'own'")
        answer(desktop, 1, province_name="Cà Mau", province_code="X")
        desktop.see("The official code is the letter H with two digits")
        take_picture(desktop, "wrong")
        answer(desktop, 1, province_code="H12")
        answer(desktop, 2)
        answer(desktop, 3)
        answer(desktop, 4, reach="network", port=str(place.port), host="127.0.0.1")
        answer(desktop, 5)
        answer(desktop, 6, admin_name="Lê Thị Mai", admin_password=PASSWORD)
        answer(desktop, 7)
        answer(desktop, 8, agencies="demonstration")
        answer(desktop, 9, desks="2")
        answer(desktop, 10)
        desktop.see("Is all of it right?")
        take_picture(desktop, "summary")
        desktop.activate("setup-next")
        desktop.see("The province is made")
        desktop.see("Bàn 02 – Điều phối")
        take_picture(desktop, "made")
        assert PASSWORD not in place.read(place.config + "/setup.ini")
        desktop.activate("setup-next")
        wait_for("signed in", lambda: desktop.ask("enabled", action="panel"))
        desktop.see("Lê Thị Mai")
        assert not desktop.ask("see", text="DEMONSTRATION", seconds=0.3)
        desktop.stop()
        assert len(place.servers()) == 1, "the server goes on without the desktop"
    print("made, signed in as the administrator")


def leave_and_resume(rig):
    """Closed after the fifth question; opened again, it goes on at the sixth. A port that is taken
    meanwhile brings one back to its question."""
    with Place() as place:
        desktop = Desktop(rig, None, "resume")
        desktop.home = place.home
        desktop.open()
        desktop.activate("first-run", "'own'")
        answer(desktop, 1, province_name="Hậu Giang", province_code="H30")
        answer(desktop, 2)
        answer(desktop, 3)
        answer(desktop, 4, reach="network", port=str(place.port), host="127.0.0.1")
        answer(desktop, 5)
        desktop.see("Câu 6/10")
        desktop.stop()
        desktop.open()
        desktop.activate("first-run", "'own'")
        answer(desktop, 6, admin_name="Trần Văn Bình", admin_password=PASSWORD)
        answer(desktop, 7)
        answer(desktop, 8)
        answer(desktop, 9)
        answer(desktop, 10)
        desktop.see("Đã đúng cả chưa?")
        with socket.socket() as taken:
            taken.bind(("0.0.0.0", place.port))
            taken.listen()
            desktop.activate("setup-next")
            desktop.see("Câu 4/10")
            desktop.see(f"đang dùng cổng {place.port}")
        for number in (4, 5, 6, 7, 8, 9, 10):
            answer(desktop, number)
        desktop.see("Đã đúng cả chưa?")
        desktop.activate("setup-next")
        desktop.see("Đã lập xong tỉnh")
        desktop.activate("setup-next")
        wait_for("signed in", lambda: desktop.ask("enabled", action="panel"))
        desktop.see("Trần Văn Bình")
        desktop.stop()
    print("left after the fifth question, gone on with")


STORIES = {"demonstration": try_demonstration, "trust": trust_server, "own": make_own,
           "resume": leave_and_resume}


def main():
    with Rig() as rig:
        STORIES[sys.argv[1]](rig)


main()
