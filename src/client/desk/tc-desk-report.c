/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The report; see the header. What only the main loop knows is taken down at once; databases and
 * sizes of files are looked at on a thread.
 */
#include "tc-desk-report.h"

#include "tc-desk-private.h"
#include "tc-disk-words.h"
#include "tc-files.h"
#include "tc-fingerprint.h"
#include "tc-line-words.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-server-clock.h"
#include "tc-words.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* From here on what is behind is worth a look. */
#define BEHIND_MANY 1000
/* The server is told how this desk is so long after it has changed. */
#define TELL_MS 3000

typedef struct {
  /* Of the main loop. */
  TcDeskState state;
  TcDiskState disk;
  TcReplicaStatus status;
  gint64 offline_since_us;
  gint64 checked_us;
  char *turned_away; /* (owned) (nullable) */
  char *name;        /* (owned) */
  char *person;      /* (owned) (nullable) */
  char *url;         /* (owned) (nullable) */
  char *ca_path;     /* (owned) (nullable) */
  char *data_dir;    /* (owned) */
  guint16 replica;
  guint unsent;
  gint64 files_bytes;
  int round_trip_ms;
  double loading;
  GPtrArray *troubles; /* (owned) (element-type TcTrouble) */
  /* Looked at. */
  gint64 epoch;
  gint64 oldest_us;  /* of what waits; 0 */
  GHashTable *kinds; /* (owned): kind of scope to their number */
  char *words;       /* (owned) (nullable): of the server's own certificate */
  gint64 replica_bytes;
  gint64 outbox_bytes;
  gint64 room_bytes; /* -1: not known */
} Facts;

static void
free_facts (gpointer data)
{
  Facts *facts = data;

  g_free (facts->turned_away);
  g_free (facts->name);
  g_free (facts->person);
  g_free (facts->url);
  g_free (facts->ca_path);
  g_free (facts->data_dir);
  g_free (facts->words);
  g_ptr_array_unref (facts->troubles);
  g_hash_table_unref (facts->kinds);
  g_free (facts);
}

/* ---- troubles ---- */

void
tc_trouble_free (TcTrouble *trouble)
{
  tc_refusal_free (trouble->refusal);
  g_free (trouble->text);
  g_free (trouble);
}

static TcTrouble *
copy_trouble (const TcTrouble *trouble)
{
  TcTrouble *copy = g_memdup2 (trouble, sizeof *trouble);

  copy->refusal = tc_refusal_copy (trouble->refusal);
  copy->text = g_strdup (trouble->text);
  return copy;
}

static gboolean
is_same_trouble (const TcTrouble *trouble, const TcRefusal *refusal, const char *text)
{
  return g_strcmp0 (trouble->refusal ? trouble->refusal->code : NULL,
                    refusal ? refusal->code : NULL) == 0 &&
         g_strcmp0 (trouble->text, text) == 0;
}

/* Two that come in turns are two, each with how often it came. */
static TcTrouble *
take_trouble (TcDesk *self, const TcRefusal *refusal, const char *text)
{
  for (GList *item = self->troubles->tail; item; item = item->prev) {
    TcTrouble *trouble = item->data;

    if (!is_same_trouble (trouble, refusal, text))
      continue;
    g_queue_delete_link (self->troubles, item);
    return trouble;
  }
  return NULL;
}

void
tc_desk_note_trouble (TcDesk *self, const TcRefusal *refusal, const char *text)
{
  TcTrouble *trouble = take_trouble (self, refusal, text);

  if (!trouble) {
    trouble = g_new0 (TcTrouble, 1);
    trouble->refusal = tc_refusal_copy (refusal);
    trouble->text = g_strdup (text);
  }
  trouble->last_us = tc_now_us ();
  trouble->times++;
  g_queue_push_tail (self->troubles, trouble);
  if (self->troubles->length > TC_TROUBLES_MAX)
    tc_trouble_free (g_queue_pop_head (self->troubles));
}

/* ---- looking ---- */

static gint64
measure (const Facts *facts, const char *name)
{
  static const char *const suffixes[] = {"", "-wal"};
  gint64 bytes = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *file = g_strconcat (name, suffixes[i], NULL);
    g_autofree char *path = g_build_filename (facts->data_dir, file, NULL);
    GStatBuf info;

    if (g_stat (path, &info) == 0)
      bytes += info.st_size;
  }
  return bytes;
}

