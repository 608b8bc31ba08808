-- SPDX-License-Identifier: GPL-3.0-or-later
-- One row: the newest of the log, as the server said it when the rows here were offered. Until the
-- replica is there, what it doesn't find may be in what is still to come.

CREATE TABLE load_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  lsn INTEGER NOT NULL
) STRICT;
