/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping attachments whole; see the header.
 */
#include "tc-file-keeper.h"

#include "tc-file-check.h"

#include <string.h>
#include <sys/resource.h>

#define INI "files.ini"
#define GROUP "check"
#define NICE 10
/* How often desks are asked for what is lost: those that came meanwhile have it perhaps. */
#define LOOK_S 5
#define ASK_AGAIN_US (600 * (gint64) G_USEC_PER_SEC)
/* Asked for at once. */
#define ASK_MAX 20
/* A folder that could not be looked at is tried again. */
#define FAILED_US (60 * (gint64) G_USEC_PER_SEC)

struct _TcFileKeeper {
  const TcServerParts *parts; /* (unowned): outlive it */
  TcFileStore *store;         /* (unowned): the server's */
  TcFileService *service;     /* (unowned): the server's */
  GThread *thread;            /* (owned) */
  GCancellable *cancellable;  /* (owned): when it ends */
  guint timer;                /* source id */
  GMutex lock;
  GCond wake;              /* with lock: something is to be done at once, or it ends */
  gboolean stopping;       /* (mutex lock), and so all that follows */
  TcFileKeeperState state; /* but for wanted */
  GHashTable *wanted;      /* (owned): hash to when it was last asked for, gint64 */
};

static char *
ini_path (TcFileKeeper *self)
{
  return g_build_filename (self->parts->dir, INI, NULL);
}

static void
load (TcFileKeeper *self)
{
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *path = ini_path (self);

  if (!g_key_file_load_from_file (ini, path, G_KEY_FILE_NONE, NULL))
    return;
  self->state.folders = (guint) CLAMP (g_key_file_get_integer (ini, GROUP, "folders", NULL), 0,
                                       TC_FILE_FOLDERS - 1);
  self->state.whole_us = g_key_file_get_int64 (ini, GROUP, "whole_us", NULL);
}

static void
save (TcFileKeeper *self, const TcFileKeeperState *state)
{
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *path = ini_path (self);
  g_autoptr (GError) error = NULL;

  g_key_file_set_integer (ini, GROUP, "folders", (int) state->folders);
  g_key_file_set_int64 (ini, GROUP, "whole_us", state->whole_us);
  if (!g_key_file_save_to_file (ini, path, &error))
    g_warning ("looking through attachments: %s", error->message);
}

/* ---- the thread ---- */

/* FALSE: it ends. @at_once: (out): without a rest */
static gboolean
wait_turn (TcFileKeeper *self, gint64 rest_us, guint *folder, gboolean *at_once)
{
  gint64 until_us = g_get_monotonic_time () + rest_us;

  g_mutex_lock (&self->lock);
  while (!self->stopping && !self->state.running &&
         g_cond_wait_until (&self->wake, &self->lock, until_us))
    continue;
  *folder = self->state.folders;
  *at_once = self->state.running;
  gboolean go_on = !self->stopping;
  g_mutex_unlock (&self->lock);
  return go_on;
}

static void
want (TcFileKeeper *self, guint folder, const GPtrArray *wanted)
{
  g_autofree char *prefix = g_strdup_printf ("%02x", folder);
  GHashTableIter iter;
  gpointer hash;

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &hash, NULL)) {
    if (g_str_has_prefix (hash, prefix) &&
        !(wanted &&
          g_ptr_array_find_with_equal_func ((GPtrArray *) wanted, hash, g_str_equal, NULL)))
      g_hash_table_iter_remove (&iter);
  }
  for (guint i = 0; wanted && i < wanted->len; i++) {
    if (!g_hash_table_contains (self->wanted, wanted->pdata[i]))
      g_hash_table_insert (self->wanted, g_strdup (wanted->pdata[i]), g_new0 (gint64, 1));
  }
}

static void
note (TcFileKeeper *self, guint folder, const TcFileChecked *checked)
{
  TcFileKeeperState *state = &self->state;
  TcFileKeeperState saved;

  g_mutex_lock (&self->lock);
  state->checked += checked->checked;
  state->damaged += checked->damaged;
  state->restored += checked->restored;
  state->removed += checked->removed;
  want (self, folder, checked->wanted);
  /* It may have been told to begin anew meanwhile. */
  if (state->folders == folder && ++state->folders == TC_FILE_FOLDERS) {
    *state = (TcFileKeeperState){.whole_us = g_get_real_time (),
                                 .checked = state->checked,
                                 .damaged = state->damaged,
                                 .restored = state->restored,
                                 .removed = state->removed};
  } else if (state->folders == 1) {
    *state = (TcFileKeeperState){.running = state->running,
                                 .folders = 1,
                                 .checked = checked->checked,
                                 .damaged = checked->damaged,
                                 .restored = checked->restored,
                                 .removed = checked->removed,
                                 .whole_us = state->whole_us};
  }
  saved = *state;
  g_mutex_unlock (&self->lock);
  save (self, &saved);
}

