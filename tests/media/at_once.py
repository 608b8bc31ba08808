#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the cases of a GLib test that mostly waits side by side, each in a process of its own, and
tells of them as one test.

  at_once.py TEST [ARGUMENT...]"""
import concurrent.futures
import subprocess
import sys

AT_ONCE = 8


def run(case):
    return subprocess.run([*sys.argv[1:], "-p", case], check=False, capture_output=True, text=True,
                          errors="replace")


def main():
    listed = subprocess.run([*sys.argv[1:], "-l"], check=True, capture_output=True, text=True)
    cases = [line for line in listed.stdout.splitlines() if line.startswith("/")]
    assert cases, listed
    print(f"1..{len(cases)}")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for number, (case, done) in enumerate(zip(cases, pool.map(run, cases)), 1):
            # One that isn't there passes by itself.
            good = done.returncode == 0 and f" {case}\n" in done.stdout
            for line in [] if good else (done.stdout + done.stderr).splitlines():
                print("#", line)
            print("ok" if good else "not ok", number, case, flush=True)


if __name__ == "__main__":
    main()
