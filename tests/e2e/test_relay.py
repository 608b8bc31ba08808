#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a room behind a relay works with the province's server and without it. Method: the real
programs: server, relay, two desks behind the relay and one at the server. The relay's line goes
through a proxy, which cuts it for a while; the relay is killed, with operations and a photo of its
desks that the server hasn't seen. In the end all agree, each operation is in the
log once, and nobody has anything left to do."""
import hashlib
import json
import os
import signal
import socket
import subprocess
import threading
import urllib.error
import urllib.request

from province_rig import BUILD, Operator, PASSWORD, Rig, free_port, same_tables, wait_for

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
                far = socket.create_connection(("127.0.0.1", self.target), timeout=10)
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
        code = rig.ctl("desk", "invite", "Trạm Vị Thủy", "--agency", "ioc", "--roles", ROLES,
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
             "status"], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)["relay"]

    def wait_online(self, online=True):
        wait_for("the relay's server", lambda: self.status()["online"] == online)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0


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


def attach(rig, desk, incident, name):
    data = bytes.fromhex("ffd8ffe0") + os.urandom(3000)
    path = os.path.join(rig.folder, name)
    with open(path, "wb") as file:
        file.write(data)
    answer = desk.say("attach", incident, path)
    assert answer["ok"], answer
    return hashlib.sha256(data).hexdigest(), len(data)


def wait_photo(desk, incident, digest, size):
    def is_here():
        desk.say("view", digest, size)
        return any(one["hash"] == digest and one["state"] == "here"
                   for one in desk.say("files", incident)["files"])
    wait_for(f"desk {desk.name}: the photo", is_here)


def log_count(rig, name):
    return sum(1 for line in rig.ctl("log", "tail", "1000").splitlines() if name in line)


def run(rig, relay, cable):
    direct = rig.add_desk("Bàn 02 – Điều phối", "lan")
    a = add_desk_behind(rig, relay, "Bàn 03 – Điều phối", "minh")
    b = add_desk_behind(rig, relay, "Bàn 04 – Điều phối", "huong")
    report = rig.report("Cột điện nghiêng trước nhà")
    found = wait_for("the report behind the relay", lambda: (
        lambda r: r if r.get("found") else None)(a.say("report", report)))
    incident = found["incident"]
    assert a.status()["relay"] == "online" and direct.status()["relay"] == "none"
    assert a.do("incident.comment", incident_id=incident, text="qua trạm")["ok"]
    for desk in (a, b, direct):
        desk.wait_settled()
    wait_for("all agree", lambda: same_tables(a, b, direct))
    print("two desks behind the relay and one at the server agree")

    # Cut off: each sees what the other did, marked; the rest of the province doesn't.
    cable.pull()
    relay.wait_online(False)
    wait_for("the room knows", lambda: a.status()["relay"] == "cut" == b.status()["relay"])
    assert a.do("incident.comment", incident_id=incident, text="A lúc mất đường truyền")["ok"]
    wait_for("B sees it", lambda: b.status()["provisional"] == 1)
    assert b.do("incident.take", incident_id=incident)["ok"]
    wait_for("A sees it", lambda: a.status()["provisional"] == 1)
    assert direct.do("incident.comment", incident_id=incident, text="C nơi khác")["ok"]
    direct.wait_settled()
    assert relay.status()["queued"] == 2
    photo = attach(rig, a, incident, "a.jpg")
    wait_for("A's photo is at the relay", lambda: (
        lambda s: s["files_owed"] == 1 and s["queued"] == 3)(relay.status()))
    wait_for("A has sent it", lambda: a.say("unsent")["unsent"] == 0)
    print("cut off, the two see each other's work")

    # The relay dies with it, and a desk stops working for the day.
    relay.kill()
    relay.start()
    wait_for("B sees A's again", lambda: (
        lambda s: s["relay"] == "cut" and s["provisional"] == 2)(b.status()))
    assert relay.status()["queued"] == 3
    a.stop()
    cable.plug()
    relay.wait_online()
    wait_for("nothing waits at the relay", lambda: relay.status()["queued"] == 0)
    b.wait_settled()
    direct.wait_settled()
    wait_for("B and C agree", lambda: same_tables(b, direct))
    assert b.status()["provisional"] == 0
    wait_photo(direct, incident, *photo)
    wait_photo(b, incident, *photo)
    assert relay.status()["files_owed"] == 0
    wait_photo(b, incident, *attach(rig, direct, incident, "c.jpg"))
    print("what a desk made that is off now was carried up by a relay that was killed")
    a.start()
    a.wait_settled()
    wait_for("all agree", lambda: same_tables(a, b, direct))
    for desk in (a, b, direct):
        assert desk.status()["attention"] == 0, desk.status()
    assert log_count(rig, "incident.take") == 1


def main():
    with Rig() as rig:
        rig.start()
        rig.load()
        cable = Cable(rig.port)
        relay = Relay(rig, cable)
        relay.start()
        try:
            relay.wait_online()
            run(rig, relay, cable)
            for desk in rig.desks:
                desk.stop()
            relay.stop()
        finally:
            if relay.process.poll() is None:
                relay.kill()


main()
