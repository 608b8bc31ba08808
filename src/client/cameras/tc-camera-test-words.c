/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The test of a connection in words; see the header.
 */
#include "tc-camera-test-words.h"

#include <glib/gi18n-lib.h>

/* More than that is told: recordings and incidents would not fit together. */
#define CLOCK_MS_MAX 2000

static const char *
word_cause (const char *cause)
{
  static const struct {
    const char *code;
    const char *word; /* for gettext */
  } words[] = {
      {"address", N_ ("The address of the camera's device can't be used.")},
      {"unknown-host", N_ ("The address of the camera's device isn't known to any name server.")},
      {"no-route", N_ ("The address of the camera's device can't be reached.")},
      {"refused", N_ ("Nothing answers at the address of the camera's device.")},
      {"timeout", N_ ("The camera's device didn't answer in time.")},
      {"broken", N_ ("The connection to the camera's device broke off.")},
      {"certificate", N_ ("Nobody vouches for the certificate of the camera's device.")},
      {"denied", N_ ("The camera's device doesn't take the account and password set for it.")},
      {"redirected", N_ ("The camera's device leads elsewhere; that isn't followed.")},
      {"told-address", N_ ("The camera's device leads elsewhere; that isn't followed.")},
      {"not-onvif", N_ ("What answers at the address is no ONVIF device.")},
      {"web-page", N_ ("What answers at the address is no ONVIF device.")},
      {"busy", N_ ("The camera's device can't answer just now.")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].code, cause))
      return _ (words[i].word);
  return _ ("The camera's device answers in a way that isn't understood.");
}

char *
tc_camera_test_word (GVariant *answer, gboolean *fine)
{
  const char *cause = "", *model = "";
  gint64 clock_ms = 0;
  gboolean told = FALSE;

  (void) g_variant_lookup (answer, "cause", "&s", &cause);
  (void) g_variant_lookup (answer, "model", "&s", &model);
  (void) g_variant_lookup (answer, "clock_ms", "x", &clock_ms);
  (void) g_variant_lookup (answer, "told", "b", &told);
  *fine = !*cause && told && ABS (clock_ms) <= CLOCK_MS_MAX;
  if (*cause)
    return g_strdup (word_cause (cause));
  if (!told)
    return g_strdup_printf (
        /* Translators: %s is what a camera or recorder says it is: maker and model. */
        _ ("The camera's device answers (%s), but doesn't tell the streams that are set for this "
           "camera."),
        model);
  if (!*fine)
    return g_strdup_printf (
        /* Translators: %1$s: maker and model; %2$.1f: seconds, above 0: ahead, below 0: behind. */
        _ ("The camera's device answers (%1$s), but its clock is wrong by %2$+.1f seconds."), model,
        (double) clock_ms / 1000);
  return g_strdup_printf (_ ("The connection is good: the camera's device answers (%s), tells its "
                             "streams, and has the right time."),
                          model);
}
