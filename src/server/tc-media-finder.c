/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host that looks around; see the header. A search goes from callback to callback.
 */
#include "tc-media-finder.h"

#include "tc-onvif-client.h"
#include "tc-onvif-discovery.h"
#include "tc-onvif-error.h"
#include "tc-password.h"

#include <string.h>

struct _TcMediaFinder {
  TcMediaFinderFunc func;
  gpointer data;
  GPtrArray *searches; /* (owned) (element-type Search, unowned): under way */
};

typedef struct {
  TcMediaFinder *self;       /* (unowned) (nullable): it has gone */
  GCancellable *cancellable; /* (owned): it has gone, or it took too long; nobody is told more */
  guint timeout;
  gint64 number;
  TcOnvifClient *client; /* (owned) (nullable) */
  GPtrArray *profiles;   /* (owned) (nullable) (element-type TcOnvifProfile) */
  guint at;              /* of them, whose stream is asked for */
  GVariantBuilder streams;
} Search;

static void
search_free (Search *search)
{
  if (search->self)
    g_ptr_array_remove_fast (search->self->searches, search);
  g_clear_handle_id (&search->timeout, g_source_remove);
  g_object_unref (search->cancellable);
  g_clear_object (&search->client);
  g_clear_pointer (&search->profiles, g_ptr_array_unref);
  g_variant_builder_clear (&search->streams);
  g_free (search);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
begin_answer (GVariantDict *dict, gint64 number, const char *cause, const char *why)
{
  g_variant_dict_init (dict, NULL);
  g_variant_dict_insert (dict, "number", "x", number);
  g_variant_dict_insert (dict, "cause", "s", cause);
  g_variant_dict_insert (dict, "why", "s", why);
}

static void
answer_failure (const Search *search, const GError *error)
{
  static const char prefix[] = "camera.";
  g_autoptr (TcRefusal) refusal = tc_onvif_error_dup_cause (error);
  const char *cause = refusal ? refusal->code : "fault";
  GVariantDict dict;

  if (g_cancellable_is_cancelled (search->cancellable))
    return;
  if (g_str_has_prefix (cause, prefix))
    cause += strlen (prefix);
  begin_answer (&dict, search->number, cause, error->message);
  search->self->func (g_variant_dict_end (&dict), search->self->data);
}

static gboolean
timeout_cb (gpointer data)
{
  Search *search = data;
  GVariantDict dict;

  search->timeout = 0;
  begin_answer (&dict, search->number, "timeout", "it takes too long");
  search->self->func (g_variant_dict_end (&dict), search->self->data);
  g_cancellable_cancel (search->cancellable);
  return G_SOURCE_REMOVE;
}

static Search *
search_new (TcMediaFinder *self, gint64 number, GVariant *value)
{
  Search *search = g_new0 (Search, 1);
  gint64 within_ms = TC_MEDIA_FINDER_MS;

  (void) g_variant_lookup (value, "within_ms", "x", &within_ms);
  search->self = self;
  search->cancellable = g_cancellable_new ();
  search->timeout = g_timeout_add ((guint) CLAMP (within_ms, 1, TC_MEDIA_FINDER_MS), timeout_cb,
                                   search);
  search->number = number;
  g_variant_builder_init (&search->streams, G_VARIANT_TYPE (TC_FOUND_STREAMS_TYPE));
  g_ptr_array_add (self->searches, search);
  return search;
}

/* ---- which there are ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;
  gboolean cut = FALSE;
  g_autoptr (GPtrArray) devices = tc_onvif_discover_finish (result, &cut, &error);
  GVariantBuilder list;
  GVariantDict dict;

  if (!devices) {
    answer_failure (search, error);
    return;
  }
  if (g_cancellable_is_cancelled (search->cancellable))
    return;
  g_variant_builder_init (&list, G_VARIANT_TYPE (TC_FOUND_DEVICES_TYPE));
  for (guint i = 0; i < MIN (devices->len, TC_FOUND_DEVICES_MAX); i++) {
    const TcOnvifDevice *device = g_ptr_array_index (devices, i);

    g_variant_builder_add (&list, "(ssss)", device->address, device->name, device->hardware,
                           device->location);
  }
  begin_answer (&dict, search->number, "", "");
  g_variant_dict_insert_value (&dict, "devices", g_variant_builder_end (&list));
  g_variant_dict_insert (&dict, "cut", "b", cut || devices->len > TC_FOUND_DEVICES_MAX);
  search->self->func (g_variant_dict_end (&dict), search->self->data);
}

static void
find (TcMediaFinder *self, gint64 number, GVariant *value)
{
  g_autofree const char **targets = NULL;
  TcOnvifDiscovery discovery = {0};
  Search *search = search_new (self, number, value);

  (void) g_variant_lookup (value, "targets", "^a&s", &targets);
  if (targets && targets[0])
    discovery.targets = (const char *const *) targets;
  tc_onvif_discover_async (&discovery, search->cancellable, found_cb, search);
}

/* ---- what one says of itself ---- */

static void
answer_device (Search *search)
{
  const TcOnvifInformation *told = tc_onvif_client_get_information (search->client);
  GVariantDict dict;

  begin_answer (&dict, search->number, "", "");
  g_variant_dict_insert (&dict, "maker", "s", told->manufacturer);
  g_variant_dict_insert (&dict, "model", "s", told->model);
  g_variant_dict_insert (&dict, "firmware", "s", told->firmware);
  g_variant_dict_insert (&dict, "serial", "s", told->serial);
  g_variant_dict_insert (&dict, "clock_ms", "x",
                         tc_onvif_client_get_clock_offset_ms (search->client));
  g_variant_dict_insert_value (&dict, "streams", g_variant_builder_end (&search->streams));
  search->self->func (g_variant_dict_end (&dict), search->self->data);
}

static void ask_stream (Search *search);

static void
stream_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = tc_onvif_client_stream_finish (TC_ONVIF_CLIENT (source), result,
                                                            &error);
  const TcOnvifProfile *profile = g_ptr_array_index (search->profiles, search->at++);

  if (g_cancellable_is_cancelled (search->cancellable))
    return;
  g_variant_builder_add (&search->streams, "(sssxxxbs)", profile->source, profile->name,
                         profile->encoding, profile->width, profile->height, profile->fps_milli,
                         profile->ptz, address ? address : "");
  ask_stream (g_steal_pointer (&search));
}

