#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: whoever may not read something gets no byte of it, by whatever door; and once a grant has
ended nothing is left of it on the desk's disk. Method: the real programs; words that occur nowhere
else; desks that lie on the line (knocker), HTTP by hand, the terminal, another user. Each attempt
is a line of the table that is printed, with what came of it; beside the refusals stand controls,
which the same door lets in.

  test_doors.py"""
import hashlib
import json
import os
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

from knocker_rig import heard, knock, token_of
from province_rig import PASSWORD, WAIT_S, Rig, wait_for
from relay_rig import RELAY_NAME, ROLES, Cable, Relay, add_desk_behind

NAME, PHONE = "Xyzzyplover", "0977 000 777"
TEXT = "Chuyện chỉ trung tâm biết plugh"
PICTURE = b"%PDF-1.4\n" + b"khong ai khac duoc xem" + os.urandom(60000)
OFFICER = "csgt1"
SUPERVISOR, ADMINISTRATOR, COUNTER = "truongca", "quantri2", "tiep"
HASH = hashlib.sha256(PICTURE).hexdigest()


class Table:
    """What was tried and what came of it."""

    def __init__(self):
        self.rows, self.failed = [], 0

    def add(self, door, who, what, good, came):
        self.rows.append((door, who, what, "ok" if good else "OPEN", came))
        self.failed += not good

    def show(self):
        for row in self.rows:
            print("| {:9} | {:10} | {:58} | {:4} | {} |".format(*row))
        print(f"{len(self.rows)} attempts, {self.failed} doors open")
        return self.failed


# ---- doors ----

def secrets_in(data):
    """Which of what may not be seen is in these bytes."""
    words = {"name": NAME, "phone": PHONE, "text": TEXT}
    return [key for key, word in words.items() if word.encode() in data] + (
        ["picture"] if PICTURE[:26] in data else [])


def get(rig, path, token=None, method="GET", data=None):
    """Status and body."""
    request = urllib.request.Request(rig.url + path, method=method, data=data)
    if token:
        request.add_header("Authorization", "Bearer " + token)
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def raw_get(rig, path, token=None):
    """As it stands, without a client that tidies paths."""
    with socket.create_connection(("127.0.0.1", rig.port), timeout=WAIT_S) as line:
        head = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        line.sendall((head + (f"Authorization: Bearer {token}\r\n" if token else "") +
                      "\r\n").encode())
        got = b""
        while piece := line.recv(65536):
            got += piece
    return int(got.split(b" ", 2)[1]), got


def code_of(messages):
    return next((one["code"] for one in messages if "code" in one), None)


def ask_admin(rig, **question):
    """A question on the administration socket; its answer, whatever it is."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(rig.socket)
        line.sendall(json.dumps(question).encode() + b"\n")
        return json.loads(line.makefile().readline())


def operate(rig, name, **args):
    answer = ask_admin(rig, do="operate", name=name, args=args)
    assert answer["ok"], answer


def server_ids(rig, table, column):
    """Of rows of the common scope: ids by a column."""
    rows, after = {}, "0"
    while True:
        page = ask_admin(rig, do="rows", table=table, columns=["id", column], after=after)["rows"]
        if not page:
            return rows
        rows.update({row[1]: row[0] for row in page})
        after = page[-1][0]


def files_of(folder):
    """Of a program that runs, too: what goes meanwhile is left out."""
    for path, _, names in os.walk(folder):
        for name in names:
            whole = os.path.join(path, name)
            if not os.path.isfile(whole):
                continue
            try:
                with open(whole, "rb") as file:
                    data = file.read()
            except FileNotFoundError:
                continue
            yield whole, data


# ---- the room ----

