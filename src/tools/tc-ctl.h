/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs of toancanhctl: each is a function of its words, found in one table.
 */
#pragma once

#include "tc-admin-client.h"

/* Exit codes of the program. */
typedef enum {
  TC_CTL_OK = 0,
  TC_CTL_FAILED = 1,      /* refused, or something went wrong on the way; stderr says what */
  TC_CTL_USAGE = 2,       /* not understood */
  TC_CTL_UNREACHABLE = 3, /* no server at the socket */
} TcCtlExit;

typedef struct {
  char *socket_path;     /* (owned) */
  TcAdminClient *client; /* (owned) (nullable): once a verb needed it */
  gboolean json;         /* what is shown is shown as the server answered it */
} TcCtl;

typedef struct {
  const char *words;                           /* "desk invite" */
  const char *usage;                           /* what follows the words */
  const char *help;                            /* one sentence */
  TcCtlExit (*run) (TcCtl *ctl, char **words); /* @words: NULL-terminated, those of the verb gone */
  const char *details;                         /* (nullable): what its own --help says beside */
} TcCtlVerb;

/* Each ends with words of NULL. */
extern const TcCtlVerb tc_ctl_init_verbs[];
extern const TcCtlVerb tc_ctl_server_verbs[];
extern const TcCtlVerb tc_ctl_import_verbs[];
extern const TcCtlVerb tc_ctl_file_verbs[];
extern const TcCtlVerb tc_ctl_export_verbs[];
extern const TcCtlVerb tc_ctl_province_verbs[];
extern const TcCtlVerb tc_ctl_backup_verbs[];
extern const TcCtlVerb tc_ctl_doctor_verbs[];
extern const TcCtlVerb tc_ctl_snapshot_verbs[];
extern const TcCtlVerb tc_ctl_audit_verbs[];
extern const TcCtlVerb tc_ctl_bundle_verbs[];
extern const TcCtlVerb tc_ctl_evidence_verbs[];
extern const TcCtlVerb tc_ctl_purge_verbs[];
extern const TcCtlVerb tc_ctl_camera_verbs[];
extern const TcCtlVerb tc_ctl_finding_verbs[];
extern const TcCtlVerb tc_ctl_alarm_verbs[];

/* Connects when first asked. NULL with the reason on stderr. Borrowed. */
TcAdminClient *tc_ctl_get_client (TcCtl *ctl);
/* Asks and tells a failure on stderr. @question: (transfer full). (transfer full) (nullable) */
JsonObject *tc_ctl_call (TcCtl *ctl, JsonObject *question);
/* The exit code after a call that gave NULL. */
TcCtlExit tc_ctl_get_failure (TcCtl *ctl);
/* A line of standard input, not shown where that is a terminal. (transfer full) (nullable) */
char *tc_ctl_read_secret (const char *prompt);
/* On stderr, after the program's name. */
void tc_ctl_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Likewise, in the administrator's language. */
void tc_ctl_complain_error (const GError *error);
/* Likewise what is wrong with a file, each on a line that begins with its place. */
void tc_ctl_print_fault (const char *fault);
void tc_ctl_print_faults (const GPtrArray *faults);
/* Whether a file or folder may be made there: nothing is, and what it is to stand in is; else it is
 * told on stderr. */
gboolean tc_ctl_may_make (const char *path);
/* Says on stderr how @verb is used. */
TcCtlExit tc_ctl_misused (const TcCtlVerb *verbs, const char *words);
/* The answer of status, for a person. */
void tc_ctl_print_status (JsonObject *answer);
