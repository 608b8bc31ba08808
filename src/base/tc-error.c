/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The error domain and refusals; see the header.
 */
#include "tc-error.h"

#include <errno.h>
#include <glib/gstdio.h>

G_DEFINE_QUARK (tc_error_quark, tc_error)

gboolean
tc_error_take_errno (const char *what, const char *path, GError **error)
{
  int saved = errno;

  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (saved), "%s '%s': %s", what,
               path, g_strerror (saved));
  return FALSE;
}

/* (transfer full): the uppermost part of @path, which doesn't exist, that doesn't */
static char *
find_missing (const char *path)
{
  char *missing = g_strdup (path);

  for (;;) {
    g_autofree char *above = g_path_get_dirname (missing);
    if (g_file_test (above, G_FILE_TEST_EXISTS))
      return missing;
    g_free (missing);
    missing = g_steal_pointer (&above);
  }
}

gboolean
tc_error_unless_folder (const char *path, GError **error)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  GStatBuf status;

  if (g_stat (full, &status) == 0) {
    if (S_ISDIR (status.st_mode))
      return TRUE;
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "'%s' is no folder", full);
    return FALSE;
  }
  if (errno != ENOENT)
    return tc_error_take_errno ("reaching", full, error);
  g_autofree char *missing = find_missing (full);
  g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND,
               "the folder '%s' doesn't exist: make it first, or correct the path", missing);
  return FALSE;
}

gboolean
tc_error_unless_parent (const char *path, GError **error)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *parent = g_path_get_dirname (full);

  return tc_error_unless_folder (parent, error);
}

gboolean
tc_error_is_store (const GError *error)
{
  static const TcError codes[] = {TC_ERROR_STORE, TC_ERROR_UNKNOWN, TC_ERROR_FULL,
                                  TC_ERROR_DISK,  TC_ERROR_CORRUPT, TC_ERROR_STATEMENT};

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_error_matches (error, TC_ERROR, (int) codes[i]))
      return TRUE;
  }
  return FALSE;
}

TcRefusal *
tc_refusal_new_list (const char *code, va_list list)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  for (const char *name = va_arg (list, const char *); name; name = va_arg (list, const char *)) {
    if (va_arg (list, int) == TC_S) {
      const char *text = va_arg (list, const char *);
      g_variant_dict_insert (&dict, name, "s", text ? text : "");
    } else {
      g_variant_dict_insert (&dict, name, "x", va_arg (list, gint64));
    }
  }
  return tc_refusal_new_variant (code, g_variant_dict_end (&dict));
}

TcRefusal *
tc_refusal_new (const char *code, ...)
{
  va_list list;

  va_start (list, code);
  TcRefusal *refusal = tc_refusal_new_list (code, list);
  va_end (list);
  return refusal;
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
