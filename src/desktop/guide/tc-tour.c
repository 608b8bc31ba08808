/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first-day tour; see the header. A step is fulfilled by whatever activates its action: key,
 * button, menu or command line.
 */
#include "tc-tour.h"

#include "tc-desk-lock.h"
#include "tc-panel-registry.h"
#include "tc-panel.h"
#include "tc-settings.h"
#include "tc-tour-place.h"
#include "tc-tour-steps.h"
#include "tc-verb-button.h"
#include "tc-window-keys.h"

#include <glib/gi18n-lib.h>

#define SETTING "tours"
#define SETTING_TYPE "a{s(sb)}"
/* Kept of so many people. */
#define PEOPLE_MAX 500
/* How long “Done” stands before the next step. */
#define GO_ON_MS 2500
/* What a step takes, about. */
#define STEP_S 36
#define HERE "tour-here"
#define KEYS_SHOWN (TC_TOUR_KEYS_MAX + 1)

typedef enum {
  AWAY,
  OFFERED,
  SHOWN,
} Mode;

struct _TcTour {
  GtkWidget parent;
  GtkWidget *box;               /* (unowned): template child */
  GtkWidget *offer;             /* (unowned): template child */
  GtkLabel *offer_label;        /* (unowned): template child */
  GtkWidget *start;             /* (unowned): template child */
  GtkWidget *card;              /* (unowned): template child */
  GtkLabel *count;              /* (unowned): template child */
  GtkLabel *title;              /* (unowned): template child */
  GtkLabel *text;               /* (unowned): template child */
  GtkLabel *keys[KEYS_SHOWN];   /* (unowned): template children */
  GtkLabel *done;               /* (unowned): template child */
  GtkWidget *next;              /* (unowned): template child */
  GtkApplicationWindow *window; /* (unowned): has us */
  TcEmergencyStrip *strip;      /* (unowned): in the same window */
  TcDesk *desk;                 /* (owned) (nullable) */
  char *person;                 /* (owned) (nullable): as in the settings, like the next */
  char *left;                   /* (owned) (nullable): name of the step; "": the first */
  Mode mode;
  const TcTourStep *step; /* (nullable): where one is, or was */
  gboolean fulfilled;
  guint go_on;        /* source id */
  GtkWidget *pointed; /* (weak) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcTour, tc_tour, GTK_TYPE_WIDGET)

/* ---- what is kept ---- */

/* Whether it is offered to this person; nothing that can't be kept is, or it would be each time. */
static gboolean
recall (TcTour *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, SETTING) : NULL;
  gboolean offers = TRUE;

  g_clear_pointer (&self->left, g_free);
  if (!kept || !g_variant_lookup (kept, self->person, "(sb)", &self->left, &offers))
    self->left = g_strdup ("");
  return settings && offers && g_settings_get_boolean (settings, "tour-offer");
}

static void
keep (TcTour *self, gboolean offers)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, SETTING) : NULL;
  GVariantBuilder builder;
  GVariant *value = NULL;
  const char *person = NULL;
  GVariantIter iter;
  guint n = 1;

  g_free (self->left);
  self->left = g_strdup (self->step ? self->step->name : "");
  if (!settings)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (SETTING_TYPE));
  g_variant_builder_add (&builder, "{s(sb)}", self->person, self->left, offers);
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_loop (&iter, "{&s@(sb)}", &person, &value)) {
    if (!g_str_equal (person, self->person) && n++ < PEOPLE_MAX)
      g_variant_builder_add (&builder, "{s@(sb)}", person, value);
  }
  g_settings_set_value (settings, SETTING, g_variant_builder_end (&builder));
}

/* ---- steps ---- */

/* Those that this person can do something with. (element-type TcTourStep) (transfer full) */
static GPtrArray *
list_steps (TcTour *self)
{
  GPtrArray *mine = g_ptr_array_new ();
  guint n = 0;
  const TcTourStep *steps = tc_tour_steps_list (&n);

  for (guint i = 0; i < n; i++) {
    if ((!steps[i].need || tc_desk_may (self->desk, steps[i].need)) &&
        (!steps[i].panel || tc_panel_registry_find (steps[i].panel)))
      g_ptr_array_add (mine, (gpointer) &steps[i]);
  }
  return mine;
}

