-- SPDX-License-Identifier: GPL-3.0-or-later
-- Filters of the queue that a person saved at this desk, for nobody else.
CREATE TABLE personal_filter (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  filter TEXT NOT NULL,              -- as in saved_filter
  changed_us INTEGER NOT NULL
) STRICT;
CREATE INDEX personal_filter_staff ON personal_filter (staff_id, name);