class Room:
    """A dispatcher, who reads all; a counter, who doesn't read reporters; a unit's officer. And a
    desk that all but the officer share, and an administrator, who reads neither."""

    def __init__(self, rig):
        self.rig = rig
        self.full = rig.add_desk("Bàn 02 – Điều phối", "lan")
        self.counter = rig.add_desk("Một cửa phường Vị Thanh", "tiep")
        self.officer = rig.add_desk("Trực Đội CSGT số 1", OFFICER)
        self.shared = rig.add_desk("Bàn 01 – Trưởng ca", SUPERVISOR)
        self.taking = rig.add_desk("Bàn 05 – Tổng đài 1022", "lan")
        desks = {one["name"]: int(one["id"]) for one in
                 json.loads(rig.ctl("--json", "desk", "list"))["desks"]}
        self.numbers = {"full": desks["Bàn 02 – Điều phối"],
                        "counter": desks["Một cửa phường Vị Thanh"],
                        "officer": desks["Trực Đội CSGT số 1"],
                        "shared": desks["Bàn 01 – Trưởng ca"]}
        self.scopes = {}
        self.report = self.incident = None

    def fill(self):
        rig = self.rig
        self.report = rig.report(TEXT, first_name="Bí", last_name=NAME, phone=PHONE)
        found = wait_for("the report", lambda: (
            lambda r: r if r.get("found") else None)(self.full.say("report", self.report)))
        self.incident, self.code = found["incident"], found["code"]
        path = os.path.join(rig.folder, "picture.pdf")
        with open(path, "wb") as file:
            file.write(PICTURE)
        assert self.full.say("attach", self.incident, path)["ok"]
        wait_for("the file is there", lambda: os.path.exists(
            os.path.join(rig.data_dir, "files", HASH[:2], HASH[2:])))
        for desk in rig.desks:
            desk.wait_settled()
        # What a person types at a desk stays there: the one who typed it knows it.
        self.scopes = server_ids(rig, "scope", "kind")


def is_name_known(room):
    """That what is looked for can be found where it may be."""
    room.full.stop()
    found = set()
    for _, data in files_of(room.full.folder):
        found |= set(secrets_in(data))
    room.full.start()
    room.full.wait_online()
    return found


# ---- attempts ----

def try_line(rig, room, table):
    head = json.loads(rig.fetch("/log/head"))
    place = (head["log"], head["epoch"], head["lsn"], head["link"])
    for who, desk, wants in (("counter", room.counter, ["common", "incidents", "reporters"]),
                             ("officer", room.officer, ["common", "incidents", "reporters"])):
        desk.stop()
        replica = room.numbers[who]
        scopes = sorted(int(room.scopes[kind]) for kind in wants)
        process = knock(rig, desk, "held", replica, *place, *scopes, wait=False)
        time.sleep(1)
        rig.report(TEXT, first_name="Bí", last_name=NAME, phone=PHONE)
        messages, came = heard(process, os.path.join(rig.folder, "came"))
        told = next(one["scopes"] for one in messages if one["came"] == "welcome")
        forbidden = [secret for secret in secrets_in(came)
                     if who == "officer" or secret != "text"]
        table.add("line", who, "says that it holds " + ", ".join(wants), not forbidden and
                  int(room.scopes["reporters"]) not in told, f"holds {len(told)} scopes")
        messages, came = knock(rig, desk, "hello", room.numbers["full"])
        table.add("line", who, "greets as the dispatcher's desk",
                  code_of(messages) == "line.signature" and not secrets_in(came),
                  code_of(messages))
        messages, came = knock(rig, desk, "before", replica, "http-token")
        table.add("line", who, "asks before it has greeted",
                  code_of(messages) == "line.order" and not secrets_in(came), code_of(messages))
        messages, came = knock(rig, desk, "ask", replica, "rows")
        table.add("line", who, "asks a question that there isn't",
                  code_of(messages) == "question.unknown" and
                  not set(secrets_in(came)) - {"text"}, code_of(messages))
        messages, came = knock(rig, desk, "operation", replica, room.numbers["full"],
                               "reporter.open")
        table.add("line", who, "operation as the dispatcher's desk",
                  code_of(messages) == "line.signature", code_of(messages))
        desk.start()
        desk.wait_online()


def try_operations(rig, room, table):
    cases = [("counter", room.counter, "reporter.open",
              {"report_id": room.report, "reason": "tò mò"}),
             ("counter", room.counter, "incident.take", {"incident_id": room.incident}),
             ("counter", room.counter, "staff.deactivate", {"staff_id": "1"}),
             ("officer", room.officer, "incident.take", {"incident_id": room.incident}),
             ("officer", room.officer, "reporter.open",
              {"report_id": room.report, "reason": "tò mò"})]
    for desk in (room.counter, room.officer):
        desk.sign_in()
    for who, desk, name, args in cases:
        answer = desk.do(name, **args)
        table.add("operation", who, name, answer.get("refused") == "people.not-allowed",
                  answer.get("refused") or answer)


