/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window asks of a panel: a widget that gives the window its actions and keys. A panel
 * keeps working while another is shown.
 *
 * Property of the interface: badge (int): how many things wait for a person; 0: none.
 * Signal: ::read (gboolean).
 */
#pragma once

#include "tc-command-line.h"
#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_PANEL (tc_panel_get_type ())
G_DECLARE_INTERFACE (TcPanel, tc_panel, TC, PANEL, GtkWidget)

/* What a key has to know of what is selected before it can be done. */
typedef enum {
  TC_PANEL_KEY_NEEDS_NOTHING,
  TC_PANEL_KEY_NEEDS_STATE, /* whether it can be done; if it can now, nothing else */
  TC_PANEL_KEY_NEEDS_ALL,   /* waits until that has been read */
} TcPanelKeyNeeds;

/* A key of the panel: active while it is shown and no entry has the focus. */
typedef struct {
  const char *accelerator; /* "t", as gtk_accelerator_parse() reads it */
  const char *action;      /* without "win." */
  const char *title;       /* for gettext: of the shortcuts window */
  TcPanelKeyNeeds needs;
} TcPanelKey;

typedef enum {
  TC_PANEL_URGE_NONE,
  TC_PANEL_URGE_BADGE, /* its badge flashes */
  TC_PANEL_URGE_STRIP, /* also the strip of emergencies, of one that nobody has */
} TcPanelUrge;

struct _TcPanelInterface {
  GTypeInterface parent;
  /* Adds its actions to the window's; @window outlives the panel. */
  void (*attach) (TcPanel *self, GActionMap *window);
  /* Ends with an accelerator of NULL. */
  const TcPanelKey *(*get_keys) (TcPanel *self);
  /* (nullable): what it adds to the command line; ends with words of NULL. Asked for each time that
   * somebody begins to type there, and stays as it is until then. */
  const TcCommandVerb *(*get_verbs) (TcPanel *self);
  /* (nullable): code of the one incident that is selected: what "." means in the command line.
   * Returns: (transfer full) (nullable) */
  char *(*dup_selected) (TcPanel *self);
  /* (nullable): names of lists that are saved here, for completion. Returns: (transfer full) */
  char **(*list_names) (TcPanel *self);
  /* (nullable): how much it wants to be looked at; asked for whenever the badge is notified. */
  TcPanelUrge (*get_urge) (TcPanel *self);
  /* (nullable): FALSE: what is selected has been read, or nothing is; else it is read at once, and
   * tc_panel_tell_read() follows. */
  gboolean (*read_now) (TcPanel *self);
  /* The window closes: what is held back is let go. */
  void (*finish) (TcPanel *self);
};

void tc_panel_attach (TcPanel *self, GActionMap *window);
const TcPanelKey *tc_panel_get_keys (TcPanel *self);
/* (nullable) */
const TcCommandVerb *tc_panel_get_verbs (TcPanel *self);
/* (transfer full) (nullable) */
char *tc_panel_dup_selected (TcPanel *self);
/* (transfer full) (nullable) */
char **tc_panel_list_names (TcPanel *self);
TcPanelUrge tc_panel_get_urge (TcPanel *self);
gboolean tc_panel_read_now (TcPanel *self);
/* Emits ::read. @read: FALSE: something else is selected */
void tc_panel_tell_read (TcPanel *self, gboolean read);
void tc_panel_finish (TcPanel *self);

/* Whether @action of the window, which is there, can be done now. */
void tc_panel_enable (GActionMap *window, const char *action, gboolean enabled);
/* From where what was done from anywhere is said: in the window where the person has the keyboard,
 * if it has a place for that; else @usual. */
GtkWidget *tc_panel_find_place (GtkWidget *usual);
/* A sentence at the foot of the window that holds @from, gone by itself after some seconds. */
void tc_panel_say (GtkWidget *from, const char *text);
/* What came of an action that may have been typed: a plain sentence, under the command line if it
 * was. @ok: FALSE: nothing was done; the sentence says why, what was kept, what to do. @text: ""
 * where it is seen anyway */
void tc_panel_answer (GtkWidget *from, gboolean ok, const char *text);
/* Writes @content in place of what @file has, without waiting, and says what came of it. */
void tc_panel_save (GtkWidget *from, GFile *file, GBytes *content);
/* As tc_panel_say() with a button that takes it back: @action with @target (floating). The key for
 * that takes it back too, for some minutes (tc-undo.h). */
void tc_panel_say_undo (GtkWidget *from, const char *text, const char *undo, const char *action,
                        GVariant *target);
/* That key alone, of what can be seen anyway. @text: what was done; it is said when it is taken
 * back. @target: (nullable): sunk if floating */
void tc_panel_offer_undo (GtkWidget *from, const char *text, const char *action, GVariant *target);
/* What was done, of which it has still to be read how it is taken back: until
 * tc_panel_settle_pending() with the same @id the key takes back nothing older in its place. There
 * @action "" is of what nothing takes back. */
void tc_panel_begin_pending (GtkWidget *from, const char *text, gint64 id);
void tc_panel_settle_pending (GtkWidget *from, gint64 id, const char *text, const char *action,
                              GVariant *target);
/* Nothing takes back what was done, which the key says in any case: it is to say it like this. */
void tc_panel_deny_undo (GtkWidget *from, const char *text);
/* Likewise that it took back what was told as @text, where that wasn't begun at once. */
void tc_panel_tell_back (GtkWidget *from, const char *text);
