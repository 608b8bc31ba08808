/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The context of an incident; see the header.
 */
#include "tc-incident-context.h"

#include "tc-answer-words.h"
#include "tc-dispatch-choosing.h"
#include "tc-field-chooser.h"
#include "tc-files.h"
#include "tc-id.h"
#include "tc-incident-cameras.h"
#include "tc-incident-panel.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-photo-words.h"
#include "tc-picture-looker.h"
#include "tc-place-chooser.h"
#include "tc-report-words.h"
#include "tc-scroll-to.h"
#include "tc-verb-button.h"

#include <glib/gi18n-lib.h>

/* A line with room for the ring of the focus. */
#define PERSON_HEIGHT 28
/* All of a reason that doesn't fit is in the tooltip. */
#define REASON_LINES 2

struct _TcIncidentContext {
  GtkWidget parent;
  GtkWidget *box;             /* (unowned): template child */
  GtkLabel *address;          /* (unowned): template child */
  GtkLabel *coordinates;      /* (unowned): template child */
  GtkWidget *place_chooser;   /* (unowned): template child */
  GtkListBox *photo_place;    /* (unowned): template child */
  TcIncidentCameras *cameras; /* (unowned): template child */
  GtkWidget *fields_box;      /* (unowned): template child */
  GtkListBox *fields;         /* (unowned): template child */
  TcFieldChooser *chooser;    /* (unowned): template child */
  GtkWidget *similar_box;     /* (unowned): template child */
  GtkListBox *similar;        /* (unowned): template child */
  GtkListBox *linked;         /* (unowned): template child */
  GtkWidget *units_box;       /* (unowned): template child */
  GtkListBox *units;          /* (unowned): template child */
  GtkWidget *near_box;        /* (unowned): template child */
  GtkListBox *near;           /* (unowned): template child */
  GtkListBox *reports;        /* (unowned): template child */
  GtkLabel *answer;           /* (unowned): template child */
  GtkLabel *persons;          /* (unowned): template child */
  GtkBox *opened;             /* (unowned): template child */
  TcIncidentFocus *focus;     /* (owned) (nullable) */
  TcPictureLooker *looker;    /* (owned) (nullable): there is one with the focus */
  gint64 shown_id;            /* incident whose persons are in opened */
  char *shown_links;          /* (owned) (nullable): what is in linked, as text */
  GArray *shown;              /* (owned) (element-type gint64): their reports */
};

G_DEFINE_FINAL_TYPE (TcIncidentContext, tc_incident_context, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (const char *text, const char *class, double xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, class);
  return label;
}

/* A row of two or three lines with something at its end, which does an action when activated. */
typedef struct {
  const char *title;
  const char *second;
  const char *third; /* (nullable): the reasons */
  const char *end;
  const char *end_second; /* (nullable) */
  const char *action;     /* (nullable) */
  GVariant *target;       /* (nullable) (floating) */
  const char *verb;       /* (nullable): on a button at the end of it */
  const char *verb_action;
  GVariant *verb_target; /* (floating) */
} Row;

static GtkWidget *
make_lines (const char *first, const char *class, const char *second, const char *third,
            double xalign)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (lines), make_label (first, class, xalign));
  if (second)
    gtk_box_append (GTK_BOX (lines), make_label (second, "caption", xalign));
  if (third) {
    GtkWidget *label = make_label (third, "caption", xalign);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_lines (GTK_LABEL (label), REASON_LINES);
    gtk_box_append (GTK_BOX (lines), label);
  }
  return lines;
}

/* It isn't there for who may not do it. */
static GtkWidget *
make_verb (const Row *content)
{
  GtkWidget *button = gtk_button_new_with_label (content->verb);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", content->verb, content->title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), content->verb_action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), content->verb_target);
  g_object_bind_property (button, "sensitive", button, "visible", G_BINDING_SYNC_CREATE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  return button;
}

static void
add_row (GtkListBox *list, const Row *content)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = make_lines (content->title, "row-title", content->second, content->third, 0);
  g_autoptr (GString) spoken = g_string_new (content->title);
  const char *const more[] = {content->second, content->end, content->end_second, content->third};

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    if (more[i])
      g_string_append_printf (spoken, ", %s", more[i]);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  if (content->end)
    gtk_box_append (GTK_BOX (box), make_lines (content->end, "dim", content->end_second, NULL, 1));
  if (content->verb)
    gtk_box_append (GTK_BOX (box), make_verb (content));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  if (content->action) {
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), content->action);
    gtk_actionable_set_action_target_value (GTK_ACTIONABLE (row), content->target);
  } else {
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  if (content->third)
    gtk_widget_set_tooltip_text (row, spoken->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken->str,
                                  -1);
  gtk_list_box_append (list, row);
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))))
    gtk_list_box_remove (list, row);
}

