-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who looked at which camera: a row for each ticket, before it is given out.

CREATE TABLE view (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  camera_id INTEGER NOT NULL,
  host_id INTEGER NOT NULL,
  use TEXT NOT NULL,                 -- 'live', 'replay'
  profile TEXT NOT NULL,             -- 'main', 'sub'
  at_us INTEGER NOT NULL,            -- when it was asked for
  ends_us INTEGER NOT NULL,          -- it shows nothing after that
  from_us INTEGER,                   -- of a replay: from when on
  rate_milli INTEGER                 -- of a replay: how fast, in thousandths
) STRICT;
CREATE INDEX view_at ON view (at_us);
CREATE INDEX view_camera ON view (camera_id, at_us);
CREATE INDEX view_staff ON view (staff_id, at_us);
