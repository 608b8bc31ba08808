/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a page of the guide is written, and the pages that stand in a file of their own.
 */
#pragma once

#include "tc-guide-pages.h"

#define HEADING(text)                                                                              \
  {                                                                                                \
    TC_GUIDE_HEADING, text, NULL                                                                   \
  }
#define TEXT(text)                                                                                 \
  {                                                                                                \
    TC_GUIDE_TEXT, text, NULL                                                                      \
  }
#define STEP(text)                                                                                 \
  {                                                                                                \
    TC_GUIDE_STEP, text, NULL                                                                      \
  }
#define KEY(key, text)                                                                             \
  {                                                                                                \
    TC_GUIDE_KEY, text, key                                                                        \
  }
#define PICTURE(name, text)                                                                        \
  {                                                                                                \
    TC_GUIDE_PICTURE, text, name                                                                   \
  }
#define BUTTON(action, text)                                                                       \
  {                                                                                                \
    TC_GUIDE_BUTTON, text, action                                                                  \
  }
#define END                                                                                        \
  {                                                                                                \
    TC_GUIDE_TEXT, NULL, NULL                                                                      \
  }

/* tc-guide-pages-incidents.c */
extern const TcGuideBlock tc_guide_incidents[];
extern const TcGuideBlock tc_guide_dispatch[];
extern const TcGuideBlock tc_guide_queue[];
extern const TcGuideBlock tc_guide_photos[];
extern const TcGuideBlock tc_guide_answers[];
extern const TcGuideBlock tc_guide_intake[];
