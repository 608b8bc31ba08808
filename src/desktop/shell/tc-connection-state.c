/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state of the line; see the header.
 */
#include "tc-connection-state.h"

#include "tc-desk-tray.h"
#include "tc-disk-words.h"
#include "tc-files.h"
#include "tc-line-words.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-server-clock.h"
#include "tc-signal-shape.h"
#include "tc-tip.h"
#include "tc-verb-button.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

/* From then on that there is no line is more than an attempt that fails. */
#define AWAY_US G_TIME_SPAN_MINUTE
/* So much of the state stays readable where there is little room. */
#define STATE_CHARS_MIN 8

struct _TcConnectionState {
  GtkWidget parent;
  TcDesk *desk;           /* (owned) (nullable) */
  GtkWidget *box;         /* (unowned): template child */
  GtkWidget *button;      /* (unowned): template child */
  TcSignalShape *shape;   /* (unowned): template child */
  GtkLabel *state;        /* (unowned): template child */
  GtkLabel *rest;         /* (unowned): template child */
  GtkWidget *attention;   /* (unowned): template child */
  GtkLabel *to_deal_with; /* (unowned): template child */
};

G_DEFINE_FINAL_TYPE (TcConnectionState, tc_connection_state, GTK_TYPE_WIDGET)

typedef struct {
  int state;
  int disk;
  gint64 offline_since_us;
  guint pending;
  guint attention;
  int round_trip_ms;
  double loading;
  guint unsent;      /* files */
  char *turned_away; /* (owned) (nullable) */
  int relay;
  gint64 relay_since_us;
  gint64 clock_ahead_us;
} Line;

/* Not the network's fault, so nobody waits for it. (nullable) */
static const char *
word_turned_away (const Line *line)
{
  return line->turned_away && line->state != TC_DESK_ONLINE
             ? tc_line_word_turned_away (line->turned_away)
             : NULL;
}

static gboolean
is_clock_off (const Line *line)
{
  return line->state == TC_DESK_ONLINE && ABS (line->clock_ahead_us) > TC_CLOCK_OFF_US;
}

/* What it means and what to do; for all else what the button does. (transfer full) */
static char *
word_tooltip (const Line *line)
{
  g_autoptr (TcRefusal) why = word_turned_away (line) ? tc_refusal_new (line->turned_away, NULL)
                                                      : NULL;

  if (is_clock_off (line))
    return g_strdup (
        _ ("This computer's clock is wrong: have it set (F9 says by how much). What is "
           "done here gets the server's time."));
  return why ? tc_refusal_word (why, tc_now_us ())
             : g_strdup (_ ("The line to the server, what waits, and what this desk holds (F9)"));
}

static char *
word_online (const Line *line)
{
  g_autofree char *since = NULL;

  if (is_clock_off (line))
    /* Translators: there is a line to the server; the clock of this computer is wrong. */
    return g_strdup (C_ ("line", "Online, clock off"));
  if (line->relay == TC_DESK_DIRECT)
    return g_strdup (C_ ("line", "Online"));
  if (line->relay == TC_DESK_RELAYED)
    /* Translators: this desk's line goes to the relay of its room, which has the server. */
    return g_strdup (C_ ("line", "Online by relay"));
  if (line->relay_since_us == 0)
    /* Translators: the room's relay is there, the server isn't. */
    return g_strdup (C_ ("line", "Relay, no server"));
  since = tc_words_clock (line->relay_since_us, tc_now_us ());
  /* Translators: the room's relay is there, the server isn't: since when. */
  return g_strdup_printf (C_ ("line", "Relay, no server since %s"), since);
}

/* An attempt among many: what is shown is still as old as before. */
static gboolean
is_away (const Line *line)
{
  gboolean loading = line->loading > 0 && line->loading < 1;

  return line->state == TC_DESK_CONNECTING && !loading && line->offline_since_us != 0 &&
         tc_now_us () - line->offline_since_us > AWAY_US;
}

static char *
word_state (const Line *line)
{
  g_autofree char *since = NULL;

  /* More pressing than the line, which is closed for it. */
  if (tc_disk_word_short ((TcDiskState) line->disk))
    return g_strdup (tc_disk_word_short ((TcDiskState) line->disk));
  if (word_turned_away (line))
    return g_strdup (word_turned_away (line));
  switch (line->state) {
  case TC_DESK_ONLINE:
    return word_online (line);
  case TC_DESK_CONNECTING:
    if (is_away (line)) {
      since = tc_words_clock (line->offline_since_us, tc_now_us ());
      /* Translators: an attempt to reach the server, and since when there is no line. */
      return g_strdup_printf (C_ ("line", "Connecting, offline since %s"), since);
    }
    return line->loading > 0 && line->loading < 1
               /* Translators: the desk loads its data from the server: per cent. */
               ? g_strdup_printf (C_ ("line", "Loading %d\u00a0%%"), (int) (line->loading * 100))
               : g_strdup (C_ ("line", "Connecting"));
  case TC_DESK_OFFLINE:
    if (line->offline_since_us == 0)
      return g_strdup (C_ ("line", "Offline"));
    since = tc_words_clock (line->offline_since_us, tc_now_us ());
    /* Translators: there is no line to the server: since when. */
    return g_strdup_printf (C_ ("line", "Offline since %s"), since);
  default:
    return g_strdup (C_ ("line", "No server yet"));
  }
}

