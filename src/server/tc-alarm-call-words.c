/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an SMS says of alarms; see the header.
 */
#include "tc-alarm-call-words.h"

/* Of a name of a field or a place; where several alarms are named. */
#define NAME_CHARS_MAX 40
#define SHORT_NAME_CHARS_MAX 28

typedef enum {
  ENGLISH,
  VIETNAMESE,
  N_LANGUAGES,
} Language;

typedef struct {
  const char *what; /* {1}: of how many, where that is said */
  const char *action;
} Words;

static const Words words[N_LANGUAGES][TC_ALARM_N_KINDS] = {
    [ENGLISH] =
        {
            [TC_ALARM_UNTAKEN] = {"nobody has taken it", "Take it or give it to somebody."},
            [TC_ALARM_UNDISPATCHED] = {"no unit was sent", "Dispatch a unit."},
            [TC_ALARM_UNACKNOWLEDGED] = {"the unit doesn't answer",
                                         "Call the unit or send another."},
            [TC_ALARM_MESSAGE] = {"nobody has read what the unit wrote", "Read it and answer."},
            [TC_ALARM_LATE] = {"the deadline has passed", "See to it or extend it."},
            [TC_ALARM_UNARRIVED] = {"the unit isn't there yet", "Ask where it is."},
            [TC_ALARM_UNFINISHED] = {"the unit is at it for long", "Ask what it needs."},
            [TC_ALARM_UNANSWERED] = {"who was asked doesn't answer", "Ask again."},
            [TC_ALARM_APPOINTMENT] = {"its appointed time has come", "Dispatch or put it off."},
            [TC_ALARM_UNTOLD] = {"who reported it isn't told", "Tell them how it ended."},
            [TC_ALARM_SOON] = {"the deadline is near", "Ask how far it is."},
            [TC_ALARM_MEMBERS] = {"{1} incidents of the event are untaken", "Share them out."},
            [TC_ALARM_JOURNAL] = {"something in the duty journal is late", "Open the journal."},
        },
    [VIETNAMESE] =
        {
            [TC_ALARM_UNTAKEN] = {"chưa ai nhận", "Hãy nhận hoặc giao người nhận."},
            [TC_ALARM_UNDISPATCHED] = {"chưa điều đội nào", "Hãy điều đội."},
            [TC_ALARM_UNACKNOWLEDGED] = {"đội chưa xác nhận", "Hãy gọi đội hoặc điều đội khác."},
            [TC_ALARM_MESSAGE] = {"đội nhắn mà chưa ai đọc", "Hãy đọc và trả lời."},
            [TC_ALARM_LATE] = {"đã quá hạn xử lý", "Hãy đôn đốc hoặc gia hạn."},
            [TC_ALARM_UNARRIVED] = {"đội chưa tới nơi", "Hãy hỏi đội đang ở đâu."},
            [TC_ALARM_UNFINISHED] = {"đội xử lý đã lâu", "Hãy hỏi đội cần gì."},
            [TC_ALARM_UNANSWERED] = {"bên được hỏi chưa trả lời", "Hãy hỏi lại."},
            [TC_ALARM_APPOINTMENT] = {"đã đến giờ hẹn", "Hãy điều đội hoặc hẹn lại."},
            [TC_ALARM_UNTOLD] = {"chưa báo cho người phản ánh", "Hãy báo kết quả."},
            [TC_ALARM_SOON] = {"sắp đến hạn xử lý", "Hãy hỏi đội làm tới đâu."},
            [TC_ALARM_MEMBERS] = {"{1} sự việc của sự kiện chưa ai nhận", "Hãy phân công."},
            [TC_ALARM_JOURNAL] = {"việc trong sổ trực đã quá hạn", "Hãy mở sổ trực."},
        },
};

/* What is the same for all kinds; {1} and so on stand for what changes. */
static const struct {
  const char *urgent;     /* before a text that tells of an emergency */
  const char *since;      /* what is wrong, since when */
  const char *restricted; /* a code */
  const char *many;       /* how many, since when the first, codes */
  const char *more;       /* how many */
  const char *test;       /* when */
} phrases[N_LANGUAGES] = {
    [ENGLISH] = {"URGENT ", "{1} since {2}", "{1} needs somebody. See at the desk.",
                 "{1} alarms that nobody sees to, the first since {2}: {3}. Open the alarms.",
                 " and {1} more", "Toàn Cảnh: a test, sent at {1}. Nothing is to be done."},
    [VIETNAMESE] = {"KHẨN ", "{1} từ {2}", "{1} cần người xử lý. Xem tại bàn trực.",
                    "{1} cảnh báo chưa ai xử lý, sớm nhất từ {2}: {3}. Hãy mở mục Cảnh báo.",
                    " và {1} cảnh báo khác", "Toàn Cảnh: tin thử, gửi lúc {1}. Không phải làm gì."},
};

/* @values: as many as the phrase asks for */
static void
append_phrase (GString *text, const char *phrase, const char *const *values)
{
  for (const char *at = phrase; *at; at++) {
    if (at[0] == '{') {
      g_string_append (text, values[at[1] - '1']);
      at += 2;
    } else {
      g_string_append_c (text, *at);
    }
  }
}

void
tc_alarm_call_fact_free (TcAlarmCallFact *fact)
{
  g_free (fact->code);
  g_free (fact->field_vi);
  g_free (fact->field_en);
  g_free (fact->place_vi);
  g_free (fact->place_en);
  g_free (fact);
}

