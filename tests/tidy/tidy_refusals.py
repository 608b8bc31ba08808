#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: each refusal that a person can meet has a sentence.

A refusal is a code "thing.what"; the sentences are the table in client/words. Every string of that
form in the rooms that refuse is a code, but for names of operations, capabilities and questions,
names of files, and what machines alone say to each other. Codes that end a line are shown: on the
page of synchronisation."""
import re

import tidy_tree

TABLE = "src/client/words/tc-refusal-words.c"
ROOMS = ("src/base/", "src/core/", "src/sync/", "src/server/", "src/client/")
CODE = re.compile(r'"((?:[a-z]+-)*[a-z]+\.(?:[a-z]+-)*[a-z]+)"')
SENTENCE = re.compile(r'\{"([a-z.-]+)",\s*N_ \(')
# Where a name of an operation, a capability or a question is given to it.
NAME = re.compile(r'(?:\.name = |#define TC_[A-Z_]+\s+|^\s*TYPE \(\w+,\s*|'
                  r'TcOperationType \w+ = \{\s*|tc_desk_ask(?:_act)?_async \(\w+, )"([^"]+)"', re.M)
QUESTION = re.compile(r'\{"([a-z.-]+)", ask_\w+\}')
FILE = (".db", ".ini", ".key", ".sock", ".conf", ".log", ".pem", ".csv", ".txt", ".json", ".db-wal",
        ".service")
# Told between machines, never given to a person.
BETWEEN = {"line.forked", "line.relay", "media.not-host"}
COMMENT = re.compile(r"/\*.*?\*/", re.S)
INCLUDE = re.compile(r"^#include.*$", re.M)


def keep_lines(match):
    return "\n" * match[0].count("\n")


def find_codes(text):
    """(code, line) of each string that looks like a code."""
    bare = INCLUDE.sub("", COMMENT.sub(keep_lines, text))
    for match in CODE.finditer(bare):
        yield match[1], bare.count("\n", 0, match.start()) + 1


def check(root):
    texts = {path: tidy_tree.read(root, path)
             for path in tidy_tree.pick(root, (".c", ".h"), ("src",))}
    worded = set(SENTENCE.findall(texts.get(TABLE, "")))
    names = set()
    for text in texts.values():
        names |= set(NAME.findall(text)) | set(QUESTION.findall(text))
    found = []
    for path, text in texts.items():
        if not path.startswith(ROOMS) or path == TABLE:
            continue
        for code, line in find_codes(text):
            if code in worded | names | BETWEEN or code.endswith(FILE):
                continue
            found.append(f"{path}:{line}: no sentence for the refusal {code} in {TABLE}")
    return found


if __name__ == "__main__":
    tidy_tree.run(check)
