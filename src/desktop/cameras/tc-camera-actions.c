/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done at the video wall: each an action of the window. What is refused is said above the
 * tiles, and what was typed stands in its field again.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-operations.h"
#include "tc-incident-operations.h"
#include "tc-refusal-words.h"
#include "tc-text-label.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the composer is open for. */
#define SOUND_ON "wall-sound-on"
#define SOUND_OFF "wall-sound-off"

static const TcPanelKey keys[] = {
    {"c", "near-cameras", N_ ("All cameras near the incident that is open")},
    {"l", "camera-list", N_ ("Show or hide the list of cameras")},
    {"e", "wall-alone", N_ ("The chosen tile as large as the wall, and back")},
    {"f", "wall-fill", N_ ("Fill the empty tiles with the list's cameras")},
    {"x", "wall-empty", N_ ("Empty the chosen tile")},
    {"<Shift>x", "wall-clear", N_ ("Empty all tiles")},
    {"p", "wall-patrol-here", N_ ("The cameras of the list's group in turn, in the chosen tile")},
    {"space", "wall-pause", N_ ("Groups stand still, or go on")},
    {"n", "wall-next", N_ ("Next camera of the group in the chosen tile")},
    {"b", "wall-previous", N_ ("The camera before it")},
    {"a", "wall-listen", N_ ("Hear the camera of the chosen tile, or nothing")},
    {"r", "wall-try-again", N_ ("Try again at once what has no picture")},
    {"h", TC_ACTION_HEALTH, N_ ("How the listed cameras do, or the tiles again")},
    {"m", "camera-report-fault", N_ ("Report the camera's fault, or show the incident about it")},
    {"<Shift>m", "camera-test", N_ ("Try the connection to the camera's device")},
    {"<Shift>h", "camera-faults", N_ ("The faults that the camera has had")},
    {"t", "camera-steer", N_ ("Steer the camera of the chosen tile, or let go of it")},
    {"<Shift>t", "steer-take", N_ ("Take the camera from who steers it")},
    {"g", "steer-tour", N_ ("Send the camera you steer through its presets, or end that")},
    {"v", "replay-instant",
     N_ ("What the chosen tile showed half a minute ago, from the recording")},
    {"<Shift>v", "replay-together", N_ ("Recordings of all tiles on one clock")},
    {"period", "replay-motion-next", N_ ("Go on to where something moves next, in a recording")},
    {"comma", "replay-motion-before", N_ ("Back to where something moved before")},
    {"bracketleft", "replay-mark-begin", N_ ("A part of the recording begins here")},
    {"bracketright", "replay-mark-end", N_ ("It ends here")},
    {"k", TC_CAMERA_HOLD, N_ ("Keep that part, or what is around, with the reason")},
    {"<Shift>k", "holds", N_ ("What is kept of recordings, and until when")},
    {"j", "replay-export", N_ ("Have a copy of that part made and brought here")},
    {"<Shift>j", "exports", N_ ("Copies of recordings that this desk asked for")},
    {"w", TC_CAMERA_PUSH, N_ ("Put what you see before another desk")},
    {"i", "wall-snapshot", N_ ("Keep the picture of the chosen tile")},
    {"<Shift>i", "wall-snapshot-attach", N_ ("Keep it and attach it to the open incident")},
    {"u", "wall-report", N_ ("Report what the chosen tile shows, with its picture")},
    {"<Shift>Left", "wall-carry-left", N_ ("Carry the chosen tile to the left")},
    {"<Shift>Right", "wall-carry-right", N_ ("Carry it to the right")},
    {"<Shift>Up", "wall-carry-up", N_ ("Carry it up")},
    {"<Shift>Down", "wall-carry-down", N_ ("Carry it down")},
    {"equal", "wall-zoom-in", N_ ("Magnify the picture of the chosen tile")},
    {"<Shift>plus", "wall-zoom-in", N_ ("Magnify the picture of the chosen tile")},
    {"KP_Add", "wall-zoom-in", N_ ("Magnify the picture of the chosen tile")},
    {"minus", "wall-zoom-out", N_ ("Magnify it less")},
    {"KP_Subtract", "wall-zoom-out", N_ ("Magnify it less")},
    {"<Control>Left", "wall-pan-left", N_ ("Look farther left in a magnified picture")},
    {"<Control>Right", "wall-pan-right", N_ ("Look farther right in it")},
    {"<Control>Up", "wall-pan-up", N_ ("Look farther up in it")},
    {"<Control>Down", "wall-pan-down", N_ ("Look farther down in it")},
    {"z", "wall-front-next", N_ ("The wall on the next screen")},
    {"<Shift>z", "wall-take-front-off", N_ ("Take the wall in front off its screen")},
    {"q", TC_CAMERA_GROUPS, N_ ("Groups of cameras: names, what stands in them, who may see them")},
    {"y", TC_CAMERA_MASKS, N_ ("What of the chosen camera nobody is to see")},
    {"o", TC_CAMERA_OPEN, N_ ("Open a restricted camera, with the reason")},
    {"s", TC_LAYOUT_SAVE, N_ ("Save the layout for yourself")},
    {"<Shift>s", TC_LAYOUT_SHARE, N_ ("Save the layout for all")},
    {"Escape", "camera-cancel",
     N_ ("Close what is being typed, show the whole picture, or all tiles")},
    {NULL, NULL, NULL},
};

