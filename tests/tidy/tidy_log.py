#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: each line that the server writes to the journal is explained to the administrator.

What g_message(), g_warning() and g_critical() say in the server's rooms stands in
docs/OPERATING.md, in backticks as the first cell of a table's row, with … for what changes."""
import re

import tidy_tree

PAGE = "docs/OPERATING.md"
ROOMS = ("src/core/", "src/sync/", "src/wire/", "src/gateways/", "src/media/", "src/server/")
CALL = re.compile(
    r'\bg_(?:message|warning|critical) \(\s*((?:"(?:[^"\\]|\\.)*"|G_G\w+_FORMAT|\s)+)')
PART = re.compile(r'"((?:[^"\\]|\\.)*)"')
DIRECTIVE = re.compile(r"%[-+ #0']*\d*(?:\.\d+)?(?:hh|h|ll|l|z)?(?:[a-zA-Z]|$)")
ROW = re.compile(r"^\| `([^`]+)` \|", re.M)


def word(literals):
    """The line as the page has it."""
    # A literal that ends in % goes on with G_GINT64_FORMAT or its like.
    parts = [DIRECTIVE.sub("…", part) for part in PART.findall(literals)]
    return "".join(parts).replace('\\"', '"')


def find_lines(text):
    for match in CALL.finditer(text):
        yield word(match[1]), text.count("\n", 0, match.start()) + 1


def check(root):
    paths = [path for path in tidy_tree.pick(root, (".c",), ("src",)) if path.startswith(ROOMS)]
    explained = set()
    if PAGE in tidy_tree.list_files(root):
        explained = set(ROW.findall(tidy_tree.read(root, PAGE)))
    found = []
    said = set()
    for path in paths:
        for line, number in find_lines(tidy_tree.read(root, path)):
            said.add(line)
            if line not in explained:
                found.append(f"{path}:{number}: {PAGE} doesn't explain “{line}”")
    found += [f"{PAGE}:1: nobody says “{line}” any more" for line in sorted(explained - said)]
    return found


if __name__ == "__main__":
    tidy_tree.run(check)
