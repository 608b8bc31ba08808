-- SPDX-License-Identifier: GPL-3.0-or-later
-- For how much of a segment something moved: media/tc-motion-meter.h.

ALTER TABLE segment ADD COLUMN motion_pm INTEGER; -- 0..1000; NULL: not known