static void
add_field (TcIncidentContext *self, gint64 incident_id, const TcProposedField *field)
{
  g_autofree char *because = field->words ? tc_incident_word_because (field->words) : NULL;
  /* Translators: how much of all that speaks for some field speaks for this one. */
  g_autofree char *share = g_strdup_printf (_ ("%d\u00a0%%"), (int) field->share);
  const char *group = tc_incident_pick_name (field->group_vi, field->group_en);

  add_row (self->fields, &(Row){.title = tc_incident_pick_name (field->name_vi, field->name_en),
                                .second = *group ? group : NULL,
                                .third = because,
                                .end = share,
                                .action = "win.classify",
                                .target = g_variant_new ("(xx)", incident_id, field->field_id)});
}

static gboolean
is_choosing (TcIncidentContext *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->chooser));
}

static void
show_fields (TcIncidentContext *self, const TcIncidentPicture *picture)
{
  clear_list (self->fields);
  for (guint i = 0; i < picture->fields->len; i++)
    add_field (self, picture->detail->incident.id,
               &g_array_index (picture->fields, TcProposedField, i));
  gtk_widget_set_visible (self->fields_box, picture->fields->len > 0 || is_choosing (self));
}

static void
add_similar (TcIncidentContext *self, const TcSimilar *similar)
{
  g_autofree char *apart = tc_words_age_short (0, similar->apart_us);
  g_autofree char *distance = tc_words_distance (similar->distance_m);
  g_autofree char *parts = tc_incident_word_parts (similar);
  g_autofree char *second = g_strdup_printf (
      "%s · %s · %s%s%s", distance, apart, tc_incident_word_state (similar->state),
      similar->words ? " · " : "", similar->words ? similar->words : "");
  g_autofree char *score = g_strdup_printf ("%d", (int) similar->score);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, similar->incident_id);

  add_row (self->similar, &(Row){.title = similar->title,
                                 .second = second,
                                 .third = parts,
                                 .end = score,
                                 /* Translators: below a score: probably the same matter. */
                                 .end_second = similar->likely ? C_ ("duplicate", "likely") : NULL,
                                 .action = "win.open",
                                 .target = g_variant_new_string (id)});
}

/* @same: the incident was shown before */
static void
show_similar (TcIncidentContext *self, const TcIncidentPicture *picture, gboolean same)
{
  for (guint i = 0; i < picture->similar->len; i++) {
    const TcSimilar *similar = &g_array_index (picture->similar, TcSimilar, i);
    if (similar->unseen)
      tc_picture_looker_ask (self->looker, similar->unseen);
  }
  /* Nothing moves where the focus is. */
  if (same && gtk_widget_get_focus_child (GTK_WIDGET (self->similar)))
    return;
  clear_list (self->similar);
  for (guint i = 0; i < picture->similar->len; i++)
    add_similar (self, &g_array_index (picture->similar, TcSimilar, i));
  gtk_widget_set_visible (self->similar_box, picture->similar->len > 0);
}

/* ---- what belongs together ---- */

/* (transfer full): all that is shown of them. */
static char *
word_links (const TcIncidentDetail *detail)
{
  g_autoptr (GString) all = g_string_new (NULL);

  g_string_append_printf (all, "%" G_GINT64_FORMAT "\n", detail->incident.id);
  for (guint i = 0; i < detail->links->len; i++) {
    const TcIncidentLinkRow *link = &g_array_index (detail->links, TcIncidentLinkRow, i);
    g_string_append_printf (all, "%" G_GINT64_FORMAT " %s %d %s %s\n", link->id, link->other_code,
                            link->other_state, link->kind, link->other_title);
  }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
add_link (TcIncidentContext *self, const TcIncidentRow *shown, const TcIncidentLinkRow *link)
{
  g_autofree char *second = g_strdup_printf ("%s · %s", link->other_code,
                                             tc_incident_word_link (link->kind));
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, link->other_id);
  gboolean merged = g_str_equal (link->kind, "merged");
  Row row = {.title = link->other_title,
             .second = second,
             .third = merged ? NULL : tc_incident_word_state (link->other_state),
             .action = "win.open",
             .target = g_variant_new_string (id)};

  if (merged || g_str_equal (link->kind, "leader")) {
    row.verb = _ ("Take apart");
    row.verb_action = "win.unmerge";
    row.verb_target = merged ? g_variant_new ("(xx)", link->other_id, shown->id)
                             : g_variant_new ("(xx)", shown->id, link->other_id);
  } else if (link->id != 0) {
    row.verb = C_ ("verb", "Unlink");
    row.verb_action = "win.unlink";
    row.verb_target = g_variant_new ("(xxsxs)", shown->id, link->id, link->kind, link->other_id,
                                     link->other_code);
  }
  add_row (self->linked, &row);
}

