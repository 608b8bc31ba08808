/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What there is to tell of a refused operation; see the header.
 */
#include "tc-tray-detail.h"

#include "tc-operation-registry.h"

/* ---- reading ---- */

static char *
dup_name (TcDatabase *db, const char *sql, gint64 id)
{
  return id ? tc_database_dup_text (db, sql, "i", id) : NULL;
}

#define STAFF "SELECT name FROM staff WHERE id = ?"
#define UNIT_VI "SELECT name_vi FROM agency WHERE id = ?"
#define UNIT_EN "SELECT name_en FROM agency WHERE id = ?"
#define FIELD_VI "SELECT name_vi FROM field WHERE id = ?"
#define FIELD_EN "SELECT name_en FROM field WHERE id = ?"
#define CODE "SELECT code FROM incident WHERE id = ?"
#define CODE_AND_TITLE "SELECT code || ' · ' || title FROM incident WHERE id = ?"

static gint64
get_id (const TcTrayEntry *entry, const char *name)
{
  gint64 id = 0;

  return g_variant_lookup (entry->args, name, "x", &id) ? id : 0;
}

static void
read_names (TcDatabase *db, const TcTrayEntry *entry, TcTrayDetail *detail)
{
  static const char *const others[] = {"into_id", "duplicate_of_id", "other_id"};
  const TcIncidentSeen *seen = detail->seen;

  detail->actor_name = dup_name (db, STAFF, entry->actor_id);
  detail->settled_name = dup_name (db, STAFF, entry->settled_by);
  detail->agency_vi = dup_name (db, UNIT_VI, get_id (entry, "agency_id"));
  detail->agency_en = dup_name (db, UNIT_EN, get_id (entry, "agency_id"));
  detail->field_vi = dup_name (db, FIELD_VI, get_id (entry, "field_id"));
  detail->field_en = dup_name (db, FIELD_EN, get_id (entry, "field_id"));
  detail->staff_name = dup_name (db, STAFF, get_id (entry, "staff_id"));
  for (gsize i = 0; i < G_N_ELEMENTS (others) && !detail->other_code; i++)
    detail->other_code = dup_name (db, CODE, get_id (entry, others[i]));
  if (!seen)
    return;
  detail->seen_staff = dup_name (db, STAFF, seen->staff_id);
  detail->seen_unit_vi = dup_name (db, UNIT_VI, seen->unit_id);
  detail->seen_unit_en = dup_name (db, UNIT_EN, seen->unit_id);
  detail->seen_into = dup_name (db, CODE, seen->merged_into);
}

static gboolean
is_new_to (const TcTrayEntry *entry, const TcTrayDetail *detail, const TcIncidentEvent *event)
{
  /* What this desk did itself is no news to it. */
  if (event->id == entry->operation_id || (entry->replica && event->replica == entry->replica))
    return FALSE;
  return detail->seen ? !tc_incident_seen_has_event (detail->seen, event)
                      : event->at_us > entry->made_us;
}

