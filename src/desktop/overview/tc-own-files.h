/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos and files that a unit sends from its own desk for an order of its own: chosen, dropped,
 * and how far those are that aren't with the server yet.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-attach-box.h"
#include "tc-files.h"
#include "tc-incident-queries.h"

#include <gtk/gtk.h>

typedef struct _TcOwnFiles TcOwnFiles;

/* Whether the order is still there when the person has chosen. (nullable): it isn't */
typedef const TcTask *(*TcOwnFilesFind) (gint64 task_id, gpointer data);
/* It isn't, and nothing was sent. */
typedef void (*TcOwnFilesLate) (gpointer data);

/* @box: tells what came of it, and has what could not be sent */
TcOwnFiles *tc_own_files_new (TcAttachBox *box, TcFiles *files, TcOwnFilesFind find,
                              TcOwnFilesLate late, gpointer data);
void tc_own_files_free (TcOwnFiles *self);

void tc_own_files_choose (TcOwnFiles *self, gint64 task_id);
/* (element-type GFile) */
void tc_own_files_send (TcOwnFiles *self, const TcTask *task, GSList *files);
/* @value: a list of files or a picture; FALSE: neither */
gboolean tc_own_files_send_value (TcOwnFiles *self, const TcTask *task, const GValue *value);
/* A line for each that is still here alone; "" (transfer full) */
char *tc_own_files_word_unsent (TcOwnFiles *self, gint64 task_id);
