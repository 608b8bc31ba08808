/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder of a new province: INI and CSV as data/province/README.md describes them, for the
 * administrator to go on with. Fields, questions of services and roles are those of the
 * demonstration, which hold for any province; agencies as was answered; nobody but the
 * administrator. See tc-init.h.
 */
#include "tc-init.h"

#include "tc-csv.h"
#include "tc-fold.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define VALID_FROM "2025-07-01"
#define AGENCY_COLUMNS                                                                             \
  "code,official_code,kind,name_vi,name_en,parent,successor,valid_from,valid_to,phone,address,"    \
  "lat,lon\n"
/* Where a map opens that nobody has set yet: all of Vietnam. */
#define LAT "16.0"
#define LON "107.0"
#define CENTRE "ioc"

typedef struct {
  const TcSetupAnswers *answers;
  const TcInitPlaces *places;
  const TcSetupPrograms *programs;
  char *slug; /* (owned): code of the province */
} Maker;

/* A department that each province has, and the fields that are its business as a rule. */
typedef struct {
  const char *code;
  const char *name_vi;
  const char *name_en;
  const char *fields;
} Department;

static const Department departments[] = {
    {"so-xd", "Sở Xây dựng", "Department of Construction", "giaothong;hatang;nuoc;datdai"},
    {"so-nnmt", "Sở Nông nghiệp và Môi trường", "Department of Agriculture and Environment",
     "moitruong;nongnghiep"},
    {"so-ct", "Sở Công Thương", "Department of Industry and Trade", "dien"},
    {"so-yt", "Sở Y tế", "Department of Health", "yte"},
    {"so-gddt", "Sở Giáo dục và Đào tạo", "Department of Education and Training", "giaoduc"},
    {"so-khcn", "Sở Khoa học và Công nghệ", "Department of Science and Technology", "vienthong"},
    {"ca", "Công an tỉnh", "Provincial Police", "anninh;trattu"},
    {"hcc", "Trung tâm Phục vụ hành chính công", "Public Administration Service Centre", "thutuc"},
};

/* ---- text ---- */

static void
append_field (GString *out, const char *value)
{
  if (!strpbrk (value, ",\"\n\r;")) {
    g_string_append (out, value);
    return;
  }
  g_string_append_c (out, '"');
  for (; *value; value++)
    g_string_append_printf (out, *value == '"' ? "\"\"" : "%c", *value);
  g_string_append_c (out, '"');
}

/* @values: as many as there are up to NULL */
static void G_GNUC_NULL_TERMINATED
append_row (GString *out, const char *first, ...)
{
  va_list list;

  append_field (out, first);
  va_start (list, first);
  for (const char *value; (value = va_arg (list, const char *));) {
    g_string_append_c (out, ',');
    append_field (out, value);
  }
  va_end (list);
  g_string_append_c (out, '\n');
}

static gboolean
write_text (const Maker *maker, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (maker->places->province, name, NULL);

  return tc_init_write (path, text, 0644, error);
}

static gboolean
copy_file (const Maker *maker, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (maker->programs->province, name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, error) && write_text (maker, name, text, error);
}

/* "Hậu Giang" gives "haugiang". */
static char *
make_slug (const char *name)
{
  g_autofree char *folded = tc_fold (name);
  g_autoptr (GString) slug = g_string_new (NULL);

  for (const char *at = folded; *at && slug->len < 40; at++) {
    if (g_ascii_isalnum (*at))
      g_string_append_c (slug, g_ascii_tolower (*at));
  }
  return slug->len ? g_string_free (g_steal_pointer (&slug), FALSE) : g_strdup ("tinh");
}

/* ---- agencies ---- */

static char *
committee_name (const char *province)
{
  gboolean whole = g_str_has_prefix (province, "Tỉnh ") ||
                   g_str_has_prefix (province, "Thành phố ");

  if (!whole)
    return g_strconcat ("Ủy ban nhân dân tỉnh ", province, NULL);
  g_autofree char *small = g_utf8_strdown (province, strcspn (province, " "));
  return g_strconcat ("Ủy ban nhân dân ", small, province + strcspn (province, " "), NULL);
}

