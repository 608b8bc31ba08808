/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages of orders; see the header.
 */
#include "tc-unit-pages.h"

#include "tc-limits.h"
#include "tc-unit-page-gateway.h"
#include "tc-unit-page.h"

#include <string.h>

#define PAGES_PATH "/u"

struct _TcUnitPages {
  const TcServerParts *parts; /* (unowned): the server's */
  TcUnitPageGateway *gateway; /* (owned) */
};

/* Keeping a photo may end after we did: it has the store, and that alone. */

static char *
dup_file_path_cb (const char *hash, gpointer data)
{
  return tc_file_store_dup_path (data, hash);
}

static char *
keep_photo_cb (GBytes *bytes, gpointer data, GError **error)
{
  return tc_file_store_keep (data, bytes, error);
}

/* ---- links ---- */

typedef struct {
  guint16 replica;
  gint64 task_id;
  gint64 renewals;
  gint64 now_us;
} Asking;

typedef struct {
  Asking asking;
  gboolean may;
  TcUnitPage *page; /* (owned) (nullable) */
} Found;

static void
free_found (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->page, tc_unit_page_free);
  g_free (found);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Found, free_found)

static gpointer
find_order (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asking *asking = data;
  Found *found = g_new0 (Found, 1);

  found->asking = *asking;
  found->may = tc_unit_page_may_link (db, asking->replica, asking->now_us);
  found->page = found->may ? tc_unit_page_get (db, asking->task_id) : NULL;
  return found;
}

void
tc_unit_pages_link_async (TcUnitPages *self, guint16 replica, gint64 task_id, gint64 renewals,
                          GAsyncReadyCallback callback, gpointer data)
{
  const Asking asking = {replica, task_id, renewals, g_get_real_time ()};

  tc_worker_run_async (self->parts->reader, find_order, g_memdup2 (&asking, sizeof asking), g_free,
                       free_found, NULL, callback, data);
}

/* (transfer full) (nullable): as telephones reach us; off loopback somebody has to say how. */
static char *
dup_address (TcUnitPages *self)
{
  const TcServerConfig *config = self->parts->config;
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (config->address);

  if (*config->pages_address) {
    gsize size = strlen (config->pages_address);

    while (size && config->pages_address[size - 1] == '/')
      size--;
    return g_strndup (config->pages_address, size);
  }
  return address && g_inet_address_get_is_loopback (address)
             ? tc_http_server_dup_uri (self->parts->http)
             : NULL;
}

static TcRefusal *
check_found (const Found *found, const char *address)
{
  if (!found->may)
    return tc_refusal_new ("unit-page.denied", NULL);
  if (!address)
    return tc_refusal_new ("unit-page.address", NULL);
  if (!found->page)
    return tc_refusal_new ("task.unknown", "task", TC_I, found->asking.task_id, NULL);
  if (!tc_unit_page_is_open (found->page))
    return tc_refusal_new ("task.state", "task", TC_I, found->page->task_id, "state", TC_S,
                           found->page->state, "step", TC_S, "unit-page.link", NULL);
  if (found->page->renewals < found->asking.renewals)
    return tc_refusal_new ("unit-page.pending", NULL);
  return NULL;
}

char *
tc_unit_pages_link_finish (TcUnitPages *self, GAsyncResult *result, TcPageLink *link,
                           TcRefusal **refusal, GError **error)
{
  g_autoptr (GObject) source = g_async_result_get_source_object (result);
  g_autoptr (Found) found = tc_worker_run_finish (TC_WORKER (source), result, error);
  g_autofree char *address = NULL;
  g_autofree char *path = NULL;

  if (!found)
    return NULL;
  address = dup_address (self);
  *refusal = check_found (found, address);
  if (*refusal)
    return NULL;
  *link = (TcPageLink){
      found->page->task_id, found->page->renewals,
      (found->asking.now_us / TC_US_PER_S + self->parts->config->pages_hours * 3600) * TC_US_PER_S};
  path = tc_unit_page_gateway_make_path (self->gateway, link);
  return g_strconcat (address, path, NULL);
}

TcUnitPages *
tc_unit_pages_new (const TcServerParts *parts, TcFileStore *store)
{
  TcUnitPages *self = g_new0 (TcUnitPages, 1);
  TcUnitPageOptions options = tc_unit_page_options_default;

  self->parts = parts;
  options.key = tc_page_key_derive (tc_hub_worker_get_key (parts->hub));
  options.photo_bytes_max = MIN (options.photo_bytes_max,
                                 parts->config->file_mib_max * 1024 * 1024);
  options.dup_file_path = dup_file_path_cb;
  options.keep_photo = keep_photo_cb;
  options.data = tc_file_store_ref (store);
  options.data_free = (GDestroyNotify) tc_file_store_unref;
  self->gateway = tc_unit_page_gateway_new (TC_OPERATION_SINK (parts->hub), parts->reader,
                                            &options);
  tc_unit_page_gateway_mount (self->gateway, parts->http, PAGES_PATH);
  return self;
}

void
tc_unit_pages_free (TcUnitPages *self)
{
  g_object_unref (self->gateway);
  g_free (self);
}
