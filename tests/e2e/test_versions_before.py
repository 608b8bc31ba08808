#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a server of this tree takes over the data of two versions before and serves desks of the
two versions before it, as they really were: they are told, take, dispatch and work without a line
while desks of today write what they don't know; what they know is the server's at any time, nothing
is refused and nothing is loaded anew; upgraded, they have all of it. Method: the real programs; the
older ones are built of the commits before the last two migrations of what replicates. What is new
since then is written by act_anew(), which a new migration adds to. Skipped where that history isn't
at hand.

  test_versions_before.py"""
import os
import sqlite3
import subprocess
import sys
import time

from photo_rig import make_photo
from province_rig import BUILD, PASSWORD, TOP, Operator, Rig, same_tables, wait_for
from version_rig import (CTL, DAEMON, OPERATOR, Tree, done, find, journal, read, restart_on,
                         set_server, upgrade, work)

STATE = "data/schema/state"
PROVINCE = "data/province/haugiang"
UNIT_DESK, UNIT_ACCOUNT = "Trực Đội CSGT số 1", "csgt1"
SKIPPED = 77


def git(*words):
    found = subprocess.run(["git", "-C", TOP, *words], capture_output=True)
    return found.stdout if found.returncode == 0 else None


class ThisTree(Tree):
    def __init__(self):
        super().__init__(TOP)
        self.build = BUILD


class OlderTree(Tree):
    """The sources as they were before a migration was added."""

    def __init__(self, folder, name):
        super().__init__(os.path.join(folder, "before-" + name.partition("-")[0]))
        added = git("log", "--diff-filter=A", "--format=%H", "--", f"{STATE}/{name}")
        commit = added.decode().split()[-1] + "^" if added else "HEAD"
        packed = git("archive", "--format=tar", commit) if added is not None else None
        if not packed:
            print(f"the commit before {name} isn't here")
            sys.exit(SKIPPED)
        os.mkdir(self.top)
        subprocess.run(["tar", "-x", "-C", self.top], input=packed, check=True)


def add_desk(rig, tree, name, account):
    """A desk whose program is that tree's."""
    rig.ctl("account", "set-password", account, text=PASSWORD + "\n")
    desk = Operator(rig, str(len(rig.desks) + 1), account)
    desk.program = tree.program(OPERATOR)
    desk.start()
    desk.enrol(rig.ctl("desk", "invite", name).split()[-1])
    desk.sign_in()
    rig.desks.append(desk)
    return desk


