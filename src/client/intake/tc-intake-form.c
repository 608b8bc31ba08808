/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call as it is taken down; see the header.
 */
#include "tc-intake-form.h"

#include "tc-fold.h"
#include "tc-incident-words.h"
#include "tc-limits.h"
#include "tc-phone.h"
#include "tc-question.h"
#include "tc-report-words.h"
#include "tc-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TITLE_CHARS 60

/* The members, for drafts. */
typedef struct {
  const char *key;
  gsize offset;
} Member;

#define MEMBER(member)                                                                             \
  {                                                                                                \
#member, G_STRUCT_OFFSET(TcIntakeForm, member)                                                 \
  }

static const Member texts[] = {
    MEMBER (channel),    MEMBER (phone),      MEMBER (name),      MEMBER (address),
    MEMBER (place_name), MEMBER (area_name),  MEMBER (text),      MEMBER (field_name),
    MEMBER (code),       MEMBER (staff_name), MEMBER (questions), MEMBER (answers),
    MEMBER (attributes), MEMBER (language),   MEMBER (email),     MEMBER (home)};
static const Member numbers[] = {MEMBER (area_id),   MEMBER (lat_e7),     MEMBER (lon_e7),
                                 MEMBER (field_id),  MEMBER (priority),   MEMBER (incident_id),
                                 MEMBER (report_id), MEMBER (reporter_id)};
static const Member flags[] = {MEMBER (on_behalf), MEMBER (anonymous), MEMBER (private_)};

#define AT(type, form, member) ((type *) ((guint8 *) (form) + (member).offset))

TcIntakeForm *
tc_intake_form_new (gint64 id, gint64 staff_id, const char *staff_name)
{
  TcIntakeForm *form = g_new0 (TcIntakeForm, 1);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *AT (char *, form, texts[i]) = g_strdup ("");
  form->files = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_kept_file_free);
  form->id = id;
  form->staff_id = staff_id;
  form->lat_e7 = form->lon_e7 = form->priority = TC_NONE;
  tc_intake_form_set (&form->channel, "hotline");
  tc_intake_form_set (&form->language, TC_REPORT_LANGUAGE);
  tc_intake_form_set (&form->staff_name, staff_name);
  return form;
}

void
tc_intake_form_free (TcIntakeForm *form)
{
  if (!form)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*AT (char *, form, texts[i]));
  g_ptr_array_unref (form->files);
  g_free (form);
}

void
tc_intake_form_set (char **member, const char *text)
{
  char *copy = g_strdup (text ? text : "");

  g_free (*member);
  *member = copy;
}

/* ---- as a draft ---- */

GVariant *
tc_intake_form_to_variant (const TcIntakeForm *form)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_variant_dict_insert (&dict, texts[i].key, "s", *AT (char *const, form, texts[i]));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_variant_dict_insert (&dict, numbers[i].key, "x", *AT (const gint64, form, numbers[i]));
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    g_variant_dict_insert (&dict, flags[i].key, "b", *AT (const gboolean, form, flags[i]));
  g_variant_dict_insert_value (&dict, TC_KEPT_FILES_KEY, tc_kept_files_to_variant (form->files));
  return g_variant_dict_end (&dict);
}

TcIntakeForm *
tc_intake_form_from_variant (GVariant *data, gint64 id, gint64 staff_id)
{
  TcIntakeForm *form = tc_intake_form_new (id, staff_id, NULL);
  const char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    if (g_variant_lookup (data, texts[i].key, "&s", &text))
      tc_intake_form_set (AT (char *, form, texts[i]), text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_variant_lookup (data, numbers[i].key, "x", AT (gint64, form, numbers[i]));
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    g_variant_lookup (data, flags[i].key, "b", AT (gboolean, form, flags[i]));
  g_ptr_array_unref (form->files);
  form->files = tc_kept_files_from_draft (data);
  if (tc_report_find_language (form->language) == G_MAXUINT)
    tc_intake_form_set (&form->language, TC_REPORT_LANGUAGE);
  return form;
}

gboolean
tc_intake_form_is_empty (const TcIntakeForm *form)
{
  return !*form->phone && !*form->name && !*form->email && !*form->home && !*form->address &&
         !*form->text && form->field_id == 0 && form->files->len == 0;
}

TcKeptFile *
tc_intake_form_find_file (const TcIntakeForm *form, gint64 id)
{
  for (guint i = 0; i < form->files->len; i++) {
    TcKeptFile *file = form->files->pdata[i];

    if (file->id == id)
      return file;
  }
  return NULL;
}

char *
tc_intake_form_dup_title (const TcIntakeForm *form)
{
  const char *texts_of[] = {form->text,  form->address, form->name,
                            form->phone, form->email,   form->home};

  for (guint i = 0; i < G_N_ELEMENTS (texts_of); i++) {
    g_autofree char *line = g_strndup (texts_of[i], strcspn (texts_of[i], "\n"));
    if (*line)
      return g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), TITLE_CHARS));
  }
  return g_strdup ("");
}

