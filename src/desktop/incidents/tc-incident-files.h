/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos and other files of the incident shown: thumbnails, names, how each stands. It fetches what
 * it shows, says with every picture that isn't there why, and leaves what is done with one to the
 * actions of the window: view-photo, open-file, save-file, each with the file's hash.
 */
#pragma once

#include "tc-files.h"
#include "tc-incident-focus.h"

#include <gtk/gtk.h>

#define TC_TYPE_INCIDENT_FILES (tc_incident_files_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentFiles, tc_incident_files, TC, INCIDENT_FILES, GtkWidget)

void tc_incident_files_set (TcIncidentFiles *self, TcIncidentFocus *focus, TcFiles *files);

/* A picture whose stripped copy is there is shown once. */
gboolean tc_attachment_is_shown (const TcAttachment *file, const TcIncidentDetail *detail);
