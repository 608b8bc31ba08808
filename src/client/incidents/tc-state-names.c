/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words of the province for states; see the header.
 */
#include "tc-state-names.h"

#include "tc-fold.h"
#include "tc-incident-words.h"
#include "tc-state-name.h"

struct _TcStateNames {
  TcWatch parent;
};

G_DEFINE_FINAL_TYPE (TcStateNames, tc_state_names, TC_TYPE_WATCH)

/* ---- told apart ---- */

static gboolean
is_used (const GPtrArray *names, guint state)
{
  g_autofree char *key = tc_fold_key (names->pdata[state]);

  for (guint other = 0; other < TC_N_STATES; other++) {
    const char *word = names->pdata[other] ? names->pdata[other]
                                           : tc_incident_word_state_plain (other);
    g_autofree char *taken = tc_fold_key (word);
    if (other != state && g_str_equal (taken, key))
      return TRUE;
  }
  return FALSE;
}

/* A word that is left out may leave its state with the one that another was given: once more. */
void
tc_state_names_part (GPtrArray *names)
{
  gboolean again = TRUE;

  g_return_if_fail (names->len == TC_N_STATES);
  while (again) {
    again = FALSE;
    for (guint state = 0; state < TC_N_STATES; state++) {
      if (!names->pdata[state] || !is_used (names, state))
        continue;
      g_message ("“%s” isn't used: another state has that name", (char *) names->pdata[state]);
      g_clear_pointer (&names->pdata[state], g_free);
      again = TRUE;
    }
  }
}

/* ---- the watch ---- */

static gpointer
read_names (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *names = tc_state_names (db, tc_incident_pick_name ("vi", "en"));

  tc_state_names_part (names);
  return names;
}

static void
use_names (TcWatch *watch)
{
  const GPtrArray *names = tc_watch_get (watch);
  TcDesk *desk = tc_watch_get_desk (watch);

  if (names && tc_incident_words_name_states (names) && desk)
    g_signal_emit_by_name (desk, "replaced");
}

static void
tc_state_names_class_init (TcStateNamesClass *class)
{
  static const char *const tables[] = {"state_name", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "the names of states";
  watch->tables = tables;
  watch->read = read_names;
  watch->free_view = (GDestroyNotify) g_ptr_array_unref;
  watch->changed = use_names;
}

static void
tc_state_names_init (TcStateNames *self)
{
}

TcStateNames *
tc_state_names_new (TcDesk *desk)
{
  TcStateNames *self = g_object_new (TC_TYPE_STATE_NAMES, NULL);

  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

void
tc_state_names_end (TcStateNames *self)
{
  g_return_if_fail (TC_IS_STATE_NAMES (self));
  g_object_run_dispose (G_OBJECT (self));
  tc_incident_words_name_states (NULL);
}
