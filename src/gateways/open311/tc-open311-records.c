/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making and freeing the rows of Open311 documents.
 */
#include "tc-open311-records.h"

TcOpen311Service *
tc_open311_service_new (void)
{
  return g_new0 (TcOpen311Service, 1);
}

void
tc_open311_service_free (TcOpen311Service *service)
{
  if (!service)
    return;
  g_free (service->service_code);
  g_free (service->service_name);
  g_free (service->description);
  g_free (service->type);
  g_free (service->keywords);
  g_free (service->group);
  g_free (service);
}

TcOpen311Value *
tc_open311_value_new (const char *key, const char *name)
{
  TcOpen311Value *value = g_new0 (TcOpen311Value, 1);

  value->key = g_strdup (key);
  value->name = g_strdup (name);
  return value;
}

void
tc_open311_value_free (TcOpen311Value *value)
{
  if (!value)
    return;
  g_free (value->key);
  g_free (value->name);
  g_free (value);
}

TcOpen311Attribute *
tc_open311_attribute_new (void)
{
  TcOpen311Attribute *attribute = g_new0 (TcOpen311Attribute, 1);

  attribute->values = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_open311_value_free);
  return attribute;
}

void
tc_open311_attribute_free (TcOpen311Attribute *attribute)
{
  if (!attribute)
    return;
  g_free (attribute->code);
  g_free (attribute->datatype);
  g_free (attribute->datatype_description);
  g_free (attribute->description);
  g_ptr_array_unref (attribute->values);
  g_free (attribute);
}

TcOpen311Definition *
tc_open311_definition_new (const char *service_code)
{
  TcOpen311Definition *definition = g_new0 (TcOpen311Definition, 1);

  definition->service_code = g_strdup (service_code);
  definition->attributes = g_ptr_array_new_with_free_func (
      (GDestroyNotify) tc_open311_attribute_free);
  return definition;
}

void
tc_open311_definition_free (TcOpen311Definition *definition)
{
  if (!definition)
    return;
  g_free (definition->service_code);
  g_ptr_array_unref (definition->attributes);
  g_free (definition);
}

TcOpen311Request *
tc_open311_request_new (void)
{
  TcOpen311Request *request = g_new0 (TcOpen311Request, 1);

  request->expected_datetime = G_MININT64;
  request->lat = G_MININT64;
  request->lon = G_MININT64;
  return request;
}

void
tc_open311_request_free (TcOpen311Request *request)
{
  if (!request)
    return;
  g_free (request->status);
  g_free (request->status_notes);
  g_free (request->service_name);
  g_free (request->service_code);
  g_free (request->description);
  g_free (request->agency_responsible);
  g_free (request->service_notice);
  g_free (request->address);
  g_free (request->address_id);
  g_free (request->zipcode);
  g_free (request->media_url);
  g_free (request);
}

TcOpen311Receipt *
tc_open311_receipt_new (void)
{
  return g_new0 (TcOpen311Receipt, 1);
}

void
tc_open311_receipt_free (TcOpen311Receipt *receipt)
{
  if (!receipt)
    return;
  g_free (receipt->token);
  g_free (receipt->service_notice);
  g_free (receipt->account_id);
  g_free (receipt);
}

TcOpen311Update *
tc_open311_update_new (void)
{
  TcOpen311Update *update = g_new0 (TcOpen311Update, 1);

  update->updated_datetime = G_MININT64;
  return update;
}

void
tc_open311_update_free (TcOpen311Update *update)
{
  if (!update)
    return;
  g_free (update->status);
  g_free (update->description);
  g_free (update->media_url);
  g_free (update);
}
