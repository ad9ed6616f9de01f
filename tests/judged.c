/* SPDX-License-Identifier: BSD-2-Clause */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "judged.h"

static void
die(const char *what, const char *path)
{
	fprintf(stderr, "%s: %s\n", path, what);
	exit(99);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
add_folder(struct case_list *l, const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *entry;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		size_t len = strlen(entry->d_name);
		size_t room = strlen(folder) + len + 2;
		char *path = malloc(room);
		struct stat st;

		if (path == NULL)
			die("out of memory", folder);
		snprintf(path, room, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.' && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
			add_folder(l, path);
		if (len < 5 || strcmp(entry->d_name + len - 4, ".sip") != 0) {
			free(path);
			continue;
		}
		l->path = realloc(l->path, (l->count + 1) * sizeof(char *));
		if (l->path == NULL)
			die("out of memory", folder);
		l->path[l->count++] = path;
	}
	if (d != NULL)
		closedir(d);
}

struct case_list
case_list(const char *folder)
{
	struct case_list l = { 0 };

	add_folder(&l, folder);
	if (l.count > 1)
		qsort(l.path, l.count, sizeof(char *), by_name);
	return l;
}

void
case_list_free(struct case_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->path[i]);
	free(l->path);
}

static void
take_line(struct expect *e, char *line)
{
	const struct {
		const char *name;
		char *text;
		size_t room;
	} rows[] = {
		{ "#! credentials: ", e->credentials, sizeof(e->credentials) },
		{ "#! outcome: ", e->outcome, sizeof(e->outcome) },
		{ "#! lead: ", e->lead, sizeof(e->lead) },
		{ "#! causality: ", e->causality, sizeof(e->causality) },
		{ "#! no: ", e->no, sizeof(e->no) },
		{ "#! digest: ", e->digest, sizeof(e->digest) },
		{ "#! also: ", e->also, sizeof(e->also) },
		{ "#! failures: ", e->failures, sizeof(e->failures) },
		{ "#! only: ", e->only, sizeof(e->only) },
		{ "#! lost: ", e->lost, sizeof(e->lost) },
	};

	line[strcspn(line, "\r\n")] = '\0';
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t n = strlen(rows[i].name), used = strlen(rows[i].text);

		if (strncmp(line, rows[i].name, n) == 0)
			snprintf(rows[i].text + used, rows[i].room - used, "%s%s",
				 used > 0 ? "\n" : "", line + n);
	}
}

struct expect
expect_read(const char *path)
{
	struct expect e = { .credentials = "" };
	FILE *f = fopen(path, "r");
	char line[1024];

	if (f == NULL)
		die("cannot be opened", path);
	while (fgets(line, sizeof(line), f) != NULL && line[0] != '@')
		take_line(&e, line);
	fclose(f);
	return e;
}

struct sipcase *
case_read(const char *path)
{
	struct err err = { "" };
	struct sipcase *c = sipcase_read(path, &err);

	if (c == NULL)
		die(err.text, path);
	return c;
}

static bool
cite_in(const struct citation *c, const struct message *m)
{
	if (m == NULL || m->seen.frame != c->seen.frame || m->seen.input != c->seen.input ||
	    c->offset + c->length > m->sip.raw.len)
		return false;
	return str_absent(c->observed) ||
	       str_has_nocase(str_sub(m->sip.raw, c->offset, c->length), c->observed);
}

/* A YES shows octets of this exchange, and each of its citations that is no witness is really there. */
static bool
cites_hold(const struct exchange *x, const struct finding *f)
{
	bool any = false;

	for (size_t k = 0; k < f->cites_used; k++) {
		bool here = false;

		for (size_t i = 0; i < x->kept; i++) {
			const struct round *r = x->rounds[i];

			here = here || cite_in(&f->cites[k], r->request.msg) ||
			       cite_in(&f->cites[k], r->challenge.msg) ||
			       cite_in(&f->cites[k], r->answer.msg) ||
			       cite_in(&f->cites[k], r->answer.elsewhere) ||
			       cite_in(&f->cites[k], r->challenge.elsewhere) ||
			       cite_in(&f->cites[k], r->outcome.msg) ||
			       cite_in(&f->cites[k], r->ack.msg);
		}
		if (!here && !f->cites[k].is_witness)
			return false;
		any = any || here;
	}
	return any;
}

struct collector {
	struct judged_list *list;
	struct report_options report;
	bool no_events;
};

