#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a translator sees her file on the screen as soon as she saves it, and finds the picture on
which a message stands. Method: a desktop with --po FILE; first each message is its number, which
the accessibility tree gives back screen by screen; then the Vietnamese ones, of which the pictures
are taken. A few words in Khmer are another file. Screens that are hard to come by in a province are
those of the room of the window's tests (tests/desktop/screen-words.c).

  test_po_pictures.py          saves a file in Khmer, then the Vietnamese one
  test_po_pictures.py FOLDER   leaves the pictures there, index.html with all messages, and
                               toancanh.pot, in which notes say where each stands"""
import contextlib
import html
import os
import re
import sqlite3
import subprocess
import sys

from desktop_rig import Desktop, find_locale, take_picture
from picture_rig import Screen, walk
from po_places import quoted, read_places
from province_rig import BUILD, TOP, Rig, wait_for

VIETNAMESE = os.path.join(TOP, "po/vi.po")
KHMER = os.path.join(TOP, "tests/e2e/khmer.po")
NUMBER = re.compile(r"§(\d+)§")
SCREENS = [
    *(Screen(name, "panel", f"'{panel}'") for name, panel in (
        ("overview", "overview"), ("incidents", "incidents"), ("calls", "intake"),
        ("attention", "tray"))),
    *(Screen(panel, "panel", f"'{panel}'") for panel in ("alarms", "events", "cameras")),
    Screen("incident", "open", "'{new}'"),
    *(Screen(f"incident-{action}", action, undo="keep-back") for action in (
        "note", "priority", "assign", "choose-units", "close-incident", "reject", "redirect",
        "edit-title", "edit-place", "link-incident")),
    Screen("incident-at-work", "open", "'{working}'"),
    *(Screen(f"incident-{action}", action, undo="keep-back") for action in (
        "wait", "schedule", "extend", "forward", "resolve")),
    Screen("incident-resolved", "open", "'{resolved}'"),
    Screen("incident-answer", "answer", undo="keep-back"),
    Screen("call", "log-call", back=("ctrl+shift+Delete",)),
    Screen("journal", "panel", "'journal'"),
    *(Screen(f"journal-{kind}", "journal-" + kind, undo="journal-cancel") for kind in (
        "order", "call", "fault", "observation", "hand-over")),
    Screen("roster", "show-roster", back=("Escape",)),
    Screen("units", "show-units", back=("Escape",)),
    Screen("pin", "set-pin", back=("Escape",)),
    Screen("about", "about", back=("Escape",)),
    Screen("command-line", "panel", "'overview'", keys=("ctrl+k", "t"), back=("Escape",) * 3),
    Screen("keys", "shortcuts", back=("Escape",)),
    Screen("guide", "guide"),
    Screen("preferences", "preferences", back=("Escape",)),
    Screen("synchronisation", "show-synchronisation", back=("Escape",)),
]
PANELS = {"overview": "TcOverviewPanel", "incidents": "TcIncidentPanel", "intake": "TcIntakePanel",
          "tray": "TcTrayPanel", "alarms": "TcAlarmPanel", "events": "TcBigEventPanel",
          "cameras": "TcCameraPanel", "journal": "TcJournalPanel"}
# Actions that lead to a panel besides "panel" itself.
LEADS = {"open": "incidents", "log-call": "intake"}
# Pages that are on none of these screens.
PAGES = ("TcSignInPage", "TcAlarmMeasuresPage", "TcSuppressPage")
# What such a screen's name begins with; of how many a message is told at most.
ROOM, PICTURES_MAX = "room-", 3
# So many messages stand on these screens at least; many more are answers, or depend on the rows.
SEEN_MIN = 1200


class Message:
    """context, text, plural: as quoted in the file; None where there is none."""

    def __init__(self, block):
        self.context, self.text = quoted(block, "msgctxt"), quoted(block, "msgid")
        self.plural = quoted(block, "msgid_plural")
        self.translation = quoted(block, "msgstr") or quoted(block, "msgstr[0]")
        self.notes = re.findall(r"^#\. (?:\* )?(.*)", block, re.M)
        self.flags = re.findall(r"^#, .*", block, re.M)

    def untranslated(self, notes):
        lines = [*(f"#. {note}" for note in notes), *self.flags]
        lines += [f'msgctxt "{self.context}"'] if self.context else []
        lines.append(f'msgid "{self.text}"')
        lines += [f'msgid_plural "{self.plural}"', 'msgstr[0] ""', 'msgstr[1] ""'] \
            if self.plural else ['msgstr ""']
        return "\n".join(lines) + "\n"

    def with_number(self, number):
        lines = [f'msgctxt "{self.context}"'] if self.context else []
        lines.append(f'msgid "{self.text}"')
        # What begins or ends a line must do so in every language.
        start = "\\n" if self.text.startswith("\\n") else ""
        marked = f"{start}§{number}§{self.text[len(start):]}"
        if self.plural:
            marked = f"§{number}§{self.plural}"
            lines += [f'msgid_plural "{self.plural}"', f'msgstr[0] "{marked}"']
        else:
            lines.append(f'msgstr "{marked}"')
        return "\n".join(lines) + "\n"


def read_messages(text):
    """The header, and the messages."""
    blocks = re.split(r"\n\n+", text)
    messages = [Message(block + "\n") for block in blocks[1:]
                if re.search(r'^msgid "', block, re.M)]
    return blocks[0], messages


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    """As an editor does: another file takes its place."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(path + ".new", path)