static char *
word_rest (const Line *line)
{
  g_autofree char *operations = NULL, *files = NULL, *waiting = NULL;

  /* There is little room for why it isn't let in, and all of it is needed. */
  if (line->state == TC_DESK_NEW ||
      (word_turned_away (line) && line->pending == 0 && line->unsent == 0))
    return g_strdup ("");
  /* Translators: operations made here that the server hasn't got yet. */
  operations = g_strdup_printf (ngettext ("%u waiting", "%u waiting", line->pending),
                                line->pending);
  if (line->unsent > 0)
    /* Translators: files attached here that the server hasn't got yet; after what waits. */
    files = g_strdup_printf (ngettext (", %u file to send", ", %u files to send", line->unsent),
                             line->unsent);
  waiting = g_strconcat (operations, files, NULL);
  if (line->state == TC_DESK_ONLINE && line->loading < 1)
    /* Translators: what waits, then that what is over and done with is still being loaded: per
     * cent. */
    return g_strdup_printf (C_ ("line", " · %s · history %d\u00a0%%"), waiting,
                            (int) (line->loading * 100));
  if (line->state != TC_DESK_ONLINE || line->round_trip_ms < 0)
    return g_strdup_printf (" · %s", waiting);
  /* Translators: what waits, then the time to the server and back in milliseconds. */
  return g_strdup_printf (C_ ("line", " · %s · %d ms"), waiting, line->round_trip_ms);
}

static void
refresh_cb (TcConnectionState *self)
{
  Line line = {0};
  g_autofree char *state = NULL, *rest = NULL, *attention = NULL, *spoken = NULL, *tip = NULL;
  TcSignal signal = TC_SIGNAL_NOTICE;

  if (!self->desk)
    return;
  g_object_get (self->desk, "state", &line.state, "disk", &line.disk, "offline-since-us",
                &line.offline_since_us, "pending", &line.pending, "attention", &line.attention,
                "round-trip-ms", &line.round_trip_ms, "loading", &line.loading, "turned-away",
                &line.turned_away, "relay", &line.relay, "relay-since-us", &line.relay_since_us,
                "clock-ahead-us", &line.clock_ahead_us, NULL);
  /* What the person may not see is no number either. */
  line.attention -= tc_desk_get_attention_hidden (self->desk);
  line.unsent = tc_files_get_unsent (tc_files_of (self->desk));
  state = word_state (&line);
  rest = word_rest (&line);
  /* Translators: operations that the server refused and somebody must deal with. */
  attention = g_strdup_printf (ngettext ("%u needs attention", "%u need attention", line.attention),
                               line.attention);
  if (line.state == TC_DESK_OFFLINE || line.turned_away || is_away (&line) ||
      line.disk >= TC_DISK_FULL || line.relay == TC_DESK_RELAY_CUT)
    signal = TC_SIGNAL_URGENT;
  else if (line.state == TC_DESK_ONLINE)
    signal = TC_SIGNAL_ATTENTION;
  tc_signal_shape_set_signal (self->shape, signal);
  if (signal == TC_SIGNAL_ATTENTION && !is_clock_off (&line))
    gtk_widget_add_css_class (GTK_WIDGET (self->shape), "calm");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->shape), "calm");
  gtk_label_set_label (self->state, state);
  gtk_label_set_width_chars (self->state,
                             MIN ((int) g_utf8_strlen (state, -1) - 1, STATE_CHARS_MIN));
  gtk_label_set_label (self->rest, rest);
  gtk_label_set_label (self->to_deal_with, attention);
  gtk_widget_set_visible (self->attention, line.attention > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->attention), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  attention, -1);
  tip = word_tooltip (&line);
  tc_tip_set (self->button, tip);
  spoken = g_strdup_printf ("%s%s", state, rest);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  g_free (line.turned_away);
}

void
tc_connection_state_set_desk (TcConnectionState *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_CONNECTION_STATE (self));

  if (self->desk == desk)
    return;
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->desk)
    g_signal_handlers_disconnect_by_data (tc_files_of (self->desk), self);
  g_set_object (&self->desk, desk);
  if (desk)
    g_signal_connect_object (desk, "notify", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  if (desk)
    g_signal_connect_object (tc_files_of (desk), "notify::unsent", G_CALLBACK (refresh_cb), self,
                             G_CONNECT_SWAPPED);
  refresh_cb (self);
}

static void
tc_connection_state_dispose (GObject *object)
{
  TcConnectionState *self = TC_CONNECTION_STATE (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_connection_state_parent_class)->dispose (object);
}

static void
tc_connection_state_class_init (TcConnectionStateClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_connection_state_dispose;
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-connection-state.ui");
  gtk_widget_class_bind_template_child (widget_class, TcConnectionState, box);
  gtk_widget_class_bind_template_child (widget_class, TcConnectionState, button);
  gtk_widget_class_bind_template_child (widget_class, TcConnectionState, shape);
  gtk_widget_class_bind_template_child (widget_class, TcConnectionState, state);
  gtk_widget_class_bind_template_child (widget_class, TcConnectionState, rest);
  gtk_widget_class_bind_template_child (widget_class, TcConnectionState, attention);
  gtk_widget_class_bind_template_child (widget_class, TcConnectionState, to_deal_with);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_connection_state_init (TcConnectionState *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
