#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: an alarm that has gone up reaches those whom the rules say by SMS, once, whatever fails or
is started again; one that somebody saw to doesn't, a flood is few texts, and every desk has what
became of them. Method: the real server with a program that writes down what it gets, fails or hangs
as it is told; a desk; incidents that were received a while ago. The example of docs/OPERATING.md is
run with a gammu of the test's own."""
import json
import os
import re
import socket
import sqlite3
import subprocess
import time

from province_rig import TOP, Rig, wait_for

LOOK_S = 3
TIMEOUT_S = 20
HANGS_S = 6
TRIES = 3
MINUTE_US = 60_000_000
TITLE = "Bà Bảy số 14 báo có người bị nạn"
SCRIPT = """#!/bin/sh
text=$(cat)
[ -e '{folder}/hangs' ] && {{ touch '{folder}/began'; exec sleep 600; }}
[ -e '{folder}/fails' ] && {{ echo 'no network' >&2; exit 4; }}
printf '%s\\t%s\\t%s\\n' "$1" "$TOANCANH_TEXT" "$text" >> '{folder}/sent'
"""


class Admin:
    """The administration socket, without a process for each question."""

    def __init__(self, rig):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(rig.socket)
        self.lines = self.socket.makefile("rw", encoding="utf-8")

    def ask(self, verb, **more):
        self.lines.write(json.dumps({"do": verb, **more}) + "\n")
        self.lines.flush()
        answer = json.loads(self.lines.readline())
        assert answer["ok"], (verb, more, answer)
        return answer

    def operate(self, name, /, **args):
        return self.ask("operate", name=name, args=args)

    def id(self):
        return self.ask("make-ids", count=1)["ids"][0]


def query(rig, sql, *values):
    return sqlite3.connect(os.path.join(rig.data_dir, "state.db")).execute(sql, values).fetchall()


def path(rig, name):
    return os.path.join(rig.folder, name)


