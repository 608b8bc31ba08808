-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who is on duty when: the shifts of an agency, and who has duty in which.

CREATE TABLE shift (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  agency_id INTEGER NOT NULL,
  code TEXT NOT NULL,                -- 'chieu'
  name_vi TEXT NOT NULL,             -- 'Ca chiều'
  name_en TEXT NOT NULL,
  starts_min INTEGER NOT NULL,       -- minutes after midnight in Vietnam's time
  ends_min INTEGER NOT NULL,         -- not after starts_min: on the next day
  ended_us INTEGER                   -- NULL: there; else since when it isn't
) STRICT;
CREATE INDEX shift_agency ON shift (agency_id);
INSERT INTO replicated VALUES (12, 'shift');

-- A person's duty in a shift, as a rule over days: on every day from from_day to to_day whose place
-- in the cycle is in `days` and whose weekday is in `weekdays`. A rule that says `absent` takes
-- what the others say back. A day is counted from 1970-01-01 in Vietnam's time; a shift over
-- midnight belongs to the day on which it starts.
CREATE TABLE duty (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  shift_id INTEGER NOT NULL,
  staff_id INTEGER NOT NULL,
  team TEXT,                         -- 'Kíp 1'
  position INTEGER NOT NULL,         -- in the team: who comes first leads the shift
  absent INTEGER NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER,                    -- NULL: open; before from_day: withdrawn before it began
  cycle INTEGER NOT NULL,            -- length in days, from 1
  days INTEGER NOT NULL,             -- bit n: the n-th day of the cycle, counted from from_day
  weekdays INTEGER NOT NULL          -- bit 0: Monday
) STRICT;
CREATE INDEX duty_shift ON duty (shift_id, from_day);
CREATE INDEX duty_staff ON duty (staff_id, from_day);
INSERT INTO replicated VALUES (13, 'duty');
