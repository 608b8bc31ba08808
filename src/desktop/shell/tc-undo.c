/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back; see the header.
 */
#include "tc-undo.h"

#include "tc-hold-box.h"
#include "tc-incident-seen.h"
#include "tc-incident-words.h"
#include "tc-panel.h"

#include <glib/gi18n-lib.h>

#define PREFIX "win."

/* What was done: how it is taken back, or that it isn't. What operations it was is known of those
 * alone of which the desk told. */
typedef struct {
  gint64 number;    /* of all here; never used twice */
  char *text;       /* (owned) (nullable): NULL: worded by its kind */
  char *action;     /* (owned): with its prefix; "": nothing takes it back */
  GVariant *target; /* (owned) (nullable) */
  gint64 until_us;  /* monotonic */
  gboolean passed;  /* that it can't be taken back was told, and what is older was taken back */

  GArray *acts; /* (owned) (nullable) (element-type gint64): the desk's, done by one call */
  char *kind;   /* (owned) (nullable): of operation, as the desk names it */
  char *code;   /* (owned) (nullable): of its incident */
  guint n_open, n_kept, n_refused;
  gboolean joined;  /* by what is begun in the same call */
  gboolean back;    /* it takes something back, which is the text */
  gboolean offered; /* whoever did it said how to take it back */
} Offer;

struct _TcUndo {
  GPtrArray *offers; /* (owned) (element-type Offer): the newest last */
  gint64 last_number;
  const char *back; /* (unowned) (nullable): what is taken back by the action that is activated */
  gint64 told_act;  /* whose answer is being told; 0 */
  gint64 said_newest, said_older; /* numbers: as it was told last that one can't be taken back */
  gint64 said_us;                 /* monotonic: when */

  GtkWidget *place;    /* (unowned) (nullable): outlives it */
  GActionMap *window;  /* (unowned) (nullable): has us */
  TcDesk *desk;        /* (owned) (nullable) */
  GCancellable *codes; /* (owned): of what is read to name operations */
  guint call_source;
};

static void
free_offer (gpointer data)
{
  Offer *offer = data;

  g_free (offer->text);
  g_free (offer->action);
  g_clear_pointer (&offer->target, g_variant_unref);
  g_clear_pointer (&offer->acts, g_array_unref);
  g_free (offer->kind);
  g_free (offer->code);
  g_free (offer);
}

TcUndo *
tc_undo_new (void)
{
  TcUndo *self = g_new0 (TcUndo, 1);

  self->offers = g_ptr_array_new_with_free_func (free_offer);
  self->codes = g_cancellable_new ();
  return self;
}

void
tc_undo_free (TcUndo *self)
{
  if (!self)
    return;
  tc_undo_set_desk (self, NULL);
  g_ptr_array_unref (self->offers);
  g_object_unref (self->codes);
  g_free (self);
}

static gboolean
is_same (const Offer *offer, const char *action, GVariant *target)
{
  return g_str_equal (offer->action, action) && !offer->target == !target &&
         (!target || g_variant_equal (offer->target, target));
}

static gboolean
is_pending (const Offer *offer)
{
  return offer->n_open > 0 || g_str_equal (offer->action, TC_UNDO_PENDING);
}

/* What is still being done stays, so that the key says so. @at: (inout): where another belongs */
static void
drop_oldest (TcUndo *self, guint *at)
{
  for (guint i = 0; i < self->offers->len; i++) {
    if (is_pending (g_ptr_array_index (self->offers, i)))
      continue;
    g_ptr_array_remove_index (self->offers, i);
    *at -= i < *at;
    return;
  }
}

/* @at: where; the oldest goes for another */
static Offer *
add (TcUndo *self, guint at, const char *text, gint64 now_us)
{
  Offer *offer = g_new0 (Offer, 1);

  *offer = (Offer){.number = ++self->last_number,
                   .text = g_strdup (text),
                   .action = g_strdup (""),
                   .until_us = now_us + TC_UNDO_US};
  if (self->offers->len >= TC_UNDO_MAX)
    drop_oldest (self, &at);
  g_ptr_array_insert (self->offers, (int) at, offer);
  return offer;
}

