/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Covering parts of a picture by hand; see the header.
 */
#include "tc-blur-editor.h"

#include <glib/gi18n-lib.h>

#define STEP 0.01
/* A smaller one is a slip of the hand. */
#define SIDE_MIN 0.01
#define NEW_WIDTH 0.2
#define NEW_HEIGHT 0.15
/* Around a corner that is to be caught. */
#define CORNER_PX 16
#define UNDO_MAX 200

struct _TcBlurEditor {
  GtkWindow parent;
  GtkLabel *title;             /* (unowned): template child */
  GtkLabel *told;              /* (unowned): template child */
  GtkPicture *picture;         /* (unowned): template child */
  GtkDrawingArea *canvas;      /* (unowned): template child */
  GtkButton *save;             /* (unowned): template child */
  GSimpleActionGroup *actions; /* (owned) */
  GdkTexture *texture;         /* (owned) */
  GArray *areas;               /* (owned) (element-type TcBlurArea) */
  int chosen;                  /* -1: none */
  GQueue before;               /* (owned) (element-type GArray): areas as they were, newest first */
  guint areas_max;
  gboolean covers; /* what is drawn is what is asked for, not a picture */
  gboolean saving;
  /* While the mouse is down. */
  TcBlurArea dragged; /* as it was when that began */
  gboolean sizing;
};

G_DEFINE_FINAL_TYPE (TcBlurEditor, tc_blur_editor, GTK_TYPE_WINDOW)

enum {
  BLURRED,
  COVERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- the picture on the canvas ---- */

typedef struct {
  double x;
  double y;
  double width;
  double height;
} Place;

static Place
get_place (TcBlurEditor *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self->canvas));
  double height = gtk_widget_get_height (GTK_WIDGET (self->canvas));
  double full_width = gdk_texture_get_width (self->texture);
  double full_height = gdk_texture_get_height (self->texture);
  double scale = MIN (width / full_width, height / full_height);
  Place place = {.width = full_width * scale, .height = full_height * scale};

  place.x = (width - place.width) / 2;
  place.y = (height - place.height) / 2;
  return place;
}

static TcBlurArea *
get_area (TcBlurEditor *self, int i)
{
  return &g_array_index (self->areas, TcBlurArea, i);
}

static void
draw_cb (GtkDrawingArea *canvas, cairo_t *cr, int width, int height, gpointer data)
{
  TcBlurEditor *self = data;
  Place place = get_place (self);

  for (int i = 0; i < (int) self->areas->len; i++) {
    const TcBlurArea *area = get_area (self, i);
    double x = place.x + area->x * place.width, y = place.y + area->y * place.height;
    double right = x + area->width * place.width, bottom = y + area->height * place.height;

    cairo_rectangle (cr, x, y, right - x, bottom - y);
    cairo_set_source_rgba (cr, 0.1, 0.1, 0.1, 0.85);
    cairo_fill_preserve (cr);
    cairo_set_source_rgb (cr, 0, 0, 0);
    cairo_set_line_width (cr, i == self->chosen ? 5 : 3);
    cairo_stroke_preserve (cr);
    cairo_set_source_rgb (cr, 1, 1, 1);
    cairo_set_line_width (cr, i == self->chosen ? 3 : 1);
    cairo_stroke (cr);
    if (i != self->chosen)
      continue;
    cairo_rectangle (cr, right - CORNER_PX / 2.0, bottom - CORNER_PX / 2.0, CORNER_PX / 2.0,
                     CORNER_PX / 2.0);
    cairo_fill (cr);
  }
}

/* ---- what it says ---- */

static void
enable (TcBlurEditor *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled && !self->saving);
}

