/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Contrast of text as it is drawn: colours of letters are those of the text in what GTK hands to
 * the screen, with every translucency around it; what is behind them is the commonest colour of the
 * pixels there. By the formula of WCAG 2.2 (relative luminance), 4.5, or 3 for large letters.
 */
#include "access-check.h"

#include <math.h>

#define LEAST 4.5
#define LEAST_LARGE 3.0
/* WCAG 2.2: 18 pt, or 14 pt in bold. */
#define LARGE_PX 24.0
#define LARGE_BOLD_PX 18.66
/* A dash fills what it takes up: what is behind it is seen around it. */
#define AROUND_PX 3

typedef struct {
  Access *access;     /* (unowned) */
  GtkWidget *native;  /* (unowned) */
  const char *scheme; /* (unowned) */
  guchar *pixels;     /* (owned): BGRA */
  int width;
  int height;
} Canvas;

typedef struct {
  GskTransform *transform; /* (unowned) (nullable) */
  graphene_rect_t clip;    /* on the canvas */
  double opacity;
} Place;

/* @value: 0 to 1. Source: WCAG 2.2, "relative luminance" */
static double
linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (const GdkRGBA *colour)
{
  return 0.2126 * linear (colour->red) + 0.7152 * linear (colour->green) +
         0.0722 * linear (colour->blue);
}

static double
contrast (const GdkRGBA *one, const GdkRGBA *other)
{
  double a = luminance (one), b = luminance (other);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

static GskRenderNode *
make_node (GtkWidget *native, int *width, int *height)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (native);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  *width = gdk_paintable_get_intrinsic_width (paintable);
  *height = gdk_paintable_get_intrinsic_height (paintable);
  gdk_paintable_snapshot (paintable, snapshot, *width, *height);
  return gtk_snapshot_free_to_node (snapshot);
}

static GdkTexture *
draw (GtkWidget *native, GskRenderNode *node, int width, int height)
{
  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (native)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, width, height));
}

void
access_save_picture (GtkWidget *native, const char *path)
{
  int width = 0, height = 0;
  GskRenderNode *node = make_node (native, &width, &height);
  g_autoptr (GdkTexture) texture = NULL;

  if (!node)
    return;
  texture = draw (native, node, width, height);
  gdk_texture_save_to_png (texture, path);
  gsk_render_node_unref (node);
}

static GdkRGBA
to_colour (guint32 pixel)
{
  return (GdkRGBA){(float) (pixel >> 16 & 255) / 255, (float) (pixel >> 8 & 255) / 255,
                   (float) (pixel & 255) / 255, 1};
}

/* The commonest of the pixels in @area. Returns: FALSE: none, or it can be seen through */
static gboolean
get_ground (Canvas *self, const graphene_rect_t *area, GdkRGBA *ground)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint most = 0, commonest = 0;
  int right = MIN (self->width, (int) ceilf (area->origin.x + area->size.width) + AROUND_PX);
  int bottom = MIN (self->height, (int) ceilf (area->origin.y + area->size.height) + AROUND_PX);

  for (int y = MAX (0, (int) area->origin.y - AROUND_PX); y < bottom; y++)
    for (int x = MAX (0, (int) area->origin.x - AROUND_PX); x < right; x++) {
      guint pixel = ((guint32 *) self->pixels)[y * self->width + x];
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (pixel))) + 1;

      g_hash_table_insert (counts, GUINT_TO_POINTER (pixel), GUINT_TO_POINTER (n));
      if (n > most) {
        most = n;
        commonest = pixel;
      }
    }
  *ground = to_colour (commonest);
  return most > 0 && commonest >> 24 == 255;
}

static double
get_least (GskRenderNode *text)
{
  PangoFontDescription *font = pango_font_describe_with_absolute_size (
      gsk_text_node_get_font (text));
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  gboolean bold = pango_font_description_get_weight (font) >= PANGO_WEIGHT_BOLD;

  pango_font_description_free (font);
  return size >= LARGE_PX || (bold && size >= LARGE_BOLD_PX) ? LEAST_LARGE : LEAST;
}

static char *
name_colour (const GdkRGBA *colour)
{
  return g_strdup_printf ("#%02x%02x%02x", (guint) lroundf (colour->red * 255),
                          (guint) lroundf (colour->green * 255),
                          (guint) lroundf (colour->blue * 255));
}

/* Whether any of the letters can be told from what is behind them: others may have been drawn over
 * these, as where text is chosen. */
static gboolean
shows_more (Canvas *self, const graphene_rect_t *area, const GdkRGBA *ground, double least)
{
  int right = MIN (self->width, (int) ceilf (area->origin.x + area->size.width));
  int bottom = MIN (self->height, (int) ceilf (area->origin.y + area->size.height));

  for (int y = MAX (0, (int) area->origin.y); y < bottom; y++)
    for (int x = MAX (0, (int) area->origin.x); x < right; x++) {
      GdkRGBA pixel = to_colour (((guint32 *) self->pixels)[y * self->width + x]);

      if (contrast (&pixel, ground) >= least)
        return TRUE;
    }
  return FALSE;
}

