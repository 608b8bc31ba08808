/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of questions, and what follows from it; see the header. What is proposed for official
 * names is Vietnamese in every language: they are data.
 */
#include "tc-setup-questions.h"

#include "tc-setup-checks.h"
#include "tc-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
suggest_centre (const TcSetupAnswers *answers)
{
  g_autofree char *name = tc_setup_answers_dup (answers, "province-name");
  gboolean whole = g_str_has_prefix (name, "Tỉnh ") || g_str_has_prefix (name, "Thành phố ") ||
                   g_str_has_prefix (name, "tỉnh ") || g_str_has_prefix (name, "thành phố ");

  if (!*name)
    return g_strdup ("");
  return g_strconcat ("Trung tâm Giám sát, điều hành thông minh ", whole ? "" : "tỉnh ", name,
                      NULL);
}

static char *
suggest_data (const TcSetupAnswers *answers)
{
  if (tc_setup_answers_is_for_user (answers))
    return g_build_filename (g_get_user_data_dir (), "toancanh-server", NULL);
  return g_strdup (TC_SETUP_SYSTEM_DATA);
}

static char *
suggest_host (const TcSetupAnswers *answers)
{
  return g_ascii_strdown (g_get_host_name (), -1);
}

static const TcSetupChoice reaches[] = {
    {"computer", N_ ("This computer only: one desk, to try it out")},
    {"network", N_ ("The network: other desks connect to this computer")},
    {NULL},
};
static const TcSetupChoice certificates[] = {
    {"self", N_ ("Make one now; desks compare its words once when they connect")},
    {"have", N_ ("I have one from an authority that desks trust")},
    {NULL},
};
static const TcSetupChoice languages[] = {
    {"vi", "Tiếng Việt"},
    {"en", "English"},
    {NULL},
};
static const TcSetupChoice agencies[] = {
    {"scaffold", N_ ("The departments that every province has; I change and add to them")},
    {"none", N_ ("Only the centre; I add all others")},
    {"demonstration", N_ ("A copy of the demonstration's agencies, areas and responsibilities")},
    {NULL},
};
static const TcSetupChoice no_yes[] = {
    {"no", N_ ("No")},
    {"yes", N_ ("Yes")},
    {NULL},
};

#define FIELD(name) static const TcSetupField name##_fields[]

FIELD (province) = {
    {"province-name", N_ ("Name of the province"), TC_SETUP_LINE},
    {"province-code", N_ ("Official code, such as H30"), TC_SETUP_LINE,
     .check = tc_setup_check_code},
    {NULL},
};
FIELD (centre) = {
    {"centre-name", N_ ("Name of the centre"), TC_SETUP_LINE, .suggest = suggest_centre},
    {NULL},
};
FIELD (data) = {
    {"data-folder", N_ ("Folder"), TC_SETUP_FOLDER, .suggest = suggest_data,
     .check = tc_setup_check_data_folder},
    {NULL},
};
FIELD (address) = {
    {"reach", N_ ("Who connects"), TC_SETUP_CHOICE, "computer", reaches},
    {"port", N_ ("Port"), TC_SETUP_NUMBER, "8311", .check = tc_setup_check_port},
    {"host", N_ ("Name or address under which desks reach this computer"), TC_SETUP_LINE,
     .needs = "reach", .needs_value = "network", .suggest = suggest_host,
     .check = tc_setup_check_host},
    {NULL},
};
FIELD (certificate) = {
    {"certificate", N_ ("TLS certificate"), TC_SETUP_CHOICE, "self", certificates, "reach",
     "network"},
    {"certificate-file", N_ ("File with the certificate (PEM)"), TC_SETUP_FILE,
     .needs = "certificate", .needs_value = "have", .check = tc_setup_check_certificate},
    {"key-file", N_ ("File with its private key (PEM)"), TC_SETUP_FILE, .needs = "certificate",
     .needs_value = "have", .check = tc_setup_check_key},
    {NULL},
};
FIELD (administrator) = {
    {"admin-name", N_ ("Name"), TC_SETUP_LINE},
    {"admin-account", N_ ("Account, to sign in with"), TC_SETUP_LINE, "quantri",
     .check = tc_setup_check_account},
    {"admin-password", N_ ("Password"), TC_SETUP_SECRET, .check = tc_setup_check_password},
    {NULL},
};
FIELD (language) = {
    {"language", N_ ("Language of answers to the public"), TC_SETUP_CHOICE, "vi", languages},
    {"time-zone", N_ ("Time zone"), TC_SETUP_LINE, "Asia/Ho_Chi_Minh",
     .check = tc_setup_check_time_zone},
    {NULL},
};
FIELD (agencies) = {
    {"agencies", N_ ("Agencies"), TC_SETUP_CHOICE, "scaffold", agencies},
    {NULL},
};
FIELD (desks) = {
    {"desks", N_ ("Number of desks"), TC_SETUP_NUMBER, "3", .check = tc_setup_check_desks},
    {NULL},
};
FIELD (open311) = {
    {"open311", N_ ("Open to the public"), TC_SETUP_CHOICE, "no", no_yes},
    {"open311-contact", N_ ("Whom the makers of apps may write to"), TC_SETUP_LINE,
     .needs = "open311", .needs_value = "yes"},
    {NULL},
};

