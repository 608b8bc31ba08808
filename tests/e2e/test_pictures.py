#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: what people look at all day can be judged in pictures: the important screens in both
languages, at two sizes, in each scheme, and with letters twice as large; and where there are no
colours, shapes alone tell how pressing something is. Method: the demonstration province and a real
desktop of the shift supervisor. Before a picture is taken its words must stand on the screen; it
must not look as the one before. The pictures are left in TC_PICTURES=FOLDER, else in
build/pictures.

  test_pictures.py"""
import gettext
import itertools
import os
import subprocess
from typing import NamedTuple

from desktop_rig import Desktop
from picture_rig import Screen, find_code, measure_apart, settle, walk
from province_rig import BUILD, Rig, wait_for

FOLDER = os.path.abspath(os.environ.get("TC_PICTURES") or os.path.join(BUILD, "pictures"))
APART_MIN = 0.004  # of two screens: the least is a list under the command line
# Of the demonstration: one tree that three people tell of, and what its flood begins with.
TREES = ("Giông hồi nãy làm ngã cây bàng", "Cay nga o cong vien Xa No",
         "Ad ơi cây đổ ngay kè Xà No")
FLOOD = "Đỉnh triều kênh Xà No"
# One of each signal, reported by us: what it is about, its service, and what that asks.
PLACE = "hẻm 345"
SIGNALS = {
    "emergency": ("Dây điện đứt, tia lửa ở", "dien.daydien", {"attribute[chamdat]": "co"}),
    "urgent": ("Ngập sâu ở", "nuoc.ngap", {"attribute[sau]": "40"}),
    "attention": ("Nhánh cây gãy ở", "hatang.cayxanh", {}),
    "notice": ("Ghế đá hỏng ở", "hatang.congvien", {}),
    "resolved": ("Xích đu hỏng ở", "hatang.congvien", {}),
}
SIDE = 16  # of a shape, as it is compared
# Of what two shapes cover together, how much both do.
ALIKE_MIN = 0.95
UNLIKE_MAX = 0.9


class Look(NamedTuple):
    language: str
    size: str
    scheme: str
    text_percent: int = 100

    def get_name(self):
        large = f"-{self.text_percent}" if self.text_percent != 100 else ""
        return f"{self.language}-{self.size}-{self.scheme}{large}"


PLACES = list(itertools.product(("vi", "en"), ("1920x1080", "1366x768")))
LOOKS = [Look(*place, scheme) for place in PLACES for scheme in ("light", "dark", "night")] + [
    Look(*place, "light", 200) for place in PLACES]
GREY = Look("vi", "1920x1080", "light")  # is left without its colours, too


def find_words(language):
    return gettext.translation("toancanh", os.path.join(BUILD, "po"), [language], fallback=True)


def report_signals(rig):
    """Each with its signal: the last is dealt with at another desk."""
    for text, service, answers in SIGNALS.values():
        last = rig.report(f"{text} {PLACE}", service_code=service, **answers)
    witness = rig.add_desk("Bàn 04 – Điều phối", "huong")
    incident = wait_for("the report", lambda: witness.say("report", last).get("incident"))
    for operation, more in (("incident.take", {}), ("incident.resolve", {"text": "đã thay dây"})):
        answer = witness.do(operation, incident_id=incident, **more)
        assert answer["ok"], answer
    witness.wait_settled()


def list_screens(language, codes, words):
    tree, others = codes[0], " ".join(codes[1:])
    begun = {"vi": ("n", "h"), "en": ("t",)}[language]  # what taking is called

    def say(text):
        return (words.gettext(text),)

    return (
        Screen("queue", "panel", "'incidents'", words=(SIGNALS["emergency"][0],)),
        Screen("incident", "open", f"'{tree}'", words=(f"“{TREES[0]}",)),
        Screen("dispatch", "choose-units", undo="keep-back",
               words=say("Enter sends the first; Space or a click marks several.")),
        Screen("merge", "merge-codes", f"('{tree}', '{others}')", undo="keep-back",
               words=say("All reporters are kept. It can be taken back.")),
        Screen("command-line", keys=("ctrl+k", *begun), back=("Escape",) * 3,
               words=say("Take an incident")),
        Screen("overview", "panel", "'overview'", words=("\u00a0%",)),
        Screen("alarms", "panel", "'alarms'", words=say("Nobody has taken it")),
        Screen("big-event", "panel", "'events'", words=(FLOOD,)),
        Screen("hand-over", "journal-hand-over", undo="journal-cancel",
               words=say("Hand-over sheet, not signed yet")),
        Screen("wall", "wall-overview", undo="wall-overview",
               words=say("Emergencies, untaken first")),
    )


def find_path(name, look, more=""):
    return os.path.join(FOLDER, f"{name}-{look.get_name()}{more}.png")


def make_grey(name, look):
    """Its path."""
    path = find_path(name, look, "-grey")
    subprocess.run(["convert", find_path(name, look), "-colorspace", "gray", path], check=True)
    return path


# ---- shapes ----

def read_shape(picture, box):
    """What is drawn in a box of the picture, as a set of pixels: what isn't like its rim."""
    x, y, width, height = box
    done = subprocess.run(
        ["convert", picture, "-crop", f"{width}x{height}+{x}+{y}", "+repage", "-resize",
         f"{SIDE}x{SIDE}!", "-depth", "8", "gray:-"], capture_output=True, check=True)
    greys = done.stdout
    assert len(greys) == SIDE * SIDE, len(greys)
    apart = [abs(grey - greys[0]) for grey in greys]
    assert max(apart) > 16, f"nothing is drawn at {box} of {picture}"
    return {at for at, one in enumerate(apart) if one > max(apart) / 2}