def try_snapshots(rig, room, table):
    """Names that were offered to another; guessed ones; without a token."""
    for desk in (room.full, room.counter, room.officer):
        desk.stop()
    offered, tokens = {}, {}
    for who, desk in (("full", room.full), ("counter", room.counter), ("officer", room.officer)):
        messages, _ = knock(rig, desk, "anew", room.numbers[who])
        offered[who] = next((one["files"] for one in messages if one["came"] == "snapshot"), {})
        tokens[who] = token_of(rig, desk, room.numbers[who])
    reporters = offered["full"][room.scopes["reporters"]]
    status, _ = get(rig, "/sync/snapshot/" + reporters, tokens["full"])
    table.add("snapshot", "dispatcher", "control: its own, of reporters", status == 200, status)
    for who in ("counter", "officer"):
        hidden = [name for scope, name in offered["full"].items() if scope not in offered[who]]
        for name in hidden:
            status, body = get(rig, "/sync/snapshot/" + name, tokens[who])
            table.add("snapshot", who, f"one that was offered to the dispatcher ({name})",
                      status == 404 and not secrets_in(body), status)
    for name in ("3-1-1.snap", "../state.db", "..%2fstate.db", "%2e%2e/secrets.db", "", "."):
        status, body = raw_get(rig, "/sync/snapshot/" + name, tokens["counter"])
        table.add("snapshot", "counter", f"a guessed name: {name!r}",
                  status in (400, 404) and not secrets_in(body), status)
    for token, what in ((None, "without a token"), ("0" * 64, "with a token of nobody")):
        status, body = get(rig, "/sync/snapshot/" + reporters, token)
        table.add("snapshot", "stranger", what, status == 401 and not secrets_in(body), status)
    return reporters, tokens


def head(rig, digest, token):
    """Status and what is told of an upload."""
    request = urllib.request.Request(f"{rig.url}/files/{digest}", method="HEAD",
                                     headers={"Authorization": "Bearer " + token})
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            return answer.status, answer.headers["Upload-Offset"]
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Upload-Offset"]


def patch(rig, digest, token, data, length):
    """An upload from its beginning on; what became of it."""
    request = urllib.request.Request(
        f"{rig.url}/files/{digest}", method="PATCH", data=data,
        headers={"Authorization": "Bearer " + token, "Upload-Offset": "0",
                 "Upload-Length": str(length)})
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def try_file_heads(rig, table, tokens):
    """Whether the server has a file that somebody may not read."""
    nothing = hashlib.sha256(os.urandom(8)).hexdigest()
    coming = os.urandom(3000)
    digest = hashlib.sha256(coming).hexdigest()
    table.add("files", "dispatcher", "control: HEAD of the picture",
              head(rig, HASH, tokens["full"])[0] == 200, head(rig, HASH, tokens["full"]))
    patch(rig, digest, tokens["full"], coming[:1000], len(coming))
    table.add("files", "dispatcher", "control: HEAD of what comes from it",
              head(rig, digest, tokens["full"]) == (404, "1000"),
              head(rig, digest, tokens["full"]))
    none = head(rig, nothing, tokens["officer"])
    for what, one in (("the picture", HASH), ("what comes from another", digest)):
        came = head(rig, one, tokens["officer"])
        table.add("files", "officer", f"HEAD of {what}: as of what there isn't",
                  came == none == (404, "0"), came)
    came = [patch(rig, one, tokens["officer"], b"x" * 100, 100) for one in (HASH, nothing)]
    table.add("files", "officer", "sends the picture: as of what there isn't",
              came == [422, 422], came)
    status, body = get(rig, "/files/" + HASH, tokens["full"])
    table.add("files", "dispatcher", "control: the picture is what it was",
              status == 200 and body == PICTURE, status)


def try_files(rig, room, table, tokens):
    status, body = get(rig, "/files/" + HASH, tokens["full"])
    table.add("files", "dispatcher", "control: the picture", status == 200 and body == PICTURE,
              status)
    status, body = get(rig, "/files/" + HASH, tokens["officer"])
    table.add("files", "officer", "the picture of an incident of others",
              status == 404 and not secrets_in(body), status)
    try_file_heads(rig, table, tokens)
    for token, what in ((None, "without a token"), ("0" * 64, "with a token of nobody")):
        status, body = get(rig, "/files/" + HASH, token)
        table.add("files", "stranger", what, status == 401 and not secrets_in(body), status)
    for name in ("../state.db", "..%2f..%2fserver.key", HASH[:2] + "/" + HASH[2:], "part/" + HASH):
        status, body = raw_get(rig, "/files/" + name, tokens["officer"])
        table.add("files", "officer", f"a guessed name: {name[:40]!r}",
                  status in (400, 404) and not secrets_in(body), status)


