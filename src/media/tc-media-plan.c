/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plans and reports of media hosts; see the header.
 */
#include "tc-media-plan.h"

#include "tc-stream-watch.h"

#include <string.h>

#define HEALTH "(xqssxxb)"
#define FIGURES "(xuuu)"
#define USE "(uuuu)"
#define CODE_CHARS_MAX 40

static const char *const states[] = {"", "live", "denied", "offline", "stalled", "clock", NULL};

/* ---- cameras ---- */

static void
wipe (char *secret)
{
  if (secret)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

TcMediaCamera *
tc_media_camera_new (gint64 id, gint64 number, const char *name)
{
  TcMediaCamera *camera = g_new0 (TcMediaCamera, 1);

  camera->id = id;
  camera->number = number;
  camera->name = g_strdup (name);
  camera->heard = TRUE;
  camera->retention = g_strdup ("none");
  return camera;
}

TcMediaCamera *
tc_media_camera_copy (const TcMediaCamera *from)
{
  TcMediaCamera *camera = g_memdup2 (from, sizeof *from);

  camera->name = g_strdup (from->name);
  camera->masks = g_strdup (from->masks);
  camera->retention = g_strdup (from->retention);
  camera->device = g_strdup (from->device);
  camera->account = g_strdup (from->account);
  camera->password = g_strdup (from->password);
  camera->playback = g_strdup (from->playback);
  for (int i = 0; i < TC_PROFILE_N; i++) {
    const TcMediaStream *stream = &from->streams[i];

    camera->streams[i] = (TcMediaStream){g_strdup (stream->address), g_strdup (stream->codec),
                                         g_strdup (stream->account), g_strdup (stream->password)};
  }
  return camera;
}

void
tc_media_camera_free (TcMediaCamera *camera)
{
  if (!camera)
    return;
  g_free (camera->name);
  g_free (camera->masks);
  g_free (camera->retention);
  g_free (camera->device);
  g_free (camera->account);
  g_free (camera->playback);
  wipe (camera->password);
  for (int i = 0; i < TC_PROFILE_N; i++) {
    g_free (camera->streams[i].address);
    g_free (camera->streams[i].codec);
    g_free (camera->streams[i].account);
    wipe (camera->streams[i].password);
  }
  g_free (camera);
}

static gboolean
same_stream (const TcMediaStream *a, const TcMediaStream *b)
{
  return g_strcmp0 (a->address, b->address) == 0 && g_strcmp0 (a->codec, b->codec) == 0 &&
         g_strcmp0 (a->account, b->account) == 0 && g_strcmp0 (a->password, b->password) == 0;
}

gboolean
tc_media_camera_equal (const TcMediaCamera *a, const TcMediaCamera *b)
{
  return a->id == b->id && a->number == b->number && a->restricted == b->restricted &&
         a->heard == b->heard && a->channel == b->channel &&
         a->playback_local == b->playback_local && g_strcmp0 (a->playback, b->playback) == 0 &&
         g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->masks, b->masks) == 0 &&
         g_strcmp0 (a->retention, b->retention) == 0 && g_strcmp0 (a->device, b->device) == 0 &&
         g_strcmp0 (a->account, b->account) == 0 && g_strcmp0 (a->password, b->password) == 0 &&
         same_stream (&a->streams[TC_PROFILE_MAIN], &b->streams[TC_PROFILE_MAIN]) &&
         same_stream (&a->streams[TC_PROFILE_SUB], &b->streams[TC_PROFILE_SUB]);
}

GPtrArray *
tc_media_plan_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tc_media_camera_free);
}

/* ---- writing plans ---- */

static void
add_text (GVariantDict *dict, const char *name, const char *text)
{
  if (text)
    g_variant_dict_insert (dict, name, "s", text);
}

static GVariant *
write_stream (const TcMediaStream *stream)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  add_text (&dict, "address", stream->address);
  add_text (&dict, "codec", stream->codec);
  add_text (&dict, "account", stream->account);
  add_text (&dict, "password", stream->password);
  return g_variant_dict_end (&dict);
}

static GVariant *
write_camera (const TcMediaCamera *camera)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "x", camera->id);
  g_variant_dict_insert (&dict, "number", "x", camera->number);
  g_variant_dict_insert (&dict, "restricted", "b", camera->restricted);
  g_variant_dict_insert (&dict, "heard", "b", camera->heard);
  g_variant_dict_insert (&dict, "channel", "x", camera->channel);
  add_text (&dict, "name", camera->name);
  add_text (&dict, "masks", camera->masks);
  add_text (&dict, "retention", camera->retention);
  add_text (&dict, "device", camera->device);
  add_text (&dict, "account", camera->account);
  add_text (&dict, "password", camera->password);
  add_text (&dict, "playback", camera->playback);
  if (camera->playback)
    g_variant_dict_insert (&dict, "playback-local", "b", camera->playback_local);
  for (int i = TC_PROFILE_SUB; i < TC_PROFILE_N; i++)
    if (camera->streams[i].address)
      g_variant_dict_insert_value (&dict, tc_stream_profile_code ((TcStreamProfile) i),
                                   write_stream (&camera->streams[i]));
  return g_variant_dict_end (&dict);
}