/* Who takes one of them away has the keyboard at the queue again. */
static void
show_links (TcIncidentContext *self, const TcIncidentDetail *detail)
{
  GtkWidget *panel = gtk_widget_get_ancestor (GTK_WIDGET (self), TC_TYPE_INCIDENT_PANEL);
  char *all = word_links (detail);

  if (g_strcmp0 (all, self->shown_links) == 0) {
    g_free (all);
    return;
  }
  g_free (self->shown_links);
  self->shown_links = all;
  if (panel && gtk_widget_get_focus_child (GTK_WIDGET (self->linked)))
    gtk_widget_grab_focus (panel);
  clear_list (self->linked);
  for (guint i = 0; i < detail->links->len; i++)
    add_link (self, &detail->incident, &g_array_index (detail->links, TcIncidentLinkRow, i));
  gtk_widget_set_visible (GTK_WIDGET (self->linked), detail->links->len > 0);
}

static void
add_unit (TcIncidentContext *self, const TcDispatchChoice *unit)
{
  g_autofree char *second = tc_dispatch_choice_word_load (unit, tc_now_us ());
  g_autofree char *why = tc_incident_word_responsible (unit->rule);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, unit->agency_id);

  add_row (self->units, &(Row){.title = tc_incident_pick_name (unit->name_vi, unit->name_en),
                               .second = second,
                               .third = why,
                               .end = tc_dispatch_choice_word_status (unit),
                               .action = "win.dispatch-unit",
                               .target = g_variant_new_string (id)});
}

static void
show_units (TcIncidentContext *self, const TcIncidentPicture *picture)
{
  gboolean any = FALSE;

  clear_list (self->units);
  for (guint i = 0; i < picture->units->len; i++) {
    const TcDispatchChoice *unit = &g_array_index (picture->units, TcDispatchChoice, i);
    if (tc_incident_picture_is_sent (picture, unit->agency_id))
      continue;
    add_unit (self, unit);
    any = TRUE;
  }
  gtk_widget_set_visible (self->units_box, any);
}

static void
add_vehicle (TcIncidentContext *self, const TcVehicleNear *vehicle, gint64 now_us)
{
  g_autofree char *title = g_strdup_printf (
      "%s · %s", vehicle->call_sign, tc_incident_pick_name (vehicle->unit_vi, vehicle->unit_en));
  g_autofree char *distance = tc_words_distance (vehicle->distance_m);
  g_autofree char *when = tc_words_clock (vehicle->placed_us, now_us);
  /* Translators: how far a vehicle was from the incident, and when: "350 m, seen at 14:05". */
  g_autofree char *second = g_strdup_printf (_ ("%s, seen at %s"), distance, when);

  add_row (
      self->near,
      &(Row){.title = title, .second = second, .end = tc_incident_word_vehicle (vehicle->status)});
}