static gboolean
write_agencies (const Maker *maker, GError **error)
{
  g_autoptr (GString) out = g_string_new (AGENCY_COLUMNS);
  g_autofree char *province = tc_setup_answers_dup (maker->answers, "province-name");
  g_autofree char *code = tc_setup_answers_dup (maker->answers, "province-code");
  g_autofree char *centre = tc_setup_answers_dup (maker->answers, "centre-name");
  g_autofree char *committee = committee_name (province);
  g_autofree char *english = g_strconcat ("People's Committee of ", province, NULL);

  append_row (out, maker->slug, code, "province", committee, english, "", "", VALID_FROM, "", "",
              "", "", "", NULL);
  append_row (out, CENTRE, "", "centre", centre, "Intelligent Operations Centre", maker->slug, "",
              VALID_FROM, "", "", "", "", "", NULL);
  for (guint i = 0; tc_setup_answers_is (maker->answers, "agencies", "scaffold") &&
                    i < G_N_ELEMENTS (departments);
       i++)
    append_row (out, departments[i].code, "", "department", departments[i].name_vi,
                departments[i].name_en, maker->slug, "", VALID_FROM, "", "", "", "", "", NULL);
  return write_text (maker, "agencies.csv", out->str, error);
}

static gboolean
write_areas (const Maker *maker, GError **error)
{
  g_autoptr (GString) out = g_string_new (
      "code,kind,name_vi,name_en,parent,successor,agency,valid_from,valid_to,lat,lon\n");
  g_autofree char *province = tc_setup_answers_dup (maker->answers, "province-name");

  append_row (out, maker->slug, "province", province, province, "", "", maker->slug, VALID_FROM, "",
              "", "", NULL);
  return write_text (maker, "areas.csv", out->str, error);
}

/* The fields that the copied file has: another version may have others. */
static gboolean
has_field (const TcCsv *fields, const char *code)
{
  int column = tc_csv_find_column (fields, "code");

  for (guint row = 0; column >= 0 && row < tc_csv_get_n_rows (fields); row++) {
    if (g_str_equal (tc_csv_get (fields, row, (guint) column), code))
      return TRUE;
  }
  return FALSE;
}

static gboolean
write_responsibilities (const Maker *maker, GError **error)
{
  g_autoptr (GString) out = g_string_new ("field,areas,agency\n");
  g_autofree char *path = g_build_filename (maker->programs->province, "fields.csv", NULL);
  g_autoptr (TcCsv) fields = tc_csv_load (path, NULL, error);

  if (!fields)
    return FALSE;
  for (guint i = 0; tc_setup_answers_is (maker->answers, "agencies", "scaffold") &&
                    i < G_N_ELEMENTS (departments);
       i++) {
    g_auto (GStrv) codes = g_strsplit (departments[i].fields, ";", -1);

    for (guint j = 0; codes[j]; j++) {
      if (has_field (fields, codes[j]))
        append_row (out, codes[j], "", departments[i].code, NULL);
    }
  }
  return write_text (maker, "responsibilities.csv", out->str, error);
}

/* The demonstration's agencies, the centre under its own name. */
static gboolean
copy_agencies (const Maker *maker, GError **error)
{
  g_autofree char *path = g_build_filename (maker->programs->province, "agencies.csv", NULL);
  g_autofree char *centre = tc_setup_answers_dup (maker->answers, "centre-name");
  g_autoptr (TcCsv) csv = tc_csv_load (path, NULL, error);
  g_autoptr (GString) out = g_string_new (NULL);

  if (!csv)
    return FALSE;
  guint n = tc_csv_get_n_columns (csv);
  int code = tc_csv_find_column (csv, "code");
  int name = tc_csv_find_column (csv, "name_vi");
  for (guint column = 0; column < n; column++)
    g_string_append_printf (out, "%s%s", column ? "," : "", tc_csv_get_header (csv, column));
  g_string_append_c (out, '\n');
  for (guint row = 0; row < tc_csv_get_n_rows (csv); row++) {
    gboolean ours = code >= 0 && g_str_equal (tc_csv_get (csv, row, (guint) code), CENTRE);

    for (guint column = 0; column < n; column++) {
      if (column)
        g_string_append_c (out, ',');
      append_field (out, ours && (int) column == name ? centre : tc_csv_get (csv, row, column));
    }
    g_string_append_c (out, '\n');
  }
  return write_text (maker, "agencies.csv", out->str, error);
}

