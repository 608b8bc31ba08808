#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a unit answers an order from its telephone: the page of the order, without an account and
without a script, and every desk sees at once what was pressed there, and by whom. Whoever has no
link, an old one or a used button changes nothing. Method: the real programs; two desks without a
screen; a telephone that knows HTML and nothing else, whose pages xmllint reads.

  test_unit_page.py [NAME]"""
import hashlib
import os
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

from desktop_rig import Desktop, take_picture
from photo_rig import make_photo
from province_rig import WAIT_S, Rig, wait_for

WHO, NUMBER = "Lê Thị Người Báo", "0977 000 777"
TEXT = "Xe tải chết máy giữa cầu, gọi tôi số " + NUMBER
BYTES_MAX = 8000
# Of HTML 5, which libxml2 doesn't know.
NEW_TAGS = ("details", "summary")


class Form:
    def __init__(self, attributes):
        self.files = attributes.get("enctype") == "multipart/form-data"
        self.fields, self.button = {}, ""


class Page(HTMLParser):
    """What a person sees and can press."""

    def __init__(self, status, headers, html):
        super().__init__()
        self.status, self.headers, self.html = status, headers, html
        self.forms, self.links, self.text, self._form = [], [], "", None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            self._form = Form(values)
            self.forms.append(self._form)
        elif tag == "input" and values.get("type") == "hidden":
            self._form.fields[values["name"]] = values["value"]
        elif tag == "a":
            self.links.append(values["href"])
        assert tag not in ("script", "img", "iframe", "link"), tag
        assert not any(name.startswith("on") for name in values), values

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None

    def handle_data(self, data):
        self.text += data + "\n"

    def form(self, what):
        found = [form for form in self.forms if form.fields.get("do") == what]
        assert len(found) == 1, f"{what}: {len(found)} buttons in\n{self.text}"
        return found[0]

    def offers(self):
        return sorted(form.fields["do"] for form in self.forms)


def check_html(html):
    done = subprocess.run(["xmllint", "--html", "--noout", "-"], input=html.encode(),
                          capture_output=True, check=False)
    faults = [line for line in done.stderr.decode().splitlines() if " error : " in line and
              not any(f"Tag {tag} invalid" in line for tag in NEW_TAGS)]
    assert not faults, faults


def check_page(page):
    check_html(page.html)
    assert len(page.html.encode()) < BYTES_MAX, len(page.html.encode())
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert WHO not in page.html and NUMBER not in page.html, "a reporter is shown"


def send(url, data=None, kind="application/x-www-form-urlencoded", language="vi"):
    request = urllib.request.Request(url, data=data, headers={"Accept-Language": language})
    if data is not None:
        request.add_header("Content-Type", kind)
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def open_page(url, language="vi"):
    status, headers, body = send(url, language=language)
    page = Page(status, headers, body.decode())
    check_page(page)
    assert headers["Content-Language"] == language
    return page


def press(url, form, photo=None, language="vi", **typed):
    fields = {**form.fields, **typed}
    if form.files:
        body = b"".join(
            f'--XX\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items())
        body += (b'--XX\r\nContent-Disposition: form-data; name="photo"; filename="IMG_1.jpg"\r\n'
                 b"Content-Type: image/jpeg\r\n\r\n" + photo + b"\r\n--XX--\r\n")
        status, headers, body = send(url, body, "multipart/form-data; boundary=XX", language)
    else:
        status, headers, body = send(url, urllib.parse.urlencode(fields).encode(),
                                     language=language)
    page = Page(status, headers, body.decode())
    check_page(page)
    return page


def look(desk, sql, *values):
    with sqlite3.connect(os.path.join(desk.folder, "replica.db")) as db:
        return db.execute(sql, values).fetchall()


def events(desk, incident, code):
    """Actor, reason and text of each."""
    return look(desk, "SELECT actor_id, reason, text FROM incident_event WHERE incident_id = ?"
                      " AND code = ? ORDER BY id", incident, code)


class Stage:
    def __init__(self, config="", debug=False):
        self.rig, self.debug = Rig(config), debug

    def __enter__(self):
        try:
            if self.debug:
                os.environ["G_MESSAGES_DEBUG"] = "all"
            self.rig.start()
            os.environ.pop("G_MESSAGES_DEBUG", None)
            self.rig.load()
            self.lan = self.rig.add_desk("Bàn 02 – Điều phối", "lan")
            self.minh = self.rig.add_desk("Bàn 03 – Điều phối", "minh")
        except BaseException:
            self.rig.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, *why):
        self.rig.__exit__(*why)

    def unit(self, code):
        return look(self.lan, "SELECT id FROM agency WHERE code = ?", code)[0][0]

    def order(self, unit="csgt1"):
        """A report comes in and a unit is sent: incident, task and its link."""
        # Equal ones are one report.
        report = self.rig.report(f"{TEXT}, {unit}", first_name=WHO, phone=NUMBER.replace(" ", ""),
                                 address_string="Cầu Đoàn Kết")
        incident = int(wait_for("the report", lambda: self.lan.say("report", report).get(
            "incident")))
        task = self.lan.say("id")["id"]
        done = self.lan.do("incident.dispatch", incident_id=incident, task_id=task,
                           agency_id=self.unit(unit))
        assert done["ok"], done
        self.lan.wait_settled()
        return incident, int(task), self.link(task)

    def link(self, task, renewals=0):
        answer = self.lan.say("page-link", task, renewals)
        assert "url" in answer, answer
        assert answer["url"].startswith(self.rig.url + "/u/"), answer
        return answer["url"]

    def wait_order(self, desk, task, state):
        wait_for(f"desk {desk.name}: order {state}", lambda: look(
            desk, "SELECT 1 FROM dispatch WHERE id = ? AND state = ?", task, state))

    def do(self, name, incident, task, **more):
        done = self.lan.do(name, incident_id=incident, task_id=task, **more)
        assert done["ok"], done
        self.lan.wait_settled()


def test_way():
    """Order given, page, accept, on scene, photo, done: each seen at the other desk, as the unit's
    own word. The server tells all that it ever does, and no link."""
    with Stage(debug=True) as stage:
        incident, task, url = stage.order()
        page = open_page(url)
        assert page.status == 200
        assert page.offers() == ["accept", "arrive", "photo", "return", "say"]
        assert "Cầu Đoàn Kết" in page.text and "Đội Cảnh sát giao thông số 1" in page.text
        assert any(link.startswith("geo:9.7845000,105.4701000") for link in page.links), page.links
        english = open_page(url, "en")
        assert "Traffic Police Team 1" in english.text and "Accept" in english.text

        page = press(url, page.form("accept"))
        assert page.status == 200 and "Đã ghi" in page.text, page.text
        assert page.offers() == ["arrive", "done", "photo", "return", "say"]
        stage.wait_order(stage.minh, task, "acknowledged")
        page = press(url, page.form("arrive"))
        assert page.status == 200 and page.offers() == ["done", "photo", "return", "say"]
        stage.wait_order(stage.minh, task, "working")

        # Both write: at the other desk it is unread until the room answers.
        page = press(url, page.form("say"), text="Hẻm nào?")
        assert page.status == 200 and "Đã gửi" in page.text and "Hẻm nào?" in page.text, page.text
        wait_for("it is unread there", lambda: look(
            stage.minh, "SELECT 1 FROM incident_event AS e JOIN dispatch AS d ON d.id = e.other_id"
            " WHERE e.code = 'task.say' AND e.text = 'Hẻm nào?' AND d.id = ? AND d.said_us > ?",
            task, 0))
        stage.do("task.say", incident, task, message_id=stage.lan.say("id")["id"],
                 text="Hẻm 13, gọi 0912 345 678")
        page = wait_for("the answer is there", lambda: (
            lambda page: page if "Hẻm 13" in page.text else None)(open_page(url)))
        assert "345 678" not in page.text, page.text
        wait_for("it is read", lambda: look(
            stage.minh, "SELECT 1 FROM dispatch WHERE id = ? AND said_us IS ?", task, None))

        photo, said = make_photo(9.7841, 105.4708, "2026:11:26 14:03:05")
        page = press(url, page.form("photo"), photo=photo)
        assert page.status == 200 and "Đã gửi ảnh" in page.text, page.text
        digest = hashlib.sha256(photo).hexdigest()
        copy = wait_for("the other desk has its copy", lambda: [
            one["hash"] for one in stage.minh.say("files", incident)["files"]
            if one["hash"] != digest and one["state"] == "here"])[0]
        saved = os.path.join(stage.rig.folder, "saved")
        assert stage.minh.say("save", copy, saved)["ok"]
        with open(saved, "rb") as file:
            shown = file.read()
        for words in said:
            assert words in photo and words not in shown, words

        page = press(url, page.form("done"), text="Đã kéo xe vào lề")
        assert page.status == 200 and page.offers() == [], page.text
        assert "Cầu Đoàn Kết" not in page.text, "the matter is shown after the end"
        stage.wait_order(stage.minh, task, "done")
        for code, text in (("incident.acknowledge", None), ("incident.arrive", None),
                           ("incident.resolve", "Đã kéo xe vào lề")):
            assert events(stage.minh, incident, code) == [(0, "page", text)], code
        kept = events(stage.minh, incident, "incident.attach")
        assert [row[:2] for row in kept] == [(0, "page")], kept
        again = open_page(url)
        assert again.status == 200 and again.offers() == []
        with open(os.path.join(stage.rig.folder, "server.log"), encoding="utf-8") as file:
            log = file.read()
        assert " POST /u: 200" in log and " GET /u: 200" in log, "what is told has changed"
        assert url.rsplit("/", 1)[1] not in log, "the link stands in the journal"


def test_twice():
    """A button that is pressed twice, also at the same moment, is kept once, and says so."""
    with Stage() as stage:
        incident, task, url = stage.order()
        page = open_page(url)
        answers = []
        presses = [threading.Thread(target=lambda: answers.append(
            press(url, page.form("arrive")))) for _ in range(6)]
        for one in presses:
            one.start()
        for one in presses:
            one.join()
        # Those that came while the first was on its way are told that nobody knows yet.
        kept = [one for one in answers if one.status == 200]
        assert len(answers) == 6 and all(one.status in (200, 503) for one in answers)
        assert sum("Đã ghi. Trung tâm đã thấy" in one.text for one in kept) == 1
        assert all("Đã ghi. Trung tâm đã thấy" in one.text or "chỉ ghi một lần" in one.text
                   for one in kept)
        assert all("chưa chắc đã ghi" in one.text for one in answers if one not in kept)
        again = press(url, page.form("arrive"))
        assert again.status == 200 and "chỉ ghi một lần" in again.text, again.text
        stage.wait_order(stage.minh, task, "working")
        # Another button of the same page, which is of no use any more.
        late = press(url, page.form("accept"))
        assert late.status == 409 and "Không ghi" in late.text, late.text
        assert events(stage.minh, incident, "incident.acknowledge") == []
        assert len(events(stage.minh, incident, "incident.arrive")) == 1

        photo = b"\x89PNG\r\n\x1a\n" + os.urandom(2000)
        page = open_page(url)
        assert "Đã gửi ảnh" in press(url, page.form("photo"), photo=photo).text
        stage.rig.stop()
        stage.rig.start()
        stage.minh.wait_online()
        # The server has forgotten which buttons were used; the record is there all the same.
        assert "chỉ ghi một lần" in press(url, page.form("photo"), photo=photo).text
        wait_for("the photo", lambda: len(events(stage.minh, incident, "incident.attach")) == 1)


def test_stale():
    """What was loaded before the order came to something else keeps nothing."""
    with Stage() as stage:
        incident, task, url = stage.order()
        first, second = open_page(url), open_page(url)
        assert press(url, first.form("accept")).status == 200
        late = press(url, second.form("accept"))
        assert late.status == 409 and "Không ghi" in late.text, late.text
        stage.do("incident.recall", incident, task)
        wait_for("the recall at the server", lambda: "đã rút lệnh" in open_page(url).text)
        for what in ("arrive", "photo"):
            page = press(url, second.form(what), photo=b"\xff\xd8\xff")
            assert page.status == 409 and "đã rút lệnh" in page.text, page.text
            assert page.offers() == []
        refused = stage.lan.say("page-link", task)
        assert "url" not in refused, refused
        wait_for("the recall", lambda: events(stage.minh, incident, "incident.recall"))
        assert events(stage.minh, incident, "incident.arrive") == []
        assert events(stage.minh, incident, "incident.attach") == []


def test_return():
    """Can't come: with a reason, and the dispatcher reads it in Vietnamese."""
    with Stage() as stage:
        incident, task, url = stage.order()
        page = open_page(url)
        none = press(url, page.form("return"), reason="else", text="")
        assert none.status == 400, none.text
        given = press(url, open_page(url, "en").form("return"), language="en", reason="means",
                      text="Xe đang sửa")
        assert given.status == 200 and given.offers() == [] and "Given back" in given.text
        stage.wait_order(stage.minh, task, "returned")
        assert events(stage.minh, incident, "incident.return") == [
            (0, "page", "Không có xe hoặc thiết bị. Xe đang sửa")]