/* Where one is among them; @n: out: how many there are. */
static guint
find_index (TcTour *self, guint *n)
{
  g_autoptr (GPtrArray) mine = list_steps (self);
  guint index = 0;

  *n = mine->len;
  g_ptr_array_find (mine, self->step, &index);
  return index < mine->len ? index : 0;
}

/* (nullable): NULL: there is none so far on, or so far back */
static const TcTourStep *
find_step (TcTour *self, int by)
{
  g_autoptr (GPtrArray) mine = list_steps (self);
  guint n = 0, index = find_index (self, &n) + (guint) by;

  return index < mine->len ? g_ptr_array_index (mine, index) : NULL;
}

static const TcTourStep *
find_named (TcTour *self, const char *name)
{
  g_autoptr (GPtrArray) mine = list_steps (self);

  for (guint i = 0; i < mine->len; i++) {
    const TcTourStep *step = g_ptr_array_index (mine, i);
    if (g_str_equal (step->name, name))
      return step;
  }
  return g_ptr_array_index (mine, 0);
}

/* ---- on screen ---- */

static void
set_text (GtkLabel *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_label (label), text))
    gtk_label_set_label (label, text);
}

static void
point (TcTour *self, GtkWidget *place)
{
  if (place == self->pointed)
    return;
  if (self->pointed)
    gtk_widget_remove_css_class (self->pointed, HERE);
  if (place)
    gtk_widget_add_css_class (place, HERE);
  g_set_weak_pointer (&self->pointed, place);
}

static const char *
find_panel_key (const char *panel)
{
  g_autofree char *action = g_strconcat ("win.panel::", panel, NULL);
  guint n = 0;
  const TcWindowKey *keys = tc_window_keys_list (&n);

  for (guint i = 0; i < n; i++) {
    if (g_str_equal (keys[i].action, action))
      return keys[i].accelerators[0];
  }
  return NULL;
}

/* The panel's own while it isn't shown, then the step's. */
static void
tell_keys (TcTour *self, gboolean here, GString *spoken)
{
  const char *accelerators[KEYS_SHOWN] = {NULL};
  guint n = 0;

  if (!here)
    accelerators[n++] = find_panel_key (self->step->panel);
  for (guint i = 0; i < TC_TOUR_KEYS_MAX && self->step->keys[i]; i++)
    accelerators[n++] = self->step->keys[i];
  for (guint i = 0; i < KEYS_SHOWN; i++) {
    GdkModifierType modifiers = 0;
    guint value = 0;
    g_autofree char *name = NULL;

    if (accelerators[i] && gtk_accelerator_parse (accelerators[i], &value, &modifiers))
      name = gtk_accelerator_get_label (value, modifiers);
    set_text (self->keys[i], name ? name : "");
    gtk_widget_set_visible (GTK_WIDGET (self->keys[i]), name != NULL);
    if (name)
      g_string_append_printf (spoken, " · %s", name);
  }
}

/* All of @text is the name of the group, for a screen reader. Whoever is at @button hears it there,
 * too. */
static void
announce (TcTour *self, GtkWidget *button, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
}

static void
tell_step (TcTour *self, gboolean here)
{
  const char *title = _ (self->step->title), *text = _ (self->step->text);
  g_autoptr (GString) spoken = g_string_new (NULL);
  g_autofree char *count = NULL;
  guint n = 0, index = find_index (self, &n);

  /* Translators: of the tour: which step this is, and of how many. */
  count = g_strdup_printf (_ ("Step %u of %u"), index + 1, n);
  g_string_printf (spoken, "%s: %s", count, title);
  tell_keys (self, here, spoken);
  if (self->fulfilled)
    g_string_append_printf (spoken, " · %s", gtk_label_get_label (self->done));
  g_string_append_printf (spoken, ". %s", text);
  set_text (self->count, count);
  set_text (self->title, title);
  set_text (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->done), self->fulfilled);
  g_object_set (self->next, "verb", index + 1 < n ? C_ ("tour", "Next") : C_ ("tour", "Finish"),
                NULL);
  announce (self, self->next, spoken->str);
}

