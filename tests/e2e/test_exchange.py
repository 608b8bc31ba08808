#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: one file of a province comes in alone as it would with its province, in what form offices
write it, and nothing of a faulty one; and everything goes out in open formats as of one position,
without who reported unless a reason is on record, and can be brought in elsewhere. Method: the real
server with the demonstration, files as spreadsheets save them, and what the server holds."""
import csv
import hashlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time

from province_rig import BUILD, TOP, WAIT_S, Rig, wait_for

PROVINCE = os.path.join(TOP, "data/province/haugiang")


def run(rig, *words):
    return subprocess.run(
        [os.path.join(BUILD, "src/tools/toancanhctl"), "--socket", rig.socket, *words],
        capture_output=True, text=True, timeout=WAIT_S)


def query(rig, sql, *values):
    with sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True) as db:
        return db.execute(sql, values).fetchall()


def write(rig, name, text, encoding="utf-8"):
    path = os.path.join(rig.folder, name)
    with open(path, "wb") as file:
        file.write(text.encode(encoding))
    return path


def check_same(rig):
    """The province's own files change nothing."""
    for what, name in (("people", "staff"), ("desks", "desks"), ("agencies", "agencies"),
                       ("areas", "areas"), ("streets", "streets")):
        before = rig.status()["lsn"]
        said = rig.ctl("import", what, os.path.join(PROVINCE, name + ".csv"))
        assert said.startswith("0 added, 0 changed, "), (what, said)
        assert rig.status()["lsn"] == before


def list_posts(rig, account):
    return query(rig, "SELECT r.code FROM post AS p JOIN staff AS s ON s.id = p.staff_id JOIN role"
                      " AS r ON r.id = p.role_id WHERE s.account = '" + account + "' AND"
                      " p.valid_to_us IS NULL ORDER BY r.code")


def import_rights(rig):
    """Who is named has the posts of the line alone, and a desk its roles; empty posts stay."""
    for posts, left in (("dispatcher@ioc;counter@ioc", ["counter", "dispatcher"]),
                        ("counter@ioc", ["counter"]), ("", ["counter"])):
        people = write(rig, "posts.csv", "account,name,title,phone,active,posts\n"
                                         f"binh.moi,Trần Bình,,,1,{posts}\n")
        rig.ctl("import", "people", people)
        assert list_posts(rig, "binh.moi") == [(code,) for code in left], (posts, left)
    for roles in ("dispatcher;counter", "counter"):
        desks = write(rig, "desks.csv", f"name,agency,roles\nBàn mới,ioc,{roles}\n")
        rig.ctl("import", "desks", desks)
        listed = json.loads(rig.ctl("--json", "desk", "list"))["desks"]
        assert [one["roles"] for one in listed if one["name"] == "Bàn mới"] == [
            roles.replace(";", ",")], listed
    assert rig.ctl("import", "desks", desks) == "0 added, 0 changed, 1 as they were"


def import_states(rig):
    """Words of the office; a line without any takes them back."""
    states = write(rig, "states.csv", "state,name_vi,name_en\nworking,đơn vị đang làm,in hand\n"
                                      "forwarded,đã chuyển ngành dọc,\n")
    assert rig.ctl("import", "states", states) == "2 added, 0 changed, 0 as they were"
    assert rig.ctl("import", "states", states) == "0 added, 0 changed, 2 as they were"
    states = write(rig, "states.csv", "state,name_vi,name_en\nforwarded,,\n")
    assert rig.ctl("import", "states", states) == "0 added, 1 changed, 0 as they were"
    assert query(rig, "SELECT state, name_vi, name_en FROM state_name ORDER BY state") == [
        ("forwarded", None, None), ("working", "đơn vị đang làm", "in hand")]


