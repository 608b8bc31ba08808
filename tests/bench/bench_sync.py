#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Synchronisation beside its peers, in one run on one machine, everything on loopback without TLS.

From write at A to received at B: an operation (a row of the list changes, the history and the log
get one each) is sent by one of N light desks at the rate named, and all N receive it: they check
the chain and each section's hash and decode each row image. The time of every delivery counts, from
just before the write until the frame is decoded; the first second does not. Signatures are checked,
permission, capture and chain are on, and nothing is sent before it is on disk. Operations bear the
times at which they are due, so identifiers go up from one to the next; PostgreSQL's do as well. In
the load at 4,000/s two full desks, with a replica on the disk, have their own figure: until their
commit. They move their WAL as the client does.

Beside it PostgreSQL does the same three writes and a NOTIFY that carries the row, in one prepared
statement and round trip with synchronous_commit=on, over TCP as the desks, N LISTENers; with 1
writer and with 8, of which the better p99 counts. Both are measured five times in turns, and of
each the run in the middle counts, of a thousand operations at least: of 400 the p99 is that of the
four that met the disk worst. PostgreSQL has vacuumed and made its checkpoint before each of ours.
At 4,000/s, too, the run in the middle counts.
TCP alone shows the limit: a thread copies 500 bytes to N sockets.
Ratios are ours over theirs; below 1 we are faster.

1,000 desks have no such peer here, only TCP.

Durable operations: 64 per commit, by 8 desks, in one process, signatures checked on a second thread
beside the hub, as the server's pool does; PostgreSQL with 8 writers over a Unix socket, one
statement each, no NOTIFY. Best of three each; likewise ours at 1, 16 and 256 per commit.

  bench_sync.py [PART | DESKSxRATE]...   all, or of latency, durable, rebase, catch-up, herd,
                                         stalled what is named, or single loads of latency"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from postgres import Postgres  # noqa: E402
from province_rig import BUILD  # noqa: E402
from sync_stage import Stage, call, end, run  # noqa: E402

PEERS = os.path.join(BUILD, "tests/bench/bench-peers")
SECONDS = float(os.environ.get("TC_BENCH_SECONDS", "8"))
ROUNDS = 5
OPERATIONS_MIN = 1000
HERD = int(os.environ.get("TC_BENCH_HERD", "1000"))
DURABLE = int(os.environ.get("TC_BENCH_DURABLE", "40000"))
BEHIND = int(os.environ.get("TC_BENCH_BEHIND", "100000"))
COMMIT = 64
COMMITS = {1: 2000, 16: 20000, 256: 40000}  # operations in each, to how many are measured
PARTS = ("durable", "latency", "rebase", "catch-up", "herd", "stalled")
LOADS = [(10, 50), (50, 50), (200, 50), (50, 500)]
FLOOD = (200, 4000)  # without PostgreSQL
BY_NAME = {f"{desks}x{rate}": (desks, rate) for desks, rate in LOADS + [FLOOD]}
CROWD = int(os.environ.get("TC_BENCH_CROWD", "1000"))
CROWD_RATE = 50
MB = 1e6
TABLES = """
CREATE TABLE incident (id bigint PRIMARY KEY, scope bigint, code text, day bigint, number bigint,
  title text, priority int, state text, open int, rank_us bigint, lat_e7 bigint, lon_e7 bigint,
  opened_us bigint, changed_us bigint);
CREATE INDEX ON incident (open, priority, rank_us);
CREATE TABLE incident_event (id bigint PRIMARY KEY, scope bigint, incident_id bigint, code text,
  at_us bigint, actor_id bigint, replica int, state text, moved int, public int, text text,
  number int);
CREATE INDEX ON incident_event (incident_id, at_us);
CREATE TABLE log_operation (lsn bigserial PRIMARY KEY, replica int, seq bigint,
  operation_id bigint, name text, actor_id bigint, made_us bigint, bytes bytea, signature bytea);
CREATE UNIQUE INDEX ON log_operation (replica, seq);
CREATE UNIQUE INDEX ON log_operation (operation_id);
INSERT INTO incident SELECT 1000000 + n, 2, 'PA-261126-' || n, 261126, n, 'Ngập sâu trước chợ', 3,
  'new', 1, 0, 97845000, 1054701000, 0, 0 FROM generate_series(0, 199) AS n;
"""


def run_peer(*words):
    return call(PEERS, *words)


def settled(command, *words):
    """Runs a measurement once what was made before it is on the disk, whoever made it."""
    os.sync()
    return command(*words)


def figure(name, value, unit):
    print(f"figure {name} {value:.3f} {unit}", flush=True)


