#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings po/ up to the sources: python3 po/refresh.py. Writes POTFILES, merges new words into each
language without guessing, drops unused ones, and lists what is left to translate."""
import os
import re
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, "tests", "tidy"))
import tidy_translations  # noqa: E402
import tidy_tree  # noqa: E402


def write(path, text):
    with open(os.path.join(TOP, path), "w", encoding="utf-8") as file:
        file.write(text)


def merge(language, pot):
    path = f"po/{language}.po"
    merged = subprocess.run(["msgmerge", "--quiet", "--no-fuzzy-matching", "--no-location",
                             "--width=100", path, pot], cwd=TOP, check=True,
                            stdout=subprocess.PIPE, text=True).stdout
    kept = subprocess.run(["msgattrib", "--no-obsolete", "--no-location", "--width=100", "-"],
                          input=merged, check=True, stdout=subprocess.PIPE, text=True).stdout
    write(path, re.sub(r'^"(POT-Creation-Date|Report-Msgid-Bugs-To):.*\n', "", kept, flags=re.M))
    left = subprocess.run(["msgattrib", "--untranslated", "--no-wrap", path], cwd=TOP, check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    for context, msgid in re.findall(r'^(?:msgctxt "(.+)"\n)?msgid "(.+)"', left, re.M):
        print(f"{path}: to translate: {msgid}" + (f" ({context})" if context else ""))


def main():
    write("po/POTFILES", "".join(f"{path}\n" for path in tidy_translations.list_speaking(TOP)))
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, "new.pot")
        code, text = tidy_translations.extract(TOP, pot)
        if code:
            sys.exit(text)
        for language in tidy_tree.read(TOP, "po/LINGUAS").split():
            merge(language, pot)


main()
