#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goal: a media host records what its cameras send without a gap, its index says what is on the
disk, and whatever is killed costs no more than what wasn't on it. Method: the real programs, killed
by SIGKILL; the index is read and each file is hashed by Python alone; a clip is made by
toancanh-clip, and the strips of its pictures say when each was taken."""
import contextlib
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import time

from camera_rig import MAIN, Cameras, age_s
from media_rig import ACCOUNT, RECORDER, SECRET, MediaHost, load_with_cameras
from province_rig import BUILD, TOP, Rig, wait_for

SERVED = (1, 2)
US = 1_000_000
GAP_US = 500_000
CLOCK_OFF_S = 1.0
BUSY_S = 0.7
TRIES = 4


def read_rows(folder, camera=None):
    """(camera, start, end, frames, bytes, sha256) by camera and start."""
    path = os.path.join(folder, "recordings.db")
    if not os.path.exists(path):
        return []
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(
            "SELECT camera_id, start_us, end_us, frames, bytes, sha256 FROM segment"
            " WHERE ?1 IS NULL OR camera_id = ?1 ORDER BY camera_id, start_us",
            (camera,)).fetchall()


def wait_rows(folder, camera, n):
    return wait_for(f"{n} segments of camera {camera}", lambda: (
        lambda rows: rows if len(rows) >= n else None)(read_rows(folder, camera)))


def file_of(folder, row):
    day = time.strftime("%Y%m%d", time.gmtime(row[1] // US))
    return os.path.join(folder, str(row[0]), day, f"{row[1]}.mkv")


def check_files(folder):
    """Each row has its file, as it was written."""
    rows = read_rows(folder)
    for row in rows:
        with open(file_of(folder, row), "rb") as file:
            data = file.read()
        assert len(data) == row[4] and hashlib.sha256(data).digest() == row[5], row
    return rows


def find_strays(folder):
    known = {file_of(folder, row) for row in read_rows(folder)}
    return [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names
            if name.endswith(".mkv") and os.path.join(place, name) not in known]


def is_whole(row):
    return row[3] >= (row[2] - row[1]) * MAIN[2] / US - 2


def find_adjoining(rows):
    """The first two that are whole, with nothing missing between them."""
    return next(((before, after) for before, after in zip(rows, rows[1:])
                 if is_whole(before) and is_whole(after) and abs(after[1] - before[2]) < GAP_US),
                None)


def wait_adjoining(folder, camera):
    """A fake camera that has no time leaves pictures out, and one that is left out at a segment's
    end is a gap: it is looked for a while where there is none."""
    found = wait_for(f"two segments of camera {camera} without a gap",
                     lambda: find_adjoining(read_rows(folder, camera)), 180)
    before = [row for row in read_rows(folder, camera) if row[1] < found[0][1]]
    if before:
        print(f"{len(before)} segments before these, for the camera had no time for all pictures")
    return found


def check_pictures(folder, camera, number, rows):
    """What is asked for by its time is what was recorded then, frame by frame."""
    from_us = rows[0][1] + 4 * US + 7000
    path = os.path.join(folder, "clip.mkv")
    # It works as long as somebody holds its standard input.
    with subprocess.Popen(
            [os.path.join(BUILD, "src/media/toancanh-clip"), folder, str(camera), str(from_us),
             str(from_us + 2 * US), path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True) as clip:
        said = clip.stdout.read().splitlines()
    assert clip.returncode == 0, said
    made = [int(word) for word in said[-1].split()[1:]]
    lines = subprocess.run(
        ["/usr/bin/python3", os.path.join(TOP, "tests/e2e/file_strips.py"), path],
        stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    os.unlink(path)
    strips = [json.loads(line) for line in lines]
    fps = MAIN[2]
    assert len(strips) == made[3] >= fps, (made, len(strips))
    assert all(strip[0] == number for strip in strips), strips
    frames = [strip[1] for strip in strips]
    assert frames == sorted(set(frames)), frames
    # The first is the one that was there then: the second came later.
    assert made[0] <= from_us + 2000 < made[0] + strips[1][2] + 4000, (from_us, made, strips[:2])
    # A camera that has no time leaves pictures out, which their numbers say. Times are those of
    # the host's clock for the stream: never before a picture was taken, and soon after it.
    late = [age_s(number, strip[1], fps, made[0] + strip[2]) for strip in strips]
    assert -1 / fps < min(late) and max(late) < CLOCK_OFF_S, late
    print(f"{len(frames)} pictures of {frames[-1] - frames[0] + 1} that were taken, recorded"
          f" {1000 * min(late):.0f} to {1000 * max(late):.0f} ms later")


def check_busy(host, folder, camera):
    """A host that has no time for a while records what came meanwhile."""
    for _ in range(TRIES):
        before = read_rows(folder, camera)[-1]
        paused_us = time.time() * US
        for sign in (signal.SIGSTOP, signal.SIGCONT):
            for worker in host.workers():
                os.kill(worker, sign)
            time.sleep(BUSY_S)
        row = wait_for("what was recorded meanwhile", lambda: next(
            (row for row in read_rows(folder, camera)
             if row[1] > before[1] and row[1] < paused_us < row[2]), None))
        if is_whole(row):
            break
        print(f"{row[3]} pictures in {(row[2] - row[1]) / US:.1f} s: once more")
    assert is_whole(row), row[:4]
    print(f"a host that was busy for {BUSY_S} s lost no picture")


def check_worker_killed(host, folder, ids):
    worker = host.workers()[0]
    time.sleep(4)
    killed_us = time.time() * US
    os.kill(worker, signal.SIGKILL)
    for camera in ids.values():
        # What was open then is found while the host goes on.
        wait_for("what was open is found", lambda: [
            row for row in read_rows(folder, camera)
            if row[1] < killed_us and abs(killed_us - row[2]) < 1.5 * US])
        wait_for("recording goes on", lambda: [
            row for row in read_rows(folder, camera) if row[1] > killed_us])
    print("a worker that was killed costs nothing that it had")


def check_host_killed(host, folder, ids):
    time.sleep(4)
    workers = host.workers()
    killed_us = time.time() * US
    host.kill()
    wait_for("its workers end", lambda: not any(
        os.path.exists(f"/proc/{worker}") for worker in workers))
    strays = find_strays(folder)
    assert len(strays) == len(ids), strays
    host.start()
    for camera in ids.values():
        rows = [row for row in read_rows(folder, camera) if row[1] < killed_us]
        assert killed_us - rows[-1][2] < 1.5 * US, (killed_us, rows[-1][:4])
    assert "found again" in host.read_log()
    check_files(folder)
    print("a host that was killed has all up to then in its index")


def run(rig, host):
    desk = rig.add_desk("Bàn 02 – Điều phối", "lan")
    rig.ctl("camera", "set-password", RECORDER, text=SECRET + "\n")
    host.enrol(*SERVED)
    folder = host.record()
    host.start()
    ids = {number: desk.say("camera", number)["id"] for number in SERVED}
    for camera in ids.values():
        wait_adjoining(folder, camera)
    check_files(folder)
    check_pictures(folder, ids[1], 1, read_rows(folder, ids[1]))
    check_busy(host, folder, ids[1])
    check_worker_killed(host, folder, ids)
    check_host_killed(host, folder, ids)


def main():
    with Cameras("-n", "24", "--account", ACCOUNT, "--password", SECRET) as cameras, \
            Rig() as rig, MediaHost(rig) as host:
        rig.start()
        load_with_cameras(rig, cameras)
        run(rig, host)


if __name__ == "__main__":
    main()
