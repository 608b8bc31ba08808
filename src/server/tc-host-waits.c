/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks that wait for media hosts; see the header.
 */
#include "tc-host-waits.h"

struct _TcHostWaits {
  TcHostWaitsFunc give_up;
  GHashTable *waiting; /* (owned): number (gint64) to Wait */
  gint64 number;       /* given last */
};

typedef struct {
  TcHostWaits *self; /* (unowned): it frees this */
  gint64 number;
  guint16 host;
  GTask *task; /* (owned) (nullable): taken */
  guint timeout;
} Wait;

static void
free_wait (gpointer data)
{
  Wait *wait = data;

  g_clear_handle_id (&wait->timeout, g_source_remove);
  g_clear_object (&wait->task);
  g_free (wait);
}

/* (transfer full): it waits no more. */
static GTask *
end_wait (Wait *wait)
{
  GTask *task = g_steal_pointer (&wait->task);

  g_hash_table_remove (wait->self->waiting, &wait->number);
  return task;
}

static gboolean
timeout_cb (gpointer data)
{
  Wait *wait = data;
  TcHostWaits *self = wait->self;
  g_autoptr (GTask) task = NULL;

  wait->timeout = 0;
  task = end_wait (wait);
  self->give_up (task);
  return G_SOURCE_REMOVE;
}

gint64
tc_host_waits_skip (TcHostWaits *self)
{
  return ++self->number;
}

gint64
tc_host_waits_add (TcHostWaits *self, guint16 host, guint wait_ms, GTask *task)
{
  Wait *wait = g_new0 (Wait, 1);

  *wait = (Wait){.self = self, .number = ++self->number, .host = host, .task = task};
  wait->timeout = g_timeout_add (wait_ms, timeout_cb, wait);
  g_hash_table_insert (self->waiting, &wait->number, wait);
  return wait->number;
}

guint
tc_host_waits_count (TcHostWaits *self)
{
  return g_hash_table_size (self->waiting);
}

GTask *
tc_host_waits_take (TcHostWaits *self, guint16 host, GVariant *value, const char *const *causes,
                    const char **cause)
{
  gint64 number = 0;
  const char *said = NULL;
  Wait *wait = value && g_variant_lookup (value, "number", "x", &number)
                   ? g_hash_table_lookup (self->waiting, &number)
                   : NULL;

  if (!wait || wait->host != host || !g_variant_lookup (value, "cause", "&s", &said) ||
      (causes && !g_strv_contains (causes, said)))
    return NULL;
  *cause = said;
  return end_wait (wait);
}

TcHostWaits *
tc_host_waits_new (TcHostWaitsFunc give_up)
{
  TcHostWaits *self = g_new0 (TcHostWaits, 1);

  self->give_up = give_up;
  self->waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_wait);
  return self;
}

void
tc_host_waits_free (TcHostWaits *self)
{
  g_autoptr (GList) waiting = g_hash_table_get_values (self->waiting);

  for (GList *l = waiting; l; l = l->next) {
    g_autoptr (GTask) task = end_wait (l->data);

    self->give_up (task);
  }
  g_hash_table_unref (self->waiting);
  g_free (self);
}
