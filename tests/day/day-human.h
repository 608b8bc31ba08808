/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long people take, and how often they do what: the assumptions of the day, as data. Each time
 * is drawn from a log-normal distribution with this median and spread.
 */
#pragma once

typedef enum {
  DAY_TIME_NOTICE,
  DAY_TIME_CALL,
  DAY_TIME_READ,
  DAY_TIME_DECIDE,
  DAY_TIME_COMPARE,
  DAY_TIME_COMPARE_MORE,
  DAY_TIME_HOLD,
  DAY_TIME_TELEPHONE,
  DAY_TIME_ANSWER,
  DAY_TIME_PUBLISH,
  DAY_TIME_TAKE_OVER,
  DAY_TIME_REPLY,
  DAY_TIME_UNIT_ANSWERS,
  DAY_TIME_UNIT_SETS_OUT,
  DAY_TIME_UNIT_TRAVELS,
  DAY_TIME_UNIT_WORKS_EMERGENCY,
  DAY_TIME_UNIT_WORKS_URGENT,
  DAY_TIME_UNIT_WORKS_ATTENTION,
  DAY_TIME_UNIT_WORKS_NOTICE,
  DAY_N_TIMES,
} DayTime;

typedef enum {
  DAY_SHARE_DUPLICATE,
  DAY_SHARE_REJECT,
  DAY_SHARE_WAIT,
  DAY_SHARE_UNIT_ANSWERS,
  DAY_SHARE_TELEPHONE_ANSWERED,
  DAY_N_SHARES,
} DayShare;

typedef struct {
  const char *name;
  double median_s;
  double spread; /* of the logarithm */
  const char *source;
} DayTimeRow;

typedef struct {
  const char *name;
  int percent;
  const char *source;
} DayShareRow;

extern const DayTimeRow day_times[DAY_N_TIMES];
extern const DayShareRow day_shares[DAY_N_SHARES];

/* A call that nobody has answered for so long is answered by whoever is free. */
#define DAY_CALL_OVERFLOW_S 20
/* Each person leaves the desk for so long, so often (assumed). */
#define DAY_BREAK_S 600
#define DAY_BREAK_EVERY_S 7200
