/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages before there is a desk; see the header.
 */
#include "tc-first-run.h"

#include "tc-demonstration-page.h"
#include "tc-enrol-page.h"
#include "tc-focus.h"
#include "tc-setup-assistant.h"
#include "tc-welcome-page.h"

struct _TcFirstRun {
  GtkWidget parent;
  GtkWidget *scroller;                /* (unowned): template child */
  GtkStack *pages;                    /* (unowned): template child */
  TcEnrolPage *enrol;                 /* (unowned): template child */
  TcDemonstrationPage *demonstration; /* (unowned): template child */
  TcSetupAssistant *assistant;        /* (unowned): template child */
  GActionMap *window;                 /* (unowned) (nullable): outlives us */
  TcDesk *desk;                       /* (owned) (nullable): of this computer */
};

G_DEFINE_FINAL_TYPE (TcFirstRun, tc_first_run, GTK_TYPE_WIDGET)

static guint ready_signal;

/* A screen reader meets the page that is shown alone. */
static void
hide_others (TcFirstRun *self, GtkWidget *page)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->pages));

  for (; child; child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == page);
}

static void
show_page (TcFirstRun *self, const char *name)
{
  GAction *action = g_action_map_lookup_action (self->window, "first-run");
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, name);

  if (!page)
    return;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (name));
  gtk_widget_set_visible (page, TRUE);
  gtk_stack_set_visible_child (self->pages, page);
  hide_others (self, page);
  if (page == GTK_WIDGET (self->assistant))
    tc_setup_assistant_begin (self->assistant);
  gtk_widget_grab_focus (page);
}

static void
page_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  show_page (data, g_variant_get_string (target, NULL));
}

static void
enrolled_cb (TcFirstRun *self)
{
  g_signal_emit (self, ready_signal, 0, self->desk, NULL, NULL);
}

static void
opened_cb (TcFirstRun *self, TcDesk *desk, const char *account, const char *password)
{
  g_signal_emit (self, ready_signal, 0, desk, account, password);
}

static void
made_cb (TcFirstRun *self, const char *account, const char *password)
{
  g_signal_emit (self, ready_signal, 0, self->desk, account, password);
}

static void
left_cb (TcFirstRun *self)
{
  show_page (self, "welcome");
}

void
tc_first_run_attach (TcFirstRun *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "first-run", .activate = page_cb, .parameter_type = "s", .state = "'welcome'"},
  };

  g_return_if_fail (TC_IS_FIRST_RUN (self));
  self->window = window;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_enrol_page_attach (self->enrol, window);
  tc_demonstration_page_attach (self->demonstration, window);
  tc_setup_assistant_attach (self->assistant, window);
}

void
tc_first_run_set_desk (TcFirstRun *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_FIRST_RUN (self));
  g_set_object (&self->desk, desk);
  tc_enrol_page_set_desk (self->enrol, desk);
  tc_setup_assistant_set_desk (self->assistant, desk);
}

void
tc_first_run_prepare (TcFirstRun *self, const char *url, const char *code, gboolean show)
{
  g_return_if_fail (TC_IS_FIRST_RUN (self));
  tc_enrol_page_prepare (self->enrol, url, code);
  if (show)
    show_page (self, "connect");
}

const char *
tc_first_run_get_url (TcFirstRun *self)
{
  g_return_val_if_fail (TC_IS_FIRST_RUN (self), NULL);
  return tc_enrol_page_get_url (self->enrol);
}

void
tc_first_run_set_active (TcFirstRun *self, gboolean active)
{
  GAction *action = g_action_map_lookup_action (self->window, "first-run");

  g_return_if_fail (TC_IS_FIRST_RUN (self));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), active);
  tc_enrol_page_set_active (self->enrol, active);
  tc_demonstration_page_set_active (self->demonstration, active);
  tc_setup_assistant_set_active (self->assistant, active);
}

void
tc_first_run_finish (TcFirstRun *self)
{
  g_return_if_fail (TC_IS_FIRST_RUN (self));
  tc_demonstration_page_finish (self->demonstration);
  tc_setup_assistant_finish (self->assistant);
}

gboolean
tc_first_run_take_over (TcFirstRun *self, TcFirstRun *from)
{
  GAction *action;
  g_autoptr (GVariant) page = NULL;

  g_return_val_if_fail (TC_IS_FIRST_RUN (self) && TC_IS_FIRST_RUN (from), FALSE);
  action = g_action_map_lookup_action (from->window, "first-run");
  page = g_action_get_state (action);
  /* Where its actions can't be done a desk is worked at. */
  if (g_action_get_enabled (action) && !g_str_equal (g_variant_get_string (page, NULL), "welcome"))
    return FALSE;
  return tc_demonstration_page_take_over (self->demonstration, from->demonstration);
}

static gboolean
tc_first_run_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (gtk_stack_get_visible_child (TC_FIRST_RUN (widget)->pages));
}

static void
tc_first_run_dispose (GObject *object)
{
  TcFirstRun *self = TC_FIRST_RUN (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_first_run_parent_class)->dispose (object);
}

static void
tc_first_run_class_init (TcFirstRunClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_first_run_dispose;
  widget_class->grab_focus = tc_first_run_grab_focus;
  widget_class->focus = tc_focus_children;
  ready_signal = g_signal_new ("ready", TC_TYPE_FIRST_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 3, TC_TYPE_DESK, G_TYPE_STRING, G_TYPE_STRING);
  g_type_ensure (TC_TYPE_DEMONSTRATION_PAGE);
  g_type_ensure (TC_TYPE_ENROL_PAGE);
  g_type_ensure (TC_TYPE_SETUP_ASSISTANT);
  g_type_ensure (TC_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, TcFirstRun, scroller);
  gtk_widget_class_bind_template_child (widget_class, TcFirstRun, pages);
  gtk_widget_class_bind_template_child (widget_class, TcFirstRun, enrol);
  gtk_widget_class_bind_template_child (widget_class, TcFirstRun, demonstration);
  gtk_widget_class_bind_template_child (widget_class, TcFirstRun, assistant);
  gtk_widget_class_bind_template_callback (widget_class, enrolled_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, made_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_first_run_init (TcFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hide_others (self, gtk_stack_get_visible_child (self->pages));
}
