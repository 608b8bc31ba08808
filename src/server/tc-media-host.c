/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host; see the header.
 */
#include "tc-media-host.h"

#include "tc-camera-finding.h"
#include "tc-camera-recordings.h"
#include "tc-camera-steering.h"
#include "tc-copies-over.h"
#include "tc-limits.h"
#include "tc-media-certificate.h"
#include "tc-media-clocks.h"
#include "tc-media-errands.h"
#include "tc-media-files.h"
#include "tc-media-finder.h"
#include "tc-media-line.h"
#include "tc-media-plan-file.h"
#include "tc-media-process.h"
#include "tc-media-recorders.h"
#include "tc-media-service.h"
#include "tc-media-shares.h"
#include "tc-media-steering.h"
#include "tc-media-worker.h"

#define PLAN_FILE "sealed-plan"
/* How cameras do is told so often, and soon after it has changed. */
#define REPORT_S 5
#define REPORT_SOON_MS 300
/* A notice may have got lost. */
#define PLAN_EVERY_S 300
/* A crash counts so long. */
#define CRASH_COUNTS_US ((gint64) 600 * G_USEC_PER_SEC)
#define CRASHES_ALONE 2
/* It is looked so often which copies are over. */
#define COPIES_S 900
#define MIB ((gint64) 1024 * 1024)

typedef struct {
  guint n;
  gint64 last_us;
} Crashes;

struct _TcMediaHost {
  const TcMediaConfig *config; /* (unowned): see the header, as the next */
  const TcMembership *member;
  TcMediaLine *line;           /* (owned) */
  TcMediaClocks *clocks;       /* (owned) */
  TcMediaSteering *steering;   /* (owned) */
  TcMediaFinder *finder;       /* (owned) */
  TcMediaRecords *records;     /* (owned) (nullable): NULL: nothing is recorded */
  TcMediaExports *exports;     /* (owned) (nullable): likewise */
  TcMediaFiles *files;         /* (owned) (nullable): likewise */
  TcMediaErrands *errands;     /* (owned) */
  TcMediaRecorders *recorders; /* (owned) */
  char *plan_path;             /* (owned) */
  GPtrArray *plan;             /* (owned) (element-type TcMediaCamera) */
  GPtrArray *processes;        /* (owned) (element-type TcMediaProcess) */
  TcMediaShares *shares;       /* (owned): of what goes out */
  GHashTable *crashes;         /* (owned): id of a camera to Crashes */
  TcDigest fingerprint;
  gboolean asking, ask_again; /* for the plan */
  gboolean reporting;
  GArray *over;   /* (owned) (nullable) (element-type TcMediaCopy): that the server was told of */
  guint n_gone;   /* of those that were over */
  guint removing; /* source id */
  guint report_source, soon_source, plan_source, regroup_source, copies_source;
};

/* ---- who serves what ---- */

static gboolean
is_lonely (TcMediaHost *self, gint64 id)
{
  const Crashes *crashes = g_hash_table_lookup (self->crashes, &id);

  return crashes && crashes->n >= CRASHES_ALONE &&
         g_get_monotonic_time () - crashes->last_us < CRASH_COUNTS_US;
}

static const TcMediaCamera *
find_camera (const GPtrArray *cameras, gint64 id)
{
  for (guint i = 0; i < cameras->len; i++) {
    const TcMediaCamera *camera = g_ptr_array_index (cameras, i);

    if (camera->id == id)
      return camera;
  }
  return NULL;
}

/* A group of cameras: what a worker is to have. */
static gboolean
has_room (TcMediaHost *self, const GPtrArray *group)
{
  return group->len == 0 ||
         (group->len < TC_MEDIA_WORKER_CAMERAS_MAX &&
          !is_lonely (self, ((const TcMediaCamera *) g_ptr_array_index (group, 0))->id));
}

/* Those of the worker that are still planned; each camera stays where it is if it can. */
static GPtrArray *
keep_group (TcMediaHost *self, TcMediaProcess *process, GHashTable *placed)
{
  GPtrArray *had = tc_media_process_get_plan (process);
  GPtrArray *group = tc_media_plan_new ();

  for (guint i = 0; i < had->len; i++) {
    const TcMediaCamera *before = g_ptr_array_index (had, i);
    const TcMediaCamera *camera = find_camera (self->plan, before->id);

    if (!camera || (had->len > 1 && is_lonely (self, camera->id)))
      continue;
    g_hash_table_add (placed, (gpointer) camera);
    g_ptr_array_add (group, tc_media_camera_copy (camera));
  }
  return group;
}

