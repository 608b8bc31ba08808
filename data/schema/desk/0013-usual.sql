-- SPDX-License-Identifier: GPL-3.0-or-later
-- What stood at a time that has passed: also how much of it nobody had, and was due soon.

DROP INDEX incident_resolved;
CREATE INDEX incident_resolved ON incident (resolved_us, received_us, due_us, paused_total_us, soon_us)
  WHERE resolved_us IS NOT NULL;
DROP INDEX incident_unresolved_end;
CREATE INDEX incident_unresolved_end ON incident (closed_us, resolved_us, received_us, due_us, soon_us)
  WHERE closed_us IS NOT NULL AND resolved_us IS NULL;
-- Who had it from when on.
CREATE INDEX incident_event_had ON incident_event (incident_id, at_us, code, staff_id)
  WHERE code IN ('incident.take', 'incident.assign', 'incident.release');
