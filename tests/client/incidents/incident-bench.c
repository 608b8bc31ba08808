/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The room in a file; see the header.
 */
#include "incident-bench.h"

#include "tc-incident-text.h"
#include "tc-schema.h"

void
publish (Bench *bench)
{
  while (tc_incident_text_step (bench->room->fixture->db, G_MAXINT))
    ;
  tc_fixture_file_publish (bench->file);
}

void
set_up (Bench *bench)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (GError) error = NULL;

  bench->room = tc_room_new ();
  g_assert_true (tc_schema_migrate (bench->room->fixture->db, sets, &error));
  bench->file = tc_fixture_file_new (bench->room->fixture);
  publish (bench);
}

void
tear_down (Bench *bench)
{
  tc_fixture_file_free (bench->file);
  tc_room_free (bench->room);
}
