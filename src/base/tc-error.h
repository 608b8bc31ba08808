/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can go wrong, in two kinds. A GError of TC_ERROR is a fault of the world below us (disk,
 * line, malformed bytes) and is worded for the journal. A TcRefusal is an answer to a person: a
 * stable code with named arguments, worded where it is read in the reader's language.
 */
#pragma once

#include <glib.h>
#include <stdarg.h>

#define TC_ERROR (tc_error_quark ())
GQuark tc_error_quark (void);

typedef enum {
  TC_ERROR_INVALID,  /* bytes or text from outside do not have the form they should */
  TC_ERROR_LIMIT,    /* more than a named limit allows */
  TC_ERROR_STORE,    /* a database could not be read or written */
  TC_ERROR_UNKNOWN,  /* a commit whose outcome is not known: look it up before answering */
  TC_ERROR_DIVERGED, /* what was received does not fit what is stored */
  TC_ERROR_DENIED,   /* the other side may not do this */
  TC_ERROR_NOT_FOUND,
  TC_ERROR_BUSY,
  /* Kinds of TC_ERROR_STORE, and meant wherever a header says that: */
  TC_ERROR_FULL,    /* a disk has no room left, here or there */
  TC_ERROR_DISK,    /* an I/O error, or the file could not be opened */
  TC_ERROR_CORRUPT, /* what stands in the file is no sound database */
  /* What was asked of it can't be carried out, and no disk, memory or other process has a part in
   * that: it would be the same again. */
  TC_ERROR_STATEMENT,
} TcError;

/* Whether a database or its disk is what failed: STORE, UNKNOWN, FULL, DISK, CORRUPT. */
gboolean tc_error_is_store (const GError *error);

/* Of a call of the system that failed just now: G_FILE_ERROR by errno, saying "@what '@path': why".
 * Returns: FALSE. */
gboolean tc_error_take_errno (const char *what, const char *path, GError **error);

/* Whether @path is a folder, for what is to be written there: a path that was mistyped is not made.
 * Errors: TC_ERROR_NOT_FOUND: it isn't, and which part of it is the first that doesn't exist; those
 * of tc_error_take_errno(): it can't be seen from here, as where one may not enter. */
gboolean tc_error_unless_folder (const char *path, GError **error);
/* Likewise of the folder that @path stands in. */
gboolean tc_error_unless_parent (const char *path, GError **error);

/* A refusal: code such as "incident.state" and arguments as a{sv} (strings and int64 only). */
typedef struct {
  char *code;     /* (owned) */
  GVariant *args; /* (owned): a{sv}, never NULL once made */
} TcRefusal;

/**
 * tc_refusal_new:
 * @code: dotted lower-case code; see docs/GLOSSARY.md
 * @...: triples (name, TC_S, const char *) or (name, TC_I, gint64), closed by NULL
 *
 * Returns: (transfer full): a refusal
 */
TcRefusal *tc_refusal_new (const char *code, ...) G_GNUC_NULL_TERMINATED;
/* Likewise; arguments as a va_list that ends with NULL. */
TcRefusal *tc_refusal_new_list (const char *code, va_list list);
TcRefusal *tc_refusal_new_variant (const char *code, GVariant *args);
TcRefusal *tc_refusal_copy (const TcRefusal *refusal);
void tc_refusal_free (TcRefusal *refusal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRefusal, tc_refusal_free)

/* Kinds of a refusal's argument, given before the value. */
enum {
  TC_S = 1,
  TC_I = 2
};
