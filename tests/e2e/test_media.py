#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: what a camera sends comes to a tile by way of a media host, for whoever has a ticket and
nobody else; once however many look; through a crash of a worker, and while the server is away; and
the room hears how each camera does. Method: the real programs: fake cameras, server, desk, media
host, and tiles that read the strip burned into each picture.

  test_media.py         what is quick
  test_media.py whole   and recoveries, which are told half a minute later at the soonest"""
import base64
import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from urllib.parse import urlsplit

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "media"))

from camera_rig import Cameras
from media_rig import (ACCOUNT, RECORDER, SECRET, MediaHost, Ticket, ask_ticket, count_connections,
                       load_with_cameras, wait_ticket)
from province_rig import BUILD, WAIT_S, Rig, wait_for
from test_tiles import Player, note_fault, print_faults

SERVED = (1, 2, 3, 4, 6)
RESTRICTED = 15


def play(*tickets, secret=None, address=None):
    first = tickets[0]
    return Player(*[address or ticket.address for ticket in tickets], account=first.account,
                  secret=secret or first.secret, fingerprint=first.fingerprint)


def ask_snapshot(desk, camera):
    return desk.say("ask", "camera.snapshot",
                    f"{{'camera': <int64 {camera}>, 'profile': <'main'>, 'at_us': <int64 5>}}")


def wait_condition(desk, number, condition, seconds=WAIT_S):
    return wait_for(f"camera {number} is {condition}", lambda: (
        lambda found: found if found.get("condition") == condition else None)(
            desk.say("camera", number)), seconds)


def count_log(rig, name):
    return sum(name in line.split("\t") for line in rig.ctl("log", "tail", "1000").splitlines())


def check_refusals(desk, ids):
    """What no ticket is given for."""
    for camera, code in ((ids[RESTRICTED], "camera.unknown"), (123456, "camera.unknown"),
                         (ids[5], "camera.no-host")):
        assert ask_ticket(desk, camera)["refused"] == code, (camera, code)
    for camera, code in ((ids[RESTRICTED], "camera.unknown"), (0, "question.form")):
        assert ask_snapshot(desk, camera)["refused"] == code, (camera, code)
    answer = desk.say("ask", "camera.views", "{}")
    assert answer["refused"] == "people.not-allowed", answer
    for name in ("media.plan", "media.report"):
        answer = desk.say("ask", name, "{}")
        assert answer["refused"] in ("media.not-host", "question.form"), answer
    answer = desk.say("ask", "camera.secret-set", "{'device': <int64 1>, 'password': <'x'>}")
    assert answer["refused"] == "people.not-allowed", answer
    print("what nobody may have is refused")


def check_doors(desk, ids, ticket):
    """A ticket that isn't the server's, or is for something else, opens nothing."""
    other = Ticket(ask_ticket(desk, ids[2]))
    for what, player in (("altered", play(ticket, secret=ticket.altered())),
                         ("for another camera", play(ticket, address=other.address)),
                         ("none", play(ticket, secret="x")),
                         ("for another stream",
                          play(ticket, address=ticket.address.replace("/sub", "/main")))):
        player.wait_state(["denied"], 20)
        player.close()
        print(f"a ticket that is {what} is refused")


class Speaker:
    """A client of RTSP that says one request after the other on one connection."""

    def __init__(self, ticket):
        place = urlsplit(ticket.address)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.line = context.wrap_socket(socket.create_connection((place.hostname, place.port), 10))
        self.count = 0

    def describe(self, ticket, address=None):
        """The status that it is answered with."""
        self.count += 1
        word = base64.b64encode(f"{ticket.account}:{ticket.secret}".encode()).decode()
        self.line.sendall(f"DESCRIBE {address or ticket.address} RTSP/1.0\r\nCSeq: {self.count}\r\n"
                          f"Authorization: Basic {word}\r\n\r\n".encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.read(1)
        lines = head.decode().lower().split("\r\n")[1:]
        heads = dict(line.split(": ", 1) for line in lines if line)
        self.read(int(heads.get("content-length", 0)))
        return int(head.split()[1])

    def read(self, size):
        data = b""
        while len(data) < size:
            some = self.line.recv(size - len(data))
            assert some, "the connection was closed"
            data += some
        return data


def check_one_ticket(desk, ids, ticket):
    """A connection is of the ticket that it began with; what another one opens isn't had on it."""
    others = [Ticket(ask_ticket(desk, ids[2])), Ticket(ask_ticket(desk, ids[1]))]
    speaker = Speaker(ticket)
    with contextlib.closing(speaker.line):
        assert speaker.describe(ticket) == 200
        for _ in range(5):
            for other in others:
                assert speaker.describe(other, ticket.address) == 401
                assert speaker.describe(other) == 401
            assert speaker.describe(ticket) == 200
    for other in others:
        speaker = Speaker(other)
        with contextlib.closing(speaker.line):
            assert speaker.describe(other) == 200
    print("another ticket on the same connection is refused, and good on one of its own")


