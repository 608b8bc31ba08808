/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which resource a path names, in which format, and whether the method fits it.
 */
#pragma once

#include "tc-open311-fault.h"

typedef enum {
  TC_OPEN311_XML,
  TC_OPEN311_JSON,
} TcOpen311Format;

typedef enum {
  TC_OPEN311_DISCOVERY, /* GET discovery.{format} */
  TC_OPEN311_SERVICES,  /* GET services.{format} */
  TC_OPEN311_SERVICE,   /* GET services/{service_code}.{format} */
  TC_OPEN311_REQUESTS,  /* GET, POST requests.{format} */
  TC_OPEN311_REQUEST,   /* GET requests/{service_request_id}.{format} */
  TC_OPEN311_TOKEN,     /* GET tokens/{token}.{format} */
  TC_OPEN311_UPDATES,   /* GET, POST servicerequestupdates.{format} */
  TC_OPEN311_PHOTO,     /* GET media/{service_request_id}: its released photo */
} TcOpen311Resource;

#define TC_OPEN311_KEY_BYTES_MAX 80

typedef struct {
  TcOpen311Resource resource;
  TcOpen311Format format;                 /* XML where the path doesn't say */
  gboolean post;                          /* else GET or HEAD */
  char key[TC_OPEN311_KEY_BYTES_MAX + 1]; /* code, id or token; "" where there is none */
} TcOpen311Route;

/**
 * tc_open311_route_parse:
 * @path: below the gateway's own, percent-decoded, with its leading '/'
 *
 * @route's format is always set, so that a fault can be written in it. Faults: 404, 405.
 */
gboolean tc_open311_route_parse (TcOpen311Route *route, const char *method, const char *path,
                                 TcOpen311Fault *fault);