def test_photos():
    """Photos of the incident are shown as stripped copies alone, to who has the link of an order
    that hasn't ended."""
    with Stage() as stage:
        incident, task, url = stage.order()
        path = os.path.join(stage.rig.folder, "a.jpg")
        photo, said = make_photo(9.7841, 105.4708, "2026:11:26 14:03:05", orientation=6)
        with open(path, "wb") as file:
            file.write(photo)
        assert stage.lan.say("attach", incident, path)["ok"]
        stage.lan.wait_settled()
        original, stripped = wait_for("its copy is there", lambda: (
            lambda found: found if len(found) == 2 else None)(
                [row[0] for row in look(stage.lan, "SELECT id FROM attachment ORDER BY kind")]))
        links = [link for link in open_page(url).links if "photo/" in link]
        assert len(links) == 1, links
        address = urllib.parse.urljoin(url, links[0])
        status, headers, body = send(address)
        assert status == 200 and body[:2] == b"\xff\xd8"
        for words in said:
            assert words in photo and words not in body, words
        assert headers["Content-Type"] == "image/jpeg" and headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert send(f"{url}/photo/{original}")[0] == 404
        other = stage.order("csgt2")[2]
        assert send(f"{other}/photo/{stripped}")[0] == 404
        stage.do("incident.recall", incident, task)
        wait_for("it isn't shown any more", lambda: send(address)[0] == 404)


