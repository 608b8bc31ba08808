/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the services of fake cameras share. Private to them.
 */
#pragma once

#include "tc-fake-camera-onvif.h"
#include "tc-fake-camera-soap.h"

#define TC_FAKE_MEDIA "http://www.onvif.org/ver10/media/wsdl"
#define TC_FAKE_MEDIA2 "http://www.onvif.org/ver20/media/wsdl"

/* A question and what is answered so far. */
typedef struct {
  const TcFakeWorld *world; /* (unowned), as all that follow */
  const TcFakeSoap *soap;
  const char *host;   /* "127.0.0.1:8880" */
  const char *prefix; /* "trt": of the service that is asked */
  guint16 rtsp_port;
  gint64 began_us;
  gint64 now_us;
  guint number;         /* 0: the recorder is asked */
  GString *out;         /* the answer's content, without its own element */
  const char *subcodes; /* (nullable): set: it is refused */
  const char *reason;   /* with it */
} TcFakeCall;

/* One service's answers: fills @out or refuses. */
typedef void (*TcFakeCallFunc) (TcFakeCall *call);

typedef struct {
  const char *action;
  TcFakeCallFunc answer;
} TcFakeAction;

/* Ended by an action without a name. */
extern const TcFakeAction tc_fake_media_actions[];
extern const TcFakeAction tc_fake_media2_actions[];
extern const TcFakeAction tc_fake_ptz_actions[];
extern const TcFakeAction tc_fake_search_actions[];
extern const TcFakeAction tc_fake_replay_actions[];

/* @subcodes, @reason: constants */
void tc_fake_call_refuse (TcFakeCall *call, const char *subcodes, const char *reason);
/* The cameras that are asked about: all of the recorder, or the one. */
void tc_fake_call_get_range (const TcFakeCall *call, guint *first, guint *n);
/* The number in "7-main" or "recording-7", if the device that is asked has it; else 0, refused. */
guint tc_fake_call_check_profile (TcFakeCall *call, const char *token, TcFakeProfile *profile);
guint tc_fake_call_check_recording (TcFakeCall *call, const char *token);
/* "rtsp://127.0.0.1:8554/7/main". (transfer full) */
char *tc_fake_call_dup_stream_uri (const TcFakeCall *call, guint number, const char *what);
/* <@name>@text</@name>, escaped. */
void tc_fake_call_add (TcFakeCall *call, const char *name, const char *text);
