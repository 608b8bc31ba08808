#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gates bite: on a small clean project each gate finds nothing; with one deliberate violation
it says what is wrong. One TAP line a violation."""
import os
import shutil
import sys
import tempfile

import tidy_cases
import tidy_format
import tidy_limits
import tidy_log
import tidy_refusals
import tidy_rooms
import tidy_schema
import tidy_templates
import tidy_tests
import tidy_translations
import tidy_tree
import tidy_unit
import tidy_words

GATES = {"rooms": tidy_rooms, "limits": tidy_limits, "format": tidy_format, "words": tidy_words,
         "schema": tidy_schema, "translations": tidy_translations, "templates": tidy_templates,
         "unit": tidy_unit, "refusals": tidy_refusals, "log": tidy_log, "tests": tidy_tests}


def write(root, files):
    for path, text in files.items():
        place = os.path.join(root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)


def judge(gate, files, top):
    """What the gate says of the clean project with files laid over it."""
    with tempfile.TemporaryDirectory() as root:
        write(root, {**tidy_cases.CLEAN, **files})
        if gate == "unit" and not files:
            shutil.copy(os.path.join(top, tidy_unit.UNIT), os.path.join(root, "data"))
        shutil.copy(os.path.join(top, ".clang-format"), root)
        return GATES[gate].check(root)


def run_case(gate, files, expected, top):
    """(passed, skipped because, what was found)."""
    try:
        found = judge(gate, files, top)
    except tidy_tree.Skip as skip:
        return True, str(skip), []
    if expected is None:
        return not found, None, found
    return any(expected in line for line in found), None, found


def main(top):
    cases = [(gate, f"{gate}: a clean project", {}, None) for gate in GATES]
    cases += tidy_cases.VIOLATIONS
    print(f"1..{len(cases)}")
    failed = 0
    for number, (gate, name, files, expected) in enumerate(cases, 1):
        passed, skipped, found = run_case(gate, files, expected, top)
        failed += not passed
        because = f" # SKIP {skipped}" if skipped else ""
        print(f"{'ok' if passed else 'not ok'} {number} - {name}{because}")
        if not passed:
            print("\n".join(f"# {line}" for line in found or ["nothing was found"]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
