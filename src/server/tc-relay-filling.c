/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filling a file beside a relay's database; see the header.
 */
#include "tc-relay-filling.h"

#include <glib/gstdio.h>

/* Behind the name of the relay's file, and a number. */
#define SUFFIX "-next"

struct _TcRelayFilling {
  char *path;                     /* (owned) */
  const TcSchemaSet *const *sets; /* (unowned): static */
  TcRelayPlan *plan;              /* (owned) */
  GPtrArray *lists;               /* (owned) (nullable): until it is filled, as what follows */
  GPtrArray *contents;            /* (owned) (nullable) */
  GCancellable *cancel;           /* (owned) */
};

static void
remove_file (const char *path)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *file = g_strconcat (path, suffixes[i], NULL);
    g_unlink (file);
  }
}

TcRelayFilling *
tc_relay_filling_new (const char *path, guint number, const TcSchemaSet *const *sets,
                      TcRelayPlan *plan, GPtrArray *lists, GPtrArray *contents,
                      GCancellable *cancel)
{
  TcRelayFilling *self = g_atomic_rc_box_new0 (TcRelayFilling);

  self->path = g_strdup_printf ("%s" SUFFIX "%u", path, number);
  self->sets = sets;
  self->plan = tc_relay_plan_ref (plan);
  self->lists = g_ptr_array_ref (lists);
  self->contents = g_ptr_array_ref (contents);
  self->cancel = g_object_ref (cancel);
  return self;
}

TcRelayFilling *
tc_relay_filling_ref (TcRelayFilling *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TcRelayFilling *self = data;

  remove_file (self->path);
  tc_relay_plan_unref (self->plan);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
  g_clear_pointer (&self->contents, g_ptr_array_unref);
  g_object_unref (self->cancel);
  g_free (self->path);
}

void
tc_relay_filling_unref (TcRelayFilling *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const TcRelayPlan *
tc_relay_filling_get_plan (TcRelayFilling *self)
{
  return self->plan;
}

GCancellable *
tc_relay_filling_get_cancel (TcRelayFilling *self)
{
  return self->cancel;
}

gboolean
tc_relay_filling_carry_out (TcRelayFilling *self, GError **error)
{
  g_autoptr (TcDatabase) db = NULL;
  gboolean filled;

  if (g_cancellable_set_error_if_cancelled (self->cancel, error))
    return FALSE;
  remove_file (self->path);
  db = tc_database_open (self->path, TC_DATABASE_WRITER, error);
  filled = db && tc_schema_migrate (db, self->sets, error) &&
           tc_relay_plan_fill (self->plan, db, self->lists, self->contents, self->cancel, error);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
  g_clear_pointer (&self->contents, g_ptr_array_unref);
  return filled;
}

TcDatabase *
tc_relay_filling_open (TcRelayFilling *self, GError **error)
{
  return tc_database_open (self->path, TC_DATABASE_WRITER, error);
}

void
tc_relay_filling_remove_left (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, SUFFIX, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir && (file = g_dir_read_name (dir))) {
    g_autofree char *left = g_build_filename (folder, file, NULL);

    if (g_str_has_prefix (file, prefix))
      g_unlink (left);
  }
}
