#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: whoever opens a desk whose files can't be used is told so on the screen, not in a terminal
that nobody sees. Method: the real program, started with a desk.ini that a power cut cut short; what
it shows is read from the accessibility tree."""
import os
import subprocess
import sys
import tempfile

from desk_keys import WAIT_S, wait_shown


def main():
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en", GSETTINGS_BACKEND="memory")
    with tempfile.TemporaryDirectory() as folder:
        ini = os.path.join(folder, "desk.ini")
        with open(ini, "w", encoding="utf-8") as file:
            file.write("[desk]\nurl=https://cent")
        process = subprocess.Popen([sys.argv[1], "--data-dir", folder], env=environment)
        wait_shown("Toàn Cảnh can't be opened")
        wait_shown("Nothing in them was changed")
        with open(ini, encoding="utf-8") as file:
            assert file.read() == "[desk]\nurl=https://cent"
        process.terminate()
        assert process.wait(WAIT_S) == 0
    print("1..1\nok 1 - told on the screen")


main()
