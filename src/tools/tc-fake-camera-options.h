/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What tc-fake-cameras is told when it is started.
 */
#pragma once

#include "tc-fake-camera-faults.h"

#define TC_FAKE_CAMERAS_MAX 256
/* What has room in the strip of a picture. */
#define TC_FAKE_NUMBER_MAX 4095
#define TC_FAKE_LOOP_S_MAX 60

/* How clients of ONVIF may prove who they are. */
typedef enum {
  TC_FAKE_AUTH_BOTH,
  TC_FAKE_AUTH_DIGEST, /* HTTP Digest alone */
  TC_FAKE_AUTH_TOKEN,  /* WS-UsernameToken alone */
} TcFakeAuthKind;

/* What is heard of it beside its pictures. */
typedef enum {
  TC_FAKE_SOUND_NONE,
  TC_FAKE_SOUND_PCMU, /* G.711, µ-law */
  TC_FAKE_SOUND_PCMA, /* G.711, A-law */
  TC_FAKE_SOUND_AAC,
  TC_FAKE_N_SOUNDS
} TcFakeSound;

typedef struct {
  guint first;
  guint n;
  char *address;     /* (owned): numeric, what is listened on */
  guint16 rtsp_port; /* 0, as the next: a free one */
  guint16 http_port;
  gboolean no_search; /* they don't say by ONVIF what they hold, nor play it (profile G) */
  gboolean own_ports; /* each camera has a port of its own, too */
  /* (owned) (nullable): where probes of WS-Discovery are listened for; NULL: nowhere */
  char *discovery_address;
  guint16 discovery_port;
  char *account;  /* (owned) (nullable): NULL: everybody is let in */
  char *password; /* (owned) */
  TcFakeAuthKind auth;
  TcFakeCodec *codecs; /* (owned) (array length=n) */
  TcFakeSound *sounds; /* (owned) (array length=n) */
  gboolean *turns;     /* (owned) (array length=n): whether it can be turned */
  gboolean *rests;     /* (owned) (array length=n): whether its scene stands still now and then */
  guint loop_s;        /* 0: pictures are made and encoded as they are wanted */
  char *footage;       /* (owned) (nullable): a film that some cameras show */
} TcFakeOptions;

/**
 * tc_fake_options_parse:
 * @argv: as main() has it, the program's name first; NULL-terminated
 *
 * "--help" is answered and ends the program.
 *
 * Returns: (transfer full). Errors: G_OPTION_ERROR, TC_ERROR_INVALID.
 */
TcFakeOptions *tc_fake_options_parse (char **argv, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_fake_options_free (TcFakeOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeOptions, tc_fake_options_free)
