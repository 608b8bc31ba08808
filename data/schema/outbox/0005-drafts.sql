-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was begun at this desk and not finished: it outlives a stop and a change of person. And what
-- each person typed in the command line.
CREATE TABLE draft (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                -- 'call'
  staff_id INTEGER NOT NULL,         -- who began it
  begun_us INTEGER NOT NULL,
  changed_us INTEGER NOT NULL,
  body BLOB NOT NULL                 -- a{sv}: see client/intake/tc-intake-form.h
) STRICT;

-- The newest of each person are kept.
CREATE TABLE command_line (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL,
  text TEXT NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX command_line_staff ON command_line (staff_id, id);
