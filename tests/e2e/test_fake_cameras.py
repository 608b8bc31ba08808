#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: tc-fake-cameras is what tests, measurements and the demonstration can build on: streams
that foreign players play, each fault as it says and over when it says so, ONVIF and discovery,
nothing done while nobody looks. Method: the real program; GStreamer's rtspsrc (camera_player.py),
curl and datagrams from outside.

  test_fake_cameras.py [STEP...]    all of them, or those alone"""
import base64
import datetime
import hashlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml

from camera_rig import Cameras, MAIN, SUB, age_s
from province_rig import wait_for

NOT_AUTHORIZED = "gst-resource-error-quark 15"
ENVELOPE = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:tt="http://www.onvif.org/ver10/schema"><s:Header>{header}</s:Header><s:Body>
<{action} xmlns="http://www.onvif.org/{service}/wsdl">{inside}</{action}></s:Body></s:Envelope>"""
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-"
TOKEN = f"""<w:Security xmlns:w="{WSS}secext-1.0.xsd" xmlns:u="{WSS}utility-1.0.xsd">
<w:UsernameToken><w:Username>camera</w:Username><w:Password>{{digest}}</w:Password>
<w:Nonce>{{nonce}}</w:Nonce><u:Created>{{created}}</u:Created></w:UsernameToken></w:Security>"""
PROBE = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Header><a:MessageID>urn:uuid:42
</a:MessageID></s:Header><s:Body><d:Probe/></s:Body></s:Envelope>"""
IDLE_S = 3
FILM_S = 3
IDLE_CPU_S_MAX = 0.03


def differ(a, b):
    """By how much two pictures do, coarsely."""
    return sum(abs(x - y) for x, y in zip(a["grid"], b["grid"]))


def check_frames(frames, number, size):
    assert all((one["camera"], one["width"], one["height"]) == (number, *size[:2])
               for one in frames), frames[-1]
    steps = [b["frame"] - a["frame"] for a, b in zip(frames, frames[1:])]
    assert steps.count(1) >= len(steps) * 0.9, steps


# ---- streams ----

def play_both(cameras):
    """Both profiles of some cameras, by TCP and UDP: one frame after the other, soon."""
    for number, profile, size, way in ((1, "sub", SUB, "tcp"), (2, "main", MAIN, "tcp"),
                                       (3, "sub", SUB, "udp")):
        player = cameras.play(number, profile, way=way)
        player.wait_frames(5)
        frames = player.wait_frames(2 * size[2])
        check_frames(frames, number, size)
        assert player.find("codec")[0]["codec"] == "H264"
        ages = sorted(age_s(number, one["frame"], size[2], one["us"]) for one in frames)
        print(f"# {profile} by {way}: {ages[len(ages) // 2] * 1000:.0f} ms old, at most "
              f"{ages[-1] * 1000:.0f}")
        assert 0 < ages[0] and ages[len(ages) // 2] < 0.5, ages
        assert (number, profile) in cameras.running()
        player.stop()


def idle_costs_nothing(cameras):
    """Nothing runs once the last one has gone, and nothing is done."""
    cameras.wait_idle()
    before = cameras.cpu_s()
    time.sleep(IDLE_S)
    used = cameras.cpu_s() - before
    print(f"# {used * 1000 / IDLE_S:.1f} ms of processor time a second while nobody looks, "
          f"{cameras.memory_mb():.0f} MB")
    assert used <= IDLE_CPU_S_MAX * IDLE_S, used


def share(cameras):
    """Two who look at one stream see the same frames of one pipeline."""
    one, other = cameras.play(1), cameras.play(1)
    one.wait_frames(5)
    other.wait_frames(30)
    mine = {frame["frame"] for frame in one.frames()}
    common = [frame for frame in other.frames() if frame["frame"] in mine]
    assert len(common) >= 20, (len(common), len(mine))
    one.stop()
    check_frames(other.wait_frames(10), 1, SUB)
    other.stop()


def codecs(cameras):
    for number, codec in ((5, "H265"), (6, "JPEG")):
        player = cameras.play(number)
        player.wait_frames(3)
        check_frames(player.wait_frames(20), number, SUB)
        assert player.find("codec")[0]["codec"] == codec
        player.stop()


def doors(cameras):
    """Wrong passwords, other paths, and a port of one's own."""
    for words in ({"password": "Camera"}, {"account": "admin"}):
        over = cameras.play(1, **words).wait_over()
        assert over["error"] == NOT_AUTHORIZED, over
    over = cameras.play_url(cameras.url(1, "third")).wait_over()
    assert "error" in over, over
    player = cameras.play_url(cameras.url(4, "sub", own=True))
    check_frames(player.wait_frames(5), 4, SUB)
    player.stop()


