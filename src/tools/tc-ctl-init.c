/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhctl init: the ten questions in a terminal, each answer checked at once and kept; a
 * summary; then the work. With --answers nothing is asked but the password, which comes on standard
 * input: that is how the desktop's assistant drives it, with --json.
 */
#include "tc-ctl.h"

#include "tc-fingerprint.h"
#include "tc-init.h"
#include "tc-setup-questions.h"
#include "tc-text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES_MAX 4096

typedef struct {
  TcCtl *ctl;
  TcSetupAnswers *answers; /* (owned) */
  char *path;              /* (owned): where they are kept */
  const char *into;        /* (nullable) */
  char *password;          /* (owned) (nullable) */
  gboolean asking;
  gboolean resume;
  gboolean start;
  gboolean user;
} Init;

/* ---- saying ---- */

/* One line of JSON: {@name: @value}. @value: (transfer full) */
static void
say_json (const char *name, JsonNode *value)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_object_set_member (object, name, value);
  json_node_init_object (node, object);
  g_autofree char *text = json_to_string (node, FALSE);
  g_print ("%s\n", text);
  fflush (stdout);
}

static void
say_json_text (const char *name, const char *text)
{
  JsonNode *node = json_node_alloc ();

  say_json (name, json_node_init_string (node, text));
}

static TcCtlExit
fail (Init *init, const char *sentence)
{
  if (init->ctl->json)
    say_json_text ("error", sentence);
  else
    g_printerr ("%s\n", sentence);
  return TC_CTL_FAILED;
}

static void
progress_cb (const char *sentence, gpointer data)
{
  if (((Init *) data)->ctl->json)
    say_json_text ("progress", sentence);
  else
    g_print ("%s\n", sentence);
}

/* ---- asking ---- */

/* A line of standard input without its end; NULL at the end of input. (transfer full) */
static char *
read_line (void)
{
  char line[LINE_BYTES_MAX];

  fflush (stdout);
  if (!fgets (line, sizeof line, stdin))
    return NULL;
  return tc_text_clean (line, TC_TEXT_LINE, LINE_BYTES_MAX);
}

static void
show_choices (const TcSetupField *field, const char *proposed)
{
  for (guint i = 0; field->choices[i].value; i++)
    g_print ("    %u  %s%s\n", i + 1, _ (field->choices[i].words),
             g_str_equal (field->choices[i].value, proposed) ? " *" : "");
}

/* A choice may be given by its number too. (transfer full) */
static char *
read_choice (const TcSetupField *field, const char *typed)
{
  guint n = 0;
  guint64 number;

  while (field->choices[n].value)
    n++;
  if (g_ascii_string_to_unsigned (typed, 10, 1, n, &number, NULL))
    return g_strdup (field->choices[number - 1].value);
  return g_strdup (typed);
}

/* Twice at a terminal, where it isn't shown; NULL at the end of input. */
static char *
ask_secret (const TcSetupField *field)
{
  for (;;) {
    g_autofree char *secret = tc_ctl_read_secret (_ (field->words));
    g_autofree char *again = NULL;

    if (!secret || !isatty (STDIN_FILENO))
      return g_steal_pointer (&secret);
    again = tc_ctl_read_secret (_ ("Once more"));
    if (!again || g_str_equal (secret, again))
      return again ? g_steal_pointer (&secret) : NULL;
    g_print ("  ! %s\n", _ ("The two are not the same."));
  }
}

/* Typed, or what is proposed; NULL at the end of input. */
static char *
ask_once (Init *init, const TcSetupField *field)
{
  g_autofree char *proposed = tc_setup_answers_dup (init->answers, field->id);
  g_autofree char *typed = NULL;

  if (field->kind == TC_SETUP_SECRET)
    return ask_secret (field);
  if (field->choices) {
    g_print ("  %s\n", _ (field->words));
    show_choices (field, proposed);
    g_print ("  > ");
  } else if (*proposed) {
    g_print ("  %s [%s]: ", _ (field->words), proposed);
  } else {
    g_print ("  %s: ", _ (field->words));
  }
  typed = read_line ();
  if (!typed)
    return NULL;
  if (!*typed)
    return g_steal_pointer (&proposed);
  return field->choices ? read_choice (field, typed) : g_steal_pointer (&typed);
}

static void
keep_secret (Init *init, const char *password)
{
  g_free (init->password);
  init->password = g_strdup (password);
  tc_setup_answers_set (init->answers, "admin-password", password);
}

