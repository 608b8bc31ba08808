-- SPDX-License-Identifier: GPL-3.0-or-later
-- What people report and what is done about it.
-- Scopes: fields and responsibilities 1 (common); reports, incidents and their history 2
-- (incidents, holds nothing personal); reporters 3; tasks, and reporters released to a unit, that
-- unit's. What an operation decides on stands in scopes 1 and 2; tasks are written blind.

-- A field (lĩnh vực) or, with a parent, a kind within one; an Open311 service. The topmost is the
-- group: reports of one group may be duplicates.
CREATE TABLE field (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  code TEXT NOT NULL,                -- 'giao-thong.tin-hieu'; the service_code of Open311
  parent_id INTEGER,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  description_vi TEXT,
  description_en TEXT,
  keywords TEXT,                     -- comma-separated
  priority INTEGER NOT NULL,         -- 1..4: what an incident starts with
  attributes TEXT,                   -- JSON: the attribute definitions of Open311, an array
  position INTEGER NOT NULL,         -- in lists
  active INTEGER NOT NULL
) STRICT;
CREATE INDEX field_code ON field (code);
CREATE INDEX field_parent ON field (parent_id);
INSERT INTO replicated VALUES (30, 'field');

-- Within how long an incident must be resolved, in clock minutes from when it was received. Dated:
-- the term is the one in force when the report was received. field_id NULL: wherever none is named.
CREATE TABLE field_term (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  field_id INTEGER,
  priority INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  valid_from_us INTEGER NOT NULL,
  valid_to_us INTEGER,
  basis TEXT                         -- the decision that sets it
) STRICT;
CREATE INDEX field_term_field ON field_term (field_id, priority, valid_from_us);
INSERT INTO replicated VALUES (31, 'field_term');

-- Who is responsible for a field in an area and all below it (NULL: everywhere), from when to when.
CREATE TABLE responsibility (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  field_id INTEGER NOT NULL,
  area_id INTEGER,
  agency_id INTEGER NOT NULL,
  valid_from_us INTEGER NOT NULL,
  valid_to_us INTEGER,
  basis TEXT
) STRICT;
CREATE INDEX responsibility_field ON responsibility (field_id, area_id, valid_from_us);
INSERT INTO replicated VALUES (32, 'responsibility');

-- Numbers first .. first + count - 1 of a day, leased to one replica, so that a caller hears the
-- incident's code while the line is down.
CREATE TABLE code_block (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  replica INTEGER NOT NULL,
  day INTEGER NOT NULL,              -- yymmdd in Vietnam's time
  first INTEGER NOT NULL,
  count INTEGER NOT NULL
) STRICT;
CREATE INDEX code_block_day ON code_block (day, first);
CREATE INDEX code_block_replica ON code_block (replica, day, first);
INSERT INTO replicated VALUES (33, 'code_block');

-- What is handled.
CREATE TABLE incident (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  code TEXT NOT NULL,                -- 'PA-261123-0147'
  day INTEGER NOT NULL,              -- 261123
  number INTEGER NOT NULL,           -- 147
  title TEXT NOT NULL,
  field_id INTEGER,                  -- NULL: not classified yet
  priority INTEGER NOT NULL,         -- 1 emergency, 2 urgent, 3 attention, 4 notice
  state TEXT NOT NULL,               -- tc-incident-states.h
  open INTEGER NOT NULL,             -- 1 while it stands in the queue
  rank_us INTEGER NOT NULL,          -- the queue's order: what is late first; tc_incident_rank()
  area_id INTEGER,
  lat_e7 INTEGER,
  lon_e7 INTEGER,
  cell INTEGER,                      -- of the 0.01 degree grid, to find what is near
  address TEXT,
  unit_id INTEGER,                   -- the agency that has it
  staff_id INTEGER,                  -- who took it
  received_us INTEGER NOT NULL,      -- from when the term counts
  due_us INTEGER,
  term_id INTEGER,                   -- field_term that due_us comes from
  extended_us INTEGER,               -- when due_us was last set by hand
  scheduled_us INTEGER,
  paused_us INTEGER,                 -- waiting since: the clock stands
  paused_total_us INTEGER NOT NULL,  -- of the pauses that are over
  resumes_to TEXT,                   -- state before waiting, forwarded or scheduled
  before_merge TEXT,                 -- state before merged
  merged_into INTEGER,
  duplicate_of INTEGER,              -- closed as a duplicate of
  outcome TEXT,                      -- code: why it was rejected, redirected or closed
  answer_state TEXT NOT NULL,        -- of the newest answer: 'none', 'submitted', 'approved', ...
  report_count INTEGER NOT NULL,
  reopened_count INTEGER NOT NULL,
  opened_us INTEGER NOT NULL,
  changed_us INTEGER NOT NULL,
  resolved_us INTEGER,
  closed_us INTEGER
) STRICT;
CREATE INDEX incident_number ON incident (day, number);
CREATE INDEX incident_open ON incident (open, rank_us);
CREATE INDEX incident_priority ON incident (open, priority, rank_us);
CREATE INDEX incident_state ON incident (state, rank_us);
CREATE INDEX incident_unit ON incident (unit_id, open, rank_us);
CREATE INDEX incident_staff ON incident (staff_id, open, rank_us);
CREATE INDEX incident_area ON incident (area_id, open, rank_us);
CREATE INDEX incident_cell ON incident (cell, received_us);
CREATE INDEX incident_merged ON incident (merged_into);
INSERT INTO replicated VALUES (34, 'incident');

