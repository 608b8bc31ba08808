#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports posted through Open311 (parsed, checked, applied, chained, durable), beside PostgreSQL
taking in the same rows in one transaction each, on the same disk, in the same run. Both keep each
report before they answer. PostgreSQL does less: no HTTP, no permission, no row images, no chain."""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from postgres import Postgres  # noqa: E402
from province_rig import BUILD, Rig  # noqa: E402

LOAD = os.path.join(BUILD, "tests/bench/bench-load")
CLIENTS, REQUESTS = 8, 8000
TABLES = """
CREATE TABLE incident (id bigint PRIMARY KEY, scope bigint, code text, day bigint, number bigint,
  title text, field_id bigint, priority bigint, state text, open bigint, rank_us bigint,
  lat_e7 bigint, lon_e7 bigint, address text, opened_us bigint, changed_us bigint);
CREATE INDEX ON incident (day, number); CREATE INDEX ON incident (open, rank_us);
CREATE TABLE report (id bigint PRIMARY KEY, scope bigint, incident_id bigint, channel text,
  text text, language text, field_id bigint, lat_e7 bigint, lon_e7 bigint, said_us bigint,
  received_us bigint, anonymous bigint, private bigint);
CREATE INDEX ON report (incident_id); CREATE INDEX ON report (received_us);
CREATE TABLE reporter (id bigint PRIMARY KEY, scope bigint, report_id bigint, name text,
  phone text);
CREATE INDEX ON reporter (report_id); CREATE INDEX ON reporter (phone);
CREATE TABLE incident_event (id bigint PRIMARY KEY, scope bigint, incident_id bigint, code text,
  at_us bigint, actor_id bigint, replica bigint, state text, text text);
CREATE INDEX ON incident_event (incident_id, at_us);
"""


def load(*words):
    done = subprocess.run([LOAD, *map(str, words)], stdout=subprocess.PIPE, text=True, timeout=300,
                          check=True)
    figures = json.loads(done.stdout)
    assert figures["errors"] == 0, figures
    return figures


def measure_ours():
    with Rig() as rig:
        rig.start()
        rig.load()
        alone = load("http", "127.0.0.1", rig.port, 1, REQUESTS // 8, rig.key, rig.service())
        many = load("http", "127.0.0.1", rig.port, CLIENTS, REQUESTS, rig.key, rig.service())
        return alone, many


def measure_postgres():
    with Postgres(TABLES) as peer:
        return load("pg", peer.info, 1, REQUESTS // 8), load("pg", peer.info, CLIENTS, REQUESTS)


def figure(name, value, unit):
    print(f"figure {name} {value:.3f} {unit}")


def main():
    ours_alone, ours = measure_ours()
    peer_alone, peer = measure_postgres()
    figure("server-post", ours["rate"], "1/s")
    figure("server-post-p50", ours["p50"], "ms")
    figure("server-post-p95", ours["p95"], "ms")
    figure("server-post-p99", ours["p99"], "ms")
    figure("server-post-alone-p50", ours_alone["p50"], "ms")
    figure("server-post-alone-p95", ours_alone["p95"], "ms")
    figure("server-postgres", peer["rate"], "1/s")
    figure("server-postgres-p50", peer["p50"], "ms")
    figure("server-postgres-p95", peer["p95"], "ms")
    figure("server-postgres-p99", peer["p99"], "ms")
    figure("server-postgres-alone-p50", peer_alone["p50"], "ms")
    figure("server-post-ratio", ours["rate"] / peer["rate"], "x")
    figure("server-post-p95-ratio", ours["p95"] / peer["p95"], "x")
    figure("server-post-alone-p50-ratio", ours_alone["p50"] / peer_alone["p50"], "x")


main()
