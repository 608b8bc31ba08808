-- SPDX-License-Identifier: GPL-3.0-or-later
-- What other desks behind the same relay made and the server has not settled, as applied here on
-- top of the confirmed rows and below what is pending. Told anew with each line.

CREATE TABLE provisional (
  place INTEGER PRIMARY KEY,         -- in the relay's order
  operation_id INTEGER NOT NULL,
  images BLOB NOT NULL,              -- takes it back
  applied INTEGER NOT NULL           -- 0: no effect here
) STRICT;
CREATE INDEX provisional_operation ON provisional (operation_id);
