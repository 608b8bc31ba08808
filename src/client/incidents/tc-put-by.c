/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading what is put by, and how; see the header.
 */
#include "tc-put-by.h"

#include "tc-due-typed.h"
#include "tc-fold.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *const tc_reject_reasons[] = {"no-content", "abuse", "out-of-area", "not-public",
                                         "test",       "other", NULL};
const char *const tc_redirect_reasons[] = {
    "police-113", "fire-114", "ambulance-115", "complaints", "denunciations", "other", NULL};
const char *const tc_close_reasons[] = {"done", "nothing-found", "withdrawn", "other", NULL};

/* Words of a time at most: "8:00 27/11". */
#define TIME_WORDS_MAX 2

const char *const *
tc_put_by_get_reasons (TcPutByKind kind)
{
  switch (kind) {
  case TC_PUT_REJECT:
    return tc_reject_reasons;
  case TC_PUT_REDIRECT:
    return tc_redirect_reasons;
  default:
    return NULL;
  }
}

const char *
tc_put_by_get_reason (const char *const *reasons, guint choice)
{
  return reasons[MIN (choice, g_strv_length ((char **) reasons) - 1)];
}

const char **
tc_put_by_word_reasons (const char *const *reasons)
{
  const char **words = g_new0 (const char *, g_strv_length ((char **) reasons) + 1);

  for (guint i = 0; reasons[i]; i++)
    words[i] = tc_incident_word_reason (reasons[i]);
  return words;
}

/* @text behind @n words and what parts them, as it was typed. */
static const char *
skip_words (const char *text, guint n)
{
  text += strspn (text, " \t\n");
  for (guint i = 0; i < n; i++) {
    text += strcspn (text, " \t\n");
    text += strspn (text, " \t\n");
  }
  return text;
}

static guint
count_words (const char *text)
{
  guint n = 0;

  for (text = skip_words (text, 0); *text; text = skip_words (text, 1))
    n++;
  return n;
}

/* Whether @text begins with all words of @name, whatever their marks, case and the stop behind. */
static gboolean
begins_with (const char *text, const char *name)
{
  guint n = count_words (name);
  const char *rest = skip_words (text, n);
  g_autofree char *head = g_strndup (text, (gsize) (rest - text));
  g_autofree char *typed = tc_fold_key (head), *wanted = tc_fold_key (name);

  return n > 0 && count_words (text) >= n && g_str_equal (typed, wanted);
}

const char *
tc_put_by_skip_name (const char *typed, const char *name)
{
  typed = skip_words (typed, 0);
  return begins_with (typed, name) ? skip_words (typed, count_words (name)) : NULL;
}

/* "114" of "fire-114"; "" of what has no number. */
static const char *
get_number (const char *reason)
{
  const char *dash = strrchr (reason, '-');

  return dash && g_ascii_isdigit (dash[1]) ? dash + 1 : "";
}

/* A reason by its words or its number, and what stands behind it; else all is the text of "other".
 */
static void
read_reason (const char *typed, const char *const *reasons, TcPutBy *by)
{
  for (guint i = 0; reasons[i]; i++) {
    const char *name = tc_incident_word_reason (reasons[i]);
    const char *number = get_number (reasons[i]);
    by->reason = reasons[i];
    by->text = typed;
    if (*number && begins_with (typed, number))
      name = number;
    else if (!begins_with (typed, name))
      continue;
    by->text = skip_words (typed, count_words (name));
    return;
  }
}

/* The longest beginning that is a time. */
static void
read_time (const char *typed, gint64 now_us, TcPutBy *by)
{
  for (guint n = MIN (count_words (typed), TIME_WORDS_MAX); n > 0 && by->when_us == TC_NONE; n--) {
    const char *rest = skip_words (typed, n);
    g_autofree char *head = g_strndup (typed, (gsize) (rest - typed));
    g_strchomp (head);
    by->when_us = tc_due_typed_read (head, now_us);
    by->text = by->when_us == TC_NONE ? by->text : rest;
  }
}

char *
tc_put_by_read (TcPutByKind kind, const char *typed, gint64 now_us, TcPutBy *by)
{
  const char *const *reasons = tc_put_by_get_reasons (kind);

  *by = (TcPutBy){.kind = kind, .text = skip_words (typed, 0), .when_us = TC_NONE};
  if (reasons)
    read_reason (by->text, reasons, by);
  if (kind == TC_PUT_SCHEDULE || kind == TC_PUT_EXTEND)
    read_time (by->text, now_us, by);
  return tc_put_by_check (by);
}

char *
tc_put_by_check (const TcPutBy *by)
{
  switch (by->kind) {
  case TC_PUT_REJECT:
    return *by->text || g_strcmp0 (by->reason, "other") != 0
               ? NULL
               : g_strdup (_ ("Say why it is rejected: “another reason” alone tells nobody."));
  case TC_PUT_REDIRECT:
    return *by->text || g_strcmp0 (by->reason, "other") != 0
               ? NULL
               : g_strdup (_ ("Say who has it now: “another reason” alone tells nobody."));
  case TC_PUT_WAIT:
    return *by->text ? NULL : g_strdup (_ ("Write what the reporters are asked."));
  case TC_PUT_SCHEDULE:
  case TC_PUT_EXTEND:
    if (by->when_us == TC_NONE)
      return g_strdup (_ ("A time that is still to come is needed, as 17:00, 8:00 27/11 or +90 "
                          "minutes."));
    return *by->text || by->kind == TC_PUT_SCHEDULE
               ? NULL
               : g_strdup (_ ("Write why the deadline is extended."));
  case TC_PUT_FORWARD:
    return *by->text ? NULL : g_strdup (_ ("Write to whom it is forwarded, and what for."));
  case TC_PUT_ACCEPT:
  case TC_PUT_RESUME:
  default:
    return NULL;
  }
}

void
tc_put_by_submit (const TcCommand *command, gint64 incident_id, const TcPutBy *by)
{
  switch (by->kind) {
  case TC_PUT_ACCEPT:
    tc_incident_command_accept (command, incident_id);
    break;
  case TC_PUT_REJECT:
    tc_incident_command_reject (command, incident_id, by->reason, by->text);
    break;
  case TC_PUT_REDIRECT:
    tc_incident_command_redirect (command, incident_id, by->reason, by->text);
    break;
  case TC_PUT_WAIT:
    tc_incident_command_wait (command, incident_id, by->text);
    break;
  case TC_PUT_RESUME:
    tc_incident_command_resume (command, incident_id, by->text);
    break;
  case TC_PUT_SCHEDULE:
    tc_incident_command_schedule (command, incident_id, by->when_us, by->text);
    break;
  case TC_PUT_EXTEND:
    tc_incident_command_extend (command, incident_id, by->when_us, by->text);
    break;
  case TC_PUT_FORWARD:
  default:
    tc_incident_command_forward (command, incident_id, by->text);
    break;
  }
}
