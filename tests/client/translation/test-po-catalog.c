/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a translator's file becomes a catalogue that can't break the program and shows what is
 * missing; a bad file is answered. Method: files written here, read as a translator's, looked up in
 * what comes of them.
 */
#include "tc-mo-file.h"
#include "tc-po-catalog.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define HEADER                                                                                     \
  "msgid \"\"\nmsgstr \"\"\n\"Language: km\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n" \
  "\"Plural-Forms: nplurals=2; plural=n != 1;\\n\"\n\n"

static const struct {
  const char *text;
  gsize size;
} program[] = {
    {"", 0},
    {"Open", 4},
    {"place\004Open", 10},
    {"%u report\0%u reports", 20},
    {"%s is late by %d", 16},
};

const char *__asan_default_options (void);

/* The library leaves what it had taken where it gives up. */
const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}

static GBytes *
make_program (void)
{
  g_autoptr (GPtrArray) entries = tc_mo_entries_new ();

  for (guint i = 0; i < G_N_ELEMENTS (program); i++)
    g_ptr_array_add (entries, tc_mo_entry_new (g_bytes_new (program[i].text, program[i].size),
                                               g_bytes_new_static ("x", 1)));
  return tc_mo_file_make (entries);
}

static TcPoCatalog *
read_text (const char *text, gssize size, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "km.po", NULL);
  g_autoptr (GBytes) bytes = make_program ();
  TcPoCatalog *catalog;

  g_assert_true (g_file_set_contents (path, text, size, NULL));
  catalog = tc_po_catalog_read (path, bytes, error);
  g_unlink (path);
  g_rmdir (folder);
  return catalog;
}

/* What is shown for a message of the program; forms parted by '|'. */
static char *
look_up (const TcPoCatalog *catalog, guint index)
{
  g_autoptr (GPtrArray) entries = tc_mo_file_parse (catalog->catalog, NULL);
  g_autoptr (GBytes) wanted = g_bytes_new (program[index].text, program[index].size);

  g_assert_nonnull (entries);
  for (guint i = 0; i < entries->len; i++) {
    const TcMoEntry *entry = entries->pdata[i];
    gsize size = 0;
    const char *data = g_bytes_get_data (entry->translation, &size);
    char *text;
    if (!g_bytes_equal (entry->message, wanted))
      continue;
    text = g_strndup (data, size);
    for (gsize j = 0; j < size; j++)
      text[j] = data[j] ? data[j] : '|';
    return text;
  }
  return NULL;
}

static void
assert_shown (const TcPoCatalog *catalog, guint index, const char *wanted)
{
  g_autofree char *text = look_up (catalog, index);
  g_assert_cmpstr (text, ==, wanted);
}

static void
test_translated (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcPoCatalog) catalog = read_text (
      HEADER
      "msgid \"Open\"\nmsgstr \"បើក\"\n\nmsgctxt \"place\"\nmsgid \"Open\"\nmsgstr \"ទីលាន\"\n\n"
      "msgid \"%u report\"\nmsgid_plural \"%u reports\"\nmsgstr[0] \"%u ក\"\nmsgstr[1] "
      "\"%u ខ\"\n\nmsgid \"Gone from the program\"\nmsgstr \"x\"\n",
      -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (catalog->language, ==, "km");
  g_assert_cmpuint (catalog->n_messages, ==, 4);
  g_assert_cmpuint (catalog->n_translated, ==, 3);
  g_assert_cmpuint (catalog->n_foreign, ==, 1);
  g_assert_cmpuint (catalog->faults->len, ==, 0);
  assert_shown (catalog, 1, "បើក");
  assert_shown (catalog, 2, "ទីលាន");
  assert_shown (catalog, 3, "%u ក|%u ខ");
  assert_shown (catalog, 4, "[[%s is late by %d]]");
  g_autofree char *header = look_up (catalog, 0);
  g_assert_nonnull (strstr (header, "nplurals=2"));
}

