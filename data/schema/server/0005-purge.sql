-- SPDX-License-Identifier: GPL-3.0-or-later
-- What legal purges took out of the log.

-- Operations whose bytes are empty: the hash that they had, which the chain was made over.
CREATE TABLE log_purged (
  lsn INTEGER PRIMARY KEY,
  hash BLOB NOT NULL
) STRICT;

-- Each purge whose operations were emptied. What the log has of rows up to closed_lsn is not read
-- any more.
CREATE TABLE log_purge (
  purge_id INTEGER PRIMARY KEY,
  closed_lsn INTEGER NOT NULL,       -- end of the commit that the purge stands in
  swept INTEGER NOT NULL             -- 1: row images are gone, and free pages are
) STRICT;

-- Attachments to be removed, unless a row still names them.
CREATE TABLE purge_file (
  hash TEXT PRIMARY KEY              -- SHA-256, hex
) STRICT, WITHOUT ROWID;
