-- SPDX-License-Identifier: GPL-3.0-or-later
-- A relay serves the desks of its agency and of those below it, and holds what they hold. It is
-- invited and enrolled as a desk is, and nobody works at it.

ALTER TABLE desk ADD COLUMN kind TEXT NOT NULL DEFAULT 'desk'; -- 'desk', 'relay'
