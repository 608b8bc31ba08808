-- SPDX-License-Identifier: GPL-3.0-or-later
-- Filters of the queue that somebody saved under a name for others.

CREATE TABLE saved_filter (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- always 1
  agency_id INTEGER,                 -- for whose people; NULL: for all of the province
  name TEXT NOT NULL,
  filter TEXT NOT NULL,              -- a{sv} as text: see client/incidents/tc-incident-filter.h
  staff_id INTEGER NOT NULL,         -- who saved it last
  changed_us INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_filter_agency ON saved_filter (agency_id, name);
INSERT INTO replicated VALUES (46, 'saved_filter');
