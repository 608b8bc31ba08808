/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file of this desk's folder with a group for each person: who may sign in without the server,
 * and by which PIN. Readable by its owner alone; what was written is on the disk.
 *
 * Thread: any, one at a time for a path.
 */
#pragma once

#include <glib.h>

/* Before the number of a person in the name of a group. */
#define TC_PERSON_FILE_PREFIX "person "

/* (transfer full) */
char *tc_person_file_dup_group (gint64 staff_id);
/* What can't be read is as if it weren't there. (transfer full) */
GKeyFile *tc_person_file_load (const char *path);
/* @what: for the message: what is kept. Errors: TC_ERROR_STORE */
gboolean tc_person_file_save (GKeyFile *file, const char *path, const char *what,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
