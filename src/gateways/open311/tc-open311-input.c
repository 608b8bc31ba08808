/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parameters into structs; see the header. Attributes stand in tc-open311-answers.c.
 */
#include "tc-open311-input.h"
#include "tc-open311-value.h"

#include <string.h>

/* mySociety's extended set; open and closed are GeoReport's own. */
static const char *const statuses[] = {
    "open",
    "closed",
    "fixed",
    "in_progress",
    "planned",
    "action_scheduled",
    "investigating",
    "duplicate",
    "not_councils_responsibility",
    "no_further_action",
    "internal_referral",
    "cancelled",
    "reopen",
    "for_triage",
    NULL,
};

static char *
take_text (const TcOpen311Params *params, const char *name, gboolean lines, guint chars_max,
           TcOpen311Fault *fault)
{
  const char *value = tc_open311_params_get (params, name, fault);

  return value ? tc_open311_clean_text (name, value, lines, chars_max, fault) : NULL;
}

static gint64
take_degrees (const TcOpen311Params *params, const char *name, int max_degrees,
              TcOpen311Fault *fault)
{
  const char *value = tc_open311_params_get (params, name, fault);
  gint64 e7 = G_MININT64;

  if (value && !tc_open311_parse_degrees (value, max_degrees, &e7))
    tc_open311_fault_add (fault, 400,
                          "parameter \"%s\" is not a plain decimal number between -%d and %d", name,
                          max_degrees, max_degrees);
  return e7;
}

static gint64
take_time (const TcOpen311Params *params, const char *name, TcOpen311Fault *fault)
{
  const char *value = tc_open311_params_get (params, name, fault);
  gint64 time_us = G_MININT64;

  if (value && !tc_open311_parse_time (value, &time_us))
    tc_open311_fault_add (fault, 400,
                          "parameter \"%s\" is not a W3C date-time with its zone, such as "
                          "2026-11-23T18:30:00+07:00",
                          name);
  return time_us;
}

static char *
take_email (const TcOpen311Params *params, TcOpen311Fault *fault)
{
  g_autofree char *email = take_text (params, "email", FALSE, TC_OPEN311_NAME_CHARS_MAX, fault);
  const char *at = email ? strchr (email, '@') : NULL;

  if (!email)
    return NULL;
  if (!at || at == email || at[1] == '\0' || strchr (at + 1, '@') ||
      strpbrk (email, " \"'<>()\\,;"))
    tc_open311_fault_add (fault, 400, "parameter \"email\" is not an e-mail address");
  return g_steal_pointer (&email);
}

static char *
take_phone (const TcOpen311Params *params, TcOpen311Fault *fault)
{
  g_autofree char *phone = take_text (params, "phone", FALSE, TC_OPEN311_PHONE_CHARS_MAX, fault);
  guint n_digits = 0;

  if (!phone)
    return NULL;
  for (const char *at = phone; *at; at++)
    n_digits += g_ascii_isdigit (*at) ? 1 : 0;
  if (n_digits < 3 || strspn (phone, "0123456789+-. ()") != strlen (phone))
    tc_open311_fault_add (fault, 400, "parameter \"phone\" is not a telephone number");
  return g_steal_pointer (&phone);
}

/* "Nguyễn Văn" + "An": family name, then given name. */
static char *
take_name (const TcOpen311Params *params, TcOpen311Fault *fault)
{
  g_autofree char *first = take_text (params, "first_name", FALSE, TC_OPEN311_NAME_CHARS_MAX,
                                      fault);
  g_autofree char *last = take_text (params, "last_name", FALSE, TC_OPEN311_NAME_CHARS_MAX, fault);
  g_autofree char *name = NULL;

  if (!first || !last)
    return first ? g_steal_pointer (&first) : g_steal_pointer (&last);
  name = g_strconcat (last, " ", first, NULL);
  if (g_utf8_strlen (name, -1) > TC_OPEN311_NAME_CHARS_MAX)
    tc_open311_fault_add (fault, 400,
                          "first_name and last_name together have more than %d "
                          "characters",
                          TC_OPEN311_NAME_CHARS_MAX);
  return g_steal_pointer (&name);
}

