#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: a file has at most 800 lines, a function 70, a line 100 columns."""
import ast
import os
import re
import shutil
import subprocess

import tidy_tree

FILE_LINES_MAX = 800
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 100
SOURCES = [".c", ".h", ".py", ".sh", ".ui", ".css", ".sql", "meson.build"]
WIDE = (".ui", ".css", ".sql")  # lines of these may be as long as their notation wants


def is_shell(root, path):
    if "." in os.path.basename(path):
        return path.endswith(".sh")
    with open(os.path.join(root, path), "rb") as file:
        return file.readline().startswith(b"#!/bin/sh")


def measure_c(root, path):
    """Yields (line, name, lines) of each function, as ctags sees them."""
    if not shutil.which("ctags"):
        raise tidy_tree.Skip("no ctags here: sh tests/install test")
    text = subprocess.run(["ctags", "--language-force=C", "--kinds-C=f", "--fields=+ne", "-f", "-",
                           os.path.join(root, path)], stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    for row in text.splitlines():
        match = re.search(r"\tline:(\d+).*\tend:(\d+)", row)
        if match:
            start, end = int(match[1]), int(match[2])
            yield start, row.split("\t")[0], end - start + 1


def measure_python(root, path):
    for node in ast.walk(ast.parse(tidy_tree.read(root, path))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.name, node.end_lineno - node.lineno + 1


def check_lengths(root, path, text):
    lines = text.splitlines()
    if len(lines) > FILE_LINES_MAX:
        yield f"{path}:{len(lines)}: more than {FILE_LINES_MAX} lines"
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS_MAX and not path.endswith(WIDE):
            yield f"{path}:{number}: {len(line)} columns, more than {COLUMNS_MAX}"


def check(root):
    found = []
    for path in tidy_tree.list_files(root):
        if not path.endswith(tuple(SOURCES)) and not is_shell(root, path):
            continue
        found += check_lengths(root, path, tidy_tree.read(root, path))
        functions = measure_c(root, path) if path.endswith(".c") \
            else measure_python(root, path) if path.endswith(".py") else ()
        found += [f"{path}:{line}: {name} has {count} lines, more than {FUNCTION_LINES_MAX}"
                  for line, name, count in functions if count > FUNCTION_LINES_MAX]
    return found


if __name__ == "__main__":
    tidy_tree.run(check)