/* Nothing, not sure, half of the forms: the original is shown, marked. */
static void
test_not_translated (void)
{
  g_autoptr (TcPoCatalog) catalog = read_text (
      HEADER "msgid \"Open\"\nmsgstr \"\"\n\n#, fuzzy\nmsgctxt \"place\"\nmsgid \"Open\"\nmsgstr "
             "\"x\"\n\nmsgid \"%u report\"\nmsgid_plural \"%u reports\"\nmsgstr[0] \"%u x\"\n"
             "msgstr[1] \"\"\n\n#~ msgid \"%s is late by %d\"\n#~ msgstr \"x\"\n",
      -1, NULL);

  g_assert_cmpuint (catalog->n_translated, ==, 0);
  assert_shown (catalog, 1, "[[Open]]");
  assert_shown (catalog, 2, "[[Open]]");
  assert_shown (catalog, 3, "[[%u report]]|[[%u reports]]");
  assert_shown (catalog, 4, "[[%s is late by %d]]");
}

/* Whatever the file says of itself, no translation asks for arguments that aren't there. */
static void
test_formats (void)
{
  static const char *const wrong[] = {"%d trễ %s",    "%s trễ %s", "%s trễ",
                                      "%s trễ %d %s", "%n%s%d",    "%2$s %1$d"};

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *text = g_strdup_printf (HEADER "msgid \"%%s is late by %%d\"\nmsgstr \"%s\"\n",
                                             wrong[i]);
    g_autoptr (TcPoCatalog) catalog = read_text (text, -1, NULL);
    g_assert_cmpuint (catalog->n_translated, ==, 0);
    g_assert_cmpuint (catalog->faults->len, >=, 1);
    g_assert_true (g_str_has_prefix (catalog->faults->pdata[0], "8: "));
    assert_shown (catalog, 4, "[[%s is late by %d]]");
  }
  g_autoptr (TcPoCatalog)
      turned = read_text (HEADER "msgid \"%s is late by %d\"\nmsgstr \"%2$d %1$s\"\n", -1, NULL);
  g_assert_cmpuint (turned->n_translated, ==, 1);
  assert_shown (turned, 4, "%2$d %1$s");
}

/* A header that is wrong about forms, or messages that have others, are one fault, and leave out
 * only what has forms. */
