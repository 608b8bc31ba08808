#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tests/tally.py counts right: cases of TAP, programs without TAP, crashes, skips and reasons."""
import contextlib
import io
import os
import sys

# (name, what meson recorded: (result, output) of each program, last line, further text, exit code)
CASES = [
    ("cases of TAP", [("OK", "1..2\nok 1 - a\nok 2 - b\n")], "2 passed, 0 failed, 0 skipped",
     "", 0),
    ("TAP of GLib", [("OK", "ok 1 /a/b\nok 2 /a/c # SKIP no camera\n")],
     "1 passed, 0 failed, 1 skipped", "skipped: x /a/c: no camera", 0),
    ("a failed case", [("FAIL", "ok 1 - a\nnot ok 2 - b\n")], "1 passed, 1 failed, 0 skipped",
     "failed: x b", 1),
    ("no TAP", [("OK", "all well\n"), ("FAIL", "wrong\n")], "1 passed, 1 failed, 0 skipped",
     "failed: x (fail)", 1),
    ("a crash after good cases", [("ERROR", "ok 1 - a\n")], "1 passed, 1 failed, 0 skipped",
     "failed: x (error)", 1),
    ("a time-out", [("TIMEOUT", "")], "0 passed, 1 failed, 0 skipped", "x (timeout)", 1),
    ("a skipped program", [("SKIP", "skip: no PostgreSQL here\n")],
     "0 passed, 0 failed, 1 skipped", "skipped: x: no PostgreSQL here", 0),
    ("a skipped plan", [("SKIP", "1..0 # SKIP no screen\n")], "0 passed, 0 failed, 1 skipped",
     "skipped: x: no screen", 0),
    ("a skip without a reason", [("SKIP", "")], "0 passed, 1 failed, 1 skipped",
     "without a reason", 1),
]


def main(top):
    sys.path.insert(0, os.path.join(top, "tests"))
    import tally  # pylint: disable=import-outside-toplevel
    print(f"1..{len(CASES)}")
    failed = 0
    for number, (name, programs, last, text, code) in enumerate(CASES, 1):
        total = tally.Tally()
        for result, output in programs:
            total.add_program("x", result, output)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            returned = total.report()
        good = said.getvalue().splitlines()[-1] == last and text in said.getvalue() \
            and returned == code
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        if not good:
            print("# " + said.getvalue().replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