def check_office(rig):
    """UTF-16 with semicolons and CRLF, days as DD/MM/YYYY, rows without text, marks apart."""
    path = write(rig, "units.csv",
                 "code;kind;name_vi;name_en;parent;valid_from\r\n"
                 "doi-moi;team;Đội mơ\u0301i;New team;so-xd;1/7/2025\r\n"
                 "to-moi;team;Tổ mới;New crew;doi-moi;02/07/2025\r\n;;;;;\r\n", "utf-16")
    seen = rig.ctl("import", "agencies", path, "--dry-run")
    assert seen == ("units.csv:2:1\tadded\tdoi-moi\nunits.csv:3:1\tadded\tto-moi\n"
                    "2 added, 0 changed, 0 as they were: nothing was done yet"), seen
    assert not query(rig, "SELECT 1 FROM agency WHERE code = 'doi-moi'")
    assert rig.ctl("import", "agencies", path) == "2 added, 0 changed, 0 as they were"
    assert rig.ctl("import", "agencies", path) == "0 added, 0 changed, 2 as they were"
    assert json.loads(rig.ctl("--json", "import", "agencies", path, "--dry-run")) == {
        "added": 0, "changed": 0, "left": 2, "done": False}
    assert query(rig, "SELECT below.name_vi, above.code, below.valid_from_us FROM agency AS below"
                      " JOIN agency AS above ON above.id = below.parent_id WHERE below.code IN"
                      " ('doi-moi', 'to-moi') ORDER BY below.code") == [
        ("Đội mới", "so-xd", 1751302800000000), ("Tổ mới", "doi-moi", 1751389200000000)]
    people = write(rig, "people.csv", "\ufeffaccount\tname\ttitle\tphone\tactive\tposts\r\n"
                                      "lan\tLê Thị Ngọc Lan\tTổ trưởng\t\t1\tdispatcher@ioc\r\n"
                                      "binh.moi\tTrần Bình\t\t\t1\tdispatcher@ioc\r\n")
    assert rig.ctl("import", "people", people) == "1 added, 1 changed, 0 as they were"
    assert rig.ctl("import", "people", people) == "0 added, 0 changed, 2 as they were"
    assert query(rig, "SELECT title FROM staff WHERE account = 'lan'") == [("Tổ trưởng",)]
    import_rights(rig)
    streets = write(rig, "streets.csv", "code,kind,name,area,lat,lon\n"
                                        "duong-moi,street,Đường mới,31321,9.78,105.47\n")
    assert rig.ctl("import", "streets", streets) == "1 added, 0 changed, 0 as they were"
    before = query(rig, "SELECT count(*) FROM field_term")[0][0]
    levels = write(rig, "levels.csv", "field,priority,take_minutes,resolve_minutes,basis\n"
                                      "giaothong.den,urgent,3,90,QĐ 12\n")
    assert rig.ctl("import", "levels", levels, "--dry-run").startswith("levels.csv:2:1\tchanged")
    assert rig.ctl("import", "levels", levels) == "0 added, 1 changed, 0 as they were"
    assert rig.ctl("import", "levels", levels) == "0 added, 0 changed, 1 as they were"
    # The one before stays, ended where the new one begins.
    assert query(rig, "SELECT count(*) FROM field_term")[0][0] == before + 1
    assert query(rig, "SELECT t.take_minutes, t.minutes, t.soon_percent, t.basis, (SELECT count(*)"
                      " FROM field_term AS o WHERE o.field_id = t.field_id AND o.priority ="
                      " t.priority AND o.valid_to_us = t.valid_from_us) FROM field_term AS t WHERE"
                      " basis = 'QĐ 12'") == [(3, 90, 20, "QĐ 12", 1)]
    answers = write(rig, "answers.csv", "code,field,state,language,name,text,active\n"
                                        "chung.xong,,resolved,vi,Xong,{unit} đã xong {code}.,1\n"
                                        "den.moi,giaothong.den,,vi,Mới,Đã thay đèn.,1\n")
    assert rig.ctl("import", "answers", answers) == "1 added, 1 changed, 0 as they were"
    assert rig.ctl("import", "answers", answers) == "0 added, 0 changed, 2 as they were"
    boats = write(rig, "resources.csv", "name,kind,count\nÁo phao,supplies,500\nXuồng,boat,3\n")
    assert rig.ctl("import", "resources", boats) == "1 added, 1 changed, 0 as they were"
    assert query(rig, "SELECT name, count FROM resource WHERE name IN ('Áo phao', 'Xuồng')"
                 " ORDER BY name") == [("Xuồng", 3), ("Áo phao", 500)]
    assert query(rig, "SELECT t.name, t.state, f.code FROM answer_template AS t LEFT JOIN field AS"
                      " f ON f.id = t.field_id WHERE t.code IN ('chung.xong', 'den.moi') ORDER BY"
                      " t.code") == [("Xong", "resolved", None), ("Mới", None, "giaothong.den")]
    rules = write(rig, "escalations.csv", "code,priority,minutes,role\n"
                                          "gap,medium,15,supervisor\nmoi,low,90,supervisor\n")
    assert rig.ctl("import", "escalations", rules) == "1 added, 1 changed, 0 as they were"
    assert rig.ctl("import", "escalations", rules) == "0 added, 0 changed, 2 as they were"
    assert query(rig, "SELECT a.code, a.priority, a.minutes, r.code, a.active FROM alarm_rule AS a"
                      " JOIN role AS r ON r.id = a.role_id WHERE a.code IN ('gap', 'moi')"
                      " ORDER BY a.code") == [("gap", "medium", 15, "supervisor", 1),
                                              ("moi", "low", 90, "supervisor", 1)]
    import_states(rig)
    import_cameras(rig)
    set_sound(rig)
    old = write(rig, "old.csv", "code,kind,name,area,lat,lon\n"
                                "duong-cu,street,Phýõng,31321,9.78,105.47\n", "latin-1")
    assert rig.ctl("import", "streets", old, "--encoding", "windows-1258", "--dry-run").startswith(
        "old.csv:2:1\tadded\tduong-cu\n1 added")


