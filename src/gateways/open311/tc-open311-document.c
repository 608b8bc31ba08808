/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Descriptions of all documents, and the two writers. XML goes through libxml2's xmlwriter; JSON is
 * written by hand since json-glib prints 9.7845 as 9.7844999999999995.
 */
#include "tc-open311-document.h"
#include "tc-open311-records.h"
#include "tc-open311-value.h"

#include <libxml/xmlwriter.h>

#define OMIT TRUE
#define KEEP FALSE
#define FIELD(Struct, name, member, kind, omit)                                                    \
  {                                                                                                \
    name, kind, G_STRUCT_OFFSET (Struct, member), omit, NULL, NULL                                 \
  }
#define ITEMS(Struct, member, item, fields)                                                        \
  {                                                                                                \
#member, TC_OPEN311_ITEMS, G_STRUCT_OFFSET(Struct, member), KEEP, item, fields                 \
  }
#define TEXTS(Struct, member, item)                                                                \
  {                                                                                                \
#member, TC_OPEN311_TEXTS, G_STRUCT_OFFSET(Struct, member), KEEP, item, NULL                   \
  }

static const TcOpen311Field endpoint_fields[] = {
    FIELD (TcOpen311Endpoint, "specification", specification, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Endpoint, "url", url, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Endpoint, "changeset", changeset, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Endpoint, "type", type, TC_OPEN311_TEXT, KEEP),
    TEXTS (TcOpen311Endpoint, formats, "format"),
    {NULL},
};

static const TcOpen311Field discovery_fields[] = {
    FIELD (TcOpen311Discovery, "changeset", changeset, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Discovery, "contact", contact, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Discovery, "key_service", key_service, TC_OPEN311_TEXT, KEEP),
    ITEMS (TcOpen311Discovery, endpoints, "endpoint", endpoint_fields),
    {NULL},
};

static const TcOpen311Field service_fields[] = {
    FIELD (TcOpen311Service, "service_code", service_code, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Service, "service_name", service_name, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Service, "description", description, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Service, "metadata", metadata, TC_OPEN311_BOOL, KEEP),
    FIELD (TcOpen311Service, "type", type, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Service, "keywords", keywords, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Service, "group", group, TC_OPEN311_TEXT, KEEP),
    {NULL},
};

static const TcOpen311Field value_fields[] = {
    FIELD (TcOpen311Value, "key", key, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Value, "name", name, TC_OPEN311_TEXT, KEEP),
    {NULL},
};

static const TcOpen311Field attribute_fields[] = {
    FIELD (TcOpen311Attribute, "variable", variable, TC_OPEN311_BOOL, KEEP),
    FIELD (TcOpen311Attribute, "code", code, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Attribute, "datatype", datatype, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Attribute, "required", required, TC_OPEN311_BOOL, KEEP),
    FIELD (TcOpen311Attribute, "datatype_description", datatype_description, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Attribute, "order", order, TC_OPEN311_INT, KEEP),
    FIELD (TcOpen311Attribute, "description", description, TC_OPEN311_TEXT, KEEP),
    ITEMS (TcOpen311Attribute, values, "value", value_fields),
    {NULL},
};

static const TcOpen311Field definition_fields[] = {
    FIELD (TcOpen311Definition, "service_code", service_code, TC_OPEN311_TEXT, KEEP),
    ITEMS (TcOpen311Definition, attributes, "attribute", attribute_fields),
    {NULL},
};

static const TcOpen311Field request_fields[] = {
    FIELD (TcOpen311Request, "service_request_id", service_request_id, TC_OPEN311_ID, KEEP),
    FIELD (TcOpen311Request, "status", status, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "status_notes", status_notes, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "service_name", service_name, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "service_code", service_code, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "description", description, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "agency_responsible", agency_responsible, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "service_notice", service_notice, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "requested_datetime", requested_datetime, TC_OPEN311_TIME, KEEP),
    FIELD (TcOpen311Request, "updated_datetime", updated_datetime, TC_OPEN311_TIME, KEEP),
    FIELD (TcOpen311Request, "expected_datetime", expected_datetime, TC_OPEN311_TIME, KEEP),
    FIELD (TcOpen311Request, "address", address, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "address_id", address_id, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "zipcode", zipcode, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Request, "lat", lat, TC_OPEN311_DEGREES, KEEP),
    FIELD (TcOpen311Request, "long", lon, TC_OPEN311_DEGREES, KEEP),
    FIELD (TcOpen311Request, "media_url", media_url, TC_OPEN311_TEXT, KEEP),
    {NULL},
};

