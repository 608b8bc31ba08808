/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A label that keeps a time in words true while it is shown: an age or a deadline. Late deadlines
 * get the style class "late". It wakes once in ten seconds, and only while it is on screen.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_AGE_LABEL (tc_age_label_get_type ())
G_DECLARE_FINAL_TYPE (TcAgeLabel, tc_age_label, TC, AGE_LABEL, GtkWidget)

typedef enum {
  TC_AGE_SHORT,     /* "7 min" */
  TC_AGE_LONG,      /* "7 minutes ago" */
  TC_AGE_DUE_SHORT, /* "23 min left" */
  TC_AGE_DUE_LONG,  /* "2 hours 10 minutes left" */
} TcAgeForm;

/*
 * Properties: time-us (int64, us UTC; 0: shows nothing), end-us (int64; when it ended: the words
 * stand still from there on; 0: it goes on), form (int, TcAgeForm), and once for all xalign
 * (double) and placed (boolean: as tc_text_label_new_placed()).
 */
