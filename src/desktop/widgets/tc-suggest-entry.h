/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An entry with what it proposes below it: the command line, a place, a field. Whoever uses it
 * listens to what is typed and gives rows back; the entry has the keys. Nothing is chosen by itself
 * and nothing takes the focus away from it.
 *
 * What an input method still composes counts as typed: half a syllable finds.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_SUGGEST_ENTRY (tc_suggest_entry_get_type ())
G_DECLARE_FINAL_TYPE (TcSuggestEntry, tc_suggest_entry, TC, SUGGEST_ENTRY, GtkWidget)

/* Rows shown at most; what is given beyond is left out. */
#define TC_SUGGEST_ROWS_MAX 10
#define TC_SUGGEST_NONE -1

typedef struct {
  int signal;         /* TcSignal, or TC_SUGGEST_NONE: no shape */
  const char *title;  /* (unowned) */
  const char *second; /* (unowned) (nullable) */
  const char *end;    /* (unowned) (nullable): at the end of the row, as a code */
} TcSuggestion;

/*
 * Properties: label (string: what a screen reader calls it), placeholder (string), plain (boolean:
 * codes, plates and telephone numbers are typed: no input method), eager (boolean: the first row is
 * chosen as soon as rows are there), max-width-chars (int: as of an entry).
 *
 * Signals:
 * ::typed (): the person changed the text; see tc_suggest_entry_dup_text().
 * ::entered (): Enter, with no row chosen.
 * ::chosen (uint row): Enter on a row, or a click.
 * ::complete (uint row): Tab on a row, or on the first where none is chosen. TRUE: done; else the
 *   focus goes on.
 * ::recall (boolean older): Up where no row is chosen, Down after it. TRUE: done.
 * ::escaped (): Escape while nothing is shown. TRUE: done.
 */

/* Of what is typed so far, asked before each key and after each change. Returns: TRUE: no input
 * method from here on */
typedef gboolean (*TcSuggestPlainFunc) (const char *text, gpointer data);

/* plain is as @is_plain says from then on. @data: (unowned): lives as long as the entry is used */
void tc_suggest_entry_set_plain_func (TcSuggestEntry *self, TcSuggestPlainFunc is_plain,
                                      gpointer data);
/* With what is being composed, at the cursor. (transfer full) */
char *tc_suggest_entry_dup_text (TcSuggestEntry *self);
/* The cursor goes to the end; no ::typed. */
void tc_suggest_entry_set_text (TcSuggestEntry *self, const char *text);
/* @rows: (nullable) (array length=n_rows): copied; none: what is shown goes. */
void tc_suggest_entry_show (TcSuggestEntry *self, const TcSuggestion *rows, guint n_rows);
/* A sentence in place of rows. */
void tc_suggest_entry_answer (TcSuggestEntry *self, const char *text);
void tc_suggest_entry_close (TcSuggestEntry *self);
/* The row that Enter chooses; -1: none. */
int tc_suggest_entry_get_row (TcSuggestEntry *self);
/* Whether it has the keyboard. */
gboolean tc_suggest_entry_has_keys (TcSuggestEntry *self);
