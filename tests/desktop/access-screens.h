/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screens that test-accessibility.c looks at: panels in what states they come in, and all that
 * opens over them.
 */
#pragma once

#include "window-seat.h"

/* The smallest screen that there is. */
#define ACCESS_WIDTH_PX 1366
#define ACCESS_HEIGHT_PX 768

typedef struct {
  const char *name;
  /* At a desk where the queue is shown with its first incident. */
  void (*open) (Seat *seat);
  gboolean leaves; /* the Escape key closes it */
  gboolean wall;   /* what is pressed there has to be larger */
  gboolean unit;   /* the desk is one of a unit */
} AccessScreen;

const AccessScreen *access_screens_list_panels (guint *n);
const AccessScreen *access_screens_list_dialogs (guint *n);
/* One of the dialogs: the first of the questions that a province is made of. */
void access_screens_open_setup (Seat *seat);
