/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the command line; see the header.
 */
#include "tc-command-line.h"

#include "tc-fold.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TOKENS_MAX 64
/* "0147", "147", up to a whole code. */
#define CODE_CHARS_MAX 30

/* One word as it was typed, and folded. */
typedef struct {
  const char *start; /* (unowned): in the text */
  gsize length;
  char *folded; /* (owned) */
} Token;

static void
clear_token (gpointer data)
{
  g_free (((Token *) data)->folded);
}

static GArray *
split (const char *text)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));

  g_array_set_clear_func (tokens, clear_token);
  for (const char *at = text; *at && tokens->len < TOKENS_MAX;) {
    gsize length = strcspn (at, " \t\n");
    Token token = {.start = at, .length = length};

    if (length > 0) {
      g_autofree char *word = g_strndup (at, length);
      token.folded = tc_fold (word);
      g_array_append_val (tokens, token);
    }
    at += length + strspn (at + length, " \t\n");
  }
  return tokens;
}

/* ---- the words of a verb ---- */

/* All that it goes by, folded: in the reader's language and in English. */
static char **
list_words (const TcCommandVerb *verb)
{
  g_autofree char *both = g_strconcat (g_dpgettext2 (GETTEXT_PACKAGE, "command", verb->words), ";",
                                       verb->words, NULL);
  g_autofree char *folded = tc_fold (both);

  return g_strsplit (folded, ";", -1);
}

/* How many of the tokens @word is, all of it; 0: it isn't. */
static guint
match_word (const char *word, GArray *tokens)
{
  g_auto (GStrv) parts = g_strsplit (word, " ", -1);
  guint n = g_strv_length (parts);

  if (n == 0 || n > tokens->len)
    return 0;
  for (guint i = 0; i < n; i++) {
    if (!g_str_equal (parts[i], g_array_index (tokens, Token, i).folded))
      return 0;
  }
  return n;
}

static guint
match_verb (const TcCommandVerb *verb, GArray *tokens)
{
  g_auto (GStrv) words = list_words (verb);
  guint longest = 0;

  for (guint i = 0; words[i]; i++)
    longest = MAX (longest, match_word (words[i], tokens));
  return longest;
}

static guint
count_args (const TcCommandVerb *verb)
{
  guint n = 0;

  while (n < TC_COMMAND_ARGS_MAX && verb->args[n] != TC_COMMAND_NOTHING)
    n++;
  return n;
}

/* ---- arguments ---- */

/* "0147", "pa-261123-0147": what can't be a word of a report. */
static gboolean
is_code (const Token *token)
{
  gboolean digit = FALSE;

  if (token->length > CODE_CHARS_MAX)
    return FALSE;
  for (gsize i = 0; i < token->length; i++) {
    if (!g_ascii_isalnum (token->start[i]) && token->start[i] != '-')
      return FALSE;
    digit = digit || g_ascii_isdigit (token->start[i]);
  }
  return digit && (g_ascii_isdigit (token->start[0]) || memchr (token->start, '-', token->length));
}

