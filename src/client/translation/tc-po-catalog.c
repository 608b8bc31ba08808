/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a po file by GNU gettext's library; see the header.
 *
 * DESIGN: the library's callback may not return from a fatal error. What it had taken by then is
 * lost (some kB), and only a translator's file can make that happen.
 */
#include "tc-po-catalog.h"

#include "tc-mo-file.h"

#include <gettext-po.h>
#include <gio/gio.h>
#include <setjmp.h>
#include <string.h>

#define CONTEXT_END '\004'
/* All that the library wants in a header, but for how many forms there are. */
#define PLAIN_HEADER                                                                               \
  "Project-Id-Version: x\nPO-Revision-Date: x\nLast-Translator: x\nLanguage-Team: x\n"             \
  "Language: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"                      \
  "Content-Transfer-Encoding: 8bit\nPlural-Forms: "
/* A header that says no number of forms has English's. */
#define USUAL_FORMS 2
#define FORMS_MAX 8

/* Of the file that is being read. */
static struct {
  GMutex lock;
  GPtrArray *faults; /* (unowned) (element-type utf8) */
  gboolean failed;
  jmp_buf fatal;
} reading;

/* ---- what the library finds ---- */

/* The first line of @text: what follows are proposals for the file. */
static void
take_fault (gsize line, const char *text)
{
  g_autofree char *plain = g_strstrip (g_utf8_make_valid (text, -1));

  plain[strcspn (plain, "\n")] = '\0';

  if (reading.faults->len < TC_PO_FAULTS_MAX)
    g_ptr_array_add (reading.faults,
                     line == (gsize) -1 ? g_strdup (plain)
                                        : g_strdup_printf ("%" G_GSIZE_FORMAT ": %s", line, plain));
}

static void
xerror (int severity, po_message_t message, const char *filename, size_t line, size_t column,
        int multiline, const char *text)
{
  if (severity == PO_SEVERITY_WARNING)
    return;
  reading.failed = TRUE;
  take_fault (filename ? line : (size_t) -1, text);
  if (severity == PO_SEVERITY_FATAL_ERROR)
    longjmp (reading.fatal, 1);
}

static void
xerror2 (int severity, po_message_t message1, const char *filename1, size_t line1, size_t column1,
         int multiline1, const char *text1, po_message_t message2, const char *filename2,
         size_t line2, size_t column2, int multiline2, const char *text2)
{
  g_autofree char *both = g_strconcat (text1, " ", text2, NULL);

  /* Of one place it is one sentence; of two places the second says but where the first stands. */
  xerror (severity, message1, filename1, line1, column1, multiline1, filename2 ? text1 : both);
}

static const struct po_xerror_handler handler = {xerror, xerror2};

/* ---- a message ---- */

static GBytes *
make_key (po_message_t message)
{
  const char *context = po_message_msgctxt (message);
  const char *text = po_message_msgid (message);
  g_autofree char *key = context ? g_strdup_printf ("%s%c%s", context, CONTEXT_END, text)
                                 : g_strdup (text);

  return g_bytes_new (key, strlen (key));
}

/* The message without the plural that may stand behind it. */
static GBytes *
find_key (GBytes *message)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (message, &size);
  const char *end = size > 0 ? memchr (data, '\0', size) : NULL;

  return g_bytes_new_from_bytes (message, 0, end ? (gsize) (end - data) : size);
}

static const char *
get_form (po_message_t message, guint form)
{
  if (!po_message_msgid_plural (message))
    return form == 0 ? po_message_msgstr (message) : NULL;
  return po_message_msgstr_plural (message, (int) form);
}

/* NULL: some of it is missing, or is no text. */
static GBytes *
join_forms (po_message_t message, guint n_forms)
{
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  guint n = po_message_msgid_plural (message) ? n_forms : 1;

  for (guint i = 0; i < n; i++) {
    const char *text = get_form (message, i);
    if (!text || !*text || !g_utf8_validate (text, -1, NULL))
      return NULL;
    g_byte_array_append (joined, (const guint8 *) text, (guint) strlen (text) + (i + 1 < n));
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&joined));
}

/* Whatever the file says of formats: a % in the original is one, unless it is said to be none. */
static gboolean
is_sound (po_message_t message, po_message_iterator_t iterator)
{
  if (strchr (po_message_msgid (message), '%') && !po_message_is_format (message, "no-c-format"))
    po_message_set_format (message, "c-format", TRUE);
  reading.failed = FALSE;
  po_message_check_all (message, iterator, &handler);
  return !reading.failed;
}

/* ---- what isn't translated ---- */

static void
append_marked (GByteArray *marked, const char *text, gsize size)
{
  g_byte_array_append (marked, (const guint8 *) "[[", 2);
  g_byte_array_append (marked, (const guint8 *) text, (guint) size);
  g_byte_array_append (marked, (const guint8 *) "]]", 2);
}

