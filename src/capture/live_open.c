/* SPDX-License-Identifier: BSD-2-Clause */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "live_open.h"

enum {
	SNAP_BYTES = 262144, /* the most that libpcap allows */
	BUFFER_BYTES = 16 << 20,
	/*
	 * How long the kernel may gather packets before it hands them over.  Not libpcap's
	 * immediate mode: on Linux that gives each packet a slot as large as the largest, so
	 * that 16 MiB hold a burst of 64 packets or 256 instead of some twenty thousand.
	 */
	GATHER_MS = 100,
};

/*
 * What a live capture keeps unless told otherwise: the ports that SIP is usually on, later
 * fragments (they carry no port), IPv6 fragments, and the same under one or two VLAN tags.
 * The second form is for links on which libpcap cannot look behind a tag.
 */
#define SIP "(portrange 5060-5090 or (ip and ip[6:2] & 0x1fff != 0) or (ip6 and ip6[6] = 44))"

static const char *const usual_filters[] = {
	SIP " or (vlan and (" SIP " or (vlan and " SIP ")))",
	SIP " or ether proto 0x8100 or ether proto 0x88a8 or ether proto 0x9100",
};

static bool
filter_usual(pcap_t *p, struct bpf_program *out, struct err *err)
{
	bool good = false;

	for (size_t i = 0; i < COUNT(usual_filters) && !good; i++)
		good = pcap_common_compile(p, usual_filters[i], out, err);
	return good;
}

static bool
filter_set(pcap_t *p, const struct source_live_options *o, struct err *err)
{
	struct bpf_program program;
	bool good = o->filter != NULL ? pcap_common_compile(p, o->filter, &program, err)
				      : filter_usual(p, &program, err);

	if (!good)
		return false;
	good = pcap_setfilter(p, &program) == 0;
	pcap_freecode(&program);
	return good || err_set(err, "%s: the capture filter cannot be set: %s", o->interface,
			       pcap_geterr(p));
}

/* Names gathered into one line, as many as fit. */
struct names {
	char text[256];
	size_t len;
};

static void
names_add(void *ctx, const char *name, const char *description)
{
	struct names *n = ctx;
	size_t room = sizeof(n->text) - n->len;
	int wrote = snprintf(n->text + n->len, room, "%s%s", n->len > 0 ? ", " : "", name);

	(void)description;
	if (wrote > 0 && (size_t)wrote < room)
		n->len += (size_t)wrote;
	else
		n->text[n->len] = '\0';
}

static bool
no_such_interface(const char *interface, struct err *err)
{
	struct names n = { .len = 0 };

	if (!source_list_interfaces(names_add, &n, err) || n.len == 0)
		return err_set(err, "%s: no such interface; -D lists those there are", interface);
	return err_set(err, "%s: no such interface; there are %s (-D tells more)", interface,
		       n.text);
}

static bool
no_right(const char *interface, struct err *err)
{
	char self[256] = "";
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	return err_set(err,
		       "%s: no right to capture; run as root (sudo), or give the program the right "
		       "once: setcap cap_net_raw,cap_net_admin=eip %s",
		       interface, len > 0 ? self : "PATH/TO/sipwhy");
}

static bool
refused(pcap_t *p, const char *interface, int status, struct err *err)
{
	const char *text = pcap_geterr(p);

	switch (status) {
	case PCAP_ERROR_NO_SUCH_DEVICE:
		return no_such_interface(interface, err);
	case PCAP_ERROR_PERM_DENIED:
	case PCAP_ERROR_PROMISC_PERM_DENIED:
		return no_right(interface, err);
	case PCAP_ERROR_IFACE_NOT_UP:
		return err_set(err, "%s: the interface is down", interface);
	default:
		return err_set(err, "%s: cannot capture: %s", interface,
			       text[0] != '\0' ? text : pcap_statustostr(status));
	}
}

static bool
start(pcap_t *p, const struct source_live_options *o, struct err *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	int status;

	/* None of these fails before activation, but for a precision that is not there. */
	(void)pcap_set_snaplen(p, o->snap_bytes > 0 ? o->snap_bytes : SNAP_BYTES);
	(void)pcap_set_buffer_size(p, o->buffer_bytes > 0 ? o->buffer_bytes : BUFFER_BYTES);
	(void)pcap_set_promisc(p, !o->no_promiscuous);
	(void)pcap_set_timeout(p, GATHER_MS);
	(void)pcap_set_tstamp_precision(p, PCAP_TSTAMP_PRECISION_NANO);

	/* Above 0 are warnings: "any" is never promiscuous. */
	status = pcap_activate(p);
	if (status < 0)
		return refused(p, o->interface, status, err);

	/* The second version of the cooked header names the interface; "any" has it. */
	if (pcap_datalink(p) == DLT_LINUX_SLL)
		(void)pcap_set_datalink(p, DLT_LINUX_SLL2);

	if (!filter_set(p, o, err))
		return false;
	if (pcap_setnonblock(p, 1, text) != 0 || pcap_get_selectable_fd(p) < 0)
		return err_set(err, "%s: cannot be waited for: %s", o->interface, text);
	return true;
}

pcap_t *
live_open(const struct source_live_options *options, struct err *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	pcap_t *p = pcap_create(options->interface, text);

	if (p == NULL) {
		(void)err_set(err, "%s: cannot capture: %s", options->interface, text);
		return NULL;
	}
	if (start(p, options, err))
		return p;
	pcap_close(p);
	return NULL;
}
