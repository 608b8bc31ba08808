# SPDX-License-Identifier: GPL-3.0-or-later
"""Where messages come from, in words: what a translator is told of one that stands on no picture.
The comment at the head of a source says what it is for."""
import os
import re
import sys
import tempfile

from province_rig import TOP

sys.path.insert(0, os.path.join(TOP, "tests", "tidy"))
import tidy_translations  # noqa: E402
import tidy_tree  # noqa: E402

HEAD = re.compile(r"\A/\* SPDX\S* \S+\n \*\n(.*?)\*/", re.S)
# What is no source, or is seen elsewhere than in the desktop.
ELSEWHERE = (
    (".desktop.in", "the system's menu of programs"),
    (".metainfo.xml.in", "where programs are offered to be installed"),
    (".gschema.xml", "an editor of settings, for administrators"))
TERMINAL = "src/tools/"
PURPOSE_MAX = 240  # characters


def quoted(block, name):
    """A field's text as it is quoted in a po file; None: there is none."""
    found = re.search(rf'^{re.escape(name)} ((?:".*"\n?)+)', block, re.M)
    return found[1].replace('"\n"', "").strip()[1:-1] if found else None


def read_purpose(path):
    """The first paragraph that says something of its own: of the header, of the source."""
    stem = os.path.splitext(path)[0]
    for name in (stem + ".h", stem + ".c"):
        head = HEAD.match(tidy_tree.read(TOP, name)) if os.path.exists(
            os.path.join(TOP, name)) else None
        if head:
            paragraph = head[1].split("\n *\n")[0]
            text = " ".join(re.sub(r"^ \* ?", "", paragraph, flags=re.M).split())
            # At the end of a sentence, where it is long.
            return text if len(text) <= PURPOSE_MAX else (
                text[:PURPOSE_MAX].rpartition(". ")[0] or text[:PURPOSE_MAX].rpartition(" ")[0])
    return ""


def describe(path):
    for ending, where in ELSEWHERE:
        if path.endswith(ending):
            return f"{path}: {where}"
    purpose = read_purpose(path)
    terminal = "in a terminal: " if path.startswith(TERMINAL) else ""
    return f"{path}: {terminal}{purpose}" if purpose else path


def read_places():
    """(context, text), as quoted, -> the source that says it and what that is for."""
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, "all.pot")
        code, text = tidy_translations.extract(TOP, pot)
        assert code == 0, text
        with open(pot, encoding="utf-8") as file:
            blocks = file.read().split("\n\n")
    described, places = {}, {}
    for block in blocks:
        found = re.search(r"^#: (\S+?):\d+", block, re.M)
        if found:
            path = found[1]
            described[path] = described.get(path) or describe(path)
            places[quoted(block, "msgctxt"), quoted(block, "msgid")] = described[path]
    return places
