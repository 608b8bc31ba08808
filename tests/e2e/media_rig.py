# SPDX-License-Identifier: GPL-3.0-or-later
"""A media host to test on: toancanh-media in a folder of its own, enrolled with a province whose
cameras are fake ones. Everything is on loopback, and everything that was started goes with it."""
import base64
import os
import shutil
import signal
import subprocess

from province_rig import BUILD, TOP, WAIT_S, free_port, wait_for

NAME = "Máy chủ hình ảnh 1"
ACCOUNT, SECRET = "camera", "mat-khau-thiet-bi-7"
RECORDER = "vithanh"


def load_with_cameras(rig, cameras):
    """The demonstration province, whose cameras are the ones that were started."""
    folder = os.path.join(rig.folder, "province")
    shutil.copytree(os.path.join(TOP, "data/province/haugiang"), folder)
    for name, port, now in (("cameras.csv", 8554, cameras.ready["rtsp"]),
                            ("camera-devices.csv", 8880, cameras.ready["http"])):
        before = f"127.0.0.1:{port}"
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        assert before in text, name
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(before, f"127.0.0.1:{now}"))
    rig.ctl("province", "load", folder)


class MediaHost:
    """The program, its configuration, and what a test asks of it."""

    def __init__(self, rig, name=NAME):
        self.rig, self.name = rig, name
        self.folder = os.path.join(rig.folder, "media")
        self.log = os.path.join(rig.folder, "media.log")
        self.port = free_port()
        self.process = None

    def enrol(self, *numbers, kbit=0):
        code = self.rig.ctl("desk", "invite", self.name, "--agency", "ioc", "--media")
        with open(os.path.join(self.rig.folder, "media.ini"), "w", encoding="utf-8") as file:
            file.write(f"[media]\nserver = {self.rig.url}\ncode = {code}\n"
                       f"data-dir = {self.folder}\n"
                       f"[listen]\naddress = 127.0.0.1\nport-first = {self.port}\n"
                       f"port-last = {self.port + 20}\n")
        self.set_kbit(kbit)
        self.rig.ctl("camera", "serve", self.name, *[str(number) for number in numbers])

    def set_kbit(self, kbit):
        """What its connection carries, from the next start on."""
        path = os.path.join(self.rig.folder, "media.ini")
        with open(path, encoding="utf-8") as file:
            text = file.read().split("[sending]")[0]
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{text}[sending]\nkbit = {kbit}\n")

    def record(self):
        """From the next start on; how full the disk of the test is doesn't matter. Gives where."""
        folder = os.path.join(self.rig.folder, "recordings")
        with open(os.path.join(self.rig.folder, "media.ini"), "a", encoding="utf-8") as file:
            file.write(f"[recordings]\nfolder = {folder}\nfree-mib = 1\n")
        return folder

    def start(self):
        self.process = subprocess.Popen(
            [os.path.join(BUILD, "src/server/toancanh-media"), "--print-ready", "--config",
             os.path.join(self.rig.folder, "media.ini")], stdout=subprocess.PIPE, text=True,
            stderr=open(self.log, "a"))
        line = self.process.stdout.readline()
        assert line.startswith("ready "), (line, self.read_log())
        return int(line.split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if not self.process:
            return
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(WAIT_S)
        self.process = None
        assert code == 0, f"the media host ended with {code}"

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def read_log(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def workers(self):
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(path, encoding="ascii") as file:
            return [int(pid) for pid in file.read().split()]


def count_connections(port):
    """Established ones to that port of loopback, from the connecting side."""
    remote, established = f"0100007F:{port:04X}", "01"
    with open("/proc/net/tcp", encoding="ascii") as file:
        rows = [line.split() for line in file.readlines()[1:]]
    return sum(row[2] == remote and row[3] == established for row in rows)


class Ticket:
    """What the server answered a desk."""

    def __init__(self, answer):
        assert answer["ok"], answer
        value = answer["value"]
        self.address, self.account = value["address"], value["account"]
        self.secret, self.until_us, self.ends_us = (value["secret"], value["until_us"],
                                                    value["ends_us"])
        self.profile = value["profile"]
        self.fingerprint = bytes(value["fingerprint"]).hex()

    def altered(self):
        """Another one by a bit."""
        data = bytearray(base64.urlsafe_b64decode(self.secret + "=" * (-len(self.secret) % 4)))
        data[10] ^= 1
        return base64.urlsafe_b64encode(bytes(data)).decode().rstrip("=")


def ask_ticket(desk, camera, profile="sub", use="live", **more):
    extra = "".join(f", '{key}': <int64 {value}>" for key, value in more.items())
    return desk.say("ask", "camera.ticket",
                    f"{{'camera': <int64 {camera}>, 'use': <'{use}'>, 'profile': <'{profile}'>"
                    f"{extra}}}")


def wait_ticket(desk, camera, profile="sub"):
    """As soon as its host is there."""
    return Ticket(wait_for("a ticket", lambda: (
        lambda answer: answer if answer["ok"] else None)(ask_ticket(desk, camera, profile))))