/* ---- the place ---- */

/* Or an abbreviation of it: "ql61" of Quốc lộ 61. */
static gboolean
is_of_name (const char *word, char **name_words)
{
  g_auto (GStrv) parts = tc_fold_words (word);

  for (guint i = 0; parts[0] && name_words[i]; i++) {
    if (g_str_has_prefix (name_words[i], parts[0]))
      return TRUE;
  }
  return FALSE;
}

/* What was typed before the first word of the name, as it was typed: "hẻm 3", "12/4". */
static char *
dup_before (const char *typed, const char *name)
{
  g_auto (GStrv) words = g_strsplit (typed, " ", -1);
  g_auto (GStrv) name_words = tc_fold_words (name);
  g_autoptr (GString) before = g_string_new (NULL);

  for (guint i = 0; words[i] && !is_of_name (words[i], name_words); i++)
    g_string_append_printf (before, "%s%s", before->len ? " " : "", words[i]);
  return g_string_free (g_steal_pointer (&before), FALSE);
}

char *
tc_intake_word_address (const TcPlaceHit *hit, const char *typed)
{
  g_autofree char *before = dup_before (typed, hit->name);

  /* Of an area everything may be typed before its name; of nothing but it nothing is left. */
  return *before && !g_str_equal (before, typed) ? g_strdup_printf ("%s %s", before, hit->name)
                                                 : g_strdup (hit->name);
}

void
tc_intake_form_set_place (TcIntakeForm *form, const TcPlaceHit *hit, const char *typed)
{
  g_autofree char *address = tc_intake_word_address (hit, typed);

  tc_intake_form_set (&form->address, address);
  tc_intake_form_set (&form->place_name, hit->name);
  tc_intake_form_set (&form->area_name, hit->place == TC_PLACE_AREA ? hit->name : hit->area_name);
  form->area_id = hit->area_id;
  form->lat_e7 = hit->lat_e7;
  form->lon_e7 = hit->lon_e7;
}

void
tc_intake_form_set_address (TcIntakeForm *form, const char *text)
{
  g_autofree char *typed = tc_fold_key (text);
  g_autofree char *name = tc_fold_key (form->place_name);

  tc_intake_form_set (&form->address, text);
  if (!*name || strstr (typed, name))
    return;
  tc_intake_form_set (&form->place_name, "");
  tc_intake_form_set (&form->area_name, "");
  form->area_id = 0;
  form->lat_e7 = form->lon_e7 = TC_NONE;
}

/* ---- the field ---- */

void
tc_intake_form_set_field (TcIntakeForm *form, const TcService *field)
{
  if (form->field_id == (field ? field->id : 0))
    return;
  form->field_id = field ? field->id : 0;
  tc_intake_form_set (&form->field_name,
                      field ? tc_incident_pick_name (field->name_vi, field->name_en) : "");
  tc_intake_form_set (&form->questions, field ? field->attributes : "");
  tc_intake_form_set (&form->answers, "");
}

/* ---- checking ---- */

static gboolean
clean (char **member, TcTextForm form, gsize max_chars)
{
  char *cleaned = tc_text_clean (*member, form, max_chars);

  if (!cleaned)
    return FALSE;
  g_free (*member);
  *member = cleaned;
  return TRUE;
}

static TcIntakeFault
clean_phone (TcIntakeForm *form)
{
  g_autofree char *number = *form->phone ? tc_phone_normalise (form->phone) : NULL;

  if (*form->phone && !number)
    return TC_INTAKE_PHONE;
  tc_intake_form_set (&form->phone, number);
  return TC_INTAKE_FINE;
}

/* Only what a reader would take for one; whether it is somebody's is seen when an answer goes. */
static gboolean
is_email (const char *text)
{
  return g_regex_match_simple ("^[^\\s@<>,;]+@[^\\s@<>,;.]+(\\.[^\\s@<>,;.]+)+$", text, 0, 0);
}

static TcIntakeFault
clean_addresses (TcIntakeForm *form)
{
  if (!tc_intake_form_has_addresses (form))
    return TC_INTAKE_FINE;
  if (!clean (&form->email, TC_TEXT_LINE, TC_NAME_CHARS_MAX) ||
      (*form->email && !is_email (form->email)))
    return TC_INTAKE_EMAIL;
  if (!clean (&form->home, TC_TEXT_LINE, TC_ADDRESS_CHARS_MAX))
    return TC_INTAKE_HOME_LONG;
  return TC_INTAKE_FINE;
}

static TcIntakeFault
clean_answers (TcIntakeForm *form)
{
  g_autoptr (GPtrArray) questions = tc_questions_read (form->questions);
  const TcQuestion *faulty = NULL;
  g_autofree char *attributes = tc_answers_clean (questions, form->answers, form->id, &faulty);

  if (faulty || (attributes && g_utf8_strlen (attributes, -1) > TC_ATTRIBUTES_CHARS_MAX))
    return TC_INTAKE_ANSWER;
  tc_intake_form_set (&form->attributes, attributes);
  return TC_INTAKE_FINE;
}

