# SPDX-License-Identifier: GPL-3.0-or-later
"""What a decoder plays, kept in a file in place of a device, and which fake camera's tone it is."""
import array
import math
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "base"))
from wait_limit import WAIT_S  # noqa: E402

RATE_HZ = 8000
# As tc-fake-camera-sound.c has it.
HZ_FIRST, HZ_STEP, TONES = 300, 50, 64
PIECE_S = 0.4
# Of what is heard the tone has at least that part; silence has no more than that.
PART_MIN = 0.8
SILENCE = 50


def hz_of(camera):
    return HZ_FIRST + HZ_STEP * (camera % TONES)


class Ear:
    """What is played comes to its path as it would come to a device, in its time."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "heard")
        self.sink = ("audioconvert ! audioresample ! "
                     f"audio/x-raw,format=S16LE,rate={RATE_HZ},channels=1 ! "
                     f"filesink location={self.path} append=true buffer-mode=unbuffered sync=true")
        self.environment = dict(os.environ, TC_TILES_SOUND_SINK=self.sink)

    def measure(self):
        """Bytes that have come."""
        return os.path.getsize(self.path) if os.path.exists(self.path) else 0

    def listen(self, within_s=15):
        """The camera that is heard from now on; None: nothing comes; 0: silence; -1: something
        else."""
        size = int(PIECE_S * RATE_HZ) * 2
        begin = self.measure() // 2 * 2
        until = time.monotonic() + within_s
        while self.measure() < begin + size:
            if time.monotonic() > until:
                return None
            time.sleep(0.05)
        with open(self.path, "rb") as file:
            file.seek(begin)
            return find_camera(array.array("h", file.read(size)))

    def wait_camera(self, camera, within_s=WAIT_S):
        until = time.monotonic() + within_s
        heard = []
        while time.monotonic() < until:
            heard.append(self.listen(2))
            if heard[-1] == camera:
                return heard
        raise AssertionError(f"camera {camera} isn't heard, but {heard}")


def get_power(samples, hertz):
    """Goertzel: the square of the amplitude at that frequency."""
    turn = 2 * math.cos(2 * math.pi * hertz / RATE_HZ)
    one = two = 0.0
    for sample in samples:
        one, two = sample + turn * one - two, one
    return (one * one + two * two - turn * one * two) * 4 / len(samples) ** 2


def find_camera(samples):
    power = sum(sample * sample for sample in samples) / len(samples)
    if math.sqrt(power) < SILENCE:
        return 0
    # A tone has half the square of its amplitude.
    part, camera = max((get_power(samples, hz_of(camera)) / 2 / power, camera)
                       for camera in range(1, TONES))
    return camera if part > PART_MIN else -1
