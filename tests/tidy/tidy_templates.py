#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: every .ui file is well-formed, a C file or another template names it, it needs
no library that Debian 12 lacks, and each label in it says whether it is translated. Whether the
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
                and node.get("translatable") is None and not len(node) \
                and not node.get("bind-source"):
            yield f"{path}:1: “{text}”: translatable or not?"


def check_requires(path, tree):
    for node in tree.iter("requires"):
        version = tuple(int(part) for part in node.get("version", "0").split("."))
        newest = NEWEST.get(node.get("lib"))
        if newest is None or version > newest:
            yield f"{path}:1: needs {node.get('lib')} {node.get('version')}"


def check(root):
    found = []
    sources = "\n".join(tidy_tree.read(root, path)
                        for path in tidy_tree.pick(root, [".c", ".ui"], ["src", "tests"]))
    for path in tidy_tree.pick(root, [".ui"]):
        try:
            tree = xml.etree.ElementTree.fromstring(tidy_tree.read(root, path))
        except xml.etree.ElementTree.ParseError as error:
            found.append(f"{path}:{error.position[0]}: {error}")
            continue
        if os.path.basename(path) not in sources:
            found.append(f"{path}:1: nobody names this template")
        found += check_requires(path, tree)
        found += check_labels(path, tree)
    return found


if __name__ == "__main__":
    tidy_tree.run(check)
