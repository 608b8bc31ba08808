-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is due soon, by the service level of each: counted in the walk over what stands, and listed
-- by an index of its own. Rows of before that column was there are soon when they are late.

DROP INDEX incident_standing;
CREATE INDEX incident_standing ON incident (open, state, field_id, unit_id, area_id, staff_id, priority,
  received_us, due_us, paused_us, soon_us) WHERE open = 1;
CREATE INDEX incident_soon ON incident (ifnull (soon_us, due_us)) WHERE open = 1;
