#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: everything written or drawn in the three schemes can be read. Method: WCAG 2.2's contrast,
computed from the token files: 4.5 to 1 at least for text, links and signals on every ground, and
for what is written on an emergency and on the selection. Nothing but the tokens names a colour."""
import pathlib
import re
import sys

STYLE = pathlib.Path(sys.argv[1])
SCHEMES = ("dark", "light", "night")
GROUNDS = ("ground", "pane", "raised")
WORDS = ("text", "dim", "link", "urgent", "attention", "notice")
LEAST = 4.5


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


def main():
    number, failed = 0, 0

    def case(good, name):
        nonlocal number, failed
        number += 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")

    names = set()
    for scheme in SCHEMES:
        tokens = read_tokens(scheme)
        names.add(frozenset(tokens))
        for word, ground in list_pairs():
            ratio = contrast(tokens[word], tokens[ground])
            case(ratio >= LEAST, f"{scheme}: {word} on {ground} {ratio:.2f}")
    case(len(names) == 1, "the schemes have the same tokens")
    style = (STYLE / "style.css").read_text()
    used = set(re.findall(r"@tc_(\w+)", style))
    case(used <= next(iter(names)), "the style uses tokens that there are")
    plain = re.sub(r"/\*.*?\*/", "", style, flags=re.S)
    case(not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", plain), "the style names no colour")
    print(f"1..{number}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
