-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a shift writes down: the duty journal and the sheets by which one shift hands over to the
-- next. Of scope 2, as the incidents: both name what is going on in the centre. A row is never
-- changed in what it says; it is marked as done, or as taken over.

CREATE TABLE journal_entry (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- always 2
  kind TEXT NOT NULL,                -- 'order', 'call', 'fault', 'observation'
  text TEXT NOT NULL,
  source TEXT,                       -- who gave the order, called, told of the fault
  due_us INTEGER,                    -- of an order or a fault
  staff_id INTEGER,                  -- who wrote it
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  done_us INTEGER,                   -- of an order or a fault; NULL: open
  done_by INTEGER,
  done_replica INTEGER
) STRICT;
CREATE INDEX journal_entry_at ON journal_entry (at_us);
CREATE INDEX journal_entry_open ON journal_entry (done_us, kind, due_us);
INSERT INTO replicated VALUES (71, 'journal_entry');

CREATE TABLE journal_follow_up (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  text TEXT NOT NULL,
  done INTEGER NOT NULL,             -- 1: with it the entry was done
  staff_id INTEGER,
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX journal_follow_up_entry ON journal_follow_up (entry_id, at_us);
INSERT INTO replicated VALUES (72, 'journal_follow_up');

-- A sheet is its text; the hash is of its bytes, and what who takes over signs.
CREATE TABLE hand_over (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,            -- always 2
  shift_id INTEGER,                  -- NULL: there is no roster
  from_us INTEGER NOT NULL,          -- of the shift
  until_us INTEGER NOT NULL,
  text TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  staff_id INTEGER,                  -- who handed over
  replica INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  taken_by INTEGER,                  -- who took over; NULL: nobody has signed yet
  taken_replica INTEGER,
  taken_us INTEGER
) STRICT;
CREATE INDEX hand_over_at ON hand_over (at_us);
INSERT INTO replicated VALUES (73, 'hand_over');
