-- SPDX-License-Identifier: GPL-3.0-or-later
-- A file may belong to one report of its incident: it was attached to the call.
ALTER TABLE upload ADD COLUMN report_id INTEGER;
