/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The options of tc-fake-cameras, checked.
 */
#include "tc-fake-camera-options.h"

#include "tc-error.h"

#include <gio/gio.h>
#include <string.h>

#define CAMERAS 24
#define RTSP_PORT 8554
#define HTTP_PORT 8880
#define LOOPBACK "127.0.0.1"
#define ACCOUNT "camera"
#define PASSWORD "camera"
/* Where nothing is said every so many-th can be turned. */
#define TURNS_EVERY 8

/* As they are typed. (owned) (nullable): all strings */
typedef struct {
  int n;
  int first;
  char *address;
  int rtsp_port;
  int http_port;
  gboolean own_ports;
  gboolean no_search;
  char *discovery;
  char *account;
  char *password;
  gboolean open;
  char *auth;
  char **codecs;
  char **sounds;
  char *turns;
  char *rests;
  int loop_s;
  char *footage;
} Typed;

static gboolean
fail (GError **error, const char *what, const char *typed)
{
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "%s: %s", what, typed);
  return FALSE;
}

/* ---- reading ---- */

static gboolean
read_words (Typed *typed, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"cameras", 'n', 0, G_OPTION_ARG_INT, &typed->n, "How many", "N"},
      {"first", 0, 0, G_OPTION_ARG_INT, &typed->first, "Number of the first one", "N"},
      {"address", 'a', 0, G_OPTION_ARG_STRING, &typed->address, "Listen there", "ADDRESS"},
      {"rtsp-port", 0, 0, G_OPTION_ARG_INT, &typed->rtsp_port, "Streams; 0: a free one", "PORT"},
      {"http-port", 0, 0, G_OPTION_ARG_INT, &typed->http_port, "ONVIF; 0: a free one", "PORT"},
      {"no-search", 0, 0, G_OPTION_ARG_NONE, &typed->no_search,
       "They don't say by ONVIF what they hold, nor play it (profile G)", NULL},
      {"own-ports", 0, 0, G_OPTION_ARG_NONE, &typed->own_ports,
       "Each camera also has a port of its own: that of streams plus its number", NULL},
      {"discovery", 0, 0, G_OPTION_ARG_STRING, &typed->discovery,
       "Answer probes of WS-Discovery; really 239.255.255.250:3702", "ADDRESS:PORT"},
      {"account", 0, 0, G_OPTION_ARG_STRING, &typed->account, "Who is let in", "NAME"},
      {"password", 0, 0, G_OPTION_ARG_STRING, &typed->password, "With that password", "WORD"},
      {"open", 0, 0, G_OPTION_ARG_NONE, &typed->open, "Let everybody in", NULL},
      {"onvif-auth", 0, 0, G_OPTION_ARG_STRING, &typed->auth, "How ONVIF is proved to",
       "both|digest|token"},
      {"codec", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &typed->codecs,
       "Of all, or of one: h265, 7:mjpeg; more than once", "[NUMBER:]h264|h265|mjpeg"},
      {"sound", 's', 0, G_OPTION_ARG_STRING_ARRAY, &typed->sounds,
       "A tone by which it is known, of all, or of one: pcmu, 7:aac; more than once",
       "[NUMBER:]none|pcmu|pcma|aac"},
      {"turn", 0, 0, G_OPTION_ARG_STRING, &typed->turns, "Those that can be turned (PTZ)",
       "NUMBER,…|none"},
      {"rest", 0, 0, G_OPTION_ARG_STRING, &typed->rests,
       "Those whose scene stands still for a minute now and then", "NUMBER,…"},
      {"loop", 0, 0, G_OPTION_ARG_INT, &typed->loop_s,
       "Encode so many seconds once and repeat them: for measurements", "S"},
      {"footage", 0, 0, G_OPTION_ARG_FILENAME, &typed->footage,
       "A film that every fourth camera shows", "PATH"},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) words = g_strdupv (argv);

  g_option_context_set_summary (
      context, "Cameras that don't exist, with RTSP and ONVIF and all that can go wrong.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &words, error))
    return FALSE;
  if (words[0] && words[1])
    return fail (error, "what is that", words[1]);
  return TRUE;
}

