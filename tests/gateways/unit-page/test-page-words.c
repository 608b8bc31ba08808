/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: every word stands in both languages, with the same hole; a telephone gets the one it likes;
 * what a page is written of can't become a part of it.
 */
#include "tc-page-writer.h"

#include <string.h>

static void
test_complete (void)
{
  for (guint i = TC_SAY_NOTHING + 1; i < TC_PAGE_WORDS; i++) {
    const char *vi = tc_page_word ((TcPageWord) i, TC_PAGE_VI);
    const char *en = tc_page_word ((TcPageWord) i, TC_PAGE_EN);

    g_assert_true (vi && *vi && en && *en);
    g_assert_true (!strstr (vi, "{}") == !strstr (en, "{}"));
  }
  g_autofree char *filled = tc_page_fill (TC_SAY_MINUTES_AGO, TC_PAGE_EN, "5");
  g_assert_cmpstr (filled, ==, "5 min ago");
}

static void
test_language (void)
{
  static const struct {
    const char *accepted;
    TcPageLanguage language;
  } cases[] = {
      {NULL, TC_PAGE_VI},
      {"", TC_PAGE_VI},
      {"fr", TC_PAGE_VI},
      {"en", TC_PAGE_EN},
      {"en-GB,en;q=0.9", TC_PAGE_EN},
      {"EN-us", TC_PAGE_EN},
      {"vi-VN,vi;q=0.9,en;q=0.8", TC_PAGE_VI},
      {"en;q=0.8, vi-VN", TC_PAGE_VI},
      {"vi;q=0.3, en; q=0.8", TC_PAGE_EN},
      {"en, vi", TC_PAGE_VI},
      {"english", TC_PAGE_VI},
      {"en;q=0", TC_PAGE_VI},
      {"en;q=7,vi;q=nan", TC_PAGE_VI},
      {",,;;q=,e", TC_PAGE_VI},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].accepted);
    g_assert_cmpint (tc_page_language_choose (cases[i].accepted), ==, cases[i].language);
  }
}

static void
clear_message (gpointer data)
{
  g_free (((TcTaskMessage *) data)->text);
}

static TcUnitPage *
make_page (const char *text)
{
  TcUnitPage *page = g_new0 (TcUnitPage, 1);

  *page = (TcUnitPage){
      .code = g_strdup (text),
      .state = g_strdup ("sent"),
      .asked = g_strconcat ("Đến ngay ", text, NULL),
      .title = g_strdup (text),
      .matter = g_strconcat (text, " nữa", NULL),
      .priority = 1,
      .unit_vi = g_strdup (text),
      .address = g_strdup (text),
      .lat_e7 = -97845000,
      .lon_e7 = 1054701005,
      .due_us = TC_NONE,
      .acknowledged_us = TC_NONE,
      .scene_us = TC_NONE,
      .ended_us = TC_NONE,
      .centre_phone = g_strdup (text),
      .photos = g_array_new (FALSE, FALSE, sizeof (TcUnitPagePhoto)),
      .messages = g_array_new (FALSE, FALSE, sizeof (TcTaskMessage)),
      .person = {.until_us = TC_NONE},
  };
  g_array_set_clear_func (page->messages, clear_message);
  for (guint i = 0; i < 2; i++) {
    const TcTaskMessage message = {
        .id = i + 1, .from_unit = i == 0, .file = i == 0, .text = g_strdup (text)};

    g_array_append_val (page->messages, message);
  }
  return page;
}

static void
test_escaped (void)
{
  g_autoptr (TcUnitPage) page = make_page ("\"'><script>a&b</script>");
  const TcPageView view = {
      .page = page, .link = "LINK", .press = "PRESS", .photo_bytes_max = 12345678};
  g_autofree char *html = NULL;

  page->person = (TcReleased){g_strdup (page->title), g_strdup (page->title),
                              g_strdup (page->title), G_MAXINT64};
  html = tc_page_write (&view);

  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, "a&b"));
  g_assert_nonnull (strstr (html, "&lt;script&gt;a&amp;b"));
  g_assert_nonnull (strstr (html, "geo:-9.7845000,105.4701005?q=-9.7845000,105.4701005"));
  g_assert_cmpuint (strlen (html), <, 8000);
}