static TcDatabase *
open_file (const Facts *facts, const char *name)
{
  g_autofree char *path = g_build_filename (facts->data_dir, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? tc_database_open (path, 0, NULL) : NULL;
}

/* What can't be read is left out: the report is for when something is wrong. */
static void
look_at_replica (Facts *facts)
{
  g_autoptr (TcDatabase) db = open_file (facts, "replica.db");

  if (!db)
    return;
  facts->epoch = tc_database_get_int (db, 0, "SELECT epoch FROM position", NULL);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT kind, count(*) FROM held_scope GROUP BY kind ORDER BY kind", NULL);
  while (tc_query_next (query))
    g_hash_table_insert (facts->kinds, tc_query_dup_text (query, 0),
                         GINT_TO_POINTER ((int) tc_query_int (query, 1)));
}

static void
look_at_outbox (Facts *facts)
{
  g_autoptr (TcDatabase) db = open_file (facts, "outbox.db");
  g_autoptr (TcQuery) query = NULL;

  if (!db)
    return;
  query = tc_database_query (db,
                             "SELECT bytes, signature FROM pending WHERE lsn IS NULL ORDER BY seq"
                             " LIMIT 1",
                             NULL);
  if (!tc_query_next (query))
    return;
  TcSignature signature = {{0}};
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 0);
  g_autoptr (TcOperation) op = tc_operation_parse (bytes, &signature, NULL);
  facts->oldest_us = op ? op->head.made_us : 0;
}

static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Facts *facts = data;
  g_autoptr (GFile) folder = g_file_new_for_path (facts->data_dir);
  g_autoptr (GFileInfo) room = g_file_query_filesystem_info (
      folder, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, cancellable, NULL);
  g_autofree char *pem = NULL;

  look_at_replica (facts);
  look_at_outbox (facts);
  facts->replica_bytes = measure (facts, "replica.db");
  facts->outbox_bytes = measure (facts, "outbox.db");
  if (room)
    facts->room_bytes = (gint64) g_file_info_get_attribute_uint64 (
        room, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
  if (facts->ca_path && g_file_get_contents (facts->ca_path, &pem, NULL, NULL))
    facts->words = tc_fingerprint_words (pem);
  g_task_return_boolean (task, TRUE);
}

void
tc_desk_report_async (TcDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Facts *facts = g_new0 (Facts, 1);
  TcFiles *files = tc_files_of (self);

  facts->state = self->state;
  facts->disk = self->disk;
  facts->status = self->status;
  facts->offline_since_us = self->offline_since_us;
  facts->checked_us = self->checked_us;
  facts->turned_away = g_strdup (self->turned_away);
  facts->name = g_strdup (self->name);
  facts->person = g_strdup (self->person_name);
  facts->url = g_strdup (self->url);
  facts->ca_path = g_strdup (self->ca_path);
  facts->data_dir = g_strdup (self->data_dir);
  facts->replica = self->replica;
  facts->unsent = tc_files_get_unsent (files);
  facts->files_bytes = tc_files_get_total (files);
  facts->loading = self->loading;
  facts->room_bytes = -1;
  g_object_get (self, "round-trip-ms", &facts->round_trip_ms, NULL);
  facts->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  facts->troubles = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_trouble_free);
  for (GList *item = self->troubles->tail; item; item = item->prev)
    g_ptr_array_add (facts->troubles, copy_trouble (item->data));
  g_task_set_task_data (task, facts, free_facts);
  g_task_run_in_thread (task, look);
}

/* ---- words ---- */

static void
clear_line (gpointer data)
{
  TcReportLine *line = data;

  g_free (line->label);
  g_free (line->value);
}

/* Takes @value. */
static void
add (GArray *lines, const char *group, const char *label, char *value, gboolean alert)
{
  TcReportLine line = {group, g_strdup (label), value, alert};

  g_array_append_val (lines, line);
}

static gboolean
is_online (const Facts *facts)
{
  return facts->state == TC_DESK_ONLINE && (!facts->status.at_relay || facts->status.relay_online);
}

