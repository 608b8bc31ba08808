# SPDX-License-Identifier: GPL-3.0-or-later
"""A province to test on: the real server in a folder of its own with the demonstration's people and
places, desks without a screen (tc-operator), and an Open311 client. Everything is on loopback, and
everything that was started goes with the rig."""
import fcntl
import json
import os
import queue
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "base"))
from wait_limit import WAIT_S  # noqa: E402

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BUILD = os.environ.get("TC_BUILD_DIR", os.path.join(TOP, "build"))
PASSWORD = "mot-mat-khau-du-dai-2026"
PORTS = []  # files that hold the ports of this process


def free_port():
    """One that the system gives to nobody by itself and no other test takes, so that a server finds
    it free again after it was killed."""
    while True:
        port = random.randrange(16384, 32768)
        held = open(os.path.join(tempfile.gettempdir(), f"tc-port-{port}"), "w")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as trial:
                trial.bind(("127.0.0.1", port))
        except OSError:
            held.close()
            continue
        PORTS.append(held)
        return port


def wait_for(what, test, seconds=WAIT_S, pause=0.02):
    """The first true value of test(), within seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = test()
        if value:
            return value
        time.sleep(pause)
    raise AssertionError(f"{what}: not within {seconds} s")


class Operator:
    """One desk with a person, driven by lines."""

    def __init__(self, rig, name, account):
        self.rig, self.name, self.account = rig, name, account
        self.folder = os.path.join(rig.folder, "desk-" + name)
        self.program = os.path.join(BUILD, "src/tools/tc-operator")
        self.process = None
        self.seen = {}  # id of a row to the time its change was first told, in us
        self.lock = threading.Lock()
        self.replaced = 0

    def start(self):
        self.process = subprocess.Popen(
            [self.program, self.folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            stderr=open(os.path.join(self.rig.folder, f"desk-{self.name}.log"), "a"))
        self.replies = queue.Queue()
        threading.Thread(target=self._read, args=[self.process, self.replies], daemon=True).start()

    def _read(self, process, replies):
        for line in process.stdout:
            message = json.loads(line)
            if message.get("reply"):
                replies.put(message)
            elif message.get("event") == "rows":
                with self.lock:
                    for row in message["ids"]:
                        self.seen.setdefault((message["table"], row), message["us"])
            elif message.get("event") == "replaced":
                self.replaced += 1
        replies.put(None)

    def say(self, *words):
        line = " ".join("'" + str(word).replace("'", "'\\''") + "'" for word in words)
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.replies.get(timeout=WAIT_S)
        assert answer is not None, f"desk {self.name} ended at: {line}"
        return answer

    def do(self, name, /, **args):
        return self.say("do", name, *[f"{key.rstrip('_')}={value}" for key, value in args.items()])

    def enrol(self, code):
        answer = self.say("enrol", self.rig.url, code)
        assert answer["ok"], answer
        self.wait_online()

    def sign_in(self):
        answer = self.say("sign-in", self.account, PASSWORD)
        assert answer["ok"], answer

    def status(self):
        return self.say("status")

    def wait_online(self):
        wait_for(f"desk {self.name} online", lambda: self.status()["state"] == "online")

    def wait_settled(self):
        wait_for(f"desk {self.name} settled",
                 lambda: (lambda s: s["state"] == "online" and s["pending"] == 0)(self.status()))

    def incident(self, code):
        return self.say("incident", code)

    def wait_state(self, code, state, **more):
        def test():
            found = self.incident(code)
            return found.get("state") == state and all(
                found.get(key) == value for key, value in more.items()) and found
        return wait_for(f"desk {self.name}: {code} {state}", test)

    def wait_seen(self, table, row):
        def test():
            with self.lock:
                return self.seen.get((table, row))
        return wait_for(f"desk {self.name}: {table} {row}", test, pause=0.001)

    def digest(self):
        return self.say("digest")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(WAIT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise AssertionError(f"desk {self.name} does not end")
        self.process = None

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None


class Rig:
    def __init__(self, config=""):
        self.folder = tempfile.mkdtemp(prefix="tc-rig-")
        self.daemon = os.path.join(BUILD, "src/server/toancanhd")
        self.ctl_program = os.path.join(BUILD, "src/tools/toancanhctl")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.open311 = self.url + "/open311/v2"
        self.server = None
        self.desks = []
        self.key = None
        self.data_dir = os.path.join(self.folder, "server")
        self.socket = os.path.join(self.data_dir, "admin.sock")
        os.makedirs(self.data_dir, mode=0o700)
        with open(os.path.join(self.folder, "toancanhd.conf"), "w", encoding="utf-8") as file:
            file.write(f"[server]\ndata-dir={self.data_dir}\nadmin-socket={self.socket}\n"
                       f"[listen]\naddress=127.0.0.1\nport={self.port}\n"
                       f"[limits]\nconnections-per-address=4096\n"
                       f"[open311]\nrequests-per-minute=1000000\nkey-requests-per-minute=1000000\n"
                       f"{config}")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        failed = kind is not None
        try:
            for desk in self.desks:
                try:
                    desk.stop()
                except AssertionError:
                    if not failed:
                        raise
            self.stop()
        finally:
            if failed:
                self.tell_logs()
            if not os.environ.get("TC_KEEP"):
                shutil.rmtree(self.folder, ignore_errors=True)

    def tell_logs(self):
        for name in sorted(os.listdir(self.folder)):
            if name.endswith(".log"):
                with open(os.path.join(self.folder, name), encoding="utf-8",
                          errors="replace") as file:
                    print(f"--- {name}\n" + "".join(file.readlines()[-25:]))

    # The server.

    def start(self, wait=True):
        self.server = subprocess.Popen(
            [self.daemon, "--config=" + os.path.join(self.folder, "toancanhd.conf")],
            stdout=open(os.path.join(self.folder, "server.log"), "a"), stderr=subprocess.STDOUT)
        if wait:
            wait_for("the server", self.is_ready)

    def is_ready(self):
        assert self.server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(self.url + "/health/ready", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def stop(self):
        if not self.server:
            return
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(WAIT_S)
        self.server = None
        assert code == 0, f"the server ended with {code}"

    def kill(self):
        """As a power cut would, without the disk's part."""
        self.server.kill()
        self.server.wait()
        self.server = None

    def ctl_done(self, *words, text=None):
        return subprocess.run(
            [self.ctl_program, "--socket", self.socket, *words],
            input=text, capture_output=True, text=True, timeout=WAIT_S)

    def ctl(self, *words, text=None):
        done = self.ctl_done(*words, text=text)
        assert done.returncode == 0, f"toancanhctl {words}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def load(self, reports=False):
        """The demonstration province; reports: with those of its people and what was done."""
        self.ctl("province", "load", os.path.join(TOP, "data/province/haugiang"),
                 *(["--reports"] if reports else []))
        self.key = self.ctl("api-key", "add", "test")

    def add_desk(self, name, account, *invite):
        """name: as in desks.csv of the province; or a new one, with what its invitation needs"""
        self.ctl("account", "set-password", account, text=PASSWORD + "\n")
        desk = Operator(self, str(len(self.desks) + 1), account)
        desk.start()
        desk.enrol(self.ctl("desk", "invite", name, *invite).split()[-1])
        desk.sign_in()
        self.desks.append(desk)
        return desk

    # The citizen.

    def request(self, path, form=None, timeout=WAIT_S):
        data = urllib.parse.urlencode(form).encode() if form else None
        with urllib.request.urlopen(urllib.request.Request(self.open311 + path, data=data),
                                    timeout=timeout) as answer:
            return json.load(answer)

    def fetch(self, path):
        with urllib.request.urlopen(self.url + path, timeout=WAIT_S) as answer:
            return answer.read().decode()

    def report(self, text, **more):
        """Posts a report; its id as the server answered it."""
        form = {"api_key": self.key, "service_code": self.service(), "description": text,
                "lat": "9.7845", "long": "105.4701", **more}
        return self.request("/requests.json", form)[0]["service_request_id"]

    def service(self):
        if not hasattr(self, "_service"):
            self._service = self.request("/services.json")[0]["service_code"]
        return self._service

    def look(self, request_id):
        return self.request(f"/requests/{request_id}.json")[0]

    def status(self):
        return json.loads(self.ctl("--json", "status"))


def same_tables(*desks):
    """Whether desks that hold the same scopes hold the same rows, at the same place of the log."""
    digests = [desk.digest() for desk in desks]
    return all(one["lsn"] == digests[0]["lsn"] and one["scopes"] == digests[0]["scopes"]
               for one in digests) and digests[0]
