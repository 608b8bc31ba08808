/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presence at the desk; see the header.
 */
#include "tc-presence-watch.h"

#include "tc-desk-files.h"
#include "tc-desk-lock.h"
#include "tc-duty.h"
#include "tc-now.h"
#include "tc-people.h"

#include <glib/gi18n-lib.h>

#define DATA_KEY "tc-presence-watch"
/* Who goes through a list opens many for a moment. */
#define SAY_MS 400
/* Many desks hear at once that they are to ask. */
#define ASK_SPREAD_MS 400
/* Shifts begin by themselves. */
#define TICK_S 30

struct _TcPresenceWatch {
  TcWatch parent;
  TcDesk *desk;     /* (unowned) (nullable) (weak): it owns us; NULL once it is gone or stops */
  TcDeskLock *lock; /* (unowned) (nullable) (weak): the desk's */
  gint64 incident_id;
  gboolean said;  /* the server knows of this desk */
  gboolean older; /* the server doesn't know what this is */
  GArray *others; /* (owned) (nullable) (element-type TcPresence): NULL: not known */
  guint say_source;
  guint again_source;
};

G_DEFINE_FINAL_TYPE (TcPresenceWatch, tc_presence_watch, TC_TYPE_WATCH)

static void say_in (TcPresenceWatch *self, guint ms);

/* ---- names ---- */

static void
free_present (gpointer data)
{
  TcPresent *present = data;

  g_free (present->name);
  g_free (present->desk);
  g_free (present->code);
  g_free (present);
}

static TcPresent *
add_present (GPtrArray *all, gint64 staff_id, char *name)
{
  TcPresent *present = g_new0 (TcPresent, 1);

  present->staff_id = staff_id;
  present->name = name ? name : g_strdup ("");
  g_ptr_array_add (all, present);
  return present;
}

static void
add_duty (TcDatabase *db, GPtrArray *all)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  g_autoptr (GPtrArray) shifts = tc_duty_at (db, province ? province->centre_id : 0, tc_now_us ());

  for (guint i = 0; i < shifts->len; i++) {
    const TcDutyShift *shift = g_ptr_array_index (shifts, i);

    for (guint k = 0; k < shift->people->len; k++) {
      const TcOnDuty *one = g_ptr_array_index (shift->people, k);

      add_present (all, one->staff_id, g_strdup (one->name))->on_duty = TRUE;
    }
  }
}

/* Who is on duty may be known already, and at no desk yet. */
static TcPresent *
find_free (GPtrArray *all, gint64 staff_id)
{
  for (guint i = 0; i < all->len; i++) {
    TcPresent *present = g_ptr_array_index (all, i);

    if (present->staff_id == staff_id && !present->replica && !present->own)
      return present;
  }
  return NULL;
}

static void
place (TcDatabase *db, GPtrArray *all, const TcPresence *presence, gboolean own)
{
  TcPresent *present = find_free (all, presence->staff_id);
  g_autoptr (TcDeskInfo) desk = tc_people_get_desk (db, presence->replica);

  if (!present)
    present = add_present (all, presence->staff_id,
                           tc_people_dup_staff_name (db, presence->staff_id));
  present->own = own;
  present->replica = presence->replica;
  present->away = presence->away;
  present->desk = desk ? g_strdup (desk->name) : NULL;
  present->incident_id = presence->incident_id;
  if (presence->incident_id)
    present->code = tc_database_dup_text (db, "SELECT code FROM incident WHERE id = ?", "i",
                                          presence->incident_id);
}

static int
compare_present (gconstpointer a, gconstpointer b)
{
  const TcPresent *one = *(const TcPresent *const *) a, *other = *(const TcPresent *const *) b;

  return g_utf8_collate (one->name, other->name);
}

/* @data: (element-type TcPresence): this desk's too, first and by no number */
static gpointer
read_names (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const GArray *list = data;
  GPtrArray *all = g_ptr_array_new_with_free_func (free_present);
  g_autoptr (GPtrArray) more = g_ptr_array_new ();
  guint n_duty = 0;

  add_duty (db, all);
  n_duty = all->len;
  for (guint i = 0; i < list->len; i++) {
    const TcPresence *presence = &g_array_index (list, TcPresence, i);

    place (db, all, presence, presence->replica == 0);
  }
  while (all->len > n_duty)
    g_ptr_array_add (more, g_ptr_array_steal_index (all, n_duty));
  g_ptr_array_sort (more, compare_present);
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (all, g_ptr_array_index (more, i));
  return all;
}

