/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hep_open.c - from the words of the command line to a socket that listens.
 */
#define _DEFAULT_SOURCE /* SO_RXQ_OVFL */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hep_listen.h"

enum {
	BACKLOG = 64,
	BUFFER_BYTES = 16 << 20, /* as for a capture; the system may allow less */
};

struct place {
	bool tcp, any;
	struct sockaddr_storage address;
	socklen_t len;
};

static bool
misread(const char *where, struct err *err)
{
	return err_set(
		err,
		"`%s' is no place to listen; as in udp:192.0.2.1:9060, tcp:[2001:db8::1]:9060 "
		"or, for all addresses, udp:*:9060",
		where);
}

/* Split HOST:PORT, brackets dropped. */
static bool
split(struct str in, struct str *host, uint64_t *port, bool *brackets)
{
	size_t at = in.len;

	while (at > 0 && in.p[at - 1] != ':')
		at--;
	if (at == 0 || !str_to_u64(str_sub(in, at, in.len), UINT16_MAX, port))
		return false;
	*host = str_sub(in, 0, at - 1);
	*brackets = host->len >= 2 && host->p[0] == '[' && host->p[host->len - 1] == ']';
	if (*brackets)
		*host = str_sub(*host, 1, host->len - 2);
	return true;
}

static void
set_v6(struct place *p, const struct in6_addr *ip, uint16_t port)
{
	struct sockaddr_in6 a = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

	a.sin6_addr = *ip;
	memcpy(&p->address, &a, sizeof(a));
	p->len = sizeof(a);
}

static void
set_v4(struct place *p, struct in_addr ip, uint16_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };

	a.sin_addr = ip;
	memcpy(&p->address, &a, sizeof(a));
	p->len = sizeof(a);
}

static bool
parse(const char *where, struct place *p, struct err *err)
{
	struct str in = str_of(where), host;
	char text[INET6_ADDRSTRLEN];
	uint64_t port;
	bool brackets;
	struct in6_addr v6;
	struct in_addr v4;

	p->tcp = str_starts(in, S("tcp:"));
	if ((!p->tcp && !str_starts(in, S("udp:"))) ||
	    !split(str_sub(in, 4, in.len), &host, &port, &brackets) || host.len >= sizeof(text))
		return misread(where, err);
	memcpy(text, host.p, host.len);
	text[host.len] = '\0';
	p->any = !brackets && (host.len == 0 || str_eq(host, S("*")));
	if (p->any)
		set_v6(p, &in6addr_any, (uint16_t)port);
	else if (brackets && inet_pton(AF_INET6, text, &v6) == 1)
		set_v6(p, &v6, (uint16_t)port);
	else if (!brackets && inet_pton(AF_INET, text, &v4) == 1)
		set_v4(p, v4, (uint16_t)port);
	else
		return misread(where, err);
	return true;
}

bool
hep_set_nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
	       fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

static void
set_option(int fd, int level, int name, int value)
{
	/* Each is good to have, and none is needed. */
	(void)setsockopt(fd, level, name, &value, sizeof(value));
}

/* -1 with errno set. */
static int
try(const struct place *p)
{
	int fd = socket(p->address.ss_family, p->tcp ? SOCK_STREAM : SOCK_DGRAM, 0);
	int why;

	if (fd < 0)
		return -1;
	if (p->address.ss_family == AF_INET6)
		set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, !p->any);
	if (p->tcp) {
		set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	} else {
		set_option(fd, SOL_SOCKET, SO_RCVBUF, BUFFER_BYTES);
#ifdef SO_RXQ_OVFL
		set_option(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
#endif
	}
	if (bind(fd, (const struct sockaddr *)&p->address, p->len) == 0 &&
	    (!p->tcp || listen(fd, BACKLOG) == 0) && hep_set_nonblocking(fd))
		return fd;
	why = errno;
	(void)close(fd);
	errno = why;
	return -1;
}

static uint16_t
port_of(int fd)
{
	struct sockaddr_storage a = { 0 };
	socklen_t len = sizeof(a);
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (getsockname(fd, (struct sockaddr *)&a, &len) != 0)
		return 0;
	memcpy(&v4, &a, sizeof(v4));
	memcpy(&v6, &a, sizeof(v6));
	return ntohs(a.ss_family == AF_INET6 ? v6.sin6_port : v4.sin_port);
}

int
hep_open(const char *where, bool *tcp, uint16_t *port, struct err *err)
{
	struct place p = { 0 };
	int fd;

	if (!parse(where, &p, err))
		return -1;
	fd = try(&p);
	if (fd < 0 && p.any && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL)) {
		struct sockaddr_in6 v6;

		/* A host without IPv6. */
		memcpy(&v6, &p.address, sizeof(v6));
		set_v4(&p, (struct in_addr){ htonl(INADDR_ANY) }, ntohs(v6.sin6_port));
		fd = try(&p);
	}
	if (fd < 0) {
		(void)err_set(err, "%s: cannot listen: %s", where, strerror(errno));
		return -1;
	}
	*tcp = p.tcp;
	*port = port_of(fd);
	return fd;
}
