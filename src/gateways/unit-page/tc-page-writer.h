/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order's page as HTML: a few kB, no script, nothing from elsewhere, buttons that a thumb hits.
 */
#pragma once

#include "tc-page-words.h"
#include "tc-unit-page.h"

typedef struct {
  TcPageLanguage language;
  TcPageWord said;        /* what became of a press, or of the link */
  gboolean good;          /* that it went well */
  const TcUnitPage *page; /* (nullable): NULL where nothing of the order may be shown */
  const char *link;       /* of the page's own address, its last part */
  const char *press;      /* for all of its buttons: one of them is pressed */
  gint64 now_us;
  int offset_s;           /* zone of the times told, seconds east of UTC */
  gint64 photo_bytes_max; /* 0: none may be sent any more */
} TcPageView;

/* (transfer full) */
char *tc_page_write (const TcPageView *view);
/* For Content-Security-Policy: what the page may do. (transfer full) */
char *tc_page_dup_policy (void);
