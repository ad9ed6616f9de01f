/* SPDX-License-Identifier: BSD-2-Clause */
#include <sipwhy/exchange.h>

unsigned
exchange_resyncs(const struct exchange *x)
{
	unsigned count = 0;
	size_t last = x->kept;

	for (size_t i = x->kept; i-- > 0;) {
		const struct credentials *c = x->rounds[i]->cred;

		/* Between the first round and the last ones there are some that were not kept. */
		if (i == 0 && last < x->kept && x->round_count > x->kept)
			break;
		if (c == NULL)
			continue;
		if (str_empty(c->auts))
			break;
		last = i;
		count++;
	}
	return count;
}
