-- SPDX-License-Identifier: GPL-3.0-or-later
-- Words of incidents, folded (base/tc-fold.h), for search at this desk: made behind all else, newest
-- first, from rows that the desk holds, and emptied when it loses the right to some.

CREATE TABLE search_row (
  id INTEGER PRIMARY KEY,            -- of the incident
  matter TEXT NOT NULL,              -- words of title, place and reports, each once
  who TEXT NOT NULL                  -- words and numbers of the reporters
) STRICT;
CREATE VIRTUAL TABLE search_matter USING fts5 (matter, content = 'search_row', content_rowid = 'id',
  detail = 'none', columnsize = 0, prefix = '2 3 4 5', tokenize = 'ascii');
CREATE VIRTUAL TABLE search_who USING fts5 (who, content = 'search_row', content_rowid = 'id',
  detail = 'none', columnsize = 0, prefix = '3 4 5', tokenize = 'ascii');

-- Down to where it has come: incidents below are still to be read.
CREATE TABLE search_place (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  below INTEGER NOT NULL
) STRICT;
INSERT INTO search_place VALUES (1, 9223372036854775807);

-- Above that place: what has changed since.
CREATE TABLE search_todo (
  id INTEGER PRIMARY KEY             -- of the incident
) STRICT;
CREATE TRIGGER search_incident_came AFTER INSERT ON incident
  WHEN new.id >= (SELECT below FROM search_place) BEGIN
    INSERT OR IGNORE INTO search_todo VALUES (new.id);
  END;
CREATE TRIGGER search_incident_changed AFTER UPDATE OF title, address, area_id ON incident
  WHEN new.id >= (SELECT below FROM search_place) BEGIN
    INSERT OR IGNORE INTO search_todo VALUES (new.id);
  END;
CREATE TRIGGER search_incident_gone AFTER DELETE ON incident
  WHEN old.id >= (SELECT below FROM search_place) BEGIN
    INSERT OR IGNORE INTO search_todo VALUES (old.id);
  END;
CREATE TRIGGER search_report_came AFTER INSERT ON report
  WHEN new.incident_id >= (SELECT below FROM search_place) BEGIN
    INSERT OR IGNORE INTO search_todo VALUES (new.incident_id);
  END;
CREATE TRIGGER search_report_changed AFTER UPDATE OF incident_id, text, address ON report
  WHEN max (old.incident_id, new.incident_id) >= (SELECT below FROM search_place) BEGIN
    INSERT OR IGNORE INTO search_todo VALUES (old.incident_id), (new.incident_id);
  END;
CREATE TRIGGER search_report_gone AFTER DELETE ON report
  WHEN old.incident_id >= (SELECT below FROM search_place) BEGIN
    INSERT OR IGNORE INTO search_todo VALUES (old.incident_id);
  END;
CREATE TRIGGER search_reporter_came AFTER INSERT ON reporter BEGIN
  INSERT OR IGNORE INTO search_todo SELECT incident_id FROM report WHERE id = new.report_id
    AND incident_id >= (SELECT below FROM search_place);
END;
CREATE TRIGGER search_reporter_changed AFTER UPDATE ON reporter BEGIN
  INSERT OR IGNORE INTO search_todo SELECT incident_id FROM report WHERE id = new.report_id
    AND incident_id >= (SELECT below FROM search_place);
END;
CREATE TRIGGER search_reporter_gone AFTER DELETE ON reporter BEGIN
  INSERT OR IGNORE INTO search_todo SELECT incident_id FROM report WHERE id = old.report_id
    AND incident_id >= (SELECT below FROM search_place);
END;