def import_cameras(rig):
    """A device, a camera on it and its group; what a line leaves empty stays, and what a file has
    no column for."""
    devices = write(rig, "devices.csv", "code,name,kind,account\ncong,Camera cổng,camera,xem\n")
    assert rig.ctl("import", "camera-devices", devices) == "1 added, 0 changed, 0 as they were"
    head = "number,code,name,kind,agency,area,restricted,masks,device,channel,main\n"
    cameras = write(rig, "cameras.csv", head + '900,cong,Cổng,fixed,ioc,31321,1,"0,0,9,9",cong,,'
                                               "rtsp://10.0.0.9/1\n"
                                               "901,san,Sân,fixed,ioc,31321,,,vithanh,40,\n")
    assert rig.ctl("import", "cameras", cameras) == "2 added, 0 changed, 0 as they were"
    assert rig.ctl("import", "cameras", cameras) == "0 added, 0 changed, 2 as they were"
    cameras = write(rig, "cameras.csv", "number,code,name,kind,agency\n902,cong,Cổng,ptz,ioc\n")
    assert rig.ctl("import", "cameras", cameras) == "0 added, 1 changed, 0 as they were"
    groups = write(rig, "groups.csv", "code,name,cameras,roles\n"
                                      "cong-so,Công sở,san;cong,counter\n")
    assert rig.ctl("import", "camera-groups", groups) == "1 added, 0 changed, 0 as they were"
    assert rig.ctl("import", "camera-groups", groups) == "0 added, 0 changed, 1 as they were"
    empty = write(rig, "groups.csv", "code,name,cameras\nrong,Chưa có camera,\n")
    assert rig.ctl("import", "camera-groups", empty) == "1 added, 0 changed, 0 as they were"
    assert rig.ctl("import", "camera-groups", empty) == "0 added, 0 changed, 1 as they were"
    groups = write(rig, "groups.csv", "code,name,cameras\ncong-so,Trụ sở,san;cong\n")
    assert rig.ctl("import", "camera-groups", groups) == "0 added, 1 changed, 0 as they were"
    assert query(rig, "SELECT r.code FROM camera_group_role AS g JOIN role AS r ON r.id ="
                      " g.role_id JOIN camera_group AS c ON c.id = g.group_id WHERE c.code ="
                      " 'cong-so'") == [("counter",)]
    assert query(rig, "SELECT c.number, c.kind, c.restricted, a.code, c.masks, d.code, s.address"
                      " FROM camera AS c JOIN area AS a ON a.id = c.area_id JOIN camera_line AS l"
                      " ON l.id = c.id JOIN camera_device AS d ON d.id = l.device_id JOIN"
                      " camera_stream AS s ON s.camera_id = c.id WHERE c.code = 'cong'") == [
        (902, "ptz", 1, "31321", "0,0,9,9", "cong", "rtsp://10.0.0.9/1")]
    cameras = write(rig, "cameras.csv", "number,code,name,kind,agency,restricted\n"
                                        "902,cong,Cổng,ptz,ioc,0\n")
    assert rig.ctl("import", "cameras", cameras) == "0 added, 1 changed, 0 as they were"
    assert query(rig, "SELECT restricted, scope FROM camera WHERE code = 'cong'") == [(0, 4)]
    assert query(rig, "SELECT c.code FROM camera_member AS m JOIN camera AS c ON c.id ="
                      " m.camera_id JOIN camera_group AS g ON g.id = m.group_id WHERE g.code ="
                      " 'cong-so' ORDER BY m.rank") == [("san",), ("cong",)]


