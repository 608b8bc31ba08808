/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last plan of a media host in a file, sealed for its own key: so it goes on after a restart
 * while the server is away, and whoever finds the disk without the key finds no password.
 *
 * Thread: any.
 */
#pragma once

#include "tc-key.h"
#include "tc-media-plan.h"

/* Replaces what is there, durably. Errors: G_FILE_ERROR. */
gboolean tc_media_plan_file_save (const char *path, const TcKey *key, const GPtrArray *plan,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full). Errors: G_FILE_ERROR; TC_ERROR_INVALID (damaged, or of another key). */
GPtrArray *tc_media_plan_file_load (const char *path, const TcKey *key,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
