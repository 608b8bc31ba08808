/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The profiles of a seat that are there from the start: data/profiles.ini, which the program
 * carries. What a seat makes of them (kept otherwise, removed) is tc-profiles.c's.
 */
#pragma once

#include <glib.h>

typedef struct {
  char *id;       /* (owned): never changes */
  char *name_vi;  /* (owned) */
  char *name_en;  /* (owned) */
  char *says_vi;  /* (owned) */
  char *says_en;  /* (owned) */
  GVariant *look; /* (owned): a{sv}, as tc-profiles.c keeps one */
} TcProfileSeed;

/* In the file's order. (transfer full) (element-type TcProfileSeed) */
GPtrArray *tc_profile_seeds_read (void);
/* In the program's language. (transfer none) */
const char *tc_profile_seed_get_name (const TcProfileSeed *seed);
const char *tc_profile_seed_get_says (const TcProfileSeed *seed);
/* Typed with or without its marks, in either language. */
gboolean tc_profile_seed_is_called (const TcProfileSeed *seed, const char *name);
