/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading people: the province, agencies at a time, staff, roles, posts, desks. Plain records that
 * own their strings. Not for changing them: see tc-people-operations.h.
 *
 * All take a connection of any kind and leave faults on it (tc_database_check()); after one they
 * give NULL or an empty list. Lists are ordered by id, the order in which records were made, since
 * order by name is the reader's locale. Thread: the connection's.
 */
#pragma once

#include "tc-database.h"

typedef struct {
  char *code;          /* (owned) */
  char *official_code; /* (owned) (nullable) */
  char *name_vi;       /* (owned) */
  char *name_en;       /* (owned) */
  gint64 centre_id;    /* 0: none */
  gint64 lat_e7;       /* TC_NONE: unknown */
  gint64 lon_e7;
  gboolean demonstration;
} TcProvinceInfo;

typedef struct {
  gint64 id;
  gint64 parent_id;    /* 0: at the top */
  gint64 successor_id; /* 0: none */
  char *code;          /* (owned) */
  char *official_code; /* (owned) (nullable) */
  char *kind;          /* (owned): one of tc_agency_kinds */
  char *name_vi;       /* (owned) */
  char *name_en;       /* (owned) */
  char *phone;         /* (owned) (nullable) */
  char *address;       /* (owned) (nullable) */
  gint64 valid_from_us;
  gint64 valid_to_us; /* TC_NONE: in force; else the first moment it is not */
  gint64 lat_e7;      /* TC_NONE: unknown */
  gint64 lon_e7;
} TcAgency;

typedef struct {
  gint64 id;
  char *account;           /* (owned) */
  char *name;              /* (owned) */
  char *title;             /* (owned) (nullable) */
  char *phone;             /* (owned) (nullable) */
  gint64 inactive_from_us; /* TC_NONE: active */
} TcStaff;

typedef struct {
  gint64 id;
  char *code;          /* (owned) */
  char *name_vi;       /* (owned) */
  char *name_en;       /* (owned) */
  char **capabilities; /* (owned): ascending */
  char **scope_kinds;  /* (owned): ascending */
} TcRole;

typedef struct {
  gint64 id;
  gint64 staff_id;
  gint64 agency_id;
  gint64 role_id;
  gint64 valid_from_us;
  gint64 valid_to_us; /* TC_NONE: open */
} TcPost;

typedef struct {
  gint64 id;
  char *name; /* (owned) */
  gint64 agency_id;
  char *state;        /* (owned): "invited", "enrolled", "revoked" */
  GBytes *public_key; /* (owned) (nullable): from enrolment on */
  GArray *role_ids;   /* (owned) (element-type gint64): that may work there, ascending */
} TcDeskInfo;

void tc_province_info_free (TcProvinceInfo *province);
void tc_agency_free (TcAgency *agency);
void tc_staff_free (TcStaff *staff);
void tc_role_free (TcRole *role);
void tc_desk_info_free (TcDeskInfo *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcProvinceInfo, tc_province_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcAgency, tc_agency_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcStaff, tc_staff_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRole, tc_role_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcDeskInfo, tc_desk_info_free)

/* All below: (transfer full); what is looked up by key is (nullable), lists are never NULL. */

TcProvinceInfo *tc_people_get_province (TcDatabase *db); /* NULL: not founded */

TcAgency *tc_people_get_agency (TcDatabase *db, gint64 id);
/* The one that has the code at @at_us; TC_NONE: whichever had it last. */
TcAgency *tc_people_find_agency (TcDatabase *db, const char *code, gint64 at_us);
/* Who stands for agency @id at @at_us: itself while in force, then its successors'. 0: nobody. */
gint64 tc_people_follow_agency (TcDatabase *db, gint64 id, gint64 at_us);
/* (element-type TcAgency): in force at @at_us; TC_NONE: all there ever were. */
GPtrArray *tc_people_list_agencies (TcDatabase *db, gint64 at_us);
/* (element-type TcAgency): right below @parent_id (0: at the top) at @at_us. */
GPtrArray *tc_people_list_units (TcDatabase *db, gint64 parent_id, gint64 at_us);

TcStaff *tc_people_get_staff (TcDatabase *db, gint64 id);
TcStaff *tc_people_find_staff (TcDatabase *db, const char *account);
GPtrArray *tc_people_list_staff (TcDatabase *db); /* (element-type TcStaff): inactive ones too */
/* (element-type gint64): ids of those who are inactive at @at_us, by id */
GArray *tc_people_list_inactive (TcDatabase *db, gint64 at_us);
/* Whether a person may sign in at a desk, as session.open judges it. (transfer full) (nullable):
 * "sign-in.not-loaded" (nothing is known here of that person), "people.inactive", "people.desk",
 * "sign-in.desk"; NULL: yes */
TcRefusal *tc_people_check_here (TcDatabase *db, gint64 staff_id, guint16 desk, gint64 at_us);
/* (element-type TcStaff): active, with a post there in force at @at_us. */
GPtrArray *tc_people_list_staff_of (TcDatabase *db, gint64 agency_id, gint64 at_us);
char *tc_people_dup_staff_name (TcDatabase *db, gint64 id); /* (nullable) */

TcRole *tc_people_get_role (TcDatabase *db, gint64 id);
TcRole *tc_people_find_role (TcDatabase *db, const char *code);
GPtrArray *tc_people_list_roles (TcDatabase *db); /* (element-type TcRole) */

/* (element-type TcPost): of a person, in force at @at_us; TC_NONE: all there ever were. Free with
 * g_ptr_array_unref(). */
GPtrArray *tc_people_list_posts (TcDatabase *db, gint64 staff_id, gint64 at_us);

/* Who has that session at that desk at @at_us; 0: nobody, or nobody any more. */
gint64 tc_people_staff_of_session (TcDatabase *db, gint64 session_id, gint64 desk_id, gint64 at_us);

TcDeskInfo *tc_people_get_desk (TcDatabase *db, gint64 id);
GPtrArray *tc_people_list_desks (TcDatabase *db); /* (element-type TcDeskInfo) */
/* A number that no desk ever had and that is above @above, for tc_desk_invite_type; 0 if all are
 * used up. */
gint64 tc_people_next_desk (TcDatabase *db, gint64 above);
