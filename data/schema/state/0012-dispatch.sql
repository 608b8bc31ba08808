-- SPDX-License-Identifier: GPL-3.0-or-later
-- How far a unit has come. Being on the way and on scene are times beside the state, which stays one
-- of six words: on the way it is 'acknowledged', on scene 'working'.

ALTER TABLE dispatch ADD COLUMN way_us INTEGER;   -- on the way since
ALTER TABLE dispatch ADD COLUMN scene_us INTEGER; -- on scene since
ALTER TABLE task ADD COLUMN way_us INTEGER;
ALTER TABLE task ADD COLUMN scene_us INTEGER;
