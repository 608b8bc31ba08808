/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: manifest and signature of evidence, as they come from elsewhere; a NUL stands
 * between them. Whatever they are, either all was signed by the key that stands there, or what is
 * wrong is named; and no file that is named leads out of the folder.
 */
#include "tc-evidence.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 *middle = size ? memchr (data, 0, size) : NULL;
  gsize json_size = middle ? (gsize) (middle - data) : size;
  g_autofree char *json = g_strndup ((const char *) data, json_size);
  gsize signature_size = middle ? size - json_size - 1 : 0;
  g_autofree char *signature = g_memdup2 (middle ? middle + 1 : data, signature_size);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_auto (TcEvidenceFacts) facts = {0};

  tc_crypto_init ();
  tc_evidence_read (json, json_size, signature ? signature : "", signature_size, NULL, &facts,
                    faults);
  g_assert_cmpuint (faults->len, <=, TC_EVIDENCE_FAULTS_MAX);
  g_assert_true (facts.camera && facts.person && facts.reason);
  for (guint i = 0; i < facts.files->len; i++)
    g_assert_null (strchr (g_array_index (facts.files, TcEvidenceFile, i).name, '/'));
  return 0;
}
