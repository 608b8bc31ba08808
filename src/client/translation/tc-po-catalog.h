/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A translator's po file as the catalogue that the program looks its words up in: what isn't
 * translated, or isn't sure yet, stands in [[double brackets]], so that it is seen on the screen;
 * what would break the program (other %-directives than the original) likewise, and is told.
 *
 * Thread: any, one at a time (the library that reads po files keeps state).
 */
#pragma once

#include "tc-error.h"

/* A file may be so large. */
#define TC_PO_BYTES_MAX ((gsize) 16 << 20)
/* Faults told in one report. */
#define TC_PO_FAULTS_MAX 20

typedef struct {
  GBytes *catalog;    /* (owned): a mo file */
  char *language;     /* (owned): as its header says, "vi" */
  guint n_messages;   /* of the program */
  guint n_translated; /* of them */
  guint n_foreign;    /* translated in the file, unknown to the program */
  /* (owned) (element-type utf8): "12: what is wrong", of that line, or without a line */
  GPtrArray *faults;
} TcPoCatalog;

/**
 * tc_po_catalog_read:
 * @path: the po file, in UTF-8
 * @program: a catalogue that has every message of the program, whatever its language
 *
 * Errors: LIMIT, INVALID (its form, its header, its encoding; or @program), G_IO_ERROR.
 * Returns: (transfer full) (nullable)
 */
TcPoCatalog *tc_po_catalog_read (const char *path, GBytes *program, GError **error);
void tc_po_catalog_free (TcPoCatalog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPoCatalog, tc_po_catalog_free)
