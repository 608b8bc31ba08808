-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a desk's replica knows of itself; not replicated, and lost with the replica without harm.

CREATE TABLE position (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  log_id BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  lsn INTEGER NOT NULL,
  link BLOB NOT NULL
) STRICT;

CREATE TABLE held_scope (
  id INTEGER PRIMARY KEY,            -- the scope
  kind TEXT NOT NULL
) STRICT;
CREATE INDEX held_scope_kind ON held_scope (kind);

-- What takes each pending operation back, newest first; empty for one that has no effect here.
CREATE TABLE pending_undo (
  seq INTEGER PRIMARY KEY,
  images BLOB NOT NULL,
  applied INTEGER NOT NULL           -- 0: no longer applies here, or the server alone decides
) STRICT;
