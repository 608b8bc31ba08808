/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hub whose log was restored from a backup: what it hears of desks that were further, and what it
 * takes from them. See tc-hub-private.h; tc-replica-restored.c is the other end.
 */
#include "tc-relay-private.h"

#include "tc-enrolment-proof.h"
#include "tc-id.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-limits.h"
#include "tc-people-operations.h"
#include "tc-people.h"
#include "tc-session-proof.h"

#include <string.h>

/* Codes of days further back than this are not given out any more. */
#define SKIPPED_DAYS_MAX 31

gint64
tc_hub_oldest_id (TcHub *hub)
{
  gint64 began_us = tc_database_get_int (hub->db, 0, "SELECT max (began_us) FROM log_epoch", NULL);
  TcIdMaker ids;

  if (began_us <= 0)
    return 0;
  tc_id_maker_init (&ids, TC_REPLICA_SERVER, 0);
  return tc_id_maker_next (&ids, began_us);
}

void
tc_hub_note_ahead (TcHub *hub, guint16 replica, const TcPosition *position)
{
  gint64 end = hub->position.lsn;

  if (memcmp (position->log_id, hub->position.log_id, TC_LOG_ID_SIZE) != 0 ||
      position->epoch > hub->position.epoch)
    return;
  if (position->epoch < hub->position.epoch)
    end = tc_database_get_int (hub->db, G_MAXINT64,
                               "SELECT base_lsn FROM log_epoch WHERE epoch > ? ORDER BY epoch"
                               " LIMIT 1",
                               "i", position->epoch);
  if (position->lsn <= end)
    return;
  tc_database_execute (hub->db,
                       "UPDATE log_epoch SET known_lsn = ?1 WHERE known_lsn < ?1 AND epoch ="
                       " (SELECT min (epoch) FROM log_epoch WHERE epoch > ?2)",
                       "ii", position->lsn, position->epoch);
  if (hub->hooks.ahead)
    hub->hooks.ahead (replica, position, hub->data);
}

static gboolean
has_row (TcHub *hub, const char *sql, gint64 id)
{
  return tc_database_get_int (hub->db, 0, sql, "i", id) != 0;
}

/* How far a desk has come with its word. */
typedef enum {
  AGAIN_NEW,
  AGAIN_LACKING,
  AGAIN_DONE
} Again;

/* (transfer full) (nullable): codes of the roles @ids (element-type gint64); NULL: one is
 * missing. */
static char **
list_role_codes (TcHub *hub, const GArray *ids)
{
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();

  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TcRole) role = tc_people_get_role (hub->db, g_array_index (ids, gint64, i));

    if (!role)
      return NULL;
    g_strv_builder_add (codes, role->code);
  }
  return g_strv_builder_end (codes);
}

void
tc_hub_peer_prove_enrolment (TcHubPeer *peer)
{
  TcHub *hub = peer->hub;
  TcEnrolmentProof proof = {.epoch = hub->position.epoch,
                            .desk_id = peer->replica,
                            .relay = peer->relays,
                            .key = peer->key};

  /* A relay signs nothing, and media hosts have made nothing that could be lost. */
  if (!hub->key || peer->asks_alone)
    return;
  g_autoptr (TcDeskInfo) desk = tc_people_get_desk (hub->db, peer->replica);
  g_autoptr (TcAgency) agency = desk ? tc_people_get_agency (hub->db, desk->agency_id) : NULL;
  g_auto (GStrv) roles = agency ? list_role_codes (hub, desk->role_ids) : NULL;
  if (!roles || desk->role_ids->len > TC_ENROLMENT_ROLES_MAX)
    return;
  proof.name = desk->name;
  proof.agency = agency->code;
  proof.roles = roles;
  tc_hub_notify (hub, peer, TC_NOTICE_ENROLLED,
                 tc_enrolment_proof_sign (&proof, hub->position.log_id, hub->key));
}

TcEnrolmentProof *
tc_hub_read_enrolment (TcHub *hub, GVariant *value)
{
  g_autoptr (TcEnrolmentProof) proof = tc_enrolment_proof_read (value);

  /* Of a desk that was enrolled in this epoch nothing is missing. */
  if (!proof || proof->epoch >= hub->position.epoch || proof->desk_id <= TC_REPLICA_SERVER ||
      proof->desk_id > TC_REPLICA_MAX ||
      !tc_enrolment_proof_verify (proof, hub->position.log_id, &hub->public_key))
    return NULL;
  return g_steal_pointer (&proof);
}

static void
submit (TcHub *hub, const TcOperationType *type, gconstpointer args, gint64 now_us)
{
  tc_hub_submit (hub, type, tc_args_encode (type, args), NULL, now_us, NULL, NULL);
}

