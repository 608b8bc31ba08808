#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: the server's disk is lost and everybody goes on: what desks made is there again, also what
was typed while there was no server, and at a desk that was enrolled after the backup; no code is
given twice; all agree. Method: the real programs
under load; a backup in the middle, kill -9, the data directory destroyed, the restore; a ledger of
what was done and told is kept out here. The chain is followed across the epochs in the file.

  test_restore.py"""
import os
import shutil
import sqlite3
import threading
import time
import urllib.error

from province_rig import WAIT_S, Rig, same_tables, wait_for

WORK_MIN = 5  # comments of each desk
DESKS = [("Bàn 02 – Điều phối", "lan"), ("Bàn 03 – Điều phối", "minh")]
NEW_DESK = ("Bàn mới lắp", "lan", "--agency", "ioc", "--roles", "dispatcher")


class Worker(threading.Thread):
    """One desk at work: reports by telephone with codes of its own, and comments on them."""

    def __init__(self, desk, service):
        super().__init__(daemon=True)
        self.desk, self.service = desk, service
        self.go_on, self.fault, self.sign_in = True, None, False
        self.codes, self.comments = {}, 0  # code told to a caller: its incident

    def report(self, text):
        """None: there is no code left, as may be without a server."""
        code = self.desk.say("code").get("code")
        if not code:
            return None
        incident, report = self.desk.say("id")["id"], self.desk.say("id")["id"]
        assert code not in self.codes, f"{code} was given twice by one desk"
        answer = self.desk.do("incident.report", incident_id=incident, report_id=report, code=code,
                              channel="hotline", text=text, received_us=int(time.time() * 1e6))
        assert answer["ok"], answer
        self.codes[code] = int(incident)
        return incident

    def comment(self, incident, text):
        answer = self.desk.do("incident.comment", incident_id=incident, text=text)
        assert answer["ok"], answer
        self.comments += 1

    def run(self):
        incident = None
        try:
            while self.go_on:
                if self.sign_in:
                    self.sign_in = self.desk.sign_in()
                incident = self.report(f"Gọi tới bàn {self.desk.name}") or incident
                if incident:
                    self.comment(incident, "đã ghi nhận")
                time.sleep(0.02)
        except AssertionError as error:
            self.fault = error


class Citizen(threading.Thread):
    """Reports from outside as long as the server answers; with the codes that were told."""

    def __init__(self, rig):
        super().__init__(daemon=True)
        self.rig, self.go_on, self.reports = rig, True, []

    def run(self):
        while self.go_on:
            try:
                self.reports.append(self.rig.report("Báo qua mạng"))
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)


def read(rig, sql):
    """Of the server's file, while the server is stopped or not."""
    db = sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def all_codes(rig):
    return dict(read(rig, "SELECT code, id FROM incident"))


def work_on(workers):
    """For two seconds at least, and until each has done some work."""
    end = time.monotonic() + 2
    before = [worker.comments for worker in workers]

    def is_done():
        for worker in workers:
            if worker.fault:
                raise worker.fault
        return time.monotonic() >= end and all(
            worker.comments >= n + WORK_MIN for worker, n in zip(workers, before))

    wait_for("work", is_done)


def check_chain(rig):
    """Each commit follows on the one before, across the epochs; the program checks the links."""
    commits = read(rig, "SELECT first_lsn, last_lsn FROM log_commit ORDER BY last_lsn")
    at = 0
    for first, last in commits:
        assert first == at + 1, f"{first} follows on {at}"
        at = last
    folder = os.path.join(rig.folder, "audit")
    rig.ctl("backup", folder)
    said = rig.ctl("backup", "verify", folder)
    assert said.endswith("whole"), said


def lose_server(rig, desks, workers, citizen, backups):
    """Work, a backup in the middle of it, more work, and the server with its data is gone; the
    desks go on alone. The backup's folder, the log's head then, and the codes that were told."""
    for one in workers + [citizen]:
        one.start()
    work_on(workers)
    generation = rig.ctl("backup", backups)
    # A desk is enrolled and somebody signs in after it: the backup doesn't know that.
    desks.append(rig.add_desk(*NEW_DESK))
    workers.append(Worker(desks[-1], rig.service()))
    workers[-1].start()
    workers[1].sign_in = True
    work_on(workers)
    wait_for("somebody signed in", lambda: not workers[1].sign_in)
    citizen.go_on = False
    rig.kill()
    head = read(rig, "SELECT max(last_lsn) FROM log_commit")[0][0]
    told = all_codes(rig)
    shutil.rmtree(rig.data_dir)
    work_on(workers)
    for worker in workers:
        worker.go_on = False
    for worker in workers:
        worker.join(WAIT_S)
        assert not worker.fault, worker.fault
    for desk in desks:
        assert desk.status()["pending"], "nothing was typed while the server was away"
    return generation, head, told


