/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window for looking at some pictures one after the other: fitted or at full size. It knows only
 * names; whoever opens it brings what is shown.
 *
 * Keys: Right, Page Down: next; Left, Page Up: previous; Home, End: first and last; 1: full size; 0
 * or F: fitted; Escape: close. Each is an action of the window: viewer.next …
 *
 * Signals: ::wanted (guint position): this picture is looked at: tc_picture_viewer_show() it, or
 * say with tc_picture_viewer_tell() why it can't be. ::tool (const char *name): one that was added.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_PICTURE_VIEWER (tc_picture_viewer_get_type ())
G_DECLARE_FINAL_TYPE (TcPictureViewer, tc_picture_viewer, TC, PICTURE_VIEWER, GtkWindow)

/* @names: (element-type utf8): one a picture, at least one; copied. It presents itself once
 * tc_picture_viewer_go() says where to begin. */
TcPictureViewer *tc_picture_viewer_new (GtkWindow *parent, GPtrArray *names);
void tc_picture_viewer_go (TcPictureViewer *self, guint position);
guint tc_picture_viewer_get_position (TcPictureViewer *self);

/* A button beside the others, and an action viewer.@name; there only while it is enabled. */
void tc_picture_viewer_add_tool (TcPictureViewer *self, const char *name, const char *label);
void tc_picture_viewer_enable_tool (TcPictureViewer *self, const char *name, gboolean enabled);

/* What stands at @position, if that is still looked at. */
void tc_picture_viewer_show (TcPictureViewer *self, guint position, GdkTexture *texture);
/* @text: (nullable): beside it, or in its place. */
void tc_picture_viewer_tell (TcPictureViewer *self, guint position, const char *text);

/* The keys, for the window that lists them: accelerator and title, ended by NULL. */
typedef struct {
  const char *accelerator;
  const char *action; /* "viewer.next" */
  const char *title;  /* for gettext; NULL: another key of the same */
} TcPictureViewerKey;
const TcPictureViewerKey *tc_picture_viewer_list_keys (void);
