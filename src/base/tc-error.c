/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The error domain and refusals; see the header.
 */
#include "tc-error.h"

#include <stdarg.h>

/* clang-format off: it takes the dashes for minus signs */
G_DEFINE_QUARK (tc - error - quark, tc_error)
/* clang-format on */

TcRefusal *
tc_refusal_new (const char *code, ...)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  va_list list;

  va_start (list, code);
  for (const char *name = va_arg (list, const char *); name; name = va_arg (list, const char *)) {
    if (va_arg (list, int) == TC_S) {
      const char *text = va_arg (list, const char *);
      g_variant_dict_insert (&dict, name, "s", text ? text : "");
    } else {
      g_variant_dict_insert (&dict, name, "x", va_arg (list, gint64));
    }
  }
  va_end (list);
  return tc_refusal_new_variant (code, g_variant_dict_end (&dict));
}

TcRefusal *
tc_refusal_new_variant (const char *code, GVariant *args)
{
  TcRefusal *refusal = g_new0 (TcRefusal, 1);

  g_assert (code);
  refusal->code = g_strdup (code);
  refusal->args = g_variant_ref_sink (args ? args : g_variant_new ("a{sv}", NULL));
  return refusal;
}

TcRefusal *
tc_refusal_copy (const TcRefusal *refusal)
{
  return refusal ? tc_refusal_new_variant (refusal->code, refusal->args) : NULL;
}

void
tc_refusal_free (TcRefusal *refusal)
{
  if (!refusal)
    return;
  g_free (refusal->code);
  g_variant_unref (refusal->args);
  g_free (refusal);
}
