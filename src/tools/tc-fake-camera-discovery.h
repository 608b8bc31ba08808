/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fake cameras that are found: they answer probes of WS-Discovery over UDP, each camera by itself,
 * and the recorder too.
 *
 * Thread: that of the default main context.
 */
#pragma once

#include "tc-fake-camera-world.h"

#include <gio/gio.h>

/**
 * tc_fake_discovery_answer:
 * @probe: a datagram, @size bytes
 * @number: of the camera that answers; 0: the recorder
 * @host: where its services are: "127.0.0.1:8880"
 * @message_id: of the answer
 *
 * Pure. Returns: (transfer full) (nullable): what it answers; NULL: it isn't meant
 */
char *tc_fake_discovery_answer (const char *probe, gsize size, guint number, const char *host,
                                const char *message_id);

typedef struct _TcFakeDiscovery TcFakeDiscovery;

/* Listens at the address of the options; at a multicast group as its member, on all networks and
 * loopback. @http_port: of services. Errors: G_IO_ERROR. @world outlives it. */
TcFakeDiscovery *tc_fake_discovery_new (const TcFakeWorld *world, guint16 http_port,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_fake_discovery_free (TcFakeDiscovery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeDiscovery, tc_fake_discovery_free)
guint16 tc_fake_discovery_get_port (TcFakeDiscovery *self);