static const TcCommandVerb verbs[] = {
    {.words = NC_ ("command", "cam;camera"),
     .usage = N_ ("NUMBER"),
     .title = N_ ("Show a camera on the video wall"),
     .action = "camera-number",
     .need = TC_MAY_VIEW_CAMERAS,
     .args = {TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "snapshot"),
     .title = N_ ("Keep the picture of the chosen tile"),
     .action = "wall-snapshot",
     .need = TC_MAY_VIEW_CAMERAS},
    {.words = NC_ ("command", "seen"),
     .title = N_ ("Report what the chosen tile shows, with its picture"),
     .action = "wall-report",
     .need = TC_MAY_VIEW_CAMERAS},
    {NULL},
};

const TcPanelKey *
tc_camera_panel_list_keys (void)
{
  return keys;
}

const TcCommandVerb *
tc_camera_panel_list_verbs (void)
{
  return verbs;
}

/* ---- what can be done ---- */

static const TcWallCell *
get_cell (TcCameraPanel *self)
{
  return &g_array_index (tc_wall_get_cells (self->front->wall), TcWallCell,
                         tc_wall_get_chosen (self->front->wall));
}

void
tc_camera_panel_enable_actions (TcCameraPanel *self)
{
  static const char *const seeing[] = {"camera-show", "camera-number", "cameras-show",
                                       "wall-patrol", "wall-fill",     TC_LAYOUT_SAVE};
  const TcCameraView *view = NULL;
  const TcCamera *camera = NULL;
  const TcWallCell *cell = NULL;
  gboolean may = FALSE;

  if (!self->window || !self->front)
    return;
  view = tc_camera_watch_get_view (self->watch);
  may = view && view->reading == TC_READING_OPEN;
  tc_camera_panel_enable_replay (self);
  camera = tc_camera_panel_get_chosen (self);
  cell = get_cell (self);
  for (guint i = 0; i < G_N_ELEMENTS (seeing); i++)
    tc_panel_enable (self->window, seeing[i], may);
  tc_panel_enable (self->window, TC_LAYOUT_SHARE,
                   may && tc_desk_may (self->desk, TC_MAY_SHARE_LAYOUTS));
  tc_panel_enable (self->window, TC_LAYOUT_FOR_EVENT,
                   may && tc_desk_may (self->desk, TC_MAY_SHARE_LAYOUTS));
  tc_camera_panel_enable_push (self);
  tc_panel_enable (self->window, "wall-patrol-here", may && self->group_id);
  tc_panel_enable (self->window, "wall-listen", camera != NULL);
  tc_panel_enable (self->window, "wall-report", camera && tc_desk_may (self->desk, TC_MAY_REPORT));
  tc_panel_enable (self->window, TC_CAMERA_SOUND,
                   camera && tc_desk_may (self->desk, TC_MAY_MANAGE_CAMERAS));
  tc_panel_enable (self->window, TC_CAMERA_MAINTENANCE,
                   camera && tc_desk_may (self->desk, TC_MAY_MANAGE_CAMERAS));
  tc_panel_enable (self->window, "wall-empty", cell->camera_id || cell->group_id);
  tc_panel_enable (self->window, "wall-next", cell->group_id != 0);
  tc_panel_enable (self->window, "wall-previous", cell->group_id != 0);
  tc_camera_panel_enable_steering (self);
  tc_camera_panel_enable_health (self);
  tc_camera_panel_enable_groups (self);
  tc_panel_enable (self->window, TC_CAMERA_MASKS,
                   camera && tc_desk_may (self->desk, TC_MAY_MANAGE_CAMERAS));
  tc_panel_enable (self->window, TC_CAMERA_OPEN,
                   camera && camera->restricted &&
                       !g_hash_table_contains (view->open, &camera->id) &&
                       tc_desk_may (self->desk, TC_MAY_VIEW_RESTRICTED));
}

