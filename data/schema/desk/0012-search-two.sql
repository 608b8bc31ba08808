-- SPDX-License-Identifier: GPL-3.0-or-later
-- Two letters begin a person's name as often as three: they have an index of their own too.

DROP TABLE search_who;
CREATE VIRTUAL TABLE search_who USING fts5 (who, content = 'search_row', content_rowid = 'id',
  detail = 'none', columnsize = 0, prefix = '2 3 4 5', tokenize = 'ascii');
INSERT INTO search_who (rowid, who) SELECT id, who FROM search_row WHERE who <> '';
