/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looks at pictures that nobody has opened here yet, to compare them: one at a time, behind all
 * else, each once, and only if the file is at hand. What it finds is kept by the desk
 * (tc_files_keep_look()).
 *
 * Thread: the main loop's; decoding is the loader's.
 */
#pragma once

#include "tc-files.h"

typedef struct _TcPictureLooker TcPictureLooker;

TcPictureLooker *tc_picture_looker_new (TcFiles *files);
void tc_picture_looker_free (TcPictureLooker *self);
/* @hash: of a picture; at most TC_PICTURE_LOOKER_MAX wait. */
void tc_picture_looker_ask (TcPictureLooker *self, const char *hash);

#define TC_PICTURE_LOOKER_MAX 20