/* FALSE: it could not. */
static gboolean
check (TcFileKeeper *self, guint folder, gboolean at_once)
{
  const char *dir = self->parts->config->backup_dir;
  g_autofree char *state = g_build_filename (self->parts->dir, "state.db", NULL);
  g_autofree char *backups = *dir ? g_build_filename (dir, "files", NULL) : NULL;
  g_auto (TcFileChecked) checked = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = tc_database_open (state, 0, &error);
  const TcFileCheckOptions options = {self->store, db, backups, g_get_real_time (),
                                      at_once ? 0 : TC_FILE_KEEPER_BYTES_PER_S};

  if (db && tc_file_check_folder (&options, folder, self->cancellable, &checked, &error)) {
    note (self, folder, &checked);
    return TRUE;
  }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("looking through attachments: %s", error->message);
  return FALSE;
}

static gpointer
keep (gpointer data)
{
  TcFileKeeper *self = data;
  gint64 rest_us = TC_FILE_KEEPER_ROUND_US / TC_FILE_FOLDERS;
  gboolean at_once;
  guint folder;

  /* Of this thread alone: all others go first. */
  if (setpriority (PRIO_PROCESS, 0, NICE) != 0)
    g_debug ("attachments are looked through beside the others");
  while (wait_turn (self, rest_us, &folder, &at_once)) {
    if (check (self, folder, at_once)) {
      rest_us = TC_FILE_KEEPER_ROUND_US / TC_FILE_FOLDERS;
    } else {
      rest_us = FAILED_US;
      tc_file_keeper_rest (self);
    }
  }
  return NULL;
}

/* ---- asking desks ---- */

/* Up to ASK_MAX hashes whose turn it is; what has come is wanted no more. */
static GPtrArray *
list_turns (TcFileKeeper *self)
{
  GPtrArray *turns = g_ptr_array_new_with_free_func (g_free);
  gint64 now_us = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer hash, asked_us;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->wanted);
  while (turns->len < ASK_MAX && g_hash_table_iter_next (&iter, &hash, &asked_us)) {
    gint64 *last_us = asked_us;

    if (tc_file_store_has (self->store, hash)) {
      g_message ("an attachment that was lost is here again: %s", (const char *) hash);
      g_hash_table_iter_remove (&iter);
    } else if (*last_us == 0 || now_us - *last_us > ASK_AGAIN_US) {
      *last_us = now_us;
      g_ptr_array_add (turns, g_strdup (hash));
    }
  }
  g_mutex_unlock (&self->lock);
  return turns;
}

static gboolean
look_cb (gpointer data)
{
  TcFileKeeper *self = data;
  g_autoptr (GPtrArray) turns = list_turns (self);

  for (guint i = 0; i < turns->len; i++)
    tc_file_service_want (self->service, turns->pdata[i]);
  return G_SOURCE_CONTINUE;
}

/* ---- the object ---- */

TcFileKeeper *
tc_file_keeper_new (const TcServerParts *parts, TcFileStore *store, TcFileService *service)
{
  TcFileKeeper *self = g_new0 (TcFileKeeper, 1);

  self->parts = parts;
  self->store = store;
  self->service = service;
  self->cancellable = g_cancellable_new ();
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  load (self);
  self->timer = g_timeout_add_seconds (LOOK_S, look_cb, self);
  self->thread = g_thread_new ("files", keep, self);
  return self;
}

void
tc_file_keeper_check_now (TcFileKeeper *self)
{
  g_mutex_lock (&self->lock);
  self->state = (TcFileKeeperState){.running = TRUE, .whole_us = self->state.whole_us};
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

void
tc_file_keeper_rest (TcFileKeeper *self)
{
  g_mutex_lock (&self->lock);
  self->state.running = FALSE;
  g_mutex_unlock (&self->lock);
}

void
tc_file_keeper_get_state (TcFileKeeper *self, TcFileKeeperState *state)
{
  g_mutex_lock (&self->lock);
  *state = self->state;
  state->wanted = g_hash_table_size (self->wanted);
  g_mutex_unlock (&self->lock);
}

void
tc_file_keeper_free (TcFileKeeper *self)
{
  g_source_remove (self->timer);
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->wanted);
  g_cond_clear (&self->wake);
  g_mutex_clear (&self->lock);
  g_free (self);
}
