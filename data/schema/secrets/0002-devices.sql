-- SPDX-License-Identifier: GPL-3.0-or-later
-- Passwords of cameras and recorders. They are told to the media host that needs them, so they are
-- here as they are; with what they were set for, since they are of no other address or account.

CREATE TABLE device_secret (
  device_id INTEGER PRIMARY KEY,
  password TEXT NOT NULL,
  address TEXT NOT NULL,             -- of the device then, '' for none
  account TEXT NOT NULL,             -- likewise
  set_us INTEGER NOT NULL
) STRICT;
