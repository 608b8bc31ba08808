/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is kept of recordings; see the header.
 *
 * DESIGN: a look reads the media hosts from the replica, asks one after the other, page by page,
 * and reads the names of what came; only then the list is another. A new look ends the one before.
 */
#include "tc-camera-holds.h"

#include "tc-desk-files.h"
#include "tc-id.h"
#include "tc-now.h"
#include "tc-reading-rights.h"
#include "tc-refusal-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define LIST_TYPE "a(xxxxxxxxs)"

/* ---- one ---- */

struct _TcHeldPart {
  GObject parent;
  TcHeld held;
};

G_DEFINE_FINAL_TYPE (TcHeldPart, tc_held_part, G_TYPE_OBJECT)

static void
clear_held (gpointer data)
{
  TcHeld *held = data;

  g_free (held->camera);
  g_free (held->incident);
  g_free (held->person);
  g_free (held->reason);
}

static void
tc_held_part_finalize (GObject *object)
{
  clear_held (&TC_HELD_PART (object)->held);
  G_OBJECT_CLASS (tc_held_part_parent_class)->finalize (object);
}

static void
tc_held_part_class_init (TcHeldPartClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_held_part_finalize;
}

static void
tc_held_part_init (TcHeldPart *self)
{
}

const TcHeld *
tc_held_part_get (TcHeldPart *self)
{
  g_return_val_if_fail (TC_IS_HELD_PART (self), NULL);
  return &self->held;
}

/* To the second; the day once, where it is one. (transfer full) */
static char *
word_span (gint64 from_us, gint64 until_us)
{
  g_autoptr (GDateTime) from = tc_words_local (from_us);
  g_autoptr (GDateTime) until = tc_words_local (until_us);
  g_autofree char *first_day = from ? g_date_time_format (from, "%d/%m/%Y") : g_strdup ("");
  g_autofree char *last_day = until ? g_date_time_format (until, "%d/%m/%Y") : g_strdup ("");
  g_autofree char *begun = tc_words_clock_seconds (from_us);
  g_autofree char *ended = tc_words_clock_seconds (until_us);

  return g_str_equal (first_day, last_day)
             ? g_strdup_printf ("%s, %s–%s", first_day, begun, ended)
             : g_strdup_printf ("%s %s – %s %s", begun, first_day, ended, last_day);
}

char *
tc_held_part_word_what (TcHeldPart *self)
{
  const TcHeld *held = &self->held;
  g_autofree char *span = word_span (held->from_us, held->until_us);

  if (!held->number)
    /* Translators: from when to when. */
    return g_strdup_printf (_ ("A camera that isn't known here: %s"), span);
  /* Translators: number and name of a camera, from when to when. */
  return g_strdup_printf (_ ("Camera %1$d, %2$s: %3$s"), (int) held->number, held->camera, span);
}

char *
tc_held_part_word_why (TcHeldPart *self)
{
  const TcHeld *held = &self->held;

  return *held->incident ? g_strdup_printf ("%s · %s", held->incident, held->reason)
                         : g_strdup (held->reason);
}

char *
tc_held_part_word_how (TcHeldPart *self)
{
  const TcHeld *held = &self->held;
  g_autofree char *until = tc_words_date_time (held->keep_until_us);
  g_autofree char *since = tc_words_date_time (held->made_us);

  /* Translators: a time with its day, a person, another time. */
  return g_strdup_printf (_ ("Kept until %1$s, by %2$s since %3$s"), until,
                          *held->person ? held->person : "–", since);
}

/* ---- the model ---- */

struct _TcCameraHolds {
  GObject parent;
  TcDesk *desk;              /* (owned) (nullable): NULL once it is stopped */
  GListStore *list;          /* (owned) (element-type TcHeldPart) */
  GString *trouble;          /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the look that goes on */
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TcCameraHolds, tc_camera_holds, G_TYPE_OBJECT)

GListModel *
tc_camera_holds_get_list (TcCameraHolds *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_HOLDS (self), NULL);
  return G_LIST_MODEL (self->list);
}

/* ---- a look ---- */

typedef struct {
  gint64 id;
  char *name; /* (owned) */
} Host;

typedef struct {
  TcCameraHolds *self;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gint64 staff_id;
  GArray *hosts;    /* (owned) (element-type Host) */
  guint host;       /* that is asked now */
  GArray *found;    /* (owned) (element-type TcHeld) */
  GString *trouble; /* (owned) */
} Look;

static void
clear_host (gpointer data)
{
  g_free (((Host *) data)->name);
}

static void
free_look (Look *look)
{
  g_object_unref (look->self);
  g_object_unref (look->cancellable);
  g_array_unref (look->hosts);
  g_array_unref (look->found);
  g_string_free (look->trouble, TRUE);
  g_free (look);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, free_look)

/* Another one began, or nothing is to be asked for any more. */
static gboolean
is_over (const Look *look)
{
  return g_cancellable_is_cancelled (look->cancellable);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 one = ((const TcHeld *) a)->made_us, other = ((const TcHeld *) b)->made_us;

  return (one < other) - (one > other);
}