def open_readonly(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.execute("BEGIN")
    return db


def list_columns(db):
    """{table: its columns} of what replicates."""
    tables = [name for (name,) in db.execute("SELECT name FROM replicated ORDER BY number")]
    return {table: [row[1] for row in db.execute(f"PRAGMA table_info ({table})")]
            for table in tables}


def dump(db, columns, scopes):
    wanted = ", ".join(str(scope) for scope in scopes)
    return {table: db.execute(f"SELECT {', '.join(names)} FROM {table} WHERE scope IN ({wanted})"
                              " ORDER BY id").fetchall()
            for table, names in columns.items()}


def differences(rig, desk):
    """What of all that a desk's program knows of what it may hold isn't as the server has it."""
    status = desk.status()
    if status["state"] != "online" or status["pending"] != 0:
        return [str(status)]
    server = open_readonly(os.path.join(rig.data_dir, "state.db"))
    replica = open_readonly(os.path.join(desk.folder, "replica.db"))
    columns = list_columns(replica)
    scopes = [row[0] for row in replica.execute("SELECT id FROM held_scope WHERE kind <> 'wiped'")]
    ours, theirs = dump(replica, columns, scopes), dump(server, columns, scopes)
    replica.close()
    server.close()
    if not scopes or not ours["staff"]:
        return ["nothing is held"]
    return [f"{table}: {set(ours[table]) ^ set(theirs[table])}" for table in columns
            if ours[table] != theirs[table]]


def all_have(rig, *desks):
    for desk in desks:
        try:
            wait_for("agree", lambda: not differences(rig, desk))
        except AssertionError:
            raise AssertionError(f"desk {desk.name}: {differences(rig, desk)}") from None
        assert desk.status()["attention"] == 0, desk.say("tray")


def list_unknown(rig, desk):
    """What the server has and a desk's program doesn't know, as tables and columns, and in how many
    rows it was written."""
    server = open_readonly(os.path.join(rig.data_dir, "state.db"))
    replica = open_readonly(os.path.join(desk.folder, "replica.db"))
    known, found = list_columns(replica), {}
    for table in list_columns(server):
        if table not in known:
            found[table], = server.execute(f"SELECT count(*) FROM {table}").fetchone()
            continue
        for _, name, _, _, default, _ in server.execute(f"PRAGMA table_info ({table})"):
            if name not in known[table]:
                found[f"{table}.{name}"], = server.execute(
                    f"SELECT count(*) FROM {table} WHERE {name} IS NOT {default or 'NULL'}"
                ).fetchone()
    replica.close()
    server.close()
    return found


def act_anew(desk, incident, task):
    """What desks of the two versions before don't know, each at least once: alarms (0010), the duty
    journal and a hand-over (0011), how far a unit is on its way (0012), a big event (0013), what a
    photo says (0015), cameras (0020)."""
    done(desk.do("incident.set-out", incident_id=incident, task_id=task))
    done(desk.do("incident.arrive", incident_id=incident, task_id=task))
    done(desk.do("alarm.acknowledge", incident_id=incident, kind="late"))
    entry = desk.say("id")["id"]
    done(desk.do("journal.add", entry_id=entry, kind="order", text="Tăng cường trực đêm",
                 source="Lãnh đạo", due_us=2000000000000000))
    done(desk.do("journal.follow-up", follow_up_id=desk.say("id")["id"], entry_id=entry,
                 text="Đã phân công", done=1))
    done(desk.do("shift.hand-over", hand_over_id=desk.say("id")["id"], text="Ca đêm yên tĩnh",
                 from_us=1700000000000000, until_us=1700028800000000))
    act_in_event(desk, incident)
    attach_photo(desk, incident)
    layout = desk.say("id")["id"]
    done(desk.do("layout.save", layout_id=layout, name=f"Bố cục {layout}", columns=1, rows=1,
                 cells="0,0,1,1,0,0,0", shared=0))
    desk.wait_settled()


def attach_photo(desk, incident):
    path = os.path.join(desk.folder, "photo.jpg")
    with open(path, "wb") as file:
        file.write(make_photo(9.78, 105.47, "2026:11:26 14:03:05")[0])
    done(desk.say("attach", incident, path))
    wait_for("its copy", lambda: sqlite3.connect(os.path.join(desk.folder, "replica.db")).execute(
        "SELECT 1 FROM attachment WHERE incident_id = ? AND kind = 'stripped'",
        (int(incident),)).fetchone())


def act_in_event(desk, incident):
    done(desk.do("event.declare", incident_id=incident, kind="storm", name="Bão số 5"))
    done(desk.do("event.log", event_id=incident, text="Nước lên ở kênh Xà No"))
    done(desk.do("event.figure", event_id=incident, kind="houses-flooded", amount=12))
    done(desk.do("event.check", event_id=incident, item="duty", done=1))
    done(desk.do("event.report", event_id=incident, number=1, until_us=1700000000000000,
                 text="Báo cáo nhanh"))
    boats = desk.say("id")["id"]
    done(desk.do("resource.add", resource_id=boats, kind="boat", name="Ca nô", count=4))
    done(desk.do("resource.hand-out", hold_id=desk.say("id")["id"], resource_id=boats,
                 event_id=incident, count=2, holder="Đội xung kích"))


def work_together(rig, today, older, unit_desk):
    """Desks of three versions on the same incidents."""
    unit, = read(rig, f"SELECT agency_id FROM desk WHERE name = '{UNIT_DESK}'")[0]
    for desk in (*older, today):
        _, incident, task = work(rig, desk, f"Ùn tắc, bàn {desk.name} điều đội", unit)
        all_have(rig, *older, unit_desk, today)
        act_anew(today, incident, task)
        # Of an administrator (0014): the same one again and again.
        rig.ctl("operate", "answer.set-template", "template_id=77", "code=xong", "language=vi",
                f"name=Xong {today.name}", "text={unit} đã xong {code}.", "active=1")
        # Likewise, and who was telephoned for an alarm (0016).
        role, person = read(rig, "SELECT role_id, staff_id FROM post ORDER BY id LIMIT 1")[0]
        rig.ctl("operate", "alarm.set-rule", "rule_id=78", "code=len", "priority=low", "minutes=5",
                f"role_id={role}", "active=1")
        # What states are called (0023).
        rig.ctl("operate", "incident.name-state", "name_id=79", "state=working",
                f"name_vi=đang làm {today.name}")
        # What is promised of a unit that has answered (0017): each time another version.
        rig.ctl("operate", "field.set-term", f"term_id={today.say('id')['id']}", "priority=4",
                "minutes=14400", f"valid_from_us={time.time_ns() // 1000 + 60_000_000}",
                "arrive_minutes=60", "work_minutes=120", "reply_minutes=240")
        # What the room and a unit write to each other (0018).
        done(today.do("task.say", incident_id=incident, task_id=task,
                      message_id=today.say("id")["id"], text="Đi lối cầu Xà No"))
        done(today.do("alarm.call", incident_id=incident, kind="late", staff_id=person))
        # What is kept quiet by plan (0019), and is lifted again.
        field, = read(rig, "SELECT id FROM field ORDER BY id LIMIT 1")[0]
        quiet, now_us = today.say("id")["id"], time.time_ns() // 1000
        done(today.do("alarm.suppress", suppression_id=quiet, field_id=field, from_us=now_us,
                      until_us=now_us + 3_600_000_000, reason="Cắt điện theo lịch"))
        done(today.do("alarm.lift", suppression_id=quiet))
        # Whether a camera may be heard (0021).
        camera, = read(rig, "SELECT id FROM camera ORDER BY id LIMIT 1")[0]
        rig.ctl("operate", "camera.sound", f"camera_id={camera}", "sound=0",
                f"reason=Tiếp dân {today.name}")
        # How long until who reported is told, and may reopen (0022).
        rig.ctl("operate", "field.set-term", f"term_id={today.say('id')['id']}", "priority=3",
                "minutes=14400", f"valid_from_us={time.time_ns() // 1000 + 60_000_000}",
                "tell_minutes=60", "reopen_days=7")
        # Whom the server told of an alarm (0024).
        _, untaken = find(today, rig.report(f"Chưa ai nhận, bàn {desk.name}"))
        text = today.say("id")["id"]
        rig.ctl("operate", "alarm.text", f"incident_id={untaken}", "kind=untaken",
                f"staff_id={person}", f"text_id={text}", f"begin_us={now_us}")
        rig.ctl("operate", "alarm.text-state", f"text_id={text}", "state=sent", "tries=1")
        for other in older:
            done(other.do("incident.comment", incident_id=incident, text=f"bàn {other.name} ghi"))
        all_have(rig, *older, unit_desk)
        done(unit_desk.do("incident.resolve", incident_id=incident, task_id=task, text="Đã xong"))
        all_have(rig, *older, unit_desk, today)


def merge_and_back(rig, today, older):
    """Who takes a merge back says of which one (from_id), but for older desks: it is the same to
    all."""
    for merges, parts in [(desk, today) for desk in older] + [(today, desk) for desk in older]:
        one, into = (find(merges, rig.report(f"Gộp {n}, bàn {merges.name}"))[1] for n in (1, 2))
        done(merges.do("incident.merge", incident_id=one, into_id=into,
                       into_event_id=merges.say("id")["id"]))
        all_have(rig, *older, today)
        said = {"from_id": into} if parts is today else {}
        done(parts.do("incident.unmerge", incident_id=one, from_event_id=parts.say("id")["id"],
                      **said))
        all_have(rig, *older, today)
        assert read(rig, f"SELECT merged_into FROM incident WHERE id = {one}") == [(None,)]


def work_without_line(rig, today, older):
    """What older desks make without a line is settled by the newer server."""
    found = [find(desk, rig.report(f"Mất điện, bàn {desk.name}")) for desk in older]
    all_have(rig, *older)
    rig.stop()
    for desk, (_, incident) in zip(older, found):
        done(desk.do("incident.take", incident_id=incident))
        done(desk.do("incident.comment", incident_id=incident, text="không có mạng"))
        wait_for("both are kept", lambda desk=desk: desk.status()["pending"] == 2)
    rig.start()
    all_have(rig, *older, today)
    for desk, (code, _) in zip(older, found):
        today.wait_state(code, desk.incident(code)["state"])
    assert read(rig, "SELECT count(*) FROM incident_event WHERE text = 'không có mạng'") == [
        (len(older),)]


def tell_unknown(rig, desk):
    unknown = list_unknown(rig, desk)
    written = [name for name, rows in unknown.items() if rows]
    idle = [name for name, rows in unknown.items() if not rows]
    print(f"desk {desk.name} passed over: {', '.join(written)}; nothing here writes:"
          f" {', '.join(idle) or '-'}")
    return written


def main():
    this = ThisTree()
    names = sorted(os.listdir(os.path.join(TOP, STATE)))
    with Rig() as rig:
        older, oldest = OlderTree(rig.folder, names[-1]), OlderTree(rig.folder, names[-2])
        assert (oldest.version, older.version) == (this.version - 2, this.version - 1), (
            oldest.version, older.version)
        oldest.make(DAEMON, CTL, OPERATOR)
        older.make(OPERATOR)
        print(f"versions {oldest.version} and {older.version} are built beside {this.version}")

        set_server(rig, oldest)
        rig.start()
        rig.ctl("province", "load", os.path.join(oldest.top, PROVINCE))
        rig.key = rig.ctl("api-key", "add", "test")
        a = add_desk(rig, oldest, "Bàn 02 – Điều phối", "lan")
        b = add_desk(rig, oldest, "Bàn 03 – Điều phối", "minh")
        unit_desk = add_desk(rig, oldest, UNIT_DESK, UNIT_ACCOUNT)
        work(rig, a, "Trước khi nâng cấp")
        wait_for("both agree", lambda: same_tables(a, b))

        restart_on(rig, this)
        rig.ctl("province", "load", os.path.join(TOP, PROVINCE))
        upgrade(b, older)
        today = add_desk(rig, this, "Bàn 04 – Điều phối", "huong")
        for desk in (a, unit_desk):
            desk.wait_online()
        all_have(rig, a, b, unit_desk, today)
        loaded = a.replaced, unit_desk.replaced
        work_together(rig, today, [a, b], unit_desk)
        merge_and_back(rig, today, [a, b])
        work_without_line(rig, today, [a, b])
        tell_unknown(rig, b)
        assert tell_unknown(rig, a), "nothing here writes what is new: add to act_anew()"
        assert (a.replaced, unit_desk.replaced) == loaded, "an old desk loaded everything again"
        assert journal(rig).count(": served") >= 2, "the server served no older desk"
        print("desks of three versions: told, taken, dispatched, merged, with a line and without")

        for desk in (a, b, unit_desk):
            upgrade(desk, this)
        wait_for("the upgraded desks have all", lambda: same_tables(a, b, today))
        all_have(rig, a, b, unit_desk, today)
        work(rig, a, "Tất cả đều mới")
        wait_for("they agree", lambda: same_tables(a, b, today))
        print("upgraded: they have what they could not know")


main()