static void
say_how (Offer *offer, const char *text, const char *action, GVariant *target)
{
  GVariant *kept = target ? g_variant_ref_sink (target) : NULL;

  g_free (offer->text);
  offer->text = g_strdup (text);
  g_free (offer->action);
  offer->action = g_strdup (action);
  g_clear_pointer (&offer->target, g_variant_unref);
  offer->target = kept;
  offer->offered = TRUE;
}

/* ---- what the desk tells ---- */

static gboolean
has_act (const Offer *offer, gint64 act)
{
  for (guint i = 0; offer->acts && i < offer->acts->len; i++)
    if (g_array_index (offer->acts, gint64, i) == act)
      return TRUE;
  return FALSE;
}

/* (nullable): there is none, or it went with the person whose it was. @at: (out) */
static Offer *
find_act (TcUndo *self, gint64 act, guint *at)
{
  for (guint i = self->offers->len; i > 0; i--) {
    Offer *offer = g_ptr_array_index (self->offers, i - 1);
    *at = i - 1;
    if (has_act (offer, act))
      return offer;
  }
  return NULL;
}

/* (nullable): to which @kind belongs: done by the same key to another, or because that was done. */
static Offer *
find_joined (TcUndo *self, const char *kind)
{
  for (guint i = self->offers->len; i > 0; i--) {
    Offer *offer = g_ptr_array_index (self->offers, i - 1);
    if (offer->acts && !offer->offered && g_strcmp0 (offer->kind, kind) == 0 &&
        ((offer->joined && offer->back == (self->back != NULL)) ||
         (self->told_act && has_act (offer, self->told_act))))
      return offer;
  }
  return NULL;
}

void
tc_undo_begin_act (TcUndo *self, gint64 act, const char *kind, gint64 now_us)
{
  Offer *offer = find_joined (self, kind);

  if (!offer) {
    offer = add (self, self->offers->len, self->back, now_us);
    offer->acts = g_array_new (FALSE, FALSE, sizeof (gint64));
    offer->kind = g_strdup (kind);
    offer->back = self->back != NULL;
    offer->joined = TRUE;
  }
  g_array_append_val (offer->acts, act);
  offer->n_open++;
}

void
tc_undo_end_call (TcUndo *self)
{
  for (guint i = 0; i < self->offers->len; i++)
    ((Offer *) g_ptr_array_index (self->offers, i))->joined = FALSE;
}

void
tc_undo_name_act (TcUndo *self, gint64 act, const char *code)
{
  guint at = 0;
  Offer *offer = find_act (self, act, &at);

  if (!offer)
    return;
  g_free (offer->code);
  offer->code = g_strdup (code);
}

void
tc_undo_answer_act (TcUndo *self, gint64 act, gboolean kept)
{
  guint at = 0;
  Offer *offer = find_act (self, act, &at);

  self->told_act = act;
  if (!offer)
    return;
  offer->n_open--;
  offer->n_kept += kept;
  offer->n_refused += !kept;
}

/* Of what was refused nothing is left, nor of what took something back; unless it did not. */
void
tc_undo_end_act (TcUndo *self, gint64 act)
{
  guint at = 0;
  Offer *offer = find_act (self, act, &at);

  self->told_act = 0;
  if (!offer || offer->n_open > 0 || offer->offered)
    return;
  if (offer->back ? offer->n_refused == 0 : offer->n_kept == 0)
    g_ptr_array_remove_index (self->offers, at);
}

/* ---- what is offered ---- */

/* TRUE if there was one. @text: (out) (transfer full) (nullable): of that */
static gboolean
remove_same (TcUndo *self, const char *action, GVariant *target, char **text)
{
  gboolean found = FALSE;

  for (guint i = self->offers->len; i > 0; i--) {
    Offer *offer = g_ptr_array_index (self->offers, i - 1);
    if (!is_same (offer, action, target))
      continue;
    g_free (*text);
    *text = g_steal_pointer (&offer->text);
    found = TRUE;
    g_ptr_array_remove_index (self->offers, i - 1);
  }
  return found;
}

static void
mark_back (Offer *offer, const char *text)
{
  g_free (offer->text);
  offer->text = g_strdup (text);
  offer->back = TRUE;
}

void
tc_undo_mark_back (TcUndo *self, const char *text)
{
  guint at = 0;
  Offer *offer = self->told_act ? find_act (self, self->told_act, &at) : NULL;

  if (offer)
    mark_back (offer, text);
}

