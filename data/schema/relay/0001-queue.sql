-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a relay keeps for the desks behind it.

-- Their operations that the server has not settled, exactly as signed.
CREATE TABLE relay_queue (
  place INTEGER PRIMARY KEY,         -- in the order in which they came
  replica INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  signature BLOB NOT NULL,
  epoch INTEGER NOT NULL,            -- of the log, when their desk last sent them
  came_us INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX relay_queue_seq ON relay_queue (replica, seq);

CREATE TABLE relay_desk (
  replica INTEGER PRIMARY KEY,
  known_seq INTEGER NOT NULL,        -- up to which the server knows its sequence, in this epoch
  restored BLOB                      -- what it has to tell a server that was restored: a{sv}
) STRICT;
