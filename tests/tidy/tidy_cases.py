# SPDX-License-Identifier: GPL-3.0-or-later
"""A small clean project, and the violations that test_tidy.py lays over it: (gate, name of the
case, files that differ, what the gate must say)."""

HEAD = """/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file that stands here for the gates to judge.
 */
"""
HEADER = HEAD + "#pragma once\n"
MESON = "# SPDX-License-Identifier: GPL-3.0-or-later\n"
SQL = "-- SPDX-License-Identifier: GPL-3.0-or-later\n"
ROOMS = """# Architecture
<!-- rooms: -->
| room | holds | may use | may link |
|---|---|---|---|
| `base` | ids | – | glib |
| `core` | domain | base | glib gio sqlite |
| `wire` | lines | base | glib gio soup |
| `client` | desk | base core wire | glib gio |
| `server` | daemon | base core wire | glib gio soup |
| `desktop` | screen | base core client | glib gio gtk |
<!-- /rooms -->
<!-- features: -->
Order of features in `core`: `store` `people` `incidents`.
<!-- /features -->
"""
WORDS_C = HEAD + '\nconst char *\nname (void)\n{\n  return _ ("Name");\n}\n'
PO = """# SPDX-License-Identifier: GPL-3.0-or-later
msgid ""
msgstr ""
"Project-Id-Version: toancanh\\n"
"PO-Revision-Date: 2026-01-01 00:00+0700\\n"
"Last-Translator: Toàn Cảnh\\n"
"Language-Team: Vietnamese\\n"
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

msgid "Name"
msgstr "Tên"
"""
STATE = SQL + """CREATE TABLE replicated (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE agency (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, name TEXT NOT NULL) STRICT;
INSERT INTO replicated VALUES (1, 'agency');
"""

CLEAN = {
    "docs/ARCHITECTURE.md": ROOMS,
    "src/base/tc-id.h": HEADER + "\n#include <glib.h>\n#include <string.h>\n",
    "src/base/meson.build": MESON + "base_lib = library('tc-base', dependencies: [glib_dep])\n",
    "src/core/store/tc-database.h": HEADER + '\n#include "tc-id.h"\n\n#include <sqlite3.h>\n',
    "src/core/store/tc-rows-private.h": HEADER,
    "src/core/people/tc-staff.h": HEADER + '\n#include "tc-database.h"\n',
    "src/core/incidents/tc-incident.h": HEADER + '\n#include "tc-staff.h"\n',
    "src/wire/tc-line.h": HEADER + "\n#include <gio/gio.h>\n",
    "src/wire/tc-line.c": HEAD + '\n#include "tc-line.h"\n\n#include <libsoup/soup.h>\n',
    "src/desktop/shell/tc-window.h": HEADER + '\n#include "tc-queue.h"\n\n#include <gtk/gtk.h>\n',
    "src/desktop/widgets/tc-clock.h": HEADER,
    "src/desktop/incidents/tc-queue.h": HEADER + '\n#include "tc-clock.h"\n',
    "src/desktop/incidents/tc-queue.c": WORDS_C,
    "src/desktop/places/tc-map.h": HEADER,
    "data/schema/state/0001-people.sql": STATE,
    "data/meson.build": MESON + "schema_files = files('schema/state/0001-people.sql')\n",
    "po/POTFILES": "src/desktop/incidents/tc-queue.c\n",
    "po/LINGUAS": "vi\n",
    "po/vi.po": PO,
}


def include(path, line):
    return {path: HEADER + f"\n#include {line}\n"}


def table(sql):
    return {"data/schema/state/0001-people.sql": STATE + sql}


def replicated(columns, more=""):
    return table(f"CREATE TABLE post ({columns}) STRICT;\n{more}\n"
                 "INSERT INTO replicated VALUES (2, 'post');\n")


KEYS = "id INTEGER PRIMARY KEY, scope INTEGER NOT NULL"
LONG_C = HEAD + "\nint\nlong_one (void)\n{\n" + "  long_two ();\n" * 67 + "  return 0;\n}\n"
LONG_PY = MESON + "def long_one():\n" + "    print()\n" * 70