static char *
word_state (const Facts *facts, gint64 now_us)
{
  g_autofree char *since = NULL;

  if (tc_disk_word_short (facts->disk))
    return g_strdup (tc_disk_word_short (facts->disk));
  if (facts->turned_away && facts->state != TC_DESK_ONLINE)
    return g_strdup (tc_line_word_turned_away (facts->turned_away));
  switch (facts->state) {
  case TC_DESK_ONLINE:
    if (!is_online (facts))
      return g_strdup (C_ ("line", "Relay, no server"));
    return g_strdup (facts->status.at_relay ? C_ ("line", "Online by relay")
                                            : C_ ("line", "Online"));
  case TC_DESK_CONNECTING:
    return g_strdup (C_ ("line", "Connecting"));
  case TC_DESK_OFFLINE:
    since = tc_words_clock (facts->offline_since_us, now_us);
    /* Translators: there is no line to the server: since when. */
    return g_strdup_printf (C_ ("line", "Offline since %s"), since);
  default:
    return g_strdup (C_ ("line", "No server yet"));
  }
}

static char *
word_clock (gint64 ahead_us)
{
  g_autofree char *span = NULL;
  gint64 seconds = ABS (ahead_us) / G_TIME_SPAN_SECOND;

  if (ABS (ahead_us) <= TC_CLOCK_OFF_US)
    return g_strdup (_ ("as the server's"));
  if (seconds < 60)
    /* Translators: seconds. */
    span = g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong) seconds), (int) seconds);
  else
    span = tc_words_span (ABS (ahead_us));
  return ahead_us > 0
             /* Translators: how far this computer's clock is ahead of the server's: "12 s". */
             ? g_strdup_printf (_ ("%s ahead of the server's: set this computer's clock"), span)
             /* Translators: likewise behind. */
             : g_strdup_printf (_ ("%s behind the server's: set this computer's clock"), span);
}

static char *
word_relay (const TcReplicaStatus *status, gint64 now_us)
{
  g_autofree char *since = NULL;

  if (status->relay_online)
    /* Translators: of a relay. */
    return g_strdup (_ ("it has the server"));
  if (status->relay_since_us == 0)
    return g_strdup (_ ("it has no server"));
  since = tc_words_clock (status->relay_since_us, now_us);
  /* Translators: of a relay: since when. */
  return g_strdup_printf (_ ("it has had no server since %s"), since);
}

/* What it means, and what to do. */
static void
add_turned_away (GArray *lines, const char *group, const Facts *facts, gint64 now_us)
{
  g_autoptr (TcRefusal) why = NULL;

  if (!facts->turned_away || facts->state == TC_DESK_ONLINE)
    return;
  why = tc_refusal_new (facts->turned_away, NULL);
  add (lines, group, _ ("What to do"), tc_refusal_word (why, now_us), TRUE);
}

static void
add_line_group (GArray *lines, const Facts *facts, gint64 now_us)
{
  const char *group = _ ("The line");
  gint64 ahead_us = facts->status.clock_ahead_us;

  add (lines, group, _ ("State"), word_state (facts, now_us), !is_online (facts));
  add_turned_away (lines, group, facts, now_us);
  add (lines, group, _ ("Server"), g_strdup (facts->url ? facts->url : "–"), FALSE);
  /* Without one there is nothing to say of it. */
  if (!facts->url)
    return;
  if (facts->status.at_relay)
    /* Translators: whether the line goes to the relay of this room. */
    add (lines, group, _ ("Relay"), word_relay (&facts->status, now_us),
         !facts->status.relay_online);
  if (facts->words)
    add (lines, group, _ ("Certificate"),
         /* Translators: the server's own certificate, as eight words. */
         g_strdup_printf (_ ("its own: %s"), facts->words), FALSE);
  else if (g_str_has_prefix (facts->url, "https:"))
    add (lines, group, _ ("Certificate"), g_strdup (_ ("signed by an authority")), FALSE);
  else
    add (lines, group, _ ("Certificate"), g_strdup (_ ("none: the server is this computer")),
         FALSE);
  if (facts->round_trip_ms >= 0)
    add (lines, group, _ ("Round trip"),
         /* Translators: milliseconds. */
         g_strdup_printf (_ ("%d ms"), facts->round_trip_ms), FALSE);
  add (lines, group, _ ("This computer's clock"), word_clock (ahead_us),
       ABS (ahead_us) > TC_CLOCK_OFF_US);
}

