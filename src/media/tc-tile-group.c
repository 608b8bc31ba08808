/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All tiles of a desktop and the decoders that they are in; see the header. Its work is done in
 * steps: ten times a second while there is anything, and soon when something was asked for.
 */
#include "tc-tile-private.h"

#include "tc-back-off.h"
#include "tc-error.h"
#include "tc-processor-load.h"

#include <time.h>

#define STEP_MS 100
#define GOVERN_US ((gint64) 1 * G_USEC_PER_SEC)
/* A decoder without tiles is kept so long: the next layout needs one. */
#define IDLE_US ((gint64) 30 * G_USEC_PER_SEC)
/* There at so many crashes: it may be the cause. */
#define CRASHES_ALONE 2
/* One step so long after another: this process stood still, and knows nothing of the others until
 * it has read what they said meanwhile. */
#define LATE_US ((gint64) 1 * G_USEC_PER_SEC)
/* Tiles that begin work hard for a moment, which says nothing of what comes: borne for so long. */
#define BEGINNING_US ((gint64) 10 * G_USEC_PER_SEC)
/* Of the places for those that connect, for such as have long been dead. */
#define CONNECTS_DEAD_MAX (TC_TILE_CONNECTS_MAX - 1)
/* One that comes so soon after another left is in its place. */
#define REPLACED_US ((gint64) 2 * G_USEC_PER_SEC)

typedef struct {
  TcTileGroup *group;     /* (unowned): it owns this */
  TcTileProcess *process; /* (owned) */
  GPtrArray *tiles;       /* (element-type TcTile) (unowned) */
  gboolean alone;         /* for one tile that may be bad */
  gint64 begun_us;
  gint64 idle_us; /* since when it has no tile; 0: it has */
} Decoder;

struct _TcTileGroup {
  GObject parent;
  char *program;       /* (owned) (nullable): NULL: not found yet */
  GHashTable *tiles;   /* (element-type uint32 TcTile) (owned) */
  GHashTable *suspect; /* (element-type uint32): tiles that are to be alone */
  GPtrArray *decoders; /* (element-type Decoder) (owned) */
  TcTile *heard;       /* (unowned) (nullable): one of these */
  gboolean hushed;
  guint32 n_ids, n_attempts;
  GRand *rand; /* (owned): seeds of tiles */
  guint step_source, wake_source;
  TcWallGovernor governor;
  gint64 governed_us;
  int gone_taken;      /* what the governor had taken from the tile that left last, … */
  gint64 gone_us;      /* … and when that was */
  gint64 beginning_us; /* since when there has been a tile that begins; 0: there is none */
  TcProcessorLoad load;
  int busy_percent;
  int assumed_percent; /* -1: it is measured */
  guint n_crashes;
  guint64 n_decoded, n_shown;
  gint64 stepped_us;   /* the last step; 0: none yet */
  gint64 late_us;      /* the last one that was late */
  TcBackOff starts;    /* of decoders that end before they have said anything */
  gint64 start_us;     /* none is started before that */
  guint64 cpu_gone_us; /* of decoders that are gone */
  char *trouble;       /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcTileGroup, tc_tile_group, G_TYPE_OBJECT)

/* ---- decoders ---- */

static void
free_decoder (gpointer data)
{
  Decoder *decoder = data;

  decoder->group->cpu_gone_us += tc_tile_process_get_cpu_us (decoder->process);
  tc_tile_process_free (decoder->process);
  g_ptr_array_unref (decoder->tiles);
  g_free (decoder);
}