/* Not begun, or where it was left. */
static void
tell_offer (TcTour *self)
{
  guint n = 0, index = 0, minutes = 0;
  g_autofree char *text = NULL;

  /* What a person may is perhaps known only now. */
  self->step = find_named (self, self->left);
  index = find_index (self, &n);
  minutes = MAX (1, n * STEP_S / 60);
  if (index > 0)
    text = g_strdup_printf (_ ("You left the first-day tour at step %u of %u."), index + 1, n);
  else
    /* Translators: how many steps, then how many minutes. */
    text = g_strdup_printf (ngettext ("First day here? %u short step, about %u min.",
                                      "First day here? %u short steps, about %u min.", n),
                            n, minutes);
  set_text (self->offer_label, text);
  g_object_set (self->start, "verb", index > 0 ? C_ ("tour", "Go on") : C_ ("tour", "Start"), NULL);
  announce (self, self->start, text);
}

static gboolean
has_focus (TcTour *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self->window));

  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* To the panel that is shown. */
static void
give_focus_back (TcTour *self)
{
  g_autoptr (GVariant)
      panel = g_action_group_get_action_state (G_ACTION_GROUP (self->window), "panel");

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel", panel);
}

/* All there is invented. */
static gboolean
is_demonstration (TcTour *self)
{
  gboolean demonstration = FALSE;

  g_object_get (self->desk, "demonstration", &demonstration, NULL);
  return demonstration;
}

/* In a demonstration nobody is in danger, and some emergency nearly always stands in the strip.
 * Locked, the desk shows nothing of it anyway. */
static gboolean
stands_aside (TcTour *self)
{
  return (gtk_widget_get_visible (GTK_WIDGET (self->strip)) && !is_demonstration (self)) ||
         tc_desk_lock_is_locked (tc_desk_lock_of (self->desk));
}

/* The keyboard stays where it is, but for who has it in here. */
static void
refresh (TcTour *self)
{
  gboolean had = has_focus (self), here = TRUE;
  gboolean shown = self->mode != AWAY && !stands_aside (self);
  gboolean steps = shown && self->mode == SHOWN;
  GtkWidget *place = steps ? tc_tour_place_find (GTK_WIDGET (self->window), self->step, &here)
                           : NULL;

  point (self, place);
  if (steps)
    tell_step (self, here);
  else if (shown)
    tell_offer (self);
  gtk_widget_set_visible (self->offer, self->mode == OFFERED);
  gtk_widget_set_visible (self->card, self->mode == SHOWN);
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  tc_panel_enable (G_ACTION_MAP (self->window), "tour", TRUE);
  tc_panel_enable (G_ACTION_MAP (self->window), "tour-next", shown);
  tc_panel_enable (G_ACTION_MAP (self->window), "tour-back", steps && find_step (self, -1));
  tc_panel_enable (G_ACTION_MAP (self->window), "tour-leave", shown);
  tc_panel_enable (G_ACTION_MAP (self->window), "tour-later", shown && !steps);
  if (had && steps && !has_focus (self))
    gtk_widget_grab_focus (self->next);
  else if (had && !shown)
    give_focus_back (self);
}

static void
refresh_cb (TcTour *self)
{
  if (self->desk)
    refresh (self);
}

void
tc_tour_turn (TcTour *self)
{
  g_return_if_fail (TC_IS_TOUR (self));
  if (self->desk && self->mode != AWAY)
    refresh (self);
}

/* ---- going through it ---- */

static void
go_to (TcTour *self, const TcTourStep *step)
{
  g_clear_handle_id (&self->go_on, g_source_remove);
  self->fulfilled = FALSE;
  self->step = step;
}