/* What a refusal comes from, among what happened. */
static gboolean
is_cause (const TcRefusal *refusal, const TcIncidentEvent *event)
{
  static const struct {
    const char *refusal;
    const char *event;
  } causes[] = {
      {"incident.taken", "incident.take"},          {"incident.taken", "incident.assign"},
      {"incident.merged", "incident.merge"},        {"incident.already-sent", "incident.dispatch"},
      {"incident.linked", "incident.link"},         {"incident.not-linked", "incident.unlink"},
      {"incident.not-merged", "incident.unmerge"},  {"incident.not-later", "incident.extend"},
      {"incident.tasks-open", "incident.dispatch"}, {"incident.merged-elsewhere", "incident.merge"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    if (g_str_equal (causes[i].refusal, refusal->code) &&
        g_str_equal (causes[i].event, event->code))
      return TRUE;
  if (g_str_has_prefix (refusal->code, "answer."))
    return g_str_has_prefix (event->code, "answer.");
  return g_str_has_suffix (refusal->code, ".state") && event->moved;
}

static void
compare_histories (const TcTrayEntry *entry, TcTrayDetail *detail)
{
  GArray *events = detail->detail->events;

  for (guint i = 0; i < events->len; i++) {
    const TcIncidentEvent *event = &g_array_index (events, TcIncidentEvent, i);

    if (!is_new_to (entry, detail, event))
      continue;
    g_array_append_val (detail->meanwhile, i);
    if (is_cause (entry->refusal, event))
      detail->cause = (int) i;
  }
}

TcTrayDetail *
tc_tray_detail_read (TcDatabase *db, const TcTrayEntry *entry)
{
  TcTrayDetail *detail = g_new0 (TcTrayDetail, 1);

  detail->cause = -1;
  detail->meanwhile = g_array_new (FALSE, FALSE, sizeof (guint));
  detail->incident_id = tc_incident_of_arguments (db, entry->args);
  detail->seen = entry->seen ? tc_incident_seen_read (entry->seen) : NULL;
  if (detail->incident_id)
    detail->detail = tc_incident_detail (db, detail->incident_id);
  read_names (db, entry, detail);
  if (detail->detail)
    compare_histories (entry, detail);
  return detail;
}

void
tc_tray_detail_free (TcTrayDetail *detail)
{
  if (!detail)
    return;
  g_clear_pointer (&detail->detail, tc_incident_detail_free);
  g_clear_pointer (&detail->seen, tc_incident_seen_free);
  g_array_unref (detail->meanwhile);
  g_free (detail->actor_name);
  g_free (detail->settled_name);
  g_free (detail->seen_staff);
  g_free (detail->seen_unit_vi);
  g_free (detail->seen_unit_en);
  g_free (detail->seen_into);
  g_free (detail->agency_vi);
  g_free (detail->agency_en);
  g_free (detail->field_vi);
  g_free (detail->field_en);
  g_free (detail->staff_name);
  g_free (detail->other_code);
  g_free (detail);
}

static gpointer
read_detail (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_tray_detail_read (db, data);
}

/* What reading needs of it. */
static TcTrayEntry *
copy_entry (const TcTrayEntry *entry)
{
  TcTrayEntry *copy = g_new0 (TcTrayEntry, 1);

  copy->operation_id = entry->operation_id;
  copy->args = g_variant_ref (entry->args);
  copy->refusal = tc_refusal_copy (entry->refusal);
  copy->actor_id = entry->actor_id;
  copy->replica = entry->replica;
  copy->made_us = entry->made_us;
  copy->seen = entry->seen ? g_bytes_ref (entry->seen) : NULL;
  copy->settled_by = entry->settled_by;
  return copy;
}

void
tc_tray_detail_read_async (TcWorker *reader, const TcTrayEntry *entry, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  tc_worker_run_async (reader, read_detail, copy_entry (entry), (GDestroyNotify) tc_tray_entry_free,
                       (GDestroyNotify) tc_tray_detail_free, cancellable, callback, data);
}

TcTrayDetail *
tc_tray_detail_read_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- codes ---- */

static gpointer
read_codes (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *args = data;
  GPtrArray *codes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < args->len; i++)
    g_ptr_array_add (codes,
                     dup_name (db, CODE_AND_TITLE, tc_incident_of_arguments (db, args->pdata[i])));
  return codes;
}

void
tc_tray_read_codes_async (TcWorker *reader, const GPtrArray *entries, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  GPtrArray *args = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (args, g_variant_ref (((TcTrayEntry *) entries->pdata[i])->args));
  tc_worker_run_async (reader, read_codes, args, (GDestroyNotify) g_ptr_array_unref,
                       (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
tc_tray_read_codes_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- putting it right ---- */

TcTrayForm
tc_tray_get_form (const TcTrayEntry *entry)
{
  static const char *const texts[] = {"text", "asked", "reason"};
  const TcOperationType *type = tc_operation_registry_find (entry->operation);
  TcTrayForm form = {NULL};

  for (gsize i = 0; type && i < G_N_ELEMENTS (texts) && !form.argument; i++) {
    for (const TcArg *arg = type->args; arg->name; arg++) {
      if (!g_str_equal (arg->name, texts[i]) ||
          (arg->kind != TC_ARG_LINE && arg->kind != TC_ARG_PARAGRAPH))
        continue;
      form.argument = arg->name;
      form.required = arg->required;
    }
  }
  if (type && g_str_equal (type->name, "incident.close"))
    form.choice = "reason";
  return form;
}

static GVariant *
replace (const TcTrayEntry *entry, const char *name, GVariant *value)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, entry->args);
  if (value)
    g_variant_dict_insert_value (&dict, name, value);
  else
    g_variant_dict_remove (&dict, name);
  return g_variant_dict_end (&dict);
}

GVariant *
tc_tray_edit (const TcTrayEntry *entry, const char *text, const char *choice)
{
  const TcOperationType *type = tc_operation_registry_find (entry->operation);
  TcTrayForm form = tc_tray_get_form (entry);
  g_autoptr (GVariant) args = NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, entry->args);
  if (form.argument)
    g_variant_dict_insert (&dict, form.argument, "s", text);
  if (form.choice && choice)
    g_variant_dict_insert (&dict, form.choice, "s", choice);
  if (!type)
    return g_variant_dict_end (&dict);
  args = g_variant_ref_sink (g_variant_dict_end (&dict));
  return tc_args_clean (type, args);
}

TcTrayWay
tc_tray_find_way (const TcTrayEntry *entry, const TcTrayDetail *detail)
{
  const TcIncidentRow *row = detail->detail ? &detail->detail->incident : NULL;
  gboolean merging = g_str_equal (entry->operation, "incident.merge") ||
                     g_str_equal (entry->operation, "incident.unmerge");

  if (!row || get_id (entry, "incident_id") != row->id)
    return TC_TRAY_NO_WAY;
  if (g_str_equal (entry->operation, "incident.take") && row->staff_id &&
      row->staff_id != entry->actor_id && row->open)
    return TC_TRAY_TAKE_OVER;
  return row->merged_into && !merging ? TC_TRAY_SEND_ON : TC_TRAY_NO_WAY;
}

GVariant *
tc_tray_make_way (const TcTrayEntry *entry, const TcTrayDetail *detail, TcTrayWay way)
{
  const TcIncidentRow *row = &detail->detail->incident;

  return way == TC_TRAY_TAKE_OVER
             ? replace (entry, "from_id", g_variant_new_int64 (row->staff_id))
             : replace (entry, "incident_id", g_variant_new_int64 (row->merged_into));
}
