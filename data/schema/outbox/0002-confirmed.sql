-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a server that was restored from a backup may have lost and this desk can give it again.

-- Made here, accepted by the server, its effects seen; the newest some thousand.
CREATE TABLE confirmed (
  seq INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL,
  signature BLOB NOT NULL,
  made_us INTEGER NOT NULL
) STRICT;

-- The server's signed word that it checked a person at this desk.
CREATE TABLE session_proof (
  session_id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL,
  from_us INTEGER NOT NULL,
  until_us INTEGER NOT NULL,
  signature BLOB NOT NULL
) STRICT;