static char *
word_chosen (TcBlurEditor *self)
{
  const TcBlurArea *area;

  if (self->saving)
    return g_strdup (_ ("Being saved…"));
  if (self->areas->len == 0 && self->covers)
    return g_strdup (_ ("Nothing is covered. Draw a rectangle over what nobody is to see."));
  if (self->areas->len == 0)
    return g_strdup (_ ("Draw a rectangle over each face and plate."));
  if (self->chosen < 0)
    return g_strdup_printf (ngettext ("%u rectangle", "%u rectangles", self->areas->len),
                            self->areas->len);
  area = get_area (self, self->chosen);
  return g_strdup_printf (
      /* Translators: which of how many rectangles on a picture, and per cent of the picture: from
       * the left, from above, how wide, how high. */
      _ ("Rectangle %d of %u: left %d\u00a0%%, top %d\u00a0%%, %d\u00a0%% wide, %d\u00a0%% high"),
      self->chosen + 1, self->areas->len, (int) (area->x * 100 + 0.5), (int) (area->y * 100 + 0.5),
      (int) (area->width * 100 + 0.5), (int) (area->height * 100 + 0.5));
}

static void
tell (TcBlurEditor *self)
{
  g_autofree char *text = word_chosen (self);

  gtk_label_set_label (self->told, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  enable (self, "add", self->areas->len < self->areas_max);
  enable (self, "next", self->areas->len > 1 || (self->areas->len > 0 && self->chosen < 0));
  enable (self, "move", self->chosen >= 0);
  enable (self, "resize", self->chosen >= 0);
  enable (self, "remove", self->chosen >= 0);
  enable (self, "undo", !g_queue_is_empty (&self->before));
  enable (self, "save", self->covers ? !g_queue_is_empty (&self->before) : self->areas->len > 0);
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

/* ---- changing ---- */

/* What follows can be undone. */
static void
remember (TcBlurEditor *self)
{
  g_queue_push_head (&self->before, g_array_copy (self->areas));
  if (self->before.length > UNDO_MAX)
    g_array_unref (g_queue_pop_tail (&self->before));
}

static void
fit (TcBlurArea *area)
{
  area->width = CLAMP (area->width, SIDE_MIN, 1);
  area->height = CLAMP (area->height, SIDE_MIN, 1);
  area->x = CLAMP (area->x, 0, 1 - area->width);
  area->y = CLAMP (area->y, 0, 1 - area->height);
}

static void
add (TcBlurEditor *self, const TcBlurArea *area)
{
  remember (self);
  g_array_append_val (self->areas, *area);
  self->chosen = (int) self->areas->len - 1;
}

static void
add_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBlurEditor *self = data;
  const TcBlurArea middle = {0.5 - NEW_WIDTH / 2, 0.5 - NEW_HEIGHT / 2, NEW_WIDTH, NEW_HEIGHT};

  add (self, &middle);
  tell (self);
}

static void
next_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBlurEditor *self = data;

  self->chosen = (self->chosen + 1) % (int) self->areas->len;
  tell (self);
}

static void
move_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBlurEditor *self = data;
  TcBlurArea *area = get_area (self, self->chosen);
  double x, y;

  g_variant_get (target, "(dd)", &x, &y);
  remember (self);
  area->x += x;
  area->y += y;
  fit (area);
  tell (self);
}

static void
resize_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBlurEditor *self = data;
  TcBlurArea *area = get_area (self, self->chosen);
  double width, height;

  g_variant_get (target, "(dd)", &width, &height);
  remember (self);
  area->width = MIN (area->width + width, 1 - area->x);
  area->height = MIN (area->height + height, 1 - area->y);
  fit (area);
  tell (self);
}

static void
remove_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBlurEditor *self = data;

  remember (self);
  g_array_remove_index (self->areas, (guint) self->chosen);
  self->chosen = (int) self->areas->len - 1;
  tell (self);
}

static void
undo_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBlurEditor *self = data;

  g_array_unref (self->areas);
  self->areas = g_queue_pop_head (&self->before);
  self->chosen = MIN (self->chosen, (int) self->areas->len - 1);
  tell (self);
}

static void
blurred_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcBlurEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tc_picture_blur_finish (result, &error);

  self->saving = FALSE;
  if (!self->canvas) /* it was closed meanwhile */
    return;
  if (bytes) {
    g_signal_emit (self, signals[BLURRED], 0, bytes);
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  tell (self);
  gtk_label_set_label (self->told, error->message);
}