static gboolean
is_phone (const Token *token)
{
  for (gsize i = 0; i < token->length; i++) {
    if (!g_ascii_isdigit (token->start[i]) && !strchr ("+.-()", token->start[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_selected (const Token *token)
{
  return token->length == 1 && *token->start == *TC_COMMAND_SELECTED;
}

static gboolean
takes_rest (TcCommandArg arg)
{
  return arg == TC_COMMAND_PHONE || arg >= TC_COMMAND_INCIDENTS;
}

static gboolean
fits (TcCommandArg arg, GArray *tokens, guint at)
{
  const Token *token = &g_array_index (tokens, Token, at);

  switch (arg) {
  case TC_COMMAND_INCIDENT:
    return is_code (token) || is_selected (token);
  case TC_COMMAND_INCIDENTS:
    for (guint i = at; i < tokens->len; i++) {
      if (!is_code (&g_array_index (tokens, Token, i)))
        return FALSE;
    }
    return TRUE;
  case TC_COMMAND_PHONE:
    for (guint i = at; i < tokens->len; i++) {
      if (!is_phone (&g_array_index (tokens, Token, i)))
        return FALSE;
    }
    return TRUE;
  case TC_COMMAND_UNIT:
  case TC_COMMAND_FIELD:
  case TC_COMMAND_LIST:
  case TC_COMMAND_PROFILE:
  case TC_COMMAND_TEXT:
    return TRUE;
  case TC_COMMAND_NOTHING:
  default:
    return FALSE;
  }
}

/* Whether what stands behind the words of the verb, if anything, may be all but the code of the
 * incident. @n_words: of the verb */
static gboolean
may_imply (const TcCommandVerb *verb, GArray *tokens, guint n_words)
{
  const Token *word = &g_array_index (tokens, Token, 0);
  TcCommandArg next = verb->args[1];

  if (verb->args[0] != TC_COMMAND_INCIDENT || verb->n_optional >= count_args (verb) ||
      next == TC_COMMAND_INCIDENT)
    return FALSE;
  if (tokens->len == n_words)
    return next == TC_COMMAND_NOTHING || verb->n_optional > 0;
  if (fits (TC_COMMAND_INCIDENT, tokens, n_words) || !fits (next, tokens, n_words))
    return FALSE;
  return n_words == 1 && g_utf8_strlen (word->folded, -1) == 1;
}

/* FALSE if what stands behind the verb isn't what it takes: then it is no verb. Behind a code it is
 * one all the same: nobody looks for "d 0147 csgt2 now". */
static gboolean
read_args (TcCommandLine *line, const TcCommandVerb *verb, GArray *tokens, guint at)
{
  guint n_args = count_args (verb);
  char *args[TC_COMMAND_ARGS_MAX] = {NULL};
  guint n = 0;

  line->implied = may_imply (verb, tokens, at);
  if (line->implied && at < tokens->len)
    args[n++] = g_strdup (TC_COMMAND_SELECTED);
  for (; n < n_args && at < tokens->len; n++) {
    const Token *token = &g_array_index (tokens, Token, at);

    if (!fits (verb->args[n], tokens, at))
      break;
    args[n] = takes_rest (verb->args[n]) ? g_strstrip (g_strdup (token->start))
                                         : g_strndup (token->start, token->length);
    at = takes_rest (verb->args[n]) ? tokens->len : at + 1;
  }
  line->too_much = at < tokens->len;
  if (line->too_much &&
      (n == 0 || n < n_args || line->implied || verb->args[0] != TC_COMMAND_INCIDENT)) {
    for (guint i = 0; i < n; i++)
      g_free (args[i]);
    return FALSE;
  }
  line->verb = verb;
  line->n_args = n;
  line->whole = !line->too_much && (line->implied || n + verb->n_optional >= n_args);
  memcpy (line->args, args, sizeof args);
  return TRUE;
}

TcCommandLine *
tc_command_line_parse (GPtrArray *verbs, const char *text)
{
  TcCommandLine *line = g_new0 (TcCommandLine, 1);
  g_autoptr (GArray) tokens = split (text);
  const Token *last = tokens->len ? &g_array_index (tokens, Token, tokens->len - 1) : NULL;
  gboolean behind = last && last->start[last->length] != '\0';
  guint longest = 0;

  line->last = last && !behind ? g_strdup (last->start) : g_strdup ("");
  line->head = g_strndup (text, strlen (text) - strlen (line->last));
  /* The longest word that fits: "my list" before "my". */
  for (guint i = 0; i < verbs->len; i++) {
    const TcCommandVerb *verb = verbs->pdata[i];
    guint n = match_verb (verb, tokens);
    TcCommandLine read = {0};

    if (n <= longest || !read_args (&read, verb, tokens, n))
      continue;
    for (guint k = 0; k < TC_COMMAND_ARGS_MAX; k++)
      g_free (line->args[k]);
    memcpy (line->args, read.args, sizeof line->args);
    line->verb = read.verb;
    line->n_args = read.n_args;
    line->whole = read.whole;
    line->too_much = read.too_much;
    line->implied = read.implied;
    longest = n;
  }
  return line;
}

void
tc_command_line_free (TcCommandLine *line)
{
  if (!line)
    return;
  for (guint i = 0; i < TC_COMMAND_ARGS_MAX; i++)
    g_free (line->args[i]);
  g_free (line->head);
  g_free (line->last);
  g_free (line);
}

TcCommandArg
tc_command_line_get_wanted (const TcCommandLine *line)
{
  guint at = line->n_args;

  if (!line->verb || line->too_much)
    return TC_COMMAND_NOTHING;
  /* A word that is still being typed is the last argument and not the one behind it; what takes
   * the rest of the line goes on. */
  if (at > 0 && (*line->last || takes_rest (line->verb->args[at - 1])))
    at--;
  else if (*line->last)
    return TC_COMMAND_NOTHING;
  return at < TC_COMMAND_ARGS_MAX ? line->verb->args[at] : TC_COMMAND_NOTHING;
}

gboolean
tc_command_line_means_selected (const TcCommandLine *line)
{
  gboolean means = line->verb && line->implied;

  for (guint i = 0; line->verb && i < line->n_args; i++)
    means = means || (line->verb->args[i] == TC_COMMAND_INCIDENT &&
                      g_str_equal (line->args[i], TC_COMMAND_SELECTED));
  return means;
}

GVariant *
tc_command_line_get_target (const TcCommandLine *line, const char *selected)
{
  const char *args[TC_COMMAND_ARGS_MAX] = {"", ""};
  guint n = 0;

  g_return_val_if_fail (line->verb && line->whole, NULL);
  g_return_val_if_fail (selected || !tc_command_line_means_selected (line), NULL);
  n = count_args (line->verb);
  if (line->implied)
    args[0] = selected;
  for (guint i = 0; i < line->n_args; i++)
    args[i] = line->verb->args[i] == TC_COMMAND_INCIDENT &&
                      g_str_equal (line->args[i], TC_COMMAND_SELECTED)
                  ? selected
                  : line->args[i];
  if (n == 2)
    return g_variant_new ("(ss)", args[0], args[1]);
  if (n == 1)
    return g_variant_new_string (args[0]);
  return line->verb->target ? g_variant_new_string (line->verb->target) : NULL;
}

char *
tc_command_line_dup_wanted (const TcCommandLine *line)
{
  TcCommandArg wanted = tc_command_line_get_wanted (line);
  guint at = line->n_args > 0 ? line->n_args - 1 : 0;

  if (!line->verb)
    return g_strdup (line->last);
  /* A name of several words is completed as one. */
  if (wanted > TC_COMMAND_INCIDENTS && wanted != TC_COMMAND_TEXT && line->n_args > 0 &&
      line->verb->args[at] == wanted)
    return g_strdup (line->args[at]);
  return g_strdup (line->last);
}

/* ---- proposing ---- */

static gboolean
may_be_meant (const TcCommandVerb *verb, const char *folded)
{
  g_auto (GStrv) words = list_words (verb);

  for (guint i = 0; words[i]; i++) {
    if (g_str_has_prefix (words[i], folded))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
tc_command_line_propose (GPtrArray *verbs, const char *text, guint limit)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *folded = tc_fold (stripped);

  for (guint i = 0; *folded && i < verbs->len && found->len < limit; i++) {
    if (may_be_meant (verbs->pdata[i], folded))
      g_ptr_array_add (found, verbs->pdata[i]);
  }
  return found;
}

char *
tc_command_verb_dup_word (const TcCommandVerb *verb)
{
  const char *words = g_dpgettext2 (GETTEXT_PACKAGE, "command", verb->words);

  return g_strndup (words, strcspn (words, ";"));
}

char *
tc_command_verb_dup_usage (const TcCommandVerb *verb)
{
  g_autofree char *word = tc_command_verb_dup_word (verb);

  return verb->usage ? g_strdup_printf ("%s %s", word, _ (verb->usage)) : g_steal_pointer (&word);
}

char *
tc_command_line_dup_kept (const TcCommandLine *line, const char *text)
{
  return line->verb && line->verb->personal ? tc_command_verb_dup_word (line->verb)
                                            : g_strstrip (g_strdup (text));
}
