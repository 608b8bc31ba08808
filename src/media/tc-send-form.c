/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looks, as a value; see the header.
 */
#include "tc-send-form.h"

/* Number, importance, limit, main, has another; of both streams bits a second, bits of a key frame
 * and ms between two; rung, gap; whether somebody listens, and hears. */
#define VIEWER "(uyybb(uuu)(uuu)yubb)"
#define GAP_MS_MAX 3600000u

GVariant *
tc_send_viewers_write (const GArray *viewers)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a" VIEWER));
  for (guint i = 0; i < viewers->len; i++) {
    const TcSendViewer *one = &g_array_index (viewers, TcSendViewer, i);

    g_variant_builder_add (&list, VIEWER, one->number, (guchar) one->wish.importance,
                           (guchar) one->wish.limit, one->is_main, one->has_sub, one->whole.bps,
                           one->whole.key_bits, one->whole.key_ms, one->lesser.bps,
                           one->lesser.key_bits, one->lesser.key_ms, (guchar) one->rung,
                           one->gap_ms, one->listens, one->sound);
  }
  return g_variant_builder_end (&list);
}

GArray *
tc_send_viewers_read (GVariant *value)
{
  GArray *viewers = g_array_new (FALSE, TRUE, sizeof (TcSendViewer));
  gboolean is_one = value && g_variant_is_of_type (value, G_VARIANT_TYPE ("a" VIEWER));
  gsize n = is_one ? MIN (g_variant_n_children (value), TC_SEND_VIEWERS_MAX) : 0;

  for (gsize i = 0; i < n; i++) {
    TcSendViewer one = {0};
    guchar importance, limit, rung;

    g_variant_get_child (value, i, VIEWER, &one.number, &importance, &limit, &one.is_main,
                         &one.has_sub, &one.whole.bps, &one.whole.key_bits, &one.whole.key_ms,
                         &one.lesser.bps, &one.lesser.key_bits, &one.lesser.key_ms, &rung,
                         &one.gap_ms, &one.listens, &one.sound);
    if (importance >= TC_IMPORTANCE_N || limit >= TC_RUNG_N || rung >= TC_SEND_N ||
        one.gap_ms > GAP_MS_MAX)
      continue;
    one.wish = (TcSendWish){(TcTileImportance) importance, (TcDecodeRung) limit};
    one.rung = (TcSendRung) rung;
    g_array_append_val (viewers, one);
  }
  return viewers;
}
