/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A province in memory that answers what a plan asks of its server, and on which a plan is carried
 * out, each step at its time, as the server does it.
 */
#pragma once

#include "tc-core-fixture.h"
#include "tc-province-plan.h"

typedef struct {
  TcFixture *fixture; /* (owned) */
  GHashTable *days;   /* (owned): day → numbers handed out */
  gboolean broken;    /* reading fails */
} World;

/* Asked with a World. */
extern const TcProvinceServer world_server;

void world_init (World *world);
void world_clear (World *world);
/* @steps: (element-type TcPlanStep); none may be refused, uploads are passed over. */
void world_carry_out (World *world, GPtrArray *steps);
