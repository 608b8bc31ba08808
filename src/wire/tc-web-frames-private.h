/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frames of a WebSocket as its server reads and writes them (RFC 6455, section 5): bytes in,
 * whole messages out. No extension is known, so that the reserved bits must be unset. Private to
 * the room. The parser has a fuzz target (tests/fuzz/fuzz-web-frames.c).
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_WEB_TEXT = 1,
  TC_WEB_BINARY = 2,
  TC_WEB_CLOSE = 8,
  TC_WEB_PING = 9,
  TC_WEB_PONG = 10,
} TcWebKind;

/* What a ping, a pong and a goodbye may hold. */
#define TC_WEB_CONTROL_MAX 125
/* The longest head that we write: those of a server have no mask. */
#define TC_WEB_HEAD_MAX 10

typedef struct {
  GByteArray *in;      /* (owned): of the frame that is not whole yet */
  GByteArray *message; /* (owned): the fragments so far */
  int kind;            /* of the message that is in fragments; 0: none is */
  gsize message_max;   /* bytes; set by the user */
  guint64 noise; /* bytes that were no message: pings, pongs, heads; the user may set it to 0 */
} TcWebReader;

void tc_web_reader_init (TcWebReader *reader, gsize message_max);
void tc_web_reader_clear (TcWebReader *reader);

/* A whole message, or what a ping, pong or goodbye holds; lent. FALSE: read no further. */
typedef gboolean (*TcWebFunc) (TcWebKind kind, GBytes *content, gpointer data);

/**
 * tc_web_reader_feed:
 *
 * Takes what came and tells of each message that is whole by it. Returns: (nullable): why the line
 * is over: what came is no WebSocket, or a message is too long.
 */
const char *tc_web_reader_feed (TcWebReader *reader, gconstpointer data, gsize size, TcWebFunc func,
                                gpointer func_data);
/* Writes the head of an unmasked frame that is a whole message; its bytes: at most
 * TC_WEB_HEAD_MAX. */
gsize tc_web_write_head (guint8 *head, TcWebKind kind, gsize size);
