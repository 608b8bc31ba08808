/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a copy of a recording comes to the desk whole and proved, or not at all: over TLS with the
 * one certificate that was named, signed by its host, each file as it was signed; what broke off
 * goes on; what failed is told by a word and leaves nothing. Method: the models over the room's
 * desk; a real HTTPS server hands out a folder that is signed with a key of the test's own.
 */
#include "main-turn.h"
#include "remove-tree.h"
#include "tc-camera-exports.h"
#include "tc-evidence.h"
#include "tc-http-client.h"
#include "tc-http-server.h"
#include "tc-room-cameras.h"
#include "wait-limit.h"

#include <glib/gstdio.h>
#include <string.h>

#define FROM_US G_GINT64_CONSTANT (1795433400000000)
#define UNTIL_US (FROM_US + 10 * G_USEC_PER_SEC)
#define CLIP "clip-1.mkv"
#define CLIP_SIZE 300000

#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_us = g_get_monotonic_time () + WAIT_US;                                             \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);                                        \
      main_turn ();                                                                                \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

typedef struct {
  char *there, *here;       /* (owned): the host's folder; where it is put */
  char *path;               /* (owned): of the clip there */
  TcKey *key;               /* (owned): of the host */
  TcHttpServer *http;       /* (owned) */
  TcDesk *desk;             /* (owned) */
  TcCameraExports *exports; /* (owned) */
  guint requests;
  guint ranges; /* of them: for what was left */
  gint64 copy;  /* number that its manifest says; 0: none */
  guint acts;   /* of the person, as the desk told */
} Room;

/* ---- the host ---- */

static void
handle_cb (TcHttpRequest *request, gpointer data)
{
  Room *room = data;
  g_autofree char *path = g_build_filename (room->there, tc_http_request_get_rest (request), NULL);

  room->requests++;
  if (tc_http_request_get_header (request, "Range"))
    room->ranges++;
  if (g_strcmp0 (tc_http_request_get_bearer (request), "vé") == 0)
    tc_http_request_answer_file (request, path, "application/octet-stream", path);
  else
    tc_http_request_answer (request, 401, NULL, NULL);
}

static void
write_clip (Room *room, char byte)
{
  g_autofree char *clip = g_strnfill (CLIP_SIZE, byte);

  g_assert_true (g_file_set_contents (room->path, clip, CLIP_SIZE, NULL));
}

static void
write_evidence (Room *room, gint64 from_us)
{
  g_autofree char *sha256 = tc_file_sha256 (room->path, NULL);
  g_autofree char *copy = room->copy ? g_strdup_printf ("\"copy_id\": \"%" G_GINT64_FORMAT "\", ",
                                                        room->copy)
                                     : g_strdup ("");
  g_autofree char *text = g_strdup_printf (
      "{%s\"camera\": {\"number\": 114, \"name\": \"x\"}, \"from_us\": %" G_GINT64_FORMAT
      ", \"until_us\": %" G_GINT64_FORMAT ", \"person\": \"Lan\", \"reason\": \"x\","
      " \"files\": [{\"name\": \"" CLIP "\", \"bytes\": %d, \"sha256\": \"%s\"}]}",
      copy, from_us, (gint64) UNTIL_US, CLIP_SIZE, sha256);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autofree char *json = NULL, *signature = NULL;
  g_autofree char *json_path = g_build_filename (room->there, TC_EVIDENCE_MANIFEST, NULL);
  g_autofree char *signature_path = g_build_filename (room->there, TC_EVIDENCE_SIGNATURE, NULL);

  tc_evidence_sign (json_node_get_object (node), room->key, &json, &signature);
  g_assert_true (g_file_set_contents (json_path, json, -1, NULL));
  g_assert_true (g_file_set_contents (signature_path, signature, -1, NULL));
}

static void
listen (Room *room, guint16 port)
{
  const TcHttpRoute route = {.path = "/export", .methods = "GET", .handle = handle_cb};
  g_autofree char *certificate = g_build_filename (g_getenv ("TC_TLS"), "server.pem", NULL);
  const TcHttpTls tls = {.certificate_path = certificate};
  g_autoptr (GError) error = NULL;

  room->http = tc_http_server_new (NULL);
  tc_http_server_add_route (room->http, &route, room);
  g_assert_true (tc_http_server_listen (room->http, "127.0.0.1", port, &tls, &error));
}

static GVariant *
make_bytes (gconstpointer bytes, gsize size)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, size, 1);
}

