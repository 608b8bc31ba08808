/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands on a wall; see the header.
 */
#include "tc-wall.h"

#include <stdlib.h>
#include <string.h>

/* Whose turn it is in a cell. */
typedef struct {
  gint64 camera_id; /* 0: none yet */
  gint64 since_us;  /* 0: it begins with the next look */
  int by;           /* a person wants to go on or back */
} Turn;

struct _TcWall {
  GObject parent;
  guint columns, rows;
  GArray *cells; /* (owned) (element-type TcWallCell): by row and column */
  GArray *turns; /* (owned) (element-type Turn): as many */
  guint chosen;
  gboolean paused;
};

G_DEFINE_FINAL_TYPE (TcWall, tc_wall, G_TYPE_OBJECT)

static guint changed;

/* Cells that are larger than one; all others of the grid are one each. */
typedef struct {
  const char *name;
  guint8 side;
  guint8 n_large;
  struct {
    guint8 column, row, size;
  } large[2];
} Shape;

static const Shape shapes[] = {
    {"1", 1, 0, {{0}}},         {"2", 2, 0, {{0}}},          {"3", 3, 0, {{0}}},
    {"4", 4, 0, {{0}}},         {"5", 5, 0, {{0}}},          {"6", 6, 0, {{0}}},
    {"7", 7, 0, {{0}}},         {"8", 8, 0, {{0}}},          {"1+5", 3, 1, {{0, 0, 2}}},
    {"1+7", 4, 1, {{0, 0, 3}}}, {"1+12", 4, 1, {{0, 0, 2}}}, {"2+8", 4, 2, {{0, 0, 2}, {2, 0, 2}}},
};

static void
emit_changed (TcWall *self)
{
  g_signal_emit (self, changed, 0);
}

static TcWallCell *
get_cell (TcWall *self, guint cell)
{
  return &g_array_index (self->cells, TcWallCell, cell);
}

static Turn *
get_turn (TcWall *self, guint cell)
{
  return &g_array_index (self->turns, Turn, cell);
}

/* ---- shapes ---- */

static gboolean
is_covered (const Shape *shape, guint column, guint row)
{
  for (guint i = 0; i < shape->n_large; i++) {
    if (column >= shape->large[i].column && row >= shape->large[i].row &&
        column < (guint) shape->large[i].column + shape->large[i].size &&
        row < (guint) shape->large[i].row + shape->large[i].size)
      return TRUE;
  }
  return FALSE;
}

/* (element-type TcWallCell): empty ones, by row and column */
static GArray *
make_cells (const Shape *shape)
{
  GArray *cells = g_array_new (FALSE, TRUE, sizeof (TcWallCell));

  for (guint8 row = 0; row < shape->side; row++) {
    for (guint8 column = 0; column < shape->side; column++) {
      TcWallCell cell = {.column = column, .row = row, .width = 1, .height = 1};
      gboolean corner = FALSE;

      for (guint i = 0; i < shape->n_large; i++) {
        if (shape->large[i].column == column && shape->large[i].row == row) {
          cell.width = cell.height = shape->large[i].size;
          corner = TRUE;
        }
      }
      if (corner || !is_covered (shape, column, row))
        g_array_append_val (cells, cell);
    }
  }
  return cells;
}

/* @cells: (transfer full) */
static void
take_cells (TcWall *self, guint columns, guint rows, GArray *cells)
{
  g_clear_pointer (&self->cells, g_array_unref);
  self->cells = cells;
  self->columns = columns;
  self->rows = rows;
  g_array_set_size (self->turns, 0);
  g_array_set_size (self->turns, cells->len);
  self->chosen = MIN (self->chosen, cells->len - 1);
}

const char *const *
tc_wall_list_shapes (void)
{
  static const char *names[G_N_ELEMENTS (shapes) + 1];

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    names[i] = shapes[i].name;
  return names;
}

static const Shape *
find_shape (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    if (g_str_equal (shapes[i].name, name))
      return &shapes[i];
  }
  return NULL;
}

