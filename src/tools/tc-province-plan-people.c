/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a plan that is about people: agencies and their ends, roles and what they may, staff
 * and their posts, desks.
 */
#include "tc-province-plan-private.h"

#include "tc-id.h"
#include "tc-people-operations.h"

#include <string.h>

static gint64
get_day (TcPlan *plan, TcProvinceFile file, guint row, const char *column, int days)
{
  gint64 time_us;

  return tc_province_get_day (plan->province, file, row, column, days, &time_us) ? time_us
                                                                                 : TC_NONE;
}

static void
plan_agency (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_AGENCIES;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, NULL);
  TcAgencyArgs args = {
      .agency_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                              : tc_plan_take_id (plan),
      .code = code,
      .official_code = tc_plan_get (plan, file, row, "official_code"),
      .kind = tc_plan_get (plan, file, row, "kind"),
      .name_vi = tc_plan_get (plan, file, row, "name_vi"),
      .name_en = tc_plan_get (plan, file, row, "name_en"),
      .parent_id = tc_plan_get_id (plan->agencies, tc_plan_get (plan, file, row, "parent")),
      .valid_from_us = get_day (plan, file, row, "valid_from", 0),
      .phone = tc_plan_get (plan, file, row, "phone"),
      .address = tc_plan_get (plan, file, row, "address"),
      .lat_e7 = tc_plan_get_e7 (plan, file, row, "lat"),
      .lon_e7 = tc_plan_get_e7 (plan, file, row, "lon"),
  };

  tc_plan_set_id (plan->agencies, code, args.agency_id);
  if (known >= 0)
    tc_plan_change (plan, &tc_agency_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_agency_add_type, &args, file, row);
}

static void
plan_agency_end (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_AGENCIES;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, NULL);
  TcAgencyEnd args = {
      .agency_id = tc_plan_get_id (plan->agencies, code),
      .successor_id = tc_plan_get_id (plan->agencies, tc_plan_get (plan, file, row, "successor")),
      .at_us = get_day (plan, file, row, "valid_to", 1),
  };

  if (args.at_us == TC_NONE)
    return;
  if (known < 0 || !tc_known_rows_get (rows, (guint) known, "valid_to_us"))
    tc_plan_add (plan, &tc_agency_end_type, &args, file, row);
}

void
tc_plan_agencies (TcPlan *plan)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (
      plan, "agency",
      "id,code,official_code,name_vi,name_en,parent_id,phone,address,lat_e7,lon_e7,valid_to_us");
  guint n = tc_province_get_n_rows (plan->province, TC_PROVINCE_AGENCIES);

  for (guint row = 0; row < n; row++)
    plan_agency (plan, row, rows);
  /* What stands below ends before what stands above. */
  for (guint row = n; row > 0; row--)
    plan_agency_end (plan, row - 1, rows);
}

/* The words of the list that the role hasn't yet, and the words it has that aren't in the list. */
static void
plan_role_words (TcPlan *plan, guint row, gint64 role_id, const char *column,
                 const TcKnownRows *rows, const char *known_column, const TcOperationType *give,
                 const TcOperationType *take)
{
  const TcProvinceFile file = TC_PROVINCE_ROLES;
  g_auto (GStrv) words = tc_province_dup_list (plan->province, file, row, column);
  g_autofree char *role = g_strdup_printf ("%" G_GINT64_FORMAT, role_id);
  TcRoleCapability args = {role_id, NULL};

  /* A role's scope has arguments of the same form. */
  G_STATIC_ASSERT (sizeof (TcRoleCapability) == sizeof (TcRoleScope) &&
                   G_STRUCT_OFFSET (TcRoleCapability, capability) ==
                       G_STRUCT_OFFSET (TcRoleScope, kind));
  for (guint i = 0; words[i]; i++) {
    args.capability = words[i];
    if (tc_known_rows_find (rows, "role_id", role, known_column, words[i], NULL) < 0)
      tc_plan_add (plan, give, &args, file, row);
  }
  for (guint i = 0; i < tc_known_rows_get_n (rows); i++) {
    args.capability = tc_known_rows_get (rows, i, known_column);
    if (tc_known_rows_get_int (rows, i, "role_id") == role_id &&
        !g_strv_contains ((const char *const *) words, args.capability))
      tc_plan_add (plan, take, &args, file, row);
  }
}

static gint64
plan_role (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_ROLES;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, NULL);
  TcRoleArgs args = {
      .role_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                            : tc_plan_take_id (plan),
      .code = code,
      .name_vi = tc_plan_get (plan, file, row, "name_vi"),
      .name_en = tc_plan_get (plan, file, row, "name_en"),
  };

  tc_plan_set_id (plan->roles, code, args.role_id);
  if (known >= 0)
    tc_plan_change (plan, &tc_role_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_role_add_type, &args, file, row);
  return args.role_id;
}

