/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The control room of tests/core/incidents in a file, read by a worker as on a desk.
 */
#pragma once

#include "tc-fixture-file.h"
#include "tc-room-fixture.h"
#include "wait-for.h"

typedef struct {
  TcRoom *room;        /* (owned) */
  TcFixtureFile *file; /* (owned) */
} Bench;

void set_up (Bench *bench);
void tear_down (Bench *bench);
/* What was done since can be read. */
void publish (Bench *bench);
