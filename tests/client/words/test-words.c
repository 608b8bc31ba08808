/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: times, deadlines, places and filled sentences read as people say them. Method: fixed times,
 * in the untranslated English of the sources.
 */
#include "tc-refusal-words.h"
#include "tc-words.h"

/* Monday 2026-11-23 14:05:32 at UTC+7. */
#define NOW (G_GINT64_CONSTANT (1795417532) * G_USEC_PER_SEC)
#define MINUTES(n) ((n) *G_TIME_SPAN_MINUTE)

#define CHECK(call, expected)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *got = call;                                                                   \
    g_assert_cmpstr (got, ==, expected);                                                           \
  }                                                                                                \
  G_STMT_END

static void
test_ages (void)
{
  CHECK (tc_words_age_short (NOW - MINUTES (7), NOW), "7 min");
  CHECK (tc_words_age_short (NOW - MINUTES (70), NOW), "1 h 10");
  CHECK (tc_words_age_short (NOW - MINUTES (125), NOW), "2 h 05");
  CHECK (tc_words_age_short (NOW - MINUTES (120), NOW), "2 h");
  CHECK (tc_words_age_short (NOW - MINUTES (3 * 1440 + 5), NOW), "3 d");
  CHECK (tc_words_age (NOW - MINUTES (12), NOW), "12 minutes ago");
  CHECK (tc_words_age (NOW - MINUTES (1), NOW), "1 minute ago");
  CHECK (tc_words_age (NOW - MINUTES (150), NOW), "2 hours ago");
  CHECK (tc_words_age (NOW - 5, NOW), "just now");
}

static void
test_clock_behind (void)
{
  CHECK (tc_words_age_short (NOW + MINUTES (3), NOW), "<1 min");
  CHECK (tc_words_age (NOW + MINUTES (3), NOW), "just now");
}

static void
test_deadlines (void)
{
  CHECK (tc_words_due_short (NOW + MINUTES (23), NOW), "23 min left");
  CHECK (tc_words_due_short (NOW + MINUTES (95), NOW), "1 h 35 left");
  CHECK (tc_words_due_short (NOW - MINUTES (12), NOW), "12 min late");
  CHECK (tc_words_due_short (NOW - MINUTES (1) / 2, NOW), "<1 min late");
  CHECK (tc_words_due (NOW + MINUTES (1) / 2, NOW), "under 1 minute left");
  CHECK (tc_words_due (NOW + MINUTES (130), NOW), "2 hours 10 minutes left");
  CHECK (tc_words_due (NOW + MINUTES (1440), NOW), "1 day left");
}

static void
test_clock (void)
{
  CHECK (tc_words_when (NOW - MINUTES (12), NOW), "12 min · 13:53");
  CHECK (tc_words_clock_seconds (NOW), "14:05:32");
  CHECK (tc_words_clock (NOW - MINUTES (14 * 60), NOW), "00:05");
  CHECK (tc_words_clock (NOW - MINUTES (24 * 60), NOW), "Sun 22/11 14:05");
  CHECK (tc_words_clock (NOW - MINUTES (365 * 24 * 60), NOW), "23/11/2025 14:05");
  CHECK (tc_words_clock (NOW - MINUTES (300 * 24 * 60), NOW), "Tue 27/01 14:05");
  /* Five past midnight, of the same shift: the evening before needs no date. */
  CHECK (tc_words_clock (NOW - MINUTES (14 * 60 + 10), NOW - MINUTES (14 * 60)), "23:55");
  CHECK (tc_words_clock (NOW - MINUTES (14 * 60 + 10), NOW), "Sun 22/11 23:55");
}

