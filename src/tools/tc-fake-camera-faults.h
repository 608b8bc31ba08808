/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wrong with which fake camera at this moment, and the lines on standard input that say so
 * (tc-fake-cameras.c lists them). A camera has one fault at a time, until another or "none" is set.
 *
 * Thread: any; a table has its own lock.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_FAKE_CODEC_H264,
  TC_FAKE_CODEC_H265,
  TC_FAKE_CODEC_MJPEG,
  TC_FAKE_N_CODECS
} TcFakeCodec;

typedef enum {
  TC_FAKE_PROFILE_MAIN,
  TC_FAKE_PROFILE_SUB,
  TC_FAKE_N_PROFILES
} TcFakeProfile;

typedef enum {
  TC_FAKE_FAULT_NONE,
  TC_FAKE_FAULT_KILL,        /* it is gone: connections break off, new ones are turned away */
  TC_FAKE_FAULT_UNREACHABLE, /* nothing comes through any more, neither way; no connection ends */
  TC_FAKE_FAULT_DENY,        /* "401": its password is another */
  TC_FAKE_FAULT_STALL,       /* connections stand, no picture comes */
  TC_FAKE_FAULT_FREEZE,      /* pictures come, always the same */
  TC_FAKE_FAULT_EOS,         /* streams end by themselves, new ones after a second */
  TC_FAKE_FAULT_CLOCK,       /* its clock is wrong; value: µs by which it is ahead */
  TC_FAKE_FAULT_CODEC,       /* it sends another codec; value: TcFakeCodec */
  TC_FAKE_FAULT_LOSS,        /* packets get lost; value: how many of 100 */
  TC_FAKE_FAULT_SLOW,        /* answers come late, pictures in bursts; value: µs */
  TC_FAKE_FAULT_GARBAGE,     /* what it sends is noise */
  TC_FAKE_N_FAULTS
} TcFakeFaultKind;

typedef struct {
  TcFakeFaultKind kind;
  gint64 value;    /* see above; 0 where there is none */
  gint64 since_us; /* real time */
} TcFakeFault;

/* "h264"; the words of lines and options. */
const char *tc_fake_codec_word (TcFakeCodec codec);
gboolean tc_fake_codec_parse (const char *word, TcFakeCodec *codec) G_GNUC_WARN_UNUSED_RESULT;
/* "main" */
const char *tc_fake_profile_word (TcFakeProfile profile);
gboolean tc_fake_profile_parse (const char *word, TcFakeProfile *profile) G_GNUC_WARN_UNUSED_RESULT;
/* "kill" */
const char *tc_fake_fault_word (TcFakeFaultKind kind);

/* ---- lines ---- */

typedef enum {
  TC_FAKE_DO_FAULT,
  TC_FAKE_DO_PREPARE,
  TC_FAKE_DO_STATUS,
  TC_FAKE_DO_QUIT
} TcFakeVerb;

typedef struct {
  TcFakeVerb verb;
  guint number;          /* 0: all */
  TcFakeFault fault;     /* of TC_FAKE_DO_FAULT; its time is not set */
  TcFakeProfile profile; /* of TC_FAKE_DO_PREPARE */
} TcFakeCommand;

/**
 * tc_fake_command_parse:
 * @line: without its end
 *
 * Errors: TC_ERROR_INVALID; the message says what was expected.
 */
gboolean tc_fake_command_parse (const char *line, TcFakeCommand *command,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- the table ---- */

typedef struct _TcFakeFaults TcFakeFaults;

/* Of @n cameras, the first with number @first; all are well. */
TcFakeFaults *tc_fake_faults_new (guint first, guint n);
void tc_fake_faults_free (TcFakeFaults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeFaults, tc_fake_faults_free)

gboolean tc_fake_faults_has (const TcFakeFaults *self, guint number);
/* @number: one that it has, or 0: all */
void tc_fake_faults_set (TcFakeFaults *self, guint number, const TcFakeFault *fault);
TcFakeFault tc_fake_faults_get (TcFakeFaults *self, guint number);
