#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: every .ui file is well-formed, its template has a class in a C file that names it, it needs
no library that Debian 12 lacks, and nobody wrote words in it that can't be translated. Whether the
templates instantiate is for the display suite."""
import os
import re
import xml.etree.ElementTree

import tidy_tree

LABELS = ("label", "title", "subtitle", "tooltip-text", "placeholder-text", "description")
NEWEST = {"gtk": (4, 8), "libadwaita": (1, 2)}


def check_labels(path, tree):
    for node in tree.iter("property"):
        text = (node.text or "").strip()
        if node.get("name") in LABELS and re.search(r"[^\W\d_]{2}", text) \
                and node.get("translatable") not in ("yes", "true", "1") and not len(node) \
                and not node.get("bind-source"):
            yield f"{path}:1: “{text}” can't be translated"


def check_requires(path, tree):
    for node in tree.iter("requires"):
        version = tuple(int(part) for part in node.get("version", "0").split("."))
        newest = NEWEST.get(node.get("lib"))
        if newest is None or version > newest:
            yield f"{path}:1: needs {node.get('lib')} {node.get('version')}"


def check(root):
    found = []
    sources = "\n".join(tidy_tree.read(root, path)
                        for path in tidy_tree.pick(root, [".c"], ["src", "tests"]))
    for path in tidy_tree.pick(root, [".ui"]):
        try:
            tree = xml.etree.ElementTree.fromstring(tidy_tree.read(root, path))
        except xml.etree.ElementTree.ParseError as error:
            found.append(f"{path}:{error.position[0]}: {error}")
            continue
        if os.path.basename(path) not in sources:
            found.append(f"{path}:1: no C file names this template")
        found += check_requires(path, tree)
        found += check_labels(path, tree)
    return found


if __name__ == "__main__":
    tidy_tree.run(check)