static void
test_place (void)
{
  CHECK (tc_words_place (97845000, 1054701000), "9.7845 105.4701");
  CHECK (tc_words_place (-5, -1000), "−0.0000 −0.0001");
  CHECK (tc_words_place (-1800000000, 1800000000), "−180.0000 180.0000");
  static const struct {
    const char *text;
    gint64 lat_e7, lon_e7;
  } read[] = {
      {"9.7845 105.4701", 97845000, 1054701000},
      {" 9,7845; 105,4701 ", 97845000, 1054701000},
      {"9.784512,105.470134", 97845120, 1054701340},
      {"9.7845°, 105.4701°", 97845000, 1054701000},
      {"12 105", 1, 1},
      {"90.7845 105.4701", 1, 1},
      {"9.7845 105.4701 chợ", 1, 1},
      {"105.4701 9.7845", 1, 1},
      {"", 1, 1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (read); i++) {
    gint64 lat_e7 = 1, lon_e7 = 1;

    g_assert_true (tc_words_read_place (read[i].text, &lat_e7, &lon_e7) == (read[i].lat_e7 != 1));
    g_assert_cmpint (lat_e7, ==, read[i].lat_e7);
    g_assert_cmpint (lon_e7, ==, read[i].lon_e7);
  }
  CHECK (tc_words_distance (40), "40 m");
  CHECK (tc_words_distance (1240), "1.2 km");
  CHECK (tc_words_decimal (0), "0.0");
  CHECK (tc_words_decimal (54.46), "54.5");
  CHECK (tc_words_decimal (9.96), "10.0");
}

static char *
word_state (const char *name, const char *value)
{
  if (g_str_equal (name, "state") && g_str_equal (value, "working"))
    return g_strdup ("being worked on");
  return NULL;
}

static void
test_fill (void)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) args = NULL;

  g_variant_dict_insert (&dict, "code", "s", "PA-261123-0147");
  g_variant_dict_insert (&dict, "state", "s", "working");
  g_variant_dict_insert (&dict, "count", "x", (gint64) 3);
  g_variant_dict_insert (&dict, "until_us", "x", NOW);
  args = g_variant_ref_sink (g_variant_dict_end (&dict));
  CHECK (tc_words_fill ("{code} is {state}", args, NOW, word_state),
         "PA-261123-0147 is being worked on");
  CHECK (tc_words_fill ("{code} is {state}", args, NOW, NULL), "PA-261123-0147 is working");
  CHECK (tc_words_fill ("{count} until {until_us}, {nobody}", args, NOW, NULL), "3 until 14:05, …");
  CHECK (tc_words_fill ("an open { brace", NULL, NOW, NULL), "an open { brace");
  CHECK (tc_words_fill ("{code}", NULL, NOW, NULL), "…");
}

static void
test_signals (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (TcSignal signal = 0; signal < TC_SIGNALS; signal++) {
    g_assert_true (g_hash_table_add (seen, (char *) tc_words_signal (signal)));
    g_assert_cmpstr (tc_words_signal (signal), ==, tc_words_signal_class (signal));
  }
}

/* Nothing is said of what was done; of what wasn't, why. */
static void
test_verdict (void)
{
  g_autoptr (GError) full = g_error_new_literal (TC_ERROR, TC_ERROR_FULL, "no space");
  g_autoptr (TcRefusal) refusal = tc_refusal_new ("operation.too-large", NULL);
  g_autoptr (GError) fault = g_error_new_literal (TC_ERROR, TC_ERROR_DISK, "input/output error");
  const TcVerdict accepted = {.lsn = 1}, refused = {.lsn = 1, .refusal = refusal};
  g_autofree char *why = tc_refusal_word (refusal, NOW);

  CHECK (tc_verdict_word (&accepted, NULL), NULL);
  CHECK (tc_verdict_word (&refused, NULL), why);
  CHECK (tc_verdict_word (NULL, full),
         "A disk is full: this was not kept and not sent; what you typed is still there. Do it "
         "again once there is room.");
  CHECK (tc_verdict_word (NULL, fault),
         "A disk has a fault: this was not kept and not sent; what you typed is still there. Call "
         "the administrator.");
}

static char *
word_refused (const char *state, const char *step)
{
  g_autoptr (TcRefusal)
      refusal = tc_refusal_new ("incident.state", "incident", TC_S, "PA-261126-0001", "state", TC_S,
                                state, "step", TC_S, step, NULL);

  return tc_refusal_word (refusal, NOW);
}

/* What only lacks somebody who accepts it is said with what to do first. */
static void
test_too_early (void)
{
  static const char *const later[] = {"incident.schedule", "incident.forward", "incident.resolve"};

  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    CHECK (word_refused ("new", later[i]),
           "Nobody has accepted PA-261126-0001 yet: accept it (Shift+A) or take it (T) first, then "
           "do this again.");
  CHECK (word_refused ("new", "incident.reopen"), "PA-261126-0001 is new: that can't be done now.");
  CHECK (word_refused ("closed", "incident.schedule"),
         "PA-261126-0001 is closed: that can't be done now.");
  CHECK (word_refused ("new", "incident.unheard-of"),
         "PA-261126-0001 is new: that can't be done now.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/ages", test_ages);
  g_test_add_func ("/words/clock-behind", test_clock_behind);
  g_test_add_func ("/words/deadlines", test_deadlines);
  g_test_add_func ("/words/clock", test_clock);
  g_test_add_func ("/words/place", test_place);
  g_test_add_func ("/words/fill", test_fill);
  g_test_add_func ("/words/signals", test_signals);
  g_test_add_func ("/words/verdict", test_verdict);
  g_test_add_func ("/words/too-early", test_too_early);
  return g_test_run ();
}
