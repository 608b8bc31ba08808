/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server tells the Open311 gateway: settings of its INI file, and the few things that only
 * the server has (keys, files).
 */
#pragma once

#include <glib.h>

#define TC_OPEN311_CLIENT_NAME_MAX 60

/* Who stands behind an API key. */
typedef struct {
  gint64 id;
  char name[TC_OPEN311_CLIENT_NAME_MAX + 1];    /* becomes `source` of what it reports */
  char channel[TC_OPEN311_CLIENT_NAME_MAX + 1]; /* becomes `channel`: "open311", "app", "sensor" */
} TcOpen311Client;

/* A zeroed struct with the defaults below is made by tc_open311_options_default. */
typedef struct {
  const char *jurisdiction_id;    /* (nullable): NULL takes any */
  gboolean jurisdiction_required; /* a request that names none is refused */
  const char *base_url;           /* (nullable): ours as clients reach it; NULL: as they ask */
  const char *contact;            /* (nullable): for discovery: whom to write to */
  const char *key_service;        /* (nullable): for discovery: how to get a key */
  const char *changeset;          /* when the interface was last changed, W3C date-time */
  gboolean test;                  /* discovery says "test" instead of "production" */
  const char *language;           /* "vi" or "en", for who doesn't say */
  int offset_s;                   /* zone of the times we tell, seconds east of UTC */
  gboolean answer_with_token;     /* a POST is answered with a token, to be asked for the id */
  guint repeat_s;                 /* a POST equal byte for byte within it is the same; 0: never */
  guint key_rate_per_minute;      /* POSTs of one API key */
  guint key_burst;
  guint address_rate_per_minute; /* requests of one address */
  guint address_burst;
  guint concurrent_max;           /* requests that wait for the database, altogether */
  const char *const *media_hosts; /* (nullable): NULL-terminated; photos come from these alone */
  gboolean media_private_allowed; /* also from loopback and private addresses (tests, intranets) */
  gint64 media_bytes_max;
  guint media_s_max; /* for one photo, altogether */
  guint media_concurrent_max;
  guint media_queue_max; /* photos waiting; more are left out, with a line in the journal */

  /* FALSE: no such key, or it is switched off. */
  gboolean (*find_client) (const char *api_key, TcOpen311Client *client, gpointer data);
  /* (nullable): where the file of that SHA-256 (hex) stands or has to be put. (transfer full).
   * Without it photos are neither fetched nor shown. */
  char *(*dup_file_path) (const char *hash, gpointer data);
  gpointer data; /* (unowned): outlives the gateway */
} TcOpen311Options;

extern const TcOpen311Options tc_open311_options_default;
