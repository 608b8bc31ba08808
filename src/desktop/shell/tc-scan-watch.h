/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scanner of bar codes, whose keys are told from a person's by their speed (tc-scan.h). A code
 * that is scanned at rest goes through the command line; into an entry it comes as it stands on the
 * label, whatever the input method made of it; a citizen's card becomes a call whose caller has the
 * name on it, wherever the keyboard is, and nothing else of it is kept.
 *
 * Letters that are keys wait until it is known that they aren't a scanner's: TC_SCAN_GAP_MS.
 */
#pragma once

#include "tc-scan.h"

#include <gtk/gtk.h>

typedef struct _TcScanWatch TcScanWatch;

/* A key that was held turned out to be a person's. */
typedef void (*TcScanKeyFunc) (guint keyval, GdkModifierType modifiers, gpointer data);

/* @window: (unowned): has the actions "win.search" and "win.call-by-card"; outlives the watch */
TcScanWatch *tc_scan_watch_new (GtkWidget *window, TcScanKeyFunc press, gpointer data);
void tc_scan_watch_free (TcScanWatch *self);
/* A letter that nobody has taken. @is_key: it does something here. Returns: TRUE: it is held, and
 * @press is called for it, or it is a scanner's */
gboolean tc_scan_watch_hold (TcScanWatch *self, guint keyval, GdkModifierType modifiers,
                             guint32 at_ms, gboolean is_key);
