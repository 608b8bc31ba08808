/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words of an order's page; see the header.
 */
#include "tc-page-words.h"

#include <string.h>

/* Ranges of an Accept-Language that are looked at. */
#define RANGES_MAX 16

/* clang-format off */
static const char *const words[TC_PAGE_WORDS][TC_PAGE_LANGUAGES] = {
    [TC_SAY_NOTHING] = {"", ""},
    [TC_SAY_ORDER_FOR] = {"Lệnh cho {}", "Order for {}"},
    [TC_SAY_ASKED] = {"Việc cần làm", "What is asked"},
    [TC_SAY_REPORTED] = {"Nội dung phản ánh", "What was reported"},
    [TC_SAY_WHERE] = {"Nơi xảy ra", "Where"},
    [TC_SAY_NO_PLACE] = {"Chưa có địa chỉ: gọi trung tâm để hỏi", "No address yet: ask the centre"},
    [TC_SAY_MAP] = {"Mở bản đồ", "Open the map"},
    [TC_SAY_DUE] = {"Hạn xử lý", "Deadline"},
    [TC_SAY_DUE_SOON] = {"● Sắp đến hạn", "● Due soon"},
    [TC_SAY_OVERDUE] = {"▲ Đã quá hạn", "▲ Overdue"},
    [TC_SAY_SENT] = {"Gửi lúc", "Sent at"},
    [TC_SAY_PHOTOS] = {"Ảnh", "Photos"},
    [TC_SAY_PHOTO] = {"Xem ảnh {}", "Look at photo {}"},
    [TC_SAY_CALL] = {"Gọi trung tâm: {}", "Call the centre: {}"},
    [TC_SAY_EMERGENCY] = {"◆ Khẩn cấp", "◆ Emergency"},
    [TC_SAY_URGENT] = {"▲ Gấp", "▲ Urgent"},
    [TC_SAY_ATTENTION] = {"● Cần chú ý", "● Attention"},
    [TC_SAY_NOTICE] = {"○ Thông thường", "○ Notice"},
    [TC_SAY_IS_SENT] = {"Đơn vị chưa xác nhận", "Not acknowledged yet"},
    [TC_SAY_IS_ACKNOWLEDGED] = {"Đã nhận lệnh lúc {}", "Acknowledged at {}"},
    [TC_SAY_IS_WORKING] = {"Tại hiện trường từ {}", "On scene since {}"},
    [TC_SAY_IS_DONE] = {"Đã xong lúc {}. Không cần làm gì nữa.",
                        "Done at {}. There is nothing more to do."},
    [TC_SAY_IS_RETURNED] = {"Đã trả lại lệnh lúc {}. Không cần làm gì nữa.",
                            "Given back at {}. There is nothing more to do."},
    [TC_SAY_IS_RECALLED] = {"Trung tâm đã rút lệnh lúc {}. Không cần đi nữa.",
                            "The centre recalled the order at {}. Don't go any more."},
    [TC_SAY_ACCEPT] = {"Nhận lệnh", "Accept"},
    [TC_SAY_ARRIVE] = {"Đã đến nơi", "On scene"},
    [TC_SAY_DONE] = {"Đã xong…", "Done…"},
    [TC_SAY_SEND_DONE] = {"Báo đã xong", "Report it done"},
    [TC_SAY_RETURN] = {"Không đi được…", "Can't come…"},
    [TC_SAY_SEND_RETURN] = {"Trả lại lệnh", "Give the order back"},
    [TC_SAY_SEND_PHOTO] = {"Gửi ảnh", "Send the photo"},
    [TC_SAY_CHOOSE_PHOTO] = {"Ảnh hiện trường (tối đa {} MB)", "Photo of the scene (up to {} MB)"},
    [TC_SAY_NOTE] = {"Ghi chú (không bắt buộc)", "Note (may stay empty)"},
    [TC_SAY_REASON] = {"Lý do", "Reason"},
    [TC_SAY_REASON_BUSY] = {"Đang làm việc khác", "Busy with another matter"},
    [TC_SAY_REASON_MEANS] = {"Không có xe hoặc thiết bị", "No vehicle or equipment"},
    [TC_SAY_REASON_OTHERS] = {"Không thuộc đơn vị hoặc địa bàn của chúng tôi",
                              "Not our task or area"},
    [TC_SAY_REASON_ELSE] = {"Lý do khác (ghi bên dưới)", "Another reason (write it below)"},
    [TC_SAY_PERSON] = {"Người báo", "Who reported it"},
    [TC_SAY_CALL_PERSON] = {"Gọi người báo: {}", "Call: {}"},
    [TC_SAY_PERSON_WHY] = {"Chỉ dùng để: {}. Không chuyển cho ai khác.",
                           "Only for: {}. Pass it on to nobody."},
    [TC_SAY_TALK] = {"Trao đổi với trung tâm", "Messages with the centre"},
    [TC_SAY_WE_SAID] = {"Đơn vị, {}", "You, {}"},
    [TC_SAY_FILE] = {"Đã gửi tệp", "File sent"},
    [TC_SAY_CENTRE_SAID] = {"Trung tâm, {}", "The centre, {}"},
    [TC_SAY_WRITE] = {"Nhắn trung tâm", "Write to the centre"},
    [TC_SAY_SEND] = {"Gửi tin nhắn", "Send the message"},
    [TC_SAY_SENT_WORD] = {"Đã gửi. Trung tâm đã thấy.", "Sent. The centre sees it."},
    [TC_SAY_NO_WORD] = {"Chưa gửi: hãy viết nội dung.", "Not sent: write something."},
    [TC_SAY_TALK_FULL] = {"Không gửi: đã có quá nhiều tin nhắn cho lệnh này. Hãy gọi trung tâm.",
                          "Not sent: there are too many messages about this order. Call the "
                          "centre."},
    [TC_SAY_TALK_FAST] = {"Chưa gửi: vừa gửi nhiều tin quá. Đợi một phút rồi gửi lại; việc gấp thì "
                          "gọi trung tâm.",
                          "Not sent: too many messages at once. Send it again in a minute; if it "
                          "is urgent, call the centre."},
    [TC_SAY_KEPT] = {"Đã ghi. Trung tâm đã thấy.", "Kept. The centre sees it."},
    [TC_SAY_PHOTO_KEPT] = {"Đã gửi ảnh. Trung tâm đã thấy.", "Photo sent. The centre sees it."},
    [TC_SAY_AGAIN] = {"Nút này đã được bấm rồi; chỉ ghi một lần.",
                      "This was pressed before; it is kept once."},
    [TC_SAY_CHANGED] = {"Không ghi: lệnh đã sang bước khác, xem bên dưới.",
                        "Not kept: the order has come to something else, see below."},
    [TC_SAY_FORM] = {"Không đọc được yêu cầu, không ghi gì. Tải lại trang rồi bấm lại.",
                     "The request can't be read; nothing was kept. Load the page again and press "
                     "again."},
    [TC_SAY_REASON_NEEDED] = {"Chưa ghi: hãy chọn hoặc viết lý do.",
                              "Not kept: choose or write a reason."},
    [TC_SAY_TOO_LONG] = {"Chưa ghi: phần viết quá dài.", "Not kept: the text is too long."},
    [TC_SAY_NO_PHOTO] = {"Chưa chọn ảnh.", "No photo was chosen."},
    [TC_SAY_PHOTO_KIND] = {"Không gửi được: đây không phải ảnh JPEG, PNG hay WebP.",
                           "Not sent: this is no photo (JPEG, PNG, WebP)."},
    [TC_SAY_PHOTO_LARGE] = {"Không gửi được: ảnh quá lớn. Giảm cỡ ảnh rồi gửi lại.",
                            "Not sent: the photo is too large. Make it smaller and send it again."},
    [TC_SAY_PHOTO_MANY] = {"Không gửi được: đã gửi đủ số ảnh cho phép.",
                           "Not sent: no more photos can be sent."},
    [TC_SAY_PHOTO_LATER] = {"Ảnh chưa về tới máy chủ. Đợi một lát rồi tải lại trang.",
                            "The photo isn't here yet. Try again in a while."},
    [TC_SAY_BUSY] = {"Máy chủ đang bận hoặc đang phục hồi, chưa chắc đã ghi. Một phút sau tải lại "
                     "trang; việc gấp thì gọi trung tâm.",
                     "The server is busy or recovering; it may not have been kept. Load the page "
                     "again in a minute; if it is urgent, call the centre."},
    [TC_SAY_TOO_FAST] = {"Nhiều yêu cầu quá. Đợi một phút rồi tải lại trang.",
                         "Too many requests. Wait a minute, then load the page again."},
    [TC_SAY_LINK_WRONG] = {"Liên kết này không đúng; có thể đã bị cắt khi gửi.",
                           "This link is wrong; it may have been cut when it was sent."},
    [TC_SAY_LINK_OVER] = {"Liên kết này đã hết hạn.", "This link is too old."},
    [TC_SAY_LINK_RENEWED] = {"Trung tâm đã thay liên kết này bằng liên kết mới.",
                             "The centre has replaced this link with a new one."},
    [TC_SAY_ORDER_GONE] = {"Máy chủ không có lệnh này; có thể máy chủ vừa được phục hồi từ bản sao "
                           "lưu.",
                           "The server doesn't have this order; it may have been restored from a "
                           "backup."},
    [TC_SAY_ASK_CENTRE] = {"Hỏi trung tâm liên kết mới.", "Ask the centre for a new link."},
    [TC_SAY_JUST_NOW] = {"vừa xong", "just now"},
    [TC_SAY_MINUTES_AGO] = {"{} phút trước", "{} min ago"},
    [TC_SAY_HOURS_AGO] = {"{} giờ trước", "{} h ago"},
    [TC_SAY_DAYS_AGO] = {"{} ngày trước", "{} d ago"},
};
/* clang-format on */

