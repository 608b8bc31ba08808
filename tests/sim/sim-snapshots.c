/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Snapshots: what tc-snapshots.c of the server and tc-snapshot-fetch.c of the desk do. A file and
 * the list of its parts are kept by name; parts come one by one, in whatever time, while the desk
 * follows the log; a desk that may not read a scope any more gets nothing of it.
 */
#include "sim.h"

#include "tc-snapshot.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAKE_US_MAX (2 * TC_US_PER_S)
#define FETCH_US_MAX (3 * TC_US_PER_S)
#define PART_BYTES_MIN 300
#define PART_BYTES_MAX 4000

/* Some of what hangs together comes with the first parts and some does not, whatever it is. */
static const char *
split (const char *table)
{
  return strstr ("incident report reporter incident_event dispatch task answer", table)
             ? "id % 3 = 0"
             : NULL;
}

/* ---- the server ---- */

static GBytes *
read_all (Sim *sim, int fd)
{
  gsize size = (gsize) lseek (fd, 0, SEEK_END);
  guint8 *data = g_malloc (size + 1);

  if (pread (fd, data, size, 0) != (gssize) size)
    sim_fail (sim, "reading a snapshot: %s", g_strerror (errno));
  return g_bytes_new_take (data, size);
}

static gboolean
make_file (SimLine *line, TcCatalogue *catalogue, gint64 scope, const TcPosition *position,
           GArray *files)
{
  Sim *sim = line->sim;
  int fd = memfd_create ("snapshot", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  const TcSnapshotOptions options = {
      sim->key, sim_hub_now (sim),
      (guint) (PART_BYTES_MIN + sim_pick (sim, PART_BYTES_MAX - PART_BYTES_MIN)), split};
  g_autoptr (GError) error = NULL;
  GBytes *list = tc_snapshot_make (sim->db, catalogue, scope, position, &options, path, &error);
  GBytes *bytes = list ? read_all (sim, fd) : NULL;
  char *name = g_strdup_printf ("%u-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, line->id, scope,
                                position->lsn);
  const TcSnapshotFile file = {scope, bytes ? (gint64) g_bytes_get_size (bytes) : 0, name};

  close (fd);
  if (!list) {
    if (!tc_error_is_store (error))
      sim_fail (sim, "a snapshot can't be made: %s", error->message);
    g_free (name);
    return FALSE;
  }
  sim_guard_snapshot (line, scope, bytes);
  tc_snapshot_files_add (files, &file);
  g_hash_table_insert (sim->snapshots, g_strconcat (name, TC_SNAPSHOT_LIST_SUFFIX, NULL), list);
  g_hash_table_insert (sim->snapshots, name, bytes);
  sim->counts[SIM_SNAPSHOTS]++;
  return TRUE;
}

static gboolean
make_files (SimLine *line, const gint64 *scopes, gsize n, GArray *files, TcPosition *position)
{
  Sim *sim = line->sim;
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (sim->db, NULL);

  if (!catalogue || !tc_snapshot_position (sim->db, position, NULL))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!make_file (line, catalogue, scopes[i], position, files))
      return FALSE;
  return TRUE;
}

/* @bytes: the scopes that were asked for */
static void
offer (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimLine *line = object;
  g_autoptr (GArray) files = tc_snapshot_files_new ();
  TcPosition position;
  gsize size;
  const gint64 *scopes = g_bytes_get_data (bytes, &size);

  if (number != sim->hub_life || !sim->hub || !line->peer)
    return;
  if (make_files (line, scopes, size / sizeof *scopes, files, &position)) {
    tc_hub_offer (sim->hub, line->peer, &position, files);
    return;
  }
  /* As when a file can't be written: the desk comes again. */
  (void) !tc_database_check (sim->db, NULL);
  sim_line_close_from_hub (line);
  sim_hub_hang_up (line);
}

void
sim_snapshots_ask (SimLine *line, const gint64 *scopes, guint n_scopes)
{
  sim_after (line->sim, sim_draw_us (line->sim, MAKE_US_MAX), offer, line,
             g_bytes_new (scopes, n_scopes * sizeof *scopes), line->sim->hub_life);
}

GBytes *
sim_snapshots_get (SimLine *line, const char *name, gint64 scope, gint64 start, gint64 size)
{
  Sim *sim = line->sim;
  GBytes *file = g_hash_table_lookup (line->via ? sim->relay.files : sim->snapshots, name);

  if (!file || !sim_line_get_hub (line) || !sim_guard_may_read (line, scope))
    return NULL;
  return g_bytes_new_from_bytes (file, (gsize) start,
                                 size < 0 ? g_bytes_get_size (file) : (gsize) size);
}

