-- SPDX-License-Identifier: GPL-3.0-or-later
-- A file may be a copy of a photo that was blurred at this desk.
ALTER TABLE upload ADD COLUMN original_id INTEGER; -- attachment of the original