static gboolean
make_structure (const Maker *maker, GError **error)
{
  if (!tc_setup_answers_is (maker->answers, "agencies", "demonstration"))
    return write_agencies (maker, error) && write_areas (maker, error) &&
           write_responsibilities (maker, error);
  return copy_agencies (maker, error) && copy_file (maker, "areas.csv", error) &&
         copy_file (maker, "streets.csv", error) &&
         copy_file (maker, "responsibilities.csv", error);
}

/* ---- settings, people, desks ---- */

static gboolean
write_settings (const Maker *maker, GError **error)
{
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *name = tc_setup_answers_dup (maker->answers, "province-name");
  g_autofree char *code = tc_setup_answers_dup (maker->answers, "province-code");
  g_autofree char *zone = tc_setup_answers_dup (maker->answers, "time-zone");
  g_autofree char *language = tc_setup_answers_dup (maker->answers, "language");
  g_autofree char *contact = tc_setup_answers_dup (maker->answers, "open311-contact");
  const struct {
    const char *key;
    const char *value;
  } settings[] = {
      {"code", maker->slug},
      {"name_vi", name},
      {"name_en", name},
      {"official_code", code},
      {"lat", LAT},
      {"lon", LON},
      {"zoom", "6"},
      {"time_zone", zone},
      {"language", language},
      {"centre", CENTRE},
      {"demonstration", "false"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_key_file_set_string (ini, "province", settings[i].key, settings[i].value);
  g_key_file_set_string (ini, "open311", "jurisdiction", maker->slug);
  g_key_file_set_string (ini, "open311", "contact", contact);
  g_key_file_set_comment (ini, NULL, NULL,
                          " The province, for “toancanhctl province load”. Change these files and "
                          "load them\n again at any time; nothing is doubled.",
                          NULL);
  g_autofree char *text = g_key_file_to_data (ini, NULL, NULL);
  return write_text (maker, "province.ini", text, error);
}

static gboolean
write_staff (const Maker *maker, GError **error)
{
  g_autoptr (GString) out = g_string_new ("account,name,title,phone,active,posts\n");
  g_autofree char *account = tc_setup_answers_dup (maker->answers, "admin-account");
  g_autofree char *name = tc_setup_answers_dup (maker->answers, "admin-name");

  append_row (out, account, name, "Quản trị hệ thống", "", "1",
              "administrator@" CENTRE ";supervisor@" CENTRE, NULL);
  return write_text (maker, "staff.csv", out->str, error);
}

static gboolean
write_desks (const Maker *maker, GError **error)
{
  g_autoptr (GString) out = g_string_new ("name,agency,roles\n");
  g_autofree char *text = tc_setup_answers_dup (maker->answers, "desks");
  gint64 n = g_ascii_strtoll (text, NULL, 10);

  for (gint64 i = 1; i <= n; i++) {
    g_autofree char *name = g_strdup_printf (
        i == 1 ? "Bàn %02d – Trưởng ca" : "Bàn %02d – Điều phối", (int) i);

    append_row (out, name, CENTRE,
                i == 1 ? "administrator;supervisor;dispatcher;counter"
                       : "supervisor;dispatcher;counter",
                NULL);
  }
  return write_text (maker, "desks.csv", out->str, error);
}

static gboolean
make_all (const Maker *maker, GError **error)
{
  return write_settings (maker, error) && make_structure (maker, error) &&
         copy_file (maker, "fields.csv", error) && copy_file (maker, "levels.csv", error) &&
         copy_file (maker, "answers.csv", error) && copy_file (maker, "escalations.csv", error) &&
         copy_file (maker, "attributes.csv", error) && copy_file (maker, "roles.csv", error) &&
         write_staff (maker, error) && write_desks (maker, error);
}

gboolean
tc_init_make_province (TcSetupAnswers *answers, const TcInitPlaces *places,
                       const TcSetupPrograms *programs, GError **error)
{
  g_autofree char *name = tc_setup_answers_dup (answers, "province-name");
  g_autofree char *slug = make_slug (name);
  const Maker maker = {answers, places, programs, slug};

  if (!tc_init_may_write (answers, "province", places->province))
    return TRUE;
  if (!make_all (&maker, error))
    return FALSE;
  tc_init_note (answers, "province", places->province);
  return TRUE;
}