def try_open311(rig, room, table):
    paths = [f"/requests/{room.report}.json", f"/requests/{room.report}.xml", "/requests.json",
             "/requests.xml", f"/requests/{room.report}.json?extensions=true",
             "/requests.json?extensions=true&account_id=x",
             f"/requests/{room.report}.json?api_key=" + rig.key]
    for path in paths:
        status, body = get(rig, "/open311/v2" + path)
        found = [one for one in secrets_in(body) if one != "text"]
        table.add("open311", "citizen", path.replace(rig.key, "KEY")[:58], not found,
                  f"{status}, {len(body)} bytes")
    for path in ("/open311/v2/../../log/../sync/snapshot/", "/open311/v2/requests/0.json"):
        status, body = raw_get(rig, path)
        table.add("open311", "citizen", path, status in (400, 401, 404), status)


def try_search(rig, room, table):
    """A desk searches in its own index: what isn't in its files can't be found."""
    for who, desk, allowed in (("counter", room.counter, {"text", "picture"}),
                               ("officer", room.officer, set())):
        found = set()
        for _, data in files_of(desk.folder):
            found |= set(secrets_in(data))
        table.add("search", who, "replica, index, outbox and files, as raw bytes",
                  not found - allowed, sorted(found - allowed) or "nothing")


def sees(desk, room):
    """What somebody at a desk finds of the incident, by each way there is to look."""
    code = room.code
    ways = {"queue": desk.say("queue")["count"], "text": desk.say("search", "biết plugh")["count"],
            "name": desk.say("search", NAME)["count"], "phone": desk.say("search", PHONE)["count"],
            "typed code": desk.say("search", code)["count"], "code": desk.incident(code)["found"],
            "report": desk.say("report", room.report)["found"],
            "files": len(desk.say("files", room.incident)["files"]),
            "history": desk.say("count", "incident_event")["count"],
            "journal": desk.say("count", "journal_entry")["count"],
            "reporters": desk.say("count", "reporter")["count"]}
    return {way for way, n in ways.items() if n}


def sign_in_as(rig, desk, account):
    rig.ctl("account", "set-password", account, text=PASSWORD + "\n")
    answer = desk.say("sign-in", account, PASSWORD)
    assert answer["ok"], answer


def try_shared_desk(rig, room, table):
    """People with different rights at one desk: each finds what that person may read, from the
    moment of signing in, though the desk has it all."""
    everything = {"queue", "text", "name", "phone", "typed code", "code", "report", "files",
                  "history", "journal", "reporters"}
    shared, taking = room.shared, room.taking
    sign_in_as(rig, shared, SUPERVISOR)
    answer = shared.do("journal.add", entry_id=shared.say("id")["id"], kind="observation",
                       text=TEXT)
    assert answer["ok"], answer
    wait_for("the index", lambda: "phone" in sees(shared, room))
    for account, may in ((SUPERVISOR, everything), (ADMINISTRATOR, set()),
                         (SUPERVISOR, everything)):
        sign_in_as(rig, shared, account)
        found = sees(shared, room)
        table.add("search", account, "at a desk that is shared: list, search, code, files",
                  found == may, ", ".join(sorted(found)) or "nothing")
    shared.say("sign-out")
    sign_in_as(rig, shared, ADMINISTRATOR)
    found = sees(shared, room)
    table.add("search", ADMINISTRATOR, "likewise, after another has signed out", not found,
              ", ".join(sorted(found)) or "nothing")
    sign_in_as(rig, taking, COUNTER)
    wait_for("the index", lambda: "text" in sees(taking, room))
    found = sees(taking, room)
    table.add("search", COUNTER, "at a desk that is shared: reporters by name and number",
              found >= {"queue", "text", "code"} and not found & {"name", "phone", "reporters"},
              ", ".join(sorted(found)))


def kinds_held(desk):
    db = sqlite3.connect(f"file:{desk.folder}/replica.db?mode=ro", uri=True)
    try:
        return {kind for kind, in db.execute("SELECT kind FROM held_scope")}
    finally:
        db.close()


