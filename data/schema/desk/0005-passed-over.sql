-- SPDX-License-Identifier: GPL-3.0-or-later
-- One row as long as this replica lacks something that a newer server sent and the program of then
-- didn't know; a newer program fetches snapshots anew.

CREATE TABLE passed_over (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL           -- of the replicated schema that the program had
) STRICT;