/* By the clock of the province; with its day, if that isn't today. (transfer full) */
static char *
word_time (gint64 then_us, gint64 now_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (7 * 3600);
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_utc (then_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) there = then ? g_date_time_to_timezone (then, zone) : NULL;
  g_autoptr (GDateTime) here = now ? g_date_time_to_timezone (now, zone) : NULL;

  if (!there || !here)
    return g_strdup ("–");
  return g_date_time_format (
      there, g_date_time_get_day_of_year (there) == g_date_time_get_day_of_year (here) &&
                     g_date_time_get_year (there) == g_date_time_get_year (here)
                 ? "%H:%M"
                 : "%H:%M %d/%m");
}

/* Appends a name, shortened. @name: (nullable) */
static void
append_name (GString *text, const char *before, const char *name, glong chars_max)
{
  if (!name || !*name)
    return;
  g_string_append (text, before);
  if (g_utf8_strlen (name, -1) <= chars_max) {
    g_string_append (text, name);
  } else {
    g_autofree char *start = g_utf8_substring (name, 0, chars_max - 1);
    g_string_append_printf (text, "%s…", start);
  }
}

static void
append_one (GString *text, const TcAlarmCallFact *fact, Language language, gint64 now_us)
{
  const Words *said = &words[language][fact->kind];
  g_autofree char *since = word_time (fact->since_us, now_us);
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, fact->count);
  g_autoptr (GString) what = g_string_new (NULL);
  gsize before;

  if (fact->restricted) {
    append_phrase (text, phrases[language].restricted, (const char *const[]){fact->code});
    return;
  }
  if (*fact->code)
    g_string_append_printf (text, "%s ", fact->code);
  append_phrase (what, said->what, (const char *const[]){count});
  append_phrase (text, phrases[language].since, (const char *const[]){what->str, since});
  g_string_append (text, ". ");
  before = text->len;
  append_name (text, "", language == VIETNAMESE ? fact->field_vi : fact->field_en, NAME_CHARS_MAX);
  append_name (text, text->len > before ? ", " : "",
               language == VIETNAMESE ? fact->place_vi : fact->place_en, NAME_CHARS_MAX);
  if (text->len > before)
    g_string_append (text, ". ");
  g_string_append (text, said->action);
}

static void
append_many (GString *text, const GPtrArray *facts, Language language, gint64 now_us)
{
  g_autoptr (GString) codes = g_string_new (NULL);
  g_autofree char *since = NULL, *left = NULL, *all = g_strdup_printf ("%u", facts->len);
  gint64 since_us = now_us;
  guint named = 0;

  for (guint i = 0; i < facts->len; i++) {
    const TcAlarmCallFact *fact = g_ptr_array_index (facts, i);

    since_us = MIN (since_us, fact->since_us);
    if (!*fact->code || named == TC_ALARM_CALL_NAMED_MAX)
      continue;
    g_string_append_printf (codes, "%s%s", named++ > 0 ? ", " : "", fact->code);
    if (!fact->restricted)
      append_name (codes, " ", language == VIETNAMESE ? fact->field_vi : fact->field_en,
                   SHORT_NAME_CHARS_MAX);
  }
  left = g_strdup_printf ("%u", facts->len - named);
  if (named == 0)
    g_string_append (codes, words[language][TC_ALARM_JOURNAL].what);
  else if (named < facts->len)
    append_phrase (codes, phrases[language].more, (const char *const[]){left});
  since = word_time (since_us, now_us);
  append_phrase (text, phrases[language].many, (const char *const[]){all, since, codes->str});
}

/* All parts are bounded, so that this cuts nothing but what nobody foresaw. */
static char *
cut (GString *text)
{
  g_autofree char *all = g_string_free (text, FALSE);

  return g_utf8_strlen (all, -1) > TC_ALARM_CALL_CHARS_MAX
             ? g_utf8_substring (all, 0, TC_ALARM_CALL_CHARS_MAX)
             : g_steal_pointer (&all);
}

/* That one is restricted which is an emergency isn't said. */
static gboolean
has_emergency (const GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++) {
    const TcAlarmCallFact *fact = g_ptr_array_index (facts, i);

    if (fact->priority == TC_ALARM_HIGH && !fact->restricted)
      return TRUE;
  }
  return FALSE;
}

char *
tc_alarm_call_words (const GPtrArray *facts, gboolean vietnamese, gint64 now_us)
{
  const TcAlarmCallFact *first = g_ptr_array_index (facts, 0);
  Language language = vietnamese ? VIETNAMESE : ENGLISH;
  GString *text = g_string_new ("Toàn Cảnh: ");

  if (has_emergency (facts))
    g_string_append (text, phrases[language].urgent);
  if (facts->len == 1)
    append_one (text, first, language, now_us);
  else
    append_many (text, facts, language, now_us);
  return cut (text);
}

char *
tc_alarm_call_words_test (gboolean vietnamese, gint64 now_us)
{
  g_autofree char *then = word_time (now_us, now_us);
  GString *text = g_string_new (NULL);

  append_phrase (text, phrases[vietnamese ? VIETNAMESE : ENGLISH].test,
                 (const char *const[]){then});
  return g_string_free (text, FALSE);
}