/* What can't be used now may be pale: WCAG 2.2, 1.4.3, "inactive". */
static void
look_at_text (Canvas *self, GskRenderNode *node, const Place *place)
{
  graphene_rect_t area, bounds;
  const GdkRGBA *colour = gsk_text_node_get_color (node);
  float alpha = (float) (colour->alpha * place->opacity);
  GdkRGBA ground, seen;
  GtkWidget *widget = NULL;
  double is = 0, least = get_least (node);

  gsk_render_node_get_bounds (node, &bounds);
  gsk_transform_transform_bounds (place->transform, &bounds, &bounds);
  if (!graphene_rect_intersection (&bounds, &place->clip, &area) || area.size.width < 2 ||
      area.size.height < bounds.size.height / 2 || !get_ground (self, &area, &ground))
    return;
  widget = gtk_widget_pick (self->native, area.origin.x + area.size.width / 2,
                            area.origin.y + area.size.height / 2,
                            GTK_PICK_INSENSITIVE | GTK_PICK_NON_TARGETABLE);
  if (!widget || !gtk_widget_is_sensitive (widget))
    return;
  seen = (GdkRGBA){colour->red * alpha + ground.red * (1 - alpha),
                   colour->green * alpha + ground.green * (1 - alpha),
                   colour->blue * alpha + ground.blue * (1 - alpha), 1};
  is = contrast (&seen, &ground);
  if (is < least && !shows_more (self, &area, &ground, least)) {
    g_autofree char *on = name_colour (&ground), *of = name_colour (&seen);
    access_fault (self->access, widget, "%s: %s on %s, %.2f and not %.1f", self->scheme, of, on, is,
                  least);
  }
}

static void look (Canvas *self, GskRenderNode *node, const Place *place);

static void
look_clipped (Canvas *self, GskRenderNode *child, const graphene_rect_t *clip, const Place *place)
{
  Place inside = *place;
  graphene_rect_t bounds;

  gsk_transform_transform_bounds (place->transform, clip, &bounds);
  if (graphene_rect_intersection (&bounds, &place->clip, &inside.clip))
    look (self, child, &inside);
}

static void
look_transformed (Canvas *self, GskRenderNode *node, const Place *place)
{
  Place inside = *place;
  GskTransform *before = gsk_transform_ref (place->transform);

  inside.transform = gsk_transform_transform (before, gsk_transform_node_get_transform (node));
  look (self, gsk_transform_node_get_child (node), &inside);
  gsk_transform_unref (inside.transform);
}

static void
look (Canvas *self, GskRenderNode *node, const Place *place)
{
  Place inside = *place;

  switch (gsk_render_node_get_node_type (node)) {
  case GSK_CONTAINER_NODE:
    for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
      look (self, gsk_container_node_get_child (node, i), place);
    break;
  case GSK_TEXT_NODE:
    look_at_text (self, node, place);
    break;
  case GSK_TRANSFORM_NODE:
    look_transformed (self, node, place);
    break;
  case GSK_OPACITY_NODE:
    inside.opacity *= gsk_opacity_node_get_opacity (node);
    look (self, gsk_opacity_node_get_child (node), &inside);
    break;
  case GSK_CLIP_NODE:
    look_clipped (self, gsk_clip_node_get_child (node), gsk_clip_node_get_clip (node), place);
    break;
  case GSK_ROUNDED_CLIP_NODE:
    look_clipped (self, gsk_rounded_clip_node_get_child (node),
                  &gsk_rounded_clip_node_get_clip (node)->bounds, place);
    break;
  case GSK_SHADOW_NODE:
    look (self, gsk_shadow_node_get_child (node), place);
    break;
  case GSK_CROSS_FADE_NODE:
    look (self, gsk_cross_fade_node_get_end_child (node), place);
    break;
  case GSK_DEBUG_NODE:
    look (self, gsk_debug_node_get_child (node), place);
    break;
  default:
    break;
  }
}

void
access_check_contrast (Access *self, GtkWidget *native, const char *scheme)
{
  Canvas canvas = {self, native, scheme, NULL, 0, 0};
  GskRenderNode *node = make_node (native, &canvas.width, &canvas.height);
  g_autoptr (GdkTexture) texture = NULL;
  Place place = {NULL, GRAPHENE_RECT_INIT (0, 0, 0, 0), 1};

  if (!node)
    return;
  place.clip.size = GRAPHENE_SIZE_INIT (canvas.width, canvas.height);
  texture = draw (native, node, canvas.width, canvas.height);
  canvas.pixels = g_malloc_n ((gsize) canvas.width * canvas.height, 4);
  gdk_texture_download (texture, canvas.pixels, (gsize) canvas.width * 4);
  look (&canvas, node, &place);
  g_free (canvas.pixels);
  gsk_render_node_unref (node);
}