/* ---- the desk ---- */

static gboolean
get_first (SimDesk *desk, const TcSnapshotFile *file, GPtrArray *lists, GPtrArray *parts)
{
  g_autofree char *name = g_strconcat (file->name, TC_SNAPSHOT_LIST_SUFFIX, NULL);
  GBytes *bytes = sim_snapshots_get (desk->line, name, file->scope, 0, -1);
  g_autoptr (TcSnapshotList) list = bytes ? tc_snapshot_list_read (bytes, NULL) : NULL;

  if (!list)
    return FALSE;
  g_ptr_array_add (lists, bytes);
  for (guint i = 0; i < list->parts->len; i++) {
    const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, i);

    if (part->first)
      g_ptr_array_add (
          parts, sim_snapshots_get (desk->line, file->name, file->scope, part->start, part->size));
  }
  return TRUE;
}

static gboolean
load_whole (SimDesk *desk, GArray *files, GError **error)
{
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < files->len; i++) {
    const TcSnapshotFile *file = &g_array_index (files, TcSnapshotFile, i);
    GBytes *bytes = sim_snapshots_get (desk->line, file->name, file->scope, 0, -1);

    if (!bytes) {
      desk->closing = TRUE;
      return TRUE;
    }
    g_ptr_array_add (contents, bytes);
  }
  return tc_replica_load (desk->replica, contents, error);
}

static gboolean
load_first (SimDesk *desk, GArray *files, GError **error)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < files->len; i++) {
    if (!get_first (desk, &g_array_index (files, TcSnapshotFile, i), lists, parts)) {
      desk->closing = TRUE;
      return TRUE;
    }
  }
  return tc_replica_load_first (desk->replica, (const TcSnapshotFile *) (void *) files->data, lists,
                                parts, error);
}

/* @bytes: scope and name of each file, as text */
static void
fetched (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimDesk *desk = object;
  g_autoptr (GArray) files = tc_snapshot_files_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);

  if (!desk->line || desk->line->id != number || desk->line->cut)
    return;
  for (guint i = 0; names[i] && *names[i]; i++) {
    char *name;
    TcSnapshotFile file = {g_ascii_strtoll (names[i], &name, 10), 0, NULL};

    file.name = name + 1;
    tc_snapshot_files_add (files, &file);
  }
  if (sim_chance (sim, 4) ? !load_whole (desk, files, &error) : !load_first (desk, files, &error))
    sim_desk_line_fault (desk, error);
  else if (!desk->closing)
    sim->counts[SIM_BOOTSTRAPS]++;
  sim_desk_close_if_due (desk);
}

void
sim_snapshots_fetch (SimDesk *desk, const TcSnapshotFile *files, guint n)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%" G_GINT64_FORMAT " %s\n", files[i].scope, files[i].name);
  sim_after (desk->sim, sim_draw_us (desk->sim, FETCH_US_MAX), fetched, desk,
             g_bytes_new (names->str, names->len + 1), desk->line->id);
}

/* @bytes: the part that comes next, as text */
static void
part_fetched (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimDesk *desk = object;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = g_strsplit (g_bytes_get_data (bytes, NULL), " ", 5);
  gint64 scope = g_ascii_strtoll (words[0], NULL, 10);

  /* Without a line it is wanted again with the next one. */
  if (number != desk->wanted || !desk->line || desk->line->cut || !sim_line_get_hub (desk->line))
    return;
  g_autoptr (GBytes)
      part = sim_snapshots_get (desk->line, words[4], scope, g_ascii_strtoll (words[2], NULL, 10),
                                g_ascii_strtoll (words[3], NULL, 10));
  gboolean ok = part ? tc_replica_load_part (desk->replica, scope,
                                             g_ascii_strtoll (words[1], NULL, 10), part, &error)
                     : tc_replica_miss_part (desk->replica, &error);
  sim->counts[SIM_PARTS] += ok && part;
  if (!ok)
    sim_desk_line_fault (desk, error);
  sim_desk_close_if_due (desk);
}

void
sim_snapshots_want (SimDesk *desk, const TcReplicaPart *parts, guint n)
{
  desk->wanted++;
  if (n == 0)
    return;
  g_autofree char *text = g_strdup_printf (
      "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
      parts[0].scope, parts[0].number, parts[0].start, parts[0].size, parts[0].file);
  sim_after (desk->sim, sim_draw_us (desk->sim, FETCH_US_MAX), part_fetched, desk,
             g_bytes_new (text, strlen (text) + 1), desk->wanted);
}