/* What the server answers. @turned: another certificate is named */
static void
give_ticket (Room *room, const char *secret, gboolean turned)
{
  g_autofree char *path = g_build_filename (g_getenv ("TC_TLS"), "server.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);
  g_autofree char *base = tc_http_server_dup_uri (room->http);
  g_autofree char *address = g_strconcat (base, "/export", NULL);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GByteArray) der = NULL;
  guint8 digest[TC_DIGEST_SIZE];
  gsize size = sizeof digest;
  GVariantDict dict;

  g_object_get (certificate, "certificate", &der, NULL);
  g_checksum_update (sum, der->data, der->len);
  g_checksum_get_digest (sum, digest, &size);
  digest[0] ^= turned ? 1 : 0;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "address", "s", address);
  g_variant_dict_insert (&dict, "secret", "s", secret);
  g_variant_dict_insert (&dict, "until_us", "x", G_MAXINT64);
  g_variant_dict_insert_value (&dict, "fingerprint", make_bytes (digest, sizeof digest));
  g_variant_dict_insert_value (
      &dict, "key", make_bytes (tc_key_get_public (room->key)->bytes, TC_KEY_PUBLIC_SIZE));
  tc_room_desk_set_fetch (g_variant_dict_end (&dict));
}

/* ---- the desk ---- */

static void
begun_cb (Room *room, gint64 act, const char *name, GVariant *args)
{
  g_assert_cmpstr (name, ==, "camera.export");
  room->acts++;
}

static void
room_init (Room *room)
{
  *room = (Room){.there = g_dir_make_tmp ("tc-export-there-XXXXXX", NULL),
                 .here = g_dir_make_tmp ("tc-export-here-XXXXXX", NULL),
                 .key = tc_key_generate ()};
  room->path = g_build_filename (room->there, CLIP, NULL);
  write_clip (room, 'a');
  write_evidence (room, FROM_US);
  listen (room, 0);
  give_ticket (room, "vé", FALSE);
  room->desk = tc_desk_open (NULL, NULL);
  tc_room_desk_add_cameras (room->desk);
  tc_desk_start (room->desk);
  g_signal_connect_swapped (room->desk, "act-begun", G_CALLBACK (begun_cb), room);
  room->exports = tc_camera_exports_new (room->desk);
  tc_room_desk_set_export ("made");
}

static void
room_clear (Room *room)
{
  g_signal_handlers_disconnect_by_data (room->desk, room);
  tc_camera_exports_stop (room->exports);
  g_object_unref (room->exports);
  tc_desk_stop (room->desk);
  g_object_unref (room->desk);
  tc_room_desk_set_fetch (NULL);
  g_object_unref (room->http);
  tc_key_free (room->key);
  remove_tree (room->there);
  remove_tree (room->here);
  g_free (room->there);
  g_free (room->here);
  g_free (room->path);
}

/* @id: 0: the desk makes one */
static TcCameraExport *
begin_with (Room *room, gint64 number, gint64 id)
{
  const TcCameraExportWish wish = {.id = id,
                                   .camera_id = tc_room_desk_get_camera (room->desk, number),
                                   .number = number,
                                   .camera = (char *) "Ngã tư/Trần",
                                   .from_us = FROM_US,
                                   .until_us = UNTIL_US,
                                   .incident = (char *) "",
                                   .reason = (char *) "xin trích"};
  g_autoptr (TcCameraExport) export = NULL;

  g_assert_true (tc_camera_exports_add (room->exports, &wish, room->here));
  export = g_list_model_get_item (tc_camera_exports_get_list (room->exports), 0);
  return export; /* the list holds it */
}

static TcCameraExport *
begin (Room *room)
{
  return begin_with (room, 114, 0);
}