static void
write_event(const struct collector *c, const struct diagnosis *d, struct judged *j)
{
	FILE *f = fmemopen(j->event, sizeof(j->event) - 1, "w");

	if (f == NULL || !report_json_event(f, &c->report, d))
		c->list->memory = true;
	if (f != NULL)
		fclose(f);
}

static void
copy_text(char out[JUDGED_TEXT], struct str s)
{
	size_t n = s.len < JUDGED_TEXT - 1 ? s.len : JUDGED_TEXT - 1;

	memset(out, 0, JUDGED_TEXT);
	if (n > 0)
		memcpy(out, s.p, n);
}

static void
collect(void *ctx, const struct diagnosis *d)
{
	struct collector *c = ctx;
	struct judged_list *l = c->list;
	struct judged *j;

	if (l->count == l->room) {
		struct judged *more = realloc(l->all, (l->room + 16) * sizeof(*more));

		if (more == NULL) {
			l->memory = true;
			return;
		}
		l->all = more;
		l->room += 16;
	}
	j = &l->all[l->count++];
	*j = (struct judged){ .outcome = d->exchange->outcome,
			      .session = d->is_session,
			      .client = d->exchange->client.ip };
	copy_text(j->lead, d->lead != NULL ? str_of(d->lead->rule->code) : STR_ABSENT);
	copy_text(j->causality, str_of(causality_name(d->causality)));
	copy_text(j->digest, str_of(verify_check_name(d->digest->check)));
	copy_text(j->call_id, d->exchange->call_id);
	j->proven_by_bytes = true;
	j->asks_hold = true;
	for (size_t i = 0; i < rules_count && i < JUDGED_RULES; i++) {
		struct finding f;

		j->verdict[i] = rule_apply(rules_all[i], &d->dossier, &f);
		if (f.verdict == VERDICT_YES && !cites_hold(d->exchange, &f))
			j->proven_by_bytes = false;
		if (f.verdict == VERDICT_YES && (rules_all[i]->asks & ~d->dossier.facts) != 0)
			j->asks_hold = false;
	}
	if (!c->no_events)
		write_event(c, d, j);
}

bool
judged_run(const struct sipwire *w, const struct expect *e, const struct judged_options *o,
	   struct judged_list *out)
{
	static const char *const inputs[] = { "case.pcap" };
	struct err err = { "" };
	struct collector c = { .list = out, .no_events = o->no_events };
	struct digest *digest = digest_new(&err);
	struct secrets *secrets = e->credentials[0] != '\0' ? secrets_new(&err) : NULL;
	struct pipeline_options po = { .key = o->key,
				       .digest = digest,
				       .secrets = secrets,
				       .sessions = true,
				       .hindsight = !o->no_hindsight,
				       .reverse_rules = o->reverse_rules,
				       .on_diagnosis = collect,
				       .ctx = &c };
	struct pipeline *p = NULL;

	*out = (struct judged_list){ 0 };
	if (secrets != NULL && !secrets_parse(secrets, str_of(e->credentials), "case", &err))
		out->memory = true;
	if (digest != NULL && !(e->credentials[0] != '\0' && secrets == NULL) && !out->memory)
		p = pipeline_new(&po);
	out->memory = out->memory || p == NULL;
	c.report = (struct report_options){ .digest = digest,
					    .source = "file",
					    .version = "0",
					    .inputs = inputs,
					    .input_count = 1 };
	for (size_t i = 0; p != NULL && i < w->count; i++)
		pipeline_packet(p, 0, &w->packets[i]);
	if (p != NULL)
		pipeline_finish(p);
	pipeline_free(p);
	secrets_free(secrets);
	digest_free(digest);
	return !out->memory;
}

bool
judged_case(const struct sipcase *c, const struct sipwire_options *wire, const struct expect *e,
	    const struct judged_options *o, struct judged_list *out)
{
	struct err err = { "" };
	struct sipwire *w = sipwire_new(c, wire, &err);
	bool ok;

	if (w == NULL)
		die(err.text, "packets");
	ok = judged_run(w, e, o, out);
	sipwire_free(w);
	return ok;
}

void
judged_free(struct judged_list *l)
{
	free(l->all);
	*l = (struct judged_list){ 0 };
}

int
rule_index(const char *code)
{
	for (size_t i = 0; i < rules_count; i++) {
		if (strcmp(rules_all[i]->code, code) == 0)
			return (int)i;
	}
	return -1;
}
