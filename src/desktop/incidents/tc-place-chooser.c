/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Correcting a place; see the header.
 */
#include "tc-place-chooser.h"

#include "tc-desk-places.h"
#include "tc-incident-correction.h"
#include "tc-incident-operations.h"
#include "tc-intake-look.h"
#include "tc-suggest-entry.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

struct _TcPlaceChooser {
  GtkWidget parent;
  TcSuggestEntry *entry;     /* (unowned): template child */
  TcDesk *desk;              /* (owned) (nullable): while it is open */
  TcIncidentRow row;         /* its place alone */
  char *address;             /* (owned) (nullable): that of row */
  GPtrArray *places;         /* (owned) (nullable) (element-type TcPlaceHit): those shown */
  GCancellable *cancellable; /* (owned) (nullable): of the last search */
};

G_DEFINE_FINAL_TYPE (TcPlaceChooser, tc_place_chooser, GTK_TYPE_WIDGET)

enum {
  CHOSEN,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
stop_search (TcPlaceChooser *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->places, g_ptr_array_unref);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcPlaceChooser) self = data;
  g_autoptr (GPtrArray) places = tc_intake_find_places_finish (TC_WORKER (source), result, NULL);
  TcSuggestion shown[TC_INTAKE_PLACES_MAX] = {0};
  guint n = places ? MIN (places->len, TC_INTAKE_PLACES_MAX) : 0;

  if (!places || !self->entry || !tc_suggest_entry_has_keys (self->entry))
    return;
  for (guint i = 0; i < n; i++) {
    const TcPlaceHit *hit = places->pdata[i];
    shown[i] = (TcSuggestion){TC_SUGGEST_NONE, hit->name, hit->area_name,
                              hit->in_force ? NULL : C_ ("place", "old name")};
  }
  tc_suggest_entry_show (self->entry, shown, n);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  self->places = g_steal_pointer (&places);
}

static void
typed_cb (TcPlaceChooser *self)
{
  g_autofree char *text = tc_suggest_entry_dup_text (self->entry);

  if (!self->desk)
    return;
  stop_search (self);
  self->cancellable = g_cancellable_new ();
  tc_intake_find_places_async (tc_desk_get_reader (self->desk), tc_desk_get_places (self->desk),
                               text, self->cancellable, found_cb, g_object_ref (self));
}

static void
choose (TcPlaceChooser *self, const TcPlaceHit *hit)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (self->entry);
  g_autoptr (GVariant) place = NULL;

  if (g_utf8_strlen (typed, -1) > TC_ADDRESS_CHARS_MAX) {
    tc_suggest_entry_answer (self->entry, _ ("The place is too long: 500 letters at most."));
    return;
  }
  place = tc_incident_correct_place (&self->row, hit, typed);
  if (place)
    g_variant_ref_sink (place);
  stop_search (self);
  tc_suggest_entry_close (self->entry);
  if (place)
    g_signal_emit (self, signals[CHOSEN], 0, place);
  else
    g_signal_emit (self, signals[CLOSED], 0);
}

/* Degrees are no address: Enter takes their point, once its area is found. */
static void
entered_cb (TcPlaceChooser *self)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (self->entry);
  gint64 lat_e7, lon_e7;
  gboolean degrees = tc_words_read_place (typed, &lat_e7, &lon_e7);

  if (degrees && self->places && self->places->len > 0)
    choose (self, self->places->pdata[0]);
  else if (!degrees)
    choose (self, NULL);
}

static void
chosen_cb (TcPlaceChooser *self, guint row)
{
  if (self->places && row < self->places->len)
    choose (self, self->places->pdata[row]);
}

static gboolean
escaped_cb (TcPlaceChooser *self)
{
  stop_search (self);
  g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}

void
tc_place_chooser_open (TcPlaceChooser *self, TcDesk *desk, const TcIncidentRow *row)
{
  g_return_if_fail (TC_IS_PLACE_CHOOSER (self));

  stop_search (self);
  g_set_object (&self->desk, desk);
  g_free (self->address);
  self->address = g_strdup (row->address);
  self->row = (TcIncidentRow){.id = row->id,
                              .area_id = row->area_id,
                              .lat_e7 = row->lat_e7,
                              .lon_e7 = row->lon_e7,
                              .address = self->address};
  tc_suggest_entry_set_text (self->entry, row->address ? row->address : "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
tc_place_chooser_dispose (GObject *object)
{
  TcPlaceChooser *self = TC_PLACE_CHOOSER (object);

  stop_search (self);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->address, g_free);
  if (self->entry)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->entry)));
  G_OBJECT_CLASS (tc_place_chooser_parent_class)->dispose (object);
}

static void
tc_place_chooser_class_init (TcPlaceChooserClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_place_chooser_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", TC_TYPE_PLACE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
  signals[CLOSED] = g_signal_new ("closed", TC_TYPE_PLACE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  g_type_ensure (TC_TYPE_SUGGEST_ENTRY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-place-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, TcPlaceChooser, entry);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, escaped_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_place_chooser_init (TcPlaceChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
