#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a desk may be killed at any moment; what it said was done is on it afterwards, or settled
by the server, once. Method: the real programs. Two desks write as fast as they are spoken to and
take incidents from each other; one of them is killed with -9 at a random moment: while it writes,
while it starts and connects, or while it loads its replica anew. The ledger is kept out here: what
was said to a desk, and what it answered. After each kill the desk's files are looked at as they
lie; in the end the log, the tables, the trays and the ledger are compared. Now and then it is a
real desktop, with its window, that is killed.

  test_desk_crash.py ROUNDS [SEED]   a window in each 30th round"""
import glob
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time

from desktop_rig import Desktop, outbox_of
from province_rig import PASSWORD, WAIT_S, Rig, same_tables, wait_for

DESKS = [("Bàn 02 – Điều phối", "lan"), ("Bàn 03 – Điều phối", "minh")]
INCIDENTS = 12
WINDOW_EACH = 30
LONGEST_S = 0.12
KEPT = ("pending", "confirmed", "tray")  # where an outbox has what was done


def rows(path, sql):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()


def in_copy(path, look):
    """look(a copy of a database whose program is dead): nothing is mended by our reading."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, os.path.basename(path))
        for end in ("", "-wal"):
            if os.path.exists(path + end):
                shutil.copy(path + end, copy + end)
        with sqlite3.connect(copy) as db:
            return look(db)


def check_whole(path):
    found = in_copy(path, lambda db: db.execute("PRAGMA integrity_check").fetchall())
    assert found == [("ok",)], f"{path}: {found}"


def kept_bytes(path):
    return in_copy(path, lambda db: b"\0".join(
        row[0] for table in KEPT for row in db.execute(f"SELECT bytes FROM {table}")))


class Ledger:
    """Of one desk: the notes it said were done, those of which it said nothing, and how many takes
    were said to it and answered."""

    def __init__(self, name):
        self.name, self.notes, self.unsaid, self.takes, self.takes_done = name, [], [], 0, 0
        self.count = 0

    def next_note(self):
        self.count += 1
        return f"ghi chú {self.name}-{self.count}."

    def check_kept(self, outbox, since):
        """What was said done in this round is in its file, killed or not."""
        kept = kept_bytes(outbox)
        for text in self.notes[since:]:
            assert text.encode() in kept, f"desk {self.name} said done, and has not: {text}"

    def check_settled(self, log, counts):
        """Each note that was said done stands once; of which nothing was said, once or not."""
        for text in self.notes:
            assert counts.get(text) == 1, f"{text}: {counts.get(text, 0)} times"
        for text in self.unsaid:
            assert counts.get(text, 0) <= 1, f"{text}: {counts[text]} times"
        taken = sum(1 for _, name, _ in log if name == "incident.take")
        assert self.takes_done <= taken <= self.takes, (self.takes_done, taken, self.takes)


def begin(desk):
    desk.start()
    answer = desk.say("sign-in", desk.account, PASSWORD)
    if answer.get("refused") == "sign-in.not-loaded":
        desk.wait_online()
        answer = desk.say("sign-in", desk.account, PASSWORD)
    assert answer["ok"], answer


def say_all(desk, ledger, incidents, chance, dead):
    """Says on and on what to do, without waiting for an answer; in order, what was said."""
    said = []
    try:
        while not dead.is_set():
            incident = chance.choice(incidents)
            if chance.random() < 0.15:
                said.append(None)
                line = f"do incident.take incident_id={incident}\n"
            else:
                said.append(ledger.next_note())
                line = f"do incident.comment incident_id={incident} 'text={said[-1]}'\n"
            desk.process.stdin.write(line)
            desk.process.stdin.flush()
            if chance.random() < 0.5:
                time.sleep(chance.uniform(0, 0.004))
    except OSError:  # it is dead
        pass
    return said


def read_answers(desk, ledger, said):
    """Answers come in the order of what was said; the last ones never came."""
    answers = list(iter(lambda: desk.replies.get(timeout=WAIT_S), None))
    assert len(answers) <= len(said)
    for number, text in enumerate(said):
        done = number < len(answers) and answers[number].get("ok")
        if text is None:
            ledger.takes += 1
            ledger.takes_done += bool(done)
        elif done:
            ledger.notes.append(text)
        elif number >= len(answers):
            ledger.unsaid.append(text)
        else:
            raise AssertionError(f"{text}: {answers[number]}")
    return len(answers)


def kill_while_it_writes(desk, ledger, incidents, chance):
    dead = threading.Event()

    def cut(process=desk.process):
        process.kill()
        dead.set()

    timer = threading.Timer(chance.uniform(0.002, LONGEST_S), cut)
    timer.start()
    since = len(ledger.notes)
    said = say_all(desk, ledger, incidents, chance, dead)
    timer.join()
    desk.process.wait()
    answered = read_answers(desk, ledger, said)
    outbox = os.path.join(desk.folder, "outbox.db")
    check_whole(outbox)
    check_whole(os.path.join(desk.folder, "replica.db"))
    ledger.check_kept(outbox, since)
    return answered


