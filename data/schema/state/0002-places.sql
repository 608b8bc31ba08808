-- SPDX-License-Identifier: GPL-3.0-or-later
-- Places that people name: areas in their dated tree, and streets, junctions, bridges, landmarks.

-- A province, ward or commune. Old ones stay: people go on using their names.
CREATE TABLE area (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  code TEXT NOT NULL,                -- of the national list: '31321'
  kind TEXT NOT NULL,                -- 'province', 'city', 'district', 'town', 'ward', 'commune'
  name_vi TEXT NOT NULL,             -- 'Phường Vị Thanh'
  name_en TEXT NOT NULL,
  parent_id INTEGER,
  successor_id INTEGER,              -- what it became, or most of it
  agency_id INTEGER,                 -- its People's Committee
  valid_from_us INTEGER NOT NULL,
  valid_to_us INTEGER,               -- NULL: in force; else the first moment it is not
  lat_e7 INTEGER,                    -- of its centre
  lon_e7 INTEGER
) STRICT;
CREATE INDEX area_code ON area (code);
CREATE INDEX area_parent ON area (parent_id);
INSERT INTO replicated VALUES (20, 'area');

CREATE TABLE street (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL,                -- 'street', 'junction', 'bridge', 'landmark'
  name TEXT NOT NULL,                -- 'Đường Trần Hưng Đạo'
  aliases TEXT,                      -- separated by ';'
  area_id INTEGER,                   -- where its middle is
  lat_e7 INTEGER,
  lon_e7 INTEGER,
  removed_us INTEGER                 -- NULL: there; else since when it isn't, but is still named
) STRICT;
CREATE INDEX street_code ON street (code);
CREATE INDEX street_area ON street (area_id);
INSERT INTO replicated VALUES (21, 'street');

-- One row, id 1, that differs after every change of the two above: a search index kept in memory
-- knows by it that it is stale.
CREATE TABLE place_stamp (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  stamp INTEGER NOT NULL
) STRICT;
INSERT INTO replicated VALUES (22, 'place_stamp');
