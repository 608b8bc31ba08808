#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints what a build directory has to build for its unit tests and fuzz targets that aren't long:
unit_targets.py FOLDER"""
import json
import os
import subprocess
import sys


def introspect(folder, what):
    return json.loads(subprocess.check_output(["meson", "introspect", "--" + what, folder]))


def main(folder):
    files = {target["id"]: target["filename"] for target in introspect(folder, "targets")}
    suites = {suite for test in introspect(folder, "tests") for suite in test["suite"]}
    wanted = {suite for suite in suites if suite.endswith((":unit", ":fuzz"))}
    long = {suite for suite in suites if suite.endswith(":long")}
    needed = {target for test in introspect(folder, "tests")
              if wanted & set(test["suite"]) and not long & set(test["suite"])
              for target in test["depends"]}
    for target in sorted(needed):
        for path in files[target]:
            print(os.path.relpath(path, folder))


main(os.path.realpath(sys.argv[1]))