def replay(cameras):
    """What was half an hour before, from the second that was asked for."""
    begin = int(time.time()) - 1800
    clock = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(begin))
    player = cameras.play(2, "replay", clock=clock)
    player.wait_frames(10)
    asked = time.time()
    frame = player.wait_frames(25)[-1]
    age = age_s(2, frame["frame"], MAIN[2], frame["us"])
    assert 1795 < age < 1815, (age, asked)
    player.stop()


# ---- faults ----

def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except ConnectionRefusedError:
        return False
    return True


def fault_kill(cameras):
    """Gone by the common port as by its own; another camera stays."""
    player, other = cameras.play(1), cameras.play(2)
    player.wait_frames(5)
    other.wait_frames(5)
    cameras.fault(1, "kill")
    assert "error" in player.wait_over(10) or "end" in player.over()
    assert "error" in cameras.play(1).wait_over(10)
    assert not is_open(cameras.ready["ports"][0]) and is_open(cameras.ready["rtsp"])
    assert curl(cameras, "/1/onvif/device_service", "-d", "x") is None
    check_frames(other.wait_frames(20), 2, SUB)
    other.stop()


def fault_unreachable(cameras):
    """Nothing comes, nothing is answered, and no connection ends."""
    player = cameras.play(1)
    player.wait_frames(5)
    cameras.fault(1, "unreachable")
    time.sleep(0.5)
    late = cameras.play(1)
    assert player.silent_for(3) and not player.over()
    assert not late.find("codec") and not late.over()
    assert curl(cameras, "/1/onvif/device_service", "-d", "x", "-m", "2") is None
    player.stop()
    late.stop()


def fault_401(cameras):
    player = cameras.play(1)
    player.wait_frames(5)
    cameras.fault(1, "401")
    player.wait_over(10)
    over = cameras.play(1).wait_over()
    assert over["error"] == NOT_AUTHORIZED, over


def fault_stall(cameras):
    """Who plays gets no more, who comes gets no more than a picture."""
    player = cameras.play(1)
    player.wait_frames(5)
    cameras.fault(1, "stall")
    time.sleep(0.5)
    late = cameras.play(1)
    wait_for("a connection", lambda: late.find("codec"), 10)
    assert player.silent_for(3) and not player.over()
    assert len(late.frames()) <= 3 and not late.over()
    # The same connection goes on when it is over.
    cameras.fault(1, "none")
    player.wait_frames(5)
    player.stop()
    late.stop()


def fault_freeze(cameras):
    """Pictures come at their rate, and are all the same."""
    player = cameras.play(1)
    player.wait_frames(5)
    cameras.fault(1, "freeze")
    time.sleep(1)
    frames = player.wait_frames(30)
    assert len({one["frame"] for one in frames}) == 1, frames
    assert max(differ(frames[0], one) for one in frames) <= 8
    cameras.fault(1, "none")
    time.sleep(1)
    check_frames(player.wait_frames(10), 1, SUB)
    player.stop()


def fault_eos(cameras):
    player = cameras.play(1)
    player.wait_frames(5)
    cameras.fault(1, "eos")
    assert player.wait_over(10).get("end"), player.over()
    wait_for("its connections ended", lambda: not cameras.running(), 10)
    again = cameras.play(1)
    assert again.wait_over(10).get("end"), again.over()
    assert 3 <= len(again.frames()) <= 20, len(again.frames())


