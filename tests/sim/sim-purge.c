/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A legal purge, once all is at rest and was checked: every desk says something of a report, it is
 * purged, and while that goes round processes are killed, power is cut and lines break. In the end
 * no file of anybody who is still enrolled holds the words, all agree, and the log is proved.
 */
#include "sim.h"

#include "memory-disk.h"
#include "tc-incident-codes.h"
#include "tc-incident-purge.h"
#include "tc-incident-queries.h"
#include "tc-log-audit.h"

#include <string.h>

#define WORDS "Tẩy-Quux-Riêng-Tư"
#define STEP_US TC_US_PER_S
#define COMMIT_US 5000
#define TROUBLES 6
/* Pieces of a file by which it is known again. */
#define TRACE_BYTES 24
#define TRACES_MAX 64

typedef struct {
  gint64 incident_id;
  gint64 report_id;
} Said;

/* ---- what is said ---- */

static gboolean
report (Sim *sim, Said *said)
{
  gint64 now_us = sim_hub_now (sim);
  gint64 day = tc_incident_day (now_us);
  const TcIncidentLeaseCodes lease = {tc_id_maker_next (&sim->ids, now_us), 0, day,
                                      tc_incident_first_unleased (sim->db, day), 1};
  g_autofree char *code = tc_incident_format_code (day, lease.first);
  const TcIncidentReport args = {.incident_id = tc_id_maker_next (&sim->ids, now_us),
                                 .report_id = tc_id_maker_next (&sim->ids, now_us),
                                 .code = code,
                                 .channel = "hotline",
                                 .text = WORDS " trước chợ",
                                 .priority = TC_NONE,
                                 .lat_e7 = TC_NONE,
                                 .lon_e7 = TC_NONE,
                                 .said_us = TC_NONE,
                                 .received_us = now_us};

  *said = (Said){args.incident_id, args.report_id};
  return sim_hub_do (sim, &tc_incident_lease_codes_type, &lease) &&
         sim_hub_do (sim, &tc_incident_report_type, &args);
}

static void
add_words (Sim *sim, const Said *said)
{
  for (guint i = 1; i <= sim->plan.n_desks; i++) {
    SimDesk *desk = &sim->desks[i];
    g_autofree char *text = g_strdup_printf (WORDS "-%u", i);
    const TcReportUpdate update = {said->report_id, 1, text, NULL};

    sim_advance (sim, 1);
    if (desk->replica && desk->number != SIM_UNIT_DESK)
      sim_desk_submit (desk, &tc_report_update_type, &update);
  }
}

/* ---- at rest ---- */

static gboolean
has_purge_left (TcDatabase *db)
{
  return tc_database_get_int (
      db, 1, "SELECT EXISTS (SELECT 1 FROM purge WHERE id NOT IN (SELECT id FROM purge_done))",
      NULL);
}

/* A relay's rows begin anew with it: until they are there it has none. */
static gboolean
has_relay_purge_left (Sim *sim)
{
  const char *count = "SELECT count(*) FROM purge";

  return !sim->relay.relay ||
         tc_database_get_int (sim->relay.db, -1, count, NULL) !=
             tc_database_get_int (sim->db, 0, count, NULL) ||
         has_purge_left (sim->relay.db);
}

/* (nullable): what of the purge is still to be done. */
static const char *
what_is_left (Sim *sim)
{
  if (!sim->hub)
    return "the hub is not up";
  if (tc_database_get_int (sim->db, 0, "SELECT count(*) FROM purge", NULL) !=
      tc_database_get_int (sim->db, 0, "SELECT count(*) FROM log_purge WHERE swept = 1", NULL))
    return "the server has it";
  for (guint i = 1; i <= sim->plan.n_desks; i++) {
    SimDesk *desk = &sim->desks[i];

    if (desk->settled && desk->replica &&
        has_purge_left (tc_replica_store_get_database (desk->store)))
      return "a desk has it";
  }
  if (sim->relay.used && has_relay_purge_left (sim))
    return "the relay has it";
  return NULL;
}

static void
rest (Sim *sim, gboolean purged)
{
  gint64 began_us = sim->now_us;
  g_autofree char *why = NULL;

  while ((why = sim_check_rest (sim)) || (purged && (why = g_strdup (what_is_left (sim))))) {
    if (sim->now_us - began_us > SIM_REST_US)
      sim_fail (sim, "no rest after a legal purge: %s", why);
    g_clear_pointer (&why, g_free);
    sim_advance (sim, STEP_US);
  }
}

static void
make_trouble (Sim *sim)
{
  SimDesk *desk = &sim->desks[1 + sim_pick (sim, (gint) sim->plan.n_desks)];

  switch (sim_pick (sim, 4)) {
  case 0:
    if (sim->hub)
      sim_hub_stop (sim, sim_chance (sim, 2));
    break;
  case 1:
    if (desk->replica)
      sim_desk_stop (desk, sim_chance (sim, 2));
    break;
  case 2:
    if (sim->relay.relay)
      sim_relay_stop (sim, sim_chance (sim, 2));
    break;
  default:
    if (desk->line)
      sim_line_cut (desk->line);
    break;
  }
}

