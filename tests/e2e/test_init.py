#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: `toancanhctl init` makes a server and a province that work, asks again at each wrong
answer, can be left and gone on with, and never touches what is there. Method: the real programs,
driven by standard input and at a pseudo-terminal, in folders of the test's own."""
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time

from desktop_rig import find_locale
from province_rig import BUILD, PASSWORD, WAIT_S, wait_for
from setup_rig import CTL, Place

# So often, which finds what happens at every second time.
TOLD_TIMES = 8


def lines(*answers):
    return "".join(answer + "\n" for answer in answers)


def ask_everything(place):
    """Wrong answers first, for several questions; no password in any file; nothing is started."""
    done = place.init(text=lines(
        "Cà Mau", "X1", "H12", "", "relative", "", "", "0", str(place.port), "Lê Thị Mai",
        "Quản trị", "", "ngắn", PASSWORD, "", "Asia/Atlantis", "", "9", "", "99", "2", "", "y"))
    assert done.returncode == 0, done.stdout + done.stderr
    for sentence in ("letter H with two digits", "whole path of the folder", "from 1 to 65535",
                     "small letters without marks", "10 characters", "knows no time zone",
                     "none of the answers", "from 1 to 50"):
        assert f"  ! " in done.stdout and sentence in done.stdout, sentence
    assert "Nothing has been started" in done.stdout and not place.servers()
    config = place.read(place.config + "/toancanhd.conf")
    assert f"port = {place.port}\n" in config and f"data-dir = {place.data}\n" in config
    assert config.count("# ") > 20, "the comments are there"
    check = subprocess.run([CTL, "province", "check", place.config + "/province"],
                           capture_output=True, text=True)
    assert check.returncode == 0, check.stderr
    for folder, _, names in os.walk(place.home):
        for name in names:
            assert PASSWORD not in place.read(os.path.join(folder, name)), name
    print("asked, checked, written; nothing started")