static const TcOpen311Field receipt_fields[] = {
    FIELD (TcOpen311Receipt, "service_request_id", service_request_id, TC_OPEN311_ID, OMIT),
    FIELD (TcOpen311Receipt, "token", token, TC_OPEN311_TEXT, OMIT),
    FIELD (TcOpen311Receipt, "service_notice", service_notice, TC_OPEN311_TEXT, OMIT),
    FIELD (TcOpen311Receipt, "account_id", account_id, TC_OPEN311_TEXT, OMIT),
    {NULL},
};

static const TcOpen311Field update_fields[] = {
    FIELD (TcOpen311Update, "update_id", update_id, TC_OPEN311_ID, KEEP),
    FIELD (TcOpen311Update, "service_request_id", service_request_id, TC_OPEN311_ID, KEEP),
    FIELD (TcOpen311Update, "status", status, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Update, "updated_datetime", updated_datetime, TC_OPEN311_TIME, KEEP),
    FIELD (TcOpen311Update, "description", description, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Update, "media_url", media_url, TC_OPEN311_TEXT, KEEP),
    {NULL},
};

static const TcOpen311Field update_receipt_fields[] = {
    FIELD (TcOpen311Update, "update_id", update_id, TC_OPEN311_ID, KEEP),
    {NULL},
};

static const TcOpen311Field error_fields[] = {
    FIELD (TcOpen311Error, "code", code, TC_OPEN311_TEXT, KEEP),
    FIELD (TcOpen311Error, "description", description, TC_OPEN311_TEXT, KEEP),
    {NULL},
};

const TcOpen311Document tc_open311_discovery_document = {"discovery", NULL, discovery_fields};
const TcOpen311Document tc_open311_services_document = {"services", "service", service_fields};
const TcOpen311Document tc_open311_service_document = {"service_definition", NULL,
                                                       definition_fields};
const TcOpen311Document tc_open311_requests_document = {"service_requests", "request",
                                                        request_fields};
const TcOpen311Document tc_open311_receipts_document = {"service_requests", "request",
                                                        receipt_fields};
const TcOpen311Document tc_open311_updates_document = {"service_requests_updates", "request_update",
                                                       update_fields};
const TcOpen311Document tc_open311_update_receipts_document = {
    "service_request_updates", "request_update", update_receipt_fields};
const TcOpen311Document tc_open311_errors_document = {"errors", "error", error_fields};

const char *
tc_open311_format_get_content_type (TcOpen311Format format)
{
  return format == TC_OPEN311_JSON ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
}

/* The value as text; (nullable): absent. */
static char *
dup_value (const TcOpen311Field *field, gconstpointer row, int offset_s)
{
  gconstpointer at = (const guint8 *) row + field->offset;
  gint64 number;

  if (field->kind == TC_OPEN311_TEXT)
    return g_strdup (*(const char *const *) at);
  if (field->kind == TC_OPEN311_BOOL)
    return g_strdup (*(const gboolean *) at ? "true" : "false");
  number = *(const gint64 *) at;
  if (field->kind == TC_OPEN311_INT)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);
  if (field->kind == TC_OPEN311_ID)
    return number == 0 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, number);
  if (number == TC_OPEN311_NONE)
    return NULL;
  if (field->kind == TC_OPEN311_TIME)
    return tc_open311_format_time (number, offset_s);
  return tc_open311_format_degrees (number);
}

static GPtrArray *
get_list (const TcOpen311Field *field, gconstpointer row)
{
  return *(GPtrArray *const *) ((const guint8 *) row + field->offset);
}

/* XML 1.0 has no way to write most control characters, nor what isn't Unicode. (transfer full) */
static char *
dup_xml_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid) + 1);

  for (const char *at = valid; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xfffe || c == 0xffff)
      c = 0xfffd;
    g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

static void
write_xml_text (xmlTextWriter *writer, const char *name, const char *text)
{
  g_autofree char *clean = text ? dup_xml_text (text) : NULL;

  xmlTextWriterStartElement (writer, BAD_CAST name);
  if (clean)
    xmlTextWriterWriteString (writer, BAD_CAST clean);
  xmlTextWriterEndElement (writer);
}