static void
show_vehicles (TcIncidentContext *self, const TcIncidentPicture *picture)
{
  gint64 now_us = tc_now_us ();

  /* Nothing moves where the focus is. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->near)))
    return;
  clear_list (self->near);
  for (guint i = 0; i < picture->vehicles->len; i++)
    add_vehicle (self, &g_array_index (picture->vehicles, TcVehicleNear, i), now_us);
  gtk_widget_set_visible (self->near_box, picture->vehicles->len > 0);
}

static void
show_place (TcIncidentContext *self, const TcIncidentRow *row)
{
  gboolean placed = row->lat_e7 != TC_NONE && row->lon_e7 != TC_NONE;
  g_autofree char *place = placed ? tc_words_place ((gint32) row->lat_e7, (gint32) row->lon_e7)
                                  : g_strdup ("");
  const char *area = tc_incident_pick_name (row->area_name, row->area_en);
  const char *address = row->address && *row->address ? row->address
                        : *area                       ? area
                                                      : C_ ("place", "unknown");

  gtk_label_set_label (self->address, address);
  gtk_label_set_label (self->coordinates, place);
  gtk_widget_set_visible (GTK_WIDGET (self->coordinates), placed);
}

/* Where a photo says that it is. */
static void
show_photo_place (TcIncidentContext *self, const TcIncidentPicture *picture)
{
  const TcPhotoPlace *place = &picture->photo_place;
  const TcIncidentDetail *detail = picture->detail;
  g_autofree char *where = NULL, *because = NULL;

  clear_list (self->photo_place);
  for (guint i = 0; place->attachment_id && i < detail->attachments->len; i++) {
    const TcAttachment *photo = &g_array_index (detail->attachments, TcAttachment, i);

    if (photo->id == place->attachment_id)
      because = tc_photo_word_taken (photo, &detail->incident, tc_now_us ());
  }
  gtk_widget_set_visible (GTK_WIDGET (self->photo_place), because != NULL);
  if (!because)
    return;
  where = tc_words_place ((gint32) place->lat_e7, (gint32) place->lon_e7);
  add_row (self->photo_place, &(Row){.title = _ ("Take the place of the photo"),
                                     .second = where,
                                     .third = because,
                                     .end = "",
                                     .action = "win.place-at-photo"});
}

/* ---- persons that were opened ---- */

static void
forget_persons (TcIncidentContext *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->opened))))
    gtk_box_remove (self->opened, child);
  g_array_set_size (self->shown, 0);
}

gint64
tc_incident_context_get_unopened (TcIncidentContext *self)
{
  const TcIncidentDetail *detail = NULL;

  g_return_val_if_fail (TC_IS_INCIDENT_CONTEXT (self), 0);
  detail = tc_incident_focus_get_detail (self->focus);
  for (guint i = 0; detail && i < detail->reports->len; i++) {
    const TcReport *report = &g_array_index (detail->reports, TcReport, i);
    if (report->reporter_id != 0 && !tc_ids_contain (self->shown, report->id))
      return report->id;
  }
  return 0;
}

/* Whatever the reporter left, one after the other. (transfer full) */
static char *
word_person (const TcReporter *reporter)
{
  const char *const parts[] = {reporter->name, reporter->phone, reporter->email, reporter->address};
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (parts[i] && *parts[i])
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- a person that is shown, and can be corrected ---- */

typedef struct {
  gint64 report_id;
  char *name;  /* (owned) (nullable) */
  char *phone; /* (owned) (nullable) */
} Person;

static void
free_person (gpointer data)
{
  Person *person = data;

  g_free (person->name);
  g_free (person->phone);
  g_free (person);
}

static Person *
find_person (TcIncidentContext *self, gint64 report_id, GtkWidget **row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->opened)); child;
       child = gtk_widget_get_next_sibling (child)) {
    Person *person = g_object_get_data (G_OBJECT (child), "person");
    *row = child;
    if (report_id == 0 || person->report_id == report_id)
      return person;
  }
  return NULL;
}

/* A grid: GTK 4.8 finds the height of a label that wraps in a box by halves. */
static GtkWidget *
make_person (gint64 report_id, const TcReporter *reporter, GtkWidget *label)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *button = g_object_new (TC_TYPE_VERB_BUTTON, "verb", C_ ("verb", "Correct"), "key",
                                    "⇧N", "action-name", "win.correct-person", NULL);
  Person *person = g_new0 (Person, 1);

  *person = (Person){report_id, g_strdup (reporter->name), g_strdup (reporter->phone)};
  g_object_set_data_full (G_OBJECT (grid), "person", person, free_person);
  gtk_grid_attach (GTK_GRID (grid), label, 0, 0, 1, 1);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), g_variant_new_int64 (report_id));
  gtk_grid_attach (GTK_GRID (grid), button, 1, 0, 1, 1);
  return grid;
}

gint64
tc_incident_context_get_person (TcIncidentContext *self, gint64 report_id, const char **name,
                                const char **phone)
{
  GtkWidget *row = NULL;
  const Person *person = NULL;

  g_return_val_if_fail (TC_IS_INCIDENT_CONTEXT (self), 0);
  person = find_person (self, report_id, &row);
  *name = person ? person->name : NULL;
  *phone = person ? person->phone : NULL;
  return person ? person->report_id : 0;
}

