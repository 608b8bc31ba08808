-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a desk has learnt of which words mean which field (core/incidents/tc-field-proposal.h). All
-- of it comes from the rows beside it and may be thrown away.

-- One row once somebody learns in this file: before that nothing is noted.
CREATE TABLE learning (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  below INTEGER NOT NULL             -- reports below this id are still to be looked at
) STRICT;

-- What was counted, and as which field.
CREATE TABLE learnt (
  kind INTEGER NOT NULL,             -- 1 a report, 2 what describes a field
  id INTEGER NOT NULL,
  field_id INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- How often a word (a folded syllable, or two with a space) stood in what was of a field.
CREATE TABLE learnt_word (
  word TEXT NOT NULL,
  field_id INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (word, field_id)
) STRICT, WITHOUT ROWID;

-- The sums of it.
CREATE TABLE learnt_field (
  field_id INTEGER PRIMARY KEY,
  n INTEGER NOT NULL
) STRICT;

-- What is to be looked at again; with the text that was counted, where that may be gone.
CREATE TABLE learn_due (
  kind INTEGER NOT NULL,
  id INTEGER NOT NULL,
  gone TEXT,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- Whoever changes a row, and each time: undone and done again is looked at again.
CREATE TRIGGER learn_report_made AFTER INSERT ON report WHEN EXISTS (SELECT 1 FROM learning)
BEGIN
  INSERT INTO learn_due (kind, id) VALUES (1, NEW.id) ON CONFLICT (kind, id) DO NOTHING;
END;
CREATE TRIGGER learn_report_moved AFTER UPDATE OF incident_id ON report
  WHEN EXISTS (SELECT 1 FROM learning)
BEGIN
  INSERT INTO learn_due (kind, id) VALUES (1, NEW.id) ON CONFLICT (kind, id) DO NOTHING;
END;
CREATE TRIGGER learn_report_gone AFTER DELETE ON report
  WHEN EXISTS (SELECT 1 FROM learnt WHERE kind = 1 AND id = OLD.id)
BEGIN
  INSERT INTO learn_due (kind, id, gone) VALUES (1, OLD.id, OLD.text)
    ON CONFLICT (kind, id) DO UPDATE SET gone = ifnull (gone, excluded.gone);
END;
CREATE TRIGGER learn_incident_made AFTER INSERT ON incident WHEN EXISTS (SELECT 1 FROM learning)
BEGIN
  INSERT INTO learn_due (kind, id) SELECT 1, id FROM report WHERE incident_id = NEW.id
    ON CONFLICT (kind, id) DO NOTHING;
END;
CREATE TRIGGER learn_incident_changed AFTER UPDATE OF field_id, state ON incident
  WHEN EXISTS (SELECT 1 FROM learning)
    AND (NEW.field_id IS NOT OLD.field_id OR NEW.state IS NOT OLD.state)
BEGIN
  INSERT INTO learn_due (kind, id) SELECT 1, id FROM report WHERE incident_id = NEW.id
    ON CONFLICT (kind, id) DO NOTHING;
END;
CREATE TRIGGER learn_classified AFTER INSERT ON incident_event
  WHEN NEW.code = 'incident.classify' AND EXISTS (SELECT 1 FROM learning)
BEGIN
  INSERT INTO learn_due (kind, id) SELECT 1, id FROM report WHERE incident_id = NEW.incident_id
    ON CONFLICT (kind, id) DO NOTHING;
END;
CREATE TRIGGER learn_classified_back AFTER DELETE ON incident_event
  WHEN OLD.code = 'incident.classify' AND EXISTS (SELECT 1 FROM learning)
BEGIN
  INSERT INTO learn_due (kind, id) SELECT 1, id FROM report WHERE incident_id = OLD.incident_id
    ON CONFLICT (kind, id) DO NOTHING;
END;

-- What describes a field, as tc-field-learning.c reads it. Whether the one above it counts depends
-- on those below it.
CREATE TRIGGER learn_field_made AFTER INSERT ON field WHEN EXISTS (SELECT 1 FROM learning)
BEGIN
  INSERT INTO learn_due (kind, id, gone) SELECT 2, id, name_vi || char (10) ||
    ifnull (description_vi, '') || char (10) || ifnull (keywords, '') || char (10) || name_en ||
    char (10) || ifnull (description_en, '') FROM field WHERE id IN (NEW.id, NEW.parent_id)
    ON CONFLICT (kind, id) DO UPDATE SET gone = ifnull (gone, excluded.gone);
END;
CREATE TRIGGER learn_field_changed AFTER UPDATE ON field WHEN EXISTS (SELECT 1 FROM learning)
BEGIN
  INSERT INTO learn_due (kind, id, gone) SELECT 2, id, name_vi || char (10) ||
    ifnull (description_vi, '') || char (10) || ifnull (keywords, '') || char (10) || name_en ||
    char (10) || ifnull (description_en, '') FROM field WHERE id IN (OLD.parent_id, NEW.parent_id)
    ON CONFLICT (kind, id) DO UPDATE SET gone = ifnull (gone, excluded.gone);
  INSERT INTO learn_due (kind, id, gone) VALUES (2, OLD.id, OLD.name_vi || char (10) ||
    ifnull (OLD.description_vi, '') || char (10) || ifnull (OLD.keywords, '') || char (10) ||
    OLD.name_en || char (10) || ifnull (OLD.description_en, ''))
    ON CONFLICT (kind, id) DO UPDATE SET gone = ifnull (gone, excluded.gone);
END;
CREATE TRIGGER learn_field_gone AFTER DELETE ON field
  WHEN EXISTS (SELECT 1 FROM learnt WHERE kind = 2 AND id = OLD.id)
BEGIN
  INSERT INTO learn_due (kind, id, gone) VALUES (2, OLD.id, OLD.name_vi || char (10) ||
    ifnull (OLD.description_vi, '') || char (10) || ifnull (OLD.keywords, '') || char (10) ||
    OLD.name_en || char (10) || ifnull (OLD.description_en, ''))
    ON CONFLICT (kind, id) DO UPDATE SET gone = ifnull (gone, excluded.gone);
END;
