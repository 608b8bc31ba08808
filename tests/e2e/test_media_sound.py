#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: of all tiles one is heard, the one that was chosen; its sound comes by the same ticket and
connection as its pictures, and only while somebody listens; what can't be heard costs no picture;
what mustn't be heard isn't asked for by the host, whoever listens.
Method: the real programs: fake cameras that send a tone each, server, desk, media host, and tiles
whose decoder plays into a file; which tone is in it is measured (heard.py)."""
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "media"))

from camera_rig import Cameras
from heard import Ear
from media_rig import (ACCOUNT, RECORDER, SECRET, MediaHost, count_connections, load_with_cameras,
                       wait_ticket)
from province_rig import Rig, wait_for
from test_tiles import Player

# Each codec, and one without any.
SOUNDS = {1: "pcmu", 2: "pcma", 3: "aac", 4: "none"}
SERVED = tuple(SOUNDS)


def play(tickets, environment):
    first = tickets[0]
    return Player(*[f"{ticket.secret}|{ticket.address}" for ticket in tickets],
                  account=first.account, fingerprint=first.fingerprint, env=environment)


def wait_live(player, tiles):
    for tile in range(tiles):
        player.wait_tile(tile, lambda said: said["state"] == "live")


def read(path, reader):
    """What is gone by now is nothing."""
    try:
        return reader(path)
    except (FileNotFoundError, ProcessLookupError):
        return ""


def read_name(path):
    with open(path, encoding="ascii") as file:
        return file.read().strip()


def find_parts(player, ear):
    """What there is of a pipeline that plays: the thread of its source, and its device."""
    own = f"/proc/{player.find_decoder()}"
    threads = [read(f"{own}/task/{one}/comm", read_name) for one in os.listdir(f"{own}/task")]
    files = [read(f"{own}/fd/{one}", os.readlink) for one in os.listdir(f"{own}/fd")]
    return ["device"] * files.count(ear.path) + ["source"] * threads.count("source:src")


def check_none_at_first(player, ear):
    time.sleep(1)
    assert ear.measure() == 0
    assert all(said["sound"] == "off" for said in player.tiles.values()), player.tiles
    print("nothing is heard that nobody asked for")


def check_each(player, ear):
    for camera in (1, 2, 3):
        begun = time.monotonic()
        player.say(f"hear {camera - 1}")
        player.wait_tile(camera - 1, lambda said: said["sound"] == "heard")
        ear.wait_camera(camera)
        # It, and no other with it.
        for _ in range(3):
            assert ear.listen() == camera
        others = [said["sound"] for tile, said in player.tiles.items() if tile != camera - 1]
        assert others == ["off"] * len(others), others
        print(f"camera {camera} ({SOUNDS[camera]}) is heard, {time.monotonic() - begun:.1f} s")


def check_hushed(player, ear):
    player.say("hush yes")
    wait_for("silence", lambda: ear.listen() == 0)
    player.say("hear 0")
    time.sleep(1)
    assert ear.listen() == 0
    player.say("hush no")
    ear.wait_camera(1)
    print("what is hushed is silent, also when another one is chosen meanwhile")


def check_without(player):
    player.say("hear 3")
    player.wait_tile(3, lambda said: said["sound"] == "none")
    wait_live(player, len(SERVED))
    print("a camera without sound is said to have none")


def check_stopped(player, ear):
    player.say("hear 0")
    ear.wait_camera(1)
    assert find_parts(player, ear) == ["device", "source"], find_parts(player, ear)
    player.say("hear none")
    wait_for("parts of the sound to be gone", lambda: not find_parts(player, ear))
    size = ear.measure()
    time.sleep(1)
    assert ear.measure() == size
    wait_live(player, len(SERVED))
    print("when nobody listens any more nothing is left of it")


def check_crash(player, ear):
    player.say("hear 1")
    ear.wait_camera(2)
    os.kill(player.find_decoder(), 9)
    player.wait_tile(1, lambda said: said["state"] != "live")
    player.wait_tile(1, lambda said: said["state"] == "live" and said["sound"] == "heard")
    ear.wait_camera(2)
    player.say("hear none")
    print("after a crash of the decoder the same one is heard")


def check_lost(cameras, player, ear):
    player.say("hear 0")
    ear.wait_camera(1)
    cameras.fault(1, "kill")
    player.wait_tile(0, lambda said: said["state"] != "live")
    wait_for("nothing to come", lambda: ear.listen(1) is None)
    cameras.fault(1, "none")
    player.wait_tile(0, lambda said: said["state"] == "live" and said["sound"] == "heard", 90)
    ear.wait_camera(1)
    player.say("hear none")
    print("a camera that comes back is heard again")


def check_forbidden(rig, player, ear, restricted):
    """By the host alone: the tiles go on asking, with the ticket that they have."""
    player.say("hear 0")
    ear.wait_camera(1)
    rig.ctl("camera", "sound", "1", "off", "Phòng tiếp dân")
    player.wait_tile(0, lambda said: said["state"] == "live" and said["sound"] == "none")
    assert ear.listen(1) in (0, None)
    rig.ctl("camera", "sound", "1", "default", "Hết giờ tiếp dân")
    player.wait_tile(0, lambda said: said["state"] == "live" and said["sound"] == "heard")
    ear.wait_camera(1)
    player.say("hear 1")
    ear.wait_camera(2)
    rig.ctl("operate", "camera.restrict", f"camera_id={restricted}", "restricted=1")
    player.wait_tile(1, lambda said: said["state"] == "live" and said["sound"] == "none")
    rig.ctl("camera", "sound", "2", "on", "Nút gọi khẩn cấp")
    player.wait_tile(1, lambda said: said["state"] == "live" and said["sound"] == "heard")
    ear.wait_camera(2)
    rig.ctl("operate", "camera.restrict", f"camera_id={restricted}", "restricted=0")
    player.say("hear none")
    wait_live(player, len(SERVED))
    print("what mustn't be heard isn't, and its picture comes")


def check_no_device(tickets, folder):
    """As on a computer without any: the system finds nothing to play on."""
    empty = tempfile.mkdtemp(dir=folder)
    environment = dict(os.environ, PULSE_SERVER=empty, ALSA_CONFIG_PATH=empty,
                       XDG_RUNTIME_DIR=empty)
    environment.pop("TC_TILES_SOUND_SINK", None)
    player = play(tickets[:1], environment)
    player.wait_state(["live"])
    player.say("hear 0")
    player.wait_tile(0, lambda said: said["sound"] == "no-device")
    before = player.figures["tiles"][0]["distinct"]
    player.wait_figures(lambda tile: tile["distinct"] > before + 10)
    assert player.state["state"] == "live", player.state
    player.close()
    print("where there is no device that is said, and pictures come all the same")


def run(rig, cameras, host, ear):
    desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
    rig.ctl("camera", "set-password", RECORDER, text=SECRET + "\n")
    host.enrol(*SERVED)
    host.start()
    ids = {number: desk.say("camera", number)["id"] for number in SERVED}
    tickets = [wait_ticket(desk, ids[number]) for number in SERVED]
    player = play(tickets, ear.environment)
    wait_live(player, len(SERVED))
    player.wait_figures(lambda tile: tile["distinct"] >= 10)
    check_none_at_first(player, ear)
    check_each(player, ear)
    assert count_connections(cameras.ready["rtsp"]) == len(SERVED)
    check_hushed(player, ear)
    check_without(player)
    check_stopped(player, ear)
    check_crash(player, ear)
    check_lost(cameras, player, ear)
    check_forbidden(rig, player, ear, ids[2])
    player.close()
    check_no_device(tickets, rig.folder)


def main():
    words = [word for number, sound in SOUNDS.items() for word in ("--sound", f"{number}:{sound}")]
    with Cameras("-n", "24", "--account", ACCOUNT, "--password", SECRET, *words) as cameras, \
            Rig() as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        run(rig, cameras, host, Ear(rig.folder))


if __name__ == "__main__":
    main()
