/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: what a telephone sends to an order's page. The first line is taken as a link, as a
 * press and as an Accept-Language, the second as a content type, the rest as the body of a form
 * with files. Nothing forged is taken; what comes out of a form keeps its limits.
 */
#include "tc-http-request.h"
#include "tc-page-link.h"
#include "tc-page-words.h"

#include <stdint.h>
#include <string.h>

#define PARTS_MAX 8

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const TcPageKey key = {{{7}}};

static void
check_link (const char *text)
{
  static const TcPageLink page = {1, 2, 3000000};
  TcPageLink link;
  gint64 id;

  if (tc_page_link_parse (&key, text, &link)) {
    g_autofree char *again = tc_page_link_make (&key, &link);
    g_assert_cmpstr (again, ==, text);
  }
  if (tc_page_press_parse (&key, &page, text, &id)) {
    g_autofree char *again = tc_page_press_make (&key, &page, id);
    g_assert_cmpstr (again, ==, text);
  }
  g_assert_true (tc_page_language_choose (text) < TC_PAGE_LANGUAGES);
}

static void
check_form (const char *type, const char *body, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = tc_http_parse_multipart (type, bytes, PARTS_MAX, &error);
  gsize total = 0;

  g_assert_true ((parts != NULL) == (error == NULL));
  if (!parts)
    return;
  g_assert_cmpuint (parts->len, <=, PARTS_MAX);
  for (guint i = 0; i < parts->len; i++) {
    const TcHttpPart *part = parts->pdata[i];
    g_autofree char *text = tc_http_multipart_dup_text (parts, part->name);

    g_assert_true (g_utf8_validate (part->name, -1, NULL));
    g_assert_true (!text || g_utf8_validate (text, -1, NULL));
    total += g_bytes_get_size (part->body);
  }
  g_assert_cmpuint (total, <=, size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  char *type = strchr (text, '\n');
  char *body = type ? strchr (type + 1, '\n') : NULL;

  tc_crypto_init ();
  if (body)
    *body++ = 0;
  if (type)
    *type++ = 0;
  check_link (text);
  /* What a header may hold is for the HTTP server to see to; it is text without control here. */
  for (char *at = type; at && *at; at++)
    *at = g_ascii_iscntrl (*at) ? ' ' : *at;
  if (body)
    check_form (type, (const char *) data + (body - text), size - (gsize) (body - text));
  return 0;
}
