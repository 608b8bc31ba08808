/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Moving vehicles; see the header. They go straight: it is their pace that has to be believed, not
 * their way.
 */
#include "tc-unit-moves.h"

#include "tc-geo.h"

#include <math.h>

#define KMH_TO_MS (1 / 3.6)
/* Between two streets of a round. */
#define REST_S_MIN 60
#define REST_S_MAX 900
/* At an incident. */
#define SCENE_S_MIN 600
#define SCENE_S_MAX 2400

typedef enum {
  PHASE_RESTING,
  PHASE_ROUND,
  PHASE_EN_ROUTE,
  PHASE_ON_SCENE,
} Phase;

typedef struct {
  double lat; /* degrees * 1e7 */
  double lon;
  double to_lat;
  double to_lon;
  double speed_ms;
  double wait_s;
  Phase phase;
  GArray *streets; /* (owned) (element-type guint): of its areas */
} Vehicle;

struct _TcUnitMoves {
  const TcProvince *province; /* (unowned): the caller's */
  GRand *random;              /* (owned) */
  GArray *vehicles;           /* (owned) (element-type Vehicle) */
};

static void
clear_vehicle (gpointer data)
{
  g_array_unref (((Vehicle *) data)->streets);
}

static void
get_place (const TcProvince *province, TcProvinceFile file, guint row, double *lat, double *lon)
{
  gint64 lat_e7 = 0;
  gint64 lon_e7 = 0;

  (void) !tc_province_get_e7 (province, file, row, "lat", &lat_e7);
  (void) !tc_province_get_e7 (province, file, row, "lon", &lon_e7);
  *lat = (double) lat_e7;
  *lon = (double) lon_e7;
}

static GArray *
list_streets (const TcProvince *province, guint row)
{
  g_auto (GStrv) areas = tc_province_dup_list (province, TC_PROVINCE_UNITS, row, "areas");
  GArray *streets = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < tc_province_get_n_rows (province, TC_PROVINCE_STREETS); i++) {
    if (g_strv_contains ((const char *const *) areas,
                         tc_province_get (province, TC_PROVINCE_STREETS, i, "area")))
      g_array_append_val (streets, i);
  }
  return streets;
}

static double
draw_s (TcUnitMoves *moves, double min, double max)
{
  return g_rand_double_range (moves->random, min, max);
}

TcUnitMoves *
tc_unit_moves_new (const TcProvince *province, guint32 seed)
{
  const TcProvinceFile file = TC_PROVINCE_UNITS;
  TcUnitMoves *moves = g_new0 (TcUnitMoves, 1);

  moves->province = province;
  moves->random = g_rand_new_with_seed (seed);
  moves->vehicles = g_array_new (FALSE, FALSE, sizeof (Vehicle));
  g_array_set_clear_func (moves->vehicles, clear_vehicle);
  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    Vehicle vehicle = {.phase = PHASE_RESTING, .streets = list_streets (province, row)};
    get_place (province, file, row, &vehicle.lat, &vehicle.lon);
    vehicle.speed_ms = (double) tc_province_get_int (province, file, row, "speed_kmh", 0) *
                       KMH_TO_MS;
    vehicle.wait_s = draw_s (moves, 0, REST_S_MAX);
    g_array_append_val (moves->vehicles, vehicle);
  }
  return moves;
}

void
tc_unit_moves_free (TcUnitMoves *moves)
{
  g_array_unref (moves->vehicles);
  g_rand_free (moves->random);
  g_free (moves);
}

static double
measure_m (const Vehicle *vehicle, double lat, double lon)
{
  return (double) tc_geo_distance_m (llround (vehicle->lat), llround (vehicle->lon), llround (lat),
                                     llround (lon));
}

