# Makes variants.c from Unihan's kSimplifiedVariant (Unicode 15.0.0):
#
#	bzcat Unihan_Variants.txt.bz2 | awk -f src/text/variants.awk > src/text/variants.c
#
# A character that is among its own simplified forms (乾 著 藉) stays; of several others the first counts.
# Forms newer than Unicode 13 cannot be shown everywhere and are no targets.

function number(hex,    i, n)
{
	n = 0
	for (i = 1; i <= length(hex); i++)
		n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
	return n
}

function is_new(c)
{
	return (c >= number("9FFD") && c <= number("9FFF")) || (c >= number("2A6DE") && c <= number("2A6FF")) ||
		(c >= number("2B735") && c <= number("2B73F")) || c >= number("3134B")
}

# Traditional characters of traditional characters are rare, but folding twice must change nothing.
function last_form(c,    steps)
{
	for (steps = 0; (c in simple) && steps < 9; steps++)
		c = simple[c]
	return c
}

$2 == "kSimplifiedVariant" {
	from = number(substr($1, 3))
	target = 0
	for (i = NF; i >= 3; i--) {
		c = number(substr($i, 3))
		if (c == from) {
			target = 0
			break
		}
		if (!is_new(c))
			target = c
	}
	if (target) {
		simple[from] = target
		order[++n] = from
	}
}

END {
	if (n == 0) {
		print "variants.awk: found no kSimplifiedVariant, expected Unihan_Variants.txt" > "/dev/stderr"
		exit 1
	}
	print "/* Made by variants.awk from the Unihan database 15.0.0; see UNICODE-LICENSE. */"
	print "#include \"variants.h\"\n"
	print "const struct variant text_variants[] = {"
	for (i = 1; i <= n; i++)
		printf "%s{0x%04X, 0x%04X},%s", i % 5 == 1 ? "\t" : " ", order[i], last_form(order[i]), i % 5 == 0 || i == n ? "\n" : ""
	print "};"
	print "const size_t text_n_variants = sizeof text_variants / sizeof text_variants[0];\n"
	print "const uint8_t text_variant_bits[] = {"
	first = number("4E00")
	last = number("9FFF")
	for (c = first; c <= last; c += 8) {
		bits = 0
		for (k = 7; k >= 0; k--)
			bits = bits * 2 + ((c + k) in simple)
		column = (c - first) / 8 % 24
		ends = column == 23 || c + 8 > last
		printf("%s%d,%s", column == 0 ? "\t" : " ", bits, ends ? "\n" : "")
	}
	print "};"
}
