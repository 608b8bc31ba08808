/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drafts; see the header. One that was forgotten stays in the table without a text until the disk
 * knows.
 */
#include "tc-drafts.h"

#include "tc-desk-files.h"
#include "tc-limits.h"

#include <string.h>

#define DATA_KEY "tc-drafts"
/* What is being typed is written so long after it began to change. */
#define WRITE_MS 1000
/* The outbox could not be written (the disk may be full): it is tried again. */
#define AGAIN_S 10
/* Opens the name of what is on its way; a number and the key follow. */
#define SENT "sent "

typedef struct {
  gint64 staff_id;
  char *key;  /* (owned) */
  char *text; /* (owned) (nullable): forgotten */
  guint choice;
  gint64 changed_us;
  gboolean dirty; /* the disk has another */
} Draft;

struct _TcDrafts {
  GObject parent;
  TcDesk *desk;       /* (unowned) (nullable): owns this; NULL once it stops, or if there is none */
  gboolean alone;     /* there never was a desk */
  GHashTable *drafts; /* (owned): person and key to Draft */
  guint writing;      /* source id */
  guint last_sent;    /* number of what was sent last */
  GHashTable *sending; /* (owned): names of what is on its way */
  gboolean loaded;
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (TcDrafts, tc_drafts, G_TYPE_OBJECT)

static void
free_draft (gpointer data)
{
  Draft *draft = data;

  g_free (draft->key);
  g_free (draft->text);
  g_free (draft);
}

static char *
make_name (gint64 staff_id, const char *key)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", staff_id, key);
}

/* Whose drafts these are now; 0: nobody's. */
static gint64
get_person (TcDrafts *self)
{
  return self->desk ? tc_desk_get_person (self->desk) : 0;
}

static Draft *
find (TcDrafts *self, const char *key)
{
  g_autofree char *name = make_name (get_person (self), key);

  return g_hash_table_lookup (self->drafts, name);
}

/* Room for one more. */
static void
drop_oldest (TcDrafts *self)
{
  GHashTableIter iter;
  gpointer name, value;
  const char *oldest = NULL;
  gint64 changed_us = G_MAXINT64;

  if (g_hash_table_size (self->drafts) < TC_DRAFTS_MAX)
    return;
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    if (((Draft *) value)->changed_us >= changed_us)
      continue;
    oldest = name;
    changed_us = ((Draft *) value)->changed_us;
  }
  if (oldest)
    g_hash_table_remove (self->drafts, oldest);
}

static Draft *
add (TcDrafts *self, gint64 staff_id, const char *key)
{
  Draft *draft = g_new0 (Draft, 1);

  drop_oldest (self);
  draft->staff_id = staff_id;
  draft->key = g_strdup (key);
  g_hash_table_insert (self->drafts, make_name (staff_id, key), draft);
  return draft;
}

/* ---- the disk ---- */

static gpointer
write_drafts (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const GPtrArray *drafts = data;

  for (guint i = 0; i < drafts->len; i++) {
    const Draft *draft = drafts->pdata[i];

    if (draft->text)
      tc_database_execute (db,
                           "INSERT INTO typed (staff_id, key, text, choice, changed_us)"
                           " VALUES (?, ?, ?, ?, ?) ON CONFLICT (staff_id, key) DO UPDATE SET"
                           " text = excluded.text, choice = excluded.choice,"
                           " changed_us = excluded.changed_us",
                           "issii", draft->staff_id, draft->key, draft->text,
                           (gint64) draft->choice, draft->changed_us);
    else
      tc_database_execute (db, "DELETE FROM typed WHERE staff_id = ? AND key = ?", "is",
                           draft->staff_id, draft->key);
  }
  return NULL;
}

static gboolean write_cb (gpointer data);

/* Forgotten, and the disk knows. */
static gboolean
is_over (gpointer name, gpointer value, gpointer data)
{
  return !((Draft *) value)->text && !((Draft *) value)->dirty;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDrafts) self = data;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer value;

  tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  if (!error)
    g_hash_table_foreach_remove (self->drafts, is_over, NULL);
  if (!error || !self->desk)
    return;
  g_message ("what is being typed could not be written yet: %s", error->message);
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Draft *) value)->dirty = TRUE;
  if (!self->writing)
    self->writing = g_timeout_add_seconds (AGAIN_S, write_cb, self);
}

/* Of what is on its way the desk has the operation before it stops. */
static gboolean
is_sending (TcDrafts *self, const Draft *draft)
{
  g_autofree char *name = make_name (draft->staff_id, draft->key);

  return g_hash_table_contains (self->sending, name);
}

