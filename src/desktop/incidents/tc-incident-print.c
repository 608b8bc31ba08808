/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The incident that is open, with its history, in the official form.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-paper.h"
#include "tc-incident-words.h"
#include "tc-paper-text.h"
#include "tc-people.h"

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

/* Who makes it and where: two texts. */
static gpointer
read_office (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  g_autoptr (TcAgency) centre = province ? tc_people_get_agency (db, province->centre_id) : NULL;
  char **texts = g_new0 (char *, 3);

  texts[0] = g_strdup (centre ? tc_incident_pick_name (centre->name_vi, centre->name_en) : "");
  texts[1] = g_strdup (province ? tc_incident_pick_name (province->name_vi, province->name_en)
                                : "");
  return texts;
}

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
  g_auto (GStrv) office = tc_worker_run_finish (TC_WORKER (source), result, NULL);
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
          .at_us = g_get_real_time (),
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
                         .text = tc_incident_word_paper (picture->detail, g_get_real_time ()),
                         .pdf = target ? g_variant_dup_string (target, NULL) : NULL};
  tc_worker_run_async (tc_desk_get_reader (self->desk), read_office, NULL, NULL,
                       (GDestroyNotify) g_strfreev, NULL, read_cb, printing);
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
