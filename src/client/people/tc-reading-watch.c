/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be read; see the header.
 */
#include "tc-reading-watch.h"

#include "tc-camera-operations.h"
#include "tc-now.h"
#include "tc-permission.h"

#include <glib/gi18n-lib.h>

/* A post may begin or end meanwhile. */
#define TICK_S 30

struct _TcReadingWatch {
  TcWatch parent;
  gint64 scope;
};

G_DEFINE_FINAL_TYPE (TcReadingWatch, tc_reading_watch, TC_TYPE_WATCH)

typedef struct {
  gint64 staff_id;
  gint64 scope;
} Asked;

/* ---- words ---- */

static const struct {
  gint64 scope;
  const char *no_right; /* for gettext, like the next */
  const char *not_held;
} words[] = {
    {TC_SCOPE_INCIDENTS,
     N_ ("You may not read the centre's incidents, nor what belongs to them: alarms, journal, big "
         "events, figures. None of your roles has that right. Ask the administrator for a role "
         "that reads incidents."),
     N_ ("This desk doesn't hold the centre's incidents, nor what belongs to them: alarms, "
         "journal, big events, figures. No role that may work at it reads them. Work at another "
         "desk, or ask the administrator to let such a role work at this one.")},
    {TC_SCOPE_REPORTERS,
     N_ ("You may not read names and numbers of reporters, nor who looked at them: none of your "
         "roles has that right. Ask the administrator for a role that reads reporters."),
     N_ ("This desk doesn't hold names and numbers of reporters, nor who looked at them: no role "
         "that may work at it reads them. Work at another desk, or ask the administrator to let "
         "such a role work at this one.")},
    {TC_SCOPE_CAMERAS,
     N_ ("You may not see cameras: none of your roles has that right. Ask the administrator for a "
         "role that sees cameras."),
     N_ ("This desk doesn't hold the list of cameras: no role that may work at it reads that. Work "
         "at another desk, or ask the administrator to let such a role work at this one.")},
    {TC_SCOPE_CAMERAS_RESTRICTED,
     N_ ("Restricted cameras are not in this list: none of your roles has the right to see them. "
         "Ask the administrator for a role that sees restricted cameras."),
     N_ ("Restricted cameras are not in this list: this desk doesn't hold them. Work at another "
         "desk, or ask the administrator to let a role that sees them work at this one.")}};

const char *
tc_reading_word (TcReading reading, gint64 scope)
{
  if (reading == TC_READING_OPEN)
    return NULL;
  if (reading == TC_READING_UNKNOWN)
    return _ ("This desk holds nothing yet: what may be read here comes with the first data from "
              "the server.");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (words[i].scope == scope)
      return _ (reading == TC_READING_NO_RIGHT ? words[i].no_right : words[i].not_held);
  }
  g_return_val_if_reached (NULL);
}

/* ---- reading ---- */

TcReading
tc_reading_look (TcDatabase *db, gint64 staff_id, gint64 scope, gint64 at_us)
{
  TcReading reading = tc_reading_rights_look (db, staff_id, scope, at_us);
  const char *also = scope == TC_SCOPE_CAMERAS              ? TC_MAY_VIEW_CAMERAS
                     : scope == TC_SCOPE_CAMERAS_RESTRICTED ? TC_MAY_VIEW_RESTRICTED
                                                            : NULL;

  if (reading != TC_READING_UNKNOWN && also && !tc_permission_has (db, staff_id, also, at_us))
    return TC_READING_NO_RIGHT;
  return reading;
}

static gpointer
read_reading (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  TcReading reading = tc_reading_look (db, asked->staff_id, asked->scope, tc_now_us ());

  return g_memdup2 (&reading, sizeof reading);
}

/* Lists are filled again when it changes: not every half minute. */
static gboolean
same (gconstpointer before, gconstpointer now)
{
  return *(const TcReading *) before == *(const TcReading *) now;
}

static gpointer
ask (TcWatch *watch)
{
  const Asked asked = {tc_desk_get_person (tc_watch_get_desk (watch)),
                       TC_READING_WATCH (watch)->scope};

  return g_memdup2 (&asked, sizeof asked);
}

static gboolean
minds (TcWatch *watch, const char *table)
{
  return tc_reading_rights_touches (table);
}

static void
tc_reading_watch_class_init (TcReadingWatchClass *class)
{
  static const char *const tables[] = {"role_capability", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "what may be read";
  watch->tables = tables;
  watch->tick_s = TICK_S;
  watch->read = read_reading;
  watch->free_view = g_free;
  watch->same = same;
  watch->ask = ask;
  watch->free_asked = g_free;
  watch->minds = minds;
}

static void
tc_reading_watch_init (TcReadingWatch *self)
{
}

TcReadingWatch *
tc_reading_watch_new (TcDesk *desk, gint64 scope)
{
  TcReadingWatch *self = g_object_new (TC_TYPE_READING_WATCH, NULL);

  self->scope = scope;
  tc_watch_follow (TC_WATCH (self), desk);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (tc_watch_read), self,
                           G_CONNECT_SWAPPED);
  return self;
}

const char *
tc_reading_watch_word (TcReadingWatch *self)
{
  g_return_val_if_fail (TC_IS_READING_WATCH (self), NULL);
  const TcReading *reading = tc_watch_get (TC_WATCH (self));

  return reading ? tc_reading_word (*reading, self->scope) : NULL;
}

gboolean
tc_reading_watch_is_open (TcReadingWatch *self)
{
  g_return_val_if_fail (TC_IS_READING_WATCH (self), FALSE);
  const TcReading *reading = tc_watch_get (TC_WATCH (self));

  return reading && *reading == TC_READING_OPEN;
}
