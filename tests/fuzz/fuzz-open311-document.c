/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: any text of the database becomes well-formed XML and JSON.
 */
#include "tc-open311-document.h"
#include "tc-open311-records.h"

#include <json-glib/json-glib.h>
#include <libxml/parser.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray)
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_open311_request_free);
  TcOpen311Request *request = tc_open311_request_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GBytes) json = NULL;
  xmlDoc *doc;

  request->description = g_strndup ((const char *) data, size);
  request->service_code = g_strdup (request->description);
  g_ptr_array_add (rows, request);
  xml = tc_open311_document_write (&tc_open311_requests_document, TC_OPEN311_XML, rows, 0);
  doc = xmlReadMemory (g_bytes_get_data (xml, NULL), (int) g_bytes_get_size (xml), NULL, NULL,
                       XML_PARSE_NONET);
  g_assert_nonnull (doc);
  xmlFreeDoc (doc);
  json = tc_open311_document_write (&tc_open311_requests_document, TC_OPEN311_JSON, rows, 0);
  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (json, NULL),
                                             (gssize) g_bytes_get_size (json), NULL));
  return 0;
}
