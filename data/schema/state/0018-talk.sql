-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the centre and a unit write to each other about an order. The centre's copy is the history of
-- the incident (code 'task.say', the same id); this one is the unit's, in its own scope.

CREATE TABLE task_message (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  task_id INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,
  from_unit INTEGER NOT NULL,        -- 1: the unit wrote it, 0: the centre
  text TEXT NOT NULL,
  staff_id INTEGER,                  -- NULL: nobody of whom we know, on the order's page
  at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX task_message_task ON task_message (task_id, at_us);
CREATE INDEX task_message_incident ON task_message (incident_id);
INSERT INTO replicated VALUES (62, 'task_message');

ALTER TABLE dispatch ADD COLUMN said_us INTEGER; -- the unit's newest word, while nobody has read it
CREATE INDEX dispatch_said ON dispatch (said_us) WHERE said_us IS NOT NULL;

ALTER TABLE reporter ADD COLUMN task_id INTEGER; -- of a released copy: for which order; it goes with its end
CREATE INDEX reporter_task ON reporter (task_id) WHERE task_id IS NOT NULL;