def renewed(desktop, path, text, window, note):
    write(path, text)
    wait_for(f"{note} on the screen", lambda: note in desktop.ask("names"))
    desktop.ask("window", number=window)
    wait_for("the new window", lambda: desktop.ask("enabled", action="panel"))


STYLE = """body { font: 16px sans-serif; margin: 2em } table { border-collapse: collapse }
td, th { border: 1px solid #999; padding: .4em; text-align: left; vertical-align: top }
td.none { color: #555; font-size: 85%; max-width: 30em }"""


def explain(message, places):
    """Of one that stands on no picture: its notes, and what says it."""
    return [*message.notes, places[message.context, message.text]]


def write_index(folder, messages, seen, places):
    rows = []
    for number, message in enumerate(messages):
        names = seen.get(number, [])
        words = (message.context or "", message.text, message.translation or "")
        rows.append("<tr>" + "".join(f"<td>{html.escape(word)}</td>" for word in words) + (
            "<td>" + " ".join(f'<a href="{name}.png">{name}</a>' for name in names) if names else
            '<td class="none">' + "<br>".join(map(html.escape, explain(message, places)))) +
            "</td></tr>")
    with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as file:
        file.write(
            f'<!doctype html><meta charset="utf-8"><title>Toàn Cảnh</title><style>{STYLE}</style>\n'
            f"<p>{len(seen)} of {len(messages)} messages stand on a picture. Of the others it is "
            "said what says them.</p>\n<table><tr><th>Context<th>Message<th>Vietnamese<th>Where"
            "</tr>\n" + "\n".join(rows) + "\n</table>\n")


def write_template(folder, messages, seen, places):
    """For an editor of po files, which shows the notes beside each message."""
    entries = ['msgid ""\nmsgstr ""\n"Project-Id-Version: toancanh\\n"\n'
               '"Content-Type: text/plain; charset=UTF-8\\n"\n'
               '"Content-Transfer-Encoding: 8bit\\n"\n']
    for number, message in enumerate(messages):
        names = [name + ".png" for name in seen.get(number, [])]
        entries.append(message.untranslated([*message.notes, ", ".join(names)] if names else
                                            explain(message, places)))
    path = os.path.join(folder, "toancanh.pot")
    write(path, "\n".join(entries))
    subprocess.run(["msgfmt", "--check-format", "-o", os.devnull, path], check=True)


def tell(messages, seen):
    for number, message in enumerate(messages):
        where = ", ".join(f"{name}.png" for name in seen.get(number, [])) or "-"
        print(f"{message.context + '|' if message.context else ''}{message.text}: {where}")
    print(f"{len(seen)} of {len(messages)} messages stand on a picture")


def list_screens(rig):
    """With an incident of each state that is named there."""
    path = os.path.join(rig.data_dir, "state.db")
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        codes = dict(db.execute("SELECT state, min (code) FROM incident GROUP BY state"))
    return [screen._replace(target=screen.target and screen.target.format(**codes))
            for screen in SCREENS]


def find_messages(desktop, screens):
    """Number -> names of the screens on which it stands."""
    seen = {}
    everywhere = set()
    panel = None
    for screen in walk(desktop, screens):
        panel = screen.target.strip("'") if screen.action == "panel" else \
            LEADS.get(screen.action, panel)
        hidden = [*PAGES, *(kind for name, kind in PANELS.items() if name != panel)]
        words = desktop.ask("words", hidden=hidden)
        numbers = {int(found) for text in words for found in NUMBER.findall(text)}
        for number in numbers - everywhere:
            seen.setdefault(number, []).append(screen.name)
        # What stays where it is from screen to screen is told once.
        everywhere |= numbers
    return seen


