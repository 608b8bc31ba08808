#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: C is formatted as clang-format 14 does it with .clang-format. Counts on Debian 12 only:
other systems have another clang-format."""
import re
import shutil
import subprocess

import tidy_tree

TOOL = "clang-format-14"


def check(root):
    if not shutil.which(TOOL):
        raise tidy_tree.Skip(f"no {TOOL} here; formatting counts on Debian 12")
    files = tidy_tree.pick(root, [".c", ".h"], ["src", "tests"])
    if not files:
        return []
    text = subprocess.run([TOOL, "--style=file", "--dry-run", *files], cwd=root, check=False,
                          stderr=subprocess.PIPE, text=True).stderr
    places = re.findall(r"^(\S+?:\d+):\d+: (?:warning|error)", text, re.M)
    return [f"{place}: not formatted; {TOOL} -i" for place in sorted(set(places))]


if __name__ == "__main__":
    tidy_tree.run(check)
