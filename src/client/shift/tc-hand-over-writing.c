/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing a sheet and signing one; see the header.
 */
#include "tc-hand-over-writing.h"

#include "tc-now.h"
#include "tc-people.h"
#include "tc-refusal-words.h"
#include "tc-shift-operations.h"

#include <glib/gi18n-lib.h>

#define HOUR_US ((gint64) 3600 * G_USEC_PER_SEC)
/* Who was on duty so long ago may still hand over. */
#define LATE_US (2 * HOUR_US)
/* Without a roster. */
#define SPAN_MIN_US (8 * HOUR_US)
#define SPAN_MAX_US (24 * HOUR_US)

/* ---- a draft ---- */

void
tc_hand_over_draft_free (TcHandOverDraft *draft)
{
  if (!draft)
    return;
  tc_duty_shift_free (draft->shift);
  tc_hand_over_facts_free (draft->facts);
  g_free (draft->person);
  g_free (draft->desk);
  g_free (draft);
}

static gboolean
is_on (const TcDutyShift *shift, gint64 staff_id)
{
  for (guint i = 0; i < shift->people->len; i++)
    if (((TcOnDuty *) shift->people->pdata[i])->staff_id == staff_id)
      return TRUE;
  return FALSE;
}

/* Of the shifts at @at_us that of @staff_id; 0: the first. (transfer full) (nullable) */
static TcDutyShift *
find_at (TcDatabase *db, gint64 centre_id, gint64 staff_id, gint64 at_us)
{
  g_autoptr (GPtrArray) shifts = tc_duty_at (db, centre_id, at_us);

  for (guint i = 0; i < shifts->len; i++)
    if (!staff_id || is_on (shifts->pdata[i], staff_id))
      return g_ptr_array_steal_index (shifts, i);
  return NULL;
}

static TcDutyShift *
find_shift (TcDatabase *db, gint64 staff_id, gint64 now_us)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  gint64 centre_id = province ? province->centre_id : 0;
  TcDutyShift *shift = find_at (db, centre_id, staff_id, now_us);

  if (!shift)
    shift = find_at (db, centre_id, staff_id, now_us - LATE_US);
  return shift ? shift : find_at (db, centre_id, 0, now_us);
}

static gpointer
read_draft (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcHandOverDraft *asked = data;
  TcHandOverDraft *draft = g_new0 (TcHandOverDraft, 1);
  gint64 last_us = tc_hand_over_last_us (db, asked->now_us);

  draft->now_us = asked->now_us;
  draft->staff_id = asked->staff_id;
  draft->person = g_strdup (asked->person);
  draft->desk = g_strdup (asked->desk);
  draft->waiting = asked->waiting;
  draft->attention = asked->attention;
  draft->shift = find_shift (db, asked->staff_id, asked->now_us);
  draft->shift_id = draft->shift ? draft->shift->shift_id : 0;
  draft->until_us = asked->now_us;
  if (draft->shift)
    draft->from_us = draft->shift->from_us;
  else
    draft->from_us = CLAMP (last_us, asked->now_us - SPAN_MAX_US, asked->now_us - SPAN_MIN_US);
  draft->facts = tc_hand_over_facts_read (db, draft->from_us, draft->until_us, asked->now_us,
                                          asked->staff_id);
  return draft;
}

void
tc_hand_over_draft_async (TcDesk *desk, GAsyncReadyCallback callback, gpointer data)
{
  TcHandOverDraft *asked = g_new0 (TcHandOverDraft, 1);

  asked->now_us = tc_now_us ();
  asked->staff_id = tc_desk_get_person (desk);
  asked->waiting = tc_desk_get_pending (desk);
  asked->attention = tc_desk_get_attention (desk);
  g_object_get (desk, "person-name", &asked->person, "name", &asked->desk, NULL);
  tc_worker_run_async (tc_desk_get_reader (desk), read_draft, asked,
                       (GDestroyNotify) tc_hand_over_draft_free,
                       (GDestroyNotify) tc_hand_over_draft_free, NULL, callback, data);
}

TcHandOverDraft *
tc_hand_over_draft_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

