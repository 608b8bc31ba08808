/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages of orders; see the header. A request is carried from callback to callback in one struct,
 * the visit, which lives as long as its request.
 */
#include "tc-unit-page-gateway.h"

#include "tc-error.h"
#include "tc-incident-operations.h"
#include "tc-limits.h"
#include "tc-open311-media.h"
#include "tc-page-presses.h"
#include "tc-page-writer.h"
#include "tc-rate-limiter.h"
#include "tc-text.h"

#include <string.h>

#define FORM_FIELDS_MAX 8
/* A form beside its photo. */
#define FORM_BYTES_MAX (64 * 1024)
/* Photos that come at once; each is held in memory. */
#define UPLOADS_MAX 8
#define RETRY_S "30"

struct _TcUnitPageGateway {
  GObject parent;
  TcOperationSink *sink; /* (owned) */
  TcWorker *reader;      /* (owned) */
  TcUnitPageOptions options;
  const char *path;       /* (unowned): a constant of the server */
  char *policy;           /* (owned) */
  TcRateLimiter *presses; /* (owned): by order */
  TcRateLimiter *talk;    /* (owned): by order, of its messages */
  TcPagePresses *used;    /* (owned) */
  guint n_uploads;
};

G_DEFINE_FINAL_TYPE (TcUnitPageGateway, tc_unit_page_gateway, G_TYPE_OBJECT)

const TcUnitPageOptions tc_unit_page_options_default = {
    .photo_bytes_max = 12 * 1000 * 1000,
    .offset_s = 7 * 3600,
    .rate_per_minute = 240,
    .presses_per_minute = 30,
    .messages_per_minute = 6,
};

typedef enum {
  DO_ACCEPT,
  DO_ARRIVE,
  DO_DONE,
  DO_RETURN,
  DO_PHOTO,
  DO_SAY,
} What;

typedef struct {
  TcUnitPageGateway *gateway; /* (owned) */
  TcPageLink link;
  char *text; /* (owned): the link as it came */
  TcPageLanguage language;
  gint64 photo_id;  /* of a GET: the one asked for; 0: the page */
  TcUnitPage *page; /* (owned) (nullable): once read */
  gboolean uploads; /* counted in n_uploads */
  /* Of a press. */
  What what;
  gint64 press_id;
  gboolean used;    /* it was put among the used ones by this visit, and isn't settled */
  char *note;       /* (owned) (nullable) */
  TcPageWord why;   /* with DO_RETURN; TC_SAY_NOTHING: what the note says */
  GBytes *photo;    /* (owned) (nullable) */
  const char *type; /* (unowned): of the photo */
  TcPageWord kept;  /* what is said once the page was read again; TC_SAY_NOTHING: it isn't yet */
} Visit;

static void
free_visit (gpointer data)
{
  Visit *visit = data;

  visit->gateway->n_uploads -= visit->uploads;
  g_object_unref (visit->gateway);
  g_free (visit->text);
  g_clear_pointer (&visit->page, tc_unit_page_free);
  g_free (visit->note);
  g_clear_pointer (&visit->photo, g_bytes_unref);
  g_free (visit);
}

static gint64
get_now (void)
{
  return g_get_real_time ();
}

/* ---- answering ---- */

