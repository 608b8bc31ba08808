#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gate: the rules of src/core/store/tc-schema.h over data/schema, asked of SQLite itself.

All sets load, and their tables are STRICT. In `state`, which replicates: `id` and `scope` come
first, `id` is the key and nothing else is unique; no trigger, view, virtual table, foreign key,
generated column, REAL, default from a clock; every table but `replicated` stands in `replicated`
under a number of its own; a migration does nothing else than add tables, indexes and columns that
are nullable or have a constant default, so that desks of older versions can be served. Each is
compiled in: data/meson.build names it. No statement of `core` moves a row to another scope: on that
stands what a relay shows (src/sync/tc-relay-try.c). One file may, of four tables, and says why."""
import glob
import os
import re
import sqlite3

import tidy_tree

COLUMNS_MAX = 60
BESIDE_STATE = ("desk", "server")  # never alone in a file: their indexes are over its tables too
TAKES_AWAY = re.compile(r"\b(DROP\s+(TABLE|COLUMN)|RENAME)\b", re.I)
ADD_COLUMN = r"ALTER\s+TABLE\s+\w+\s+ADD\s+COLUMN"
ADDS = re.compile(r"(CREATE\s+(VIRTUAL\s+)?TABLE|CREATE\s+(UNIQUE\s+)?INDEX|CREATE\s+TRIGGER|"
                  rf"{ADD_COLUMN}|INSERT\s+INTO\s+replicated\s+VALUES)\b", re.I)
# What SQLite itself refuses only where there are rows.
UNFILLED = re.compile(rf"{ADD_COLUMN}(?!.*\bDEFAULT\b).*\bNOT\s+NULL\b|"
                      rf"{ADD_COLUMN}.*\bDEFAULT\s*\(", re.I | re.S)
MOVES = re.compile(r"\bUPDATE\s+\w+\s+SET\b(?:(?!\bWHERE\b)[^;])*[\s,]scope\s*=", re.I)
MAY_MOVE = "src/core/cameras/tc-camera-rows.c"
MAY_BE_MOVED = re.compile(r"UPDATE camera(_status|_fault|_member)? SET scope = \? WHERE\b")
CLOCK = re.compile(r"\bCURRENT_(TIME|DATE|TIMESTAMP)\b|\b(random|datetime|strftime)\s*\(", re.I)


def load(root, name):
    """A database in memory with all migrations of a set, and the complaints on the way."""
    db, found = sqlite3.connect(":memory:"), []
    if name in BESIDE_STATE and os.path.isdir(f"{root}/data/schema/state"):
        db, found = load(root, "state")
    for number, path in enumerate(sorted(glob.glob(f"{root}/data/schema/{name}/*.sql")), 1):
        place = os.path.relpath(path, root)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if not os.path.basename(path).startswith(f"{number:04d}-"):
            found.append(f"{place}:1: migration {number} of {name} is missing")
        code = re.sub(r"--.*", "", text)
        if name == "state" and TAKES_AWAY.search(code):
            found.append(f"{place}:1: what replicates is never taken away or renamed")
        if name == "state" and CLOCK.search(code):
            found.append(f"{place}:1: a clock or chance in the schema")
        try:
            db.executescript(text)
        except sqlite3.Error as error:
            found.append(f"{place}:1: {error}")
    return db, found


def list_tables(db):
    """(name, kind, without rowid, strict) of each table that SQLite didn't make for itself."""
    rows = db.execute("SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' "
                      "AND name NOT LIKE 'sqlite_%' AND type != 'shadow' ORDER BY name")
    return rows.fetchall()


def check_columns(db, table):
    columns = db.execute("SELECT name, type, [notnull], dflt_value, pk, hidden "
                         "FROM pragma_table_xinfo(?) ORDER BY cid", (table,)).fetchall()
    first = [(c[0], c[1], c[4]) for c in columns[:2]]
    if first != [("id", "INTEGER", 1), ("scope", "INTEGER", 0)] or not columns[1][2]:
        yield "doesn't begin with id INTEGER PRIMARY KEY, scope INTEGER NOT NULL"
    if len(columns) > COLUMNS_MAX:
        yield f"has more than {COLUMNS_MAX} columns"
    for name, kind, _, _, _, hidden in columns:
        if kind == "REAL":
            yield f"{name} is REAL"
        if kind == "ANY":
            yield f"{name} has no type"
        if hidden:
            yield f"{name} is generated"


