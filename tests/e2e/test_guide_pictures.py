#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the guide's pictures show the desktop as it is. Method: the demonstration province and real
desktops in both languages; each picture is taken anew and held against the one in resources/guide:
the same controls with the same words, and, from afar, the same look. Times, names and numbers may
differ.

  test_guide_pictures.py           compares
  test_guide_pictures.py --update  writes the pictures; by way of: sh tests/guide-pictures"""
import json
import os
import re
import subprocess
import sys

from desktop_rig import Desktop
from picture_rig import find_code, measure_apart
from province_rig import TOP, Rig, wait_for

# Picture, panel, what must stand on the screen before it is taken.
PICTURES = [("overview", "overview", "\u00a0%"), ("incidents", "incidents", "PA-")]
# What is open on them: which incident stands first depends on the hour, and what can be done with
# it on the incident.
OPEN = "cây cầu chỗ nhà em bị yếu lắm rồi, rung bần bật"
LANGUAGES = ("vi", "en")
SEATS = {"vi": ("Bàn 02 – Điều phối", "lan"), "en": ("Bàn 03 – Điều phối", "minh")}
FOLDER = os.path.join(TOP, "resources/guide")
CONTROLS = os.path.join(FOLDER, "controls.json")
FAR = 0.15
ROLES = ("push button", "button", "toggle button", "entry", "text")
# Only with an alarm that has gone up, which is a matter of minutes.
BY_THE_MINUTE = ("I called", "Đã gọi")


def list_controls(desktop):
    """Their words without what changes: digits, what a figure says after its name, and all that
    holds a name of somebody."""
    words = {re.sub(r": .*", "", re.sub(r"\d+", "0", name))
             for role, name in desktop.ask("controls") if role in ROLES and name}
    return sorted(word for word in words if "PA-" not in word and word not in BY_THE_MINUTE)


def take(rig, language):
    """(name, path, controls) of each picture in that language."""
    desktop = Desktop(rig, *SEATS[language], language=language, size="1366x768")
    desktop.start("--scheme", "light")
    desktop.open_incident(find_code(rig, OPEN))
    for name, panel, shown in PICTURES:
        desktop.activate("panel", f"'{panel}'")
        desktop.see(shown)
        path = os.path.join(rig.folder, f"{name}-{language}.png")
        wait_for("a picture", lambda: desktop.ask("settle"))
        desktop.take_picture(path)
        yield f"{name}-{language}", path, list_controls(desktop)
    desktop.stop()


def update(taken):
    os.makedirs(FOLDER, exist_ok=True)
    controls = {}
    for name, path, words in taken:
        controls[name] = words
        subprocess.run(["convert", path, "-strip", "-colors", "128", "-define",
                        "png:compression-level=9", os.path.join(FOLDER, name + ".png")], check=True)
        print(f"{name}: taken")
    with open(CONTROLS, "w", encoding="utf-8") as file:
        json.dump(controls, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.write("\n")


def names_hidden_pages():
    """Of a newer toolkit's tree what is hidden is no part: that a control is gone is seen here
    alone."""
    return subprocess.run(["pkg-config", "--max-version=4.9", "gtk4"], check=False).returncode == 0


def check(taken):
    with open(CONTROLS, encoding="utf-8") as file:
        kept = json.load(file)
    for name, path, words in taken:
        other = set(words) - set(kept.get(name, []))
        if names_hidden_pages():
            other |= set(kept.get(name, [])) - set(words)
        assert not other, f"{name}: other controls than on its picture: {other}; " \
                          "sh tests/guide-pictures takes it anew"
        apart = measure_apart(path, os.path.join(FOLDER, name + ".png"))
        print(f"{name}: {apart:.3f} apart")
        assert apart < FAR, f"{name}: looks another; sh tests/guide-pictures takes it anew"


def main():
    with Rig() as rig:
        rig.start()
        rig.load(reports=True)
        taken = (one for language in LANGUAGES for one in take(rig, language))
        (update if sys.argv[1:] == ["--update"] else check)(taken)


main()