def sign(rig, number, camera, begin_by_s, ends_s, key=None):
    """A ticket as the server signs them, or somebody else."""
    return subprocess.run(
        [os.path.join(BUILD, "tests/media/sign-ticket"),
         key or os.path.join(rig.data_dir, "server.key"), str(number), str(camera), "sub",
         str(begin_by_s), str(ends_s)], check=True, capture_output=True, text=True).stdout.strip()


def check_times(rig, desk, number, ids, ticket):
    """It is good until it ends, for whoever began in time, at the host that it is for."""
    short = play(ticket, secret=sign(rig, number, ids[1], 7, 8))
    short.wait_state(["live"], 20)
    begun = time.monotonic()
    check_doors(desk, ids, ticket)
    for what, secret in (
            ("another server's", sign(rig, number, ids[1], 60, 60, os.path.join(rig.folder, "k"))),
            ("another host's", sign(rig, number + 1, ids[1], 60, 60)),
            ("used too late", sign(rig, number, ids[1], -1, 60)),
            ("over", sign(rig, number, ids[1], -2, -1))):
        player = play(ticket, secret=secret)
        player.wait_state(["denied"], 20)
        player.close()
        print(f"a ticket that is {what} is refused")
    # The connection ends, and the ticket opens it no more.
    short.wait_state(["denied"], 30)
    print(f"a stream whose ticket ended is over, {time.monotonic() - begun:.1f} s later")
    short.close()


def check_figures(desk, ids):
    """What comes of the sub stream, as it is made: 15 pictures a second."""
    def read():
        answer = desk.say("ask", "camera.health", "{}")
        assert answer["ok"], answer
        found = {one[0]: one[1:] for one in answer["value"]["figures"]}
        return found if found.get(ids[1], (0, 0))[1] > 13000 else None
    found = wait_for("figures of camera 1", read)
    kbit, fps_milli, reconnects = found[ids[1]]
    assert len(found) == len(SERVED) and 13000 < fps_milli < 17000, found
    assert 20 < kbit < 5000 and reconnects == 0, found
    print(f"camera 1 brings {kbit} kbit/s, {fps_milli / 1000:.1f} pictures/s")


def check_views(rig, ids):
    lines = rig.ctl("camera", "views", "--camera", "1").splitlines()
    assert lines and all("\tlan\t" in line and "\t1\tlive\t" in line for line in lines), lines
    assert not rig.ctl("camera", "views", "--camera", str(RESTRICTED))
    print(f"{len(lines)} views of camera 1 are on record")


def check_snapshot(rig, desk, ids):
    assert ask_snapshot(desk, ids[2])["ok"]
    lines = rig.ctl("camera", "views", "--camera", "2").splitlines()
    assert any("\tlan\t" in line and "\t2\tsnapshot\tmain" in line for line in lines), lines
    print("that a picture was kept is on record")


