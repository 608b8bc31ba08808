/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the video wall's panel share: the list (tc-camera-panel.c), the tiles
 * (tc-camera-wall.c), what is done (tc-camera-actions.c).
 */
#pragma once

#include "tc-camera-health-page.h"
#include "tc-camera-alarm-watch.h"
#include "tc-camera-exports.h"
#include "tc-camera-list.h"
#include "tc-camera-panel.h"
#include "tc-camera-player.h"
#include "tc-camera-steer.h"
#include "tc-camera-wall-window.h"
#include "tc-camera-watch.h"
#include "tc-composer.h"
#include "tc-hold-asker.h"
#include "tc-replay-bar.h"
#include "tc-part-form.h"
#include "tc-row-list.h"
#include "tc-slow-note.h"
#include "tc-tile-grid.h"
#include "tc-wall-push.h"
#include "tc-wall.h"

/* A wall: the panel's own, or one that fills a monitor. */
typedef struct {
  TcCameraPanel *panel;       /* (unowned): has it */
  char *connector;            /* (owned): of its monitor; "": it stands in the panel */
  TcCameraWallWindow *window; /* (unowned) (nullable): GTK's; NULL: it stands in the panel */
  TcWall *wall;               /* (owned) */
  TcTileGrid *grid;           /* (unowned): of the window, or the panel */
  GtkEventController *focus;  /* (unowned) (nullable): the grid's; NULL once it has stopped */
  GPtrArray *players;         /* (owned) (element-type TcCameraPlayer): one for each tile */
  GtkWidget *menu;            /* (unowned) (nullable): of a tile; a child of what holds the grid */
  guint turn_source;
  gboolean filling; /* what is chosen is set by us */
} TcCameraScreen;

struct _TcCameraPanel {
  GtkWidget parent;
  GtkWidget *side; /* (unowned): template child, like all down to typed */
  GtkEditable *search;
  GtkDropDown *group;
  GtkWidget *groups;
  TcSlowNote *slow;
  GtkLabel *nothing;
  TcRowList *rows;
  GtkWidget *work;
  GtkMenuButton *shape;
  GtkMenuButton *layouts;
  GtkMenuButton *walls;
  GtkMenuButton *more;
  TcCameraHealthPage *health;
  TcTileGrid *grid;
  TcReplayBar *replay_bar;
  TcComposer *composer;
  TcPartForm *part_form;
  TcCameraSteer *steer;
  GtkWidget *look_bar;
  GtkLabel *look_text;
  GtkWidget *look_take;
  GtkWidget *look_away;
  GtkLabel *trouble;
  GtkLabel *typed;
  TcDesk *desk;                  /* (owned) (nullable): NULL once the window lets go */
  GActionMap *window;            /* (unowned) (nullable): outlives us */
  TcCameraWatch *watch;          /* (owned) */
  TcCameraList *list;            /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
  GPtrArray *screens;            /* (owned) (element-type TcCameraScreen): its own wall first */
  TcCameraScreen *front;         /* (unowned): the wall that is worked with, one of these */
  guint restore_source;
  gboolean restoring;       /* what was kept isn't up yet */
  TcCameraReplay *replay;   /* (owned) (nullable): likewise */
  TcCameraExports *exports; /* (owned) (nullable): likewise */
  TcHoldAsker *hold_asker;  /* (owned) (nullable): likewise */
  char *layout_words;       /* (owned) (nullable): what the menu of layouts says */
  GArray *group_ids;        /* (owned) (element-type gint64): as the drop-down has them, from its
                                second row on */
  GString *digits;          /* (owned): of a number that is being typed */
  guint digits_source;
  guint dwell_s;
  TcCameraAlarmWatch *alarms; /* (owned) (nullable): NULL once the window lets go */
  GPtrArray *pulls;           /* (owned): what alarms have put on the wall (tc-camera-alarms.c) */
  TcWallPush *look;       /* (owned) (nullable): the newest that somebody put before this desk */
  gboolean look_waits;    /* it isn't on the wall yet */
  TcCameraScreen *looked; /* (unowned) (nullable): where what is looked at stands */
  gint64 mode_event;      /* whose cameras are being read to be offered; 0: none's */
  GVariant *mode_wall;    /* (owned) (nullable): what is offered for a big event: (uus) */
  GVariant *before;   /* (owned) (nullable): what the wall was like; NULL: nothing is looked at */
  GArray *push_desks; /* (owned) (element-type guint16): that are offered */
  gint64 group_id;    /* of the list; 0: all */
  gboolean filling;   /* what is chosen is set by us */
};

/* tc-camera-wall.c */
/* @window: (nullable): @grid is the panel's */
TcCameraScreen *tc_camera_screen_new (TcCameraPanel *panel, const char *connector,
                                      TcCameraWallWindow *window, TcTileGrid *grid);
