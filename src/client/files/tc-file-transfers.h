/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files on their way between a desk and its server: which goes when, how far it is, when it is
 * tried again. What is looked at comes first; a dead line is left alone for a while; a few at a
 * time. It knows no desk: whoever has one gives line and token, and keeps what is to be sent.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-file-cache.h"
#include "tc-http-client.h"

#define TC_TYPE_FILE_TRANSFERS (tc_file_transfers_get_type ())
G_DECLARE_FINAL_TYPE (TcFileTransfers, tc_file_transfers, TC, FILE_TRANSFERS, GObject)

/* How a file stands on this desk. */
typedef enum {
  TC_FILE_ABSENT,      /* not here, and nobody asked for it */
  TC_FILE_HERE,        /* whole, and the server has it too, or had */
  TC_FILE_TO_SEND,     /* here; waits for the line or its turn */
  TC_FILE_SENDING,     /* here; percent */
  TC_FILE_SERVER_FULL, /* here; the server has no room now */
  TC_FILE_TOO_LARGE,   /* here; the server takes none of this size: limit */
  TC_FILE_LOST,        /* was to be sent, but the copy on this desk is damaged or gone */
  TC_FILE_TO_FETCH,    /* waits for the line or its turn */
  TC_FILE_FETCHING,    /* percent */
  TC_FILE_NOT_YET,     /* the server doesn't have it yet: the desk that has it is sending it */
  TC_FILE_DAMAGED,     /* what the server gives is another file */
  TC_FILE_NO_ROOM,     /* this desk's disk is full */
} TcFileState;

/* Whether the whole file is on this desk. */
gboolean tc_file_is_at_hand (TcFileState state);

typedef struct {
  TcFileState state;
  int percent;
  gint64 limit; /* bytes; 0: not known */
} TcFileStatus;

/* From what waits longest to what is wanted most. */
typedef enum {
  TC_FILE_AHEAD,  /* may be asked for later */
  TC_FILE_BEHIND, /* was on screen */
  TC_FILE_SHOWN,  /* is on screen */
  TC_FILE_VIEWED, /* is what the person looks at */
} TcFilePriority;

typedef struct {
  /* There is a line but no token: ask for one and tc_file_transfers_set_token() it. */
  void (*need_token) (gpointer data);
  /* Its status is another. */
  void (*changed) (const char *hash, gpointer data);
  /* The server has it. */
  void (*sent) (const char *hash, gpointer data);
} TcFileTransferHooks;

/* Running at a time. */
#define TC_FILE_UPLOADS_MAX 2
#define TC_FILE_DOWNLOADS_MAX 3
/* Files asked for at a time; past it those that matter least are forgotten. */
#define TC_FILE_WANTED_MAX 2000

/* @cache, @hooks and @data outlive it, or tc_file_transfers_stop() is called before. */
TcFileTransfers *tc_file_transfers_new (TcFileCache *cache, const TcFileTransferHooks *hooks,
                                        gpointer data);
/* Nothing is started nor told any more. */
void tc_file_transfers_stop (TcFileTransfers *self);

/* @http: (nullable) */
void tc_file_transfers_set_http (TcFileTransfers *self, TcHttpClient *http);
void tc_file_transfers_set_online (TcFileTransfers *self, gboolean online);
/* @token: (nullable): it couldn't be had; asked again after a while. @size_max: what the server
 * takes, in bytes; 0: not known. */
void tc_file_transfers_set_token (TcFileTransfers *self, const char *token, gint64 size_max);
gint64 tc_file_transfers_get_size_max (TcFileTransfers *self);

/* To be sent: it is held until that is done. */
void tc_file_transfers_send (TcFileTransfers *self, const char *hash, gint64 size);
/* Not to be sent any more. */
void tc_file_transfers_keep_back (TcFileTransfers *self, const char *hash);
/* To be fetched, unless it is here. Among those of one priority the first asked for is first. */
void tc_file_transfers_want (TcFileTransfers *self, const char *hash, gint64 size,
                             TcFilePriority priority);
/* The server has it now: whoever waits for it tries again at once. */
void tc_file_transfers_arrived (TcFileTransfers *self, const char *hash);
/* What was shown or viewed is so no more. */
void tc_file_transfers_step_back (TcFileTransfers *self, TcFilePriority priority);

void tc_file_transfers_look (TcFileTransfers *self, const char *hash, TcFileStatus *status);
guint tc_file_transfers_count_sends (TcFileTransfers *self);

/* For tests: how long a second is. */
void tc_file_transfers_set_second_ms (TcFileTransfers *self, guint ms);