gboolean
tc_wall_set_shape (TcWall *self, const char *name)
{
  const Shape *shape = NULL;
  GArray *cells = NULL;
  guint at = 0;

  g_return_val_if_fail (TC_IS_WALL (self) && name, FALSE);
  shape = find_shape (name);
  if (!shape)
    return FALSE;
  cells = make_cells (shape);
  for (guint i = 0; i < self->cells->len && at < cells->len; i++) {
    const TcWallCell *old = get_cell (self, i);
    TcWallCell *cell = &g_array_index (cells, TcWallCell, at);

    if (!old->camera_id && !old->group_id)
      continue;
    cell->camera_id = old->camera_id;
    cell->group_id = old->group_id;
    cell->dwell_s = old->dwell_s;
    at++;
  }
  take_cells (self, shape->side, shape->side, cells);
  emit_changed (self);
  return TRUE;
}

static gboolean
is_shape (TcWall *self, const Shape *shape)
{
  g_autoptr (GArray) cells = NULL;

  if (self->columns != shape->side || self->rows != shape->side)
    return FALSE;
  cells = make_cells (shape);
  if (cells->len != self->cells->len)
    return FALSE;
  for (guint i = 0; i < cells->len; i++) {
    const TcWallCell *one = &g_array_index (cells, TcWallCell, i), *other = get_cell (self, i);

    if (one->column != other->column || one->row != other->row || one->width != other->width ||
        one->height != other->height)
      return FALSE;
  }
  return TRUE;
}

const char *
tc_wall_get_shape (TcWall *self)
{
  g_return_val_if_fail (TC_IS_WALL (self), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    if (is_shape (self, &shapes[i]))
      return shapes[i].name;
  }
  return NULL;
}

gboolean
tc_wall_set_cells (TcWall *self, guint columns, guint rows, const GArray *cells)
{
  g_autofree char *text = NULL;
  GArray *ordered = NULL;

  g_return_val_if_fail (TC_IS_WALL (self) && cells, FALSE);
  text = tc_wall_cells_format (cells, columns, rows);
  ordered = text ? tc_wall_cells_parse (text, columns, rows) : NULL;
  if (!ordered)
    return FALSE;
  self->chosen = 0;
  take_cells (self, columns, rows, ordered);
  emit_changed (self);
  return TRUE;
}

char *
tc_wall_dup_cells (TcWall *self)
{
  g_return_val_if_fail (TC_IS_WALL (self), NULL);
  return tc_wall_cells_format (self->cells, self->columns, self->rows);
}

guint
tc_wall_get_columns (TcWall *self)
{
  g_return_val_if_fail (TC_IS_WALL (self), 0);
  return self->columns;
}

guint
tc_wall_get_rows (TcWall *self)
{
  g_return_val_if_fail (TC_IS_WALL (self), 0);
  return self->rows;
}

const GArray *
tc_wall_get_cells (TcWall *self)
{
  g_return_val_if_fail (TC_IS_WALL (self), NULL);
  return self->cells;
}

/* ---- choosing ---- */

guint
tc_wall_get_chosen (TcWall *self)
{
  g_return_val_if_fail (TC_IS_WALL (self), 0);
  return self->chosen;
}

gboolean
tc_wall_choose (TcWall *self, guint cell)
{
  g_return_val_if_fail (TC_IS_WALL (self), FALSE);
  if (cell >= self->cells->len)
    return FALSE;
  if (cell != self->chosen) {
    self->chosen = cell;
    emit_changed (self);
  }
  return TRUE;
}