def fault_clock(cameras):
    """Its reports and its service tell it; its strip stays true."""
    well = cameras.play(2)
    clock = wait_for("a report", lambda: well.find("clock_s"), 20)[0]["clock_s"]
    assert abs(clock) < 1, clock
    well.stop()
    cameras.fault(1, "clock", "-3600")
    player = cameras.play(1)
    frame = player.wait_frames(5)[-1]
    assert age_s(1, frame["frame"], SUB[2], frame["us"]) < 1
    clock = wait_for("a report", lambda: player.find("clock_s"), 20)[0]["clock_s"]
    assert abs(clock + 3600) < 1.5, clock
    hour = onvif(cameras, 1, "GetSystemDateAndTime").find(".//{*}Hour").text
    assert int(hour) == (datetime.datetime.utcnow() - datetime.timedelta(hours=1)).hour
    player.stop()


def fault_codec(cameras):
    player = cameras.play(1)
    player.wait_frames(5)
    cameras.fault(1, "codec", "h265")
    player.wait_over(10)
    player = cameras.play(1)
    check_frames(player.wait_frames(10), 1, SUB)
    assert player.find("codec")[0]["codec"] == "H265"
    cameras.fault(1, "none")
    player.wait_over(10)
    player = cameras.play(1)
    player.wait_frames(10)
    assert player.find("codec")[0]["codec"] == "H264"
    player.stop()


def fault_loss(cameras):
    for way in ("tcp", "udp"):
        player = cameras.play(1, "main", way=way)
        player.wait_frames(10)
        cameras.fault(1, "loss", "50")
        time.sleep(1.5)
        before = player.find("got")[-1]
        time.sleep(5)
        after = player.find("got")[-1]
        got, lost = after["got"] - before["got"], after["lost"] - before["lost"]
        share_lost = lost / (got + lost)
        print(f"# {way}: {share_lost:.0%} of {got + lost} packets lost")
        assert 0.42 <= share_lost <= 0.58, (got, lost)
        cameras.fault(1, "none")
        player.stop()


def fault_slow(cameras):
    """Answers come late; pictures come in bursts, none missing."""
    cameras.fault(1, "slow", "1.5")
    begun = time.monotonic()
    player = cameras.play(1)
    wait_for("an answer", lambda: player.find("codec"), 30)
    assert time.monotonic() - begun > 1.5
    player.wait_frames(5)
    frames = player.wait_frames(90)
    gaps = [(b["us"] - a["us"]) / 1e6 for a, b in zip(frames, frames[1:])]
    assert sum(1 for gap in gaps if gap > 1) >= 2, gaps
    check_frames(frames, 1, SUB)
    player.stop()


def fault_garbage(cameras):
    """Streams under way become noise, new ones are nothing; services aren't what they were."""
    player = cameras.play(1)
    player.wait_frames(10)
    cameras.fault(1, "garbage")
    time.sleep(1)
    before = len(player.find("frame"))
    time.sleep(3)
    good = {one["frame"] for one in player.find("frame", before)} - {None}
    assert len(good) <= 2, good
    assert "error" in cameras.play(1).wait_over(20)
    answers = [curl(cameras, "/1/onvif/device_service", "-d", "x", account=None) for _ in range(2)]
    assert b"<html>" in answers[0] and b"Envelope" not in answers[1], answers
    player.stop()


def recovered(cameras, number=1):
    """It plays again, from the first frame on."""
    cameras.fault("all", "none")
    player = cameras.play(number)
    check_frames(player.wait_frames(15), number, SUB)
    player.stop()


FAULTS = [fault_kill, fault_unreachable, fault_401, fault_stall, fault_freeze, fault_eos,
          fault_clock, fault_codec, fault_loss, fault_slow, fault_garbage]


# ---- ONVIF ----

def curl(cameras, path, *options, account="camera:camera"):
    """What a client that isn't ours is answered; None: nothing."""
    proof = ["--digest", "-u", account] if account else []
    done = subprocess.run(["curl", "-s", "-m", "10", *proof, *options, cameras.http(path)],
                          capture_output=True)
    return done.stdout if done.returncode == 0 else None