/* The button has done already what it does. */
void
tc_undo_forget (TcUndo *self, const char *action, GVariant *target)
{
  g_autofree char *text = NULL;

  if (!remove_same (self, action, target, &text))
    return;
  for (guint i = 0; i < self->offers->len; i++) {
    Offer *offer = g_ptr_array_index (self->offers, i);
    if (offer->joined)
      mark_back (offer, text);
  }
}

/* In the place of what it takes back. Of several the others are still being done: below these. */
static void
offer_act (TcUndo *self, const char *text, const char *action, GVariant *target, gint64 now_us)
{
  guint at = 0;
  Offer *offer = find_act (self, self->told_act, &at);

  if (!offer)
    return;
  if (offer->n_open > 0) {
    offer->n_kept = 0;
    offer = add (self, at, NULL, now_us);
  } else if (offer->offered)
    offer = add (self, at + 1, NULL, now_us);
  say_how (offer, text, action, target);
}

void
tc_undo_offer (TcUndo *self, const char *text, const char *action, GVariant *target, gint64 now_us)
{
  g_autoptr (GVariant) kept = target ? g_variant_ref_sink (target) : NULL;
  g_autofree char *before = NULL;

  if (*action)
    remove_same (self, action, kept, &before);
  if (self->told_act)
    offer_act (self, text, action, kept, now_us);
  else
    say_how (add (self, self->offers->len, NULL, now_us), text, action, kept);
}

void
tc_undo_settle (TcUndo *self, gint64 id, const char *text, const char *action, GVariant *target)
{
  g_autoptr (GVariant) pending = g_variant_ref_sink (g_variant_new_int64 (id));
  g_autoptr (GVariant) kept = target ? g_variant_ref_sink (target) : NULL;

  for (guint i = self->offers->len; i > 0; i--) {
    Offer *offer = g_ptr_array_index (self->offers, i - 1);
    if (!is_same (offer, TC_UNDO_PENDING, pending))
      continue;
    say_how (offer, text, action, kept);
    return;
  }
}

/* ---- taking back ---- */

static const char *
get_name (const Offer *offer)
{
  return g_str_has_prefix (offer->action, PREFIX) ? offer->action + strlen (PREFIX) : offer->action;
}

static gboolean
can_take (const Offer *offer, GActionGroup *actions)
{
  return *offer->action && !is_pending (offer) &&
         g_action_group_get_action_enabled (actions, get_name (offer));
}

/* (transfer full) */
static char *
word (const Offer *offer)
{
  const char *kind = offer->kind ? tc_incident_word_operation (offer->kind)
                                 : _ ("Send again what was refused");

  if (offer->text)
    return g_strdup (offer->text);
  if (offer->acts && offer->acts->len > 1)
    /* Translators: what was done ("Forward", "Note"), and to how many. */
    return g_strdup_printf (_ ("%1$s (%2$u)"), kind, offer->acts->len);
  if (offer->code)
    /* Translators: code of an incident, and what was done to it ("Forward", "Note"). */
    return g_strdup_printf (_ ("%1$s: %2$s"), offer->code, kind);
  return g_strdup (kind);
}

/* The newest below @below that the key comes to. @at: (out). (nullable) */
static Offer *
find_below (TcUndo *self, GActionGroup *actions, guint below, gint64 now_us, guint *at)
{
  for (guint i = below; i > 0; i--) {
    Offer *offer = g_ptr_array_index (self->offers, i - 1);
    *at = i - 1;
    if ((now_us < offer->until_us || is_pending (offer)) &&
        (!offer->passed || can_take (offer, actions)))
      return offer;
  }
  return NULL;
}

/* What is taken back once it was told that what is at @below can't be; (nullable): nothing */
static Offer *
find_older (TcUndo *self, GActionGroup *actions, guint below, gint64 now_us, guint *at)
{
  Offer *offer = find_below (self, actions, below, now_us, at);

  while (offer && !is_pending (offer) && !can_take (offer, actions))
    offer = find_below (self, actions, *at, now_us, at);
  return offer && can_take (offer, actions) ? offer : NULL;
}

