#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a tile shows what its camera sends, and never a picture that looks live and isn't. Method:
fake cameras (tc-fake-cameras) with each fault in turn, tiles played by play-tiles, which reads the
burned-in strip of each picture; nearly all cases at the same time, each with a camera of its own.
What was shown for each fault, after how long, and how long recovery took is printed last, as a
table.

  test_tiles.py [CASE...]"""
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time

from tls_door import Certificate, Door

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "base"))
from wait_limit import WAIT_S  # noqa: E402

BUILD = os.environ["TC_BUILD_DIR"]
FAKE = os.path.join(BUILD, "src/tools/tc-fake-cameras")
TILES = os.path.join(BUILD, "src/media/toancanh-tiles")
PLAY = os.path.join(BUILD, "tests/media/play-tiles")
# Marked within 3 s, always: so old is the last picture at most. Some more from the moment of the
# fault on, for a machine that is busy with all of this.
MARKED_MS = 3000
MARKED_S = 4.0
# As the fake cameras have it.
ACCOUNT = "camera"


class Cameras:
    def __init__(self, count, *words):
        self.process = subprocess.Popen([FAKE, "-n", str(count), "--rtsp-port", "0", "--http-port",
                                         "0", *words], text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.lock = threading.Lock()
        self.port = self.read("ready")["rtsp"]

    def read(self, event=None):
        while True:
            line = self.process.stdout.readline()
            assert line, "the fake cameras ended"
            answer = json.loads(line)
            if event is None or answer.get("event") == event:
                return answer

    def set_fault(self, number, *fault):
        with self.lock:
            print("fault", number, *fault, file=self.process.stdin, flush=True)
            answer = self.read()
        assert "error" not in answer, answer

    def get_address(self, number, profile="sub"):
        return f"rtsp://127.0.0.1:{self.port}/{number}/{profile}"

    def close(self):
        self.process.terminate()
        assert self.process.wait(WAIT_S) == 0


class Player:
    """Tiles that play, and what they say."""

    def __init__(self, *addresses, size=(640, 360), account="-", secret="-",
                 fingerprint="-", env=None):
        self.process = subprocess.Popen(
            [PLAY, TILES, str(size[0]), str(size[1]), account, secret, fingerprint,
             *addresses],
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
        self.states = queue.Queue()
        self.figures = None
        self.state = None
        self.matched = None  # what was waited for last
        self.seen = []
        self.tiles = {}  # by its number what was said of a tile last
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            said = json.loads(line)
            if said["event"] == "state":
                said["at"] = time.monotonic()
                self.state = said
                self.tiles[said["tile"]] = said
                self.seen.append((said["state"], said["cause"]))
                self.states.put(said)
            else:
                self.figures = said

    def find_decoder(self):
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(path, encoding="ascii") as file:
            return int(file.read().split()[0])

    def count_held(self):
        """Descriptors, threads, and memory of pictures."""
        with open(f"/proc/{self.process.pid}/maps", encoding="utf-8") as file:
            rings = sum("memfd:" in line for line in file)
        return [len(os.listdir(f"/proc/{self.process.pid}/{what}")) for what in ("fd", "task")
                ] + [rings]

    def say(self, line):
        print(line, file=self.process.stdin, flush=True)

    def wait_state(self, wanted, within=WAIT_S):
        """Waits for a state (or state/cause) of wanted; the time that it took."""
        begun = time.monotonic()
        while True:
            state = self.state
            if state and (state["state"] in wanted or
                          f"{state['state']}/{state['cause']}" in wanted):
                self.matched = state
                return max(state["at"] - begun, 0.0)
            left = begun + within - time.monotonic()
            assert left > 0, f"waited for {wanted}; seen: {self.seen}"
            try:
                self.states.get(timeout=min(left, 0.2))
            except queue.Empty:
                pass

    def wait_tile(self, number, check, within=WAIT_S):
        """Waits until what was said of a tile last is like that."""
        begun = time.monotonic()
        while time.monotonic() - begun < within:
            said = self.tiles.get(number)
            if said and check(said):
                return said
            time.sleep(0.05)
        raise AssertionError(f"tile {number} never came to that: {self.tiles.get(number)}")

    def wait_figures(self, check, within=WAIT_S):
        begun = time.monotonic()
        while time.monotonic() - begun < within:
            if self.figures and check(self.figures["tiles"][0]):
                return self.figures["tiles"][0]
            time.sleep(0.1)
        raise AssertionError(f"figures never came to that: {self.figures}")

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(WAIT_S) == 0


TABLE, FAULTS = [], []
LOCK = threading.Lock()


def note(case, *columns):
    with LOCK:
        TABLE.append((case, *columns))


def note_fault(case, shown, after_s, back_s):
    """What was shown of it, after how long, and how long after its end the picture was back."""
    with LOCK:
        FAULTS.append((case, shown, after_s, back_s))


def print_faults():
    for case, shown, after_s, back_s in sorted(FAULTS):
        print(f"fault | {case:<16} | {shown:<40} | after {after_s:4.1f} s | back {back_s:4.1f} s")


def fault_case(name, fault, marked, within, then=(), hold=0.0, recovery=WAIT_S):
    """A fault while it plays: marked as one of marked in time, then as then; and it recovers."""
    def run(cameras, number):
        player = Player(cameras.get_address(number))
        player.wait_state(["live"])
        time.sleep(1.5)
        # What is late already would pass for marked.
        player.wait_state(["live/"])
        cameras.set_fault(number, *fault)
        took = player.wait_state(marked, within)
        assert player.matched["picture_age_ms"] <= MARKED_MS, player.matched
        first = f"{player.matched['state']}/{player.matched['cause']}"
        if then:
            player.wait_state(then)
        time.sleep(hold)
        last = f"{player.state['state']}/{player.state['cause']}"
        cameras.set_fault(number, "none")
        back = player.wait_state(["live/"], recovery)
        shown = player.figures["tiles"][0]["shown"]
        player.wait_figures(lambda tile: tile["shown"] > shown + 15)
        note_fault(name, first if last == first else f"{first}, then {last}", took, back)
        player.close()
    return run


def plain(cameras, number, codec="H.264"):
    player = Player(cameras.get_address(number))
    took = player.wait_state(["live"])
    player.say("begin")
    tile = player.wait_figures(lambda tile: tile["shown"] >= 60)
    assert tile["camera"] == number, tile
    assert tile["unread"] <= 1, tile
    assert tile["distinct"] >= tile["shown"] - tile["unread"] - 1, tile
    assert tile["codec"] == codec, tile
    assert (tile["width"], tile["height"]) == (640, 360), tile
    # As many as come: cameras on a busy machine send fewer than they are to.
    tile = player.wait_figures(lambda tile: 0.8 * tile["rate"] < tile["decoded_rate"] < 18)
    age = time.time() - tile["seen_us"] / 1e6
    assert age < 3, tile
    note(f"plays {codec}", "live", f"{took:.1f} s")
    player.close()


def sizes(cameras, number):
    """Scaled down to the tile, in the picture's own form; never up."""
    player = Player(cameras.get_address(number, "main"), size=(480, 400))
    tile = player.wait_figures(lambda tile: tile["shown"] > 10)
    assert (tile["width"], tile["height"]) == (480, 270), tile
    assert tile["camera"] == number, tile
    player.say("size 0 1920 1080")
    player.wait_figures(lambda tile: (tile["width"], tile["height"]) == (1280, 720))
    player.say("size 0 160 90")
    tile = player.wait_figures(lambda tile: (tile["width"], tile["height"]) == (160, 90))
    player.say("begin")
    tile = player.wait_figures(lambda tile: tile["shown"] >= 40)
    assert tile["unread"] <= 1, tile
    note("sizes", "480×270, 1280×720, 160×90")
    player.close()


