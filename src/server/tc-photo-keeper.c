/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies of photos; see the header. One that was blurred elsewhere is looked through.
 *
 * DESIGN: what is still to be done is a question to the database (an index of originals that
 * weren't read), asked again and again from the newest on: so nothing need be told of a new photo,
 * and a stop loses nothing. The copy stands in the store before the operation that names it.
 */
#include "tc-photo-keeper.h"

#include "tc-error.h"
#include "tc-incident-photo.h"
#include "tc-limits.h"
#include "tc-photo.h"

/* Originals that are looked for in the store at one go. */
#define LOOKED_MAX 200

struct _TcPhotoKeeper {
  TcOperationSink *sink;  /* (owned) */
  TcWorker *reader;       /* (owned) */
  TcFileStore *store;     /* (owned) */
  TcFileService *service; /* (unowned): the server's; not used once freed */
  guint timer;            /* source id; 0 once freed */
  gboolean busy;          /* a look or a photo is under way; it holds a reference */
  GHashTable *given_up;   /* (owned) (element-type gint64): ids; changed only between looks */
  gint64 below;           /* how far it has looked through those behind the newest */
  gint64 rest_until_us;
};

/* One photo, from the look that found it to its operation. */
typedef struct {
  TcPhotoKeeper *keeper; /* (owned) */
  TcPhotoUnread original;
  gint64 below;        /* of this look; (out): of the next */
  gboolean found;      /* original is set */
  gboolean unreadable; /* it can't be read from the disk */
  gboolean tells;      /* it was blurred, and carries more than its pixels */
  GBytes *copy;        /* (owned) (nullable): NULL: none can be made */
  char *hash;          /* (owned) (nullable): of copy, once it is kept */
  TcPhotoFacts facts;
} Photo;

static void
clear_keeper (gpointer data)
{
  TcPhotoKeeper *self = data;

  g_object_unref (self->sink);
  g_object_unref (self->reader);
  g_hash_table_unref (self->given_up);
  tc_file_store_unref (self->store);
}

static void
unref_keeper (gpointer data)
{
  g_rc_box_release_full (data, clear_keeper);
}

static void
free_photo (gpointer data)
{
  Photo *photo = data;

  g_clear_pointer (&photo->copy, g_bytes_unref);
  g_free (photo->hash);
  unref_keeper (photo->keeper);
  g_free (photo);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Photo, free_photo)

static void look (TcPhotoKeeper *self);

/* The photo is through. Takes the one after it at once. */
static void
end_photo (Photo *photo)
{
  TcPhotoKeeper *self = photo->keeper;

  self->busy = FALSE;
  if (self->timer && g_get_monotonic_time () >= self->rest_until_us)
    look (self);
  free_photo (photo);
}

/* It is tried again after a while, or, where it would be the same again, after the next start. */
static void
fail (Photo *photo, gboolean again, const char *why)
{
  TcPhotoKeeper *self = photo->keeper;

  g_warning ("the copy of photo %" G_GINT64_FORMAT " was not made: %s", photo->original.id, why);
  if (again)
    self->rest_until_us = g_get_monotonic_time () + TC_PHOTO_KEEPER_REST_US;
  else
    g_hash_table_add (self->given_up, g_memdup2 (&photo->original.id, sizeof (gint64)));
  end_photo (photo);
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Photo *photo = data;
  TcPhotoKeeper *self = photo->keeper;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict) {
    fail (photo, TRUE, error->message);
  } else if (verdict->refusal) { /* it was purged meanwhile: a file that no row names goes */
    fail (photo, FALSE, verdict->refusal->code);
  } else {
    if (photo->hash && self->timer)
      tc_file_service_tell_arrival (self->service, photo->hash);
    end_photo (photo);
  }
}

static void
submit (Photo *photo)
{
  TcOperationSink *sink = photo->keeper->sink;
  const TcPhotoFacts *facts = &photo->facts;
  const TcPhotoStrip args = {
      .attachment_id = photo->original.id,
      .copy_id = photo->hash ? tc_operation_sink_make_id (sink) : 0,
      .hash = photo->hash,
      .size = photo->copy ? (gint64) g_bytes_get_size (photo->copy) : TC_NONE,
      .taken_us = facts->has_time ? facts->taken_us : TC_NONE,
      .lat_e7 = facts->has_place ? facts->lat_e7 : TC_NONE,
      .lon_e7 = facts->has_place ? facts->lon_e7 : TC_NONE,
  };

  tc_operation_sink_submit_async (sink, &tc_photo_strip_type, &args, NULL, submitted_cb, photo);
}

/* ---- in the pool ---- */

