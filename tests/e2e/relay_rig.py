# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay on a rig, and the cable between it and the server, which can be pulled."""
import json
import os
import signal
import socket
import subprocess
import threading
import urllib.error
import urllib.request

from province_rig import BUILD, PASSWORD, WAIT_S, Operator, free_port, wait_for

RELAY_NAME = "Trạm Vị Thủy"
ROLES = "dispatcher,supervisor,officer,counter,analyst,administrator"


class Cable:
    """Between relay and server: a port that passes everything on, until it is pulled."""

    def __init__(self, port):
        self.target, self.whole, self.open = port, True, []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            near, _ = self.listener.accept()
            if not self.whole:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=WAIT_S)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            self.open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=[one, other], daemon=True).start()

    @staticmethod
    def _pass(one, other):
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def pull(self):
        self.whole = False
        for end in self.open:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.open = []

    def plug(self):
        self.whole = True


class Relay:
    def __init__(self, rig, cable):
        self.rig, self.process = rig, None
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = os.path.join(rig.folder, "relay")
        os.makedirs(self.folder, mode=0o700)
        self.socket = os.path.join(self.folder, "admin.sock")
        self.config = os.path.join(rig.folder, "relay.conf")
        code = rig.ctl("desk", "invite", RELAY_NAME, "--agency", "ioc", "--roles", ROLES,
                       "--relay").split()[-1]
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f"[server]\ndata-dir={self.folder}\nadmin-socket={self.socket}\n"
                       f"[listen]\naddress=127.0.0.1\nport={self.port}\n"
                       f"[relay]\nserver=http://127.0.0.1:{cable.port}\ncode={code}\n")

    def start(self):
        self.process = subprocess.Popen(
            [os.path.join(BUILD, "src/server/toancanhd"), "--config=" + self.config],
            stdout=open(os.path.join(self.rig.folder, "relay.log"), "a"), stderr=subprocess.STDOUT)
        wait_for("the relay", self.is_ready)

    def is_ready(self):
        assert self.process.poll() is None, "the relay ended"
        try:
            with urllib.request.urlopen(self.url + "/health/ready", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def status(self):
        done = subprocess.run(
            [os.path.join(BUILD, "src/tools/toancanhctl"), "--socket", self.socket, "--json",
             "status"], capture_output=True, text=True, timeout=WAIT_S)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)["relay"]

    def wait_online(self, online=True):
        wait_for("the relay's server", lambda: self.status()["online"] == online)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(WAIT_S) == 0


def add_desk_behind(rig, relay, name, account):
    rig.ctl("account", "set-password", account, text=PASSWORD + "\n")
    desk = Operator(rig, str(len(rig.desks) + 1), account)
    desk.start()
    rig.desks.append(desk)
    code = rig.ctl("desk", "invite", name).split()[-1]
    answer = desk.say("enrol", relay.url, code)
    assert answer["ok"], answer
    desk.wait_online()
    desk.sign_in()
    return desk