static void
save_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBlurEditor *self = data;

  if (self->covers) {
    g_signal_emit (self, signals[COVERED], 0);
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  self->saving = TRUE;
  tell (self);
  tc_picture_blur_async (self->texture, self->areas, blurred_cb, g_object_ref (self));
}

static void
close_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));
}

/* ---- the mouse ---- */

/* The topmost at that point of the picture; -1: none. */
static int
find_area (TcBlurEditor *self, double x, double y)
{
  for (int i = (int) self->areas->len - 1; i >= 0; i--) {
    const TcBlurArea *area = get_area (self, i);

    if (x >= area->x && x <= area->x + area->width && y >= area->y && y <= area->y + area->height)
      return i;
  }
  return -1;
}

static gboolean
is_at_corner (TcBlurEditor *self, const TcBlurArea *area, double x, double y)
{
  Place place = get_place (self);

  return ABS (area->x + area->width - x) * place.width < CORNER_PX &&
         ABS (area->y + area->height - y) * place.height < CORNER_PX;
}

static void
drag_begin_cb (TcBlurEditor *self, double start_x, double start_y)
{
  Place place = get_place (self);
  double x = (start_x - place.x) / place.width, y = (start_y - place.y) / place.height;
  int caught = self->chosen >= 0 && is_at_corner (self, get_area (self, self->chosen), x, y)
                   ? self->chosen
                   : find_area (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  if (self->saving)
    return;
  if (caught < 0 && self->areas->len < self->areas_max) {
    const TcBlurArea fresh = {CLAMP (x, 0, 1 - SIDE_MIN), CLAMP (y, 0, 1 - SIDE_MIN), SIDE_MIN,
                              SIDE_MIN};
    add (self, &fresh);
    self->sizing = TRUE;
  } else if (caught >= 0) {
    remember (self);
    self->chosen = caught;
    self->sizing = is_at_corner (self, get_area (self, caught), x, y);
  }
  if (self->chosen >= 0)
    self->dragged = *get_area (self, self->chosen);
  tell (self);
}

/* From where it began to where it is, in whichever direction. */
static void
size_to (TcBlurArea *area, const TcBlurArea *from, double dx, double dy)
{
  double right = CLAMP (from->x + from->width + dx, 0, 1);
  double bottom = CLAMP (from->y + from->height + dy, 0, 1);

  area->x = MIN (from->x, right);
  area->y = MIN (from->y, bottom);
  area->width = ABS (right - from->x);
  area->height = ABS (bottom - from->y);
}

static void
drag_update_cb (TcBlurEditor *self, double offset_x, double offset_y)
{
  Place place = get_place (self);
  double dx = offset_x / place.width, dy = offset_y / place.height;
  TcBlurArea *area;

  if (self->chosen < 0 || self->saving)
    return;
  area = get_area (self, self->chosen);
  if (self->sizing) {
    size_to (area, &self->dragged, dx, dy);
  } else {
    area->x = self->dragged.x + dx;
    area->y = self->dragged.y + dy;
  }
  fit (area);
  tell (self);
}

/* ---- object ---- */

static void
add_keys (TcBlurEditor *self)
{
  static const struct {
    const char *key;
    const char *action;
    double x;
    double y;
  } keys[] = {
      {"Insert", "add", 0, 0},
      {"n", "add", 0, 0},
      {"c", "next", 0, 0},
      {"Delete", "remove", 0, 0},
      {"<Control>z", "undo", 0, 0},
      {"<Control>Return", "save", 0, 0},
      {"Escape", "close", 0, 0},
      {"Left", "move", -STEP, 0},
      {"Right", "move", STEP, 0},
      {"Up", "move", 0, -STEP},
      {"Down", "move", 0, STEP},
      {"<Shift>Left", "resize", -STEP, 0},
      {"<Shift>Right", "resize", STEP, 0},
      {"<Shift>Up", "resize", 0, -STEP},
      {"<Shift>Down", "resize", 0, STEP},
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *name = g_strconcat ("blur.", keys[i].action, NULL);
    GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].key),
                                              gtk_named_action_new (name));

    if (keys[i].x != 0 || keys[i].y != 0)
      gtk_shortcut_set_arguments (shortcut, g_variant_new ("(dd)", keys[i].x, keys[i].y));
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
add_actions (TcBlurEditor *self)
{
  const GActionEntry entries[] = {
      {.name = "add", .activate = add_cb},
      {.name = "next", .activate = next_cb},
      {.name = "move", .activate = move_cb, .parameter_type = "(dd)"},
      {.name = "resize", .activate = resize_cb, .parameter_type = "(dd)"},
      {.name = "remove", .activate = remove_cb},
      {.name = "undo", .activate = undo_cb},
      {.name = "save", .activate = save_cb},
      {.name = "close", .activate = close_cb},
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "blur", G_ACTION_GROUP (self->actions));
}

