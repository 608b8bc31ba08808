-- SPDX-License-Identifier: GPL-3.0-or-later
-- What of its snapshots a desk has not loaded yet. While there is anything, it follows the log over
-- rows that may be missing, and keeps what the log says of them.

-- Parts to come, in files of the server.
CREATE TABLE load_part (
  scope INTEGER NOT NULL,
  number INTEGER NOT NULL,           -- in the file, from 0
  file TEXT NOT NULL,
  start INTEGER NOT NULL,            -- bytes
  size INTEGER NOT NULL,
  raw INTEGER NOT NULL,              -- bytes, decompressed
  rows INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (scope, number)
) STRICT, WITHOUT ROWID;

-- One row: how many there were.
CREATE TABLE load_total (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  parts INTEGER NOT NULL
) STRICT;

-- Rows that left meanwhile: a part that holds one is older.
CREATE TABLE load_gone (
  table_number INTEGER NOT NULL,
  row_id INTEGER NOT NULL,
  PRIMARY KEY (table_number, row_id)
) STRICT, WITHOUT ROWID;

-- What changed of rows that are still to come, oldest first.
CREATE TABLE load_late (
  seq INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  table_number INTEGER NOT NULL,
  row_id INTEGER NOT NULL,
  image BLOB NOT NULL
) STRICT;
CREATE INDEX load_late_row ON load_late (table_number, row_id, seq);