/* Nothing is played any more, and its window is closed. What stood there stays in its model. */
void tc_camera_screen_stop (TcCameraScreen *self);
void tc_camera_screen_free (gpointer self);
/* Its monitor is there. */
gboolean tc_camera_screen_is_shown (const TcCameraScreen *self);
/* (uus): columns, rows, tiles. (transfer floating) */
GVariant *tc_camera_screen_take_cells (const TcCameraScreen *self);
gboolean tc_camera_screen_set_cells (TcCameraScreen *self, guint columns, guint rows,
                                     const char *text);
/* Tiles as the walls have them, and what they show. */
void tc_camera_panel_show_wall (TcCameraPanel *self);
void tc_camera_panel_watch_walls (TcCameraPanel *self);
/* (nullable): what is to be seen in the chosen tile */
const TcCamera *tc_camera_panel_get_chosen (TcCameraPanel *self);
void tc_camera_panel_try_again (TcCameraPanel *self);

/* tc-camera-screens.c */
void tc_camera_panel_make_walls (TcCameraPanel *self);
void tc_camera_panel_end_walls (TcCameraPanel *self);
void tc_camera_panel_add_walls (TcCameraPanel *self, GActionMap *window);
/* What stands there now is there again at the next start. */
void tc_camera_panel_keep_walls (TcCameraPanel *self);
TcCameraScreen *tc_camera_panel_get_own (TcCameraPanel *self);
/* @connector: "": the panel's own. (nullable) */
TcCameraScreen *tc_camera_panel_find_screen (TcCameraPanel *self, const char *connector);
/* (nullable): nothing was on that monitor, and nothing can be */
TcCameraScreen *tc_camera_panel_open_screen (TcCameraPanel *self, const char *connector);
void tc_camera_panel_set_front (TcCameraPanel *self, TcCameraScreen *screen);
/* What stands there, but for what isn't this person's own. (transfer full) (nullable): cells */
char *tc_camera_panel_dup_kept (TcCameraPanel *self, const TcCameraScreen *screen, guint *columns,
                                guint *rows);
/* Not the panel's own. */
void tc_camera_panel_close_screen (TcCameraPanel *self, TcCameraScreen *screen);
/* Whether its groups stand still. */
void tc_camera_panel_pause (TcCameraPanel *self, TcCameraScreen *screen, gboolean paused);
/* Walls of the last time stand where they stood. */
void tc_camera_panel_finish_restoring (TcCameraPanel *self);
/* From where what was done to the wall in front is said. */
GtkWidget *tc_camera_panel_get_place (TcCameraPanel *self);
/* What is written is written in the panel, wherever its key was pressed. */
void tc_camera_panel_compose (TcCameraPanel *self, const TcComposerForm *form);

/* tc-camera-wall-state.c */
void tc_camera_panel_add_wall_state (TcCameraPanel *self, GActionMap *window);
/* They are as they are now. */
void tc_camera_panel_tell_walls (TcCameraPanel *self);
/* While somebody's push is looked at there, for when that is given up. */
void tc_camera_panel_put_cells (TcCameraPanel *self, TcCameraScreen *screen, guint columns,
                                guint rows, const char *cells);

/* tc-camera-panel.c */
/* (nullable): of the list's selection */
const TcCamera *tc_camera_panel_get_listed (TcCameraPanel *self);
void tc_camera_panel_filter (TcCameraPanel *self);
/* Digits, a point and which wall, Enter, Backspace: TRUE: that was one of them. @focus: (nullable):
 * what has the keyboard in that window */
gboolean tc_camera_panel_press (TcCameraPanel *self, GtkWidget *focus, guint keyval,
                                GdkModifierType state);

/* tc-camera-snapshot-actions.c */
void tc_camera_panel_add_snapshot_actions (TcCameraPanel *self, GActionMap *window);

/* tc-camera-tile-actions.c */
void tc_camera_panel_add_tile_actions (TcCameraPanel *self, GActionMap *window);
/* FALSE: the picture of the chosen tile isn't magnified */
gboolean tc_camera_panel_leave_zoom (TcCameraPanel *self);

/* tc-camera-alarms.c: before the wall is made */
void tc_camera_panel_make_alarms (TcCameraPanel *self);
void tc_camera_panel_end_alarms (TcCameraPanel *self);
/* Pulls up what is to be looked at now, and lets go of what isn't any more. */
void tc_camera_panel_follow_alarms (TcCameraPanel *self);
/* The frames of tiles. */
void tc_camera_panel_mark_alarms (TcCameraPanel *self);
/* As tc_wall_dup_cells(), without what alarms have put there. (transfer full) */
char *tc_camera_panel_dup_own_cells (TcCameraPanel *self, const TcCameraScreen *screen);
/* That wall goes. */
void tc_camera_panel_forget_alarms_of (TcCameraPanel *self, const TcCameraScreen *screen);