static void
add_headers (TcUnitPageGateway *self, TcHttpRequest *request)
{
  static const struct {
    const char *name, *value;
  } headers[] = {
      {"Cache-Control", "no-store"},
      {"Referrer-Policy", "no-referrer"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"X-Robots-Tag", "noindex, nofollow"},
      {"Vary", "Accept-Language"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    tc_http_request_add_header (request, headers[i].name, headers[i].value);
  tc_http_request_add_header (request, "Content-Security-Policy", self->policy);
}

static void
answer_page (TcUnitPageGateway *self, TcHttpRequest *request, guint status, const TcPageView *view)
{
  g_autofree char *html = tc_page_write (view);

  add_headers (self, request);
  tc_http_request_add_header (request, "Content-Language",
                              tc_page_language_get_code (view->language));
  if (status == 503 || status == 429)
    tc_http_request_add_header (request, "Retry-After", RETRY_S);
  tc_http_request_answer_text (request, status, "text/html; charset=utf-8", html);
}

static TcPageLanguage
choose_language (TcHttpRequest *request)
{
  return tc_page_language_choose (tc_http_request_get_header (request, "Accept-Language"));
}

/* Nothing of the order. */
static void
answer_word (TcUnitPageGateway *self, TcHttpRequest *request, guint status, TcPageWord said)
{
  const TcPageView view = {.language = choose_language (request), .said = said};

  answer_page (self, request, status, &view);
}

/* The page, with what is to be said of a press. */
static void
answer_visit (TcHttpRequest *request, guint status, TcPageWord said)
{
  Visit *visit = tc_http_request_get_state (request);
  TcUnitPageGateway *self = visit->gateway;
  gboolean more = visit->page->sent_photos < TC_UNIT_PAGE_SENT_PHOTOS_MAX;
  g_autofree char *press = tc_page_press_make (&self->options.key, &visit->link,
                                               tc_operation_sink_make_id (self->sink));
  const TcPageView view = {
      .language = visit->language,
      .said = said,
      .good = status == 200,
      .page = visit->page,
      .link = visit->text,
      .press = press,
      .now_us = get_now (),
      .offset_s = self->options.offset_s,
      .photo_bytes_max = more ? self->options.photo_bytes_max : 0,
  };

  answer_page (self, request, status, &view);
}

/* ---- presses that were used ---- */

static void
use_press (Visit *visit)
{
  tc_page_presses_use (visit->gateway->used, visit->press_id, visit->what);
  visit->used = TRUE;
}

static void
settle_press (Visit *visit)
{
  tc_page_presses_settle (visit->gateway->used, visit->press_id, visit->what);
  visit->used = FALSE;
}

static void
give_press_back (Visit *visit)
{
  if (visit->used)
    tc_page_presses_give_back (visit->gateway->used, visit->press_id, visit->what);
  visit->used = FALSE;
}

static void
fail (TcHttpRequest *request, const GError *error)
{
  Visit *visit = tc_http_request_get_state (request);

  if (!g_error_matches (error, TC_ERROR, TC_ERROR_BUSY))
    g_warning ("the page of an order failed: %s", error->message);
  give_press_back (visit);
  answer_word (visit->gateway, request, 503, TC_SAY_BUSY);
}

/* ---- reading the order ---- */

static gpointer
read_order (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_unit_page_get (db, *(const gint64 *) data);
}

static void carry_out (TcHttpRequest *request, Visit *visit);
static void answer_photo (TcHttpRequest *request, Visit *visit);

/* FALSE, and answered: the link is of no use any more. */
static gboolean
check_order (TcHttpRequest *request, Visit *visit)
{
  TcPageWord trouble = !visit->page                                    ? TC_SAY_ORDER_GONE
                       : visit->page->renewals != visit->link.renewals ? TC_SAY_LINK_RENEWED
                                                                       : TC_SAY_NOTHING;

  if (trouble == TC_SAY_NOTHING)
    return TRUE;
  answer_word (visit->gateway, request, 410, trouble);
  return FALSE;
}

/* Nothing was kept; else what is said of the press is good. */
static gboolean
is_refused (const Visit *visit)
{
  return visit->kept == TC_SAY_CHANGED || visit->kept == TC_SAY_TALK_FULL;
}

static void
order_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcHttpRequest) request = data;
  Visit *visit = tc_http_request_get_state (request);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&visit->page, tc_unit_page_free);
  visit->page = tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    fail (request, error);
  else if (!check_order (request, visit))
    return;
  else if (visit->kept != TC_SAY_NOTHING)
    answer_visit (request, is_refused (visit) ? 409 : 200, visit->kept);
  else if (visit->press_id)
    carry_out (request, visit);
  else if (visit->photo_id)
    answer_photo (request, visit);
  else
    answer_visit (request, 200, TC_SAY_NOTHING);
}

static void
read_page (TcHttpRequest *request, Visit *visit)
{
  tc_worker_run_async (visit->gateway->reader, read_order,
                       g_memdup2 (&visit->link.task_id, sizeof (gint64)), g_free,
                       (GDestroyNotify) tc_unit_page_free, NULL, order_cb, g_object_ref (request));
}

