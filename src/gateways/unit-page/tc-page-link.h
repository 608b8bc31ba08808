/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The link to an order's page, and the token of a button on it. Both say what they stand for and
 * carry a code over it that only the server can make (keyed BLAKE2b, 128 bits of it): nothing is
 * stored, and what was forged or cut short costs no look at the database.
 *
 * A link stands for one order, until a time, and until the order's page is renewed. A press stands
 * for one button press on the page of that link, by an id: it can be used once, which is its user's
 * to see to.
 */
#pragma once

#include "tc-digest.h"
#include "tc-key.h"

/* What links are signed with. */
typedef struct {
  TcDigest secret;
} TcPageKey;

/* From the server's key: the same after a restart or a restore. */
TcPageKey tc_page_key_derive (const TcKey *server);

typedef struct {
  gint64 task_id;
  gint64 renewals; /* how many incident.renew-page of the order it follows */
  gint64 until_us; /* whole seconds */
} TcPageLink;

/* 48 characters of A–Z a–z 0–9 - _. (transfer full) */
char *tc_page_link_make (const TcPageKey *key, const TcPageLink *link);
/* FALSE for what we didn't make. Says nothing of the time, nor whether it was renewed since. */
gboolean tc_page_link_parse (const TcPageKey *key, const char *text,
                             TcPageLink *link) G_GNUC_WARN_UNUSED_RESULT;

/* @id: of the record that the press makes. (transfer full) */
char *tc_page_press_make (const TcPageKey *key, const TcPageLink *link, gint64 id);
/* @text: (nullable). FALSE for what we didn't make for @link. */
gboolean tc_page_press_parse (const TcPageKey *key, const TcPageLink *link, const char *text,
                              gint64 *id) G_GNUC_WARN_UNUSED_RESULT;
