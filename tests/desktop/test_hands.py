#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the tasks of a dispatcher take no more keys than their budgets, beside the text typed; with
--telex or --vni while ibus-unikey composes Vietnamese. Method: xdotool presses keys on
toancanh-room and each is counted; that the task is done is read from the accessibility tree. What
a screen reader says on the way is printed."""
import os
import shutil
import signal
import subprocess
import sys
import time

from desk_keys import WAIT_S, Keys, start, try_all, wait_entry, wait_shown, wait_spoken
from scanner import Scanner

# Keys or actions beside the text typed. Enter ends a text that is typed, and counts.
BUDGETS = {"take": 1, "note": 2, "take-and-dispatch": 4, "nearest-camera": 1, "any-record": 2,
           "log-call": 12, "log-seen": 4}

METHOD = sys.argv[2].lstrip("-") if len(sys.argv) > 2 else ""
TEXTS = {  # as it is typed without marks, with Telex, with VNI; what comes of the last two
    "note": ("da goi dien luc", "ddax goij ddieejn luwcj", "d9a4 goi5 d9ie6n5 lu7c5",
             "đã gọi điện lực"),
    "street": ("vo van kiet", "vox vawn kieejt", "vo4 va8n kie65t", "võ văn kiệt"),
    "word": ("loa keo", "loa keos", "loa keo1", "loa kéo"),
    "name": ("Nguyen Thi Lan", "Nguyeexn Thij Lan", "Nguye64n Thi5 Lan", "Nguyễn Thị Lan"),
    "place": ("12 tran hun", "12 traafn huw", "12 tra62n hu7", "12 trần hư"),
    "matter": ("duong ngap sau, xe chet may", "dduwowfng ngaapj saau, xe cheets mays",
               "d9u7o72ng nga65p sa6u, xe che61t may1", "đường ngập sâu, xe chết máy"),
}


def write(keys, name):
    keys.type(TEXTS[name][{"telex": 1, "vni": 2}.get(METHOD, 0)])
    return TEXTS[name][3 if METHOD else 0]


def begin():
    return Keys(speaks=not METHOD)


def judge(task, keys):
    name = f"hands-{task}-{METHOD}" if METHOD else f"hands-{task}"
    print(f"# figure {name} {keys.count} keys", flush=True)
    assert keys.count <= BUDGETS[task], f"{keys.count} keys, and not {BUDGETS[task]}"


def test_take():
    keys = begin()
    keys.press("t")
    wait_shown("Taken by lan")
    judge("take", keys)


def test_note():
    keys = begin()
    keys.press("g")
    text = write(keys, "note")
    keys.press("Return")
    wait_shown("Note: " + text)
    judge("note", keys)


def test_take_and_dispatch():
    open_record("street")
    wait_shown("“Cây ngã chắn nửa đường Võ Văn Kiệt")
    keys = begin()
    keys.press("t")
    wait_shown("Taken by lan")
    keys.press("d")
    wait_shown("The order goes to Team")
    wait_shown("Sent to Team")  # after five seconds, without a key
    judge("take-and-dispatch", keys)


def open_record(name):
    keys = begin()
    keys.press("ctrl+k")
    write(keys, name)
    keys.press("Return")
    return keys


def test_any_record_by_code():
    keys = begin()
    keys.press("ctrl+k")
    keys.type("0004")
    keys.press("Return")
    wait_shown("“Đổ trộm rác xây dựng bờ kè Xà No")
    judge("any-record", keys)


def test_any_record_by_a_word():
    keys = open_record("word")
    wait_shown("“Loa kéo gây ồn sau 22 giờ")
    judge("any-record", keys)


def test_nearest_camera():
    """Its tile has the keyboard then, and says which camera it shows."""
    keys = begin()
    keys.press("ctrl+k")
    keys.type("0001")
    keys.press("Return")
    wait_shown("40 m, sees the place")
    keys = begin()
    keys.press("shift+c")
    wait_spoken("Camera 114, Ngã tư Trần Hưng Đạo.")
    judge("nearest-camera", keys)


def test_log_a_call():
    keys = begin()
    keys.press("ctrl+n")
    keys.type("0911 222 333")
    keys.press("Tab")
    write(keys, "name")
    keys.press("Tab")
    write(keys, "place")
    wait_shown("Trần Hưng Đạo, Phường Vị Thanh")
    keys.press("Return")
    text = write(keys, "matter")
    keys.press("Tab")
    wait_shown("Flooded road, Traffic, ")
    keys.press("Return")
    keys.press("ctrl+Return")
    wait_shown("The number to tell the caller")
    wait_shown("-1001")
    judge("log-call", keys)
    keys.press("Return")
    wait_shown("12 Trần Hưng Đạo")
    wait_shown(f"“{text}”")


def test_log_what_a_camera_shows():
    keys = begin()
    keys.press("ctrl+k")
    keys.type("cam 114")
    keys.press("Return")
    wait_shown("Ngã tư Trần Hưng Đạo")
    keys = begin()
    keys.press("u")
    wait_entry("Place", "Ngã tư Trần Hưng Đạo")
    text = write(keys, "matter")
    keys.press("Tab")
    wait_shown("Flooded road, Traffic, ")
    keys.press("Return")
    keys.press("ctrl+Return")
    wait_shown("The number to tell the caller")
    judge("log-seen", keys)
    keys.press("Return")
    wait_shown("Ngã tư Trần Hưng Đạo")
    wait_shown(f"“{text}”")


def test_numbers_and_codes_pass_by_the_input_method():
    """With Telex "w" would become "ư", and "unitj" "unịt"; with VNI "unit5"."""
    keys = Keys()
    keys.press("ctrl+n")
    keys.type("09w")
    wait_entry("Telephone", "09w")
    keys.press("ctrl+shift+Delete")
    keys.press("ctrl+k")
    keys.type("d 0005 unit5j")
    wait_entry("Find or command", "d 0005 unit5j")
    for _ in range(2):
        keys.press("Escape")
    keys.type("n 0005 ")  # what is written behind a code is composed again
    text = write(keys, "note")
    keys.press("Return")
    wait_shown("The note is kept on PA-")
    keys.press("ctrl+k")
    keys.type("0005")
    keys.press("Return")
    wait_shown("Note: " + text)


def test_scans_pass_by_the_input_method():
    keys = Keys()
    keys.press("ctrl+n")
    keys.press("Tab")
    text = write(keys, "name")
    keys.type(" ")
    Scanner().scan("AWDD-0096-UWJ")
    wait_entry("Caller's name", text + " AWDD-0096-UWJ")
    keys.press("ctrl+shift+Delete")


class SlowMethod:
    """As long as it lasts the engine answers no key, as on a machine that is at its limit."""
    daemon = 0

    def __enter__(self):
        found = subprocess.run(["pgrep", "-P", str(self.daemon), "-f", "unikey"], check=True,
                               capture_output=True, text=True)
        self.engines = [int(number) for number in found.stdout.split()]
        self.signal(signal.SIGSTOP)

    def __exit__(self, *_):
        time.sleep(0.5)
        self.signal(signal.SIGCONT)

    def signal(self, number):
        for engine in self.engines:
            os.kill(engine, number)


def test_keys_wait_in_order_for_a_slow_method():
    """Enter among them, which closes what the others are written into."""
    keys = Keys()
    keys.press("ctrl+k")
    with SlowMethod():
        keys.type("d 0005 unit5j")
    wait_entry("Find or command", "d 0005 unit5j")
    for _ in range(2):
        keys.press("Escape")
    keys.press("ctrl+k")
    with SlowMethod():
        keys.type("0004")
        keys.press("Return")
    wait_shown("“Đổ trộm rác xây dựng bờ kè Xà No")
    keys.press("g")
    with SlowMethod():
        text = write(keys, "note")
        keys.press("Return")
    wait_shown("Note: " + text)


TESTS = [test_take, test_note, test_take_and_dispatch, test_any_record_by_code,
         test_any_record_by_a_word, test_nearest_camera, test_log_a_call,
         test_log_what_a_camera_shows,
         test_numbers_and_codes_pass_by_the_input_method, test_scans_pass_by_the_input_method]
if METHOD:
    TESTS.append(test_keys_wait_in_order_for_a_slow_method)


def start_method():
    """ibus with Unikey; its settings go with the folders of this test."""
    environment = dict(os.environ, GSETTINGS_BACKEND="keyfile")
    subprocess.run(["gsettings", "set", "org.freedesktop.ibus.engine.unikey", "input-method",
                    METHOD], env=environment, check=True)
    daemon = subprocess.Popen(["ibus-daemon", "--panel", "disable", "--emoji-extension", "disable"],
                              env=environment, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        subprocess.run(["ibus", "engine", "Unikey"], capture_output=True)
        asked = subprocess.run(["ibus", "engine"], capture_output=True, text=True)
        if asked.stdout.strip() == "Unikey":
            return daemon
        time.sleep(0.5)
    daemon.terminate()
    raise AssertionError("ibus-daemon never had the engine Unikey")


def main(program):
    if METHOD and not shutil.which("ibus-daemon"):
        print("1..0 # skip there is no ibus-daemon here")
        return 0
    print(f"1..{len(TESTS)}")
    daemon = start_method() if METHOD else None
    if daemon:
        SlowMethod.daemon = daemon.pid
    method = {"GTK_IM_MODULE": "ibus"} if METHOD else {}
    process = start(program, TC_ROOM_CAMERAS="1", **method)
    failed = try_all(TESTS)
    process.terminate()
    failed += process.wait(WAIT_S) != 0
    if daemon:
        daemon.terminate()
        daemon.wait(WAIT_S)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
