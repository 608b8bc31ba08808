/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The assumptions; see the header. "assumed" is what nobody measured for us: it is printed with the
 * figures, and to be replaced by what a centre measures.
 */
#include "day-human.h"

const DayTimeRow day_times[DAY_N_TIMES] = {
    [DAY_TIME_NOTICE] = {"notices what is new", 6, 0.5, "assumed"},
    [DAY_TIME_CALL] = {"speaks with a caller", 110, 0.45, "assumed; emergency lines: 60 to 90 s"},
    [DAY_TIME_READ] = {"reads a report", 25, 0.4, "some 60 words at 200 a minute, and the map"},
    [DAY_TIME_DECIDE] = {"decides what is to be done", 20, 0.5, "assumed"},
    [DAY_TIME_COMPARE] = {"looks at what is alike, and merges it", 8, 0.4, "assumed"},
    [DAY_TIME_COMPARE_MORE] = {"looks at one more of it", 2.5, 0.4, "assumed: a line of text"},
    [DAY_TIME_HOLD] = {"an order is held back", 5, 0, "DESK.md"},
    [DAY_TIME_TELEPHONE] = {"telephones a unit", 45, 0.4, "assumed"},
    [DAY_TIME_ANSWER] = {"writes an answer from a template", 40, 0.5, "assumed"},
    [DAY_TIME_PUBLISH] = {"approves and publishes one", 20, 0.4, "assumed"},
    [DAY_TIME_TAKE_OVER] = {"takes over one incident", 5, 0.3, "assumed"},
    [DAY_TIME_REPLY] = {"a reporter answers a question", 7200, 0.8, "assumed"},
    [DAY_TIME_UNIT_ANSWERS] = {"a unit says that it knows", 75, 0.7, "assumed"},
    [DAY_TIME_UNIT_SETS_OUT] = {"a unit sets out", 180, 0.6, "assumed"},
    [DAY_TIME_UNIT_TRAVELS] = {"a unit arrives", 840, 0.5, "7 km at 30 km/h"},
    [DAY_TIME_UNIT_WORKS_EMERGENCY] = {"works: emergency", 2100, 0.5, "assumed"},
    [DAY_TIME_UNIT_WORKS_URGENT] = {"works: urgent", 3600, 0.6, "assumed"},
    [DAY_TIME_UNIT_WORKS_ATTENTION] = {"works: attention", 10800, 0.7, "assumed"},
    [DAY_TIME_UNIT_WORKS_NOTICE] = {"works: notice", 18000, 0.7, "assumed"},
};

const DayShareRow day_shares[DAY_N_SHARES] = {
    [DAY_SHARE_DUPLICATE] = {"merges what is likely a duplicate", 92, "assumed"},
    [DAY_SHARE_REJECT] = {"turns a report away", 3, "assumed"},
    [DAY_SHARE_WAIT] = {"asks the reporter first", 4, "assumed"},
    [DAY_SHARE_UNIT_ANSWERS] = {"a unit says by itself that it knows", 85, "assumed"},
    [DAY_SHARE_TELEPHONE_ANSWERED] = {"a unit answers the telephone", 85, "assumed"},
};
