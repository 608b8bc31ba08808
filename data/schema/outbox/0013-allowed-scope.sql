-- SPDX-License-Identifier: GPL-3.0-or-later
-- The scopes that this desk might hold when it was last greeted. A replica that was lost or put by
-- takes its own list with it.
CREATE TABLE allowed_scope (
  scope INTEGER PRIMARY KEY
) STRICT;
