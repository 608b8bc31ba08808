/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs that bring in one file of a province: import people, desks, agencies, areas, streets,
 * levels, answers, escalations, states, resources, camera-devices, cameras, camera-groups.
 * Checked, planned and carried out by the same code as a whole province; what the file points to
 * stands in it or on the server.
 */
#include "tc-ctl-carry.h"
#include "tc-ctl.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *path;
  const char *encoding; /* (nullable) */
  gboolean dry_run;
} Options;

/* What becomes of a line. */
typedef enum {
  LINE_LEFT,
  LINE_CHANGED,
  LINE_ADDED,
  N_LINES,
} LineFate;

/* ---- what the server has ---- */

/* Keys of one table, with from when to when they are in force where that is known. */
static gboolean
read_keys (TcAdminClient *client, TcProvinceKnown *known, TcProvinceFile file, const char *table,
           const char *columns, GError **error)
{
  g_autoptr (TcKnownRows) rows = tc_known_rows_new (columns);
  gboolean dated = tc_known_rows_has_column (rows, "valid_from_us");

  if (!tc_ctl_province_server.read (table, rows, client, error))
    return FALSE;
  for (guint i = 0; i < tc_known_rows_get_n (rows); i++) {
    if (tc_known_rows_is_removed (rows, i))
      continue;
    const char *to = dated ? tc_known_rows_get (rows, i, "valid_to_us") : NULL;
    tc_province_known_add (known, file,
                           tc_known_rows_get (rows, i, tc_known_rows_get_columns (rows)[0]),
                           dated ? tc_known_rows_get_int (rows, i, "valid_from_us") : G_MININT64,
                           to ? g_ascii_strtoll (to, NULL, 10) : G_MAXINT64);
  }
  return TRUE;
}

static TcProvinceKnown *
read_known (TcAdminClient *client, GError **error)
{
  static const char dated[] = "code,valid_from_us,valid_to_us";
  g_autoptr (TcProvinceKnown) known = tc_province_known_new ();

  if (read_keys (client, known, TC_PROVINCE_AGENCIES, "agency", dated, error) &&
      read_keys (client, known, TC_PROVINCE_AREAS, "area", dated, error) &&
      read_keys (client, known, TC_PROVINCE_ROLES, "role", "code", error) &&
      read_keys (client, known, TC_PROVINCE_FIELDS, "field", "code", error) &&
      read_keys (client, known, TC_PROVINCE_CAMERA_DEVICES, "camera_device", "code,removed_us",
                 error) &&
      read_keys (client, known, TC_PROVINCE_CAMERAS, "camera", "code,state", error))
    return g_steal_pointer (&known);
  return NULL;
}

/* ---- what becomes of the lines ---- */

/* Whether a step makes what its line is about, not only something of it. */
static gboolean
is_adding (const TcPlanStep *step)
{
  static const char *const adding[] = {"agency.add",
                                       "area.add",
                                       "street.add",
                                       "staff.add",
                                       "desk.invite",
                                       "answer.set-template",
                                       "resource.add",
                                       "alarm.set-rule",
                                       "incident.name-state",
                                       "camera.device-add",
                                       "camera.add",
                                       "camera.group-set",
                                       NULL};

  return step->adds && g_strv_contains (adding, step->type->name);
}

/* Place of a line → LineFate, of those that are not left. (transfer full) */
static GHashTable *
list_fates (GPtrArray *steps)
{
  GHashTable *fates = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < steps->len; i++) {
    const TcPlanStep *step = g_ptr_array_index (steps, i);
    LineFate before = GPOINTER_TO_INT (g_hash_table_lookup (fates, step->place));
    LineFate fate = is_adding (step) ? LINE_ADDED : LINE_CHANGED;
    g_hash_table_insert (fates, step->place, GINT_TO_POINTER (MAX (before, fate)));
  }
  return fates;
}

