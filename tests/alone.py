#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the tests of a build directory that aren't long, a name a line: those that want the
machine for themselves (is_parallel: false), or all the others. alone.py alone|others FOLDER"""
import json
import subprocess
import sys


def main(which, folder):
    told = subprocess.check_output(["meson", "introspect", "--tests", folder])
    for test in json.loads(told):
        long = any(suite.endswith(":long") for suite in test["suite"])
        if not long and test["is_parallel"] == (which == "others"):
            print(test["name"])


main(*sys.argv[1:])