def rungs(cameras, number):
    player = Player(cameras.get_address(number))
    player.wait_state(["live"])
    for rung, least, most in (("keys", 1, 8), ("still", 0, 1), ("paused", 0, 0), ("full", 45, 80)):
        player.say(f"rung 0 {rung}")
        time.sleep(1.5)
        player.say("begin")
        time.sleep(5.2)
        tile = player.figures["tiles"][0]
        shown = tile["shown"]
        assert player.state["rung"] == rung, (rung, player.state, player.figures)
        assert min(least, 3 * tile["rate"]) <= shown <= most, (rung, tile)
        assert player.state["state"] in ("live", "connecting"), player.state
    note("rungs", "keys, still, paused, full")
    player.close()


def denied(cameras, number):
    cameras.set_fault(number, "401")
    player = Player(cameras.get_address(number))
    took = player.wait_state(["denied"])
    cameras.set_fault(number, "none")
    back = player.wait_state(["live"])
    note_fault("401", "denied", took, back)
    player.close()


def account(cameras, number):
    """By TLS, with the certificate that was told, the account and its password."""
    closed = Cameras(1)
    with tempfile.TemporaryDirectory() as folder:
        certificate = Certificate(folder, "own")
        door = Door(certificate, closed.port)
        address = f"rtsps://localhost:{door.port}/1/sub"
        player = Player(address, account=ACCOUNT, secret=ACCOUNT,
                        fingerprint=certificate.fingerprint)
        took = player.wait_state(["live"])
        player.wait_figures(lambda tile: tile["shown"] > 15 and tile["camera"] == 1)
        player.close()
        player = Player(address, account=ACCOUNT, secret="other",
                        fingerprint=certificate.fingerprint)
        player.wait_state(["denied"])
        player.close()
    closed.close()
    note("plays by TLS, with a password", "live", f"{took:.1f} s")