/* tc-camera-look.c */
#define TC_CAMERA_PUSH "wall-push"
void tc_camera_panel_add_look_actions (TcCameraPanel *self, GActionMap *window);
void tc_camera_panel_enable_push (TcCameraPanel *self);
/* The composer was open for TC_CAMERA_PUSH. */
void tc_camera_panel_send_push (TcCameraPanel *self, const char *text, guint choice);
/* That wall goes. */
void tc_camera_panel_forget_look_of (TcCameraPanel *self, const TcCameraScreen *screen);

/* tc-camera-actions.c */
#define TC_CAMERA_OPEN "wall-open"
#define TC_CAMERA_SOUND "wall-sound"
#define TC_CAMERA_MAINTENANCE "wall-maintenance"
#define TC_LAYOUT_SAVE "layout-save"
#define TC_LAYOUT_SHARE "layout-share"
#define TC_LAYOUT_FOR_EVENT "layout-for-event"
/* One that is there under that name, else a new one. */
gint64 tc_camera_panel_choose_layout_id (TcCameraPanel *self, const char *name, gboolean shared);
/* What is done without anything typed. @said: (nullable): for gettext, once it is done; @undo:
 * (nullable): the action by which it is taken back, with @before (nullable) (floating) */
void tc_camera_panel_submit (TcCameraPanel *self, const TcOperationType *type, gconstpointer args,
                             const char *said, const char *undo, GVariant *before);
/* What stands there can be had again. */
void tc_camera_panel_offer_before (TcCameraPanel *self, const char *text);
void tc_camera_panel_add_actions (TcCameraPanel *self, GActionMap *window);
void tc_camera_panel_enable_actions (TcCameraPanel *self);
void tc_camera_panel_show_number (TcCameraPanel *self, gint64 number);
const TcPanelKey *tc_camera_panel_list_keys (void);
const TcCommandVerb *tc_camera_panel_list_verbs (void);

/* tc-camera-group-actions.c */
#define TC_CAMERA_GROUPS "camera-groups"
void tc_camera_panel_add_groups (TcCameraPanel *self, GActionMap *window);
void tc_camera_panel_enable_groups (TcCameraPanel *self);

/* tc-camera-mask-actions.c */
#define TC_CAMERA_MASKS "camera-masks"
void tc_camera_panel_add_masks (TcCameraPanel *self, GActionMap *window);

/* tc-camera-steer-actions.c */
void tc_camera_panel_add_steering (TcCameraPanel *self, GActionMap *window);
void tc_camera_panel_enable_steering (TcCameraPanel *self);
/* FALSE: nothing was steered */
gboolean tc_camera_panel_leave_camera (TcCameraPanel *self);

/* tc-camera-replay-actions.c */
#define TC_CAMERA_HOLD "replay-hold"
void tc_camera_panel_make_replay (TcCameraPanel *self);
void tc_camera_panel_end_replay (TcCameraPanel *self);
void tc_camera_panel_add_replay_actions (TcCameraPanel *self, GActionMap *window);
void tc_camera_panel_enable_replay (TcCameraPanel *self);
/* Live or not, as it is now for the camera that is there. */
void tc_camera_panel_replay_tile (TcCameraPanel *self, TcCameraPlayer *player);

/* tc-camera-part-actions.c */
void tc_camera_panel_make_parts (TcCameraPanel *self);
void tc_camera_panel_end_parts (TcCameraPanel *self);
void tc_camera_panel_add_part_actions (TcCameraPanel *self, GActionMap *window);
void tc_camera_panel_enable_parts (TcCameraPanel *self);

/* tc-camera-health-actions.c */
#define TC_ACTION_HEALTH "camera-health"
void tc_camera_panel_add_health (TcCameraPanel *self, GActionMap *window);
void tc_camera_panel_enable_health (TcCameraPanel *self);
/* In place of the tiles, or these again. */
void tc_camera_panel_show_health (TcCameraPanel *self, gboolean shown);

/* tc-camera-mode.c */
void tc_camera_panel_add_mode (TcCameraPanel *self, GActionMap *window);

/* tc-camera-menus.c */
void tc_camera_panel_make_menus (TcCameraPanel *self);
/* What can be done with a tile of it. */
void tc_camera_panel_add_menu (TcCameraPanel *self, TcCameraScreen *screen);
/* Walls, or monitors, are others. */
void tc_camera_panel_fill_walls (TcCameraPanel *self);
/* Layouts may be others, or marked otherwise. */
void tc_camera_panel_fill_menus (TcCameraPanel *self);
