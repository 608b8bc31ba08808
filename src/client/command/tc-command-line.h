/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is typed in the command line, read: a verb with its arguments, or something to look for. The
 * verbs come from the panels, as data; what they do is an action of the window, which is the only
 * door. Nothing here knows a screen.
 *
 * A verb is known by any of its words, in the reader's language and in English, with or without
 * diacritics. It must fit: "d 0147 csgt2" dispatches, "d duong so 3" is looked for.
 *
 * Without its code the selected incident is meant: "x", "d csgt2", "n gọi lại". If more follows,
 * only behind a letter alone: "giao thông" is looked for, "giao . csgt2" assigns.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_COMMAND_NOTHING,
  TC_COMMAND_INCIDENT, /* its code, or the end of one of today; "." or nothing: the selected one */
  TC_COMMAND_UNIT,     /* its code */
  TC_COMMAND_PHONE,
  TC_COMMAND_INCIDENTS, /* codes, to the end of the line */
  TC_COMMAND_FIELD,     /* its name, like all below to the end of the line */
  TC_COMMAND_LIST,      /* of incidents, by the name it was saved under */
  TC_COMMAND_PROFILE,   /* by its name */
  TC_COMMAND_TEXT,
} TcCommandArg;

#define TC_COMMAND_ARGS_MAX 2
#define TC_COMMAND_SELECTED "."
#define TC_COMMAND_CHARS_MAX 1000

typedef struct {
  const char *words;  /* for gettext, context "command": separated by ';', as "mine;my list" */
  const char *usage;  /* for gettext (nullable): the arguments, as "CODE UNIT" */
  const char *title;  /* for gettext: what it does */
  const char *action; /* without "win."; takes the arguments as s or (ss), or nothing */
  const char *target; /* (nullable): what an action without arguments is given, as s */
  const char *need;   /* (nullable): the capability */
  TcCommandArg args[TC_COMMAND_ARGS_MAX];
  guint n_optional;  /* of the last of them; what is left out is given as "" */
  gboolean personal; /* what is typed behind it is not kept */
} TcCommandVerb;

typedef struct {
  const TcCommandVerb *verb; /* (unowned) (nullable): NULL: something to look for */
  char *args[TC_COMMAND_ARGS_MAX];
  guint n_args;
  gboolean whole;    /* nothing is missing, and nothing too much */
  gboolean too_much; /* more than the verb takes, which begins as it does */
  gboolean implied;  /* the code of the incident is left out: args[0] is NULL, or "." */
  char *head; /* (owned): what stands before the last word, as it was typed, with its space */
  char *last; /* (owned): the last word, perhaps half-typed; "" behind a space */
} TcCommandLine;

/* @verbs: (element-type TcCommandVerb). (transfer full) */
TcCommandLine *tc_command_line_parse (GPtrArray *verbs, const char *text);
void tc_command_line_free (TcCommandLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCommandLine, tc_command_line_free)

/* What is asked for at the place of the last word; NOTHING for a verb or something to look for. */
TcCommandArg tc_command_line_get_wanted (const TcCommandLine *line);
/* Whether the incident that is selected is meant. */
gboolean tc_command_line_means_selected (const TcCommandLine *line);
/* For the action of a verb that is whole. @selected: (nullable): the code of the incident that is
 * selected, for a line that means it. (transfer floating) (nullable) */
GVariant *tc_command_line_get_target (const TcCommandLine *line, const char *selected);
/* What is typed for the argument that is wanted, or begun of it. (transfer full) */
char *tc_command_line_dup_wanted (const TcCommandLine *line);

/* Verbs that may be meant by what is typed so far, at most @limit. (element-type TcCommandVerb)
 * (transfer container) */
GPtrArray *tc_command_line_propose (GPtrArray *verbs, const char *text, guint limit);
/* The word of the verb that is shown, in the reader's language. (transfer full) */
char *tc_command_verb_dup_word (const TcCommandVerb *verb);
/* "d CODE UNIT". (transfer full) */
char *tc_command_verb_dup_usage (const TcCommandVerb *verb);
/* What may be kept of a line in the history. (transfer full) */
char *tc_command_line_dup_kept (const TcCommandLine *line, const char *text);