void
tc_plan_roles (TcPlan *plan)
{
  g_autoptr (TcKnownRows) roles = tc_plan_read (plan, "role", "id,code,name_vi,name_en");
  g_autoptr (TcKnownRows) may = tc_plan_read (plan, "role_capability", "role_id,capability");
  g_autoptr (TcKnownRows) reads = tc_plan_read (plan, "role_scope", "role_id,kind");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_ROLES); row++) {
    gint64 role_id = plan_role (plan, row, roles);
    plan_role_words (plan, row, role_id, "capabilities", may, "capability", &tc_role_allow_type,
                     &tc_role_deny_type);
    plan_role_words (plan, row, role_id, "scopes", reads, "kind", &tc_role_read_type,
                     &tc_role_unread_type);
  }
}

/* First day of an agency: of its line, or of what the server has. */
static gint64
get_agency_start (TcPlan *plan, const char *code)
{
  int row = tc_province_find (plan->province, TC_PROVINCE_AGENCIES, code);
  gint64 from_us = TC_NONE;

  if (row >= 0)
    return get_day (plan, TC_PROVINCE_AGENCIES, (guint) row, "valid_from", 0);
  (void) !tc_province_get_known_start (plan->province, TC_PROVINCE_AGENCIES, code, &from_us);
  return from_us;
}

/* @post: "role@agency" */
static TcPostAdd
read_post (TcPlan *plan, gint64 staff_id, const char *post)
{
  g_auto (GStrv) parts = g_strsplit (post, "@", 2);

  return (TcPostAdd){
      .staff_id = staff_id,
      .agency_id = tc_plan_get_id (plan->agencies, parts[1]),
      .role_id = tc_plan_get_id (plan->roles, parts[0]),
      .valid_from_us = get_agency_start (plan, parts[1]),
      .valid_to_us = TC_NONE,
  };
}

static void
plan_post (TcPlan *plan, guint row, gint64 staff_id, const char *post, const TcKnownRows *rows)
{
  TcPostAdd args = read_post (plan, staff_id, post);
  g_autofree char *staff = g_strdup_printf ("%" G_GINT64_FORMAT, args.staff_id);
  g_autofree char *agency = g_strdup_printf ("%" G_GINT64_FORMAT, args.agency_id);
  g_autofree char *role = g_strdup_printf ("%" G_GINT64_FORMAT, args.role_id);

  if (tc_known_rows_find (rows, "staff_id", staff, "agency_id", agency, "role_id", role,
                          "valid_to_us", NULL, NULL) >= 0)
    return;
  args.post_id = tc_plan_take_id (plan);
  tc_plan_add (plan, &tc_post_add_type, &args, TC_PROVINCE_STAFF, row);
}

static gboolean
is_post_of (TcPlan *plan, char **posts, gint64 staff_id, const TcKnownRows *rows, guint known)
{
  for (guint i = 0; posts[i]; i++) {
    TcPostAdd post = read_post (plan, staff_id, posts[i]);

    if (post.agency_id == tc_known_rows_get_int (rows, known, "agency_id") &&
        post.role_id == tc_known_rows_get_int (rows, known, "role_id"))
      return TRUE;
  }
  return FALSE;
}

/* Of the posts that somebody has or is to have, those that aren't among @posts. */
static void
plan_post_ends (TcPlan *plan, guint row, gint64 staff_id, char **posts, const TcKnownRows *rows)
{
  gint64 now_us = plan->now_us;

  for (guint i = 0; i < tc_known_rows_get_n (rows); i++) {
    gint64 from_us = tc_known_rows_get_int (rows, i, "valid_from_us");
    TcPostEnd args = {tc_known_rows_get_int (rows, i, "id"), from_us > now_us ? from_us : TC_NONE};
    gboolean is_over = tc_known_rows_get (rows, i, "valid_to_us") &&
                       tc_known_rows_get_int (rows, i, "valid_to_us") <= MAX (now_us, from_us);

    if (tc_known_rows_get_int (rows, i, "staff_id") == staff_id && !is_over &&
        !is_post_of (plan, posts, staff_id, rows, i))
      tc_plan_add (plan, &tc_post_end_type, &args, TC_PROVINCE_STAFF, row);
  }
}