/* One that was blurred is what it would be once stripped, and its own copy. */
static void
take_copy (Photo *photo, GBytes *bytes, GError **error)
{
  g_autoptr (GBytes) copy = tc_photo_strip (bytes, &photo->facts, NULL);

  if (photo->original.blurred) {
    photo->tells = !copy || !g_bytes_equal (copy, bytes);
    photo->facts = (TcPhotoFacts){0};
  } else if (copy) { /* one that can't be taken apart has no copy, and stays sealed */
    photo->hash = tc_file_store_keep (photo->keeper->store, copy, error);
    photo->copy = g_steal_pointer (&copy);
  }
}

static void
make_copy (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Photo *photo = data;
  TcFileStore *store = photo->keeper->store;
  g_autofree char *path = tc_file_store_dup_path (store, photo->original.hash);
  GError *error = NULL;
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, &error);
  g_autoptr (GBytes) bytes = mapped ? g_mapped_file_get_bytes (mapped) : NULL;

  photo->unreadable = !bytes;
  if (bytes)
    take_copy (photo, bytes, &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Photo *photo = data;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    fail (photo, !photo->unreadable, error->message);
  else if (photo->tells)
    fail (photo, FALSE, "it was blurred, and carries more than its pixels");
  else if (photo->keeper->timer)
    submit (photo);
  else
    end_photo (photo);
}

/* ---- looking for the next ---- */

/* The first of them that is here. TRUE: there are more behind them. */
static gboolean
find_here (Photo *photo, TcDatabase *db, gint64 below, gint64 *last)
{
  TcPhotoKeeper *self = photo->keeper;
  g_autoptr (GArray) unread = tc_photo_list_unread (db, below, LOOKED_MAX);

  for (guint i = 0; i < unread->len && !photo->found; i++) {
    const TcPhotoUnread *one = &g_array_index (unread, TcPhotoUnread, i);

    if (!tc_file_store_is_hash (one->hash) || !tc_file_store_has (self->store, one->hash) ||
        g_hash_table_contains (self->given_up, &one->id))
      continue;
    photo->original = *one;
    photo->found = TRUE;
  }
  if (unread->len == LOOKED_MAX)
    *last = g_array_index (unread, TcPhotoUnread, LOOKED_MAX - 1).id;
  return unread->len == LOOKED_MAX;
}

/* On the reader's thread: the newest come first; behind them a page at each look. */
static gpointer
find_next (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Photo *photo = data;
  gint64 last = 0;

  if (find_here (photo, db, G_MAXINT64, &last) && !photo->found &&
      !find_here (photo, db, MIN (photo->below, last), &photo->below) && !photo->found)
    photo->below = G_MAXINT64;
  return photo;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Photo) photo = data;
  TcPhotoKeeper *self = photo->keeper;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  if (!tc_worker_run_finish (TC_WORKER (source), result, &error) || !self->timer) {
    if (error && self->timer)
      g_warning ("looking for photos that weren't read: %s", error->message);
    self->busy = FALSE;
    return;
  }
  self->below = photo->below;
  if (!photo->found) {
    self->busy = FALSE;
    return;
  }
  task = g_task_new (NULL, NULL, copied_cb, photo);
  g_task_set_task_data (task, g_steal_pointer (&photo), NULL);
  g_task_run_in_thread (task, make_copy);
}

static void
look (TcPhotoKeeper *self)
{
  Photo *photo = g_new0 (Photo, 1);

  self->busy = TRUE;
  photo->keeper = g_rc_box_acquire (self);
  photo->below = self->below;
  tc_worker_run_async (self->reader, find_next, photo, NULL, NULL, NULL, found_cb, photo);
}

static gboolean
look_cb (gpointer data)
{
  TcPhotoKeeper *self = data;

  if (!self->busy && g_get_monotonic_time () >= self->rest_until_us)
    look (self);
  return G_SOURCE_CONTINUE;
}

TcPhotoKeeper *
tc_photo_keeper_new (const TcServerParts *parts, TcFileStore *store, TcFileService *service)
{
  TcPhotoKeeper *self = g_rc_box_new0 (TcPhotoKeeper);

  self->sink = g_object_ref (TC_OPERATION_SINK (parts->hub));
  self->reader = g_object_ref (parts->reader);
  self->store = tc_file_store_ref (store);
  self->service = service;
  self->given_up = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->below = G_MAXINT64;
  self->timer = g_timeout_add (TC_PHOTO_KEEPER_MS, look_cb, self);
  return self;
}

void
tc_photo_keeper_free (TcPhotoKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  unref_keeper (self);
}