ROOM_CASES = [
    ("an include that is a path", include("src/core/people/tc-x.h", '"../store/tc-database.h"'),
     "never a path"),
    ("a path in a test", include("tests/core/tc-x.h", '"store/tc-database.h"'), "never a path"),
    ("our header in angle brackets", include("src/core/people/tc-x.h", "<tc-id.h>"), "quotes"),
    ("base uses core", include("src/base/tc-x.h", '"tc-database.h"'), "base may not use core"),
    ("wire uses core", include("src/wire/tc-x.h", '"tc-database.h"'), "wire may not use core"),
    ("core uses client's upper room", include("src/core/people/tc-x.h", '"tc-line.h"'),
     "core may not use wire"),
    ("desktop uses wire", include("src/desktop/shell/tc-x.h", '"tc-line.h"'),
     "desktop may not use wire"),
    ("another room's private header", include("src/client/tc-x.h", '"tc-rows-private.h"'),
     "is private to core"),
    ("a panel includes a panel", include("src/desktop/places/tc-x.h", '"tc-queue.h"'),
     "panel places may not know panel incidents"),
    ("a widget knows a panel", include("src/desktop/widgets/tc-x.h", '"tc-queue.h"'),
     "widgets know no incidents"),
    ("a lower feature includes a higher", include("src/core/people/tc-x.h", '"tc-incident.h"'),
     "people may not know incidents"),
    ("SQLite outside the store", include("src/client/tc-x.h", "<sqlite3.h>"),
     "client has no business with <sqlite3.h>"),
    ("SQL in the desktop", include("src/desktop/shell/tc-x.h", "<sqlite3.h>"), "no business"),
    ("sockets in the desktop", include("src/desktop/shell/tc-x.h", "<sys/socket.h>"),
     "no business"),
    ("GTK in the client", include("src/client/tc-x.h", "<gtk/gtk.h>"), "no business"),
    ("libsoup in core", include("src/core/people/tc-x.h", "<libsoup/soup.h>"), "no business"),
    ("libsoup in wire's public header", include("src/wire/tc-x.h", "<libsoup/soup.h>"),
     "wire has no business"),
    ("a library that no table names", include("src/core/people/tc-x.h", "<curl/curl.h>"),
     "belongs to no library"),
    ("a room that no table names", include("src/attic/tc-x.h", "<glib.h>"), "is no room"),
    ("a dependency behind the table's back",
     {"src/client/meson.build": MESON + "x = library('x', dependencies: [base_dep, gtk_dep])\n"},
     "client may not link gtk"),
    ("a room behind the table's back",
     {"src/core/meson.build": MESON + "x = library('x', dependencies: [wire_dep])\n"},
     "core may not link wire"),
    ("a library looked up in a room",
     {"src/core/meson.build": MESON + "x = dependency('gtk4')\n"}, "looked up in the top file"),
    ("another room's folder in the path",
     {"src/core/meson.build": MESON + "x = include_directories('../wire')\n"},
     "its own folders only"),
    ("a table with an unknown library",
     {"docs/ARCHITECTURE.md": ROOMS.replace("| glib gio gtk |", "| glib gio qt |")},
     "no such library: qt"),
    ("no table at all", {"docs/ARCHITECTURE.md": "# Architecture\n"}, "table of rooms is missing"),
]

LIMIT_CASES = [
    ("a file of 801 lines", {"src/base/tc-x.h": HEADER + "\n" * 796}, "more than 800 lines"),
    ("a C function of 71 lines", {"src/base/tc-x.c": LONG_C}, "long_one has 71 lines"),
    ("a Python function of 71 lines", {"tests/x.py": LONG_PY}, "long_one has 71 lines"),
    ("a line of 101 columns", {"src/base/tc-x.h": HEADER + "// " + "x" * 98 + "\n"},
     "101 columns"),
    ("a wide line in a shell script", {"tests/x": "#!/bin/sh\n# " + "x" * 99 + "\n"},
     "101 columns"),
]

WORD_CASES = [
    ("no tag", {"src/base/tc-x.h": "#pragma once\n"}, "no SPDX"),
    ("no tag in a script", {"data/x": "#!/bin/sh\nexit 0\n"}, "no SPDX"),
    ("no purpose", {"src/base/tc-x.h": "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"},
     "doesn't say what it is for"),
    ("two files of one name", {"src/core/store/tc-id.h": HEADER}, "there is a file of that name"),
    ("a mark left over", {"src/base/tc-x.h": HEADER + "/* TO" "DO: later */\n"}, "left over"),
    ("a tracker's number", {"docs/X.md": "See issue" " #3.\n"}, "speaks of itself alone"),
]