static void
add_waiting_group (GArray *lines, const Facts *facts, gint64 now_us)
{
  const char *group = _ ("What waits");
  g_autofree char *age = facts->oldest_us ? tc_words_age (facts->oldest_us, now_us) : NULL;
  char *pending = age && facts->status.pending
                      /* Translators: a number, and how long ago the oldest was made. */
                      ? g_strdup_printf (_ ("%1$u, the oldest from %2$s"), facts->status.pending,
                                         age)
                      : g_strdup_printf ("%u", facts->status.pending);

  add (lines, group, _ ("Done here, not sent yet"), pending, FALSE);
  if (facts->status.idle > 0)
    add (lines, group, _ ("Of that: no longer applies here, not decided yet"),
         g_strdup_printf ("%u", facts->status.idle), TRUE);
  if (facts->status.deferred > 0)
    add (lines, group, _ ("Of that: the server decides, nothing to see yet"),
         g_strdup_printf ("%u", facts->status.deferred), FALSE);
  if (facts->status.at_relay)
    add (lines, group, _ ("Done by others of this room, provisional"),
         g_strdup_printf ("%u", facts->status.provisional), FALSE);
  add (lines, group, _ ("Files, not sent yet"), g_strdup_printf ("%u", facts->unsent), FALSE);
  add (lines, group, _ ("Refused, needs attention"),
       g_strdup_printf ("%u", facts->status.attention), facts->status.attention > 0);
}

static const char *
word_kind (const char *kind)
{
  static const struct {
    const char *kind;
    const char *word; /* for gettext */
  } words[] = {
      {"common", NC_ ("scope", "what all share: fields, units, areas, people")},
      {"incidents", NC_ ("scope", "incidents and reports")},
      {"reporters", NC_ ("scope", "who reported")},
      {"unit", NC_ ("scope", "tasks of units")},
      {"cameras", NC_ ("scope", "cameras")},
      {"cameras-restricted", NC_ ("scope", "restricted cameras")},
      {"camera-lines", NC_ ("scope", "how cameras are reached")},
      {"wiped", NC_ ("scope", "being removed")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].kind, kind))
      return g_dpgettext2 (GETTEXT_PACKAGE, "scope", words[i].word);
  return kind;
}

static char *
word_scopes (const Facts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GList)
      kinds = g_list_sort (g_hash_table_get_keys (facts->kinds), (GCompareFunc) strcmp);

  for (GList *item = kinds; item; item = item->next) {
    int n = GPOINTER_TO_INT (g_hash_table_lookup (facts->kinds, item->data));

    g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", word_kind (item->data));
    if (n > 1)
      g_string_append_printf (text, " (%d)", n);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE)
                       : g_strdup (_ ("nothing yet"));
}

static void
add_data_group (GArray *lines, const Facts *facts)
{
  const char *group = _ ("Data on this desk");
  gint64 behind = MAX (0, facts->status.head_lsn - facts->status.lsn);
  gboolean loading = facts->state >= TC_DESK_CONNECTING && facts->loading < 1;

  /* Translators: place in the log, and which log since the last restore of the server. */
  add (lines, group, _ ("Position"),
       g_strdup_printf (_ ("%1$lld of epoch %2$lld"), (long long) facts->status.lsn,
                        (long long) facts->epoch),
       FALSE);
  add (lines, group, _ ("Newest on the server"),
       facts->status.head_lsn ? g_strdup_printf ("%lld", (long long) facts->status.head_lsn)
                              : g_strdup (_ ("not known")),
       FALSE);
  add (lines, group, _ ("Behind the server by"),
       g_strdup_printf (ngettext ("%lld operation", "%lld operations", (gulong) behind),
                        (long long) behind),
       behind > BEHIND_MANY);
  add (lines, group, _ ("Being loaded"),
       loading ? g_strdup_printf ("%d\u00a0%%", (int) (facts->loading * 100))
               : g_strdup (_ ("nothing")),
       FALSE);
  add (lines, group, _ ("This desk holds"), word_scopes (facts), FALSE);
  add (lines, group, _ ("Copy of the data"), g_format_size ((guint64) facts->replica_bytes), FALSE);
  add (lines, group, _ ("What waits, and the tray"), g_format_size ((guint64) facts->outbox_bytes),
       FALSE);
  add (lines, group, _ ("Photos and files"), g_format_size ((guint64) facts->files_bytes), FALSE);
}

