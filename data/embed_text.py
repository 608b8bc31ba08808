#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns a text into C: embed_text.py OUT NAME FILE gives `const char NAME[]`."""
import sys


def main():
    with open(sys.argv[3], encoding="utf-8") as file:
        lines = file.read().splitlines()
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write(f"extern const char {sys.argv[2]}[];\nconst char {sys.argv[2]}[] =\n")
        for line in lines:
            escaped = line.replace("\\", "\\\\").replace('"', '\\"')
            out.write(f'  "{escaped}\\n"\n')
        out.write("  ;\n")


main()
