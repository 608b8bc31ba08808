/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the guide says: pages of blocks, as data. A panel's page has the panel's name, so that F1
 * opens what one is looking at.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_GUIDE_HEADING,
  TC_GUIDE_TEXT,
  TC_GUIDE_KEY,     /* what a key does; key: as an accelerator */
  TC_GUIDE_STEP,    /* numbered from the last block that is none */
  TC_GUIDE_PICTURE, /* key: name of the picture; text: what it shows */
  TC_GUIDE_BUTTON,  /* key: an action of the main window */
} TcGuideKind;

typedef struct {
  TcGuideKind kind;
  const char *text; /* for gettext */
  const char *key;  /* (nullable) */
} TcGuideBlock;

typedef struct {
  const char *name;           /* "incidents" */
  const char *title;          /* for gettext */
  const TcGuideBlock *blocks; /* ends with a text of NULL */
} TcGuidePage;

/* In the order of the list; the first is where one begins. */
const TcGuidePage *tc_guide_pages_list (guint *n);
/* The page of that name, else the first. */
const TcGuidePage *tc_guide_pages_find (const char *name);
/* Whether each word of @query stands on the page, in the reader's language, with or without
 * diacritics. */
gboolean tc_guide_page_matches (const TcGuidePage *page, const char *query);
