/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is kept quiet by plan: a list, each with a button that lifts it, and the form that plans
 * another. What was typed stays until it is carried out.
 *
 * Signal: ::suppress (): Enter, or the button.
 */
#pragma once

#include "tc-suppressions.h"

#include <gtk/gtk.h>

#define TC_TYPE_SUPPRESS_PAGE (tc_suppress_page_get_type ())
G_DECLARE_FINAL_TYPE (TcSuppressPage, tc_suppress_page, TC, SUPPRESS_PAGE, GtkWidget)

void tc_suppress_page_set_desk (TcSuppressPage *self, TcDesk *desk);
/* @list: (nullable) (element-type TcSuppression): not read yet; @may: who looks may plan;
 * @barred: (nullable): why who looks sees none */
void tc_suppress_page_show (TcSuppressPage *self, const GPtrArray *list, gboolean may,
                            const char *barred, gint64 now_us);
typedef enum {
  TC_SUPPRESS_FIELD,
  TC_SUPPRESS_AREA,
  TC_SUPPRESS_FROM,
  TC_SUPPRESS_UNTIL,
  TC_SUPPRESS_REASON,
} TcSuppressEntry;
#define TC_SUPPRESS_ENTRIES (TC_SUPPRESS_REASON + 1)

/* (transfer full) */
char *tc_suppress_page_dup_text (TcSuppressPage *self, TcSuppressEntry entry);
void tc_suppress_page_write (TcSuppressPage *self, TcSuppressEntry entry, const char *text);
/* The field or area that was chosen or proposed, while its name stands there; 0: another text. */
gint64 tc_suppress_page_get_id (TcSuppressPage *self, TcSuppressEntry entry);
/* Writes field and area into a form in which nothing was typed, and goes on to what is missing.
 * @field_id, @area_id: 0: none; @field, @area: (nullable): their names */
void tc_suppress_page_propose (TcSuppressPage *self, gint64 field_id, const char *field,
                               gint64 area_id, const char *area);
/* Empties the form. */
void tc_suppress_page_clear (TcSuppressPage *self);
/* How often it was emptied: what is looked up for it is for that one form. */
guint tc_suppress_page_get_turn (TcSuppressPage *self);
/* @text: (nullable) */
void tc_suppress_page_show_trouble (TcSuppressPage *self, const char *text);
