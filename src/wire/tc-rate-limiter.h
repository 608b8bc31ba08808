/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How often somebody (an address, an API key) may do something: one token bucket a key. What it
 * remembers is bounded: buckets that have filled again are forgotten, and past the bound the
 * fullest go first.
 */
#pragma once

#include <glib.h>

/* Keys that one limiter remembers. */
#define TC_RATE_KEYS_MAX 65536

typedef struct _TcRateLimiter TcRateLimiter;

/* @per_minute: more than 0; @burst: how many at once, at least 1 */
TcRateLimiter *tc_rate_limiter_new (guint per_minute, guint burst);
void tc_rate_limiter_free (TcRateLimiter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRateLimiter, tc_rate_limiter_free)

/* Takes one; FALSE if there is none left, with the microseconds until there is in @wait_us. */
gboolean tc_rate_limiter_take (TcRateLimiter *self, const char *key, gint64 now_us,
                               gint64 *wait_us) G_GNUC_WARN_UNUSED_RESULT;
guint tc_rate_limiter_get_keys (TcRateLimiter *self);
