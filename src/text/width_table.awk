# Makes width_table.c from the Unicode 15.0.0 data files:
#
#	awk -f src/text/width_table.awk -v dir=/usr/share/unicode > src/text/width_table.c
#
# What is doubtful follows measured terminals: besides what older ones do not know, these are emoji, conjoining
# vowels and finals, enclosed numbers U+3248..324F, hexagrams, and wide characters outside the East Asian blocks
# of the oldest width tables still in use.

function number(hex,    i, n)
{
	n = 0
	hex = toupper(hex)
	for (i = 1; i <= length(hex); i++)
		n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
	return n
}

# Reads "FIRST[..LAST] ; VALUE" lines into into[code point], for one wanted value or (wanted "") for all.
function read_property(path, into, wanted,    line, part, range, c, last)
{
	n_lines = 0
	while ((getline line < path) > 0) {
		n_lines++
		sub(/#.*/, "", line)
		if (split(line, part, ";") < 2)
			continue
		gsub(/[ \t]/, "", part[1])
		gsub(/[ \t]/, "", part[2])
		if (wanted != "" && part[2] != wanted)
			continue
		split(part[1], range, /\.\./)
		last = number(range[2] == "" ? range[1] : range[2])
		for (c = number(range[1]); c <= last && c < END_LISTED; c++)
			into[c] = part[2]
		delete range
	}
	close(path)
	if (n_lines == 0) {
		print "width_table.awk: " path ": found nothing, expected a Unicode data file" > "/dev/stderr"
		failed = 1
		exit 1
	}
}

function within(c, first, last)
{
	return c >= number(first) && c <= number(last)
}

function is_ideograph_plane(c)
{
	return within(c, "20000", "2FFFD") || within(c, "30000", "3FFFD")
}

function is_wide(c)
{
	if (c in width)
		return width[c] == "W" || width[c] == "F"
	return within(c, "3400", "4DBF") || within(c, "4E00", "9FFF") || within(c, "F900", "FAFF") || is_ideograph_plane(c)
}

function is_old_wide(c)
{
	return within(c, "1100", "115F") || within(c, "2329", "232A") || within(c, "2E80", "A4CF") ||
		within(c, "AC00", "D7A3") || within(c, "F900", "FAFF") || within(c, "FE10", "FE19") ||
		within(c, "FE30", "FE6F") || within(c, "FF00", "FF60") || within(c, "FFE0", "FFE6") || is_ideograph_plane(c)
}

function is_conjoining(c)
{
	return within(c, "1160", "11FF") || within(c, "D7B0", "D7FF")
}

function is_doubtful(c, wide)
{
	return !(c in age) || age[c] + 0 > 13 || category[c] ~ /^(Cn|Co|Cs|)$/ || within(c, "FFFC", "FFFD") ||
		within(c, "3248", "324F") || within(c, "4DC0", "4DFF") || (c in emoji) || ((c in picture) && c > 65535) ||
		is_conjoining(c) || (wide && !is_old_wide(c))
}

function traits(c,    wide, cells, t)
{
	if (category[c] == "Cc")
		return 1
	wide = is_wide(c)
	cells = 1
	if (category[c] ~ /^(Mn|Me|Cf)$/)
		cells = 0
	else if (wide || (c in emoji))
		cells = 2
	else if (width[c] == "A")
		cells = 3
	t = cells
	if (category[c] ~ /^M/)
		t += 4
	if ((c in ignorable) || category[c] == "Cf")
		t += 8
	if (is_doubtful(c, wide))
		t += 16
	if (c in picture)
		t += 32
	if (is_conjoining(c) || within(c, "1100", "115F"))
		t += 64
	return t
}

function put(first, last, t)
{
	if (t != 1)
		printf "\t{0x%04X, 0x%04X, %d},\n", first, last, t
}

BEGIN {
	END_LISTED = number("40000") # behind it only the tags and selectors of plane 14 and private use
	PLANE_14 = number("E0000")
	read_property(dir "/EastAsianWidth.txt", width, "")
	read_property(dir "/extracted/DerivedGeneralCategory.txt", category, "")
	read_property(dir "/DerivedAge.txt", age, "")
	read_property(dir "/DerivedCoreProperties.txt", ignorable, "Default_Ignorable_Code_Point")
	read_property(dir "/emoji/emoji-data.txt", emoji, "Emoji_Presentation")
	read_property(dir "/emoji/emoji-data.txt", picture, "Extended_Pictographic")

	print "/* Made by width_table.awk from the Unicode 15.0.0 data files; see UNICODE-LICENSE. */"
	print "#include \"width_table.h\"\n"
	print "const struct trait_range text_trait_ranges[] = {"
	first = 0
	before = traits(0)
	for (c = 1; c < END_LISTED; c++) {
		t = traits(c)
		if (t == before)
			continue
		put(first, c - 1, before)
		first = c
		before = t
	}
	put(first, END_LISTED - 1, before)
	put(END_LISTED, PLANE_14 - 1, 1 + 16)
	put(PLANE_14, PLANE_14 + 4095, 8)
	put(PLANE_14 + 4096, number("EFFFF"), 1 + 16)
	put(number("F0000"), number("10FFFF"), 3 + 16)
	print "};"
	print "const size_t text_n_trait_ranges = sizeof text_trait_ranges / sizeof text_trait_ranges[0];"
}
