-- SPDX-License-Identifier: GPL-3.0-or-later
-- Alarms that are kept quiet by plan: a field, an area or both, for a time, for a reason.

CREATE TABLE alarm_suppression (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- always 2
  field_id INTEGER,                  -- and its kinds; NULL: every one
  area_id INTEGER,                   -- and what is within; NULL: everywhere
  from_us INTEGER NOT NULL,
  until_us INTEGER NOT NULL,         -- the first moment after it
  reason TEXT NOT NULL,
  staff_id INTEGER NOT NULL,         -- who planned it
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  lifted_us INTEGER,                 -- before its time
  lifted_by INTEGER
) STRICT;
CREATE INDEX alarm_suppression_until ON alarm_suppression (until_us);
INSERT INTO replicated VALUES (63, 'alarm_suppression');
