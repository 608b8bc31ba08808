-- SPDX-License-Identifier: GPL-3.0-or-later
-- Cameras, how they are reached, who may see which of them, how they do, and how walls are laid out.
-- Of three scopes: kind 'cameras'; 'cameras-restricted', which has the rows of restricted cameras,
-- so that who may not see them never has them; 'camera-lines', how devices are reached.

CREATE TABLE camera (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- of cameras or of restricted ones, as `restricted` says
  number INTEGER NOT NULL,           -- 1..9999: what is typed; one each but for removed ones
  code TEXT NOT NULL,                -- short and stable: 'cam-nga-tu-1'; likewise
  name TEXT NOT NULL,                -- 'Ngã tư Trần Hưng Đạo - Nguyễn Công Trứ'
  kind TEXT NOT NULL,                -- 'fixed', 'ptz'
  agency_id INTEGER NOT NULL,        -- whose it is
  area_id INTEGER,
  place TEXT,                        -- as people say it
  lat_e7 INTEGER,
  lon_e7 INTEGER,
  heading_deg INTEGER,               -- 0..359, clockwise from north: the middle of what it sees
  view_deg INTEGER,                  -- 1..360: how wide it sees
  reach_m INTEGER,                   -- how far
  restricted INTEGER NOT NULL,       -- 1: only for who may see restricted ones
  state TEXT NOT NULL,               -- 'in-service', 'maintenance', 'removed'
  state_reason TEXT,
  state_us INTEGER NOT NULL,
  host_id INTEGER,                   -- the desk of kind 'media' that serves it
  retention TEXT NOT NULL,           -- 'none', 'short', 'standard', 'long'
  masks TEXT                         -- what is never shown: core/cameras/tc-camera-masks.h
) STRICT;
CREATE INDEX camera_number ON camera (number);
CREATE INDEX camera_code ON camera (code);
CREATE INDEX camera_area ON camera (area_id);
CREATE INDEX camera_host ON camera (host_id);
INSERT INTO replicated VALUES (100, 'camera');

-- Groups by which cameras are found and watched in turn. One that names roles is theirs alone.
CREATE TABLE camera_group (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- of cameras, as its roles; names of groups are for all
  code TEXT NOT NULL,                -- one each but for removed ones
  name TEXT NOT NULL,
  removed_us INTEGER                 -- NULL: there
) STRICT;
CREATE INDEX camera_group_code ON camera_group (code);
INSERT INTO replicated VALUES (101, 'camera_group');

CREATE TABLE camera_member (
  id INTEGER PRIMARY KEY,            -- made of the two
  scope INTEGER NOT NULL,            -- of its camera
  group_id INTEGER NOT NULL,
  camera_id INTEGER NOT NULL,
  rank INTEGER NOT NULL              -- 0, 1, ...: the order in which they are watched
) STRICT;
CREATE INDEX camera_member_group ON camera_member (group_id, rank);
CREATE INDEX camera_member_camera ON camera_member (camera_id);
INSERT INTO replicated VALUES (102, 'camera_member');

CREATE TABLE camera_group_role (
  id INTEGER PRIMARY KEY,            -- made of the two
  scope INTEGER NOT NULL,
  group_id INTEGER NOT NULL,
  role_id INTEGER NOT NULL
) STRICT;
CREATE INDEX camera_group_role_group ON camera_group_role (group_id, role_id);
INSERT INTO replicated VALUES (103, 'camera_group_role');

-- How a camera is, as the server was told last by what serves it. Of the scope of its camera.
CREATE TABLE camera_status (
  id INTEGER PRIMARY KEY,            -- the camera's
  scope INTEGER NOT NULL,
  state TEXT NOT NULL,               -- 'live', 'denied', 'offline', 'stalled', 'clock'
  cause TEXT,                        -- a code: 'no-route', 'timeout', 'codec', ...
  since_us INTEGER NOT NULL,         -- it is like that
  told_us INTEGER NOT NULL,
  clock_offset_ms INTEGER            -- how far its clock is ahead of the server's
) STRICT;
INSERT INTO replicated VALUES (104, 'camera_status');

-- When a camera in service was not live, or came and went. Of the scope of its camera; the newest of
-- each.
CREATE TABLE camera_fault (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,
  camera_id INTEGER NOT NULL,
  state TEXT NOT NULL,               -- as told last, and its cause
  cause TEXT,
  began_us INTEGER NOT NULL,
  ended_us INTEGER,                  -- NULL: it goes on
  times INTEGER NOT NULL             -- 1, 2, ...: how often it began, with little between
) STRICT;
CREATE INDEX camera_fault_camera ON camera_fault (camera_id, began_us);
INSERT INTO replicated VALUES (105, 'camera_fault');

-- Who looked at a restricted camera, and why. Always of the scope of restricted ones.
CREATE TABLE camera_opening (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,
  camera_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  staff_id INTEGER,                  -- NULL: the server itself
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX camera_opening_camera ON camera_opening (camera_id, at_us);
INSERT INTO replicated VALUES (106, 'camera_opening');

-- What a camera hangs on: itself or a recorder with channels. Passwords are the server's alone.
CREATE TABLE camera_device (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- of lines, as the next two
  code TEXT NOT NULL,                -- one each but for removed ones
  name TEXT NOT NULL,
  kind TEXT NOT NULL,                -- 'camera', 'recorder'
  vendor TEXT,                       -- a code: which addresses it has for playing back
  address TEXT,                      -- 'http://host:port/onvif/device_service'
  account TEXT,
  secret_set_us INTEGER,             -- since when the server has a password; NULL: it has none
  removed_us INTEGER                 -- NULL: there
) STRICT;
CREATE INDEX camera_device_code ON camera_device (code);
INSERT INTO replicated VALUES (107, 'camera_device');

CREATE TABLE camera_line (
  id INTEGER PRIMARY KEY,            -- the camera's
  scope INTEGER NOT NULL,
  device_id INTEGER NOT NULL,
  channel INTEGER                    -- of a recorder
) STRICT;
CREATE INDEX camera_line_device ON camera_line (device_id);
INSERT INTO replicated VALUES (108, 'camera_line');

CREATE TABLE camera_stream (
  id INTEGER PRIMARY KEY,            -- made of camera and profile
  scope INTEGER NOT NULL,
  camera_id INTEGER NOT NULL,
  profile TEXT NOT NULL,             -- 'main', 'sub'
  address TEXT NOT NULL,             -- 'rtsp://host:port/path', never with a name or password
  codec TEXT,                        -- 'h264', 'h265', 'mjpeg'; NULL: not known
  width INTEGER,
  height INTEGER,
  fps_milli INTEGER,                 -- frames in 1000 s
  kbit INTEGER                       -- a second
) STRICT;
CREATE INDEX camera_stream_camera ON camera_stream (camera_id);
INSERT INTO replicated VALUES (109, 'camera_stream');

-- How the tiles of a wall are laid out. Of the scope of cameras.
CREATE TABLE wall_layout (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  owner_id INTEGER,                  -- whose it is; NULL: shared
  name TEXT NOT NULL,
  columns INTEGER NOT NULL,          -- 1..8, as rows
  rows INTEGER NOT NULL,
  cells TEXT NOT NULL,               -- tiles and what is in them: core/cameras/tc-wall-cells.h
  staff_id INTEGER,                  -- who saved it last
  changed_us INTEGER NOT NULL,
  removed_us INTEGER                 -- NULL: there
) STRICT;
CREATE INDEX wall_layout_owner ON wall_layout (owner_id, name);
INSERT INTO replicated VALUES (110, 'wall_layout');