def check_faults(rig, cameras, desk):
    begun = time.monotonic()
    before = count_log(rig, "camera.status")
    for number, fault, condition in ((2, "kill", "offline"), (3, "401", "denied"),
                                     (4, "stall", "stalled"), (6, "freeze", "stalled")):
        cameras.fault(number, fault)
    for number, condition in ((2, "offline"), (3, "denied"), (4, "stalled"), (6, "stalled")):
        found = wait_condition(desk, number, condition)
        assert found["faults"] == 1 and (number != 6 or found["cause"] == "frozen"), found
        print(f"camera {number} is {condition} after {time.monotonic() - begun:.1f} s")
    # A cause that is known better by then is told with it, and nothing again and again.
    told = count_log(rig, "camera.status") - before
    assert 4 <= told <= 8, rig.ctl("log", "tail", "100")
    time.sleep(3)
    assert count_log(rig, "camera.status") <= before + 8
    print(f"faults are told, each of them once: {told} operations")


def check_recovery(rig, cameras, desk):
    for number in (2, 3, 4, 6):
        cameras.fault(number, "none")
    for number in (2, 3, 4, 6):
        wait_condition(desk, number, "live", 120)
    print("and so are recoveries")


def check_crash(host, player, ticket):
    worker = host.workers()[0]
    os.kill(worker, signal.SIGKILL)
    took = player.wait_state(["stalled", "offline", "connecting"], 20)
    shown = f"{player.matched['state']}/{player.matched['cause']}"
    back = player.wait_state(["live"], 40)
    assert host.workers()[0] != worker
    note_fault("relay killed", shown, took, back)


def check_server_away(rig, host, ticket):
    rig.stop()
    host.kill()
    host.start()
    player = play(ticket)
    player.wait_state(["live"], 40)
    player.wait_figures(lambda tile: tile["camera"] == 1)
    player.close()
    print("without the server, a host that was killed serves by its sealed plan")
    rig.start()


def check_secrets(rig, host, ticket):
    for path in (host.log, os.path.join(rig.folder, "server.log"),
                 os.path.join(host.folder, "sealed-plan"),
                 os.path.join(rig.data_dir, "state.db"),
                 os.path.join(rig.data_dir, "state.db-wal")):
        if os.path.exists(path):
            with open(path, "rb") as file:
                text = file.read()
            assert SECRET.encode() not in text and ticket.secret.encode() not in text, path


def run(rig, cameras, host, whole):
    desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
    rig.ctl("camera", "set-password", RECORDER, text=SECRET + "\n")
    host.enrol(*SERVED)
    own = host.start()
    ids = {number: desk.say("camera", number)["id"] for number in (*SERVED, 5)}
    # Nobody at that desk sees restricted ones, so it has no row of them.
    assert not desk.say("camera", RESTRICTED)["found"]
    ids[RESTRICTED] = 987654321
    for number in SERVED:
        wait_condition(desk, number, "live")
    print("all cameras are live")
    check_refusals(desk, ids)
    ticket = wait_ticket(desk, ids[1])
    player = play(ticket, ticket, ticket)
    player.wait_state(["live"], 20)
    player.wait_figures(lambda tile: tile["camera"] == 1 and tile["distinct"] >= 10)
    # One that was tried again while it was slow says goodbye for a moment.
    wait_for("one connection for each camera",
             lambda: count_connections(cameras.ready["rtsp"]) == len(SERVED))
    assert all(tile["camera"] == 1 for tile in player.figures["tiles"]), player.figures
    print("three tiles show a camera that is connected to once")
    check_one_ticket(desk, ids, ticket)
    check_times(rig, desk, own, ids, ticket)
    check_views(rig, ids)
    check_figures(desk, ids)
    check_snapshot(rig, desk, ids)
    check_crash(host, player, ticket)
    player.close()
    check_faults(rig, cameras, desk)
    if whole:
        check_recovery(rig, cameras, desk)
    check_server_away(rig, host, ticket)
    check_secrets(rig, host, ticket)


def main():
    with Cameras("-n", "24", "--account", ACCOUNT, "--password", SECRET) as cameras, \
            Rig() as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        run(rig, cameras, host, "whole" in sys.argv[1:])
    print_faults()


if __name__ == "__main__":
    main()