def set_sound(rig):
    """By hand, and again from what was exported."""
    said = "SELECT sound, sound_reason FROM camera WHERE number = 901"
    rig.ctl("camera", "sound", "901", "off", "Phòng tiếp dân")
    assert query(rig, said) == [(0, "Phòng tiếp dân")]
    folder = os.path.join(rig.folder, "sounds")
    rig.ctl("export", folder)
    line, = (line for line in read_csv(folder, "cameras.csv") if line["number"] == "901")
    assert (line["sound"], line["sound_reason"]) == ("0", "Phòng tiếp dân"), line
    rig.ctl("camera", "sound", "901", "default", "Hết tiếp dân")
    assert query(rig, said) == [(None, "Hết tiếp dân")]
    again = rig.ctl("import", "cameras", os.path.join(folder, "cameras.csv"))
    assert " 1 changed" in again, again
    assert query(rig, said) == [(0, "Phòng tiếp dân")]
    for words in (("901", "loud", "x"), ("901", "on"), ("0", "on", "x"), ("901", "on", "")):
        assert run(rig, "camera", "sound", *words).returncode == 2, words
    missing = run(rig, "camera", "sound", "9000", "on", "x")
    assert "there is no camera of that number" in missing.stderr, missing


FAULTY = [
    ("cameras", "number,code,name,kind,agency,sound\n1,x,x,fixed,ioc,1\n",
     "a.csv:2:17: sound: sound and sound_reason are told together"),
    ("cameras", "number,code,name,kind,agency,main\n1,x,x,fixed,ioc,rtsp://a:b@c/\n",
     "a.csv:2:17: main: must be rtsp://HOST[:PORT][/PATH], without a name or password"),
    ("camera-devices", "code,name,kind,address\nx,x,recorder,http://a:b@c/\n",
     "a.csv:2:14: address: must be http://HOST[:PORT][/PATH], without a name or password"),
    ("camera-groups", "code,name,cameras\nx,x,nothing\n",
     'a.csv:2:5: cameras: "nothing" does not stand in this file or on the server'),
    ("states", "state,name_vi,name_en\nsent,đã gửi,\n",
     'a.csv:2:1: state: "sent" is none of new, accepted, assigned, dispatched, acknowledged, '
     'working, waiting, forwarded, scheduled, resolved, published, closed, rejected, redirected, '
     'merged'),
    ("escalations", "code,priority,minutes,role\nx,low,0,supervisor\n",
     'a.csv:2:7: minutes: must be 1 at least'),
    ("escalations", "code,priority,minutes,role\nx,low,5,chief\n",
     'a.csv:2:9: role: "chief" does not stand in this file or on the server'),
    ("agencies", "code,kind,name_vi,name_en,parent,valid_from\nd,team,x,y,nobody,2025-07-01\n",
     'a.csv:2:12: parent: "nobody" does not stand in this file or on the server'),
    ("agencies", "code,kind,name_vi,name_en,parent,valid_from\nd,team,x,y,so-xd,01/07/2020\n",
     'a.csv:2:12: parent: "so-xd" is not in force as long as what this line says'),
    ("agencies", "code,kind,name_vi,name_en,parent,valid_from\nd,team,x,y,so-xd,31/02/2026\n",
     'a.csv:2:18: valid_from: "2026-02-31" is no date YYYY-MM-DD or DD/MM/YYYY of the calendar'),
    ("agencies", "code,kind,name_vi,name_en,valid_from,valid_to,successor\n"
                 "d,team,x,y,2025-07-01,2025-08-01,haugiang\n",
     'a.csv:2:34: successor: "haugiang" is not in force on the day after valid_to'),
    ("people", "account,name,active,posts\nlan,Lan,1,clerk@ioc\n",
     'a.csv:2:11: posts: the role "clerk" does not stand in this file or on the server'),
    ("people", "account,name,active,posts\nlan,Lan,1,dispatcher@nowhere\n",
     'a.csv:2:11: posts: the agency "nowhere" does not stand in this file or on the server'),
    ("answers", "code,language,name,text\nx,vi,x,{ten}\n",
     'a.csv:2:8: text: {ten} is no word that is filled in'),
    ("levels", "field,priority,resolve_minutes\nkhong.co,urgent,90\n",
     'a.csv:2:1: field: "khong.co" does not stand in this file or on the server'),
    ("streets", "code,kind,name,area,lat,lon\ns,street,x,99999,9.78,105.47\n",
     'a.csv:2:12: area: "99999" does not stand in this file or on the server'),
    ("streets", "code,kind,name,area,lat,lon,colour\n",
     'a.csv:1:29: there is no column "colour" in this file'),
    ("streets", "", "a.csv:1:1: the file is empty"),
]


