#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: an alarm says what is wrong and what to do, and if nobody did anything to whom it has gone,
whom the server sent an SMS and whom to telephone; one key acknowledges it and says who it was; it
is taken, shelved with a reason, brought back and opened, each by keyboard; and so is shown how good
the alarms were. Method: xdotool presses keys in toancanh-room, where four incidents of the morning
were taken by nobody in time; what happened is read from the accessibility tree."""
import subprocess
import sys

from desk_keys import Keys, check_away, click, run, wait_gone, wait_shown

TITLE = "Xe rác chưa lấy ba ngày, hẻm 52"
NEXT = "Loa kéo gây ồn sau 22 giờ, ba đêm liền"
UNTAKEN = "low: Nobody has taken it, "


def test_shown():
    Keys().press("ctrl+5")
    wait_shown(UNTAKEN + TITLE)
    wait_shown("Nobody at the centre is looking after it")
    wait_shown("Take it, or merge or reject it")


def test_gone_up():
    wait_shown("with Shift supervisor since")
    wait_shown("Võ Thị Hạnh · 0939000111")
    wait_shown("SMS to Võ Thị Hạnh at ")
    wait_shown("SMS to minh could not be sent (")
    keys = Keys()
    keys.press("c")
    wait_shown("Võ Thị Hạnh was called by lan at")
    assert keys.count == 1


def test_acknowledged_by_one_key():
    keys = Keys()
    keys.press("a")
    # It is the turn of the next one.
    wait_gone("Võ Thị Hạnh was called by lan at")
    assert keys.count == 1


def test_taken():
    keys = Keys()
    keys.press("End")
    wait_shown("acknowledged by lan at")
    keys.press("t")
    # The next step wasn't done in time either, but she is at it now.
    wait_gone(UNTAKEN + TITLE)


def test_shelved_and_brought_back():
    keys = Keys()
    wait_shown(UNTAKEN + NEXT)
    keys.press("Home")
    keys.press("s")
    wait_shown("Shelve it")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Return")
    keys.press("l")
    wait_shown("shelved by lan until")
    keys.press("u")
    wait_shown("No alarm is shelved.")
    keys.press("l")
    wait_shown(UNTAKEN + NEXT)


def test_found_from_the_command_line():
    keys = Keys()
    keys.press("ctrl+2")
    keys.press("ctrl+k")
    keys.type("alarms")
    keys.press("Return")
    wait_shown(UNTAKEN + NEXT)


def test_measured():
    keys = Keys()
    keys.press("m")
    wait_shown("How good the alarms were")
    wait_shown("Alarms at a desk in ten minutes")
    wait_shown("should be about 80\u00a0%")
    keys.press("m")
    wait_shown(UNTAKEN + NEXT)


def test_selected_by_the_mouse():
    """A click looks at an alarm, and doesn't leave the alarms."""
    click(UNTAKEN + NEXT)
    wait_shown("What to do")
    wait_shown(NEXT)
    check_away(f"“{NEXT}”")


def test_opened():
    keys = Keys()
    keys.press("Home")
    wait_shown("Nobody at the centre is looking after it")
    keys.press("o")
    wait_shown(f"“{NEXT}”")


def test_opened_from_a_notification():
    name = "io.github.toancanh.ToanCanh"
    subprocess.run(["gdbus", "call", "--session", "--dest", name, "--object-path",
                    "/" + name.replace(".", "/"), "--method", "org.gtk.Actions.Activate",
                    "open-incident", "[<'nguyen cong tru'>]", "{}"], check=True,
                   stdout=subprocess.DEVNULL)
    wait_shown("“Đèn tín hiệu ngã tư Nguyễn Công Trứ")


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], [test_shown, test_gone_up, test_acknowledged_by_one_key, test_taken,
                               test_shelved_and_brought_back, test_found_from_the_command_line,
                               test_measured, test_selected_by_the_mouse, test_opened,
                               test_opened_from_a_notification]))