char *
tc_hand_over_draft_dup_text (const TcHandOverDraft *draft, const char *remark)
{
  TcHandOverFrame frame = {draft->shift, draft->person, draft->desk, draft->waiting,
                           draft->attention};

  return tc_hand_over_word_text (draft->facts, &frame, remark, draft->now_us);
}

/* ---- signing ---- */

/* What is submitted once the password was right. */
typedef struct {
  gint64 hand_over_id;
  gint64 staff_id;
  gint64 shift_id;
  gint64 from_us;
  gint64 until_us;
  char *text;     /* (owned) (nullable): to be handed over */
  GBytes *sha256; /* (owned) (nullable): to be taken over */
} Signing;

static void
free_signing (gpointer data)
{
  Signing *signing = data;

  g_free (signing->text);
  g_clear_pointer (&signing->sha256, g_bytes_unref);
  g_free (signing);
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_pointer (task, tc_verdict_finish_word (TC_OPERATION_SINK (source), result), g_free);
}

static void
submit (TcDesk *desk, GTask *task, const Signing *signing)
{
  TcOperationSink *sink = TC_OPERATION_SINK (desk);

  if (signing->text)
    tc_operation_sink_submit_async (sink, &tc_hand_over_type,
                                    &(TcHandOver){signing->hand_over_id, signing->shift_id,
                                                  signing->from_us, signing->until_us,
                                                  signing->text},
                                    NULL, submitted_cb, g_object_ref (task));
  else
    tc_operation_sink_submit_async (sink, &tc_take_over_type,
                                    &(TcTakeOver){signing->hand_over_id, signing->sha256}, NULL,
                                    submitted_cb, g_object_ref (task));
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcDesk *desk = TC_DESK (source);
  const Signing *signing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_confirm_finish (desk, result, &error);

  if (error)
    g_task_return_pointer (task, tc_fault_word (error), g_free);
  else if (refusal && g_str_equal (refusal->code, "sign-in.failed"))
    g_task_return_pointer (task, g_strdup (_ ("The password is wrong. Nothing was signed.")),
                           g_free);
  else if (refusal)
    g_task_return_pointer (task, tc_refusal_word (refusal, tc_now_us ()), g_free);
  else if (tc_desk_get_person (desk) != signing->staff_id)
    g_task_return_pointer (
        task, g_strdup (_ ("Somebody else has signed in meanwhile. Nothing was signed.")), g_free);
  else
    submit (desk, task, signing);
}

/* @signing: taken */
static void
sign (TcDesk *desk, Signing *signing, const char *password, GAsyncReadyCallback callback,
      gpointer data)
{
  GTask *task = g_task_new (desk, NULL, callback, data);

  g_task_set_task_data (task, signing, free_signing);
  tc_desk_confirm_async (desk, password, confirmed_cb, task);
}

void
tc_hand_over_sign_async (TcDesk *desk, const TcHandOverDraft *draft, const char *remark,
                         const char *password, GAsyncReadyCallback callback, gpointer data)
{
  Signing *signing = g_new0 (Signing, 1);

  *signing = (Signing){tc_operation_sink_make_id (TC_OPERATION_SINK (desk)),
                       draft->staff_id,
                       draft->shift_id,
                       draft->from_us,
                       draft->until_us,
                       tc_hand_over_draft_dup_text (draft, remark),
                       NULL};
  sign (desk, signing, password, callback, data);
}

void
tc_hand_over_take_async (TcDesk *desk, const TcHandOverSheet *sheet, const char *password,
                         GAsyncReadyCallback callback, gpointer data)
{
  Signing *signing = g_new0 (Signing, 1);

  signing->hand_over_id = sheet->id;
  signing->staff_id = tc_desk_get_person (desk);
  /* Of what stands here: it is what is signed. */
  signing->sha256 = tc_hand_over_hash_text (sheet->text);
  sign (desk, signing, password, callback, data);
}

char *
tc_hand_over_signed_finish (TcDesk *desk, GAsyncResult *result, gint64 *id)
{
  *id = ((const Signing *) g_task_get_task_data (G_TASK (result)))->hand_over_id;
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
