/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the other programs and the demonstration province are: beside the program that runs, as
 * installed or as built.
 */
#pragma once

#include <glib.h>

/* All (owned). */
typedef struct {
  char *server;   /* toancanhd */
  char *ctl;      /* toancanhctl */
  char *reporter; /* tc-field-reporter; (nullable): a server needs none */
  char *mover;    /* tc-unit-mover; likewise */
  char *province; /* data/province/haugiang */
} TcSetupPrograms;

/**
 * tc_setup_programs_find:
 * @own: (nullable): path of a program of ours; NULL: the one that runs
 *
 * Errors: TC_ERROR_NOT_FOUND, naming what is missing and where it was looked for. Thread: any.
 */
TcSetupPrograms *tc_setup_programs_find (const char *own, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_setup_programs_free (TcSetupPrograms *programs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSetupPrograms, tc_setup_programs_free)
