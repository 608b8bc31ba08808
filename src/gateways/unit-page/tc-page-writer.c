/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing an order's page; see the header. Whatever comes from outside goes through escape().
 */
#include "tc-page-writer.h"

#include "tc-incident-operations.h"
#include "tc-open311-reads.h"
#include "tc-service-level.h"

#define MB 1000000
#define E7 10000000

static const char style[] =
    "body{margin:0 auto;max-width:34em;padding:12px;font:18px/1.4 sans-serif;color:#1c2126;"
    "background:#f8f9fa}"
    "h1{font-size:24px;margin:8px 0}h2{font-size:18px;margin:20px 0 4px}p{margin:4px 0}"
    "a{color:#1b62ad}"
    ".t{border-left:4px solid #56606b;padding:2px 10px;margin:8px 0}.c{border-color:#1b62ad}"
    ".m{border:3px solid #735800;padding:10px;margin:8px 0;font-weight:bold}"
    ".w{white-space:pre-line;overflow-wrap:anywhere}.g{border-color:#1b62ad}.s{font-weight:bold}.d{"
    "color:#56606b}"
    "a.b,button,summary{display:block;box-sizing:border-box;width:100%;min-height:56px;"
    "padding:14px 10px;margin:10px 0;border:2px solid #1b62ad;border-radius:6px;background:#fff;"
    "color:#1b62ad;font:bold 20px/1.2 sans-serif;text-align:center;text-decoration:none}"
    "button.p{background:#1b62ad;color:#fff}"
    "label{display:block;margin:8px 0 2px}"
    "select,textarea,input{box-sizing:border-box;width:100%;min-height:48px;padding:8px;"
    "font:18px/1.3 sans-serif;border:1px solid #56606b;border-radius:6px;background:#fff;"
    "color:#1c2126}";

typedef struct {
  GString *out;
  const TcPageView *view;
} Writer;

static const char *
say (const Writer *writer, TcPageWord word)
{
  return tc_page_word (word, writer->view->language);
}

static void
put (Writer *writer, const char *html)
{
  g_string_append (writer->out, html);
}

static void
escape (Writer *writer, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text ? text : "", -1);

  put (writer, escaped);
}

/* <@tag>text</@tag>; @start: with its attributes */
static void
put_text (Writer *writer, const char *start, const char *text, const char *end)
{
  put (writer, start);
  escape (writer, text);
  put (writer, end);
}

static char *
dup_time (const Writer *writer, gint64 time_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (writer->view->offset_s);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, "%H:%M %d/%m");
}

static char *
dup_age (const Writer *writer, gint64 time_us)
{
  static const struct {
    gint64 minutes;
    TcPageWord word;
  } steps[] = {{24 * 60, TC_SAY_DAYS_AGO}, {60, TC_SAY_HOURS_AGO}, {1, TC_SAY_MINUTES_AGO}};
  gint64 minutes = (writer->view->now_us - time_us) / G_TIME_SPAN_MINUTE;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    if (minutes >= steps[i].minutes) {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, minutes / steps[i].minutes);
      return tc_page_fill (steps[i].word, writer->view->language, number);
    }
  }
  return g_strdup (say (writer, TC_SAY_JUST_NOW));
}

static const char *
pick (const Writer *writer, const char *vi, const char *en)
{
  const char *name = writer->view->language == TC_PAGE_EN && en && *en ? en : vi;

  return name ? name : "";
}

/* ---- the matter ---- */

/* A title may be the first words of what somebody wrote, and what is asked the title of before. */
static void
put_masked (Writer *writer, const char *start, const char *text, const char *end)
{
  g_autofree char *masked = tc_open311_mask_text (text);

  put_text (writer, start, masked, end);
}

/* Source: RFC 5870; the part after '?' is what map programs of telephones show a pin for. */
static void
put_map (Writer *writer, gint64 lat_e7, gint64 lon_e7)
{
  g_autofree char *lat = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%07" G_GINT64_FORMAT,
                                          lat_e7 < 0 ? "-" : "", ABS (lat_e7) / E7,
                                          ABS (lat_e7) % E7);
  g_autofree char *lon = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%07" G_GINT64_FORMAT,
                                          lon_e7 < 0 ? "-" : "", ABS (lon_e7) / E7,
                                          ABS (lon_e7) % E7);

  g_string_append_printf (writer->out, "<p class=\"d\">%s, %s</p>", lat, lon);
  g_string_append_printf (writer->out, "<a class=\"b\" href=\"geo:%s,%s?q=%s,%s\">", lat, lon, lat,
                          lon);
  put_text (writer, "", say (writer, TC_SAY_MAP), "</a>");
}