/* (nullable): the agency or role that isn't known here; else the desk is invited as it was. */
static const char *
invite_again (TcHub *hub, const TcEnrolmentProof *proof, gint64 now_us)
{
  g_autoptr (TcAgency) agency = tc_people_find_agency (hub->db, proof->agency, now_us);
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_role_free);
  const TcDeskRef ref = {proof->desk_id};

  if (!agency)
    return proof->agency;
  for (guint i = 0; proof->roles[i]; i++) {
    TcRole *role = tc_people_find_role (hub->db, proof->roles[i]);

    if (!role)
      return proof->roles[i];
    g_ptr_array_add (roles, role);
  }
  const TcDeskArgs desk = {proof->desk_id, proof->name, agency->id};
  submit (hub, &tc_desk_invite_type, &desk, now_us);
  if (proof->relay)
    submit (hub, &tc_desk_relay_type, &ref, now_us);
  for (guint i = 0; i < roles->len; i++) {
    const TcDeskRole role = {proof->desk_id, ((const TcRole *) roles->pdata[i])->id};

    submit (hub, &tc_desk_allow_role_type, &role, now_us);
  }
  return NULL;
}

/* The same invitation, from before the backup: a number that was given anew is another desk's. */
static gboolean
is_invitation_of (TcHub *hub, const TcEnrolmentProof *proof)
{
  return tc_database_get_int (
             hub->db, 0,
             "SELECT 1 FROM desk JOIN agency ON agency.id = desk.agency_id WHERE desk.id = ?"
             " AND desk.state = 'invited' AND desk.name = ? AND agency.code = ?"
             " AND (desk.kind = 'relay') = ? AND desk.id <= (SELECT last_desk FROM log_epoch"
             " WHERE epoch = ?)",
             "issii", proof->desk_id, proof->name, proof->agency, (gint64) proof->relay,
             hub->position.epoch) == 1;
}

void
tc_hub_take_enrolment (TcHub *hub, GVariant *value, gint64 now_us)
{
  g_autoptr (TcEnrolmentProof) proof = tc_hub_read_enrolment (hub, value);
  gpointer replica = proof ? GINT_TO_POINTER ((int) proof->desk_id) : NULL;
  Again before = GPOINTER_TO_INT (g_hash_table_lookup (hub->enrolled_again, replica));
  const char *lacks = NULL;

  /* It comes again and again until that is committed. */
  if (!proof || before == AGAIN_DONE)
    return;
  g_autoptr (GBytes) key = g_bytes_new (proof->key.bytes, TC_KEY_PUBLIC_SIZE);
  const TcDeskEnrol enrol = {proof->desk_id, key};
  if (!has_row (hub, "SELECT 1 FROM desk WHERE id = ?", proof->desk_id))
    lacks = invite_again (hub, proof, now_us);
  else if (!is_invitation_of (hub, proof))
    return;
  if (!lacks)
    submit (hub, &tc_desk_enrol_type, &enrol, now_us);
  Again now = lacks ? AGAIN_LACKING : AGAIN_DONE;
  g_hash_table_insert (hub->enrolled_again, replica, GINT_TO_POINTER (now));
  if (hub->hooks.enrolled_again && now != before)
    hub->hooks.enrolled_again ((guint16) proof->desk_id, proof->name, lacks, hub->data);
}

static void
take_session (TcHubPeer *peer, TcSessionProof *proof, GVariant *signature, gint64 now_us)
{
  TcHub *hub = peer->hub;
  gsize size = 0;
  const guint8 *data = g_variant_get_fixed_array (signature, &size, 1);
  const TcRecord record = {proof->from_us, 0};
  const TcSessionOpen args = {proof->session_id, proof->staff_id, peer->replica, proof->until_us};

  if (size != TC_SIGNATURE_SIZE || proof->from_us <= 0 ||
      has_row (hub, "SELECT 1 FROM session WHERE id = ?", proof->session_id))
    return;
  proof->desk_id = peer->replica;
  memcpy (proof->signature.bytes, data, size);
  if (tc_session_proof_verify (proof, &hub->public_key))
    tc_hub_submit (hub, &tc_session_open_type, tc_args_encode (&tc_session_open_type, &args),
                   &record, now_us, NULL, NULL);
}

/* The numbers from where this epoch began with a day are its own to give: none of them was leased
 * before it. */
static gboolean
is_of_before (TcHub *hub, const TcIncidentLeaseCodes *block)
{
  gint64 skipped_to = tc_database_get_int (
      hub->db, G_MAXINT64,
      "SELECT max (first) FROM code_block WHERE day = ? AND replica = 0 AND closed = 1"
      " AND count = 1",
      "i", block->day);

  return block->first < skipped_to;
}

static void
take_block (TcHubPeer *peer, const TcIncidentLeaseCodes *block, gint64 now_us)
{
  TcHub *hub = peer->hub;

  if (has_row (hub, "SELECT 1 FROM code_block WHERE id = ?", block->block_id) ||
      tc_id_replica (block->block_id) != TC_REPLICA_SERVER ||
      block->day > tc_incident_day (now_us + TC_CODE_AHEAD_US) || !is_of_before (hub, block))
    return;
  tc_hub_submit (hub, &tc_incident_reclaim_codes_type,
                 tc_args_encode (&tc_incident_reclaim_codes_type, block), NULL, now_us, NULL, NULL);
}

