/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One emergency on the wall; see the header.
 */
#include "tc-wall-row.h"

#include "tc-age-label.h"
#include "tc-incident-codes.h"
#include "tc-incident-queries.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-signal-shape.h"

#include <glib/gi18n-lib.h>

struct _TcWallRow {
  GtkWidget parent;
  GtkWidget *box;       /* (unowned): template child */
  TcSignalShape *shape; /* (unowned): template child */
  TcAgeLabel *age;      /* (unowned): template child */
  GtkLabel *what;       /* (unowned): template child */
  GtkLabel *who;        /* (unowned): template child */
  GtkLabel *code;       /* (unowned): template child */
};

G_DEFINE_FINAL_TYPE (TcWallRow, tc_wall_row, GTK_TYPE_WIDGET)

/* Where, who has it. The unit, never a person. */
static char *
word_second (const TcIncidentRow *row)
{
  const char *unit = tc_incident_pick_name (row->unit_vi, row->unit_en);
  const char *area = tc_incident_pick_name (row->area_name, row->area_en);
  const char *state = row->staff_id == 0 && row->state <= TC_STATE_ACCEPTED
                          ? C_ ("holder", "not taken")
                          : tc_incident_word_state (row->state);
  const char *holder = row->unit_id != 0 && *unit ? unit : state;

  return g_strjoin (" · ", *area ? area : _ ("no area"), holder, NULL);
}

/* As it is said in the room, and typed: of today's its number alone, which so is never cut. */
static char *
word_code (const char *code)
{
  gint64 day = 0, number = 0;

  if (!tc_incident_parse_code (code, &day, &number) || day != tc_incident_day (tc_now_us ()))
    return g_strdup (code);
  return g_strdup_printf ("%04" G_GINT64_FORMAT, number);
}

void
tc_wall_row_fill (TcWallRow *self, const TcIncidentRow *row)
{
  const char *kind = tc_incident_pick_name (row->kind_vi, row->kind_en);
  const char *field = tc_incident_pick_name (row->field_vi, row->field_en);
  g_autofree char *second = word_second (row), *code = word_code (row->code);

  g_return_if_fail (TC_IS_WALL_ROW (self));
  g_object_set (self->age, "time-us", row->received_us, NULL);
  gtk_label_set_label (self->what, *kind ? kind : *field ? field : _ ("not classified"));
  gtk_label_set_label (self->who, second);
  gtk_label_set_label (self->code, code);
}

static void
tc_wall_row_dispose (GObject *object)
{
  g_clear_pointer (&TC_WALL_ROW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_wall_row_parent_class)->dispose (object);
}

static void
tc_wall_row_class_init (TcWallRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_wall_row_dispose;
  g_type_ensure (TC_TYPE_AGE_LABEL);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-wall-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcWallRow, box);
  gtk_widget_class_bind_template_child (widget_class, TcWallRow, shape);
  gtk_widget_class_bind_template_child (widget_class, TcWallRow, age);
  gtk_widget_class_bind_template_child (widget_class, TcWallRow, what);
  gtk_widget_class_bind_template_child (widget_class, TcWallRow, who);
  gtk_widget_class_bind_template_child (widget_class, TcWallRow, code);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_wall_row_init (TcWallRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_signal_shape_set_signal (self->shape, TC_SIGNAL_EMERGENCY);
}

GtkWidget *
tc_wall_row_new (void)
{
  return g_object_new (TC_TYPE_WALL_ROW, NULL);
}
