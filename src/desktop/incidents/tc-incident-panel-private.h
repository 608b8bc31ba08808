/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the panel's actions (tc-incident-actions.c) know of the panel.
 */
#pragma once

#include "tc-bulk-events.h"
#include "tc-composer.h"
#include "tc-field-chooser.h"
#include "tc-files.h"
#include "tc-filter-form.h"
#include "tc-incident-bulk.h"
#include "tc-incident-commands.h"
#include "tc-incident-counts.h"
#include "tc-incident-focus.h"
#include "tc-incident-panel.h"
#include "tc-incident-queue.h"
#include "tc-incident-tasks.h"
#include "tc-incident-work.h"
#include "tc-merge-sheet.h"
#include "tc-put-by.h"
#include "tc-queue-columns.h"
#include "tc-queue-head.h"
#include "tc-reading-watch.h"
#include "tc-row-list.h"
#include "tc-saved-filters.h"
#include "tc-slow-note.h"

/* The lists that have a chip, in the order of the template. */
#define TC_LISTS 5
#define TC_LIST_UNTAKEN 2

struct _TcIncidentPanel {
  GtkWidget parent;
  GtkWidget *queue_side; /* (unowned): template child, like all down to aside */
  TcQueueHead *head;
  TcRowList *list;
  GtkEditable *search;
  GtkMenuButton *saved_button;
  GtkMenuButton *list_button;
  GMenuModel *list_menu; /* (unowned): of the template, too */
  GtkMenuButton *filter_button;
  GtkPopover *filter_popover;
  TcFilterForm *filter_form;
  GtkLabel *search_state;
  GtkWidget *many;
  GtkWidget *many_heading;
  GtkLabel *many_label;
  GtkWidget *many_verbs;
  TcComposer *many_composer;
  TcMergeSheet *merge_sheet;
  TcFieldChooser *many_field;
  GtkWidget *many_told_box;
  GtkLabel *many_told;
  GtkWidget *many_doing;
  GtkProgressBar *many_bar;
  GtkWidget *taking_box;
  GtkLabel *taking_label;
  GtkProgressBar *taking_bar;
  GtkLabel *partial;
  GtkWidget *nothing;
  GtkLabel *nothing_label;
  TcSlowNote *slow;
  GtkWidget *read_again;
  GtkWidget *search_all;
  GtkWidget *chosen;
  GtkLabel *chosen_label;
  GtkLabel *chosen_count;
  GtkWidget *news;
  GtkLabel *news_label;
  GtkWidget *chips[TC_LISTS];
  TcIncidentWork *work;
  GtkWidget *aside;
  GtkWidget *context; /* (unowned): the layout moves it into the work column and back */

