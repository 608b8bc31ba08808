#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: po/POTFILES names every file with words for people and only such; those words stand in
client, desktop and tools alone; every language of po/LINGUAS is complete: nothing untranslated,
fuzzy or left over, formats agree, and the sources have no word that the file lacks. No line breaks
between a number and its %. Vietnamese says things as the last table of the glossary has it.
Comments for translators stand where they are taken from: on the line before their word's."""
import os
import re
import shutil
import subprocess
import tempfile

import tidy_tree

# As meson's preset for GLib extracts them.
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3",
            "g_dpgettext2:2c,3", "ngettext:1,2", "dngettext:2,3"]
CALL = re.compile(r"(?<![\w>])(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*\"")
COMMENT = re.compile(r"/\*\s*(Translators:.*?)\s*\*/", re.S)
MARKED_UI = re.compile(r'translatable="(?:yes|true|1)"')
DATA = (".desktop.in", ".metainfo.xml.in", ".gschema.xml")
# An ordinary space before %, which is no format and no part of a date.
BREAKS = re.compile(r"\w %%?(?![\w%.*#<+'-])")
GLOSSARY = "docs/GLOSSARY.md"
VIETNAMESE = "po/vi.po"
SPEAKING_ROOMS = ("client", "desktop", "tools")


def has_words(path, text):
    if path.endswith((".c", ".h")):
        code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        return bool(CALL.search(code))
    if path.endswith(".ui"):
        return bool(MARKED_UI.search(text))
    return path.endswith(DATA)


def list_speaking(root):
    """The files that have words for people, sorted."""
    return [path for path in tidy_tree.pick(root, [".c", ".h", ".ui", *DATA],
                                            ["src", "resources", "data"])
            if has_words(path, tidy_tree.read(root, path))]


def check_potfiles(root):
    listed = [line.strip() for line in tidy_tree.read(root, "po/POTFILES").splitlines()
              if line.strip() and not line.startswith("#")]
    for path in sorted({p for p in listed if listed.count(p) > 1}):
        yield f"po/POTFILES:1: {path} stands there twice"
    if listed != sorted(listed):
        yield "po/POTFILES:1: not sorted"
    for path in listed:
        if not os.path.exists(os.path.join(root, path)):
            yield f"po/POTFILES:1: {path} isn't there"
        elif not has_words(path, tidy_tree.read(root, path)):
            yield f"po/POTFILES:1: {path} has no words for people"
    for path in list_speaking(root):
        if path not in listed:
            yield f"{path}:1: not in po/POTFILES"
        if path.startswith("src/") and path.split("/")[1] not in SPEAKING_ROOMS:
            yield f"{path}:1: words for people in a room that doesn't speak to them"


def call(command, root):
    environment = dict(os.environ, LC_ALL="C")
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, env=environment)
    return done.returncode, done.stdout


def extract(root, pot):
    return call(["xgettext", "--from-code=UTF-8", "--add-comments", "--files-from=po/POTFILES",
                 f"--output={pot}", *[f"--keyword={word}" for word in KEYWORDS]], root)


def squeeze(text):
    """Without line breaks, and the stars before the lines of a comment."""
    return re.sub(r"[*\s]+", " ", text).strip()


def list_notes(root, pot):
    """(path, line) of each word -> the comments that were taken with it."""
    notes = {}
    for block in tidy_tree.read(root, pot).split("\n\n"):
        note = squeeze(" ".join(re.findall(r"^#\. ?(.*)", block, re.M)))
        for place in re.findall(r"^#: (.*)", block, re.M):
            for path, line in re.findall(r"(\S+?):(\d+)", place):
                notes[path, int(line)] = notes.get((path, int(line)), "") + note
    return notes


def check_comments(root, pot):
    notes = list_notes(root, pot)
    for path in list_speaking(root):
        text = tidy_tree.read(root, path) if path.endswith((".c", ".h")) else ""
        for comment in COMMENT.finditer(text):
            line = text.count("\n", 0, comment.end()) + 1
            taken = notes.get((path, line), "") + notes.get((path, line + 1), "")
            if squeeze(comment[1]) not in taken:
                yield f"{path}:{line}: no word takes this comment: it isn't on the line before one"


def check_language(root, language, pot):
    path = f"po/{language}.po"
    code, text = call(["msgfmt", "--check", "--statistics", "-o", os.devnull, path], root)
    if code or "fuzzy" in text or "untranslated" in text:
        yield f"{path}:1: {' '.join(text.split())}"
    if re.search(r"^#~", tidy_tree.read(root, path), re.M):
        yield f"{path}:1: messages left over (#~)"
    code, text = call(["msgcmp", path, pot], root)
    missing = re.findall(r"^(\S+):\d+: this message is used but not defined.*", text, re.M)
    if code:
        lines = [line for line in text.splitlines() if "not defined" in line][:20]
        yield f"{path}:1: {len(missing)} words of the sources are missing"
        yield from lines or [f"{path}:1: {text.strip()}"]
    unused = [line for line in text.splitlines() if "not used" in line]
    yield from unused[:20]


def list_said(text, kinds):
    """(line, what it says) of a file's messages, which stand as msgfmt wraps them."""
    for entry in re.finditer(rf'^(?:{kinds})(?:\[\d\])? ((?:".*"\n?)+)', text, re.M):
        yield (text.count("\n", 0, entry.start()) + 1,
               "".join(re.findall(r'"(.*)"', entry[1])))


def check_shares(root, language):
    path = f"po/{language}.po"
    for line, said in list_said(tidy_tree.read(root, path), "msgid|msgid_plural|msgstr"):
        if BREAKS.search(said):
            yield f"{path}:{line}: a no-break space (\\u00a0) stands before %: “{said}”"


def list_not_said(root):
    """(word, what is said instead), of docs/GLOSSARY.md."""
    if not os.path.exists(os.path.join(root, GLOSSARY)):
        return []
    table = re.search(r"<!-- not said -->(.*?)<!-- /not said -->", tidy_tree.read(root, GLOSSARY),
                      re.S)
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table[1], re.M) if table else []
    return [row for row in rows if row[0] != "not"]


def check_words(root):
    not_said = list_not_said(root)
    text = tidy_tree.read(root, VIETNAMESE) if not_said else ""
    for line, said in list_said(text, "msgstr"):
        for word, instead in not_said:
            if re.search(rf"\b{re.escape(word)}\b", said, re.I):
                yield f"{VIETNAMESE}:{line}: says “{word}”: “{instead}” is our word"


def check(root):
    if not shutil.which("xgettext"):
        raise tidy_tree.Skip("no gettext here: sh tests/install build")
    found = [*check_potfiles(root), *check_words(root)]
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, "new.pot")
        code, text = extract(root, pot)
        if code:
            return found + [f"po/POTFILES:1: {text.strip()}"]
        if not os.path.exists(pot):
            return found + ["po/POTFILES:1: the sources have no words for people"]
        found += check_comments(root, pot)
        for language in tidy_tree.read(root, "po/LINGUAS").split():
            if not language.startswith("#"):
                found += [*check_language(root, language, pot), *check_shares(root, language)]
    return found


if __name__ == "__main__":
    tidy_tree.run(check)
