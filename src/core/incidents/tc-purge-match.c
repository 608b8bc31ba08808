/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which operations carry what is purged; see tc-incident-purge.h.
 *
 * DESIGN: those that brought it are known by the ids that they name. What they said may stand in
 * others too (a title that was given again, what a unit was asked): of the same incident, those
 * that repeat one of their texts go with them, and rather one too many than too few: what is lost
 * is the text, never that the operation was.
 */
#include "tc-incident-purge.h"

#include "tc-incident-operations.h"

#include <string.h>

/* A shorter text is nobody's own. */
#define WORDS_CHARS_MIN 4
/* Of what repeats a part of a text. */
#define PART_CHARS_MIN 12
#define TEXTS_MAX 4096

struct _TcPurgeMatch {
  char *kind; /* (owned) */
  gint64 target_id;
  GArray *ids;      /* (owned) (element-type gint64): of the target, its incidents and files */
  GArray *files;    /* (owned) (element-type gint64): of its attachments, or the target itself */
  GPtrArray *texts; /* (owned) (element-type utf8): learnt */
  GPtrArray *whole; /* (owned) (element-type utf8): likewise; not as a part of another text */
};

/* Those that came with a report; copies name them. */
static void
find_files (TcPurgeMatch *self, TcDatabase *db)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id FROM attachment WHERE kind = 'original' AND (id = ?1 OR (?2 AND report_id = ?1))"
      " ORDER BY id",
      "ii", self->target_id, (gint64) !strcmp (self->kind, "report"));

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);

    g_array_append_val (self->files, id);
    g_array_append_val (self->ids, id);
  }
}

TcPurgeMatch *
tc_purge_match_new (TcDatabase *db, gint64 purge_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT kind, target_id, incident_id, (SELECT incident_id FROM report WHERE id = target_id),"
      " (SELECT home_id FROM report WHERE id = target_id) FROM purge WHERE id = ?",
      "i", purge_id);
  TcPurgeMatch *self;

  if (!tc_query_next (query))
    return NULL;
  self = g_new0 (TcPurgeMatch, 1);
  self->kind = tc_query_dup_text (query, 0);
  self->target_id = tc_query_int (query, 1);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->files = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->whole = g_ptr_array_new_with_free_func (g_free);
  for (int i = 1; i <= 4; i++) {
    gint64 id = tc_query_id (query, i);

    if (id)
      g_array_append_val (self->ids, id);
  }
  find_files (self, db);
  return self;
}

void
tc_purge_match_free (TcPurgeMatch *self)
{
  if (!self)
    return;
  g_free (self->kind);
  g_array_unref (self->ids);
  g_array_unref (self->files);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->whole);
  g_free (self);
}

static gboolean
holds (const guint8 *bytes, gsize size, gint64 id)
{
  const gint64 little = GINT64_TO_LE (id);
  const guint8 *at = bytes;

  while (size >= sizeof little && (at = memchr (bytes, (int) (id & 0xff), size - 7))) {
    if (memcmp (at, &little, sizeof little) == 0)
      return TRUE;
    size -= (gsize) (at + 1 - bytes);
    bytes = at + 1;
  }
  return FALSE;
}

gboolean
tc_purge_match_may (TcPurgeMatch *self, gconstpointer bytes, gsize size)
{
  for (guint i = 0; i < self->ids->len; i++) {
    if (holds (bytes, size, g_array_index (self->ids, gint64, i)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
names (const TcOperation *op, const char *arg, gint64 id)
{
  gint64 value = 0;

  return g_variant_lookup (op->args, arg, "x", &value) && value == id;
}

static gboolean
is_one_of (const char *name, const char *const *list)
{
  return g_strv_contains (list, name);
}

/* Its name, where it was taken, or a copy of it. */
static gboolean
brings_file (TcPurgeMatch *self, const TcOperation *op)
{
  gboolean found = FALSE;

  if (strcmp (op->name, "incident.attach") != 0 && strcmp (op->name, "photo.strip") != 0)
    return FALSE;
  for (guint i = 0; i < self->files->len && !found; i++) {
    gint64 id = g_array_index (self->files, gint64, i);

    found = names (op, "attachment_id", id) || names (op, "original_id", id);
  }
  return found;
}

static gboolean
brings (TcPurgeMatch *self, const TcOperation *op)
{
  static const char *const reports[] = {"incident.report", "incident.join", "reporter.correct",
                                        NULL};
  static const char *const said[] = {"report.update", "report.rate",     "report.reopen",
                                     "report.tell",   "incident.attach", NULL};

  if (!strcmp (self->kind, "text"))
    return op->head.id == self->target_id;
  if (brings_file (self, op))
    return TRUE;
  return names (op, "report_id", self->target_id) &&
         (is_one_of (op->name, reports) ||
          (!strcmp (self->kind, "report") && is_one_of (op->name, said)));
}

/* (nullable): of this feature; no other's kinds are about an incident. */
static const TcOperationType *
find_type (const char *name)
{
  for (const TcOperationType *const *type = tc_incident_types; *type; type++) {
    if (!strcmp ((*type)->name, name))
      return *type;
  }
  return NULL;
}

/* Whether the argument is words of a person: not a code, a number of another system, a type. */
static gboolean
is_words (const TcOperationType *type, const char *name)
{
  static const char *const others[] = {"code",       "media_type",  "hash", "kind",
                                       "address_id", "external_id", NULL};

  for (const TcArg *arg = type ? type->args : NULL; arg && arg->name; arg++) {
    if (!strcmp (arg->name, name))
      return (arg->kind == TC_ARG_LINE || arg->kind == TC_ARG_PARAGRAPH) &&
             !is_one_of (name, others);
  }
  return FALSE;
}

typedef void (*TextFunc) (TcPurgeMatch *self, const char *name, const char *text, gpointer data);

static void
each_text (TcPurgeMatch *self, const TcOperation *op, TextFunc func, gpointer data)
{
  const TcOperationType *type = find_type (op->name);
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, op->args);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value)) {
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) && is_words (type, name))
      func (self, name, g_variant_get_string (value, NULL), data);
    g_variant_unref (value);
  }
}

