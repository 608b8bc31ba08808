-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person gave to be attached and could not be yet: its bytes are in files/ under their hash,
-- held until it is attached or dropped.
CREATE TABLE unattached (
  id INTEGER PRIMARY KEY,            -- of the attachment that it becomes
  staff_id INTEGER NOT NULL,         -- who gave it
  incident_id INTEGER NOT NULL,
  code TEXT NOT NULL,                -- of the incident, for people
  task_id INTEGER,                   -- the order that a unit sends it for
  original_id INTEGER,               -- attachment of which it is a blurred copy
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,             -- bytes
  name TEXT NOT NULL,
  pixels INTEGER NOT NULL,           -- 1: a picture that could not be made a file yet
  refusal TEXT,                      -- code; NULL: it was a fault
  refusal_args BLOB,
  given_us INTEGER NOT NULL
) STRICT;
CREATE INDEX unattached_by_person ON unattached (staff_id, given_us);
