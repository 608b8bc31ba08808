/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of resources; see the header.
 */
#include "tc-open311-route.h"

#include <string.h>

#define MEDIA "/media/"

static const struct {
  const char *name;
  gboolean keyed; /* "name/key.format" instead of "name.format" */
  gboolean post;
  TcOpen311Resource resource;
} routes[] = {
    {"discovery", FALSE, FALSE, TC_OPEN311_DISCOVERY},
    {"services", FALSE, FALSE, TC_OPEN311_SERVICES},
    {"services", TRUE, FALSE, TC_OPEN311_SERVICE},
    {"requests", FALSE, TRUE, TC_OPEN311_REQUESTS},
    {"requests", TRUE, FALSE, TC_OPEN311_REQUEST},
    {"tokens", TRUE, FALSE, TC_OPEN311_TOKEN},
    {"servicerequestupdates", FALSE, TRUE, TC_OPEN311_UPDATES},
};

/* Length of @path without its suffix; FALSE if the suffix is none of ours. */
static gboolean
take_format (const char *path, gsize *length, TcOpen311Format *format)
{
  *format = TC_OPEN311_XML;
  *length = strlen (path);
  if (g_str_has_suffix (path, ".xml")) {
    *length -= strlen (".xml");
    return TRUE;
  }
  if (g_str_has_suffix (path, ".json")) {
    *format = TC_OPEN311_JSON;
    *length -= strlen (".json");
    return TRUE;
  }
  return FALSE;
}

static gboolean
check_method (TcOpen311Route *route, gboolean may_post, const char *method, TcOpen311Fault *fault)
{
  route->post = strcmp (method, "POST") == 0;
  if (route->post ? may_post : strcmp (method, "GET") == 0 || strcmp (method, "HEAD") == 0)
    return TRUE;
  fault->allow = may_post ? "GET, HEAD, POST" : "GET, HEAD";
  return tc_open311_fault_add (fault, 405, "this resource takes %s only", fault->allow);
}

gboolean
tc_open311_route_parse (TcOpen311Route *route, const char *method, const char *path,
                        TcOpen311Fault *fault)
{
  gsize length;
  gboolean formatted = take_format (path, &length, &route->format);

  route->key[0] = '\0';
  if (g_str_has_prefix (path, MEDIA) && !formatted && strlen (path) > strlen (MEDIA) &&
      strlen (path) - strlen (MEDIA) <= TC_OPEN311_KEY_BYTES_MAX) {
    g_strlcpy (route->key, path + strlen (MEDIA), sizeof route->key);
    route->resource = TC_OPEN311_PHOTO;
    return check_method (route, FALSE, method, fault);
  }
  if (*path != '/' || !formatted)
    return tc_open311_fault_add (fault, 404, "no such resource; a path ends in .xml or .json");
  path++;
  length--;
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++) {
    gsize size = strlen (routes[i].name);
    const char *key = path + size + 1;

    if (length < size || memcmp (path, routes[i].name, size) != 0)
      continue;
    if (!routes[i].keyed && length == size) {
      route->resource = routes[i].resource;
      return check_method (route, routes[i].post, method, fault);
    }
    if (!routes[i].keyed || length <= size + 1 || path[size] != '/')
      continue;
    length -= size + 1;
    if (length > TC_OPEN311_KEY_BYTES_MAX || memchr (key, '/', length) ||
        !g_utf8_validate (key, (gssize) length, NULL))
      break;
    memcpy (route->key, key, length);
    route->key[length] = '\0';
    route->resource = routes[i].resource;
    return check_method (route, routes[i].post, method, fault);
  }
  return tc_open311_fault_add (fault, 404, "no such resource");
}
