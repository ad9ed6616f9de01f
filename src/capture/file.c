/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.c - saved captures, and captures that come through standard input or another pipe.
 */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pcap_common.h"

/* So many packets may the filter keep back before the caller gets a chance to stop. */
enum { IN_A_ROW = 4096 };

struct file_source {
	struct source base;
	pcap_t *pcap; /* owns the stream, standard input excepted */
	struct bpf_program filter;
	bool filtered;
	bool regular;
	off_t size_bytes; /* of a regular file */
	char name[];      /* as the user knows it */
};

static struct file_source *
file_of(struct source *s)
{
	return (struct file_source *)s;
}

/* Say in one sentence how far the file was good. */
static enum step
explain(struct file_source *f)
{
	const char *text = pcap_geterr(f->pcap);
	bool cut = strstr(text, "truncated") != NULL;
	char where[64];

	if (f->base.no == 0)
		(void)snprintf(where, sizeof(where), "before its first packet");
	else
		(void)snprintf(where, sizeof(where), "after packet %" PRIu64, f->base.no);

	if (cut)
		(void)err_set(&f->base.err, "%s: the capture is cut short %s", f->name, where);
	else
		(void)err_set(&f->base.err, "%s: the capture is unreadable %s: %s", f->name, where,
			      text);
	return STEP_ERROR;
}

/*
 * Whether a read may be tried.  A regular file always; a pipe when poll says so, lest the
 * read hold up a signal for as long as the other end is silent.
 */
static bool
ready(const struct file_source *f)
{
	struct pollfd fd = { .fd = fileno(pcap_file(f->pcap)), .events = POLLIN };

	/* Other errors than a signal are for the read to meet and report. */
	return f->regular || poll(&fd, 1, IDLE_AFTER_MS) > 0;
}

static enum step
file_next(struct source *s, struct packet *out)
{
	struct file_source *f = file_of(s);
	struct pcap_pkthdr *header;
	const u_char *data;
	int got;

	for (unsigned n = 0; n < IN_A_ROW && ready(f); n++) {
		got = pcap_next_ex(f->pcap, &header, &data);
		if (got == PCAP_ERROR_BREAK)
			return STEP_END;
		if (got != 1)
			return explain(f);

		/* Numbered first, filtered then: so Wireshark's frame numbers are ours. */
		pcap_common_packet(s, header, data, 1, out);
		if (!f->filtered || pcap_offline_filter(&f->filter, header, data) != 0) {
			out->link = pcap_common_link(pcap_datalink(f->pcap));
			return STEP_MORE;
		}
	}
	return STEP_IDLE;
}

static double
file_progress(const struct source *s)
{
	const struct file_source *f = (const struct file_source *)s;
	off_t at = f->regular && f->size_bytes > 0 ? ftello(pcap_file(f->pcap)) : -1;

	if (at < 0)
		return -1;
	/* The file may be growing under us. */
	return at < f->size_bytes ? (double)at / (double)f->size_bytes : 1;
}

static void
file_free(struct source *s)
{
	struct file_source *f = file_of(s);

	if (f->filtered)
		pcap_freecode(&f->filter);
	if (f->pcap != NULL)
		pcap_close(f->pcap);
	free(f);
}

static const struct source_ops file_ops = {
	.next = file_next,
	.progress = file_progress,
	.free = file_free,
};

/* What a file that libpcap does not know might be, by its first octets; NULL when unknown. */
static const char *
other_format(FILE *stream)
{
	static const struct {
		struct str magic;
		const char *name;
	} formats[] = {
		{ { "\x1f\x8b", 2 }, "gzip" },
		{ { "\x28\xb5\x2f\xfd", 4 }, "zstd" },
		{ { "\x04\x22\x4d\x18", 4 }, "lz4" },
		{ { "\xfd"
		    "7zXZ",
		    5 },
		  "xz" },
		{ { "BZh", 3 }, "bzip2" },
	};
	char head[8];
	struct str start = { head, 0 };

	if (fseeko(stream, 0, SEEK_SET) != 0)
		return NULL;
	start.len = fread(head, 1, sizeof(head), stream);
	for (size_t i = 0; i < COUNT(formats); i++) {
		if (str_starts(start, formats[i].magic))
			return formats[i].name;
	}
	return NULL;
}

static bool
refuse(const struct file_source *f, FILE *stream, const char *text, struct err *err)
{
	const char *format = f->regular ? other_format(stream) : NULL;

	if (f->regular && f->size_bytes == 0)
		return err_set(err, "%s: the file is empty", f->name);
	if (format != NULL)
		return err_set(err, "%s: compressed with %s; decompress it first", f->name, format);
	if (strstr(text, "unknown file format") != NULL)
		return err_set(err, "%s: not a capture (pcap or pcapng)", f->name);
	if (strstr(text, "truncated") != NULL)
		return err_set(err, "%s: too short to be a capture (pcap or pcapng)", f->name);
	return err_set(err, "%s: not a capture that can be read: %s", f->name, text);
}

/* Learn what kind of file the stream is; false and *err for a directory. */
static bool
look(struct file_source *f, FILE *stream, struct err *err)
{
	struct stat st;

	if (fstat(fileno(stream), &st) != 0)
		return err_set(err, "%s: %s", f->name, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return err_set(err, "%s: %s", f->name, strerror(EISDIR));
	f->regular = S_ISREG(st.st_mode);
	f->size_bytes = st.st_size;
	/* What lay in a buffer of ours, poll would not see. */
	if (!f->regular)
		(void)setvbuf(stream, NULL, _IONBF, 0);
	return true;
}

/* Takes the stream over, also on failure. */
static bool
begin(struct file_source *f, FILE *stream, const char *filter, struct err *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";

	if (look(f, stream, err)) {
		f->pcap = pcap_fopen_offline_with_tstamp_precision(
			stream, PCAP_TSTAMP_PRECISION_NANO, text);
		if (f->pcap == NULL)
			(void)refuse(f, stream, text, err);
	}
	if (f->pcap == NULL) {
		if (stream != stdin)
			(void)fclose(stream);
		return false;
	}
	pcap_common_name_link(&f->base, pcap_datalink(f->pcap));
	f->filtered = filter != NULL && pcap_common_compile(f->pcap, filter, &f->filter, err);
	return filter == NULL || f->filtered;
}

struct source *
source_open_file(const char *path, const char *filter, struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	const char *name = standard ? "standard input" : path;
	FILE *stream = standard ? stdin : fopen(path, "rb");
	struct file_source *f;

	if (stream == NULL && errno == ENOENT)
		(void)err_set(err, "%s: no such file; a capture filter goes with -f", name);
	else if (stream == NULL)
		(void)err_set(err, "%s: %s", name, strerror(errno));
	if (stream == NULL)
		return NULL;

	f = calloc(1, sizeof(*f) + strlen(name) + 1);
	if (f == NULL) {
		(void)err_memory(err);
		if (!standard)
			(void)fclose(stream);
		return NULL;
	}
	f->base.ops = &file_ops;
	memcpy(f->name, name, strlen(name) + 1);
	if (begin(f, stream, filter, err))
		return &f->base;
	file_free(&f->base);
	return NULL;
}
