/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: query and form bodies, and all that is read from them. Whatever comes in, what comes
 * out keeps its promises: valid UTF-8, clean, within its limits; a struct or a fault, never both.
 */
#include "tc-open311-input.h"

#include "tc-text.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_text (const char *text, gsize chars_max, TcTextForm form)
{
  g_assert_true (!text || (*text && tc_text_is_clean (text, form, chars_max)));
}

static void
check_report (const TcOpen311Params *params)
{
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autoptr (TcOpen311Report) report = tc_open311_report_parse (params, fault);

  g_assert_true ((report != NULL) == !tc_open311_fault_is_set (fault));
  g_assert_true (report || (fault->status == 400 && fault->errors->len > 0));
  if (!report)
    return;
  check_text (report->description, TC_OPEN311_DESCRIPTION_CHARS_MAX, TC_TEXT_PARAGRAPH);
  check_text (report->address, TC_OPEN311_ADDRESS_CHARS_MAX, TC_TEXT_LINE);
  check_text (report->name, TC_OPEN311_NAME_CHARS_MAX, TC_TEXT_LINE);
  check_text (report->email, TC_OPEN311_NAME_CHARS_MAX, TC_TEXT_LINE);
  check_text (report->phone, TC_OPEN311_PHONE_CHARS_MAX, TC_TEXT_LINE);
  g_assert_true ((report->lat_e7 == G_MININT64) == (report->lon_e7 == G_MININT64));
  g_assert_true (report->media->len <= TC_OPEN311_MEDIA_MAX);
}

static void
check_filter (const TcOpen311Params *params)
{
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autoptr (TcOpen311Filter)
      filter = tc_open311_filter_parse (params, G_GINT64_CONSTANT (1795433400000000), fault);

  g_assert_true ((filter != NULL) == !tc_open311_fault_is_set (fault));
  if (!filter)
    return;
  g_assert_true (filter->start_us <= filter->end_us);
  g_assert_true (filter->end_us - filter->start_us <= TC_OPEN311_SPAN_MAX_US);
  g_assert_true (filter->ids->len <= TC_OPEN311_LIST_MAX);
  g_assert_true (filter->page_size >= 1 && filter->page_size <= TC_OPEN311_ROWS_MAX);
}

static void
check_comment (const TcOpen311Params *params)
{
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autoptr (TcOpen311Comment) comment = tc_open311_comment_parse (params, fault);

  g_assert_true ((comment != NULL) == !tc_open311_fault_is_set (fault));
  if (comment) {
    g_assert_true (comment->service_request_id > 0);
    check_text (comment->description, TC_OPEN311_DESCRIPTION_CHARS_MAX, TC_TEXT_PARAGRAPH);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TcOpen311Params) params = tc_open311_params_new ();
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autoptr (TcOpen311Fault) ignored = tc_open311_fault_new ();

  if (!tc_open311_params_parse (params, (const char *) data, size, fault)) {
    g_assert_true (tc_open311_fault_is_set (fault));
    return 0;
  }
  g_assert_true (params->list->len <= TC_OPEN311_PARAMS_MAX);
  for (guint i = 0; i < params->list->len; i++) {
    const TcOpen311Param *param = g_ptr_array_index (params->list, i);

    g_assert_true (*param->name && *param->value);
    g_assert_true (g_utf8_validate (param->name, -1, NULL));
    g_assert_true (g_utf8_validate (param->value, -1, NULL));
  }
  check_report (params);
  check_filter (params);
  check_comment (params);
  tc_open311_choose_language (params, "en", "vi", ignored);
  return 0;
}
