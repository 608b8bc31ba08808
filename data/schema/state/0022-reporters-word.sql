-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is owed to who reported once the matter is resolved, and for how long they may say that it
-- isn't.
ALTER TABLE field_term ADD COLUMN tell_minutes INTEGER; -- from then, until who reported is told
ALTER TABLE field_term ADD COLUMN reopen_days INTEGER;  -- in which a reporter may reopen it

ALTER TABLE report ADD COLUMN told_us INTEGER; -- when a person told the reporter, by voice