static void
put_place (Writer *writer)
{
  const TcUnitPage *page = writer->view->page;
  const char *area = pick (writer, page->area_vi, page->area_en);
  gboolean addressed = page->address && *page->address;

  put_text (writer, "<h2>", say (writer, TC_SAY_WHERE), "</h2>");
  if (addressed)
    put_masked (writer, "<p>", page->address, "</p>");
  if (*area)
    put_text (writer, "<p>", area, "</p>");
  if (page->lat_e7 != TC_NONE && page->lon_e7 != TC_NONE)
    put_map (writer, page->lat_e7, page->lon_e7);
  else if (!addressed)
    put_text (writer, "<p>", say (writer, TC_SAY_NO_PLACE), "</p>");
}

/* TC_SAY_NOTHING: there is time. */
static TcPageWord
find_pressing (const Writer *writer)
{
  const TcUnitPage *page = writer->view->page;

  if (page->due_us < writer->view->now_us)
    return TC_SAY_OVERDUE;
  return tc_order_is_due_soon (page->sent_us, page->due_us, writer->view->now_us) ? TC_SAY_DUE_SOON
                                                                                  : TC_SAY_NOTHING;
}

static void
put_due (Writer *writer)
{
  g_autofree char *due = dup_time (writer, writer->view->page->due_us);
  TcPageWord pressing = find_pressing (writer);

  put_text (writer, pressing == TC_SAY_NOTHING ? "<p class=\"d\">" : "<p class=\"s\">",
            say (writer, TC_SAY_DUE), " ");
  put (writer, due);
  if (pressing != TC_SAY_NOTHING)
    put_text (writer, " · ", say (writer, pressing), "");
  put (writer, "</p>");
}

static void
put_times (Writer *writer)
{
  const TcUnitPage *page = writer->view->page;
  g_autofree char *sent = dup_time (writer, page->sent_us);
  g_autofree char *age = dup_age (writer, page->sent_us);

  put_text (writer, "<p class=\"d\">", say (writer, TC_SAY_SENT), " ");
  g_string_append_printf (writer->out, "%s (%s)</p>", sent, age);
  if (page->due_us != TC_NONE)
    put_due (writer);
}

static void
put_photos (Writer *writer)
{
  const TcUnitPage *page = writer->view->page;

  if (!page->photos->len)
    return;
  put_text (writer, "<h2>", say (writer, TC_SAY_PHOTOS), "</h2>");
  for (guint i = 0; i < page->photos->len; i++) {
    const TcUnitPagePhoto *photo = &g_array_index (page->photos, TcUnitPagePhoto, i);
    g_autofree char *number = g_strdup_printf ("%u (%" G_GINT64_FORMAT " kB)", i + 1,
                                               MAX (photo->size / 1000, 1));
    g_autofree char *text = tc_page_fill (TC_SAY_PHOTO, writer->view->language, number);

    g_string_append_printf (writer->out, "<a class=\"b\" href=\"%s/photo/%" G_GINT64_FORMAT "\">",
                            writer->view->link, photo->id);
    put_text (writer, "", text, "</a>");
  }
}

/* Lines are told apart as they were written. */
static void
put_lines (Writer *writer, TcPageWord heading, const char *text)
{
  put_text (writer, "<h2>", say (writer, heading), "</h2>");
  put_masked (writer, "<p class=\"w\">", text, "</p>");
}

static void
put_matter (Writer *writer)
{
  const TcUnitPage *page = writer->view->page;

  if (page->priority >= 1 && page->priority <= 4)
    put_text (writer, "<p class=\"s\">",
              say (writer, (TcPageWord) (TC_SAY_EMERGENCY + page->priority - 1)), "</p>");
  put_masked (writer, "<h1>", page->title, "</h1>");
  put_text (writer, "<p class=\"d\">", pick (writer, page->field_vi, page->field_en), "</p>");
  put_times (writer);
  if (g_strcmp0 (page->asked, page->title) != 0)
    put_lines (writer, TC_SAY_ASKED, page->asked);
  if (page->matter && *page->matter && g_strcmp0 (page->matter, page->title) != 0)
    put_lines (writer, TC_SAY_REPORTED, page->matter);
  put_place (writer);
  put_photos (writer);
}

/* ---- what it has come to ---- */

static void
put_state (Writer *writer)
{
  const TcUnitPage *page = writer->view->page;
  const struct {
    const char *state;
    TcPageWord word;
    gint64 since_us;
  } states[] = {
      {"sent", TC_SAY_IS_SENT, page->sent_us},
      {"acknowledged", TC_SAY_IS_ACKNOWLEDGED, page->acknowledged_us},
      {"working", TC_SAY_IS_WORKING,
       page->scene_us != TC_NONE ? page->scene_us : page->acknowledged_us},
      {"done", TC_SAY_IS_DONE, page->ended_us},
      {"returned", TC_SAY_IS_RETURNED, page->ended_us},
      {"recalled", TC_SAY_IS_RECALLED, page->ended_us},
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (g_strcmp0 (states[i].state, page->state) == 0) {
      gint64 since_us = states[i].since_us == TC_NONE ? page->sent_us : states[i].since_us;
      g_autofree char *since = dup_time (writer, since_us);
      g_autofree char *text = tc_page_fill (states[i].word, writer->view->language, since);

      put_text (writer, "<p class=\"s\">", text, "</p>");
    }
  }
}

