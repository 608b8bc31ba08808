-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whether a camera may be heard; who restricts or releases it resets both.

ALTER TABLE camera ADD COLUMN sound INTEGER;     -- 1: it may; 0: not; NULL: unless it is restricted
ALTER TABLE camera ADD COLUMN sound_reason TEXT; -- why that was said last