static void
place (TcMediaHost *self, GPtrArray *groups, const TcMediaCamera *camera)
{
  gboolean lonely = is_lonely (self, camera->id);
  GPtrArray *group = NULL;

  for (guint i = 0; i < groups->len && !group; i++) {
    GPtrArray *one = g_ptr_array_index (groups, i);

    if (one->len == 0 || (!lonely && has_room (self, one)))
      group = one;
  }
  if (!group) {
    group = tc_media_plan_new ();
    g_ptr_array_add (groups, group);
  }
  g_ptr_array_add (group, tc_media_camera_copy (camera));
}

static void changed_cb (TcMediaProcess *process, gpointer data);
static void ended_cb (TcMediaProcess *process, gpointer data);
static void playback_wanted_cb (TcMediaProcess *process, gint64 camera_id, gpointer data);

static gboolean
same_group (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!tc_media_camera_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static void
give_out (TcMediaHost *self)
{
  static const TcMediaProcessHooks hooks = {changed_cb, ended_cb, playback_wanted_cb};
  g_autoptr (GHashTable) placed = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray)
      groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < self->processes->len; i++)
    g_ptr_array_add (groups, keep_group (self, g_ptr_array_index (self->processes, i), placed));
  for (guint i = 0; i < self->plan->len; i++)
    if (!g_hash_table_contains (placed, g_ptr_array_index (self->plan, i)))
      place (self, groups, g_ptr_array_index (self->plan, i));
  while (self->processes->len < groups->len)
    g_ptr_array_add (self->processes, tc_media_process_new (self->config, self->member,
                                                            self->records, &hooks, self));
  for (guint i = groups->len; i > 0; i--) {
    GPtrArray *group = g_ptr_array_index (groups, i - 1);
    TcMediaProcess *process = g_ptr_array_index (self->processes, i - 1);

    if (group->len == 0)
      g_ptr_array_remove_index (self->processes, i - 1);
    else if (!same_group (group, tc_media_process_get_plan (process)))
      tc_media_process_set_plan (process, group);
  }
}

static gboolean
regroup_cb (gpointer data)
{
  TcMediaHost *self = data;

  self->regroup_source = 0;
  give_out (self);
  return G_SOURCE_REMOVE;
}

/* ---- telling ---- */

static void
reported_cb (GVariant *value, const TcRefusal *refusal, gpointer data)
{
  TcMediaHost *self = data;

  self->reporting = FALSE;
  if (refusal)
    g_warning ("the server doesn't take a report: %s", refusal->code);
}

static void
report (TcMediaHost *self)
{
  g_autoptr (TcMediaReport) report = NULL;

  if (self->reporting || !tc_media_line_is_online (self->line))
    return;
  report = tc_media_report_new (self->config->name, &self->fingerprint);
  report->files_port = self->files ? tc_media_files_get_port (self->files) : 0;
  for (guint i = 0; i < self->processes->len; i++)
    tc_media_process_add_health (g_ptr_array_index (self->processes, i), report->cameras);
  for (guint i = 0; i < report->cameras->len; i++)
    tc_media_clocks_add (self->clocks, &g_array_index (report->cameras, TcMediaHealth, i));
  tc_media_shares_get_use (self->shares, &report->use);
  self->reporting = TRUE;
  tc_media_line_ask (self->line, TC_ASK_REPORT, tc_media_report_write (report), reported_cb, self);
}

