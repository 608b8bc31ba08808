# SPDX-License-Identifier: GPL-3.0-or-later
"""A computer on which nothing is set up: folders of its own, in which `toancanhctl init` is tried.
What it started goes with it."""
import os
import shutil
import signal
import subprocess
import tempfile

from province_rig import BUILD, WAIT_S, free_port, wait_for

CTL = os.path.join(BUILD, "src/tools/toancanhctl")


class Place:
    """A computer on which nothing is set up."""

    def __init__(self):
        self.home = tempfile.mkdtemp(prefix="tc-init-")
        self.env = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en", HOME=self.home,
                        XDG_CONFIG_HOME=self.home + "/config", XDG_DATA_HOME=self.home + "/data",
                        TC_LOCALE_DIR=os.path.join(BUILD, "po"))
        self.config = self.home + "/config/toancanh"
        self.data = self.home + "/data/toancanh-server"
        self.port = free_port()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        for pid in self.servers():
            os.kill(pid, signal.SIGTERM)
        wait_for("servers end", lambda: not self.servers())
        shutil.rmtree(self.home)

    def servers(self):
        found = subprocess.run(["pgrep", "-f", f"toancanhd --config={self.home}/config"],
                               capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]

    def init(self, *words, text="", program=CTL, options=()):
        return subprocess.run([program, *options, "init", "--user", *words], input=text,
                              text=True, capture_output=True, env=self.env, timeout=WAIT_S)

    def ctl(self, *words):
        done = subprocess.run([CTL, "--socket", self.data + "/admin.sock", *words], text=True,
                              capture_output=True, env=self.env, timeout=WAIT_S)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write_answers(self, **more):
        answers = {"province-name": "Cà Mau", "province-code": "H12", "admin-name": "Lê Thị Mai",
                   "port": str(self.port), **{k.replace("_", "-"): v for k, v in more.items()}}
        path = self.home + "/answers.ini"
        with open(path, "w", encoding="utf-8") as file:
            file.write("[answers]\n" + "".join(f"{k}={v}\n" for k, v in answers.items()))
        return path

    def read(self, path):
        with open(path, encoding="utf-8") as file:
            return file.read()