static void
check_media_url (const char *url, TcOpen311Fault *fault)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri ? g_uri_get_scheme (uri) : NULL;

  if (!uri || (strcmp (scheme, "https") != 0 && strcmp (scheme, "http") != 0) ||
      !g_uri_get_host (uri) || *g_uri_get_host (uri) == '\0' || g_uri_get_userinfo (uri))
    tc_open311_fault_add (fault, 400, "parameter \"media_url\" is not an http or https address");
}

/* media_url, media_url[] and repeats of them: one photo each. (transfer full) */
static GPtrArray *
take_media (const TcOpen311Params *params, TcOpen311Fault *fault)
{
  GPtrArray *media = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < params->list->len; i++) {
    const TcOpen311Param *param = g_ptr_array_index (params->list, i);
    g_autofree char *url = NULL;

    if (strcmp (param->name, "media_url") != 0 && strcmp (param->name, "media_url[]") != 0)
      continue;
    url = tc_open311_clean_text ("media_url", param->value, FALSE, TC_OPEN311_URL_CHARS_MAX, fault);
    if (!url)
      continue;
    check_media_url (url, fault);
    if (media->len >= TC_OPEN311_MEDIA_MAX) {
      tc_open311_fault_add (fault, 400, "more than %d of \"media_url\"", TC_OPEN311_MEDIA_MAX);
      break;
    }
    g_ptr_array_add (media, g_steal_pointer (&url));
  }
  return media;
}

/* mySociety's clients say 1 and 0, TRUE and FALSE. */
static gboolean
take_flag (const TcOpen311Params *params, const char *name, TcOpen311Fault *fault)
{
  const char *value = tc_open311_params_get (params, name, fault);

  if (!value || strcmp (value, "0") == 0 || g_ascii_strcasecmp (value, "false") == 0)
    return FALSE;
  if (strcmp (value, "1") != 0 && g_ascii_strcasecmp (value, "true") != 0)
    tc_open311_fault_add (fault, 400, "parameter \"%s\" is neither true nor false", name);
  return TRUE;
}

static void
check_place (const TcOpen311Report *report, TcOpen311Fault *fault)
{
  if ((report->lat_e7 == G_MININT64) != (report->lon_e7 == G_MININT64))
    tc_open311_fault_add (fault, 400, "\"lat\" and \"long\" are only taken together");
  else if (report->lat_e7 == G_MININT64 && !report->address && !report->address_id)
    tc_open311_fault_add (fault, 400,
                          "a place is needed: \"lat\" and \"long\", \"address_string\" or "
                          "\"address_id\"");
}

TcOpen311Report *
tc_open311_report_parse (const TcOpen311Params *params, TcOpen311Fault *fault)
{
  g_autoptr (TcOpen311Report) report = g_new0 (TcOpen311Report, 1);

  report->service_code = take_text (params, "service_code", FALSE, TC_OPEN311_NAME_CHARS_MAX,
                                    fault);
  if (!report->service_code && !tc_open311_fault_is_set (fault))
    tc_open311_fault_add (fault, 400, "parameter \"service_code\" was not provided");
  report->description = take_text (params, "description", TRUE, TC_OPEN311_DESCRIPTION_CHARS_MAX,
                                   fault);
  report->address = take_text (params, "address_string", FALSE, TC_OPEN311_ADDRESS_CHARS_MAX,
                               fault);
  report->address_id = take_text (params, "address_id", FALSE, TC_OPEN311_NAME_CHARS_MAX, fault);
  report->lat_e7 = take_degrees (params, "lat", 90, fault);
  report->lon_e7 = take_degrees (params, "long", 180, fault);
  report->email = take_email (params, fault);
  report->phone = take_phone (params, fault);
  report->name = take_name (params, fault);
  report->device_id = take_text (params, "device_id", FALSE, TC_OPEN311_NAME_CHARS_MAX, fault);
  report->account_id = take_text (params, "account_id", FALSE, TC_OPEN311_NAME_CHARS_MAX, fault);
  report->media = take_media (params, fault);
  report->non_public = take_flag (params, "non_public", fault);
  if (!tc_open311_fault_is_set (fault))
    check_place (report, fault);
  return tc_open311_fault_is_set (fault) ? NULL : g_steal_pointer (&report);
}

