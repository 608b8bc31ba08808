/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is kept quiet by plan; see the header.
 */
#include "tc-suppress-page.h"

#include "tc-desk-places.h"
#include "tc-focus.h"
#include "tc-keyed-list.h"
#include "tc-mark-words.h"
#include "tc-suggest-entry.h"
#include "tc-text-label.h"
#include "tc-verb-button.h"

#include <glib/gi18n-lib.h>

/* What stands in an entry by choice. */
typedef struct {
  gint64 id;         /* 0: nothing */
  char *name;        /* (owned) (nullable) */
  gboolean proposed; /* nobody chose it */
} Known;

struct _TcSuppressPage {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all down to trouble */
  GtkWidget *form;
  GtkLabel *nothing;
  GtkListBox *list;
  TcSuggestEntry *field;
  TcSuggestEntry *area;
  GtkEditable *from;
  GtkEditable *until;
  GtkEditable *reason;
  GtkLabel *trouble;
  TcDesk *desk;           /* (owned) (nullable) */
  Known known[2];         /* of field and area */
  guint turn;             /* how often it was emptied */
  const GPtrArray *shown; /* (unowned): while rows are filled */
  gboolean may;
  gint64 now_us;
};

G_DEFINE_FINAL_TYPE (TcSuppressPage, tc_suppress_page, GTK_TYPE_WIDGET)

static guint suppress_signal;

/* ---- the list ---- */

