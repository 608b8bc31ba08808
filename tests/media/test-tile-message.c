/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages between a desktop and its decoder: each kind comes back as it went, and values that
 * can't be, missing bytes and bytes too many are refused.
 */
#include "tc-tile-message.h"

#include "tc-error.h"

#include <string.h>

static TcTileMessage *
carry (const TcTileMessage *message)
{
  g_autoptr (GBytes) bytes = tc_tile_message_write (message);
  g_autoptr (GError) error = NULL;
  TcTileMessage *again = tc_tile_message_read (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpint (again->kind, ==, message->kind);
  g_assert_cmpuint (again->tile, ==, message->tile);
  g_assert_cmpuint (g_bytes_get_size (bytes), <=, TC_TILE_MESSAGE_BYTES_MAX);
  return again;
}

static void
refuse (const TcTileMessage *message)
{
  g_autoptr (GBytes) bytes = tc_tile_message_write (message);
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_tile_message_read (bytes, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
}

/* One of the kind with all its fields. */
static TcTileMessage *
make (TcTileKind kind)
{
  TcTileMessage *self = tc_tile_message_new (kind);
  TcPictureMask masks[] = {{0, 0, 1000, 1000}, {1, 2, 3, 4}};
  TcTileCounts counts = {7, 8, 1, 2, 3, 4, 5, 6, 640, 360, 15000, "H.264"};

  self->tile = 7;
  self->attempt = 8;
  self->ring = 9;
  self->slot = 2;
  self->width = 640;
  self->height = 360;
  self->rung = TC_RUNG_KEYS;
  self->address = g_strdup ("rtsps://127.0.0.1:8554/c/1/sub");
  self->account = g_strdup ("desk");
  self->secret = g_strdup ("bí mật");
  self->has_fingerprint = TRUE;
  memset (self->fingerprint.bytes, 0xab, TC_DIGEST_SIZE);
  self->masks = g_array_new (FALSE, FALSE, sizeof (TcPictureMask));
  g_array_append_vals (self->masks, masks, 2);
  self->number = 12345678901;
  self->decoded_us = 1234567890123;
  self->recorded_us = 1795433400000001;
  self->report = (TcStreamReport){TC_STREAM_STALLED, TC_CAUSE_FROZEN, 5, 6, -7};
  self->report.sound = TC_SOUND_HEARD;
  self->loudness = TC_LOUDNESS_HUSHED;
  self->detail = g_strdup ("Not found");
  self->memory_bytes = 12;
  self->counts = g_array_new (FALSE, FALSE, sizeof (TcTileCounts));
  g_array_append_val (self->counts, counts);
  return self;
}

static void
test_play (void)
{
  g_autoptr (TcTileMessage) message = make (TC_TILE_PLAY);
  g_autoptr (TcTileMessage) again = carry (message);
  g_autoptr (TcTileMessage) bare = tc_tile_message_new (TC_TILE_PLAY);
  g_autoptr (TcTileMessage) bare_again = NULL;

  g_assert_cmpuint (again->attempt, ==, 8);
  g_assert_cmpint (again->rung, ==, TC_RUNG_KEYS);
  g_assert_cmpint (again->loudness, ==, TC_LOUDNESS_HUSHED);
  g_assert_cmpstr (again->address, ==, message->address);
  g_assert_cmpstr (again->account, ==, message->account);
  g_assert_cmpstr (again->secret, ==, message->secret);
  g_assert_true (again->has_fingerprint);
  g_assert_true (tc_digest_equal (&again->fingerprint, &message->fingerprint));
  g_assert_cmpmem (again->masks->data, 2 * sizeof (TcPictureMask), message->masks->data,
                   2 * sizeof (TcPictureMask));
  bare->address = g_strdup ("rtsp://h/");
  bare_again = carry (bare);
  g_assert_true (!bare_again->account && !bare_again->secret && !bare_again->masks &&
                 !bare_again->has_fingerprint);
}

static void
test_desktop (void)
{
  static const TcTileKind kinds[] = {TC_TILE_RING, TC_TILE_RUNG, TC_TILE_RELEASE, TC_TILE_DROP,
                                     TC_TILE_STOP};

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (TcTileMessage) message = make (kinds[i]);
    g_autoptr (TcTileMessage) again = carry (message);

    if (kinds[i] == TC_TILE_RING)
      g_assert_true (again->ring == 9 && again->width == 640 && again->height == 360);
    if (kinds[i] == TC_TILE_RUNG)
      g_assert_true (again->rung == TC_RUNG_KEYS && again->loudness == TC_LOUDNESS_HUSHED);
    if (kinds[i] == TC_TILE_RELEASE)
      g_assert_true (again->ring == 9 && again->slot == 2);
    if (kinds[i] == TC_TILE_DROP)
      g_assert_cmpuint (again->attempt, ==, 8);
  }
}

static void
test_decoder (void)
{
  g_autoptr (TcTileMessage) frame = make (TC_TILE_FRAME);
  g_autoptr (TcTileMessage) state = make (TC_TILE_STATE);
  g_autoptr (TcTileMessage) statistics = make (TC_TILE_STATISTICS);
  g_autoptr (TcTileMessage) frame_again = carry (frame);
  g_autoptr (TcTileMessage) state_again = carry (state);
  g_autoptr (TcTileMessage) statistics_again = carry (statistics);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) bytes_again = NULL;

  g_assert_true (frame_again->attempt == 8 && frame_again->ring == 9 && frame_again->slot == 2 &&
                 frame_again->width == 640 && frame_again->height == 360);
  g_assert_cmpuint (frame_again->number, ==, 12345678901);
  g_assert_cmpint (frame_again->decoded_us, ==, 1234567890123);
  g_assert_cmpint (frame_again->recorded_us, ==, 1795433400000001);
  g_assert_true (state_again->report.state == TC_STREAM_STALLED &&
                 state_again->report.cause == TC_CAUSE_FROZEN);
  g_assert_true (state_again->report.since_us == 5 && state_again->report.picture_us == 6 &&
                 state_again->report.clock_offset_us == -7 &&
                 state_again->report.sound == TC_SOUND_HEARD);
  g_assert_cmpstr (state_again->detail, ==, "Not found");
  g_assert_true (statistics_again->memory_bytes == 12);
  bytes = tc_tile_message_write (statistics);
  bytes_again = tc_tile_message_write (statistics_again);
  g_assert_true (g_bytes_equal (bytes, bytes_again));
  g_assert_cmpstr (g_array_index (statistics_again->counts, TcTileCounts, 0).codec, ==, "H.264");
  g_assert_cmpint (g_array_index (statistics_again->counts, TcTileCounts, 0).rate_milli, ==, 15000);
}