/* (transfer full) (element-type Draft): copies of what the disk doesn't have as it is. */
static GPtrArray *
take_dirty (TcDrafts *self, gboolean stopping)
{
  GPtrArray *dirty = g_ptr_array_new_with_free_func (free_draft);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Draft *draft = value, *copy;

    if (!draft->dirty || (draft->text && strlen (draft->text) > TC_DRAFT_BYTES_MAX) ||
        (stopping && is_sending (self, draft)))
      continue;
    draft->dirty = FALSE;
    copy = g_memdup2 (draft, sizeof *draft);
    copy->key = g_strdup (draft->key);
    copy->text = g_strdup (draft->text);
    g_ptr_array_add (dirty, copy);
  }
  return dirty;
}

static void
write_now (TcDrafts *self, gboolean stopping)
{
  g_autoptr (GPtrArray) dirty = take_dirty (self, stopping);

  g_clear_handle_id (&self->writing, g_source_remove);
  if (dirty->len > 0)
    tc_desk_run_outbox_async (self->desk, write_drafts, g_steal_pointer (&dirty),
                              (GDestroyNotify) g_ptr_array_unref, NULL, written_cb,
                              g_object_ref (self));
}

static gboolean
write_cb (gpointer data)
{
  TcDrafts *self = data;

  self->writing = 0;
  if (self->desk)
    write_now (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* (element-type Draft) */
static gpointer
read_drafts (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func (free_draft);

  tc_database_execute (db, "DELETE FROM typed WHERE changed_us < ?", "i",
                       g_get_real_time () - TC_DRAFT_DAYS * TC_US_PER_DAY);
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 "SELECT staff_id, key, text, choice, changed_us FROM typed"
                                 " ORDER BY changed_us DESC, staff_id, key LIMIT ?",
                                 "i", (gint64) TC_DRAFTS_MAX);
  while (tc_query_next (query)) {
    Draft *draft = g_new0 (Draft, 1);

    draft->staff_id = tc_query_int (query, 0);
    draft->key = tc_query_dup_text (query, 1);
    draft->text = tc_query_dup_text (query, 2);
    draft->choice = (guint) MAX (0, tc_query_int (query, 3));
    draft->changed_us = tc_query_int (query, 4);
    g_ptr_array_add (drafts, draft);
  }
  return drafts;
}

static void
change (TcDrafts *self, Draft *draft, const char *text, guint choice)
{
  g_free (draft->text);
  draft->text = *text ? g_strdup (text) : NULL;
  draft->choice = choice;
  draft->changed_us = g_get_real_time ();
  draft->dirty = TRUE;
  if (self->desk && !self->writing)
    self->writing = g_timeout_add (WRITE_MS, write_cb, self);
}

/* (nullable): what comes after the number in the name of what was on its way. */
static const char *
find_sent_key (const char *name)
{
  const char *end = g_str_has_prefix (name, SENT) ? strchr (name + strlen (SENT), ' ') : NULL;

  return end ? end + 1 : NULL;
}

/* The draft of that person under @key. */
static void
set_of (TcDrafts *self, gint64 staff_id, const char *key, const char *text, guint choice)
{
  g_autofree char *name = make_name (staff_id, key);
  Draft *draft = g_hash_table_lookup (self->drafts, name);

  if (!draft && !*text)
    return;
  if (!draft)
    draft = add (self, staff_id, key);
  if (g_strcmp0 (draft->text, *text ? text : NULL) != 0 || draft->choice != choice)
    change (self, draft, text, choice);
}

static gboolean
has_text (TcDrafts *self, gint64 staff_id, const char *key)
{
  g_autofree char *name = make_name (staff_id, key);
  const Draft *draft = g_hash_table_lookup (self->drafts, name);

  return draft && draft->text;
}

/* What was on its way when the program ended: nobody knows what became of it. */
static void
bring_back (TcDrafts *self, const Draft *read)
{
  const char *key = find_sent_key (read->key);
  g_autofree char *name = make_name (read->staff_id, read->key);

  if (!key || g_hash_table_contains (self->sending, name))
    return;
  if (!has_text (self, read->staff_id, key))
    set_of (self, read->staff_id, key, read->text, read->choice);
  set_of (self, read->staff_id, read->key, "", 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDrafts) self = data;
  g_autoptr (GPtrArray) drafts = tc_desk_run_outbox_finish (TC_DESK (source), result, NULL);

  self->loading = FALSE;
  self->loaded = drafts != NULL;
  for (guint i = 0; drafts && i < drafts->len; i++) {
    const Draft *read = drafts->pdata[i];
    g_autofree char *name = make_name (read->staff_id, read->key);
    Draft *draft;

    /* What was typed since is newer. */
    if (g_hash_table_contains (self->drafts, name) ||
        g_hash_table_size (self->drafts) >= TC_DRAFTS_MAX)
      continue;
    draft = add (self, read->staff_id, read->key);
    draft->text = g_strdup (read->text);
    draft->choice = read->choice;
    draft->changed_us = read->changed_us;
  }
  for (guint i = 0; drafts && i < drafts->len; i++)
    bring_back (self, drafts->pdata[i]);
}

/* Until it has been done: before the desk is enrolled, or while its disk fails, there is nothing to
 * read. */
static void
load_cb (TcDrafts *self)
{
  if (!self->desk || self->loaded || self->loading)
    return;
  self->loading = TRUE;
  tc_desk_run_outbox_async (self->desk, read_drafts, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                            read_cb, g_object_ref (self));
}

static void
stopping_cb (TcDrafts *self)
{
  if (self->desk)
    write_now (self, TRUE);
  self->desk = NULL;
}

/* ---- what is asked ---- */

gboolean
tc_drafts_get (TcDrafts *self, const char *key, TcDraft *draft)
{
  const Draft *found = NULL;

  g_return_val_if_fail (TC_IS_DRAFTS (self), FALSE);
  found = find (self, key);
  if (!found || !found->text)
    return FALSE;
  *draft = (TcDraft){found->text, found->choice};
  return TRUE;
}

void
tc_drafts_set (TcDrafts *self, const char *key, const char *text, guint choice)
{
  g_return_if_fail (TC_IS_DRAFTS (self));
  if (self->alone || get_person (self) != 0)
    set_of (self, get_person (self), key, text, choice);
}

char *
tc_drafts_begin_sending (TcDrafts *self, const char *key)
{
  gint64 staff_id = 0;
  g_autofree char *sent = NULL, *text = NULL;
  const Draft *draft = NULL;
  char *name = NULL;
  guint choice = 0;

  g_return_val_if_fail (TC_IS_DRAFTS (self), NULL);
  staff_id = get_person (self);
  draft = find (self, key);
  if (!draft || !draft->text)
    return NULL;
  text = g_strdup (draft->text);
  choice = draft->choice;
  sent = g_strdup_printf (SENT "%u %s", ++self->last_sent, key);
  set_of (self, staff_id, key, "", 0);
  set_of (self, staff_id, sent, text, choice);
  name = make_name (staff_id, sent);
  g_hash_table_add (self->sending, g_strdup (name));
  return name;
}

void
tc_drafts_end_sending (TcDrafts *self, const char *name, const char *key, gboolean sent)
{
  const Draft *was = NULL, *begun = NULL;
  g_autofree char *text = NULL, *own = NULL, *begun_name = NULL;
  gint64 staff_id = 0;
  guint choice = 0;

  g_return_if_fail (TC_IS_DRAFTS (self));
  if (!name)
    return;
  g_hash_table_remove (self->sending, name);
  was = g_hash_table_lookup (self->drafts, name);
  if (!was || !was->text)
    return;
  staff_id = was->staff_id;
  choice = was->choice;
  own = g_strdup (was->key);
  begun_name = make_name (staff_id, key);
  begun = g_hash_table_lookup (self->drafts, begun_name);
  text = begun && begun->text ? g_strdup_printf ("%s\n%s", was->text, begun->text)
                              : g_strdup (was->text);
  if (!sent)
    set_of (self, staff_id, key, text, choice);
  set_of (self, staff_id, own, "", 0);
}

/* ---- object ---- */

static void
tc_drafts_finalize (GObject *object)
{
  TcDrafts *self = TC_DRAFTS (object);

  g_clear_handle_id (&self->writing, g_source_remove);
  g_hash_table_unref (self->drafts);
  g_hash_table_unref (self->sending);
  G_OBJECT_CLASS (tc_drafts_parent_class)->finalize (object);
}

static void
tc_drafts_class_init (TcDraftsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_drafts_finalize;
}

static void
tc_drafts_init (TcDrafts *self)
{
  self->alone = TRUE;
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_draft);
  self->sending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TcDrafts *
tc_drafts_new (void)
{
  return g_object_new (TC_TYPE_DRAFTS, NULL);
}

TcDrafts *
tc_drafts_of (TcDesk *desk)
{
  TcDrafts *self = g_object_get_data (G_OBJECT (desk), DATA_KEY);

  if (self)
    return self;
  self = tc_drafts_new ();
  self->alone = FALSE;
  self->desk = desk;
  g_object_set_data_full (G_OBJECT (desk), DATA_KEY, self, g_object_unref);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (load_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "stopping", G_CALLBACK (stopping_cb), self, G_CONNECT_SWAPPED);
  load_cb (self);
  return self;
}