  TcDesk *desk;                  /* (owned) */
  TcFiles *files;                /* (owned): the desk's */
  GtkFileChooserNative *chooser; /* (owned) (nullable): while it is open */
  TcIncidentQueue *queue;        /* (owned) */
  GtkMultiSelection *selection;  /* (owned) */
  GArray *chosen_ids;            /* (owned) (element-type gint64): the first TC_BULK_MAX */
  TcQueueFilter list_filter;     /* of the list chosen, without what is searched */
  TcQueueGrouping grouping;
  TcQueueGrouping seat_grouping;  /* where the list doesn't say it */
  TcQueueChoices *filter_choices; /* (owned) */
  char *unknown;                  /* (owned) (nullable): typed as a filter, and none */
  TcQueueColumns columns;         /* of the rows */
  gboolean list_columns;          /* they are those of a list that has a name, not the person's */
  TcIncidentFocus *focus;         /* (owned) */
  TcIncidentCounts *counts;       /* (owned) */
  TcSavedFilters *saved;          /* (owned) */
  TcReadingWatch *reading;        /* (owned): of incidents */
  gint64 called_id;               /* the order that was telephoned about; 0 */
  gint64 said_id;                 /* the order that is written about; 0 */
  gint64 person_id;               /* the order whose unit is given who reported; 0 */
  gint64 reporter_id;             /* the report whose maker is told, heard or corrected; 0 */
  char *reporter_before;          /* (owned) (nullable): what was there to be corrected */
  gint64 followed_us;             /* monotonic: until then what is chosen is kept in sight */
  gint64 opening_id;              /* the original that is asked for; 0 */
  gint64 saved_id;                /* the saved one that is shown; 0: none */
  gint64 made_from_id;            /* likewise, or it was made from that one; 0: none */
  char *saved_text;               /* (owned) (nullable): that one's filter, as it was shown */
  gboolean saved_read;            /* it has been among those that are saved, with that filter */
  char *saved_marks;              /* (owned) (nullable): those that stood there last */
  GPtrArray *ordering;            /* (owned): orders to units that are held */
  GHashTable *publishing;    /* (owned) (element-type gint64): answers that are held before that */
  GVariant *kept_list;       /* (owned) (nullable): what was listed before a big event's */
  const char *kept_filter;   /* (nullable): interned: the filter that it was */
  gint64 merged_into;        /* what others were merged into last; 0 */
  char *merged_code;         /* (owned) (nullable): of that */
  GArray *units;             /* (owned) (element-type gint64): those it offers */
  GPtrArray *unit_names;     /* (owned) (element-type utf8): of those, where they are units */
  GArray *many_templates;    /* (owned) (nullable) (element-type TcAnswerTemplate): likewise */
  TcBulkEvents *many_events; /* (owned) (nullable): likewise */
  GCancellable *taking;      /* (owned) (nullable): while the list is saved */
  GCancellable *doing;       /* (owned) (nullable): while something is done to many */
  GActionMap *window;        /* (unowned): outlives the panel */
  guint look;                /* source id: what is searched is put on record if it is a person */
  guint hold;                /* source id: a frame waits for its list */
  gint64 hold_until_us;      /* monotonic */
  char *looked;              /* (owned) (nullable): what was last */
  gboolean stopped;          /* the list wasn't read to its end, as somebody wanted */
  guint choices;             /* how often a person has chosen rows, or what is listed */
  gboolean choosing;         /* the selection follows, it wasn't chosen by hand */
  gboolean entered;          /* the first rows have been shown */
};

/* Shows incident @id, and selects it where the queue has it. */
void tc_incident_panel_choose (TcIncidentPanel *self, gint64 id);
/* The list is about to stand otherwise: the one shown is in sight then if it is now. */
void tc_incident_panel_stay_in_sight (TcIncidentPanel *self);

/* tc-incident-lists.c: which list is shown, and what is searched in it. */
void tc_incident_panel_add_list_actions (TcIncidentPanel *self, GActionMap *window);
/* With what is searched for in it. @filter: (out) */
void tc_incident_panel_get_filter (TcIncidentPanel *self, TcQueueFilter *filter);
/* Before the actions. */
void tc_incident_panel_make_filter_form (TcIncidentPanel *self);
/* @counted: (out) (array fixed-size=TC_LISTS) */
void tc_incident_panel_list_counted (TcIncidentPanel *self, TcQueueFilter *counted);
/* What stands above the rows and in place of them: how many, that there are none. */
void tc_incident_panel_tell_list (TcIncidentPanel *self);
/* Which list it is, in words: "Open", and what is searched in it. (transfer full) */
char *tc_incident_panel_word_list (TcIncidentPanel *self);
/* What is listed is called so, in place of a chip. */
void tc_incident_panel_name_list (TcIncidentPanel *self, const char *name);
/* It is called by what it asks for, and no saved one any more; its rows stay as they are. */
void tc_incident_panel_unname_list (TcIncidentPanel *self);
void tc_incident_panel_searched_cb (TcIncidentPanel *self);
void tc_incident_panel_search_entered_cb (TcIncidentPanel *self);
void tc_incident_panel_stop_search_cb (TcIncidentPanel *self);

/* tc-incident-columns.c: what columns its rows have. */
void tc_incident_panel_add_column_actions (TcIncidentPanel *self, GActionMap *window);
/* @text: (nullable): of a list that says it (tc-queue-columns.h); else as the person has them */
void tc_incident_panel_stand_columns (TcIncidentPanel *self, const char *text);
void tc_incident_panel_columns_closed_cb (TcIncidentPanel *self);

