/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file of an incident: a photo as a small picture that opens the viewer, another file as a line
 * with what can be done with it. Both say how the file stands.
 */
#pragma once

#include "tc-files.h"
#include "tc-incident-queries.h"

#include <gtk/gtk.h>

#define TC_TYPE_FILE_THUMBNAIL (tc_file_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (TcFileThumbnail, tc_file_thumbnail, TC, FILE_THUMBNAIL, GtkWidget)

/* @incident: what a photo says is compared with. */
GtkWidget *tc_file_thumbnail_new (TcFiles *files, const TcAttachment *file,
                                  const TcIncidentRow *incident);
const char *tc_file_thumbnail_get_hash (TcFileThumbnail *self);
/* How it stands may have changed. */
void tc_file_thumbnail_refresh (TcFileThumbnail *self);
