-- SPDX-License-Identifier: GPL-3.0-or-later
-- Legal purges: what was blanked by a written decision. Rows of business stay, without the words
-- that they held. Of scope 1: whoever has anything here, a unit's desk or a relay, has to know what
-- it must wipe; so there are no words in it. Why stands in the incident's history.

CREATE TABLE purge (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- always 1
  kind TEXT NOT NULL,                -- 'report', 'reporter', 'attachment', 'text'
  incident_id INTEGER NOT NULL,
  target_id INTEGER NOT NULL,        -- of a report (also with 'reporter'), attachment, event
  decision TEXT NOT NULL,            -- number of the written decision
  operation_id INTEGER NOT NULL,     -- that did it
  staff_id INTEGER,                  -- who
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  operations INTEGER NOT NULL,       -- how many the log has lost the words of
  done_us INTEGER                    -- NULL: the log was not gone through yet
) STRICT;
CREATE INDEX purge_target ON purge (target_id);
INSERT INTO replicated VALUES (44, 'purge');

-- Operations that the log keeps no bytes of any more, but their hash, signature and verdict: a desk
-- that made one wipes it too.
CREATE TABLE purged_operation (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,            -- always 1
  purge_id INTEGER NOT NULL,
  replica INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX purged_operation_seq ON purged_operation (replica, seq);
INSERT INTO replicated VALUES (45, 'purged_operation');
