#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: at the first start of a desk Enter goes on with what the page asks for. Method: the real
program with a folder that has nothing yet, keys pressed as a person would, what is shown read from
the accessibility tree."""
import os
import subprocess
import sys
import tempfile

from desk_keys import WAIT_S, Keys, check_away, focus, wait_shown, wait_spoken


def main():
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en", GSETTINGS_BACKEND="memory")
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([sys.argv[1], "--data-dir", folder], env=environment)
        wait_shown("Welcome to Toàn Cảnh")
        focus("Toàn Cảnh")
        wait_spoken("Connect to a server")
        Keys().press("Return")
        wait_shown("Connect this desk")
        check_away("Synchronisation")
        process.terminate()
        assert process.wait(WAIT_S) == 0
    print("1..1\nok 1 - Enter goes through the first door")


main()
