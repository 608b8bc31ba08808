/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a server and a province from the answers to the ten questions (client/setup): the files
 * first, then, if asked for, starting it. What was made is noted in the answers, so that it can be
 * gone on with; what somebody else made is never written over.
 *
 * Thread: the owner's; all calls block. Messages of errors are for the person who set it up.
 */
#pragma once

#include "tc-setup-answers.h"
#include "tc-setup-programs.h"

#include <gio/gio.h>

/* Where all of it goes; paths all (owned). */
typedef struct {
  char *folder;      /* of the configuration */
  char *config;      /* toancanhd.conf */
  char *province;    /* the folder of its files */
  char *certificate; /* made by us, or theirs; NULL: none is needed */
  char *key;         /* likewise */
  char *data;
  char *socket;
  char *log;
  char *unit; /* of systemd: the service of a person, or what is added to the system's */
} TcInitPlaces;

/* @into: (nullable): the configuration's folder; NULL: the usual */
TcInitPlaces *tc_init_places_new (const TcSetupAnswers *answers, const char *into);
void tc_init_places_free (TcInitPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcInitPlaces, tc_init_places_free)

/* What desks connect to; @own: the desk of this computer. (transfer full) */
char *tc_init_dup_url (const TcSetupAnswers *answers, gboolean own);
gboolean tc_init_has_own_certificate (const TcSetupAnswers *answers);

/* Looks whether all places are free, and notes them as ours in the answers; save those before
 * anything is written, so that what breaks off is known as ours. Errors: G_IO_ERROR_EXISTS for what
 * somebody else made. */
gboolean tc_init_claim (TcSetupAnswers *answers, const TcInitPlaces *places,
                        const TcSetupPrograms *programs, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Each makes its part, once more too where nobody has changed it since; what somebody changed stays
 * as it is. Errors: what writing and the programs gave. */
gboolean tc_init_make_certificate (TcSetupAnswers *answers, const TcInitPlaces *places,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_init_make_config (TcSetupAnswers *answers, const TcInitPlaces *places,
                              const TcSetupPrograms *programs,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_init_make_province (TcSetupAnswers *answers, const TcInitPlaces *places,
                                const TcSetupPrograms *programs,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A desk that was invited. */
typedef struct {
  char *name; /* (owned) */
  char *code; /* (owned): one-time */
} TcInitDesk;

typedef void (*TcInitProgress) (const char *sentence, gpointer data);

/**
 * tc_init_start:
 * @password: of the administrator's account
 * @progress: told what is being done
 *
 * Starts the server unless it runs, loads the province, sets the password, invites the desks. A
 * server that it started itself is ended again if what follows fails.
 * Returns: (transfer full) (element-type TcInitDesk)
 */
GPtrArray *tc_init_start (TcSetupAnswers *answers, const TcInitPlaces *places,
                          const TcSetupPrograms *programs, const char *password,
                          TcInitProgress progress, gpointer data,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of tc-init-files.c, for the parts: */
/* A program to its end; what it wrote on standard output. @argv: NULL-terminated */
char *tc_init_run (const char *const *argv, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether @path, a file or a folder of files, may be written: it isn't there, or is as
 * tc_init_note() found it. @kind: of its note in the answers */
gboolean tc_init_may_write (const TcSetupAnswers *answers, const char *kind, const char *path);
void tc_init_note (TcSetupAnswers *answers, const char *kind, const char *path);
gboolean tc_init_make_folder (const char *path, int mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_init_write (const char *path, const char *text, int mode,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
