/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wrong with an installation, and what to do about it: each finding is a sentence and a
 * command. Works while the server runs (asked over its socket) and while it doesn't (its files are
 * read). Changes nothing.
 */
#pragma once

#include "tc-server-config.h"

#include <json-glib/json-glib.h>

typedef enum {
  TC_FINDING_FINE,
  TC_FINDING_WARNING,
  TC_FINDING_FAULT,
} TcFindingLevel;

typedef struct {
  TcFindingLevel level;
  const char *check; /* (unowned): static; what was looked at: "space" */
  char *what;        /* (owned): one sentence */
  char *cure;        /* (owned) (nullable): one command or act */
} TcFinding;

typedef struct {
  char *config_path; /* (owned) */
  char *data_dir;    /* (owned) (nullable): NULL is the settings' */
  const char *units; /* (unowned): folder of the additions to the service's unit */
  gboolean deep;     /* the whole log and every attachment */
  gint64 now_us;
  JsonObject *status;     /* (owned) (nullable): of the server; NULL: it doesn't run */
  TcServerConfig *config; /* (owned) (nullable): NULL if it can't be read */
  GPtrArray *findings;    /* (owned) (element-type TcFinding) */
} TcDoctor;

TcDoctor *tc_doctor_new (const char *config_path, const char *data_dir, gboolean deep,
                         gint64 now_us);
void tc_doctor_free (TcDoctor *doctor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcDoctor, tc_doctor_free)

/* @cure: (nullable) */
void tc_doctor_say (TcDoctor *doctor, TcFindingLevel level, const char *check, const char *cure,
                    const char *format, ...) G_GNUC_PRINTF (5, 6);
TcFindingLevel tc_doctor_get_worst (TcDoctor *doctor);
/* (nullable): the first of that check which is not fine; for tests. */
const TcFinding *tc_doctor_find (TcDoctor *doctor, const char *check);

/* tc-doctor-place.c: settings, folder, disk, programs. They set config and data_dir. */
void tc_doctor_check_config (TcDoctor *doctor);
void tc_doctor_check_folder (TcDoctor *doctor);
void tc_doctor_check_disk (TcDoctor *doctor);
void tc_doctor_check_system (TcDoctor *doctor);
void tc_doctor_check_backups (TcDoctor *doctor);

/* tc-doctor-line.c: certificate and port. */
void tc_doctor_check_certificate (TcDoctor *doctor);
void tc_doctor_check_port (TcDoctor *doctor);

/* tc-doctor-data.c. @facts: of tc_inspect() */
void tc_doctor_check_facts (TcDoctor *doctor, JsonObject *facts);
/* While no server runs: looks through the files itself. */
void tc_doctor_check_data (TcDoctor *doctor);