static void
write_xml_row (xmlTextWriter *writer, const TcOpen311Field *field, gconstpointer row, int offset_s)
{
  for (; field->name; field++) {
    if (field->kind == TC_OPEN311_TEXTS || field->kind == TC_OPEN311_ITEMS) {
      GPtrArray *list = get_list (field, row);

      xmlTextWriterStartElement (writer, BAD_CAST field->name);
      for (guint i = 0; i < list->len; i++) {
        if (field->kind == TC_OPEN311_TEXTS) {
          write_xml_text (writer, field->item, g_ptr_array_index (list, i));
          continue;
        }
        xmlTextWriterStartElement (writer, BAD_CAST field->item);
        write_xml_row (writer, field->items, g_ptr_array_index (list, i), offset_s);
        xmlTextWriterEndElement (writer);
      }
      xmlTextWriterEndElement (writer);
    } else {
      g_autofree char *value = dup_value (field, row, offset_s);

      if (value || !field->omit)
        write_xml_text (writer, field->name, value);
    }
  }
}

static GBytes *
write_xml (const TcOpen311Document *document, GPtrArray *rows, int offset_s)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  xmlTextWriter *writer = xmlNewTextWriterMemory (buffer, 0);
  GBytes *bytes;

  g_assert (buffer && writer); /* libxml2 is out of memory otherwise */
  xmlTextWriterStartDocument (writer, NULL, "utf-8", NULL);
  xmlTextWriterStartElement (writer, BAD_CAST document->root);
  for (guint i = 0; i < rows->len; i++) {
    if (document->item)
      xmlTextWriterStartElement (writer, BAD_CAST document->item);
    write_xml_row (writer, document->fields, g_ptr_array_index (rows, i), offset_s);
    if (document->item)
      xmlTextWriterEndElement (writer);
  }
  xmlTextWriterEndDocument (writer);
  xmlFreeTextWriter (writer);
  bytes = g_bytes_new (xmlBufferContent (buffer), (gsize) xmlBufferLength (buffer));
  xmlBufferFree (buffer);
  return bytes;
}

static void
write_json_text (GString *out, const char *text)
{
  g_autofree char *valid = NULL;

  if (!text) {
    g_string_append (out, "null");
    return;
  }
  valid = g_utf8_make_valid (text, -1);
  g_string_append_c (out, '"');
  for (const char *at = valid; *at; at++) {
    guchar c = (guchar) *at;

    if (c == '"' || c == '\\')
      g_string_append_printf (out, "\\%c", c);
    else if (c == '\n')
      g_string_append (out, "\\n");
    else if (c < 0x20 || c == 0x7f || c == '<' || c == '>' || c == '&')
      /* The last three: an answer that lands in a page stays a text. */
      g_string_append_printf (out, "\\u%04x", c);
    else
      g_string_append_c (out, (char) c);
  }
  g_string_append_c (out, '"');
}

static void
write_json_row (GString *out, const TcOpen311Field *field, gconstpointer row, int offset_s)
{
  const char *comma = "";

  g_string_append_c (out, '{');
  for (; field->name; field++) {
    gboolean list = field->kind == TC_OPEN311_TEXTS || field->kind == TC_OPEN311_ITEMS;
    g_autofree char *value = list ? NULL : dup_value (field, row, offset_s);

    if (!list && !value && field->omit)
      continue;
    g_string_append_printf (out, "%s\"%s\":", comma, field->name);
    comma = ",";
    if (list) {
      GPtrArray *items = get_list (field, row);

      g_string_append_c (out, '[');
      for (guint i = 0; i < items->len; i++) {
        if (i > 0)
          g_string_append_c (out, ',');
        if (field->kind == TC_OPEN311_TEXTS)
          write_json_text (out, g_ptr_array_index (items, i));
        else
          write_json_row (out, field->items, g_ptr_array_index (items, i), offset_s);
      }
      g_string_append_c (out, ']');
    } else if (value && (field->kind == TC_OPEN311_BOOL || field->kind == TC_OPEN311_INT ||
                         field->kind == TC_OPEN311_DEGREES)) {
      g_string_append (out, value);
    } else {
      write_json_text (out, value);
    }
  }
  g_string_append_c (out, '}');
}

static GBytes *
write_json (const TcOpen311Document *document, GPtrArray *rows, int offset_s)
{
  GString *out = g_string_new (document->item ? "[" : NULL);

  for (guint i = 0; i < rows->len; i++) {
    if (i > 0)
      g_string_append_c (out, ',');
    write_json_row (out, document->fields, g_ptr_array_index (rows, i), offset_s);
  }
  if (document->item)
    g_string_append_c (out, ']');
  return g_string_free_to_bytes (out);
}

GBytes *
tc_open311_document_write (const TcOpen311Document *document, TcOpen311Format format,
                           GPtrArray *rows, int offset_s)
{
  g_assert (document->item || rows->len == 1);
  if (format == TC_OPEN311_JSON)
    return write_json (document, rows, offset_s);
  return write_xml (document, rows, offset_s);
}