def take_pictures(desktop, screens, folder):
    for screen in walk(desktop, screens):
        old = [text for text in desktop.ask("words") if NUMBER.search(text)]
        assert not old, (screen.name, old)
        desktop.take_picture(os.path.join(folder, screen.name + ".png"))


# ---- screens that a province of its own isn't led to: those of the room of the window's tests ----

def show_room(folder, text, *arguments):
    """What tests/desktop/screen-words prints, in the words of a file."""
    words = os.path.join(folder, "words.po")
    catalog = os.path.join(folder, "vi/LC_MESSAGES/toancanh.mo")
    write(words, text)
    os.makedirs(os.path.dirname(catalog), exist_ok=True)
    subprocess.run(["msgfmt", "-o", catalog, words], check=True)
    environment = dict(os.environ, LC_ALL=find_locale(), LANGUAGE="vi", TC_LOCALE_DIR=folder,
                       GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "data"))
    return subprocess.run(
        ["sh", os.path.join(TOP, "tests/with-display"), "--size", "1366x768",
         os.path.join(BUILD, "tests/desktop/screen-words"), *arguments], env=environment,
        stdout=subprocess.PIPE, text=True, check=True).stdout


def find_in_room(told, seen):
    """Adds to seen where else a message stands, by the lines that screen-words prints."""
    for line in told.splitlines():
        if not line.startswith(ROOM):
            continue
        name, *numbers = line.split()
        for number in map(int, numbers):
            names = seen.setdefault(number, [])
            if len(names) < PICTURES_MAX:
                names.append(name)


def start(rig, path):
    desktop = Desktop(rig, "Bàn 02 – Điều phối", "lan")
    desktop.start("--scheme", "light", "--po", path)
    return desktop


def save():
    """What a translator sees when she saves: her words, what is missing, what is wrong."""
    with Rig() as rig:
        rig.start()
        rig.load(reports=True)
        n = len(read_messages(read(VIETNAMESE))[1])
        words = os.path.join(rig.folder, "words.po")
        write(words, read(KHMER))
        desktop = start(rig, words)
        desktop.see(f"words.po: 9 of {n} · 1 of another program or version · "
                    "1 wrong, the first in line 47: ")
        for word in ("ទិដ្ឋភាពទូទៅ", "ឧប្បត្តិហេតុ", "មានបណ្តាញ", "របាយការណ៍ ",
                     "[[Find or command]]"):
            desktop.see(word)
        take_picture(desktop, "khmer")
        renewed(desktop, words, read(VIETNAMESE), 2, f"words.po: {n} of {n}")
        desktop.see("Sự việc")
        assert not any("[[" in name for name in desktop.ask("names"))
        write(words, "nonsense\n")
        desktop.see("words.po: not read: line 1: ")
        desktop.see("Sự việc")
        desktop.stop()


def take_all(folder):
    header, messages = read_messages(read(VIETNAMESE))
    n = len(messages)
    numbered = [header + "\n"] + [one.with_number(at) for at, one in enumerate(messages)]
    with Rig() as rig:
        rig.start()
        rig.load(reports=True)
        words = os.path.join(rig.folder, "words.po")
        write(words, "\n".join(numbered))
        desktop = start(rig, words)
        desktop.see(f"words.po: {n} of {n}")
        screens = list_screens(rig)
        seen = find_messages(desktop, screens)
        renewed(desktop, words, read(VIETNAMESE), 2, f"words.po: {n} of {n}")
        take_pictures(desktop, screens, folder)
        desktop.stop()
        find_in_room(show_room(rig.folder, "\n".join(numbered)), seen)
        show_room(rig.folder, read(VIETNAMESE), folder)
    missing = {name for names in seen.values() for name in names
               if not os.path.exists(os.path.join(folder, name + ".png"))}
    assert not missing, missing
    places = read_places()
    write_index(folder, messages, seen, places)
    write_template(folder, messages, seen, places)
    tell(messages, seen)
    assert len(seen) >= SEEN_MIN, len(seen)


def main(folder=None):
    if not folder:
        save()
        return
    os.makedirs(folder, exist_ok=True)
    take_all(folder)


main(*sys.argv[1:])
