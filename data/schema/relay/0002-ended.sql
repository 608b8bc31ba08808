-- SPDX-License-Identifier: GPL-3.0-or-later
-- One row as long as the server, when it was last heard, said that this relay's right was ended:
-- nobody is served, also after a restart without a line.
CREATE TABLE relay_ended (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since_us INTEGER NOT NULL
) STRICT;