def no_such(cameras, number):
    player = Player(f"rtsp://127.0.0.1:{cameras.port}/{number}/other")
    took = player.wait_state(["offline/address"], 10)
    note("no such stream", "offline/address", f"{took:.1f} s")
    player.close()


def refused(cameras, number):
    player = Player("rtsp://127.0.0.1:1/1/sub")
    took = player.wait_state(["offline/refused"], 10)
    note("nobody listens", "offline/refused", f"{took:.1f} s")
    player.close()


def codec_change(cameras, number):
    player = Player(cameras.get_address(number))
    player.wait_state(["live"])
    begun = time.monotonic()
    cameras.set_fault(number, "codec", "mjpeg")
    took = player.wait_state(["offline", "stalled", "late"], MARKED_S)
    shown = f"{player.matched['state']}/{player.matched['cause']}"
    player.wait_figures(lambda tile: tile["codec"] == "MJPEG")
    player.wait_state(["live"])
    note_fault("codec changed", shown, took, time.monotonic() - begun)
    player.close()


def killed_decoder(cameras, number):
    player = Player(cameras.get_address(number))
    player.wait_state(["live"])
    held = player.count_held()
    for _ in range(3):
        os.kill(player.find_decoder(), signal.SIGKILL)
        took = player.wait_state(["stalled/decoder"], MARKED_S)
        back = player.wait_state(["live"])
    # Nothing of those that are gone is kept.
    now = player.count_held()
    assert all(map(int.__le__, now, held)), (held, now)
    note_fault("decoder killed", "stalled/decoder", took, back)
    player.close()


def killed_desktop(cameras, number):
    """Its decoders go with it, however it goes."""
    player = Player(cameras.get_address(number))
    player.wait_state(["live"])
    decoder = player.find_decoder()
    player.process.kill()
    player.process.wait()
    end = time.monotonic() + WAIT_S
    while os.path.exists(f"/proc/{decoder}"):
        with open(f"/proc/{decoder}/stat", encoding="ascii") as file:
            if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                break
        assert time.monotonic() < end, "a decoder outlives its desktop"
        time.sleep(0.1)


CASES = {
    "killed-decoder": killed_decoder,
    "killed-desktop": killed_desktop,
    "plain": plain,
    "h265": lambda cameras, number: plain(cameras, number, "H.265"),
    "mjpeg": lambda cameras, number: plain(cameras, number, "MJPEG"),
    "sizes": sizes,
    "rungs": rungs,
    "denied": denied,
    "account": account,
    "no-such": no_such,
    "refused": refused,
    "codec": codec_change,
    "kill": fault_case("killed", ["kill"], ["offline", "stalled"], MARKED_S,
                       ["offline/refused", "offline/broken", "offline/end-of-stream"], 3.0),
    "stall": fault_case("stands still", ["stall"], ["stalled/no-data"], MARKED_S, (), 1.0),
    "unreachable": fault_case("unreachable", ["unreachable"], ["stalled/no-data"], MARKED_S,
                              ["offline"], 1.0),
    "freeze": fault_case("frozen", ["freeze"], ["late/frozen", "stalled/frozen"], MARKED_S + 0.5,
                         ["stalled/frozen"], 1.0),
    "eos": fault_case("end of stream", ["eos"], ["offline/end-of-stream"], 10),
    "clock": fault_case("wrong clock", ["clock", "3600"], ["live/clock"], 20),
    "loss": fault_case("half is lost", ["loss", "50"], ["late", "stalled"], MARKED_S + 1,
                       ["late/loss", "stalled/loss"], 2.0),
    "slow": fault_case("in bursts", ["slow", "1.5"], ["late/slow", "stalled"], 6, (), 3.0),
    "garbage": fault_case("noise", ["garbage"], ["stalled", "offline"], MARKED_S, (), 2.0),
}

# Their tiles are governed, by what is shown too.
ALONE = ["rungs"]


def main():
    names = sys.argv[1:] or list(CASES)
    order = list(CASES)
    numbers = {name: order.index(name) + 1 for name in order}
    cameras = Cameras(len(order), "--open", "--codec", f"{numbers['h265']}:h265", "--codec",
                      f"{numbers['mjpeg']}:mjpeg")
    failed = []

    def run(name):
        try:
            CASES[name](cameras, numbers[name])
        except Exception as error:  # pylint: disable=broad-except
            failed.append(name)
            print(f"not ok - {name}: {error!r}", flush=True)

    threads = [threading.Thread(target=run, args=(name,)) for name in names if name not in ALONE]
    for thread in threads:
        thread.start()
        time.sleep(0.3)
    for thread in threads:
        thread.join()
    for name in names:
        if name in ALONE:
            run(name)
    cameras.close()
    for row in sorted(TABLE):
        print(" | ".join(row))
    print_faults()
    assert not failed, failed


if __name__ == "__main__":
    main()