TcIntakeFault
tc_intake_form_clean (TcIntakeForm *form)
{
  TcIntakeFault fault = TC_INTAKE_FINE;

  if (!clean (&form->text, TC_TEXT_PARAGRAPH, TC_TEXT_CHARS_MAX))
    return TC_INTAKE_TEXT_LONG;
  if (!clean (&form->address, TC_TEXT_LINE, TC_ADDRESS_CHARS_MAX))
    return TC_INTAKE_ADDRESS_LONG;
  if (!clean (&form->name, TC_TEXT_LINE, TC_NAME_CHARS_MAX))
    return TC_INTAKE_NAME_LONG;
  if (!*form->text)
    return TC_INTAKE_TEXT_MISSING;
  fault = clean_phone (form);
  if (fault == TC_INTAKE_FINE)
    fault = clean_addresses (form);
  return fault != TC_INTAKE_FINE ? fault : clean_answers (form);
}

const char *
tc_intake_fault_word (TcIntakeFault fault)
{
  switch (fault) {
  case TC_INTAKE_TEXT_MISSING:
    return _ ("It isn't said yet what happened. Type it, then log it.");
  case TC_INTAKE_TEXT_LONG:
    return _ ("What happened is too long: 4,000 letters at most. Nothing was logged, all is kept.");
  case TC_INTAKE_ADDRESS_LONG:
    return _ ("The place is too long: 500 letters at most. Nothing was logged, all is kept.");
  case TC_INTAKE_NAME_LONG:
    return _ ("The name is too long: 200 letters at most. Nothing was logged, all is kept.");
  case TC_INTAKE_EMAIL:
    return _ ("That is no e-mail address (ten@tinh.vn), or it is longer than 200 letters. Mend it "
              "or take it out; nothing was logged, all is kept.");
  case TC_INTAKE_HOME_LONG:
    return _ ("The reporter's address is too long: 500 letters at most. Nothing was logged, all is "
              "kept.");
  case TC_INTAKE_PHONE:
    return _ ("That is no telephone number. Mend it or take it out; nothing was logged, all is "
              "kept.");
  case TC_INTAKE_ANSWER:
    return _ ("That answer is no number (30 or 1.5) or no time (17:30, 8h 27/11), or it is too "
              "long. Mend it or take it out; nothing was logged, all is kept.");
  case TC_INTAKE_FINE:
  default:
    return NULL;
  }
}

char *
tc_intake_form_word_unanswered (const TcIntakeForm *form)
{
  g_autoptr (GPtrArray) questions = tc_questions_read (form->questions);
  g_autoptr (GHashTable) answers = tc_answers_read (form->attributes);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < questions->len; i++) {
    const TcQuestion *question = questions->pdata[i];

    if (question->required && !g_hash_table_contains (answers, question->code))
      g_string_append_printf (words, "%s%s", words->len > 0 ? "; " : "",
                              *question->words ? question->words : question->code);
  }
  if (words->len == 0)
    return NULL;
  /* Translators: questions. */
  return g_strdup_printf (_ ("Not answered, and the field needs it: %s"), words->str);
}

gboolean
tc_intake_form_has_addresses (const TcIntakeForm *form)
{
  return g_str_equal (form->channel, "mail") || g_str_equal (form->channel, "walk-in");
}

gboolean
tc_intake_form_has_person (const TcIntakeForm *form)
{
  gboolean addressed = tc_intake_form_has_addresses (form) && (*form->email || *form->home);

  return !form->anonymous && (*form->phone || *form->name || addressed);
}

static const char *
get_optional (const char *text)
{
  return *text ? text : NULL;
}

TcIncidentReport
tc_intake_form_get_args (const TcIntakeForm *form, gint64 join_id)
{
  gboolean person = tc_intake_form_has_person (form);
  gboolean addressed = person && tc_intake_form_has_addresses (form);

  return (TcIncidentReport){
      .incident_id = join_id ? join_id : form->incident_id,
      .report_id = form->report_id,
      .reporter_id = person ? form->reporter_id : 0,
      .code = join_id ? NULL : form->code,
      .channel = form->channel,
      .text = form->text,
      .language = form->language,
      .field_id = form->field_id,
      .priority = join_id ? TC_NONE : form->priority,
      .area_id = form->area_id,
      .lat_e7 = form->lat_e7,
      .lon_e7 = form->lon_e7,
      .address = get_optional (form->address),
      .attributes = get_optional (form->attributes),
      .said_us = form->id,
      .received_us = TC_NONE,
      .due_us = TC_NONE,
      .on_behalf = form->on_behalf,
      .anonymous = form->anonymous,
      .private_ = form->private_,
      .reporter_name = person ? get_optional (form->name) : NULL,
      .reporter_phone = person ? get_optional (form->phone) : NULL,
      .reporter_email = addressed ? get_optional (form->email) : NULL,
      .reporter_address = addressed ? get_optional (form->home) : NULL,
  };
}