/* A title can be the first words of a report; what is asked was it until somebody named it. */
static void
test_masked (void)
{
  g_autoptr (TcUnitPage) page = make_page ("Gọi tôi 0977 123 456");
  const TcPageView view = {.page = page, .link = "LINK", .press = "PRESS"};
  g_autofree char *html = NULL;

  g_free (page->code);
  page->code = g_strdup ("PA-261126-0001");
  g_clear_pointer (&page->centre_phone, g_free);
  g_free (page->unit_vi);
  page->unit_vi = g_strdup ("Đội");
  g_free (page->asked);
  page->asked = g_strdup (page->title);
  html = tc_page_write (&view);
  g_assert_null (strstr (html, "0977"));
  g_free (page->title);
  page->title = g_strdup ("Đèn hỏng");
  g_autofree char *named = tc_page_write (&view);
  g_assert_nonnull (strstr (named, "Đèn hỏng"));
  g_assert_nonnull (strstr (named, "Gọi tôi"));
  g_assert_null (strstr (named, "0977"));
  g_assert_nonnull (strstr (html, "PA-261126-0001"));
}

static void
check_due (TcUnitPage *page, gint64 now_us, const char *expected)
{
  const TcPageView view = {.page = page, .link = "LINK", .press = "PRESS", .now_us = now_us};
  g_autofree char *html = tc_page_write (&view);

  g_test_message ("%s", html);
  g_assert_nonnull (strstr (html, expected));
}

/* What is due soon, or late, is said in words. */
static void
test_due (void)
{
  g_autoptr (TcUnitPage) page = make_page ("Cây ngã");

  page->sent_us = 0;
  page->due_us = 100 * G_TIME_SPAN_MINUTE;
  check_due (page, 79 * G_TIME_SPAN_MINUTE, "<p class=\"d\">Hạn xử lý 01:40 01/01</p>");
  check_due (page, 80 * G_TIME_SPAN_MINUTE,
             "<p class=\"s\">Hạn xử lý 01:40 01/01 · ● Sắp đến hạn</p>");
  check_due (page, 101 * G_TIME_SPAN_MINUTE,
             "<p class=\"s\">Hạn xử lý 01:40 01/01 · ▲ Đã quá hạn</p>");
}

/* All that was reported is there, though the title is only its beginning; not once more where it is
 * no longer, nor once the order has ended. */
static void
test_matter (void)
{
  g_autoptr (TcUnitPage) page = make_page ("Cây ngã");
  const TcPageView view = {.page = page, .link = "LINK", .press = "PRESS"};
  g_autofree char *html = NULL;

  g_free (page->matter);
  page->matter = g_strdup ("Cây ngã đè dây điện\nGọi tôi 0977 123 456");
  html = tc_page_write (&view);
  g_assert_nonnull (strstr (html, "Nội dung phản ánh"));
  g_assert_nonnull (strstr (html, "Cây ngã đè dây điện\nGọi tôi "));
  g_assert_null (strstr (html, "0977"));
  g_free (page->matter);
  page->matter = g_strdup (page->title);
  g_autofree char *alike = tc_page_write (&view);
  g_assert_null (strstr (alike, "Nội dung phản ánh"));
  g_clear_pointer (&page->matter, g_free);
  g_autofree char *purged = tc_page_write (&view);
  g_assert_null (strstr (purged, "Nội dung phản ánh"));
  page->matter = g_strdup ("Cây ngã đè dây điện");
  page->ended_us = 1;
  g_autofree char *ended = tc_page_write (&view);
  g_assert_null (strstr (ended, "đè dây điện"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page-words/complete", test_complete);
  g_test_add_func ("/page-words/language", test_language);
  g_test_add_func ("/page-words/escaped", test_escaped);
  g_test_add_func ("/page-words/masked", test_masked);
  g_test_add_func ("/page-words/matter", test_matter);
  g_test_add_func ("/page-words/due", test_due);
  return g_test_run ();
}
