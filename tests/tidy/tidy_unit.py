#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: systemd takes the unit as it stands, and its sandbox stays tight. The program of the unit
isn't installed here, so another stands in for it."""
import os
import re
import shutil
import subprocess
import tempfile

import tidy_tree

UNIT = "data/toancanhd.service.in"
EXPOSURE_MAX = 2.0  # of 10, as systemd-analyze security counts


def call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, env=dict(os.environ, LC_ALL="C", SYSTEMD_COLORS="0"))
    return done.returncode, done.stdout


def check(root):
    if not shutil.which("systemd-analyze"):
        raise tidy_tree.Skip("no systemd-analyze here: sh tests/install test")
    text = tidy_tree.read(root, UNIT)
    with tempfile.TemporaryDirectory() as folder:
        unit = os.path.join(folder, "toancanhd.service")
        with open(unit, "w", encoding="utf-8") as file:
            file.write(re.sub(r"(?m)^(ExecStart=)\S+", r"\1/bin/true", text))
        code, said = call("systemd-analyze", "verify", "--man=no", unit)
        if code or "toancanhd.service:" in said:
            return [f"{UNIT}:1: {line}" for line in said.splitlines()]
        _, said = call("systemd-analyze", "security", "--offline=true", "--no-pager", unit)
    match = re.search(r"exposure level for \S+: ([\d.]+)", said)
    if not match:
        return [f"{UNIT}:1: systemd-analyze security says nothing: {said}"]
    if float(match[1]) > EXPOSURE_MAX:
        return [f"{UNIT}:1: exposure {match[1]}, more than {EXPOSURE_MAX}"]
    return []


if __name__ == "__main__":
    tidy_tree.run(check)