/* tc-incident-many.c: what is done to all that is chosen. */
void tc_incident_panel_add_many_actions (TcIncidentPanel *self, GActionMap *window);
guint tc_incident_panel_count_chosen (TcIncidentPanel *self);
/* (transfer full) (element-type gint64): the first @limit of them, from the top. */
GArray *tc_incident_panel_list_chosen (TcIncidentPanel *self, guint limit);
/* Remembers what is chosen now; chooses that again once rows have come or gone. */
void tc_incident_panel_keep_chosen (TcIncidentPanel *self);
void tc_incident_panel_choose_again (TcIncidentPanel *self);
/* What the bar over the list says. */
void tc_incident_panel_tell_chosen (TcIncidentPanel *self);
/* What became of those that were chosen isn't said any more. */
void tc_incident_panel_forget_told (TcIncidentPanel *self);
/* They are no longer chosen, not by hand: nor is anything asked for them. */
void tc_incident_panel_end_many (TcIncidentPanel *self);
/* Ends what is done and closes what is open there; FALSE if there was nothing. */
gboolean tc_incident_panel_close_many (TcIncidentPanel *self);
/* What is chosen, or else the one that is shown. (transfer full) (element-type gint64) */
GArray *tc_incident_panel_list_meant (TcIncidentPanel *self, guint limit);
guint tc_incident_panel_count_meant (TcIncidentPanel *self);
/* Opens the composer over the list for what is meant. @form: as below; FALSE: it can't be. */
gboolean tc_incident_panel_ask_meant (TcIncidentPanel *self, TcBulkKind kind, TcComposerForm form);
/* To which unit. @kind: TC_BULK_ASSIGN or TC_BULK_DISPATCH */
void tc_incident_panel_ask_unit (TcIncidentPanel *self, TcBulkKind kind);
/* The composer over the list was open for TC_COMPOSE_MANY; its subject is the TcBulkKind. */
#define TC_COMPOSE_MANY "many"
/* FALSE if there is one at most: it is done as ever. */
gboolean tc_incident_panel_take_many (TcIncidentPanel *self);
gboolean tc_incident_panel_note_many (TcIncidentPanel *self);
gboolean tc_incident_panel_close_all (TcIncidentPanel *self);
/* @form: what is asked, without action and subject */
gboolean tc_incident_panel_compose_many (TcIncidentPanel *self, TcBulkKind kind,
                                         TcComposerForm form);
/* To those, whatever is chosen; FALSE if something else is being done. */
gboolean tc_incident_panel_do_many (TcIncidentPanel *self, const TcBulkOrder *order, GArray *ids);

/* tc-incident-many-verbs.c: a field, a unit, an answer for all that is chosen */
void tc_incident_panel_add_many_verbs (TcIncidentPanel *self);
/* Says to which of them it can't be done, once that is read; for an answer, offers templates. */
void tc_incident_panel_look_many (TcIncidentPanel *self, TcBulkKind kind);
/* Whether it is being asked for over the list. */
gboolean tc_incident_panel_asks_many (TcIncidentPanel *self, TcBulkKind kind);
/* FALSE if there is one at most; likewise the two that follow. */
gboolean tc_incident_panel_classify_many (TcIncidentPanel *self);
gboolean tc_incident_panel_choose_unit_for_many (TcIncidentPanel *self);
gboolean tc_incident_panel_answer_many (TcIncidentPanel *self);
/* FALSE if it wasn't open. */
gboolean tc_incident_panel_close_many_field (TcIncidentPanel *self);
/* Done to what is meant now, unless it is kept back. @what: before "in 5 seconds" */
void tc_incident_panel_hold_many (TcIncidentPanel *self, const TcBulkOrder *order,
                                  const char *what);
/* Their approved answers, held together; FALSE: no more than one is chosen. */
gboolean tc_incident_panel_publish_many (TcIncidentPanel *self);
/* What was sent, by the choice that went with it. FALSE: it can't be done, which is said. */
gboolean tc_incident_panel_dispatch_many (TcIncidentPanel *self, TcBulkOrder *order, guint choice);
gboolean tc_incident_panel_fill_answer (TcIncidentPanel *self, TcBulkOrder *order, guint choice);

/* tc-incident-many-events.c: big events */
void tc_incident_panel_add_event_actions (TcIncidentPanel *self, GActionMap *window);
/* To which it is done. (transfer full) (nullable) (element-type gint64): NULL: it can't be, and it
 * is said why */