static void
learn (TcPurgeMatch *self, const char *name, const char *text, gpointer data)
{
  /* Where it is many may say; the incident has it from there. */
  GPtrArray *texts = strcmp (name, "address") ? self->texts : self->whole;

  if (!strcmp (self->kind, "reporter") && !g_str_has_prefix (name, "reporter_"))
    return;
  if (g_utf8_strlen (text, -1) >= WORDS_CHARS_MIN && texts->len < TEXTS_MAX &&
      !g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

gboolean
tc_purge_match_brought (TcPurgeMatch *self, const TcOperation *op)
{
  if (!brings (self, op))
    return FALSE;
  each_text (self, op, learn, NULL);
  return TRUE;
}

/* A title is the beginning of a text, cut. */
static gboolean
is_part (const char *part, const char *text)
{
  g_autofree char *uncut = g_str_has_suffix (part, "…")
                               ? g_strndup (part, strlen (part) - strlen ("…"))
                               : g_strdup (part);

  return g_utf8_strlen (uncut, -1) >= PART_CHARS_MIN && strstr (text, uncut);
}

/* A quick report has it in one line, cut. */
static gboolean
has_beginning (const char *text, const char *learnt)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n", ' ');
  g_autofree char *begun = NULL;

  if (g_utf8_strlen (learnt, -1) > TC_PURGE_BEGINNING_CHARS)
    begun = g_utf8_substring (learnt, 0, TC_PURGE_BEGINNING_CHARS);
  else
    begun = g_strdup (learnt);
  return strstr (line, g_strdelimit (begun, "\n", ' ')) != NULL;
}

static void
compare_report (TcPurgeMatch *self, const char *name, const char *text, gpointer data)
{
  gboolean *found = data;

  for (guint i = 0; i < self->texts->len && !*found; i++)
    *found = has_beginning (text, g_ptr_array_index (self->texts, i));
}

static void
compare (TcPurgeMatch *self, const char *name, const char *text, gpointer data)
{
  gboolean *found = data;

  *found |= g_ptr_array_find_with_equal_func (self->whole, text, g_str_equal, NULL);
  for (guint i = 0; i < self->texts->len && !*found; i++) {
    const char *learnt = g_ptr_array_index (self->texts, i);

    *found = strstr (text, learnt) || is_part (text, learnt);
  }
}

/* The purge itself names the target, and keeps its reason. Who looked at a person or an original,
 * and why, stays on record. */
static gboolean
stays (const TcOperation *op)
{
  return !strcmp (op->name, "incident.purge") || g_str_has_prefix (op->name, "reporter.") ||
         !strcmp (op->name, "photo.open");
}

gboolean
tc_purge_match_repeats (TcPurgeMatch *self, const TcOperation *op)
{
  gboolean found = FALSE;
  gboolean near = FALSE;
  GVariantIter iter;
  GVariant *value;

  if (stays (op))
    return FALSE;
  g_variant_iter_init (&iter, op->args);
  while (!near && g_variant_iter_next (&iter, "{&sv}", NULL, &value)) {
    for (guint i = 0; i < self->ids->len && !near; i++)
      near = g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) &&
             g_variant_get_int64 (value) == g_array_index (self->ids, gint64, i);
    g_variant_unref (value);
  }
  if (near)
    each_text (self, op, compare, &found);
  if (near && !found && !strcmp (op->name, "event.report"))
    each_text (self, op, compare_report, &found);
  return found;
}
