#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a stream whose certificate was told is had from nobody else, whomever the system trusts,
and its ticket goes nowhere else. Method: servers that speak TLS and nothing more, with certificates
made here; toancanh-tiles connects by play-tiles. Who is asked anything (the first line of RTSP) was
trusted. A certificate that the system trusts is put among those of the system in a namespace of its
own, where that can be had.

  test_tile_trust.py [--trusted]"""
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading

from tls_door import Certificate

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "base"))
from wait_limit import WAIT_S  # noqa: E402

BUILD = os.environ["TC_BUILD_DIR"]
TILES = os.path.join(BUILD, "src/media/toancanh-tiles")
PLAY = os.path.join(BUILD, "tests/media/play-tiles")
SYSTEM = "/etc/ssl/certs/ca-certificates.crt"
SECRET = "a-ticket"


class Server:
    """Shows a certificate, reads what it is asked, and hangs up."""

    def __init__(self, certificate):
        self.context = certificate.make_context()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.asked = []
        self.came = 0
        self.reused = False
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            self.came += 1
            connection.settimeout(WAIT_S)
            try:
                with self.context.wrap_socket(connection, server_side=True) as line:
                    self.reused |= line.session_reused
                    asked = line.recv(4096)
                    if asked:
                        self.asked.append(asked)
            except OSError:
                pass

    def get_address(self):
        return f"rtsps://localhost:{self.socket.getsockname()[1]}/1/sub"


def play(address, fingerprint, connects=1):
    """The state that a tile comes to, at the end of so many attempts."""
    process = subprocess.Popen([PLAY, TILES, "640", "360", "desk", SECRET, fingerprint, address],
                               text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    timer = threading.Timer(WAIT_S, process.kill)
    timer.start()
    state = None
    for line in process.stdout:
        said = json.loads(line)
        if said["event"] == "state" and said["cause"]:
            state = f"{said['state']}/{said['cause']}"
        if state and said["event"] == "figures" and said["tiles"][0]["connects"] >= connects:
            break
    timer.cancel()
    process.stdin.close()
    process.stdout.read()
    process.wait()
    return state


def check_untrusted(own, other):
    server = Server(own)
    state = play(server.get_address(), own.fingerprint, 3)
    assert len(server.asked) >= 2, (state, server.asked)
    assert state != "offline/certificate", state
    assert not server.reused, "a connection that was shown no certificate"
    server = Server(own)
    state = play(server.get_address(), other.fingerprint, 2)
    assert server.came > 0 and not server.asked, server.asked
    assert state == "offline/certificate", state
    server = Server(own)
    state = play(server.get_address(), "-")
    assert server.came > 0 and not server.asked, server.asked
    assert state == "offline/certificate", state
    # No fingerprint where nobody can show one.
    done = subprocess.run([PLAY, TILES, "640", "360", "-", "-", own.fingerprint,
                           "rtsp://localhost/1"], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    assert done.returncode != 0 and b"certificate" in done.stderr, done


def check_trusted(own, other):
    """The system trusts the one that is shown."""
    with open(SYSTEM, encoding="ascii") as file:
        kept = file.read()
    together = own.file + ".all"
    with open(own.file, encoding="ascii") as file, open(together, "w", encoding="ascii") as out:
        out.write(kept + file.read())
    subprocess.run(["mount", "--bind", together, SYSTEM], check=True)
    server = Server(own)
    state = play(server.get_address(), "-")
    assert server.asked, ("what the system trusts is trusted where no other was told", state)
    server = Server(own)
    state = play(server.get_address(), other.fingerprint)
    assert server.came > 0 and not server.asked, server.asked
    assert state == "offline/certificate", state


def main():
    with tempfile.TemporaryDirectory() as folder:
        own, other = Certificate(folder, "own"), Certificate(folder, "other")
        if sys.argv[1:] == ["--trusted"]:
            check_trusted(own, other)
            return
        check_untrusted(own, other)
    apart = ["unshare", "--map-root-user", "--mount"]
    tried = subprocess.run(apart + ["mount", "--bind", SYSTEM, SYSTEM], check=False,
                           capture_output=True)
    if tried.returncode == 0:
        subprocess.run(apart + [sys.executable, __file__, "--trusted"], check=True)
    else:
        print("not tried: a certificate that the system trusts (no namespace for that)")


if __name__ == "__main__":
    main()
