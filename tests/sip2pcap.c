/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sip2pcap.c - a capture of the dialogue in a text file, the same octets each time.
 * sipcase.h says how the text is written.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "sipwire.h"

static const char usage[] =
	"usage: sip2pcap [option...] CASE.sip\n"
	"  -o FILE        write FILE rather than standard output\n"
	"  -l LINK        ether vlan qinq sll sll2 raw ipv4 ipv6 null loop ppp ppp-direction\n"
	"                 ppp-ether hdlc mpls wifi radiotap pflog juniper-ether juniper-ppp\n"
	"                 juniper-hdlc\n"
	"  -s N           keep N octets of each packet\n"
	"  -n             times in nanoseconds\n"
	"  -B             a big-endian file\n"
	"  -g             pcapng\n"
	"  -d N           leave message N out (1 is the first)\n"
	"  --head N       only the first N messages\n"
	"  --tail N       only the last N messages\n"
	"  --later N      N hours later, and with other numbers of packets and octets\n"
	"  -m CASE.sip    weave another case in, from other hosts; may be repeated\n"
	"  -r N           N times, each from other hosts and --every S seconds later\n"
	"  --every S      1 unless given; whole seconds\n"
	"  -p             list the messages rather than write a capture\n";

enum { OPT_HEAD = 256, OPT_TAIL, OPT_EVERY, OPT_LATER };

static const struct option long_options[] = {
	{ "head", required_argument, NULL, OPT_HEAD },
	{ "tail", required_argument, NULL, OPT_TAIL },
	{ "every", required_argument, NULL, OPT_EVERY },
	{ "later", required_argument, NULL, OPT_LATER },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static const struct {
	const char *name;
	enum link_type link;
	unsigned vlans;
} links[] = {
	{ "ether", LINK_ETHERNET, 0 },
	{ "vlan", LINK_ETHERNET, 1 },
	{ "qinq", LINK_ETHERNET, 2 },
	{ "sll", LINK_LINUX_SLL, 0 },
	{ "sll2", LINK_LINUX_SLL2, 0 },
	{ "raw", LINK_RAW, 0 },
	{ "ipv4", LINK_IPV4, 0 },
	{ "ipv6", LINK_IPV6, 0 },
	{ "null", LINK_NULL, 0 },
	{ "loop", LINK_LOOP, 0 },
	{ "ppp", LINK_PPP, 0 },
	{ "ppp-direction", LINK_PPP_DIRECTION, 0 },
	{ "ppp-ether", LINK_PPP_ETHER, 0 },
	{ "hdlc", LINK_CISCO_HDLC, 0 },
	{ "mpls", LINK_MPLS, 0 },
	{ "wifi", LINK_WIFI, 0 },
	{ "radiotap", LINK_RADIOTAP, 0 },
	{ "pflog", LINK_PFLOG, 0 },
	{ "juniper-ether", LINK_JUNIPER_ETHERNET, 0 },
	{ "juniper-ppp", LINK_JUNIPER_PPP, 0 },
	{ "juniper-hdlc", LINK_JUNIPER_HDLC, 0 },
};

struct job {
	struct sipwire_options wire;
	const char *out;
	const char **woven; /* of argc room */
	unsigned woven_count;
	size_t repeat, every_s;
	bool list;
};

static bool
take_number(const char *text, size_t *out, struct err *err)
{
	uint64_t n;

	if (!str_to_u64(str_of(text), INT32_MAX, &n) || n == 0)
		return err_set(err, "not a number of 1 or more: \"%s\"", text);
	*out = (size_t)n;
	return true;
}

static bool
take_link(const char *text, struct sipwire_options *o, struct err *err)
{
	for (size_t i = 0; i < COUNT(links); i++) {
		if (strcmp(text, links[i].name) == 0) {
			o->link = links[i].link;
			o->vlans = links[i].vlans;
			return true;
		}
	}
	return err_set(err, "no such link: \"%s\"", text);
}

static bool
take_option(int option, struct job *job, struct err *err)
{
	switch (option) {
	case 'o':
		job->out = optarg;
		return true;
	case 'l':
		return take_link(optarg, &job->wire, err);
	case 's':
		return take_number(optarg, &job->wire.snap, err);
	case 'n':
		return job->wire.nanoseconds = true;
	case 'B':
		return job->wire.big_endian = true;
	case 'g':
		return job->wire.pcapng = true;
	case 'p':
		return job->list = true;
	case 'd':
		return take_number(optarg, &job->wire.drop, err);
	case 'm':
		job->woven[job->woven_count++] = optarg;
		return true;
	case 'r':
		return take_number(optarg, &job->repeat, err);
	case OPT_HEAD:
		return take_number(optarg, &job->wire.head, err);
	case OPT_TAIL:
		return take_number(optarg, &job->wire.tail, err);
	case OPT_LATER:
		return take_number(optarg, &job->wire.later_h, err);
	case OPT_EVERY:
		return take_number(optarg, &job->every_s, err);
	default:
		return err_set(err, "see sip2pcap --help");
	}
}

/* The case so often, each time later and from other hosts. */
static bool
repeat(const struct job *job, struct sipcase *c, unsigned shift, struct err *err)
{
	struct sipcase once = { .count = c->count, .room = c->count };
	bool good = true;

	once.msgs = calloc(c->count, sizeof(*once.msgs));
	if (once.msgs == NULL)
		return err_memory(err);
	memcpy(once.msgs, c->msgs, c->count * sizeof(*once.msgs));
	for (size_t i = 1; good && i < job->repeat; i++) {
		int64_t later = (int64_t)(i * job->every_s) * 1000000000;

		good = sipcase_merge(c, &once, later, shift++, err);
	}
	free(once.msgs);
	return good;
}

static bool
weave(const struct job *job, struct sipcase *c, struct err *err)
{
	unsigned shift = 1;

	for (unsigned i = 0; i < job->woven_count; i++) {
		struct sipcase *other = sipcase_read(job->woven[i], err);
		bool good = other != NULL && sipcase_merge(c, other, 0, shift++, err);

		sipcase_free(other);
		if (!good)
			return false;
	}
	return repeat(job, c, shift, err);
}

static void
list(const struct sipcase *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct sipcase_msg *m = &c->msgs[i];
		struct str text = m->text;
		struct str first = str_trim(str_cut(&text, '\n'), str_is_lws);

		printf("%zu %jd.%09jd %zu %.*s\n", i + 1, (intmax_t)(m->at_ns / 1000000000),
		       (intmax_t)(m->at_ns % 1000000000), m->text.len, STR_ARG(first));
	}
}

