/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: originals of photos are sealed and each opening is on record; only copies that somebody
 * found fit go out, and with an answer. Method: the operations, and what the queries for desks and
 * for the public say after each.
 */
#include "tc-room-fixture.h"

#include "tc-incident-photo.h"

#include <string.h>

#define ORIGINAL "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OTHER "11b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define COPY "00b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct {
  TcRoom *room;
  gint64 incident;
  gint64 report;
  TcIncidentAttach photo;
  TcPhotoStrip strip;
} Stage;

static void
set_up (Stage *stage)
{
  stage->room = tc_room_new ();
  stage->incident = tc_room_make (stage->room, TC_STATE_RESOLVED);
  stage->report = stage->room->report;
  stage->photo = (TcIncidentAttach){
      .incident_id = stage->incident,
      .attachment_id = tc_room_id (stage->room),
      .report_id = stage->report,
      .hash = ORIGINAL,
      .media_type = "image/jpeg",
      .size = 9000,
      .name = "IMG_0001.jpg",
      .kind = "original",
      .taken_us = TC_NONE,
  };
  tc_fixture_run_as (stage->room->fixture, stage->room->lan, &tc_incident_attach_type,
                     &stage->photo);
  stage->strip = (TcPhotoStrip){
      .attachment_id = stage->photo.attachment_id,
      .copy_id = tc_room_id (stage->room),
      .hash = COPY,
      .size = 8000,
      .taken_us = 1795676585000000,
      .lat_e7 = TC_ROOM_LAT_E7,
      .lon_e7 = TC_ROOM_LON_E7,
  };
}

static void
strip (Stage *stage)
{
  tc_fixture_run (stage->room->fixture, &tc_photo_strip_type, &stage->strip);
}

static void
test_strip (void)
{
  Stage stage;

  set_up (&stage);
  TcFixture *fixture = stage.room->fixture;
  g_autoptr (TcIncidentDetail) before = tc_incident_detail (fixture->db, stage.incident);
  g_assert_true (g_array_index (before->attachments, TcAttachment, 0).sealed);
  g_assert_cmpint (g_array_index (before->attachments, TcAttachment, 0).read_us, ==, TC_NONE);
  g_autoptr (GArray) unread = tc_photo_list_unread (fixture->db, G_MAXINT64, 10);
  g_assert_cmpuint (unread->len, ==, 1);
  g_assert_cmpstr (g_array_index (unread, TcPhotoUnread, 0).hash, ==, ORIGINAL);
  g_autoptr (GArray) older = tc_photo_list_unread (fixture->db, stage.photo.attachment_id, 10);
  g_assert_cmpuint (older->len, ==, 0);
  strip (&stage);
  g_autoptr (GArray) none = tc_photo_list_unread (fixture->db, G_MAXINT64, 10);
  g_assert_cmpuint (none->len, ==, 0);
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (fixture->db, stage.incident);
  g_assert_cmpuint (detail->attachments->len, ==, 2);
  g_assert_cmpuint (detail->events->len, ==, before->events->len);
  const TcAttachment *copy = &g_array_index (detail->attachments, TcAttachment, 1);
  g_assert_true (copy->stripped && !copy->sealed && !copy->public_);
  g_assert_cmpstr (copy->hash, ==, COPY);
  g_assert_cmpstr (copy->name, ==, "IMG_0001.jpg");
  g_assert_cmpint (copy->report_id, ==, stage.report);
  g_assert_cmpint (copy->taken_us, ==, 1795676585000000);
  g_assert_cmpint (copy->lat_e7, ==, TC_ROOM_LAT_E7);
  g_assert_cmpint (copy->lon_e7, ==, TC_ROOM_LON_E7);
  tc_room_free (stage.room);
}

static void
test_strip_refused (void)
{
  Stage stage;

  set_up (&stage);
  TcFixture *fixture = stage.room->fixture;
  TcPhotoStrip args = stage.strip;
  args.attachment_id = 8;
  tc_fixture_refuse (fixture, &tc_photo_strip_type, &args, "attachment.unknown");
  args = stage.strip;
  args.hash = "E3";
  tc_fixture_refuse (fixture, &tc_photo_strip_type, &args, "attachment.hash");
  args = stage.strip;
  args.size = TC_NONE;
  tc_fixture_refuse (fixture, &tc_photo_strip_type, &args, "operation.arguments");
  args = stage.strip;
  args.lon_e7 = TC_NONE;
  tc_fixture_refuse (fixture, &tc_photo_strip_type, &args, "operation.arguments");
  args = stage.strip;
  args.copy_id = args.attachment_id;
  tc_fixture_refuse (fixture, &tc_photo_strip_type, &args, "incident.id-used");
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_photo_strip_type, &stage.strip,
                        "people.system-only");
  strip (&stage);
  args = stage.strip;
  args.copy_id = tc_room_id (stage.room);
  tc_fixture_refuse (fixture, &tc_photo_strip_type, &args, "photo.read");
  args.attachment_id = stage.strip.copy_id;
  tc_fixture_refuse (fixture, &tc_photo_strip_type, &args, "attachment.unknown");
  tc_room_free (stage.room);
}