static void
answer_photo (TcHttpRequest *request, Visit *visit)
{
  TcUnitPageGateway *self = visit->gateway;
  GArray *photos = visit->page->photos;

  for (guint i = 0; tc_unit_page_is_open (visit->page) && i < photos->len; i++) {
    const TcUnitPagePhoto *photo = &g_array_index (photos, TcUnitPagePhoto, i);
    g_autofree char *file = NULL;

    if (photo->id != visit->photo_id)
      continue;
    file = self->options.dup_file_path (photo->hash, self->options.data);
    add_headers (self, request);
    tc_http_request_answer_file (request, file, photo->media_type, photo->hash);
    return;
  }
  answer_word (self, request, 404, TC_SAY_LINK_WRONG);
}

/* ---- a press becomes an operation ---- */

static void
said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcHttpRequest) request = data;
  Visit *visit = tc_http_request_get_state (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict) {
    fail (request, error);
    return;
  }
  if (!verdict->refusal)
    visit->kept = visit->what == DO_PHOTO ? TC_SAY_PHOTO_KEPT
                  : visit->what == DO_SAY ? TC_SAY_SENT_WORD
                                          : TC_SAY_KEPT;
  else if (g_str_equal (verdict->refusal->code, "incident.id-used"))
    visit->kept = TC_SAY_AGAIN;
  else
    visit->kept = g_str_equal (verdict->refusal->code, "task.talk-full") ? TC_SAY_TALK_FULL
                                                                         : TC_SAY_CHANGED;
  if (is_refused (visit))
    give_press_back (visit);
  else
    settle_press (visit);
  read_page (request, visit);
}

static void
submit (TcHttpRequest *request, Visit *visit, const TcOperationType *type, gconstpointer args)
{
  tc_operation_sink_submit_async (visit->gateway->sink, type, args, NULL, said_cb,
                                  g_object_ref (request));
}

/* The reason is kept in Vietnamese, which those who read it speak, whatever the telephone does. */
static void
submit_return (TcHttpRequest *request, Visit *visit)
{
  const char *why = tc_page_word (visit->why, TC_PAGE_VI);
  g_autofree char *text = visit->why == TC_SAY_NOTHING ? g_strdup (visit->note)
                          : visit->note ? g_strdup_printf ("%s. %s", why, visit->note)
                                        : g_strdup (why);
  const TcIncidentReturn args = {visit->page->incident_id, visit->page->task_id, 0, text,
                                 TC_VIA_PAGE};

  submit (request, visit, &tc_incident_return_type, &args);
}

static void
attach (TcHttpRequest *request, Visit *visit, const char *hash)
{
  const char *ending = g_str_equal (visit->type, "image/png")    ? "png"
                       : g_str_equal (visit->type, "image/webp") ? "webp"
                                                                 : "jpg";
  g_autofree char *name = g_strdup_printf ("%s-%" G_GINT64_FORMAT ".%s", visit->page->code,
                                           visit->page->sent_photos + 1, ending);
  const TcIncidentAttach args = {
      .incident_id = visit->page->incident_id,
      .attachment_id = visit->press_id,
      .hash = hash,
      .media_type = visit->type,
      .size = (gint64) g_bytes_get_size (visit->photo),
      .name = name,
      .kind = "original",
      .taken_us = TC_NONE,
      .public_ = 0,
      .task_id = visit->page->task_id,
  };

  submit (request, visit, &tc_incident_attach_type, &args);
}

static void
keep_photo (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Visit *visit = data;
  const TcUnitPageOptions *options = &visit->gateway->options;
  GError *error = NULL;
  char *hash = options->keep_photo (visit->photo, options->data, &error);

  if (hash)
    g_task_return_pointer (task, hash, g_free);
  else
    g_task_return_error (task, error);
}

static void
photo_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcHttpRequest *request = TC_HTTP_REQUEST (source); /* the task holds it */
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = g_task_propagate_pointer (G_TASK (result), &error);

  if (hash)
    attach (request, tc_http_request_get_state (request), hash);
  else
    fail (request, error);
}

static void
submit_photo (TcHttpRequest *request, Visit *visit)
{
  g_autoptr (GTask) task = NULL;

  if (visit->page->sent_photos >= TC_UNIT_PAGE_SENT_PHOTOS_MAX) {
    give_press_back (visit);
    answer_visit (request, 409, TC_SAY_PHOTO_MANY);
    return;
  }
  task = g_task_new (request, NULL, photo_kept_cb, NULL);
  g_task_set_task_data (task, visit, NULL);
  g_task_run_in_thread (task, keep_photo);
}

