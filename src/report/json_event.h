/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json_event.h - the parts of a diagnosis or session event, in the order of its keys.
 *
 * Layer: 11 report.
 */
#ifndef SIPWHY_REPORT_JSON_EVENT_H
#define SIPWHY_REPORT_JSON_EVENT_H

#include "json.h"
#include "subject.h"

/* Schema name and type, with which every event begins, and the observer, with which it ends. */
#define EVENT_SCHEMA "sipwhy.event/1"
/* `m`: the message that decided, NULL for none (a summary). */
void json_observer(struct json_out *j, const struct report_options *o, const struct message *m);

void json_cause(struct json_out *j, const struct diagnosis *d);
void json_alternatives(struct json_out *j, const struct diagnosis *d);
void json_defects(struct json_out *j, const struct diagnosis *d);
void json_digest(struct json_out *j, const struct diagnosis *d);
/* What the client hashed instead, or what was tried to find it. */
void json_hashed(struct json_out *j, struct json_object *at, const struct verify *v);
void json_expected(struct json_out *j, struct json_object *at, const struct expected *e);
void json_contrast(struct json_out *j, const struct diagnosis *d);
void json_capture(struct json_out *j, const struct diagnosis *d);
void json_peers(struct json_out *j, const struct diagnosis *d, const struct subject *s);
void json_network(struct json_out *j, const struct diagnosis *d);
void json_sip(struct json_out *j, const struct subject *s);
void json_auth(struct json_out *j, const struct diagnosis *d, const struct subject *s);
void json_messages(struct json_out *j, const struct diagnosis *d);

/* Of one rule, as the lists "rfc" and "advice". */
void json_clauses(struct json_out *j, struct json_object *at, const struct rule *rule);
/* `d`: the advice is for that case of it; NULL: for any. */
void json_advice(struct json_out *j, struct json_object *at, const struct rule *rule,
		 const struct diagnosis *d);

#endif