const char *
tc_page_word (TcPageWord word, TcPageLanguage language)
{
  g_assert (word < TC_PAGE_WORDS && language < TC_PAGE_LANGUAGES);
  return words[word][language];
}

char *
tc_page_fill (TcPageWord word, TcPageLanguage language, const char *value)
{
  const char *text = tc_page_word (word, language);
  const char *hole = strstr (text, "{}");

  if (!hole)
    return g_strdup (text);
  return g_strdup_printf ("%.*s%s%s", (int) (hole - text), text, value, hole + 2);
}

const char *
tc_page_language_get_code (TcPageLanguage language)
{
  return language == TC_PAGE_EN ? "en" : "vi";
}

/* How much a range like "en-GB;q=0.7" is liked, in thousandths. Source: RFC 9110, 12.4.2 */
static int
read_weight (const char *range)
{
  const char *q = strstr (range, ";q=");
  double weight = q ? g_ascii_strtod (q + 3, NULL) : 1;

  return weight >= 0 && weight <= 1 ? (int) (weight * 1000) : 0;
}

static gboolean
is_of (const char *range, const char *code)
{
  return g_ascii_strncasecmp (range, code, 2) == 0 && strchr ("-;", range[2]);
}

TcPageLanguage
tc_page_language_choose (const char *accepted)
{
  int liked[TC_PAGE_LANGUAGES] = {0};
  g_auto (GStrv) ranges = g_strsplit (accepted ? accepted : "", ",", RANGES_MAX);

  for (guint i = 0; ranges[i]; i++) {
    g_auto (GStrv) pieces = g_strsplit_set (ranges[i], " \t", -1);
    g_autofree char *range = g_strjoinv ("", pieces);

    for (guint language = 0; language < TC_PAGE_LANGUAGES; language++)
      if (is_of (range, tc_page_language_get_code ((TcPageLanguage) language)))
        liked[language] = MAX (liked[language], read_weight (range));
  }
  return liked[TC_PAGE_EN] > liked[TC_PAGE_VI] ? TC_PAGE_EN : TC_PAGE_VI;
}