static void
add_computer_group (GArray *lines, const Facts *facts, gint64 now_us)
{
  const char *group = _ ("This computer");
  g_autofree char *checked = facts->checked_us ? tc_words_clock (facts->checked_us, now_us) : NULL;

  add (lines, group, _ ("Desk"), g_strdup_printf ("%s (%u)", facts->name, facts->replica), FALSE);
  if (facts->person && checked)
    /* Translators: a person, and a time. */
    add (lines, group, _ ("Signed in"),
         g_strdup_printf (_ ("%1$s, without the server, which checked the password at %2$s"),
                          facts->person, checked),
         FALSE);
  else if (facts->person)
    add (lines, group, _ ("Signed in"), g_strdup (facts->person), FALSE);
  add (lines, group, _ ("Version"), g_strdup (TC_VERSION), FALSE);
  add (lines, group, _ ("Folder"), g_strdup (facts->data_dir), FALSE);
  if (facts->room_bytes >= 0)
    add (lines, group, _ ("Room on its disk"), g_format_size ((guint64) facts->room_bytes),
         facts->room_bytes < (gint64) TC_DESK_ROOM_LOW);
}

static void
add_troubles (GArray *lines, const Facts *facts, gint64 now_us)
{
  const char *group = _ ("Latest troubles");

  for (guint i = 0; i < facts->troubles->len; i++) {
    const TcTrouble *trouble = facts->troubles->pdata[i];
    g_autofree char *when = tc_words_clock (trouble->last_us, now_us);
    g_autofree char *label = trouble->times > 1
                                 /* Translators: a time, and how many times until then. */
                                 ? g_strdup_printf (_ ("%1$s, %2$u times"), when, trouble->times)
                                 : g_strdup (when);

    add (lines, group, label,
         trouble->refusal ? tc_refusal_word (trouble->refusal, now_us) : g_strdup (trouble->text),
         FALSE);
  }
  if (facts->troubles->len == 0)
    add (lines, group, _ ("None"), g_strdup (_ ("since the programme was started")), FALSE);
}

GArray *
tc_desk_report_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  const Facts *facts = g_task_get_task_data (G_TASK (result));
  gint64 now_us = tc_now_us ();
  GArray *lines;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  lines = g_array_new (FALSE, TRUE, sizeof (TcReportLine));
  g_array_set_clear_func (lines, clear_line);
  add_line_group (lines, facts, now_us);
  add_waiting_group (lines, facts, now_us);
  add_data_group (lines, facts);
  add_computer_group (lines, facts, now_us);
  add_troubles (lines, facts, now_us);
  return lines;
}

char *
tc_desk_report_text (const GArray *lines, gint64 now_us)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *when = tc_words_clock_seconds (now_us);
  const char *group = NULL;

  /* Translators: heads a report as text; a time. */
  g_string_append_printf (text, _ ("Toàn Cảnh, synchronisation at %s"), when);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < lines->len; i++) {
    const TcReportLine *line = &g_array_index (lines, TcReportLine, i);

    if (g_strcmp0 (group, line->group) != 0)
      g_string_append_printf (text, "\n%s\n", line->group);
    group = line->group;
    g_string_append_printf (text, "  %s: %s\n", line->label, line->value);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- telling the server ---- */

static void
told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, NULL, NULL);

  /* An older server doesn't know the question. */
  g_debug ("the server %s how this desk is", value ? "knows" : "doesn't know");
}

static gboolean
tell_cb (gpointer data)
{
  TcDesk *self = data;
  GVariantDict dict;

  self->tell_source = 0;
  if (self->state != TC_DESK_ONLINE)
    return G_SOURCE_REMOVE;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "version", "s", TC_VERSION);
  g_variant_dict_insert (&dict, "pending", "x", (gint64) self->status.pending);
  g_variant_dict_insert (&dict, "attention", "x", (gint64) self->status.attention);
  g_variant_dict_insert (&dict, "clock_ahead_us", "x", self->status.clock_ahead_us);
  tc_desk_ask_async (self, "desk-status", g_variant_dict_end (&dict), NULL, told_cb, NULL);
  return G_SOURCE_REMOVE;
}

void
tc_desk_tell_status (TcDesk *self)
{
  if (!self->tell_source && self->state == TC_DESK_ONLINE)
    self->tell_source = g_timeout_add (TELL_MS, tell_cb, self);
}