def check_faulty(rig):
    before = rig.status()["lsn"]
    for what, text, expected in FAULTY:
        done = run(rig, "import", what, write(rig, "a.csv", text))
        assert done.returncode == 1 and done.stdout == "", done
        assert done.stderr == expected + "\ntoancanhctl: nothing was imported\n", done.stderr
    bytes_of_old = write(rig, "a.csv", "code\nPhýõng\n", "latin-1")
    done = run(rig, "import", "streets", bytes_of_old)
    assert done.stderr.startswith("a.csv:2:1: this file is not UTF-8; it looks like Windows-1258"
                                  ), done
    assert run(rig, "import", "people").returncode == 2
    assert rig.status()["lsn"] == before


def read_csv(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_folder(folder):
    """The manifest, once every file is what the sums say and no other is there."""
    sums = {}
    with open(os.path.join(folder, "SHA256SUMS"), encoding="ascii") as file:
        for line in file:
            digest, name = line.rstrip("\n").split("  ", 1)
            sums[name] = digest
    found = set()
    for path, _, names in os.walk(folder):
        for name in names:
            whole = os.path.join(path, name)
            with open(whole, "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            name = os.path.relpath(whole, folder)
            if name != "SHA256SUMS":
                assert sums[name] == digest, name
                found.add(name)
    assert found == set(sums), found ^ set(sums)
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    for one in manifest["files"]:
        if one["name"].endswith(".csv"):
            assert len(read_csv(folder, one["name"])) == one["rows"], one
    return manifest


def read_log(folder):
    with open(os.path.join(folder, "log.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def holds(folder, text):
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), "rb") as file:
                if text.encode() in file.read():
                    return os.path.join(path, name)
    return None


def check_export(rig):
    rig.ctl("province", "load", "--reports", PROVINCE)
    folder = os.path.join(rig.folder, "all")
    # Whose bytes are there; it is an operation of the server's own.
    wait_for("photos are read", lambda: query(
        rig, "SELECT count(*) FROM attachment WHERE kind = 'stripped'")[0][0] == query(
            rig, "SELECT count(*) FROM attachment WHERE kind = 'original' AND media_type LIKE"
            " 'image/%'")[0][0])
    lsn = rig.status()["lsn"]
    assert rig.ctl("export", folder) == f"{folder}: as of LSN {lsn}"
    manifest = read_folder(folder)
    assert (manifest["lsn"], manifest["personal"], manifest["reason"]) == (lsn, False, None)
    assert [int(one["lsn"]) for one in read_log(folder)] == list(range(1, lsn + 1))
    incidents = read_csv(folder, "incidents.csv")
    rows = query(rig, "SELECT id, code, received_us, lat_e7 FROM incident ORDER BY id")
    assert [(int(one["id"]), one["code"]) for one in incidents] == [row[:2] for row in rows]
    for one, row in zip(incidents, rows):
        assert time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(row[2] // 1000000)) == \
            one["received"][:19], one
        assert (round(float(one["lat"]) * 1e7) if one["lat"] else None) == row[3], one
    with open(os.path.join(folder, "incidents.geojson"), encoding="utf-8") as file:
        features = json.load(file)["features"]
    assert len(features) == len([one for one in incidents if one["lat"]])
    assert features[0]["geometry"]["coordinates"] == [
        float(incidents[0]["lon"]), float(incidents[0]["lat"])]
    assert features[0]["properties"]["field_vi"] == incidents[0]["field_vi"]
    for table, name in (("report", "reports"), ("incident_event", "history"), ("answer", "answers"),
                        ("dispatch", "dispatches"), ("attachment", "attachments")):
        assert len(read_csv(folder, name + ".csv")) == query(
            rig, f"SELECT count(*) FROM {table}")[0][0], table
    again = run(rig, "export", folder)
    assert again.returncode == 1 and "is there already" in again.stderr
    some = os.path.join(rig.folder, "some")
    assert json.loads(rig.ctl("--json", "export", some, "--what", "incidents,log", "--since",
                              "2999-01-01")) == {"dir": some, "lsn": lsn}
    assert sorted(one["name"] for one in read_folder(some)["files"]) == [
        "incidents.csv", "incidents.geojson", "log.jsonl"]
    assert read_csv(some, "incidents.csv") == [] and read_log(some) == []


# What is exported under another name, or within another file, or holds nothing of its own.
ELSEWHERE = {"agency": "agencies", "area": "areas", "street": "streets", "staff": "people",
             "post": "posts", "role": "roles", "role_capability": "roles", "role_scope": "roles",
             "desk": "desks", "desk_role": "desks", "session": "sessions", "shift": "shifts",
             "duty": "duties", "vehicle": "vehicles", "unit_place": "unit-places",
             "field": "fields", "field_term": "terms", "responsibility": "responsibilities",
             "incident": "incidents", "report": "reports", "incident_event": "history",
             "attachment": "attachments", "answer": "answers", "incident_link": "links",
             "dispatch": "dispatches", "task": "dispatches", "task_message": "task-messages",
             "reporter": "reporters",
             "reporter_access": "reporter-accesses", "answer_template": "templates",
             "alarm_rule": "escalations", "state_name": "states",
             "alarm_mark": "alarm-marks", "alarm_text": "alarm-texts",
             "alarm_suppression": "quiet-plans", "journal_entry": "journal",
             "journal_follow_up": "journal-follow-ups", "hand_over": "hand-overs",
             "big_event": "big-events", "big_event_member": "big-event-members",
             "big_event_figure": "big-event-figures", "big_event_check": "big-event-checks",
             "quick_report": "quick-reports", "resource": "resources",
             "resource_hold": "resource-holds", "camera": "cameras", "camera_line": "cameras",
             "camera_stream": "cameras", "camera_device": "camera-devices",
             "camera_group": "camera-groups", "camera_member": "camera-groups",
             "camera_group_role": "camera-groups", "camera_status": "camera-states",
             "camera_fault": "camera-faults", "camera_opening": "camera-openings",
             "wall_layout": "wall-layouts"}
# What stands within the lines of another table.
WITHIN = {"role_capability", "role_scope", "desk_role", "task", "street", "camera_line",
          "camera_stream", "camera_member", "camera_group_role", "camera_status"}
# Purges and saved lists stand in the log, which is exported with its arguments.
NOT_EXPORTED = {"province", "scope", "place_stamp", "code_block", "purge", "purged_operation",
                "saved_filter"}


def check_complete(rig):
    """No table is forgotten, and each file holds what its table does."""
    tables = {row[0] for row in query(rig, "SELECT name FROM replicated")}
    assert tables == set(ELSEWHERE) | NOT_EXPORTED, tables ^ (set(ELSEWHERE) | NOT_EXPORTED)
    folder = os.path.join(rig.folder, "all")
    for table, name in ELSEWHERE.items():
        if name.startswith("reporter") or name == "camera-devices" or table in WITHIN:
            continue
        assert len(read_csv(folder, name + ".csv")) == query(
            rig, f"SELECT count(*) FROM {table}")[0][0], table
    for what, name in (("answers", "templates"), ("resources", "resources"),
                       ("escalations", "escalations"), ("states", "states"),
                       ("cameras", "cameras"),
                       ("camera-groups", "camera-groups")):
        assert rig.ctl("import", what, os.path.join(folder, name + ".csv")).startswith(
            "0 added, 0 changed, "), what
    with open(os.path.join(PROVINCE, "roles.csv"), encoding="utf-8", newline="") as file:
        for role in csv.DictReader(file):
            found = next(one for one in read_csv(folder, "roles.csv")
                         if one["code"] == role["code"])
            assert set(found["capabilities"].split(";")) == set(role["capabilities"].split(";"))
    with open(os.path.join(PROVINCE, "roster.csv"), encoding="utf-8", newline="") as file:
        starts = {row["valid_from"] for row in csv.DictReader(file)}
    assert {one["valid_from"] for one in read_csv(folder, "duties.csv")} <= starts


def check_personal(rig):
    name, phone = query(rig, "SELECT name, phone FROM reporter WHERE phone IS NOT NULL AND name IS"
                             " NOT NULL LIMIT 1")[0]
    found = holds(os.path.join(rig.folder, "all"), phone)
    assert not found, found
    assert not os.path.exists(os.path.join(rig.folder, "all", "reporters.csv"))
    for way in ("rtsp://", "/onvif/"):
        assert not holds(os.path.join(rig.folder, "all"), way), way
    folder = os.path.join(rig.folder, "personal")
    for words in (["--personal"], ["--reason", "x"], ["--what", "reporters"], ["--what", "wrong"],
                  ["--since", "yesterday"]):
        assert run(rig, "export", folder, *words).returncode == 2, words
    lsn = rig.status()["lsn"]
    rig.ctl("export", folder, "--personal", "--reason", "Thanh tra số 12")
    manifest = read_folder(folder)
    assert (manifest["lsn"], manifest["reason"]) == (lsn + 1, "Thanh tra số 12")
    assert {"name": name, "phone": phone}.items() <= next(
        one for one in read_csv(folder, "reporters.csv") if one["phone"] == phone).items()
    assert read_log(folder)[-1]["operation"] == "reporter.export"
    assert read_log(folder)[-1]["args"] == {"reason": "Thanh tra số 12"}
    assert read_csv(folder, "reporter-accesses.csv")[-1]["kind"] == "exported"
    assert any(phone in json.dumps(one, ensure_ascii=False) for one in read_log(folder))
    assert any("rtsp://" in json.dumps(one) for one in read_log(folder))
    for what, name in (("camera-devices", "camera-devices"), ("cameras", "camera-lines")):
        assert rig.ctl("import", what, os.path.join(folder, name + ".csv")).startswith(
            "0 added, 0 changed, "), what
    hashes = {one["hash"] for one in read_csv(folder, "attachments.csv")}
    assert hashes and set(os.listdir(os.path.join(folder, "attachments"))) == hashes
    # The reason is personal, too: an export without one doesn't tell it.
    rig.ctl("export", folder + "-after", "--what", "log")
    assert read_log(folder + "-after")[-1]["args"] == {}


class Admin:
    """The socket itself."""

    def __init__(self, rig):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(rig.socket)
        self.file = self.socket.makefile("rw", encoding="utf-8")

    def close(self):
        self.file.close()
        self.socket.close()

    def ask(self, verb, **more):
        self.file.write(json.dumps({"do": verb, **more}) + "\n")
        self.file.flush()
        return json.loads(self.file.readline())


def check_socket(rig):
    admin = Admin(rig)
    begun = admin.ask("export-begin")
    number = begun["export"]
    busy = run(rig, "export", os.path.join(rig.folder, "busy"))
    assert busy.returncode == 1 and busy.stderr == (
        "toancanhctl: another export is under way; nothing was left behind\n"), busy
    assert not os.path.exists(os.path.join(rig.folder, "busy.part"))
    for asked, error in (
            ({"table": "reporters", "export": number},
             "reporters is personal: an export of it needs a reason"),
            ({"table": "staff", "export": number}, 'there is no table "staff" to export'),
            ({"table": "incidents", "export": "99"}, "this export is over")):
        assert admin.ask("export-rows", **asked) == {"ok": False, "error": error}
    assert admin.ask("export-file", export=number, hash="../x")["ok"] is False
    # What is done meanwhile is not in it.
    rig.ctl("operate", "agency.add", "agency_id=77", "code=sau", "kind=team", "name_vi=Sau",
            "name_en=After")
    rows = admin.ask("export-rows", export=number, table="agencies", since_us=0)
    assert rows["done"] and not [row for row in rows["rows"] if row[0] == "sau"]
    assert admin.ask("export-end", export=number) == {"ok": True}
    assert admin.ask("export-end", export=number)["ok"] is False
    # One whose line is gone is over with it.
    assert admin.ask("export-begin")["ok"]
    admin.close()
    wait_for("the export of a lost line to end", lambda: run(
        rig, "export", os.path.join(rig.folder, "free"), "--what", "links").returncode == 0)


def check_meanwhile(rig):
    """One position, while reports come in; and reports come in while it is written."""
    rig.key = rig.ctl("api-key", "add", "meanwhile")
    stop, sent = threading.Event(), []

    def send():
        while not stop.is_set():
            sent.append(rig.report("Báo trong lúc xuất"))

    thread = threading.Thread(target=send)
    thread.start()
    for number in range(3):
        folder = os.path.join(rig.folder, f"meanwhile-{number}")
        before = len(sent)
        rig.ctl("export", folder)
        assert len(sent) > before, "nothing came in meanwhile"
        log = read_log(folder)
        assert int(log[-1]["lsn"]) == read_folder(folder)["lsn"]
        made = [one for one in log if one["operation"] in ("incident.report", "incident.join")
                and not one["refusal"]]
        assert len(made) == len(read_csv(folder, "reports.csv"))
    stop.set()
    thread.join()


def check_cut_short(rig):
    """Ctrl+C, and a server that goes away: nothing is left."""
    for cut in ("interrupt", "server"):
        folder = os.path.join(rig.folder, "cut-" + cut)
        process = subprocess.Popen(
            [os.path.join(BUILD, "src/tools/toancanhctl"), "--socket", rig.socket, "export",
             folder], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        while not os.path.exists(os.path.join(folder + ".part", "agencies.csv")):
            assert process.poll() is None
            time.sleep(0.001)
        if cut == "interrupt":
            process.send_signal(signal.SIGINT)
        else:
            rig.kill()
        _, err = process.communicate(timeout=WAIT_S)
        assert process.returncode == 1 and err.endswith("; nothing was left behind\n"), err
        assert not os.path.exists(folder) and not os.path.exists(folder + ".part")
    rig.start()
    rig.ctl("export", os.path.join(rig.folder, "after-cut"), "--what", "agencies")


def settled(folder):
    """311.csv without what another server gives anew."""
    rows = read_csv(folder, "311.csv")
    for row in rows:
        del row["code"]
    return sorted(rows, key=lambda row: (row["opened"], row["text"]))


def check_round_trip(rig):
    """Into another server of the same province, and out again: the same."""
    first = os.path.join(rig.folder, "first")
    rig.ctl("export", first)
    with Rig() as other:
        other.start()
        other.load()
        for what in ("agencies", "areas", "streets", "people"):
            other.ctl("import", what, os.path.join(first, what + ".csv"))
        n = len(read_csv(first, "311.csv"))
        assert {row["state"] for row in read_csv(first, "311.csv")} == {
            "open", "closed", "rejected", "redirected"}
        said = other.ctl("import", "311", os.path.join(first, "311.csv"))
        assert said.splitlines()[0] == f"{n} new, 0 brought up to the file, 0 as they were", said
        second = os.path.join(other.folder, "second")
        other.ctl("export", second)
        for what in ("agencies", "areas", "streets", "people"):
            with open(os.path.join(first, what + ".csv"), encoding="utf-8") as one, \
                    open(os.path.join(second, what + ".csv"), encoding="utf-8") as two:
                assert sorted(one) == sorted(two), what
            said = other.ctl("import", what, os.path.join(second, what + ".csv"))
            assert said.startswith("0 added, 0 changed, "), (what, said)
        for one, two in zip(settled(first), settled(second), strict=True):
            assert one == two, (one, two)


def main():
    steps = [check_same, check_office, check_faulty, check_export, check_complete, check_personal,
             check_socket, check_meanwhile, check_cut_short, check_round_trip]
    print(f"1..{len(steps)}")
    with Rig() as rig:
        rig.start()
        rig.load()
        for number, step in enumerate(steps, 1):
            step(rig)
            print(f"ok {number} - {step.__name__}")


main()