/* ---- cameras onto the wall ---- */

static void
find_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  gtk_editable_set_text (self->search, g_variant_get_string (target, NULL));
  tc_camera_panel_filter (self);
}

static void
group_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  gint64 id = g_variant_get_int64 (target);
  guint at = 0;

  for (guint i = 0; i < self->group_ids->len; i++) {
    if (g_array_index (self->group_ids, gint64, i) == id)
      at = i + 1;
  }
  gtk_drop_down_set_selected (self->group, at);
}

static void
show_tiles (TcCameraPanel *self)
{
  if (!self->front->window)
    tc_camera_panel_show_health (self, FALSE);
}

static void
show_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  show_tiles (data);
  tc_wall_show (((TcCameraPanel *) data)->front->wall, g_variant_get_int64 (target));
}

void
tc_camera_panel_offer_before (TcCameraPanel *self, const char *text)
{
  TcWall *wall = self->front->wall;
  g_autofree char *cells = tc_wall_dup_cells (wall);
  GVariant *before = g_variant_new ("(suus)", self->front->connector, tc_wall_get_columns (wall),
                                    tc_wall_get_rows (wall), cells);

  tc_panel_say_undo (tc_camera_panel_get_place (self), text, C_ ("verb", "Undo"), "win.wall-cells",
                     before);
}

/* Where the wall in front is to be seen. */
static void
come_forward (TcCameraPanel *self)
{
  if (self->front->window && tc_camera_screen_is_shown (self->front))
    return;
  tc_camera_panel_set_front (self, tc_camera_panel_get_own (self));
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("cameras"));
}

static void
show_all_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  gsize n = 0;
  const gint64 *ids = g_variant_get_fixed_array (target, &n, sizeof (gint64));

  if (n == 0)
    return;
  come_forward (self);
  show_tiles (self);
  tc_camera_panel_offer_before (self, _ ("The wall shows other cameras now."));
  tc_wall_show_all (self->front->wall, ids, (guint) MIN (n, TC_WALL_CELLS_MAX));
  gtk_widget_grab_focus (GTK_WIDGET (self->front->grid));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCamera) camera = tc_camera_find_finish (TC_DESK (source), result, &error);
  g_autofree char *fault = error ? tc_fault_word (error) : NULL;

  if (!self->desk)
    return;
  if (camera) {
    come_forward (self);
    show_tiles (self);
    tc_wall_show (self->front->wall, camera->id);
    gtk_widget_grab_focus (GTK_WIDGET (self->front->grid));
  }
  tc_panel_answer (tc_camera_panel_get_place (self), camera != NULL,
                   camera  ? ""
                   : fault ? fault
                           : _ ("There is no camera with that number, or it is not for you."));
}

void
tc_camera_panel_show_number (TcCameraPanel *self, gint64 number)
{
  tc_camera_find_async (self->desk, number, found_cb, g_object_ref (self));
}

static void
number_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  guint64 number = 0;

  if (g_ascii_string_to_unsigned (g_variant_get_string (target, NULL), 10, 1, TC_CAMERA_NUMBER_MAX,
                                  &number, NULL))
    tc_camera_panel_show_number (self, (gint64) number);
  else
    tc_panel_answer (GTK_WIDGET (self), FALSE,
                     _ ("A camera has a number from 1 to 9999, such as 114."));
}

