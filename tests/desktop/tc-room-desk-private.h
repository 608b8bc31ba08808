/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the room's desk share: tc-room-desk.c (the room, the line, people, files) and
 * tc-room-desk-tray.c (what was refused).
 */
#pragma once

#include "tc-room-fixture.h"
#include "tc-room-desk.h"

#include "tc-desk-eyes.h"
#include "tc-worker.h"

struct _TcDesk {
  GObject parent;
  TcRoom *room;     /* (owned) */
  TcActor me;       /* Lan, signed in */
  gint64 hoa;       /* 0: there is nobody but Lan */
  TcDeskEyes *eyes; /* (owned): the reader's */
  char *dir;        /* (owned) */
  char *path;       /* (owned): of the file that is read */
  TcWorker *outbox; /* (owned) */
  TcDatabase *file; /* (owned) */
  TcWorker *reader; /* (owned) */
  TcDeskState state;
  TcDiskState disk;
  gint64 offline_since_us;
  GPtrArray *tray;     /* (owned) (element-type TcTrayEntry): settled ones too */
  GHashTable *waiting; /* (owned) (element-type gint64) */
  guint idle;
  GPtrArray *undecided;    /* (owned) (element-type TcUndecided) */
  GHashTable *provisional; /* (owned) (element-type gint64) */
  TcDeskRelay relay;
  gint64 relay_since_us;
  gint64 clock_ahead_us;
  gint64 checked_us;
  gint64 session_until_us;
  gboolean minh_is_there;
  gboolean minh_away;
  gint64 minh_incident_id;
  gint64 code_number;      /* given out last */
  guint16 code_replica;    /* whose codes */
  const char *signed_out;  /* (nullable): interned */
  const char *refuse_next; /* (nullable): interned: a code */
  gboolean doubt_next;
  gboolean drop_next; /* and it isn't done */
  double loading;
  gboolean demonstration;
  const char *turned_away; /* (nullable): interned */
  gboolean rights_held;
  GPtrArray *answers; /* (owned) (nullable): held back */
  GMutex lock;
  GCond released;
  gboolean reader_stands; /* (mutex lock) */
};

/* An operation as the server carries it out. (nullable): the refusal */
TcRefusal *tc_room_desk_carry_out (TcDesk *self, TcActor actor, const TcOperationType *type,
                                   gconstpointer args);
/* The reader sees what was carried out. */
void tc_room_desk_publish (TcDesk *self);
/* That person is there; 0: nobody. */
void tc_room_desk_seat (TcDesk *self, gint64 staff_id);
/* Of who is there. */
const char *tc_room_desk_get_name (TcDesk *self);
/* Rows that an operation on what a shift writes down has changed. */
void tc_room_desk_tell_shift (TcDesk *self, const TcOperationType *type);
/* It ends when the environment says. */
void tc_room_desk_begin_session (TcDesk *self);
/* What was carried out since the last publishing never was. */
void tc_room_desk_take_back (TcDesk *self);
/* Some refusals, for a look at the tray. */
void tc_room_desk_fill_tray (TcDesk *self);
