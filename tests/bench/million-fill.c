/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Puts incidents into a desk's replica, a million unless told otherwise, and does all that a desk
 * does behind all else: its index of words, and what it learns of their fields: million-fill
 * replica.db [HOW-MANY]
 */
#include "million.h"
#include "tc-field-proposal.h"
#include "tc-incident-text.h"
#include "tc-schema.h"

#define WITHIN_US ((gint64) 730 * 86400 * G_USEC_PER_SEC)
#define SLICE 4096

static void
finish (TcDatabase *db, const char *name, gboolean (*step) (TcDatabase *db, guint limit))
{
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  while (more) {
    tc_database_begin (db);
    more = step (db, SLICE);
    g_assert_true (tc_database_commit (db, &error));
    if (tc_database_get_wal_pages (db) > SLICE)
      tc_database_checkpoint (db);
  }
  tc_database_checkpoint (db);
  g_print ("figure %s %.1f s\n", name,
           (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = NULL;
  gint64 start_us = g_get_monotonic_time ();

  g_assert_true (argc == 2 || argc == 3);
  db = tc_database_open (argv[1], TC_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, sets, &error));
  million_fill (db, argc == 3 ? g_ascii_strtoll (argv[2], NULL, 10) : MILLION, WITHIN_US,
                g_get_real_time (), TRUE);
  tc_database_checkpoint (db);
  g_print ("# filled in %.0f s\n", (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);
  finish (db, "queue-index", tc_incident_text_step);
  finish (db, "queue-learn", tc_field_learn_step);
  return 0;
}