static void
forget_person (TcIncidentContext *self, gint64 report_id)
{
  GtkWidget *row = NULL;

  if (!find_person (self, report_id, &row))
    return;
  gtk_box_remove (self->opened, row);
  for (guint i = 0; i < self->shown->len; i++)
    if (g_array_index (self->shown, gint64, i) == report_id)
      g_array_remove_index (self->shown, i--);
}

void
tc_incident_context_show_person (TcIncidentContext *self, gint64 report_id,
                                 const TcReporter *reporter)
{
  g_autofree char *text = NULL;
  GtkWidget *label = NULL;

  g_return_if_fail (TC_IS_INCIDENT_CONTEXT (self));
  text = word_person (reporter);
  label = gtk_label_new (*text ? text : C_ ("reporter", "nothing left"));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_size_request (label, -1, PERSON_HEIGHT);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (self->opened, make_person (report_id, reporter, label));
  /* It may stand below what is on screen; with the focus it is read out. The one of before goes
   * behind it, since that may have the focus. */
  gtk_widget_grab_focus (label);
  if (tc_ids_contain (self->shown, report_id))
    forget_person (self, report_id);
  g_array_append_val (self->shown, report_id);
  tc_scroll_to (label);
  gtk_label_select_region (GTK_LABEL (label), 0, 0);
}

/* Of reports beyond these the history tells. */
#define REPORTS_SHOWN 20

static void
add_report (TcIncidentContext *self, const TcReport *report, gint64 now_us)
{
  g_autofree char *clock = tc_words_clock (report->received_us, now_us);
  g_autofree char *outcome = tc_report_word_outcome (report, now_us);
  gboolean told_by_hand = report->untold && !report->source;

  add_row (self->reports,
           &(Row){.title = tc_incident_word_channel (report->channel),
                  .second = outcome ? outcome : C_ ("report", "nothing heard"),
                  .end = clock,
                  .action = "win.hear-report",
                  .target = g_variant_new_int64 (report->id),
                  .verb = told_by_hand ? C_ ("verb", "Told…") : NULL,
                  .verb_action = "win.tell-report",
                  .verb_target = told_by_hand ? g_variant_new_int64 (report->id) : NULL});
}

/* Once it is over: each, whether its maker knows and what is said of it. */
static void
show_reports (TcIncidentContext *self, const TcIncidentDetail *detail, gboolean same)
{
  gboolean over = (tc_incident_allowed_steps (detail->incident.state) &
                   (G_GUINT64_CONSTANT (1) << TC_STEP_DISPUTE)) != 0;
  gint64 now_us = tc_now_us ();

  /* Nothing moves where the focus is. */
  if (same && gtk_widget_get_focus_child (GTK_WIDGET (self->reports)))
    return;
  clear_list (self->reports);
  for (guint i = 0; over && i < MIN (detail->reports->len, REPORTS_SHOWN); i++)
    add_report (self, &g_array_index (detail->reports, TcReport, i), now_us);
  gtk_widget_set_visible (GTK_WIDGET (self->reports), over && detail->reports->len > 0);
}

static void
show_reporters (TcIncidentContext *self, const TcIncidentDetail *detail, gboolean same)
{
  guint named = 0;

  for (guint i = 0; i < detail->reports->len; i++)
    named += g_array_index (detail->reports, TcReport, i).reporter_id != 0;
  gtk_label_set_label (self->answer, tc_answer_word_state (detail->incident.answer_state));
  gtk_label_set_label (self->persons, named > 0
                                          ? _ ("Names and numbers: looking at them needs a reason.")
                                          : _ ("Nobody left a name or number."));
  show_reports (self, detail, same);
}

/* The keyboard goes back to the list. */
static void
hide_chooser (TcIncidentContext *self, GtkWidget *chooser)
{
  GtkWidget *panel = gtk_widget_get_ancestor (GTK_WIDGET (self), TC_TYPE_INCIDENT_PANEL);

  if (panel && gtk_widget_get_focus_child (chooser))
    gtk_widget_grab_focus (panel);
  gtk_widget_set_visible (chooser, FALSE);
}

/* ---- correcting the place ---- */

static void
place_chosen_cb (TcIncidentContext *self, GVariant *place)
{
  hide_chooser (self, self->place_chooser);
  gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.correct-place", place);
}

static void
place_closed_cb (TcIncidentContext *self)
{
  hide_chooser (self, self->place_chooser);
}