def try_shared_tray(rig, room, table):
    """What was refused to one says what that one saw: it isn't told to who may not read it."""
    shared, full = room.shared, room.full
    sign_in_as(rig, shared, SUPERVISOR)
    rig.stop()
    assert shared.do("incident.take", incident_id=room.incident)["ok"]
    shared.stop()
    rig.start()
    full.wait_online()
    full.sign_in()
    assert full.do("incident.take", incident_id=room.incident)["ok"]
    full.wait_settled()
    shared.start()
    wait_for("it is refused", lambda: shared.status()["attention"] == 1)
    for account, n in ((ADMINISTRATOR, 0), ("phoca", 1), (SUPERVISOR, 1)):
        sign_in_as(rig, shared, account)
        tray = shared.say("tray")["tray"]
        table.add("tray", account, "what was refused to another at a desk that is shared",
                  len(tray) == n, f"{len(tray)} entries")
    sign_in_as(rig, shared, ADMINISTRATOR)
    roles = server_ids(rig, "role", "code")
    for code in ("supervisor", "dispatcher"):
        operate(rig, "desk.deny-role", desk_id=room.numbers["shared"], role_id=roles[code])
    wait_for("the desk wipes", lambda: "incidents" not in kinds_held(shared))
    tray = shared.say("tray")["tray"]
    table.add("tray", ADMINISTRATOR, "likewise, after the desk has lost what it is about",
              not tray, f"{len(tray)} entries")


def try_stick(rig, room, table):
    """What is carried to the dispatcher's desk is of no use to another, nor to who finds it."""
    folder = os.path.join(rig.folder, "usb")
    os.mkdir(folder)
    path = rig.ctl("snapshot", "export", "--desk", "Bàn 02 – Điều phối", folder)
    with open(path, "rb") as file:
        found = secrets_in(file.read())
    table.add("stick", "stranger", "the raw bytes of what is carried to the dispatcher's desk",
              not found, found or "nothing")
    for who, desk in (("counter", room.counter), ("officer", room.officer)):
        answer = desk.say("load-stick", path)
        table.add("stick", who, "loads what is carried to the dispatcher's desk",
                  answer.get("refused") == "stick.other-desk", answer.get("refused"))


def try_terminal(rig, room, table):
    folder = os.path.join(rig.folder, "all")
    rig.ctl("export", folder)
    found = set()
    for _, data in files_of(folder):
        found |= set(secrets_in(data))
    table.add("export", "admin", "everything, without a reason",
              not found & {"name", "phone"},
              sorted(found & {"name", "phone"}) or "nothing personal")
    begun = ask_admin(rig, do="export-begin")
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(rig.socket)
        talk = line.makefile("rw")
        for question in ({"do": "export-begin"}, {"do": "export-rows", "table": "reporters"}):
            if question["do"] == "export-rows":
                question["export"] = answer.get("export", "0")
            talk.write(json.dumps(question) + "\n")
            talk.flush()
            answer = json.loads(talk.readline())
    table.add("export", "admin", "the table of reporters, without a reason", not answer["ok"],
              answer.get("error", "")[:60])
    assert begun
    path = os.path.join(rig.folder, "one.bundle")
    done = rig.ctl_done("audit", "export", room.incident, path)
    table.add("export", "admin", "an incident's history, without a reason",
              done.returncode == 2 and not os.path.exists(path), f"exit {done.returncode}")
    answer = ask_admin(rig, do="rows", table="reporter", columns=["id", "name"], after="0")
    table.add("terminal", "admin", "rows of reporters", not answer.get("rows"),
              answer.get("error", "nothing")[:60])
    try_other_user(rig, table)


def ask_as_nobody(path):
    """How many bytes another user gets from the socket."""
    child = os.fork()
    if child == 0:
        came = 0
        try:
            os.setgid(65534)
            os.setuid(65534)
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(10)
                line.connect(path)
                line.sendall(b'{"do":"accounts"}\n')
                came = min(len(line.recv(1000)), 100)
        except OSError:
            pass
        os._exit(came)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def try_other_user(rig, table):
    if os.getuid() != 0:
        print("the attempt of another user is left out: only root can be one")
        return
    os.chmod(rig.folder, 0o755)
    os.chmod(rig.data_dir, 0o755)
    os.chmod(rig.socket, 0o666)
    came = ask_as_nobody(rig.socket)
    table.add("terminal", "nobody", "the socket by another user, even with rights on the file",
              came == 0, f"{came} bytes")
    os.chmod(rig.data_dir, 0o700)
    for name in ("state.db", "secrets.db", "server.key"):
        done = subprocess.run(["cat", os.path.join(rig.data_dir, name)], user="nobody",
                              capture_output=True, timeout=WAIT_S)
        table.add("disk", "nobody", name, done.returncode != 0 and not done.stdout,
                  f"exit {done.returncode}")


