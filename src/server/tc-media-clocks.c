/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clocks of cameras; see the header.
 */
#include "tc-media-clocks.h"

#include "tc-onvif-client.h"
#include "tc-password.h"

#include <gio/gio.h>

/* Between two devices: a few hundred are asked within a round. */
#define TICK_MS 1000

typedef struct {
  char *address;   /* (owned) */
  char *account;   /* (owned) (nullable) */
  char *password;  /* (owned) (nullable): wiped */
  gint64 asked_us; /* monotonic; 0: never */
  gboolean known;
  gint64 offset_us;
} Device;

struct _TcMediaClocks {
  GHashTable *devices;       /* (owned): address to Device */
  GHashTable *cameras;       /* (owned): id (gint64) to the device's address (owned) */
  TcOnvifClient *client;     /* (owned) (nullable): while one is asked */
  char *asking;              /* (owned) (nullable): which */
  GCancellable *cancellable; /* (owned) */
  guint source;
};

static void
free_device (gpointer data)
{
  Device *device = data;

  g_free (device->address);
  g_free (device->account);
  tc_password_free (device->password);
  g_free (device);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOnvifClient *client = TC_ONVIF_CLIENT (source);
  g_autoptr (GError) error = NULL;
  gboolean connected = tc_onvif_client_connect_finish (client, result, &error);
  TcMediaClocks *self;
  Device *device;

  /* When it was cancelled @data is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = data;
  device = g_hash_table_lookup (self->devices, self->asking);
  if (device && connected) {
    device->known = TRUE;
    device->offset_us = tc_onvif_client_get_clock_offset_ms (client) * 1000;
  } else if (device) {
    device->known = FALSE;
    g_debug ("the clock of %s: %s", device->address, error->message);
  }
  g_clear_pointer (&self->asking, g_free);
  g_clear_object (&self->client);
}

static void
ask (TcMediaClocks *self, Device *device)
{
  const TcOnvifOptions options = {
      .address = device->address, .account = device->account, .password = device->password};
  g_autoptr (GError) error = NULL;

  device->asked_us = g_get_monotonic_time ();
  self->client = tc_onvif_client_new (&options, &error);
  if (!self->client)
    return;
  self->asking = g_strdup (device->address);
  tc_onvif_client_connect_async (self->client, self->cancellable, connected_cb, self);
}

static gboolean
tick_cb (gpointer data)
{
  TcMediaClocks *self = data;
  gint64 now_us = g_get_monotonic_time ();
  Device *oldest = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!oldest || ((Device *) value)->asked_us < oldest->asked_us)
      oldest = value;
  if (oldest && !self->client &&
      (!oldest->asked_us ||
       now_us - oldest->asked_us >= TC_MEDIA_CLOCKS_EVERY_S * (gint64) G_USEC_PER_SEC))
    ask (self, oldest);
  return G_SOURCE_CONTINUE;
}

TcMediaClocks *
tc_media_clocks_new (void)
{
  TcMediaClocks *self = g_new0 (TcMediaClocks, 1);

  self->devices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_device);
  self->cameras = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
  self->source = g_timeout_add (TICK_MS, tick_cb, self);
  return self;
}

void
tc_media_clocks_free (TcMediaClocks *self)
{
  g_source_remove (self->source);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_object (&self->client);
  g_free (self->asking);
  g_hash_table_unref (self->devices);
  g_hash_table_unref (self->cameras);
  g_free (self);
}

static Device *
new_device (const TcMediaCamera *camera, const Device *before)
{
  Device *device = g_new0 (Device, 1);

  device->address = g_strdup (camera->device);
  device->account = g_strdup (camera->account);
  device->password = g_strdup (camera->password);
  /* What was asked with another account is asked again. */
  if (before && g_strcmp0 (before->account, camera->account) == 0 &&
      g_strcmp0 (before->password, camera->password) == 0) {
    device->asked_us = before->asked_us;
    device->known = before->known;
    device->offset_us = before->offset_us;
  }
  return device;
}

void
tc_media_clocks_set_plan (TcMediaClocks *self, const GPtrArray *plan)
{
  g_autoptr (GHashTable) before = self->devices;

  self->devices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_device);
  g_hash_table_remove_all (self->cameras);
  for (guint i = 0; i < plan->len; i++) {
    const TcMediaCamera *camera = g_ptr_array_index (plan, i);
    Device *device;

    if (!camera->device)
      continue;
    g_hash_table_insert (self->cameras, g_memdup2 (&camera->id, sizeof (gint64)),
                         g_strdup (camera->device));
    if (g_hash_table_contains (self->devices, camera->device))
      continue;
    device = new_device (camera, g_hash_table_lookup (before, camera->device));
    g_hash_table_insert (self->devices, device->address, device);
  }
}

void
tc_media_clocks_add (TcMediaClocks *self, TcMediaHealth *health)
{
  const char *address = g_hash_table_lookup (self->cameras, &health->id);
  const Device *device = address ? g_hash_table_lookup (self->devices, address) : NULL;

  if (!device || !device->known)
    return;
  health->has_offset = TRUE;
  health->offset_us = device->offset_us;
  if (g_str_equal (health->state, "live") && ABS (device->offset_us) > TC_MEDIA_CLOCK_OFF_US) {
    health->state = "clock";
    health->cause = "clock";
  }
}
