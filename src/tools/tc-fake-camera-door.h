/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where fake cameras are called for streams: one port for all of them, where the first line of a
 * request says which is meant, and, if wanted, a port for each. Faults begin here: who is killed
 * has no port and ends what reaches it by the common one, who is unreachable answers nothing, who
 * is slow takes its time, who sends garbage begins with it.
 *
 * Thread: that of the default main context.
 */
#pragma once

#include "tc-fake-camera-world.h"

#include <gio/gio.h>

typedef struct _TcFakeDoors TcFakeDoors;

/* @socket: (transfer full): of somebody who is to be let in to camera @number */
typedef void (*TcFakeEnterFunc) (GSocket *socket, guint number, gpointer data);

/* Errors: G_IO_ERROR: a port can't be had. @world outlives it. */
TcFakeDoors *tc_fake_doors_new (const TcFakeWorld *world, TcFakeEnterFunc enter, gpointer data,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_fake_doors_free (TcFakeDoors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeDoors, tc_fake_doors_free)

/* The common one. */
guint16 tc_fake_doors_get_port (TcFakeDoors *self);
/* That of camera @number; without one of its own the common one. */
guint16 tc_fake_doors_get_own_port (TcFakeDoors *self, guint number);
/* The fault of camera @number became another one. */
void tc_fake_doors_fault_changed (TcFakeDoors *self, guint number);