def read_sent(rig):
    if not os.path.exists(path(rig, "sent")):
        return []
    with open(path(rig, "sent"), encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def switch(rig, name, on):
    if on:
        open(path(rig, name), "w").close()
    elif os.path.exists(path(rig, name)):
        os.unlink(path(rig, name))


def write_program(rig, text, mode=0o755):
    program = path(rig, "send-sms")
    with open(program, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(program, mode)
    return program


def configure(rig, command):
    conf = path(rig, "toancanhd.conf")
    with open(conf, encoding="utf-8") as file:
        before = file.read().split("[alarm-call]")[0]
    with open(conf, "w", encoding="utf-8") as file:
        file.write(before + f"[alarm-call]\ncommand={command}\nretry-seconds=1\ntries={TRIES}\n"
                            f"timeout-seconds={TIMEOUT_S}\n")


class Room:
    """Those whom alarms go to, one for each part of the test, so that none has had too many."""

    def __init__(self, rig, desk):
        self.rig, self.desk = rig, desk
        self.admin = Admin(rig)
        self.n = 0
        for rule, code, priority, minutes, role in query(
                rig, "SELECT id, code, priority, minutes, role_id FROM alarm_rule"):
            self.set_rule(rule, code, priority, minutes, role, 0)
        self.rule = self.admin.id()

    def set_rule(self, rule, code, priority, minutes, role, active=1):
        self.admin.operate("alarm.set-rule", rule_id=str(rule), code=code, priority=priority,
                           minutes=minutes, role_id=str(role), active=active)

    def new_head(self, phone=None):
        """Emergencies go to a new person from now on; the person's id and number."""
        self.n += 1
        name = f"truc{self.n}"
        role, staff = self.admin.id(), self.admin.id()
        phone = phone or f"0912 000 {self.n:03}"
        centre, = query(self.rig, "SELECT centre_id FROM province")[0]
        self.admin.operate("role.add", role_id=role, code=name, name_vi=name, name_en=name)
        self.admin.operate("staff.add", staff_id=staff, account=name, name=f"Lãnh đạo {self.n}",
                           phone=phone)
        self.admin.operate("post.add", post_id=self.admin.id(), staff_id=staff,
                           agency_id=str(centre), role_id=role,
                           valid_from_us=time.time_ns() // 1000 - MINUTE_US)
        self.set_rule(self.rule, "thu", "high", 2, role)
        return staff, phone.replace(" ", "")

    def report(self, minutes_ago=10, **more):
        incident, now_us = self.admin.id(), time.time_ns() // 1000
        self.admin.operate("incident.report", incident_id=incident, report_id=self.admin.id(),
                           code=self.admin.ask("take-code", at_us=now_us)["code"],
                           channel="hotline", title=TITLE, text=TITLE + ", gọi 0939 111 222",
                           priority=1, received_us=now_us - minutes_ago * MINUTE_US, on_behalf=0,
                           anonymous=0, private=0, **more)
        return incident

    def take(self, *incidents):
        for incident in incidents:
            answer = self.desk.do("incident.take", incident_id=incident)
            assert answer["ok"] and not answer.get("refused"), answer
        self.desk.wait_settled()

    def states(self, incident):
        return [row[0] for row in query(
            self.rig, "SELECT state FROM alarm_text WHERE incident_id = ? ORDER BY id",
            int(incident))]

    def wait_state(self, incident, state):
        wait_for(f"{state}, not {self.states(incident)}",
                 lambda: self.states(incident)[-1:] == [state])

    def code(self, incident):
        return query(self.rig, "SELECT code FROM incident WHERE id = ?", int(incident))[0][0]


def rest(rig, n):
    """Nothing more is sent in some looks."""
    time.sleep(2.5 * LOOK_S)
    assert len(read_sent(rig)) == n, read_sent(rig)


def check_config(rig):
    """What can't be is said before anything is served."""
    program = write_program(rig, SCRIPT.format(folder=rig.folder), 0o644)
    for command, told in (("send-sms", "must begin with /"), (program + "x", "there is none"),
                          (program, "must be executable")):
        configure(rig, command)
        done = subprocess.run([rig.daemon, "--config=" + path(rig, "toancanhd.conf")],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 2 and "[alarm-call] command" in done.stderr, done
        assert told in done.stderr, done.stderr
    os.chmod(program, 0o755)
    configure(rig, program)
    print("a command that can't be is refused at start")


def check_test(rig):
    refused = rig.ctl_done("alarm-call", "test", "0912 345 678, 0913")
    assert refused.returncode == 1 and "isn't a telephone number" in refused.stderr, refused
    switch(rig, "fails", True)
    failed = rig.ctl_done("alarm-call", "test", "0912 345 678")
    assert failed.returncode == 1 and "exit code 4: no network" in failed.stderr, failed
    switch(rig, "fails", False)
    switch(rig, "hangs", True)
    hanging = subprocess.Popen([rig.ctl_program, "--socket", rig.socket, "alarm-call", "test",
                                "0912 345 678"], stderr=subprocess.PIPE, text=True)
    wait_for("the program", lambda: os.path.exists(path(rig, "began")))
    time.sleep(HANGS_S)
    second = rig.ctl_done("alarm-call", "test", "0912 345 678")
    assert second.returncode == 1 and "hasn't answered for " in second.stderr, second
    told = hanging.communicate(timeout=60)[1]
    assert hanging.returncode == 1 and f"gave no answer within {TIMEOUT_S} s" in told, told
    for said in (second.stderr, told):
        assert "look at network, credit and modem" in said, said
    switch(rig, "hangs", False)
    os.unlink(path(rig, "began"))
    rig.ctl("alarm-call", "test", "0912 345 678")
    (number, _, text), = read_sent(rig)
    assert number == "0912345678" and text.startswith("Toàn Cảnh: tin thử, gửi lúc "), text
    os.unlink(path(rig, "sent"))
    print("a test text comes, and why one doesn't is said")


def check_once(rig, room):
    _, number = room.new_head()
    incident = room.report()
    room.wait_state(incident, "sent")
    (to, _, text), = read_sent(rig)
    assert to == number, to
    assert text.startswith(f"Toàn Cảnh: KHẨN {room.code(incident)} chưa ai nhận từ "), text
    assert text.endswith("Hãy nhận hoặc giao người nhận."), text
    for personal in ("Bảy", "14 báo", "0939"):
        assert personal not in text, text
    wait_for("the desk to have it", lambda: room.desk.say("count", "alarm_text")["count"] == 1)
    rest(rig, 1)
    rig.stop()
    rig.start()
    room.desk.wait_online()
    room.admin = Admin(rig)
    rest(rig, 1)
    room.take(incident)
    print("an alarm that nobody touches is told once, also after a restart")


def check_restricted(rig, room):
    room.new_head()
    args = {"incident_id": room.admin.id(), "report_id": room.admin.id()}
    now_us = time.time_ns() // 1000
    code = room.admin.ask("take-code", at_us=now_us)["code"]
    room.admin.operate("incident.report", code=code, channel="camera", text=TITLE, priority=1,
                       received_us=now_us - 10 * MINUTE_US, on_behalf=0, anonymous=0, private=1,
                       **args)
    room.wait_state(args["incident_id"], "sent")
    text = read_sent(rig)[-1][2]
    assert text == f"Toàn Cảnh: {code} cần người xử lý. Xem tại bàn trực.", text
    room.take(args["incident_id"])
    print("of what isn't public its code alone is told")


def check_seen_to(rig, room):
    """Acknowledged before it was sent, while the program fails."""
    n = len(read_sent(rig))
    room.new_head()
    switch(rig, "fails", True)
    incident = room.report()
    room.wait_state(incident, "waiting")
    answer = room.desk.do("alarm.acknowledge", incident_id=incident, kind="untaken")
    assert answer["ok"] and not answer.get("refused"), answer
    room.wait_state(incident, "stopped")
    switch(rig, "fails", False)
    rest(rig, n)
    room.take(incident)
    print("what was acknowledged before it went isn't sent")


def check_failing(rig, room):
    n = len(read_sent(rig))
    room.new_head()
    switch(rig, "fails", True)
    incident = room.report()
    room.wait_state(incident, "waiting")
    switch(rig, "fails", False)
    room.wait_state(incident, "sent")
    assert len(read_sent(rig)) == n + 1
    room.take(incident)
    room.new_head()
    switch(rig, "fails", True)
    incident = room.report()
    room.wait_state(incident, "failed")
    assert query(rig, "SELECT tries FROM alarm_text WHERE incident_id = ?",
                 int(incident)) == [(TRIES,)]
    switch(rig, "fails", False)
    rest(rig, n + 1)
    room.take(incident)
    room.new_head("số nội bộ 12")
    incident = room.report()
    room.wait_state(incident, "failed")
    room.take(incident)
    with open(path(rig, "server.log"), encoding="utf-8") as file:
        log = file.read()
    for line in ("is tried again: exit code 4: no network", f"is given up after {TRIES} tries",
                 "the number of that person isn't one"):
        assert line in log, line
    print("a program that fails is tried again, and given up in the end")


def check_killed(rig, room):
    """While it is being sent the server is killed."""
    n = len(read_sent(rig))
    room.new_head()
    switch(rig, "hangs", True)
    incident = room.report()
    wait_for("the program", lambda: os.path.exists(path(rig, "began")))
    rig.kill()
    switch(rig, "hangs", False)
    rig.start()
    room.desk.wait_online()
    room.admin = Admin(rig)
    room.wait_state(incident, "unsure")
    rest(rig, n)
    room.take(incident)
    print("what was being sent when the server was killed isn't sent again, and desks say so")


def check_flood(rig, room):
    n = len(read_sent(rig))
    room.new_head()
    incidents = [room.report() for _ in range(50)]
    wait_for("all are told", lambda: all(room.states(one) == ["sent"] for one in incidents), 120)
    sent = read_sent(rig)[n:]
    assert len(sent) <= 4, sent
    assert any(" cảnh báo chưa ai xử lý, sớm nhất từ " in text for _, _, text in sent), sent
    assert len({id for _, id, _ in sent}) == len(sent), sent
    rest(rig, n + len(sent))
    print(f"a flood of {len(incidents)} is {len(sent)} texts: {sent[-1][2]}")
    room.take(*incidents)


def check_example(rig, room):
    """The script of docs/OPERATING.md, with a gammu that writes down what it gets."""
    with open(os.path.join(TOP, "docs/OPERATING.md"), encoding="utf-8") as file:
        script = re.search(r"```\n(#!/bin/sh\n[^`]*gammu[^`]*)```", file.read())[1]
    assert script.count("\n") <= 5, script
    gammu = path(rig, "gammu")
    with open(gammu, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\n{{ echo \"$@\"; cat; }} > '{rig.folder}/gammu-got'\n")
    os.chmod(gammu, 0o755)
    write_program(rig, script.replace("gammu --", gammu + " --"))
    _, number = room.new_head()
    incident = room.report()
    room.wait_state(incident, "sent")
    with open(path(rig, "gammu-got"), encoding="utf-8") as file:
        words, text = file.read().split("\n", 1)
    assert words.split()[-5:] == ["TEXT", number, "-unicode", "-autolen", "400"], words
    assert text.startswith(f"Toàn Cảnh: KHẨN {room.code(incident)} chưa ai nhận"), text
    room.take(incident)
    print("the example for gammu sends")


def main():
    with Rig() as rig:
        check_config(rig)
        rig.start()
        rig.load()
        check_test(rig)
        room = Room(rig, rig.add_desk("Bàn 02 – Điều phối", "lan"))
        check_once(rig, room)
        check_restricted(rig, room)
        check_seen_to(rig, room)
        check_failing(rig, room)
        check_killed(rig, room)
        check_flood(rig, room)
        check_example(rig, room)


if __name__ == "__main__":
    main()
