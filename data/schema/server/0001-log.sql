-- SPDX-License-Identifier: GPL-3.0-or-later
-- The server's log: every operation for ever, in the order that the server gave them.

-- One row: which log this is. The epoch grows by one when the server is restored from a backup, so
-- that a number of the log is never used twice.
CREATE TABLE log_identity (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  log_id BLOB NOT NULL,              -- 16 random bytes
  epoch INTEGER NOT NULL
) STRICT;

CREATE TABLE log_operation (
  lsn INTEGER PRIMARY KEY,
  replica INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  operation_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  made_us INTEGER NOT NULL,
  bytes BLOB NOT NULL,               -- exactly as signed
  signature BLOB NOT NULL,
  refusal TEXT,                      -- NULL: accepted; else its code
  refusal_args BLOB                  -- a{sv}, serialised
) STRICT;
CREATE UNIQUE INDEX log_operation_seq ON log_operation (replica, seq);
CREATE UNIQUE INDEX log_operation_id ON log_operation (operation_id);

-- One commit: some operations that became durable together, and the link of the chain over them.
CREATE TABLE log_commit (
  last_lsn INTEGER PRIMARY KEY,
  first_lsn INTEGER NOT NULL,
  time_us INTEGER NOT NULL,          -- the server's clock
  ops_root BLOB NOT NULL,            -- over the hashes of the operations with their verdicts
  link BLOB NOT NULL,                -- over the link before, ops_root and the sections' hashes
  signature BLOB NOT NULL            -- the server's, of the link
) STRICT;

-- What each commit did to the rows of each scope it touched; body NULL once it is past the horizon.
CREATE TABLE log_section (
  last_lsn INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  hash BLOB NOT NULL,
  body BLOB,
  PRIMARY KEY (last_lsn, scope)
) STRICT, WITHOUT ROWID;
