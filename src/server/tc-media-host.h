/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host (toancanh-media): keeps its plan, from the server or from its sealed file, has
 * workers carry it out (media/tc-media-worker.h), and tells the server how its cameras do. Each
 * worker has some cameras; one that ends is started again, and a camera that was there twice when
 * one crashed gets a worker of its own.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-config.h"
#include "tc-membership.h"

typedef struct _TcMediaHost TcMediaHost;

/* @config: its certificate is there; @member: enrolled. Both outlive it. Errors: of the server's
 * address, the certificate, the sealed plan. */
TcMediaHost *tc_media_host_new (const TcMediaConfig *config, const TcMembership *member,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends its workers. */
void tc_media_host_free (TcMediaHost *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaHost, tc_media_host_free)
