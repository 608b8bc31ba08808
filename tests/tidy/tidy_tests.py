#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: each test of a Python file is run. A function test_… is named once more in its file, in the
list of those that are run; or the file runs whatever is called so (globals())."""
import re

import tidy_tree

TEST = re.compile(r"^(?:async )?def (test_\w+)", re.M)
RUNS_ALL = "globals().items()"


def find_forgotten(text):
    """(name, line) of each test that nothing runs."""
    if RUNS_ALL in text:
        return
    for match in TEST.finditer(text):
        if len(re.findall(rf"\b{match[1]}\b", text)) == 1:
            yield match[1], text.count("\n", 0, match.start()) + 1


def check(root):
    found = []
    for path in tidy_tree.pick(root, (".py",), ("tests",)):
        for name, line in find_forgotten(tidy_tree.read(root, path)):
            found.append(f"{path}:{line}: {name} is in no list: it is never run")
    return found


if __name__ == "__main__":
    tidy_tree.run(check)
