/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanh-media's settings: one INI file with comments, made of one table as toancanhd's is
 * (tc-server-config.h). A key that isn't in it is refused by name.
 */
#pragma once

#include <glib.h>

typedef struct {
  char *server; /* (owned), as all texts: URL */
  char *ca;     /* "" is the system's */
  char *code;   /* one-time; "": none */
  char *data_dir;
  char *name;    /* as desks reach it; "": as the server sees its line */
  char *address; /* numeric: what is listened on */
  gint64 port_first, port_last;
  char *certificate; /* "": made at the first start */
  char *key;
  char *recordings;      /* "": nothing is recorded */
  gint64 recordings_mib; /* 0: no limit */
  gint64 free_mib;       /* of the disk; 0: a tenth of it */
  gint64 kbit;           /* a second, of the connection to desks; 0: as much as there is */
  gint64 short_days, standard_days, long_days;
  gint64 copies_days; /* 0: for ever */
} TcMediaConfig;

/* @path: (nullable): NULL gives the defaults. Errors: TC_ERROR_INVALID that names the key and what
 * is wrong with it; G_FILE_ERROR. */
TcMediaConfig *tc_media_config_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_media_config_free (TcMediaConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaConfig, tc_media_config_free)

/* The file with all defaults and what each key is for. (transfer full) */
char *tc_media_config_print (void);
