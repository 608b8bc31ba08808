/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: every document reads back as it was meant, in XML through libxml2 and in JSON through
 * json-glib, whatever text stands in it.
 * Method: rows with hostile texts are written in both forms, parsed by the foreign parser, and
 * compared member by member.
 */
#include "tc-open311-document.h"
#include "tc-open311-records.h"

#include <json-glib/json-glib.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <string.h>

static const char *const hostile[] = {
    "<script>alert('x')</script>",
    "a & b &amp; \"c\" 'd' ]]> <!-- -->",
    "'); DROP TABLE report; --",
    "dòng một\ndòng hai \\ \\u0041 đường Trần Hưng Đạo",
    "😀 \xe2\x80\x8d 𠀀",
    "%00%0a{{7*7}}${jndi:ldap://x}",
    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>&b;",
};

static xmlDoc *
read_xml (GBytes *bytes)
{
  static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  xmlDoc *doc;

  g_assert_cmpuint (size, >, strlen (head));
  g_assert_cmpmem (data, strlen (head), head, strlen (head));
  doc = xmlReadMemory (data, (int) size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_PEDANTIC);
  g_assert_nonnull (doc);
  return doc;
}

static char *
find_xml (xmlDoc *doc, const char *path)
{
  xmlXPathContext *context = xmlXPathNewContext (doc);
  xmlXPathObject *object = xmlXPathEval (BAD_CAST path, context);
  xmlChar *text = NULL;
  char *copy;

  g_assert_nonnull (object);
  g_assert_nonnull (object->nodesetval);
  g_assert_cmpint (object->nodesetval->nodeNr, ==, 1);
  text = xmlNodeGetContent (object->nodesetval->nodeTab[0]);
  copy = g_strdup ((const char *) text);
  xmlFree (text);
  xmlXPathFreeObject (object);
  xmlXPathFreeContext (context);
  return copy;
}

static int
count_xml (xmlDoc *doc, const char *path)
{
  xmlXPathContext *context = xmlXPathNewContext (doc);
  xmlXPathObject *object = xmlXPathEval (BAD_CAST path, context);
  int count = object->nodesetval ? object->nodesetval->nodeNr : 0;

  xmlXPathFreeObject (object);
  xmlXPathFreeContext (context);
  return count;
}

static void
assert_xml (xmlDoc *doc, const char *path, const char *expected)
{
  g_autofree char *text = find_xml (doc, path);

  g_assert_cmpstr (text, ==, expected);
}

static JsonNode *
read_json (GBytes *bytes)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_true (json_parser_load_from_data (parser, data, (gssize) size, NULL));
  return json_parser_steal_root (parser);
}

static TcOpen311Request *
make_request (const char *text)
{
  TcOpen311Request *request = tc_open311_request_new ();

  request->service_request_id = G_MAXINT64;
  request->status = g_strdup ("open");
  request->status_notes = g_strdup (text);
  request->service_name = g_strdup (text);
  request->service_code = g_strdup (text);
  request->description = g_strdup (text);
  request->agency_responsible = g_strdup (text);
  request->service_notice = g_strdup (text);
  request->requested_datetime = G_GINT64_CONSTANT (1795433400000000);
  request->updated_datetime = G_GINT64_CONSTANT (1795433401000000);
  request->address = g_strdup (text);
  request->address_id = g_strdup (text);
  request->lat = 97845000;
  request->lon = -1054701234;
  return request;
}

static void
check_request_xml (GBytes *bytes)
{
  xmlDoc *doc = read_xml (bytes);

  g_assert_cmpint (count_xml (doc, "/service_requests/request"), ==, G_N_ELEMENTS (hostile));
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    static const char *const texts[] = {"status_notes",       "service_name",  "service_code",
                                        "description",        "address",       "address_id",
                                        "agency_responsible", "service_notice"};

    for (gsize k = 0; k < G_N_ELEMENTS (texts); k++) {
      g_autofree char *path = g_strdup_printf ("/service_requests/request[%" G_GSIZE_FORMAT "]/%s",
                                               i + 1, texts[k]);
      assert_xml (doc, path, hostile[i]);
    }
  }
  assert_xml (doc, "//request[1]/service_request_id", "9223372036854775807");
  assert_xml (doc, "//request[1]/requested_datetime", "2026-11-23T18:30:00+07:00");
  assert_xml (doc, "//request[1]/updated_datetime", "2026-11-23T18:30:01+07:00");
  assert_xml (doc, "//request[1]/expected_datetime", "");
  assert_xml (doc, "//request[1]/zipcode", "");
  assert_xml (doc, "//request[1]/lat", "9.7845");
  assert_xml (doc, "//request[1]/long", "-105.4701234");
  xmlFreeDoc (doc);
}

