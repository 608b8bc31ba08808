/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Charts as a picture to be kept: a heading, figures, a line, bars with their numbers, below one
 * another. Dark on white, whatever the screen's colours: it goes on paper.
 *
 * Thread: main loop. Texts are copied.
 */
#pragma once

#include "tc-bar-list.h"
#include "tc-fact.h"
#include "tc-trend-chart.h"

typedef struct _TcChartPicture TcChartPicture;

/* @title: what it is about; @which: (nullable): of which time, which of them */
TcChartPicture *tc_chart_picture_new (const char *title, const char *which);
void tc_chart_picture_free (TcChartPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcChartPicture, tc_chart_picture_free)

/* Above what is added next, as it is drawn when the picture is made; one a picture. */
void tc_chart_picture_set_trend (TcChartPicture *self, TcTrendChart *trend);
/* @name, and beside it @words. */
void tc_chart_picture_add_words (TcChartPicture *self, const char *name, const char *words);
/* As it stands there now; without a value it isn't there. */
void tc_chart_picture_add_fact (TcChartPicture *self, TcFact *fact);
/* All its bars, those that aren't shown yet too; an empty one says so. */
void tc_chart_picture_add_list (TcChartPicture *self, TcBarList *list);

/* @svg: or PNG. (transfer full) */
GBytes *tc_chart_picture_make (TcChartPicture *self, gboolean svg);