/* (transfer full) */
static char *
activate (TcUndo *self, guint at, GActionGroup *actions)
{
  Offer *offer = g_ptr_array_steal_index (self->offers, at);
  char *text = word (offer);

  self->back = text;
  g_action_group_activate_action (actions, get_name (offer), offer->target);
  self->back = NULL;
  free_offer (offer);
  return text;
}

/* FALSE: it is told now, and taken back if the key comes again once that can have been read. */
static gboolean
was_said (TcUndo *self, const Offer *newest, const Offer *older, gint64 now_us)
{
  gboolean said = self->said_newest == newest->number && self->said_older == older->number &&
                  now_us >= self->said_us + TC_UNDO_READ_US &&
                  now_us < self->said_us + TC_UNDO_SAID_US;

  self->said_newest = newest->number;
  self->said_older = older->number;
  self->said_us = now_us;
  return said;
}

TcUndoOutcome
tc_undo_take (TcUndo *self, GActionGroup *actions, gint64 now_us, char **text, char **next)
{
  guint at = 0, older_at = 0;
  Offer *newest = find_below (self, actions, self->offers->len, now_us, &at), *older = NULL;

  *text = *next = NULL;
  if (!newest)
    return TC_UNDO_NOTHING;
  if (can_take (newest, actions)) {
    *text = activate (self, at, actions);
    return TC_UNDO_TAKEN;
  }
  *text = word (newest);
  if (is_pending (newest))
    return TC_UNDO_PENDS;
  older = find_older (self, actions, at, now_us, &older_at);
  if (older && was_said (self, newest, older, now_us)) {
    for (guint i = older_at + 1; i <= at; i++)
      ((Offer *) g_ptr_array_index (self->offers, i))->passed = TRUE;
    g_free (*text);
    *text = activate (self, older_at, actions);
    return TC_UNDO_TAKEN;
  }
  *next = older ? word (older) : NULL;
  return TC_UNDO_CANT;
}

/* ---- the window's ---- */

/* (transfer full) @next: (nullable) */
static char *
word_outcome (TcUndoOutcome outcome, const char *text, const char *next)
{
  switch (outcome) {
  case TC_UNDO_TAKEN:
    /* Translators: what was done, as it was told then: "PA-… merged into PA-….". */
    return g_strdup_printf (_ ("Taking back: %s"), text);
  case TC_UNDO_CANT:
    if (next)
      return g_strdup_printf (
          /* Translators: two things that were done, as they were told then. */
          _ ("This can't be taken back: %1$s\nCtrl+Z once more takes back what was done before: "
             "%2$s"),
          text, next);
    /* Translators: what was done, as it was told then. */
    return g_strdup_printf (_ ("This can't be taken back: %s"), text);
  case TC_UNDO_PENDS:
    /* Translators: what is being done, as it will be told: "PA-… taken.". */
    return g_strdup_printf (_ ("Nothing was taken back, this isn't done yet: %s"), text);
  default:
    return g_strdup (_ ("There is nothing to undo."));
  }
}

/* What is held has been done last, to whoever did it, and isn't on the list yet. */
static gboolean
say_held (TcUndo *self)
{
  g_autofree char *text = NULL;
  const char *what = tc_hold_box_get_held (self->place);

  if (!what)
    return FALSE;
  /* Translators: what is about to go: "The order goes to … for PA-…". */
  text = g_strdup_printf (_ ("Nothing was taken back. Esc keeps back what hasn't gone yet: %s"),
                          what);
  tc_panel_answer (tc_panel_find_place (self->place), FALSE, text);
  return TRUE;
}

static void
undo_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcUndo *self = data;
  g_autofree char *text = NULL, *next = NULL, *said = NULL;
  TcUndoOutcome outcome;

  if (say_held (self))
    return;
  outcome = tc_undo_take (self, G_ACTION_GROUP (self->window), g_get_monotonic_time (), &text,
                          &next);
  said = word_outcome (outcome, text, next);
  tc_panel_answer (tc_panel_find_place (self->place), outcome == TC_UNDO_TAKEN, said);
}

/* (transfer full) (nullable): of an array of one, or none */
static GVariant *
get_target (GVariant *array)
{
  GVariant *target = NULL;

  if (g_variant_n_children (array) > 0)
    g_variant_get_child (array, 0, "v", &target);
  return target;
}

