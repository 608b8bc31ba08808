-- SPDX-License-Identifier: GPL-3.0-or-later
-- A unit's vehicles and where they are now.

CREATE TABLE vehicle (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  agency_id INTEGER NOT NULL,        -- the unit that has it
  code TEXT NOT NULL,                -- 'csgt1-01'
  call_sign TEXT NOT NULL,           -- 'Tuần tra 11'
  kind TEXT NOT NULL,                -- 'car', 'motorcycle', 'truck', 'tanker', 'boat'
  lat_e7 INTEGER,                    -- where it stands when nothing is to be done
  lon_e7 INTEGER,
  removed_us INTEGER                 -- NULL: in service; else since when it isn't
) STRICT;
CREATE INDEX vehicle_agency ON vehicle (agency_id);
CREATE INDEX vehicle_code ON vehicle (code);
INSERT INTO replicated VALUES (23, 'vehicle');

-- The newest place of a vehicle; the id is the vehicle's. Older ones are in the log alone.
CREATE TABLE unit_place (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  agency_id INTEGER NOT NULL,
  lat_e7 INTEGER NOT NULL,
  lon_e7 INTEGER NOT NULL,
  status TEXT NOT NULL,              -- 'free', 'en-route', 'on-scene', 'off'
  placed_us INTEGER NOT NULL
) STRICT;
INSERT INTO replicated VALUES (24, 'unit_place');