static void
check_request_json (GBytes *bytes)
{
  g_autoptr (JsonNode) root = read_json (bytes);
  JsonArray *array = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (array), ==, G_N_ELEMENTS (hostile));
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++) {
    JsonObject *row = json_array_get_object_element (array, i);

    g_assert_cmpuint (json_object_get_size (row), ==, 17);
    g_assert_cmpstr (json_object_get_string_member (row, "description"), ==, hostile[i]);
    g_assert_cmpstr (json_object_get_string_member (row, "status_notes"), ==, hostile[i]);
    g_assert_cmpstr (json_object_get_string_member (row, "address"), ==, hostile[i]);
    g_assert_cmpstr (json_object_get_string_member (row, "service_request_id"), ==,
                     "9223372036854775807");
    g_assert_true (json_object_get_null_member (row, "expected_datetime"));
    g_assert_true (json_object_get_null_member (row, "media_url"));
    g_assert_cmpfloat (json_object_get_double_member (row, "lat"), ==, 9.7845);
    g_assert_cmpfloat (json_object_get_double_member (row, "long"), ==, -105.4701234);
  }
  g_assert_null (
      g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), "<script"));
}

static void
test_requests (void)
{
  g_autoptr (GPtrArray)
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_open311_request_free);
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GBytes) json = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    g_ptr_array_add (rows, make_request (hostile[i]));
  xml = tc_open311_document_write (&tc_open311_requests_document, TC_OPEN311_XML, rows, 7 * 3600);
  json = tc_open311_document_write (&tc_open311_requests_document, TC_OPEN311_JSON, rows, 7 * 3600);
  check_request_xml (xml);
  check_request_json (json);
}

/* What no form can carry is replaced, so that the document stays well-formed. */
static void
test_unwritable (void)
{
  g_autoptr (GPtrArray)
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_open311_request_free);
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (JsonNode) root = NULL;
  xmlDoc *doc;

  g_ptr_array_add (rows, make_request ("a\x01\x1b\x0b\xff\xef\xbf\xbfz"));
  xml = tc_open311_document_write (&tc_open311_requests_document, TC_OPEN311_XML, rows, 0);
  doc = read_xml (xml);
  assert_xml (doc, "//description", "a�����z");
  xmlFreeDoc (doc);
  json = tc_open311_document_write (&tc_open311_requests_document, TC_OPEN311_JSON, rows, 0);
  root = read_json (json);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (json_node_get_array (root), 0),
                                     "description"),
      ==, "a\x01\x1b\x0b�\xef\xbf\xbfz");
}

static void
test_definition (void)
{
  g_autoptr (TcOpen311Definition) definition = tc_open311_definition_new ("ho-ga");
  TcOpen311Attribute *attribute = tc_open311_attribute_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *read;
  xmlDoc *doc;

  attribute->variable = TRUE;
  attribute->code = g_strdup ("SIZE");
  attribute->datatype = g_strdup ("singlevaluelist");
  attribute->order = 3;
  attribute->description = g_strdup ("Rộng & sâu?");
  g_ptr_array_add (attribute->values, tc_open311_value_new ("1", "Nhỏ"));
  g_ptr_array_add (attribute->values, tc_open311_value_new ("2", "Lớn"));
  g_ptr_array_add (definition->attributes, attribute);
  g_ptr_array_add (rows, definition);
  xml = tc_open311_document_write (&tc_open311_service_document, TC_OPEN311_XML, rows, 0);
  doc = read_xml (xml);
  assert_xml (doc, "/service_definition/service_code", "ho-ga");
  assert_xml (doc, "/service_definition/attributes/attribute/required", "false");
  assert_xml (doc, "//attribute/order", "3");
  assert_xml (doc, "//attribute/values/value[2]/name", "Lớn");
  xmlFreeDoc (doc);
  json = tc_open311_document_write (&tc_open311_service_document, TC_OPEN311_JSON, rows, 0);
  root = read_json (json);
  read = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (root), "attributes"), 0);
  g_assert_true (json_object_get_boolean_member (read, "variable"));
  g_assert_cmpint (json_object_get_int_member (read, "order"), ==, 3);
  g_assert_true (json_object_get_null_member (read, "datatype_description"));
  read = json_array_get_object_element (json_object_get_array_member (read, "values"), 1);
  g_assert_cmpstr (json_object_get_string_member (read, "key"), ==, "2");
}