/* Under the id of the press, so that it is kept once, also after a restart. */
static void
submit_message (TcHttpRequest *request, Visit *visit)
{
  const TcTaskSay args = {visit->page->incident_id, visit->page->task_id, visit->press_id,
                          visit->note, TC_VIA_PAGE};

  submit (request, visit, &tc_task_say_type, &args);
}

/* Whether its button would stand on the page now. */
static gboolean
is_possible (const Visit *visit)
{
  const TcUnitPage *page = visit->page;
  gboolean sent = g_strcmp0 (page->state, "sent") == 0;

  if (!tc_unit_page_is_open (page))
    return FALSE;
  switch (visit->what) {
  case DO_ACCEPT:
    return sent;
  case DO_ARRIVE:
    return page->scene_us == TC_NONE;
  case DO_DONE:
    return !sent;
  case DO_RETURN:
  case DO_PHOTO:
  case DO_SAY:
    return TRUE;
  }
  g_assert_not_reached ();
}

/* FALSE, and answered: it was pressed before, or its button wouldn't stand there now. */
static gboolean
check_press (TcHttpRequest *request, const Visit *visit)
{
  TcPressState before = tc_page_presses_find (visit->gateway->used, visit->press_id, visit->what);

  if (before == TC_PRESS_SETTLED)
    answer_visit (request, 200, TC_SAY_AGAIN);
  else if (before == TC_PRESS_UNDER_WAY)
    answer_word (visit->gateway, request, 503, TC_SAY_BUSY);
  else if (!is_possible (visit))
    answer_visit (request, 409, TC_SAY_CHANGED);
  else
    return TRUE;
  return FALSE;
}

static void
carry_out (TcHttpRequest *request, Visit *visit)
{
  const TcIncidentTask task = {visit->page->incident_id, visit->page->task_id, NULL, TC_VIA_PAGE};
  const TcIncidentProgress progress = {task.incident_id, task.task_id, visit->note, TC_VIA_PAGE};

  if (!check_press (request, visit))
    return;
  use_press (visit);
  switch (visit->what) {
  case DO_ACCEPT:
    submit (request, visit, &tc_incident_acknowledge_type, &task);
    break;
  case DO_ARRIVE:
    submit (request, visit, &tc_incident_arrive_type, &task);
    break;
  case DO_DONE:
    submit (request, visit, &tc_incident_resolve_type, &progress);
    break;
  case DO_RETURN:
    submit_return (request, visit);
    break;
  case DO_PHOTO:
    submit_photo (request, visit);
    break;
  case DO_SAY:
    submit_message (request, visit);
    break;
  }
}

/* ---- reading a press ---- */

/* What a form says, from either kind of body. */
typedef struct {
  char *press; /* (owned) (nullable), like all of it */
  char *what;
  char *reason;
  char *text;
} Form;

