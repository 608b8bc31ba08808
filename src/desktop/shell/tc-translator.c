/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A translator's file at work; see the header.
 *
 * DESIGN: gettext keeps a catalogue as long as its folder stays the same: each reading of the file
 * gets a folder of its own, and the one before goes.
 */
#include "tc-translator.h"

#include "tc-po-catalog.h"

#include <glib/gstdio.h>
#include <libintl.h>

/* Editors write a file in several steps. */
#define SETTLE_MS 300

/* That language is complete at every commit: it has every message. */
#define COMPLETE_LANGUAGE "vi"

struct _TcTranslator {
  GObject parent;
  GFile *file;           /* (owned) */
  GFileMonitor *monitor; /* (owned) (nullable) */
  GBytes *program;       /* (owned): a catalogue with every message */
  char *folder;          /* (owned) (nullable): of the words that count now */
  char *language;        /* (owned) (nullable) */
  TcPoCatalog *catalog;  /* (owned) (nullable) */
  char *trouble;         /* (owned) (nullable): why the file can't be read now */
  guint settle;          /* source id */
};

G_DEFINE_FINAL_TYPE (TcTranslator, tc_translator, G_TYPE_OBJECT)

static guint changed_signal;

static char *
get_messages_dir (const char *folder, const char *language)
{
  return g_build_filename (folder, language, "LC_MESSAGES", NULL);
}

static void
remove_words (const char *folder, const char *language)
{
  g_autofree char *messages = get_messages_dir (folder, language);
  g_autofree char *file = g_build_filename (messages, GETTEXT_PACKAGE ".mo", NULL);
  g_autofree char *of_language = g_build_filename (folder, language, NULL);

  g_unlink (file);
  g_rmdir (messages);
  g_rmdir (of_language);
  g_rmdir (folder);
}

static gboolean
write_words (const char *folder, const TcPoCatalog *catalog, GError **error)
{
  g_autofree char *messages = get_messages_dir (folder, catalog->language);
  g_autofree char *file = g_build_filename (messages, GETTEXT_PACKAGE ".mo", NULL);
  gsize size = 0;
  const char *data = g_bytes_get_data (catalog->catalog, &size);

  if (g_mkdir_with_parents (messages, 0700) != 0)
    return tc_error_take_errno ("can't make the folder", messages, error);
  return g_file_set_contents (file, data, (gssize) size, error);
}

/* Takes @catalog, and @folder, where it stands. */
static void
use_words (TcTranslator *self, TcPoCatalog *catalog, char *folder)
{
  g_setenv ("LANGUAGE", catalog->language, TRUE);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  if (self->folder)
    remove_words (self->folder, self->language);
  g_free (self->folder);
  g_free (self->language);
  self->folder = folder;
  self->language = g_strdup (catalog->language);
  g_clear_pointer (&self->catalog, tc_po_catalog_free);
  self->catalog = catalog;
  g_clear_pointer (&self->trouble, g_free);
}

static gboolean
read_file (TcTranslator *self, GError **error)
{
  g_autofree char *path = g_file_get_path (self->file), *folder = NULL;
  g_autoptr (TcPoCatalog) catalog = tc_po_catalog_read (path, self->program, error);

  if (!catalog)
    return FALSE;
  folder = g_dir_make_tmp ("toancanh-words-XXXXXX", error);
  if (!folder)
    return FALSE;
  if (!write_words (folder, catalog, error)) {
    remove_words (folder, catalog->language);
    return FALSE;
  }
  use_words (self, g_steal_pointer (&catalog), g_steal_pointer (&folder));
  return TRUE;
}

static gboolean
settled_cb (gpointer data)
{
  TcTranslator *self = data;
  g_autoptr (GError) error = NULL;

  self->settle = 0;
  if (!read_file (self, &error)) {
    g_free (self->trouble);
    self->trouble = g_strdup (error->message);
  }
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (TcTranslator *self)
{
  g_clear_handle_id (&self->settle, g_source_remove);
  self->settle = g_timeout_add (SETTLE_MS, settled_cb, self);
}

static void
append_faults (GString *state, GPtrArray *faults)
{
  const char *first = faults->len > 0 ? faults->pdata[0] : NULL;

  if (first)
    g_string_append_printf (state, " · %u wrong, the first%s %s", faults->len,
                            g_ascii_isdigit (*first) ? " in line" : ":", first);
}

char *
tc_translator_dup_state (TcTranslator *self)
{
  g_autofree char *name = NULL;
  g_autoptr (GString) state = NULL;

  g_return_val_if_fail (TC_IS_TRANSLATOR (self), NULL);
  name = g_file_get_basename (self->file);
  if (self->trouble)
    return g_strdup_printf ("%s: not read: %s%s", name,
                            g_ascii_isdigit (*self->trouble) ? "line " : "", self->trouble);
  state = g_string_new (NULL);
  g_string_append_printf (state, "%s: %u of %u", name, self->catalog->n_translated,
                          self->catalog->n_messages);
  if (self->catalog->n_foreign > 0)
    g_string_append_printf (state, " · %u of another program or version", self->catalog->n_foreign);
  append_faults (state, self->catalog->faults);
  return g_string_free (g_steal_pointer (&state), FALSE);
}

/* ---- object ---- */

/* Where gettext looks without us. */
static GBytes *
read_program (GError **error)
{
  g_autofree char *path = g_build_filename (bindtextdomain (GETTEXT_PACKAGE, NULL),
                                            COMPLETE_LANGUAGE, "LC_MESSAGES", GETTEXT_PACKAGE ".mo",
                                            NULL);
  char *data = NULL;
  gsize size = 0;

  return g_file_get_contents (path, &data, &size, error) ? g_bytes_new_take (data, size) : NULL;
}

/* In the locale "C" gettext looks nothing up, whatever the language; of the empty message it finds
 * the header. */
static gboolean
is_looked_up (GError **error)
{
  if (*dgettext (GETTEXT_PACKAGE, ""))
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
               "no language is set here: start it with LC_ALL=vi_VN.UTF-8 or another of 'locale "
               "-a'");
  return FALSE;
}

TcTranslator *
tc_translator_new (const char *path, GError **error)
{
  g_autoptr (TcTranslator) self = g_object_new (TC_TYPE_TRANSLATOR, NULL);

  self->file = g_file_new_for_commandline_arg (path);
  self->program = read_program (error);
  if (!self->program || !read_file (self, error) || !is_looked_up (error))
    return NULL;
  self->monitor = g_file_monitor_file (self->file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self,
                             G_CONNECT_SWAPPED);
  return g_steal_pointer (&self);
}

static void
tc_translator_finalize (GObject *object)
{
  TcTranslator *self = TC_TRANSLATOR (object);

  g_clear_handle_id (&self->settle, g_source_remove);
  g_clear_object (&self->monitor);
  g_clear_object (&self->file);
  g_clear_pointer (&self->program, g_bytes_unref);
  if (self->folder)
    remove_words (self->folder, self->language);
  g_free (self->folder);
  g_free (self->language);
  g_free (self->trouble);
  g_clear_pointer (&self->catalog, tc_po_catalog_free);
  G_OBJECT_CLASS (tc_translator_parent_class)->finalize (object);
}

static void
tc_translator_class_init (TcTranslatorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_translator_finalize;
  changed_signal = g_signal_new ("changed", TC_TYPE_TRANSLATOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
tc_translator_init (TcTranslator *self)
{
}
