-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a desk finds duplicates by, beside the rows themselves (core/incidents/tc-incident-similar.c).

-- All that is asked of every incident near a place; the few that are left are read whole.
CREATE INDEX incident_near ON incident (cell, received_us, lat_e7, lon_e7, field_id, state);

-- How pictures look that were decoded here, by the SHA-256 of their file
-- (desktop/widgets/tc-picture-look.h). It says nothing else of them, and goes with the replica.
CREATE TABLE picture_look (
  hash TEXT PRIMARY KEY,
  look INTEGER NOT NULL              -- 64 bits, of which like pictures have nearly all in common
) STRICT, WITHOUT ROWID;
