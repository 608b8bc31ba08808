-- SPDX-License-Identifier: GPL-3.0-or-later
-- What stands with an operation that was refused, and what became of it.

-- The incident as the person saw it when the operation was made: rows of a scope, which go with it.
CREATE TABLE seen (
  seq INTEGER PRIMARY KEY,           -- of the operation, pending or in the tray
  scope INTEGER NOT NULL,            -- that the incident stands in
  image BLOB NOT NULL                -- core/incidents/tc-incident-seen.h
) STRICT;

ALTER TABLE tray ADD COLUMN settled_by INTEGER;  -- staff
ALTER TABLE tray ADD COLUMN settled_text TEXT;   -- why it was set aside, as typed