def test_screen():
    """A dispatcher copies the link, and reads what the unit did in words, without touching
    anything."""
    with Stage() as stage:
        incident, task, _ = stage.order()
        code = look(stage.lan, "SELECT code FROM incident WHERE id = ?", incident)[0][0]
        desk = Desktop(stage.rig, "Bàn 04 – Điều phối", "huong", language="vi")
        desk.start()
        desk.open_incident(code)
        desk.see("Liên kết cho điện thoại")
        desk.activate("unit-link", f"int64 {task}")
        shown = desk.see(stage.rig.url + "/u/")
        take_picture(desk, "link")
        url = next(word for word in shown.split() if "/u/" in word)
        press(url, open_page(url).form("accept"))
        desk.see("đã nhận lệnh")
        desk.see("đơn vị, trên trang của lệnh")
        desk.activate("unit-new-link", f"int64 {task}")
        wait_for("the link is another", lambda: not desk.ask("see", text=url, seconds=0.5))
        assert open_page(url).status == 410
        new = next(word for word in desk.see(stage.rig.url + "/u/").split() if "/u/" in word)
        press(new, open_page(new).form("return"), reason="busy")
        desk.see("Đội Cảnh sát giao thông số 1 (Vị Thanh – Long Mỹ) trả lại: Đang làm việc khác")
        wait_for("the link is gone", lambda: not desk.ask("see", text="/u/", seconds=0.5))
        take_picture(desk, "returned")
        desk.stop()


