#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: everything written or drawn in the three schemes can be read. Method: WCAG 2.2's contrast,
computed from the token files: 4.5 to 1 at least for text, links and signals on every ground, and
for what is written on an emergency and on the selection; 3 to 1 for boxes to mark and the marks in
them, on every ground and on the selection, and for signals of rows that are selected. Nothing but
the tokens names a colour."""
import pathlib
import re
import sys

STYLE = pathlib.Path(sys.argv[1])
SCHEMES = ("dark", "light", "night")
GROUNDS = ("ground", "pane", "raised")
WORDS = ("text", "dim", "link", "urgent", "attention", "notice")
LEAST = 4.5
LEAST_MARK = 3
# What is drawn of a box to mark or a selected row, and on what: None is the box itself.
MARKS = (("check", "box-shadow", GROUNDS), ("check:checked", "background", GROUNDS),
         ("check:checked", "color", None), ("row:selected check", "box-shadow", ("selection",)),
         ("row:selected check:checked", "background", ("selection",)),
         ("row:selected check:checked", "color", None),
         *((f"{rows}:selected {part}", "color", ("selection",)) for rows in (
             "listview.rows > row", ".tray .queue list > row") for part in (".signal", ".late")))


def read_tokens(scheme):
    text = (STYLE / f"tokens-{scheme}.css").read_text()
    return dict(re.findall(r"@define-color tc_(\w+) (#[0-9a-f]{6});", text))


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def list_pairs():
    for word in WORDS:
        for ground in GROUNDS:
            yield word, ground
    yield "on_emergency", "emergency"
    yield "on_selection", "selection"


def find_token(style, selector, name):
    """(nullable) The token that a rule of its own gives to what selector matches."""
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style):
        if selector in (one.strip() for one in selectors.split(",")):
            found = re.search(rf"(?<![\w-]){name}:[^;]*@tc_(\w+)", body)
            if found:
                return found[1]
    return None


def list_marks(style, tokens):
    """(name, contrast)"""
    for selector, name, grounds in MARKS:
        drawn = find_token(style, selector, name)
        for ground in grounds or (find_token(style, selector, "background"),):
            ratio = contrast(tokens[drawn], tokens[ground]) if drawn and ground else 0
            yield f"{selector}, {name} on {ground}", ratio


def main():
    number, failed = 0, 0

    def case(good, name):
        nonlocal number, failed
        number += 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")

    style = (STYLE / "style.css").read_text()
    plain = re.sub(r"/\*.*?\*/", "", style, flags=re.S)
    names = set()
    for scheme in SCHEMES:
        tokens = read_tokens(scheme)
        names.add(frozenset(tokens))
        for word, ground in list_pairs():
            ratio = contrast(tokens[word], tokens[ground])
            case(ratio >= LEAST, f"{scheme}: {word} on {ground} {ratio:.2f}")
        for name, ratio in list_marks(plain, tokens):
            case(ratio >= LEAST_MARK, f"{scheme}: {name} {ratio:.2f}")
    case(len(names) == 1, "the schemes have the same tokens")
    used = set(re.findall(r"@tc_(\w+)", style))
    case(used <= next(iter(names)), "the style uses tokens that there are")
    case(not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", plain), "the style names no colour")
    print(f"1..{number}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
