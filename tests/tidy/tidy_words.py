#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: how a file opens, what it is called, and words that don't belong in it.

Each source opens with its SPDX tag, C with a sentence on its purpose; file names of sources are
unique; no mark of work left over; the project speaks of itself alone."""
import os
import re

import tidy_tree

TAG = "SPDX-License-Identifier: GPL-3.0-or-later"
TAGGED = (".c", ".h", ".py", ".sh", ".ui", ".css", ".sql", ".svg", "meson.build", ".in", ".xml",
          ".service", ".conf", ".po")
UNIQUE = (".c", ".h", ".ui", ".py")
MARKS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
STRANGE = re.compile(r"(?i)\bissues? #?\d|steer" r"ing file|this ses" r"sion\b|\bBRI" r"EF\.md|"
                     r"\bcopi" r"lot\b|\bchat" r"gpt\b|\bllm\b|(?<![\w.])/wo" r"rk/|\.libr" r"ary/")
HEAD_LINES = 3


def is_source(root, path):
    if path.endswith(TAGGED):
        return True
    if "." in os.path.basename(path):
        return False
    with open(os.path.join(root, path), "rb") as file:
        return file.read(2) == b"#!"


def has_purpose(text):
    """C: the opening comment says something after the tag."""
    comment = text.split("*/")[0].replace(TAG, "")
    return len(re.findall(r"\w\w+", comment)) >= 3


def check_words(path, text):
    folder = path.split("/")[0]
    for number, line in enumerate(text.splitlines(), 1):
        if folder != "docs" and MARKS.search(line):
            yield f"{path}:{number}: a mark of work left over"
        if STRANGE.search(line):
            yield f"{path}:{number}: the project speaks of itself alone"


def check(root):
    found, places = [], {}
    for path in tidy_tree.list_files(root):
        try:
            text = tidy_tree.read(root, path)
        except UnicodeDecodeError:
            continue
        if text.strip() and is_source(root, path):
            if TAG not in "\n".join(text.splitlines()[:HEAD_LINES]):
                found.append(f"{path}:1: no {TAG.split(':')[0]} line")
            elif path.endswith((".c", ".h")) and not has_purpose(text):
                found.append(f"{path}:1: the file doesn't say what it is for")
        if path.endswith(UNIQUE):
            places.setdefault(os.path.basename(path), []).append(path)
        if path != "LICENSE":
            found += check_words(path, text)
    for name, paths in sorted(places.items()):
        if len(paths) > 1:
            found.append(f"{paths[1]}:1: there is a file of that name: {paths[0]}")
    return found


if __name__ == "__main__":
    tidy_tree.run(check)
