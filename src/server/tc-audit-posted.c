/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links that were kept outside; see the header.
 */
#include "tc-audit-posted.h"

#include "tc-audit.h"

#include <string.h>

/* Asked of the log at once. */
#define ASK_MAX 500
#define FAULTS_MAX 100

static void
free_posted (gpointer data)
{
  TcAuditPosted *posted = data;

  g_free (posted->log);
  g_free (posted->link);
  g_free (posted);
}

void
tc_audit_compared_clear (TcAuditCompared *compared)
{
  g_clear_pointer (&compared->faults, g_ptr_array_unref);
}

/* ---- reading ---- */

static gboolean
read_signature (const char *hex, TcSignature *signature)
{
  TcDigest half;

  if (!hex || strlen (hex) != 2 * TC_SIGNATURE_SIZE)
    return FALSE;
  for (guint i = 0; i < 2; i++) {
    g_autofree char *part = g_strndup (hex + i * TC_SIGNATURE_SIZE, TC_SIGNATURE_SIZE);

    if (!tc_digest_from_hex (part, &half))
      return FALSE;
    memcpy (signature->bytes + i * TC_DIGEST_SIZE, half.bytes, TC_DIGEST_SIZE);
  }
  return TRUE;
}

/* (nullable): the line has none. */
static TcAuditPosted *
read_object (JsonObject *object)
{
  const char *log = json_object_get_string_member_with_default (object, "log", NULL);
  const char *link = json_object_get_string_member_with_default (object, "link", NULL);
  const char *signature = json_object_get_string_member_with_default (object, "signature", NULL);
  TcAuditPosted read = {.epoch = json_object_get_int_member_with_default (object, "epoch", 0),
                        .lsn = json_object_get_int_member_with_default (object, "lsn", 0)};
  TcDigest digest;

  if (!log || !link || !tc_digest_from_hex (link, &digest) || read.epoch <= 0 || read.lsn <= 0 ||
      !read_signature (signature, &read.signature))
    return NULL;
  read.log = g_strdup (log);
  read.link = g_ascii_strdown (link, -1);
  return g_memdup2 (&read, sizeof read);
}

static TcAuditPosted *
read_line (const char *line)
{
  const char *start = strchr (line, '{');
  const char *end = start ? strrchr (start, '}') : NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!end || !strstr (start, "\"link\"") ||
      !json_parser_load_from_data (parser, start, end - start + 1, NULL))
    return NULL;
  JsonNode *root = json_parser_get_root (parser);
  return root && JSON_NODE_HOLDS_OBJECT (root) ? read_object (json_node_get_object (root)) : NULL;
}

GPtrArray *
tc_audit_posted_parse (const char *text, gsize size, const char *name, GError **error)
{
  g_autoptr (GPtrArray) posted = g_ptr_array_new_with_free_func (free_posted);
  g_auto (GStrv) lines = size <= TC_AUDIT_POSTED_BYTES_MAX ? g_strsplit (text, "\n", -1) : NULL;

  for (guint i = 0; lines && lines[i] && posted->len <= TC_AUDIT_POSTED_MAX; i++) {
    TcAuditPosted *one = read_line (lines[i]);

    if (!one)
      continue;
    one->line = i + 1;
    g_ptr_array_add (posted, one);
  }
  if (!lines || posted->len > TC_AUDIT_POSTED_MAX)
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "%s is too long", name);
  else if (posted->len == 0)
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "%s has no link of a log in it", name);
  else
    return g_steal_pointer (&posted);
  return NULL;
}

GPtrArray *
tc_audit_posted_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  return tc_audit_posted_parse (text, size, path, error);
}

/* ---- comparing ---- */

static void add_fault (TcAuditCompared *compared, const TcAuditPosted *posted, const char *format,
                       ...) G_GNUC_PRINTF (3, 4);

static void
add_fault (TcAuditCompared *compared, const TcAuditPosted *posted, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  if (compared->faults->len < FAULTS_MAX)
    g_ptr_array_add (compared->faults,
                     g_strdup_printf ("line %u, operation %" G_GINT64_FORMAT
                                      " of epoch %" G_GINT64_FORMAT ": %s",
                                      posted->line, posted->lsn, posted->epoch, what));
}

/* Whether a restore forgot it: it stands behind where a later epoch began. */
static gboolean
is_forgotten (const TcAuditPosted *posted, JsonObject *answer)
{
  JsonArray *epochs = json_object_get_array_member (answer, "epochs");

  for (guint i = 0; i < json_array_get_length (epochs); i++) {
    JsonObject *one = json_array_get_object_element (epochs, i);

    if (json_object_get_int_member (one, "epoch") > posted->epoch &&
        json_object_get_int_member (one, "base_lsn") < posted->lsn)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_signed (const TcAuditPosted *posted, const TcPublicKey *key)
{
  TcFrame frame = {.signature = posted->signature};

  return !key || (tc_digest_from_hex (posted->link, &frame.link) && tc_frame_verify (&frame, key));
}

static void
compare_one (const TcAuditPosted *posted, JsonObject *answer, JsonNode *link,
             const TcPublicKey *key, TcAuditCompared *compared)
{
  const char *now = JSON_NODE_HOLDS_VALUE (link) ? json_node_get_string (link) : NULL;

  if (strcmp (posted->log, json_object_get_string_member (answer, "log")) != 0)
    add_fault (compared, posted, "it is of another log");
  else if (!is_signed (posted, key))
    add_fault (compared, posted, "this server did not sign it");
  else if (posted->epoch > json_object_get_int_member (answer, "epoch"))
    add_fault (compared, posted, "the log has not come to that epoch");
  else if (is_forgotten (posted, answer))
    compared->forgotten++;
  else if (!now)
    add_fault (compared, posted, "the log has no commit that ends there");
  else if (strcmp (now, posted->link) != 0)
    add_fault (compared, posted, "the log was written anew: its link there is %s", now);
  else
    compared->same++;
}

static gboolean
compare_some (GPtrArray *some, const TcPublicKey *key, TcAuditLinksFunc links, gpointer data,
              TcAuditCompared *compared, GError **error)
{
  g_autoptr (JsonArray) lsns = json_array_new ();

  for (guint i = 0; i < some->len; i++)
    json_array_add_int_element (lsns, ((TcAuditPosted *) some->pdata[i])->lsn);
  g_autoptr (JsonObject) answer = links (lsns, data, error);
  if (!answer)
    return FALSE;
  JsonArray *found = json_object_get_array_member (answer, "links");
  for (guint i = 0; i < some->len; i++)
    compare_one (some->pdata[i], answer, json_array_get_element (found, i), key, compared);
  g_ptr_array_set_size (some, 0);
  return TRUE;
}

gboolean
tc_audit_posted_compare (const GPtrArray *posted, const TcPublicKey *key, gint64 after_lsn,
                         TcAuditLinksFunc links, gpointer data, TcAuditCompared *compared,
                         GError **error)
{
  g_autoptr (GPtrArray) some = g_ptr_array_new ();

  *compared = (TcAuditCompared){.faults = g_ptr_array_new_with_free_func (g_free)};
  for (guint i = 0; i < posted->len; i++) {
    TcAuditPosted *one = posted->pdata[i];

    if (one->lsn < after_lsn)
      compared->earlier++;
    else
      g_ptr_array_add (some, one);
    if ((some->len == ASK_MAX || (some->len && i + 1 == posted->len)) &&
        !compare_some (some, key, links, data, compared, error))
      return FALSE;
  }
  return TRUE;
}
