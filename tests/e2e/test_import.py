#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: reports of another system come in right, once, whatever happens meanwhile. Method: real
files (Boston's, where they are at hand) and a written one go into the real server; every incident
is compared with this script's own reading; then again, killed in the middle, stopped by Ctrl+C,
with newer states; and faulty files, each with its answer."""
import csv
import datetime
import json
import os
import random
import signal
import sqlite3
import subprocess
import time
import zoneinfo

from province_rig import BUILD, TOP, WAIT_S, Rig

# Real data lies beside the checkout where there is some; it is never part of it.
BOSTON = os.environ.get("TC_BOSTON_311",
                        os.path.join(TOP, "..", "shared", "data", "boston311-100.csv"))
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
VIETNAM = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
HEADER = ("case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,closure_reason,"
          "case_title,type,reason,queue,department,location,latitude,longitude,source").split(",")


def us(text, zone=NEW_YORK):
    """Microseconds UTC of a time without zone."""
    if not text:
        return None
    moment = datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
    return round(moment.timestamp() * 1_000_000)


def run(rig, *words):
    return subprocess.run(
        [os.path.join(BUILD, "src/tools/toancanhctl"), "--socket", rig.socket, *words],
        capture_output=True, text=True, timeout=WAIT_S)


def query(rig, sql, *values):
    with sqlite3.connect(f"file:{rig.data_dir}/state.db?mode=ro", uri=True) as db:
        return db.execute(sql, values).fetchall()


INCIDENTS = """
  SELECT report.external_id, incident.received_us, incident.opened_us, incident.due_us,
    incident.closed_us, incident.state, incident.outcome, incident.lat_e7, incident.lon_e7,
    incident.area_id, unit.name_en, field.name_en, above.name_en, incident.title, incident.code,
    report.channel, incident.address
  FROM report JOIN incident ON incident.id = report.incident_id
    LEFT JOIN agency AS unit ON unit.id = incident.unit_id
    LEFT JOIN field ON field.id = incident.field_id
    LEFT JOIN field AS above ON above.id = field.parent_id
  WHERE report.source = ?"""
CHANNELS = {"Citizens Connect App": "app", "Constituent Call": "hotline",
            "City Worker App": "operator", "Self Service": "web"}


def clean(text):
    return text.strip() or None


def check_row(row, found):
    """One line as this script reads it, and the incident that came of it."""
    opened = us(row["open_dt"])
    closed = row["case_status"] == "Closed"
    day = datetime.datetime.fromtimestamp(opened / 1e6, VIETNAM).strftime("%y%m%d")
    other = any(word in row["closure_reason"] for word in (
        "Duplicate of Existing Case", "Case Invalid", "Administratively Closed"))
    assert found[1] == found[2] == opened, (row, found)
    assert found[3] == us(row["target_dt"]), (row, found)
    assert found[4] == (us(row["closed_dt"]) if closed else None), (row, found)
    assert found[5] == ("closed" if closed else "assigned"), (row, found)
    assert found[6] == (("other" if other else "done") if closed else None), (row, found)
    assert found[7] == round(float(row["latitude"]) * 1e7), (row, found)
    assert found[8] == round(float(row["longitude"]) * 1e7), (row, found)
    assert found[9] is None, (row, found)
    assert found[10:14] == (row["queue"], row["type"], row["reason"],
                            row["case_title"].strip()), found
    assert found[14].startswith(f"PA-{day}-"), (row, found)
    assert found[15] == CHANNELS[row["source"]], (row, found)
    assert found[16] == clean(row["location"]), (row, found)


def check_all(rig, rows, source="boston-311"):
    found = query(rig, INCIDENTS, source)
    assert len(found) == len(rows), (len(found), len(rows))
    by_id = {one[0]: one for one in found}
    for row in rows:
        check_row(row, by_id[row["case_enquiry_id"]])
    closing = dict(query(
        rig, "SELECT report.external_id, event.text FROM incident_event AS event JOIN report ON"
             " report.incident_id = event.incident_id WHERE event.code = 'incident.close'"))
    for row in rows:
        assert (closing.get(row["case_enquiry_id"]) or "") == row["closure_reason"].strip(), row


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(rows)


def make_rows(n, chance):
    """Lines like Boston's, for machines that don't have them."""
    rows = []
    for number in range(n):
        opened = datetime.datetime(2022, 1, 1) + datetime.timedelta(minutes=chance.randrange(40000))
        closed = chance.random() < 0.8
        kind = chance.randrange(12)
        rows.append({
            "case_enquiry_id": str(7000000 + number), "open_dt": str(opened),
            "target_dt": str(opened + datetime.timedelta(days=2)) if chance.random() < 0.8 else "",
            "closed_dt": str(opened + datetime.timedelta(hours=5)) if closed else "",
            "ontime": "ONTIME", "case_status": "Closed" if closed else "Open",
            "closure_reason": "Case Closed. Case Invalid, \"twice\"" if kind == 1 and closed
            else "Case Closed. Noted" if closed else " ",
            "case_title": f"Matter {kind}", "type": f"Type {kind}", "reason": f"Reason {kind % 3}",
            "queue": f"QUE_{kind % 5}: North", "department": "QUE",
            "location": f"{number} Main St" if kind else " ",
            "latitude": f"{42.3 + number / 100000:.4f}", "longitude": "-71.0587",
            "source": chance.choice(list(CHANNELS))})
    return rows


def check_twice(rig, path, n):
    before = rig.status()["lsn"]
    assert rig.ctl("import", "311", path) == f"0 new, 0 brought up to the file, {n} as they were"
    assert rig.status()["lsn"] == before


def check_boston(rig):
    if not os.path.exists(BOSTON):
        print("# no file of Boston's here: TC_BOSTON_311")
        return
    with open(BOSTON, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    refused = run(rig, "import", "311", BOSTON)
    assert refused.returncode == 1 and refused.stdout == "", refused
    assert 'type: there is no field "Needle Pickup" here' in refused.stderr
    assert refused.stderr.endswith("toancanhctl: nothing was imported\n")
    assert query(rig, "SELECT count(*) FROM report")[0][0] == 0
    seen = run(rig, "import", "311", BOSTON, "--preview", "2", "--make-fields").stdout.splitlines()
    assert seen[1].split("\t")[:4] == ["2", "101004143000", "new", "open"], seen
    said = rig.ctl("import", "311", BOSTON, "--make-fields").splitlines()
    assert said == ["100 new, 0 brought up to the file, 0 as they were",
                    "100 of the new ones lie outside of our areas"], said
    check_all(rig, rows)
    check_twice(rig, BOSTON, 100)
    assert json.loads(rig.ctl("--json", "import", "311", BOSTON)) == {
        "new": 0, "changed": 0, "left": 100, "outside": 0, "ended": 0}


def start_import(rig, path):
    return subprocess.Popen(
        [os.path.join(BUILD, "src/tools/toancanhctl"), "--socket", rig.socket, "import", "311",
         path, "--source", "made", "--make-fields"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_reports(rig, n, process):
    while process.poll() is None and query(
            rig, "SELECT count(*) FROM report WHERE source = 'made'")[0][0] < n:
        time.sleep(0.01)


def check_cut_short(rig):
    """Stopped by Ctrl+C, the server killed, the program killed; then whole and once."""
    rows = make_rows(1500, random.Random(7))
    path = os.path.join(rig.folder, "made.csv")
    write(path, rows)
    process = start_import(rig, path)
    wait_for_reports(rig, 100, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=WAIT_S)
    assert process.returncode == 1, (out, err)
    assert "the same command goes on from there" in err, err
    counted = query(rig, "SELECT count(*) FROM report WHERE source = 'made'")[0][0]
    assert 100 <= counted < 1500, counted
    # What was begun of a line was done: no incident waits for its end.
    assert query(rig, "SELECT count(*) FROM incident WHERE state IN ('new', 'resolved')"
                      " AND id IN (SELECT incident_id FROM report WHERE source = 'made')") == [(0,)]
    process = start_import(rig, path)
    wait_for_reports(rig, counted + 200, process)
    rig.kill()
    process.communicate(timeout=WAIT_S)
    assert process.returncode == 1
    rig.start()
    process = start_import(rig, path)
    wait_for_reports(rig, counted + 500, process)
    process.kill()
    process.communicate()
    rig.ctl("import", "311", path, "--source", "made", "--make-fields")
    check_all(rig, rows, "made")
    assert query(rig, "SELECT count(*), count(DISTINCT code) FROM field") == query(
        rig, "SELECT count(DISTINCT code), count(*) FROM field")
    assert query(rig, "SELECT count(*), count(DISTINCT code) FROM agency WHERE code LIKE 'made.%'"
                 ) == [(5, 5)]
    check_newer(rig, path, rows)


def check_newer(rig, path, rows):
    """The next file says that some were closed since, and promises others later."""
    still_open = [row for row in rows if row["case_status"] == "Open"]
    late = str(datetime.datetime.now() + datetime.timedelta(days=30)).split(".")[0]
    for row in still_open[:10]:
        row.update(case_status="Closed", closed_dt="2022-06-01 10:00:00",
                   closure_reason="Done " + "x" * 1200)
    for row in still_open[10:15]:
        row.update(target_dt=late)
    write(path, rows)
    said = rig.ctl("import", "311", path, "--source", "made").splitlines()
    assert said[0] == "0 new, 15 brought up to the file, 1485 as they were", said
    for row in still_open[:10]:
        row.update(closure_reason=" ")  # longer than an end has room for: a note of its own
    check_all(rig, rows, "made")
    notes = query(rig, "SELECT text FROM incident_event WHERE code = 'incident.comment'")
    assert notes == [("Done " + "x" * 1200,)] * 10
    # Going back is not what a file does.
    for row in still_open[:10]:
        row.update(case_status="Open", closed_dt="")
    write(path, rows)
    said = rig.ctl("import", "311", path, "--source", "made").splitlines()
    assert said == ["0 new, 0 brought up to the file, 1500 as they were",
                    "10 are ended here and open in the file: left as they are"], said


def check_table(rig):
    """Words by a table; a place of ours; a unit of the old order for an old report."""
    folder = rig.folder
    path, table = os.path.join(folder, "small.csv"), os.path.join(folder, "words.csv")
    with open(path, "w", encoding="utf-16") as file:
        file.write("Mã;Ngày gửi;Nội dung;Lĩnh vực;Đơn vị;Vĩ độ;Kinh độ;Họ tên;Điện thoại\r\n"
                   "A1;05/01/2026 08:30;Đèn đường hỏng;Chiếu sáng;Tổ đèn;9.7845;105.4701;"
                   "Nguyễn Thị Bưởi;0900 000 111\r\n"
                   "A2;05/01/2022 08:30;Rác;Chiếu sáng;Ban cũ;10.9;106.7;;\r\n;;;;;;;;\r\n")
    mapping = os.path.join(folder, "small.map")
    assert run(rig, "import", "311", path).stderr.startswith("small.csv:1:1: no mapping")
    rig.ctl("import", "311", path, "--write-map", mapping)
    kept = run(rig, "import", "311", path, "--write-map", mapping)
    assert kept.returncode == 1 and "is there already" in kept.stderr
    words = ["import", "311", path, "--map", mapping, "--source", "so-tay"]
    refused = run(rig, *words)
    assert refused.stderr.splitlines()[:2] == [
        'small.csv:2:36: Lĩnh vực: there is no field "Chiếu sáng" here',
        'small.csv:2:47: Đơn vị: there is no unit "Tổ đèn" here'], refused.stderr
    assert rig.ctl(*words, "--write-field-map", table) == "3 words without a code"
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {"Chiếu sáng": query(rig, "SELECT code FROM field WHERE parent_id IS NOT NULL"
                                      " ORDER BY id LIMIT 1")[0][0],
             "Tổ đèn": "so-xd", "Ban cũ": "so-xd"}
    for row in rows:
        row["code"] = codes[row["value"]]
    with open(table, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["what", "value", "code"])
        writer.writeheader()
        writer.writerows(rows)
    said = rig.ctl(*words, "--field-map", table).splitlines()
    assert said == ["2 new, 0 brought up to the file, 0 as they were",
                    "1 of the new ones lie outside of our areas"], said
    found = dict((one[0], one) for one in query(rig, INCIDENTS, "so-tay"))
    assert found["A1"][9] and not found["A2"][9], found
    assert found["A1"][1] == us("2026-01-05 08:30:00", VIETNAM)
    # Who reported is kept apart from what was reported.
    assert query(rig, "SELECT reporter.scope, reporter.name, reporter.phone, report.anonymous FROM"
                      " report LEFT JOIN reporter ON reporter.id = report.reporter_id WHERE"
                      " report.source = 'so-tay' ORDER BY report.external_id") == [
        (3, "Nguyễn Thị Bưởi", "0900 000 111", 0), (None, None, None, 1)]
    # so-xd is in force since 2025-07-01; in 2022 it was whom it took over from.
    assert found["A1"][10] != found["A2"][10] and found["A2"][10], found


# Name, bytes of the file, what is answered first.
FAULTY = [
    ("empty.csv", b"", "empty.csv:1:1: the file is empty"),
    ("no-header.csv", b"1,2022-01-01 10:00:00,Open\n",
     "no-header.csv:1:1: no mapping that is built in fits this header. Have one proposed with "
     "--write-map FILE, look it through, and give it with --map FILE"),
    ("separator.csv", b"case_enquiry_id|open_dt\n1|2022-01-01 10:00:00\n",
     "separator.csv:1:1: one column alone: fields are separated by ',', ';' or tabs"),
    ("quote.csv", ",".join(HEADER).encode() + b"\n1,\"2022-01-01 10:00:00\n",
     "quote.csv:2:3: the quotation mark that opens here is never closed"),
    ("binary.csv", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xff",
     "binary.csv:1:1: this is no text file (a spreadsheet must be saved as CSV first)"),
    ("encoding.csv", ",".join(HEADER).encode() + b"\n1,Ph\xfd\xf5\xccng\n",
     "encoding.csv:2:1: this file is not UTF-8; it looks like Windows-1258. Save it as \"CSV "
     "UTF-8\", or say --encoding windows-1258"),
]
# Name, what is changed in a sound line, what is answered first.
FAULTY_LINES = [
    ("date.csv", {"open_dt": "2022-02-30 10:00:00"},
     "date.csv:2:3: open_dt: \"2022-02-30 10:00:00\" is no time of the form \"YYYY-MM-DD "
     "hh:mm:ss\" or \"YYYY-MM-DD hh:mm\" or \"YYYY-MM-DD\" or \"DD/MM/YYYY hh:mm:ss\" or "
     "\"DD/MM/YYYY hh:mm\" or \"DD/MM/YYYY\""),
    ("latitude.csv", {"latitude": "142.36"},
     "latitude.csv:2:106: latitude: \"142.36\" is no latitude from -90 to 90 (are latitude and "
     "longitude exchanged?)"),
    ("closed.csv", {"closed_dt": "2022-01-01 09:00:00"},
     "closed.csv:2:43: closed_dt: 2022-01-01 09:00:00 is before it was opened (2022-01-01 "
     "10:00:00)"),
    ("state.csv", {"case_status": "Odd"},
     "state.csv:2:70: case_status: \"Odd\" is none of the words for states in the mapping"),
    ("long.csv", {"case_title": "x" * 161},
     "long.csv:2:82: case_title: longer than 160 characters"),
    ("field.csv", {"location": "x" * 40000}, "field.csv:2:32872: the field is longer than 32768 "
                                             "bytes"),
]
SOUND = {"case_enquiry_id": "1", "open_dt": "2022-01-01 10:00:00", "target_dt":
         "2022-01-02 10:00:00", "closed_dt": "2022-01-01 11:00:00", "ontime": "ONTIME",
         "case_status": "Closed", "closure_reason": "Done", "case_title": "T", "type": "Type 1",
         "reason": "Reason 1", "queue": "Q", "department": "D", "location": "L",
         "latitude": "42.36", "longitude": "-71.06", "source": "Self Service"}


def check_refused(rig, path, expected, *more):
    done = run(rig, "import", "311", path, "--make-fields", *more)
    lines = done.stderr.splitlines()
    assert done.returncode == 1 and done.stdout == "", (path, done)
    assert lines[0] == expected, (lines, expected)
    assert lines[-1] == "toancanhctl: nothing was imported" or len(lines) == 1, lines


def check_faulty(rig):
    before = rig.status()["lsn"]
    for name, data, expected in FAULTY:
        path = os.path.join(rig.folder, name)
        with open(path, "wb") as file:
            file.write(data)
        check_refused(rig, path, expected)
    for name, change, expected in FAULTY_LINES:
        path = os.path.join(rig.folder, name)
        write(path, [{**SOUND, **change}])
        check_refused(rig, path, expected)
    twice = os.path.join(rig.folder, "twice.csv")
    write(twice, [SOUND, SOUND])
    check_refused(rig, twice, 'twice.csv:3:1: case_enquiry_id: "1" stands already on line 2')
    many = os.path.join(rig.folder, "many.csv")
    write(many, ({**SOUND, "case_enquiry_id": str(i)} for i in range(100001)))
    check_refused(rig, many, "many.csv:100002:1: more than 100000 rows")
    sound, odd = os.path.join(rig.folder, "sound.csv"), os.path.join(rig.folder, "odd.map")
    write(sound, [SOUND])
    with open(odd, "w", encoding="utf-8") as file:
        file.write("[columns]\nid=case_enquiry_id\nopened=open_dt\ntext=tale\n")
    check_refused(rig, sound, 'sound.csv:1:1: there is no column "tale", which the mapping names '
                              'for text', "--map", odd)
    with open(odd, "a", encoding="utf-8") as file:
        file.write("colour=red\n")
    check_refused(rig, sound, "odd.map: [columns] colour: there is no such key here; there are id, "
                              "opened, due, closed, state, outcome, closing_text, title, text, "
                              "field, field_name, group, unit, unit_name, address, lat, lon, "
                              "channel, reporter_name, reporter_phone, reporter_email",
                  "--map", odd)
    assert rig.status()["lsn"] == before, "something was done for a faulty file"


def main():
    steps = [check_faulty, check_boston, check_cut_short, check_table]
    print(f"1..{len(steps)}")
    with Rig() as rig:
        rig.start()
        rig.load()
        for number, step in enumerate(steps, 1):
            step(rig)
            print(f"ok {number} - {step.__name__}")


main()
