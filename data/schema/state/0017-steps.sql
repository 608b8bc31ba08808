-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a service level promises of the steps behind the first answer of a unit.
ALTER TABLE field_term ADD COLUMN arrive_minutes INTEGER; -- of a unit that knows, until it is there
ALTER TABLE field_term ADD COLUMN work_minutes INTEGER;   -- of one that is there, until it is done
ALTER TABLE field_term ADD COLUMN reply_minutes INTEGER;  -- of a reporter or a body outside
