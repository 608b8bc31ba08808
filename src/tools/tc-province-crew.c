/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who could do what when; see the header. Lists are taken apart once, since a history of thousands
 * of steps asks for each of them.
 */
#include "tc-province-crew.h"

#include "tc-duty.h"

#define US_PER_MINUTE ((gint64) 60 * G_USEC_PER_SEC)
#define FIRST_WEEKDAY 3 /* 1970-01-01 was a Thursday */

typedef struct {
  GHashTable *may;      /* (owned): set of capabilities, of all posts (static elsewhere) */
  GHashTable *agencies; /* (owned): set of codes */
  gboolean active;
} Person;

typedef struct {
  const char *code; /* (unowned): the province's */
  gint64 starts_us; /* after midnight */
  gint64 ends_us;
} Shift;

typedef struct {
  gint64 from_day;
  gint64 to_day;
  gint64 weekdays;
  char **turns;   /* (owned) */
  GArray *people; /* (owned) (element-type int) */
} Team;

struct _TcCrew {
  const TcProvince *province; /* (unowned): the caller's */
  char *centre;               /* (owned) */
  GPtrArray *people;          /* (owned) (element-type Person): rows of staff.csv */
  GArray *shifts;             /* (owned) (element-type Shift) */
  GPtrArray *teams;           /* (owned) (element-type Team) */
};

static void
free_person (gpointer data)
{
  Person *person = data;

  g_hash_table_unref (person->may);
  g_hash_table_unref (person->agencies);
  g_free (person);
}

static void
free_team (gpointer data)
{
  Team *team = data;

  g_strfreev (team->turns);
  g_array_unref (team->people);
  g_free (team);
}

/* "role@agency" */
static void
read_post (const TcProvince *province, Person *person, const char *post)
{
  g_auto (GStrv) parts = g_strsplit (post, "@", 2);
  int role = tc_province_find (province, TC_PROVINCE_ROLES, parts[0]);
  g_auto (GStrv)
      words = tc_province_dup_list (province, TC_PROVINCE_ROLES, (guint) role, "capabilities");

  g_hash_table_add (person->agencies, g_strdup (parts[1]));
  for (guint i = 0; words[i]; i++)
    g_hash_table_add (person->may, g_strdup (words[i]));
}

static Person *
read_person (const TcProvince *province, guint row)
{
  g_auto (GStrv) posts = tc_province_dup_list (province, TC_PROVINCE_STAFF, row, "posts");
  Person *person = g_new0 (Person, 1);

  person->may = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  person->agencies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  person->active = tc_province_get_int (province, TC_PROVINCE_STAFF, row, "active", 1) == 1;
  for (guint i = 0; posts[i]; i++)
    read_post (province, person, posts[i]);
  return person;
}

static Shift
read_shift (const TcProvince *province, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_SHIFTS;

  return (Shift){
      tc_province_get (province, file, row, "code"),
      tc_province_get_minutes (province, file, row, "starts") * US_PER_MINUTE,
      tc_province_get_minutes (province, file, row, "ends") * US_PER_MINUTE,
  };
}

static Team *
read_team (const TcProvince *province, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_ROSTER;
  g_auto (GStrv) accounts = tc_province_dup_list (province, file, row, "accounts");
  Team *team = g_new0 (Team, 1);
  gint64 from_us = 0;
  gint64 after_us;

  (void) !tc_province_get_day (province, file, row, "valid_from", 0, &from_us);
  team->from_day = tc_duty_day (from_us);
  team->to_day = tc_province_get_day (province, file, row, "valid_to", 1, &after_us)
                     ? tc_duty_day (after_us) - 1
                     : G_MAXINT64;
  team->weekdays = tc_province_get_weekdays (province, file, row, "weekdays");
  team->turns = tc_province_dup_list (province, file, row, "pattern");
  team->people = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; accounts[i]; i++) {
    int person = tc_province_find (province, TC_PROVINCE_STAFF, accounts[i]);
    g_array_append_val (team->people, person);
  }
  return team;
}

TcCrew *
tc_crew_new (const TcProvince *province)
{
  TcCrew *crew = g_new0 (TcCrew, 1);

  crew->province = province;
  crew->centre = tc_province_dup_setting (province, "centre");
  crew->people = g_ptr_array_new_with_free_func (free_person);
  crew->shifts = g_array_new (FALSE, FALSE, sizeof (Shift));
  crew->teams = g_ptr_array_new_with_free_func (free_team);
  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_STAFF); row++)
    g_ptr_array_add (crew->people, read_person (province, row));
  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_SHIFTS); row++) {
    Shift shift = read_shift (province, row);
    g_array_append_val (crew->shifts, shift);
  }
  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_ROSTER); row++)
    g_ptr_array_add (crew->teams, read_team (province, row));
  return crew;
}