void
tc_open311_report_free (TcOpen311Report *report)
{
  if (!report)
    return;
  g_free (report->service_code);
  g_free (report->description);
  g_free (report->address);
  g_free (report->address_id);
  g_free (report->email);
  g_free (report->phone);
  g_free (report->name);
  g_free (report->device_id);
  g_free (report->account_id);
  g_ptr_array_unref (report->media);
  g_free (report);
}

static void
take_ids (const TcOpen311Params *params, GArray *ids, TcOpen311Fault *fault)
{
  g_auto (GStrv) list = tc_open311_params_get_list (params, "service_request_id", fault);

  for (char **text = list; text && *text; text++) {
    gint64 id;

    if (!tc_open311_parse_id (*text, &id)) {
      tc_open311_fault_add (fault, 400,
                            "parameter \"service_request_id\" is not a list of numbers");
      return;
    }
    g_array_append_val (ids, id);
  }
}

static void
take_statuses (const TcOpen311Params *params, TcOpen311Filter *filter, TcOpen311Fault *fault)
{
  g_auto (GStrv) list = tc_open311_params_get_list (params, "status", fault);

  for (char **text = list; text && *text; text++) {
    if (strcmp (*text, "open") == 0)
      filter->open = TRUE;
    else if (strcmp (*text, "closed") == 0)
      filter->closed = TRUE;
    else
      tc_open311_fault_add (fault, 400, "parameter \"status\" takes open and closed");
  }
  if (!list)
    filter->open = filter->closed = TRUE;
}

static void
take_span (const TcOpen311Params *params, gint64 now_us, TcOpen311Filter *filter,
           TcOpen311Fault *fault)
{
  gint64 start_us = take_time (params, "start_date", fault);
  gint64 end_us = take_time (params, "end_date", fault);

  if (start_us == G_MININT64 && end_us == G_MININT64)
    end_us = now_us;
  if (start_us == G_MININT64)
    start_us = end_us - TC_OPEN311_SPAN_MAX_US;
  if (end_us == G_MININT64)
    end_us = start_us + TC_OPEN311_SPAN_MAX_US;
  if (start_us > end_us)
    tc_open311_fault_add (fault, 400, "\"start_date\" is after \"end_date\"");
  else if (end_us - start_us > TC_OPEN311_SPAN_MAX_US)
    tc_open311_fault_add (fault, 400, "\"start_date\" and \"end_date\" span more than 90 days");
  filter->start_us = start_us;
  filter->end_us = end_us;
}

static void
take_count (const TcOpen311Params *params, const char *name, guint max, guint *count,
            TcOpen311Fault *fault)
{
  const char *value = tc_open311_params_get (params, name, fault);

  if (value && !tc_open311_parse_count (value, max, count))
    tc_open311_fault_add (fault, 400, "parameter \"%s\" is not a number from 1 to %u", name, max);
}

TcOpen311Filter *
tc_open311_filter_parse (const TcOpen311Params *params, gint64 now_us, TcOpen311Fault *fault)
{
  g_autoptr (TcOpen311Filter) filter = g_new0 (TcOpen311Filter, 1);

  filter->page = 1;
  filter->page_size = TC_OPEN311_ROWS_MAX;
  filter->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  filter->service_codes = tc_open311_params_get_list (params, "service_code", fault);
  take_ids (params, filter->ids, fault);
  take_statuses (params, filter, fault);
  take_span (params, now_us, filter, fault);
  take_count (params, "page", TC_OPEN311_PAGE_MAX, &filter->page, fault);
  take_count (params, "page_size", TC_OPEN311_ROWS_MAX, &filter->page_size, fault);
  return tc_open311_fault_is_set (fault) ? NULL : g_steal_pointer (&filter);
}

