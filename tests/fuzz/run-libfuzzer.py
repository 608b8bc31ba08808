#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the fuzz targets with clang and runs each for a bounded number of runs.

run-libfuzzer.py SOURCE BUILD TARGET...   RUNS in the environment: runs of each target (20000).

New inputs go to a scratch copy of the corpus, not to the tree; a crash is left in BUILD/crash-*.
Prints TAP.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SECONDS_MAX = 120


def build(source, directory, targets):
    environment = dict(os.environ, CC="clang")
    if not (directory / "build.ninja").exists():
        subprocess.run(["meson", "setup", directory, source, "-Dfuzz=true", "-Db_lundef=false",
                        "-Dbuildtype=debugoptimized"],
                       env=environment, check=True, stdout=subprocess.DEVNULL)
    names = [f"tests/fuzz/fuzz-{name}" for name in targets]
    result = subprocess.run(["ninja", "-C", directory, *names], env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode:
        print(result.stdout[-4000:])
        print("Bail out! the targets don't build")
        sys.exit(1)


def run(source, directory, name, runs):
    kept = source / "tests" / "fuzz" / "corpus" / name
    with tempfile.TemporaryDirectory() as scratch:
        return subprocess.run(
            [directory / "tests" / "fuzz" / f"fuzz-{name}", scratch, kept, f"-runs={runs}",
             f"-max_total_time={SECONDS_MAX}", "-max_len=65536", "-timeout=10", "-seed=20261123",
             f"-artifact_prefix={directory}/crash-{name}-"],
            env=dict(os.environ, G_DEBUG="fatal-criticals"), stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", check=False)


def main():
    source, directory = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    targets = sys.argv[3:]
    runs = os.environ.get("RUNS", "20000")
    if not shutil.which("clang"):
        print("1..0 # skip clang is not installed")
        return 0
    print(f"1..{len(targets)}", flush=True)
    build(source, directory, targets)
    failed = 0
    for number, name in enumerate(targets, 1):
        result = run(source, directory, name, runs)
        lines = result.stdout.splitlines()
        if result.returncode:
            failed += 1
            print("\n".join("# " + line for line in lines[-60:]))
        print(f"{'not ' if result.returncode else ''}ok {number} {name}: "
              f"{lines[-1] if lines else 'no output'}", flush=True)
    return 1 if failed else 0


sys.exit(main())