/* As far as @seconds take it; gives what is left of them once it is there. */
static double
drive (Vehicle *vehicle, double seconds)
{
  double way_m = measure_m (vehicle, vehicle->to_lat, vehicle->to_lon);
  double reach_m = vehicle->speed_ms * seconds;

  if (reach_m < way_m) {
    vehicle->lat += (vehicle->to_lat - vehicle->lat) * reach_m / way_m;
    vehicle->lon += (vehicle->to_lon - vehicle->lon) * reach_m / way_m;
    return 0;
  }
  vehicle->lat = vehicle->to_lat;
  vehicle->lon = vehicle->to_lon;
  return vehicle->speed_ms > 0 ? seconds - way_m / vehicle->speed_ms : 0;
}

static void
begin_round (TcUnitMoves *moves, Vehicle *vehicle)
{
  if (vehicle->streets->len == 0 || vehicle->speed_ms <= 0) {
    vehicle->wait_s = REST_S_MAX;
    return;
  }
  guint at = (guint) g_rand_int_range (moves->random, 0, (gint32) vehicle->streets->len);
  get_place (moves->province, TC_PROVINCE_STREETS, g_array_index (vehicle->streets, guint, at),
             &vehicle->to_lat, &vehicle->to_lon);
  vehicle->phase = PHASE_ROUND;
}

/* What is left of @seconds after this phase, or 0 while it goes on. */
static double
live (TcUnitMoves *moves, Vehicle *vehicle, double seconds)
{
  if (vehicle->phase == PHASE_ROUND || vehicle->phase == PHASE_EN_ROUTE) {
    gboolean sent = vehicle->phase == PHASE_EN_ROUTE;
    seconds = drive (vehicle, seconds);
    if (vehicle->lat != vehicle->to_lat || vehicle->lon != vehicle->to_lon)
      return 0;
    vehicle->phase = sent ? PHASE_ON_SCENE : PHASE_RESTING;
    vehicle->wait_s = sent ? draw_s (moves, SCENE_S_MIN, SCENE_S_MAX)
                           : draw_s (moves, REST_S_MIN, REST_S_MAX);
    return seconds;
  }
  if (seconds < vehicle->wait_s) {
    vehicle->wait_s -= seconds;
    return 0;
  }
  seconds -= vehicle->wait_s;
  begin_round (moves, vehicle);
  return seconds;
}

void
tc_unit_moves_pass (TcUnitMoves *moves, double seconds)
{
  for (guint i = 0; i < moves->vehicles->len; i++) {
    double left_s = seconds;
    while (left_s > 0)
      left_s = live (moves, &g_array_index (moves->vehicles, Vehicle, i), left_s);
  }
}

TcUnitMove
tc_unit_moves_get (const TcUnitMoves *moves, guint row)
{
  const Vehicle *vehicle = &g_array_index (moves->vehicles, Vehicle, row);
  const char *status = vehicle->phase == PHASE_EN_ROUTE   ? "en-route"
                       : vehicle->phase == PHASE_ON_SCENE ? "on-scene"
                                                          : "free";

  return (TcUnitMove){llround (vehicle->lat), llround (vehicle->lon), status};
}

int
tc_unit_moves_send (TcUnitMoves *moves, const char *unit, gint64 lat_e7, gint64 lon_e7)
{
  int chosen = -1;
  double least_m = G_MAXDOUBLE;

  for (guint i = 0; i < moves->vehicles->len; i++) {
    const Vehicle *vehicle = &g_array_index (moves->vehicles, Vehicle, i);
    double way_m = measure_m (vehicle, (double) lat_e7, (double) lon_e7);
    if (vehicle->phase >= PHASE_EN_ROUTE || vehicle->speed_ms <= 0 || way_m >= least_m ||
        !g_str_equal (tc_province_get (moves->province, TC_PROVINCE_UNITS, i, "unit"), unit))
      continue;
    chosen = (int) i;
    least_m = way_m;
  }
  if (chosen < 0)
    return -1;
  Vehicle *vehicle = &g_array_index (moves->vehicles, Vehicle, (guint) chosen);
  vehicle->to_lat = (double) lat_e7;
  vehicle->to_lon = (double) lon_e7;
  vehicle->phase = PHASE_EN_ROUTE;
  return chosen;
}