static void
message_cb (TcTileProcess *process, TcTileMessage *message, gpointer data)
{
  Decoder *decoder = data;
  TcTileGroup *self = decoder->group;
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (TcTile) tile = NULL;

  if (self->trouble) {
    tc_back_off_reset (&self->starts);
    g_clear_pointer (&self->trouble, g_free);
  }
  for (guint i = 0; message->counts && i < message->counts->len; i++) {
    const TcTileCounts *counts = &g_array_index (message->counts, TcTileCounts, i);
    TcTile *counted = g_hash_table_lookup (self->tiles, GUINT_TO_POINTER (counts->tile));

    if (counted && tc_tile_get_process (counted) == process)
      tc_tile_hear_counts (counted, counts, now_us);
  }
  if (message->kind == TC_TILE_STATISTICS)
    return;
  /* What it says of a tile may make somebody close that one. */
  tile = g_hash_table_lookup (self->tiles, GUINT_TO_POINTER (message->tile));
  if (tile)
    g_object_ref (tile);
  if (tile && tc_tile_get_process (tile) == process)
    tc_tile_hear (tile, message, now_us);
}

/* No decoder can be had for a while. Takes @trouble. */
static void
put_off_starts (TcTileGroup *self, char *trouble)
{
  g_message ("no decoder can be started: %s", trouble);
  g_free (self->trouble);
  self->trouble = trouble;
  self->start_us = g_get_monotonic_time () + tc_back_off_fail (&self->starts, 0);
}

/* (transfer full): its tiles; it is nobody's any more, and gone. */
static GPtrArray *
drop_decoder (TcTileGroup *self, Decoder *decoder)
{
  GPtrArray *tiles = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < decoder->tiles->len; i++) {
    TcTile *tile = g_ptr_array_index (decoder->tiles, i);

    g_ptr_array_add (tiles, g_object_ref (tile));
    tc_tile_set_process (tile, NULL);
  }
  g_ptr_array_remove_fast (self->decoders, decoder);
  return tiles;
}

/* It crashed or was ended because it hung. Whoever hears of a tile may close any. */
static void
gone_cb (TcTileProcess *process, const char *why, gpointer data)
{
  Decoder *decoder = data;
  g_autoptr (TcTileGroup) self = g_object_ref (decoder->group);
  gboolean was_up = tc_tile_process_is_up (process);
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GPtrArray) tiles = NULL;

  g_message ("a decoder with %u tiles ended: %s", decoder->tiles->len, why);
  self->n_crashes++;
  if (!was_up)
    put_off_starts (self, g_strdup_printf ("it ends at once: %s", why));
  tiles = drop_decoder (self, decoder);
  for (guint i = 0; i < tiles->len; i++) {
    TcTile *tile = g_ptr_array_index (tiles, i);
    gpointer id = GUINT_TO_POINTER (tc_tile_get_id (tile));

    if (!g_hash_table_contains (self->tiles, id))
      continue;
    if (!was_up)
      tc_tile_put_off (tile, MAX (self->start_us - now_us, 0), now_us);
    else if (tc_tile_lose_process (tile, now_us) >= CRASHES_ALONE &&
             g_hash_table_contains (self->tiles, id))
      g_hash_table_add (self->suspect, id);
  }
}

/* The program, beside the one that runs: as installed, as built, as built for tests. */
static char *
find_program (GError **error)
{
  static const char *const places[] = {"toancanh-tiles", "../media/toancanh-tiles",
                                       "../../src/media/toancanh-tiles"};
  g_autofree char *own = g_file_read_link ("/proc/self/exe", error);
  g_autofree char *folder = own ? g_path_get_dirname (own) : NULL;

  for (gsize i = 0; folder && i < G_N_ELEMENTS (places); i++) {
    g_autofree char *path = g_build_filename (folder, places[i], NULL);

    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&path);
  }
  if (folder)
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "toancanh-tiles is not beside %s", folder);
  return NULL;
}

