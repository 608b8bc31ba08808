/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing over and taking over at the journal's panel: each an action of the window. Nothing is
 * signed before the password was checked; what goes wrong is said, and the remark stays.
 */
#include "tc-journal-panel-private.h"

#include "tc-hand-over-print.h"
#include "tc-incident-words.h"
#include "tc-people.h"
#include "tc-shift-operations.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
tc_journal_panel_enable_hand_over (TcJournalPanel *self)
{
  const TcJournalView *view = tc_journal_watch_get_view (self->watch);
  gboolean may = view && view->reading == TC_READING_OPEN &&
                 tc_desk_may (self->desk, TC_MAY_HAND_OVER);
  const TcHandOverSheet *sheet = view ? view->sheet : NULL;
  const struct {
    const char *name;
    gboolean can;
  } actions[] = {
      {"journal-hand-over", may && !self->signing},
      {"journal-take-over", may && !self->signing && sheet && sheet->taken_us == TC_NONE &&
                                sheet->staff_id != tc_desk_get_person (self->desk)},
      {"journal-print", sheet != NULL},
      {"journal-print-to", sheet != NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    tc_panel_enable (self->window, actions[i].name, actions[i].can);
}

void
tc_journal_panel_drop_draft (TcJournalPanel *self)
{
  g_clear_pointer (&self->draft, tc_hand_over_draft_free);
}

/* ---- signing ---- */

static void
signed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcJournalPanel) self = data;
  TcComposer *composer = tc_journal_work_get_composer (self->work);
  gint64 id = 0;
  g_autofree char *why = tc_hand_over_signed_finish (TC_DESK (source), result, &id);
  gboolean given = self->draft != NULL;

  self->signing = FALSE;
  if (!self->desk)
    return;
  if (why) {
    if (given)
      tc_composer_failed (composer, TC_JOURNAL_HAND_OVER, 0, TRUE);
    tc_journal_work_ask_password (self->work);
    tc_journal_work_show_trouble (self->work, why);
    tc_journal_panel_enable_actions (self);
    return;
  }
  if (given)
    tc_composer_done (composer, TC_JOURNAL_HAND_OVER, 0);
  tc_journal_panel_drop_draft (self);
  tc_journal_work_ask (self->work, FALSE, FALSE);
  tc_panel_say (GTK_WIDGET (self),
                given ? _ ("Handed over. The relief signs at any desk, under “Hand-overs”.")
                      : _ ("You have taken over."));
  tc_journal_panel_choose (self, id);
  tc_journal_panel_enable_actions (self);
  /* To the sheet, once it is listed. */
  self->coming_back = TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* TRUE: a password was typed, which is gone from the screen. */
static gboolean
take_password (TcJournalPanel *self, char **password)
{
  *password = tc_journal_work_take_password (self->work);
  if (**password)
    return TRUE;
  tc_journal_work_show_trouble (self->work, _ ("Type your password to sign."));
  tc_journal_work_ask_password (self->work);
  return FALSE;
}

void
tc_journal_panel_send_hand_over (TcJournalPanel *self, const char *remark)
{
  g_autofree char *password = NULL;

  if (!self->draft || !take_password (self, &password)) {
    tc_composer_failed (tc_journal_work_get_composer (self->work), TC_JOURNAL_HAND_OVER, 0, TRUE);
    if (self->draft)
      tc_journal_work_ask_password (self->work);
    return;
  }
  self->signing = TRUE;
  tc_journal_work_show_trouble (self->work, NULL);
  tc_journal_panel_enable_actions (self);
  tc_hand_over_sign_async (self->desk, self->draft, remark, password, signed_cb,
                           g_object_ref (self));
  memset (password, 0, strlen (password));
}

/* Enter in the password's field. */
static void
sign_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcJournalPanel *self = data;
  const TcJournalView *view = tc_journal_watch_get_view (self->watch);
  g_autofree char *password = NULL;

  if (self->signing)
    return;
  if (self->draft) {
    tc_composer_send (tc_journal_work_get_composer (self->work));
    return;
  }
  if (!view || !view->sheet || !take_password (self, &password))
    return;
  self->signing = TRUE;
  tc_journal_work_show_trouble (self->work, NULL);
  tc_journal_panel_enable_actions (self);
  tc_hand_over_take_async (self->desk, view->sheet, password, signed_cb, g_object_ref (self));
  memset (password, 0, strlen (password));
}

/* ---- beginning ---- */

