/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scans; see the header.
 */
#include "tc-scan.h"

#include <string.h>

/* One letter in so many has to be another than the one before it. */
#define CHANGES_PART 3

/* Of a card: its number, that of the card before it or nothing, name, birth, sex, address, issued;
 * newer ones have more behind them. */
enum {
  FIELD_NUMBER,
  FIELD_BEFORE,
  FIELD_NAME,
  FIELD_BORN,
  FIELDS_MIN = 6,
  FIELDS_MAX = 16
};
#define NUMBER_DIGITS 12
#define BORN_DIGITS 8
#define NAME_LETTERS_MAX 100

void
tc_scan_run_clear (TcScanRun *run)
{
  if (run->letters)
    g_string_free (run->letters, TRUE);
  *run = (TcScanRun){0};
}

/* The clock of events has 32 bits and may begin anew. */
gboolean
tc_scan_run_goes_on (const TcScanRun *run, guint32 at_ms)
{
  return run->n > 0 && at_ms - run->last_ms <= TC_SCAN_GAP_MS;
}

static gunichar
last_letter (const GString *letters)
{
  return g_utf8_get_char (g_utf8_prev_char (letters->str + letters->len));
}

gboolean
tc_scan_run_add (TcScanRun *run, gunichar letter, guint32 at_ms)
{
  gboolean next = tc_scan_run_goes_on (run, at_ms);

  if (!next) {
    tc_scan_run_clear (run);
    run->letters = g_string_new (NULL);
  }
  run->last_ms = at_ms;
  run->n++;
  if (run->n > TC_SCAN_LETTERS_MAX)
    return next;
  run->changes += next && last_letter (run->letters) != letter;
  g_string_append_unichar (run->letters, letter);
  return next;
}

char *
tc_scan_run_end (TcScanRun *run, guint32 at_ms)
{
  char *text = NULL;

  if (tc_scan_run_goes_on (run, at_ms) && run->n >= TC_SCAN_LETTERS_MIN &&
      run->n <= TC_SCAN_LETTERS_MAX && run->changes >= run->n / CHANGES_PART)
    text = g_strdup (run->letters->str);
  tc_scan_run_clear (run);
  return text;
}

static gboolean
has_digits (const char *text, gsize n)
{
  return strlen (text) == n && strspn (text, "0123456789") == n;
}

/* A scanner that can't type a letter leaves a mark in its place: that is nobody's name. */
static gboolean
is_name (const char *text)
{
  const char *at = text;

  if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > NAME_LETTERS_MAX)
    return FALSE;
  for (; *at; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (!g_unichar_isalpha (letter) && !g_unichar_ismark (letter) && !strchr (" '-.", (int) *at))
      return FALSE;
  }
  return at > text;
}

char *
tc_scan_dup_card_name (const char *text)
{
  g_auto (GStrv) fields = g_strsplit (text, "|", FIELDS_MAX + 1);
  guint n = g_strv_length (fields);

  if (n < FIELDS_MIN || n > FIELDS_MAX || !has_digits (fields[FIELD_NUMBER], NUMBER_DIGITS) ||
      !has_digits (fields[FIELD_BORN], BORN_DIGITS))
    return NULL;
  g_strstrip (fields[FIELD_NAME]);
  return is_name (fields[FIELD_NAME]) ? g_strdup (fields[FIELD_NAME]) : NULL;
}