SCHEMA_CASES = [
    ("a syntax error", table("CREATE TABEL x;\n"), "syntax error"),
    ("not STRICT",
     table(f"CREATE TABLE post ({KEYS});\nINSERT INTO replicated VALUES (2, 'post');"),
     "post: not STRICT"),
    ("scope isn't second", replicated("id INTEGER PRIMARY KEY, name TEXT, scope INTEGER NOT NULL"),
     "doesn't begin with id"),
    ("scope may be missing", replicated("id INTEGER PRIMARY KEY, scope INTEGER"),
     "doesn't begin with id"),
    ("a UNIQUE column", replicated(f"{KEYS}, code TEXT UNIQUE"), "second unique key"),
    ("a unique index", replicated(f"{KEYS}, code TEXT", "CREATE UNIQUE INDEX u ON post (code);"),
     "second unique key"),
    ("a trigger", table("CREATE TRIGGER t AFTER INSERT ON agency BEGIN SELECT 1; END;"),
     "t: a trigger"),
    ("a foreign key", replicated(f"{KEYS}, agency_id INTEGER REFERENCES agency"), "foreign key"),
    ("a generated column", replicated(f"{KEYS}, x INTEGER AS (id + 1)"), "x is generated"),
    ("a floating number", replicated(f"{KEYS}, lat REAL"), "lat is REAL"),
    ("a clock", replicated(f"{KEYS}, t TEXT DEFAULT CURRENT_TIMESTAMP"), "a clock"),
    ("a virtual table", table("CREATE VIRTUAL TABLE f USING fts5 (x);"), "virtual table"),
    ("a table that replicates under no number",
     table(f"CREATE TABLE post ({KEYS}) STRICT;\n"), "post: not in `replicated`"),
    ("a row that moves to another scope",
     {"src/core/people/tc-staff.c": HEAD + '\n#include "tc-staff.h"\n\nconst char *sql = "UPDATE'
      ' staff SET name = ?,"\n                  " scope = ? WHERE id = ?";\n'},
     "moves a row to another scope"),
    ("a number without a table", table("INSERT INTO replicated VALUES (2, 'post');"), "no table"),
    ("a number given twice", table("INSERT INTO replicated VALUES (1, 'post');"), "UNIQUE"),
    ("a migration that takes away",
     {"data/schema/state/0002-x.sql": SQL + "ALTER TABLE agency DROP COLUMN name;\n"},
     "never taken away"),
    ("a migration that rewrites",
     {"data/schema/state/0002-x.sql": SQL + "UPDATE agency SET name = upper (name);\n"},
     "only adds"),
    ("a migration that fills",
     {"data/schema/state/0002-x.sql": SQL + "INSERT INTO agency (id, scope) VALUES (1, 1);\n"},
     "only adds"),
    ("a column that must be filled",
     {"data/schema/state/0002-x.sql": SQL + "ALTER TABLE agency ADD COLUMN x TEXT NOT NULL;\n"},
     "a constant default"),
    ("a column with a default that isn't constant",
     {"data/schema/state/0002-x.sql": SQL + "ALTER TABLE agency ADD COLUMN x INT DEFAULT (1);\n"},
     "a constant default"),
    ("a gap in the migrations", {"data/schema/state/0003-x.sql": SQL}, "migration 2 of state"),
    ("a migration that isn't compiled in", {"data/schema/state/0002-x.sql": SQL},
     "not in data/meson.build"),
]

GLOSSARY = """<!-- not said -->
| not | but |
|---|---|
| người quản trị | quản trị viên |
<!-- /not said -->
"""

TRANSLATION_CASES = [
    ("a file that POTFILES lacks", {"src/desktop/places/tc-x.c": WORDS_C}, "not in po/POTFILES"),
    ("a template that POTFILES lacks",
     {"src/desktop/places/tc-x.ui": '<property translatable="yes">Map</property>'},
     "not in po/POTFILES"),
    ("POTFILES names a file that isn't there",
     {"po/POTFILES": "src/desktop/incidents/tc-queue.c\nsrc/desktop/tc-gone.c\n"},
     "isn't there"),
    ("words for people in core",
     {"src/core/people/tc-x.c": WORDS_C,
      "po/POTFILES": "src/core/people/tc-x.c\nsrc/desktop/incidents/tc-queue.c\n"},
     "doesn't speak to them"),
    ("untranslated", {"po/vi.po": PO.replace("Tên", "")}, "untranslated"),
    ("fuzzy", {"po/vi.po": PO.replace('msgid "Name"', '#, fuzzy\nmsgid "Name"')}, "fuzzy"),
    ("a word of the sources missing",
     {"po/vi.po": PO.replace('msgid "Name"', 'msgid "Other"')}, "words of the sources are missing"),
    ("a word left over", {"po/vi.po": PO + '\n#~ msgid "Old"\n#~ msgstr "Cũ"\n'}, "left over"),
    ("a word that nobody uses", {"po/vi.po": PO + '\nmsgid "Old"\nmsgstr "Cũ"\n'}, "not used"),
    ("a format that differs",
     {"po/vi.po": PO + '\n#, c-format\nmsgid "%d rows"\nmsgstr "%s hàng"\n'}, "format"),
    ("a share that may break", {"po/vi.po": PO + '\nmsgid "%d %% done"\nmsgstr "xong %d%%"\n'},
     "a no-break space"),
    ("a share that may break, over the end of a line",
     {"po/vi.po": PO.replace('"Tên"', '"dưới 1 "\n"%"')}, "a no-break space"),
    ("a word that the glossary has decided against, over the end of a line",
     {"docs/GLOSSARY.md": GLOSSARY,
      "po/vi.po": PO.replace('"Tên"', '""\n"Hỏi người "\n"quản trị."')},
     "“quản trị viên” is our word"),
    ("a comment for translators that no word takes",
     {"src/desktop/incidents/tc-queue.c": WORDS_C.replace(
         "  return", "  /* Translators: a person. */\n  see ();\n  return")},
     "no word takes this comment"),
]

