/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a fixture holds, in a file that a worker reads as on a desk. The file is what it was when it
 * was published last.
 */
#pragma once

#include "tc-core-fixture.h"
#include "tc-worker.h"

typedef struct {
  TcFixture *fixture; /* (unowned): the test's, outlives it */
  char *dir;          /* (owned): of its own */
  char *path;         /* (owned): in it */
  TcDatabase *db;     /* (owned): the file */
  TcWorker *reader;   /* (owned) */
} TcFixtureFile;

/* Published. */
TcFixtureFile *tc_fixture_file_new (TcFixture *fixture);
void tc_fixture_file_publish (TcFixtureFile *self);
/* Asserts that nothing else is left in its folder. */
void tc_fixture_file_free (TcFixtureFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFixtureFile, tc_fixture_file_free)

/* All that one database holds into another, in place of what is there. */
void tc_fixture_copy (TcDatabase *to, TcDatabase *from);
