/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server does with its log in a month, at once, while it is stopped: lets go of all row
 * images and packs the operations, so many in a segment that few are left.
 *
 *   pack-log STATE-DB OPERATIONS
 *
 * Says how many segments there are then.
 */
#include "tc-log-store.h"

#include <stdlib.h>

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = NULL;
  g_autoptr (TcLogStore) log = NULL;
  TcLogTrim trim = {.more = TRUE};
  gboolean more = TRUE;
  gint64 until_us;

  if (argc != 3)
    return 2;
  db = tc_database_open (argv[1], TC_DATABASE_WRITER | TC_DATABASE_FULL, &error);
  log = db ? tc_log_sqlite_new (db, NULL, &error) : NULL;
  if (!log || !tc_log_store_lease (log, 0, &until_us, &error))
    g_error ("%s", error->message);
  while (trim.more)
    if (!tc_log_store_trim (log, G_MAXINT64, &trim, &error))
      g_error ("%s", error->message);
  while (more)
    if (!tc_log_store_pack (log, (guint) atoi (argv[2]), &more, &error))
      g_error ("%s", error->message);
  g_print ("%" G_GINT64_FORMAT "\n",
           tc_database_get_int (db, 0, "SELECT count(*) FROM log_segment", NULL));
  return tc_database_empty_wal (db, NULL) ? 0 : 1;
}
