# SPDX-License-Identifier: GPL-3.0-or-later
"""Fake cameras that are told what goes wrong, and players of their streams. Everything is on
loopback, and everything that was started goes with the rig."""
import json
import os
import queue
import subprocess
import tempfile
import threading
import time

from province_rig import BUILD, TOP, WAIT_S, wait_for

MAIN, SUB = (1280, 720, 25), (640, 360, 15)
PHASE_STEP = 619  # as in src/media/tc-frame-times.c
STRIP_COUNTS = 1 << 28


def age_s(camera, frame, fps, now_us, cycle=STRIP_COUNTS):
    """How long before now the frame was taken, by what its strip says (tc-frame-times.h)."""
    phase = camera * PHASE_STEP % 1000 / 1000
    newest = int(now_us * fps / 1_000_000 - phase)
    since = (newest - frame + cycle // 2) % cycle - cycle // 2  # below 0: before it could be
    return now_us / 1e6 - (newest - since + phase) / fps


class Cameras:
    """The program, driven by lines."""

    def __init__(self, *options):
        self.options = options
        self.folder = tempfile.TemporaryDirectory(prefix="tc-cameras-")
        self.players = []

    def __enter__(self):
        self.log = open(os.path.join(self.folder.name, "cameras.log"), "a")
        self.process = subprocess.Popen(
            [os.path.join(BUILD, "src/tools/tc-fake-cameras"), "--rtsp-port", "0", "--http-port",
             "0", *self.options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            stderr=self.log)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.ready = self._get()
        assert self.ready["event"] == "ready", self.ready
        return self

    def _read(self):
        for line in self.process.stdout:
            if not line.startswith("{"):
                break  # a failed assertion of a library: it ends
            self.lines.put(json.loads(line))
        self.lines.put(None)

    def _get(self):
        answer = self.lines.get(timeout=WAIT_S)
        assert answer is not None, "tc-fake-cameras ended: " + self.read_log()
        return answer

    def read_log(self):
        with open(self.log.name, encoding="utf-8") as file:
            return file.read()

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self._get()
        assert answer["reply"], answer
        return answer

    def fault(self, number, *words):
        answer = self.say(f"fault {number} {' '.join(words)}")
        assert answer["ok"], answer

    def running(self):
        """{(number, profile)} of the pipelines that run."""
        return {(one["number"], profile) for one in self.say("status")["cameras"]
                for profile in ("main", "sub") if one[profile]}

    def wait_idle(self, seconds=WAIT_S):
        """Until no pipeline runs."""
        end = time.monotonic() + seconds
        while self.running():
            assert time.monotonic() < end, f"still running: {self.running()}"
            time.sleep(0.05)

    def url(self, number, profile, own=False):
        port = self.ready["ports"][number - self.ready["first"]] if own else self.ready["rtsp"]
        return f"rtsp://127.0.0.1:{port}/{number}/{profile}"

    def http(self, path):
        return f"http://127.0.0.1:{self.ready['http']}{path}"

    def play(self, number, profile="sub", **options):
        return self.play_url(self.url(number, profile), **options)

    def play_url(self, url, **options):
        player = Player(url, os.path.join(self.folder.name, "players.log"), **options)
        self.players.append(player)
        return player

    def cpu_s(self):
        """Of the process so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def __exit__(self, *_):
        for player in self.players:
            player.stop()
        self.process.terminate()
        try:
            self.code = self.process.wait(WAIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self.log.close()
        print("".join(f"# {line}\n" for line in self.read_log().splitlines()[-20:]), end="")
        self.folder.cleanup()


class Player:
    """A process that plays a stream (camera_player.py), and what it told."""

    def __init__(self, url, log, account="camera", password="camera", way="tcp", clock=None):
        self.lock = threading.Lock()
        self.told = []
        with open(log, "a") as errors:
            self.process = subprocess.Popen(
                ["/usr/bin/python3", os.path.join(TOP, "tests/e2e/camera_player.py"), url, account,
                 password, way, *([clock] if clock else [])], stdout=subprocess.PIPE,
                stderr=errors, text=True)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        for line in self.process.stdout:
            with self.lock:
                self.told.append(json.loads(line))

    def find(self, key, after=0):
        """All that was told with that key, after so many frames."""
        with self.lock:
            return [one for one in self.told if key in one][after:]

    def frames(self):
        return [one for one in self.find("frame") if one["frame"] is not None]

    def wait_frames(self, n, seconds=WAIT_S):
        """n more than there are now; those."""
        before = len(self.frames())
        wait_for(f"{n} more frames after {before}", lambda: (
            len(self.frames()) >= before + n or self.over()), seconds)
        frames = self.frames()[before:]
        assert len(frames) >= n, (len(frames), self.over())
        return frames

    def wait_over(self, seconds=WAIT_S):
        """What it ended with."""
        return wait_for("a player that ends", self.over, seconds)

    def over(self):
        return (self.find("error") + self.find("end") or [None])[0]

    def silent_for(self, seconds):
        """No frame comes in that time."""
        before = len(self.find("frame"))
        time.sleep(seconds)
        return len(self.find("frame")) == before

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(WAIT_S)
        self.thread.join(WAIT_S)
