/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tests of the gateway share: a whole gateway on loopback over a real database, whose sink
 * carries operations out as the server does, and a client on a thread of its own with plain
 * blocking sockets, which can send any bytes.
 */
#pragma once

#include "tc-code-pool.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-open311-gateway.h"

#define TEST_TYPE_SINK (test_sink_get_type ())
G_DECLARE_FINAL_TYPE (TestSink, test_sink, TEST, SINK, GObject)
/* The writer's connection. */
TcDatabase *test_sink_get_database (TestSink *self);

/* Keys that the fixture's gateway knows; the second belongs to another client. */
#define KEY_A "key-of-a"
#define KEY_B "key-of-b"
#define BASE "/open311/v2"

typedef struct {
  char *folder; /* (owned) */
  TestSink *sink;
  TcWorker *reader;
  TcCodePool *codes;
  TcOpen311Options options;
  TcOpen311Gateway *gateway;
  TcHttpServer *server;
  guint16 port;
  gint64 fields[3]; /* ids of the services below */
  gint64 area_id;   /* a ward around 9.78, 105.47 */
} Fixture;

/* Services "giaothong" (no questions), "giaothong.den" (two questions) and "cu" (switched off).
 * @change: (nullable): may change the options before the gateway is made. */
void fixture_set_up (Fixture *fixture, void (*change) (TcOpen311Options *options));
/* Likewise over other limits of the HTTP server. */
void fixture_set_up_limited (Fixture *fixture, void (*change) (TcOpen311Options *options),
                             const TcHttpLimits *limits);
void fixture_tear_down (Fixture *fixture);

/* Carries out an operation of the system; fails the test if it is refused. */
void fixture_do (Fixture *fixture, const TcOperationType *type, gconstpointer args);
gint64 fixture_make_id (Fixture *fixture);
/* From the writer's connection. */
gint64 fixture_count (Fixture *fixture, const char *sql);
char *fixture_dup_text (Fixture *fixture, const char *sql);
/* How many further operations fail as a full server's do. */
void fixture_fail_next (Fixture *fixture, guint n, TcError code);
/* Once, after g_test_init(): lines of the journal can then be expected. */
void fixture_watch_journal (void);
/* A line that fits @pattern ('*' is anything) is to come, and is not a fault. */
void fixture_expect (Fixture *fixture, const char *pattern);
void fixture_assert_expected (Fixture *fixture);
/* Runs the main context until @func has returned on a thread of its own. */
void fixture_beside (GThreadFunc func, gpointer data);

typedef struct {
  guint status;
  char *head; /* (owned) */
  char *body; /* (owned) */
} Reply;

void reply_free (Reply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)
/* (nullable): the value of that header. (transfer full) */
char *reply_dup_header (const Reply *reply, const char *name);

/* @path: below BASE; @headers: (nullable): whole lines, each with its \r\n. */
Reply *fixture_get (Fixture *fixture, const char *path, const char *headers);
/* @form: a form body. */
Reply *fixture_post (Fixture *fixture, const char *path, const char *form, const char *headers);
/* Any bytes; the connection is closed by the server or after 10 s. */
Reply *fixture_raw (Fixture *fixture, const char *bytes, gsize size);
