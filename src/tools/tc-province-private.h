/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the province's reader share: the layout of the files, and the province while it
 * is being checked.
 */
#pragma once

#include "tc-csv.h"
#include "tc-province.h"

typedef enum {
  TC_COLUMN_CODE,      /* [a-z0-9._-], up to 60 */
  TC_COLUMN_LINE,      /* one line of text, max characters */
  TC_COLUMN_PARAGRAPH, /* text, max characters */
  TC_COLUMN_DATE,      /* YYYY-MM-DD once it is clean; DD/MM/YYYY is taken too */
  TC_COLUMN_LAT,       /* degrees */
  TC_COLUMN_LON,
  TC_COLUMN_INT,      /* 0..max */
  TC_COLUMN_WORD,     /* one of words */
  TC_COLUMN_WORDS,    /* several, separated by ';' */
  TC_COLUMN_CODES,    /* several codes, separated by ';' */
  TC_COLUMN_REF,      /* the key of a line in file ref */
  TC_COLUMN_REFS,     /* several, separated by ';' */
  TC_COLUMN_POSTS,    /* role@agency, separated by ';' */
  TC_COLUMN_HOUR,     /* HH:MM */
  TC_COLUMN_WEEKDAYS, /* 1 (Monday) to 7, and spans "1-5", separated by ';' */
  TC_COLUMN_TURNS,    /* likewise as REFS, "-" for a day off among them */
  TC_COLUMN_HOURS,    /* 24 whole numbers 0..max separated by ';', one for each hour of the day */
  TC_COLUMN_PHOTOS,   /* names of files in the folder photos, separated by ';' */
} TcColumnKind;

typedef struct {
  const char *name; /* (unowned): static, as all of the layout */
  TcColumnKind kind;
  gboolean required;
  gint64 max;
  const char *const *words;
  TcProvinceFile ref;
} TcColumn;

typedef struct {
  const char *name;        /* of the file */
  gboolean required;       /* the file itself */
  const char *key;         /* (nullable): column whose values are distinct */
  const TcColumn *columns; /* ends with a name of NULL */
} TcLayout;

extern const TcLayout tc_province_layouts[TC_PROVINCE_N_FILES];

typedef struct {
  TcCsv *csv;       /* (owned) (nullable): the file isn't there, which it may */
  GPtrArray *clean; /* (owned) (element-type utf8): clean texts, row by row; NULL where empty */
  GHashTable *keys; /* (owned): key (borrowed from clean) → row + 1 */
} TcProvinceTable;

/* When a key is in force. */
typedef struct {
  gint64 from_us;
  gint64 to_us; /* G_MAXINT64: to no end */
} TcProvinceSpan;

struct _TcProvinceKnown {
  GHashTable *keys[TC_PROVINCE_N_FILES]; /* (owned): key → TcProvinceSpan (owned) */
};

struct _TcProvince {
  char *dir;            /* (owned) */
  char *alone;          /* (owned) (nullable): name of the file, where it is one alone */
  GKeyFile *settings;   /* (owned) */
  GTimeZone *time_zone; /* (owned) (nullable): until it is read */
  TcProvinceTable tables[TC_PROVINCE_N_FILES];
  GPtrArray *faults; /* (owned) while loading: (element-type utf8) */
  guint n_faults;
  const TcProvinceKnown *known; /* (unowned) (nullable): with one file alone, what a server has */
};

/* (nullable): the server hasn't that key, or isn't asked. */
const TcProvinceSpan *tc_province_find_known (const TcProvince *province, TcProvinceFile file,
                                              const char *key);

/* A fault of a value, or of the whole file where @row is negative. */
void tc_province_fault (TcProvince *province, TcProvinceFile file, int row, const char *column,
                        const char *format, ...) G_GNUC_PRINTF (5, 6);
void tc_province_fault_text (TcProvince *province, char *text); /* (transfer full) */

/* Bit 0 is Monday. FALSE if @text has not the form of TC_COLUMN_WEEKDAYS. */
gboolean tc_province_parse_weekdays (const char *text, gint64 *weekdays);

/* Each value by itself; fills clean and keys. */
void tc_province_check_values (TcProvince *province, TcProvinceFile file);
/* What lines say of each other; once every file was read without a fault. */
void tc_province_check_links (TcProvince *province);
/* Likewise, of a line of any file with a place: both of lat and lon or none. */
void tc_province_check_place (TcProvince *province, TcProvinceFile file, guint row);
/* Likewise, of the files about cameras. */
void tc_province_check_cameras (TcProvince *province);
