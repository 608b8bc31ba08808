/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small device for the tests: a real HTTP server on loopback that answers as cameras and
 * recorders do, with their clocks, their proofs of an account and their faults. It judges proofs by
 * itself, not by our code.
 */
#pragma once

#include "tc-onvif-client.h"
#include "tc-onvif-error.h"

#include <libsoup/soup.h>

#define DEVICE_ACCOUNT "operator \"1\""
#define DEVICE_PASSWORD "Mật-khẩu&<7>"

typedef enum {
  DEVICE_OPEN,   /* it asks for no account */
  DEVICE_MD5,    /* HTTP Digest */
  DEVICE_SHA256, /* likewise, by SHA-256 alone */
  DEVICE_TOKEN,  /* WS-UsernameToken; faults, never 401 */
  DEVICE_EITHER, /* MD5 or token, but a request with both is refused */
} DeviceProof;

typedef struct _Device Device;

/* Instead of what is usual, if it returns TRUE. */
typedef gboolean (*DeviceTrick) (Device *device, const char *action, SoupServerMessage *message);

struct _Device {
  SoupServer *server; /* (owned) */
  char *host;         /* (owned): "127.0.0.1:port" */
  guint16 port;
  DeviceProof proof;
  gint64 ahead_us;     /* its clock less ours */
  gboolean all_closed; /* its clock too is told only to who proves an account */
  gboolean locked;     /* no proof is right */
  gboolean says_stale; /* of each challenge */
  guint nonce_uses;    /* challenges are good for so many requests; 0: for ever */
  guint answer_ms;     /* that its client gives it */
  guint fresh_ms;      /* for which that takes its clock to be right */
  DeviceTrick trick;   /* (nullable) */
  gpointer trick_data; /* (unowned) */
  GHashTable *files;   /* (owned): action -> name of the reply; others are refused */
  GPtrArray *heard;    /* (owned): one line each request: "GetProfiles digest" */
  GString *bytes;      /* (owned): all that came: path, headers, bodies */
  GHashTable *nonces;  /* (owned): of tokens that came */
  char *nonce;         /* (owned): of challenges */
  guint n_nonce;       /* times it was used */
  guint64 count;       /* the highest count of it */
};

Device *device_new (void);
void device_free (Device *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Device, device_free)

/* What it answers to @action: a file of the corpus; NULL: it refuses that. */
void device_set (Device *device, const char *action, const char *file);
/* @text as an answer, at once. */
void device_answer (SoupServerMessage *message, guint status, const char *type, const char *text);
/* <action>Response of @namespace, empty. (transfer full) */
char *device_dup_done (const char *namespace, const char *action);
/* How many requests of that line came; NULL: all. */
guint device_count (Device *device, const char *line);
/* How many with a proof came: "digest" or "token". */
guint device_count_proofs (Device *device, const char *proof);

/* @account: FALSE: without one. It waits for device->answer_ms, 0: long. */
TcOnvifClient *device_connect_to (Device *device, gboolean account);

/* Runs the main context until @result is there; give its address as data with device_done_cb. */
void device_done_cb (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *device_wait (GAsyncResult **result);
void device_run_for (guint ms);

/* Connects; (nullable): what came of it. */
GError *device_connect (TcOnvifClient *client);
/* Each waits for what it asks. */
GPtrArray *device_ask_profiles (TcOnvifClient *client, GError **error);
char *device_ask_stream (TcOnvifClient *client, const TcOnvifProfile *profile, GError **error);
char *device_ask_snapshot (TcOnvifClient *client, const TcOnvifProfile *profile, GError **error);
/* Connects and asks for all that is usual, which is there; nothing gave the password away. */
void device_check_all (Device *device, TcOnvifClient *client);
/* The error is of that code; it is freed. No password in it. */
void device_assert_cause (GError *error, const char *code);
/* Nothing that came has the password in it, in any form that could be read. */
void device_assert_secret (Device *device);