def check_restored_file(rig, generation, base):
    """The rows are those of the backup, before anything else happens to them."""
    assert read(rig, "SELECT max(last_lsn) FROM log_commit") == [(base,)]
    assert read(rig, "SELECT epoch FROM log_identity") == [(2,)]
    assert not read(rig, f"SELECT id FROM desk WHERE name = '{NEW_DESK[0]}'")
    with sqlite3.connect(f"file:{generation}/state.db?immutable=1", uri=True) as backup:
        for (table,) in backup.execute("SELECT name FROM replicated ORDER BY number"):
            sql = f"SELECT * FROM {table} ORDER BY id"
            assert backup.execute(sql).fetchall() == read(rig, sql), table


def check_nothing_lost(rig, workers, made):
    """Nothing that a desk made is lost, and nothing was done twice."""
    codes = all_codes(rig)
    assert {code: codes.get(code) for code in made} == made
    comments = read(rig, "SELECT count(*) FROM incident_event WHERE text = 'đã ghi nhận'")
    assert comments == [(sum(worker.comments for worker in workers),)]


def check_desks(rig, desks):
    """The new desk is itself again; no desk that is still away loses its number to another."""
    name = NEW_DESK[0]
    known = "SELECT state, count(*) FROM desk JOIN desk_role ON desk_id = desk.id WHERE name = "
    roles = read(rig, known + f"'{DESKS[0][0]}'")
    assert read(rig, known + f"'{name}'") == roles, "the new desk is another than it was"
    rig.ctl("desk", "invite", "Bàn 05", "--agency", "ioc", "--roles", "dispatcher")
    ids = read(rig, f"SELECT max(id), max(id) FILTER (WHERE name = '{name}') FROM desk")[0]
    assert ids[0] > ids[1] + len(desks), ids


def check_codes(rig, workers, heard):
    """No code that anybody had heard is given again, by a desk or by the server."""
    for number in range(30):
        rig.report(f"Sau phục hồi {number}")
        for worker in workers:
            wait_for("a code", lambda: worker.report("Sau phục hồi"))
    for worker in workers:
        worker.desk.wait_settled()
    codes = all_codes(rig)
    assert len(set(codes.values())) == len(codes)
    for code, incident in codes.items():
        assert heard.get(code, incident) == incident, f"{code} was given twice"


def main():
    rig = Rig()
    rig.start()
    rig.load()
    with rig:
        desks = [rig.add_desk(name, account) for name, account in DESKS]
        workers = [Worker(desk, rig.service()) for desk in desks]
        backups = os.path.join(rig.folder, "backups")
        generation, head, told = lose_server(rig, desks, workers, Citizen(rig), backups)
        pending = sum(desk.status()["pending"] for desk in desks)
        made = {code: incident for worker in workers for code, incident in worker.codes.items()}
        base = int(generation.rsplit("-", 1)[1])
        print(rig.ctl("restore", backups, "--to", rig.data_dir, "--yes"))
        check_restored_file(rig, generation, base)

        rig.start()
        for desk in desks:
            desk.wait_settled()
        wait_for("all desks agree", lambda: same_tables(*desks))
        status = rig.status()
        assert status["epoch"] == 2 and status["lsn"] > base
        assert 0 < status["restored_lost"] <= head - base
        assert status["restored_again"] >= pending
        for desk in desks:
            assert desk.status()["attention"] == 0, desk.say("tray")
            assert desk.replaced == 2, "a desk didn't begin anew exactly once"
            assert os.path.exists(os.path.join(desk.folder, "replica.db.before-restore"))
        check_nothing_lost(rig, workers, made)
        check_desks(rig, desks)
        check_codes(rig, workers, {**told, **made})
        wait_for("all desks agree", lambda: same_tables(*desks))
        check_chain(rig)
        print(f"{head - base} operations after the backup, {status['restored_lost']} seen by "
              f"desks, {status['restored_again']} sent again, {pending} of them made meanwhile; "
              f"{len(made)} codes told by desks, all kept")


main()
