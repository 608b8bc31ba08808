/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar of what is offered; see the header.
 */
#include "tc-offer-bar.h"

#include "tc-panel.h"
#include "tc-text-label.h"
#include "tc-verb-button.h"

struct _TcOfferBar {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like the next two */
  GtkLabel *text;
  GtkWidget *take;
  GActionMap *window; /* (unowned) (nullable): outlives us */
  char *action;       /* (owned) (nullable): what is offered; NULL: nothing */
};

G_DEFINE_FINAL_TYPE (TcOfferBar, tc_offer_bar, GTK_TYPE_WIDGET)

static void
tell (TcOfferBar *self, const char *text)
{
  tc_text_label_say (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  tc_panel_enable (self->window, "offer-take", text != NULL);
  tc_panel_enable (self->window, "offer-away", text != NULL);
}

void
tc_offer_bar_clear (TcOfferBar *self)
{
  g_return_if_fail (TC_IS_OFFER_BAR (self));
  g_clear_pointer (&self->action, g_free);
  tell (self, NULL);
}

static void
offer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcOfferBar *self = data;
  const char *text = NULL, *verb = NULL, *what = NULL;

  g_variant_get (target, "(&s&s&s)", &text, &verb, &what);
  g_free (self->action);
  self->action = g_strdup (what);
  g_object_set (self->take, "verb", verb, NULL);
  tell (self, text);
}

static void
end_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcOfferBar *self = data;

  if (g_strcmp0 (self->action, g_variant_get_string (target, NULL)) == 0)
    tc_offer_bar_clear (self);
}

/* What it leads to may offer something itself. */
static void
take_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcOfferBar *self = data;
  g_autofree char *what = g_strdup (self->action);

  tc_offer_bar_clear (self);
  if (what)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), what, NULL);
}

static void
away_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_offer_bar_clear (data);
}

void
tc_offer_bar_attach (TcOfferBar *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "offer", .activate = offer_cb, .parameter_type = "(sss)"},
      {.name = "offer-end", .activate = end_cb, .parameter_type = "s"},
      {.name = "offer-take", .activate = take_cb},
      {.name = "offer-away", .activate = away_cb},
  };

  g_return_if_fail (TC_IS_OFFER_BAR (self));
  self->window = window;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tell (self, NULL);
}

static void
tc_offer_bar_dispose (GObject *object)
{
  TcOfferBar *self = TC_OFFER_BAR (object);

  g_clear_pointer (&self->action, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_offer_bar_parent_class)->dispose (object);
}

static void
tc_offer_bar_class_init (TcOfferBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_offer_bar_dispose;
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-offer-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TcOfferBar, box);
  gtk_widget_class_bind_template_child (widget_class, TcOfferBar, text);
  gtk_widget_class_bind_template_child (widget_class, TcOfferBar, take);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_offer_bar_init (TcOfferBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
