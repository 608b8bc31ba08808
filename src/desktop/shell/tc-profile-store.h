/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which profiles a seat has, by their names: those that a person kept here, in the seat's settings,
 * and those that come with the program (tc-profile-seeds.h). What a person keeps under such a name
 * stands in its place; once that is removed the first one is there again. That can be removed, too,
 * and brought back.
 *
 * What a profile does is tc-profiles.c's.
 */
#pragma once

#include <gio/gio.h>

typedef struct {
  char *name;     /* (owned) (nullable): NULL: there is none */
  GVariant *look; /* (owned) (nullable): a{sv} */
  char *seed;     /* (owned) (nullable): the id of that which comes with the program, if one does */
  gboolean kept;  /* a person's own */
} TcProfile;

void tc_profile_clear (TcProfile *profile);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcProfile, tc_profile_clear)

/* Names in their order, NULL-terminated. @settings: (nullable): none. (transfer full) */
char **tc_profile_store_list (GSettings *settings);
/* Likewise of those that come with the program and somebody here has removed. */
char **tc_profile_store_list_removed (GSettings *settings);
/* What is to be known of that one, in a sentence. (transfer full) (nullable) */
char *tc_profile_store_word (GSettings *settings, const char *name);
/* @typed: with or without its marks; of one that comes with the program in either language.
 * @settings: (nullable): none; @profile: (out): to be cleared */
void tc_profile_store_find (GSettings *settings, const char *typed, TcProfile *profile);
guint tc_profile_store_count_kept (GSettings *settings);
/* In place of what a person kept under that very name. */
void tc_profile_store_keep (GSettings *settings, const char *name, GVariant *look);
/* The person's own, else that which comes with the program. */
void tc_profile_store_remove (GSettings *settings, const TcProfile *profile);
void tc_profile_store_bring_back (GSettings *settings);
/* All of it as it is now. (transfer full) */
GVariant *tc_profile_store_take (GSettings *settings);
void tc_profile_store_put (GSettings *settings, GVariant *taken);