def typical(found, key="p99"):
    """The run whose p99 is in the middle: one hiccup of the disk decides neither way."""
    return sorted(found, key=lambda one: one[key])[len(found) // 2]


def measure_load(stage, peer, desks, rate):
    """Us and PostgreSQL with 1 writer and with 8, in turns; the better of its two counts."""
    ours, alone, eight = [], [], []
    seconds = max(SECONDS, OPERATIONS_MIN / rate)
    for _ in range(ROUNDS):
        peer.settle()
        ours.append(settled(run, "latency", stage.data, stage.port, desks, rate, seconds, 0))
        for writers, found in ((1, alone), (8, eight)):
            found.append(settled(run_peer, "pg-latency", peer.info_tcp, desks, rate, seconds,
                                 writers))
    return typical(ours), min(typical(alone), typical(eight), key=lambda one: one["p99"])


def compare_load(stage, peer, desks, rate):
    name = f"sync-p99-{desks}x{rate}"
    mine, other = measure_load(stage, peer, desks, rate)
    limit = run_peer("tcp", desks, rate, SECONDS)
    figure(name + "-ratio", mine["p99"] / other["p99"], "x")
    for who, one in (("", mine), ("-postgres", other), ("-tcp", limit)):
        figure(f"sync-p50-{desks}x{rate}{who}", one["p50"], "ms")
        figure(f"{name}{who}", one["p99"], "ms")


def measure_flood(stage, peer, desks, rate):
    peer.settle()
    floods = [settled(run, "latency", stage.data, stage.port, desks, rate, SECONDS, 2)
              for _ in range(ROUNDS)]
    flood = typical(floods)
    applied = typical(floods, "applied_p99")
    figure(f"sync-p50-{desks}x{rate}", flood["p50"], "ms")
    figure(f"sync-p99-{desks}x{rate}", flood["p99"], "ms")
    figure("sync-applied-p50", applied["applied_p50"], "ms")
    figure("sync-applied-p99", applied["applied_p99"], "ms")
    figure(f"sync-p99-{desks}x{rate}-tcp", run_peer("tcp", desks, rate, SECONDS)["p99"], "ms")


def compare_latency(peer, loads):
    with Stage(210) as stage, stage.serving():
        for load in loads:
            (measure_flood if load == FLOOD else compare_load)(stage, peer, *load)


def measure_crowd():
    name = f"{CROWD}x{CROWD_RATE}"
    with Stage(CROWD + 10) as stage, stage.serving():
        mine = typical([settled(run, "latency", stage.data, stage.port, CROWD, CROWD_RATE, SECONDS,
                                0) for _ in range(ROUNDS)])
    limit = run_peer("tcp", CROWD, CROWD_RATE, SECONDS)
    for who, one in (("", mine), ("-tcp", limit)):
        figure(f"sync-p50-{name}{who}", one["p50"], "ms")
        figure(f"sync-p99-{name}{who}", one["p99"], "ms")


def measure_durable(stage, operations, commit):
    return run("durable", stage.data, operations, commit)["rate"]


def compare_durable(peer):
    with Stage(20) as stage:
        # In turns, so that what else the machine does meets both.
        pairs = [(measure_durable(stage, DURABLE, COMMIT),
                  run_peer("pg-durable", peer.info, 8, SECONDS / 2)["rate"]) for _ in range(3)]
        ours, theirs = (max(rates) for rates in zip(*pairs))
        alone = run_peer("pg-durable", peer.info, 1, SECONDS / 2)["rate"]
        figure("sync-durable", ours, "ops/s")
        figure("sync-durable-ratio", ours / theirs, "x")
        figure("sync-durable-postgres", theirs, "ops/s")
        figure("sync-durable-postgres-alone", alone, "ops/s")
        for commit, most in COMMITS.items():
            rates = [measure_durable(stage, min(most, DURABLE), commit) for _ in range(3)]
            figure(f"sync-durable-{commit}", max(rates), "ops/s")
        parts = run("parts", stage.data, DURABLE // 4)
    parts["capture"] = parts.pop("captured") - parts["apply"]
    for name, cost in parts.items():
        figure(f"sync-part-{name}", cost, "us")


def measure_rebase():
    for pending in (100, 1000):
        with Stage(10) as stage:
            found = run("rebase", stage.data, pending)
            figure(f"sync-rebase-{pending}", found["p50"], "ms")
            figure(f"sync-rebase-{pending}-p95", found["p95"], "ms")


def measure_catch_up():
    with Stage(20) as stage:
        run("durable", stage.data, BEHIND, COMMIT)
        with stage.serving():
            found = run("catch-up", stage.data, stage.port)
            figure(f"sync-catch-up-{BEHIND}", found["seconds"], "s")


def measure_herd():
    with Stage(HERD + 2) as stage:
        stage.start()
        before = stage.resident()
        herd = stage.begin("herd", stage.data, stage.port, HERD)
        figure("sync-memory-per-desk", (stage.resident() - before) / HERD / 1000, "kB")
        stage.kill()
        begun = time.monotonic()
        stage.start(stage.port)
        figure("sync-reconnect-server-start", time.monotonic() - begun, "s")
        found = end(herd)
        figure(f"sync-reconnect-{HERD}", found["seconds"], "s")
        figure(f"sync-reconnect-{HERD}-attempts", found["attempts"], "times")
        figure(f"sync-connect-{HERD}", found["first"], "s")
        stage.stop()


def measure_stalled():
    with Stage(103) as stage, stage.serving():
        stalled = stage.begin("stalled", stage.data, stage.port, 100)
        figure("sync-stalled-memory", stage.resident() / MB, "MB")
        end(stalled)


def main():
    wanted = set(sys.argv[1:]) or set(PARTS)
    unknown = wanted - set(PARTS) - set(BY_NAME)
    if unknown:
        sys.exit(f"{' '.join(unknown)}: there are {' '.join((*PARTS, *BY_NAME))}")
    loads = [BY_NAME[name] for name in BY_NAME if "latency" in wanted or name in wanted]
    if "durable" in wanted or loads:
        with Postgres(TABLES, connections=300) as peer:
            if "durable" in wanted:
                compare_durable(peer)
            if loads:
                compare_latency(peer, loads)
    if "latency" in wanted:
        measure_crowd()
    if "rebase" in wanted:
        measure_rebase()
    if "catch-up" in wanted:
        measure_catch_up()
    if "herd" in wanted:
        measure_herd()
    if "stalled" in wanted:
        measure_stalled()


main()