static char *
dup_text (TcDatabase *db, const char *sql, gint64 id)
{
  char *text = id ? tc_database_dup_text (db, sql, "i", id) : NULL;

  return text ? text : g_strdup ("");
}

static void
name_held (TcDatabase *db, const GArray *scopes, TcHeld *held)
{
  gint64 scope = tc_database_get_int (db, 0, "SELECT scope FROM incident WHERE id = ?", "i",
                                      held->incident_id);

  held->number = tc_database_get_int (db, 0, "SELECT number FROM camera WHERE id = ?", "i",
                                      held->camera_id);
  held->camera = dup_text (db, "SELECT name FROM camera WHERE id = ?", held->camera_id);
  held->person = dup_text (db, "SELECT name FROM staff WHERE id = ?", held->staff_id);
  held->incident = scope && tc_ids_contain (scopes, scope)
                       ? dup_text (db, "SELECT code FROM incident WHERE id = ?", held->incident_id)
                       : g_strdup ("");
}

static gpointer
read_names (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;
  g_autoptr (GArray) scopes = tc_reading_rights_of_staff (db, look->staff_id, tc_now_us ());

  for (guint i = 0; i < look->found->len; i++)
    name_held (db, scopes, &g_array_index (look->found, TcHeld, i));
  g_array_sort (look->found, compare);
  return NULL;
}

static void
finish_look (Look *look)
{
  TcCameraHolds *self = look->self;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < look->found->len; i++) {
    TcHeldPart *hold = g_object_new (TC_TYPE_HELD_PART, NULL);

    hold->held = g_array_index (look->found, TcHeld, i);
    g_ptr_array_add (parts, hold);
  }
  g_array_set_clear_func (look->found, NULL);
  g_string_assign (self->trouble, look->trouble->str);
  g_clear_object (&self->cancellable);
  g_list_store_splice (self->list, 0, g_list_model_get_n_items (G_LIST_MODEL (self->list)),
                       parts->pdata, parts->len);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (is_over (look))
    return;
  if (error) {
    g_autofree char *words = tc_fault_word (error);

    g_array_set_size (look->found, 0);
    g_string_append (look->trouble, words);
  }
  finish_look (look);
}

static void ask_host (Look *look, gint64 after);

static void
ask_next (Look *look)
{
  TcWorker *reader = tc_desk_get_reader (look->self->desk);

  if (look->host < look->hosts->len) {
    ask_host (look, 0);
  } else if (reader) {
    tc_worker_run_async (reader, read_names, look, NULL, NULL, NULL, named_cb, look);
  } else { /* its disk has failed meanwhile, which is said elsewhere */
    g_array_set_size (look->found, 0);
    finish_look (look);
    free_look (look);
  }
}

/* (out): the next page is behind that; 0: there is none. FALSE: it isn't of that form. */
static gboolean
take_page (Look *look, GVariant *value, gint64 *next)
{
  g_autoptr (GVariant) list = g_variant_lookup_value (value, "list", G_VARIANT_TYPE (LIST_TYPE));
  TcHeld held = {0};
  GVariantIter iter;

  if (!list || !g_variant_lookup (value, "next", "x", next))
    return FALSE;
  g_variant_iter_init (&iter, list);
  while (look->found->len < TC_CAMERA_HOLDS_MAX &&
         g_variant_iter_next (&iter, "(xxxxxxxxs)", &held.id, &held.camera_id, &held.from_us,
                              &held.until_us, &held.incident_id, &held.staff_id, &held.made_us,
                              &held.keep_until_us, &held.reason))
    g_array_append_val (look->found, held);
  if (look->found->len == TC_CAMERA_HOLDS_MAX)
    *next = 0;
  return TRUE;
}

static void
tell_trouble (Look *look, const TcRefusal *refusal, const GError *error)
{
  const Host *host = &g_array_index (look->hosts, Host, look->host);
  g_autofree char *why = refusal ? tc_refusal_word (refusal, tc_now_us ())
                         : error ? tc_fault_word (error)
                                 : g_strdup ("");

  if (look->trouble->len > 0)
    g_string_append_c (look->trouble, '\n');
  /* Translators: a media host, then why it wasn't asked or didn't answer. */
  g_string_append_printf (look->trouble, _ ("Not listed: what “%1$s” keeps. %2$s"), host->name,
                          why);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  gint64 next = 0;

  if (is_over (look))
    return;
  if (!value || !take_page (look, value, &next))
    tell_trouble (look, refusal, error);
  if (next) {
    ask_host (g_steal_pointer (&look), next);
    return;
  }
  look->host++;
  ask_next (g_steal_pointer (&look));
}