/* ---- buttons ---- */

/* A form up to its button. */
static void
begin_form (Writer *writer, const char *what, gboolean file)
{
  g_string_append_printf (writer->out,
                          "<form method=\"post\"%s><input type=\"hidden\" name=\"press\" "
                          "value=\"%s\"><input type=\"hidden\" name=\"do\" value=\"%s\">",
                          file ? " enctype=\"multipart/form-data\"" : "", writer->view->press,
                          what);
}

static void
end_form (Writer *writer, TcPageWord word, gboolean main)
{
  put (writer, main ? "<button class=\"p\">" : "<button>");
  put_text (writer, "", say (writer, word), "</button></form>");
}

static void
put_button (Writer *writer, const char *what, TcPageWord word, gboolean main)
{
  begin_form (writer, what, FALSE);
  end_form (writer, word, main);
}

static void
put_note (Writer *writer)
{
  put_text (writer, "<label>", say (writer, TC_SAY_NOTE), "");
  put (writer, "<textarea name=\"text\" rows=\"2\" maxlength=\"900\"></textarea></label>");
}

/* What ends the order takes a second press. */
static void
begin_end (Writer *writer, const char *what, TcPageWord word)
{
  put_text (writer, "<details><summary>", say (writer, word), "</summary>");
  begin_form (writer, what, FALSE);
}

static void
put_done (Writer *writer)
{
  begin_end (writer, "done", TC_SAY_DONE);
  put_note (writer);
  end_form (writer, TC_SAY_SEND_DONE, TRUE);
  put (writer, "</details>");
}

static void
put_photo_form (Writer *writer)
{
  g_autofree char *limit = g_strdup_printf ("%" G_GINT64_FORMAT,
                                            writer->view->photo_bytes_max / MB);
  g_autofree char *label = tc_page_fill (TC_SAY_CHOOSE_PHOTO, writer->view->language, limit);

  begin_form (writer, "photo", TRUE);
  put_text (writer, "<label>", label, "");
  put (writer, "<input type=\"file\" name=\"photo\" accept=\"image/jpeg,image/png,image/webp\">"
               "</label>");
  end_form (writer, TC_SAY_SEND_PHOTO, FALSE);
}

/* The one thing that isn't masked: the centre gave it out for a reason, which stands beside it. */
static void
put_person (Writer *writer)
{
  const TcReleased *person = &writer->view->page->person;
  g_autofree char *why = NULL, *call = NULL;

  if (person->until_us == TC_NONE || person->until_us <= writer->view->now_us)
    return;
  put_text (writer, "<h2>", say (writer, TC_SAY_PERSON), "</h2>");
  if (person->name && *person->name)
    put_text (writer, "<p>", person->name, "</p>");
  why = tc_page_fill (TC_SAY_PERSON_WHY, writer->view->language, person->reason);
  put_text (writer, "<p class=\"d\">", why, "</p>");
  if (!person->phone || !*person->phone)
    return;
  call = tc_page_fill (TC_SAY_CALL_PERSON, writer->view->language, person->phone);
  put_text (writer, "<a class=\"b\" href=\"tel:", person->phone, "\">");
  put_text (writer, "", call, "</a>");
}

/* @start: <div> */
static void
put_message (Writer *writer, const TcTaskMessage *message, const char *start)
{
  g_autofree char *time = dup_time (writer, message->at_us);
  g_autofree char *who = tc_page_fill (message->from_unit ? TC_SAY_WE_SAID : TC_SAY_CENTRE_SAID,
                                       writer->view->language, time);

  put_text (writer, start, "", "<p class=\"d\">");
  put_text (writer, "", who, "</p>");
  if (message->file)
    put_text (writer, "<p class=\"w\">", say (writer, TC_SAY_FILE), ": ");
  put_masked (writer, message->file ? "" : "<p class=\"w\">", message->text, "</p></div>");
}

/* What was said, in its order; the newest stands next to where one writes. */
static void
put_talk (Writer *writer)
{
  const TcUnitPage *page = writer->view->page;

  put_text (writer, "<h2 id=\"talk\">", say (writer, TC_SAY_TALK), "</h2>");
  for (guint i = 0; i < page->messages->len; i++) {
    const TcTaskMessage *message = &g_array_index (page->messages, TcTaskMessage, i);

    put_message (writer, message, message->from_unit ? "<div class=\"t\">" : "<div class=\"t c\">");
  }
}