static void
typed_clear (Typed *typed)
{
  g_free (typed->address);
  g_free (typed->discovery);
  g_free (typed->account);
  g_free (typed->password);
  g_free (typed->auth);
  g_strfreev (typed->codecs);
  g_strfreev (typed->sounds);
  g_free (typed->turns);
  g_free (typed->rests);
  g_free (typed->footage);
}

/* ---- checking ---- */

static gboolean
check_numbers (const Typed *typed, TcFakeOptions *options, GError **error)
{
  if (typed->n < 1 || typed->n > TC_FAKE_CAMERAS_MAX || typed->first < 1 ||
      typed->first + typed->n - 1 > TC_FAKE_NUMBER_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "1 to %d cameras with numbers from 1 to %d are needed", TC_FAKE_CAMERAS_MAX,
                 TC_FAKE_NUMBER_MAX);
    return FALSE;
  }
  if (typed->rtsp_port < 0 || typed->rtsp_port > G_MAXUINT16 || typed->http_port < 0 ||
      typed->http_port > G_MAXUINT16 ||
      (typed->own_ports && typed->rtsp_port > 0 &&
       typed->rtsp_port + typed->first + typed->n - 1 > G_MAXUINT16))
    return fail (error, "no such port", "they go up to 65535");
  if (typed->loop_s < 0 || typed->loop_s > TC_FAKE_LOOP_S_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "a loop has %d s at most", TC_FAKE_LOOP_S_MAX);
    return FALSE;
  }
  options->n = (guint) typed->n;
  options->first = (guint) typed->first;
  options->rtsp_port = (guint16) typed->rtsp_port;
  options->http_port = (guint16) typed->http_port;
  options->own_ports = typed->own_ports;
  options->no_search = typed->no_search;
  options->loop_s = (guint) typed->loop_s;
  return TRUE;
}

static gboolean
is_numeric (const char *address)
{
  g_autoptr (GInetAddress) numeric = g_inet_address_new_from_string (address);

  return numeric != NULL;
}

static gboolean
check_places (Typed *typed, TcFakeOptions *options, GError **error)
{
  if (typed->address && !is_numeric (typed->address))
    return fail (error, "an address in figures is needed", typed->address);
  options->address = typed->address ? g_steal_pointer (&typed->address) : g_strdup (LOOPBACK);
  if (!typed->discovery)
    return TRUE;
  const char *colon = strrchr (typed->discovery, ':');
  guint64 port = 0;
  g_autofree char *address = g_strndup (typed->discovery,
                                        colon ? (gsize) (colon - typed->discovery) : 0);
  if (!colon || !is_numeric (address) ||
      !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    return fail (error, "ADDRESS:PORT is needed", typed->discovery);
  options->discovery_address = g_steal_pointer (&address);
  options->discovery_port = (guint16) port;
  return TRUE;
}

static gboolean
check_account (Typed *typed, TcFakeOptions *options, GError **error)
{
  const char *const words[] = {"both", "digest", "token"};
  const char *auth = typed->auth ? typed->auth : words[0];

  if (typed->open && (typed->account || typed->password))
    return fail (error, "either --open or an account", "both were given");
  while (options->auth < G_N_ELEMENTS (words) && !g_str_equal (auth, words[options->auth]))
    options->auth++;
  if (options->auth == G_N_ELEMENTS (words))
    return fail (error, "both, digest or token is needed", auth);
  if (!typed->open)
    options->account = typed->account ? g_steal_pointer (&typed->account) : g_strdup (ACCOUNT);
  options->password = typed->password ? g_steal_pointer (&typed->password) : g_strdup (PASSWORD);
  return TRUE;
}

/* The place of that number in the arrays. */
static gboolean
find_camera (const TcFakeOptions *options, const char *number, guint *i)
{
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (number, 10, options->first, options->first + options->n - 1,
                                   &value, NULL))
    return FALSE;
  *i = (guint) value - options->first;
  return TRUE;
}

