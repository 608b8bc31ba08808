-- SPDX-License-Identifier: GPL-3.0-or-later
-- To whom an alarm goes that nobody does anything about, and who was telephoned for it.

CREATE TABLE alarm_rule (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- always 1
  code TEXT NOT NULL,                -- one each
  priority TEXT NOT NULL,            -- of the alarm: 'high', 'medium', 'low'
  minutes INTEGER NOT NULL,          -- after so many, by the clock
  role_id INTEGER NOT NULL,          -- to whom
  active INTEGER NOT NULL            -- 0: it doesn't hold any more
) STRICT;
CREATE INDEX alarm_rule_code ON alarm_rule (code);
INSERT INTO replicated VALUES (61, 'alarm_rule');

ALTER TABLE alarm_mark ADD COLUMN called_id INTEGER; -- of act 'called': the staff who was telephoned