static gboolean
report_cb (gpointer data)
{
  report (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
report_soon_cb (gpointer data)
{
  TcMediaHost *self = data;

  self->soon_source = 0;
  report (self);
  return G_SOURCE_REMOVE;
}

/* Each worker says it once a second; the server looks what of it is new. */
static void
changed_cb (TcMediaProcess *process, gpointer data)
{
  TcMediaHost *self = data;

  if (!self->soon_source)
    self->soon_source = g_timeout_add (REPORT_SOON_MS, report_soon_cb, self);
}

static void
ended_cb (TcMediaProcess *process, gpointer data)
{
  TcMediaHost *self = data;
  GPtrArray *had = tc_media_process_get_plan (process);

  for (guint i = 0; i < had->len; i++) {
    gint64 id = ((const TcMediaCamera *) g_ptr_array_index (had, i))->id;
    Crashes *crashes = g_hash_table_lookup (self->crashes, &id);

    if (!crashes) {
      crashes = g_new0 (Crashes, 1);
      g_hash_table_insert (self->crashes, g_memdup2 (&id, sizeof id), crashes);
    }
    if (g_get_monotonic_time () - crashes->last_us >= CRASH_COUNTS_US)
      crashes->n = 0;
    crashes->n++;
    crashes->last_us = g_get_monotonic_time ();
  }
  /* Not here: it may end the worker that says this. */
  if (!self->regroup_source)
    self->regroup_source = g_idle_add (regroup_cb, self);
  changed_cb (process, self);
}

/* ---- what recorders hold ---- */

typedef struct {
  TcMediaHost *self; /* (unowned): it cancels what is asked */
  gint64 camera_id;
} Wanting;

static void
playback_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Wanting *wanting = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcPlaybackSource) playback = tc_media_recorders_find_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Whichever worker has it by now. */
  for (guint i = 0; i < wanting->self->processes->len; i++) {
    TcMediaProcess *process = g_ptr_array_index (wanting->self->processes, i);

    if (find_camera (tc_media_process_get_plan (process), wanting->camera_id))
      tc_media_process_give_playback (process, wanting->camera_id, playback);
  }
}

static void
playback_wanted_cb (TcMediaProcess *process, gint64 camera_id, gpointer data)
{
  TcMediaHost *self = data;
  Wanting *wanting = g_new0 (Wanting, 1);

  *wanting = (Wanting){self, camera_id};
  tc_media_recorders_find_async (self->recorders, camera_id, playback_found_cb, wanting);
}

/* ---- the plan ---- */

static void
use_plan (TcMediaHost *self, GPtrArray *plan)
{
  g_ptr_array_unref (self->plan);
  self->plan = plan;
  g_message ("%u cameras are to be served", plan->len);
  tc_media_clocks_set_plan (self->clocks, plan);
  tc_media_steering_set_plan (self->steering, plan);
  tc_media_errands_set_plan (self->errands, plan);
  tc_media_recorders_set_plan (self->recorders, plan);
  for (guint i = 0; self->records && i < plan->len; i++) {
    const TcMediaCamera *camera = g_ptr_array_index (plan, i);

    tc_media_records_set_class (self->records, camera->id,
                                tc_keep_class_from_code (camera->retention));
  }
  give_out (self);
}

static void ask_plan (TcMediaHost *self);

static void
planned_cb (GVariant *value, const TcRefusal *refusal, gpointer data)
{
  TcMediaHost *self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *plan = value ? tc_media_plan_read (value, &error) : NULL;

  self->asking = FALSE;
  if (refusal)
    g_warning ("the server gives no plan: %s", refusal->code);
  else if (error)
    g_warning ("the plan that the server gives can't be used: %s", error->message);
  if (plan && same_group (plan, self->plan)) {
    g_ptr_array_unref (plan);
  } else if (plan) {
    if (!tc_media_plan_file_save (self->plan_path, self->member->key, plan, &error))
      g_warning ("the plan couldn't be kept: %s", error->message);
    use_plan (self, plan);
  }
  if (self->ask_again)
    ask_plan (self);
}

static void
ask_plan (TcMediaHost *self)
{
  self->ask_again = self->asking;
  if (self->asking || !tc_media_line_is_online (self->line))
    return;
  self->asking = TRUE;
  tc_media_line_ask (self->line, TC_ASK_PLAN, g_variant_new ("a{sv}", NULL), planned_cb, self);
}

static gboolean
plan_cb (gpointer data)
{
  ask_plan (data);
  return G_SOURCE_CONTINUE;
}

/* ---- copies that are over ---- */