/* The original in brackets: in each form the plural, but for the first where there are several. */
static GBytes *
mark (GBytes *message, guint n_forms)
{
  GByteArray *marked = g_byte_array_new ();
  gsize size = 0;
  const char *data = g_bytes_get_data (message, &size);
  const char *end = memchr (data, '\0', size);
  const char *context = memchr (data, CONTEXT_END, size);
  const char *one = context ? context + 1 : data;

  if (!end) {
    append_marked (marked, one, (gsize) (data + size - one));
    return g_byte_array_free_to_bytes (marked);
  }
  for (guint i = 0; i < n_forms; i++) {
    if (i > 0)
      g_byte_array_append (marked, (const guint8 *) "", 1);
    if (i == 0 && n_forms > 1)
      append_marked (marked, one, (gsize) (end - one));
    else
      append_marked (marked, end + 1, (gsize) (data + size - end - 1));
  }
  return g_byte_array_free_to_bytes (marked);
}

/* ---- the file ---- */

typedef struct {
  GHashTable *translations; /* (owned): key GBytes -> translation GBytes */
  char *header;             /* (owned) (nullable) */
  guint n_forms;
  guint n_odd; /* messages with another number of forms */
  char *odd;   /* (owned) (nullable): one of them */
} Words;

static guint
count_forms (const char *header)
{
  char *field = po_header_field (header, "Plural-Forms");
  const char *number = field ? strstr (field, "nplurals=") : NULL;
  guint64 n = number ? g_ascii_strtoull (number + strlen ("nplurals="), NULL, 10) : USUAL_FORMS;

  free (field);
  return (guint) CLAMP (n, 1, FORMS_MAX);
}

/* A message with another number of forms than the header says isn't put to the library, which
 * would speak of the header anew each time. */
static gboolean
has_odd_forms (po_message_t message, Words *words)
{
  const char *first = get_form (message, 0);
  guint n = 0;

  if (!po_message_msgid_plural (message))
    return FALSE;
  while (get_form (message, n))
    n++;
  if (n == words->n_forms)
    return FALSE;
  /* What isn't translated is no fault. */
  if (first && *first) {
    words->n_odd++;
    if (!words->odd)
      words->odd = g_strdup (po_message_msgid (message));
  }
  return TRUE;
}

/* A header, and a message that has so many forms. */
static po_file_t
make_plural_file (const char *header_text, guint n_forms)
{
  po_file_t file = po_file_create ();
  po_message_iterator_t iterator = po_message_iterator (file, NULL);
  po_message_t header = po_message_create (), message = po_message_create ();

  po_message_set_msgid (header, "");
  po_message_set_msgstr (header, header_text);
  po_message_insert (iterator, header);
  po_message_set_msgid (message, "x");
  po_message_set_msgid_plural (message, "x");
  for (guint i = 0; i < n_forms; i++)
    po_message_set_msgstr_plural (message, (int) i, "x");
  po_message_insert (iterator, message);
  po_message_iterator_free (iterator);
  return file;
}

/* What the header says of forms is told once, not with each message. */
static void
check_header (const Words *words)
{
  char *forms = po_header_field (words->header, "Plural-Forms");
  g_autofree char *text = g_strconcat (PLAIN_HEADER, forms ? forms : "", "\n", NULL);
  po_file_t file = make_plural_file (text, words->n_forms);
  guint n_before = reading.faults->len;

  po_file_check_all (file, &handler);
  if (reading.faults->len > n_before) {
    g_autofree char *fault = g_strdup_printf ("the header's Plural-Forms: %s",
                                              (const char *) reading.faults->pdata[n_before]);
    g_ptr_array_set_size (reading.faults, (int) n_before);
    take_fault ((gsize) -1, fault);
  }
  po_file_free (file);
  free (forms);
}

/* From here on the library sees a header that is right: a message is judged by itself. */
static void
mend_header (po_file_t file, guint n_forms)
{
  g_autofree char *text = g_strdup_printf ("%snplurals=%u; plural=n<%u?n:%u;\n", PLAIN_HEADER,
                                           n_forms, n_forms, n_forms - 1);
  po_message_iterator_t iterator = po_message_iterator (file, NULL);
  po_message_t message;

  while ((message = po_next_message (iterator)))
    if (!*po_message_msgid (message) && !po_message_msgctxt (message))
      po_message_set_msgstr (message, text);
  po_message_iterator_free (iterator);
}

static void
tell_odd_forms (const Words *words)
{
  g_autofree char *text = NULL;

  if (words->n_odd == 0)
    return;
  text = g_strdup_printf ("messages with another number of plural forms than the header says "
                          "(%u): %u, such as “%s”",
                          words->n_forms, words->n_odd, words->odd);
  take_fault ((gsize) -1, text);
}

static void
take_messages (po_file_t file, Words *words)
{
  po_message_iterator_t iterator = po_message_iterator (file, NULL);
  po_message_t message;

  check_header (words);
  mend_header (file, words->n_forms);

  while ((message = po_next_message (iterator))) {
    GBytes *translation = NULL;
    if (po_message_is_obsolete (message) || po_message_is_fuzzy (message) ||
        !*po_message_msgid (message))
      continue;
    translation = has_odd_forms (message, words) ? NULL : join_forms (message, words->n_forms);
    if (translation && is_sound (message, iterator))
      g_hash_table_replace (words->translations, make_key (message), translation);
    else
      g_clear_pointer (&translation, g_bytes_unref);
  }
  po_message_iterator_free (iterator);
  tell_odd_forms (words);
}

