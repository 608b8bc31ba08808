-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files that a person attached at this desk and that have not both been sent and put on record. The
-- bytes are in the desk's folder of files, flushed before the row is written.
CREATE TABLE upload (
  id INTEGER PRIMARY KEY,            -- of the attachment
  incident_id INTEGER NOT NULL,
  hash TEXT NOT NULL,                -- SHA-256, hex
  size INTEGER NOT NULL,             -- bytes
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  actor_id INTEGER NOT NULL,         -- who attached it, signed in as
  session_id INTEGER NOT NULL,
  added_us INTEGER NOT NULL,
  attached INTEGER NOT NULL,         -- 1: the operation is in the outbox, or was
  sent INTEGER NOT NULL              -- 1: the server has the bytes
) STRICT;
CREATE INDEX upload_hash ON upload (hash);