void
tc_open311_filter_free (TcOpen311Filter *filter)
{
  if (!filter)
    return;
  g_array_unref (filter->ids);
  g_strfreev (filter->service_codes);
  g_free (filter);
}

static char *
take_update_status (const TcOpen311Params *params, TcOpen311Fault *fault)
{
  const char *value = tc_open311_params_get (params, "status", fault);
  g_autofree char *status = value ? g_ascii_strdown (value, -1) : NULL;

  if (status && !g_strv_contains (statuses, status))
    tc_open311_fault_add (fault, 400, "parameter \"status\" is none of the statuses of an update");
  return g_steal_pointer (&status);
}

/* 0: none given */
static guint
take_rating (const TcOpen311Params *params, TcOpen311Fault *fault)
{
  guint rating = 0;

  take_count (params, "rating", TC_OPEN311_RATING_MAX, &rating, fault);
  return rating;
}

TcOpen311Comment *
tc_open311_comment_parse (const TcOpen311Params *params, TcOpen311Fault *fault)
{
  g_autoptr (TcOpen311Comment) comment = g_new0 (TcOpen311Comment, 1);
  const char *id = tc_open311_params_get (params, "service_request_id", fault);
  const char *own_name = tc_open311_params_get (params, "update_id", fault) ? "update_id"
                                                                            : "update_id_ext";

  if (!id && !tc_open311_fault_is_set (fault))
    tc_open311_fault_add (fault, 400, "parameter \"service_request_id\" was not provided");
  else if (id && !tc_open311_parse_id (id, &comment->service_request_id))
    tc_open311_fault_add (fault, 400, "parameter \"service_request_id\" is not a number");
  comment->update_id = take_text (params, own_name, FALSE, TC_OPEN311_NAME_CHARS_MAX, fault);
  comment->status = take_update_status (params, fault);
  comment->updated_us = take_time (params, "updated_datetime", fault);
  comment->description = take_text (params, "description", TRUE, TC_OPEN311_DESCRIPTION_CHARS_MAX,
                                    fault);
  comment->name = take_name (params, fault);
  comment->email = take_email (params, fault);
  comment->phone = take_phone (params, fault);
  comment->account_id = take_text (params, "account_id", FALSE, TC_OPEN311_NAME_CHARS_MAX, fault);
  comment->media = take_media (params, fault);
  comment->rating = take_rating (params, fault);
  if (!comment->description && !comment->rating && !tc_open311_fault_is_set (fault))
    tc_open311_fault_add (fault, 400, "parameter \"description\" was not provided");
  return tc_open311_fault_is_set (fault) ? NULL : g_steal_pointer (&comment);
}

void
tc_open311_comment_free (TcOpen311Comment *comment)
{
  if (!comment)
    return;
  g_free (comment->update_id);
  g_free (comment->status);
  g_free (comment->description);
  g_free (comment->name);
  g_free (comment->email);
  g_free (comment->phone);
  g_free (comment->account_id);
  g_ptr_array_unref (comment->media);
  g_free (comment);
}

/* "vi-VN" → "vi"; (nullable). */
static const char *
match_language (const char *tag)
{
  static const char *const languages[] = {"vi", "en"};

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_ascii_strncasecmp (tag, languages[i], 2) == 0 && !g_ascii_isalnum (tag[2]))
      return languages[i];
  return NULL;
}

const char *
tc_open311_choose_language (const TcOpen311Params *params, const char *accept_language,
                            const char *fallback, TcOpen311Fault *fault)
{
  const char *locale = tc_open311_params_get (params, "locale", fault);
  const char *language = locale ? match_language (locale) : NULL;

  if (language)
    return language;
  for (const char *at = accept_language; at && *at && !locale; at = strchr (at, ',')) {
    at += strspn (at, ", ");
    language = match_language (at);
    if (language)
      return language;
  }
  return fallback;
}