void
tc_incident_context_edit_place (TcIncidentContext *self, TcDesk *desk)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  g_return_if_fail (TC_IS_INCIDENT_CONTEXT (self));
  if (!picture)
    return;
  gtk_widget_set_visible (self->place_chooser, TRUE);
  tc_place_chooser_open (TC_PLACE_CHOOSER (self->place_chooser), desk, &picture->detail->incident);
  tc_scroll_to (self->place_chooser);
}

/* ---- choosing a field ---- */

static void
stop_choosing (TcIncidentContext *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_picture (self->focus);

  if (!is_choosing (self))
    return;
  hide_chooser (self, GTK_WIDGET (self->chooser));
  gtk_widget_set_visible (self->fields_box, picture && picture->fields->len > 0);
}

static void
field_chosen_cb (TcIncidentContext *self, gint64 field_id, const char *name)
{
  gint64 incident_id = tc_incident_focus_get_id (self->focus);

  stop_choosing (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.classify", "(xx)", incident_id, field_id);
}

static void
field_closed_cb (TcIncidentContext *self)
{
  stop_choosing (self);
}

void
tc_incident_context_choose_field (TcIncidentContext *self, TcWorker *reader)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  g_return_if_fail (TC_IS_INCIDENT_CONTEXT (self));
  if (!picture)
    return;
  gtk_widget_set_visible (self->fields_box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->chooser), TRUE);
  tc_field_chooser_open (self->chooser, reader, picture->fields);
  tc_field_chooser_leave_out (self->chooser, picture->detail->incident.field_id);
  tc_scroll_to (GTK_WIDGET (self->chooser));
}

static void
refresh_cb (TcIncidentContext *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  gboolean same = self->shown_id == tc_incident_focus_get_id (self->focus);

  if (!same)
    forget_persons (self);
  if (!same)
    stop_choosing (self);
  if (!same)
    hide_chooser (self, self->place_chooser);
  self->shown_id = tc_incident_focus_get_id (self->focus);
  gtk_widget_set_visible (self->box, picture != NULL);
  if (!picture)
    return;
  show_place (self, &picture->detail->incident);
  show_photo_place (self, picture);
  show_fields (self, picture);
  /* Somebody else may have classified it meanwhile. */
  tc_field_chooser_leave_out (self->chooser, picture->detail->incident.field_id);
  show_similar (self, picture, same);
  show_links (self, picture->detail);
  show_units (self, picture);
  show_vehicles (self, picture);
  show_reporters (self, picture->detail, same);
}

static void
moved_cb (TcIncidentContext *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  if (!picture)
    return;
  show_vehicles (self, picture);
  /* Nothing moves where the focus is. */
  if (!gtk_widget_get_focus_child (GTK_WIDGET (self->units)))
    show_units (self, picture);
}

void
tc_incident_context_set_focus (TcIncidentContext *self, TcIncidentFocus *focus, TcDesk *desk)
{
  g_return_if_fail (TC_IS_INCIDENT_CONTEXT (self));

  g_clear_pointer (&self->looker, tc_picture_looker_free);
  self->looker = tc_picture_looker_new (tc_files_of (desk));
  g_set_object (&self->focus, focus);
  g_signal_connect_object (focus, "changed", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  tc_incident_cameras_set_focus (self->cameras, desk, focus);
  refresh_cb (self);
}

static void
tc_incident_context_dispose (GObject *object)
{
  TcIncidentContext *self = TC_INCIDENT_CONTEXT (object);

  g_clear_object (&self->focus);
  g_clear_pointer (&self->looker, tc_picture_looker_free);
  g_clear_pointer (&self->shown, g_array_unref);
  g_clear_pointer (&self->shown_links, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_incident_context_parent_class)->dispose (object);
}

static void
tc_incident_context_class_init (TcIncidentContextClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_incident_context_dispose;
  g_type_ensure (TC_TYPE_FIELD_CHOOSER);
  g_type_ensure (TC_TYPE_INCIDENT_CAMERAS);
  g_type_ensure (TC_TYPE_PLACE_CHOOSER);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-incident-context.ui");
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, box);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, address);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, coordinates);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, place_chooser);
  gtk_widget_class_bind_template_callback (widget_class, place_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_closed_cb);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, photo_place);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, cameras);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, fields_box);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, fields);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, chooser);
  gtk_widget_class_bind_template_callback (widget_class, field_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_closed_cb);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, similar_box);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, similar);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, linked);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, units_box);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, units);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, near_box);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, near);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, reports);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, answer);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, persons);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentContext, opened);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "context");
}

static void
tc_incident_context_init (TcIncidentContext *self)
{
  self->shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "context");
}