def measure_alike(one, other):
    return len(one & other) / len(one | other)


def check_shapes(shapes):
    """shapes: (signal, pixels) of each that is seen."""
    for (one, pixels), (other, others) in itertools.combinations(shapes, 2):
        alike = measure_alike(pixels, others)
        if one == other:
            assert alike >= ALIKE_MIN, f"{one} isn't drawn as {one} elsewhere: {alike:.2f}"
        else:
            assert alike <= UNLIKE_MAX, f"{one} is drawn as {other} in grey: {alike:.2f}"
            print(f"{one} and {other} in grey: {alike:.2f} alike")


def check_signals(desktop, look, words):
    """In the queue the shapes of the five signals are told apart without a colour."""
    names = {words.pgettext("signal", signal): signal for signal in SIGNALS}
    assert len(names) == len(SIGNALS), names
    desktop.activate("panel", "'incidents'")
    desktop.activate("filter", "'all'")
    desktop.activate("find-text", f"'{PLACE}'")

    def look_for():
        settle(desktop)
        boxes = desktop.ask("boxes", role="image", within=words.gettext("Queue of incidents"))
        found = [(names[name], box) for name, *box in boxes if name in names]
        return found if sorted(signal for signal, _ in found) == sorted(SIGNALS) else None

    found = wait_for("one of each signal", look_for)
    desktop.take_picture(find_path("signals", look))
    grey = make_grey("signals", look)
    check_shapes([(signal, read_shape(grey, box)) for signal, box in found])


# ---- pictures ----

def measure_letters(desktop, words):
    """The height of a line of the smallest letters in the queue."""
    boxes = desktop.ask("boxes", role="label", within=words.gettext("Queue of incidents"))
    return min(height for *_, height in boxes)


def take_look(desktop, look, codes):
    """All screens so; how high a line of letters is."""
    words = find_words(look.language)
    desktop.language, desktop.size = look.language, look.size
    desktop.text_percent = look.text_percent
    desktop.settings["wall-scheme"] = f"'{look.scheme}'"
    desktop.start("--scheme", look.scheme, "--panel", "incidents")
    before = None
    for screen in walk(desktop, list_screens(look.language, codes, words)):
        path = find_path(screen.name, look)
        desktop.take_picture(path)
        assert not before or measure_apart(before, path) > APART_MIN, f"{path} is as {before}"
        before = path
        if screen.name == "queue":
            letters = measure_letters(desktop, words)
        if look == GREY:
            make_grey(screen.name, look)
    if look == GREY:
        check_signals(desktop, look, words)
    desktop.stop()
    print(f"{look.get_name()}: taken, a line of letters is {letters} px high")
    return letters


def main():
    os.makedirs(FOLDER, exist_ok=True)
    with Rig() as rig:
        rig.start()
        rig.load(reports=True)
        report_signals(rig)
        codes = [find_code(rig, tree) for tree in TREES]
        desktop = Desktop(rig, "Bàn 01 – Trưởng ca", "truongca")
        letters = {look: take_look(desktop, look, codes) for look in LOOKS}
    for look in LOOKS:
        usual = letters[look._replace(text_percent=100)]
        assert letters[look] >= usual * look.text_percent / 100 * 0.9, (look, letters[look], usual)
    print(f"{len(LOOKS)} sets of pictures in {FOLDER}")


main()
