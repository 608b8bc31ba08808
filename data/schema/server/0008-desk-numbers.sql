-- SPDX-License-Identifier: GPL-3.0-or-later
-- The desks that were invited after the backup have numbers above this one, which may be in use.
ALTER TABLE log_epoch ADD COLUMN last_desk INTEGER;