/* FALSE: the library gave up. */
static gboolean
read_words (const char *path, Words *words)
{
  po_file_t file = NULL;

  if (setjmp (reading.fatal) != 0)
    return FALSE;
  reading.failed = FALSE;
  file = po_file_read (path, &handler);
  if (!file)
    return FALSE;
  words->header = g_strdup (po_file_domain_header (file, NULL));
  words->n_forms = words->header ? count_forms (words->header) : USUAL_FORMS;
  if (!reading.failed && words->header)
    take_messages (file, words);
  else
    g_clear_pointer (&words->header, g_free);
  po_file_free (file);
  return TRUE;
}

static char *
find_language (const char *header, GError **error)
{
  char *language = po_header_field (header, "Language");
  char *type = po_header_field (header, "Content-Type");
  g_autofree char *found = g_strdup (language ? language : "");
  g_autofree char *charset = g_ascii_strdown (type ? type : "", -1);

  free (language);
  free (type);
  if (!strstr (charset, "charset=utf-8")) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "the file is not in UTF-8");
    return NULL;
  }
  if (!*found || strspn (found, G_CSET_a_2_z G_CSET_A_2_Z "_@") != strlen (found)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "its header names no language as a code (Language: km)");
    return NULL;
  }
  return g_steal_pointer (&found);
}

/* ---- the catalogue ---- */

static GBytes *
make_header (const char *header)
{
  return g_bytes_new (header, strlen (header));
}

static GBytes *
make_catalog (TcPoCatalog *self, GPtrArray *program, const Words *words)
{
  g_autoptr (GPtrArray) entries = tc_mo_entries_new ();

  for (guint i = 0; i < program->len; i++) {
    GBytes *message = ((const TcMoEntry *) program->pdata[i])->message;
    g_autoptr (GBytes) key = find_key (message);
    GBytes *translation = g_hash_table_lookup (words->translations, key);
    gboolean is_header = g_bytes_get_size (message) == 0;

    self->n_messages += !is_header;
    self->n_translated += !is_header && translation;
    if (is_header)
      translation = make_header (words->header);
    else
      translation = translation ? g_bytes_ref (translation) : mark (message, words->n_forms);
    g_ptr_array_add (entries, tc_mo_entry_new (g_bytes_ref (message), translation));
  }
  self->n_foreign = g_hash_table_size (words->translations) - self->n_translated;
  return tc_mo_file_make (entries);
}

static gboolean
is_small (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo)
      info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, NULL, error);

  if (!info)
    return FALSE;
  if ((guint64) g_file_info_get_size (info) <= TC_PO_BYTES_MAX)
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "the file is larger than %" G_GSIZE_FORMAT " MiB",
               TC_PO_BYTES_MAX >> 20);
  return FALSE;
}

/* Some editors begin a file with a mark that says UTF-8, which the library takes for a word. */
static const char *
explain_start (const char *path)
{
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL) && g_str_has_prefix (text, "\xef\xbb\xbf"))
    return "it begins with a byte order mark: save it as UTF-8 without one (BOM)";
  return NULL;
}

static const char *
explain_trouble (const TcPoCatalog *self, const char *path)
{
  const char *start = explain_start (path);

  if (start)
    return start;
  return self->faults->len > 0 ? self->faults->pdata[0] : "it is no po file, or has no header";
}

static gboolean
fill (TcPoCatalog *self, const char *path, GPtrArray *program, GError **error)
{
  Words words = {g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                                        (GDestroyNotify) g_bytes_unref),
                 NULL, USUAL_FORMS, 0, NULL};
  gboolean read;

  g_mutex_lock (&reading.lock);
  reading.faults = self->faults;
  read = read_words (path, &words);
  reading.faults = NULL;
  g_mutex_unlock (&reading.lock);
  if (!read || !words.header)
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "%s", explain_trouble (self, path));
  else
    self->language = find_language (words.header, error);
  if (self->language)
    self->catalog = make_catalog (self, program, &words);
  g_hash_table_unref (words.translations);
  g_free (words.header);
  g_free (words.odd);
  return self->catalog != NULL;
}

TcPoCatalog *
tc_po_catalog_read (const char *path, GBytes *program, GError **error)
{
  g_autoptr (TcPoCatalog) self = g_new0 (TcPoCatalog, 1);
  g_autoptr (GPtrArray) entries = NULL;

  self->faults = g_ptr_array_new_with_free_func (g_free);
  entries = tc_mo_file_parse (program, error);
  if (!entries || !is_small (path, error) || !fill (self, path, entries, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tc_po_catalog_free (TcPoCatalog *self)
{
  g_clear_pointer (&self->catalog, g_bytes_unref);
  g_free (self->language);
  g_ptr_array_unref (self->faults);
  g_free (self);
}
