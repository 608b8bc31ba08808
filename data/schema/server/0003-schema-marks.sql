-- SPDX-License-Identifier: GPL-3.0-or-later
-- With which version of the replicated schema (`state`) this log was written from where on.

CREATE TABLE log_schema (
  version INTEGER PRIMARY KEY,       -- number of migrations
  after_lsn INTEGER NOT NULL,        -- the log's head when the server first ran with it
  since_us INTEGER NOT NULL
) STRICT;
