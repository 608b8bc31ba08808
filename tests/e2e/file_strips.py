# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the strip (tc-frame-strip.h) off each picture of a film by GStreamer's own player, a JSON
list of camera, frame and microseconds since its first a line. Run by Debian's python3, which has
gi.

  file_strips.py FILE"""
import json
import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402 (after the version)

from camera_player import read_strip  # noqa: E402


def main(path):
    Gst.init(None)
    pipeline = Gst.parse_launch(
        "filesrc name=file ! decodebin ! videoconvert ! video/x-raw,format=GRAY8 !"
        " appsink name=out sync=false")
    pipeline.get_by_name("file").set_property("location", path)
    sink = pipeline.get_by_name("out")
    pipeline.set_state(Gst.State.PLAYING)
    while sample := sink.emit("pull-sample"):
        size = sample.get_caps().get_structure(0)
        width, height = size.get_value("width"), size.get_value("height")
        buffer = sample.get_buffer()
        data = buffer.extract_dup(0, buffer.get_size())
        strip = read_strip(data, len(data) // height, width, height)
        print(json.dumps([*strip, buffer.pts // 1000]), flush=True)
    pipeline.set_state(Gst.State.NULL)


main(sys.argv[1])
