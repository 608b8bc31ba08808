#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: what toancanhctl knows how to say in the administrator's language is what the server and
the rooms that it shares with its tools do say. Method: each form of tc-told-words.c is looked for
among the strings of their sources, with any conversion in place of %s."""
import glob
import os
import re
import sys

ROOMS = ("server", "core", "sync", "base", "wire")
LITERAL = r'"(?:[^"\\]|\\.)*"'
JOINED = rf"{LITERAL}(?:\s*{LITERAL})*"
CONVERSION = re.compile(r"%[-+ #0-9.]*(?:hh|h|ll|l|z|j)?[a-zA-Z]")
FORMS_MIN = 100


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def join(literals):
    return "".join(text[1:-1] for text in re.findall(LITERAL, literals))


def list_said(text):
    """Its strings: those that stand side by side as one, each conversion as %s. And what is said
    of a path and errno."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    text = re.sub(r'%"\s*G_\w+_FORMAT\b', '%s" ', text)
    for name, value in re.findall(rf"#define (\w+)\s+({LITERAL})\n", text):
        text = re.sub(rf"(?<!#define )\b{name}\b", lambda _, value=value: value, text)
    doings = re.findall(r'tc_error_take_errno \("([a-z ]+)"', text)
    return ({CONVERSION.sub("%s", join(found)) for found in re.findall(JOINED, text)} |
            {f"{doing} '%s': %s" for doing in doings})


def is_said(form, said):
    """Also where it is put before another sentence, or that behind it."""
    return form in said or form.removesuffix("%s") in said or form + "%s%s" in said


def main():
    top = sys.argv[1]
    said = set()
    for room in ROOMS:
        for path in glob.glob(os.path.join(top, "src", room, "**", "*.c"), recursive=True):
            said |= list_said(read(path))
    own = read(top, "src/tools/tc-told-words.c").split("glib_forms")[0]
    forms = [join(found) for found in re.findall(rf"N_ \(({JOINED})\)", own)]
    lost = [form for form in forms if not is_said(form, said)]
    assert len(forms) > FORMS_MIN, len(forms)
    assert not lost, "nobody says any more: " + "; ".join(lost)
    print(f"{len(forms)} forms are said")


if __name__ == "__main__":
    main()
