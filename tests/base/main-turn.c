/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A turn of the main loop; see the header.
 */
#include "main-turn.h"

#include <glib.h>

#define MAIN_TURN_MS 5

static gboolean
over_cb (gpointer data)
{
  *(guint *) data = 0;
  return G_SOURCE_REMOVE;
}

void
main_turn (void)
{
  guint id = g_timeout_add (MAIN_TURN_MS, over_cb, &id);

  g_main_context_iteration (NULL, TRUE);
  if (id > 0)
    g_source_remove (id);
}
