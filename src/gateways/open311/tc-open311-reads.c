/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of the core into records of Open311; see the header.
 */
#include "tc-open311-reads.h"

#include "tc-geo.h"
#include "tc-incident-queries.h"
#include "tc-places.h"

#include <string.h>

/* Further from any centre, a place is in no area of ours. */
#define AREA_DISTANCE_MAX_M 20000

TcOpen311Ask *
tc_open311_ask_new (const char *language)
{
  TcOpen311Ask *ask = g_new0 (TcOpen311Ask, 1);

  g_strlcpy (ask->language, language, sizeof ask->language);
  ask->lat_e7 = TC_NONE;
  ask->lon_e7 = TC_NONE;
  return ask;
}

void
tc_open311_ask_free (gpointer data)
{
  TcOpen311Ask *ask = data;

  if (!ask)
    return;
  g_free (ask->media_base);
  g_free (ask->service_code);
  g_free (ask->source);
  g_free (ask->external_id);
  g_free (ask->text);
  tc_open311_filter_free (ask->filter);
  g_free (ask);
}

static gboolean
is_english (const TcOpen311Ask *ask)
{
  return strcmp (ask->language, "en") == 0;
}

/* The text of the language asked for, else the other. (transfer full) (nullable) */
static char *
dup_either (const TcOpen311Ask *ask, const char *vi, const char *en)
{
  const char *first = is_english (ask) ? en : vi;
  const char *second = is_english (ask) ? vi : en;

  return g_strdup (first && *first ? first : second);
}

gpointer
tc_open311_read_services (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcOpen311Ask *ask = data;
  g_autoptr (GArray) rows = tc_services (db, TRUE);
  GPtrArray *services = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_open311_service_free);

  for (guint i = 0; i < rows->len; i++) {
    const TcService *row = &g_array_index (rows, TcService, i);
    TcOpen311Service *service = tc_open311_service_new ();

    service->service_code = g_strdup (row->code);
    service->service_name = dup_either (ask, row->name_vi, row->name_en);
    service->description = dup_either (ask, row->description_vi, row->description_en);
    service->metadata = row->attributes && *row->attributes && strcmp (row->attributes, "[]") != 0;
    service->type = g_strdup (ask->batch ? "batch" : "realtime");
    service->keywords = g_strdup (row->keywords);
    service->group = dup_either (ask, row->group_vi, row->group_en);
    g_ptr_array_add (services, service);
  }
  return services;
}

void
tc_open311_service_facts_free (gpointer data)
{
  TcOpen311ServiceFacts *facts = data;

  if (!facts)
    return;
  g_free (facts->name);
  tc_open311_definition_free (facts->definition);
  g_free (facts);
}

/* A guess, for who screens the report to confirm. */
static gint64
guess_area (TcDatabase *db, const TcOpen311Ask *ask)
{
  gint64 id = 0;
  g_autoptr (TcArea) area = NULL;

  if (ask->lat_e7 != TC_NONE && ask->lon_e7 != TC_NONE)
    id = tc_places_nearest_area (db, ask->lat_e7, ask->lon_e7, g_get_real_time ());
  area = id ? tc_places_get_area (db, id) : NULL;
  if (!area || tc_geo_distance_m (area->lat_e7, area->lon_e7, ask->lat_e7, ask->lon_e7) >
                   AREA_DISTANCE_MAX_M)
    return 0;
  return id;
}

gpointer
tc_open311_read_service (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcOpen311Ask *ask = data;
  g_autoptr (TcService) row = tc_service_find (db, ask->service_code);
  TcOpen311ServiceFacts *facts;

  if (!row || !row->active)
    return NULL;
  facts = g_new0 (TcOpen311ServiceFacts, 1);
  facts->field_id = row->id;
  facts->name = dup_either (ask, row->name_vi, row->name_en);
  facts->definition = tc_open311_definition_new (row->code);
  tc_open311_definition_add_json (facts->definition, row->attributes, ask->language);
  facts->area_id = guess_area (db, ask);
  if (ask->source && ask->external_id)
    facts->known_id = tc_request_find_external (db, ask->source, ask->external_id);
  return facts;
}

static TcOpen311Request *
make_request (const TcOpen311Ask *ask, const TcRequestRow *row)
{
  TcOpen311Request *request = tc_open311_request_new ();

  request->service_request_id = row->id;
  request->status = g_strdup (row->status);
  request->status_notes = row->answer ? tc_open311_mask_text (row->answer) : NULL;
  request->service_name = dup_either (ask, row->service_vi, row->service_en);
  request->service_code = g_strdup (row->service_code);
  request->description = row->text ? tc_open311_mask_text (row->text) : NULL;
  request->agency_responsible = dup_either (ask, row->unit_vi, row->unit_en);
  request->requested_datetime = row->requested_us;
  request->updated_datetime = row->updated_us;
  request->expected_datetime = row->expected_us;
  request->address = g_strdup (row->address);
  request->address_id = g_strdup (row->address_id);
  request->lat = row->lat_e7;
  request->lon = row->lon_e7;
  if (row->media_hash && ask->media_base)
    request->media_url = g_strdup_printf ("%s/media/%" G_GINT64_FORMAT, ask->media_base, row->id);
  return request;
}

/* One page of what @filter lets through. */
static GPtrArray *
read_page (TcDatabase *db, const TcOpen311Ask *ask, const TcRequestFilter *filter, guint from)
{
  g_autoptr (GArray) rows = tc_requests (db, filter);
  GPtrArray *requests = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_open311_request_free);

  for (guint i = from; i < rows->len; i++) {
    const TcRequestRow *row = &g_array_index (rows, TcRequestRow, i);

    if (!row->private_)
      g_ptr_array_add (requests, make_request (ask, row));
  }
  return requests;
}

