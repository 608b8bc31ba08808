/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a scanner of bar codes types: it is a keyboard whose keys follow each other faster than a
 * hand's and end with Enter. And what stands on a citizen's card (thẻ căn cước): fields parted by
 * "|", in the order of its QR code.
 */
#pragma once

#include <glib.h>

/* Between two keys of a scanner; whoever rolls two keys with two fingers comes near it, but not for
 * as long. */
#define TC_SCAN_GAP_MS 30
#define TC_SCAN_LETTERS_MIN 6
/* More is no scan: the code of a citizen's card has some 150. */
#define TC_SCAN_LETTERS_MAX 512

/* Keys that followed each other so fast; {0} at first. tc_scan_run_clear() */
typedef struct {
  GString *letters; /* (owned) (nullable) */
  guint n;
  guint changes; /* letters that aren't the one before: a key that is held down has none */
  guint32 last_ms;
} TcScanRun;

/**
 * tc_scan_run_add:
 * @at_ms: when it was pressed, by the clock of the events
 *
 * Returns: FALSE if it begins a run, since the one before is too long ago.
 */
gboolean tc_scan_run_add (TcScanRun *run, gunichar letter, guint32 at_ms);
/* Whether a letter at @at_ms would go on with it. */
gboolean tc_scan_run_goes_on (const TcScanRun *run, guint32 at_ms);
/* Enter was pressed: the run is over. (transfer full) (nullable): what was scanned */
char *tc_scan_run_end (TcScanRun *run, guint32 at_ms);
void tc_scan_run_clear (TcScanRun *run);

/* (transfer full) (nullable): the name on the card that @text is the code of. */
char *tc_scan_dup_card_name (const char *text);
