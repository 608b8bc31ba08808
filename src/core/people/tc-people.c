/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading people; see the header.
 */
#include "tc-people.h"

#include "tc-id.h"

/* Successors that are followed; more is a circle. */
#define SUCCESSORS_MAX 32

#define AGENCY                                                                                     \
  "SELECT id, parent_id, successor_id, code, official_code, kind, name_vi, name_en, phone,"        \
  " address, valid_from_us, valid_to_us, lat_e7, lon_e7 FROM agency"
#define STAFF "SELECT staff.id, account, name, title, phone, inactive_from_us FROM staff"
#define ROLE "SELECT id, code, name_vi, name_en FROM role"
#define DESK "SELECT id, name, agency_id, state, public_key FROM desk"

void
tc_province_info_free (TcProvinceInfo *province)
{
  if (!province)
    return;
  g_free (province->code);
  g_free (province->official_code);
  g_free (province->name_vi);
  g_free (province->name_en);
  g_free (province);
}

void
tc_agency_free (TcAgency *agency)
{
  if (!agency)
    return;
  g_free (agency->code);
  g_free (agency->official_code);
  g_free (agency->kind);
  g_free (agency->name_vi);
  g_free (agency->name_en);
  g_free (agency->phone);
  g_free (agency->address);
  g_free (agency);
}

void
tc_staff_free (TcStaff *staff)
{
  if (!staff)
    return;
  g_free (staff->account);
  g_free (staff->name);
  g_free (staff->title);
  g_free (staff->phone);
  g_free (staff);
}

void
tc_role_free (TcRole *role)
{
  if (!role)
    return;
  g_free (role->code);
  g_free (role->name_vi);
  g_free (role->name_en);
  g_strfreev (role->capabilities);
  g_strfreev (role->scope_kinds);
  g_free (role);
}

void
tc_desk_info_free (TcDeskInfo *desk)
{
  if (!desk)
    return;
  g_free (desk->name);
  g_free (desk->state);
  g_clear_pointer (&desk->public_key, g_bytes_unref);
  g_array_unref (desk->role_ids);
  g_free (desk);
}

/* The record of the row that @query stands on. */
typedef gpointer (*ReadFunc) (TcDatabase *db, TcQuery *query);

static GPtrArray *
read_list (TcDatabase *db, TcQuery *query, ReadFunc read, GDestroyNotify free_record)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_record);

  while (tc_query_next (query))
    g_ptr_array_add (list, read (db, query));
  return list;
}

static gpointer
read_one (TcDatabase *db, TcQuery *query, ReadFunc read)
{
  return tc_query_next (query) ? read (db, query) : NULL;
}

TcProvinceInfo *
tc_people_get_province (TcDatabase *db)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT code, official_code, name_vi, name_en, centre_id, lat_e7, lon_e7,"
      " demonstration FROM province WHERE id = 1",
      NULL);

  if (!tc_query_next (query))
    return NULL;
  TcProvinceInfo *province = g_new0 (TcProvinceInfo, 1);
  province->code = tc_query_dup_text (query, 0);
  province->official_code = tc_query_dup_text (query, 1);
  province->name_vi = tc_query_dup_text (query, 2);
  province->name_en = tc_query_dup_text (query, 3);
  province->centre_id = tc_query_id (query, 4);
  province->lat_e7 = tc_query_int (query, 5);
  province->lon_e7 = tc_query_int (query, 6);
  province->demonstration = tc_query_int (query, 7) == 1;
  return province;
}

static gpointer
read_agency (TcDatabase *db, TcQuery *query)
{
  TcAgency *agency = g_new0 (TcAgency, 1);

  agency->id = tc_query_id (query, 0);
  agency->parent_id = tc_query_id (query, 1);
  agency->successor_id = tc_query_id (query, 2);
  agency->code = tc_query_dup_text (query, 3);
  agency->official_code = tc_query_dup_text (query, 4);
  agency->kind = tc_query_dup_text (query, 5);
  agency->name_vi = tc_query_dup_text (query, 6);
  agency->name_en = tc_query_dup_text (query, 7);
  agency->phone = tc_query_dup_text (query, 8);
  agency->address = tc_query_dup_text (query, 9);
  agency->valid_from_us = tc_query_int (query, 10);
  agency->valid_to_us = tc_query_int (query, 11);
  agency->lat_e7 = tc_query_int (query, 12);
  agency->lon_e7 = tc_query_int (query, 13);
  return agency;
}

TcAgency *
tc_people_get_agency (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (db, AGENCY " WHERE id = ?", "i", id);

  return read_one (db, query, read_agency);
}

