/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is to be heard reaches the sound system, one at a time and the most pressing first;
 * without one the desk goes on in silence and says so. Method: ALSA writes what it is given into a
 * file; a sound server that isn't there.
 */
#include "tc-alarm-tones.h"
#include "tc-sound-player.h"
#include "wait-limit.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder; /* (owned) */
static guint n_logged;

static GLogWriterOutput
log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    n_logged += g_str_equal (fields[i].key, "MESSAGE") &&
                g_str_has_prefix (fields[i].value, "no sound: ");
  return g_log_writer_default (level, fields, n_fields, data);
}

static gboolean
late_cb (gpointer data)
{
  g_error ("it never came: %s", (const char *) data);
  return G_SOURCE_REMOVE;
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* What ALSA was given last is this pattern. */
static gboolean
has_heard (const char *path, TcAlarmPriority priority, int volume)
{
  g_autoptr (GBytes) wanted = tc_alarm_tone_make (priority, volume);
  g_autofree char *heard = NULL;
  gsize n_heard = 0, n_wanted = 0;
  const char *bytes = g_bytes_get_data (wanted, &n_wanted);

  return g_file_get_contents (path, &heard, &n_heard, NULL) && n_heard >= n_wanted &&
         memcmp (heard + 44, bytes + 44, n_wanted - 44) == 0;
}

static void
wait_heard (const char *path, TcAlarmPriority priority, int volume)
{
  guint late = g_timeout_add_seconds (WAIT_S, late_cb, (gpointer) path);
  guint wake = g_timeout_add (50, wake_cb, NULL);

  while (!has_heard (path, priority, volume))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
  g_source_remove (wake);
}

static void
wait_trouble (TcSoundPlayer *player, gboolean there)
{
  guint late = g_timeout_add_seconds (WAIT_S, late_cb, (gpointer) "trouble");

  while ((tc_sound_player_get_trouble (player) != NULL) != there)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static void
wait_silent (TcSoundPlayer *player)
{
  guint late = g_timeout_add_seconds (WAIT_S, late_cb, (gpointer) "silence");

  while (tc_sound_player_is_sounding (player))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static void
test_no_server (void)
{
  TcSoundPlayer *player = tc_sound_player_get ();
  g_autofree char *trouble = NULL;

  g_setenv ("CANBERRA_DRIVER", "nosuch", TRUE);
  tc_sound_player_check (player);
  wait_trouble (player, TRUE);
  g_object_get (player, "trouble", &trouble, NULL);
  g_assert_true (g_str_has_prefix (trouble, "This computer makes no sound"));
  g_assert_cmpuint (n_logged, ==, 1);
  g_setenv ("CANBERRA_DRIVER", "alsa", TRUE);
  tc_sound_player_play (player, TC_ALARM_HIGH, 50);
  wait_trouble (player, FALSE);
  g_assert_cmpuint (n_logged, ==, 1);
  wait_silent (player);
}

static void
test_heard (void)
{
  TcSoundPlayer *player = tc_sound_player_get ();
  g_autofree char *path = g_build_filename (folder, "heard.wav", NULL);

  g_assert_false (tc_sound_player_is_sounding (player));
  tc_sound_player_play (player, TC_ALARM_HIGH, 80);
  g_assert_true (tc_sound_player_is_sounding (player));
  wait_heard (path, TC_ALARM_HIGH, 80);
  /* The second and the third come while the first is begun. */
  tc_sound_player_play (player, TC_ALARM_LOW, 50);
  tc_sound_player_play (player, TC_ALARM_LOW, 60);
  tc_sound_player_play (player, TC_ALARM_MEDIUM, 60);
  wait_heard (path, TC_ALARM_MEDIUM, 60);
  g_assert_null (tc_sound_player_get_trouble (player));
  wait_silent (player);
}

int
main (int argc, char **argv)
{
  g_autofree char *config = NULL, *text = NULL;
  int code = 0;

  folder = g_dir_make_tmp ("sound-XXXXXX", NULL);
  config = g_build_filename (folder, "asound.conf", NULL);
  text = g_strdup_printf ("pcm.default { type file slave.pcm { type null } format \"wav\""
                          " file \"%s/heard.wav\" }\n",
                          folder);
  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  g_setenv ("CANBERRA_DRIVER", "alsa", TRUE);
  g_setenv ("ALSA_CONFIG_PATH", config, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  g_log_set_writer_func (log_cb, NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sound-player/no-server", test_no_server);
  g_test_add_func ("/sound-player/heard", test_heard);
  code = g_test_run ();
  text = (g_free (text), g_strdup_printf ("rm -r '%s'", folder));
  g_assert_true (g_spawn_command_line_sync (text, NULL, NULL, NULL, NULL));
  g_free (folder);
  return code;
}
