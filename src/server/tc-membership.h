/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who a relay or a media host is: its enrolment with the province's server, kept as relay.ini or
 * media.ini beside its key in the data directory.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-key.h"
#include "tc-wire-address.h"

/* Texts are lent, and none is NULL. */
typedef struct {
  const char
      *what; /* "relay", "media": group of its settings and files, option of its invitation */
  const char *server; /* URL */
  const char *ca;     /* "": the system's authorities */
  const char *code;   /* one-time; "": none */
  const char *dir;    /* data directory */
} TcMembershipOptions;

typedef struct {
  guint16 replica; /* 0: not enrolled */
  char *name;      /* (owned) (nullable) */
  TcPublicKey server_key;
  TcKey *key; /* (owned) (nullable) */
} TcMembership;

void tc_membership_clear (TcMembership *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcMembership, tc_membership_clear)

/* (transfer full): the server's address as configured. Errors: as tc_wire_address_new(). */
TcWireAddress *tc_membership_address_new (const TcMembershipOptions *options,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is there, with a key of its own; replica 0 if it has not joined yet. Errors: G_FILE_ERROR,
 * TC_ERROR_INVALID. */
gboolean tc_membership_load (TcMembership *self, const TcMembershipOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Likewise, joining with the one-time code first if it hasn't; before anything is served: it turns
 * the main loop until it is answered. Errors: TC_ERROR_DENIED (the code is no good),
 * TC_ERROR_INVALID (no code, another answer), G_IO_ERROR, G_TLS_ERROR, those above. */
gboolean tc_membership_join (TcMembership *self, const TcMembershipOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
