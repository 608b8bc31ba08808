-- SPDX-License-Identifier: GPL-3.0-or-later
-- Each restore of this server from a backup: a row for the epoch that began with it.

CREATE TABLE log_epoch (
  epoch INTEGER PRIMARY KEY,
  base_lsn INTEGER NOT NULL,         -- the backup's head; the epoch's operations come after it
  backup_us INTEGER NOT NULL,        -- when the backup was made
  began_us INTEGER NOT NULL,         -- when it was restored
  known_lsn INTEGER NOT NULL,        -- the furthest that a desk had followed before it; base_lsn: none
  codes_skipped INTEGER NOT NULL     -- 1: incident codes given out after the backup are out of reach
) STRICT;
