/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The photos of one incident in a viewer (tc-picture-viewer.h), as they were when it was opened.
 * What isn't on this desk yet is fetched before all else, and shown when it has come. What can be
 * done with the one that is shown are actions of the window, with its hash: open-original,
 * blur-photo, clear-photo, withhold-photo.
 */
#pragma once

#include "tc-files.h"
#include "tc-incident-queries.h"

#include <gtk/gtk.h>

/* @from: a widget of the window that it belongs to; @hash: (nullable): the one to begin with. Does
 * nothing if there is no photo. */
void tc_incident_album_open (GtkWidget *from, TcFiles *files, const TcIncidentDetail *detail,
                             const char *hash);
/* An original, once it is on record that it is looked at: shown as soon as the server gives it. */
void tc_incident_album_open_original (GtkWidget *from, TcFiles *files,
                                      const TcAttachment *original);