def onvif(cameras, number, action, service="ver10/device", inside="", header="", digest=True):
    envelope = ENVELOPE.format(action=action, service=service, inside=inside, header=header)
    options = ["-d", envelope, "-H", "Content-Type: application/soap+xml"]
    path = f"/{number}/onvif/device_service" if number else "/onvif/device_service"
    answer = curl(cameras, path, *options, account="camera:camera" if digest else None)
    assert answer, (action, answer)
    return xml.fromstring(answer)


def token(password="camera"):
    nonce = os.urandom(16)
    created = datetime.datetime.utcnow().strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = hashlib.sha1(nonce + created.encode() + password.encode()).digest()
    return TOKEN.format(digest=base64.b64encode(digest).decode(), created=created,
                        nonce=base64.b64encode(nonce).decode())


def services(cameras):
    """A digest by curl, a token by hand; profiles lead to streams that play."""
    found = onvif(cameras, 7, "GetDeviceInformation").find(".//{*}SerialNumber").text
    assert found == "TC-0007"
    assert curl(cameras, "/7/onvif/device_service", "-d",
                ENVELOPE.format(action="GetDeviceInformation", service="ver10/device", inside="",
                                header=""), account="camera:wrong") == b""
    found = onvif(cameras, 7, "GetDeviceInformation", header=token(), digest=False)
    assert found.find(".//{*}Model").text == "Fake camera"
    found = onvif(cameras, 7, "GetDeviceInformation", header=token("wrong"), digest=False)
    assert found.find(".//{*}Fault") is not None
    profiles = onvif(cameras, 0, "GetProfiles", "ver20/media").findall(".//{*}Profiles")
    assert len(profiles) == 2 * 8, len(profiles)
    inside = f"<ProfileToken>{profiles[12].get('token')}</ProfileToken>"
    uri = onvif(cameras, 0, "GetStreamUri", "ver10/media", inside).find(".//{*}Uri").text
    player = cameras.play_url(uri)
    check_frames(player.wait_frames(5), 7, MAIN)
    player.stop()


def film(cameras):
    """A camera that shows one goes on after its end, with strip and stamp of its own."""
    player = cameras.play(4)
    frames = player.wait_frames((FILM_S + 2) * SUB[2])
    check_frames(frames, 4, SUB)
    assert max(differ(a, b) for a, b in zip(frames, frames[10:])) > 20
    # Nothing of what is drawn looks like it: it is black.
    assert sum(frames[-1]["grid"]) < 50 * len(frames[-1]["grid"]), frames[-1]
    player.stop()


def snapshots(cameras):
    inside = "<ProfileToken>4-main</ProfileToken>"
    uri = onvif(cameras, 4, "GetSnapshotUri", "ver10/media", inside).find(".//{*}Uri").text
    path = uri.partition(str(cameras.ready["http"]))[2]
    picture = curl(cameras, path)
    assert picture[:2] == b"\xff\xd8" and len(picture) > 10_000, len(picture)
    assert curl(cameras, path, account="camera:wrong") == b""


def turning(cameras):
    """The picture follows; a preset brings it back."""
    profile = "<ProfileToken>8-sub</ProfileToken>"
    player = cameras.play(8)
    before = player.wait_frames(5)[-1]
    onvif(cameras, 8, "SetPreset", "ver20/ptz", profile + "<PresetName>Cầu</PresetName>")
    onvif(cameras, 8, "ContinuousMove", "ver20/ptz", profile + "<Velocity>"
          '<tt:PanTilt x="0.8" y="0.2"/></Velocity><Timeout>PT2S</Timeout>')
    time.sleep(2.5)
    turned = player.wait_frames(5)[-1]
    away = differ(before, turned)
    assert onvif(cameras, 8, "GetStatus", "ver20/ptz", profile).find(
        ".//{*}MoveStatus/{*}PanTilt").text == "IDLE"
    presets = onvif(cameras, 8, "GetPresets", "ver20/ptz", profile).findall(".//{*}Preset")
    assert [one.find("{*}Name").text for one in presets] == ["Cầu"]
    onvif(cameras, 8, "GotoPreset", "ver20/ptz",
          profile + f"<PresetToken>{presets[0].get('token')}</PresetToken>")
    time.sleep(2.5)
    back = differ(before, player.wait_frames(5)[-1])
    print(f"# turned away the picture differs by {away}, back by {back}")
    assert away > 2 * back and away > 100, (away, back)
    player.stop()