/* Where the centre had the last word it stands before all else. */
static void
put_news (Writer *writer)
{
  GArray *messages = writer->view->page->messages;
  guint last = messages->len;

  if (!tc_task_is_asked (messages))
    return;
  while (g_array_index (messages, TcTaskMessage, last - 1).file)
    last--;
  put_message (writer, &g_array_index (messages, TcTaskMessage, last - 1), "<div class=\"m g\">");
}

static void
put_talk_form (Writer *writer)
{
  begin_form (writer, "say", FALSE);
  put_text (writer, "<label>", say (writer, TC_SAY_WRITE), "");
  g_string_append_printf (writer->out,
                          "<textarea name=\"text\" rows=\"2\" maxlength=\"%d\"></textarea></label>",
                          TC_MESSAGE_CHARS_MAX);
  end_form (writer, TC_SAY_SEND, FALSE);
}

static void
put_return (Writer *writer)
{
  static const char *const codes[] = {"busy", "means", "others", "else"};

  begin_end (writer, "return", TC_SAY_RETURN);
  put_text (writer, "<label>", say (writer, TC_SAY_REASON), "");
  put (writer, "<select name=\"reason\">");
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_string_append_printf (writer->out, "<option value=\"%s\">", codes[i]);
    put_text (writer, "", say (writer, (TcPageWord) (TC_SAY_REASON_BUSY + i)), "</option>");
  }
  put (writer, "</select></label>");
  put_note (writer);
  end_form (writer, TC_SAY_SEND_RETURN, FALSE);
  put (writer, "</details>");
}

static void
put_buttons (Writer *writer)
{
  const TcUnitPage *page = writer->view->page;
  gboolean sent = g_strcmp0 (page->state, "sent") == 0;

  if (sent)
    put_button (writer, "accept", TC_SAY_ACCEPT, TRUE);
  if (page->scene_us == TC_NONE)
    put_button (writer, "arrive", TC_SAY_ARRIVE, !sent);
  if (!sent)
    put_done (writer);
  if (writer->view->photo_bytes_max > 0)
    put_photo_form (writer);
  put_talk (writer);
  put_talk_form (writer);
  put_return (writer);
}

/* ---- the whole ---- */

static void
put_head (Writer *writer)
{
  const TcUnitPage *page = writer->view->page;

  put (writer, "<!DOCTYPE html>\n<html lang=\"");
  put (writer, tc_page_language_get_code (writer->view->language));
  put (writer, "\"><head><meta charset=\"utf-8\">"
               "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
               "<meta name=\"robots\" content=\"noindex\"><title>");
  put_text (writer, "", page ? page->code : "Toàn Cảnh", "</title><style>");
  put (writer, style);
  put (writer, "</style></head><body>\n");
}

static void
put_order (Writer *writer)
{
  const TcUnitPage *page = writer->view->page;
  g_autofree char *title = tc_page_fill (TC_SAY_ORDER_FOR, writer->view->language,
                                         pick (writer, page->unit_vi, page->unit_en));

  put_text (writer, "<p class=\"d\">", page->code, " · ");
  put_text (writer, "", title, "</p>\n");
  put_state (writer);
  if (tc_unit_page_is_open (page)) {
    put_news (writer);
    put_matter (writer);
    put_person (writer);
    put (writer, "\n");
    put_buttons (writer);
  }
  if (page->centre_phone) {
    g_autofree char *call = tc_page_fill (TC_SAY_CALL, writer->view->language, page->centre_phone);

    put_text (writer, "\n<a class=\"b\" href=\"tel:", page->centre_phone, "\">");
    put_text (writer, "", call, "</a>");
  }
}

char *
tc_page_write (const TcPageView *view)
{
  Writer writer = {g_string_sized_new (6000), view};

  put_head (&writer);
  if (view->said != TC_SAY_NOTHING) {
    put (&writer, view->good ? "<p class=\"m g\">" : "<p class=\"m\">");
    put_text (&writer, "", say (&writer, view->said), "</p>\n");
  }
  if (view->page)
    put_order (&writer);
  else if (view->said >= TC_SAY_LINK_WRONG && view->said <= TC_SAY_ORDER_GONE)
    put_text (&writer, "<p>", say (&writer, TC_SAY_ASK_CENTRE), "</p>");
  put (&writer, "\n</body></html>\n");
  return g_string_free (writer.out, FALSE);
}

char *
tc_page_dup_policy (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  g_autofree char *hash = NULL;

  g_checksum_update (checksum, (const guchar *) style, (gssize) sizeof style - 1);
  g_checksum_get_digest (checksum, digest, &size);
  hash = g_base64_encode (digest, size);
  return g_strdup_printf ("default-src 'none'; style-src 'sha256-%s'; form-action 'self'; "
                          "base-uri 'none'; frame-ancestors 'none'",
                          hash);
}