static void
test_forms (void)
{
  static const struct {
    const char *header;   /* what follows Plural-Forms there; NULL: it isn't there */
    const char *forms;    /* of the message */
    const char *sentence; /* some of the fault; NULL: there is none */
    guint n_faults;
    const char *shown;
  } cases[] = {
      {"nplurals=1; plural=0;", "msgstr[0] \"%u ក\"\n", NULL, 0, "%u ក"},
      {"nplurals=1; plural=0;", "msgstr[0] \"%u ក\"\nmsgstr[1] \"%u ខ\"\n",
       "than the header says (1): 1, such as “%u report”", 1, "[[%u reports]]"},
      {"nplurals=2; plural=n != 1;", "msgstr[0] \"%u ក\"\n",
       "than the header says (2): 1, such as “%u report”", 1, "[[%u report]]|[[%u reports]]"},
      {"nplurals=2; plural=n != 1;", "msgstr[0] \"\"\n", NULL, 0, "[[%u report]]|[[%u reports]]"},
      {"nplurals=1; plural=n !=;", "msgstr[0] \"%u ក\"\n",
       "the header's Plural-Forms: invalid plural expression", 1, "%u ក"},
      {"nplurals=1; plural=n != 1;", "msgstr[0] \"%u ក\"\n",
       "nplurals = 1 but plural expression can produce values as large as 1", 1, "%u ក"},
      {"nplurals=INTEGER; plural=EXPRESSION;", "msgstr[0] \"%u ក\"\n",
       "the header's Plural-Forms: invalid nplurals value", 1, "%u ក"},
      {NULL, "msgstr[0] \"%u ក\"\nmsgstr[1] \"%u ខ\"\n", "the header's Plural-Forms: ", 1,
       "%u ក|%u ខ"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *forms = cases[i].header
                                 ? g_strdup_printf ("\"Plural-Forms: %s\\n\"\n", cases[i].header)
                                 : g_strdup ("");
    g_autofree char *text = g_strdup_printf (
        "msgid \"\"\nmsgstr \"\"\n\"Language: km\\n\"\n\"Content-Type: text/plain; "
        "charset=UTF-8\\n\"\n%s\nmsgid \"Open\"\nmsgstr \"បើក\"\n\nmsgid \"%%u report\"\n"
        "msgid_plural \"%%u reports\"\n%s",
        forms, cases[i].forms);
    g_autoptr (GError) error = NULL;
    g_autoptr (TcPoCatalog) catalog = read_text (text, -1, &error);

    g_assert_no_error (error);
    assert_shown (catalog, 1, "បើក");
    assert_shown (catalog, 3, cases[i].shown);
    g_assert_cmpuint (catalog->faults->len, ==, cases[i].n_faults);
    if (cases[i].sentence && !strstr (catalog->faults->pdata[0], cases[i].sentence))
      g_error ("case %u: %s", i, (const char *) catalog->faults->pdata[0]);
  }
}

static void
test_bad_files (void)
{
  static const struct {
    const char *text;
    const char *sentence; /* some of it */
  } cases[] = {
      {"", "has no header"},
      {"msgid \"Open\"\nmsgstr \"x\"\n", "has no header"},
      {"msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n",
       "names no language as a code"},
      {"msgid \"\"\nmsgstr \"Language: ../x\\nContent-Type: text/plain; charset=UTF-8\\n\"\n",
       "names no language as a code"},
      {"msgid \"\"\nmsgstr \"Language: km\\nContent-Type: text/plain; charset=ISO-8859-1\\n\"\n",
       "not in UTF-8"},
      {HEADER "msgid \"Open\nmsgstr \"x\"\n", "end-of-line within string"},
      {HEADER "nonsense\n", "keyword"},
      {"\xef\xbb\xbf" HEADER "msgid \"Open\"\nmsgstr \"x\"\n", "byte order mark"},
      {HEADER "msgid \"Open\"\nmsgstr \"x\"\n\nmsgid \"Open\"\nmsgstr \"y\"\n", "duplicate"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TcPoCatalog) catalog = read_text (cases[i].text, -1, &error);
    g_assert_null (catalog);
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    if (!strstr (error->message, cases[i].sentence))
      g_error ("case %u: %s", i, error->message);
  }
}

/* The library gives up after some errors; the next file is read all the same. */
static void
test_many_errors (void)
{
  g_autoptr (GString) text = g_string_new (HEADER);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "nonsense\n");
  g_assert_null (read_text (text->str, -1, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_autoptr (TcPoCatalog) next = read_text (HEADER "msgid \"Open\"\nmsgstr \"x\"\n", -1, NULL);
  g_assert_cmpuint (next->n_translated, ==, 1);
}

static void
test_limit (void)
{
  g_autofree char *text = g_malloc (TC_PO_BYTES_MAX + 1);
  g_autoptr (GError) error = NULL;

  memset (text, '\n', TC_PO_BYTES_MAX + 1);
  g_assert_null (read_text (text, TC_PO_BYTES_MAX + 1, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
}

static void
test_no_file (void)
{
  g_autoptr (GBytes) bytes = make_program ();
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_po_catalog_read ("/nowhere/km.po", bytes, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Cut off anywhere, or with any byte another, a catalogue is refused or read, never read beyond. */
static void
test_mo_cut (void)
{
  g_autoptr (GBytes) whole = make_program ();
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (whole, &size);

  for (gsize i = 0; i < size; i++) {
    g_autoptr (GBytes) cut = g_bytes_new (data, i);
    g_autofree guint8 *turned = g_memdup2 (data, size);
    turned[i] ^= 0xff;
    g_autoptr (GBytes) other = g_bytes_new (turned, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) none = tc_mo_file_parse (cut, &error);
    g_autoptr (GPtrArray) some = tc_mo_file_parse (other, NULL);
    g_assert_null (none);
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_assert_true (!some || some->len <= G_N_ELEMENTS (program));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/po-catalog/translated", test_translated);
  g_test_add_func ("/po-catalog/not-translated", test_not_translated);
  g_test_add_func ("/po-catalog/formats", test_formats);
  g_test_add_func ("/po-catalog/forms", test_forms);
  g_test_add_func ("/po-catalog/bad-files", test_bad_files);
  g_test_add_func ("/po-catalog/many-errors", test_many_errors);
  g_test_add_func ("/po-catalog/limit", test_limit);
  g_test_add_func ("/po-catalog/no-file", test_no_file);
  g_test_add_func ("/po-catalog/mo-cut", test_mo_cut);
  return g_test_run ();
}