def go_on_and_start(place):
    """What was left is gone on with: only the password is asked for, then all of it works."""
    done = place.init("--resume", "--start", text=lines(PASSWORD, "y"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 of 10" not in done.stdout and "6 of 10" in done.stdout
    codes = re.findall(r"^  (\S+-\S+-\S+)  (Bàn .*)$", done.stdout, re.M)
    assert [name for _, name in codes] == ["Bàn 01 – Trưởng ca", "Bàn 02 – Điều phối"], codes
    assert "quantri\tLê Thị Mai\ttrue" in place.ctl("account", "list")
    assert len(place.servers()) == 1
    again = place.init("--resume", "--start", text=lines(PASSWORD, "y"))
    assert again.returncode == 0, again.stdout + again.stderr
    assert len(place.servers()) == 1, "it isn't started twice"
    print("gone on with, started, desks invited")


def left_half_way(place):
    """After five questions at a terminal, in Vietnamese."""
    env = dict(place.env, LC_ALL=find_locale(), LANGUAGE="vi")
    child, terminal = pty.fork()
    if child == 0:
        os.execve(CTL, [CTL, "init", "--user"], env)
    seen = ""

    def expect(text):
        nonlocal seen
        end = time.monotonic() + WAIT_S
        while text not in seen:
            assert time.monotonic() < end, f"not seen: {text}\n{seen}"
            if select.select([terminal], [], [], 0.2)[0]:
                seen += os.read(terminal, 65536).decode(errors="replace")
        seen = seen[seen.index(text) + len(text):]

    for prompt, answer in (("Tên tỉnh", "Hậu Giang"), ("H30", "H30"), ("2/10", ""), ("3/10", ""),
                           ("4/10", "2"), ("Cổng", str(place.port)), ("địa chỉ", ""),
                           ("5/10", "1")):
        expect(prompt)
        os.write(terminal, (answer + "\n").encode())
    expect("6/10")
    # The password isn't shown, and is asked for twice.
    for prompt, typed in (("Họ và tên", "Lê Thị Mai"), ("Tài khoản", ""), ("Mật khẩu", PASSWORD),
                          ("Nhập lại", "khác-mật-khẩu"), ("không giống nhau", ""),
                          ("Mật khẩu", "")):
        expect(prompt)
        if typed or prompt == "Tài khoản":
            os.write(terminal, (typed + "\n").encode())
    assert PASSWORD not in seen
    os.write(terminal, b"\x03")
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    os.close(terminal)
    kept = place.read(place.config + "/setup.ini")
    assert "province-name=Hậu Giang" in kept and "certificate=self" in kept
    done = place.init("--resume", text=lines(PASSWORD, "", "", "", "", "", "y"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 of 10" not in done.stdout and "6 of 10" in done.stdout
    words = re.search(r"compare them:\n  ((?:[a-z]{5} ?){8})\n", done.stdout)
    assert words, done.stdout
    again = subprocess.run([CTL, "certificate", "words", place.config + "/tls.pem"],
                           capture_output=True, text=True)
    assert again.stdout.splitlines()[0] == words[1], again.stdout + again.stderr
    another_certificate(place, words[1])
    none = subprocess.run([CTL, "certificate", "words", place.config + "/setup.ini"],
                          capture_output=True, text=True)
    assert none.returncode == 1 and "no certificate" in none.stderr, none
    print("left after the fifth question at a terminal, gone on with; words", words[1])


def another_certificate(place, words):
    """As the page for administrators says, beside the data that the server keeps by then."""
    os.makedirs(place.data, exist_ok=True)
    with open(place.data + "/state.db", "wb") as file:
        file.write(b"a server's")
    for name in ("tls.pem", "tls.key"):
        os.unlink(os.path.join(place.config, name))
    done = place.init("--resume", text=lines(PASSWORD, "y"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert os.path.exists(place.config + "/tls.key") and words not in done.stdout, done.stdout
    with open(place.data + "/state.db", "rb") as file:
        assert file.read() == b"a server's"


def refuse(place, words, sentence, text=PASSWORD + "\n", **more):
    done = place.init(*words, text=text, **more)
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    assert sentence in done.stdout + done.stderr, (sentence, done.stdout, done.stderr)


def one_after_another():
    """On one processor, where who wakes doesn't interrupt who runs."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def told_to_end(place, server, first_line, command):
    """Told to end while the server starts, it doesn't leave that behind. The server tells it
    itself, at its first moment."""
    with open(server, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\n{first_line}\nkill -TERM $PPID\nwhile :; do sleep 1; done\n")
    done = subprocess.run(command, input=PASSWORD + "\n", text=True, capture_output=True,
                          env=place.env, preexec_fn=one_after_another)
    assert done.returncode == 128 + signal.SIGTERM, done
    wait_for("it is gone", lambda: not place.servers())


def bad_ends():
    with Place() as place:
        answers = place.write_answers(agencies="none")
        os.makedirs(place.config + "/province")
        refuse(place, ["--answers", answers], "is there already and is never overwritten")
        os.rmdir(place.config + "/province")
        with open(place.config + "/toancanhd.conf", "w", encoding="utf-8") as file:
            file.write("[server]\n")
        refuse(place, ["--answers", answers], "toancanhd.conf is there already")
        assert place.read(place.config + "/toancanhd.conf") == "[server]\n"
        os.unlink(place.config + "/toancanhd.conf")
        os.makedirs(place.data)
        open(place.data + "/state.db", "w", encoding="utf-8").close()
        refuse(place, ["--answers", answers], "A server's data is in this folder already")
        os.unlink(place.data + "/state.db")
        refuse(place, ["--answers", answers, "--start"], "10 characters", text="ngắn\n")
        refuse(place, ["--answers", place.home + "/none.ini"], "No such file")
        refuse(place, ["--answers", place.write_answers(nonsense="1")], "no such question")
    with Place() as place:
        # A program of ours that stands alone.
        os.makedirs(place.home + "/bin")
        alone = shutil.copy(CTL, place.home + "/bin/toancanhctl")
        library = place.env.get("LD_LIBRARY_PATH", "")
        place.env["LD_LIBRARY_PATH"] = library
        refuse(place, ["--answers", place.write_answers()], "toancanhd is not beside",
               program=alone)
        # A server that dies at its start: its log says why, and nothing is left running.
        os.makedirs(place.home + "/share/toancanh/province")
        os.symlink(os.path.realpath(BUILD + "/data/province/haugiang"),
                   place.home + "/share/toancanh/province/haugiang")
        server = place.home + "/bin/toancanhd"
        real = os.path.join(BUILD, "src/server/toancanhd")
        with open(server, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\n[ "$1" = --print-config ] && exec {real} "$@"\n'
                       "echo no room on the disk >&2\nexit 1\n")
        os.chmod(server, 0o755)
        answers = place.write_answers()
        refuse(place, ["--answers", answers, "--start"], "no room on the disk", program=alone)
        assert not place.servers()
        for _ in range(TOLD_TIMES):
            told_to_end(place, server, f'[ "$1" = --print-config ] && exec {real} "$@"',
                        [alone, "init", "--user", "--answers", answers, "--start"])
        # Mended, it is gone on with from there: what was written is known as ours.
        os.unlink(server)
        os.symlink(real, server)
        done = place.init("--answers", answers, "--start", text=PASSWORD + "\n", program=alone)
        assert done.returncode == 0, done.stdout + done.stderr
    print("each bad end says its sentence and leaves all as it was")


def not_writable():
    """As somebody who may not: root may write everywhere."""
    if os.geteuid() != 0:
        return
    with Place() as place:
        os.chmod(place.home, 0o777)
        answers = place.write_answers(data_folder="/var/lib/tc-nobody")
        os.chmod(answers, 0o666)
        done = subprocess.run(
            [CTL, "init", "--user", "--answers", answers], input=PASSWORD + "\n", text=True,
            capture_output=True, env=place.env, timeout=WAIT_S, user="nobody", group="nogroup")
        assert done.returncode == 1 and "Nothing can be written to /var/lib" in done.stderr, done
    print("a folder that can't be written is said")


def as_child(place):
    """As the desktop drives it: lines of JSON, the codes at the end."""
    done = place.init("--answers", place.write_answers(reach="network", agencies="demonstration"),
                      "--start", text=PASSWORD + "\n", options=["--json"])
    assert done.returncode == 0, done.stdout + done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum("progress" in line for line in said) >= 4, said
    end = said[-1]["done"]
    assert end["own_url"] == f"https://localhost:{place.port}" and end["ca"], end
    assert len(end["desks"]) == 3 and end["desks"][0]["code"], end
    # A desk without a screen comes in with what it was told, over TLS.
    print("by a file of answers, in JSON")


def by_certtool():
    """Where there is no openssl, GnuTLS makes the certificate."""
    certtool = shutil.which("certtool")
    if not certtool:
        print("no certtool here: not tried")
        return
    with Place() as place:
        os.makedirs(place.home + "/path")
        os.symlink(certtool, place.home + "/path/certtool")
        answers = place.write_answers(reach="network", host="server.example")
        path = place.env["PATH"]
        place.env["PATH"] = place.home + "/path"
        done = place.init("--answers", answers, text=PASSWORD + "\n")
        assert done.returncode == 0, done.stdout + done.stderr
        text = subprocess.run(["openssl", "x509", "-noout", "-text", "-in",
                               place.config + "/tls.pem"], capture_output=True, text=True,
                              env=dict(os.environ, PATH=path)).stdout
        assert "DNS:server.example" in text and "DNS:localhost" in text, text
        assert os.stat(place.config + "/tls.key").st_mode & 0o77 == 0
    with Place() as place:
        os.makedirs(place.home + "/path")
        place.env["PATH"] = place.home + "/path"
        refuse(place, ["--answers", place.write_answers(reach="network")], "openssl is needed")
    print("a certificate by certtool; without either it is said")


def for_the_system():
    """The files of a service of the system, in a folder to look at: key and certificate come by
    way of systemd, data and socket are systemd's."""
    if os.geteuid() != 0:
        return
    with Place() as place:
        folder = place.home + "/etc"
        answers = place.write_answers(reach="network", data_folder="/var/lib/toancanh")
        done = subprocess.run([CTL, "init", "--answers", answers, "--into", folder], text=True,
                              input=PASSWORD + "\n", capture_output=True, env=place.env)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "systemctl enable --now toancanhd" in done.stdout
        config = place.read(folder + "/toancanhd.conf")
        assert "data-dir = \n" in config and "admin-socket = \n" in config
        assert "\ndir = /var/lib/toancanh-backup\n" in config, "a backup each day"
        assert "certificate = /run/credentials/toancanhd.service/tls.pem\n" in config
        unit = place.read(folder + "/certificate.conf")
        assert f"LoadCredential=tls.key:{folder}/tls.key\n" in unit
        wrong = place.write_answers(data_folder=place.home + "/elsewhere")
        done = subprocess.run([CTL, "init", "--answers", wrong, "--into", place.home + "/b"],
                              text=True, input=PASSWORD + "\n", capture_output=True,
                              env=place.env)
        assert done.returncode == 1 and "may write to /var/lib/toancanh alone" in done.stderr, done
    print("the files of a service of the system")


def main():
    with Place() as place:
        ask_everything(place)
        go_on_and_start(place)
    with Place() as place:
        left_half_way(place)
    with Place() as place:
        as_child(place)
    bad_ends()
    not_writable()
    by_certtool()
    for_the_system()


main()
