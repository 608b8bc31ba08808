/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a camera nobody is to see: drawn on its newest picture, by who manages cameras, or on
 * grey where there is none. What is covered already is black in the picture, too.
 */
#include "tc-camera-panel-private.h"

#include "tc-blur-editor.h"
#include "tc-camera-masks.h"
#include "tc-camera-operations.h"
#include "tc-camera-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WHOLE_PM 1000
#define BLANK_WIDTH 640
#define BLANK_HEIGHT 360
#define BLANK_GREY 0x60
#define BYTES_PER_PIXEL 4

/* What an editor is open for. */
typedef struct {
  TcCameraPanel *panel; /* (owned) */
  gint64 camera_id;
  char *before; /* (owned): its masks then; "": none */
} Covering;

static void
free_covering (gpointer data, GClosure *closure)
{
  Covering *covering = data;

  g_object_unref (covering->panel);
  g_free (covering->before);
  g_free (covering);
}

/* ---- parts of a picture, and thousandths ---- */

static guint16
read_pm (double part)
{
  return (guint16) CLAMP (lround (part * WHOLE_PM), 0, WHOLE_PM);
}

/* (transfer full): "": none */
static char *
format_areas (const GArray *areas)
{
  g_autoptr (GArray) masks = g_array_new (FALSE, TRUE, sizeof (TcCameraMask));
  char *text = NULL;

  for (guint i = 0; i < areas->len; i++) {
    const TcBlurArea *area = &g_array_index (areas, TcBlurArea, i);
    TcCameraMask mask = {read_pm (area->x), read_pm (area->y), read_pm (area->x + area->width),
                         read_pm (area->y + area->height)};

    if (mask.left_pm < mask.right_pm && mask.top_pm < mask.bottom_pm)
      g_array_append_val (masks, mask);
  }
  text = tc_camera_masks_format (masks);
  return text ? text : g_strdup ("");
}

/* (transfer full) (nullable) (element-type TcBlurArea): NULL: of a newer program */
static GArray *
make_areas (const char *text)
{
  g_autoptr (GArray) masks = tc_camera_masks_parse (text);
  GArray *areas = masks ? g_array_new (FALSE, FALSE, sizeof (TcBlurArea)) : NULL;

  for (guint i = 0; masks && i < masks->len; i++) {
    const TcCameraMask *mask = &g_array_index (masks, TcCameraMask, i);
    const TcBlurArea area = {mask->left_pm / (double) WHOLE_PM, mask->top_pm / (double) WHOLE_PM,
                             (mask->right_pm - mask->left_pm) / (double) WHOLE_PM,
                             (mask->bottom_pm - mask->top_pm) / (double) WHOLE_PM};

    g_array_append_val (areas, area);
  }
  return areas;
}

/* (transfer full) */
static GdkTexture *
make_texture (const TcTileFrame *frame)
{
  const gsize n = (gsize) BLANK_WIDTH * BLANK_HEIGHT * BYTES_PER_PIXEL;
  g_autoptr (GBytes) blank = NULL;
  guint8 *grey = NULL;

  if (frame)
    return gdk_memory_texture_new (frame->width, frame->height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                   frame->pixels, frame->stride);
  grey = g_malloc (n);
  for (gsize i = 0; i < n; i++)
    grey[i] = i % BYTES_PER_PIXEL == BYTES_PER_PIXEL - 1 ? 0xff : BLANK_GREY;
  blank = g_bytes_new_take (grey, n);
  return gdk_memory_texture_new (BLANK_WIDTH, BLANK_HEIGHT, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
                                 blank, (gsize) BLANK_WIDTH * BYTES_PER_PIXEL);
}

/* ---- what is done ---- */

static void
set_masks (TcCameraPanel *self, gint64 camera_id, const char *masks, const char *before)
{
  const TcCameraMaskSet args = {camera_id, *masks ? masks : NULL};

  tc_camera_panel_submit (self, &tc_camera_mask_set_type, &args, N_ ("The masks are saved."),
                          before ? "win.camera-masks-set" : NULL,
                          before ? g_variant_new ("(xs)", camera_id, before) : NULL);
}

/* What somebody else covered meanwhile stays covered. */
static void
covered_cb (TcBlurEditor *editor, gpointer data)
{
  Covering *covering = data;
  TcCameraPanel *self = covering->panel;
  const TcCamera *camera = self->desk ? tc_camera_view_find (tc_camera_watch_get_view (self->watch),
                                                             covering->camera_id)
                                      : NULL;
  g_autofree char *masks = format_areas (tc_blur_editor_get_areas (editor));

  if (!self->desk || g_str_equal (masks, covering->before))
    return;
  if (camera && g_strcmp0 (camera->masks ? camera->masks : "", covering->before) != 0)
    tc_panel_answer (tc_camera_panel_get_place (self), FALSE,
                     _ ("Somebody else changed the masks of this camera meanwhile; yours aren't "
                        "saved. Open them again."));
  else
    set_masks (self, covering->camera_id, masks, covering->before);
}

static void
masks_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = tc_camera_panel_get_chosen (self);
  TcCameraScreen *front = self->front;
  TcCameraTile *view = tc_tile_grid_get_tile (front->grid, tc_wall_get_chosen (front->wall));
  g_autoptr (GArray) areas = camera ? make_areas (camera->masks) : NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *title = NULL;
  TcBlurEditor *editor = NULL;
  Covering *covering = NULL;

  if (!camera)
    return;
  if (!areas) {
    tc_panel_answer (GTK_WIDGET (self), FALSE,
                     _ ("The masks of this camera are of a newer program: change them there."));
    return;
  }
  title = tc_camera_word_title (camera);
  texture = make_texture (tc_camera_tile_get_frame (view));
  editor = tc_blur_editor_new_covers (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (front->grid))),
                                      texture, title, areas, TC_CAMERA_MASKS_MAX);
  covering = g_new0 (Covering, 1);
  *covering = (Covering){g_object_ref (self), camera->id,
                         g_strdup (camera->masks ? camera->masks : "")};
  g_signal_connect_data (editor, "covered", G_CALLBACK (covered_cb), covering, free_covering, 0);
  gtk_window_present (GTK_WINDOW (editor));
}

/* Takes it back. */
static void
set_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 camera_id = 0;
  const char *masks = NULL;

  g_variant_get (target, "(x&s)", &camera_id, &masks);
  set_masks (data, camera_id, masks, NULL);
}

void
tc_camera_panel_add_masks (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_CAMERA_MASKS, .activate = masks_cb},
      {.name = "camera-masks-set", .activate = set_cb, .parameter_type = "(xs)"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