static gpointer
ask (TcWatch *watch)
{
  TcPresenceWatch *self = TC_PRESENCE_WATCH (watch);
  const TcPresence own = {.staff_id = tc_desk_get_person (self->desk),
                          .incident_id = self->incident_id};
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcPresence));

  if (own.staff_id)
    g_array_append_val (list, own);
  if (self->others)
    g_array_append_vals (list, self->others->data, self->others->len);
  return list;
}

/* ---- saying and hearing ---- */

static gboolean
is_same (const GArray *a, const GArray *b)
{
  if (!a || !b || a->len != b->len)
    return a == b;
  for (guint i = 0; i < a->len; i++) {
    const TcPresence *one = &g_array_index (a, TcPresence, i);
    const TcPresence *other = &g_array_index (b, TcPresence, i);

    if (one->replica != other->replica || one->staff_id != other->staff_id ||
        one->incident_id != other->incident_id || one->away != other->away)
      return FALSE;
  }
  return TRUE;
}

/* @others: (nullable) (transfer full) */
static void
take_others (TcPresenceWatch *self, GArray *others)
{
  g_autoptr (GArray) before = self->others;
  gboolean same = is_same (before, others);

  self->others = others;
  if (!same)
    tc_watch_read (TC_WATCH (self));
}

static gboolean
again_cb (gpointer data)
{
  TcPresenceWatch *self = data;

  self->again_source = 0;
  say_in (self, 0);
  return G_SOURCE_REMOVE;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcPresenceWatch) self = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, NULL);
  gboolean online = tc_desk_get_state (TC_DESK (source)) == TC_DESK_ONLINE;

  if (refusal && g_str_equal (refusal->code, "question.unknown"))
    self->older = TRUE;
  if (!self->desk || !online)
    return;
  if (value && tc_desk_get_person (self->desk))
    take_others (self, tc_presence_read_list (value));
  if (!self->older && !self->again_source && tc_desk_get_person (self->desk))
    self->again_source = g_timeout_add ((guint) (TC_PRESENCE_AGAIN_US / 1000), again_cb, self);
}