static GtkWidget *
make_row (guint i, gpointer data)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *lift = gtk_button_new_with_label (C_ ("verb", "Lift"));

  for (guint k = 0; k < 3; k++) {
    GtkWidget *label = gtk_label_new (NULL);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    if (k > 0)
      gtk_widget_add_css_class (label, "second");
    gtk_box_append (GTK_BOX (words), label);
  }
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (lift, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (lift), "x", (gint64) 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (lift), "win.alarm-lift");
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), lift);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
fill_row (GtkListBoxRow *row, guint i, gpointer data)
{
  TcSuppressPage *self = data;
  const TcSuppression *it = self->shown->pdata[i];
  GtkWidget *words = gtk_widget_get_first_child (gtk_list_box_row_get_child (row));
  GtkWidget *lift = gtk_widget_get_next_sibling (words);
  GtkWidget *label = gtk_widget_get_first_child (words);
  g_autofree char *what = tc_suppression_word_what (it), *why = tc_suppression_word_why (it);
  g_autofree char *time = tc_suppression_word_time (it, self->now_us);
  g_autofree char *spoken = NULL;
  /* Translators: button on something that is kept quiet by plan: what it is. */
  g_autofree char *lifts = g_strdup_printf (_ ("Lift: %s"), what);

  tc_mark_word_append (self->desk, it->id, &time);
  spoken = g_strdup_printf ("%s, %s, %s", what, time, why);
  const char *const texts[] = {what, time, why};
  for (guint k = 0; label; label = gtk_widget_get_next_sibling (label), k++)
    gtk_label_set_label (GTK_LABEL (label), texts[k]);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (lift), "x", it->id);
  gtk_widget_set_visible (lift, self->may);
  gtk_accessible_update_property (GTK_ACCESSIBLE (lift), GTK_ACCESSIBLE_PROPERTY_LABEL, lifts, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
tc_suppress_page_show (TcSuppressPage *self, const GPtrArray *list, gboolean may,
                       const char *barred, gint64 now_us)
{
  const char *nothing = NULL;
  g_autofree gint64 *keys = list ? g_new (gint64, list->len) : NULL;

  g_return_if_fail (TC_IS_SUPPRESS_PAGE (self));
  self->may = may;
  self->now_us = now_us;
  self->shown = list;
  for (guint i = 0; list && i < list->len; i++)
    keys[i] = ((TcSuppression *) list->pdata[i])->id;
  tc_keyed_list_set (self->list, keys, list ? list->len : 0, make_row, fill_row, self);
  self->shown = NULL;
  if (list && list->len == 0)
    nothing = barred ? barred : _ ("Nothing is kept quiet by plan.");
  tc_text_label_say (self->nothing, nothing);
  gtk_widget_set_visible (GTK_WIDGET (self->list), list && list->len > 0);
  gtk_widget_set_visible (self->form, may);
}

/* ---- the form ---- */

static TcSuggestEntry *
get_suggest (TcSuppressPage *self, TcSuppressEntry entry)
{
  return entry == TC_SUPPRESS_FIELD ? self->field : entry == TC_SUPPRESS_AREA ? self->area : NULL;
}

static GtkEditable *
get_editable (TcSuppressPage *self, TcSuppressEntry entry)
{
  return entry == TC_SUPPRESS_FROM    ? self->from
         : entry == TC_SUPPRESS_UNTIL ? self->until
                                      : self->reason;
}

char *
tc_suppress_page_dup_text (TcSuppressPage *self, TcSuppressEntry entry)
{
  TcSuggestEntry *suggest = get_suggest (self, entry);

  return suggest ? tc_suggest_entry_dup_text (suggest)
                 : g_strdup (gtk_editable_get_text (get_editable (self, entry)));
}

void
tc_suppress_page_write (TcSuppressPage *self, TcSuppressEntry entry, const char *text)
{
  TcSuggestEntry *suggest = get_suggest (self, entry);

  if (suggest)
    tc_suggest_entry_set_text (suggest, text);
  else
    gtk_editable_set_text (get_editable (self, entry), text);
}

static void
know (TcSuppressPage *self, TcSuppressEntry entry, gint64 id, const char *name, gboolean proposed)
{
  Known *known = &self->known[entry];
  char *copy = g_strdup (name);

  g_free (known->name);
  *known = (Known){id, copy, proposed};
}

gint64
tc_suppress_page_get_id (TcSuppressPage *self, TcSuppressEntry entry)
{
  g_autofree char *text = g_strstrip (tc_suppress_page_dup_text (self, entry));
  const Known *known = &self->known[entry];

  g_return_val_if_fail (entry <= TC_SUPPRESS_AREA, 0);
  return known->id != 0 && g_strcmp0 (text, known->name) == 0 ? known->id : 0;
}

/* Whether nothing stands there but what was put there. */
static gboolean
is_untouched (TcSuppressPage *self)
{
  for (guint i = 0; i < TC_SUPPRESS_ENTRIES; i++) {
    g_autofree char *text = tc_suppress_page_dup_text (self, (TcSuppressEntry) i);
    if (*text && (i > TC_SUPPRESS_AREA || !self->known[i].proposed ||
                  !tc_suppress_page_get_id (self, (TcSuppressEntry) i)))
      return FALSE;
  }
  return TRUE;
}

void
tc_suppress_page_propose (TcSuppressPage *self, gint64 field_id, const char *field, gint64 area_id,
                          const char *area)
{
  if (!is_untouched (self))
    return;
  know (self, TC_SUPPRESS_FIELD, field_id, field, TRUE);
  know (self, TC_SUPPRESS_AREA, area_id, area, TRUE);
  tc_suppress_page_write (self, TC_SUPPRESS_FIELD, field ? field : "");
  tc_suppress_page_write (self, TC_SUPPRESS_AREA, area ? area : "");
  if ((field && *field) || (area && *area))
    gtk_widget_grab_focus (GTK_WIDGET (self->until));
}

void
tc_suppress_page_clear (TcSuppressPage *self)
{
  know (self, TC_SUPPRESS_FIELD, 0, NULL, FALSE);
  know (self, TC_SUPPRESS_AREA, 0, NULL, FALSE);
  for (guint i = 0; i < TC_SUPPRESS_ENTRIES; i++)
    tc_suppress_page_write (self, (TcSuppressEntry) i, "");
  tc_suppress_page_show_trouble (self, NULL);
  self->turn++;
}

guint
tc_suppress_page_get_turn (TcSuppressPage *self)
{
  return self->turn;
}

void
tc_suppress_page_show_trouble (TcSuppressPage *self, const char *text)
{
  tc_text_label_say (self->trouble, text);
}

/* What is proposed in one of the two. */
typedef struct {
  TcSuppressPage *page;  /* (owned) */
  TcSuggestEntry *entry; /* (unowned): of the page */
  char *typed;           /* (owned) */
} Looking;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Looking *looking = data;
  g_autoptr (TcSuppressPage) self = looking->page;
  g_autoptr (GPtrArray) names = tc_suppress_find_finish (TC_WORKER (source), result, NULL);
  g_autofree char *typed = looking->typed;
  g_autofree char *now = self->box ? tc_suggest_entry_dup_text (looking->entry) : NULL;
  TcSuggestion rows[TC_SUPPRESS_NAMES_MAX];

  /* Something else stands there by now. */
  if (names && now && g_str_equal (now, typed)) {
    for (guint i = 0; i < names->len; i++) {
      const TcSuppressName *name = names->pdata[i];
      rows[i] = (TcSuggestion){TC_SUGGEST_NONE, name->name, name->second, NULL};
    }
    g_object_set_data_full (G_OBJECT (looking->entry), "names", g_ptr_array_ref (names),
                            (GDestroyNotify) g_ptr_array_unref);
    tc_suggest_entry_show (looking->entry, rows, names->len);
  }
  g_free (looking);
}

