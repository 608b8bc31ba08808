-- SPDX-License-Identifier: GPL-3.0-or-later
-- Photos that were blurred at a desk and that the server is still to look through.

CREATE INDEX attachment_blurred ON attachment (id) WHERE kind = 'blurred' AND read_us IS NULL;