static void
clear_form (Form *form)
{
  g_free (form->press);
  g_free (form->what);
  g_free (form->reason);
  g_free (form->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Form, clear_form)

static gboolean
read_multipart (TcHttpRequest *request, Visit *visit, Form *form)
{
  g_autoptr (GPtrArray)
      parts = tc_http_parse_multipart (tc_http_request_get_header (request, "Content-Type"),
                                       tc_http_request_get_body (request), FORM_FIELDS_MAX, NULL);
  GBytes *photo = parts ? tc_http_multipart_get (parts, "photo") : NULL;

  if (!parts)
    return FALSE;
  form->press = tc_http_multipart_dup_text (parts, "press");
  form->what = tc_http_multipart_dup_text (parts, "do");
  visit->photo = photo ? g_bytes_ref (photo) : NULL;
  return TRUE;
}

static gboolean
read_fields (TcHttpRequest *request, Form *form)
{
  gsize size;
  const char *body = g_bytes_get_data (tc_http_request_get_body (request), &size);
  g_autoptr (GPtrArray) fields = tc_http_parse_form (body ? body : "", size, FORM_FIELDS_MAX, NULL);

  if (!fields || size > FORM_BYTES_MAX)
    return FALSE;
  form->press = g_strdup (tc_http_form_get (fields, "press"));
  form->what = g_strdup (tc_http_form_get (fields, "do"));
  form->reason = g_strdup (tc_http_form_get (fields, "reason"));
  form->text = g_strdup (tc_http_form_get (fields, "text"));
  return TRUE;
}

static gboolean
find_what (const Form *form, What *what)
{
  static const char *const names[] = {
      [DO_ACCEPT] = "accept", [DO_ARRIVE] = "arrive", [DO_DONE] = "done",
      [DO_RETURN] = "return", [DO_PHOTO] = "photo",   [DO_SAY] = "say",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (form->what, names[i]) == 0) {
      *what = (What) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* What is wrong with the note and the reason; TC_SAY_NOTHING: nothing is. */
static TcPageWord
read_note (const Form *form, Visit *visit)
{
  static const char *const reasons[] = {"busy", "means", "others"};
  /* The reason's words stand before it. */
  gsize room = visit->what == DO_SAY ? TC_MESSAGE_CHARS_MAX : TC_REASON_CHARS_MAX - 100;

  if (form->text && *form->text) {
    visit->note = tc_text_clean (form->text, TC_TEXT_PARAGRAPH, room);
    if (!visit->note)
      return TC_SAY_TOO_LONG;
    if (!*visit->note)
      g_clear_pointer (&visit->note, g_free);
  }
  if (visit->what == DO_SAY && !visit->note)
    return TC_SAY_NO_WORD;
  if (visit->what != DO_RETURN)
    return TC_SAY_NOTHING;
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (form->reason, reasons[i]) == 0)
      visit->why = (TcPageWord) (TC_SAY_REASON_BUSY + i);
  return visit->why == TC_SAY_NOTHING && !visit->note ? TC_SAY_REASON_NEEDED : TC_SAY_NOTHING;
}

static TcPageWord
read_photo (Visit *visit)
{
  gsize size = 0;
  const guint8 *bytes = visit->photo ? g_bytes_get_data (visit->photo, &size) : NULL;

  if (visit->what != DO_PHOTO)
    return TC_SAY_NOTHING;
  if (size == 0)
    return TC_SAY_NO_PHOTO;
  if ((gint64) size > visit->gateway->options.photo_bytes_max)
    return TC_SAY_PHOTO_LARGE;
  visit->type = tc_open311_media_sniff (bytes, size);
  return visit->type ? TC_SAY_NOTHING : TC_SAY_PHOTO_KIND;
}

static void
press (TcHttpRequest *request, Visit *visit)
{
  TcUnitPageGateway *self = visit->gateway;
  g_autofree char *order = g_strdup_printf ("%" G_GINT64_FORMAT, visit->link.task_id);
  gboolean files = g_str_equal (tc_http_request_get_content_type (request), "multipart/form-data");
  g_auto (Form) form = {NULL};
  TcPageWord trouble = TC_SAY_NOTHING;
  gint64 wait_us;

  if (!tc_rate_limiter_take (self->presses, order, g_get_monotonic_time (), &wait_us)) {
    answer_word (self, request, 429, TC_SAY_TOO_FAST);
    return;
  }
  if (!(files ? read_multipart (request, visit, &form) : read_fields (request, &form)) ||
      !find_what (&form, &visit->what) ||
      !tc_page_press_parse (&self->options.key, &visit->link, form.press, &visit->press_id))
    trouble = TC_SAY_FORM;
  if (trouble == TC_SAY_NOTHING)
    trouble = read_note (&form, visit);
  if (trouble == TC_SAY_NOTHING)
    trouble = read_photo (visit);
  if (trouble == TC_SAY_NOTHING && visit->what == DO_SAY &&
      !tc_rate_limiter_take (self->talk, order, g_get_monotonic_time (), &wait_us))
    trouble = TC_SAY_TALK_FAST;
  if (trouble != TC_SAY_NOTHING)
    answer_word (self, request,
                 trouble == TC_SAY_TALK_FAST     ? 429
                 : trouble == TC_SAY_PHOTO_LARGE ? 413
                 : trouble == TC_SAY_PHOTO_KIND  ? 415
                                                 : 400,
                 trouble);
  else
    read_page (request, visit);
}

/* ---- receiving ---- */

/* "/LINK" or "/LINK/photo/ID" */
static gboolean
parse_path (TcUnitPageGateway *self, const char *rest, Visit *visit)
{
  g_auto (GStrv) parts = g_strsplit (rest, "/", 5);
  guint n = g_strv_length (parts);
  gboolean photo = n == 4 && g_str_equal (parts[2], "photo");

  if ((n != 2 && !photo) || !tc_page_link_parse (&self->options.key, parts[1], &visit->link) ||
      (photo && (!g_ascii_string_to_signed (parts[3], 10, 1, G_MAXINT64, &visit->photo_id, NULL))))
    return FALSE;
  visit->text = g_strdup (parts[1]);
  return TRUE;
}

static void
begin_cb (TcHttpRequest *request, gpointer data)
{
  TcUnitPageGateway *self = data;
  Visit *visit = g_new0 (Visit, 1);
  gint64 size = tc_http_request_get_body_size (request);

  visit->gateway = g_object_ref (self);
  tc_http_request_set_state (request, visit, free_visit);
  visit->language = choose_language (request);
  if (!parse_path (self, tc_http_request_get_rest (request), visit)) {
    answer_word (self, request, 404, TC_SAY_LINK_WRONG);
  } else if (visit->link.until_us <= get_now ()) {
    answer_word (self, request, 410, TC_SAY_LINK_OVER);
  } else if (size < 0 || size > FORM_BYTES_MAX) {
    if (self->n_uploads >= UPLOADS_MAX) {
      answer_word (self, request, 503, TC_SAY_BUSY);
      return;
    }
    self->n_uploads++;
    visit->uploads = TRUE;
  }
}

static void
handle_cb (TcHttpRequest *request, gpointer data)
{
  Visit *visit = tc_http_request_get_state (request);
  gboolean pressed = g_str_equal (tc_http_request_get_method (request), "POST");

  if (pressed && !visit->photo_id)
    press (request, visit);
  else if (pressed)
    answer_word (visit->gateway, request, 404, TC_SAY_LINK_WRONG);
  else
    read_page (request, visit);
}

static void
refuse_cb (TcHttpRequest *request, guint status, gpointer data)
{
  TcUnitPageGateway *self = data;

  if (status == 413)
    answer_word (self, request, status, TC_SAY_PHOTO_LARGE);
  else if (status == 429)
    answer_word (self, request, status, TC_SAY_TOO_FAST);
  else if (status == 404) /* a file: its row comes before it */
    answer_word (self, request, status, TC_SAY_PHOTO_LATER);
}

char *
tc_unit_page_gateway_make_path (TcUnitPageGateway *self, const TcPageLink *link)
{
  g_autofree char *text = tc_page_link_make (&self->options.key, link);

  return g_strconcat (self->path, "/", text, NULL);
}

void
tc_unit_page_gateway_mount (TcUnitPageGateway *self, TcHttpServer *server, const char *path)
{
  const TcHttpRoute route = {
      .path = path,
      .methods = "GET POST",
      .body_bytes_max = self->options.photo_bytes_max + FORM_BYTES_MAX,
      .rate_per_minute = self->options.rate_per_minute,
      .burst = self->options.rate_per_minute,
      .secret = TRUE,
      .handle = handle_cb,
      .begin = begin_cb,
      .refuse = refuse_cb,
  };

  self->path = path;
  tc_http_server_add_route (server, &route, self);
}

TcUnitPageGateway *
tc_unit_page_gateway_new (TcOperationSink *sink, TcWorker *reader, const TcUnitPageOptions *options)
{
  TcUnitPageGateway *self = g_object_new (TC_TYPE_UNIT_PAGE_GATEWAY, NULL);

  self->sink = g_object_ref (sink);
  self->reader = g_object_ref (reader);
  self->options = *options;
  self->presses = tc_rate_limiter_new (options->presses_per_minute, options->presses_per_minute);
  self->talk = tc_rate_limiter_new (options->messages_per_minute, options->messages_per_minute);
  return self;
}

static void
tc_unit_page_gateway_finalize (GObject *object)
{
  TcUnitPageGateway *self = TC_UNIT_PAGE_GATEWAY (object);

  g_clear_object (&self->sink);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->presses, tc_rate_limiter_free);
  g_clear_pointer (&self->talk, tc_rate_limiter_free);
  tc_page_presses_free (self->used);
  g_free (self->policy);
  if (self->options.data_free)
    self->options.data_free (self->options.data);
  explicit_bzero (&self->options.key, sizeof self->options.key);
  G_OBJECT_CLASS (tc_unit_page_gateway_parent_class)->finalize (object);
}

static void
tc_unit_page_gateway_class_init (TcUnitPageGatewayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_unit_page_gateway_finalize;
}

static void
tc_unit_page_gateway_init (TcUnitPageGateway *self)
{
  self->used = tc_page_presses_new ();
  self->policy = tc_page_dup_policy ();
}