/* Takes @look. */
static void
ask_host (Look *look, gint64 after)
{
  TcDesk *desk = look->self->desk;
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (desk));
  g_variant_dict_insert (&dict, "host", "x", g_array_index (look->hosts, Host, look->host).id);
  g_variant_dict_insert (&dict, "after", "x", after);
  tc_desk_ask_async (desk, "camera.holds", g_variant_dict_end (&dict), look->cancellable, asked_cb,
                     look);
}

static gpointer
read_hosts (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT id, name FROM desk WHERE kind = 'media' AND state = 'enrolled' ORDER BY id", "");

  while (tc_query_next (query)) {
    Host host = {tc_query_int (query, 0), tc_query_dup_text (query, 1)};

    g_array_append_val (look->hosts, host);
  }
  return NULL;
}

static void
hosts_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (is_over (look))
    return;
  if (error) {
    g_autofree char *words = tc_fault_word (error);

    g_string_append (look->trouble, words);
    finish_look (look);
    return;
  }
  ask_next (g_steal_pointer (&look));
}

void
tc_camera_holds_look (TcCameraHolds *self)
{
  Look *look;

  g_return_if_fail (TC_IS_CAMERA_HOLDS (self));
  if (!self->desk || !tc_desk_get_reader (self->desk))
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  look = g_new0 (Look, 1);
  *look = (Look){.self = g_object_ref (self),
                 .cancellable = g_object_ref (self->cancellable),
                 .staff_id = tc_desk_get_person (self->desk),
                 .hosts = g_array_new (FALSE, FALSE, sizeof (Host)),
                 .found = g_array_new (FALSE, FALSE, sizeof (TcHeld)),
                 .trouble = g_string_new (NULL)};
  g_array_set_clear_func (look->hosts, clear_host);
  g_array_set_clear_func (look->found, clear_held);
  tc_worker_run_async (tc_desk_get_reader (self->desk), read_hosts, look, NULL, NULL, NULL,
                       hosts_cb, look);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tc_camera_holds_give_up (TcCameraHolds *self)
{
  g_return_if_fail (TC_IS_CAMERA_HOLDS (self));
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
tc_camera_holds_is_asking (TcCameraHolds *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_HOLDS (self), FALSE);
  return self->cancellable != NULL;
}

const char *
tc_camera_holds_get_trouble (TcCameraHolds *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_HOLDS (self), "");
  return self->trouble->str;
}

/* ---- releasing ---- */

static void
released_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcCameraHolds *self = g_task_get_source_object (task);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  guint position = 0;

  if (!value) {
    g_task_return_pointer (
        task, refusal ? tc_refusal_word (refusal, tc_now_us ()) : tc_fault_word (error), g_free);
    return;
  }
  if (g_list_store_find (self->list, g_task_get_task_data (task), &position)) {
    g_list_store_remove (self->list, position);
    g_signal_emit (self, signals[CHANGED], 0);
  }
  g_task_return_pointer (task, NULL, NULL);
}

void
tc_camera_holds_release_async (TcCameraHolds *self, TcHeldPart *hold, const char *reason,
                               GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_return_if_fail (TC_IS_CAMERA_HOLDS (self) && self->desk && *reason);
  g_task_set_task_data (task, g_object_ref (hold), g_object_unref);
  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (self->desk));
  g_variant_dict_insert (&dict, "camera", "x", hold->held.camera_id);
  g_variant_dict_insert (&dict, "hold", "x", hold->held.id);
  g_variant_dict_insert (&dict, "reason", "s", reason);
  tc_desk_ask_act_async (self->desk, "camera.release", g_variant_dict_end (&dict), NULL,
                         released_cb, task);
}

char *
tc_camera_holds_release_finish (TcCameraHolds *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* ---- object ---- */

void
tc_camera_holds_stop (TcCameraHolds *self)
{
  g_return_if_fail (TC_IS_CAMERA_HOLDS (self));
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
}

static void
tc_camera_holds_dispose (GObject *object)
{
  tc_camera_holds_stop (TC_CAMERA_HOLDS (object));
  G_OBJECT_CLASS (tc_camera_holds_parent_class)->dispose (object);
}

static void
tc_camera_holds_finalize (GObject *object)
{
  TcCameraHolds *self = TC_CAMERA_HOLDS (object);

  g_object_unref (self->list);
  g_string_free (self->trouble, TRUE);
  G_OBJECT_CLASS (tc_camera_holds_parent_class)->finalize (object);
}

static void
tc_camera_holds_class_init (TcCameraHoldsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_camera_holds_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_camera_holds_finalize;
  signals[CHANGED] = g_signal_new ("changed", TC_TYPE_CAMERA_HOLDS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
tc_camera_holds_init (TcCameraHolds *self)
{
  self->list = g_list_store_new (TC_TYPE_HELD_PART);
  self->trouble = g_string_new (NULL);
}

TcCameraHolds *
tc_camera_holds_new (TcDesk *desk)
{
  TcCameraHolds *self = g_object_new (TC_TYPE_CAMERA_HOLDS, NULL);

  self->desk = g_object_ref (desk);
  return self;
}
