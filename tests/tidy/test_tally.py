#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tests/tally.py counts right: cases of TAP, programs without TAP, crashes, skips and reasons."""
import contextlib
import io
import json
import os
import sys
import tempfile

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

# (name, what happened beside others, what happened alone, last line, further text, exit code)
AGAIN = [
    ("good when alone", "FAIL", "OK", "2 passed, 0 failed, 0 skipped",
     "failed beside others, passed alone: toancanh:e2e / x\n", 0),
    ("failed when alone, too", "TIMEOUT", "FAIL", "1 passed, 1 failed, 0 skipped",
     "failed: toancanh:e2e / x (fail)\n", 1),
    ("not run again", "FAIL", None, "1 passed, 1 failed, 0 skipped",
     "failed: toancanh:e2e / x (fail)\n", 1),
]


def write_log(path, results):
    with open(path, "w", encoding="utf-8") as file:
        for name, result in results:
            file.write(json.dumps({"name": f"toancanh:e2e / {name}", "result": result}) + "\n")


def count_again(tally, beside, alone):
    """Of one program that failed and of another that did not."""
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(said):
        log, lines = os.path.join(folder, "all.json"), os.path.join(folder, "lines")
        write_log(log, [("x", beside), ("y", "OK")])
        tally.print_failed(log)
        with open(lines, "w", encoding="utf-8") as file:
            file.write(f"tests {log}\n")
            if alone:
                write_log(log.replace(".json", "-again.json"), [("x", alone)])
                file.write(f"tests {log.replace('.json', '-again.json')}\n")
        code = tally.tally(lines)
    return said.getvalue(), code


def main(top):
    sys.path.insert(0, os.path.join(top, "tests"))
    import tally  # pylint: disable=import-outside-toplevel
    print(f"1..{len(CASES) + len(AGAIN)}")
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
    for number, (name, beside, alone, last, text, code) in enumerate(AGAIN, len(CASES) + 1):
        said, returned = count_again(tally, beside, alone)
        good = said.startswith("x\n") and said.splitlines()[-1] == last and text in said \
            and returned == code
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        if not good:
            print("# " + said.replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