/* @search: (transfer full) */
static void
ask_stream (Search *search)
{
  if (search->at < MIN (search->profiles->len, TC_FOUND_STREAMS_MAX)) {
    tc_onvif_client_stream_async (search->client, g_ptr_array_index (search->profiles, search->at),
                                  search->cancellable, stream_cb, search);
    return;
  }
  answer_device (search);
  search_free (search);
}

static void
profiles_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;

  search->profiles = tc_onvif_client_profiles_finish (TC_ONVIF_CLIENT (source), result, &error);
  if (!search->profiles)
    answer_failure (search, error);
  else if (!g_cancellable_is_cancelled (search->cancellable))
    ask_stream (g_steal_pointer (&search));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;

  if (!tc_onvif_client_connect_finish (TC_ONVIF_CLIENT (source), result, &error)) {
    answer_failure (search, error);
    return;
  }
  tc_onvif_client_profiles_async (search->client, search->cancellable, profiles_cb, search);
  (void) g_steal_pointer (&search);
}

static void
look (TcMediaFinder *self, gint64 number, GVariant *value)
{
  g_autoptr (Search) search = search_new (self, number, value);
  g_autoptr (GError) error = NULL;
  const char *address = "", *account = "";
  char *password = NULL;
  TcOnvifOptions options = {0};

  (void) g_variant_lookup (value, "address", "&s", &address);
  (void) g_variant_lookup (value, "account", "&s", &account);
  (void) g_variant_lookup (value, "password", "s", &password);
  options = (TcOnvifOptions){.address = address, .account = account, .password = password};
  search->client = tc_onvif_client_new (&options, &error);
  tc_password_free (password);
  if (!search->client) {
    answer_failure (search, error);
    return;
  }
  tc_onvif_client_connect_async (search->client, search->cancellable, connected_cb, search);
  (void) g_steal_pointer (&search);
}

/* ---- the whole ---- */

void
tc_media_finder_take (TcMediaFinder *self, GVariant *value)
{
  gint64 number = 0;
  const char *what = NULL;
  GVariantDict dict;

  if (!g_variant_lookup (value, "number", "x", &number) ||
      !g_variant_lookup (value, "what", "&s", &what))
    return;
  if (self->searches->len >= TC_MEDIA_FINDER_MAX) {
    begin_answer (&dict, number, "busy", "others are being looked for already");
    self->func (g_variant_dict_end (&dict), self->data);
  } else if (g_str_equal (what, "find")) {
    find (self, number, value);
  } else if (g_str_equal (what, "look")) {
    look (self, number, value);
  }
}

TcMediaFinder *
tc_media_finder_new (TcMediaFinderFunc func, gpointer data)
{
  TcMediaFinder *self = g_new0 (TcMediaFinder, 1);

  self->func = func;
  self->data = data;
  self->searches = g_ptr_array_new ();
  return self;
}

void
tc_media_finder_free (TcMediaFinder *self)
{
  /* Each goes with what it waits for. */
  for (guint i = 0; i < self->searches->len; i++) {
    Search *search = g_ptr_array_index (self->searches, i);

    search->self = NULL;
    g_clear_handle_id (&search->timeout, g_source_remove);
    g_cancellable_cancel (search->cancellable);
  }
  g_ptr_array_unref (self->searches);
  g_free (self);
}
