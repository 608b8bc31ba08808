-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a province calls the states of an incident, where it isn't as the program does.

CREATE TABLE state_name (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- always 1
  state TEXT NOT NULL,               -- one row each: tc-incident-states.h
  name_vi TEXT,                      -- NULL: the program's word, like the next
  name_en TEXT
) STRICT;
CREATE INDEX state_name_state ON state_name (state);
INSERT INTO replicated VALUES (48, 'state_name');