# ---- a grant ends ----

def take_reporters(rig, room, table, reporters, tokens):
    """The dispatchers may read reporters no more: at once by each door, and on the disk."""
    room.full.start()
    room.full.wait_online()
    assert room.full.say("count", "reporter")["count"] > 0
    role = server_ids(rig, "role", "code")["dispatcher"]
    operate(rig, "role.unread", role_id=role, kind="reporters")
    status, body = get(rig, "/sync/snapshot/" + reporters, tokens["full"])
    table.add("snapshot", "dispatcher", "again, after the grant ended, with the token of before",
              status == 404 and not secrets_in(body), status)
    wait_for("the desk wipes", lambda: room.full.say("count", "reporter")["count"] == 0)
    room.full.wait_settled()
    found = set()
    for path, data in files_of(room.full.folder):
        found |= {f"{one} in {os.path.basename(path)}" for one in secrets_in(data)
                  if one in ("name", "phone")}
    table.add("wipe", "dispatcher", "reporters, in the raw bytes of all files, while it runs",
              not found, sorted(found) or "nothing")


def leave_open(desk):
    """A copy of the picture as it stands while another program shows it."""
    folder = os.path.join(desk.folder, "files", "open", HASH[:16])
    os.makedirs(folder)
    with open(os.path.join(folder, "picture.pdf"), "wb") as file:
        file.write(PICTURE)


def take_all(rig, room, table, tokens):
    """The desk may no longer be worked at by dispatchers: incidents and their pictures go too,
    also what another program was given."""
    leave_open(room.full)
    role = server_ids(rig, "role", "code")["dispatcher"]
    operate(rig, "desk.deny-role", desk_id=room.numbers["full"], role_id=role)
    status, body = get(rig, "/files/" + HASH, tokens["full"])
    table.add("files", "dispatcher", "the picture, after the role was denied at the desk",
              status == 404 and not secrets_in(body), status)
    wait_for("the desk wipes", lambda: room.full.say("count", "incident")["count"] == 0)
    room.full.wait_settled()
    wait_for("the picture goes by itself", lambda: not os.path.exists(
        os.path.join(room.full.folder, "files", HASH[:2], HASH[2:])))
    found = wait_wiped(room.full.folder)
    table.add("wipe", "dispatcher", "all of it, in the raw bytes of all files, while it runs",
              not found, sorted(found) or "nothing")


def wait_wiped(folder):
    """What is left in the end: rows go first, then what the file still has of them."""
    end = time.monotonic() + WAIT_S
    while True:
        found = {f"{one} in {os.path.basename(path)}" for path, data in files_of(folder)
                 for one in secrets_in(data)}
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.1)


def revoke(rig, room, table, tokens):
    rig.ctl("desk", "revoke", str(room.numbers["counter"]))
    status, body = get(rig, "/files/" + HASH, tokens["counter"])
    table.add("files", "counter", "with a token of before, after the desk was revoked",
              status == 401 and not secrets_in(body), status)
    wait_for("the desk wipes", lambda: room.counter.say("count", "agency")["count"] == 0)
    # Its rows are gone first, then its file is written anew.
    wait_for("the file is clean", lambda: not any(
        secrets_in(data) for path, data in files_of(room.counter.folder)
        if os.path.basename(path).startswith("replica.db")))
    wait_for("the picture goes by itself", lambda: not os.path.exists(
        os.path.join(room.counter.folder, "files", HASH[:2], HASH[2:])))
    found = wait_wiped(room.counter.folder)
    table.add("wipe", "counter", "all of it, in the raw bytes, after the desk was revoked",
              not found, sorted(found) or "nothing")
    room.counter.stop()
    messages, came = knock(rig, room.counter, "anew", room.numbers["counter"])
    table.add("line", "counter", "greets after the desk was revoked",
              code_of(messages) == "line.desk-unknown" and not secrets_in(came), code_of(messages))


