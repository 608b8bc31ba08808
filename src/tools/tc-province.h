/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A province as an administrator writes it down (data/province/README.md): reads the files of a
 * folder and checks them whole, each value by its kind and every name that points to another line,
 * before anything is done with them. All faults are gathered, each with file, line and column.
 *
 * Not for: carrying it into a server (tc-province-plan.h).
 */
#pragma once

#include <glib.h>

/* In the order of loading: a file points to files before it, and agencies to each other. */
typedef enum {
  TC_PROVINCE_AGENCIES,
  TC_PROVINCE_AREAS,
  TC_PROVINCE_STREETS,
  TC_PROVINCE_FIELDS,
  TC_PROVINCE_LEVELS,
  TC_PROVINCE_ANSWERS,
  TC_PROVINCE_ESCALATIONS,
  TC_PROVINCE_STATES,
  TC_PROVINCE_ATTRIBUTES,
  TC_PROVINCE_RESPONSIBILITIES,
  TC_PROVINCE_ROLES,
  TC_PROVINCE_STAFF,
  TC_PROVINCE_SHIFTS,
  TC_PROVINCE_ROSTER,
  TC_PROVINCE_UNITS,
  TC_PROVINCE_DESKS,
  TC_PROVINCE_RESOURCES,
  TC_PROVINCE_CAMERA_DEVICES,
  TC_PROVINCE_CAMERAS,
  TC_PROVINCE_CAMERA_GROUPS,
  TC_PROVINCE_REPORTS,
  TC_PROVINCE_JOURNAL,
  TC_PROVINCE_BIG_EVENTS,
  TC_PROVINCE_SENTENCES,
  TC_PROVINCE_WORDS,
  TC_PROVINCE_RHYTHM,
  TC_PROVINCE_EVENTS,
  TC_PROVINCE_N_FILES,
  TC_PROVINCE_SETTINGS = TC_PROVINCE_N_FILES, /* province.ini: for places alone */
} TcProvinceFile;

/* More faults than that are counted, not listed. */
#define TC_PROVINCE_FAULTS_MAX 50

#define TC_PROVINCE_ALL_WEEKDAYS 127
/* In a pattern: no duty on that day. */
#define TC_PROVINCE_DAY_OFF "-"

typedef struct _TcProvince TcProvince;

/**
 * tc_province_load:
 * @dir: the folder
 * @faults: (out) (transfer full) (element-type utf8): sentences "FILE:LINE:COLUMN: …", empty if all
 *   is well
 *
 * Returns: (nullable): NULL if there are faults. Thread: any.
 */
TcProvince *tc_province_load (const char *dir, GPtrArray **faults) G_GNUC_WARN_UNUSED_RESULT;

/* What a server has already: keys of files, with from when to when each is in force. */
typedef struct _TcProvinceKnown TcProvinceKnown;
TcProvinceKnown *tc_province_known_new (void);
void tc_province_known_free (TcProvinceKnown *known);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcProvinceKnown, tc_province_known_free)
/* Of a key that is there twice, the later one counts. */
void tc_province_known_add (TcProvinceKnown *known, TcProvinceFile file, const char *key,
                            gint64 from_us, gint64 to_us);

/**
 * tc_province_load_file:
 * @path: one file alone, with the columns of @file
 * @encoding: (nullable): see tc-encoding.h
 * @known: (unowned): what it may point to beside its own lines; outlives what is returned
 *
 * Likewise. Days are those of Vietnam.
 */
TcProvince *tc_province_load_file (TcProvinceFile file, const char *path, const char *encoding,
                                   const TcProvinceKnown *known,
                                   GPtrArray **faults) G_GNUC_WARN_UNUSED_RESULT;
void tc_province_free (TcProvince *province);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcProvince, tc_province_free)

/* "agencies.csv" */
const char *tc_province_get_file_name (TcProvinceFile file);
guint tc_province_get_n_rows (const TcProvince *province, TcProvinceFile file);
/* Clean text as the file has it; (nullable): NULL where nothing stands. Borrowed. */
const char *tc_province_get (const TcProvince *province, TcProvinceFile file, guint row,
                             const char *column);
/* Whether the file has that column at all; what isn't there says nothing. */
gboolean tc_province_has_column (const TcProvince *province, TcProvinceFile file,
                                 const char *column);
/* The row whose key (code, account, label, name) is @key; -1 if there is none. */
int tc_province_find (const TcProvince *province, TcProvinceFile file, const char *key);
/* Likewise, the other way round; (nullable): the file has no key. Borrowed. */
const char *tc_province_get_key (const TcProvince *province, TcProvinceFile file, guint row);
/* The line of levels.csv for a field (nullable) and the word of a priority: of the field itself,
 * its parent, or all; -1 if there is none. */
int tc_province_find_level (const TcProvince *province, const char *field, const char *priority);
/* From when what the server has is in force; FALSE if it hasn't that key. */
gboolean tc_province_get_known_start (const TcProvince *province, TcProvinceFile file,
                                      const char *key, gint64 *from_us);
/* "FILE:LINE:COLUMN" of the row; "province.ini" of the settings. (transfer full) */
char *tc_province_dup_place (const TcProvince *province, TcProvinceFile file, guint row);

/* A value of province.ini, section [province]; (nullable). (transfer full) */
char *tc_province_dup_setting (const TcProvince *province, const char *key);

/* Values by kind, of columns that were checked to hold them. */
/* Degrees * 1e7; FALSE where nothing stands. */
gboolean tc_province_get_e7 (const TcProvince *province, TcProvinceFile file, guint row,
                             const char *column, gint64 *e7);
gint64 tc_province_get_int (const TcProvince *province, TcProvinceFile file, guint row,
                            const char *column, gint64 fallback);
/* Minutes after midnight of an hour HH:MM. */
gint64 tc_province_get_minutes (const TcProvince *province, TcProvinceFile file, guint row,
                                const char *column);
/* Bits, bit 0 is Monday; all where nothing stands. */
gint64 tc_province_get_weekdays (const TcProvince *province, TcProvinceFile file, guint row,
                                 const char *column);
/* The path of a file of the folder photos. (transfer full) */
char *tc_province_dup_photo_path (const TcProvince *province, const char *name);
/* The parts of a list that is separated by ';'. (transfer full): empty where nothing stands */
char **tc_province_dup_list (const TcProvince *province, TcProvinceFile file, guint row,
                             const char *column);
/* Start of a date's day (@days later) in the province's time zone, microseconds UTC; FALSE where
 * nothing stands. */
gboolean tc_province_get_day (const TcProvince *province, TcProvinceFile file, guint row,
                              const char *column, int days, gint64 *time_us);
