# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays one stream by GStreamer and tells what comes of it, a JSON object a line: another program
than ours, as far as it can be. Run by Debian's python3, which has gi.

  camera_player.py ADDRESS ACCOUNT PASSWORD tcp|udp [CLOCK]

CLOCK: where a replay begins, as a Range header has it: 20261127T063700Z

  {"codec": "H264"}                 what the camera says that it sends
  {"camera", "frame", "us", "width", "height", "grid"}
                                    a picture: what its strip says, when it came; brightness, coarse
  {"got", "lost"}                   packets, by their numbers; once a second
  {"clock_s"}                       the camera's clock less ours, by its reports
  {"error", "debug"}, {"end"}       it is over"""
import json
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
from gi.repository import GLib, Gst, GstRtsp  # noqa: E402 (after the versions)

NTP_S = 2208988800  # from 1900 to 1970
ACROSS, DOWN = 40, 45 / 2  # cells of a strip in a picture
COLUMNS = 24
GRID = (8, 4)


SAYING = threading.Lock()


def say(**what):
    with SAYING:
        print(json.dumps(what), flush=True)


def mean(data, stride, left, top, right, bottom):
    rows = [data[y * stride + left:y * stride + right] for y in range(top, bottom)]
    return sum(map(sum, rows)) / max(1, (right - left) * (bottom - top))


def check_sum(bits):
    total = 0xff
    for shift in range(32, -1, -8):
        total ^= bits >> shift & 0xff
        for _ in range(8):
            total = (total << 1 ^ (0x07 if total & 0x80 else 0)) & 0xff
    return total


def read_strip(data, stride, width, height):
    """(camera, frame), or (None, None)."""
    cells = []
    for i in range(48):
        x, y = i % COLUMNS * width / ACROSS, i // COLUMNS * height / DOWN
        w, h = width / ACROSS, height / DOWN
        cells.append(mean(data, stride, int(x + w / 4), int(y + h / 4),
                          int(x + w * 3 / 4), int(y + h * 3 / 4)))
    middle = (min(cells) + max(cells)) / 2
    value = int("".join("1" if cell > middle else "0" for cell in cells), 2)
    bits = value >> 8
    if max(cells) - min(cells) < 48 or check_sum(bits) != value & 0xff:
        return None, None
    return bits >> 28, bits & 0xfffffff


def read_grid(data, stride, width, height):
    """Without strip and stamp, which change by themselves."""
    top, bottom = height // 8, height * 9 // 10
    w, h = width // GRID[0], (bottom - top) // GRID[1]
    return [round(mean(data, stride, x * w, top + y * h, (x + 1) * w, top + (y + 1) * h))
            for y in range(GRID[1]) for x in range(GRID[0])]


class Player:
    def __init__(self, address, account, password, way, clock=None):
        self.loop = GLib.MainLoop()
        self.clock, self.got, self.lost, self.number, self.told_clock = clock, 0, 0, None, False
        self.pipeline = Gst.Pipeline()
        self.source = self.make("rtspsrc", location=address, latency=100)
        self.source.set_property("user-id", account)
        self.source.set_property("user-pw", password)
        self.source.set_property("add-reference-timestamp-meta", True)
        Gst.util_set_object_arg(self.source, "protocols", way)
        # A camera that answers only slowly is a test of ours, not of its time-outs.
        self.source.set_property("tcp-timeout", 20_000_000)
        self.source.connect("pad-added", self.added)
        self.source.connect("select-stream", self.selected)
        if clock:
            self.source.connect("before-send", self.sending)
        self.decoder = self.make("decodebin")
        self.decoder.connect("pad-added", self.decoded)
        self.convert = self.make("videoconvert")
        self.sink = self.make("appsink", sync=False, max_buffers=4)
        self.sink.set_property("caps", Gst.Caps.from_string("video/x-raw,format=GRAY8"))
        self.sink.set_property("emit-signals", True)
        self.sink.connect("new-sample", self.shown)
        self.convert.link(self.sink)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", self.failed)
        bus.connect("message::eos", self.ended)
        GLib.timeout_add(1000, self.tell_packets)

    def make(self, name, **properties):
        element = Gst.ElementFactory.make(name)
        for key, value in properties.items():
            element.set_property(key.replace("_", "-"), value)
        self.pipeline.add(element)
        return element

    def selected(self, source, number, caps):
        say(codec=caps.get_structure(0).get_string("encoding-name"))
        return True

    def sending(self, source, message):
        if message.parse_request()[1] == GstRtsp.RTSPMethod.PLAY:
            message.remove_header(GstRtsp.RTSPHeaderField.RANGE, -1)
            message.add_header(GstRtsp.RTSPHeaderField.RANGE, f"clock={self.clock}-")
        return True

    def added(self, source, pad):
        pad.add_probe(Gst.PadProbeType.BUFFER | Gst.PadProbeType.BUFFER_LIST, self.packet)
        pad.link(self.decoder.get_static_pad("sink"))

    def decoded(self, decoder, pad):
        pad.link(self.convert.get_static_pad("sink"))

    def packet(self, pad, info):
        pushed = info.get_buffer_list() if info.type & Gst.PadProbeType.BUFFER_LIST else None
        for buffer in [pushed.get(i) for i in range(pushed.length())] if pushed \
                else [info.get_buffer()]:
            self.count(int.from_bytes(buffer.extract_dup(2, 2), "big"))
            meta = buffer.get_reference_timestamp_meta(Gst.Caps.from_string("timestamp/x-ntp"))
            if meta and not self.told_clock:
                self.told_clock = True
                say(clock_s=meta.timestamp / 1e9 - NTP_S - time.time())
        return Gst.PadProbeReturn.OK

    def count(self, number):
        if self.number is not None:
            self.lost += (number - self.number - 1) & 0x7fff
        self.number = number
        self.got += 1

    def tell_packets(self):
        say(got=self.got, lost=self.lost)
        return True

    def shown(self, sink):
        now = time.time_ns() // 1000
        sample = sink.emit("pull-sample")
        caps, buffer = sample.get_caps().get_structure(0), sample.get_buffer()
        width, height = caps.get_value("width"), caps.get_value("height")
        data = buffer.extract_dup(0, buffer.get_size())
        stride = (width + 3) // 4 * 4
        camera, frame = read_strip(data, stride, width, height)
        say(camera=camera, frame=frame, us=now, width=width, height=height,
            grid=read_grid(data, stride, width, height))
        return Gst.FlowReturn.OK

    def failed(self, bus, message):
        error, debug = message.parse_error()
        say(error=f"{error.domain} {error.code}", debug=f"{error.message} {debug}")
        self.loop.quit()

    def ended(self, bus, message):
        say(end=True)
        self.loop.quit()

    def play(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        try:
            self.loop.run()
        finally:
            self.pipeline.set_state(Gst.State.NULL)


if __name__ == "__main__":
    Gst.init(None)
    Player(*sys.argv[1:]).play()