def discovery(cameras):
    """Each camera and the recorder answer a probe; who is gone doesn't."""
    def ask():
        answers = {}
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.settimeout(1)
            line.sendto(PROBE.encode(), ("127.0.0.1", cameras.ready["discovery"]))
            try:
                while True:
                    text = line.recv(65536).decode()
                    assert "urn:uuid:42" in text
                    name = re.search(r"<a:Address>(.*?)</a:Address>", text)[1]
                    answers[name] = re.search(r"<d:XAddrs>(.*?)</d:XAddrs>", text)[1]
            except socket.timeout:
                return answers
    answers = ask()
    assert len(answers) == 9, answers
    assert cameras.http("/3/onvif/device_service") in answers.values()
    cameras.fault(3, "kill")
    assert cameras.http("/3/onvif/device_service") not in ask().values()
    cameras.fault(3, "none")


# ---- loops ----

def loops():
    """What was encoded before comes again and again, for next to nothing."""
    with Cameras("--cameras", "2", "--loop", "4") as cameras:
        assert cameras.say("prepare all sub")["ok"]
        assert not cameras.say("prepare 3 sub")["ok"]
        players = [cameras.play(1), cameras.play(2)]
        for player in players:
            player.wait_frames(5)
        before, begun = cameras.cpu_s(), time.monotonic()
        frames = players[0].wait_frames(90)
        share_used = (cameras.cpu_s() - before) / (time.monotonic() - begun)
        assert {one["frame"] for one in frames} == set(range(60))
        assert age_s(1, frames[-1]["frame"], SUB[2], frames[-1]["us"], 60) < 0.5
        print(f"# two loops take {share_used:.1%} of a processor")
        assert share_used < 0.1, share_used
        cameras.fault(1, "freeze")
        time.sleep(1)
        assert len({one["frame"] for one in players[0].wait_frames(20)}) == 1


def faulty(fault):
    """A step: that fault, and that it is over afterwards."""
    def step(cameras):
        fault(cameras)
        recovered(cameras)
    step.__name__ = fault.__name__
    return step


def make_film(path):
    """A white ball on black."""
    subprocess.run(["gst-launch-1.0", "-q", "videotestsrc", "pattern=ball",
                    f"num-buffers={FILM_S * 10}", "!", "video/x-raw,width=320,height=240,"
                    "framerate=10/1", "!", "jpegenc", "!", "avimux", "!", "filesink",
                    f"location={path}"], check=True)


def main():
    steps = [play_both, idle_costs_nothing, share, codecs, doors, replay, services, film,
             snapshots, turning, discovery, *map(faulty, FAULTS)]
    names = sys.argv[1:]
    steps = [step for step in steps if not names or step.__name__ in names]
    print(f"1..{len(steps) + 1}")
    with tempfile.TemporaryDirectory(prefix="tc-film-") as folder:
        path = os.path.join(folder, "ball.avi")
        make_film(path)
        with Cameras("--cameras", "8", "--own-ports", "-c", "5:h265", "-c", "6:mjpeg",
                     "--discovery", "127.0.0.1:0", "--footage", path) as cameras:
            for number, step in enumerate(steps, 1):
                step(cameras)
                cameras.wait_idle()
                print(f"ok {number} - {step.__name__}")
            idle_costs_nothing(cameras)
    assert cameras.code == 0, cameras.code
    if not names or "loops" in names:
        loops()
    print(f"ok {len(steps) + 1} - loops")


main()
