-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who took a hold back before its time, and why.

ALTER TABLE hold ADD COLUMN released_by INTEGER;
ALTER TABLE hold ADD COLUMN release_reason TEXT;