static void
test_discovery (void)
{
  g_autoptr (GPtrArray) formats = g_ptr_array_new ();
  g_autoptr (GPtrArray) endpoints = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  TcOpen311Endpoint endpoint = {"http://wiki.open311.org/GeoReport_v2", "https://x/open311/v2",
                                "2026-11-23T00:00:00Z", "production", formats};
  TcOpen311Discovery discovery = {"2026-11-23T00:00:00Z", "a <b>", NULL, endpoints};
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (JsonNode) root = NULL;
  xmlDoc *doc;

  g_ptr_array_add (formats, (char *) "text/xml");
  g_ptr_array_add (formats, (char *) "application/json");
  g_ptr_array_add (endpoints, &endpoint);
  g_ptr_array_add (rows, &discovery);
  xml = tc_open311_document_write (&tc_open311_discovery_document, TC_OPEN311_XML, rows, 0);
  doc = read_xml (xml);
  assert_xml (doc, "/discovery/endpoints/endpoint/formats/format[2]", "application/json");
  assert_xml (doc, "/discovery/contact", "a <b>");
  xmlFreeDoc (doc);
  json = tc_open311_document_write (&tc_open311_discovery_document, TC_OPEN311_JSON, rows, 0);
  root = read_json (json);
  g_assert_true (json_object_get_null_member (json_node_get_object (root), "key_service"));
}

static void
test_receipts_and_errors (void)
{
  g_autoptr (GPtrArray)
      receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_open311_receipt_free);
  TcOpen311Receipt *receipt = tc_open311_receipt_new ();
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autoptr (GBytes) receipt_json = NULL;
  g_autoptr (GBytes) errors_xml = NULL;
  g_autoptr (GBytes) errors_json = NULL;
  g_autoptr (GBytes) none = NULL;
  xmlDoc *doc;

  receipt->service_request_id = 12;
  g_ptr_array_add (receipts, receipt);
  receipt_json = tc_open311_document_write (&tc_open311_receipts_document, TC_OPEN311_JSON,
                                            receipts, 0);
  g_assert_cmpmem (g_bytes_get_data (receipt_json, NULL), g_bytes_get_size (receipt_json),
                   "[{\"service_request_id\":\"12\"}]", 29);
  for (int i = 0; i < TC_OPEN311_ERRORS_MAX + 5; i++)
    tc_open311_fault_add (fault, i == 0 ? 404 : 400, "no <%d>", i);
  g_assert_cmpuint (fault->status, ==, 404);
  errors_xml = tc_open311_document_write (&tc_open311_errors_document, TC_OPEN311_XML,
                                          fault->errors, 0);
  doc = read_xml (errors_xml);
  g_assert_cmpint (count_xml (doc, "/errors/error"), ==, TC_OPEN311_ERRORS_MAX);
  assert_xml (doc, "/errors/error[1]/code", "404");
  assert_xml (doc, "/errors/error[2]/description", "no <1>");
  xmlFreeDoc (doc);
  errors_json = tc_open311_document_write (&tc_open311_errors_document, TC_OPEN311_JSON,
                                           fault->errors, 0);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (errors_json, NULL), "[{\"code\":\"404\","));
  g_ptr_array_set_size (receipts, 0);
  none = tc_open311_document_write (&tc_open311_receipts_document, TC_OPEN311_JSON, receipts, 0);
  g_assert_cmpmem (g_bytes_get_data (none, NULL), g_bytes_get_size (none), "[]", 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/open311/document/requests", test_requests);
  g_test_add_func ("/open311/document/unwritable", test_unwritable);
  g_test_add_func ("/open311/document/definition", test_definition);
  g_test_add_func ("/open311/document/discovery", test_discovery);
  g_test_add_func ("/open311/document/receipts-and-errors", test_receipts_and_errors);
  return g_test_run ();
}
