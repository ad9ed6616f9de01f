/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sipwhy-causes.7: every cause, from the records of the rules, as a manual page in mdoc.
 */
#include <stdio.h>
#include <string.h>

#include <sipwhy/causes.h>

enum { COMMAND_MOST = 300 };

/* A text of ours: a line a sentence, no line that begins like a request, no escape. */
static void
put(const char *text)
{
	bool begins = true;

	for (const char *c = text; *c != '\0'; c++) {
		if (begins && (*c == '.' || *c == '\''))
			fputs("\\&", stdout);
		begins = false;
		if (*c == '\\')
			fputs("\\e", stdout);
		else if (*c == ' ' && c > text && c[-1] == '.')
			begins = putchar('\n') == '\n';
		else
			(void)putchar(*c);
	}
	(void)putchar('\n');
}

static void
put_clause(const struct clause *c)
{
	printf(".It %s%s%s\n", c->doc, c->section != NULL ? " " : "",
	       c->section != NULL ? c->section : "");
	if (c->demand != NULL)
		put(c->demand);
}

static void
put_words(const char *what, const struct rule *rule, bool unless)
{
	const char *word;

	for (size_t n = 0; (word = causes_words(rule, unless, n)) != NULL; n++)
		printf("%s\n\"%s\"", n == 0 ? what : ",", word);
	if (causes_words(rule, unless, 0) != NULL)
		puts(".");
}

/* How it is seen: what is looked at, what has to be there, and which phrases and rewrites count. */
static void
put_evidence(const struct rule *rule)
{
	puts(".Pp\nHow it is seen:");
	put(rule->evidence);
	for (size_t n = 0; causes_needs(rule, n) != NULL; n++)
		printf("%s%s", n == 0 ? "It needs " : "; ", causes_needs(rule, n));
	if (causes_needs(rule, 0) != NULL)
		puts(".");
	put_words("Words of a server that name it:", rule, false);
	put_words("They do not count beside any of:", rule, true);
	for (size_t n = 0; causes_row(rule, n) != NULL; n++) {
		printf(".Pp\nWith a password: the client ");
		put(causes_row(rule, n)->text);
	}
}

static void
put_advice(const struct rule *rule)
{
	puts(".Pp\nWhat to change:\n.Bl -tag -width Ds -compact");
	if (rule->unchecked.text != NULL) {
		printf(".It %s\n", party_name(rule->unchecked.party));
		put(rule->unchecked.text);
	}
	for (size_t i = 0; i < RULE_ADVICE && rule->advice[i].text != NULL; i++) {
		printf(".It %s\n", party_name(rule->advice[i].party));
		put(rule->advice[i].text);
	}
	puts(".El");
}

static void
put_command(const struct rule *rule)
{
	char command[COMMAND_MOST];

	causes_command(rule, command, sizeof(command));
	puts(".Pp\nFor example:\n.Bd -literal -offset indent");
	put(command);
	puts(".Ed");
}

static void
put_rule(const struct rule *rule)
{
	printf(".Ss %s\n", rule->code);
	put(rule->title);
	printf(".Pp\nParty:\n.Em %s .\nSeverity:\n.Em %s .\n", party_name(rule->party),
	       severity_name(rule->severity));
	if (rule->meaning != NULL) {
		puts(".Pp");
		put(rule->meaning);
	}
	put_evidence(rule);
	puts(".Pp\nHow sure it can get:");
	put(causes_how_sure(rule));
	if (rule->lookalikes[0].code != NULL)
		puts(".Pp\nIt is mistaken for:\n.Bl -tag -width Ds -compact");
	for (size_t i = 0; i < RULE_LOOKALIKES && rule->lookalikes[i].code != NULL; i++) {
		printf(".It Sy %s\n", rule->lookalikes[i].code);
		put(rule->lookalikes[i].tell);
	}
	if (rule->lookalikes[0].code != NULL)
		puts(".El");
	if (rule->clauses[0].doc != NULL) {
		puts(".Pp\n.Bl -tag -width Ds -compact");
		for (size_t i = 0; i < RULE_CLAUSES && rule->clauses[i].doc != NULL; i++)
			put_clause(&rule->clauses[i]);
		puts(".El");
	}
	put_advice(rule);
	put_command(rule);
}

int
main(void)
{
	puts(".\\\" SPDX-License-Identifier: BSD-2-Clause\n"
	     ".Dd January 1, 2026\n"
	     ".Dt SIPWHY-CAUSES 7\n"
	     ".Os\n"
	     ".Sh NAME\n"
	     ".Nm sipwhy-causes\n"
	     ".Nd why SIP authentications fail, as sipwhy tells it\n"
	     ".Sh DESCRIPTION\n"
	     "Each failed authentication is given one cause out of these.\n"
	     "A code never changes its meaning.\n"
	     "Words of a server are looked for whole and in any case, in its reason phrase and, but for a\n"
	     "few causes, in Warning, Reason and any X- field with \"error\" in its name;\n"
	     "\"*\" stands for any ending.\n"
	     ".Xr sipwhy 1\n"
	     "prints the same with\n"
	     ".Fl -explain .");
	for (size_t i = 0; i < rules_count; i++)
		put_rule(rules_all[i]);
	puts(".Sh WHAT IS NOT FOUND\n"
	     "These causes are known from the field, and not found by\n"
	     ".Nm sipwhy :\n"
	     ".Bl -tag -width Ds");
	for (size_t i = 0; i < causes_absent_count; i++) {
		printf(".It Sy %s\n", causes_absent[i].code);
		put(causes_absent[i].why);
	}
	puts(".El\n.Sh SEE ALSO\n.Xr sipwhy 1");
	return ferror(stdout) != 0;
}
