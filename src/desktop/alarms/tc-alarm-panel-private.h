/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the list of alarms (tc-alarm-panel.c) and what is done about them (tc-alarm-actions.c)
 * share.
 */
#pragma once

#include "tc-alarm-bell.h"
#include "tc-alarm-measures-page.h"
#include "tc-alarm-notices.h"
#include "tc-alarm-panel.h"
#include "tc-alarm-rows.h"
#include "tc-alarm-work.h"
#include "tc-alarms.h"
#include "tc-reading-watch.h"
#include "tc-repeat-look.h"
#include "tc-suppress-page.h"

struct _TcAlarmPanel {
  GtkWidget parent;
  GtkWidget *side;           /* (unowned): template child */
  GtkMenuButton *list_menu;  /* (unowned): template child */
  GtkWidget *chip_now;       /* (unowned): template child */
  GtkWidget *chip_shelved;   /* (unowned): template child */
  GtkWidget *chip_plans;     /* (unowned): template child */
  GtkWidget *chip_measures;  /* (unowned): template child */
  GtkLabel *old;             /* (unowned): template child */
  GtkLabel *silent;          /* (unowned): template child */
  GtkLabel *nothing;         /* (unowned): template child */
  GtkListBox *list;          /* (unowned): template child */
  GtkStack *pane;            /* (unowned): template child: one alarm, or how good they were */
  TcAlarmWork *work;         /* (unowned): template child */
  TcAlarmMeasuresPage *page; /* (unowned): template child */
  TcSuppressPage *plans;     /* (unowned): template child */
  TcSuppressions *quiet;     /* (owned): what is kept quiet by plan */
  TcDesk *desk;              /* (owned) (nullable): NULL once the window lets go */
  GActionMap *window;        /* (unowned) (nullable): outlives us */
  TcAlarms *alarms;          /* (owned) */
  TcReadingWatch *reading;   /* (owned): of incidents */
  TcRepeatLook *look;        /* (owned): of the one selected that nobody has */
  TcAlarmReview *review;     /* (owned) (nullable): once it was asked for */
  TcAlarmBell *bell;         /* (owned) */
  TcAlarmNotices *notices;   /* (owned) */
  GArray *shown;             /* (owned) (element-type TcAlarm): what the rows are of */
  GArray *rows;              /* (owned) (element-type TcAlarmRow) */
  GHashTable *opened;        /* (owned) (element-type gint64): floods shown one by one */
  gint64 selected;           /* key; 0: nothing */
  guint review_source;       /* while it is shown */
  gint64 acted;              /* key: about what is selected something was done; 0: nothing */
  gboolean shelved;          /* which list is shown */
  gboolean filling;          /* rows are taken away and put back: no selecting */
};

/* (nullable) */
const TcAlarmRow *tc_alarm_panel_get_selected (TcAlarmPanel *self);
/* The rows anew, from what is known; once the panel is looked at. */
void tc_alarm_panel_refill (TcAlarmPanel *self);

/* tc-alarm-actions.c */
void tc_alarm_panel_add_actions (TcAlarmPanel *self, GActionMap *window);
void tc_alarm_panel_enable_actions (TcAlarmPanel *self);
const TcPanelKey *tc_alarm_panel_list_keys (void);
/* Of @alarm: what is refused is said beside it, or under the command line. @typed: that is where it
 * came from; @said: (transfer full) (nullable): and what is answered there */
TcCommand tc_alarm_panel_start (TcAlarmPanel *self, const TcAlarm *alarm, gboolean typed,
                                char *said);
/* Of what rings the most pressing, from wherever one is. */
void tc_alarm_panel_silence (TcAlarmPanel *self);

/* tc-alarm-suppress-actions.c: what is kept quiet by plan */
void tc_alarm_panel_add_suppress_actions (TcAlarmPanel *self, GActionMap *window);
void tc_alarm_panel_show_plans (TcAlarmPanel *self);

/* tc-alarm-verbs.c: what is typed in the command line */
void tc_alarm_panel_add_verbs (TcAlarmPanel *self, GActionMap *window);
const TcCommandVerb *tc_alarm_panel_list_verbs (void);

/* tc-alarm-review-actions.c: how good the alarms were. */
void tc_alarm_panel_add_review_actions (TcAlarmPanel *self, GActionMap *window);
gboolean tc_alarm_panel_may_review (TcAlarmPanel *self);
void tc_alarm_panel_show_review (TcAlarmPanel *self, gboolean shown);
/* While it is shown: counted anew where it is old, and said how old it is. */
void tc_alarm_panel_look_review (TcAlarmPanel *self);
