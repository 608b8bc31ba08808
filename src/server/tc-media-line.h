/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host's line to the server: let in by its key, it asks and hears notices; it holds no
 * replica and sends no operation. It connects again by itself.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-error.h"
#include "tc-membership.h"

#include <gio/gio.h>

typedef struct _TcMediaLine TcMediaLine;

typedef struct {
  /* The server has let it in, or its line is lost. */
  void (*online) (gboolean online, gpointer data);
  void (*notice) (const char *name, GVariant *value, gpointer data);
} TcMediaLineHooks;

/* @member: lent as long as the line is. Errors: of reading the CA file. */
TcMediaLine *tc_media_line_new (const TcWireAddress *address, const TcMembership *member,
                                const TcMediaLineHooks *hooks, gpointer data,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Answers that haven't come don't come. */
void tc_media_line_free (TcMediaLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaLine, tc_media_line_free)
void tc_media_line_start (TcMediaLine *self);
gboolean tc_media_line_is_online (TcMediaLine *self);

/* @value: (nullable): NULL: @refusal says why not; both NULL: the line was lost before. */
typedef void (*TcMediaAnswerFunc) (GVariant *value, const TcRefusal *refusal, gpointer data);

/* Asks while it is online, else it is answered as lost at once. @value: (transfer floating) */
void tc_media_line_ask (TcMediaLine *self, const char *name, GVariant *value,
                        TcMediaAnswerFunc func, gpointer data);
