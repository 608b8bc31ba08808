-- SPDX-License-Identifier: GPL-3.0-or-later
-- Legal purges (table `purge`) that leave no trace at this desk any more: in the free pages of its
-- files, in its outbox, among its attachments.

CREATE TABLE purge_done (
  id INTEGER PRIMARY KEY             -- of the purge
) STRICT;