static gboolean
say_cb (gpointer data)
{
  TcPresenceWatch *self = data;
  gint64 session_id = tc_desk_get_person (self->desk) ? tc_desk_get_session (self->desk) : 0;
  gboolean away = tc_desk_lock_is_locked (self->lock);

  self->say_source = 0;
  g_clear_handle_id (&self->again_source, g_source_remove);
  if (self->older || tc_desk_get_state (self->desk) != TC_DESK_ONLINE ||
      (!session_id && !self->said))
    return G_SOURCE_REMOVE;
  self->said = session_id != 0;
  tc_desk_ask_async (self->desk, TC_PRESENCE,
                     tc_presence_write_said (session_id, away ? 0 : self->incident_id, away), NULL,
                     answered_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
say_in (TcPresenceWatch *self, guint ms)
{
  if (self->desk && !self->say_source)
    self->say_source = g_timeout_add (ms, say_cb, self);
}

/* Nothing that is old looks new. */
static void
state_cb (TcPresenceWatch *self)
{
  if (tc_desk_get_state (self->desk) == TC_DESK_ONLINE) {
    say_in (self, SAY_MS);
    return;
  }
  self->said = FALSE;
  self->older = FALSE;
  g_clear_handle_id (&self->again_source, g_source_remove);
  take_others (self, NULL);
}

static void
person_cb (TcPresenceWatch *self)
{
  if (!tc_desk_get_person (self->desk)) {
    self->incident_id = 0;
    take_others (self, NULL);
  }
  say_in (self, SAY_MS);
  tc_watch_read (TC_WATCH (self));
}

static void
lock_cb (TcPresenceWatch *self)
{
  say_in (self, SAY_MS);
}

static void
notice_cb (TcPresenceWatch *self, const char *name, GVariant *value)
{
  g_autoptr (GArray) others = g_str_equal (name, TC_PRESENCE) ? tc_presence_read_list (value)
                                                              : NULL;

  if (!g_str_equal (name, TC_PRESENCE) || !tc_desk_get_person (self->desk))
    return;
  if (others)
    take_others (self, g_steal_pointer (&others));
  else
    say_in (self, (guint) g_random_int_range (0, ASK_SPREAD_MS));
}

/* ---- public ---- */

void
tc_presence_watch_look (TcPresenceWatch *self, gint64 incident_id)
{
  g_return_if_fail (TC_IS_PRESENCE_WATCH (self));
  if (self->incident_id == incident_id)
    return;
  self->incident_id = incident_id;
  say_in (self, SAY_MS);
}

gboolean
tc_presence_watch_is_known (TcPresenceWatch *self)
{
  g_return_val_if_fail (TC_IS_PRESENCE_WATCH (self), FALSE);
  return self->others != NULL;
}

const GPtrArray *
tc_presence_watch_get_all (TcPresenceWatch *self)
{
  g_return_val_if_fail (TC_IS_PRESENCE_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}

char *
tc_presence_watch_word (TcPresenceWatch *self, gint64 incident_id)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const GPtrArray *all = tc_presence_watch_get_all (self);
  gulong n = 0;

  for (guint i = 0; incident_id && all && i < all->len; i++) {
    const TcPresent *present = g_ptr_array_index (all, i);

    if (present->own || present->incident_id != incident_id)
      continue;
    if (n++)
      g_string_append (names, ", ");
    if (present->desk)
      g_string_append_printf (names, "%s (%s)", present->name, present->desk);
    else
      g_string_append (names, present->name);
  }
  return n ? g_strdup_printf (
                 /* Translators: names of persons with their desks. */
                 ngettext ("%s has this incident open", "%s have this incident open", n),
                 names->str)
           : NULL;
}

char *
tc_present_word (const TcPresent *present)
{
  const char *desk = present->desk ? present->desk : "";

  if (present->own)
    return g_strdup (_ ("this desk"));
  if (!present->replica)
    return g_strdup (_ ("not at a desk"));
  if (present->away)
    /* Translators: a desk's name. */
    return g_strdup_printf (_ ("%s · locked"), desk);
  if (present->code)
    return g_strdup_printf ("%s · %s", desk, present->code);
  return g_strdup (desk);
}

/* ---- object ---- */

/* Nothing is said any more, though somebody signs out yet. */
static void
stop (TcWatch *watch)
{
  TcPresenceWatch *self = TC_PRESENCE_WATCH (watch);

  g_clear_handle_id (&self->say_source, g_source_remove);
  g_clear_handle_id (&self->again_source, g_source_remove);
  if (self->lock)
    g_signal_handlers_disconnect_by_data (self->lock, self);
  g_clear_weak_pointer (&self->lock);
  g_clear_weak_pointer (&self->desk);
}

static void
tc_presence_watch_finalize (GObject *object)
{
  g_clear_pointer (&TC_PRESENCE_WATCH (object)->others, g_array_unref);
  G_OBJECT_CLASS (tc_presence_watch_parent_class)->finalize (object);
}

static void
tc_presence_watch_class_init (TcPresenceWatchClass *class)
{
  static const char *const tables[] = {"shift", "duty", "staff", "desk", "province", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = tc_presence_watch_finalize;
  watch->what = "who is where";
  watch->tables = tables;
  watch->tick_s = TICK_S;
  watch->ask = ask;
  watch->free_asked = (GDestroyNotify) g_array_unref;
  watch->read = read_names;
  watch->free_view = (GDestroyNotify) g_ptr_array_unref;
  watch->stop = stop;
}

static void
tc_presence_watch_init (TcPresenceWatch *self)
{
}

TcPresenceWatch *
tc_presence_watch_of (TcDesk *desk)
{
  TcPresenceWatch *self = g_object_get_data (G_OBJECT (desk), DATA_KEY);
  const struct {
    const char *signal;
    GCallback callback;
  } signals[] = {{"notify::state", G_CALLBACK (state_cb)},
                 {"notify::person-id", G_CALLBACK (person_cb)},
                 {"notify::session-until-us", G_CALLBACK (lock_cb)},
                 {"notice", G_CALLBACK (notice_cb)}};

  if (self)
    return self;
  self = g_object_new (TC_TYPE_PRESENCE_WATCH, NULL);
  g_set_weak_pointer (&self->desk, desk);
  g_set_weak_pointer (&self->lock, tc_desk_lock_of (desk));
  g_object_set_data_full (G_OBJECT (desk), DATA_KEY, self, g_object_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (desk, signals[i].signal, signals[i].callback, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lock, "notify::locked", G_CALLBACK (lock_cb), self,
                           G_CONNECT_SWAPPED);
  say_in (self, SAY_MS);
  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}
