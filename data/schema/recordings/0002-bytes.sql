-- SPDX-License-Identifier: GPL-3.0-or-later
-- How much there is of each camera, kept by the index itself: a limit is looked at each minute, and
-- a month of many cameras is millions of rows.

ALTER TABLE recorded_camera ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE recorded_camera SET bytes =
  (SELECT coalesce(sum(bytes), 0) FROM segment WHERE camera_id = recorded_camera.id);

CREATE TRIGGER segment_came AFTER INSERT ON segment BEGIN
  UPDATE recorded_camera SET bytes = bytes + new.bytes WHERE id = new.camera_id;
END;
CREATE TRIGGER segment_changed AFTER UPDATE OF bytes ON segment BEGIN
  UPDATE recorded_camera SET bytes = bytes + new.bytes - old.bytes WHERE id = new.camera_id;
END;
CREATE TRIGGER segment_went AFTER DELETE ON segment BEGIN
  UPDATE recorded_camera SET bytes = bytes - old.bytes WHERE id = old.camera_id;
END;
