-- SPDX-License-Identifier: GPL-3.0-or-later
-- Service levels and what is done about alarms. A field_term is a service level: what is promised of
-- an incident of a field and priority, by the version that was in force when it was received.

ALTER TABLE field_term ADD COLUMN take_minutes INTEGER;        -- until somebody takes it
ALTER TABLE field_term ADD COLUMN dispatch_minutes INTEGER;    -- until a unit is sent, or it is ended
ALTER TABLE field_term ADD COLUMN acknowledge_minutes INTEGER; -- of a unit that was sent
-- It is due soon in the last so many hundredths of its time.
ALTER TABLE field_term ADD COLUMN soon_percent INTEGER NOT NULL DEFAULT 20;

ALTER TABLE incident ADD COLUMN soon_us INTEGER; -- from when on it is due soon; NULL as due_us

-- What a person did about an alarm (tc-alarm.h). The newest of an alarm counts; none is changed.
CREATE TABLE alarm_mark (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- 'untaken', 'undispatched', ...
  act TEXT NOT NULL,                 -- 'acknowledged', 'shelved', 'unshelved'
  staff_id INTEGER NOT NULL,
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  until_us INTEGER,                  -- shelved: until when
  reason TEXT                        -- shelved: a code
) STRICT;
CREATE INDEX alarm_mark_incident ON alarm_mark (incident_id, kind);
CREATE INDEX alarm_mark_at ON alarm_mark (at_us);
INSERT INTO replicated VALUES (60, 'alarm_mark');
