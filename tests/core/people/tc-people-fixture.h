/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small centre for the tests of desks, sessions, permission and reading rights: a province, two
 * units, a role with a capability, a person with a post and a desk where the role may work.
 */
#pragma once

#include "tc-core-fixture.h"
#include "tc-people-operations.h"

typedef struct {
  gint64 unit;
  gint64 other_unit;
  gint64 role;
  gint64 staff;
  gint64 post;
  gint64 desk; /* enrolled */
} TcCentre;

#define TC_CENTRE_CAPABILITY TC_CAPABILITY_PEOPLE

TcCentre tc_centre_new (TcFixture *fixture);
/* The person signs in at the desk, for eight hours. */
TcActor tc_centre_sign_in (TcFixture *fixture, const TcCentre *centre);
/* Any operation that needs TC_CENTRE_CAPABILITY, refused with @code or applied if it is NULL. */
void tc_centre_act (TcFixture *fixture, const TcCentre *centre, TcActor actor, const char *code);