/* ---- the wall ---- */

static void
list_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  gtk_widget_set_visible (((TcCameraPanel *) data)->side, g_variant_get_boolean (state));
}

static void
shape_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  (void) tc_wall_set_shape (((TcCameraPanel *) data)->front->wall,
                            g_variant_get_string (target, NULL));
}

static void
choose_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  (void) tc_wall_choose (((TcCameraPanel *) data)->front->wall, g_variant_get_uint32 (target));
}

static void
swap_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  guint n = tc_wall_get_cells (self->front->wall)->len, one = 0, other = 0;

  g_variant_get (target, "(uu)", &one, &other);
  if (one < n && other < n)
    tc_wall_swap (self->front->wall, one, other);
}

static void
patrol_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  gint64 id = target ? g_variant_get_int64 (target) : 0;

  if (!id)
    id = self->group_id;
  if (id)
    tc_wall_put_group (self->front->wall, tc_wall_get_chosen (self->front->wall), id,
                       self->dwell_s);
}

static void
dwell_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcWallCell *cell = get_cell (self);

  self->dwell_s = CLAMP (g_variant_get_uint32 (target), TC_WALL_DWELL_S_MIN, TC_WALL_DWELL_S_MAX);
  if (cell->group_id)
    tc_wall_put_group (self->front->wall, tc_wall_get_chosen (self->front->wall), cell->group_id,
                       self->dwell_s);
}

static void
pause_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcCameraPanel *self = data;

  tc_camera_panel_pause (self, self->front, g_variant_get_boolean (state));
}

static void
step_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  gboolean on = g_str_equal (g_action_get_name (G_ACTION (action)), "wall-next");

  tc_wall_step (self->front->wall, tc_wall_get_chosen (self->front->wall), on ? 1 : -1);
}

static void
alone_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  gboolean alone = tc_tile_grid_get_alone (self->front->grid) >= 0;

  tc_tile_grid_show_alone (self->front->grid,
                           alone ? -1 : (int) tc_wall_get_chosen (self->front->wall));
}

/* Restricted ones are put there one by one, and opened. */
static void
fill_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; view && i < view->cameras->len; i++) {
    const TcCamera *camera = g_ptr_array_index (view->cameras, i);

    if (!camera->restricted)
      g_array_append_val (ids, camera->id);
  }
  tc_wall_fill (self->front->wall, (const gint64 *) (gpointer) ids->data, ids->len);
}

static void
empty_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  tc_wall_put (self->front->wall, tc_wall_get_chosen (self->front->wall), 0);
}

static void
clear_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  tc_camera_panel_offer_before (self, _ ("All tiles are empty."));
  tc_wall_clear (self->front->wall);
}

/* Also on a wall that was taken off meanwhile. */
static void
cells_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  TcCameraScreen *screen = NULL;
  const char *connector = NULL, *text = NULL;
  guint columns = 0, rows = 0;

  g_variant_get (target, "(&suu&s)", &connector, &columns, &rows, &text);
  screen = tc_camera_panel_open_screen (self, connector);
  if (screen)
    (void) tc_camera_screen_set_cells (screen, columns, rows, text);
}

static void
try_again_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_camera_panel_try_again (data);
}

/* ---- what is written down ---- */

typedef struct {
  TcCameraPanel *panel; /* (owned) */
  const char *typed;    /* interned (nullable): what the composer was open for */
  gint64 subject_id;
  const char *said; /* for gettext (nullable) */
  const char *undo; /* of @before: the action by which it is taken back */
  GVariant *before; /* (owned) (nullable) */
} Writing;

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Writing *writing = data;
  g_autoptr (TcCameraPanel) self = writing->panel;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (self->desk) {
    tc_text_label_say (self->trouble, trouble);
    if (!trouble && writing->typed)
      tc_composer_done (self->composer, writing->typed, writing->subject_id);
    if (trouble && writing->typed)
      tc_composer_failed (self->composer, writing->typed, writing->subject_id, TRUE);
    if (!trouble && writing->before)
      tc_panel_say_undo (GTK_WIDGET (self), _ (writing->said), C_ ("verb", "Undo"), writing->undo,
                         writing->before);
    else if (!trouble && writing->said)
      tc_panel_say (GTK_WIDGET (self), _ (writing->said));
  }
  g_clear_pointer (&writing->before, g_variant_unref);
  g_free (writing);
}

