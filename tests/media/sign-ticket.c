/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signs a ticket with a server's key, for tests of what a media host refuses: one that is over,
 * isn't used in time, or is of another server.
 *
 *   sign-ticket KEY HOST CAMERA PROFILE BEGIN-BY-S ENDS-S     seconds from now; KEY is made if it
 *                                                             isn't there
 */
#include "tc-digest.h"
#include "tc-media-ticket.h"

#include <stdio.h>
#include <stdlib.h>

static gint64
from_now (const char *seconds)
{
  return g_get_real_time () + g_ascii_strtoll (seconds, NULL, 10) * G_USEC_PER_SEC;
}

int
main (int argc, char **argv)
{
  TcMediaTicket ticket = {
      .use = TC_TICKET_LIVE, .rate_milli = TC_TICKET_RATE_NORMAL, .staff_id = 1};
  g_autoptr (TcKey) key = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  tc_crypto_init ();
  if (argc != 7 || !tc_ticket_profile_from_code (argv[4], &ticket.profile)) {
    fprintf (stderr, "usage: sign-ticket KEY HOST CAMERA PROFILE BEGIN-BY-S ENDS-S\n");
    return 2;
  }
  key = tc_key_load_or_make (argv[1], &error);
  if (!key) {
    fprintf (stderr, "sign-ticket: %s\n", error->message);
    return 1;
  }
  ticket.host = (guint16) atoi (argv[2]);
  ticket.camera_id = g_ascii_strtoll (argv[3], NULL, 10);
  ticket.begin_by_us = from_now (argv[5]);
  ticket.ends_us = from_now (argv[6]);
  tc_random_bytes (ticket.nonce, TC_TICKET_NONCE_SIZE);
  text = tc_media_ticket_sign (&ticket, key);
  printf ("%s\n", text);
  return 0;
}