static gboolean
keep (Init *init)
{
  g_autoptr (GError) error = NULL;

  if (tc_setup_answers_save (init->answers, init->path, &error))
    return TRUE;
  g_printerr ("%s\n", error->message);
  return FALSE;
}

/* Until the answer is a good one. FALSE at the end of input, or where it can't be kept. */
static gboolean
ask_field (Init *init, const TcSetupField *field)
{
  for (;;) {
    g_autofree char *before = g_strdup (tc_setup_answers_get (init->answers, field->id));
    g_autofree char *value = ask_once (init, field);
    g_autofree char *sentence = NULL;

    if (!value)
      return FALSE;
    tc_setup_answers_set (init->answers, field->id, value);
    sentence = tc_setup_field_check (field, init->answers);
    if (!sentence) {
      if (field->kind == TC_SETUP_SECRET)
        keep_secret (init, value);
      return keep (init);
    }
    tc_setup_answers_set (init->answers, field->id, before);
    g_print ("  ! %s\n", sentence);
  }
}

/* @secrets: what was kept stands, and only what is never kept is asked. */
static gboolean
ask_question (Init *init, guint i, gboolean secrets)
{
  const TcSetupQuestion *question = tc_setup_questions_get (i);

  if (!tc_setup_question_applies (question, init->answers))
    return TRUE;
  /* Translators: number of a question, how many there are, the question. */
  g_print (_ ("\n%u of %u. %s\n"), i + 1, TC_SETUP_N_QUESTIONS, _ (question->words));
  g_print ("  %s\n", _ (question->help));
  for (const TcSetupField *field = question->fields; field->id; field++) {
    if (secrets && field->kind != TC_SETUP_SECRET)
      continue;
    if (tc_setup_field_applies (field, init->answers) && !ask_field (init, field))
      return FALSE;
  }
  return TRUE;
}

static gboolean
lacks_secret (const TcSetupQuestion *question, const TcSetupAnswers *answers)
{
  for (const TcSetupField *field = question->fields; field->id; field++) {
    if (field->kind == TC_SETUP_SECRET && !tc_setup_answers_get (answers, field->id))
      return TRUE;
  }
  return FALSE;
}

static void
show_summary (Init *init)
{
  g_print ("\n%s\n", _ ("This is what you answered:"));
  for (guint i = 0; i < TC_SETUP_N_QUESTIONS; i++) {
    const TcSetupQuestion *question = tc_setup_questions_get (i);

    for (const TcSetupField *field = question->fields; field->id; field++) {
      g_autofree char *words = NULL;

      if (!tc_setup_field_applies (field, init->answers))
        continue;
      words = tc_setup_field_dup_words (field, init->answers);
      g_print ("  %s: %s\n", _ (field->words), words);
    }
  }
}

/* FALSE: left. What was answered is kept. */
static gboolean
ask_all (Init *init)
{
  guint open = init->resume ? tc_setup_questions_find_open (init->answers) : 0;

  g_print ("%s\n", _ ("Ten questions make a province. Enter takes what stands in brackets or has a "
                      "star. Leave at any time with Ctrl+C; “toancanhctl init --resume” goes on."));
  for (guint i = 0; i < TC_SETUP_N_QUESTIONS; i++) {
    if (i < open && !lacks_secret (tc_setup_questions_get (i), init->answers))
      continue;
    if (!ask_question (init, i, i < open))
      return FALSE;
  }
  show_summary (init);
  g_print ("\n%s", _ ("Make it so? [y/n] "));
  g_autofree char *typed = read_line ();
  /* Translators: the letters that mean yes, small, in the reader's language and in English. */
  return typed && *typed && strchr (C_ ("yes", "y"), g_ascii_tolower (typed[0]));
}

/* All at once, for answers that come from a file. (nullable) (transfer full): the sentence */
static char *
check_all (Init *init)
{
  for (guint i = 0; i < TC_SETUP_N_QUESTIONS; i++) {
    const TcSetupQuestion *question = tc_setup_questions_get (i);
    const TcSetupField *at = NULL;
    g_autofree char *sentence = tc_setup_question_check (question, init->answers, &at);

    if (sentence)
      return g_strdup_printf ("%s: %s", at->id, sentence);
  }
  return NULL;
}

/* ---- the work ---- */

