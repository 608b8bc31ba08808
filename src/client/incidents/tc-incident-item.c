/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the queue; see the header. What is shown is made when it is asked for: a row in view is
 * asked once for each fill.
 */
#include "tc-incident-item.h"

#include "tc-incident-words.h"
#include "tc-now.h"

struct _TcIncidentItem {
  GObject parent;
  gint64 id;
  TcIncidentRow row; /* (owned): empty until loaded */
  gboolean loaded;
  gboolean gone;
  gboolean waiting;
  gboolean provisional;
  guint named;   /* tc_incident_words_count_named() when it was filled */
  char *heading; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcIncidentItem, tc_incident_item, G_TYPE_OBJECT)

enum {
  PROP_ID = 1,
  PROP_LOADED,
  PROP_GONE,
  PROP_WAITING,
  PROP_PROVISIONAL,
  PROP_SIGNAL,
  PROP_CODE,
  PROP_TITLE,
  PROP_SECOND,
  PROP_SPOKEN,
  PROP_RECEIVED_US,
  PROP_DUE_US,
  PROP_END_US,
  PROP_VERDICT,
  PROP_HEADING,
  PROP_BESIDE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* A time of the row as a list wants it: 0 where there is none. */
static gint64
get_time (TcIncidentItem *self, gint64 time_us)
{
  return self->loaded && time_us != TC_NONE ? time_us : 0;
}

static char *
word_spoken (TcIncidentItem *self)
{
  g_autofree char *row = tc_incident_word_spoken (&self->row, tc_now_us ());
  g_autofree char *spoken = self->heading ? g_strdup_printf ("%s: %s", self->heading, row)
                                          : g_steal_pointer (&row);

  if (self->waiting)
    return g_strdup_printf ("%s, %s", spoken, tc_incident_word_waiting ());
  if (self->provisional)
    return g_strdup_printf ("%s, %s", spoken, tc_incident_word_provisional ());
  return g_steal_pointer (&spoken);
}

/* All that a column may have and nothing else shows. */
static char *
join_beside (const TcIncidentRow *row)
{
  return g_strdup_printf ("%d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                          " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s",
                          (int) row->state, row->priority, row->field_id, row->area_id,
                          row->unit_id, row->staff_id, row->report_count,
                          row->channel ? row->channel : "", row->address ? row->address : "");
}

static void
get_text (TcIncidentItem *self, guint id, GValue *value)
{
  const TcIncidentRow *row = &self->row;

  if (id == PROP_HEADING)
    g_value_set_string (value, self->heading ? self->heading : "");
  else if (!self->loaded)
    g_value_set_string (value, "");
  else if (id == PROP_CODE)
    g_value_set_string (value, row->code);
  else if (id == PROP_TITLE)
    g_value_set_string (value, row->title);
  else if (id == PROP_SECOND)
    g_value_take_string (value, tc_incident_word_second (row));
  else if (id == PROP_BESIDE)
    g_value_take_string (value, join_beside (row));
  else if (id == PROP_SPOKEN)
    g_value_take_string (value, word_spoken (self));
  else
    g_value_take_string (value, tc_incident_word_verdict (row));
}

static void
tc_incident_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcIncidentItem *self = TC_INCIDENT_ITEM (object);

  switch (id) {
  case PROP_ID:
    g_value_set_int64 (value, self->id);
    break;
  case PROP_LOADED:
    g_value_set_boolean (value, self->loaded);
    break;
  case PROP_GONE:
    g_value_set_boolean (value, self->gone);
    break;
  case PROP_WAITING:
    g_value_set_boolean (value, self->waiting);
    break;
  case PROP_PROVISIONAL:
    g_value_set_boolean (value, self->provisional);
    break;
  case PROP_SIGNAL:
    g_value_set_int (value, self->loaded ? tc_incident_get_signal (&self->row) : TC_SIGNAL_NOTICE);
    break;
  case PROP_RECEIVED_US:
    g_value_set_int64 (value, get_time (self, self->row.received_us));
    break;
  case PROP_DUE_US:
    g_value_set_int64 (value, get_time (self, self->row.due_us));
    break;
  case PROP_END_US:
    g_value_set_int64 (value, get_time (self, tc_incident_get_end (&self->row)));
    break;
  default:
    get_text (self, id, value);
  }
}

static void
tc_incident_item_finalize (GObject *object)
{
  tc_incident_row_clear (&TC_INCIDENT_ITEM (object)->row);
  g_free (TC_INCIDENT_ITEM (object)->heading);
  G_OBJECT_CLASS (tc_incident_item_parent_class)->finalize (object);
}

