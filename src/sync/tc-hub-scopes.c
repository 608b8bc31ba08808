/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scopes that are new in this version; see tc-hub.h. A province that is founded now has all of
 * them from its first operation on (province.found).
 */
#include "tc-hub-private.h"

#include "tc-people-operations.h"

static const struct {
  gint64 id;
  const char *kind;
} scopes[] = {
    {TC_SCOPE_CAMERAS, "cameras"},
    {TC_SCOPE_CAMERAS_RESTRICTED, "cameras-restricted"},
    {TC_SCOPE_CAMERA_LINES, "camera-lines"},
};

gboolean
tc_hub_add_scopes (TcHub *hub, gint64 now_us, GError **error)
{
  if (!tc_database_get_int (hub->db, 0, "SELECT 1 FROM province WHERE id = 1", NULL))
    return tc_database_check (hub->db, error);
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++) {
    const TcScopeAdd args = {.scope_id = scopes[i].id, .kind = scopes[i].kind};

    g_autofree char *kind = tc_database_dup_text (hub->db, "SELECT kind FROM scope WHERE id = ?",
                                                  "i", args.scope_id);
    if (kind && !g_str_equal (kind, args.kind)) {
      g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED,
                   "adding scope %" G_GINT64_FORMAT " of kind %s: it is there with kind %s",
                   args.scope_id, args.kind, kind);
      return FALSE;
    }
    if (!kind)
      tc_hub_submit (hub, &tc_scope_add_type, tc_args_encode (&tc_scope_add_type, &args), NULL,
                     now_us, NULL, NULL);
  }
  return tc_hub_has_work (hub) ? tc_hub_flush (hub, now_us, error)
                               : tc_database_check (hub->db, error);
}
