/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a file of another system's reports is read: which column is what, what its words for states
 * and channels mean, in which zone and form its times stand. A mapping is an INI file; the ones
 * that are built in are told by the header of the file they fit.
 *
 *   [file]      source=…            code of the other system; with the number, what makes a report
 *                                   the same one (may be given on the command line instead)
 *               time_zone=…         of times that don't say their own
 *               date_forms=…;…      see tc-import-time.h
 *               language=vi         of the texts
 *               channel=web         of reports whose column of channels is empty or not mapped
 *               keep=…;…            columns kept with the report as attributes
 *   [columns]   id=…                a role and the column that plays it; see TcImportRole
 *   [states]    closed=…;…          our state and the words that mean it: open, closed, rejected,
 *                                   redirected. No column of states: closed once it has such a time
 *   [channels]  hotline=…;…         likewise
 *   [outcomes]  other=…;…           reason of closing, and words in the closing text that mean it;
 *                                   without any: done
 *
 * Words are compared without marks and without regard to capitals.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_IMPORT_ID,            /* id: its number there */
  TC_IMPORT_OPENED,        /* opened */
  TC_IMPORT_DUE,           /* due */
  TC_IMPORT_CLOSED,        /* closed: read only where the state is an end */
  TC_IMPORT_STATE,         /* state */
  TC_IMPORT_OUTCOME,       /* outcome: a reason's code of ours */
  TC_IMPORT_CLOSING_TEXT,  /* closing_text: what was done */
  TC_IMPORT_TITLE,         /* title */
  TC_IMPORT_TEXT,          /* text: where it is empty the title is */
  TC_IMPORT_FIELD,         /* field: what it is about */
  TC_IMPORT_FIELD_NAME,    /* field_name: of a field that is made, where the other is a code */
  TC_IMPORT_GROUP,         /* group: the field above it */
  TC_IMPORT_UNIT,          /* unit: who has it */
  TC_IMPORT_UNIT_NAME,     /* unit_name: as field_name */
  TC_IMPORT_ADDRESS,       /* address */
  TC_IMPORT_LAT,           /* lat: degrees */
  TC_IMPORT_LON,           /* lon */
  TC_IMPORT_CHANNEL,       /* channel */
  TC_IMPORT_REPORTER_NAME, /* reporter_name */
  TC_IMPORT_REPORTER_PHONE,
  TC_IMPORT_REPORTER_EMAIL,
  TC_IMPORT_N_ROLES,
} TcImportRole;

#define TC_IMPORT_MAP_BYTES_MAX (256 * 1024)
#define TC_IMPORT_KEEP_MAX 40

typedef struct {
  char *columns[TC_IMPORT_N_ROLES]; /* (owned) (nullable): header of the column */
  char *source;                     /* (owned) (nullable) */
  GTimeZone *zone;                  /* (owned) */
  char **forms;                     /* (owned) */
  char *language;                   /* (owned) */
  char *channel;                    /* (owned) */
  char **keep;                      /* (owned) */
  GHashTable *states;               /* (owned): folded word → our code (owned) */
  GHashTable *channels;             /* (owned): likewise */
  GPtrArray *outcome_words;         /* (owned) (element-type utf8): folded */
  GPtrArray *outcomes;              /* (owned) (element-type utf8): our code for each */
} TcImportMap;

/**
 * tc_import_map_parse:
 * @name: of the file, for messages
 *
 * Errors: TC_ERROR_INVALID, "NAME: …", naming section and key. Thread: any.
 */
TcImportMap *tc_import_map_parse (const char *name, const char *data, gsize size,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
TcImportMap *tc_import_map_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_import_map_free (TcImportMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcImportMap, tc_import_map_free)

/* The built-in one that fits a header; (nullable) (transfer full). @header: NULL-terminated */
TcImportMap *tc_import_map_recognise (const char *const *header);
/* A mapping proposed for a header, as the text of a file with comments. (transfer full) */
char *tc_import_map_propose (const char *const *header);

/* "opened" */
const char *tc_import_role_get_name (TcImportRole role);
/* As words of [states] and [channels] are compared. (transfer full) */
char *tc_import_fold (const char *word);
