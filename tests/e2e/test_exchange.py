#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: one file of a province comes in alone as it would with its province, in what form offices
write it, and nothing of a faulty one. Method: the real server with the demonstration, files as
spreadsheets save them, and what the server holds afterwards."""
import os
import sqlite3
import subprocess

from province_rig import BUILD, Rig, TOP

PROVINCE = os.path.join(TOP, "data/province/haugiang")


def run(rig, *words):
    return subprocess.run(
        [os.path.join(BUILD, "src/tools/toancanhctl"), "--socket", rig.socket, *words],
        capture_output=True, text=True, timeout=120)


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
    for what, name in (("people", "staff"), ("agencies", "agencies"), ("areas", "areas"),
                       ("streets", "streets")):
        before = rig.status()["lsn"]
        said = rig.ctl("import", what, os.path.join(PROVINCE, name + ".csv"))
        assert said.startswith("0 added, 0 changed, "), (what, said)
        assert rig.status()["lsn"] == before


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
    streets = write(rig, "streets.csv", "code,kind,name,area,lat,lon\n"
                                        "duong-moi,street,Đường mới,31321,9.78,105.47\n")
    assert rig.ctl("import", "streets", streets) == "1 added, 0 changed, 0 as they were"
    old = write(rig, "old.csv", "code,kind,name,area,lat,lon\n"
                                "duong-cu,street,Phýõng,31321,9.78,105.47\n", "latin-1")
    assert rig.ctl("import", "streets", old, "--encoding", "windows-1258", "--dry-run").startswith(
        "old.csv:2:1\tadded\tduong-cu\n1 added")


FAULTY = [
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


def main():
    steps = [check_same, check_office, check_faulty]
    print(f"1..{len(steps)}")
    with Rig() as rig:
        rig.start()
        rig.load()
        for number, step in enumerate(steps, 1):
            step(rig)
            print(f"ok {number} - {step.__name__}")


main()