static void
show_fingerprint (const TcInitPlaces *places)
{
  g_autofree char *text = NULL;

  if (!places->certificate || !g_file_get_contents (places->certificate, &text, NULL, NULL))
    return;
  g_autofree char *words = tc_fingerprint_words (text);
  g_autofree char *digits = tc_fingerprint_digits (text);
  if (words)
    g_print ("\n%s\n  %s\n  SHA-256 %s\n",
             _ ("When a desk connects, it shows these words; compare them:"), words, digits);
}

static void
show_next (Init *init, const TcInitPlaces *places)
{
  g_autofree char *account = tc_setup_answers_dup (init->answers, "admin-account");
  /* That of a service of the system is found without being named. */
  g_autofree char *ctl = init->user ? g_strdup_printf ("toancanhctl --socket %s", places->socket)
                                    : g_strdup ("toancanhctl");

  g_print ("\n%s\n", _ ("Nothing has been started. The next commands are:"));
  if (init->user)
    g_print ("  systemctl --user daemon-reload\n  systemctl --user enable --now toancanhd\n"
             "  loginctl enable-linger\n");
  else
    g_print ("  systemctl daemon-reload\n  systemctl enable --now toancanhd\n");
  g_print ("  %s province load %s\n", ctl, places->province);
  g_print ("  %s account set-password %s\n", ctl, account);
  g_print ("  %s desk invite \"Bàn 01 – Trưởng ca\"\n", ctl);
  g_print ("\n%s\n", _ ("“toancanhctl init --resume --start” does all of it."));
}

static void
show_started (Init *init, const TcInitPlaces *places, GPtrArray *desks)
{
  g_autofree char *url = tc_init_dup_url (init->answers, FALSE);

  /* Translators: an address. */
  g_print (_ ("\nThe server runs at %s\n"), url);
  g_print ("%s\n", _ ("Each desk is connected with that address and its one-time code:"));
  for (guint i = 0; i < desks->len; i++) {
    const TcInitDesk *desk = g_ptr_array_index (desks, i);

    g_print ("  %s  %s\n", desk->code, desk->name);
  }
  if (init->user)
    g_print ("\n%s\n  systemctl --user enable toancanhd\n  loginctl enable-linger\n",
             _ ("So that it starts by itself when this computer does:"));
}

static void
say_done (Init *init, const TcInitPlaces *places, GPtrArray *desks)
{
  JsonObject *done = json_object_new ();
  JsonArray *list = json_array_new ();
  g_autofree char *own = tc_init_dup_url (init->answers, TRUE);
  g_autofree char *url = tc_init_dup_url (init->answers, FALSE);
  JsonNode *node = json_node_alloc ();

  for (guint i = 0; desks && i < desks->len; i++) {
    const TcInitDesk *desk = g_ptr_array_index (desks, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "name", desk->name);
    json_object_set_string_member (object, "code", desk->code);
    json_array_add_object_element (list, object);
  }
  json_object_set_string_member (done, "url", url);
  json_object_set_string_member (done, "own_url", own);
  if (tc_init_has_own_certificate (init->answers))
    json_object_set_string_member (done, "ca", places->certificate);
  json_object_set_string_member (done, "config", places->config);
  json_object_set_string_member (done, "province", places->province);
  json_object_set_array_member (done, "desks", list);
  say_json ("done", json_node_init_object (node, done));
  json_object_unref (done);
}

static gboolean
make_files (Init *init, const TcInitPlaces *places, const TcSetupPrograms *programs, GError **error)
{
  progress_cb (_ ("Writing the files…"), init);
  return tc_init_claim (init->answers, places, programs, error) &&
         tc_setup_answers_save (init->answers, init->path, error) &&
         tc_init_make_province (init->answers, places, programs, error) &&
         tc_init_make_certificate (init->answers, places, error) &&
         tc_init_make_config (init->answers, places, programs, error);
}

static GPtrArray *
make_all (Init *init, const TcInitPlaces *places, const TcSetupPrograms *programs, GError **error)
{
  if (!make_files (init, places, programs, error))
    return NULL;
  /* There was none: what a server with these settings keeps there is ours, whoever starts it. */
  tc_setup_answers_set_made (init->answers, "data", places->data);
  if (!tc_setup_answers_save (init->answers, init->path, error))
    return NULL;
  if (!init->start)
    return g_ptr_array_new ();
  return tc_init_start (init->answers, places, programs, init->password, progress_cb, init, error);
}

