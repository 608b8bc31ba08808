/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call (or a person at the counter) as it is taken down: what becomes a report. Plain data; kept
 * as a draft (tc-intake-drafts.h) until it is logged.
 */
#pragma once

#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-kept-file.h"
#include "tc-place-index.h"

typedef struct {
  gint64 id;        /* of the draft: when it was begun, us, made unique on its desk */
  gint64 staff_id;  /* who began it */
  char *staff_name; /* (owned) (nullable) */

  char *channel; /* (owned): as of TcIncidentReport */
  char *phone;   /* (owned), like all texts: "" where missing */
  char *name;
  char *email;      /* of whom an answer can be sent to, as the next: see has_addresses() */
  char *home;       /* the person's own address */
  char *address;    /* as it was typed, or of the place with what was typed before it */
  char *place_name; /* of the place that was chosen; "": none */
  char *area_name;
  gint64 area_id; /* 0: unknown */
  gint64 lat_e7;  /* TC_NONE: unknown */
  gint64 lon_e7;
  char *text;
  gint64 field_id; /* 0: not chosen */
  char *field_name;
  char *questions;  /* field.attributes of it */
  char *answers;    /* to them, as of tc_answers_write() */
  char *attributes; /* once cleaned: of the report */
  char *language;   /* what the caller speaks: one of tc_report_get_language() */
  gint64 priority;  /* TC_NONE: the field's */
  gboolean on_behalf;
  gboolean anonymous;
  gboolean private_;
  GPtrArray *files; /* (owned) (element-type TcKeptFile): what was attached, oldest first */

  /* Once it was tried: a second try is the same report. */
  gint64 incident_id; /* 0: not yet */
  gint64 report_id;
  gint64 reporter_id;
  char *code; /* (owned): "" */
} TcIntakeForm;

TcIntakeForm *tc_intake_form_new (gint64 id, gint64 staff_id, const char *staff_name);
void tc_intake_form_free (TcIntakeForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcIntakeForm, tc_intake_form_free)

/* a{sv}; its id, and who began it, stand beside it. (transfer floating) */
GVariant *tc_intake_form_to_variant (const TcIntakeForm *form);
/* What isn't understood is left out: a draft is never lost for one word. (transfer full) */
TcIntakeForm *tc_intake_form_from_variant (GVariant *data, gint64 id, gint64 staff_id);

/* Whether nothing was taken down yet. */
gboolean tc_intake_form_is_empty (const TcIntakeForm *form);
/* Its first words, for a list. (transfer full): "" */
char *tc_intake_form_dup_title (const TcIntakeForm *form);

/* (nullable): the file of it with this id */
TcKeptFile *tc_intake_form_find_file (const TcIntakeForm *form, gint64 id);
/* Sets a text member: tc_intake_form_set (&form->name, "…"). */
void tc_intake_form_set (char **member, const char *text);
/* The place's name behind what was typed before it: "12 tran hung d" and Trần Hưng Đạo give
 * "12 Trần Hưng Đạo". (transfer full) */
char *tc_intake_word_address (const TcPlaceHit *hit, const char *typed);
/**
 * tc_intake_form_set_place:
 * @typed: what was typed when it was chosen
 *
 * The address becomes tc_intake_word_address().
 */
void tc_intake_form_set_place (TcIntakeForm *form, const TcPlaceHit *hit, const char *typed);
/* @field: (nullable): none. Answers to another's questions go. */
void tc_intake_form_set_field (TcIntakeForm *form, const TcService *field);
/* What was typed into the address since. A place stays while its name stands there. */
void tc_intake_form_set_address (TcIntakeForm *form, const char *text);

typedef enum {
  TC_INTAKE_FINE,
  TC_INTAKE_TEXT_MISSING,
  TC_INTAKE_TEXT_LONG,
  TC_INTAKE_ADDRESS_LONG,
  TC_INTAKE_NAME_LONG,
  TC_INTAKE_EMAIL, /* no e-mail address */
  TC_INTAKE_HOME_LONG,
  TC_INTAKE_PHONE,  /* no telephone number */
  TC_INTAKE_ANSWER, /* one isn't as its question wants it */
} TcIntakeFault;

/* Cleans its texts as operations want them, and says what is wrong first. */
TcIntakeFault tc_intake_form_clean (TcIntakeForm *form);
/* What is wrong and what to do; NULL for FINE. */
const char *tc_intake_fault_word (TcIntakeFault fault);

/* Which questions the field needs answered and nobody did, of a clean one: for who still has the
 * caller on the line. (nullable) (transfer full): none */
char *tc_intake_form_word_unanswered (const TcIntakeForm *form);

/* Whether whoever comes that way may leave an e-mail and a postal address: by mail, at the counter.
 * Else they aren't asked for, and what was typed before stays in the draft alone. */
gboolean tc_intake_form_has_addresses (const TcIntakeForm *form);

/* Whether something of the person is given: not of an anonymous one. */
gboolean tc_intake_form_has_person (const TcIntakeForm *form);
/* The arguments of incident.report, or of incident.join with @join_id (0: report). They borrow from
 * the form, which is clean and has its ids. */
TcIncidentReport tc_intake_form_get_args (const TcIntakeForm *form, gint64 join_id);
