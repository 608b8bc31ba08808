/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: a service's questions as an administrator's JSON, and the blotting out of what a
 * text tells about a person.
 */
#include "tc-open311-reads.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What is wrong with the JSON is told in the journal: not here. */
static GLogWriterOutput
silence_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  return level & G_LOG_LEVEL_WARNING ? G_LOG_WRITER_HANDLED
                                     : g_log_writer_default (level, fields, n_fields, data);
}

static void
check_definition (const char *json, const char *language)
{
  g_autoptr (TcOpen311Definition) definition = tc_open311_definition_new ("a");

  tc_open311_definition_add_json (definition, json, language);
  for (guint i = 0; i < definition->attributes->len; i++) {
    const TcOpen311Attribute *attribute = g_ptr_array_index (definition->attributes, i);

    g_assert_true (*attribute->code && *attribute->datatype);
    for (guint k = 0; k < attribute->values->len; k++) {
      const TcOpen311Value *value = g_ptr_array_index (attribute->values, k);

      g_assert_true (*value->key && value->name);
    }
  }
}

static void
check_mask (const char *text)
{
  g_autofree char *masked = tc_open311_mask_text (text);
  g_autofree char *twice = tc_open311_mask_text (masked);

  g_assert_true (g_utf8_validate (masked, -1, NULL));
  g_assert_cmpstr (masked, ==, twice);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static gboolean quiet;
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (!quiet)
    g_log_set_writer_func (silence_cb, NULL, NULL);
  quiet = TRUE;
  check_definition (text, "vi");
  check_definition (valid, "en");
  check_mask (valid);
  return 0;
}
