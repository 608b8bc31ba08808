# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk that lies (knocker.c): with the key of an enrolled one, which isn't running."""
import json
import os
import subprocess

from province_rig import BUILD, WAIT_S


def knock(rig, desk, *lie, wait=True, url=None):
    """What came, as messages and as bytes. url: of a relay, instead of the server."""
    out = os.path.join(rig.folder, "came")
    if os.path.exists(out):
        os.unlink(out)
    process = subprocess.Popen(
        [os.path.join(BUILD, "tests/e2e/knocker"), url or rig.url, desk.folder, out,
         *map(str, lie)], stdout=subprocess.PIPE, text=True)
    if not wait:
        return process
    return heard(process, out)


def heard(process, out):
    said, _ = process.communicate(timeout=WAIT_S)
    with open(out, "rb") as file:
        return [json.loads(line) for line in said.splitlines()], file.read()


def token_of(rig, desk, replica, url=None):
    messages, _ = knock(rig, desk, "ask", replica, "http-token", url=url)
    return next(one["token"] for one in messages if "token" in one)