TcAgency *
tc_people_find_agency (TcDatabase *db, const char *code, gint64 at_us)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 AGENCY " WHERE code = ?1 AND (?2 IS NULL OR (valid_from_us <= ?2"
                                        " AND (valid_to_us IS NULL OR valid_to_us > ?2)))"
                                        " ORDER BY valid_from_us DESC, id DESC LIMIT 1",
                                 "si", code, at_us);

  return read_one (db, query, read_agency);
}

gint64
tc_people_follow_agency (TcDatabase *db, gint64 id, gint64 at_us)
{
  for (guint i = 0; id && i < SUCCESSORS_MAX; i++) {
    g_autoptr (TcAgency) agency = tc_people_get_agency (db, id);

    if (!agency || agency->valid_from_us > at_us)
      return 0;
    if (agency->valid_to_us == TC_NONE || agency->valid_to_us > at_us)
      return id;
    id = agency->successor_id;
  }
  return 0;
}

GPtrArray *
tc_people_list_agencies (TcDatabase *db, gint64 at_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      AGENCY " WHERE ?1 IS NULL OR (valid_from_us <= ?1"
             " AND (valid_to_us IS NULL OR valid_to_us > ?1)) ORDER BY id",
      "i", at_us);

  return read_list (db, query, read_agency, (GDestroyNotify) tc_agency_free);
}

GPtrArray *
tc_people_list_units (TcDatabase *db, gint64 parent_id, gint64 at_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      AGENCY " WHERE parent_id IS ?1 AND valid_from_us <= ?2"
             " AND (valid_to_us IS NULL OR valid_to_us > ?2) ORDER BY id",
      "oi", parent_id, at_us);

  return read_list (db, query, read_agency, (GDestroyNotify) tc_agency_free);
}

static gpointer
read_staff (TcDatabase *db, TcQuery *query)
{
  TcStaff *staff = g_new0 (TcStaff, 1);

  staff->id = tc_query_id (query, 0);
  staff->account = tc_query_dup_text (query, 1);
  staff->name = tc_query_dup_text (query, 2);
  staff->title = tc_query_dup_text (query, 3);
  staff->phone = tc_query_dup_text (query, 4);
  staff->inactive_from_us = tc_query_int (query, 5);
  return staff;
}

TcStaff *
tc_people_get_staff (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (db, STAFF " WHERE id = ?", "i", id);

  return read_one (db, query, read_staff);
}

TcStaff *
tc_people_find_staff (TcDatabase *db, const char *account)
{
  g_autoptr (TcQuery) query = tc_database_query (db, STAFF " WHERE account = ?", "s", account);

  return read_one (db, query, read_staff);
}

GPtrArray *
tc_people_list_staff (TcDatabase *db)
{
  g_autoptr (TcQuery) query = tc_database_query (db, STAFF " ORDER BY id", NULL);

  return read_list (db, query, read_staff, (GDestroyNotify) tc_staff_free);
}

GArray *
tc_people_list_inactive (TcDatabase *db, gint64 at_us)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT id FROM staff WHERE inactive_from_us <= ? ORDER BY id", "i", at_us);

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);

    g_array_append_val (ids, id);
  }
  return ids;
}

TcRefusal *
tc_people_check_here (TcDatabase *db, gint64 staff_id, guint16 desk, gint64 at_us)
{
  g_autoptr (TcQuery) staff = tc_database_query (
      db, "SELECT ifnull(inactive_from_us <= ?, 0) FROM staff WHERE id = ?", "ii", at_us, staff_id);

  if (!tc_query_next (staff))
    return tc_refusal_new ("sign-in.not-loaded", NULL);
  if (tc_query_int (staff, 0))
    return tc_refusal_new ("people.inactive", "staff", TC_I, staff_id, NULL);
  if (!tc_database_get_int (db, 0, "SELECT 1 FROM desk WHERE id = ? AND state = 'enrolled'", "i",
                            (gint64) desk))
    return tc_refusal_new ("people.desk", "desk", TC_I, (gint64) desk, NULL);
  if (!tc_database_get_int (db, 0,
                            "SELECT 1 FROM post JOIN desk_role AS d ON d.role_id = post.role_id"
                            " WHERE post.staff_id = ?1 AND d.desk_id = ?2"
                            " AND post.valid_from_us <= ?3"
                            " AND (post.valid_to_us IS NULL OR post.valid_to_us > ?3) LIMIT 1",
                            "iii", staff_id, (gint64) desk, at_us))
    return tc_refusal_new ("sign-in.desk", NULL);
  return NULL;
}

GPtrArray *
tc_people_list_staff_of (TcDatabase *db, gint64 agency_id, gint64 at_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      STAFF " WHERE (inactive_from_us IS NULL OR inactive_from_us > ?2) AND id IN"
            " (SELECT staff_id FROM post WHERE agency_id = ?1 AND valid_from_us <= ?2"
            "  AND (valid_to_us IS NULL OR valid_to_us > ?2)) ORDER BY id",
      "ii", agency_id, at_us);

  return read_list (db, query, read_staff, (GDestroyNotify) tc_staff_free);
}