def test_new_link():
    """Whoever was sent a link that the centre has replaced sees nothing and changes nothing."""
    with Stage() as stage:
        incident, task, url = stage.order()
        page = open_page(url)
        stage.do("incident.renew-page", incident, task)
        new = stage.link(task, 1)
        assert new != url
        for old in (open_page(url), press(url, page.form("accept"))):
            assert old.status == 410 and "liên kết mới" in old.text and "PA-" not in old.text
        assert press(new, open_page(new).form("accept")).status == 200
        # A button of the old page is none of the new one.
        assert press(new, page.form("arrive")).status == 400
        stage.wait_order(stage.minh, task, "acknowledged")
        too_new = stage.lan.say("page-link", task, 2)
        assert "url" not in too_new, too_new


def test_who_gets_a_link():
    """Who may not dispatch gets none; a link is of one order; where no address is set there is
    none, unless the server is this computer's own."""
    with Stage("[unit-page]\naddress=https://lenh.example/\n") as stage:
        answer = stage.lan.say("page-link", 12345)
        assert "url" not in answer, answer
        officer = stage.rig.add_desk("Trực Đội CSGT số 1", "csgt1")
        report = stage.rig.report(TEXT)
        incident = wait_for("the report", lambda: stage.lan.say("report", report).get("incident"))
        task = stage.lan.say("id")["id"]
        stage.lan.do("incident.dispatch", incident_id=incident, task_id=task,
                     agency_id=stage.unit("csgt1"))
        stage.lan.wait_settled()
        assert "url" not in officer.say("page-link", task)
        url = stage.lan.say("page-link", task)["url"]
        assert url.startswith("https://lenh.example/u/"), url
        page = open_page(stage.rig.url + url[len("https://lenh.example"):])
        assert page.status == 200
    with Stage("[unit-page]\nenabled=false\n") as stage:
        assert "url" not in stage.lan.say("page-link", 12345)
        assert send(stage.rig.url + "/u/x")[0] == 404


def main():
    tests = {name[5:]: test for name, test in globals().items() if name.startswith("test_")}
    for name, test in tests.items():
        if len(sys.argv) < 2 or name in sys.argv[1:]:
            test()
            print(f"ok {name}")


if __name__ == "__main__":
    main()