def check_replicated_table(db, table):
    yield from check_columns(db, table)
    if db.execute("SELECT count(*) FROM pragma_index_list(?) WHERE [unique]",
                  (table,)).fetchone()[0]:
        yield "has a second unique key"
    if db.execute("SELECT count(*) FROM pragma_foreign_key_list(?)", (table,)).fetchone()[0]:
        yield "has a foreign key"
    text = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    if re.search(r"\bAUTOINCREMENT\b", text, re.I):
        yield "counts its own ids"


def check_state(db):
    names = [row[0] for row in db.execute("SELECT name FROM replicated ORDER BY number")]
    tables = [row[0] for row in list_tables(db) if row[0] != "replicated"]
    for name in sorted(set(names) - set(tables)):
        yield f"{name}: in `replicated`, but no table"
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield f"{name}: twice in `replicated`"
    for name in tables:
        if name not in names:
            yield f"{name}: not in `replicated`"
        for why in check_replicated_table(db, name):
            yield f"{name}: {why}"
    for name, kind in db.execute("SELECT name, type FROM sqlite_schema "
                                 "WHERE type IN ('trigger', 'view') ORDER BY name"):
        yield f"{name}: a {kind}"


def list_statements(text):
    """Whole ones, as SQLite sees their ends."""
    rest = ""
    for part in re.findall(r"[^;]*;|[^;]+$", re.sub(r"--.*", "", text)):
        rest += part
        if sqlite3.complete_statement(rest):
            yield rest.strip()
            rest = ""
    if rest.strip():
        yield rest.strip()


def check_adds(root):
    """A desk of an older version has only its own migrations: none may change what is there."""
    for path in sorted(glob.glob(f"{root}/data/schema/state/*.sql")):
        with open(path, encoding="utf-8") as file:
            for statement in list_statements(file.read()):
                if not ADDS.match(statement):
                    yield (f"{os.path.relpath(path, root)}:1: a migration of what replicates only "
                           f"adds: {statement.split(chr(10))[0][:60]}")
                if UNFILLED.match(statement):
                    yield (f"{os.path.relpath(path, root)}:1: a new column is nullable or has a "
                           f"constant default: {statement.split(chr(10))[0][:60]}")


def check_compiled(root):
    """A migration that the build doesn't know would be missing at run time alone."""
    named = tidy_tree.read(root, "data/meson.build")
    for path in sorted(glob.glob("schema/*/*.sql", root_dir=f"{root}/data")):
        if f"'{path}'" not in named:
            yield f"data/{path}:1: not in data/meson.build"


def check_scopes(root):
    for path in sorted(glob.glob(f"{root}/src/core/**/*.c", recursive=True)):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for literal in re.finditer(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', text):
            statement = re.sub(r'"\s*"', "", literal.group())
            if MOVES.search(statement):
                line, place = text.count("\n", 0, literal.start()) + 1, os.path.relpath(path, root)
                if place != MAY_MOVE or not MAY_BE_MOVED.search(statement):
                    yield f"{place}:{line}: moves a row to another scope"


def check(root):
    found = list(check_compiled(root)) + list(check_adds(root)) + list(check_scopes(root))
    for folder in sorted(glob.glob(f"{root}/data/schema/*/")):
        name = os.path.basename(folder.rstrip("/"))
        db, complaints = load(root, name)
        found += complaints
        if complaints:
            continue
        place = f"data/schema/{name}/:1"
        for table, kind, _, strict in list_tables(db):
            if kind == "table" and not strict:
                found.append(f"{place}: {table}: not STRICT")
            if kind == "virtual" and name == "state":
                found.append(f"{place}: {table}: a virtual table doesn't replicate")
        if name == "state":
            found += [f"{place}: {why}" for why in check_state(db)]
        db.close()
    return found


if __name__ == "__main__":
    tidy_tree.run(check)
