/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kinds of operation. A kind is a row of data: name, version, who may (capability), what it reads,
 * its arguments as a table over a plain C struct, and one deterministic apply function, the same on
 * every desk and on the server. The apply function reads its arguments and the database, nothing
 * else: no clock (head.made_us is the time), no random, no locale; every SELECT that can give more
 * than one row has an ORDER BY on a key. It must not use INSERT OR REPLACE.
 *
 *   typedef struct { gint64 incident_id; const char *text; } IncidentNote;
 *   static const TcArg note_args[] = {
 *     TC_ARG (IncidentNote, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
 *     TC_ARG (IncidentNote, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
 *     { NULL } };
 */
#pragma once

#include "tc-database.h"
#include "tc-operation.h"

typedef enum {
  TC_ARG_ID,        /* gint64 > 0; 0 when absent */
  TC_ARG_INT,       /* gint64 in 0..max; TC_NONE when absent */
  TC_ARG_TIME,      /* gint64 microseconds UTC; TC_NONE when absent */
  TC_ARG_LAT,       /* gint64, degrees * 1e7, -90..90; TC_NONE when absent */
  TC_ARG_LON,       /* gint64, degrees * 1e7, -180..180; TC_NONE when absent */
  TC_ARG_CODE,      /* const char *: [a-z0-9._-]+, up to 60; NULL when absent */
  TC_ARG_LINE,      /* const char *: one line, NFC, no control character, trimmed, max characters */
  TC_ARG_PARAGRAPH, /* const char *: likewise, with line breaks */
  TC_ARG_BYTES,     /* GBytes * of at most max bytes; NULL when absent */
  TC_ARG_IDS,       /* GArray * of gint64 > 0, at most max of them; NULL when absent */
} TcArgKind;

typedef struct {
  const char *name;
  TcArgKind kind;
  gboolean required;
  gint64 max;
  gsize offset;
} TcArg;

#define TC_REQUIRED TRUE
#define TC_OPTIONAL FALSE
/* clang-format off */
#define TC_ARG(Struct, member, kind, required, max)                                               \
  { #member, kind, required, max, G_STRUCT_OFFSET (Struct, member) }
/* clang-format on */

typedef struct _TcApply TcApply;

typedef struct _TcOperationType TcOperationType;
struct _TcOperationType {
  const char *name;       /* "incident.note" */
  guint version;          /* of the arguments, from 1 */
  const char *capability; /* (nullable): NULL means that only the system may */
  const char *reads;      /* kinds of scopes that a desk must hold to decide, "incidents" or, all of
                             them, "cameras cameras-restricted"; (nullable) */
  const TcArg *args;      /* ends with a name of NULL */
  gsize args_size;
  /* Brings arguments of @version up by one; NULL: none was ever older. What it is given is what a
   * desk sent, not yet checked: a member may be missing or of another type, and then it is left
   * out; the result is checked like any. `received_us`, which the server bounds before this, keeps
   * its name and meaning. (transfer full): never NULL */
  GVariant *(*upcast) (GVariant *args, guint version);
  /* TRUE if applied; FALSE with a refusal (return tc_apply_refuse (...)). */
  gboolean (*apply) (TcApply *apply, gconstpointer args);
};

/* What an apply function is given. */
struct _TcApply {
  TcDatabase *db;
  const TcOperation *op;
  gint64 now_us;      /* when it was made: the only time there is */
  TcRefusal *refusal; /* (owned) (nullable): set by tc_apply_refuse() */
};

/* Sets the refusal; arguments as tc_refusal_new(). Always returns FALSE. */
gboolean tc_apply_refuse (TcApply *apply, const char *code, ...) G_GNUC_NULL_TERMINATED;

/* Arguments as a struct: memory that tc_args_free() gives back. */
typedef struct _TcArgs TcArgs;

/**
 * tc_args_decode:
 *
 * Reads and validates @args against the table. Unknown names are ignored (a newer maker).
 * Returns: (transfer full) (nullable): the struct inside tc_args_get(), or NULL with a refusal
 * "operation.arguments" that names the argument.
 */
TcArgs *tc_args_decode (const TcOperationType *type, guint version, GVariant *args,
                        TcRefusal **refusal) G_GNUC_WARN_UNUSED_RESULT;
gconstpointer tc_args_get (const TcArgs *args);
void tc_args_free (TcArgs *args);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcArgs, tc_args_free)

/* Arguments of an older @version, as this program would have made them. (transfer full) */
GVariant *tc_args_upcast (const TcOperationType *type, guint version, GVariant *args);

/* The reverse; absent members are left out. Returns: (transfer floating) */
GVariant *tc_args_encode (const TcOperationType *type, gconstpointer args);

/* Arguments whose texts are as a person typed or pasted them: in the form that an operation takes
 * (tc-text.h); one of which nothing stays is left out, one that is too long stays as it is and is
 * refused. For who makes an operation: what was signed is never changed. (transfer floating) */
GVariant *tc_args_clean (const TcOperationType *type, GVariant *args);

/* An operation from its struct. */
TcOperation *tc_operation_make (const TcOperationType *type, const TcOperationHead *head,
                                gconstpointer args, const TcKey *key);
