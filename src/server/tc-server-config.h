/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd's settings: one INI file with comments. Every key stands in one table with its default
 * and what it is for, from which the commented file is printed too (toancanhd --print-config); a
 * key that isn't in it is refused by name, so that a slip of the pen never goes unseen.
 */
#pragma once

#include <glib.h>

typedef struct {
  char *path;         /* (owned) (nullable): where these settings were read from */
  char *data_dir;     /* (owned) */
  char *admin_socket; /* (owned): "" is admin.sock in the data directory */

  char *address; /* (owned) */
  gint64 port;
  char *certificate; /* (owned): "" is none */
  char *key;         /* (owned): "" is in the certificate's file */
  gboolean allow_plain;
  char *trusted_proxy; /* (owned): "" is none */

  gint64 connections_max;
  gint64 address_connections_max;
  gint64 head_s;
  gint64 idle_s;

  gint64 session_hours;
  gint64 catch_up_days;
  gint64 cameras_report_after_s; /* 0: never */
  char *cameras_report_field;    /* (owned): code; "": none */
  gint64 offline_days;

  char *alarm_call_command;  /* (owned): "" is none */
  char *alarm_call_language; /* (owned): "vi" or "en" */
  gint64 alarm_call_timeout_s;
  gint64 alarm_call_tries;
  gint64 alarm_call_retry_s;
  gint64 alarm_call_hour_max;
  gint64 alarm_call_person_max;
  gint64 alarm_call_others_minutes;

  gboolean metrics_enabled;
  char *metrics_token;
  gint64 file_mib_max;
  gint64 files_gib_max;

  char *backup_dir; /* (owned): "" is none */
  char *backup_at;  /* (owned): "02:30" */
  gint64 backup_keep;

  char *relay_server; /* (owned): "" is none: this is the province's server */
  char *relay_ca;     /* (owned): "" is the system's */
  char *relay_code;   /* (owned) */

  gboolean pages_enabled;
  char *pages_address; /* (owned): "" is none */
  gint64 pages_hours;

  gboolean open311_enabled;
  char *open311_jurisdiction; /* (owned): "" takes any */
  gboolean open311_jurisdiction_required;
  char *open311_base_url; /* (owned): "" is as clients ask */
  char *open311_contact;  /* (owned) */
  char *open311_keys;     /* (owned) */
  char *open311_language; /* (owned) */
  gboolean open311_test;
  char **open311_media_hosts; /* (owned) */
  gboolean open311_media_private;
  gint64 open311_address_rate;
  gint64 open311_key_rate;
} TcServerConfig;

/**
 * tc_server_config_new:
 * @path: (nullable): NULL gives the defaults
 *
 * Errors: TC_ERROR_INVALID that names the key and what is wrong with it; G_FILE_ERROR.
 */
TcServerConfig *tc_server_config_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The minute of the day that @text, "02:30", names; -1 if it is none. */
int tc_server_config_minute (const char *text);
void tc_server_config_free (TcServerConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcServerConfig, tc_server_config_free)

/* The file with all defaults and what each key is for. (transfer full) */
char *tc_server_config_print (void);