static gboolean
check_codec (TcFakeOptions *options, const char *typed, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (typed, ":", 2);
  gboolean one = parts[0] && parts[1];
  guint i = 0;
  TcFakeCodec codec;

  if (!parts[0] || !tc_fake_codec_parse (parts[one ? 1 : 0], &codec) ||
      (one && !find_camera (options, parts[0], &i)))
    return fail (error, "no such codec or camera", typed);
  if (one) {
    options->codecs[i] = codec;
    return TRUE;
  }
  for (i = 0; i < options->n; i++)
    options->codecs[i] = codec;
  return TRUE;
}

static gboolean
check_sound (TcFakeOptions *options, const char *typed, GError **error)
{
  static const char *const words[TC_FAKE_N_SOUNDS] = {"none", "pcmu", "pcma", "aac"};
  const char *colon = strchr (typed, ':');
  g_autofree char *number = colon ? g_strndup (typed, (gsize) (colon - typed)) : NULL;
  TcFakeSound sound = TC_FAKE_SOUND_NONE;
  guint i = 0;

  while (sound < TC_FAKE_N_SOUNDS && !g_str_equal (colon ? colon + 1 : typed, words[sound]))
    sound++;
  if (sound == TC_FAKE_N_SOUNDS || (number && !find_camera (options, number, &i)))
    return fail (error, "no such sound or camera", typed);
  if (number) {
    options->sounds[i] = sound;
    return TRUE;
  }
  for (i = 0; i < options->n; i++)
    options->sounds[i] = sound;
  return TRUE;
}

/* Sets those in @flags whose numbers are in @typed. */
static gboolean
check_list (const char *typed, const TcFakeOptions *options, gboolean *flags, GError **error)
{
  g_auto (GStrv) numbers = g_strsplit (typed, ",", -1);

  for (guint k = 0; numbers[k]; k++) {
    guint i;
    if (!find_camera (options, numbers[k], &i))
      return fail (error, "no such camera", numbers[k]);
    flags[i] = TRUE;
  }
  return TRUE;
}

static gboolean
check_turns (const Typed *typed, TcFakeOptions *options, GError **error)
{
  if (!typed->turns) {
    for (guint i = 0; i < options->n; i++)
      options->turns[i] = (options->first + i) % TURNS_EVERY == 0;
    return TRUE;
  }
  return g_str_equal (typed->turns, "none") ||
         check_list (typed->turns, options, options->turns, error);
}

static gboolean
check_cameras (Typed *typed, TcFakeOptions *options, GError **error)
{
  options->codecs = g_new0 (TcFakeCodec, options->n);
  options->sounds = g_new0 (TcFakeSound, options->n);
  options->turns = g_new0 (gboolean, options->n);
  options->rests = g_new0 (gboolean, options->n);
  for (guint i = 0; typed->codecs && typed->codecs[i]; i++) {
    if (!check_codec (options, typed->codecs[i], error))
      return FALSE;
  }
  for (guint i = 0; typed->sounds && typed->sounds[i]; i++) {
    if (!check_sound (options, typed->sounds[i], error))
      return FALSE;
  }
  if (typed->footage && !g_file_test (typed->footage, G_FILE_TEST_IS_REGULAR))
    return fail (error, "no such film", typed->footage);
  options->footage = g_steal_pointer (&typed->footage);
  return check_turns (typed, options, error) &&
         (!typed->rests || check_list (typed->rests, options, options->rests, error));
}

TcFakeOptions *
tc_fake_options_parse (char **argv, GError **error)
{
  Typed typed = {.n = CAMERAS, .first = 1, .rtsp_port = RTSP_PORT, .http_port = HTTP_PORT};
  g_autoptr (TcFakeOptions) options = g_new0 (TcFakeOptions, 1);
  gboolean fine = read_words (&typed, argv, error) && check_numbers (&typed, options, error) &&
                  check_places (&typed, options, error) && check_account (&typed, options, error) &&
                  check_cameras (&typed, options, error);

  typed_clear (&typed);
  return fine ? g_steal_pointer (&options) : NULL;
}

void
tc_fake_options_free (TcFakeOptions *options)
{
  g_free (options->address);
  g_free (options->discovery_address);
  g_free (options->account);
  g_free (options->password);
  g_free (options->codecs);
  g_free (options->sounds);
  g_free (options->turns);
  g_free (options->rests);
  g_free (options->footage);
  g_free (options);
}
