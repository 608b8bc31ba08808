-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which hold or copy of a recording it was about, so that what was fetched is known by its number.

ALTER TABLE view ADD COLUMN part_id INTEGER;
