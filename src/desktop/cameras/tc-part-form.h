/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks what part of a recording is meant, and why: to have a copy of it, or to keep it beyond its
 * time. Of which cameras (those that stood there when it was opened, whatever is looked at since),
 * from when to when (as typed, or as it was marked), for which incident,
 * the reason, and of what is kept until when. Enter sends where all is said; what is missing is
 * said.
 *
 * Signal: "send" (none): tc_part_form_get() has what is wanted; the form stands until
 * tc_part_form_close(), or tc_part_form_tell() says what speaks against it.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_PART_FORM (tc_part_form_get_type ())
G_DECLARE_FINAL_TYPE (TcPartForm, tc_part_form, TC, PART_FORM, GtkWidget)

typedef struct {
  gboolean hold;              /* it is kept; else: copied */
  const char *const *cameras; /* NULL-terminated: what can be chosen, the first is: the first of
                                 camera_ids, and all of them */
  const GArray *camera_ids;   /* (element-type gint64): one at least */
  gint64 from_us, until_us;
  const char *folder; /* of a copy: where it is put */
  guint n_open;       /* of copies: that aren't done yet */
} TcPartFormStart;

void tc_part_form_open (TcPartForm *self, const TcPartFormStart *start);
void tc_part_form_close (TcPartForm *self);
gboolean tc_part_form_is_open (TcPartForm *self);
/* Another folder was chosen. */
void tc_part_form_set_folder (TcPartForm *self, const char *folder);
/* Why it isn't sent; the form can be used again. @text: (nullable): it is on its way */
void tc_part_form_tell (TcPartForm *self, const char *text);
/* As if a person had typed it. @name: "from", "until", "incident", "reason", "keep-until" */
void tc_part_form_write (TcPartForm *self, const char *name, const char *text);
/* As pressing Enter. */
void tc_part_form_send (TcPartForm *self);

/* What is wanted. */
typedef struct {
  gboolean hold;
  GArray *camera_ids; /* (owned) (element-type gint64): those that were chosen */
  gint64 from_us, until_us;
  gint64 keep_until_us; /* of what is held */
  char *keep_until;     /* (owned): that, as it was typed */
  char *incident;       /* (owned): as it was typed; "": for none */
  char *reason;         /* (owned) */
} TcPart;

void tc_part_clear (TcPart *part);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcPart, tc_part_clear)
/* (transfer full) in its texts */
void tc_part_form_get (TcPartForm *self, TcPart *part);