GArray *tc_incident_panel_fill_event (TcIncidentPanel *self, TcBulkOrder *order, guint choice);

/* tc-incident-merge-actions.c: several into one, by a sheet over the list. */
void tc_incident_panel_add_merge_actions (TcIncidentPanel *self, GActionMap *window);
void tc_incident_panel_enable_merge_actions (TcIncidentPanel *self);
/* FALSE if there is one at most: it goes into what is most like it. */
gboolean tc_incident_panel_merge_many (TcIncidentPanel *self);
/* What became of it. @outcomes: (element-type TcBulkOutcome); @show: the one that all are now */
void tc_incident_panel_tell_merged (TcIncidentPanel *self, TcBulkKind kind, gint64 into_id,
                                    GArray *outcomes, gboolean show);

/* tc-incident-undo.c: giving back; how what was done is taken back. */
void tc_incident_panel_add_undo_actions (TcIncidentPanel *self, GActionMap *window);
/* What was before isn't known, or isn't anything that could be had again. */
#define TC_NO_BEFORE ((gint64) -1)
/* What @back takes back is about to be done to incident @id: what it needs of that as it is now, or
 * TC_NO_BEFORE; 0: nothing changes by it. */
gint64 tc_incident_panel_get_before (TcIncidentPanel *self, TcBulkKind back, gint64 id);
/* Likewise before @done, at once. (transfer full) (nullable): nothing takes that back, or it isn't
 * in view */
GArray *tc_incident_panel_remember_one (TcIncidentPanel *self, TcBulkKind done, gint64 id);
/* Of all of @ids, in view or not; FALSE: nothing takes that back, @callback isn't called. */
gboolean tc_incident_panel_remember_async (TcIncidentPanel *self, TcBulkKind done, GArray *ids,
                                           GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable) (element-type gint64): in the order of the ids */
GArray *tc_incident_panel_remember_finish (TcWorker *reader, GAsyncResult *result);
/* It was done: how to take it back is offered, or that it can't be. @before: as above; at 0 neither
 * is. */
void tc_incident_panel_offer_one (TcIncidentPanel *self, TcBulkKind back, gint64 id, gint64 before);
/* @befores: of the incidents of @outcomes (element-type TcBulkOutcome) */
void tc_incident_panel_offer_many (TcIncidentPanel *self, TcBulkKind done, GArray *befores,
                                   GArray *outcomes);
/* Something else is being done: that is said, and the key has it still. */
void tc_incident_panel_offer_again (TcIncidentPanel *self, const char *text, const char *action,
                                    GVariant *target);
/* For a command of tc_incident_panel_start(), before it is sent. */
void tc_incident_panel_can_undo (const TcCommand *command, TcBulkKind back);
/* Likewise for one of tc_incident_panel_start_person() that takes back a correction. */
void tc_incident_panel_takes_back (const TcCommand *command);

/* tc-incident-take-away.c: to the clipboard, into a file, on paper. */
void tc_incident_panel_add_take_away_actions (TcIncidentPanel *self, GActionMap *window);
/* print-incident, and -to with the path of a file: in tc-incident-print.c. */
void tc_incident_panel_add_print_actions (TcIncidentPanel *self, GActionMap *window);

/* tc-incident-saved.c: lists that have a name. */
void tc_incident_panel_add_saved_actions (TcIncidentPanel *self, GActionMap *window);
void tc_incident_panel_leave_saved (TcIncidentPanel *self);
/* Their names. (transfer full) */
char **tc_incident_panel_list_saved (TcIncidentPanel *self);
/* The composer over the list was open for one of these: the name of a filter. @id: of the one that
 * has another name; FALSE: it was open for something else. */
#define TC_SAVE_FILTER "save-filter"
#define TC_RENAME_FILTER "rename-filter"
gboolean tc_incident_panel_send_name (TcIncidentPanel *self, const char *action, gint64 id,
                                      const char *name, guint choice);

