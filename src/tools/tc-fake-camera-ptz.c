/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three axes, each with a place at a time, a speed and a time at which it stops: where it is at any
 * moment follows from these.
 */
#include "tc-fake-camera-ptz.h"

#include "tc-limits.h"

#include <math.h>

/* Of its range in a second, at full speed. */
#define TURN_PER_S 0.5
#define ZOOM_PER_S 0.35

typedef struct {
  double from;
  double per_s;
  gint64 begun_us;
  gint64 stop_us;
} Axis;

struct _TcFakePtz {
  GMutex mutex;
  Axis axes[TC_FAKE_AXES]; /* (mutex mutex): pan, tilt, zoom */
  GPtrArray *presets;      /* (owned) (mutex mutex) (element-type TcFakePreset) */
  guint made;              /* (mutex mutex): presets, of which tokens are made */
};

static const double lowest[TC_FAKE_AXES] = {-1, -1, 0};
static const double fastest[TC_FAKE_AXES] = {TURN_PER_S, TURN_PER_S, ZOOM_PER_S};

static void
preset_free (gpointer data)
{
  TcFakePreset *preset = data;

  g_free (preset->token);
  g_free (preset->name);
  g_free (preset);
}

static TcFakePreset *
preset_copy (const TcFakePreset *preset)
{
  TcFakePreset *copy = g_new (TcFakePreset, 1);

  *copy = (TcFakePreset){g_strdup (preset->token), g_strdup (preset->name), preset->view};
  return copy;
}

TcFakePtz *
tc_fake_ptz_new (void)
{
  TcFakePtz *self = g_new0 (TcFakePtz, 1);

  g_mutex_init (&self->mutex);
  self->presets = g_ptr_array_new_with_free_func (preset_free);
  return self;
}

void
tc_fake_ptz_free (TcFakePtz *self)
{
  g_mutex_clear (&self->mutex);
  g_ptr_array_unref (self->presets);
  g_free (self);
}

/* ---- axes ---- */

static double
place_of (const TcFakePtz *self, guint i, gint64 now_us)
{
  const Axis *axis = &self->axes[i];
  gint64 moved_us = MAX (MIN (now_us, axis->stop_us) - axis->begun_us, 0);

  return CLAMP (axis->from + axis->per_s * (double) moved_us / (double) TC_US_PER_S, lowest[i], 1);
}

static TcFakeView
view_of (const TcFakePtz *self, gint64 now_us)
{
  return (TcFakeView){place_of (self, 0, now_us), place_of (self, 1, now_us),
                      place_of (self, 2, now_us)};
}

/* From where it is now on. @speed: part of its fastest */
static void
set_off (TcFakePtz *self, guint i, double speed, gint64 for_us, gint64 now_us)
{
  self->axes[i] = (Axis){place_of (self, i, now_us), CLAMP (speed, -1, 1) * fastest[i], now_us,
                         now_us + for_us};
}

static gboolean
is_moving (const TcFakePtz *self, guint i, gint64 now_us)
{
  double place = place_of (self, i, now_us);
  double per_s = self->axes[i].per_s;

  return now_us < self->axes[i].stop_us &&
         ((per_s > 0 && place < 1) || (per_s < 0 && place > lowest[i]));
}

TcFakeView
tc_fake_ptz_get (TcFakePtz *self, gint64 now_us, gboolean *moving)
{
  g_mutex_lock (&self->mutex);
  TcFakeView view = view_of (self, now_us);
  gboolean any = FALSE;
  for (guint i = 0; i < TC_FAKE_AXES; i++)
    any = any || is_moving (self, i, now_us);
  g_mutex_unlock (&self->mutex);
  if (moving)
    *moving = any;
  return view;
}

void
tc_fake_ptz_move (TcFakePtz *self, gboolean pan_tilt, gboolean zoom, TcFakeView speed,
                  gint64 timeout_us, gint64 now_us)
{
  g_mutex_lock (&self->mutex);
  if (pan_tilt) {
    set_off (self, 0, speed.pan, timeout_us, now_us);
    set_off (self, 1, speed.tilt, timeout_us, now_us);
  }
  if (zoom)
    set_off (self, 2, speed.zoom, timeout_us, now_us);
  g_mutex_unlock (&self->mutex);
}

void
tc_fake_ptz_stop (TcFakePtz *self, gboolean pan_tilt, gboolean zoom, gint64 now_us)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < TC_FAKE_AXES; i++) {
    if (i == 2 ? zoom : pan_tilt)
      set_off (self, i, 0, 0, now_us);
  }
  g_mutex_unlock (&self->mutex);
}

/* ---- presets ---- */

/* (nullable) (transfer none) */
static TcFakePreset *
find_preset (TcFakePtz *self, const char *token)
{
  for (guint i = 0; i < self->presets->len; i++) {
    TcFakePreset *preset = g_ptr_array_index (self->presets, i);
    if (g_strcmp0 (preset->token, token) == 0)
      return preset;
  }
  return NULL;
}

static TcFakePreset *
add_preset (TcFakePtz *self)
{
  if (self->presets->len >= TC_FAKE_PRESETS_MAX)
    return NULL;
  TcFakePreset *preset = g_new0 (TcFakePreset, 1);
  preset->token = g_strdup_printf ("%u", ++self->made);
  preset->name = g_strdup_printf ("Preset %u", self->made);
  g_ptr_array_add (self->presets, preset);
  return preset;
}

char *
tc_fake_ptz_set_preset (TcFakePtz *self, const char *token, const char *name, gint64 now_us)
{
  char *kept = NULL;

  g_mutex_lock (&self->mutex);
  TcFakePreset *preset = token ? find_preset (self, token) : add_preset (self);
  if (preset) {
    preset->view = view_of (self, now_us);
    if (name) {
      g_free (preset->name);
      preset->name = g_strdup (name);
    }
    kept = g_strdup (preset->token);
  }
  g_mutex_unlock (&self->mutex);
  return kept;
}

static void
go_to (TcFakePtz *self, guint i, double place, gint64 now_us)
{
  double way = place - place_of (self, i, now_us);
  double us = fabs (way) / fastest[i] * (double) TC_US_PER_S;

  set_off (self, i, way > 0 ? 1 : -1, llround (us), now_us);
}

gboolean
tc_fake_ptz_go (TcFakePtz *self, const char *token, gint64 now_us)
{
  g_mutex_lock (&self->mutex);
  TcFakePreset *preset = find_preset (self, token);
  if (preset) {
    go_to (self, 0, preset->view.pan, now_us);
    go_to (self, 1, preset->view.tilt, now_us);
    go_to (self, 2, preset->view.zoom, now_us);
  }
  g_mutex_unlock (&self->mutex);
  return preset != NULL;
}

gboolean
tc_fake_ptz_remove_preset (TcFakePtz *self, const char *token)
{
  g_mutex_lock (&self->mutex);
  TcFakePreset *preset = find_preset (self, token);
  gboolean found = preset && g_ptr_array_remove (self->presets, preset);
  g_mutex_unlock (&self->mutex);
  return found;
}

GPtrArray *
tc_fake_ptz_dup_presets (TcFakePtz *self)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func (preset_free);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->presets->len; i++)
    g_ptr_array_add (copies, preset_copy (g_ptr_array_index (self->presets, i)));
  g_mutex_unlock (&self->mutex);
  return copies;
}