static void
on_restored (TcHubPeer *peer, GVariant *value, gint64 now_us)
{
  g_autoptr (GVariant)
      sessions = g_variant_lookup_value (value, "sessions", G_VARIANT_TYPE (TC_RESTORED_SESSIONS));
  g_autoptr (GVariant)
      blocks = g_variant_lookup_value (value, "blocks", G_VARIANT_TYPE (TC_RESTORED_BLOCKS));
  gsize n_sessions = sessions ? g_variant_n_children (sessions) : 0;
  gsize n_blocks = blocks ? g_variant_n_children (blocks) : 0;

  /* Where nothing was restored there is nothing to bring back, nor to look at. */
  if (!has_row (peer->hub, "SELECT 1 FROM log_epoch WHERE epoch = ?", peer->hub->position.epoch))
    return;
  for (gsize i = 0; i < MIN (n_sessions, TC_RESTORED_ENTRIES_MAX); i++) {
    TcSessionProof proof = {0};
    g_autoptr (GVariant) signature = NULL;

    g_variant_get_child (sessions, i, "(xxxx@ay)", &proof.session_id, &proof.staff_id,
                         &proof.from_us, &proof.until_us, &signature);
    take_session (peer, &proof, signature, now_us);
  }
  for (gsize i = 0; i < MIN (n_blocks, TC_RESTORED_ENTRIES_MAX); i++) {
    TcIncidentLeaseCodes block = {.replica = peer->replica};

    g_variant_get_child (blocks, i, "(xxxx)", &block.block_id, &block.day, &block.first,
                         &block.count);
    take_block (peer, &block, now_us);
  }
}

static void
answer_known (TcHubPeer *peer)
{
  gboolean settled = g_hash_table_contains (peer->hub->settled, GUINT_TO_POINTER (peer->replica));

  tc_hub_notify (
      peer->hub, peer, TC_NOTICE_KNOWN,
      g_variant_new_parsed ("{'seq': <%x>, 'settled': <%b>}", peer->queued_seq, settled));
}

static void
on_skip (TcHubPeer *peer, GVariant *value)
{
  gboolean settled = FALSE;
  gint64 seq = 0;

  if (g_variant_lookup (value, "seq", "x", &seq) && seq < TC_HUB_SEQ_MAX)
    tc_hub_note_queued (peer, seq, 0);
  if (g_variant_lookup (value, "settled", "b", &settled) && settled)
    g_hash_table_add (peer->hub->settled, GUINT_TO_POINTER (peer->replica));
}

gboolean
tc_hub_peer_notice (TcHubPeer *peer, const char *name, GVariant *value, gint64 now_us)
{
  if (peer->hub->relay)
    return tc_relay_take_notice (peer->hub->relay, peer, name, value);
  if (!strcmp (name, TC_NOTICE_RESTORED))
    on_restored (peer, value, now_us);
  else if (!strcmp (name, TC_NOTICE_KNOWN))
    answer_known (peer);
  else if (!strcmp (name, TC_NOTICE_SKIP))
    on_skip (peer, value);
  else
    return FALSE;
  return TRUE;
}

/* The days whose codes may have been given out since the backup. */
static void
skip_day (TcHub *hub, gint64 day, gint64 now_us)
{
  const TcIncidentSkipCodes args = {hub->hooks.make_id (now_us, hub->data), day,
                                    tc_incident_lane_after (hub->db, day, hub->position.epoch)};

  tc_hub_submit (hub, &tc_incident_skip_codes_type,
                 tc_args_encode (&tc_incident_skip_codes_type, &args), NULL, now_us, NULL, NULL);
}

gboolean
tc_hub_begin_epoch (TcHub *hub, gint64 now_us, GError **error)
{
  gint64 backup_us = tc_database_get_int (
      hub->db, TC_NONE, "SELECT backup_us FROM log_epoch WHERE epoch = ? AND codes_skipped = 0",
      "i", hub->position.epoch);
  gint64 oldest_us = MAX (backup_us, now_us - SKIPPED_DAYS_MAX * TC_US_PER_DAY);

  if (!tc_database_check (hub->db, error))
    return FALSE;
  if (backup_us == TC_NONE)
    return TRUE;
  for (gint64 at_us = now_us + TC_CODE_AHEAD_US; at_us > oldest_us - TC_US_PER_DAY;
       at_us -= TC_US_PER_DAY)
    skip_day (hub, tc_incident_day (at_us), now_us);
  if (!tc_hub_flush (hub, now_us, error))
    return FALSE;
  tc_database_execute (hub->db,
                       "UPDATE log_epoch SET codes_skipped = 1, last_desk ="
                       " (SELECT ifnull (max (id), 0) FROM desk) WHERE epoch = ?",
                       "i", hub->position.epoch);
  return tc_database_check (hub->db, error);
}