GVariant *
tc_media_plan_write (const GPtrArray *cameras)
{
  GVariantBuilder list;
  GVariantDict dict;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < cameras->len; i++)
    g_variant_builder_add_value (&list, write_camera (g_ptr_array_index (cameras, i)));
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "cameras", g_variant_builder_end (&list));
  return g_variant_dict_end (&dict);
}

/* ---- reading plans ---- */

static gboolean
fail (GError **error, TcError code, const char *what)
{
  g_set_error (error, TC_ERROR, code, "a media host's %s", what);
  return FALSE;
}

/* FALSE: it is too long. NULL where it isn't there. */
static gboolean
take_text (GVariant *dict, const char *name, char **text)
{
  const char *value;

  if (!g_variant_lookup (dict, name, "&s", &value))
    return TRUE;
  if (strlen (value) > TC_MEDIA_TEXT_CHARS_MAX)
    return FALSE;
  g_free (*text);
  *text = g_strdup (value);
  return TRUE;
}

static gboolean
read_stream (TcMediaStream *stream, GVariant *camera, const char *profile)
{
  g_autoptr (GVariant) dict = g_variant_lookup_value (camera, profile, G_VARIANT_TYPE_VARDICT);

  return !dict || (take_text (dict, "address", &stream->address) &&
                   take_text (dict, "codec", &stream->codec) &&
                   take_text (dict, "account", &stream->account) &&
                   take_text (dict, "password", &stream->password));
}

static gboolean
read_camera (TcMediaCamera *camera, GVariant *dict, GError **error)
{
  if (!g_variant_lookup (dict, "id", "x", &camera->id) || camera->id <= 0)
    return fail (error, TC_ERROR_INVALID, "plan has a camera without an id");
  g_variant_lookup (dict, "number", "x", &camera->number);
  g_variant_lookup (dict, "restricted", "b", &camera->restricted);
  if (!g_variant_lookup (dict, "heard", "b", &camera->heard))
    camera->heard = !camera->restricted;
  g_variant_lookup (dict, "channel", "x", &camera->channel);
  g_variant_lookup (dict, "playback-local", "b", &camera->playback_local);
  if (!take_text (dict, "name", &camera->name) || !take_text (dict, "masks", &camera->masks) ||
      !take_text (dict, "retention", &camera->retention) ||
      !take_text (dict, "device", &camera->device) ||
      !take_text (dict, "account", &camera->account) ||
      !take_text (dict, "password", &camera->password) ||
      !take_text (dict, "playback", &camera->playback))
    return fail (error, TC_ERROR_LIMIT, "plan has a text that is too long");
  for (int i = TC_PROFILE_SUB; i < TC_PROFILE_N; i++)
    if (!read_stream (&camera->streams[i], dict, tc_stream_profile_code ((TcStreamProfile) i)))
      return fail (error, TC_ERROR_LIMIT, "plan has a stream's text that is too long");
  return TRUE;
}

GPtrArray *
tc_media_plan_read (GVariant *value, GError **error)
{
  g_autoptr (GVariant)
      list = value ? g_variant_lookup_value (value, "cameras", G_VARIANT_TYPE ("aa{sv}")) : NULL;
  g_autoptr (GPtrArray) cameras = tc_media_plan_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (!list) {
    fail (error, TC_ERROR_INVALID, "plan has no list of cameras");
    return NULL;
  }
  if (g_variant_n_children (list) > TC_MEDIA_CAMERAS_MAX) {
    fail (error, TC_ERROR_LIMIT, "plan has too many cameras");
    return NULL;
  }
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) dict = g_variant_get_child_value (list, i);
    TcMediaCamera *camera = tc_media_camera_new (0, 0, "");

    g_ptr_array_add (cameras, camera);
    if (!read_camera (camera, dict, error))
      return NULL;
    if (!g_hash_table_add (ids, &camera->id)) {
      fail (error, TC_ERROR_INVALID, "plan has a camera twice");
      return NULL;
    }
  }
  return g_steal_pointer (&cameras);
}

/* ---- reports ---- */

TcMediaReport *
tc_media_report_new (const char *address, const TcDigest *fingerprint)
{
  TcMediaReport *report = g_new0 (TcMediaReport, 1);

  report->address = g_strdup (address);
  report->fingerprint = *fingerprint;
  report->cameras = g_array_new (FALSE, TRUE, sizeof (TcMediaHealth));
  return report;
}

void
tc_media_report_free (TcMediaReport *report)
{
  if (!report)
    return;
  g_free (report->address);
  g_array_unref (report->cameras);
  g_free (report);
}