def kill_while_it_starts(desk, chance):
    """With what it had not yet sent; at times its replica is gone, and is loaded anew."""
    if chance.random() < 0.3:
        for path in glob.glob(os.path.join(desk.folder, "replica.db*")):
            os.unlink(path)
    desk.start()
    time.sleep(chance.uniform(0, LONGEST_S))
    desk.kill()


def take_meanwhile(desk, ledger, incidents, chance):
    ledger.takes += 1
    ledger.takes_done += desk.do("incident.take", incident_id=chance.choice(incidents))["ok"]


def round_of(number, desks, ledgers, incidents, chance):
    answered = kill_while_it_writes(desks[number], ledgers[number], incidents, chance)
    if chance.random() < 0.3:
        kill_while_it_starts(desks[number], chance)
    take_meanwhile(desks[1 - number], ledgers[1 - number], incidents, chance)
    begin(desks[number])
    return answered


def kill_window(desktop, ledger, code, chance):
    """A person writes a note; the window is killed shortly after or before it shows it."""
    desktop.start()
    desktop.open_incident(code)
    for _ in range(3):
        text = ledger.next_note()
        desktop.activate("note")
        desktop.ask("activate", action="write", target=f"'{text}'")
        desktop.activate("send")
        if chance.random() < 0.7:
            desktop.see(text)
            ledger.notes.append(text)
        else:
            ledger.unsaid.append(text)
            break
    time.sleep(chance.uniform(0, 0.05))
    desktop.stop(crash=True)
    check_whole(outbox_of(desktop))
    ledger.check_kept(outbox_of(desktop), 0)


def log_of(rig, outbox):
    """(seq, name, refusal) of what came from that desk, without a gap; nothing is left there."""
    (replica, last), = rows(outbox, "SELECT replica, last_seq FROM identity")
    log = rows(os.path.join(rig.data_dir, "state.db"), "SELECT seq, name, refusal FROM"
               f" log_operation WHERE replica = {replica} ORDER BY seq")
    assert [one[0] for one in log] == list(range(1, last + 1)), "a gap in the log"
    assert rows(outbox, "SELECT count(*) FROM pending") == [(0,)]
    tray = rows(outbox, "SELECT seq, refusal FROM tray ORDER BY seq")
    assert tray == [(seq, why) for seq, _, why in log if why], "tray and log differ"
    assert {why for _, why in tray} <= {"incident.taken"}, tray
    return log


def note_counts(rig):
    return dict(rows(os.path.join(rig.data_dir, "state.db"),
                     "SELECT text, count(*) FROM incident_event WHERE code = 'incident.comment'"
                     " GROUP BY text"))


def find_incidents(rig, desk):
    reports = [rig.report(f"Đèn đường hỏng, số {number}", lat=f"{9.6 + number * 0.01:.3f}")
               for number in range(INCIDENTS)]
    return [wait_for("the incident", lambda r=report: (
        lambda row: row if row.get("found") else None)(desk.say("report", r)))
        for report in reports]


def check_all(rig, desks, ledgers, outboxes):
    for desk in desks:
        desk.wait_settled()
    wait_for("all desks agree", lambda: same_tables(*desks))
    counts = note_counts(rig)
    for ledger, outbox in zip(ledgers, outboxes):
        ledger.check_settled(log_of(rig, outbox), counts)
    written = sum(counts.values())
    assert written == len(counts), "a note stands twice"
    known = {text for ledger in ledgers for text in ledger.notes + ledger.unsaid}
    assert set(counts) <= known, set(counts) - known
    return sum(1 for ledger in ledgers for text in ledger.unsaid if text in counts)


def main(rounds, seed):
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    with Rig() as rig:
        rig.start()
        rig.load()
        witness = rig.add_desk("Bàn 04 – Điều phối", "huong")
        desks = [rig.add_desk(name, account) for name, account in DESKS]
        ledgers = [Ledger(desk.name) for desk in desks]
        found = find_incidents(rig, witness)
        incidents = [one["incident"] for one in found]
        wait_for("all agree", lambda: same_tables(witness, *desks))
        desktop = Desktop(rig, "Bàn 01 – Trưởng ca", "truongca") if rounds >= WINDOW_EACH else None
        window = Ledger("cửa sổ")
        answered = windows = 0
        for number in range(rounds):
            if desktop and number % WINDOW_EACH == WINDOW_EACH - 1:
                kill_window(desktop, window, found[0]["code"], chance)
                windows += 1
                continue
            answered += round_of(chance.randrange(2), desks, ledgers, incidents, chance)
        outboxes = [os.path.join(desk.folder, "outbox.db") for desk in desks]
        if desktop:
            desktop.start()
            wait_for("the window's are settled", lambda: rows(
                outbox_of(desktop), "SELECT count(*) FROM pending") == [(0,)])
            outboxes.append(outbox_of(desktop))
            ledgers.append(window)
        there = check_all(rig, [witness, *desks], ledgers, outboxes)
        if desktop:
            desktop.stop()
        for desk in desks:
            desk.stop()
            for name in ("outbox.db", "replica.db"):
                check_whole(os.path.join(desk.folder, name))
        print(f"{rounds} kills, {windows} of a window; {answered} operations said done, each there "
              f"once; {there} of which nothing was said are, too, once")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30))
