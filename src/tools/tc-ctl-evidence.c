/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb evidence verify: whether what a camera recorded is as it was handed out. It needs no
 * server.
 */
#include "tc-ctl.h"

#include "tc-ctl-audit.h"
#include "tc-evidence-folder.h"
#include "tc-export-file.h"
#include "tc-told-words.h"

#include <glib/gi18n-lib.h>

/* (transfer full) */
static char *
dup_time (gint64 time_us)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, time_us);

  return tc_export_format ("time", text, NULL);
}

static void
describe (const TcEvidenceFacts *facts, gboolean given)
{
  g_autofree char *key = tc_hex_new (facts->key.bytes, TC_KEY_PUBLIC_SIZE);
  g_autofree char *from = dup_time (facts->from_us);
  g_autofree char *until = dup_time (facts->until_us);
  g_autofree char *made = dup_time (facts->made_us);

  g_print (_ ("camera %s, %s to %s\n"), facts->camera, from, until);
  g_print (_ ("handed out to %s at %s: %s\n"), facts->person, made, facts->reason);
  if (*facts->incident)
    g_print (_ ("for the incident %s\n"), facts->incident);
  if (*facts->copy)
    g_print (_ ("copy %s\n"), facts->copy);
  for (guint i = 0; i < facts->files->len; i++) {
    const TcEvidenceFile *file = &g_array_index (facts->files, TcEvidenceFile, i);
    g_autofree char *hex = tc_digest_to_hex (&file->sha256);

    g_print (_ ("%s: %lld bytes, SHA-256 %s\n"), file->name, (long long) file->bytes, hex);
  }
  g_print (_ ("media host's key %s%s\n"), key,
           given ? "" : _ (" (as the folder itself says: compare it, or give it with --key)"));
}

static TcCtlExit
run_verify (TcCtl *ctl, char **words)
{
  const char *folder = NULL;
  TcPublicKey key;
  gboolean has_key = FALSE;
  g_auto (TcEvidenceFacts) facts = {0};
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  for (; *words && !error; words++) {
    if (g_str_equal (*words, "--key") && words[1])
      has_key = tc_ctl_read_key (*++words, &key, &error);
    else if (**words != '-' && !folder)
      folder = *words;
    else
      return tc_ctl_misused (tc_ctl_evidence_verbs, "evidence verify");
  }
  if (!folder && !error)
    return tc_ctl_misused (tc_ctl_evidence_verbs, "evidence verify");
  if (error || !tc_evidence_verify (folder, has_key ? &key : NULL, &facts, faults, NULL, &error)) {
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  for (guint i = 0; i < faults->len; i++) {
    g_autofree char *fault = tc_told_words (faults->pdata[i]);
    tc_ctl_complain ("%s", fault);
  }
  if (faults->len)
    return TC_CTL_FAILED;
  describe (&facts, has_key);
  g_print (_ ("whole\n"));
  return TC_CTL_OK;
}

static const char verify_details[] =
    "\n"
    "The manifest, each field of it, each clip and the signature are as they were when the media\n"
    "host handed them out; what isn't is named. Exits with 1 then.\n"
    "\n"
    "  --key FILE|HEX       the media host's public key as somebody outside knows it (64 digits), "
    "or\n"
    "                       a file that has it; without it the one that stands in the folder\n";

const TcCtlVerb tc_ctl_evidence_verbs[] = {
    {"evidence verify", "DIR [--key FILE|HEX]",
     N_ ("Verifies what a camera recorded as it was handed out; needs no server."), run_verify,
     verify_details},
    {NULL},
};