/* @show: also each line that is not left */
static void
count_lines (const TcProvince *province, TcProvinceFile file, GPtrArray *steps, gboolean show,
             guint counts[N_LINES])
{
  static const char *const words[N_LINES] = {"left", "changed", "added"};
  g_autoptr (GHashTable) fates = list_fates (steps);

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    g_autofree char *place = tc_province_dup_place (province, file, row);
    LineFate fate = GPOINTER_TO_INT (g_hash_table_lookup (fates, place));
    counts[fate]++;
    const char *key = tc_province_get_key (province, file, row);
    if (show && fate != LINE_LEFT)
      g_print ("%s\t%s\t%s\n", place, words[fate], key ? key : "");
  }
}

/* ---- the verbs ---- */

static TcCtlExit
carry_out (const TcCtl *ctl, const TcProvince *province, TcProvinceFile file, gboolean dry_run)
{
  TcAdminClient *client = ctl->client;
  guint counts[N_LINES] = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = tc_province_plan_file (province, file, &tc_ctl_province_server,
                                                       client, g_get_real_time (), &error);

  if (!steps) {
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  if (!tc_ctl_check_steps (steps))
    return TC_CTL_FAILED;
  count_lines (province, file, steps, dry_run && !ctl->json, counts);
  tc_ctl_catch_interrupt ();
  if (!dry_run && !tc_ctl_carry_out_steps (client, steps, NULL)) {
    tc_ctl_complain (_ ("stopped; what was done stays, the same command goes on from there"));
    return TC_CTL_FAILED;
  }
  if (ctl->json)
    g_print ("{\"added\":%u,\"changed\":%u,\"left\":%u,\"done\":%s}\n", counts[LINE_ADDED],
             counts[LINE_CHANGED], counts[LINE_LEFT], dry_run ? "false" : "true");
  else
    g_print (_ ("%u added, %u changed, %u as they were%s\n"), counts[LINE_ADDED],
             counts[LINE_CHANGED], counts[LINE_LEFT], dry_run ? _ (": nothing was done yet") : "");
  return TC_CTL_OK;
}

static gboolean
read_options (Options *asked, char **words)
{
  for (; *words; words++) {
    if (g_str_equal (*words, "--dry-run"))
      asked->dry_run = TRUE;
    else if (g_str_equal (*words, "--encoding") && words[1] && !asked->encoding)
      asked->encoding = *++words;
    else if (!asked->path && **words != '-')
      asked->path = *words;
    else
      return FALSE;
  }
  return asked->path != NULL;
}

static TcCtlExit
run_file (TcCtl *ctl, const char *verb, TcProvinceFile file, char **words)
{
  Options asked = {0};
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;

  if (!read_options (&asked, words))
    return tc_ctl_misused (tc_ctl_file_verbs, verb);
  TcAdminClient *client = tc_ctl_get_client (ctl);
  if (!client)
    return TC_CTL_UNREACHABLE;
  g_autoptr (TcProvinceKnown) known = read_known (client, &error);
  if (!known) {
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  g_autoptr (TcProvince)
      province = tc_province_load_file (file, asked.path, asked.encoding, known, &faults);
  tc_ctl_print_faults (faults);
  if (province)
    return carry_out (ctl, province, file, asked.dry_run);
  tc_ctl_complain (_ ("nothing was imported"));
  return TC_CTL_FAILED;
}

static TcCtlExit
run_people (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import people", TC_PROVINCE_STAFF, words);
}

static TcCtlExit
run_desks (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import desks", TC_PROVINCE_DESKS, words);
}

static TcCtlExit
run_agencies (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import agencies", TC_PROVINCE_AGENCIES, words);
}

static TcCtlExit
run_areas (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import areas", TC_PROVINCE_AREAS, words);
}

static TcCtlExit
run_streets (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import streets", TC_PROVINCE_STREETS, words);
}

static TcCtlExit
run_levels (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import levels", TC_PROVINCE_LEVELS, words);
}

static TcCtlExit
run_answers (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import answers", TC_PROVINCE_ANSWERS, words);
}

static TcCtlExit
run_resources (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import resources", TC_PROVINCE_RESOURCES, words);
}

static TcCtlExit
run_escalations (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import escalations", TC_PROVINCE_ESCALATIONS, words);
}

static TcCtlExit
run_states (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import states", TC_PROVINCE_STATES, words);
}

static TcCtlExit
run_camera_devices (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import camera-devices", TC_PROVINCE_CAMERA_DEVICES, words);
}

static TcCtlExit
run_cameras (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import cameras", TC_PROVINCE_CAMERAS, words);
}

static TcCtlExit
run_camera_groups (TcCtl *ctl, char **words)
{
  return run_file (ctl, "import camera-groups", TC_PROVINCE_CAMERA_GROUPS, words);
}

#define USAGE "FILE [--dry-run] [--encoding NAME]"

const TcCtlVerb tc_ctl_file_verbs[] = {
    {"import people", USAGE,
     N_ ("Adds and changes staff as a file like a province's staff.csv says; who is named has the "
         "posts that stand there and no others. What it doesn't name stays. --dry-run tells what "
         "would be done."),
     run_people},
    {"import desks", USAGE,
     N_ ("Adds and changes desks as a file like a province's desks.csv says; the roles that stand "
         "there may work at them and no others. What it doesn't name stays. --dry-run tells what "
         "would be done."),
     run_desks},
    {"import agencies", USAGE,
     N_ ("Adds and changes agencies and units as a file like a province's agencies.csv says; what "
         "it doesn't name stays. --dry-run tells what would be done."),
     run_agencies},
    {"import areas", USAGE,
     N_ ("Adds and changes areas as a file like a province's areas.csv says; what it doesn't name "
         "stays. --dry-run tells what would be done."),
     run_areas},
    {"import streets", USAGE,
     N_ ("Adds and changes streets and other named places as a file like a province's streets.csv "
         "says; what it doesn't name stays. --dry-run tells what would be done."),
     run_streets},
    {"import levels", USAGE,
     N_ ("Sets service levels as a file like a province's levels.csv says, for what is received "
         "from now on; what it doesn't name stays. --dry-run tells what would be done."),
     run_levels},
    {"import answers", USAGE,
     N_ ("Adds and changes templates of answers as a file like a province's answers.csv says; what "
         "it doesn't name stays. --dry-run tells what would be done."),
     run_answers},
    {"import escalations", USAGE,
     N_ ("Sets after how many minutes an alarm that nobody does anything about goes to whom, as a "
         "file like a province's escalations.csv says; what it doesn't name stays. --dry-run tells "
         "what would be done."),
     run_escalations},
    {"import states", USAGE,
     N_ ("Sets what the states of incidents are called at the desks, as a file like a province's "
         "states.csv says; what it doesn't name stays. --dry-run tells what would be done."),
     run_states},
    {"import resources", USAGE,
     N_ ("Adds and changes resources for big events as a file like a province's resources.csv "
         "says; what it doesn't name stays. --dry-run tells what would be done."),
     run_resources},
    {"import camera-devices", USAGE,
     N_ ("Adds and changes recorders and other devices that cameras hang on as a file like a "
         "province's camera-devices.csv says; what it doesn't name stays. --dry-run tells what "
         "would be done."),
     run_camera_devices},
    {"import cameras", USAGE,
     N_ ("Adds and changes cameras as a file like a province's cameras.csv says; what it doesn't "
         "name stays, and so do masks, device and streams where it leaves them empty. --dry-run "
         "tells what would be done."),
     run_cameras},
    {"import camera-groups", USAGE,
     N_ ("Sets groups of cameras as a file like a province's camera-groups.csv says; what it "
         "doesn't name stays. --dry-run tells what would be done."),
     run_camera_groups},
    {NULL},
};
