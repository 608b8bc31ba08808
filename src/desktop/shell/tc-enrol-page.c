/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The enrolment page; see the header.
 */
#include "tc-enrol-page.h"

#include "tc-fingerprint.h"
#include "tc-focus.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

struct _TcEnrolPage {
  GtkWidget parent;
  GtkWidget *sheet;   /* (unowned): template child */
  GtkEditable *url;   /* (unowned): template child */
  GtkEditable *code;  /* (unowned): template child */
  GtkWidget *enter;   /* (unowned): template child */
  GtkWidget *spinner; /* (unowned): template child */
  GtkLabel *refusal;  /* (unowned): template child */
  GtkWidget *compare; /* (unowned): template child */
  GtkWidget *differ;  /* (unowned): template child */
  GtkLabel *words;    /* (unowned): template child */
  GtkLabel *digits;   /* (unowned): template child */
  TcDesk *desk;       /* (owned) (nullable) */
  GActionMap *window; /* (unowned) (nullable): outlives us */
  gboolean busy;
  gboolean active;
};

G_DEFINE_FINAL_TYPE (TcEnrolPage, tc_enrol_page, GTK_TYPE_WIDGET)

static guint enrolled_signal;

static void
enable (TcEnrolPage *self, const char *name, gboolean enabled)
{
  GAction *action = self->window ? g_action_map_lookup_action (self->window, name) : NULL;

  if (action)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled && self->active);
}

static void
refresh (TcEnrolPage *self)
{
  enable (self, "enrol", !self->busy);
  enable (self, "enrol-with", !self->busy);
  enable (self, "trust-server", !self->busy && gtk_widget_get_visible (self->compare));
}

static void
set_busy (TcEnrolPage *self, gboolean busy)
{
  self->busy = busy;
  refresh (self);
  gtk_widget_set_visible (self->spinner, busy);
  g_object_set (self->spinner, "spinning", busy, NULL);
}

/* Whether it failed for want of trust alone: then a person is asked. */
static gboolean
ask_trust (TcEnrolPage *self, const GError *error)
{
  const char *pem = g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE)
                        ? tc_desk_get_refused_certificate (self->desk)
                        : NULL;
  g_autofree char *words = pem ? tc_fingerprint_words (pem) : NULL;
  g_autofree char *digits = pem ? tc_fingerprint_digits (pem) : NULL;

  if (!words)
    return FALSE;
  gtk_label_set_label (self->words, words);
  gtk_label_set_label (self->digits, digits);
  gtk_widget_set_visible (self->compare, TRUE);
  refresh (self);
  gtk_widget_grab_focus (self->differ);
  return TRUE;
}

/* What is wrong with a certificate that nobody can vouch for. */
static char *
word_fault (const GError *error)
{
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return g_strdup (_ ("The server's certificate is not for this address, or its time is over. "
                        "Check the address, or call the administrator."));
  return tc_fault_word (error);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcEnrolPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_enrol_finish (TC_DESK (source), result, &error);
  g_autofree char *text = NULL;

  if (!self->sheet)
    return;
  set_busy (self, FALSE);
  if (!refusal && !error) {
    gtk_editable_set_text (self->code, "");
    g_signal_emit (self, enrolled_signal, 0);
    return;
  }
  if (error && ask_trust (self, error))
    return;
  text = refusal ? tc_refusal_word (refusal, tc_now_us ()) : word_fault (error);
  tc_text_label_say (self->refusal, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
enter_cb (TcEnrolPage *self)
{
  if (!self->desk || self->busy)
    return;
  tc_text_label_say (self->refusal, NULL);
  gtk_widget_set_visible (self->compare, FALSE);
  set_busy (self, TRUE);
  tc_desk_enrol_async (self->desk, gtk_editable_get_text (self->url),
                       gtk_editable_get_text (self->code), NULL, enrolled_cb, g_object_ref (self));
}

static void
url_activate_cb (TcEnrolPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
enrol_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  enter_cb (data);
}

static void
enrol_with_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcEnrolPage *self = data;
  const char *url = NULL, *code = NULL;

  g_variant_get (target, "(&s&s)", &url, &code);
  gtk_editable_set_text (self->url, url);
  gtk_editable_set_text (self->code, code);
  enter_cb (self);
}

static void
trust_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcEnrolPage *self = data;

  gtk_widget_set_visible (self->compare, FALSE);
  refresh (self);
  if (g_variant_get_boolean (target)) {
    tc_desk_set_ca (self->desk, tc_desk_get_refused_certificate (self->desk));
    enter_cb (self);
    return;
  }
  tc_text_label_say (self->refusal,
                     _ ("Not connected: this may be another server than the one you mean. Nothing "
                        "was sent. Tell the administrator."));
  gtk_widget_grab_focus (GTK_WIDGET (self->url));
}

void
tc_enrol_page_attach (TcEnrolPage *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "enrol", .activate = enrol_cb},
      {.name = "enrol-with", .activate = enrol_with_cb, .parameter_type = "(ss)"},
      {.name = "trust-server", .activate = trust_cb, .parameter_type = "b"},
  };

  g_return_if_fail (TC_IS_ENROL_PAGE (self));
  self->window = window;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  refresh (self);
}

void
tc_enrol_page_set_active (TcEnrolPage *self, gboolean active)
{
  g_return_if_fail (TC_IS_ENROL_PAGE (self));
  self->active = active;
  refresh (self);
}

void
tc_enrol_page_set_desk (TcEnrolPage *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_ENROL_PAGE (self));
  g_set_object (&self->desk, desk);
}

void
tc_enrol_page_prepare (TcEnrolPage *self, const char *url, const char *code)
{
  g_return_if_fail (TC_IS_ENROL_PAGE (self));

  gtk_editable_set_text (self->url, url ? url : "");
  gtk_editable_set_text (self->code, code ? code : "");
  if (url && *url && code && *code)
    enter_cb (self);
}

const char *
tc_enrol_page_get_url (TcEnrolPage *self)
{
  g_return_val_if_fail (TC_IS_ENROL_PAGE (self), NULL);
  return gtk_editable_get_text (self->url);
}

static gboolean
tc_enrol_page_grab_focus (GtkWidget *widget)
{
  TcEnrolPage *self = TC_ENROL_PAGE (widget);
  gboolean known = *gtk_editable_get_text (self->url) != 0;

  return gtk_widget_grab_focus (GTK_WIDGET (known ? self->code : self->url));
}

static void
tc_enrol_page_dispose (GObject *object)
{
  TcEnrolPage *self = TC_ENROL_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->sheet, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_enrol_page_parent_class)->dispose (object);
}

static void
tc_enrol_page_class_init (TcEnrolPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_enrol_page_dispose;
  widget_class->grab_focus = tc_enrol_page_grab_focus;
  widget_class->focus = tc_focus_children;
  enrolled_signal = g_signal_new ("enrolled", TC_TYPE_ENROL_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-enrol-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, url);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, code);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, enter);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, refusal);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, compare);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, differ);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, words);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, digits);
  gtk_widget_class_bind_template_callback (widget_class, url_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_enrol_page_init (TcEnrolPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->active = TRUE;
}
