/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presence; see the header.
 */
#include "tc-presence.h"

#include "tc-id.h"

#define LIST "people"
#define ENTRY "(qxxb)"

typedef struct {
  TcPresence presence;
  gint64 scope;
  gint64 said_us;
  guint16 relay;
} Entry;

struct _TcPresenceBook {
  GTree *entries; /* (owned): desk, as a pointer, to Entry */
};

/* ---- as it travels ---- */

GVariant *
tc_presence_write_said (gint64 session_id, gint64 incident_id, gboolean away)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "session_id", "x", session_id);
  g_variant_dict_insert (&dict, "incident_id", "x", incident_id);
  g_variant_dict_insert (&dict, "away", "b", away);
  return g_variant_dict_end (&dict);
}

gboolean
tc_presence_read_said (GVariant *value, gint64 *session_id, gint64 *incident_id, gboolean *away)
{
  gint64 session = 0, incident = 0;
  gboolean locked = FALSE;

  if (!value || !g_variant_lookup (value, "session_id", "x", &session) || session < 0)
    return FALSE;
  g_variant_lookup (value, "incident_id", "x", &incident);
  g_variant_lookup (value, "away", "b", &locked);
  if (incident < 0)
    return FALSE;
  *session_id = session;
  *incident_id = incident;
  *away = locked;
  return TRUE;
}

GVariant *
tc_presence_write_list (const GArray *list)
{
  GVariantBuilder people;
  GVariantDict dict;

  g_variant_builder_init (&people, G_VARIANT_TYPE ("a" ENTRY));
  for (guint i = 0; i < MIN (list->len, TC_PRESENCE_MAX); i++) {
    const TcPresence *one = &g_array_index (list, TcPresence, i);

    g_variant_builder_add (&people, ENTRY, one->replica, one->staff_id, one->incident_id,
                           one->away);
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, LIST, g_variant_builder_end (&people));
  return g_variant_dict_end (&dict);
}

GArray *
tc_presence_read_list (GVariant *value)
{
  g_autoptr (GVariant)
      people = value ? g_variant_lookup_value (value, LIST, G_VARIANT_TYPE ("a" ENTRY)) : NULL;
  GArray *list = NULL;
  guint before = 0;

  if (!people)
    return NULL;
  list = g_array_new (FALSE, TRUE, sizeof (TcPresence));
  for (gsize i = 0; i < MIN (g_variant_n_children (people), TC_PRESENCE_MAX); i++) {
    TcPresence one = {0};

    g_variant_get_child (people, i, ENTRY, &one.replica, &one.staff_id, &one.incident_id,
                         &one.away);
    if (one.replica <= before || one.staff_id <= 0 || one.incident_id < 0)
      continue;
    before = one.replica;
    g_array_append_val (list, one);
  }
  return list;
}

/* ---- the book ---- */

static int
compare_desks (gconstpointer a, gconstpointer b, gpointer data)
{
  return GPOINTER_TO_INT (a) - GPOINTER_TO_INT (b);
}

TcPresenceBook *
tc_presence_book_new (void)
{
  TcPresenceBook *self = g_new0 (TcPresenceBook, 1);

  self->entries = g_tree_new_full (compare_desks, NULL, NULL, g_free);
  return self;
}

void
tc_presence_book_free (TcPresenceBook *self)
{
  g_tree_unref (self->entries);
  g_free (self);
}

static gboolean
is_same (const Entry *a, const Entry *b)
{
  return a->scope == b->scope && a->presence.staff_id == b->presence.staff_id &&
         a->presence.incident_id == b->presence.incident_id && a->presence.away == b->presence.away;
}

gboolean
tc_presence_book_put (TcPresenceBook *self, const TcPresence *presence, gint64 scope, guint16 relay,
                      gint64 now_us)
{
  const Entry entry = {*presence, scope, now_us, relay};
  const Entry *before = g_tree_lookup (self->entries, GINT_TO_POINTER (presence->replica));
  gboolean changed = !before || !is_same (before, &entry);

  g_tree_insert (self->entries, GINT_TO_POINTER (presence->replica),
                 g_memdup2 (&entry, sizeof entry));
  return changed;
}

gboolean
tc_presence_book_remove (TcPresenceBook *self, guint16 replica)
{
  return g_tree_remove (self->entries, GINT_TO_POINTER (replica));
}

/* Of all for which @func says so. */
static gboolean
remove_where (TcPresenceBook *self, gboolean (*func) (const Entry *entry, gint64 value),
              gint64 value)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (guint16));

  for (GTreeNode *node = g_tree_node_first (self->entries); node; node = g_tree_node_next (node)) {
    const Entry *entry = g_tree_node_value (node);

    if (func (entry, value))
      g_array_append_val (gone, entry->presence.replica);
  }
  for (guint i = 0; i < gone->len; i++)
    tc_presence_book_remove (self, g_array_index (gone, guint16, i));
  return gone->len > 0;
}

/* What a desk said over its relay stays when a line of its own that hung is closed late. */
static gboolean
is_over_line (const Entry *entry, gint64 replica)
{
  return entry->relay == replica || (!entry->relay && entry->presence.replica == replica);
}

static gboolean
is_old (const Entry *entry, gint64 now_us)
{
  return now_us - entry->said_us >= TC_PRESENCE_ENDS_US;
}

gboolean
tc_presence_book_cut (TcPresenceBook *self, guint16 replica)
{
  return remove_where (self, is_over_line, replica);
}

gboolean
tc_presence_book_expire (TcPresenceBook *self, gint64 now_us)
{
  return remove_where (self, is_old, now_us);
}

guint
tc_presence_book_get_size (TcPresenceBook *self)
{
  return (guint) g_tree_nnodes (self->entries);
}

GArray *
tc_presence_book_list_desks (TcPresenceBook *self)
{
  GArray *desks = g_array_new (FALSE, FALSE, sizeof (guint16));

  for (GTreeNode *node = g_tree_node_first (self->entries); node; node = g_tree_node_next (node)) {
    const Entry *entry = g_tree_node_value (node);

    if (!entry->relay)
      g_array_append_val (desks, entry->presence.replica);
  }
  return desks;
}

GArray *
tc_presence_book_list_relays (TcPresenceBook *self)
{
  GArray *relays = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  for (GTreeNode *node = g_tree_node_first (self->entries); node; node = g_tree_node_next (node)) {
    const Entry *entry = g_tree_node_value (node);

    if (entry->relay && g_hash_table_add (known, GINT_TO_POINTER (entry->relay)))
      g_array_append_val (relays, entry->relay);
  }
  return relays;
}

GArray *
tc_presence_book_list_for (TcPresenceBook *self, guint16 replica, const GArray *scopes)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcPresence));

  for (GTreeNode *node = g_tree_node_first (self->entries); node && list->len < TC_PRESENCE_MAX;
       node = g_tree_node_next (node)) {
    const Entry *entry = g_tree_node_value (node);

    if (entry->presence.replica != replica && tc_ids_contain (scopes, entry->scope))
      g_array_append_val (list, entry->presence);
  }
  return list;
}

TcPresenceBook *
tc_presence_book_copy (TcPresenceBook *self)
{
  TcPresenceBook *copy = tc_presence_book_new ();

  for (GTreeNode *node = g_tree_node_first (self->entries); node; node = g_tree_node_next (node)) {
    const Entry *entry = g_tree_node_value (node);

    g_tree_insert (copy->entries, GINT_TO_POINTER (entry->presence.replica),
                   g_memdup2 (entry, sizeof *entry));
  }
  return copy;
}
