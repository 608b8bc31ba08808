-- SPDX-License-Identifier: GPL-3.0-or-later
-- What photos say of themselves. The original is sealed: what is shown, sent on and published is a
-- copy of it (kind 'stripped', or 'blurred' by hand), which names it in original_id.

ALTER TABLE attachment ADD COLUMN lat_e7 INTEGER;     -- of an original: where it was taken
ALTER TABLE attachment ADD COLUMN lon_e7 INTEGER;
ALTER TABLE attachment ADD COLUMN read_us INTEGER;    -- of an original: when the server read it
ALTER TABLE attachment ADD COLUMN cleared_by INTEGER; -- of a copy: who found it fit for publishing
ALTER TABLE attachment ADD COLUMN cleared_us INTEGER;
ALTER TABLE attachment ADD COLUMN answer_id INTEGER;  -- of a copy: published with that answer

CREATE INDEX attachment_original ON attachment (original_id) WHERE original_id IS NOT NULL;
CREATE INDEX attachment_unread ON attachment (id) WHERE kind = 'original' AND read_us IS NULL
  AND media_type IN ('image/jpeg', 'image/png', 'image/webp');
