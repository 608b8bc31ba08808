-- SPDX-License-Identifier: GPL-3.0-or-later
-- The server's signed word that it enrolled this desk, as it came: for a server that was restored
-- from before that.
CREATE TABLE enrolment_proof (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  value BLOB NOT NULL                -- as sync/tc-enrolment-proof.h says
) STRICT;
