-- SPDX-License-Identifier: GPL-3.0-or-later
-- A file may come from a unit, for the order that it works on.
ALTER TABLE upload ADD COLUMN task_id INTEGER;
