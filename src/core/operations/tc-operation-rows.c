/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows that operations name; see the header.
 */
#include "tc-operation-rows.h"

/* Operations by how their names begin, each with an argument that is the id of a row. */
static const struct {
  const char *operations;
  const char *argument;
} names[] = {
    {"", "incident_id"},
    {"", "into_id"},
    {"", "from_id"},
    {"incident.", "other_id"},
    {"", "event_id"},
    {"", "into_event_id"},
    {"", "from_event_id"},
    {"", "other_event_id"},
    {"journal.", "entry_id"},
    {"journal.", "follow_up_id"},
    {"shift.hand-over", "hand_over_id"},
    {"shift.take-over", "hand_over_id"},
    {"resource.", "resource_id"},
    {"resource.", "hold_id"},
    {"alarm.", "suppression_id"},
    {"duty.", "duty_id"},
    {"filter.", "filter_id"},
    {"camera.", "camera_id"},
    {"camera.", "group_id"},
    {"layout.", "layout_id"},
};

void
tc_operation_rows_append (GArray *ids, const TcOperation *op)
{
  g_array_append_val (ids, op->head.id);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    gint64 id = 0;

    if (g_str_has_prefix (op->name, names[i].operations) &&
        g_variant_lookup (op->args, names[i].argument, "x", &id) && id != 0)
      g_array_append_val (ids, id);
  }
}
