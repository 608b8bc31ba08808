-- SPDX-License-Identifier: GPL-3.0-or-later
-- People and what they may: scopes, agencies, staff, roles, desks, sessions.
-- What replicates is named in `replicated`; the rules stand in src/core/store/tc-schema.h.

CREATE TABLE replicated (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- A scope is the unit of reading: a row has exactly one. Kinds: 'common' (everybody's reference
-- data, scope 1), 'incidents', 'reporters' (of the centre), 'unit' (what one agency was asked to do).
CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- always 1: that a scope exists is no secret
  kind TEXT NOT NULL,
  agency_id INTEGER                  -- of kind 'unit'
) STRICT;
INSERT INTO replicated VALUES (1, 'scope');

CREATE INDEX scope_kind ON scope (kind, agency_id);

-- The province that this is all about: one row, id 1.
CREATE TABLE province (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  code TEXT NOT NULL,                -- 'haugiang'
  official_code TEXT,                -- 'H30'
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  centre_id INTEGER,                 -- the agency that runs the operations centre
  lat_e7 INTEGER,                    -- where the map opens
  lon_e7 INTEGER,
  demonstration INTEGER NOT NULL     -- 1: invented people and reports, and shown as such
) STRICT;
INSERT INTO replicated VALUES (11, 'province');

-- An agency or a unit in its dated tree. Districts ended on 2025-06-30; old papers stay readable.
CREATE TABLE agency (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  code TEXT NOT NULL,                -- short and stable: 'csgt2'; what a dispatcher types
  official_code TEXT,                -- 'H30.12'
  kind TEXT NOT NULL,                -- 'centre', 'province', 'district', 'ward', 'department', 'team', 'external'
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  parent_id INTEGER,
  successor_id INTEGER,              -- who took over at valid_to_us
  valid_from_us INTEGER NOT NULL,
  valid_to_us INTEGER,               -- NULL: in force
  phone TEXT,
  lat_e7 INTEGER,
  lon_e7 INTEGER,
  address TEXT
) STRICT;
CREATE INDEX agency_code ON agency (code);
CREATE INDEX agency_parent ON agency (parent_id);
INSERT INTO replicated VALUES (2, 'agency');

CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  account TEXT NOT NULL,             -- what is typed at sign-in; lower case
  name TEXT NOT NULL,
  title TEXT,
  phone TEXT,
  inactive_from_us INTEGER           -- NULL: active; from then on may not sign in nor act
) STRICT;
CREATE INDEX staff_account ON staff (account);
INSERT INTO replicated VALUES (3, 'staff');

CREATE TABLE role (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  code TEXT NOT NULL,                -- 'dispatcher'
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL
) STRICT;
CREATE INDEX role_code ON role (code);
INSERT INTO replicated VALUES (4, 'role');

CREATE TABLE role_capability (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  role_id INTEGER NOT NULL,
  capability TEXT NOT NULL           -- 'incident.dispatch'
) STRICT;
CREATE INDEX role_capability_role ON role_capability (role_id, capability);
INSERT INTO replicated VALUES (5, 'role_capability');

-- What a role reads: every scope of the kind; of kind 'unit' that of the post's agency alone.
CREATE TABLE role_scope (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  role_id INTEGER NOT NULL,
  kind TEXT NOT NULL
) STRICT;
CREATE INDEX role_scope_role ON role_scope (role_id, kind);
INSERT INTO replicated VALUES (6, 'role_scope');

-- Who holds which role where, from when to when.
CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  staff_id INTEGER NOT NULL,
  agency_id INTEGER NOT NULL,
  role_id INTEGER NOT NULL,
  valid_from_us INTEGER NOT NULL,
  valid_to_us INTEGER
) STRICT;
CREATE INDEX post_staff ON post (staff_id);
CREATE INDEX post_agency ON post (agency_id);
INSERT INTO replicated VALUES (7, 'post');

-- A desk: the id is its replica number. It holds the scopes of the roles that may work at it.
CREATE TABLE desk (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  name TEXT NOT NULL,                -- 'Bàn 03'
  agency_id INTEGER NOT NULL,
  state TEXT NOT NULL,               -- 'invited', 'enrolled', 'revoked'
  public_key BLOB                    -- Ed25519, from enrolment on
) STRICT;
INSERT INTO replicated VALUES (8, 'desk');

CREATE TABLE desk_role (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  role_id INTEGER NOT NULL
) STRICT;
CREATE INDEX desk_role_desk ON desk_role (desk_id, role_id);
INSERT INTO replicated VALUES (9, 'desk_role');

-- Proof of sign-in: the server checked this person at this desk. An operation counts if it was made
-- within the session, also when it arrives after its end.
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  staff_id INTEGER NOT NULL,
  desk_id INTEGER NOT NULL,
  from_us INTEGER NOT NULL,
  until_us INTEGER NOT NULL
) STRICT;
INSERT INTO replicated VALUES (10, 'session');