/* One of which no copy can be made: it was read, and stays sealed. */
static void
test_no_copy (void)
{
  Stage stage;

  set_up (&stage);
  stage.strip = (TcPhotoStrip){.attachment_id = stage.photo.attachment_id,
                               .size = TC_NONE,
                               .taken_us = TC_NONE,
                               .lat_e7 = TC_NONE,
                               .lon_e7 = TC_NONE};
  strip (&stage);
  g_autoptr (TcIncidentDetail)
      detail = tc_incident_detail (stage.room->fixture->db, stage.incident);
  const TcAttachment *original = &g_array_index (detail->attachments, TcAttachment, 0);
  g_assert_cmpuint (detail->attachments->len, ==, 1);
  g_assert_true (original->sealed);
  g_assert_cmpint (original->read_us, !=, TC_NONE);
  g_assert_cmpint (original->lat_e7, ==, TC_NONE);
  tc_room_free (stage.room);
}

static gboolean
may_fetch (Stage *stage, const char *hash, gint64 replica, gboolean relay, gint64 at_us)
{
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 scope = TC_SCOPE_INCIDENTS;

  g_array_append_val (scopes, scope);
  return tc_photo_may_fetch (stage->room->fixture->db, hash, scopes, replica, relay, at_us);
}

static void
test_open (void)
{
  Stage stage;

  set_up (&stage);
  strip (&stage);
  TcFixture *fixture = stage.room->fixture;
  gint64 now_us = fixture->now_us, desk = stage.room->lan.desk;
  TcPhotoOpen args = {stage.strip.copy_id, "Xác minh biển số"};
  g_assert_true (may_fetch (&stage, COPY, desk, FALSE, now_us));
  g_assert_false (may_fetch (&stage, ORIGINAL, desk, FALSE, now_us));
  g_assert_false (may_fetch (&stage, ORIGINAL, desk, TRUE, now_us));
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_photo_open_type, &args, "attachment.unknown");
  args.attachment_id = stage.photo.attachment_id;
  tc_fixture_run_as (fixture, stage.room->lan, &tc_photo_open_type, &args);
  now_us = fixture->now_us;
  /* That desk, or a relay on its behalf, and not for long. */
  g_assert_true (may_fetch (&stage, ORIGINAL, desk, FALSE, now_us));
  g_assert_false (may_fetch (&stage, ORIGINAL, desk + 1, FALSE, now_us));
  g_assert_true (may_fetch (&stage, ORIGINAL, desk + 1, TRUE, now_us));
  g_assert_false (may_fetch (&stage, ORIGINAL, desk, FALSE, now_us + TC_PHOTO_OPEN_US + 1));
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (fixture->db, stage.incident);
  const TcIncidentEvent *last = &g_array_index (detail->events, TcIncidentEvent,
                                                detail->events->len - 1);
  g_assert_cmpstr (last->code, ==, "photo.open");
  g_assert_cmpstr (last->text, ==, "Xác minh biển số");
  tc_room_free (stage.room);
}

/* (transfer full) (nullable): what the public gets. */
static char *
dup_media (Stage *stage)
{
  const TcRequestFilter filter = {.ids = &stage->report, .n_ids = 1, .limit = 1};
  g_autoptr (GArray) rows = tc_requests (stage->room->fixture->db, &filter);

  return g_strdup (g_array_index (rows, TcRequestRow, 0).media_hash);
}

static void
publish (Stage *stage, const char *text)
{
  TcRoom *room = stage->room;
  const TcAnswerSubmit submit = {stage->incident, tc_room_id (room), text, NULL};
  const TcAnswerStep step = {stage->incident, submit.answer_id, NULL};

  tc_fixture_run_as (room->fixture, room->lan, &tc_answer_submit_type, &submit);
  tc_fixture_run_as (room->fixture, room->minh, &tc_answer_approve_type, &step);
  tc_fixture_run_as (room->fixture, room->minh, &tc_answer_publish_type, &step);
}

