/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small server for toancanhctl: the administration socket over a province in memory, on the
 * test's own main loop. What it answers is written down in tc-admin-client.h.
 */
#pragma once

#include "tc-core-fixture.h"

#include <gio/gio.h>

typedef struct {
  TcFixture *fixture;      /* (owned): the province */
  char *dir;               /* (owned) */
  char *path;              /* (owned): of the socket */
  GSocketService *service; /* (owned) */
  guint operations;        /* carried out */
  guint refuse_at;         /* refuse the operation of that number, from 1; 0: none */
  guint drop_at;           /* close the line at that operation; 0: don't */
  GString *asked;          /* (owned): the verbs asked, each with a space after it */
  GByteArray *file;        /* (owned): the one that came last */
  char *secret;            /* (owned) (nullable): the password told last */
} TcAdminFake;

TcAdminFake *tc_admin_fake_new (void);
void tc_admin_fake_free (TcAdminFake *fake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcAdminFake, tc_admin_fake_free)