void
tc_camera_panel_submit (TcCameraPanel *self, const TcOperationType *type, gconstpointer args,
                        const char *said, const char *undo, GVariant *before)
{
  Writing *writing = g_new0 (Writing, 1);

  *writing = (Writing){.panel = g_object_ref (self),
                       .said = said,
                       .undo = undo,
                       .before = before ? g_variant_ref_sink (before) : NULL};
  tc_operation_sink_submit_async (TC_OPERATION_SINK (self->desk), type, args, NULL, written_cb,
                                  writing);
}

/* What was typed. */
static void
submit (TcCameraPanel *self, const TcOperationType *type, gconstpointer args, const char *typed,
        gint64 subject_id, const char *said)
{
  Writing *writing = g_new0 (Writing, 1);

  *writing = (Writing){.panel = g_object_ref (self),
                       .typed = g_intern_string (typed),
                       .subject_id = subject_id,
                       .said = said};
  tc_operation_sink_submit_async (TC_OPERATION_SINK (self->desk), type, args, NULL, written_cb,
                                  writing);
}

/* A layout of that name that may be saved anew; 0: none. */
static gint64
find_layout (TcCameraPanel *self, const char *name, gboolean shared)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);

  for (guint i = 0; view && i < view->layouts->len; i++) {
    const TcWallLayout *layout = g_ptr_array_index (view->layouts, i);

    if (g_str_equal (layout->name, name) && (layout->owner_id == 0) == shared)
      return layout->id;
  }
  return 0;
}

gint64
tc_camera_panel_choose_layout_id (TcCameraPanel *self, const char *name, gboolean shared)
{
  gint64 id = find_layout (self, name, shared);

  return id ? id : tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk));
}

static void
send_layout (TcCameraPanel *self, const char *action, gint64 subject_id, const char *text)
{
  gboolean shared = g_str_equal (action, TC_LAYOUT_SHARE);
  g_autofree char *name = g_strdelimit (g_strstrip (g_strdup (text)), "\n", ' ');
  g_autofree char *cells = tc_wall_dup_cells (self->front->wall);
  const TcLayoutSave args = {.layout_id = tc_camera_panel_choose_layout_id (self, name, shared),
                             .name = name,
                             .columns = tc_wall_get_columns (self->front->wall),
                             .rows = tc_wall_get_rows (self->front->wall),
                             .cells = cells,
                             .shared = shared};

  submit (self, &tc_layout_save_type, &args, action, subject_id, N_ ("The layout is saved."));
}

static void
send_sound (TcCameraPanel *self, const char *action, gint64 subject_id, const char *text)
{
  gboolean on = g_str_equal (action, SOUND_ON);
  g_autofree char *reason = g_strdelimit (g_strstrip (g_strdup (text)), "\n", ' ');

  submit (self, &tc_camera_sound_type, &(TcCameraSoundSet){subject_id, on, reason}, action,
          subject_id, on ? N_ ("This camera may be heard now.") : N_ ("It isn't heard any more."));
}

/* @text: why it is out of service; NULL: it is in service again */
static void
send_state (TcCameraPanel *self, const char *action, gint64 subject_id, const char *text)
{
  g_autofree char *reason = text ? g_strdelimit (g_strstrip (g_strdup (text)), "\n", ' ') : NULL;
  const TcCameraStateArgs args = {subject_id, reason ? "maintenance" : "in-service", reason};

  submit (self, &tc_camera_state_type, &args, action, subject_id,
          reason ? N_ ("This camera is out of service now.")
                 : N_ ("This camera is in service again."));
}