static void
test_publish (void)
{
  Stage stage;

  set_up (&stage);
  strip (&stage);
  TcFixture *fixture = stage.room->fixture;
  TcPhotoClear args = {stage.photo.attachment_id, 1};
  publish (&stage, "Đang xử lý.");
  g_autofree char *unlooked = dup_media (&stage);
  g_assert_null (unlooked);
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_photo_clear_type, &args, "photo.sealed");
  args.attachment_id = 8;
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_photo_clear_type, &args,
                        "attachment.unknown");
  args.attachment_id = stage.strip.copy_id;
  tc_fixture_run_as (fixture, stage.room->lan, &tc_photo_clear_type, &args);
  g_autofree char *unanswered = dup_media (&stage);
  g_assert_null (unanswered);
  publish (&stage, "Đã xong.");
  g_autofree char *told = dup_media (&stage);
  g_assert_cmpstr (told, ==, COPY);
  args.fit = 0;
  tc_fixture_run_as (fixture, stage.room->lan, &tc_photo_clear_type, &args);
  g_autofree char *taken_back = dup_media (&stage);
  g_assert_null (taken_back);
  tc_room_free (stage.room);
}

static TcIncidentAttach
attach (Stage *stage, const char *kind, gint64 original_id, const char *hash)
{
  TcIncidentAttach args = stage->photo;

  args.attachment_id = tc_room_id (stage->room);
  args.report_id = 0;
  args.kind = kind;
  args.original_id = original_id;
  args.hash = hash;
  tc_fixture_run_as (stage->room->fixture, stage->room->lan, &tc_incident_attach_type, &args);
  return args;
}

/* The server has looked through it. */
static void
look_through (Stage *stage, gint64 id)
{
  const TcPhotoStrip args = {.attachment_id = id,
                             .size = TC_NONE,
                             .taken_us = TC_NONE,
                             .lat_e7 = TC_NONE,
                             .lon_e7 = TC_NONE};

  tc_fixture_run (stage->room->fixture, &tc_photo_strip_type, &args);
}

/* Another's photo goes out with the answer to all; blurred by hand, and said to be fit. */
static void
test_publish_blurred (void)
{
  Stage stage;

  set_up (&stage);
  TcFixture *fixture = stage.room->fixture;
  const TcIncidentAttach of_report = attach (&stage, "blurred", stage.photo.attachment_id, OTHER);
  g_assert_cmpint (tc_room_int (stage.room, "SELECT report_id FROM attachment WHERE id = ?",
                                of_report.attachment_id),
                   ==, stage.report);
  const TcIncidentAttach original = attach (&stage, "original", 0, ORIGINAL);
  TcIncidentAttach blurred = original;
  blurred.attachment_id = tc_room_id (stage.room);
  blurred.original_id = original.attachment_id;
  blurred.kind = "blurred";
  blurred.hash = COPY;
  blurred.public_ = 1;
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_incident_attach_type, &blurred,
                        "operation.arguments");
  blurred.public_ = 0;
  tc_fixture_run_as (fixture, stage.room->lan, &tc_incident_attach_type, &blurred);
  look_through (&stage, blurred.attachment_id);
  TcPhotoClear args = {blurred.attachment_id, 1};
  tc_fixture_run_as (fixture, stage.room->minh, &tc_photo_clear_type, &args);
  publish (&stage, "Đã xong.");
  g_autofree char *told = dup_media (&stage);
  g_assert_cmpstr (told, ==, COPY);
  tc_room_free (stage.room);
}

/* What a desk calls blurred isn't published before the server has found it so. */
static void
test_unread (void)
{
  Stage stage;

  set_up (&stage);
  strip (&stage);
  TcFixture *fixture = stage.room->fixture;
  const gint64 id = attach (&stage, "blurred", stage.photo.attachment_id, OTHER).attachment_id;
  g_autoptr (GArray) unread = tc_photo_list_unread (fixture->db, G_MAXINT64, 10);
  g_assert_cmpuint (unread->len, ==, 1);
  g_assert_cmpint (g_array_index (unread, TcPhotoUnread, 0).id, ==, id);
  g_assert_true (g_array_index (unread, TcPhotoUnread, 0).blurred);
  TcPhotoClear clear = {id, 1};
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_photo_clear_type, &clear, "photo.unread");
  clear.fit = 0; /* it may be taken back at any time */
  tc_fixture_run_as (fixture, stage.room->lan, &tc_photo_clear_type, &clear);
  /* Found fit under other rules, it doesn't go out either. */
  tc_database_execute (fixture->db, "UPDATE attachment SET cleared_us = 1 WHERE id = ?", "i", id);
  publish (&stage, "Đang xử lý.");
  g_autofree char *unlooked = dup_media (&stage);
  g_assert_null (unlooked);
  TcPhotoStrip copied = stage.strip;
  copied.attachment_id = id;
  copied.copy_id = tc_room_id (stage.room);
  tc_fixture_refuse (fixture, &tc_photo_strip_type, &copied, "operation.arguments");
  look_through (&stage, id);
  g_autoptr (GArray) none = tc_photo_list_unread (fixture->db, G_MAXINT64, 10);
  g_assert_cmpuint (none->len, ==, 0);
  clear.fit = 1;
  tc_fixture_run_as (fixture, stage.room->lan, &tc_photo_clear_type, &clear);
  publish (&stage, "Đã xong.");
  g_autofree char *told = dup_media (&stage);
  g_assert_cmpstr (told, ==, OTHER);
  tc_room_free (stage.room);
}