static bool
run(const struct job *job, const char *path, struct err *err)
{
	struct sipcase *c = sipcase_read(path, err);
	struct sipwire *w = NULL;
	bool good = c != NULL && weave(job, c, err);

	if (good && job->list) {
		list(c);
	} else if (good) {
		w = sipwire_new(c, &job->wire, err);
		good = w != NULL && (job->out == NULL ? sipwire_write(w, &job->wire, stdout, err)
						      : sipwire_save(w, &job->wire, job->out, err));
	}
	sipwire_free(w);
	sipcase_free(c);
	return good;
}

int
main(int argc, char **argv)
{
	struct job job = { .repeat = 1, .every_s = 1 };
	struct err err = { "" };
	bool good = true;

	job.woven = calloc((size_t)argc, sizeof(*job.woven));
	if (job.woven == NULL)
		return EXIT_FAILURE;
	for (int c; good &&
		    (c = getopt_long(argc, argv, "o:l:s:nBgd:m:r:ph", long_options, NULL)) != -1;) {
		if (c == 'h') {
			printf("%s", usage);
			free(job.woven);
			return EXIT_SUCCESS;
		}
		good = take_option(c, &job, &err);
	}
	if (good && optind + 1 != argc)
		good = err_set(&err, "one case belongs on the command line; see sip2pcap --help");
	good = good && run(&job, argv[optind], &err);
	if (!good)
		fprintf(stderr, "sip2pcap: %s\n", err.text);
	free(job.woven);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
