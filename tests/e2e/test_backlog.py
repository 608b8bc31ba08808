#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a herd that comes while the server looks elsewhere gets in. Method: the server is stopped
(SIGSTOP), so that it accepts nobody; connections are opened at once, all of which the system must
take into the queue of its socket; then it goes on, and each is answered.

  test_backlog.py"""
import select
import signal
import socket
import time

from province_rig import WAIT_S, Rig

CONNECTIONS = 300
REQUEST = b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def open_all(port):
    """Begins all at once; those that the system has taken in."""
    waiting = {}
    for _ in range(CONNECTIONS):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(("127.0.0.1", port))
        waiting[one.fileno()] = one
    poll = select.poll()
    for number in waiting:
        poll.register(number, select.POLLOUT)
    taken = []
    end = time.monotonic() + WAIT_S
    while waiting and time.monotonic() < end:
        for number, _ in poll.poll(1000):
            poll.unregister(number)
            one = waiting.pop(number)
            assert one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
            taken.append(one)
    assert not waiting, f"{len(waiting)} of {CONNECTIONS} connections were not taken in"
    return taken


def answer_of(one):
    one.setblocking(True)
    one.settimeout(WAIT_S)
    answer = b""
    while data := one.recv(4096):
        answer += data
    one.close()
    return answer


def main():
    with Rig() as rig:
        rig.start()
        rig.server.send_signal(signal.SIGSTOP)
        try:
            taken = open_all(rig.port)
            for one in taken:
                one.sendall(REQUEST)
        finally:
            rig.server.send_signal(signal.SIGCONT)
        for one in taken:
            answer = answer_of(one)
            assert answer.startswith(b"HTTP/1.1 200 "), answer[:200]
        print(f"{len(taken)} connections were opened while the server was stopped, and answered")


main()