gpointer
tc_open311_read_requests (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcOpen311Ask *ask = data;
  const TcOpen311Filter *asked = ask->filter;
  guint from = asked->ids->len ? 0 : (asked->page - 1) * asked->page_size;
  TcRequestFilter filter = {
      .ids = asked->ids->len ? (const gint64 *) asked->ids->data : NULL,
      .n_ids = asked->ids->len,
      .service_codes = (const char *const *) asked->service_codes,
      .from_us = asked->start_us,
      .until_us = asked->end_us + 1,
      .want_open = asked->open,
      .want_closed = asked->closed,
      /* Pages are cut from the first thousand, which is all that the standard lets one ask for. */
      .limit = MIN (from + asked->page_size, TC_OPEN311_ROWS_MAX),
  };

  return read_page (db, ask, &filter, from);
}

gpointer
tc_open311_read_request (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcOpen311Ask *ask = data;
  TcRequestFilter filter = {.ids = &ask->id, .n_ids = 1, .limit = 1};
  g_autoptr (GPtrArray) requests = read_page (db, ask, &filter, 0);

  return requests->len ? g_steal_pointer (&requests) : NULL;
}

gpointer
tc_open311_read_updates (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcOpen311Ask *ask = data;
  g_autoptr (GArray) rows = tc_request_updates (db, 0, ask->filter->start_us,
                                                ask->filter->end_us + 1, TC_OPEN311_ROWS_MAX);
  GPtrArray *updates = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_open311_update_free);

  for (guint i = 0; i < rows->len; i++) {
    const TcRequestUpdate *row = &g_array_index (rows, TcRequestUpdate, i);
    TcOpen311Update *update;

    /* What a reporter told us is not ours to publish. */
    if (row->incoming)
      continue;
    update = tc_open311_update_new ();
    update->update_id = row->id;
    update->service_request_id = row->report_id;
    update->status = g_strdup (
        tc_open311_get_update_status (tc_incident_state_get_code (row->state)));
    update->updated_datetime = row->at_us;
    update->description = row->text ? tc_open311_mask_text (row->text) : NULL;
    g_ptr_array_add (updates, update);
  }
  return updates;
}

void
tc_open311_report_facts_free (gpointer data)
{
  TcOpen311ReportFacts *facts = data;

  if (!facts)
    return;
  g_free (facts->source);
  g_free (facts->media_hash);
  g_free (facts->media_type);
  g_free (facts);
}

static gint64
find_update (TcDatabase *db, const TcOpen311Ask *ask)
{
  g_autoptr (GArray) rows = tc_request_updates (db, ask->id, TC_NONE, TC_NONE, TC_OPEN311_ROWS_MAX);
  gint64 id = 0;

  for (guint i = 0; i < rows->len; i++) {
    const TcRequestUpdate *row = &g_array_index (rows, TcRequestUpdate, i);

    if (!row->incoming)
      continue;
    if (ask->external_id ? g_strcmp0 (row->external_id, ask->external_id) == 0
                         : g_strcmp0 (row->text, ask->text) == 0)
      id = row->id;
  }
  return id;
}

/* Since when updates say "closed" without a break. */
static gint64
find_ended (TcDatabase *db, gint64 report_id)
{
  g_autoptr (GArray)
      rows = tc_request_updates (db, report_id, TC_NONE, TC_NONE, TC_OPEN311_ROWS_MAX);
  gint64 ended_us = G_MAXINT64;

  for (guint i = 0; i < rows->len; i++) {
    const TcRequestUpdate *row = &g_array_index (rows, TcRequestUpdate, i);

    if (!g_str_equal (row->status, "closed"))
      ended_us = G_MAXINT64;
    else if (ended_us == G_MAXINT64 && !row->incoming)
      ended_us = row->at_us;
  }
  return ended_us;
}

gpointer
tc_open311_read_report (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcOpen311Ask *ask = data;
  TcRequestFilter filter = {.ids = &ask->id, .n_ids = 1, .private_too = TRUE, .limit = 1};
  g_autoptr (GArray) rows = tc_requests (db, &filter);
  const TcRequestRow *row = rows->len ? &g_array_index (rows, TcRequestRow, 0) : NULL;
  TcOpen311ReportFacts *facts;

  if (!row)
    return NULL;
  facts = g_new0 (TcOpen311ReportFacts, 1);
  facts->incident_id = row->incident_id;
  facts->source = g_strdup (row->source);
  facts->private_ = row->private_;
  facts->closed = g_str_equal (row->status, "closed");
  facts->ended_us = facts->closed ? find_ended (db, ask->id) : G_MAXINT64;
  facts->rating = row->rating;
  facts->rated_id = row->rating == TC_NONE ? 0 : tc_request_find_rating (db, ask->id);
  facts->media_hash = g_strdup (row->media_hash);
  facts->media_type = g_strdup (row->media_type);
  if (ask->external_id || ask->text)
    facts->update_id = find_update (db, ask);
  return facts;
}

const char *
tc_open311_get_update_status (const char *state_code)
{
  static const char *const words[][2] = {
      {"new", "open"},
      {"accepted", "investigating"},
      {"assigned", "investigating"},
      {"dispatched", "action_scheduled"},
      {"acknowledged", "action_scheduled"},
      {"working", "in_progress"},
      {"waiting", "investigating"},
      {"forwarded", "internal_referral"},
      {"scheduled", "planned"},
      {"resolved", "fixed"},
      {"published", "fixed"},
      {"closed", "closed"},
      {"rejected", "no_further_action"},
      {"redirected", "not_councils_responsibility"},
      {"merged", "duplicate"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i][0], state_code) == 0)
      return words[i][1];
  return "open";
}
