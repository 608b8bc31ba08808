-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the overview counts by: indexes over replicated tables that a desk alone needs. Each holds
-- all that its query reads, so that no row of an incident is touched.

-- Those that stand in the queue: one walk counts them by everything.
CREATE INDEX incident_standing ON incident (open, state, field_id, unit_id, area_id, staff_id, priority,
  received_us, due_us, paused_us) WHERE open = 1;
-- When they ended, to know how many there were at a time that has passed.
CREATE INDEX incident_resolved ON incident (resolved_us, received_us, due_us, paused_total_us)
  WHERE resolved_us IS NOT NULL;
CREATE INDEX incident_unresolved_end ON incident (closed_us, resolved_us, received_us, due_us)
  WHERE closed_us IS NOT NULL AND resolved_us IS NULL;
-- What came when, and by which channel.
CREATE INDEX report_counted ON report (received_us, channel, incident_id);
CREATE INDEX incident_received ON incident (received_us);
-- When something was first done about them.
CREATE INDEX incident_event_moved ON incident_event (incident_id, moved, at_us) WHERE moved = 1;
