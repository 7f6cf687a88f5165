#include "model/ledger.h"

void ledger_id_add(enum kind kind, struct str owner, uint32_t number, struct strbuf *out)
{
	ptrdiff_t colon = str_find_byte(owner, ':', 0);
	strbuf_printf(out, "%s:%.*s.%.*s.%u", kinds[kind].singular, STR_ARG(str_sub(owner, 0, (size_t)colon)),
		STR_ARG(str_sub(owner, (size_t)colon + 1, owner.n)), number);
}

/* KIND.SLUG in KIND.SLUG.NUMBER behind the kind of an id; n = 0: it has another form. */
static struct str owner_in(struct str id, uint32_t *number)
{
	enum { DIGITS_MOST = 5 };
	struct str slug = id_slug(id);
	size_t at = slug.n;
	while (at && slug.p[at - 1] >= '0' && slug.p[at - 1] <= '9')
		at--;
	if (at < 2 || at == slug.n || slug.n - at > DIGITS_MOST || slug.p[at] == '0' || slug.p[at - 1] != '.')
		return STR("");
	*number = 0;
	for (size_t i = at; i < slug.n; i++)
		*number = *number * 10 + (uint32_t)(slug.p[i] - '0');
	return *number <= LEDGER_COLUMNS_MAX ? str_sub(slug, 0, at - 1) : STR("");
}

bool ledger_id_split(struct str id, struct strbuf *owner, uint32_t *number)
{
	struct str slug = owner_in(id, number), kind;
	if (str_find_byte(slug, '.', 0) < 0)
		return false;
	str_split(&slug, '.', &kind);
	strbuf_printf(owner, "%.*s:%.*s", STR_ARG(kind), STR_ARG(slug));
	return true;
}

uint32_t ledger_id_number(struct str id, struct str owner)
{
	uint32_t number = 0;
	struct str found = owner_in(id, &number);
	if (!found.n || found.n != owner.n)
		return 0;
	for (size_t i = 0; i < owner.n; i++)
		if (found.p[i] != (owner.p[i] == ':' ? '.' : owner.p[i]))
			return 0;
	return number;
}
