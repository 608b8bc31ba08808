#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what tests/run did.

tally.py FILE            FILE has lines "step NAME passed|failed" and "tests LOG.json" (of meson);
                         prints failures, skips with reasons, "N passed, N failed, N skipped".
tally.py --figures LOG   prints the lines "figure ..." of a benchmark's log, "fault | ..." of a
                         suite's, and "coverage ..." of one, with the name of the test.
tally.py --failed LOG    prints the names of the programs that failed, if they are few enough to be
                         run again alone.
tally.py --list BUILD    prints the suites and benchmarks of a build directory.

A case is one line of TAP, or a whole test program where it prints no TAP. A program that fails
without a failed case (a crash, a time-out, a plan not kept) counts as one failed case. What failed
beside others and was run again (LOG-again.json) counts as it went alone; it is named.
"""
import json
import re
import subprocess
import sys

CASE = re.compile(r"^(not )?ok\b(?: +\d+)?(?: *-? *([^#]*))?(?:# *(skip|todo)\S*:? *(.*))?", re.I)
REASON = re.compile(r"^(?:# *)?skip(?:ped|ping)?\b:? *(.*)", re.I)
GOOD = ("OK", "EXPECTEDFAIL", "SKIP")
# More than these don't fail by chance.
AGAIN_MAX = 5
PLAN_SKIP = re.compile(r"^1\.\.0 *# *skip\S* *(.*)", re.I)


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []
        self.only_alone = []

    def add_program(self, name, result, text):
        cases = [m for m in map(CASE.match, text.splitlines()) if m]
        failed_before = len(self.failed)
        for case in cases:
            label = f"{name} {(case[2] or '').strip()}".strip()
            if case[3] and case[3].lower() == "skip":
                self.skipped.append((label, case[4].strip()))
            elif case[1]:
                self.failed.append(label)
            else:
                self.passed += 1
        if result in ("OK", "EXPECTEDFAIL"):
            self.passed += 0 if cases else 1
        elif result == "SKIP":
            if not cases:
                self.skipped.append((name, find_reason(text)))
        elif len(self.failed) == failed_before:
            self.failed.append(f"{name} ({result.lower()})")

    def add_log(self, path, again):
        alone = {entry["name"]: entry for entry in read_log(again)} if again else {}
        for entry in read_log(path):
            entry = alone.get(entry["name"], entry)
            if entry["name"] in alone and entry["result"] in GOOD:
                self.only_alone.append(entry["name"])
            self.add_program(entry["name"], entry["result"], entry.get("stdout") or "")

    def report(self):
        for label, reason in self.skipped:
            print(f"skipped: {label}: {reason or 'NO REASON GIVEN'}")
            if not reason:
                self.failed.append(f"{label} (skipped without a reason)")
        for label in self.only_alone:
            print(f"failed beside others, passed alone: {label}")
        for label in self.failed:
            print(f"failed: {label}")
        print(f"{self.passed} passed, {len(self.failed)} failed, {len(self.skipped)} skipped",
              flush=True)
        return 1 if self.failed else 0


def find_reason(text):
    for pattern in (PLAN_SKIP, REASON):
        for line in text.splitlines():
            match = pattern.match(line.strip())
            if match and match[1]:
                return match[1]
    return ""


def read_log(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return [json.loads(line) for line in file if line.strip()]


def tally(path):
    total = Tally()
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split(" ", 1) for line in file]
    logs = [rest for kind, rest in lines if kind == "tests"]
    for log in logs:
        again = log.replace(".json", "-again.json")
        if not log.endswith("-again.json"):
            total.add_log(log, again if again in logs else None)
    for step in (rest for kind, rest in lines if kind == "step"):
        if step.endswith(" passed"):
            total.passed += 1
        else:
            total.failed.append(step.rsplit(" ", 1)[0])
    return total.report()


def print_failed(path):
    try:
        failed = [entry["name"].split(" / ")[-1] for entry in read_log(path)
                  if entry["result"] not in GOOD]
    except FileNotFoundError:
        return 1
    if len(failed) <= AGAIN_MAX:
        print(*failed)
    return 0


def print_figures(path):
    try:
        entries = read_log(path)
    except FileNotFoundError:
        return 1
    for entry in entries:
        for line in (entry.get("stdout") or "").splitlines():
            figure = line.removeprefix("# ")  # a comment where the test speaks TAP
            if figure.startswith(("figure ", "fault | ")):
                print(figure)
            elif line.startswith("coverage "):
                print(f"{entry['name'].split()[-1]}: {line[9:]}")
    return 0


def print_list(build):
    for title, option in (("suite", "--tests"), ("bench", "--benchmarks")):
        text = subprocess.run(["meson", "introspect", option, build], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        count = {}
        for test in json.loads(text):
            for suite in test["suite"]:
                suite = suite.split(":")[-1]
                count[suite] = count.get(suite, 0) + 1
        for suite, programs in sorted(count.items()):
            print(f"{title} {suite}: {programs} programs")
    return 0


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "--figures":
        return print_figures(arguments[1])
    if len(arguments) == 2 and arguments[0] == "--list":
        return print_list(arguments[1])
    if len(arguments) == 2 and arguments[0] == "--failed":
        return print_failed(arguments[1])
    return tally(arguments[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