# ---- a relay's right ends ----

def attach_behind(rig, room, desk, name):
    """Another picture, by a desk behind the relay; where it stands in a folder of files."""
    data = PICTURE + name.encode()
    path = os.path.join(rig.folder, name + ".pdf")
    with open(path, "wb") as file:
        file.write(data)
    assert desk.say("attach", room.incident, path)["ok"]
    digest = hashlib.sha256(data).hexdigest()
    return os.path.join("files", digest[:2], digest[2:])


def set_roles(rig, number, operation):
    roles = server_ids(rig, "role", "code")
    for code in ROLES.split(","):
        operate(rig, operation, desk_id=number, role_id=roles[code])


def fill_relay(rig, room, relay, desk, name):
    wait_for("the report behind the relay", lambda: desk.say("report", room.report)["found"])
    place = attach_behind(rig, room, desk, name)
    for folder in (relay.folder, rig.data_dir):
        wait_for("the picture", lambda there=folder: os.path.exists(os.path.join(there, place)))
    desk.wait_settled()


def try_relay(rig, room, table):
    """What a relay held goes with its roles, and with its right also what waited there."""
    cable = Cable(rig.port)
    relay = Relay(rig, cable)
    relay.start()
    relay.wait_online()
    desk = add_desk_behind(rig, relay, "Bàn 03 – Điều phối", "minh")
    number = next(int(one["id"]) for one in rig.status()["desk_list"]
                  if one["name"] == RELAY_NAME)
    fill_relay(rig, room, relay, desk, "one")
    found = {one for _, data in files_of(relay.folder) for one in secrets_in(data)}
    table.add("control", "relay", "what is looked for is found in its files",
              found == {"name", "phone", "text", "picture"}, sorted(found))
    set_roles(rig, number, "desk.deny-role")
    found = wait_wiped(relay.folder)
    table.add("wipe", "relay", "all of it, in the raw bytes, after its roles were denied",
              not found, sorted(found) or "nothing")
    set_roles(rig, number, "desk.allow-role")
    relay.wait_online()
    fill_relay(rig, room, relay, desk, "two")
    cable.pull()
    relay.wait_online(False)
    attach_behind(rig, room, desk, "three")
    answer = desk.do("journal.add", entry_id=desk.say("id")["id"], kind="observation", text=TEXT)
    assert answer["ok"], answer
    wait_for("it waits at the relay", lambda: relay.status()["files_owed"] == 1 and
             relay.status()["queued"] == 2)
    rig.ctl("desk", "revoke", str(number))
    cable.plug()
    wait_for("the relay is turned away",
             lambda: relay.status()["turned_away"] == "line.desk-unknown")
    found = wait_wiped(relay.folder)
    table.add("wipe", "relay", "all of it and what waited, after the relay was revoked",
              not found, sorted(found) or "nothing")
    status = relay.status()
    table.add("wipe", "relay", "what it says then of what waits there",
              not status["queued"] and not status["files_owed"], "nothing")
    table.add("control", "dispatcher", "what waited there is still at its desk",
              desk.status()["pending"] == 2, desk.status()["pending"])
    desk.stop()
    relay.stop()


def main():
    table = Table()
    with Rig() as rig:
        rig.start()
        rig.load()
        room = Room(rig)
        room.fill()
        rig.stop()
        rig.start()
        for desk in rig.desks:
            desk.wait_settled()
        known = is_name_known(room)
        table.add("control", "dispatcher", "what is looked for is found in its own files",
                  known == {"name", "phone", "text", "picture"}, sorted(known))
        try_line(rig, room, table)
        try_operations(rig, room, table)
        try_open311(rig, room, table)
        try_terminal(rig, room, table)
        try_stick(rig, room, table)
        try_search(rig, room, table)
        try_shared_desk(rig, room, table)
        try_shared_tray(rig, room, table)
        reporters, tokens = try_snapshots(rig, room, table)
        try_files(rig, room, table, tokens)
        try_relay(rig, room, table)
        take_reporters(rig, room, table, reporters, tokens)
        take_all(rig, room, table, tokens)
        room.counter.start()
        revoke(rig, room, table, tokens)
        assert table.show() == 0


if __name__ == "__main__":
    main()
