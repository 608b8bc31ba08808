/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of a queue; see the header.
 */
#include "tc-queue-columns.h"

#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SECOND "second"
/* Of the title, however many others there are. */
#define TITLE_WIDTH_MIN 14

/* In digits, but for `name` and `word`. */
static const struct {
  const char *name;
  const char *word; /* for gettext */
  guint width;      /* as long as nobody changes it */
  guint least;      /* of times, which are never cut; 0: TC_COLUMN_WIDTH_MIN */
} columns[TC_QUEUE_COLUMNS] = {
    [TC_COLUMN_AGE] = {"age", NC_ ("column", "Age"), 7, 6},
    [TC_COLUMN_CODE] = {"code", NC_ ("column", "Code"), 14},
    [TC_COLUMN_TITLE] = {"title", NC_ ("column", "Title"), 0},
    [TC_COLUMN_STATE] = {"state", NC_ ("column", "State"), 12},
    [TC_COLUMN_PRIORITY] = {"priority", NC_ ("column", "Priority"), 9},
    [TC_COLUMN_FIELD] = {"field", NC_ ("column", "Field"), 14},
    [TC_COLUMN_KIND] = {"kind", NC_ ("column", "Kind"), 14},
    [TC_COLUMN_ADDRESS] = {"address", NC_ ("column", "Address"), 18},
    [TC_COLUMN_AREA] = {"area", NC_ ("column", "Area"), 14},
    [TC_COLUMN_UNIT] = {"unit", NC_ ("column", "Unit"), 14},
    [TC_COLUMN_TAKEN_BY] = {"taken-by", NC_ ("column", "Taken by"), 14},
    [TC_COLUMN_CHANNEL] = {"channel", NC_ ("column", "Channel"), 10},
    [TC_COLUMN_REPORTS] = {"reports", NC_ ("column", "Reports"), 4},
    [TC_COLUMN_TERM] = {"term", NC_ ("column", "Time left"), 10, 9},
};

guint
tc_queue_column_get_least (TcQueueColumn column)
{
  return MAX (columns[column].least, TC_COLUMN_WIDTH_MIN);
}

/* ---- as a text ---- */

static void
set_widths (TcQueueColumns *self)
{
  for (guint i = 0; i < TC_QUEUE_COLUMNS; i++)
    self->widths[i] = columns[i].width;
}

void
tc_queue_columns_init (TcQueueColumns *self)
{
  *self = (TcQueueColumns){
      .shown = {TC_COLUMN_AGE, TC_COLUMN_TITLE, TC_COLUMN_TERM}, .n = 3, .second = TRUE};
  set_widths (self);
}

gboolean
tc_queue_columns_is_first (const TcQueueColumns *self)
{
  TcQueueColumns first;

  tc_queue_columns_init (&first);
  return self->n == first.n &&
         memcmp (self->shown, first.shown, self->n * sizeof self->shown[0]) == 0 &&
         memcmp (self->widths, first.widths, sizeof self->widths) == 0;
}

static gboolean
find_named (const char *name, gsize length, TcQueueColumn *column)
{
  for (guint i = 0; i < TC_QUEUE_COLUMNS; i++) {
    if (strlen (columns[i].name) != length || strncmp (columns[i].name, name, length) != 0)
      continue;
    *column = (TcQueueColumn) i;
    return TRUE;
  }
  return FALSE;
}

/* "code:16", "code" or "second". */
static gboolean
read_one (const char *text, TcQueueColumns *self)
{
  const char *colon = strchr (text, ':');
  gsize length = colon ? (gsize) (colon - text) : strlen (text);
  guint64 width = 0;
  TcQueueColumn column = 0;

  if (g_str_equal (text, SECOND) && !self->second) {
    self->second = TRUE;
    return TRUE;
  }
  if (!find_named (text, length, &column) || tc_queue_columns_is_shown (self, column))
    return FALSE;
  if (colon && (column == TC_COLUMN_TITLE ||
                !g_ascii_string_to_unsigned (colon + 1, 10, tc_queue_column_get_least (column),
                                             TC_COLUMN_WIDTH_MAX, &width, NULL)))
    return FALSE;
  if (colon)
    self->widths[column] = (guint) width;
  self->shown[self->n++] = column;
  return TRUE;
}

gboolean
tc_queue_columns_read (const char *text, TcQueueColumns *out)
{
  TcQueueColumns read = {0};
  g_auto (GStrv) names = NULL;

  if (strnlen (text, TC_QUEUE_COLUMNS_CHARS_MAX + 1) > TC_QUEUE_COLUMNS_CHARS_MAX)
    return FALSE;
  names = g_strsplit (text, ",", -1);
  set_widths (&read);
  for (guint i = 0; names[i]; i++)
    if (!read_one (names[i], &read))
      return FALSE;
  if (!tc_queue_columns_is_shown (&read, TC_COLUMN_TITLE))
    return FALSE;
  *out = read;
  return TRUE;
}

char *
tc_queue_columns_to_text (const TcQueueColumns *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++) {
    TcQueueColumn column = self->shown[i];
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", columns[column].name);
    if (self->widths[column] != columns[column].width)
      g_string_append_printf (text, ":%u", self->widths[column]);
  }
  if (self->second)
    g_string_append (text, "," SECOND);
  return g_string_free (text, FALSE);
}