/* ---- what is packed ---- */

static gboolean
stands_in (const guint8 *data, gsize size, GPtrArray *bodies)
{
  gboolean found = FALSE;

  for (guint i = 0; i < bodies->len && !found; i++) {
    gsize body_size;
    gconstpointer body = g_bytes_get_data (bodies->pdata[i], &body_size);

    found = memmem (body, body_size, data, size) != NULL;
  }
  return found;
}

/* (element-type GBytes): all segments, or those that have the words. */
static GPtrArray *
list_segments (Sim *sim, gboolean all)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (TcQuery) query = tc_database_query (
      sim->db,
      "SELECT body FROM log_segment AS s WHERE ?1 = 1 OR EXISTS (SELECT 1 FROM log_operation"
      " WHERE lsn BETWEEN s.first_lsn AND s.last_lsn AND instr (log_bytes (lsn, bytes),"
      " CAST (?2 AS BLOB)) > 0) ORDER BY last_lsn",
      "is", (gint64) all, WORDS);

  while (tc_query_next (query))
    g_ptr_array_add (bodies, tc_query_dup_blob (query, 0));
  if (!tc_database_check (sim->db, NULL))
    sim_fail (sim, "the segments can't be read");
  return bodies;
}

/* Compressed, the words aren't seen: nothing of a segment that had them is left but for what those
 * there are now have as well. */
static void
check_segments (Sim *sim, GPtrArray *before)
{
  static const char *const files[] = {SIM_SERVER, SIM_SERVER "-wal"};
  g_autoptr (GPtrArray) now = list_segments (sim, TRUE);

  for (guint i = 0; i < before->len; i++) {
    gsize size, file_size;
    const guint8 *body = g_bytes_get_data (before->pdata[i], &size);
    gsize step = MAX (1, size / TRACES_MAX);

    for (gsize at = 0; at + TRACE_BYTES <= size; at += step) {
      for (gsize f = 0; f < G_N_ELEMENTS (files); f++) {
        const guint8 *file = memory_disk_peek (files[f], &file_size);

        if (file && memmem (file, file_size, body + at, TRACE_BYTES) &&
            !stands_in (body + at, TRACE_BYTES, now))
          sim_fail (sim, "%s has a segment that had what was purged", files[f]);
      }
    }
  }
}

/* ---- the check ---- */

static void
check_file (Sim *sim, const char *name)
{
  static const char *const suffixes[] = {"", "-wal"};

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *file = g_strconcat (name, suffixes[i], NULL);
    gsize size = 0;
    const guint8 *data = memory_disk_peek (file, &size);

    if (data && memmem (data, size, WORDS, strlen (WORDS)))
      sim_fail (sim, "%s has what was purged", file);
  }
}

static void
check_files (Sim *sim)
{
  check_file (sim, SIM_SERVER);
  if (sim->relay.used)
    check_file (sim, SIM_RELAY_FILE);
  for (guint i = 1; i <= sim->plan.n_desks; i++) {
    g_autofree char *replica = sim_desk_file (&sim->desks[i], "replica");
    g_autofree char *outbox = sim_desk_file (&sim->desks[i], "outbox");

    if (!sim->desks[i].settled)
      continue;
    check_file (sim, replica);
    check_file (sim, outbox);
  }
}

static void
check_log (Sim *sim)
{
  const TcLogAuditOptions options = {.key = tc_key_get_public (sim->key), .deep = TRUE};
  g_auto (TcLogAudit) audit = {0};

  if (!tc_log_audit_run (sim->db, &options, &audit, NULL) || audit.fault)
    sim_fail (sim, "after a legal purge the log is not proved: %s",
              audit.fault ? audit.fault : "it can't be read");
  if (audit.purged == 0)
    sim_fail (sim, "a legal purge has emptied nothing");
}

void
sim_purge_check (Sim *sim)
{
  g_autoptr (GPtrArray) packed = NULL;
  Said said;

  if (!report (sim, &said))
    return;
  rest (sim, FALSE);
  add_words (sim, &said);
  rest (sim, FALSE);
  if (sim->made->len % 2)
    sim_hub_pack_all (sim);
  packed = list_segments (sim, FALSE);
  const TcIncidentPurge args = {.incident_id = said.incident_id,
                                .purge_id = tc_id_maker_next (&sim->ids, sim_hub_now (sim)),
                                .kind = "report",
                                .target_id = said.report_id,
                                .reason = "Theo yêu cầu",
                                .decision = "1/QĐ",
                                .staff_id = SIM_STAFF + 1};
  if (!sim_hub_do (sim, &tc_incident_purge_type, &args))
    return;
  while (!tc_database_get_int (sim->db, 0, "SELECT count(*) FROM purge", NULL))
    sim_advance (sim, COMMIT_US);
  for (guint i = 0; i < TROUBLES; i++) {
    make_trouble (sim);
    sim_advance (sim, sim_draw_us (sim, 3 * TC_US_PER_S));
  }
  rest (sim, TRUE);
  check_files (sim);
  check_segments (sim, packed);
  check_log (sim);
  sim->counts[SIM_PURGES]++;
  sim->counts[SIM_PURGES_PACKED] += packed->len > 0;
}
