/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a picture looks, in 64 bits: pictures of the same thing that were made smaller, compressed
 * anew or lightened have nearly all of them in common. Says nothing of who or what is on it.
 *
 * Source: the difference hash (dHash): the picture in 9 by 8 grey dots, and of each whether it is
 * clearly lighter than the one to its right.
 */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

/* So far apart (of 255) the darkest and the lightest dot are at least: one black picture looks like
 * every other. */
#define TC_LOOK_CONTRAST_MIN 24

/* FALSE: there is too little on it. */
gboolean tc_picture_look (GdkPixbuf *pixbuf, gint64 *look);
