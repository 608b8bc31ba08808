#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the command line acts, completes, remembers and answers in sentences. Method: xdotool types
in toancanh-room; what happened is read from the accessibility tree."""
import subprocess
import sys
import tempfile
import time

from desk_keys import (WAIT_S, Keys, check_away, focus, start, try_all, wait_entry, wait_gone,
                       wait_shown)

LINE = "Find or command"
# Enter that comes sooner began before there was what it would merge: tc-merge-sheet.c.
DEAF_S = 0.6


def begin(text=""):
    keys = Keys()
    keys.press("ctrl+k")
    if text:
        keys.type(text)
    return keys


def leave(keys):
    """The first Escape closes what is proposed, the next empties the line, the last goes back."""
    for _ in range(3):
        keys.press("Escape")


def test_verbs_are_completed():
    keys = begin("dis")
    wait_shown("Dispatch a unit to an incident")
    keys.press("Tab")
    wait_entry(LINE, "d ")
    keys.type("0005")
    wait_shown("Cây ngã chắn nửa đường Võ Văn Kiệt, ")
    keys.type(" ")
    wait_shown("Team, 1.0 km from its house · free, unit")
    keys.press("Tab")
    wait_entry(LINE, "d 0005 unit")
    leave(keys)


def test_refusals_are_answered_and_the_text_is_kept():
    keys = begin("d 0005 zz")
    keys.press("Return")
    wait_shown("There is no unit zz. Units are proposed while you type.")
    wait_entry(LINE, "d 0005 zz")
    leave(keys)


def test_what_is_missing_is_asked_for():
    keys = begin("n 0005")
    keys.press("Return")
    wait_shown("The text is missing. Type: n CODE TEXT")
    leave(keys)
    keys = begin("t 0005 now")
    keys.press("Return")
    wait_shown("That is more than this takes; nothing was done. Type: t CODE")
    leave(keys)


def test_note_is_kept_where_it_belongs():
    keys = begin("n 0005 da goi dien luc")
    keys.press("Return")
    wait_shown("The note is kept on PA-")
    wait_entry(LINE, "")
    check_away("Resolved")


def test_nothing_found_is_said():
    keys = begin("khong co gi nhu the")
    keys.press("Return")
    wait_shown("Nothing found. Try fewer words, or part of a code.")
    leave(keys)


def test_what_was_typed_comes_back():
    keys = begin()
    keys.press("Up")
    wait_entry(LINE, "khong co gi nhu the")
    keys.press("Up")
    wait_entry(LINE, "n 0005 da goi dien luc")
    keys.press("Down")
    keys.press("Down")
    wait_entry(LINE, "")
    leave(keys)


def test_list_names_show_lists():
    keys = begin("mine")
    keys.press("Return")
    wait_shown("No incident is in this list.")
    keys = begin("open")
    keys.press("Return")
    wait_shown("Cây ngã chắn nửa đường Võ Văn Kiệt")
    keys.press("t")
    wait_shown("Taken by lan")


def test_rows_are_chosen_with_arrows():
    keys = begin("tran hung")
    wait_shown("Ngập sâu hẻm 3 Trần Hưng Đạo, xe chết máy, ")
    keys.press("Down")
    keys.press("Return")
    wait_shown("“Ngập sâu hẻm 3 Trần Hưng Đạo")


def choose_lights():
    """The traffic lights are what is selected."""
    keys = begin("tin hieu nga tu")
    wait_shown("Đèn tín hiệu ngã tư Nguyễn Công Trứ – 30/4 chớp vàng, ")
    keys.press("Down")
    keys.press("Return")
    wait_shown("“Đèn tín hiệu ngã tư")
    return keys


def test_without_a_code_the_selected_one_is_meant():
    choose_lights()
    keys = begin("n goi lai cho nguoi bao")
    keys.press("Return")
    wait_shown("The note is kept on PA-")
    keys = begin("priority . attention")
    keys.press("Return")
    wait_shown("Priority of PA-")
    keys = begin("field . fallen tree")
    keys.press("Return")
    wait_shown("classified: ")
    keys = begin("priority .")
    keys.press("Return")
    wait_shown("The text is missing. Type: priority CODE PRIORITY TEXT")
    leave(keys)


def test_nothing_selected_is_said():
    keys = begin("overview")
    keys.press("Return")
    keys = begin("t")
    keys.press("Return")
    wait_shown("Not one incident is selected here; nothing was done. Type its code behind it.")
    leave(keys)


def test_answers_go_their_way():
    choose_lights()
    keys = begin("t")
    keys.press("Return")
    wait_shown("You have PA-")
    keys = begin("answer . Doi dien luc da den, xin giu khoang cach.")
    keys.press("Return")
    wait_shown("The answer for PA-")
    keys = begin("publish")
    keys.press("Return")
    wait_shown("is approved and not published yet.")
    leave(keys)
    keys = begin("take apart")
    keys.press("Return")
    wait_shown("was not merged into another.")
    leave(keys)
    keys = begin("recall")
    keys.press("Return")
    wait_shown("can be recalled.")
    leave(keys)


def open_incident(code, text):
    keys = begin(code)
    keys.press("Return")
    wait_shown(f"“{text}")
    return keys


def test_order_of_the_selected_one_is_recalled():
    open_incident("0005", "Cây ngã")
    keys = begin("d . unit")
    keys.press("Return")
    wait_shown("goes in five seconds; Esc keeps it back.")
    wait_shown("not answered for")
    keys = begin("recall")
    keys.press("Return")
    wait_shown("is recalled from PA-")
    wait_shown("it is done in five seconds; Esc keeps it back.")
    wait_shown("Recalled")


def test_selected_one_is_closed():
    open_incident("0004", "Đổ trộm rác")
    keys = begin("close")
    keys.press("Return")
    wait_shown("Why is it closed without being resolved? nothing found, ")
    leave(keys)
    keys = begin("close . nothing found")
    keys.press("Return")
    wait_shown("Đổ trộm rác xây dựng bờ kè Xà No, is closed.")
    wait_shown("Closed: nothing found")


def test_others_are_merged_into_the_selected_one():
    open_incident("0003", "Loa kéo")
    keys = begin("merge . 0002")
    keys.press("Return")
    wait_shown("All reporters are kept. It can be taken back.")
    time.sleep(DEAF_S)
    keys.press("Return")
    wait_shown("1 merged into PA-")


def test_figures_are_named():
    keys = begin("figure nonsense")
    keys.press("Return")
    wait_shown("There is no such figure. There are: Being handled, ")
    leave(keys)
    keys = begin("figure being handled")
    keys.press("Return")
    wait_shown("Shown: ")


def test_wall_is_opened_and_left():
    keys = begin("wall")
    keys.press("Return")
    wait_shown("Emergencies, untaken first")
    focus("Overview on the wall")
    keys.press("Escape")
    wait_gone("Emergencies, untaken first")
    focus("Toàn Cảnh")


def test_alarms_are_named_by_code():
    keys = begin("shelve 0001 +90")
    keys.press("Return")
    wait_shown("Why is it shelved? ")
    leave(keys)
    keys = begin("shelve 9999 +90 another reason")
    keys.press("Return")
    wait_shown("9999 has no alarm that is yours.")
    leave(keys)
    keys = begin("shelved")
    keys.press("Return")
    wait_shown("No alarm is shelved.")


def test_tray_says_what_can_not_be_done():
    keys = begin("send again")
    keys.press("Return")
    wait_shown("That can't be done with what is selected here; nothing was done.")


def test_history_outlives_a_stop():
    keys = begin()
    keys.press("Up")
    wait_entry(LINE, "PA-" + read_day() + "-0008")


def read_day():
    """Of Vietnam, as codes have it."""
    return subprocess.run(["date", "+%y%m%d"], env={"TZ": "Asia/Ho_Chi_Minh"}, capture_output=True,
                          text=True, check=True).stdout.strip()


TESTS = [test_verbs_are_completed, test_refusals_are_answered_and_the_text_is_kept,
         test_what_is_missing_is_asked_for, test_note_is_kept_where_it_belongs,
         test_nothing_found_is_said, test_what_was_typed_comes_back, test_list_names_show_lists,
         test_without_a_code_the_selected_one_is_meant, test_nothing_selected_is_said,
         test_answers_go_their_way, test_order_of_the_selected_one_is_recalled,
         test_selected_one_is_closed, test_others_are_merged_into_the_selected_one,
         test_figures_are_named, test_wall_is_opened_and_left, test_alarms_are_named_by_code,
         test_tray_says_what_can_not_be_done, test_rows_are_chosen_with_arrows]


def main(program):
    print(f"1..{len(TESTS) + 1}")
    with tempfile.TemporaryDirectory() as folder:
        process = start(program, "--data-dir", folder)
        failed = try_all(TESTS)
        process.kill()
        process.wait(WAIT_S)
        process = start(program, "--data-dir", folder)
        failed += try_all([test_history_outlives_a_stop], len(TESTS) + 1)
        process.terminate()
        return process.wait(WAIT_S) != 0 or failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
