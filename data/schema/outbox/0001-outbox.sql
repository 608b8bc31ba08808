-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person typed at this desk and the server has not settled: pending operations and the tray.
-- A file of its own, never replaced with the replica.

-- One row: who this desk is.
CREATE TABLE identity (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  replica INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,         -- of the newest operation ever made here
  last_id INTEGER NOT NULL
) STRICT;

CREATE TABLE pending (
  seq INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL,
  signature BLOB NOT NULL,
  lsn INTEGER                        -- accepted at, until the frame with its effects is here
) STRICT;

-- Refused by the server; stays until a person deals with it.
CREATE TABLE tray (
  seq INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL,
  signature BLOB NOT NULL,
  refusal TEXT NOT NULL,
  refusal_args BLOB NOT NULL,
  refused_us INTEGER NOT NULL,
  settled_us INTEGER,                -- NULL: needs attention
  settled_how TEXT                   -- 'resent', 'set-aside'
) STRICT;
