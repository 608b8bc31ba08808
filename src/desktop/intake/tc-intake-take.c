/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calls of a seat as a table: what was logged since its person signed in, and what is begun.
 * Who calls stays on the screen: a file goes further than the desk may.
 */
#include "tc-intake-panel-private.h"

#include "tc-incident-export.h"
#include "tc-list-take.h"
#include "tc-now.h"

#include <glib/gi18n-lib.h>

/* More than anybody takes down in a shift; then the oldest make room. */
#define CALLS_MAX 500

static void
clear_call (gpointer data)
{
  TcIntakeLogged *call = data;

  g_free (call->code);
  g_free (call->title);
}

GArray *
tc_intake_panel_make_calls (void)
{
  GArray *calls = g_array_new (FALSE, FALSE, sizeof (TcIntakeLogged));

  g_array_set_clear_func (calls, clear_call);
  return calls;
}

void
tc_intake_panel_keep_call (TcIntakePanel *self, const char *code, const char *title)
{
  const TcIntakeLogged call = {tc_now_us (), g_strdup (code), g_strdup (title)};

  if (self->calls->len == CALLS_MAX)
    g_array_remove_index (self->calls, 0);
  g_array_append_val (self->calls, call);
}

static void
add_line (TcListTable *table, gint64 at_us, const char *code, const char *what, const char *state)
{
  g_autofree char *when = tc_incident_word_date (at_us);
  const char *const cells[] = {when, code, what, state};

  tc_list_table_add (table, cells);
}

/* Not its title, which may be a name or a number where nothing else is known yet. */
static void
add_begun (TcListTable *table, const TcIntakeForm *form)
{
  const char *what = *form->text ? form->text : form->address;
  g_autofree char *line = g_strndup (what, strcspn (what, "\n"));
  g_autofree char *state = form->staff_name && *form->staff_name
                               /* Translators: whose draft of a call it is. */
                               ? g_strdup_printf (_ ("begun by %s, not logged"), form->staff_name)
                               : g_strdup (_ ("begun, not logged"));

  add_line (table, form->id, form->code, line, state);
}

static TcListTable *
make_table (GtkWidget *owner)
{
  TcIntakePanel *self = TC_INTAKE_PANEL (owner);
  const TcListColumn columns[] = {{C_ ("paper", "When"), 13},
                                  {C_ ("paper", "Code"), 16},
                                  {C_ ("paper", "Matter"), 45},
                                  {C_ ("paper", "State"), 26}};
  TcListTable *table = tc_list_table_new (_ ("CALLS AT THIS DESK"),
                                          _ ("Logged here since sign-in, and begun"), columns,
                                          G_N_ELEMENTS (columns));

  for (guint i = 0; i < self->calls->len; i++) {
    const TcIntakeLogged *call = &g_array_index (self->calls, TcIntakeLogged, i);
    add_line (table, call->at_us, call->code, call->title, C_ ("call", "logged"));
  }
  for (guint i = 0; i < self->forms->len; i++) {
    const TcIntakeForm *form = self->forms->pdata[i];
    if (!tc_intake_form_is_empty (form))
      add_begun (table, form);
  }
  return table;
}

void
tc_intake_panel_add_take (TcIntakePanel *self, GActionMap *window)
{
  tc_list_take_fill_menu (self->list_menu, "calls");
  tc_list_take_add (window, "calls", GTK_WIDGET (self), self->desk,
                    /* Translators: name of a file: calls of a desk; year-month-day, end stay. */
                    _ ("calls-%Y-%m-%d.csv"), make_table);
}
