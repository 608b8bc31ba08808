/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings of a program as one table: each key with its default, what it may be and what it is for.
 * Its INI file is read by it into a plain struct, and printed from it with comments. A key that
 * isn't in it is refused by name, so that a slip of the pen never goes unseen.
 *
 * Thread: any.
 */
#pragma once

#include <glib.h>

#define TC_CONFIG_LIST_MAX 100

typedef enum {
  TC_CONFIG_TEXT, /* char *: UTF-8 */
  TC_CONFIG_BOOL, /* gboolean */
  TC_CONFIG_INT,  /* gint64: min to max */
  TC_CONFIG_LIST, /* char **: separated by ';' */
} TcConfigKind;

typedef struct {
  const char *group;
  const char *key;
  TcConfigKind kind;
  gsize offset; /* of the member in the struct */
  const char *standard;
  gint64 min, max;
  const char *words; /* lines */
} TcConfigKey;

typedef struct {
  const TcConfigKey *keys;
  gsize n_keys;
} TcConfigTable;

/* Fills @settings, zeroed before, with the defaults and what the file says (@path: (nullable):
 * none). What is there afterwards is cleared by tc_config_clear(), also where this fails. Errors:
 * TC_ERROR_INVALID that names the key and what is wrong with it; G_KEY_FILE_ERROR; G_FILE_ERROR. */
gboolean tc_config_read (const TcConfigTable *table, gpointer settings, const char *path,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Texts and lists go. */
void tc_config_clear (const TcConfigTable *table, gpointer settings);
/* TC_ERROR_INVALID: "[group] key = value: why". Returns: FALSE */
gboolean tc_config_refuse (const char *group, const char *key, const char *value, const char *why,
                           GError **error);
/* The file with all defaults and what each key is for. (transfer full) */
char *tc_config_print (const TcConfigTable *table, const char *program);
