-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is on record of one hold or copy: that it is over is written down once.

CREATE INDEX view_part ON view (camera_id, part_id) WHERE part_id IS NOT NULL;