void tc_incident_panel_add_actions (TcIncidentPanel *self, GActionMap *window);
/* tc-incident-file-actions.c */
void tc_incident_panel_add_file_actions (TcIncidentPanel *self, GActionMap *window);
/* The incident shown. Its code lives as long as that is shown. */
TcAttachTo tc_incident_panel_get_attach_to (TcIncidentPanel *self);
/* tc-incident-photo-actions.c: originals, and what may be published */
void tc_incident_panel_add_photo_actions (TcIncidentPanel *self, GActionMap *window);
void tc_incident_panel_enable_photo_actions (TcIncidentPanel *self, gboolean many);
/* The composer was open for TC_OPEN_ORIGINAL: why. */
#define TC_OPEN_ORIGINAL "open-original"
void tc_incident_panel_send_open_original (TcIncidentPanel *self, gint64 incident_id,
                                           const char *reason);
/* tc-incident-proposal-actions.c: what is proposed, carried out by a person */
void tc_incident_panel_add_proposal_actions (TcIncidentPanel *self, GActionMap *window);
/* tc-incident-unit-actions.c: what units tell of their orders */
void tc_incident_panel_add_unit_actions (TcIncidentPanel *self, GActionMap *window);
void tc_incident_panel_enable_unit_actions (TcIncidentPanel *self, gboolean many);
/* tc-incident-page-actions.c: the link to an order's page */
void tc_incident_panel_add_page_actions (TcIncidentPanel *self, GActionMap *window);
/* The composer was open for TC_UNIT_REACHED: who answered. */
#define TC_UNIT_REACHED "unit-reached"
void tc_incident_panel_send_reached (TcIncidentPanel *self, gint64 incident_id, const char *text,
                                     guint choice);
/* Likewise for TC_UNIT_SAY: what the unit is told. */
#define TC_UNIT_SAY "unit-say"
void tc_incident_panel_send_say (TcIncidentPanel *self, gint64 incident_id, const char *text);
/* tc-incident-person-actions.c: who reported it, given to a unit for an order and taken back */
#define TC_UNIT_RELEASE "unit-release"
#define TC_UNIT_WITHDRAW "unit-withdraw"
void tc_incident_panel_add_person_actions (TcIncidentPanel *self, GActionMap *window);
/* @step: TC_TASK_RELEASES or TC_TASK_WITHDRAWS: asks why */
void tc_incident_panel_ask_person (TcIncidentPanel *self, TcTaskStep step, const TcDispatch *task);
/* FALSE: the composer was open for something else. */
gboolean tc_incident_panel_send_person (TcIncidentPanel *self, const char *action,
                                        gint64 incident_id, const char *reason);
/* tc-incident-reporter-actions.c: reporters told how it ended, and what they say of it */
void tc_incident_panel_add_reporter_actions (TcIncidentPanel *self, GActionMap *window);
void tc_incident_panel_enable_reporter_actions (TcIncidentPanel *self, guint64 steps,
                                                gboolean many);
/* FALSE: the composer was open for something else. */
gboolean tc_incident_panel_send_reporter (TcIncidentPanel *self, const char *action,
                                          gint64 incident_id, const char *text, guint choice);
/* tc-incident-put-by-actions.c: accepted, turned away, put by for later */
void tc_incident_panel_add_put_by_actions (TcIncidentPanel *self, GActionMap *window);
/* @steps: that the state of what is shown lets through */
void tc_incident_panel_enable_put_by_actions (TcIncidentPanel *self, guint64 steps, gboolean many);
/* FALSE: the composer was open for something else. */
gboolean tc_incident_panel_send_put_by (TcIncidentPanel *self, const char *action,
                                        gint64 incident_id, const char *text, guint choice,
                                        gint64 when_us);
/* Holds it, if it is one of those that are held; else FALSE. @code: (nullable): it has to be read;
 * @composed: it was typed in the composer, where it stands again if it is kept back */
gboolean tc_incident_panel_hold_put_by (TcIncidentPanel *self, const char *action,
                                        gint64 incident_id, const char *code, const TcPutBy *by,
                                        gboolean composed);
/* tc-incident-correct-actions.c: title and place */
void tc_incident_panel_add_correct_actions (TcIncidentPanel *self, GActionMap *window);
/* The composer was open for TC_EDIT_TITLE. */
#define TC_EDIT_TITLE "edit-title"
void tc_incident_panel_send_title (TcIncidentPanel *self, gint64 incident_id, const char *text);
/* tc-incident-camera-actions.c: the cameras near it */
void tc_incident_panel_add_camera_actions (TcIncidentPanel *self, GActionMap *window);
/* tc-incident-link-actions.c: what belongs together */
void tc_incident_panel_add_link_actions (TcIncidentPanel *self, GActionMap *window);
void tc_incident_panel_enable_link_actions (TcIncidentPanel *self);
/* The composer was open for one of these: the code of the other one. */
#define TC_LINK_INCIDENT "link-incident"
#define TC_CLOSE_DUPLICATE "close-duplicate"
void tc_incident_panel_send_link (TcIncidentPanel *self, const char *action, gint64 incident_id,
                                  const char *text, guint choice);
