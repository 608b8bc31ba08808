# SPDX-License-Identifier: GPL-3.0-or-later
"""A real desktop on a screen and bus of its own, driven through its actions and its accessibility
tree (seat.py, which runs inside)."""
import configparser
import glob
import hashlib
import json
import os
import socket
import sqlite3
import subprocess
import time

from province_rig import BUILD, PASSWORD, TOP, WAIT_S, wait_for

SETTINGS = "io/github/toancanh/ToanCanh"
DPI = 96  # letters of the size that is everybody's
COLOURS_MIN = 64  # of a picture on which something stands


def find_locale():
    """The Vietnamese one where it is installed: from Debian 13 on LANGUAGE says nothing in C.UTF-8,
    in which Debian 12 has none other."""
    installed = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout
    return next((one for one in ("vi_VN.utf8", "vi_VN") if one in installed.split()), "C.UTF-8")


def keep_settings(home, settings):
    """These as given; what the desktop kept beside them stays."""
    path = os.path.join(home, "config", "glib-2.0", "settings", "keyfile")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    kept = configparser.RawConfigParser(delimiters=("=",))
    kept.optionxform = str
    kept.read(path, encoding="utf-8")
    kept.read_dict({SETTINGS: settings})
    with open(path, "w", encoding="utf-8") as file:
        kept.write(file, space_around_delimiters=False)


class Desktop:
    """name: of the desk that is invited for the account; None: of none, nobody is invited."""

    def __init__(self, rig, name, account, language="vi", size="1366x768"):
        self.rig, self.account = rig, account
        self.home = os.path.join(rig.folder, "seat-" + account)
        self.language, self.size = language, size
        self.text_percent = 100  # how large letters are
        # Everybody here knows the desk: the tour, which has tests of its own, isn't offered.
        self.settings = {"tour-offer": "false"}
        self.process = self.stream = self.code = None
        if name is None:
            return
        rig.ctl("account", "set-password", account, text=PASSWORD + "\n")
        self.code = rig.ctl("desk", "invite", name).split()[-1]

    def start(self, *options):
        enrol = ["--server-url", self.rig.url, "--enrol-code", self.code] if self.code else []
        self.open("--account", self.account, *enrol, *options, password=PASSWORD)
        self.code = None
        wait_for(f"{self.account} signed in", lambda: self.ask("enabled", action="panel"))

    def open(self, *options, password=None):
        """The desktop with options, as far as its window."""
        environment = dict(
            os.environ, LC_ALL=find_locale(), LANGUAGE=self.language,
            GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "data"),
            TC_LOCALE_DIR=os.path.join(BUILD, "po"), GTK_A11Y="atspi", GSK_RENDERER="cairo")
        keep_settings(self.home, self.settings)
        # As a person chooses it; what GTK reads where no settings daemon runs.
        environment["XENVIRONMENT"] = os.path.join(self.home, "resources")
        with open(environment["XENVIRONMENT"], "w", encoding="utf-8") as file:
            file.write(f"Xft.dpi: {DPI * self.text_percent // 100}\n")
        if password:
            environment["TOANCANH_PASSWORD"] = password
        path = os.path.join(self.rig.folder, f"seat-{self.account}.sock")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen(1)
        listener.settimeout(60)
        self.process = subprocess.Popen(
            ["sh", os.path.join(TOP, "tests/with-display"), "--size", self.size, "--home",
             self.home, "/usr/bin/python3", os.path.join(TOP, "tests/e2e/seat.py"),
             path, os.path.join(BUILD, "src/desktop/toancanh"), "--size", self.size, *options],
            env=environment, stderr=subprocess.STDOUT,
            stdout=open(os.path.join(self.rig.folder, f"seat-{self.account}.log"), "a"))
        self.stream = listener.accept()[0].makefile("rw", encoding="utf-8")
        listener.close()
        os.unlink(path)

    def ask(self, question, **words):
        self.stream.write(json.dumps({"do": question, **words}) + "\n")
        self.stream.flush()
        line = self.stream.readline()
        assert line, f"the seat of {self.account} ended"
        answer = json.loads(line)
        assert "error" not in answer, answer
        return answer["value"]

    def activate(self, action, target=None):
        wait_for(f"{self.account}: {action} can be done",
                 lambda: self.ask("enabled", action=action))
        self.ask("activate", action=action, target=target)

    def open_incident(self, code):
        """Its page is on the screen afterwards (a row of the queue names its code, too)."""
        wait_for(f"{self.account} opens {code}", lambda: (
            self.activate("open", f"'{code}'"), self.ask("stands", text=code, seconds=2))[1])

    def see(self, text, seconds=WAIT_S):
        found = self.ask("see", text=text, seconds=seconds)
        assert found, f"{self.account} does not see: {text}"
        return found

    def take_picture(self, path):
        """The screen as it is; one that shows next to nothing is a failure."""
        self.ask("picture", path=path)
        done = subprocess.run(["convert", path, "-format", "%k", "info:"], capture_output=True,
                              text=True, check=True)
        assert int(done.stdout) >= COLOURS_MIN, f"{path} is blank: {done.stdout} colours"

    def stop(self, crash=False):
        if not self.process:
            return
        code = self.ask("quit", crash=crash)
        self.stream.close()
        self.process.wait(WAIT_S)
        self.process = None
        assert crash or code == 0, f"the desktop of {self.account} ended with {code}"


def tables_hash(path, scopes):
    """Over the replicated rows of some scopes, as another program reads them."""
    digest = hashlib.sha256()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        db.execute("BEGIN")
        for (table,) in db.execute("SELECT name FROM replicated ORDER BY number").fetchall():
            for row in db.execute(f"SELECT * FROM {table} ORDER BY id"):
                if row[1] in scopes:
                    digest.update(repr((table, row)).encode())
    return digest.hexdigest()


def replica_of(desktop):
    return glob.glob(os.path.join(desktop.home, "**/replica.db"), recursive=True)[0]


def outbox_of(desktop):
    return os.path.join(os.path.dirname(replica_of(desktop)), "outbox.db")


def agree(rig, *desktops):
    with sqlite3.connect(f"file:{replica_of(desktops[0])}?mode=ro", uri=True) as db:
        scopes = {row[0] for row in db.execute("SELECT id FROM held_scope")}
    paths = [os.path.join(rig.data_dir, "state.db"), *map(replica_of, desktops)]
    return scopes and len({tables_hash(path, scopes) for path in paths}) == 1


def take_picture(desk, name):
    """With TC_PICTURES=FOLDER: the screen as it is, as a file there."""
    folder = os.environ.get("TC_PICTURES")
    if folder:
        time.sleep(0.5)  # what moves has come to rest
        desk.take_picture(os.path.join(folder, name + ".png"))
