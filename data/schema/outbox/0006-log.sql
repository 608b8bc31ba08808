-- SPDX-License-Identifier: GPL-3.0-or-later
-- Of which log, and which of its epochs, the answers are that stand here.
ALTER TABLE identity ADD COLUMN log_id BLOB;                       -- NULL: none yet, or not known
ALTER TABLE identity ADD COLUMN log_epoch INTEGER NOT NULL DEFAULT 0;
