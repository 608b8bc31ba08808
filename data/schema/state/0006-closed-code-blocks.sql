-- SPDX-License-Identifier: GPL-3.0-or-later
-- A closed block gives no more codes; what was given of it counts. Blocks are closed when the
-- server was restored from a backup: which of their numbers people have heard meanwhile is unknown.

ALTER TABLE code_block ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