static void
plan_person (TcPlan *plan, guint row, const TcKnownRows *rows, const TcKnownRows *posts)
{
  const TcProvinceFile file = TC_PROVINCE_STAFF;
  const char *account = tc_plan_get (plan, file, row, "account");
  int known = tc_known_rows_find (rows, "account", account, NULL);
  gboolean active = known < 0 || !tc_known_rows_get (rows, (guint) known, "inactive_from_us");
  gboolean wanted = tc_province_get_int (plan->province, file, row, "active", 1) == 1;
  g_auto (GStrv) posts_wanted = tc_province_dup_list (plan->province, file, row, "posts");
  TcStaffArgs args = {
      .staff_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                             : tc_plan_take_id (plan),
      .account = account,
      .name = tc_plan_get (plan, file, row, "name"),
      .title = tc_plan_get (plan, file, row, "title"),
      .phone = tc_plan_get (plan, file, row, "phone"),
  };
  TcStaffRef ref = {args.staff_id};

  tc_plan_set_id (plan->staff, account, args.staff_id);
  if (known >= 0)
    tc_plan_change (plan, &tc_staff_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_staff_add_type, &args, file, row);
  if (wanted && !active)
    tc_plan_add (plan, &tc_staff_reactivate_type, &ref, file, row);
  /* Whoever isn't active gets no new post: only one who is may have one. */
  for (guint i = 0; posts_wanted[i] && (wanted || known < 0); i++)
    plan_post (plan, row, args.staff_id, posts_wanted[i], posts);
  if (wanted && known >= 0 && posts_wanted[0])
    plan_post_ends (plan, row, args.staff_id, posts_wanted, posts);
  if (!wanted && active)
    tc_plan_add (plan, &tc_staff_deactivate_type, &ref, file, row);
}

void
tc_plan_staff (TcPlan *plan)
{
  g_autoptr (TcKnownRows)
      rows = tc_plan_read (plan, "staff", "id,account,name,title,phone,inactive_from_us");
  g_autoptr (TcKnownRows) posts = tc_plan_read (
      plan, "post", "id,staff_id,agency_id,role_id,valid_from_us,valid_to_us");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_STAFF); row++)
    plan_person (plan, row, rows, posts);
}

static gint64
find_highest (const TcKnownRows *rows)
{
  gint64 highest = 0;

  for (guint i = 0; i < tc_known_rows_get_n (rows); i++)
    highest = MAX (highest, tc_known_rows_get_int (rows, i, "id"));
  return highest;
}

static int
find_desk (const TcKnownRows *rows, const char *name)
{
  for (guint i = tc_known_rows_get_n (rows); i > 0; i--) {
    if (g_str_equal (tc_known_rows_get (rows, i - 1, "name"), name) &&
        !g_str_equal (tc_known_rows_get (rows, i - 1, "state"), "revoked"))
      return (int) i - 1;
  }
  return -1;
}

/* Of the roles that may work at a desk, those that aren't among @roles. */
static void
plan_denied_roles (TcPlan *plan, guint row, gint64 desk_id, char **roles,
                   const TcKnownRows *allowed)
{
  for (guint i = 0; i < tc_known_rows_get_n (allowed); i++) {
    TcDeskRole role = {desk_id, tc_known_rows_get_int (allowed, i, "role_id")};
    gboolean is_wanted = FALSE;

    for (guint j = 0; roles[j]; j++)
      is_wanted = is_wanted || tc_plan_get_id (plan->roles, roles[j]) == role.role_id;
    if (tc_known_rows_get_int (allowed, i, "desk_id") == desk_id && !is_wanted)
      tc_plan_add (plan, &tc_desk_deny_role_type, &role, TC_PROVINCE_DESKS, row);
  }
}

static void
plan_desk (TcPlan *plan, guint row, const TcKnownRows *rows, const TcKnownRows *allowed,
           gint64 *highest)
{
  const TcProvinceFile file = TC_PROVINCE_DESKS;
  const char *name = tc_plan_get (plan, file, row, "name");
  int known = find_desk (rows, name);
  g_auto (GStrv) roles = tc_province_dup_list (plan->province, file, row, "roles");
  TcDeskArgs args = {
      .desk_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id") : ++*highest,
      .name = name,
      .agency_id = tc_plan_get_id (plan->agencies, tc_plan_get (plan, file, row, "agency")),
  };
  g_autofree char *desk = g_strdup_printf ("%" G_GINT64_FORMAT, args.desk_id);

  if (known >= 0)
    tc_plan_change (plan, &tc_desk_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_desk_invite_type, &args, file, row);
  for (guint i = 0; roles[i]; i++) {
    TcDeskRole role = {args.desk_id, tc_plan_get_id (plan->roles, roles[i])};
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, role.role_id);
    if (tc_known_rows_find (allowed, "desk_id", desk, "role_id", id, NULL) < 0)
      tc_plan_add (plan, &tc_desk_allow_role_type, &role, file, row);
  }
  if (known >= 0 && roles[0])
    plan_denied_roles (plan, row, args.desk_id, roles, allowed);
}

void
tc_plan_desks (TcPlan *plan)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (plan, "desk", "id,name,agency_id,state");
  g_autoptr (TcKnownRows) allowed = tc_plan_read (plan, "desk_role", "desk_id,role_id");
  gint64 highest = find_highest (rows);

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_DESKS); row++)
    plan_desk (plan, row, rows, allowed, &highest);
}
