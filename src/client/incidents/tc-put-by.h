/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of an incident beside work on it: accepted, turned away, waited for, forwarded, set
 * for later. Which reasons there are, and how what somebody types in one line is read: "114 cháy
 * nhà", "8h 27/11 chờ vật tư".
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-incident-commands.h"

/* Codes of core, worded by tc_incident_word_reason(); the last is "other". */
extern const char *const tc_reject_reasons[];
extern const char *const tc_redirect_reasons[];
/* Why one is closed; of one that isn't resolved those behind the first, which is "done". */
extern const char *const tc_close_reasons[];
/* The one chosen; what is past the last is the last. */
const char *tc_put_by_get_reason (const char *const *reasons, guint choice);
/* In words. (transfer container) */
const char **tc_put_by_word_reasons (const char *const *reasons);

typedef enum {
  TC_PUT_ACCEPT,
  TC_PUT_REJECT,   /* reason, text (optional, but with "other"): to the reporters */
  TC_PUT_REDIRECT, /* likewise */
  TC_PUT_WAIT,     /* text: what the reporters are asked */
  TC_PUT_RESUME,   /* text (optional) */
  TC_PUT_SCHEDULE, /* when_us, text (optional) */
  TC_PUT_EXTEND,   /* when_us, text: why */
  TC_PUT_FORWARD,  /* text: to whom, what for */
} TcPutByKind;
#define TC_N_PUT_BY (TC_PUT_FORWARD + 1)

typedef struct {
  TcPutByKind kind;
  const char *reason; /* (static) (nullable) */
  const char *text;   /* (unowned): "" for none */
  gint64 when_us;     /* TC_NONE */
} TcPutBy;

/* (nullable): of that kind, NULL-terminated. */
const char *const *tc_put_by_get_reasons (TcPutByKind kind);
/* Reads @typed, which must outlive @by, as that kind. Returns: (transfer full) (nullable): what is
 * missing, in words; NULL: @by is whole */
char *tc_put_by_read (TcPutByKind kind, const char *typed, gint64 now_us, TcPutBy *by);
/* What is missing of @by, likewise. */
char *tc_put_by_check (const TcPutBy *by);
/* What stands behind @name where @typed begins with it, whatever its marks and case; else NULL. */
const char *tc_put_by_skip_name (const char *typed, const char *name);
void tc_put_by_submit (const TcCommand *command, gint64 incident_id, const TcPutBy *by);
