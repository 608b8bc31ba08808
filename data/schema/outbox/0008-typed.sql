-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person has begun to type and not sent, and when this desk last heard its server.

CREATE TABLE typed (
  staff_id INTEGER NOT NULL,         -- who types
  key TEXT NOT NULL,                 -- what with and about what: 'note 1234'
  text TEXT NOT NULL,
  choice INTEGER NOT NULL,           -- of the choices beside it, by position
  changed_us INTEGER NOT NULL,
  PRIMARY KEY (staff_id, key)
) STRICT;

-- One row: since when nothing new can have come.
CREATE TABLE heard (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at_us INTEGER NOT NULL
) STRICT;
