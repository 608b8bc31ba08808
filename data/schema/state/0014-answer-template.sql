-- SPDX-License-Identifier: GPL-3.0-or-later
-- Answers that are written once and used often.

CREATE TABLE answer_template (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- always 1
  code TEXT NOT NULL,                -- one each
  field_id INTEGER,                  -- for it and its kinds; NULL: for every field
  state TEXT,                        -- of the incident; NULL: any
  language TEXT NOT NULL,            -- 'vi'
  name TEXT NOT NULL,                -- what it is picked by
  text TEXT NOT NULL,                -- with {code}, {place}, ...: see core/incidents/tc-answer-template.h
  active INTEGER NOT NULL            -- 0: not offered any more
) STRICT;
CREATE INDEX answer_template_code ON answer_template (code);
INSERT INTO replicated VALUES (47, 'answer_template');
