/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tickets; see the header.
 */
#include "tc-media-ticket.h"

#include "tc-bytes.h"

#include <string.h>

#define VERSION 1
#define DOMAIN "toancanh media ticket 1"
#define REPLICA_MAX 4095

static const char *const uses[TC_TICKET_N_USES] = {"live", "replay", "export", "recorder"};

const char *
tc_ticket_use_code (TcTicketUse use)
{
  g_assert (use < TC_TICKET_N_USES);
  return uses[use];
}

gboolean
tc_ticket_use_from_code (const char *code, TcTicketUse *use)
{
  for (int i = 0; i < TC_TICKET_N_USES; i++) {
    if (g_strcmp0 (uses[i], code) == 0) {
      *use = (TcTicketUse) i;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
tc_ticket_use_is_replay (TcTicketUse use)
{
  return use == TC_TICKET_REPLAY || use == TC_TICKET_RECORDER;
}

gboolean
tc_ticket_address_is_replay (const char *address)
{
  for (int i = 0; i < TC_TICKET_N_USES; i++) {
    g_autofree char *part = g_strdup_printf ("/%s/", uses[i]);

    if (tc_ticket_use_is_replay ((TcTicketUse) i) && strstr (address, part))
      return TRUE;
  }
  return FALSE;
}

gboolean
tc_ticket_profile_from_code (const char *code, TcStreamProfile *profile)
{
  for (int i = TC_PROFILE_SUB; i < TC_PROFILE_N; i++) {
    if (g_strcmp0 (tc_stream_profile_code ((TcStreamProfile) i), code) == 0) {
      *profile = (TcStreamProfile) i;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
tc_media_ticket_is_valid (const TcMediaTicket *self)
{
  if (self->host == 0 || self->host > REPLICA_MAX || self->desk > REPLICA_MAX ||
      self->camera_id <= 0 || self->staff_id <= 0 || (guint) self->use >= TC_TICKET_N_USES ||
      (self->profile != TC_PROFILE_SUB && self->profile != TC_PROFILE_MAIN) ||
      self->begin_by_us <= 0 || self->ends_us < self->begin_by_us)
    return FALSE;
  if ((self->use == TC_TICKET_EXPORT) != (self->export_id > 0) || self->export_id < 0)
    return FALSE;
  if (!tc_ticket_use_is_replay (self->use))
    return self->from_us == 0 && self->start_us == 0 && self->rate_milli == TC_TICKET_RATE_NORMAL;
  return self->from_us > 0 && self->start_us >= 0 && self->rate_milli >= TC_TICKET_RATE_MIN &&
         self->rate_milli <= TC_TICKET_RATE_MAX;
}

static void
write_members (const TcMediaTicket *self, GByteArray *out)
{
  tc_write_u8 (out, VERSION);
  tc_write_uint (out, self->host);
  tc_write_int (out, self->camera_id);
  tc_write_u8 (out, (guint8) self->use);
  tc_write_u8 (out, (guint8) self->profile);
  /* Of no ticket there are both. */
  tc_write_int (out, self->use == TC_TICKET_EXPORT ? self->export_id : self->from_us);
  tc_write_int (out, self->start_us);
  tc_write_int (out, self->rate_milli);
  tc_write_uint (out, self->desk);
  tc_write_int (out, self->staff_id);
  tc_write_int (out, self->begin_by_us);
  tc_write_int (out, self->ends_us);
  tc_write_raw (out, self->nonce, TC_TICKET_NONCE_SIZE);
}

/* (transfer full) */
static char *
to_text (const GByteArray *bytes)
{
  char *text = g_base64_encode (bytes->data, bytes->len);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/* (transfer full) (nullable) */
static GByteArray *
from_text (const char *text)
{
  gsize length = strnlen (text, TC_TICKET_CHARS_MAX + 1);
  gsize size = 0;
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *padded = NULL;
  g_autofree char *again = NULL;

  if (length == 0 || length > TC_TICKET_CHARS_MAX)
    return NULL;
  padded = g_strconcat (text, &"==="[3 - (4 - length % 4) % 4], NULL);
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  bytes = g_byte_array_new_take (g_base64_decode (padded, &size), 0);
  bytes->len = (guint) size;
  /* It passes over what it doesn't know. */
  again = to_text (bytes);
  return g_str_equal (again, text) ? g_steal_pointer (&bytes) : NULL;
}

char *
tc_media_ticket_sign (const TcMediaTicket *self, const TcKey *key)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  TcSignature signature;

  g_assert (tc_media_ticket_is_valid (self));
  write_members (self, bytes);
  signature = tc_key_sign (key, DOMAIN, bytes->data, bytes->len);
  tc_write_raw (bytes, signature.bytes, TC_SIGNATURE_SIZE);
  return to_text (bytes);
}

static gboolean
read_members (TcMediaTicket *self, TcReader *reader)
{
  guint8 version = tc_read_u8 (reader);
  guint64 host = tc_read_uint (reader), desk;
  const guint8 *nonce;

  self->camera_id = tc_read_int (reader);
  self->use = tc_read_u8 (reader);
  self->profile = tc_read_u8 (reader);
  *(self->use == TC_TICKET_EXPORT ? &self->export_id : &self->from_us) = tc_read_int (reader);
  self->start_us = tc_read_int (reader);
  self->rate_milli = tc_read_int (reader);
  desk = tc_read_uint (reader);
  self->staff_id = tc_read_int (reader);
  self->begin_by_us = tc_read_int (reader);
  self->ends_us = tc_read_int (reader);
  nonce = tc_read_raw (reader, TC_TICKET_NONCE_SIZE);
  if (!tc_reader_done (reader) || version != VERSION || host > REPLICA_MAX || desk > REPLICA_MAX)
    return FALSE;
  memcpy (self->nonce, nonce, TC_TICKET_NONCE_SIZE);
  self->host = (guint16) host;
  self->desk = (guint16) desk;
  return tc_media_ticket_is_valid (self);
}

gboolean
tc_media_ticket_read (TcMediaTicket *self, const char *text, const TcPublicKey *key, GError **error)
{
  g_autoptr (GByteArray) bytes = from_text (text);
  TcMediaTicket read = {0};
  TcSignature signature;
  TcReader reader;
  gsize size;

  if (!bytes || bytes->len <= TC_SIGNATURE_SIZE) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "this is no ticket");
    return FALSE;
  }
  size = bytes->len - TC_SIGNATURE_SIZE;
  memcpy (signature.bytes, bytes->data + size, TC_SIGNATURE_SIZE);
  /* Nothing of a stranger's is looked at. */
  if (!tc_key_verify (key, DOMAIN, bytes->data, size, &signature)) {
    g_set_error (error, TC_ERROR, TC_ERROR_DENIED, "the ticket isn't signed by the server");
    return FALSE;
  }
  tc_reader_init (&reader, bytes->data, size);
  if (!read_members (&read, &reader)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "the ticket is of a form that isn't known");
    return FALSE;
  }
  *self = read;
  return TRUE;
}

static gboolean
deny (GError **error, const char *why)
{
  g_set_error (error, TC_ERROR, TC_ERROR_DENIED, "the ticket %s", why);
  return FALSE;
}

gboolean
tc_media_ticket_admits (const TcMediaTicket *self, const TcTicketWish *wish, gboolean begun,
                        gint64 now_us, GError **error)
{
  if (self->host != wish->host)
    return deny (error, "is for another host");
  if (self->camera_id != wish->camera_id)
    return deny (error, "is for another camera");
  if (self->use != wish->use || self->profile != wish->profile)
    return deny (error, "is for another stream");
  if (self->export_id != wish->export_id)
    return deny (error, "is for another export");
  if (now_us >= self->ends_us)
    return deny (error, "has ended");
  if (!begun && now_us >= self->begin_by_us)
    return deny (error, "was to be used before");
  return TRUE;
}
