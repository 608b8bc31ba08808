# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with as many desks as are wanted, made at once (bench-stage.c), and the load maker's
commands against it. Everything is on loopback and goes with the block."""
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from province_rig import BUILD, free_port, wait_for  # noqa: E402

LOAD = os.path.join(BUILD, "tests/bench/bench-sync")
SERVER = os.path.join(BUILD, "src/server/toancanhd")


def call(*words):
    done = subprocess.run([*map(str, words)], stdout=subprocess.PIPE, text=True, timeout=300,
                          check=True)
    found = json.loads(done.stdout)
    assert not found.get("missing"), f"{words}: {found}"
    return found


def run(*words):
    return call(LOAD, *words)


def end(process):
    out, _ = process.communicate("end\n", timeout=120)
    assert process.returncode == 0
    return json.loads(out)


class Stage:
    """A data directory with desks and incidents, and a server on it while one is wanted."""

    def __init__(self, desks):
        self.folder = tempfile.mkdtemp(prefix="tc-sync-")
        self.data = os.path.join(self.folder, "data")
        self.server = None
        os.mkdir(self.data, mode=0o700)
        run("stage", self.data, desks)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.kill()
            self.server.wait()
        if not os.environ.get("TC_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, port=None):
        self.port = port or free_port()
        config = os.path.join(self.folder, "toancanhd.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"[server]\ndata-dir={self.data}\n[listen]\naddress=127.0.0.1\n"
                       f"port={self.port}\n[limits]\nconnections-per-address=8192\n")
        self.server = subprocess.Popen(
            [SERVER, "--config=" + config],
            stdout=open(os.path.join(self.folder, "server.log"), "a"), stderr=subprocess.STDOUT)
        wait_for("the server", self.listens)

    def listens(self):
        assert self.server.poll() is None, "the server ended"
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True

    @contextlib.contextmanager
    def serving(self):
        self.start()
        yield self
        self.stop()

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        assert self.server.wait(60) == 0, "the server did not end well"
        self.server = None

    def kill(self):
        self.server.kill()
        self.server.wait()

    def resident(self):
        with open(f"/proc/{self.server.pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024

    def begin(self, *words):
        """A command that goes on until it is spoken to."""
        process = subprocess.Popen([LOAD, *map(str, words)], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n", words
        return process


