# SPDX-License-Identifier: GPL-3.0-or-later
"""What the gates share: the list of the project's files, and how a gate reports.

A gate is a module with check(root) -> list of "path:line: what is wrong"; run(check) makes a
program of it: one argument, the root; exit code 1 with the list if there is anything, 77 with a
reason where it can't be judged (Skip)."""
import os
import subprocess
import sys

GENERATED = ("build", ".git", "__pycache__")


class Skip(Exception):
    pass


def list_files(root):
    """Paths of the project's own files relative to root, sorted; new ones not yet committed too."""
    git = subprocess.run(["git", "-C", root, "-c", "safe.directory=*", "ls-files", "-co",
                          "--exclude-standard"], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True, check=False) \
        if os.path.exists(os.path.join(root, ".git")) else None
    if git and git.returncode == 0:
        found = git.stdout.splitlines()
    else:
        found = []
        for folder, folders, names in os.walk(root):
            folders[:] = [f for f in folders if not f.startswith(GENERATED)]
            found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(f for f in found if os.path.isfile(os.path.join(root, f)))


def pick(root, endings, folders=None):
    """The files with one of the endings, below one of the folders."""
    return [f for f in list_files(root)
            if f.endswith(tuple(endings)) and (not folders or f.split("/")[0] in folders)]


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def run(check):
    try:
        found = check(os.path.abspath(sys.argv[1]))
    except Skip as skip:
        print(f"skip: {skip}")
        sys.exit(77)
    for line in found:
        print(line)
    sys.exit(1 if found else 0)
