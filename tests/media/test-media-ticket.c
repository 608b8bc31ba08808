/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tickets: what was signed is read again; each change of the text, another key and each wrong
 * member is refused; and a ticket admits to what it says, from its signing to its end.
 */
#include "tc-media-ticket.h"

#include "tc-digest.h"

#include <string.h>

#define NOW_US ((gint64) 1764000000 * G_USEC_PER_SEC)

static const TcMediaTicket live = {
    .host = 7,
    .camera_id = 1234567890123,
    .use = TC_TICKET_LIVE,
    .profile = TC_PROFILE_SUB,
    .rate_milli = TC_TICKET_RATE_NORMAL,
    .desk = 4095,
    .staff_id = 42,
    .begin_by_us = NOW_US + TC_TICKET_BEGIN_US,
    .ends_us = NOW_US + TC_TICKET_LASTS_US,
    .nonce = {1, 2, 3},
};

static TcMediaTicket
make_replay (void)
{
  TcMediaTicket replay = live;

  replay.use = TC_TICKET_REPLAY;
  replay.profile = TC_PROFILE_MAIN;
  replay.from_us = NOW_US - (gint64) 3600 * G_USEC_PER_SEC;
  replay.start_us = NOW_US + 1;
  replay.rate_milli = TC_TICKET_RATE_MAX;
  return replay;
}

static TcMediaTicket
make_export (void)
{
  TcMediaTicket export = live;

  export.use = TC_TICKET_EXPORT;
  export.profile = TC_PROFILE_MAIN;
  export.export_id = G_MAXINT64;
  return export;
}

static void
check_same (const TcMediaTicket *a, const TcMediaTicket *b)
{
  g_assert_cmpuint (a->host, ==, b->host);
  g_assert_cmpint (a->camera_id, ==, b->camera_id);
  g_assert_true (a->use == b->use && a->profile == b->profile);
  g_assert_cmpint (a->export_id, ==, b->export_id);
  g_assert_cmpint (a->from_us, ==, b->from_us);
  g_assert_cmpint (a->start_us, ==, b->start_us);
  g_assert_cmpint (a->rate_milli, ==, b->rate_milli);
  g_assert_cmpuint (a->desk, ==, b->desk);
  g_assert_cmpint (a->staff_id, ==, b->staff_id);
  g_assert_cmpint (a->begin_by_us, ==, b->begin_by_us);
  g_assert_cmpint (a->ends_us, ==, b->ends_us);
  g_assert_cmpmem (a->nonce, TC_TICKET_NONCE_SIZE, b->nonce, TC_TICKET_NONCE_SIZE);
}

static void
test_codes (void)
{
  TcTicketUse use = TC_TICKET_N_USES;
  TcStreamProfile profile;

  g_assert_true (tc_ticket_use_from_code ("replay", &use) && use == TC_TICKET_REPLAY);
  g_assert_true (tc_ticket_use_from_code (tc_ticket_use_code (TC_TICKET_LIVE), &use));
  g_assert_true (use == TC_TICKET_LIVE);
  g_assert_false (tc_ticket_use_from_code ("copy", &use));
  g_assert_true (tc_ticket_profile_from_code ("sub", &profile) && profile == TC_PROFILE_SUB);
  g_assert_true (tc_ticket_profile_from_code ("main", &profile) && profile == TC_PROFILE_MAIN);
  g_assert_false (tc_ticket_profile_from_code ("thin", &profile));
  g_assert_false (tc_ticket_profile_from_code ("", &profile));
  g_assert_false (tc_ticket_profile_from_code (NULL, &profile));
}

static void
test_round (void)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  const TcMediaTicket tickets[] = {live, make_replay (), make_export ()};

  for (gsize i = 0; i < G_N_ELEMENTS (tickets); i++) {
    g_autofree char *text = tc_media_ticket_sign (&tickets[i], key);
    g_autoptr (GError) error = NULL;
    TcMediaTicket read;

    g_assert_cmpuint (strlen (text), <=, TC_TICKET_CHARS_MAX);
    g_assert_cmpuint (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                    "-_"),
                      ==, strlen (text));
    g_assert_true (tc_media_ticket_read (&read, text, tc_key_get_public (key), &error));
    g_assert_no_error (error);
    check_same (&read, &tickets[i]);
  }
}

static void
check_refused (const char *text, const TcKey *key, int code)
{
  g_autoptr (GError) error = NULL;
  TcMediaTicket read = {.host = 1};

  g_assert_false (tc_media_ticket_read (&read, text, tc_key_get_public (key), &error));
  g_assert_true (error->domain == TC_ERROR);
  if (code >= 0)
    g_assert_cmpint (error->code, ==, code);
  g_assert_cmpuint (read.host, ==, 1);
}

