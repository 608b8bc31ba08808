#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: whoever sets cameras up has a media host find devices, imports what was found, has one
asked which channels it has, imports those, tries each, and takes one out of service: without a line
typed by hand but account and password; and is told why where that fails, or takes too long. Method:
the real programs, and fake cameras that answer WS-Discovery and ONVIF."""
import csv
import io
import os
import time

from camera_rig import Cameras
from media_rig import ACCOUNT, NAME, SECRET, MediaHost
from province_rig import Rig, wait_for

FIRST, SLOW = 901, 950
CHANNELS = 4


def refuse(rig, words, *sentences):
    done = rig.ctl_done(*words)
    assert done.returncode == 1, (words, done.stdout, done.stderr)
    for sentence in sentences:
        assert sentence in done.stderr, (sentence, done.stderr)


def write(rig, name, text):
    path = os.path.join(rig.folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def find(rig, cameras):
    """Gives the code that the device was imported with."""
    target = f"127.0.0.1:{cameras.ready['discovery']}"
    address = f"http://127.0.0.1:{cameras.ready['http']}/onvif/device_service"
    told = [line.split("\t") for line in rig.ctl("camera", "find", NAME, target).splitlines()]
    assert len(told) == 1 + CHANNELS and told[0][0] == address, told
    assert all(line[4] == "–" for line in told), told
    text = rig.ctl("camera", "find", NAME, "--csv", target)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["address"] for row in rows] == [line[0] for line in told], text
    assert len({row["code"] for row in rows}) == len(rows), text
    code = rows[0]["code"]
    # What only a person knows: that one is wanted, and its account.
    chosen = text.splitlines()[:2]
    chosen[1] = chosen[1].rsplit(",", 1)[0] + "," + ACCOUNT
    rig.devices = write(rig, "devices.csv", "\n".join(chosen) + "\n")
    rig.ctl("import", "camera-devices", rig.devices)
    known = rig.ctl("camera", "find", NAME, target).splitlines()[0].split("\t")
    assert known[4] == code, known
    assert rig.ctl("camera", "find", NAME, "--csv", target).count("\n") == CHANNELS, \
        "what is known is left out"
    print("found, imported, and known from then on:", code)
    return code


def look(rig, code):
    """Gives the numbers that its channels were imported with."""
    refuse(rig, ["camera", "look", NAME, code], "denies access")
    rig.ctl("camera", "set-password", code, text="falsch-1\n")
    refuse(rig, ["camera", "look", NAME, code], "denies access")
    rig.ctl("camera", "set-password", code, text=SECRET + "\n")
    lines = [line.split("\t") for line in rig.ctl("camera", "look", NAME, code).splitlines()]
    assert lines[0][0] == code and abs(float(lines[0][5].split()[0])) < 5, lines[0]
    assert len(lines) == 1 + 2 * CHANNELS, lines
    assert all(line[2] in ("H264", "H265", "JPEG") and line[6].startswith("rtsp://")
               for line in lines[1:]), lines
    wanted = ["camera", "look", NAME, code, "--csv", str(FIRST), "ioc"]
    refuse(rig, wanted, f"has {CHANNELS} channels: import it as a recorder")
    with open(rig.devices, encoding="utf-8") as file:
        text = file.read()
    rig.ctl("import", "camera-devices", write(rig, "devices.csv", text.replace(
        '"camera"', '"recorder"')))
    text = rig.ctl(*wanted)
    rows = list(csv.DictReader(io.StringIO(text)))
    numbers = [int(row["number"]) for row in rows]
    assert numbers == list(range(FIRST, FIRST + CHANNELS)), text
    assert all(row["main"] and row["sub"] and row["main"] != row["sub"] for row in rows), text
    rig.ctl("import", "cameras", write(rig, "cameras.csv", text + "\n"))
    print("asked, its channels imported:", *numbers)
    return numbers


def try_out(rig, cameras, code, numbers):
    refuse(rig, ["camera", "test", str(numbers[0])], "no media host serves it")
    rig.ctl("camera", "serve", NAME, *map(str, numbers))
    for number in numbers:
        wait_for(f"camera {number} is live", lambda number=number: rig.ctl(
            "camera", "test", str(number)).splitlines()[-1].startswith("live"))
        lines = [line.split("\t") for line in rig.ctl("camera", "test", str(number)).splitlines()]
        assert lines[0][0] == code and [line[2] for line in lines[1:3]] == ["told", "told"], lines
    print("tried: each tells its streams, and is live")
    keeper = from_a_desk(rig, numbers)
    out_of_service(rig, keeper)
    slowly(rig, cameras, keeper)
    rig.ctl("camera", "set-password", code, text="falsch-2\n")
    refuse(rig, ["camera", "test", str(FIRST)], "denies access")
    told = ask_test(keeper, FIRST)
    assert told["value"]["cause"] == "denied", told
    cameras.process.terminate()
    cameras.process.wait()
    refuse(rig, ["camera", "test", str(FIRST)], "nothing listens")
    print("and where it fails it is told why")


def ask_test(desk, number):
    camera = desk.say("camera", number)
    return desk.say("ask", "camera.test", f"{{'camera': <int64 {camera['id']}>}}")


def from_a_desk(rig, numbers):
    """Who manages cameras tries one at a desk; nobody else does."""
    keeper = rig.add_desk("Bàn 01 – Trưởng ca", "quantri")
    told = wait_for("what the camera's device says", lambda: (
        lambda answer: answer if answer["ok"] else None)(ask_test(keeper, numbers[0])))
    assert told["value"]["cause"] == "" and told["value"]["told"], told
    assert ask_test(keeper, 5)["refused"] == "camera.no-host"
    other = rig.add_desk("Bàn 02 – Điều phối", "lan")
    camera = wait_for("cameras", lambda: other.say("camera", 1).get("id"))
    told = other.say("ask", "camera.test", f"{{'camera': <int64 {camera}>}}")
    assert told["refused"] == "people.not-allowed", told
    told = other.say("ask", "media.found", "{'number': <int64 1>, 'cause': <''>}")
    assert told["ok"], "it is taken from a media host that was asked alone, and said to nobody"
    print("tried from a desk by who manages cameras, and by nobody else")
    return keeper


def out_of_service(rig, keeper):
    rig.ctl("camera", "state", str(FIRST), "maintenance", "Thay nguồn")
    wait_for("out of service", lambda: keeper.say("camera", FIRST)["state"] == "maintenance")
    rig.ctl("camera", "state", str(FIRST), "in-service")
    wait_for("in service", lambda: keeper.say("camera", FIRST)["state"] == "in-service")
    refuse(rig, ["camera", "state", "9998", "in-service"], "there is no camera of that number")
    refuse(rig, ["camera", "sound", "9998", "on", "x"], "there is no camera of that number")


def slowly(rig, cameras, keeper):
    """Each answer in time, all of them not: a person at a desk is told so while he waits."""
    lines = rig.ctl("camera", "find", NAME, "--csv",
                    f"127.0.0.1:{cameras.ready['discovery']}").splitlines()
    code = next(csv.DictReader(io.StringIO("\n".join(lines[:2]))))["code"]
    rig.ctl("import", "camera-devices", write(rig, "slow.csv", "\n".join(
        [lines[0], lines[1].rsplit(",", 1)[0] + "," + ACCOUNT]) + "\n"))
    rig.ctl("camera", "set-password", code, text=SECRET + "\n")
    text = rig.ctl("camera", "look", NAME, code, "--csv", str(SLOW), "ioc")
    rig.ctl("import", "cameras", write(rig, "cameras.csv", text + "\n"))
    rig.ctl("camera", "serve", NAME, str(SLOW))
    number = int(lines[1].split("/onvif/")[0].rsplit("/", 1)[1])
    wait_for("it is there", lambda: keeper.say("camera", SLOW)["found"])
    assert ask_test(keeper, SLOW)["value"]["cause"] == "", number
    cameras.fault(number, "slow", "2.5")
    begun = time.monotonic()
    told = ask_test(keeper, SLOW)
    assert told["ok"] and told["value"]["cause"] == "timeout", told
    print(f"of one that answers slowly it is told after {time.monotonic() - begun:.1f} s")
    cameras.fault(number, "none")
    assert ask_test(keeper, SLOW)["value"]["cause"] == ""


def bad_ends(rig):
    refuse(rig, ["camera", "find", "Không có"], "there is no media host")
    refuse(rig, ["camera", "find", NAME, "không phải địa chỉ"], "address")
    refuse(rig, ["camera", "look", NAME, "khong-co"], "there is no device")
    refuse(rig, ["camera", "test", "9998"], "there is no camera 9998")
    for words in (["camera", "find"], ["camera", "look", NAME], ["camera", "test", "x"],
                  ["camera", "state", "1", "maintenance"], ["camera", "state", "1", "away", "x"]):
        assert rig.ctl_done(*words).returncode == 2, words


def main():
    with Cameras("-n", str(CHANNELS), "--account", ACCOUNT, "--password", SECRET,
                 "--discovery", "127.0.0.1:0") as cameras, Rig() as rig, MediaHost(rig) as host:
        rig.start()
        rig.load()
        host.enrol("1")
        refuse(rig, ["camera", "find", NAME], "isn't connected")
        host.start()
        wait_for("the host", lambda: rig.ctl_done("camera", "find", NAME, "127.0.0.1:9").returncode
                 == 0)
        code = find(rig, cameras)
        numbers = look(rig, code)
        bad_ends(rig)
        try_out(rig, cameras, code, numbers)


if __name__ == "__main__":
    main()