GVariant *
tc_media_report_write (const TcMediaReport *report)
{
  GVariantBuilder list, figures;
  GVariantDict dict;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a" HEALTH));
  g_variant_builder_init (&figures, G_VARIANT_TYPE ("a" FIGURES));
  for (guint i = 0; i < report->cameras->len; i++) {
    const TcMediaHealth *one = &g_array_index (report->cameras, TcMediaHealth, i);

    g_variant_builder_add (&list, HEALTH, one->id, one->port, one->state, one->cause, one->since_us,
                           one->offset_us, one->has_offset);
    if (one->has_figures)
      g_variant_builder_add (&figures, FIGURES, one->id, one->figures.kbit, one->figures.fps_milli,
                             one->figures.reconnects);
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "address", "s", report->address);
  g_variant_dict_insert_value (&dict, "fingerprint",
                               g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                          report->fingerprint.bytes, TC_DIGEST_SIZE,
                                                          1));
  g_variant_dict_insert (&dict, "files_port", "q", report->files_port);
  g_variant_dict_insert_value (&dict, "cameras", g_variant_builder_end (&list));
  g_variant_dict_insert_value (&dict, "figures", g_variant_builder_end (&figures));
  g_variant_dict_insert (&dict, "use", USE, report->use.kbit, report->use.kbit_max,
                         report->use.n_viewers, report->use.n_thinned);
  return g_variant_dict_end (&dict);
}

/* What may stand in an address: a name, or a number of either kind without brackets. */
static gboolean
is_host (const char *text)
{
  return strlen (text) <= TC_MEDIA_HOST_CHARS_MAX &&
         strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:") ==
             strlen (text);
}

static gboolean
read_health (TcMediaHealth *health, GVariant *value, GError **error)
{
  const char *state, *cause;
  TcStreamCause known;

  g_variant_get (value, "(xq&s&sxxb)", &health->id, &health->port, &state, &cause,
                 &health->since_us, &health->offset_us, &health->has_offset);
  if (health->id <= 0 || health->since_us < 0 || !g_strv_contains (states, state) ||
      strlen (cause) > CODE_CHARS_MAX)
    return fail (error, TC_ERROR_INVALID, "report says of a camera what can't be");
  for (int i = 0; states[i]; i++)
    if (g_str_equal (states[i], state))
      health->state = states[i];
  /* One that a newer host alone knows is none. */
  if (!tc_stream_cause_from_code (cause, &known))
    known = TC_CAUSE_NONE;
  health->cause = tc_stream_cause_code (known);
  return TRUE;
}

/* An older host tells none; those of a camera that isn't told of are passed over. */
void
tc_media_report_read_figures (GArray *cameras, GVariant *value)
{
  g_autoptr (GVariant)
      list = g_variant_lookup_value (value, "figures", G_VARIANT_TYPE ("a" FIGURES));

  for (gsize i = 0; list && i < MIN (g_variant_n_children (list), TC_MEDIA_CAMERAS_MAX); i++) {
    TcMediaFigures figures = {0};
    gint64 id = 0;

    g_variant_get_child (list, i, FIGURES, &id, &figures.kbit, &figures.fps_milli,
                         &figures.reconnects);
    for (guint k = 0; k < cameras->len; k++) {
      TcMediaHealth *one = &g_array_index (cameras, TcMediaHealth, k);

      if (one->id != id)
        continue;
      one->has_figures = TRUE;
      one->figures = figures;
    }
  }
}

TcMediaReport *
tc_media_report_read (GVariant *value, GError **error)
{
  g_autoptr (GVariant)
      list = value ? g_variant_lookup_value (value, "cameras", G_VARIANT_TYPE ("a" HEALTH)) : NULL;
  g_autoptr (GVariant)
      print = value ? g_variant_lookup_value (value, "fingerprint", G_VARIANT_TYPE_BYTESTRING)
                    : NULL;
  g_autoptr (TcMediaReport) report = NULL;
  TcDigest fingerprint;
  const char *address;
  gconstpointer bytes;
  gsize size = 0;

  bytes = print ? g_variant_get_fixed_array (print, &size, 1) : NULL;
  if (!list || size != TC_DIGEST_SIZE || !g_variant_lookup (value, "address", "&s", &address) ||
      !is_host (address)) {
    fail (error, TC_ERROR_INVALID, "report isn't one");
    return NULL;
  }
  if (g_variant_n_children (list) > TC_MEDIA_CAMERAS_MAX) {
    fail (error, TC_ERROR_LIMIT, "report has too many cameras");
    return NULL;
  }
  memcpy (fingerprint.bytes, bytes, TC_DIGEST_SIZE);
  report = tc_media_report_new (address, &fingerprint);
  /* An older host tells none. */
  (void) g_variant_lookup (value, "files_port", "q", &report->files_port);
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) one = g_variant_get_child_value (list, i);
    TcMediaHealth health = {0};

    if (!read_health (&health, one, error))
      return NULL;
    g_array_append_val (report->cameras, health);
  }
  tc_media_report_read_figures (report->cameras, value);
  /* An older host says nothing of it. */
  g_variant_lookup (value, "use", USE, &report->use.kbit, &report->use.kbit_max,
                    &report->use.n_viewers, &report->use.n_thinned);
  return g_steal_pointer (&report);
}

const TcMediaHealth *
tc_media_report_find (const TcMediaReport *report, gint64 camera_id)
{
  for (guint i = 0; i < report->cameras->len; i++) {
    const TcMediaHealth *one = &g_array_index (report->cameras, TcMediaHealth, i);

    if (one->id == camera_id)
      return one;
  }
  return NULL;
}