/* tc-incident-verbs.c: what is typed in the command line */
void tc_incident_panel_add_verbs (TcIncidentPanel *self, GActionMap *window);
const TcCommandVerb *tc_incident_panel_list_verbs (void);
/* tc-incident-step-verbs.c: those that need to know what the incident has come to */
void tc_incident_panel_add_step_verbs (TcIncidentPanel *self, GActionMap *window);
/* Publishes an approved answer in five seconds; FALSE: that is being done already. */
gboolean tc_incident_panel_hold_publication (TcIncidentPanel *self, gint64 incident_id,
                                             const char *code, gint64 answer_id);
/* Likewise recalls a unit. @task: of @detail */
void tc_incident_panel_hold_recall (TcIncidentPanel *self, const TcIncidentDetail *detail,
                                    const TcDispatch *task);
/* Sends it in five seconds, unless it is kept back; says so where it is held already. @code: of the
 * incident; @unit: its name; @asked: (nullable): a word to it, which the chooser of units keeps
 * until it is sent */
void tc_incident_panel_hold_order (TcIncidentPanel *self, gint64 incident_id, gint64 agency_id,
                                   const char *code, const char *unit, const char *asked);
/* A command about @incident_id, whose refusal is shown beside it. @typed: (nullable): the composer
 * was open for that, and what was typed comes back if it fails. */
TcCommand tc_incident_panel_start (TcIncidentPanel *self, gint64 incident_id, const char *typed);
/* Likewise one about who made a report: once it is done the person is read and shown. @before:
 * (transfer floating) (nullable): of win.set-reporter: what a correction is taken back by,
 * unless somebody has corrected it again */
TcCommand tc_incident_panel_start_person (TcIncidentPanel *self, gint64 incident_id,
                                          gint64 report_id, GVariant *before, const char *typed);
/* What is said of a command once it is done, and how it is taken back. */
typedef struct {
  char *said;         /* (nullable): given away */
  const char *undo;   /* (nullable): the word on the button */
  const char *action; /* that takes it back, with target; "": nothing does (nullable) */
  GVariant *target;   /* (nullable) (floating) */
  const char *typed;  /* (nullable): the composer was open for that */
  gboolean command;   /* it was typed in the command line, which is answered */
} TcTold;
/* Likewise, in tc-incident-proposal-actions.c. */
TcCommand tc_incident_panel_start_told (TcIncidentPanel *self, gint64 incident_id,
                                        const TcTold *told);
void tc_incident_panel_take_back_text (TcIncidentPanel *self, const char *action,
                                       gint64 incident_id);
/* Opens the composer for @action on the selection. */
void tc_incident_panel_compose (TcIncidentPanel *self, const char *action, TcComposerForm form);
/* tc-incident-enabled.c: which actions make sense for what is shown now. */
void tc_incident_panel_enable_actions (TcIncidentPanel *self);
/* What is chosen alone, until it has been read; 0 */
gint64 tc_incident_panel_get_reading (TcIncidentPanel *self);
/* What is shown, read and there; (nullable): it isn't, and where it is still being read that is
 * said. */
const TcIncidentPicture *tc_incident_panel_get_read (TcIncidentPanel *self);
/* (nullable): the last answer, if it is @state. */
const TcAnswer *tc_incident_panel_get_answer (TcIncidentPanel *self, const char *state);

/* Offers who writes an answer to the incident shown the templates that fit, and says what the last
 * one has come to. */
void tc_incident_panel_help_answer (TcIncidentPanel *self);
/* (nullable): of the template that was chosen, if it is still one of the incident shown. */
const char *tc_incident_panel_get_template_language (TcIncidentPanel *self, gint64 incident_id,
                                                     guint choice);
const TcPanelKey *tc_incident_panel_list_keys (void);