/* Where something had to be blurred, the copy in which it is seen goes out no more. */
static void
test_one_copy (void)
{
  Stage stage;

  set_up (&stage);
  strip (&stage);
  TcFixture *fixture = stage.room->fixture;
  TcPhotoClear clear = {stage.strip.copy_id, 1};
  tc_fixture_run_as (fixture, stage.room->lan, &tc_photo_clear_type, &clear);
  publish (&stage, "Đang xử lý.");
  g_autofree char *plain = dup_media (&stage);
  g_assert_cmpstr (plain, ==, COPY);
  const TcIncidentAttach blurred = attach (&stage, "blurred", stage.photo.attachment_id, OTHER);
  look_through (&stage, blurred.attachment_id);
  clear.attachment_id = blurred.attachment_id;
  tc_fixture_run_as (fixture, stage.room->lan, &tc_photo_clear_type, &clear);
  g_assert_cmpint (tc_room_int (stage.room,
                                "SELECT count(*) FROM attachment WHERE id = ? AND public = 0"
                                " AND cleared_us IS NULL AND cleared_by IS NULL"
                                " AND answer_id IS NULL",
                                stage.strip.copy_id),
                   ==, 1);
  g_autofree char *none = dup_media (&stage);
  g_assert_null (none);
  publish (&stage, "Đã xong.");
  g_autofree char *told = dup_media (&stage);
  g_assert_cmpstr (told, ==, OTHER);
  tc_room_free (stage.room);
}

/* No other row opens the original's file, whichever came first. */
static void
test_sealed (void)
{
  Stage stage;

  set_up (&stage);
  TcFixture *fixture = stage.room->fixture;
  gint64 now_us = fixture->now_us, desk = stage.room->lan.desk;
  TcIncidentAttach other = stage.photo;
  other.attachment_id = tc_room_id (stage.room);
  other.media_type = "text/plain";
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_incident_attach_type, &other,
                        "attachment.sealed");
  other.media_type = "image/jpeg";
  other.kind = "blurred";
  other.original_id = stage.photo.attachment_id;
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_incident_attach_type, &other,
                        "attachment.sealed");
  const gint64 early = attach (&stage, "blurred", stage.photo.attachment_id, OTHER).attachment_id;
  g_assert_true (may_fetch (&stage, OTHER, desk, FALSE, now_us));
  const gint64 late = attach (&stage, "original", 0, OTHER).attachment_id;
  g_assert_cmpint (early, !=, late);
  g_assert_false (may_fetch (&stage, OTHER, desk, FALSE, now_us));
  const TcPhotoOpen open = {late, "Xác minh biển số"};
  tc_fixture_run_as (fixture, stage.room->lan, &tc_photo_open_type, &open);
  g_assert_true (may_fetch (&stage, OTHER, desk, FALSE, fixture->now_us));
  g_assert_false (may_fetch (&stage, OTHER, desk + 1, FALSE, fixture->now_us));
  /* A photo that is its own copy. */
  stage.strip.hash = ORIGINAL;
  strip (&stage);
  g_assert_true (may_fetch (&stage, ORIGINAL, desk + 1, FALSE, now_us));
  tc_fixture_run_as (fixture, stage.room->lan, &tc_incident_attach_type, &other);
  tc_room_free (stage.room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/photo/strip", test_strip);
  g_test_add_func ("/incident/photo/strip-refused", test_strip_refused);
  g_test_add_func ("/incident/photo/no-copy", test_no_copy);
  g_test_add_func ("/incident/photo/open", test_open);
  g_test_add_func ("/incident/photo/publish", test_publish);
  g_test_add_func ("/incident/photo/publish-blurred", test_publish_blurred);
  g_test_add_func ("/incident/photo/unread", test_unread);
  g_test_add_func ("/incident/photo/one-copy", test_one_copy);
  g_test_add_func ("/incident/photo/sealed", test_sealed);
  return g_test_run ();
}
