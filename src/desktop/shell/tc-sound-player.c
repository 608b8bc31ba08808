/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plays patterns; see the header.
 *
 * DESIGN: libcanberra plays a file in the background, but connecting to the sound server and
 * reading the file block. So all calls to it are made in a task's thread, one task at a time; the
 * context belongs to the task that runs. What comes meanwhile waits, the most pressing of it alone.
 * A context that was opened is kept for good: it connects anew by itself, and destroying it unloads
 * code in which threads of ALSA may still be.
 */
#include "tc-sound-player.h"

#include "tc-alarm-tones.h"

#include <canberra.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Of all sounds: so the one before can be ended. */
#define SOUND_ID 1
/* After that the sound server counts as one that doesn't answer. */
#define PATIENCE_S 5
/* The longest pattern, and what a sound server takes to begin with it. */
#define SOUNDS_MS 1200
/* Instead of a pattern: nothing is played. */
#define CHECK_ONLY TC_ALARM_N_PRIORITIES

struct _TcSoundPlayer {
  GObject parent;
  ca_context *context; /* (nullable): the running task's alone; kept for good once opened */
  char *folder;        /* (owned): never changed */
  char *trouble;       /* (owned) (nullable) */
  char *logged;        /* (owned) (nullable): the reason that the log has */
  gboolean busy;       /* a task runs */
  gboolean waiting;    /* something is to come after it */
  TcAlarmPriority next;
  int next_volume;
  guint patience; /* source id */
  gboolean sounding;
  guint ending; /* source id */
};

G_DEFINE_FINAL_TYPE (TcSoundPlayer, tc_sound_player, G_TYPE_OBJECT)

enum {
  PROP_TROUBLE = 1,
  PROP_SOUNDING
};

typedef struct {
  TcAlarmPriority priority;
  int volume;
} Sound;

/* ---- in the task's thread ---- */

static int
open_context (TcSoundPlayer *self)
{
  int code = CA_SUCCESS;

  if (self->context)
    return CA_SUCCESS;
  code = ca_context_create (&self->context);
  if (code == CA_SUCCESS)
    code = ca_context_change_props (self->context, CA_PROP_APPLICATION_ID,
                                    "io.github.toancanh.ToanCanh", CA_PROP_APPLICATION_NAME,
                                    "Toàn Cảnh", NULL);
  if (code == CA_SUCCESS)
    code = ca_context_open (self->context);
  if (code != CA_SUCCESS)
    g_clear_pointer (&self->context, ca_context_destroy);
  return code;
}

/* What is heard keeps the file that it was begun with: a name is given anew, not written over. */
static char *
write_pattern (TcSoundPlayer *self, const Sound *sound, GError **error)
{
  g_autofree char *name = g_strdup_printf ("alarm-%d.wav", (int) sound->priority);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GBytes) wav = tc_alarm_tone_make (sound->priority, sound->volume);
  gsize size = 0;
  const char *bytes = g_bytes_get_data (wav, &size);

  if (g_mkdir_with_parents (self->folder, 0700) != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "making %s", self->folder);
    return NULL;
  }
  return g_file_set_contents (path, bytes, (gssize) size, error) ? g_steal_pointer (&path) : NULL;
}

static int
play_file (TcSoundPlayer *self, const char *path)
{
  ca_context_cancel (self->context, SOUND_ID);
  return ca_context_play (self->context, SOUND_ID, CA_PROP_MEDIA_FILENAME, path, CA_PROP_MEDIA_ROLE,
                          "event", CA_PROP_MEDIA_NAME, "Toàn Cảnh", CA_PROP_CANBERRA_CACHE_CONTROL,
                          "never", NULL);
}

static void
sound_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TcSoundPlayer *self = source;
  const Sound *sound = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int code = open_context (self);

  if (code == CA_SUCCESS && sound->priority != CHECK_ONLY) {
    path = write_pattern (self, sound, &error);
    code = path ? play_file (self, path) : CA_SUCCESS;
  }
  if (code != CA_SUCCESS)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", ca_strerror (code));
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* ---- on the main loop ---- */

static void
set_trouble (TcSoundPlayer *self, const char *reason)
{
  const char *words = _ ("This computer makes no sound: look at the list of alarms. Is the sound "
                         "server running, and is a loudspeaker connected?");

  if (reason && g_strcmp0 (reason, self->logged) != 0)
    g_message ("no sound: %s", reason);
  g_free (self->logged);
  self->logged = g_strdup (reason);
  if ((self->trouble != NULL) == (reason != NULL))
    return;
  g_free (self->trouble);
  self->trouble = reason ? g_strdup (words) : NULL;
  g_object_notify (G_OBJECT (self), "trouble");
}

