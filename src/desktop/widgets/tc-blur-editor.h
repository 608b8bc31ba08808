/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window in which a person covers what strangers shouldn't see of a picture: rectangles, drawn
 * with the mouse (on nothing: a new one; inside: moved; at its lower right corner: its size) or by
 * keys. Each act is an action and can be undone.
 *
 * Keys: Insert or N: a new one in the middle; C: the next is chosen; arrows: moved; with Shift:
 * larger or smaller; Delete: removed; Ctrl+Z: undone; Ctrl+Enter: saved; Escape: close.
 * Actions: blur.add, blur.next, blur.move (dd), blur.resize (dd), blur.remove, blur.undo,
 * blur.save, blur.close. Numbers are parts of the picture, 0..1.
 *
 * Signals: ::blurred (GBytes *jpeg): it was saved, and closes; ::covered (): likewise, of one that
 * asks what is to be covered and makes no picture.
 */
#pragma once

#include "tc-picture-blur.h"

#define TC_TYPE_BLUR_EDITOR (tc_blur_editor_get_type ())
G_DECLARE_FINAL_TYPE (TcBlurEditor, tc_blur_editor, TC, BLUR_EDITOR, GtkWindow)

/* @name: of the picture. */
TcBlurEditor *tc_blur_editor_new (GtkWindow *parent, GdkTexture *texture, const char *name);
/* What of a camera is never shown. @areas: (element-type TcBlurArea): that are there already;
 * @areas_max: so many at most */
TcBlurEditor *tc_blur_editor_new_covers (GtkWindow *parent, GdkTexture *texture, const char *name,
                                         const GArray *areas, guint areas_max);
/* (transfer none) (element-type TcBlurArea) */
const GArray *tc_blur_editor_get_areas (TcBlurEditor *self);