static Decoder *
start_decoder (TcTileGroup *self, gboolean alone)
{
  const TcTileProcessHooks hooks = {message_cb, gone_cb};
  g_autoptr (GError) error = NULL;
  Decoder *decoder;

  if (g_get_monotonic_time () < self->start_us)
    return NULL;
  if (!self->program)
    self->program = find_program (&error);
  decoder = g_new0 (Decoder, 1);
  decoder->group = self;
  decoder->alone = alone;
  decoder->begun_us = g_get_monotonic_time ();
  if (self->program)
    decoder->process = tc_tile_process_new (self->program, &hooks, decoder, &error);
  if (!decoder->process) {
    put_off_starts (self, g_strdup (error->message));
    g_free (decoder);
    return NULL;
  }
  decoder->tiles = g_ptr_array_new ();
  g_ptr_array_add (self->decoders, decoder);
  return decoder;
}

static Decoder *
find_room (TcTileGroup *self)
{
  for (guint i = 0; i < self->decoders->len; i++) {
    Decoder *decoder = g_ptr_array_index (self->decoders, i);

    if (!decoder->alone && decoder->tiles->len < TC_TILES_MAX)
      return decoder;
  }
  return NULL;
}

/* A decoder for the tile. Returns: FALSE: there is none to be had. */
static gboolean
give_decoder (TcTileGroup *self, TcTile *tile)
{
  gboolean alone = g_hash_table_contains (self->suspect, GUINT_TO_POINTER (tc_tile_get_id (tile)));
  Decoder *decoder = alone ? NULL : find_room (self);

  if (tc_tile_get_process (tile))
    return TRUE;
  if (!decoder)
    decoder = start_decoder (self, alone);
  if (!decoder)
    return FALSE;
  decoder->idle_us = 0;
  g_ptr_array_add (decoder->tiles, tile);
  tc_tile_set_process (tile, decoder->process);
  return TRUE;
}

static void
look_at_decoders (TcTileGroup *self, gint64 now_us)
{
  for (guint i = self->decoders->len; i > 0; i--) {
    Decoder *decoder = g_ptr_array_index (self->decoders, i - 1);
    gint64 quiet_us = now_us - tc_tile_process_get_heard_us (decoder->process);
    gboolean is_up = tc_tile_process_is_up (decoder->process);

    /* It has done no harm for so long: its tile isn't the cause. */
    if (decoder->alone && decoder->tiles->len > 0 &&
        now_us - decoder->begun_us >= TC_TILE_CRASHES_APART_US) {
      decoder->alone = FALSE;
      g_hash_table_remove (
          self->suspect, GUINT_TO_POINTER (tc_tile_get_id (g_ptr_array_index (decoder->tiles, 0))));
    }
    if (quiet_us >= (is_up ? TC_TILE_HUNG_US : TC_TILE_PROCESS_START_US))
      tc_tile_process_kill (decoder->process);
    if (decoder->tiles->len > 0)
      continue;
    if (!decoder->idle_us)
      decoder->idle_us = now_us;
    if (decoder->alone || now_us - decoder->idle_us >= IDLE_US)
      g_ptr_array_remove_index (self->decoders, i - 1);
  }
}

/* ---- steps ---- */

/* (transfer full): the tiles there are now: handlers may change which. */
static GPtrArray *
list_tiles (TcTileGroup *self)
{
  GPtrArray *tiles = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer tile;

  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &tile))
    g_ptr_array_add (tiles, g_object_ref (tile));
  return tiles;
}

/* The most important first, then those that haven't failed yet, then what has been due the longest,
 * then the oldest. */
static int
compare_tiles_cb (gconstpointer a, gconstpointer b)
{
  TcTile *first = *(TcTile *const *) a;
  TcTile *second = *(TcTile *const *) b;
  int by_importance = (int) tc_tile_get_importance (second) - (int) tc_tile_get_importance (first);

  if (by_importance != 0)
    return by_importance;
  if (tc_tile_has_failed (first) != tc_tile_has_failed (second))
    return tc_tile_has_failed (first) ? 1 : -1;
  if (tc_tile_get_due_us (first) != tc_tile_get_due_us (second))
    return tc_tile_get_due_us (first) < tc_tile_get_due_us (second) ? -1 : 1;
  return tc_tile_get_id (first) < tc_tile_get_id (second) ? -1 : 1;
}

