#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: what foreign clients get is what the standard promises: the same in XML and JSON.
Method: curl against toancanhd with the demonstration province; xmllint and Python's own parsers
read the answers. Prints TAP.
"""
import http.server
import json
import subprocess
import threading
import time
import xml.etree.ElementTree as ET

from open311_peer import QUICK, run_tests

# Standard names that hold lists: the XML element of a row.
ROWS = {"services": "service", "service_requests": "request", "errors": "error",
        "service_requests_updates": "request_update", "attributes": "attribute",
        "values": "value", "endpoints": "endpoint", "formats": "format"}


def curl(url, *words):
    """Status, content type and body."""
    result = subprocess.run(
        ["curl", "-sS", "--max-time", "20", "-w", "\n%{http_code} %{content_type}", *words, url],
        check=True, stdout=subprocess.PIPE)
    body, _, tail = result.stdout.rpartition(b"\n")
    code, _, kind = tail.decode().partition(" ")
    return int(code), kind, body


def read_xml(url, *words):
    code, kind, body = curl(url, *words)
    assert kind == "text/xml; charset=utf-8", kind
    subprocess.run(["xmllint", "--noout", "--nonet", "-"], input=body, check=True)
    return code, ET.fromstring(body)


def read_json(url, *words):
    code, kind, body = curl(url, *words)
    assert kind == "application/json; charset=utf-8", kind
    return code, json.loads(body)


def convert(element):
    """An XML element as the JSON that the standard's mapping makes of it, all values as text."""
    if element.tag in ROWS:
        return [convert(child) for child in element]
    if len(element):
        return {child.tag: convert(child) for child in element}
    return element.text or ""


def as_text(value):
    """JSON with all its values as text, as XML has them."""
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {name: as_text(item) for name, item in value.items()}
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def check_same(server, path, query=""):
    """Both forms of one resource say the same; the JSON."""
    xml_code, xml = read_xml(f"{server.url}/{path}.xml{query}")
    json_code, answer = read_json(f"{server.url}/{path}.json{query}")
    assert xml_code == json_code
    assert convert(xml) == as_text(answer), path
    return answer


def post(server, path, **fields):
    words = ["--data-urlencode", f"api_key={server.key}"]
    for name, value in fields.items():
        name = name.replace("__", "[") + "]" if "__" in name else name
        words += ["--data-urlencode", f"{name}={value}"]
    return read_json(f"{server.url}/{path}.json", *words)


def report(server, **fields):
    code, answer = post(server, "requests", lat="9.7845", long="105.4701", **fields)
    assert code == 200, answer
    return answer[0]["service_request_id"]


def test_both_forms(server):
    """Every resource, in XML and JSON."""
    services = check_same(server, "services")
    assert len(services) > 20
    for service in services:
        check_same(server, "services/" + service["service_code"])
    check_same(server, "services", "?locale=en")
    check_same(server, "discovery")
    first = report(server, service_code="giaothong.den", attribute__trangthai="tat",
                   description="Đèn tắt <b>&</b> \"kẹt\" xe ]]>\nở ngã tư 😀", first_name="An")
    report(server, service_code="giaothong.untac", description="Kẹt xe", address_string="Chợ 1 & 2")
    assert len(check_same(server, "requests")) == 2
    one = check_same(server, "requests/" + first)
    assert one[0]["description"] == "Đèn tắt <b>&</b> \"kẹt\" xe ]]>\nở ngã tư 😀"
    assert one[0]["lat"] == 9.7845
    check_same(server, "servicerequestupdates")
    check_same(server, "tokens/" + first)
    for path in ("requests/1", "services/none", "tokens/x", "nothing"):
        assert check_same(server, path)[0]["code"] == "404"
    assert check_same(server, "requests", "?start_date=x&status=y")[1]["code"] == "400"


def test_updates(server):
    """Both ways."""
    first = report(server, service_code="giaothong", description="ngập")
    code, answer = post(server, "servicerequestupdates", service_request_id=first, update_id="7",
                        status="OPEN", updated_datetime="2026-11-23T18:30:00+07:00",
                        description="vẫn ngập")
    assert code == 200 and int(answer[0]["update_id"]) > 0, answer
    again = post(server, "servicerequestupdates", service_request_id=first, update_id="7",
                 description="vẫn ngập")
    assert again == (200, answer), again
    assert server.count("SELECT count(*) FROM incident_event WHERE code = 'report.update'") == 1


class Photos(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(b"\x89PNG\r\n\x1a\n and so on")

    def log_message(self, *_):
        pass


def test_photo(server):
    """Fetched from a foreign server, kept, attached, not shown until it is released."""
    photos = http.server.HTTPServer(("127.0.0.1", 0), Photos)
    threading.Thread(target=photos.serve_forever, daemon=True).start()
    first = report(server, service_code="giaothong", description="có ảnh",
                   media_url=f"http://127.0.0.1:{photos.server_port}/a.png")
    for _ in range(100):
        if server.count("SELECT count(*) FROM attachment"):
            break
        time.sleep(0.1)
    photos.shutdown()
    assert server.count("SELECT count(*) FROM attachment WHERE public = 0") == 1
    assert curl(f"{server.url}/media/{first}")[0] == 404
    assert check_same(server, "requests/" + first)[0]["media_url"] is None
    code, _ = post(server, "requests", service_code="giaothong", lat="1", long="1",
                   media_url="http://example.org/a.png")
    assert code == 400


def test_restart(server):
    """What was acknowledged is there after a kill, and an Idempotency-Key still means the same."""
    words = ["-H", "Idempotency-Key: k-1", "-d",
             f"api_key={server.key}&service_code=giaothong&lat=9.78&long=105.47&description=x"]
    code, answer = read_json(f"{server.url}/requests.json", *words)
    assert code == 200, answer
    server.restart_after_kill()
    assert read_json(f"{server.url}/requests.json", *words) == (200, answer)
    assert check_same(server, "requests/" + answer[0]["service_request_id"])[0]["status"] == "open"


PHOTOS = dict(QUICK, open311=dict(QUICK["open311"], **{"media-hosts": "127.0.0.1",
                                                       "media-private": "true"}))
run_tests([(QUICK, test_both_forms), (QUICK, test_updates), (PHOTOS, test_photo),
           (QUICK, test_restart)])