static void
offer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *text = NULL, *name = NULL;
  g_autoptr (GVariant) array = NULL, with = NULL;

  g_variant_get (target, "(&s&s@av)", &text, &name, &array);
  with = get_target (array);
  tc_undo_offer (data, text, name, with, g_get_monotonic_time ());
}

static void
settle_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *text = NULL, *name = NULL;
  g_autoptr (GVariant) array = NULL, with = NULL;
  gint64 id = 0;

  g_variant_get (target, "(x&s&s@av)", &id, &text, &name, &array);
  with = get_target (array);
  tc_undo_settle (data, id, text, name, with);
}

static void
forget_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *name = NULL;
  g_autoptr (GVariant) array = NULL, with = NULL;

  g_variant_get (target, "(&s@av)", &name, &array);
  with = get_target (array);
  tc_undo_forget (data, name, with);
}

static void
back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_undo_mark_back (data, g_variant_get_string (target, NULL));
}

void
tc_undo_attach (TcUndo *self, GActionMap *window, GtkWidget *place)
{
  const GActionEntry entries[] = {
      {.name = "undo", .activate = undo_cb},
      {.name = "undo-offer", .activate = offer_cb, .parameter_type = "(ssav)"},
      {.name = "undo-settle", .activate = settle_cb, .parameter_type = "(xssav)"},
      {.name = "undo-forget", .activate = forget_cb, .parameter_type = "(sav)"},
      {.name = "undo-back", .activate = back_cb, .parameter_type = "s"},
  };

  self->window = window;
  self->place = place;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}

/* ---- its desk's ---- */

/* Whose incident is read. */
typedef struct {
  TcUndo *undo; /* (unowned): cancels it before it goes */
  gint64 act;
  GVariant *args; /* (owned) */
} Naming;

static gpointer
read_code (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Naming *naming = data;
  gint64 id = tc_incident_of_arguments (db, naming->args);

  return id ? tc_database_dup_text (db, "SELECT code FROM incident WHERE id = ?", "i", id) : NULL;
}

static void
code_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Naming *naming = data;
  g_autofree char *code = tc_worker_run_finish (TC_WORKER (source), result, NULL);

  if (code)
    tc_undo_name_act (naming->undo, naming->act, code);
  g_variant_unref (naming->args);
}

static gboolean
end_call_cb (gpointer data)
{
  TcUndo *self = data;

  self->call_source = 0;
  tc_undo_end_call (self);
  return G_SOURCE_REMOVE;
}

/* One key, or one answer, may do the same to many. */
static void
begun_cb (TcUndo *self, gint64 act, const char *kind, GVariant *args)
{
  TcWorker *reader = tc_desk_get_side_reader (self->desk);
  Naming *naming = NULL;

  tc_undo_begin_act (self, act, kind, g_get_monotonic_time ());
  if (self->call_source == 0)
    self->call_source = g_idle_add_full (G_PRIORITY_HIGH, end_call_cb, self, NULL);
  if (!args || !reader)
    return;
  naming = g_new0 (Naming, 1);
  *naming = (Naming){self, act, g_variant_ref (args)};
  tc_worker_run_async (reader, read_code, naming, NULL, g_free, self->codes, code_read_cb, naming);
}

static void
answered_cb (TcUndo *self, gint64 act, gboolean kept)
{
  tc_undo_answer_act (self, act, kept);
}

static void
told_cb (TcUndo *self, gint64 act)
{
  tc_undo_end_act (self, act);
}

/* What is still read of what one did who has gone. */
static void
forget_codes (TcUndo *self)
{
  g_cancellable_cancel (self->codes);
  g_object_unref (self->codes);
  self->codes = g_cancellable_new ();
}

void
tc_undo_set_desk (TcUndo *self, TcDesk *desk)
{
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_handle_id (&self->call_source, g_source_remove);
  forget_codes (self);
  g_ptr_array_set_size (self->offers, 0);
  self->told_act = 0;
  g_set_object (&self->desk, desk);
  if (!desk)
    return;
  g_signal_connect_swapped (desk, "act-begun", G_CALLBACK (begun_cb), self);
  g_signal_connect_swapped (desk, "act-answered", G_CALLBACK (answered_cb), self);
  g_signal_connect_swapped (desk, "act-told", G_CALLBACK (told_cb), self);
}
