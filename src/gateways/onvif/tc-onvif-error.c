/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errors that carry their cause; see the header.
 */
#include "tc-onvif-error.h"

#include "tc-text.h"

#include <string.h>

typedef struct {
  GVariant *args; /* (owned) (nullable): a{sv} */
} TcOnvifErrorPrivate;

static void
tc_onvif_error_private_init (TcOnvifErrorPrivate *self)
{
  self->args = NULL;
}

static void
tc_onvif_error_private_copy (const TcOnvifErrorPrivate *source, TcOnvifErrorPrivate *self)
{
  self->args = source->args ? g_variant_ref (source->args) : NULL;
}

static void
tc_onvif_error_private_clear (TcOnvifErrorPrivate *self)
{
  g_clear_pointer (&self->args, g_variant_unref);
}

G_DEFINE_EXTENDED_ERROR (TcOnvifError, tc_onvif_error)

typedef struct {
  const char *cause;
  const char *sentence;
  const char *args[2]; /* (nullable): in the order in which the journal has them */
} Kind;

static const Kind kinds[TC_ONVIF_N_ERRORS] = {
    [TC_ONVIF_ERROR_ADDRESS] = {"camera.address", "not an address that may be used", {"what"}},
    [TC_ONVIF_ERROR_TOLD_ADDRESS] = {"camera.told-address",
                                     "the device told an address that may not be used",
                                     {"what"}},
    [TC_ONVIF_ERROR_UNKNOWN_HOST] = {"camera.unknown-host", "no such host", {"host"}},
    [TC_ONVIF_ERROR_NO_ROUTE] = {"camera.no-route", "no way to the device", {"host"}},
    [TC_ONVIF_ERROR_REFUSED] = {"camera.refused", "nothing listens there", {"host"}},
    [TC_ONVIF_ERROR_TIMEOUT] = {"camera.timeout", "no answer in time", {"step", "ms"}},
    [TC_ONVIF_ERROR_BROKEN] = {"camera.broken", "the line broke", {"step"}},
    [TC_ONVIF_ERROR_CERTIFICATE] = {"camera.certificate",
                                    "nobody vouches for its certificate",
                                    {"sha256"}},
    [TC_ONVIF_ERROR_DENIED] = {"camera.denied", "the device denies access", {"step"}},
    [TC_ONVIF_ERROR_REDIRECTED] = {"camera.redirected", "the device leads elsewhere", {"host"}},
    [TC_ONVIF_ERROR_NOT_ONVIF] = {"camera.not-onvif", "what answers isn't ONVIF", {"status"}},
    [TC_ONVIF_ERROR_WEB_PAGE] = {"camera.web-page", "a web page answers", {"status", "title"}},
    [TC_ONVIF_ERROR_BUSY] = {"camera.busy", "the device can't just now", {"status"}},
    [TC_ONVIF_ERROR_MALFORMED] = {"camera.malformed", "its answer is malformed", {"what"}},
    [TC_ONVIF_ERROR_TOO_LARGE] = {"camera.too-large", "its answer is too large", {"what", "max"}},
    [TC_ONVIF_ERROR_FAULT] = {"camera.fault", "the device refuses", {"code", "reason"}},
    [TC_ONVIF_ERROR_UNSUPPORTED] = {"camera.unsupported", "the device has no such thing", {"what"}},
};

/* What somebody else said, fit for a journal and a screen. (transfer full) */
static char *
clean (const char *said)
{
  g_autofree char *valid = g_utf8_make_valid (said ? said : "", -1);
  g_autofree char *part = NULL;

  /* Cleaning may make a text longer, but not that much. */
  if (g_utf8_strlen (valid, -1) > TC_ONVIF_SAID_CHARS_MAX) {
    part = g_utf8_substring (valid, 0, TC_ONVIF_SAID_CHARS_MAX);
    return tc_text_clean (part, TC_TEXT_LINE, 4 * TC_ONVIF_SAID_CHARS_MAX);
  }
  return tc_text_clean (valid, TC_TEXT_LINE, 4 * TC_ONVIF_SAID_CHARS_MAX);
}

/* (transfer full): a{sv}, not floating */
static GVariant *
read_args (va_list list)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  for (const char *name = va_arg (list, const char *); name; name = va_arg (list, const char *)) {
    if (va_arg (list, int) == TC_S) {
      g_autofree char *text = clean (va_arg (list, const char *));

      g_variant_dict_insert (&dict, name, "s", text ? text : "");
    } else {
      g_variant_dict_insert (&dict, name, "x", va_arg (list, gint64));
    }
  }
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* "no answer in time (step GetProfiles, ms 5000)". (transfer full) */
static char *
word (const Kind *kind, GVariant *args)
{
  GString *out = g_string_new (kind->sentence);
  const char *between = " (";

  for (guint i = 0; i < G_N_ELEMENTS (kind->args) && kind->args[i]; i++) {
    g_autoptr (GVariant) value = g_variant_lookup_value (args, kind->args[i], NULL);

    if (!value)
      continue;
    g_string_append_printf (out, "%s%s ", between, kind->args[i]);
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
      g_string_append (out, g_variant_get_string (value, NULL));
    else
      g_string_append_printf (out, "%" G_GINT64_FORMAT, g_variant_get_int64 (value));
    between = ", ";
  }
  if (*between == ',')
    g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

static GError *
make (TcOnvifError code, va_list list)
{
  g_autoptr (GVariant) args = read_args (list);
  g_autofree char *text = NULL;
  GError *error;

  g_assert (code < TC_ONVIF_N_ERRORS);
  text = word (&kinds[code], args);
  error = g_error_new_literal (TC_ONVIF_ERROR, (int) code, text);
  tc_onvif_error_get_private (error)->args = g_steal_pointer (&args);
  return error;
}

GError *
tc_onvif_error_new (TcOnvifError code, ...)
{
  GError *error;
  va_list list;

  va_start (list, code);
  error = make (code, list);
  va_end (list);
  return error;
}

gboolean
tc_onvif_error_set (GError **error, TcOnvifError code, ...)
{
  va_list list;

  if (!error)
    return FALSE;
  va_start (list, code);
  g_propagate_error (error, make (code, list));
  va_end (list);
  return FALSE;
}

TcRefusal *
tc_onvif_error_dup_cause (const GError *error)
{
  if (!error || error->domain != TC_ONVIF_ERROR)
    return NULL;
  return tc_refusal_new_variant (kinds[error->code].cause,
                                 tc_onvif_error_get_private (error)->args);
}
