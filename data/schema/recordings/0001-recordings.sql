-- SPDX-License-Identifier: GPL-3.0-or-later
-- The index of what a media host has recorded, beside the folder of it.

-- A file each; where it is follows from camera and start.
CREATE TABLE segment (
  camera_id INTEGER NOT NULL,
  start_us INTEGER NOT NULL,
  end_us INTEGER NOT NULL,
  frames INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  codec TEXT NOT NULL,               -- 'h264', 'h265', 'mjpeg'
  sha256 BLOB NOT NULL,              -- of the file, as it was written
  state TEXT NOT NULL,               -- 'whole'; 'gone', 'differs': found so; 'leaving': its file goes
  PRIMARY KEY (camera_id, start_us)
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_leaving ON segment (start_us) WHERE state = 'leaving';

-- Every camera that has segments, and how long they are kept, as it was said last.
CREATE TABLE recorded_camera (
  id INTEGER PRIMARY KEY,            -- the camera's
  class TEXT NOT NULL                -- 'none', 'short', 'standard', 'long'
) STRICT;

-- What stays beyond its time, and why.
CREATE TABLE hold (
  id INTEGER PRIMARY KEY,            -- whoever asked for it gave it
  camera_id INTEGER NOT NULL,
  from_us INTEGER NOT NULL,
  until_us INTEGER NOT NULL,         -- of what was recorded
  incident_id INTEGER,
  staff_id INTEGER,                  -- NULL: the system
  reason TEXT NOT NULL,
  made_us INTEGER NOT NULL,
  keep_until_us INTEGER NOT NULL,    -- it holds up to then
  released_us INTEGER                -- or until then
) STRICT;
CREATE INDEX hold_camera ON hold (camera_id, until_us);