static void
tc_blur_editor_dispose (GObject *object)
{
  TcBlurEditor *self = TC_BLUR_EDITOR (object);

  self->canvas = NULL;
  G_OBJECT_CLASS (tc_blur_editor_parent_class)->dispose (object);
}

static void
tc_blur_editor_finalize (GObject *object)
{
  TcBlurEditor *self = TC_BLUR_EDITOR (object);

  g_queue_clear_full (&self->before, (GDestroyNotify) g_array_unref);
  g_array_unref (self->areas);
  g_object_unref (self->actions);
  g_clear_object (&self->texture);
  G_OBJECT_CLASS (tc_blur_editor_parent_class)->finalize (object);
}

static void
tc_blur_editor_class_init (TcBlurEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_blur_editor_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_blur_editor_finalize;
  signals[BLURRED] = g_signal_new ("blurred", TC_TYPE_BLUR_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
  signals[COVERED] = g_signal_new ("covered", TC_TYPE_BLUR_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-blur-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, TcBlurEditor, title);
  gtk_widget_class_bind_template_child (widget_class, TcBlurEditor, told);
  gtk_widget_class_bind_template_child (widget_class, TcBlurEditor, picture);
  gtk_widget_class_bind_template_child (widget_class, TcBlurEditor, canvas);
  gtk_widget_class_bind_template_child (widget_class, TcBlurEditor, save);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_update_cb);
}

static void
tc_blur_editor_init (TcBlurEditor *self)
{
  self->areas = g_array_new (FALSE, FALSE, sizeof (TcBlurArea));
  self->chosen = -1;
  self->areas_max = TC_BLUR_AREAS_MAX;
  add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
}

static TcBlurEditor *
make (GtkWindow *parent, GdkTexture *texture, const char *title)
{
  TcBlurEditor *self = g_object_new (TC_TYPE_BLUR_EDITOR, "transient-for", parent, NULL);

  self->texture = g_object_ref (texture);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_label_set_label (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_drawing_area_set_draw_func (self->canvas, draw_cb, self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  return self;
}

TcBlurEditor *
tc_blur_editor_new (GtkWindow *parent, GdkTexture *texture, const char *name)
{
  /* Translators: the name of a photo. */
  g_autofree char *title = g_strdup_printf (_ ("Blur: %s"), name);
  TcBlurEditor *self = make (parent, texture, title);

  tell (self);
  return self;
}

TcBlurEditor *
tc_blur_editor_new_covers (GtkWindow *parent, GdkTexture *texture, const char *name,
                           const GArray *areas, guint areas_max)
{
  /* Translators: the name of a camera: what of its picture is never shown. */
  g_autofree char *title = g_strdup_printf (_ ("Masks: %s"), name);
  TcBlurEditor *self = make (parent, texture, title);

  self->covers = TRUE;
  self->areas_max = areas_max;
  g_array_append_vals (self->areas, areas->data, areas->len);
  gtk_button_set_label (self->save, C_ ("blur", "_Save masks"));
  tell (self);
  return self;
}

const GArray *
tc_blur_editor_get_areas (TcBlurEditor *self)
{
  g_return_val_if_fail (TC_IS_BLUR_EDITOR (self), NULL);
  return self->areas;
}