static guint
count_here (Room *room)
{
  g_autoptr (GDir) dir = g_dir_open (room->here, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
check_failed (Room *room, const char *why, guint n_here)
{
  TcCameraExport *export = begin (room);

  wait_until (tc_camera_export_is_over (export));
  g_assert_cmpint (tc_camera_export_get_state (export), ==, TC_EXPORT_FAILED);
  g_assert_cmpstr (tc_camera_export_get_why (export), ==, why);
  g_assert_cmpuint (count_here (room), ==, n_here);
}

/* Whole, under a name of its own; a second one has another. */
static void
test_fetch (void)
{
  g_autoptr (TcCameraExports) again = NULL;
  g_autoptr (TcCameraExport) kept = NULL;
  g_autofree char *clip = NULL, *content = NULL, *word = NULL, *kept_word = NULL;
  TcCameraExport *export;
  gsize size = 0;
  Room room;

  room_init (&room);
  export = begin (&room);
  wait_until (tc_camera_export_is_over (export));
  g_assert_cmpint (tc_camera_export_get_state (export), ==, TC_EXPORT_DONE);
  clip = g_build_filename (tc_camera_export_get_folder (export), CLIP, NULL);
  g_assert_true (g_file_get_contents (clip, &content, &size, NULL));
  g_assert_cmpuint (size, ==, CLIP_SIZE);
  word = tc_camera_export_word (export);
  g_assert_nonnull (strstr (word, "The media host has it, too, until "));
  g_assert_nonnull (strstr (tc_camera_export_get_folder (export), "camera 114 Ngã tư Trần"));
  export = begin (&room);
  wait_until (tc_camera_export_is_over (export));
  g_assert_true (g_str_has_suffix (tc_camera_export_get_folder (export), " (2)"));
  g_assert_cmpuint (count_here (&room), ==, 2);
  /* It is known after a restart. */
  again = tc_camera_exports_new (room.desk);
  g_assert_cmpuint (g_list_model_get_n_items (tc_camera_exports_get_list (again)), ==, 2);
  kept = g_list_model_get_item (tc_camera_exports_get_list (again), 0);
  g_assert_cmpint (tc_camera_export_get_state (kept), ==, TC_EXPORT_DONE);
  g_assert_cmpstr (tc_camera_export_get_folder (kept), ==, tc_camera_export_get_folder (export));
  g_assert_cmpuint (tc_camera_exports_count_open (again), ==, 0);
  kept_word = tc_camera_export_word (kept);
  g_assert_nonnull (strstr (kept_word, strstr (word, "The media host has it, too, until ")));
  room_clear (&room);
}

/* The part that came is gone on with. */
static void
test_resume (void)
{
  g_autofree char *part = NULL, *file = NULL, *half = g_strnfill (CLIP_SIZE / 2, 'a');
  TcCameraExport *export;
  Room room;

  room_init (&room);
  part = g_build_filename (room.here, ".0000000000000009.part", NULL);
  file = g_build_filename (part, CLIP ".part", NULL);
  g_assert_cmpint (g_mkdir (part, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, half, -1, NULL));
  export = begin_with (&room, 114, 9);
  wait_until (tc_camera_export_is_over (export));
  g_assert_cmpint (tc_camera_export_get_state (export), ==, TC_EXPORT_DONE);
  g_assert_cmpuint (room.ranges, >=, 1);
  room_clear (&room);
}

static void
test_refused (void)
{
  Room room;

  room_init (&room);
  /* Of another span than what was asked for; of another host; of nothing. */
  write_evidence (&room, FROM_US + 1);
  check_failed (&room, "signature", 0);
  write_evidence (&room, FROM_US);
  tc_key_free (room.key);
  room.key = tc_key_generate ();
  give_ticket (&room, "vé", FALSE);
  check_failed (&room, "signature", 0);
  tc_room_desk_set_export ("nothing");
  check_failed (&room, "nothing", 0);
  room_clear (&room);
}

/* Who isn't the host that was named gets no ticket; it is tried again, and can be given up. */
static void
test_stranger (void)
{
  g_autofree char *words = NULL;
  TcCameraExport *export;
  Room room;

  room_init (&room);
  give_ticket (&room, "vé", TRUE);
  export = begin (&room);
  do {
    g_main_context_iteration (NULL, TRUE);
    g_free (words);
    words = tc_camera_export_word (export);
  } while (!g_str_has_prefix (words, "Waits: "));
  g_assert_cmpuint (room.requests, ==, 0);
  tc_camera_export_cancel (export);
  g_assert_cmpint (tc_camera_export_get_state (export), ==, TC_EXPORT_CANCELLED);
  g_assert_cmpuint (count_here (&room), ==, 0);
  room_clear (&room);
}

/* A host that was started again is asked by the same number, which is nobody's act; one that loses
 * it always isn't. */
static void
test_lost (void)
{
  TcCameraExport *export;
  guint n_before;
  gint64 id;
  Room room;

  room_init (&room);
  n_before = tc_room_desk_get_exports ();
  tc_room_desk_lose_exports (2);
  export = begin (&room);
  id = tc_camera_export_get_wish (export)->id;
  g_assert_cmpint (id, >, 0);
  wait_until (tc_camera_export_is_over (export));
  g_assert_cmpint (tc_camera_export_get_state (export), ==, TC_EXPORT_DONE);
  g_assert_cmpint (tc_room_desk_get_export_id (), ==, id);
  g_assert_cmpuint (tc_room_desk_get_exports () - n_before, ==, 3);
  g_assert_cmpuint (room.acts, ==, 1);
  tc_room_desk_lose_exports (100);
  check_failed (&room, "camera.no-export", 1);
  g_assert_cmpint (tc_room_desk_get_export_id (), !=, id);
  g_assert_cmpuint (room.acts, ==, 2);
  /* A person who tries again has another one. */
  tc_room_desk_lose_exports (0);
  id = tc_room_desk_get_export_id ();
  export = g_list_model_get_item (tc_camera_exports_get_list (room.exports), 0);
  tc_camera_export_go (export);
  wait_until (tc_camera_export_is_over (export));
  g_assert_cmpint (tc_camera_export_get_state (export), ==, TC_EXPORT_DONE);
  g_assert_cmpint (tc_room_desk_get_export_id (), !=, id);
  g_assert_cmpuint (room.acts, ==, 3);
  g_object_unref (export);
  room_clear (&room);
}

static gint64
get_wait_us (TcCameraExport *export)
{
  return tc_camera_export_get_next_us (export) - g_get_real_time ();
}

/* What can't be had is tried again after waits that double, at once if a person says so; by a
 * number that is known after a restart, though nobody has answered. It was one act, whoever is
 * there when it goes on. */
static void
test_wait (void)
{
  g_autoptr (TcCameraExports) again = NULL;
  g_autoptr (TcCameraExport) kept = NULL;
  g_autofree char *words = NULL;
  TcCameraExport *export;
  gint64 first_us;
  Room room;

  room_init (&room);
  export = begin_with (&room, TC_ROOM_CAMERA_DENIED, 0);
  wait_until (tc_camera_export_get_next_us (export));
  first_us = tc_camera_export_get_next_us (export);
  g_assert_cmpint (get_wait_us (export), >, 3 * G_USEC_PER_SEC);
  g_assert_cmpint (get_wait_us (export), <=, 5 * G_USEC_PER_SEC);
  words = tc_camera_export_word (export);
  g_assert_nonnull (strstr (words, "It is tried again at "));
  wait_until (tc_camera_export_get_next_us (export) > first_us);
  g_assert_cmpint (g_get_real_time (), >=, first_us - G_USEC_PER_SEC / 10);
  g_assert_cmpint (get_wait_us (export), >, 7 * G_USEC_PER_SEC);
  g_assert_cmpint (get_wait_us (export), <=, 10 * G_USEC_PER_SEC);
  first_us = tc_camera_export_get_next_us (export);
  tc_camera_export_try_now (export);
  wait_until (get_wait_us (export) > 3 * G_USEC_PER_SEC);
  g_assert_cmpint (tc_camera_export_get_next_us (export), <, first_us);
  again = tc_camera_exports_new (room.desk);
  kept = g_list_model_get_item (tc_camera_exports_get_list (again), 0);
  g_assert_cmpint (tc_camera_export_get_state (kept), ==, TC_EXPORT_ASKED);
  g_assert_cmpint (tc_camera_export_get_wish (kept)->id, ==,
                   tc_camera_export_get_wish (export)->id);
  g_assert_cmpint (tc_camera_export_get_wish (kept)->id, >, 0);
  tc_camera_exports_go (again);
  wait_until (tc_camera_export_get_next_us (kept));
  tc_camera_exports_stop (again);
  g_assert_cmpuint (room.acts, ==, 1);
  room_clear (&room);
}

/* A manifest of another copy of the same span isn't this one's. */
static void
test_number (void)
{
  TcCameraExport *export;
  Room room;

  room_init (&room);
  room.copy = 9;
  write_evidence (&room, FROM_US);
  check_failed (&room, "signature", 0);
  export = begin_with (&room, 114, 9);
  wait_until (tc_camera_export_is_over (export));
  g_assert_cmpint (tc_camera_export_get_state (export), ==, TC_EXPORT_DONE);
  room_clear (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/camera-exports/fetch", test_fetch);
  g_test_add_func ("/camera-exports/resume", test_resume);
  g_test_add_func ("/camera-exports/refused", test_refused);
  g_test_add_func ("/camera-exports/stranger", test_stranger);
  g_test_add_func ("/camera-exports/lost", test_lost);
  g_test_add_func ("/camera-exports/wait", test_wait);
  g_test_add_func ("/camera-exports/number", test_number);
  return g_test_run ();
}