char *
tc_people_dup_staff_name (TcDatabase *db, gint64 id)
{
  return tc_database_dup_text (db, "SELECT name FROM staff WHERE id = ?", "i", id);
}

static char **
list_texts (TcDatabase *db, const char *sql, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (db, sql, "i", id);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  while (tc_query_next (query))
    g_strv_builder_add (texts, tc_query_text (query, 0));
  return g_strv_builder_end (texts);
}

static gpointer
read_role (TcDatabase *db, TcQuery *query)
{
  TcRole *role = g_new0 (TcRole, 1);

  role->id = tc_query_id (query, 0);
  role->code = tc_query_dup_text (query, 1);
  role->name_vi = tc_query_dup_text (query, 2);
  role->name_en = tc_query_dup_text (query, 3);
  role->capabilities = list_texts (
      db, "SELECT capability FROM role_capability WHERE role_id = ? ORDER BY capability", role->id);
  role->scope_kinds = list_texts (db, "SELECT kind FROM role_scope WHERE role_id = ? ORDER BY kind",
                                  role->id);
  return role;
}

TcRole *
tc_people_get_role (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (db, ROLE " WHERE id = ?", "i", id);

  return read_one (db, query, read_role);
}

TcRole *
tc_people_find_role (TcDatabase *db, const char *code)
{
  g_autoptr (TcQuery) query = tc_database_query (db, ROLE " WHERE code = ?", "s", code);

  return read_one (db, query, read_role);
}

GPtrArray *
tc_people_list_roles (TcDatabase *db)
{
  g_autoptr (TcQuery) query = tc_database_query (db, ROLE " ORDER BY id", NULL);

  return read_list (db, query, read_role, (GDestroyNotify) tc_role_free);
}

static gpointer
read_post (TcDatabase *db, TcQuery *query)
{
  TcPost *post = g_new0 (TcPost, 1);

  post->id = tc_query_id (query, 0);
  post->staff_id = tc_query_id (query, 1);
  post->agency_id = tc_query_id (query, 2);
  post->role_id = tc_query_id (query, 3);
  post->valid_from_us = tc_query_int (query, 4);
  post->valid_to_us = tc_query_int (query, 5);
  return post;
}

GPtrArray *
tc_people_list_posts (TcDatabase *db, gint64 staff_id, gint64 at_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, staff_id, agency_id, role_id, valid_from_us, valid_to_us FROM post"
      " WHERE staff_id = ?1 AND (?2 IS NULL OR (valid_from_us <= ?2"
      " AND (valid_to_us IS NULL OR valid_to_us > ?2))) ORDER BY id",
      "ii", staff_id, at_us);

  return read_list (db, query, read_post, g_free);
}

static gpointer
read_desk (TcDatabase *db, TcQuery *query)
{
  TcDeskInfo *desk = g_new0 (TcDeskInfo, 1);

  desk->id = tc_query_id (query, 0);
  desk->name = tc_query_dup_text (query, 1);
  desk->agency_id = tc_query_id (query, 2);
  desk->state = tc_query_dup_text (query, 3);
  desk->public_key = tc_query_dup_blob (query, 4);
  desk->role_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) roles = tc_database_query (
      db, "SELECT role_id FROM desk_role WHERE desk_id = ? ORDER BY role_id", "i", desk->id);
  while (tc_query_next (roles)) {
    gint64 id = tc_query_id (roles, 0);
    g_array_append_val (desk->role_ids, id);
  }
  return desk;
}

gint64
tc_people_staff_of_session (TcDatabase *db, gint64 session_id, gint64 desk_id, gint64 at_us)
{
  return tc_database_get_int (
      db, 0,
      "SELECT s.staff_id FROM session AS s JOIN staff ON staff.id = s.staff_id WHERE s.id = ?1"
      " AND s.desk_id = ?2 AND s.until_us > ?3"
      " AND (staff.inactive_from_us IS NULL OR staff.inactive_from_us > ?3)",
      "iii", session_id, desk_id, at_us);
}

TcDeskInfo *
tc_people_get_desk (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (db, DESK " WHERE id = ?", "i", id);

  return read_one (db, query, read_desk);
}

GPtrArray *
tc_people_list_desks (TcDatabase *db)
{
  g_autoptr (TcQuery) query = tc_database_query (db, DESK " ORDER BY id", NULL);

  return read_list (db, query, read_desk, (GDestroyNotify) tc_desk_info_free);
}

gint64
tc_people_next_desk (TcDatabase *db, gint64 above)
{
  /* Revoked ones keep their rows, so the highest number says it all. */
  gint64 next = MAX (above, tc_database_get_int (db, 0, "SELECT max (id) FROM desk", NULL)) + 1;

  return next <= TC_REPLICA_MAX ? next : 0;
}
