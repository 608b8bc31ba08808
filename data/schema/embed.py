#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the schema's SQL into C: embed.py OUT FILE.sql..., each FILE at .../SET/NNNN-name.sql."""
import os
import sys


def literal(text):
    out = []
    for line in text.splitlines():
        code = line.split("--")[0].rstrip() if "'" not in line.split("--")[0] else line.rstrip()
        if code.strip():
            escaped = code.replace("\\", "\\\\").replace('"', '\\"')
            out.append(f'  "{escaped}\\n"')
    return "\n".join(out) or '  ""'


def main():
    sets = {}
    for path in sorted(sys.argv[2:], key=lambda p: (os.path.dirname(p), os.path.basename(p))):
        name = os.path.basename(os.path.dirname(path))
        number = int(os.path.basename(path)[:4])
        files = sets.setdefault(name, [])
        if number != len(files) + 1:
            sys.exit(f"embed.py: {path}: migration {len(files) + 1} of {name} is missing")
        with open(path, encoding="utf-8") as file:
            files.append(literal(file.read()))
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write('#include "tc-schema.h"\n')
        for name, files in sorted(sets.items()):
            out.write(f"static const char *const {name}_sql[] = {{\n")
            out.write(",\n".join(files))
            out.write(f"\n}};\nconst TcSchemaSet tc_schema_{name} = "
                      f'{{ "{name}", {len(files)}, {name}_sql }};\n')


main()