UI_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
"""


def template(body):
    return {"src/desktop/incidents/tc-queue.ui": f"{UI_HEAD}<interface>{body}</interface>\n",
            "src/desktop/incidents/tc-queue.c": WORDS_C + "\n/* tc-queue.ui */\n"}


TEMPLATE_CASES = [
    ("not well-formed", template("<object>"), "mismatched tag"),
    ("a newer GTK", template('<requires lib="gtk" version="4.10"/>'), "needs gtk 4.10"),
    ("words of which nobody says whether they are translated",
     template('<object class="GtkLabel"><property name="label">Map</property></object>'),
     "translatable or not?"),
    ("a template of no class", {"src/desktop/places/tc-map.ui": f"{UI_HEAD}<interface/>\n"},
     "nobody names"),
]

FORMAT_CASES = [
    ("not formatted", {"src/base/tc-x.c": HEAD + "\nint x(void){return 0;}\n"}, "not formatted"),
]

REFUSAL_CASES = [
    ("a refusal without a sentence",
     {"src/core/people/tc-x.c": WORDS_C + '\nconst char *code = "people.odd";\n'},
     "no sentence for the refusal people.odd"),
    ("a line that ends without a sentence",
     {"src/core/people/tc-x.c": WORDS_C + '\nconst char *code = "line.odd";\n'},
     "no sentence for the refusal line.odd"),
]

LOG_C = HEAD + '\nvoid\nf (void)\n{\n  g_warning ("desk %" G_GINT64_FORMAT " is %s", 1, "x");\n}\n'
LOG_CASES = [
    ("a line of the journal that is not explained", {"src/wire/tc-x.c": LOG_C},
     "explain “desk … is …”"),
    ("an explanation of what nobody says",
     {"src/wire/tc-x.c": LOG_C,
      "docs/OPERATING.md": "| `desk … is …` | a | b |\n| `gone` | a | b |\n"},
     "nobody says “gone”"),
]

UNIT = """# SPDX-License-Identifier: GPL-3.0-or-later
[Service]
ExecStart=/usr/bin/toancanhd
"""
UNIT_CASES = [
    ("a directive that systemd doesn't know", {"data/toancanhd.service.in": UNIT + "Sandbx=yes\n"},
     "Sandbx"),
    ("no sandbox", {"data/toancanhd.service.in": UNIT}, "exposure"),
]

TESTS_PY = MESON + """

def test_one():
    pass


def test_two():
    pass

"""
TEST_CASES = [
    ("a test that is in no list", {"tests/test_x.py": TESTS_PY + "\nTESTS = [test_one]\n"},
     "tests/test_x.py:8: test_two is in no list"),
    ("tests of which all are run",
     {"tests/test_x.py": TESTS_PY + "\nTESTS = list(globals().items())\n"}, None),
]

VIOLATIONS = [(gate, f"{gate}: {name}", files, expected)
              for gate, cases in (("rooms", ROOM_CASES), ("limits", LIMIT_CASES),
                                  ("words", WORD_CASES), ("schema", SCHEMA_CASES),
                                  ("translations", TRANSLATION_CASES), ("format", FORMAT_CASES),
                                  ("templates", TEMPLATE_CASES), ("unit", UNIT_CASES),
                                  ("refusals", REFUSAL_CASES), ("log", LOG_CASES),
                                  ("tests", TEST_CASES))
              for name, files, expected in cases]
