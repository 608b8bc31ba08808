-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whom the server told by a text message of an alarm that has gone up (tc-alarm-text.h). A table of
-- its own and no act of alarm_mark: an older desk would take the newest mark for what made the
-- alarm quiet.

CREATE TABLE alarm_text (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,      -- as in alarm_mark, like the next
  kind TEXT NOT NULL,
  staff_id INTEGER NOT NULL,         -- to whom
  text_id INTEGER NOT NULL,          -- one text tells of several alarms
  state TEXT NOT NULL,               -- 'sending', 'waiting', 'sent', 'failed', 'unsure', 'stopped'
  tries INTEGER NOT NULL,            -- how often it was tried in vain
  made_us INTEGER NOT NULL,
  at_us INTEGER NOT NULL             -- since when it is in that state
) STRICT;
CREATE INDEX alarm_text_incident ON alarm_text (incident_id, kind);
CREATE INDEX alarm_text_text ON alarm_text (text_id);
CREATE INDEX alarm_text_made ON alarm_text (made_us);
CREATE INDEX alarm_text_open ON alarm_text (text_id) WHERE state IN ('sending', 'waiting');
INSERT INTO replicated VALUES (64, 'alarm_text');