void
tc_crew_free (TcCrew *crew)
{
  g_ptr_array_unref (crew->people);
  g_array_unref (crew->shifts);
  g_ptr_array_unref (crew->teams);
  g_free (crew->centre);
  g_free (crew);
}

static const Person *
get_person (const TcCrew *crew, int person)
{
  return g_ptr_array_index (crew->people, (guint) person);
}

gboolean
tc_crew_may (const TcCrew *crew, int person, const char *capability)
{
  const Person *found = get_person (crew, person);

  return found->active && g_hash_table_contains (found->may, capability);
}

/* The day on which the shift that @at_us is in started; FALSE if it is in none. */
static gboolean
find_day (const Shift *shift, gint64 at_us, gint64 *day)
{
  *day = tc_duty_day (at_us);
  gint64 into_us = at_us - tc_duty_day_start (*day);

  if (shift->starts_us < shift->ends_us)
    return into_us >= shift->starts_us && into_us < shift->ends_us;
  if (into_us >= shift->starts_us)
    return TRUE;
  *day -= 1;
  return into_us < shift->ends_us;
}

static gboolean
has_turn (const Team *team, const Shift *shift, gint64 day)
{
  if (day < team->from_day || day > team->to_day ||
      !(team->weekdays >> ((day + FIRST_WEEKDAY) % 7) & 1))
    return FALSE;
  gint64 at = (day - team->from_day) % (gint64) g_strv_length (team->turns);
  return g_str_equal (team->turns[at], shift->code);
}

/* (element-type int): whoever is on duty, in the order of the files */
static GArray *
list_on_duty (const TcCrew *crew, gint64 at_us)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < crew->shifts->len; i++) {
    const Shift *shift = &g_array_index (crew->shifts, Shift, i);
    gint64 day;
    if (!find_day (shift, at_us, &day))
      continue;
    for (guint j = 0; j < crew->teams->len; j++) {
      const Team *team = g_ptr_array_index (crew->teams, j);
      if (has_turn (team, shift, day))
        g_array_append_vals (people, team->people->data, team->people->len);
    }
  }
  return people;
}

gboolean
tc_crew_is_on_duty (const TcCrew *crew, int person, gint64 at_us)
{
  g_autoptr (GArray) people = list_on_duty (crew, at_us);

  for (guint i = 0; i < people->len; i++) {
    if (g_array_index (people, int, i) == person)
      return TRUE;
  }
  return FALSE;
}

/* One of @people who may, of whoever may the least beside it. */
static int
pick (const TcCrew *crew, GArray *people, const char *capability, guint choice)
{
  g_autoptr (GArray) fit = g_array_new (FALSE, FALSE, sizeof (int));
  guint least = G_MAXUINT;

  for (guint i = 0; i < people->len; i++) {
    int person = g_array_index (people, int, i);
    guint size = g_hash_table_size (get_person (crew, person)->may);
    if (!tc_crew_may (crew, person, capability) || size > least)
      continue;
    if (size < least)
      g_array_set_size (fit, 0);
    least = size;
    g_array_append_val (fit, person);
  }
  return fit->len > 0 ? g_array_index (fit, int, choice % fit->len) : TC_CREW_NOBODY;
}

static GArray *
list_people_of (const TcCrew *crew, const char *agency)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (int));

  for (int i = 0; i < (int) crew->people->len; i++) {
    if (g_hash_table_contains (get_person (crew, i)->agencies, agency))
      g_array_append_val (people, i);
  }
  return people;
}

int
tc_crew_pick_on_duty (const TcCrew *crew, gint64 at_us, const char *capability, guint choice)
{
  g_autoptr (GArray) on_duty = list_on_duty (crew, at_us);
  int person = pick (crew, on_duty, capability, choice);

  return person >= 0 ? person : tc_crew_pick_officer (crew, crew->centre, capability, choice);
}

int
tc_crew_pick_officer (const TcCrew *crew, const char *unit, const char *capability, guint choice)
{
  g_autoptr (GArray) people = list_people_of (crew, unit);

  return pick (crew, people, capability, choice);
}
