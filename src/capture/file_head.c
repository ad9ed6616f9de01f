/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_head.c - whether it is a capture, and if not, what it is instead.
 */
#include <string.h>

#include "file_source.h"

/* By so many octets what is no capture is known for what it is. */
enum { MAGIC_MOST = 8 };

/* A compression that is known but not ours to undo, by its first octets; NULL when there is none. */
static const char *
tool_for(struct str start, const char **compression)
{
	static const struct {
		struct str magic;
		const char *name, *tool;
	} formats[] = {
		{ { "\xfd"
		    "7zXZ",
		    5 },
		  "xz",
		  "xz -d" },
		{ { "BZh", 3 }, "bzip2", "bzip2 -d" },
		{ { "\x02\x21\x4c\x18", 4 }, "lz4's legacy format", "lz4 -d" },
	};

	for (size_t i = 0; i < COUNT(formats); i++) {
		*compression = formats[i].name;
		if (str_starts(start, formats[i].magic))
			return formats[i].tool;
	}
	return NULL;
}

bool
file_refuse(const struct file_source *f, enum take take, struct err *err)
{
	struct str start = { (const char *)inflow_at(&f->in), inflow_held(&f->in) };
	const struct unpack *u = f->in.unpack;
	const char *compression, *tool = tool_for(start, &compression);

	if (f->link_refused)
		return err_set(err, "%s", f->why.text);
	if (u != NULL && u->how != NULL && u->how->run == NULL)
		return err_set(err,
			       "%s: compressed with %s, which this sipwhy was built without; "
			       "decompress it with %s",
			       f->name, u->how->name, u->how->tool);
	if (take == TAKE_BAD && f->in.last == INFLOW_ERROR)
		return err_set(err, "%s: not a capture that can be read: %s", f->name, f->why.text);
	if (take == TAKE_END && u == NULL)
		return err_set(err, "%s: the %s is empty", f->name,
			       f->in.from.regular ? "file" : "input");
	if (take == TAKE_END || take == TAKE_CUT)
		return err_set(err, "%s: too short to be a capture (pcap or pcapng)", f->name);
	if (tool != NULL)
		return err_set(err, "%s: compressed with %s; decompress it first, with %s", f->name,
			       compression, tool);
	if (u != NULL && u->how != NULL && unpack_find(start) != NULL)
		return err_set(err, "%s: compressed twice; decompress it once, with %s", f->name,
			       u->how->tool);
	return err_set(err, "%s: %s", f->name, f->why.text);
}

enum take
file_begin(struct file_source *f)
{
	static const uint8_t section[4] = { 0x0a, 0x0d, 0x0d, 0x0a };
	const struct format *format;
	enum take take = file_need(f, sizeof(section));

	if (take != TAKE_PACKET)
		return take;
	if (memcmp(inflow_at(&f->in), section, sizeof(section)) == 0)
		format = &format_pcapng;
	else if (pcap_starts(inflow_at(&f->in)))
		format = &format_pcap;
	else
		return inflow_need(&f->in, MAGIC_MOST) == INFLOW_IDLE
			       ? TAKE_IDLE
			       : file_bad(f, "not a capture (pcap or pcapng)");
	take = format->head(f);
	if (take == TAKE_OTHER)
		f->format = format;
	return take;
}

/* Whether to ask again for a head that has not come. */
static bool
patient(const struct intake *i)
{
	return !i->interrupted && !i->follow && !i->at_once;
}

bool
file_open_head(struct file_source *f, struct err *err)
{
	struct packet none;
	unsigned link;
	enum take take;

	do {
		take = file_begin(f);
	} while (take == TAKE_IDLE && patient(&f->in.from));
	if (take != TAKE_OTHER)
		return take == TAKE_IDLE || file_refuse(f, take, err);

	/* A filter is tried on the first interface; what else may be wrong is told later. */
	while (links_filter(f->links) && f->format == &format_pcapng &&
	       f->pcapng.interface_count == 0 &&
	       (take == TAKE_OTHER || (take == TAKE_IDLE && patient(&f->in.from))))
		take = f->format->next(f, &none, &link);
	return !f->link_refused || file_refuse(f, take, err);
}