/* As large as may be: it fits. */
static void
test_largest (void)
{
  g_autoptr (TcTileMessage) play = make (TC_TILE_PLAY);
  g_autoptr (TcTileMessage) statistics = make (TC_TILE_STATISTICS);
  g_autoptr (TcTileMessage) play_again = NULL;
  g_autoptr (TcTileMessage) statistics_again = NULL;
  g_autofree char *path = g_strnfill (TC_TILE_ADDRESS_BYTES_MAX - 10, 'a');
  TcPictureMask mask = {998, 998, 1000, 1000};
  TcTileCounts counts = {G_MAXUINT32,      G_MAXUINT32,      G_MAXUINT64, G_MAXUINT64,
                         G_MAXUINT64,      G_MAXUINT64,      G_MAXUINT64, G_MAXUINT64,
                         TC_TILE_SIDE_MAX, TC_TILE_SIDE_MAX, 1000 * 1000, "0123456789abcdef"};

  g_free (play->address);
  g_free (play->account);
  g_free (play->secret);
  play->address = g_strconcat ("rtsps://h/", path, NULL);
  play->account = g_strnfill (TC_TILE_ACCOUNT_BYTES_MAX, 'b');
  play->secret = g_strnfill (TC_TILE_SECRET_BYTES_MAX, 'c');
  g_array_set_size (play->masks, 0);
  for (int i = 0; i < TC_PICTURE_MASKS_MAX; i++)
    g_array_append_val (play->masks, mask);
  play_again = carry (play);
  g_array_set_size (statistics->counts, 0);
  for (int i = 0; i < TC_TILE_COUNTS_MAX; i++)
    g_array_append_val (statistics->counts, counts);
  statistics_again = carry (statistics);
  g_assert_cmpuint (statistics_again->counts->len, ==, TC_TILE_COUNTS_MAX);

  g_array_append_val (play->masks, mask);
  refuse (play);
  g_array_append_val (statistics->counts, counts);
  refuse (statistics);
}

/* A place and nothing else: who reads the journal learns no password, and no certificate is asked
 * about where none is shown. */