/* One at a time, behind what workers say: each is of hours, and who isn't heard is ended. */
static gboolean
remove_cb (gpointer data)
{
  TcMediaHost *self = data;
  guint last = self->over->len - 1;

  self->n_gone += tc_media_exports_remove (self->exports,
                                           &g_array_index (self->over, TcMediaCopy, last));
  g_array_set_size (self->over, last);
  if (last > 0)
    return G_SOURCE_CONTINUE;
  g_message ("copies that were over and are gone: %u", self->n_gone);
  g_clear_pointer (&self->over, g_array_unref);
  self->removing = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
contains (const GArray *copies, const TcMediaCopy *copy)
{
  for (guint i = 0; i < copies->len; i++) {
    const TcMediaCopy *one = &g_array_index (copies, TcMediaCopy, i);

    if (one->camera_id == copy->camera_id && one->id == copy->id)
      return TRUE;
  }
  return FALSE;
}

/* What isn't on record stays, and is told again tomorrow. An older server doesn't say which is. */
static void
keep_written (TcMediaHost *self, GVariant *value)
{
  g_autoptr (GArray) written = tc_copies_over_read (value);

  for (guint i = self->over->len; written && i-- > 0;) {
    const TcMediaCopy *copy = &g_array_index (self->over, TcMediaCopy, i);

    if (contains (written, copy))
      continue;
    g_warning ("a copy stays that the server doesn't know: %" G_GINT64_FORMAT, copy->id);
    tc_media_exports_put_off (self->exports, copy);
    g_array_remove_index_fast (self->over, i);
  }
}

static void
written_cb (GVariant *value, const TcRefusal *refusal, gpointer data)
{
  TcMediaHost *self = data;

  if (refusal)
    g_warning ("the server doesn't write down which copies are over: %s", refusal->code);
  self->n_gone = 0;
  if (value)
    keep_written (self, value);
  if (value && self->over->len > 0)
    self->removing = g_idle_add (remove_cb, self);
  else
    g_clear_pointer (&self->over, g_array_unref);
}

/* They go once the server has written it down; while it is away they stay. */
static void
look_over (TcMediaHost *self)
{
  if (!self->exports || self->over || !tc_media_line_is_online (self->line))
    return;
  self->over = tc_media_exports_list_over (self->exports, g_get_real_time ());
  if (self->over->len > 0)
    tc_media_line_ask (self->line, TC_ASK_COPIES_OVER, tc_copies_over_write (self->over),
                       written_cb, self);
  else
    g_clear_pointer (&self->over, g_array_unref);
}

static gboolean
copies_cb (gpointer data)
{
  look_over (data);
  return G_SOURCE_CONTINUE;
}

/* ---- the line ---- */

static void
online_cb (gboolean online, gpointer data)
{
  TcMediaHost *self = data;

  if (!online)
    return;
  ask_plan (self);
  report (self);
  look_over (self);
}

static void
answered_cb (GVariant *value, const TcRefusal *refusal, gpointer data)
{
}

/* What came of moving a camera. */
static void
steered_cb (gint64 number, const char *cause, GVariant *presets, gpointer data)
{
  TcMediaHost *self = data;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "number", "x", number);
  g_variant_dict_insert (&dict, "cause", "s", cause);
  if (presets)
    g_variant_dict_insert_value (&dict, "presets", presets);
  tc_media_line_ask (self->line, TC_ASK_STEERED, g_variant_dict_end (&dict), answered_cb, self);
}

static void
errand_done_cb (GVariant *answer, gpointer data)
{
  TcMediaHost *self = data;

  tc_media_line_ask (self->line, TC_ASK_ERRAND_DONE, answer, answered_cb, self);
}

static void
found_cb (GVariant *answer, gpointer data)
{
  TcMediaHost *self = data;

  tc_media_line_ask (self->line, TC_ASK_FOUND, answer, answered_cb, self);
}

static void
notice_cb (const char *name, GVariant *value, gpointer data)
{
  TcMediaHost *self = data;

  if (g_str_equal (name, TC_NOTICE_PLAN_CHANGED))
    ask_plan (self);
  else if (g_str_equal (name, TC_NOTICE_STEER))
    tc_media_steering_take (self->steering, value);
  else if (g_str_equal (name, TC_NOTICE_FIND))
    tc_media_finder_take (self->finder, value);
  else if (g_str_equal (name, TC_NOTICE_ERRAND))
    tc_media_errands_take (self->errands, value);
}

/* ---- recordings ---- */

static void
allowed_cb (gboolean allowed, gpointer data)
{
  TcMediaHost *self = data;

  for (guint i = 0; i < self->processes->len; i++)
    tc_media_process_change_records (g_ptr_array_index (self->processes, i));
}

