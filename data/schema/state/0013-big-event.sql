-- SPDX-License-Identifier: GPL-3.0-or-later
-- Big events: an incident that leads hundreds of others (a storm, a fire), what is at hand for it
-- and who holds it, what it did and what is needed, and the quick reports on it. Of scope 2, as the
-- incidents. Its situation log is the history of the incident that leads it: a purge takes words
-- there as anywhere.

CREATE TABLE big_event (
  id INTEGER PRIMARY KEY,            -- of the incident that leads it
  scope INTEGER NOT NULL,            -- always 2, here and below
  kind TEXT NOT NULL,                -- 'storm', 'flood', 'fire', 'other'
  name TEXT,                         -- 'Bão số 5'; NULL: the incident's title
  commander TEXT,                    -- who leads the response; NULL: nobody is named yet
  begun_us INTEGER NOT NULL,
  ended_us INTEGER,                  -- NULL: it goes on
  staff_id INTEGER,                  -- who declared it
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;
INSERT INTO replicated VALUES (80, 'big_event');

-- What belongs to it, from when to when. An incident belongs to one at a time.
CREATE TABLE big_event_member (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,
  staff_id INTEGER,
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  ended_us INTEGER,                  -- taken out again
  ended_by INTEGER,
  ended_replica INTEGER
) STRICT;
CREATE INDEX big_event_member_event ON big_event_member (event_id, ended_us);
CREATE INDEX big_event_member_incident ON big_event_member (incident_id, ended_us);
INSERT INTO replicated VALUES (81, 'big_event_member');

-- What an area tells of one thing, all in all up to that time: the newest of an area counts, and
-- the sum is over areas.
CREATE TABLE big_event_figure (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- tc_figure_kinds
  area_id INTEGER,                   -- NULL: not by area
  amount INTEGER NOT NULL,
  staff_id INTEGER,
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX big_event_figure_event ON big_event_figure (event_id, kind, area_id, at_us);
INSERT INTO replicated VALUES (82, 'big_event_figure');

-- The list of what has to be seen to, by its kind: the newest row of an item counts.
CREATE TABLE big_event_check (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  item TEXT NOT NULL,                -- tc_big_event_items()
  done INTEGER NOT NULL,
  staff_id INTEGER,
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX big_event_check_event ON big_event_check (event_id, item, at_us);
INSERT INTO replicated VALUES (83, 'big_event_check');

-- A report is its text, as it was printed.
CREATE TABLE quick_report (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  number INTEGER NOT NULL,           -- 1, 2, ... of the event
  until_us INTEGER NOT NULL,         -- what it says is as of then
  text TEXT NOT NULL,
  staff_id INTEGER,
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX quick_report_event ON quick_report (event_id, number);
INSERT INTO replicated VALUES (84, 'quick_report');

-- What is there for use: boats, pumps, shelters.
CREATE TABLE resource (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- tc_resource_kinds
  name TEXT NOT NULL,
  count INTEGER NOT NULL,
  place TEXT,
  keeper_id INTEGER,                 -- the agency that keeps it; NULL: the centre
  staff_id INTEGER,
  replica INTEGER NOT NULL,
  changed_us INTEGER NOT NULL,
  retired_us INTEGER                 -- not there any more
) STRICT;
INSERT INTO replicated VALUES (85, 'resource');

-- Who holds how many of it, and since when.
CREATE TABLE resource_hold (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  resource_id INTEGER NOT NULL,
  event_id INTEGER NOT NULL,         -- for which it was handed out
  count INTEGER NOT NULL,
  back INTEGER NOT NULL,             -- of them given back
  holder TEXT NOT NULL,
  holder_id INTEGER,                 -- where it is an agency
  staff_id INTEGER,                  -- who handed it out
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  back_us INTEGER                    -- since all are back
) STRICT;
CREATE INDEX resource_hold_resource ON resource_hold (resource_id, back_us);
CREATE INDEX resource_hold_event ON resource_hold (event_id, back_us);
INSERT INTO replicated VALUES (86, 'resource_hold');