/* G_MAXUINT: there is none */
static guint
find_next (TcWall *self, int right, int down)
{
  const TcWallCell *from = get_cell (self, self->chosen);
  guint best = G_MAXUINT;
  int best_score = G_MAXINT;

  for (guint i = 0; i < self->cells->len; i++) {
    const TcWallCell *cell = get_cell (self, i);
    /* Twice the distance of the middles. */
    int x = 2 * cell->column + cell->width - 2 * from->column - from->width;
    int y = 2 * cell->row + cell->height - 2 * from->row - from->height;
    int ahead = right ? x * right : y * down, aside = right ? abs (y) : abs (x);
    int score = ahead + 3 * aside;

    if (i != self->chosen && ahead > 0 && score < best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

gboolean
tc_wall_move (TcWall *self, int right, int down)
{
  guint next;

  g_return_val_if_fail (TC_IS_WALL (self), FALSE);
  next = find_next (self, right, down);
  return next != G_MAXUINT && tc_wall_choose (self, next);
}

/* ---- what is there ---- */

static void
fill (TcWall *self, guint cell, gint64 camera_id, gint64 group_id, guint dwell_s)
{
  TcWallCell *at = get_cell (self, cell);

  at->camera_id = camera_id;
  at->group_id = group_id;
  at->dwell_s = group_id ? CLAMP (dwell_s, TC_WALL_DWELL_S_MIN, TC_WALL_DWELL_S_MAX) : 0;
  *get_turn (self, cell) = (Turn){0};
}

void
tc_wall_put (TcWall *self, guint cell, gint64 camera_id)
{
  g_return_if_fail (TC_IS_WALL (self) && cell < self->cells->len);
  fill (self, cell, camera_id, 0, 0);
  emit_changed (self);
}

void
tc_wall_put_group (TcWall *self, guint cell, gint64 group_id, guint dwell_s)
{
  g_return_if_fail (TC_IS_WALL (self) && cell < self->cells->len);
  fill (self, cell, 0, group_id, dwell_s);
  emit_changed (self);
}

static void
swap (TcWall *self, guint one, guint other)
{
  TcWallCell a, b;
  Turn turn;

  a = *get_cell (self, one);
  b = *get_cell (self, other);
  turn = *get_turn (self, one);
  fill (self, one, b.camera_id, b.group_id, b.dwell_s);
  *get_turn (self, one) = *get_turn (self, other);
  fill (self, other, a.camera_id, a.group_id, a.dwell_s);
  *get_turn (self, other) = turn;
}

void
tc_wall_swap (TcWall *self, guint one, guint other)
{
  g_return_if_fail (TC_IS_WALL (self) && one < self->cells->len && other < self->cells->len);
  swap (self, one, other);
  emit_changed (self);
}

gboolean
tc_wall_carry (TcWall *self, int right, int down)
{
  guint next;

  g_return_val_if_fail (TC_IS_WALL (self), FALSE);
  next = find_next (self, right, down);
  if (next == G_MAXUINT)
    return FALSE;
  swap (self, self->chosen, next);
  self->chosen = next;
  emit_changed (self);
  return TRUE;
}

void
tc_wall_clear (TcWall *self)
{
  g_return_if_fail (TC_IS_WALL (self));
  for (guint i = 0; i < self->cells->len; i++)
    fill (self, i, 0, 0, 0);
  emit_changed (self);
}

static gboolean
is_empty (TcWall *self, guint cell)
{
  return !get_cell (self, cell)->camera_id && !get_cell (self, cell)->group_id;
}

/* Where the camera stands by itself; G_MAXUINT: nowhere */
static guint
find_camera (TcWall *self, gint64 camera_id)
{
  for (guint i = 0; i < self->cells->len; i++)
    if (get_cell (self, i)->camera_id == camera_id)
      return i;
  return G_MAXUINT;
}

void
tc_wall_fill (TcWall *self, const gint64 *camera_ids, guint n)
{
  guint cell = 0;

  g_return_if_fail (TC_IS_WALL (self));
  for (guint i = 0; i < n; i++) {
    if (find_camera (self, camera_ids[i]) != G_MAXUINT)
      continue;
    while (cell < self->cells->len && !is_empty (self, cell))
      cell++;
    if (cell == self->cells->len)
      break;
    fill (self, cell, camera_ids[i], 0, 0);
  }
  emit_changed (self);
}

void
tc_wall_show (TcWall *self, gint64 camera_id)
{
  guint at;

  g_return_if_fail (TC_IS_WALL (self));
  at = find_camera (self, camera_id);
  for (guint i = 0; i < self->cells->len && at == G_MAXUINT; i++) {
    guint cell = (self->chosen + i) % self->cells->len;

    if (is_empty (self, cell))
      at = cell;
  }
  if (at == G_MAXUINT)
    at = self->chosen;
  if (get_cell (self, at)->camera_id != camera_id)
    fill (self, at, camera_id, 0, 0);
  self->chosen = at;
  emit_changed (self);
}

/* The smallest that holds so many. */
static const Shape *
choose_shape (guint n)
{
  guint side = 1;

  if (n == 5 || n == 6)
    return find_shape ("1+5");
  if (n == 7 || n == 8)
    return find_shape ("1+7");
  while (side * side < n && side < TC_WALL_COLUMNS_MAX)
    side++;
  return &shapes[side - 1];
}

void
tc_wall_show_all (TcWall *self, const gint64 *camera_ids, guint n)
{
  const Shape *shape = choose_shape (n);

  g_return_if_fail (TC_IS_WALL (self));
  self->chosen = 0;
  take_cells (self, shape->side, shape->side, make_cells (shape));
  for (guint i = 0; i < n && i < self->cells->len; i++)
    fill (self, i, camera_ids[i], 0, 0);
  emit_changed (self);
}

/* ---- turns ---- */

static int
find_member (const GArray *ids, gint64 camera_id)
{
  for (guint i = 0; i < ids->len; i++) {
    if (g_array_index (ids, gint64, i) == camera_id)
      return (int) i;
  }
  return -1;
}

/* Returns: when it is over; G_MAXINT64: it stays */
static gint64
turn_cell (TcWall *self, guint cell, const GArray *ids, gint64 now_us)
{
  Turn *turn = get_turn (self, cell);
  gint64 dwell_us = (gint64) get_cell (self, cell)->dwell_s * G_USEC_PER_SEC;
  int at = ids && ids->len > 0 ? find_member (ids, turn->camera_id) : -1;
  int by = turn->by;

  turn->by = 0;
  if (!ids || ids->len == 0) {
    *turn = (Turn){0};
    return G_MAXINT64;
  }
  if (at < 0) {
    at = 0;
    turn->since_us = 0;
  } else if (by == 0 && turn->since_us && now_us - turn->since_us >= dwell_us && !self->paused) {
    by = 1;
  }
  if (by != 0) {
    at = (at + by + (int) ids->len) % (int) ids->len;
    turn->since_us = 0;
  }
  turn->camera_id = g_array_index (ids, gint64, at);
  if (!turn->since_us || self->paused)
    turn->since_us = now_us;
  return self->paused || ids->len < 2 ? G_MAXINT64 : turn->since_us + dwell_us;
}

gint64
tc_wall_turn (TcWall *self, GHashTable *members, gint64 now_us)
{
  gint64 next_us = G_MAXINT64;

  g_return_val_if_fail (TC_IS_WALL (self), G_MAXINT64);
  for (guint i = 0; i < self->cells->len; i++) {
    const TcWallCell *cell = get_cell (self, i);
    gint64 us = cell->group_id
                    ? turn_cell (self, i, g_hash_table_lookup (members, &cell->group_id), now_us)
                    : G_MAXINT64;

    next_us = MIN (next_us, us);
  }
  return next_us;
}

gint64
tc_wall_get_camera (TcWall *self, guint cell)
{
  g_return_val_if_fail (TC_IS_WALL (self) && cell < self->cells->len, 0);
  return get_cell (self, cell)->group_id ? get_turn (self, cell)->camera_id
                                         : get_cell (self, cell)->camera_id;
}

void
tc_wall_step (TcWall *self, guint cell, int by)
{
  g_return_if_fail (TC_IS_WALL (self) && cell < self->cells->len);
  get_turn (self, cell)->by = by;
  emit_changed (self);
}

void
tc_wall_set_paused (TcWall *self, gboolean paused)
{
  g_return_if_fail (TC_IS_WALL (self));
  self->paused = paused;
  emit_changed (self);
}

gboolean
tc_wall_get_paused (TcWall *self)
{
  g_return_val_if_fail (TC_IS_WALL (self), FALSE);
  return self->paused;
}

/* ---- object ---- */

static void
tc_wall_finalize (GObject *object)
{
  TcWall *self = TC_WALL (object);

  g_array_unref (self->cells);
  g_array_unref (self->turns);
  G_OBJECT_CLASS (tc_wall_parent_class)->finalize (object);
}

static void
tc_wall_class_init (TcWallClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_wall_finalize;
  changed = g_signal_new ("changed", TC_TYPE_WALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
tc_wall_init (TcWall *self)
{
  self->turns = g_array_new (FALSE, TRUE, sizeof (Turn));
  take_cells (self, 2, 2, make_cells (find_shape ("2")));
}

TcWall *
tc_wall_new (void)
{
  return g_object_new (TC_TYPE_WALL, NULL);
}