static void
send_cb (TcCameraPanel *self, const char *action, gint64 subject_id, const char *text, guint choice)
{
  if (g_str_equal (action, TC_CAMERA_OPEN))
    submit (self, &tc_camera_open_type, &(TcCameraOpen){subject_id, text}, action, subject_id,
            NULL);
  else if (g_str_equal (action, SOUND_ON) || g_str_equal (action, SOUND_OFF))
    send_sound (self, action, subject_id, text);
  else if (g_str_equal (action, TC_CAMERA_MAINTENANCE))
    send_state (self, action, subject_id, text);
  else if (g_str_equal (action, TC_CAMERA_PUSH))
    tc_camera_panel_send_push (self, text, choice);
  else
    send_layout (self, action, subject_id, text);
}

static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = tc_camera_panel_get_chosen (self);

  if (!camera)
    return;
  tc_text_label_say (self->trouble, NULL);
  tc_camera_panel_compose (self,
                           &(TcComposerForm){.action = TC_CAMERA_OPEN,
                                             .subject_id = camera->id,
                                             .title = _ ("Why it is looked at (this is on record)"),
                                             .verb = C_ ("verb", "Open for an hour"),
                                             .required = TRUE});
}

/* As it is when that is begun. */
static void
sound_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = tc_camera_panel_get_chosen (self);
  gboolean on = camera && !tc_camera_may_be_heard (camera);

  if (!camera)
    return;
  tc_text_label_say (self->trouble, NULL);
  tc_camera_panel_compose (
      self,
      &(TcComposerForm){.action = on ? SOUND_ON : SOUND_OFF,
                        .subject_id = camera->id,
                        .title = on ? _ ("Why this camera may be heard (this is on record)")
                                    : _ ("Why it isn't to be heard any more (this is on record)"),
                        .verb = on ? C_ ("verb", "Allow sound") : C_ ("verb", "Forbid sound"),
                        .required = TRUE});
}

static void
maintenance_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = tc_camera_panel_get_chosen (self);

  if (!camera)
    return;
  tc_text_label_say (self->trouble, NULL);
  if (!g_str_equal (camera->state, "in-service")) {
    send_state (self, NULL, camera->id, NULL);
    return;
  }
  tc_camera_panel_compose (
      self, &(TcComposerForm){.action = TC_CAMERA_MAINTENANCE,
                              .subject_id = camera->id,
                              .title = _ ("Why it is out of service (this is on record)"),
                              .verb = C_ ("verb", "Take out of service"),
                              .required = TRUE});
}

static void
save_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const char *name = g_action_get_name (G_ACTION (action));
  gboolean shared = g_str_equal (name, TC_LAYOUT_SHARE);

  tc_text_label_say (self->trouble, NULL);
  tc_camera_panel_compose (
      self, &(TcComposerForm){.action = g_intern_string (name),
                              .title = shared ? _ ("Name of the layout, for all")
                                              : _ ("Name of the layout, for yourself"),
                              .verb = C_ ("verb", "Save"),
                              .required = TRUE});
}

/* (nullable) */
static const TcWallLayout *
get_layout (TcCameraPanel *self, gint64 id)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);

  for (guint i = 0; view && i < view->layouts->len; i++) {
    const TcWallLayout *layout = g_ptr_array_index (view->layouts, i);

    if (layout->id == id)
      return layout;
  }
  return NULL;
}

static void
use_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcWallLayout *layout = get_layout (self, g_variant_get_int64 (target));

  if (layout)
    (void) tc_wall_set_cells (self->front->wall, layout->columns, layout->rows, layout->cells);
}

/* It can be had again: another of the same name. */
static void
remove_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const TcWallLayout *layout = get_layout (data, g_variant_get_int64 (target));
  g_autofree char *cells = NULL;

  if (!layout)
    return;
  cells = tc_wall_cells_format (layout->cells, layout->columns, layout->rows);
  tc_camera_panel_submit (data, &tc_layout_remove_type, &(TcLayoutRef){layout->id},
                          N_ ("The layout is removed."), "win.layout-again",
                          g_variant_new ("(suusb)", layout->name, layout->columns, layout->rows,
                                         cells, layout->owner_id == 0));
}

