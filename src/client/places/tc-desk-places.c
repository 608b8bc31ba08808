/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The place index of a desk; see the header. Its readers are stopped before the desk goes.
 */
#include "tc-desk-places.h"

#define DATA_KEY "tc-desk-places"

TcPlaceIndex *
tc_desk_get_places (TcDesk *desk)
{
  TcPlaceIndex *index = g_object_get_data (G_OBJECT (desk), DATA_KEY);

  if (!index) {
    index = tc_place_index_new ();
    g_object_set_data_full (G_OBJECT (desk), DATA_KEY, index, (GDestroyNotify) tc_place_index_free);
  }
  return index;
}
