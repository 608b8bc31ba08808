/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Playing from a recorder; see the header.
 */
#include "tc-playback-source.h"

#include <string.h>

static void
wipe (char *text)
{
  if (text)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

TcPlaybackSource *
tc_playback_source_copy (const TcPlaybackSource *from)
{
  TcPlaybackSource *source = g_memdup2 (from, sizeof *from);

  source->address = g_strdup (from->address);
  source->account = g_strdup (from->account);
  source->password = g_strdup (from->password);
  return source;
}

void
tc_playback_source_free (TcPlaybackSource *source)
{
  if (!source)
    return;
  g_free (source->address);
  g_free (source->account);
  wipe (source->password);
  g_free (source);
}

/* ---- as it travels ---- */

GVariant *
tc_playback_source_write (const TcPlaybackSource *source)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "address", "s", source->address);
  if (source->account)
    g_variant_dict_insert (&dict, "account", "s", source->account);
  if (source->password)
    g_variant_dict_insert (&dict, "password", "s", source->password);
  g_variant_dict_insert (&dict, "onvif", "b", source->onvif);
  g_variant_dict_insert (&dict, "local", "b", source->local);
  g_variant_dict_insert (&dict, "offset_us", "x", source->offset_us);
  return g_variant_dict_end (&dict);
}

static gboolean
is_short (const char *text)
{
  return !text || strlen (text) <= TC_PLAYBACK_ADDRESS_CHARS_MAX;
}

TcPlaybackSource *
tc_playback_source_read (GVariant *value)
{
  g_autoptr (TcPlaybackSource) source = g_new0 (TcPlaybackSource, 1);

  (void) g_variant_lookup (value, "account", "s", &source->account);
  (void) g_variant_lookup (value, "password", "s", &source->password);
  if (!g_variant_lookup (value, "address", "s", &source->address) ||
      !g_variant_lookup (value, "onvif", "b", &source->onvif) ||
      !g_variant_lookup (value, "local", "b", &source->local) ||
      !g_variant_lookup (value, "offset_us", "x", &source->offset_us) ||
      !g_str_has_prefix (source->address, "rtsp://") || !is_short (source->address) ||
      !is_short (source->account) || !is_short (source->password))
    return NULL;
  return g_steal_pointer (&source);
}

/* ---- times ---- */

/* (transfer full) (nullable) */
static GDateTime *
new_time (gint64 us, gboolean local)
{
  gint64 seconds = MAX (us, 0) / G_USEC_PER_SEC;

  return local ? g_date_time_new_from_unix_local (seconds)
               : g_date_time_new_from_unix_utc (seconds);
}

/* What stands for "from:%Y%m%d". FALSE: that isn't known */
static gboolean
add_time (GString *out, const char *word, const char *name, GDateTime *time)
{
  gsize n = strlen (name);
  g_autofree char *text = NULL;

  if (strncmp (word, name, n) != 0 || word[n] != ':')
    return FALSE;
  text = g_date_time_format (time, word + n + 1);
  if (text)
    g_string_append (out, text);
  return text != NULL;
}

char *
tc_playback_source_dup_address (const TcPlaybackSource *source, gint64 from_us)
{
  gint64 at_us = from_us + source->offset_us;
  g_autoptr (GDateTime) from = new_time (at_us, source->local);
  g_autoptr (GDateTime) until = new_time (at_us + TC_PLAYBACK_LASTS_US, source->local);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = source->address;
  const char *open;

  if (source->onvif)
    return g_strdup (source->address);
  while ((open = strchr (at, '{'))) {
    const char *close = strchr (open, '}');
    g_autofree char *word = close ? g_strndup (open + 1, (gsize) (close - open - 1)) : NULL;

    g_string_append_len (out, at, open - at);
    if (!word || !from || !until ||
        !(add_time (out, word, "from", from) || add_time (out, word, "until", until)))
      return NULL;
    at = close + 1;
  }
  g_string_append (out, at);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

gint64
tc_playback_source_get_begin (const TcPlaybackSource *source, gint64 from_us)
{
  return source->onvif ? from_us : from_us - MAX (from_us + source->offset_us, 0) % G_USEC_PER_SEC;
}

char *
tc_playback_source_dup_range (const TcPlaybackSource *source, gint64 from_us)
{
  gint64 at_us = MAX (from_us + source->offset_us, 0);
  g_autoptr (GDateTime) time = new_time (at_us, FALSE);
  g_autofree char *text = source->onvif && time ? g_date_time_format (time, "%Y%m%dT%H%M%S") : NULL;

  return text ? g_strdup_printf ("clock=%s.%03dZ-", text,
                                 (int) (at_us % G_USEC_PER_SEC / (G_USEC_PER_SEC / 1000)))
              : NULL;
}
