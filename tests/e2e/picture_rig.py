# SPDX-License-Identifier: GPL-3.0-or-later
"""Going through the screens of a real desktop (desktop_rig.py), and holding pictures of them
against each other."""
import contextlib
import os
import re
import sqlite3
import subprocess
from typing import NamedTuple

from province_rig import wait_for


class Screen(NamedTuple):
    """How one gets to a screen and away from it again."""
    name: str
    action: str = ""  # of the window; "": none
    target: str | None = None
    keys: tuple = ()  # pressed then
    words: tuple = ()  # that stand on it
    back: tuple = ()  # keys that lead back
    undo: str = ""  # likewise, an action


def walk(desktop, screens):
    """Each screen in turn, while it is shown."""
    for screen in screens:
        if screen.action:
            desktop.activate(screen.action, screen.target)
        for key in screen.keys:
            desktop.ask("key", keys=[key])
        for text in screen.words:
            desktop.see(text)
        settle(desktop)
        yield screen
        for key in screen.back:
            desktop.ask("key", keys=[key])
        if screen.undo:
            desktop.activate(screen.undo)


def settle(desktop):
    """What moves has come to rest, but for figures that never stand still."""
    any(desktop.ask("settle") for _ in range(3))


def measure_apart(one, other):
    """How far apart two pictures look from afar, 0 to 1: root mean square at 48 x 27 greys."""
    words = ["-resize", "48x27!", "-colorspace", "Gray", ")"]
    done = subprocess.run(["compare", "-metric", "RMSE", "(", one, *words, "(", other, *words,
                           "null:"], capture_output=True, text=True)
    return float(re.search(r"\(([\d.e-]+)\)", done.stderr)[1])


def find_code(rig, title):
    """Of the incident whose title begins so, once there is one."""
    def look():
        path = os.path.join(rig.data_dir, "state.db")
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            return db.execute("SELECT code FROM incident WHERE substr (title, 1, ?) = ?",
                              (len(title), title)).fetchone()

    return wait_for(f"the incident {title}", look)[0]