static void
show_step (TcTour *self, const TcTourStep *step)
{
  go_to (self, step);
  self->mode = SHOWN;
  keep (self, TRUE);
  refresh (self);
}

/* @offers: another time by itself, too */
static void
put_away (TcTour *self, gboolean offers)
{
  g_clear_handle_id (&self->go_on, g_source_remove);
  self->fulfilled = FALSE;
  self->mode = AWAY;
  keep (self, offers);
}

static void
finish (TcTour *self)
{
  go_to (self, NULL);
  put_away (self, FALSE);
  refresh (self);
}

static void
go (TcTour *self, int by)
{
  const TcTourStep *step = find_step (self, by);

  if (step) {
    show_step (self, step);
  } else if (by > 0) {
    finish (self);
    tc_panel_answer (GTK_WIDGET (self->window), TRUE,
                     _ ("That was the tour. “tour” in the command line begins it again."));
  }
}

static gboolean
go_on_cb (gpointer data)
{
  TcTour *self = data;

  self->go_on = 0;
  go (self, 1);
  return G_SOURCE_REMOVE;
}

static gboolean
is_door (const TcTourStep *step, const char *action, GVariant *target)
{
  for (guint i = 0; i < TC_TOUR_DOORS_MAX && step->doors[i]; i++) {
    if (g_str_equal (step->doors[i], action))
      return !step->target || g_str_equal (step->target, g_variant_get_string (target, NULL));
  }
  return FALSE;
}

/* Somebody did something that a step is about, and may look at another panel now. */
static void
door_cb (GSimpleAction *action, GVariant *target, TcTour *self)
{
  if (self->mode != SHOWN || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (!self->fulfilled && is_door (self->step, g_action_get_name (G_ACTION (action)), target)) {
    self->fulfilled = TRUE;
    self->go_on = g_timeout_add (GO_ON_MS, go_on_cb, self);
  }
  refresh (self);
}

/* What was going on is offered again; who locked since that is the step is through. */
static void
locked_cb (TcTour *self)
{
  gboolean locked = tc_desk_lock_is_locked (tc_desk_lock_of (self->desk));

  if (locked && self->mode == SHOWN && is_door (self->step, "lock", NULL) && !find_step (self, 1)) {
    finish (self);
    return;
  }
  if (locked && self->mode == SHOWN) {
    put_away (self, TRUE);
    self->mode = OFFERED;
  }
  refresh (self);
}

/* ---- actions ---- */

static void
tour_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTour *self = data;

  show_step (self, find_named (self, self->mode == SHOWN ? "" : self->left));
  tc_panel_answer (GTK_WIDGET (self->window), TRUE,
                   stands_aside (self) ? _ ("An emergency hasn't been taken. The tour begins when "
                                            "somebody has it.")
                                       : "");
}

static void
next_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTour *self = data;

  if (self->mode == OFFERED)
    show_step (self, find_step (self, 0));
  else
    go (self, 1);
}

static void
back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  go (data, -1);
}

/* For good: what is offered is declined by that. */
static void
leave_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTour *self = data;

  put_away (self, FALSE);
  refresh (self);
  tc_panel_answer (GTK_WIDGET (self->window), TRUE,
                   _ ("“tour” in the command line brings the tour back whenever you like."));
}

/* At the next sign-in. */
static void
later_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  put_away (data, TRUE);
  refresh (data);
}

static const GActionEntry entries[] = {
    {.name = "tour", .activate = tour_cb},        {.name = "tour-next", .activate = next_cb},
    {.name = "tour-back", .activate = back_cb},   {.name = "tour-leave", .activate = leave_cb},
    {.name = "tour-later", .activate = later_cb},
};

