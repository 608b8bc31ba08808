#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a room behind a relay works with the province's server and without it. Method: the real
programs: server, relay, two desks behind the relay and one at the server. The relay's line goes
through a proxy, which cuts it for a while; the relay is killed, with operations and a photo of its
desks that the server hasn't seen. In the end all agree, each operation is in the log once, and
nobody has anything left to do.

  test_relay.py
  test_relay.py kills ROUNDS [SEED]   the relay dies at random moments, with its line and without"""
import contextlib
import hashlib
import os
import random
import sqlite3
import sys
import time
import urllib.error
import urllib.request

from knocker_rig import token_of
from province_rig import WAIT_S, Rig, same_tables, wait_for
from relay_rig import RELAY_NAME, Cable, Relay, add_desk_behind

SPOILED = 9


def attach(rig, desk, incident, name):
    data = b"%PDF-1.4\n" + os.urandom(3000)
    path = os.path.join(rig.folder, name)
    with open(path, "wb") as file:
        file.write(data)
    answer = desk.say("attach", incident, path)
    assert answer["ok"], answer
    return hashlib.sha256(data).hexdigest(), len(data)


def wait_photo(desk, incident, digest, size):
    def is_here():
        desk.say("view", digest, size)
        return any(one["hash"] == digest and one["state"] == "here"
                   for one in desk.say("files", incident)["files"])
    wait_for(f"desk {desk.name}: the photo", is_here)


def spoil(relay, number):
    """Files that the relay owes the server, and that its disk has changed."""
    for _ in range(number):
        digest = hashlib.sha256(os.urandom(16)).hexdigest()
        folder = os.path.join(relay.folder, "files", digest[:2])
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, digest[2:]), "wb") as file:
            file.write(b"something else than its name says")
        with open(os.path.join(relay.folder, "owed", digest), "wb"):
            pass


def log_count(rig, name):
    return sum(1 for line in rig.ctl("log", "tail", "1000").splitlines() if name in line)


def check_status(rig, name):
    """The province sees how a desk behind the relay is, as that says itself."""
    number = next(one["id"] for one in rig.status()["desk_list"] if one["name"] == RELAY_NAME)
    mine = wait_for("the desk says that all is sent", lambda: next(
        (one for one in rig.status()["desk_list"]
         if one["name"] == name and one.get("pending") == 0), None))
    assert not mine["online"] and mine["relay"] == int(number) and mine["version"], mine
    assert f"over relay {number}, heard " in rig.ctl("status")


def send_spoiled(rig, relay, desk, name):
    """What comes with another hash than its name isn't owed. The desk isn't running."""
    number = next(one["id"] for one in rig.status()["desk_list"] if one["name"] == name)
    token = token_of(rig, desk, number, relay.url)
    request = urllib.request.Request(
        f"{relay.url}/files/{hashlib.sha256(os.urandom(8)).hexdigest()}", method="PATCH",
        data=b"x" * 100, headers={"Authorization": "Bearer " + token, "Upload-Offset": "0",
                                  "Upload-Length": "100"})
    try:
        urllib.request.urlopen(request, timeout=WAIT_S)
        raise AssertionError("it was taken")
    except urllib.error.HTTPError as error:
        assert error.code == 422, error.code


def run(rig, relay, cable):
    direct = rig.add_desk("Bàn 02 – Điều phối", "lan")
    a = add_desk_behind(rig, relay, "Bàn 03 – Điều phối", "minh")
    b = add_desk_behind(rig, relay, "Bàn 04 – Điều phối", "huong")
    report = rig.report("Cột điện nghiêng trước nhà")
    found = wait_for("the report behind the relay", lambda: (
        lambda r: r if r.get("found") else None)(a.say("report", report)))
    incident = found["incident"]
    assert a.status()["relay"] == "online" and direct.status()["relay"] == "none"
    assert a.do("incident.comment", incident_id=incident, text="qua trạm")["ok"]
    for desk in (a, b, direct):
        desk.wait_settled()
    wait_for("all agree", lambda: same_tables(a, b, direct))
    check_status(rig, "Bàn 03 – Điều phối")
    print("two desks behind the relay and one at the server agree, and the server knows of both")

    # Cut off: each sees what the other did, marked; the rest of the province doesn't.
    cable.pull()
    relay.wait_online(False)
    wait_for("the room knows", lambda: a.status()["relay"] == "cut" == b.status()["relay"])
    assert a.do("incident.comment", incident_id=incident, text="A lúc mất đường truyền")["ok"]
    wait_for("B sees it", lambda: b.status()["provisional"] == 1)
    assert b.do("incident.take", incident_id=incident)["ok"]
    wait_for("A sees it", lambda: a.status()["provisional"] == 1)
    assert direct.do("incident.comment", incident_id=incident, text="C nơi khác")["ok"]
    direct.wait_settled()
    assert relay.status()["queued"] == 2
    photo = attach(rig, a, incident, "a.pdf")
    wait_for("A's photo is at the relay", lambda: (
        lambda s: s["files_owed"] == 1 and s["queued"] == 3)(relay.status()))
    wait_for("A has sent it", lambda: a.say("unsent")["unsent"] == 0)
    print("cut off, the two see each other's work")

    # The relay dies with it, and a desk stops working for the day.
    relay.kill()
    spoil(relay, SPOILED)
    relay.start()
    wait_for("B sees A's again", lambda: (
        lambda s: s["relay"] == "cut" and s["provisional"] == 2)(b.status()))
    assert relay.status()["queued"] == 3
    a.stop()
    cable.plug()
    relay.wait_online()
    wait_for("nothing waits at the relay", lambda: relay.status()["queued"] == 0)
    b.wait_settled()
    direct.wait_settled()
    wait_for("B and C agree", lambda: same_tables(b, direct))
    assert b.status()["provisional"] == 0
    wait_photo(direct, incident, *photo)
    wait_photo(b, incident, *photo)
    # What the server doesn't take keeps nothing else from going.
    assert relay.status()["files_owed"] == SPOILED
    wait_photo(b, incident, *attach(rig, direct, incident, "c.pdf"))
    owed = relay.status()["files_owed"]
    send_spoiled(rig, relay, a, "Bàn 03 – Điều phối")
    assert relay.status()["files_owed"] == owed == SPOILED
    print("what a desk made that is off now was carried up by a relay that was killed")
    a.start()
    a.wait_settled()
    wait_for("all agree", lambda: same_tables(a, b, direct))
    for desk in (a, b, direct):
        assert desk.status()["attention"] == 0, desk.status()
    assert log_count(rig, "incident.take") == 1


def load_anew(relay):
    """Of a relay that isn't running: the server's next snapshots take the place of what it has."""
    with contextlib.closing(sqlite3.connect(os.path.join(relay.folder, "state.db"))) as state:
        state.execute("DELETE FROM position")
        state.commit()


def left_over(relay):
    return [name for name in os.listdir(relay.folder) if "-next" in name]


def kills(rig, relay, cable, rounds, seed):
    print(f"seed {seed}")
    chance = random.Random(seed)
    desks = [add_desk_behind(rig, relay, "Bàn 03 – Điều phối", "minh"),
             add_desk_behind(rig, relay, "Bàn 04 – Điều phối", "huong")]
    report = rig.report("Cột điện nghiêng trước nhà")
    found = [wait_for("the report", lambda d=desk: (
        lambda r: r if r.get("found") else None)(d.say("report", report))) for desk in desks]
    done = 0
    for _ in range(rounds):
        if chance.random() < 0.5:
            cable.pull()
        for _ in range(chance.randrange(1, 6)):
            desk = chance.choice(desks)
            assert desk.do("incident.comment", incident_id=found[0]["incident"],
                           text=f"{desk.name}: {done}")["ok"]
            done += 1
        time.sleep(chance.random() * 0.05)
        if chance.random() < 0.3:
            cable.plug()
            time.sleep(chance.random() * 0.1)
        relay.kill()
        if chance.random() < 0.5:
            load_anew(relay)
        relay.start()
    cable.plug()
    relay.wait_online()
    wait_for("nothing is left of what was loaded", lambda: not left_over(relay))
    for desk in desks:
        desk.wait_settled()
        assert desk.status()["attention"] == 0
    wait_for("all agree", lambda: same_tables(*desks))
    wait_for("nothing waits", lambda: relay.status()["queued"] == 0)
    assert log_count(rig, "incident.comment") == done, "each is in the log once"
    print(f"{rounds} kills, {done} operations, each in the log once")


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        cable = Cable(rig.port)
        relay = Relay(rig, cable)
        relay.start()
        try:
            relay.wait_online()
            if sys.argv[1:2] == ["kills"]:
                seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30)
                kills(rig, relay, cable, int(sys.argv[2]), seed)
            else:
                run(rig, relay, cable)
            for desk in rig.desks:
                desk.stop()
            relay.stop()
        finally:
            if relay.process.poll() is None:
                relay.kill()


main()
