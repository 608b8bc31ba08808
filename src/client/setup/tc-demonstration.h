/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demonstration on this computer: a toancanhd of its own on loopback, started as a child and
 * ended with this program, with the demonstration province, in which reports come in and vehicles
 * move about; and a desk of it for each kind of person. All of it is one folder below the XDG state
 * folder, so that throwing it away is deleting that folder. Nothing else on this computer is
 * touched.
 *
 * Thread: the main loop's. What waits is asynchronous.
 */
#pragma once

#include "tc-desk.h"
#include "tc-setup-programs.h"

#define TC_TYPE_DEMONSTRATION (tc_demonstration_get_type ())
G_DECLARE_FINAL_TYPE (TcDemonstration, tc_demonstration, TC, DEMONSTRATION, GObject)

/* Who one can be: an account of the demonstration province and the desk that it may work at. */
typedef struct {
  const char *account;
  const char *desk; /* name in desks.csv */
  const char *role; /* for gettext */
  const char *does; /* for gettext: one sentence */
} TcDemonstrationPerson;

const TcDemonstrationPerson *tc_demonstration_list_people (guint *n);

/* @folder: (nullable): where it is kept; NULL: toancanh/demonstration in the XDG state folder
 * @programs: (nullable): NULL: those beside the program that runs
 *
 * Signals: ::progress (const char *sentence): what is being done; ::ended (const char *why): its
 * server is gone though nobody stopped it. */
TcDemonstration *tc_demonstration_new (const char *folder, const TcSetupPrograms *programs);
/* Whether there is one to go on with, or to throw away. */
gboolean tc_demonstration_exists (TcDemonstration *self);

/**
 * tc_demonstration_open_async:
 * @account: one of the list
 *
 * Starts the server if it isn't running, fills it the first time, enrols that person's desk the
 * first time. Broken off, it goes on from there the next time; cancelling stops the server.
 */
void tc_demonstration_open_async (TcDemonstration *self, const char *account,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/* (transfer full): an enrolled desk, not started. Errors: TC_ERROR_NOT_FOUND (a program or the
 * province is missing), TC_ERROR_BUSY (open already), TC_ERROR_INVALID with what a program said. */
TcDesk *tc_demonstration_open_finish (TcDemonstration *self, GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of every account of the list, once open; (nullable). Good on this computer alone. */
const char *tc_demonstration_get_password (TcDemonstration *self);

/* Ends the server and what works with it in order and waits for that, some seconds at most. Desks
 * are stopped before. */
void tc_demonstration_stop (TcDemonstration *self);

/* Stops it and deletes its folder. */
void tc_demonstration_discard_async (TcDemonstration *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
gboolean tc_demonstration_discard_finish (TcDemonstration *self, GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