/* ---- changing them ---- */

static guint
find_place (const TcQueueColumns *self, TcQueueColumn column)
{
  guint place = 0;

  while (place < self->n && self->shown[place] != column)
    place++;
  return place;
}

gboolean
tc_queue_columns_is_shown (const TcQueueColumns *self, TcQueueColumn column)
{
  return find_place (self, column) < self->n;
}

static void
insert (TcQueueColumns *self, TcQueueColumn column, guint place)
{
  memmove (&self->shown[place + 1], &self->shown[place], (self->n - place) * sizeof self->shown[0]);
  self->shown[place] = column;
  self->n++;
}

static void
take_out (TcQueueColumns *self, guint place)
{
  self->n--;
  memmove (&self->shown[place], &self->shown[place + 1], (self->n - place) * sizeof self->shown[0]);
}

void
tc_queue_columns_show (TcQueueColumns *self, TcQueueColumn column, gboolean shown)
{
  guint place = find_place (self, column);

  if (shown == (place < self->n) || column == TC_COLUMN_TITLE)
    return;
  if (!shown)
    take_out (self, place);
  else
    insert (self, column,
            find_place (self, column == TC_COLUMN_AGE ? TC_COLUMN_TITLE : TC_COLUMN_TERM));
}

void
tc_queue_columns_move (TcQueueColumns *self, TcQueueColumn column, guint place)
{
  guint from = find_place (self, column);

  if (from == self->n)
    return;
  take_out (self, from);
  insert (self, column, MIN (place, self->n));
}

void
tc_queue_columns_widen (TcQueueColumns *self, TcQueueColumn column, int width)
{
  int least = (int) tc_queue_column_get_least (column);

  self->widths[column] = (guint) CLAMP (width, least, TC_COLUMN_WIDTH_MAX);
}

/* ---- how wide they are ---- */

int
tc_queue_columns_get_least (const TcQueueColumns *self, int digit_px, int gap_px)
{
  int least = TITLE_WIDTH_MIN;

  for (guint i = 0; i < self->n; i++)
    if (self->shown[i] != TC_COLUMN_TITLE)
      least += (int) tc_queue_column_get_least (self->shown[i]);
  return least * digit_px + ((int) self->n - 1) * gap_px;
}

/* What it would like beyond its least. */
static int
get_beyond (const TcQueueColumns *self, TcQueueColumn column)
{
  if (column == TC_COLUMN_TITLE)
    return 0;
  return (int) self->widths[column] - (int) tc_queue_column_get_least (column);
}

void
tc_queue_columns_lay (const TcQueueColumns *self, int room_px, int digit_px, int gap_px,
                      int *widths)
{
  int left = room_px - ((int) self->n - 1) * gap_px, wanted = 0;
  int most = MAX (room_px - tc_queue_columns_get_least (self, digit_px, gap_px), 0);

  for (guint i = 0; i < self->n; i++)
    wanted += get_beyond (self, self->shown[i]) * digit_px;
  for (guint i = 0; i < self->n; i++) {
    TcQueueColumn column = self->shown[i];
    int beyond = get_beyond (self, column) * digit_px;
    if (column == TC_COLUMN_TITLE)
      continue;
    if (wanted > most)
      beyond = (int) ((gint64) beyond * most / wanted);
    widths[i] = (int) tc_queue_column_get_least (column) * digit_px + beyond;
    left -= widths[i];
  }
  widths[find_place (self, TC_COLUMN_TITLE)] = MAX (left, 0);
}

/* ---- words ---- */

const char *
tc_queue_column_word (TcQueueColumn column)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "column", columns[column].word);
}

static char *
copy (const char *text)
{
  return g_strdup (text ? text : "");
}

char *
tc_queue_column_word_cell (TcQueueColumn column, const TcIncidentRow *row)
{
  switch (column) {
  case TC_COLUMN_CODE:
    return copy (row->code);
  case TC_COLUMN_STATE:
    return copy (tc_incident_word_state (row->state));
  case TC_COLUMN_PRIORITY:
    return copy (tc_incident_word_priority (row->priority));
  case TC_COLUMN_FIELD:
    return copy (tc_incident_pick_name (row->field_vi, row->field_en));
  case TC_COLUMN_KIND:
    return copy (tc_incident_pick_name (row->kind_vi, row->kind_en));
  case TC_COLUMN_ADDRESS:
    return copy (row->address);
  case TC_COLUMN_AREA:
    return copy (tc_incident_pick_name (row->area_name, row->area_en));
  case TC_COLUMN_UNIT:
    return copy (tc_incident_pick_name (row->unit_vi, row->unit_en));
  case TC_COLUMN_TAKEN_BY:
    return copy (row->staff_name);
  case TC_COLUMN_CHANNEL:
    return copy (row->channel ? tc_incident_word_channel (row->channel) : NULL);
  case TC_COLUMN_REPORTS:
    return g_strdup_printf ("%" G_GINT64_FORMAT, row->report_count);
  default:
    return copy (NULL);
  }
}
