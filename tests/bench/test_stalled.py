#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hundred desks that are let in and then read nothing, while another works: the server's memory
stays within its bound, the one that works sees everything, and the server ends well. (That such a
desk is dropped after a minute is tests/sync/test-flow.c.)"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from sync_stage import Stage, end  # noqa: E402

DESKS = 100
BYTES_MAX = 300_000_000


def main():
    with Stage(DESKS + 3) as stage, stage.serving():
        stalled = stage.begin("stalled", stage.data, stage.port, DESKS)
        resident = stage.resident()
        assert resident <= BYTES_MAX, f"{resident} bytes with {DESKS} desks that stall"
        print(f"{resident / 1e6:.0f} MB with {DESKS} desks that stall")
        end(stalled)


main()
