/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Putting something before another desk; see the header.
 */
#include "tc-wall-pushing.h"

#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-refusal-words.h"

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  char *why = NULL;

  if (error)
    why = tc_fault_word (error);
  else if (refusal)
    why = tc_refusal_word (refusal, tc_now_us ());
  g_task_return_pointer (task, why, g_free);
}

void
tc_wall_pushing_async (TcDesk *desk, guint16 to_desk, guint columns, guint rows, const char *cells,
                       const char *why, GAsyncReadyCallback callback, gpointer data)
{
  tc_desk_ask_async (
      desk, TC_WALL_PUSH,
      tc_wall_push_write_asked (tc_desk_get_session (desk), to_desk, columns, rows, cells, why),
      NULL, asked_cb, g_task_new (desk, NULL, callback, data));
}

char *
tc_wall_pushing_finish (TcDesk *desk, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
