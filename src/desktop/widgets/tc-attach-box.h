/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person gives to be attached: files that were chosen or dropped, pictures that were pasted
 * or made here. What can't be attached stands in the box, one row each, with the reason, until it
 * is tried again or dropped. It is kept on this desk's disk meanwhile (tc-unattached.h), so that
 * whoever gave it finds it here again after a stop, and nobody else does.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-files.h"

#include <gtk/gtk.h>

#define TC_TYPE_ATTACH_BOX (tc_attach_box_get_type ())
G_DECLARE_FINAL_TYPE (TcAttachBox, tc_attach_box, TC, ATTACH_BOX, GtkWidget)

/* On their way and in the box together. */
#define TC_ATTACH_MAX 50

/*
 * Signal: ::refused (const char *text): of what was given the last were not taken: too many.
 * Signal: ::settled (const TcAttachTo *to, const char *trouble): all that was given at one go is
 *   attached; @trouble: (nullable): or not, the first reason in words.
 * Signal: ::left: nothing stands in it any more, and the keyboard was there.
 */

/* Where something goes. */
typedef struct {
  gint64 incident_id;
  const char *code;   /* (unowned): of the incident */
  gint64 task_id;     /* an order of this desk's unit, which sends it; 0 */
  gint64 original_id; /* the photo of which it is a blurred copy; 0 */
  const char *said;   /* (unowned) (nullable): for ::settled: what is said of it then */
} TcAttachTo;

/* @orders: what is kept of a unit's orders stands in it, else what is kept of incidents */
void tc_attach_box_set_files (TcAttachBox *self, TcFiles *files, gboolean orders);
/* @files: (element-type GFile) (transfer none) */
void tc_attach_box_add_files (TcAttachBox *self, const TcAttachTo *to, GSList *files);
void tc_attach_box_add_bytes (TcAttachBox *self, const TcAttachTo *to, GBytes *bytes,
                              const char *name);
/* @value: a list of files or a picture; FALSE: neither */
gboolean tc_attach_box_add_value (TcAttachBox *self, const TcAttachTo *to, const GValue *value);