static void
connect_tiles (TcTileGroup *self, GPtrArray *tiles, gint64 now_us)
{
  guint n_connecting = 0;
  guint n_dead = 0;

  for (guint i = 0; i < tiles->len; i++) {
    TcTile *tile = g_ptr_array_index (tiles, i);
    guint n = tc_tile_count_connecting (tile, now_us);

    n_connecting += n;
    n_dead += tc_tile_is_dead (tile, now_us) ? n : 0;
  }
  g_ptr_array_sort (tiles, compare_tiles_cb);
  for (guint i = 0; i < tiles->len; i++) {
    TcTile *tile = g_ptr_array_index (tiles, i);
    gboolean is_dead = tc_tile_is_dead (tile, now_us);

    /* Asked of each, for another ticket takes its time too. */
    if (!tc_tile_needs_connect (tile, now_us) || n_connecting >= TC_TILE_CONNECTS_MAX ||
        (is_dead && n_dead >= CONNECTS_DEAD_MAX))
      continue;
    if (give_decoder (self, tile)) {
      tc_tile_connect (tile, ++self->n_attempts, now_us);
      n_connecting++;
      n_dead += is_dead ? 1 : 0;
    } else {
      tc_tile_put_off (tile, MAX (self->start_us - now_us, 0), now_us);
    }
  }
}

/* Whether what is seen now is that tiles begin. */
static gboolean
is_beginning (TcTileGroup *self, GPtrArray *tiles, gint64 now_us)
{
  gboolean begins = FALSE;

  for (guint i = 0; i < tiles->len && !begins; i++)
    begins = tc_tile_is_beginning (g_ptr_array_index (tiles, i), now_us);
  if (!begins)
    self->beginning_us = 0;
  else if (!self->beginning_us)
    self->beginning_us = now_us;
  return begins && now_us - self->beginning_us < BEGINNING_US;
}

static guint64
get_decoders_cpu_us (TcTileGroup *self)
{
  guint64 cpu_us = self->cpu_gone_us;

  for (guint i = 0; i < self->decoders->len; i++) {
    Decoder *decoder = g_ptr_array_index (self->decoders, i);

    cpu_us += tc_tile_process_get_cpu_us (decoder->process);
  }
  return cpu_us;
}

static TcProcessorShares
measure_load (TcTileGroup *self)
{
  const TcOwnTimes own = {.plain_us = (guint64) clock () * (G_USEC_PER_SEC / CLOCKS_PER_SEC),
                          .nice_us = get_decoders_cpu_us (self)};
  TcProcessorShares shares = tc_processor_load_read (&self->load, &own);

  return self->assumed_percent < 0 ? shares : (TcProcessorShares){self->assumed_percent, -1};
}

static void
govern (TcTileGroup *self, GPtrArray *tiles, gint64 now_us)
{
  g_autofree TcGovernorTile *governed = g_new0 (TcGovernorTile, MAX (tiles->len, 1));
  TcGovernorSample sample = {0};
  TcProcessorShares shares;

  if (now_us - self->governed_us < GOVERN_US)
    return;
  self->governed_us = now_us;
  shares = measure_load (self);
  self->busy_percent = sample.busy_percent = shares.busy_percent;
  sample.own_percent = shares.own_percent;
  for (guint i = 0; i < tiles->len; i++) {
    TcTile *tile = g_ptr_array_index (tiles, i);
    guint64 n_decoded, n_shown;

    tc_tile_take_sample (tile, &n_decoded, &n_shown);
    self->n_decoded += n_decoded;
    self->n_shown += n_shown;
    if (tc_tile_get_importance (tile) > TC_IMPORTANCE_HIDDEN) {
      sample.n_decoded += n_decoded;
      sample.n_shown += n_shown;
    }
    governed[i] = tc_tile_get_governed (tile, now_us);
  }
  (void) tc_wall_governor_decide (&self->governor, governed, tiles->len,
                                  is_beginning (self, tiles, now_us) ? NULL : &sample, now_us);
  for (guint i = 0; i < tiles->len; i++)
    tc_tile_take_governed (g_ptr_array_index (tiles, i), &governed[i], now_us);
}

