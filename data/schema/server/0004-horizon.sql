-- SPDX-License-Identifier: GPL-3.0-or-later
-- Up to where the row images of the log have been let go: bodies of log_section up to this lsn are
-- NULL. Operations, links and hashes stay for ever.

CREATE TABLE log_horizon (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  lsn INTEGER NOT NULL               -- of a commit's end
) STRICT;