static gboolean
open_records (TcMediaHost *self, GError **error)
{
  static const TcMediaRecordsHooks hooks = {allowed_cb};
  const TcMediaConfig *config = self->config;
  const TcRecordingsPolicy policy = {{0, config->short_days * TC_US_PER_DAY,
                                      config->standard_days * TC_US_PER_DAY,
                                      config->long_days * TC_US_PER_DAY},
                                     config->recordings_mib * MIB,
                                     config->free_mib * MIB};

  if (!*config->recordings)
    return TRUE;
  self->records = tc_media_records_new (config->recordings, &policy, &hooks, self, error);
  return self->records != NULL;
}

/* Without it nothing is fetched from here, and all else goes on. */
static void
open_exports (TcMediaHost *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->records)
    return;
  self->exports = tc_media_exports_new (self->records, self->member, self->config->data_dir,
                                        self->config->copies_days * TC_US_PER_DAY);
  self->files = tc_media_files_new (self->config, self->member,
                                    tc_media_exports_get_folder (self->exports), &error);
  if (!self->files)
    g_warning ("what is exported can't be fetched from here: %s", error->message);
}

/* ---- all of it ---- */

/* What it had to do last. Without it, or with one that is damaged, it waits for the server. */
static void
load_plan (TcMediaHost *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *plan = tc_media_plan_file_load (self->plan_path, self->member->key, &error);

  if (plan)
    use_plan (self, plan);
  else if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_warning ("the plan that was kept can't be used: %s", error->message);
}

static gboolean
open_line (TcMediaHost *self, GError **error)
{
  static const TcMediaLineHooks hooks = {online_cb, notice_cb};
  const TcMembershipOptions options = {"media", self->config->server, self->config->ca,
                                       self->config->code, self->config->data_dir};
  g_autoptr (TcWireAddress) address = tc_membership_address_new (&options, error);

  self->line = address ? tc_media_line_new (address, self->member, &hooks, self, error) : NULL;
  return self->line != NULL;
}

TcMediaHost *
tc_media_host_new (const TcMediaConfig *config, const TcMembership *member, GError **error)
{
  g_autoptr (TcMediaHost) self = g_new0 (TcMediaHost, 1);

  self->config = config;
  self->member = member;
  self->plan = tc_media_plan_new ();
  self->processes = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_media_process_free);
  self->shares = tc_media_shares_new (self->processes, (guint) config->kbit);
  self->crashes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->plan_path = g_build_filename (config->data_dir, PLAN_FILE, NULL);
  self->clocks = tc_media_clocks_new ();
  self->steering = tc_media_steering_new (steered_cb, self);
  self->finder = tc_media_finder_new (found_cb, self);
  if (!tc_media_certificate_digest (config->certificate, &self->fingerprint, error) ||
      !open_records (self, error) || !open_line (self, error))
    return NULL;
  open_exports (self);
  self->recorders = tc_media_recorders_new ();
  self->errands = tc_media_errands_new (self->records, self->exports, self->recorders,
                                        errand_done_cb, self);
  load_plan (self);
  tc_media_line_start (self->line);
  self->report_source = g_timeout_add_seconds (REPORT_S, report_cb, self);
  self->plan_source = g_timeout_add_seconds (PLAN_EVERY_S, plan_cb, self);
  self->copies_source = g_timeout_add_seconds (COPIES_S, copies_cb, self);
  return g_steal_pointer (&self);
}

void
tc_media_host_free (TcMediaHost *self)
{
  g_clear_handle_id (&self->report_source, g_source_remove);
  g_clear_handle_id (&self->soon_source, g_source_remove);
  g_clear_handle_id (&self->plan_source, g_source_remove);
  g_clear_handle_id (&self->copies_source, g_source_remove);
  g_clear_handle_id (&self->removing, g_source_remove);
  g_clear_handle_id (&self->regroup_source, g_source_remove);
  g_clear_pointer (&self->line, tc_media_line_free);
  g_clear_pointer (&self->over, g_array_unref);
  tc_media_shares_free (self->shares);
  g_ptr_array_unref (self->processes);
  g_clear_pointer (&self->errands, tc_media_errands_free);
  g_clear_pointer (&self->recorders, tc_media_recorders_free);
  g_clear_pointer (&self->files, tc_media_files_free);
  g_clear_pointer (&self->exports, tc_media_exports_free);
  g_clear_pointer (&self->records, tc_media_records_free);
  g_ptr_array_unref (self->plan);
  tc_media_clocks_free (self->clocks);
  tc_media_steering_free (self->steering);
  tc_media_finder_free (self->finder);
  g_hash_table_unref (self->crashes);
  g_free (self->plan_path);
  g_free (self);
}