-- What one person said. An Open311 request is a report; its status follows incident_id.
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,      -- where it is handled now
  home_id INTEGER NOT NULL,          -- where it was before any merge
  channel TEXT NOT NULL,             -- 'hotline', 'web', 'app', 'mail', 'open311', 'walk-in', ...
  text TEXT NOT NULL,
  language TEXT NOT NULL,            -- 'vi', 'en'
  field_id INTEGER,                  -- as its maker classified it
  area_id INTEGER,
  lat_e7 INTEGER,
  lon_e7 INTEGER,
  address TEXT,
  address_id TEXT,
  said_us INTEGER NOT NULL,
  received_us INTEGER NOT NULL,
  on_behalf INTEGER NOT NULL,
  anonymous INTEGER NOT NULL,
  private INTEGER NOT NULL,          -- never shown in public
  attributes TEXT,                   -- JSON object: attribute code to value or array of values
  source TEXT,                       -- which outside system
  external_id TEXT,                  -- its number there
  reporter_id INTEGER,               -- in scope 3
  answer_id INTEGER,                 -- newest answer told to the reporter
  answered_us INTEGER,
  rating INTEGER,                    -- 1..5, by the reporter
  rating_text TEXT,
  rated_us INTEGER
) STRICT;
CREATE INDEX report_incident ON report (incident_id);
CREATE INDEX report_home ON report (home_id);
CREATE INDEX report_received ON report (received_us);
CREATE INDEX report_field ON report (field_id, received_us);
CREATE INDEX report_external ON report (source, external_id);
INSERT INTO replicated VALUES (35, 'report');

-- The person behind a report: scope 3, or a copy in the scope of the unit that it was released to.
CREATE TABLE reporter (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  report_id INTEGER NOT NULL,
  name TEXT,
  phone TEXT,
  email TEXT,
  address TEXT,
  device_id TEXT,
  account_id TEXT,
  copy_of INTEGER,                   -- a released copy: of which row
  agency_id INTEGER,                 -- to whom
  reason TEXT,                       -- why
  released_by INTEGER,
  released_us INTEGER,
  expires_us INTEGER
) STRICT;
CREATE INDEX reporter_report ON reporter (report_id);
CREATE INDEX reporter_phone ON reporter (phone);
CREATE INDEX reporter_expires ON reporter (expires_us) WHERE expires_us IS NOT NULL;
INSERT INTO replicated VALUES (36, 'reporter');

