-- SPDX-License-Identifier: GPL-3.0-or-later
-- Operations from before the horizon, some thousand in one row: their bytes, compressed together.
-- Those of log_operation are empty then; log_bytes (lsn, bytes) of sync/tc-log-packing.h has them.

CREATE TABLE log_segment (
  last_lsn INTEGER PRIMARY KEY,
  first_lsn INTEGER NOT NULL,        -- one after the last_lsn of the segment before it
  hash BLOB NOT NULL,                -- of both and of body
  body BLOB NOT NULL                 -- as tc-log-segment.h says
) STRICT;
