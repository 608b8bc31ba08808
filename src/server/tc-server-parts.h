/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of toancanhd lend each other. The server owns all of it, and it outlives every
 * part.
 */
#pragma once

#include "tc-code-pool.h"
#include "tc-http-server.h"
#include "tc-hub-worker.h"
#include "tc-secrets.h"
#include "tc-server-config.h"
#include "tc-tokens.h"
#include "tc-worker.h"

typedef struct _TcBackup TcBackup;
typedef struct _TcSnapshots TcSnapshots;
typedef struct _TcFileKeeper TcFileKeeper;
typedef struct _TcRelayMode TcRelayMode;
typedef struct _TcUnitPages TcUnitPages;
typedef struct _TcPresences TcPresences;
typedef struct _TcWallPushes TcWallPushes;
typedef struct _TcMediaService TcMediaService;
typedef struct _TcCameraQuestions TcCameraQuestions;
typedef struct _TcCameraRecordings TcCameraRecordings;
typedef struct _TcCameraReports TcCameraReports;
typedef struct _TcCameraSteering TcCameraSteering;
typedef struct _TcCameraFinding TcCameraFinding;
typedef struct _TcAlarmCalls TcAlarmCalls;

typedef struct {
  const TcServerConfig *config;
  const char *dir; /* the data directory */
  TcHttpServer *http;
  TcHubWorker *hub;      /* also the sink of operations */
  TcWorker *reader;      /* of the state's database: short questions */
  TcWorker *long_reader; /* likewise: what takes its time (snapshots) */
  TcSecrets *secrets;
  TcTokens *tokens;
  TcCodePool *codes;
  TcBackup *backup;
  TcSnapshots *snapshots;         /* (nullable): NULL in a relay */
  TcFileKeeper *keeper;           /* (nullable): of attachments; NULL in a relay */
  TcRelayMode *relay;             /* (nullable): this is a relay */
  TcPresences *presences;         /* (nullable): who is where; NULL in a relay */
  TcWallPushes *pushes;           /* (nullable): "look at this"; NULL in a relay */
  TcMediaService *media;          /* (nullable): media hosts; NULL in a relay */
  TcCameraQuestions *cameras;     /* (nullable): likewise */
  TcCameraRecordings *recordings; /* (nullable): likewise */
  TcCameraReports *reports;       /* (nullable): likewise */
  TcCameraSteering *steering;     /* (nullable): likewise */
  TcCameraFinding *finding;       /* (nullable): likewise */
  TcAlarmCalls *calls;            /* (nullable): likewise, and where no command is set */
  TcUnitPages *pages;             /* (nullable): of orders; NULL in a relay or where they are off */
} TcServerParts;
