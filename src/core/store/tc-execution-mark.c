/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mark of what is being carried out; see the header.
 *
 * DESIGN: one small file, written whole at offset 0 each time: a head with two counts and a sum
 * over what follows, then the operations that run, then those that a process died of before. A
 * write that was cut off doesn't have its sum and reads as no mark: then nothing was running yet.
 */
#include "tc-execution-mark.h"

#include "tc-limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "TCEXEC1"
#define ENTRIES_MAX (TC_BATCH_OPERATIONS_MAX + TC_EXECUTION_SUSPECTS_MAX)

/* As in the file, which no other machine reads. */
typedef struct {
  guint8 hash[TC_DIGEST_SIZE];
  gint64 seq;
  guint32 replica;
  guint32 deaths;
} Entry;

typedef struct {
  char magic[8];
  guint32 n_running;
  guint32 n_suspects;
  guint64 sum;
} Head;

typedef struct {
  Head head;
  Entry entries[ENTRIES_MAX];
} Image;

struct _TcExecutionMark {
  int fd;
  Image *image;     /* (owned): as written last */
  GArray *suspects; /* (owned) (element-type Entry): oldest first */
  gboolean decides;
  gboolean complained;
};

static gsize
size_of (const Image *image)
{
  return sizeof (Head) + (image->head.n_running + image->head.n_suspects) * sizeof (Entry);
}

/* FNV-1a over words: it has to tell a torn write, nobody forges it. */
static guint64
sum_of (const Image *image)
{
  const guint8 *data = (const guint8 *) image->entries;
  gsize size = size_of (image) - sizeof (Head);
  guint64 sum = 14695981039346656037u ^ image->head.n_running;

  for (gsize at = 0; at < size; at += sizeof (guint64)) {
    guint64 word;

    memcpy (&word, data + at, sizeof word);
    sum = (sum ^ word) * 1099511628211u;
  }
  return sum;
}

static void
write_image (TcExecutionMark *self)
{
  Image *image = self->image;

  if (self->suspects->len > 0)
    memcpy (image->entries + image->head.n_running, self->suspects->data,
            self->suspects->len * sizeof (Entry));
  image->head.n_suspects = self->suspects->len;
  image->head.sum = sum_of (image);
  if (pwrite (self->fd, image, size_of (image), 0) == (gssize) size_of (image))
    return;
  /* Without it all goes on as if there were none: no reason to stop. */
  if (!self->complained)
    g_warning ("what is carried out could not be marked: %s", g_strerror (errno));
  self->complained = TRUE;
}

void
tc_execution_mark_set (TcExecutionMark *self, TcOperation *const *ops, guint n)
{
  g_assert (n <= TC_BATCH_OPERATIONS_MAX);
  for (guint i = 0; i < n; i++) {
    Entry *entry = &self->image->entries[i];

    memcpy (entry->hash, ops[i]->hash.bytes, TC_DIGEST_SIZE);
    entry->seq = ops[i]->head.seq;
    entry->replica = ops[i]->head.replica;
    entry->deaths = 0;
  }
  self->image->head.n_running = n;
  write_image (self);
}

static Entry *
find (TcExecutionMark *self, const guint8 *hash)
{
  for (guint i = 0; i < self->suspects->len; i++) {
    Entry *entry = &g_array_index (self->suspects, Entry, i);

    if (!memcmp (entry->hash, hash, TC_DIGEST_SIZE))
      return entry;
  }
  return NULL;
}

guint
tc_execution_mark_count_deaths (TcExecutionMark *self, const TcOperation *op)
{
  const Entry *entry = self->suspects->len > 0 ? find (self, op->hash.bytes) : NULL;

  return entry ? entry->deaths : 0;
}

/* FALSE: it is none. */
static gboolean
read_image (TcExecutionMark *self)
{
  Image *image = self->image;
  gssize size = pread (self->fd, image, sizeof *image, 0);

  return size >= (gssize) sizeof (Head) && !memcmp (image->head.magic, MAGIC, sizeof MAGIC) &&
         image->head.n_running <= TC_BATCH_OPERATIONS_MAX &&
         image->head.n_suspects <= TC_EXECUTION_SUSPECTS_MAX && size >= (gssize) size_of (image) &&
         image->head.sum == sum_of (image);
}

/* What is in the log was settled before the process died, or since. What the server made itself
 * never comes again. A desk has no log: there the oldest go. */
static gboolean
may_come (TcExecutionMark *self, TcDatabase *db, const Entry *entry)
{
  if (!self->decides)
    return TRUE;
  return entry->replica != 0 &&
         tc_database_get_int (db, 0, "SELECT 1 FROM log_operation WHERE replica = ? AND seq = ?",
                              "ii", (gint64) entry->replica, entry->seq) == 0;
}

/* One that was running is a suspect from now on, or more of one. */
static void
accuse (TcExecutionMark *self, const Entry *ran)
{
  Entry *known = find (self, ran->hash);
  guint deaths = known ? ++known->deaths : 1;

  if (!known) {
    Entry entry = *ran;

    entry.deaths = 1;
    g_array_append_val (self->suspects, entry);
  }
  if (!self->decides && deaths == 1)
    g_warning ("this program ended while it applied operation %" G_GINT64_FORMAT
               " of desk %u: it is applied again",
               ran->seq, ran->replica);
  else if (!self->decides)
    g_warning ("this program ended while it applied operation %" G_GINT64_FORMAT
               " of desk %u: it is left to the server",
               ran->seq, ran->replica);
  else if (deaths == 1)
    g_warning ("the server ended while it carried out operation %" G_GINT64_FORMAT " of desk %u: "
               "it is tried alone",
               ran->seq, ran->replica);
  else
    g_warning ("the server ended again while it carried out operation %" G_GINT64_FORMAT
               " of desk %u: it is refused",
               ran->seq, ran->replica);
}

static void
take_over (TcExecutionMark *self, TcDatabase *db)
{
  const Image *image = self->image;
  const Entry *running = image->entries;
  const Entry *suspects = running + image->head.n_running;

  for (guint i = 0; i < image->head.n_suspects; i++)
    if (may_come (self, db, &suspects[i]))
      g_array_append_val (self->suspects, suspects[i]);
  for (guint i = 0; i < image->head.n_running; i++)
    if (may_come (self, db, &running[i]))
      accuse (self, &running[i]);
  if (self->suspects->len > TC_EXECUTION_SUSPECTS_MAX)
    g_array_remove_range (self->suspects, 0, self->suspects->len - TC_EXECUTION_SUSPECTS_MAX);
}

TcExecutionMark *
tc_execution_mark_open (TcDatabase *db, gboolean decides, GError **error)
{
  g_autoptr (TcExecutionMark) self = g_new0 (TcExecutionMark, 1);
  g_autofree char *path = g_strconcat (tc_database_get_path (db), "-executing", NULL);

  self->image = g_new0 (Image, 1);
  self->suspects = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->decides = decides;
  self->fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "opening %s: %s", path,
                 g_strerror (errno));
    return NULL;
  }
  if (read_image (self))
    take_over (self, db);
  memcpy (self->image->head.magic, MAGIC, sizeof MAGIC);
  tc_execution_mark_set (self, NULL, 0);
  return tc_database_check (db, error) ? g_steal_pointer (&self) : NULL;
}

void
tc_execution_mark_close (TcExecutionMark *self)
{
  if (!self)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_array_unref (self->suspects);
  g_free (self->image);
  g_free (self);
}
