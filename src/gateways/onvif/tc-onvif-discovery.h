/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding devices: a probe of WS-Discovery into the networks of this computer, or to hosts by
 * themselves, and whoever answers it in time. It needs no account and says nothing of us.
 *
 * What is found is what somebody in that network says: each is found at the address from which it
 * answered, whatever name it gives itself; answers to other questions, or of who wasn't asked, are
 * left out, and nothing is asked of a device before a person chose it.
 *
 * Source: WS-Discovery (April 2005), ONVIF Core 7.3. IPv4 for the multicast.
 * Thread: the main loop's.
 */
#pragma once

#include <gio/gio.h>

#define TC_ONVIF_DISCOVERY_PORT 3702
#define TC_ONVIF_DISCOVERY_WAIT_MS 3000
#define TC_ONVIF_DISCOVERY_WAIT_MS_MAX 15000
#define TC_ONVIF_DISCOVERY_TARGETS_MAX 1024
#define TC_ONVIF_DISCOVERY_DEVICES_MAX 1024
/* At one address; a router may have several behind it. */
#define TC_ONVIF_DISCOVERY_SENDER_MAX 16

typedef struct {
  /* (nullable): our own IPv4 addresses in whose networks is asked; NULL: where the system sends
   * it. */
  const char *const *locals;
  /* (nullable): "address" or "address:port" (numbers; IPv6 in brackets): only these are asked. */
  const char *const *targets;
  guint
      wait_ms; /* 0: TC_ONVIF_DISCOVERY_WAIT_MS; on a busy computer that asks many, longer: half of
                    it at least once all were asked */
} TcOnvifDiscovery;

typedef struct {
  char *endpoint; /* (owned): its name for good, "urn:uuid:…": what it is known again by */
  char *address;  /* (owned): of its device service, as tc_onvif_client_new() takes it */
  char *from;     /* (owned): the address from which it answered */
  char *name;     /* (owned): as it says, as what follows; "": nothing */
  char *hardware; /* (owned) */
  char *location; /* (owned) */
} TcOnvifDevice;

void tc_onvif_device_free (TcOnvifDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifDevice, tc_onvif_device_free)

/**
 * tc_onvif_discover_async:
 *
 * Takes all of its time. Its end gives devices in the order in which they answered, each once
 * (transfer container) (element-type TcOnvifDevice). @cut: (out) (optional): more answered than are
 * kept.
 * Errors: TC_ONVIF_ERROR_ADDRESS (a target or a local address is none); TC_ONVIF_ERROR_NO_ROUTE
 * (nothing could be sent); G_IO_ERROR_CANCELLED.
 */
void tc_onvif_discover_async (const TcOnvifDiscovery *discovery, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
GPtrArray *tc_onvif_discover_finish (GAsyncResult *result, gboolean *cut,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
