/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the first-day tour shows, as data: each step points at something of the real window and says
 * what it is for.
 */
#pragma once

#include <glib.h>

#define TC_TOUR_DOORS_MAX 2
#define TC_TOUR_KEYS_MAX 2

typedef struct {
  const char *name;  /* kept in the settings: where somebody was */
  const char *title; /* for gettext */
  const char *text;  /* for gettext: two sentences */
  const char *panel; /* (nullable): what it is about is there; else its button in the rail */
  /* "TYPE/ID": what is pointed at, by the type of a widget and the id of a child in its template */
  const char *place;
  const char *keys[TC_TOUR_KEYS_MAX];   /* (nullable): accelerators that are named */
  const char *doors[TC_TOUR_DOORS_MAX]; /* (nullable): actions that fulfil it, without "win." */
  const char *target;                   /* (nullable): with that target, as s */
  const char *need;                     /* (nullable): the capability */
} TcTourStep;

/* In order. */
const TcTourStep *tc_tour_steps_list (guint *n);