void
tc_tour_attach (TcTour *self, GtkApplicationWindow *window, TcEmergencyStrip *strip)
{
  g_return_if_fail (TC_IS_TOUR (self));
  self->window = window;
  self->strip = strip;
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    tc_panel_enable (G_ACTION_MAP (self->window), entries[i].name, FALSE);
  g_signal_connect_object (strip, "notify::visible", G_CALLBACK (refresh_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Each action but once. Whether a desk was locked is said by the lock, which may refuse. */
static void
watch_doors (TcTour *self, gboolean watched)
{
  guint n = 0;
  const TcTourStep *steps = tc_tour_steps_list (&n);

  for (guint i = 0; i < n * TC_TOUR_DOORS_MAX; i++) {
    const char *name = steps[i / TC_TOUR_DOORS_MAX].doors[i % TC_TOUR_DOORS_MAX];
    GAction *action = name && !g_str_equal (name, "lock")
                          ? g_action_map_lookup_action (G_ACTION_MAP (self->window), name)
                          : NULL;

    if (!action)
      continue;
    g_signal_handlers_disconnect_by_data (action, self);
    if (watched)
      g_signal_connect_object (action, "activate", G_CALLBACK (door_cb), self, 0);
  }
}

static void
leave_desk (TcTour *self)
{
  watch_doors (self, FALSE);
  g_signal_handlers_disconnect_by_data (tc_desk_lock_of (self->desk), self);
  g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->mode == SHOWN)
    put_away (self, TRUE);
  self->mode = AWAY;
  point (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    tc_panel_enable (G_ACTION_MAP (self->window), entries[i].name, FALSE);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->left, g_free);
}

/* What it is was not known yet, and with it whose tour this is. */
static void
demonstration_cb (TcTour *self)
{
  g_autoptr (TcDesk) desk = g_object_ref (self->desk);

  tc_tour_set_desk (self, desk);
}

void
tc_tour_set_desk (TcTour *self, TcDesk *desk)
{
  gboolean offers = FALSE;

  g_return_if_fail (TC_IS_TOUR (self));
  if (self->desk)
    leave_desk (self);
  if (!desk)
    return;
  self->desk = g_object_ref (desk);
  /* Persons of the demonstration have numbers that real ones have, too. */
  self->person = g_strdup_printf ("%s%" G_GINT64_FORMAT,
                                  is_demonstration (self) ? "demonstration-" : "",
                                  tc_desk_get_person (desk));
  offers = recall (self);
  go_to (self, find_named (self, self->left));
  self->mode = offers ? OFFERED : AWAY;
  watch_doors (self, TRUE);
  g_signal_connect_object (tc_desk_lock_of (desk), "notify::locked", G_CALLBACK (locked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::demonstration", G_CALLBACK (demonstration_cb), self,
                           G_CONNECT_SWAPPED);
  refresh (self);
}

static void
tc_tour_dispose (GObject *object)
{
  TcTour *self = TC_TOUR (object);

  g_clear_handle_id (&self->go_on, g_source_remove);
  g_clear_weak_pointer (&self->pointed);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->left, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_tour_parent_class)->dispose (object);
}

static void
tc_tour_class_init (TcTourClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_tour_dispose;
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-tour.ui");
  gtk_widget_class_bind_template_child (widget_class, TcTour, box);
  gtk_widget_class_bind_template_child (widget_class, TcTour, offer);
  gtk_widget_class_bind_template_child (widget_class, TcTour, offer_label);
  gtk_widget_class_bind_template_child (widget_class, TcTour, start);
  gtk_widget_class_bind_template_child (widget_class, TcTour, card);
  gtk_widget_class_bind_template_child (widget_class, TcTour, count);
  gtk_widget_class_bind_template_child (widget_class, TcTour, title);
  gtk_widget_class_bind_template_child (widget_class, TcTour, text);
  for (guint i = 0; i < KEYS_SHOWN; i++) {
    g_autofree char *name = g_strdup_printf ("key_%u", i);
    gtk_widget_class_bind_template_child_full (
        widget_class, name, FALSE, G_STRUCT_OFFSET (TcTour, keys) + (gssize) (i * sizeof (void *)));
  }
  gtk_widget_class_bind_template_child (widget_class, TcTour, done);
  gtk_widget_class_bind_template_child (widget_class, TcTour, next);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  /* Not a status: GTK 4.18 gives that no name. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tc_tour_init (TcTour *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
