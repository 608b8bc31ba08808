/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a stream is like, in words: states, causes and how much of it is shown.
 *
 * Thread: the main loop's. All are (static), in the reader's language.
 */
#pragma once

#include "tc-decode-rung.h"
#include "tc-stream-watch.h"

const char *tc_stream_words_state (TcStreamState state);
/* A sentence; "": there is nothing to say. */
const char *tc_stream_words_cause (TcStreamCause cause);
/* Some words; "" for all of it. */
const char *tc_stream_words_rung (TcDecodeRung rung);
/* Some words; "" where nobody listens. @replay: of what was recorded */
const char *tc_stream_words_sound (TcSoundState sound, gboolean replay);
/* (transfer full): likewise, of a stream that its media host thins and that is decoded so far */
char *tc_stream_words_sent (const TcStreamReport *report, TcDecodeRung rung);
