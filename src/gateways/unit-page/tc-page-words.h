/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an order's page says, in Vietnamese and English. The language is that of each request and
 * not of the process, so that these words are a table of their own instead of gettext's.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_PAGE_VI,
  TC_PAGE_EN,
} TcPageLanguage;
#define TC_PAGE_LANGUAGES (TC_PAGE_EN + 1)

typedef enum {
  TC_SAY_NOTHING,
  TC_SAY_ORDER_FOR, /* {}: the unit */
  TC_SAY_ASKED,
  TC_SAY_REPORTED,
  TC_SAY_WHERE,
  TC_SAY_NO_PLACE,
  TC_SAY_MAP,
  TC_SAY_DUE,
  TC_SAY_DUE_SOON,
  TC_SAY_OVERDUE,
  TC_SAY_SENT,
  TC_SAY_PHOTOS,
  TC_SAY_PHOTO, /* {}: its number */
  TC_SAY_CALL,  /* {}: the centre's telephone number */
  /* Priorities 1 to 4. */
  TC_SAY_EMERGENCY,
  TC_SAY_URGENT,
  TC_SAY_ATTENTION,
  TC_SAY_NOTICE,
  /* What the order has come to; {}: since when. */
  TC_SAY_IS_SENT,
  TC_SAY_IS_ACKNOWLEDGED,
  TC_SAY_IS_WORKING,
  TC_SAY_IS_DONE,
  TC_SAY_IS_RETURNED,
  TC_SAY_IS_RECALLED,
  /* Buttons and what stands beside them. */
  TC_SAY_ACCEPT,
  TC_SAY_ARRIVE,
  TC_SAY_DONE,
  TC_SAY_SEND_DONE,
  TC_SAY_RETURN,
  TC_SAY_SEND_RETURN,
  TC_SAY_SEND_PHOTO,
  TC_SAY_CHOOSE_PHOTO, /* {}: how large it may be, MB */
  TC_SAY_NOTE,
  TC_SAY_REASON,
  TC_SAY_REASON_BUSY,
  TC_SAY_REASON_MEANS,
  TC_SAY_REASON_OTHERS,
  TC_SAY_REASON_ELSE,
  /* Who reported it, while that is released. */
  TC_SAY_PERSON,
  TC_SAY_CALL_PERSON, /* {}: number */
  TC_SAY_PERSON_WHY,  /* {}: reason */
  /* What both say to each other. */
  TC_SAY_TALK,
  TC_SAY_WE_SAID,     /* {}: time */
  TC_SAY_FILE,        /* that was sent */
  TC_SAY_CENTRE_SAID, /* {}: time */
  TC_SAY_WRITE,
  TC_SAY_SEND,
  /* What became of a press. */
  TC_SAY_KEPT,
  TC_SAY_SENT_WORD,
  TC_SAY_NO_WORD,
  TC_SAY_TALK_FULL,
  TC_SAY_TALK_FAST,
  TC_SAY_PHOTO_KEPT,
  TC_SAY_AGAIN,
  TC_SAY_CHANGED,
  TC_SAY_FORM,
  TC_SAY_REASON_NEEDED,
  TC_SAY_TOO_LONG,
  TC_SAY_NO_PHOTO,
  TC_SAY_PHOTO_KIND,
  TC_SAY_PHOTO_LARGE,
  TC_SAY_PHOTO_MANY,
  TC_SAY_PHOTO_LATER,
  TC_SAY_BUSY,
  TC_SAY_TOO_FAST,
  /* Of the link. */
  TC_SAY_LINK_WRONG,
  TC_SAY_LINK_OVER,
  TC_SAY_LINK_RENEWED,
  TC_SAY_ORDER_GONE,
  TC_SAY_ASK_CENTRE,
  /* How old; {}: the number. */
  TC_SAY_JUST_NOW,
  TC_SAY_MINUTES_AGO,
  TC_SAY_HOURS_AGO,
  TC_SAY_DAYS_AGO,
} TcPageWord;
#define TC_PAGE_WORDS (TC_SAY_DAYS_AGO + 1)

const char *tc_page_word (TcPageWord word, TcPageLanguage language);
/* With @value in the place of "{}". (transfer full) */
char *tc_page_fill (TcPageWord word, TcPageLanguage language, const char *value);
/* "vi" */
const char *tc_page_language_get_code (TcPageLanguage language);
/* @accepted: (nullable): Accept-Language. The better liked of the two; Vietnamese if it likes both
 * alike or neither. */
TcPageLanguage tc_page_language_choose (const char *accepted);