-- Who looked at a reporter or gave one out, and why: scope 3.
CREATE TABLE reporter_access (
  id INTEGER PRIMARY KEY,            -- of the operation
  scope INTEGER NOT NULL,
  report_id INTEGER NOT NULL,
  reporter_id INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- 'opened', 'released', 'withdrawn'
  staff_id INTEGER,                  -- NULL: the system
  replica INTEGER NOT NULL,
  agency_id INTEGER,                 -- released to
  reason TEXT NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX reporter_access_report ON reporter_access (report_id, at_us);
INSERT INTO replicated VALUES (37, 'reporter_access');

-- The whole history, notes included: a code and its arguments, worded where it is read.
CREATE TABLE incident_event (
  id INTEGER PRIMARY KEY,            -- of the operation; of a second incident it touches, given
  scope INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,
  code TEXT NOT NULL,                -- name of the operation: 'incident.dispatch'
  at_us INTEGER NOT NULL,
  actor_id INTEGER NOT NULL,         -- staff; 0 the system
  replica INTEGER NOT NULL,
  state TEXT NOT NULL,               -- of the incident afterwards
  moved INTEGER NOT NULL,            -- 1: the state changed with it
  public INTEGER NOT NULL,           -- 0 internal, 1 told to the reporters, 2 its state alone is
  report_id INTEGER,                 -- about one report alone
  reason TEXT,                       -- a code
  text TEXT,                         -- what a person wrote
  agency_id INTEGER,
  staff_id INTEGER,
  other_id INTEGER,                  -- another incident, a task, an answer, an attachment, a field
  when_us INTEGER,                   -- a time it is about: the new due time, the appointment
  number INTEGER,                    -- a number it is about: priority, rating
  external_id TEXT                   -- of an update that came from outside
) STRICT;
CREATE INDEX incident_event_incident ON incident_event (incident_id, at_us);
CREATE INDEX incident_event_report ON incident_event (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX incident_event_public ON incident_event (at_us) WHERE public > 0;
INSERT INTO replicated VALUES (38, 'incident_event');

-- A file's name is its hash; the bytes are elsewhere.
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,      -- where it was attached
  report_id INTEGER,                 -- with which report it came
  event_id INTEGER NOT NULL,         -- history row that it came with
  hash TEXT NOT NULL,                -- SHA-256, hex
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,             -- bytes
  name TEXT NOT NULL,
  kind TEXT NOT NULL,                -- 'original', 'stripped' (of what says where and by whom)
  original_id INTEGER,               -- of a stripped one
  taken_us INTEGER,
  public INTEGER NOT NULL,           -- 1: may be shown outside
  staff_id INTEGER,
  added_us INTEGER NOT NULL
) STRICT;
CREATE INDEX attachment_incident ON attachment (incident_id);
CREATE INDEX attachment_report ON attachment (report_id);
CREATE INDEX attachment_hash ON attachment (hash);
INSERT INTO replicated VALUES (39, 'attachment');

-- What is told to all who reported: written, approved, then published.
CREATE TABLE answer (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,
  state TEXT NOT NULL,               -- 'submitted', 'returned', 'replaced', 'approved', 'published'
  text TEXT NOT NULL,
  language TEXT NOT NULL,
  submitted_by INTEGER NOT NULL,
  submitted_us INTEGER NOT NULL,
  approved_by INTEGER,
  approved_us INTEGER,
  published_by INTEGER,
  published_us INTEGER,
  returned_text TEXT
) STRICT;
CREATE INDEX answer_incident ON answer (incident_id);
INSERT INTO replicated VALUES (40, 'answer');

CREATE TABLE incident_link (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,
  other_id INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- 'related', 'cause' (other is the cause), 'follow-up'
  made_by INTEGER NOT NULL,
  made_us INTEGER NOT NULL,
  ended_us INTEGER
) STRICT;
CREATE INDEX incident_link_incident ON incident_link (incident_id);
CREATE INDEX incident_link_other ON incident_link (other_id);
INSERT INTO replicated VALUES (41, 'incident_link');

-- The centre's view of what a unit was asked to do; the unit has `task`, with the same id.
CREATE TABLE dispatch (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,
  agency_id INTEGER NOT NULL,
  state TEXT NOT NULL,               -- 'sent', 'acknowledged', 'working', 'done', 'returned',
                                     -- 'recalled'
  asked TEXT NOT NULL,
  due_us INTEGER,
  sent_by INTEGER NOT NULL,
  sent_us INTEGER NOT NULL,
  acknowledged_us INTEGER,
  acknowledged_by INTEGER,
  started_us INTEGER,
  ended_us INTEGER
) STRICT;
CREATE INDEX dispatch_incident ON dispatch (incident_id);
CREATE INDEX dispatch_agency ON dispatch (agency_id, state);
INSERT INTO replicated VALUES (42, 'dispatch');

-- A unit's own row, in its own scope: the matter without the person. It holds all that the unit
-- needs, since it may hold nothing else.
CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  incident_id INTEGER NOT NULL,
  incident_code TEXT NOT NULL,
  agency_id INTEGER NOT NULL,
  state TEXT NOT NULL,               -- as in dispatch
  asked TEXT NOT NULL,
  title TEXT NOT NULL,
  matter TEXT,                       -- what the first report said
  field_id INTEGER,
  priority INTEGER NOT NULL,
  area_id INTEGER,
  lat_e7 INTEGER,
  lon_e7 INTEGER,
  address TEXT,
  due_us INTEGER,
  sent_us INTEGER NOT NULL,
  acknowledged_us INTEGER,
  acknowledged_by INTEGER,
  started_us INTEGER,
  ended_us INTEGER,
  end_text TEXT
) STRICT;
CREATE INDEX task_agency ON task (agency_id, state, due_us);
CREATE INDEX task_incident ON task (incident_id);
INSERT INTO replicated VALUES (43, 'task');
