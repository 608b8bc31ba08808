/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that were given to be attached and could not be, in outbox.db (table unattached): whoever
 * gave one finds it again after every stop, until it is attached or dropped. The bytes are in the
 * desk's files, under their hash; tc_files_keep_unattached_async() puts both there.
 *
 * Thread: that of the outbox's connection, where a database is given. Faults of it stick to it.
 */
#pragma once

#include "tc-database.h"
#include "tc-error.h"

/* Of one person. */
#define TC_UNATTACHED_MAX 50
/* Of all persons together. */
#define TC_UNATTACHED_BYTES_MAX ((gint64) 256 * 1024 * 1024)
/* From then on nobody comes back to it. */
#define TC_UNATTACHED_DAYS 30

typedef struct {
  gint64 id; /* of the attachment that it becomes */
  gint64 staff_id;
  gint64 incident_id;
  char *code;         /* (owned): of the incident */
  gint64 task_id;     /* of the order that a unit sends it for; 0 */
  gint64 original_id; /* of a blurred copy; 0 */
  char *hash;         /* (owned) */
  gint64 size;        /* bytes */
  char *name;         /* (owned) */
  gboolean pixels;    /* a picture that isn't a file yet */
  TcRefusal *refusal; /* (owned) (nullable): why not; NULL: a fault, or it isn't a file yet */
  gint64 given_us;
} TcUnattached;

TcUnattached *tc_unattached_copy (const TcUnattached *one);
void tc_unattached_free (TcUnattached *one);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcUnattached, tc_unattached_free)

/* FALSE with TC_ERROR_LIMIT: that person, or all together, have as much already. */
gboolean tc_unattached_add (TcDatabase *db, const TcUnattached *one,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* It was tried again in vain. @refusal: (nullable) */
void tc_unattached_set_refusal (TcDatabase *db, gint64 id, const TcRefusal *refusal);
void tc_unattached_remove (TcDatabase *db, gint64 id);
/* @staff_id: 0: of everybody. The oldest first. (transfer full) (element-type TcUnattached) */
GPtrArray *tc_unattached_list (TcDatabase *db, gint64 staff_id);
/* What nobody came back to since @now_us less TC_UNATTACHED_DAYS goes. (transfer full)
 * (element-type TcUnattached): that */
GPtrArray *tc_unattached_forget_old (TcDatabase *db, gint64 now_us);