static TcCtlExit
work (Init *init)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcSetupPrograms) programs = tc_setup_programs_find (NULL, &error);
  g_autoptr (TcInitPlaces) places = tc_init_places_new (init->answers, init->into);

  if (!programs)
    return fail (init, error->message);
  g_autoptr (GPtrArray) desks = make_all (init, places, programs, &error);
  /* Half-way too: what was made is noted. */
  if (!keep (init) || !desks)
    return desks ? TC_CTL_FAILED : fail (init, error->message);
  if (init->ctl->json) {
    say_done (init, places, desks);
    return TC_CTL_OK;
  }
  g_print ("%s\n  %s\n  %s\n", _ ("These were written; they are plain files to go on with:"),
           places->config, places->province);
  if (init->start)
    show_started (init, places, desks);
  else
    show_next (init, places);
  if (tc_init_has_own_certificate (init->answers))
    show_fingerprint (places);
  return TC_CTL_OK;
}

/* ---- the verb ---- */

/* FALSE: not understood. */
static gboolean
read_words (Init *init, char **words)
{
  for (; words[0]; words++) {
    if (g_str_equal (words[0], "--resume")) {
      init->resume = TRUE;
    } else if (g_str_equal (words[0], "--start")) {
      init->start = TRUE;
    } else if (g_str_equal (words[0], "--user")) {
      init->user = TRUE;
    } else if (g_str_equal (words[0], "--answers") && words[1]) {
      g_free (init->path);
      init->path = g_strdup (*++words);
      init->asking = FALSE;
    } else if (g_str_equal (words[0], "--into") && words[1]) {
      init->into = *++words;
    } else {
      return FALSE;
    }
  }
  return TRUE;
}

/* A person's own answers may be there from before; a file that is named must be. */
static gboolean
load_answers (Init *init, GError **error)
{
  if (init->asking && !g_file_test (init->path, G_FILE_TEST_EXISTS))
    return TRUE;
  return tc_setup_answers_load (init->answers, init->path, error);
}

static TcCtlExit
run_questions (Init *init)
{
  g_autofree char *sentence = NULL;

  if (init->asking && !ask_all (init)) {
    g_print ("\n%s\n", _ ("Left. Your answers are kept; “toancanhctl init --resume” goes on."));
    return TC_CTL_FAILED;
  }
  if (!init->asking && (init->start || !isatty (STDIN_FILENO))) {
    g_autofree char *password = tc_ctl_read_secret (_ ("Password"));
    keep_secret (init, password ? password : "");
  }
  sentence = check_all (init);
  return sentence ? fail (init, sentence) : work (init);
}

static TcCtlExit
run_init (TcCtl *ctl, char **words)
{
  Init init = {.ctl = ctl, .asking = TRUE, .user = geteuid () != 0};
  g_autoptr (GError) error = NULL;
  TcCtlExit code = TC_CTL_FAILED;

  init.path = tc_setup_answers_dup_usual_path ();
  if (!read_words (&init, words)) {
    g_free (init.path);
    return tc_ctl_misused (tc_ctl_init_verbs, "init");
  }
  init.answers = tc_setup_answers_new (init.user);
  if (load_answers (&init, &error))
    code = run_questions (&init);
  else
    fail (&init, error->message);
  tc_setup_answers_free (init.answers);
  if (init.password)
    explicit_bzero (init.password, strlen (init.password));
  g_free (init.password);
  g_free (init.path);
  return code;
}

/* The words that a desk shows of it, for somebody to compare. */
static TcCtlExit
run_certificate (TcCtl *ctl, char **words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!words[0] || words[1])
    return tc_ctl_misused (tc_ctl_init_verbs, "certificate words");
  if (!g_file_get_contents (words[0], &text, NULL, &error)) {
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  g_autofree char *spoken = tc_fingerprint_words (text);
  g_autofree char *digits = tc_fingerprint_digits (text);
  if (!spoken) {
    tc_ctl_complain (_ ("%s: no certificate in PEM form"), words[0]);
    return TC_CTL_FAILED;
  }
  g_print ("%s\nSHA-256 %s\n", spoken, digits);
  return TC_CTL_OK;
}

const TcCtlVerb tc_ctl_init_verbs[] = {
    {"init", "[--answers FILE] [--resume] [--start] [--user] [--into DIR]",
     N_ ("Asks ten questions and makes a server and a province of the answers; with --start starts "
         "both."),
     run_init},
    {"certificate words", "FILE",
     N_ ("Prints the words that a desk shows of a certificate, to compare; asks no server."),
     run_certificate},
    {NULL},
};
