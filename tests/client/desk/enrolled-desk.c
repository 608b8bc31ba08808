/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An enrolled desk; see the header.
 */
#include "enrolled-desk.h"

#define ENROLLED                                                                                   \
  "[desk]\nurl=http://127.0.0.1:1\nname=Bàn\nreplica=%u\nserver-key="                             \
  "0000000000000000000000000000000000000000000000000000000000000000\n"

void
enrolled_desk_make (const char *folder, guint16 replica)
{
  g_autofree char *path = g_build_filename (folder, "desk.ini", NULL);
  g_autofree char *ini = g_strdup_printf (ENROLLED, replica);

  g_assert_true (g_file_set_contents (path, ini, -1, NULL));
}

TcDesk *
enrolled_desk_open (const char *folder)
{
  g_autoptr (GError) error = NULL;
  TcDesk *desk = tc_desk_open (folder, &error);

  g_assert_no_error (error);
  return desk;
}

void
enrolled_desk_close (TcDesk *desk)
{
  tc_desk_stop (desk);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (desk);
}