static void
draft_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcJournalPanel) self = data;
  g_autoptr (GError) error = NULL;
  TcHandOverDraft *draft = tc_hand_over_draft_finish (TC_WORKER (source), result, &error);

  if (!self->desk || !draft) {
    g_clear_pointer (&draft, tc_hand_over_draft_free);
    if (self->desk)
      tc_journal_work_show_trouble (self->work, _ ("The sheet can't be written at the moment: this "
                                                   "desk's data can't be read. Try again."));
    return;
  }
  tc_composer_open (tc_journal_work_get_composer (self->work),
                    &(TcComposerForm){.action = TC_JOURNAL_HAND_OVER,
                                      .title = _ ("Remark for the relief (may stay empty)"),
                                      .verb = C_ ("verb", "Sign and hand over")});
  tc_journal_panel_drop_draft (self);
  self->draft = draft;
  tc_journal_work_ask (self->work, FALSE, FALSE);
  tc_journal_work_show_password (self->work);
  tc_journal_panel_show_selected (self);
}

static void
hand_over_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcJournalPanel *self = data;

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("journal"));
  if (self->show != TC_JOURNAL_SHOW_SHEETS || !self->draft) {
    self->before = self->show;
    self->before_id = self->selected;
  }
  tc_journal_panel_show_list (self, TC_JOURNAL_SHOW_SHEETS);
  tc_journal_work_show_trouble (self->work, NULL);
  tc_hand_over_draft_async (self->desk, draft_read_cb, g_object_ref (self));
  tc_panel_answer (GTK_WIDGET (self), TRUE, "");
}

static void
take_over_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcJournalPanel *self = data;

  tc_composer_close (tc_journal_work_get_composer (self->work));
  tc_journal_work_show_trouble (self->work, NULL);
  tc_journal_work_ask (self->work, FALSE, FALSE);
  tc_journal_work_ask_password (self->work);
}

static void
password_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_journal_work_set_password (TC_JOURNAL_PANEL (data)->work, g_variant_get_string (target, NULL));
}

/* ---- paper ---- */

typedef struct {
  TcJournalPanel *panel; /* (owned) */
  char *pdf;             /* (owned) (nullable) */
} Printing;

typedef struct {
  TcHandOverSheet *sheet; /* (owned) (nullable) */
  char *office;           /* (owned) */
  char *place;            /* (owned) */
} Printed;

static void
free_printed (gpointer data)
{
  Printed *printed = data;

  tc_hand_over_sheet_free (printed->sheet);
  g_free (printed->office);
  g_free (printed->place);
  g_free (printed);
}

static gpointer
read_printed (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  g_autoptr (TcAgency) centre = province ? tc_people_get_agency (db, province->centre_id) : NULL;
  Printed *printed = g_new0 (Printed, 1);

  printed->sheet = tc_hand_over_get (db, *(const gint64 *) data);
  printed->office = g_strdup (centre ? tc_incident_pick_name (centre->name_vi, centre->name_en)
                                     : "");
  printed->place = g_strdup (province ? tc_incident_pick_name (province->name_vi, province->name_en)
                                      : "");
  return printed;
}

static void
failed_cb (const char *why, GObject *owner)
{
  /* Translators: what the system says. */
  g_autofree char *text = g_strdup_printf (_ ("It could not be printed: %s"), why);

  tc_journal_work_show_trouble (TC_JOURNAL_PANEL (owner)->work, text);
}

static void
printed_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Printing *printing = data;
  g_autoptr (TcJournalPanel) self = printing->panel;
  g_autofree char *pdf = printing->pdf;
  Printed *printed = tc_worker_run_finish (TC_WORKER (source), result, NULL);

  if (self->desk && printed && printed->sheet)
    tc_hand_over_print (printed->sheet, printed->office, printed->place,
                        GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), pdf, failed_cb,
                        G_OBJECT (self));
  g_clear_pointer (&printed, free_printed);
}

static void
print_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcJournalPanel *self = data;
  Printing *printing = g_new0 (Printing, 1);

  *printing = (Printing){g_object_ref (self), target ? g_variant_dup_string (target, NULL) : NULL};
  tc_worker_run_async (tc_desk_get_reader (self->desk), read_printed,
                       g_memdup2 (&self->selected, sizeof self->selected), g_free, free_printed,
                       NULL, printed_read_cb, printing);
}

/* ---- the table ---- */

void
tc_journal_panel_add_hand_over (TcJournalPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "journal-hand-over", .activate = hand_over_cb},
      {.name = "journal-take-over", .activate = take_over_cb},
      {.name = "journal-sign", .activate = sign_cb},
      {.name = "journal-password", .activate = password_cb, .parameter_type = "s"},
      {.name = "journal-print", .activate = print_cb},
      {.name = "journal-print-to", .activate = print_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
