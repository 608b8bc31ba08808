-- SPDX-License-Identifier: GPL-3.0-or-later
-- The server's secrets: set by requests that are not stored, never in the log nor in a replica.

CREATE TABLE password (
  staff_id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,                -- Argon2id, libsodium's string form
  changed_us INTEGER NOT NULL,
  failures INTEGER NOT NULL,         -- in a row
  locked_until_us INTEGER NOT NULL
) STRICT;

-- One-time codes that enrol a desk; the code itself is told once and kept as its hash.
CREATE TABLE enrolment (
  desk_id INTEGER PRIMARY KEY,
  code_hash BLOB NOT NULL,
  until_us INTEGER NOT NULL,
  tries_left INTEGER NOT NULL,       -- a wrong code costs one
  public_key BLOB                    -- of the desk that used it; it alone may ask again
) STRICT;

-- Keys of clients that may post reports.
CREATE TABLE api_key (
  id INTEGER PRIMARY KEY,
  key_hash BLOB NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,              -- the report's channel: 'open311', 'sensor', …
  active INTEGER NOT NULL,
  made_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX api_key_hash ON api_key (key_hash);