static void
step (TcTileGroup *self)
{
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GPtrArray) tiles = list_tiles (self);
  gboolean is_late;

  if (self->stepped_us && now_us - self->stepped_us >= LATE_US)
    self->late_us = now_us;
  self->stepped_us = now_us;
  is_late = self->late_us && now_us - self->late_us < LATE_US;
  connect_tiles (self, tiles, now_us);
  govern (self, tiles, now_us);
  for (guint i = 0; i < tiles->len; i++)
    tc_tile_tick (g_ptr_array_index (tiles, i), is_late, now_us);
  if (!is_late)
    look_at_decoders (self, now_us);
}

static gboolean
step_cb (gpointer data)
{
  g_autoptr (TcTileGroup) self = g_object_ref (data);

  step (self);
  if (g_hash_table_size (self->tiles) > 0 || self->decoders->len > 0)
    return G_SOURCE_CONTINUE;
  self->step_source = 0;
  self->stepped_us = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
wake_cb (gpointer data)
{
  g_autoptr (TcTileGroup) self = g_object_ref (data);

  self->wake_source = 0;
  if (!self->step_source)
    self->step_source = g_timeout_add (STEP_MS, step_cb, self);
  step (self);
  return G_SOURCE_REMOVE;
}

void
tc_tile_group_wake (TcTileGroup *self)
{
  if (!self->wake_source)
    self->wake_source = g_idle_add_full (G_PRIORITY_DEFAULT, wake_cb, self, NULL);
}

/* ---- the desktop's ---- */

/* What a tile that comes doesn't get either: what the one before it in its place hadn't, else what
 * nobody has. */
static int
find_taken (TcTileGroup *self, gint64 now_us)
{
  g_autoptr (GPtrArray) tiles = list_tiles (self);
  g_autofree TcGovernorTile *governed = g_new0 (TcGovernorTile, MAX (tiles->len, 1));

  if (self->gone_us && now_us - self->gone_us < REPLACED_US)
    return self->gone_taken;
  for (guint i = 0; i < tiles->len; i++)
    governed[i] = tc_tile_get_governed (g_ptr_array_index (tiles, i), now_us);
  return tc_wall_governor_find_taken (governed, tiles->len);
}

static void
take_from (TcTile *tile, int n_taken, gint64 now_us)
{
  TcGovernorTile governed = tc_tile_get_governed (tile, now_us);
  TcWallGovernor governor;

  governed.n_taken = n_taken;
  tc_wall_governor_init (&governor);
  (void) tc_wall_governor_decide (&governor, &governed, 1, NULL, now_us);
  tc_tile_take_governed (tile, &governed, now_us);
}

TcTile *
tc_tile_group_add (TcTileGroup *self)
{
  gint64 now_us = g_get_monotonic_time ();
  int n_taken = find_taken (self, now_us);
  TcTile *tile = tc_tile_new (self, ++self->n_ids,
                              (guint64) g_rand_int (self->rand) << 32 | g_rand_int (self->rand));

  take_from (tile, n_taken, now_us);
  g_hash_table_insert (self->tiles, GUINT_TO_POINTER (self->n_ids), tile);
  tc_tile_group_wake (self);
  return g_object_ref (tile);
}

void
tc_tile_group_remove (TcTileGroup *self, TcTile *tile)
{
  gpointer id = GUINT_TO_POINTER (tc_tile_get_id (tile));

  self->gone_us = g_get_monotonic_time ();
  self->gone_taken = tc_tile_get_governed (tile, self->gone_us).n_taken;
  if (self->heard == tile)
    self->heard = NULL;
  for (guint i = 0; i < self->decoders->len; i++)
    g_ptr_array_remove (((Decoder *) g_ptr_array_index (self->decoders, i))->tiles, tile);
  g_hash_table_remove (self->suspect, id);
  g_hash_table_remove (self->tiles, id);
}

static void
tell_loudness (TcTileGroup *self)
{
  if (self->heard)
    tc_tile_set_loudness (self->heard, self->hushed ? TC_LOUDNESS_HUSHED : TC_LOUDNESS_ON);
}

void
tc_tile_group_hear (TcTileGroup *self, TcTile *tile)
{
  TcTile *before = self->heard;

  if (tile == before)
    return;
  self->heard = tile;
  if (before)
    tc_tile_set_loudness (before, TC_LOUDNESS_OFF);
  tell_loudness (self);
}

TcTile *
tc_tile_group_get_heard (TcTileGroup *self)
{
  return self->heard;
}

void
tc_tile_group_hush (TcTileGroup *self, gboolean hushed)
{
  self->hushed = hushed;
  tell_loudness (self);
}

void
tc_tile_group_assume_busy (TcTileGroup *self, int percent)
{
  self->assumed_percent = percent;
}

void
tc_tile_group_get_statistics (TcTileGroup *self, TcTileGroupStatistics *statistics)
{
  *statistics = (TcTileGroupStatistics){.n_tiles = g_hash_table_size (self->tiles),
                                        .n_processes = self->decoders->len,
                                        .n_crashes = self->n_crashes,
                                        .n_decoded = self->n_decoded,
                                        .n_shown = self->n_shown,
                                        .cpu_us = get_decoders_cpu_us (self),
                                        .busy_percent = self->busy_percent};
  for (guint i = 0; i < self->decoders->len; i++) {
    Decoder *decoder = g_ptr_array_index (self->decoders, i);

    statistics->memory_bytes += tc_tile_process_get_memory_bytes (decoder->process);
  }
}

const char *
tc_tile_group_get_trouble (TcTileGroup *self)
{
  return self->trouble;
}

TcTileGroup *
tc_tile_group_new (const char *program)
{
  TcTileGroup *self = g_object_new (TC_TYPE_TILE_GROUP, NULL);

  self->program = g_strdup (program);
  return self;
}

static void
tc_tile_group_dispose (GObject *object)
{
  TcTileGroup *self = TC_TILE_GROUP (object);
  g_autoptr (GPtrArray) tiles = list_tiles (self);

  for (guint i = 0; i < tiles->len; i++)
    tc_tile_close (g_ptr_array_index (tiles, i));
  g_clear_handle_id (&self->step_source, g_source_remove);
  g_clear_handle_id (&self->wake_source, g_source_remove);
  g_ptr_array_set_size (self->decoders, 0);
  G_OBJECT_CLASS (tc_tile_group_parent_class)->dispose (object);
}

static void
tc_tile_group_finalize (GObject *object)
{
  TcTileGroup *self = TC_TILE_GROUP (object);

  g_hash_table_unref (self->tiles);
  g_hash_table_unref (self->suspect);
  g_ptr_array_unref (self->decoders);
  g_rand_free (self->rand);
  g_free (self->program);
  g_free (self->trouble);
  G_OBJECT_CLASS (tc_tile_group_parent_class)->finalize (object);
}

static void
tc_tile_group_class_init (TcTileGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tc_tile_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = tc_tile_group_finalize;
}

static void
tc_tile_group_init (TcTileGroup *self)
{
  self->tiles = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->suspect = g_hash_table_new (NULL, NULL);
  self->decoders = g_ptr_array_new_with_free_func (free_decoder);
  self->rand = g_rand_new ();
  self->busy_percent = self->assumed_percent = -1;
  tc_wall_governor_init (&self->governor);
  tc_back_off_init (&self->starts, g_rand_int (self->rand));
}