static void
again_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const char *name = NULL, *cells = NULL;
  guint columns = 0, rows = 0;
  gboolean shared = FALSE;

  g_variant_get (target, "(&suu&sb)", &name, &columns, &rows, &cells, &shared);
  const TcLayoutSave args = {.layout_id = tc_camera_panel_choose_layout_id (self, name, shared),
                             .name = name,
                             .columns = columns,
                             .rows = rows,
                             .cells = cells,
                             .shared = shared};
  tc_camera_panel_submit (self, &tc_layout_save_type, &args, N_ ("The layout is saved."), NULL,
                          NULL);
}

/* Escape: what is typed first, then the camera that is steered, the magnified picture, the large
 * tile. */
static void
cancel_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  if (gtk_widget_get_visible (GTK_WIDGET (self->composer)))
    tc_composer_close (self->composer);
  else if (tc_part_form_is_open (self->part_form))
    tc_part_form_close (self->part_form);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->health)))
    tc_camera_panel_show_health (self, FALSE);
  else if (!tc_camera_panel_leave_camera (self) && !tc_camera_panel_leave_zoom (self))
    tc_tile_grid_show_alone (self->front->grid, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* ---- the table ---- */

void
tc_camera_panel_add_actions (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "camera-list", .state = "true", .change_state = list_cb},
      {.name = "camera-find", .activate = find_cb, .parameter_type = "s"},
      {.name = "camera-group", .activate = group_cb, .parameter_type = "x"},
      {.name = "camera-show", .activate = show_cb, .parameter_type = "x"},
      {.name = "camera-number", .activate = number_cb, .parameter_type = "s"},
      {.name = "cameras-show", .activate = show_all_cb, .parameter_type = "ax"},
      {.name = "wall-shape", .activate = shape_cb, .parameter_type = "s"},
      {.name = "wall-choose", .activate = choose_cb, .parameter_type = "u"},
      {.name = "wall-swap", .activate = swap_cb, .parameter_type = "(uu)"},
      {.name = "wall-patrol", .activate = patrol_cb, .parameter_type = "x"},
      {.name = "wall-patrol-here", .activate = patrol_cb},
      {.name = "wall-dwell", .activate = dwell_cb, .parameter_type = "u"},
      {.name = "wall-pause", .state = "false", .change_state = pause_cb},
      {.name = "wall-next", .activate = step_cb},
      {.name = "wall-previous", .activate = step_cb},
      {.name = "wall-alone", .activate = alone_cb},
      {.name = "wall-fill", .activate = fill_cb},
      {.name = "wall-empty", .activate = empty_cb},
      {.name = "wall-clear", .activate = clear_cb},
      {.name = "wall-cells", .activate = cells_cb, .parameter_type = "(suus)"},
      {.name = "wall-try-again", .activate = try_again_cb},
      {.name = TC_CAMERA_OPEN, .activate = open_cb},
      {.name = TC_CAMERA_SOUND, .activate = sound_cb},
      {.name = TC_CAMERA_MAINTENANCE, .activate = maintenance_cb},
      {.name = TC_LAYOUT_SAVE, .activate = save_cb},
      {.name = TC_LAYOUT_SHARE, .activate = save_cb},
      {.name = "layout-use", .activate = use_cb, .parameter_type = "x"},
      {.name = "layout-remove", .activate = remove_cb, .parameter_type = "x"},
      {.name = "layout-again", .activate = again_cb, .parameter_type = "(suusb)"},
  };
  const GActionEntry cancel = {.name = "camera-cancel", .activate = cancel_cb};

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_camera_panel_add_replay_actions (self, window);
  tc_composer_add_actions (self->composer, window, "camera-");
  g_action_map_add_action_entries (window, &cancel, 1, self);
  tc_camera_panel_add_steering (self, window);
  tc_camera_panel_add_health (self, window);
  tc_composer_set_drafts (self->composer, tc_drafts_of (self->desk));
  g_signal_connect_object (self->composer, "send", G_CALLBACK (send_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composer, "left", G_CALLBACK (gtk_widget_grab_focus), self,
                           G_CONNECT_SWAPPED);
  tc_camera_panel_make_menus (self);
}
