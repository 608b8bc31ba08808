/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What several operations on cameras ask before they change anything, and how rows of cameras are
 * named and moved. What is a gboolean and takes a TcApply gives TRUE, or FALSE with the refusal
 * set. Only for apply functions of this folder.
 */
#pragma once

#include "tc-camera-operations.h"
#include "tc-people-guards.h"
#include "tc-people-operations.h"

/* What most operations on cameras read: also one that is about a single camera, since a desk
 * doesn't know of which scope that is, or whose number is taken. */
#define TC_CAMERAS_READ "cameras cameras-restricted"

/* That it is there and not removed. */
gboolean tc_camera_check_there (TcApply *apply, gint64 camera_id) G_GNUC_WARN_UNUSED_RESULT;
/* The device likewise. */
gboolean tc_camera_check_device (TcApply *apply, gint64 device_id) G_GNUC_WARN_UNUSED_RESULT;
/* That @word is one of @words (NULL-terminated); FALSE with "operation.arguments". */
gboolean tc_camera_check_word (TcApply *apply, const char *argument, const char *const *words,
                               const char *word) G_GNUC_WARN_UNUSED_RESULT;
/* That @n is 1 or more, or TC_NONE where it may be; FALSE with "operation.arguments". */
gboolean tc_camera_check_number (TcApply *apply, const char *argument, gint64 n,
                                 gboolean optional) G_GNUC_WARN_UNUSED_RESULT;
/* "operation.arguments". Always FALSE. */
gboolean tc_camera_refuse_argument (TcApply *apply, const char *argument);
/* A refusal that names one record. Always FALSE. */
gboolean tc_camera_refuse (TcApply *apply, const char *code, const char *what, gint64 id);

/* The scope that rows of this camera are of. */
gint64 tc_camera_scope (TcDatabase *db, gint64 camera_id);
/* The id of a row that says something of two: the same wherever it is made, so that saying it again
 * changes that row. @what: of which table */
gint64 tc_camera_pair_id (const char *what, gint64 a, gint64 b);
/* The camera's rows to the scope of restricted cameras, or back from it. */
void tc_camera_rows_move (TcApply *apply, gint64 camera_id, gboolean restricted);
/* Ends what fault there is. */
void tc_camera_end_fault (TcApply *apply, gint64 camera_id, gint64 at_us);