static void
tc_incident_item_class_init (TcIncidentItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_incident_item_get_property;
  object_class->finalize = tc_incident_item_finalize;
  props[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  props[PROP_GONE] = g_param_spec_boolean ("gone", NULL, NULL, FALSE, flags);
  props[PROP_WAITING] = g_param_spec_boolean ("waiting", NULL, NULL, FALSE, flags);
  props[PROP_PROVISIONAL] = g_param_spec_boolean ("provisional", NULL, NULL, FALSE, flags);
  props[PROP_SIGNAL] = g_param_spec_int ("signal", NULL, NULL, 0, TC_SIGNALS - 1, 0, flags);
  props[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, "", flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  props[PROP_SECOND] = g_param_spec_string ("second", NULL, NULL, "", flags);
  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, "", flags);
  props[PROP_RECEIVED_US] = g_param_spec_int64 ("received-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_DUE_US] = g_param_spec_int64 ("due-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_END_US] = g_param_spec_int64 ("end-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_VERDICT] = g_param_spec_string ("verdict", NULL, NULL, "", flags);
  props[PROP_HEADING] = g_param_spec_string ("heading", NULL, NULL, "", flags);
  props[PROP_BESIDE] = g_param_spec_string ("beside", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tc_incident_item_init (TcIncidentItem *self)
{
}

TcIncidentItem *
tc_incident_item_new (gint64 id)
{
  TcIncidentItem *self = g_object_new (TC_TYPE_INCIDENT_ITEM, NULL);

  self->id = id;
  return self;
}

gint64
tc_incident_item_get_id (TcIncidentItem *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_ITEM (self), 0);
  return self->id;
}

const TcIncidentRow *
tc_incident_item_get_row (TcIncidentItem *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_ITEM (self), NULL);
  return self->loaded ? &self->row : NULL;
}

static gboolean
is_watched (TcIncidentItem *self)
{
  return g_signal_handler_find (self, G_SIGNAL_MATCH_ID, g_signal_lookup ("notify", G_TYPE_OBJECT),
                                0, NULL, NULL, NULL) != 0;
}

/* What is spoken says what the others show: it isn't asked for. */
static void
read_shown (TcIncidentItem *self, GValue *values)
{
  for (guint i = 0; i < N_PROPS; i++) {
    if (i < PROP_LOADED || i == PROP_SPOKEN)
      continue;
    g_value_init (&values[i], props[i]->value_type);
    tc_incident_item_get_property (G_OBJECT (self), i, &values[i], props[i]);
  }
}

/* Most rows that are read again look as before: who shows them isn't told. @reworded: what isn't
 * a word of the row itself is said otherwise now */
static void
notify_changed (TcIncidentItem *self, GValue *before, GValue *after, gboolean reworded)
{
  gboolean any = reworded;

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < N_PROPS; i++) {
    if (!G_IS_VALUE (&before[i]))
      continue;
    if (g_param_values_cmp (props[i], &before[i], &after[i]) != 0 ||
        (reworded && (i == PROP_SECOND || i == PROP_BESIDE))) {
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
      any = TRUE;
    }
    g_value_unset (&before[i]);
    g_value_unset (&after[i]);
  }
  if (any)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
tc_incident_item_fill (TcIncidentItem *self, TcIncidentRow *row)
{
  GValue before[N_PROPS] = {0}, after[N_PROPS] = {0};
  gboolean watched = FALSE;

  g_return_if_fail (TC_IS_INCIDENT_ITEM (self));
  g_return_if_fail (row->id == self->id);

  watched = is_watched (self);
  if (watched)
    read_shown (self, before);
  tc_incident_row_clear (&self->row);
  self->row = *row;
  *row = (TcIncidentRow){0};
  self->loaded = TRUE;
  if (watched) {
    read_shown (self, after);
    notify_changed (self, before, after, self->named != tc_incident_words_count_named ());
  }
  self->named = tc_incident_words_count_named ();
}

void
tc_incident_item_set_gone (TcIncidentItem *self, gboolean gone)
{
  g_return_if_fail (TC_IS_INCIDENT_ITEM (self));

  if (self->gone == gone)
    return;
  self->gone = gone;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GONE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

void
tc_incident_item_set_waiting (TcIncidentItem *self, gboolean waiting)
{
  g_return_if_fail (TC_IS_INCIDENT_ITEM (self));

  if (self->waiting == waiting)
    return;
  self->waiting = waiting;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WAITING]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

void
tc_incident_item_set_provisional (TcIncidentItem *self, gboolean provisional)
{
  g_return_if_fail (TC_IS_INCIDENT_ITEM (self));

  if (self->provisional == provisional)
    return;
  self->provisional = provisional;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROVISIONAL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

void
tc_incident_item_set_heading (TcIncidentItem *self, const char *heading)
{
  g_return_if_fail (TC_IS_INCIDENT_ITEM (self));

  if (g_strcmp0 (self->heading, heading) == 0)
    return;
  g_free (self->heading);
  self->heading = g_strdup (heading);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HEADING]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}
