#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gates that are a build bite too: with the options that tests/run gives the sanitised build of
shared rooms, a room that takes a symbol behind another's back doesn't link, a warning doesn't
compile, and a read past the end stops the program. Each on a project of two rooms, with the top
file's own arguments."""
import os
import re
import subprocess
import sys
import tempfile

ROOMS = """project('two-rooms', 'c', default_options: [@OPTIONS@])
cc = meson.get_compiler('c')
add_project_arguments(cc.get_supported_arguments(@WARNINGS@), language: 'c')
lower = library('lower', 'lower.c')
upper = library('upper', 'upper.c')
executable('program', 'main.c', link_with: [upper, lower])
"""
CLEAN = {
    "lower.c": "int lower (void);\nint\nlower (void)\n{\n  return 1;\n}\n",
    "upper.c": "int upper (void);\nint\nupper (void)\n{\n  return 0;\n}\n",
    "main.c": "int upper (void);\nint\nmain (void)\n{\n  return upper ();\n}\n",
}
BEHIND = {"upper.c": "int lower (void);\nint upper (void);\nint\nupper (void)\n{\n"
                     "  return lower () - 1;\n}\n"}
WARNS = {"upper.c": "int\nupper (void)\n{\n  return 0;\n}\n"}
PAST = {"upper.c": "#include <stdlib.h>\nint upper (void);\nint\nupper (void)\n{\n"
                   "  char *volatile room = calloc (1, 1);\n  return room[1];\n}\n"}

# (name, files that differ, what it must say or None)
CASES = [
    ("two clean rooms", {}, None),
    ("a symbol taken behind a room's back", BEHIND, "undefined reference to `lower'"),
    ("a warning", WARNS, "no previous prototype"),
    ("a read past the end", PAST, "heap-buffer-overflow"),
]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def find_options(top):
    """The options that tests/run gives the build; warnings count as on Debian 12."""
    line = re.search(r"compile_unit build-sanitised (.*?)\n}", read(f"{top}/tests/run"), re.S)[1]
    return re.findall(r'-D[^\s"&]+', line.replace("$strict", "true"))


def make_project(folder, top, files):
    text = read(f"{top}/meson.build")
    options = re.search(r"default_options: \[(.*?)\]", text, re.S)[1]
    warnings = re.search(r"get_supported_arguments\((.*?)\)\s*,\s*language", text, re.S)[1]
    project = ROOMS.replace("@OPTIONS@", options).replace("@WARNINGS@", warnings)
    for name, content in {**CLEAN, **files, "meson.build": project}.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(content)


def call(folder, *command):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, env=dict(os.environ, LC_ALL="C"))
    return done.returncode, done.stdout


def try_build(top, files):
    with tempfile.TemporaryDirectory() as folder:
        make_project(folder, top, files)
        said = ""
        for command in (["meson", "setup", "out", *find_options(top)],
                        ["ninja", "-C", "out"], ["out/program"]):
            code, text = call(folder, *command)
            said += text
            if code:
                return code, said
    return 0, said


def main(top):
    print(f"1..{len(CASES)}")
    failed = 0
    for number, (name, files, expected) in enumerate(CASES, 1):
        code, said = try_build(top, files)
        good = code == 0 if expected is None else code != 0 and expected in said
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        if not good:
            print("# " + said.replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