static void
test_altered (void)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  g_autoptr (TcKey) other = tc_key_generate ();
  g_autofree char *text = tc_media_ticket_sign (&live, key);
  g_autofree char *longer = g_strconcat (text, "A", NULL);
  g_autofree char *padded = g_strconcat (text, "=", NULL);
  g_autofree char *spaced = g_strconcat (" ", text, NULL);
  g_autofree char *huge = g_strnfill (100000, 'A');

  check_refused (text, other, TC_ERROR_DENIED);
  check_refused ("", key, TC_ERROR_INVALID);
  check_refused ("AAAA", key, TC_ERROR_INVALID);
  check_refused (huge, key, TC_ERROR_INVALID);
  check_refused (longer, key, -1);
  check_refused (padded, key, TC_ERROR_INVALID);
  check_refused (spaced, key, TC_ERROR_INVALID);
  for (gsize i = 0; text[i]; i++) {
    g_autofree char *changed = g_strdup (text);
    g_autofree char *cut = g_strndup (text, i);

    changed[i] = changed[i] == 'B' ? 'C' : 'B';
    check_refused (changed, key, -1);
    check_refused (cut, key, -1);
  }
}

static void
test_members (void)
{
  TcMediaTicket ticket = live;

  g_assert_true (tc_media_ticket_is_valid (&ticket));
#define WRONG(member, value)                                                                       \
  ticket = live;                                                                                   \
  ticket.member = value;                                                                           \
  g_assert_false (tc_media_ticket_is_valid (&ticket))
  WRONG (host, 0);
  WRONG (host, 4096);
  WRONG (desk, 4096);
  WRONG (camera_id, 0);
  WRONG (staff_id, 0);
  WRONG (use, TC_TICKET_N_USES);
  WRONG (use, TC_TICKET_REPLAY);
  WRONG (profile, TC_PROFILE_NONE);
  WRONG (profile, TC_PROFILE_N);
  WRONG (use, TC_TICKET_EXPORT);
  WRONG (export_id, 5);
  WRONG (from_us, 1);
  WRONG (start_us, 1);
  WRONG (rate_milli, 2000);
  WRONG (begin_by_us, 0);
  WRONG (ends_us, live.begin_by_us - 1);
#undef WRONG
  ticket = make_replay ();
  g_assert_true (tc_media_ticket_is_valid (&ticket));
  ticket.rate_milli = TC_TICKET_RATE_MAX + 1;
  g_assert_false (tc_media_ticket_is_valid (&ticket));
  ticket.rate_milli = TC_TICKET_RATE_MIN - 1;
  g_assert_false (tc_media_ticket_is_valid (&ticket));
  ticket = make_export ();
  g_assert_true (tc_media_ticket_is_valid (&ticket));
  ticket.export_id = -1;
  g_assert_false (tc_media_ticket_is_valid (&ticket));
  ticket = make_export ();
  ticket.from_us = 1;
  g_assert_false (tc_media_ticket_is_valid (&ticket));
}

static void
check_admits (const TcTicketWish *wish, gboolean begun, gint64 now_us, const char *why)
{
  g_autoptr (GError) error = NULL;
  gboolean admits = tc_media_ticket_admits (&live, wish, begun, now_us, &error);

  g_assert_true (admits == !why);
  if (!why)
    return;
  g_assert_error (error, TC_ERROR, TC_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, why));
}

static void
test_admits (void)
{
  const TcTicketWish wish = {live.host, live.camera_id, live.use, live.profile};
  TcTicketWish other = wish;

  check_admits (&wish, FALSE, NOW_US, NULL);
  check_admits (&wish, FALSE, live.begin_by_us - 1, NULL);
  check_admits (&wish, FALSE, live.begin_by_us, "before");
  check_admits (&wish, TRUE, live.begin_by_us, NULL);
  check_admits (&wish, TRUE, live.ends_us - 1, NULL);
  check_admits (&wish, TRUE, live.ends_us, "ended");
  other.host++;
  check_admits (&other, FALSE, NOW_US, "host");
  other = wish;
  other.camera_id++;
  check_admits (&other, FALSE, NOW_US, "camera");
  other = wish;
  other.use = TC_TICKET_REPLAY;
  check_admits (&other, FALSE, NOW_US, "stream");
  other = wish;
  other.profile = TC_PROFILE_MAIN;
  check_admits (&other, FALSE, NOW_US, "stream");
  other = wish;
  other.export_id = 7;
  check_admits (&other, FALSE, NOW_US, "export");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/media-ticket/codes", test_codes);
  g_test_add_func ("/media-ticket/round", test_round);
  g_test_add_func ("/media-ticket/altered", test_altered);
  g_test_add_func ("/media-ticket/members", test_members);
  g_test_add_func ("/media-ticket/admits", test_admits);
  return g_test_run ();
}
