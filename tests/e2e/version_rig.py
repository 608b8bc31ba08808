# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of another version than this tree's: sources in a folder of their own, built there; and
what desks of several versions do and are asked."""
import os
import sqlite3
import subprocess

from province_rig import wait_for

DAEMON, CTL, OPERATOR = "src/server/toancanhd", "src/tools/toancanhctl", "src/tools/tc-operator"


class Tree:
    """Sources and what is built of them."""

    def __init__(self, top):
        self.top, self.build = top, top + "-build"

    @property
    def version(self):
        return len(os.listdir(os.path.join(self.top, "data/schema/state")))

    def run(self, *command):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"

    def make(self, *programs):
        if not os.path.isdir(self.build):
            self.run("meson", "setup", self.build, self.top)
        self.run("ninja", "-C", self.build, *programs)

    def program(self, name):
        return os.path.join(self.build, name)


def done(answer):
    assert answer["ok"], answer
    return answer


def read(rig, sql):
    with sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()


def find(desk, report):
    found = wait_for("the report", lambda: (
        lambda r: r if r.get("found") else None)(desk.say("report", report)))
    return found["code"], found["incident"]


def work(rig, desk, text, unit=None):
    """The main job at one desk: the report arrives, it is taken, and sent to a unit."""
    code, incident = find(desk, rig.report(text))
    done(desk.do("incident.take", incident_id=incident))
    unit = unit or read(rig, "SELECT min(agency_id) FROM scope WHERE kind = 'unit'")[0][0]
    task = desk.say("id")["id"]
    done(desk.do("incident.dispatch", incident_id=incident, task_id=task, agency_id=unit))
    desk.wait_settled()
    assert read(rig, f"SELECT count(*) FROM dispatch WHERE incident_id = {incident}") == [(1,)]
    return code, incident, task


def journal(rig):
    with open(os.path.join(rig.folder, "server.log"), encoding="utf-8") as file:
        return file.read()


def set_server(rig, tree):
    rig.daemon, rig.ctl_program = tree.program(DAEMON), tree.program(CTL)


def restart_on(rig, tree):
    rig.stop()
    set_server(rig, tree)
    rig.start()


def upgrade(desk, tree):
    desk.stop()
    desk.program = tree.program(OPERATOR)
    desk.start()
    desk.wait_online()
    desk.sign_in()
