/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a file of a draft is held as long as the draft is there, and whatever stands in a draft
 * nothing comes of it that could not be attached. Method: an outbox in memory, drafts by hand.
 */
#include "tc-intake-form.h"
#include "tc-kept-file.h"
#include "tc-schema.h"

#define HASH "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
put_draft (TcDatabase *db, gint64 id, const TcIntakeForm *form)
{
  g_autoptr (GVariant) body = g_variant_ref_sink (tc_intake_form_to_variant (form));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (body);

  tc_database_execute (db,
                       "INSERT INTO draft (id, kind, staff_id, begun_us, changed_us, body)"
                       " VALUES (?, 'call', 2, 1, 1, ?)",
                       "iy", id, bytes);
}

static void
add (TcIntakeForm *form, gint64 id)
{
  g_ptr_array_add (form->files, tc_kept_file_new (id, HASH, 100, "cây ngã.jpg", "image/jpeg"));
}

static void
test_comes_back (void)
{
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1000, 2, "lan");
  g_autoptr (TcIntakeForm) back = NULL;
  g_autoptr (GVariant) data = NULL;
  const TcKeptFile *file = NULL;

  g_assert_true (tc_intake_form_is_empty (form));
  add (form, 5);
  add (form, 6);
  g_assert_false (tc_intake_form_is_empty (form));
  data = g_variant_ref_sink (tc_intake_form_to_variant (form));
  back = tc_intake_form_from_variant (data, 1000, 2);
  g_assert_cmpuint (back->files->len, ==, 2);
  file = tc_intake_form_find_file (back, 6);
  g_assert_cmpstr (file->hash, ==, HASH);
  g_assert_cmpint (file->size, ==, 100);
  g_assert_cmpstr (file->name, ==, "cây ngã.jpg");
  g_assert_cmpstr (file->media_type, ==, "image/jpeg");
  g_assert_null (tc_intake_form_find_file (back, 7));
}

static guint
count_of (const char *files)
{
  g_autofree char *text = g_strdup_printf ("{'files': <%s>}", files);
  g_autoptr (GVariant) data = g_variant_ref_sink (g_variant_new_parsed (text));
  g_autoptr (GPtrArray) list = tc_kept_files_from_draft (data);

  return list->len;
}

#define ONE(id, size, hash, name, type)                                                            \
  "[(int64 " id ", int64 " size ", '" hash "', '" name "', '" type "')]"

static void
test_of_anything (void)
{
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1000, 2, "lan");
  g_autoptr (TcIntakeForm) back = NULL;
  g_autoptr (GVariant) data = NULL;

  g_assert_cmpuint (count_of (ONE ("1", "100", HASH, "a.jpg", "image/jpeg")), ==, 1);
  g_assert_cmpuint (count_of (ONE ("0", "100", HASH, "a.jpg", "image/jpeg")), ==, 0);
  g_assert_cmpuint (count_of (ONE ("1", "0", HASH, "a.jpg", "image/jpeg")), ==, 0);
  g_assert_cmpuint (count_of (ONE ("1", "99999999999999", HASH, "a.jpg", "image/jpeg")), ==, 0);
  g_assert_cmpuint (count_of (ONE ("1", "100", "../../etc/passwd", "a.jpg", "image/jpeg")), ==, 0);
  g_assert_cmpuint (count_of (ONE ("1", "100", HASH, "", "image/jpeg")), ==, 0);
  g_assert_cmpuint (count_of (ONE ("1", "100", HASH, "a\\nb", "image/jpeg")), ==, 0);
  g_assert_cmpuint (count_of (ONE ("1", "100", HASH, "a.jpg", "")), ==, 0);
  g_assert_cmpuint (count_of ("'x'"), ==, 0);
  for (gint64 id = 1; id <= TC_KEPT_FILES_MAX + 5; id++)
    add (form, id);
  data = g_variant_ref_sink (tc_intake_form_to_variant (form));
  back = tc_intake_form_from_variant (data, 1000, 2);
  g_assert_cmpuint (back->files->len, ==, TC_KEPT_FILES_MAX);
}

/* One per file and draft: each has its own hold. */
static void
test_hashes (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_outbox, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = tc_database_open (":memory:", TC_DATABASE_WRITER, &error);
  g_autoptr (TcIntakeForm) one = tc_intake_form_new (1000, 2, "lan");
  g_autoptr (TcIntakeForm) none = tc_intake_form_new (1001, 2, "lan");
  g_autoptr (GPtrArray) hashes = NULL;

  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, sets, &error));
  add (one, 5);
  put_draft (db, 1000, one);
  put_draft (db, 1001, none);
  put_draft (db, 1002, one);
  tc_database_execute (db,
                       "INSERT INTO draft (id, kind, staff_id, begun_us, changed_us, body)"
                       " VALUES (1003, 'call', 2, 1, 1, x'010203')",
                       NULL);
  hashes = tc_kept_files_list_hashes (db);
  g_assert_true (tc_database_check (db, &error));
  g_assert_cmpuint (hashes->len, ==, 2);
  g_assert_cmpstr (hashes->pdata[0], ==, HASH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept-file/comes-back", test_comes_back);
  g_test_add_func ("/kept-file/of-anything", test_of_anything);
  g_test_add_func ("/kept-file/hashes", test_hashes);
  return g_test_run ();
}