static void
typed_cb (TcSuppressPage *self, TcSuggestEntry *entry)
{
  Looking *looking = NULL;

  if (!self->desk || !tc_desk_get_reader (self->desk))
    return;
  looking = g_new0 (Looking, 1);
  *looking = (Looking){g_object_ref (self), entry, tc_suggest_entry_dup_text (entry)};
  tc_suppress_find_async (tc_desk_get_reader (self->desk), tc_desk_get_places (self->desk),
                          entry == self->area, looking->typed, found_cb, looking);
}

static gboolean
take_name (TcSuppressPage *self, TcSuggestEntry *entry, guint row)
{
  GPtrArray *names = g_object_get_data (G_OBJECT (entry), "names");
  const TcSuppressName *name = names && row < names->len ? names->pdata[row] : NULL;
  TcSuppressEntry which = entry == self->area ? TC_SUPPRESS_AREA : TC_SUPPRESS_FIELD;

  if (name) {
    know (self, which, name->id, name->name, FALSE);
    tc_suggest_entry_set_text (entry, self->known[which].name);
  }
  tc_suggest_entry_close (entry);
  return name != NULL;
}

static void
chosen_cb (TcSuppressPage *self, guint row, TcSuggestEntry *entry)
{
  if (take_name (self, entry, row))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* Tab takes the name and goes on. */
static gboolean
complete_cb (TcSuppressPage *self, guint row, TcSuggestEntry *entry)
{
  take_name (self, entry, row);
  return FALSE;
}

static void
entered_cb (TcSuppressPage *self)
{
  g_signal_emit (self, suppress_signal, 0);
}

/* ---- widget ---- */

void
tc_suppress_page_set_desk (TcSuppressPage *self, TcDesk *desk)
{
  g_set_object (&self->desk, desk);
}

static gboolean
tc_suppress_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_SUPPRESS_PAGE (widget)->field));
}

static void
tc_suppress_page_dispose (GObject *object)
{
  TcSuppressPage *self = TC_SUPPRESS_PAGE (object);

  g_clear_object (&self->desk);
  know (self, TC_SUPPRESS_FIELD, 0, NULL, FALSE);
  know (self, TC_SUPPRESS_AREA, 0, NULL, FALSE);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_suppress_page_parent_class)->dispose (object);
}

static void
tc_suppress_page_class_init (TcSuppressPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_suppress_page_dispose;
  widget_class->grab_focus = tc_suppress_page_grab_focus;
  widget_class->focus = tc_focus_children;
  suppress_signal = g_signal_new ("suppress", TC_TYPE_SUPPRESS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TC_TYPE_SUGGEST_ENTRY);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-suppress-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, box);
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, form);
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, list);
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, field);
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, area);
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, from);
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, until);
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, reason);
  gtk_widget_class_bind_template_child (widget_class, TcSuppressPage, trouble);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_suppress_page_init (TcSuppressPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
