/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A province in memory: a database with the replicated schema, a clock that only moves when told,
 * and operations carried out as the server does it, by the system or by a person at a desk.
 */
#pragma once

#include "tc-execute.h"
#include "tc-id.h"

#define TC_FIXTURE_START_US (TC_ID_EPOCH_US + (gint64) 1000 * 86400 * 1000000)

/* Who makes an operation: {0} is the system. */
typedef struct {
  gint64 staff_id;
  gint64 session_id;
  guint16 desk;
} TcActor;

typedef struct {
  TcDatabase *db;                /* (owned) */
  TcCatalogue *catalogue;        /* (owned) */
  TcCapture *capture;            /* (owned) */
  TcDatabase *mirror;            /* (owned): what a desk with every scope holds */
  TcCatalogue *mirror_catalogue; /* (owned) */
  TcKey *key;                    /* (owned) */
  TcIdMaker ids;
  gint64 now_us;
  gint64 seq;
  GPtrArray *log; /* (owned) (element-type TcOperation): all that were tried, in order */
} TcFixture;

TcFixture *tc_fixture_new (void);
void tc_fixture_free (TcFixture *fixture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFixture, tc_fixture_free)

gint64 tc_fixture_id (TcFixture *fixture);

/* Carries it out in a transaction of its own; a fault of the database ends the test.
 * Returns: (transfer full) (nullable): the refusal, NULL if it was applied */
TcRefusal *tc_fixture_try_as (TcFixture *fixture, TcActor actor, const TcOperationType *type,
                              gconstpointer args);
/* By the system; asserts that it is applied. */
void tc_fixture_run (TcFixture *fixture, const TcOperationType *type, gconstpointer args);
void tc_fixture_run_as (TcFixture *fixture, TcActor actor, const TcOperationType *type,
                        gconstpointer args);
/* Asserts that it is refused with @code and that nothing was changed. */
void tc_fixture_refuse (TcFixture *fixture, const TcOperationType *type, gconstpointer args,
                        const char *code);
void tc_fixture_refuse_as (TcFixture *fixture, TcActor actor, const TcOperationType *type,
                           gconstpointer args, const char *code);

/* Asserts that the log carried out again on an empty database gives the same rows, and that the
 * captured row images, applied to another, do as well. */
void tc_fixture_check_replays (TcFixture *fixture);

/* For lists in tests: the id at @i of a GArray of gint64. */
#define TC_ID_AT(array, i) g_array_index (array, gint64, i)
