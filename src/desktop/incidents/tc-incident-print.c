/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The incident that is open, with its history, in the official form.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-paper.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-office.h"
#include "tc-paper-text.h"

#include <glib/gi18n-lib.h>

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  char *code;             /* (owned), as all texts */
  char *title;
  char *text;
  char *pdf; /* (nullable): a dialogue asks */
} Printing;

static void
free_printing (Printing *printing)
{
  g_object_unref (printing->panel);
  g_free (printing->code);
  g_free (printing->title);
  g_free (printing->text);
  g_free (printing->pdf);
  g_free (printing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Printing, free_printing)

static void
failed_cb (const char *why, GObject *owner)
{
  /* Translators: what the system says. */
  g_autofree char *text = g_strdup_printf (_ ("It could not be printed: %s"), why);

  tc_panel_say (GTK_WIDGET (owner), text);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Printing) printing = data;
  TcIncidentPanel *self = printing->panel;
  g_auto (GStrv) office = tc_office_read_finish (TC_WORKER (source), result, NULL);
  g_autofree char *person = NULL;

  if (!self->desk || !office)
    return;
  g_object_get (self->desk, "person-name", &person, NULL);
  tc_paper_text_print (
      &(TcPaperText){
          .office = office[0],
          /* Translators: number of a paper about an incident, written by hand on it. */
          .number = _ ("No.: ............/SV"),
          .place = office[1],
          .at_us = tc_now_us (),
          .title = _ ("INCIDENT AND ITS HISTORY"),
          .which = printing->title,
          .text = printing->text,
          .signers = {{_ ("PRINTED BY"), "", person ? person : ""},
                      {_ ("FOR THE CENTRE"), _ ("(signature, name, stamp)"), ""}},
          .foot = printing->code,
      },
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), printing->pdf, failed_cb,
      G_OBJECT (self));
}

static void
print_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  const TcIncidentRow *row = picture ? &picture->detail->incident : NULL;
  Printing *printing = NULL;

  if (!row) {
    tc_panel_say (GTK_WIDGET (self), _ ("Open an incident first: it is what is printed."));
    return;
  }
  printing = g_new0 (Printing, 1);
  *printing = (Printing){.panel = g_object_ref (self),
                         .code = g_strdup (row->code),
                         .title = g_strdup_printf ("%s · %s", row->code, row->title),
                         .text = tc_incident_word_paper (picture->detail, tc_now_us ()),
                         .pdf = target ? g_variant_dup_string (target, NULL) : NULL};
  tc_office_read_async (tc_desk_get_reader (self->desk), read_cb, printing);
}

void
tc_incident_panel_add_print_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "print-incident", .activate = print_cb},
      {.name = "print-incident-to", .activate = print_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
