# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a test waits for what must come. It is for what hangs, not for what is slow: beside
others a test has a tenth of a processor, or less."""
WAIT_S = 120