static const TcSetupQuestion questions[TC_SETUP_N_QUESTIONS] = {
    {"province", N_ ("Which province is it?"),
     N_ ("Name and official code stand on papers and in codes; both can be changed later."),
     province_fields},
    {"centre", N_ ("What is the centre called?"),
     N_ ("The full official name of the agency that runs the operations centre."), centre_fields},
    {"data", N_ ("Where shall the data be kept?"),
     N_ ("On a disk of this computer that is backed up, never on a network share or a memory "
         "stick."),
     data_fields},
    {"address", N_ ("Who connects to this server?"),
     N_ ("Begin with this computer only if you are not sure: it can be changed later."),
     address_fields},
    {"certificate", N_ ("How do desks know that it is this server?"),
     N_ ("Over the network everything is encrypted. Without a certificate of your own, one is made "
         "now, and each new desk compares a few words with you once."),
     certificate_fields},
    {"administrator", N_ ("Who administers it?"),
     N_ ("The first account: may manage people, places and fields, and supervise. The password is "
         "written down nowhere."),
     administrator_fields},
    {"language", N_ ("Which language and time?"),
     N_ ("Each person chooses the language of the screen; this is for answers to citizens' apps."),
     language_fields},
    {"agencies", N_ ("Which agencies do you begin with?"),
     N_ ("They become plain files that a spreadsheet opens; change them and load them again at any "
         "time."),
     agencies_fields},
    {"desks", N_ ("How many desks are invited?"),
     N_ ("Each desk gets a one-time code. The first is this computer."), desks_fields},
    {"open311", N_ ("May citizens' apps report over the Internet?"),
     N_ ("Open311 is the interface for that. Say no for now if you are not sure."), open311_fields},
};

const TcSetupQuestion *
tc_setup_questions_get (guint i)
{
  g_assert (i < TC_SETUP_N_QUESTIONS);
  return &questions[i];
}

const TcSetupField *
tc_setup_questions_find_field (const char *id)
{
  for (guint i = 0; i < TC_SETUP_N_QUESTIONS; i++) {
    for (const TcSetupField *field = questions[i].fields; field->id; field++) {
      if (g_str_equal (field->id, id))
        return field;
    }
  }
  return NULL;
}

gboolean
tc_setup_field_applies (const TcSetupField *field, const TcSetupAnswers *answers)
{
  const TcSetupField *other = field->needs ? tc_setup_questions_find_field (field->needs) : NULL;

  if (!other)
    return TRUE;
  return tc_setup_answers_is (answers, field->needs, field->needs_value) &&
         tc_setup_field_applies (other, answers);
}

gboolean
tc_setup_question_applies (const TcSetupQuestion *question, const TcSetupAnswers *answers)
{
  for (const TcSetupField *field = question->fields; field->id; field++) {
    if (tc_setup_field_applies (field, answers))
      return TRUE;
  }
  return FALSE;
}

static const TcSetupChoice *
find_choice (const TcSetupField *field, const char *value)
{
  for (const TcSetupChoice *choice = field->choices; choice->value; choice++) {
    if (g_str_equal (choice->value, value))
      return choice;
  }
  return NULL;
}

char *
tc_setup_field_dup_words (const TcSetupField *field, const TcSetupAnswers *answers)
{
  g_autofree char *value = tc_setup_answers_dup (answers, field->id);
  const TcSetupChoice *choice = field->choices ? find_choice (field, value) : NULL;

  if (field->kind == TC_SETUP_SECRET)
    return g_strdup (*value ? "••••••" : "");
  return choice ? g_strdup (_ (choice->words)) : g_steal_pointer (&value);
}

char *
tc_setup_field_check (const TcSetupField *field, const TcSetupAnswers *answers)
{
  g_autofree char *value = tc_setup_answers_dup (answers, field->id);

  if (!*value)
    return g_strdup_printf (_ ("“%s” must be answered."), _ (field->words));
  if (!tc_text_is_clean (value, TC_TEXT_LINE, TC_SETUP_ANSWER_CHARS_MAX))
    return g_strdup_printf (_ ("“%s” is too long, or has characters that can't be used."),
                            _ (field->words));
  if (field->choices && !find_choice (field, value))
    return g_strdup_printf (_ ("“%s” is none of the answers."), value);
  return field->check ? field->check (answers, value) : NULL;
}

char *
tc_setup_question_check (const TcSetupQuestion *question, const TcSetupAnswers *answers,
                         const TcSetupField **at)
{
  for (const TcSetupField *field = question->fields; field->id; field++) {
    char *sentence = tc_setup_field_applies (field, answers) ? tc_setup_field_check (field, answers)
                                                             : NULL;

    if (!sentence)
      continue;
    if (at)
      *at = field;
    return sentence;
  }
  return NULL;
}

void
tc_setup_question_settle (const TcSetupQuestion *question, TcSetupAnswers *answers)
{
  for (const TcSetupField *field = question->fields; field->id; field++) {
    g_autofree char *value = tc_setup_answers_dup (answers, field->id);

    if (*value && tc_setup_field_applies (field, answers))
      tc_setup_answers_set (answers, field->id, value);
  }
}

static gboolean
is_answered (const TcSetupQuestion *question, const TcSetupAnswers *answers)
{
  for (const TcSetupField *field = question->fields; field->id; field++) {
    if (field->kind != TC_SETUP_SECRET && tc_setup_field_applies (field, answers) &&
        !tc_setup_answers_get (answers, field->id))
      return FALSE;
  }
  return TRUE;
}

guint
tc_setup_questions_find_open (const TcSetupAnswers *answers)
{
  guint i = 0;

  while (i < TC_SETUP_N_QUESTIONS && is_answered (&questions[i], answers))
    i++;
  return i;
}