static void
test_addresses (void)
{
  static const char *const good[] = {"rtsp://h/", "rtsps://h:322/c/1/sub?a=b@c",
                                     "rtsp://[::1]:8554", "rtsp://h/a@b"};
  static const char *const bad[] = {"",           "rtsp://",         "rtsp:///a",     "rtsp://a@h/",
                                    "rtsp://h /", "rtsp://h/\n",     "rtsp://a:b@h/", "RTSP://h/",
                                    "http://h/",  "rtsps://a:b@h/1", "rtsp://h/\x7f", "rtsp://@h"};

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (tc_tile_is_address (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tc_tile_is_address (bad[i]));
  g_assert_true (tc_tile_is_secret_address ("rtsps://h/"));
  g_assert_false (tc_tile_is_secret_address ("rtsp://h/"));
}

static void
test_impossible (void)
{
  TcPictureMask mask = {5, 5, 5, 6};

#define REFUSE(a_kind, change)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (TcTileMessage) m = make (a_kind);                                                   \
                                                                                                   \
    change;                                                                                        \
    refuse (m);                                                                                    \
  }                                                                                                \
  G_STMT_END

  REFUSE (TC_TILE_FRAME, m->slot = TC_TILE_SLOTS);
  REFUSE (TC_TILE_FRAME, m->width = 0);
  REFUSE (TC_TILE_FRAME, m->height = TC_TILE_SIDE_MAX + 1);
  REFUSE (TC_TILE_FRAME, (m->width = TC_TILE_SIDE_MAX, m->height = TC_TILE_SIDE_MAX));
  REFUSE (TC_TILE_FRAME, m->decoded_us = -1);
  REFUSE (TC_TILE_FRAME, m->recorded_us = -1);
  REFUSE (TC_TILE_RING, m->height = 0);
  REFUSE (TC_TILE_RELEASE, m->slot = TC_TILE_SLOTS);
  REFUSE (TC_TILE_RUNG, m->rung = TC_RUNG_N);
  REFUSE (TC_TILE_RUNG, m->loudness = TC_LOUDNESS_N);
  REFUSE (TC_TILE_STATE, m->report.sound = TC_SOUND_N);
  REFUSE (TC_TILE_STATE, m->report.state = TC_STREAM_N_STATES);
  REFUSE (TC_TILE_STATE, m->report.cause = TC_CAUSE_N);
  REFUSE (TC_TILE_STATE, m->report.since_us = -1);
  REFUSE (TC_TILE_STATE, m->report.clock_offset_us = G_MAXINT64);
  REFUSE (TC_TILE_PLAY, memcpy (m->address, "http", 4));
  REFUSE (TC_TILE_PLAY, memcpy (m->address, "rtsp:///", 8));
  REFUSE (TC_TILE_PLAY, memcpy (m->address, "rtsp://h", 8));
  REFUSE (TC_TILE_PLAY, m->address[9] = '@');
  REFUSE (TC_TILE_PLAY, g_clear_pointer (&m->address, g_free));
  REFUSE (TC_TILE_PLAY, g_array_append_val (m->masks, mask));
  REFUSE (TC_TILE_STATISTICS, g_array_index (m->counts, TcTileCounts, 0).width = -1);
#undef REFUSE
}

static void
test_bytes (void)
{
  for (int kind = TC_TILE_RING; kind < TC_TILE_N_KINDS; kind++) {
    g_autoptr (TcTileMessage) message = make ((TcTileKind) kind);
    g_autoptr (GBytes) bytes = tc_tile_message_write (message);
    gsize size = g_bytes_get_size (bytes);
    g_autofree guint8 *longer = g_malloc0 (size + 1);

    for (gsize cut = 0; cut < size; cut++) {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, cut);

      g_assert_null (tc_tile_message_read (part, NULL));
    }
    memcpy (longer, g_bytes_get_data (bytes, NULL), size);
    g_autoptr (GBytes) more = g_bytes_new (longer, size + 1);
    g_assert_null (tc_tile_message_read (more, NULL));
  }
}

static void
test_limit (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (TC_TILE_MESSAGE_BYTES_MAX + 1),
                                               TC_TILE_MESSAGE_BYTES_MAX + 1);
  g_autoptr (GBytes) unknown = g_bytes_new_static ("\x63\x01", 2);
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_tile_message_read (bytes, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_null (tc_tile_message_read (unknown, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-message/play", test_play);
  g_test_add_func ("/tile-message/desktop", test_desktop);
  g_test_add_func ("/tile-message/decoder", test_decoder);
  g_test_add_func ("/tile-message/largest", test_largest);
  g_test_add_func ("/tile-message/addresses", test_addresses);
  g_test_add_func ("/tile-message/impossible", test_impossible);
  g_test_add_func ("/tile-message/bytes", test_bytes);
  g_test_add_func ("/tile-message/limit", test_limit);
  return g_test_run ();
}