static void
set_sounding (TcSoundPlayer *self, gboolean sounding)
{
  g_clear_handle_id (&self->ending, g_source_remove);
  if (self->sounding == sounding)
    return;
  self->sounding = sounding;
  g_object_notify (G_OBJECT (self), "sounding");
}

static gboolean
ending_cb (gpointer data)
{
  TcSoundPlayer *self = data;

  self->ending = 0;
  set_sounding (self, FALSE);
  return G_SOURCE_REMOVE;
}

static gboolean
patience_cb (gpointer data)
{
  TcSoundPlayer *self = data;

  self->patience = 0;
  set_trouble (self, "the sound server doesn't answer");
  return G_SOURCE_REMOVE;
}

static void begin (TcSoundPlayer *self, TcAlarmPriority priority, int volume);

static void
sounded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSoundPlayer *self = TC_SOUND_PLAYER (source);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  g_clear_handle_id (&self->patience, g_source_remove);
  self->busy = FALSE;
  set_trouble (self, error ? error->message : NULL);
  if (self->waiting) {
    self->waiting = FALSE;
    begin (self, self->next, self->next_volume);
  } else if (error) {
    set_sounding (self, FALSE);
  } else if (self->sounding) {
    g_clear_handle_id (&self->ending, g_source_remove);
    self->ending = g_timeout_add (SOUNDS_MS, ending_cb, self);
  }
}

static void
begin (TcSoundPlayer *self, TcAlarmPriority priority, int volume)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, sounded_cb, NULL);
  Sound *sound = g_new0 (Sound, 1);

  *sound = (Sound){priority, volume};
  self->busy = TRUE;
  self->patience = g_timeout_add_seconds (PATIENCE_S, patience_cb, self);
  g_task_set_task_data (task, sound, g_free);
  g_task_run_in_thread (task, sound_in_thread);
}

static void
ask (TcSoundPlayer *self, TcAlarmPriority priority, int volume)
{
  if (!self->busy) {
    begin (self, priority, volume);
  } else if (!self->waiting || priority < self->next) {
    self->waiting = TRUE;
    self->next = priority;
    self->next_volume = volume;
  }
}

void
tc_sound_player_play (TcSoundPlayer *self, TcAlarmPriority priority, int volume)
{
  g_return_if_fail (TC_IS_SOUND_PLAYER (self));
  g_return_if_fail (priority < TC_ALARM_N_PRIORITIES);
  if (volume > 0)
    set_sounding (self, TRUE);
  ask (self, priority, volume);
}

void
tc_sound_player_check (TcSoundPlayer *self)
{
  g_return_if_fail (TC_IS_SOUND_PLAYER (self));
  ask (self, CHECK_ONLY, 0);
}

const char *
tc_sound_player_get_trouble (TcSoundPlayer *self)
{
  g_return_val_if_fail (TC_IS_SOUND_PLAYER (self), NULL);
  return self->trouble;
}

gboolean
tc_sound_player_is_sounding (TcSoundPlayer *self)
{
  g_return_val_if_fail (TC_IS_SOUND_PLAYER (self), FALSE);
  return self->sounding;
}

static void
tc_sound_player_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcSoundPlayer *self = TC_SOUND_PLAYER (object);

  if (id == PROP_SOUNDING)
    g_value_set_boolean (value, self->sounding);
  else
    g_value_set_string (value, self->trouble);
}

/* A task has a reference: none runs any more. */
static void
tc_sound_player_finalize (GObject *object)
{
  TcSoundPlayer *self = TC_SOUND_PLAYER (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->ending, g_source_remove);
  g_free (self->folder);
  g_free (self->trouble);
  g_free (self->logged);
  G_OBJECT_CLASS (tc_sound_player_parent_class)->finalize (object);
}

static void
tc_sound_player_class_init (TcSoundPlayerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = tc_sound_player_get_property;
  object_class->finalize = tc_sound_player_finalize;
  g_object_class_install_property (
      object_class, PROP_TROUBLE,
      g_param_spec_string ("trouble", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
      object_class, PROP_SOUNDING,
      g_param_spec_boolean ("sounding", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
tc_sound_player_init (TcSoundPlayer *self)
{
  self->folder = g_build_filename (g_get_user_runtime_dir (), "toancanh", NULL);
}

TcSoundPlayer *
tc_sound_player_get (void)
{
  static TcSoundPlayer *player = NULL;

  if (!player)
    player = g_object_new (TC_TYPE_SOUND_PLAYER, NULL);
  return player;
}
