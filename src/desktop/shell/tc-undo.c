/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back; see the header.
 */
#include "tc-undo.h"

#include "tc-panel.h"

#include <glib/gi18n-lib.h>

#define PREFIX "win."

typedef struct {
  char *text;       /* (owned) */
  char *action;     /* (owned): with its prefix; "": nothing takes it back */
  GVariant *target; /* (owned) (nullable) */
  gint64 until_us;  /* monotonic */
  gboolean told;    /* that it can't be taken back now */
} Offer;

struct _TcUndo {
  GPtrArray *offers;  /* (owned) (element-type Offer): the newest last */
  GtkWidget *place;   /* (unowned) (nullable): outlives it */
  GActionMap *window; /* (unowned) (nullable): has us */
};

static void
free_offer (gpointer data)
{
  Offer *offer = data;

  g_free (offer->text);
  g_free (offer->action);
  g_clear_pointer (&offer->target, g_variant_unref);
  g_free (offer);
}

TcUndo *
tc_undo_new (void)
{
  TcUndo *self = g_new0 (TcUndo, 1);

  self->offers = g_ptr_array_new_with_free_func (free_offer);
  return self;
}

void
tc_undo_free (TcUndo *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->offers);
  g_free (self);
}

void
tc_undo_clear (TcUndo *self)
{
  g_ptr_array_set_size (self->offers, 0);
}

static gboolean
is_same (const Offer *offer, const char *action, GVariant *target)
{
  return g_str_equal (offer->action, action) && !offer->target == !target &&
         (!target || g_variant_equal (offer->target, target));
}

void
tc_undo_forget (TcUndo *self, const char *action, GVariant *target)
{
  for (guint i = self->offers->len; i > 0; i--) {
    if (is_same (g_ptr_array_index (self->offers, i - 1), action, target))
      g_ptr_array_remove_index (self->offers, i - 1);
  }
}

void
tc_undo_offer (TcUndo *self, const char *text, const char *action, GVariant *target, gint64 now_us)
{
  Offer *offer = g_new0 (Offer, 1);

  *offer = (Offer){.text = g_strdup (text),
                   .action = g_strdup (action),
                   .target = target ? g_variant_ref_sink (target) : NULL,
                   .until_us = now_us + TC_UNDO_US};
  if (*action)
    tc_undo_forget (self, action, offer->target);
  g_ptr_array_add (self->offers, offer);
  if (self->offers->len > TC_UNDO_MAX)
    g_ptr_array_remove_index (self->offers, 0);
}

static const char *
get_name (const Offer *offer)
{
  return g_str_has_prefix (offer->action, PREFIX) ? offer->action + strlen (PREFIX) : offer->action;
}

/* @offer: (transfer full) */
static char *
activate (Offer *offer, GActionGroup *actions)
{
  char *text = g_steal_pointer (&offer->text);

  g_action_group_activate_action (actions, get_name (offer), offer->target);
  free_offer (offer);
  return text;
}

static gboolean
can_take (const Offer *offer, GActionGroup *actions)
{
  return *offer->action && g_action_group_get_action_enabled (actions, get_name (offer));
}

TcUndoOutcome
tc_undo_take (TcUndo *self, GActionGroup *actions, gint64 now_us, char **text)
{
  *text = NULL;
  for (guint i = self->offers->len; i > 0; i--) {
    Offer *offer = g_ptr_array_index (self->offers, i - 1);
    gboolean pends = g_str_equal (offer->action, TC_UNDO_PENDING);
    gboolean can = !pends && can_take (offer, actions);

    if (now_us >= offer->until_us || (!can && offer->told))
      continue;
    if (can) {
      *text = activate (g_ptr_array_steal_index (self->offers, i - 1), actions);
      return TC_UNDO_TAKEN;
    }
    offer->told = !pends;
    *text = g_strdup (offer->text);
    return pends ? TC_UNDO_PENDS : TC_UNDO_CANT;
  }
  return TC_UNDO_NOTHING;
}

/* ---- the window's ---- */

/* (transfer full) */
static char *
word_outcome (TcUndoOutcome outcome, const char *text)
{
  switch (outcome) {
  case TC_UNDO_TAKEN:
    /* Translators: what was done, as it was told then: "PA-… merged into PA-….". */
    return g_strdup_printf (_ ("Taking back: %s"), text);
  case TC_UNDO_CANT:
    /* Translators: what was done, as it was told then; the key pressed once more goes on to what
     * was done before that. */
    return g_strdup_printf (_ ("This can't be taken back: %s"), text);
  case TC_UNDO_PENDS:
    /* Translators: what is being done, as it will be told: "PA-… taken.". */
    return g_strdup_printf (_ ("Nothing was taken back, this isn't done yet: %s"), text);
  default:
    return g_strdup (_ ("There is nothing to undo."));
  }
}

static void
undo_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcUndo *self = data;
  g_autofree char *text = NULL, *said = NULL;
  TcUndoOutcome outcome = tc_undo_take (self, G_ACTION_GROUP (self->window),
                                        g_get_monotonic_time (), &text);

  said = word_outcome (outcome, text);
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
forget_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *name = NULL;
  g_autoptr (GVariant) array = NULL, with = NULL;

  g_variant_get (target, "(&s@av)", &name, &array);
  with = get_target (array);
  tc_undo_forget (data, name, with);
}

void
tc_undo_attach (TcUndo *self, GActionMap *window, GtkWidget *place)
{
  const GActionEntry entries[] = {
      {.name = "undo", .activate = undo_cb},
      {.name = "undo-offer", .activate = offer_cb, .parameter_type = "(ssav)"},
      {.name = "undo-forget", .activate = forget_cb, .parameter_type = "(sav)"},
  };

  self->window = window;
  self->place = place;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
