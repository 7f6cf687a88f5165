# Reads SIZE.PROGRAM.json, one figure a line, and writes a Markdown table: report.sh.
#
# A row: PROGRAM.key, or PROGRAM.key / PROGRAM.key | what it is | unit | what it should reach, and where.
# Where: nothing: at the size for which that is asked, 1000000; "all": at every size. A row of growth names its sizes.

function row(key, what, unit, reach, where)
{
	n_rows++
	keys[n_rows] = key; whats[n_rows] = what; units[n_rows] = unit; reaches[n_rows] = reach; wheres[n_rows] = where
}

# How much a figure grows from one size to another.
function growth(key, what, from, to, reach)
{
	row(key, what, "×", reach, from " " to)
}

function table()
{
	row("life.scan_ms", "bare scan: one thread, `column_text` of 10 columns", "ms")
	row("life.build_4_ms", "every look-up answers, cold build", "ms")
	row("life.build_4_scans", "… by the bare scan, 4 processors", "×", "<= 0.7")
	row("life.build_2_scans", "… 2 processors", "×", "<= 1.1")
	row("life.build_1_scans", "… 1 processor", "×", "<= 1.6")
	growth("life.build_4_ms", "… growth from 1,000,000 to 10,000,000", 1000000, 10000000, "<= 10.5")
	row("life.mapped_ms", "every look-up answers, from the snapshot", "ms", "<= 40")
	row("life.answers_words", "frequent words that have ready answers in the snapshot", "")
	row("life.answers_ms", "… made in the background, of one processor", "ms")
	row("delta.status_ms", "another session's commit, one status: until the index shows it", "ms", "<= 1000")
	row("delta.new_ms", "… one new project", "ms", "<= 1000")
	row("delta.new_first_ms", "… the first new project", "ms", "<= 1000")
	row("delta.hundred_new_ms", "… 100 new projects", "ms", "<= 1000")
	row("delta.enterprise_ms", "… one new enterprise", "ms", "<= 1000")
	row("life.empty_ms", "first screen of an empty ncurses program", "ms")
	row("life.first_screen_ms", "first screen, with a snapshot", "ms")
	row("life.first_screen_cold_ms", "first screen, without one", "ms")
	row("life.first_screen_ratio", "… by the empty program's", "×", "<= 3", "all")
	row("life.search_p50_ms", "key in the search to the last byte of its answer, p50", "ms", "<= 1.5")
	row("life.search_p99_ms", "… p99", "ms", "<= 5")
	row("life.search_slowest_ms", "… p99 of each key's slowest of five sessions", "ms")
	growth("life.search_p50_ms", "… growth of p50 from 10,000 to 1,000,000", 10000, 1000000, "<= 2")
	growth("life.search_p50_ms", "… growth of p50 from 1,000,000 to 10,000,000", 1000000, 10000000, "<= 4")
	row("index.lookup_p50_ms", "the look-up alone: all counted, 50 ranked, p50", "ms")
	row("index.lookup_slowest_ms", "… the slowest word", "ms")
	row("index.two_words_p50_ms", "the same of two words, p50", "ms")
	row("index.two_words_slowest_ms", "… the slowest two", "ms")
	row("index.pass_p50_ms", "a SIMD pass over all names", "ms")
	row("peers.fzf_ready_ms", "fzf: all names read", "ms")
	row("peers.fzf_key_p50_ms", "fzf: key to last byte, p50", "ms")
	row("peers.fzf_key_p95_ms", "… p95", "ms")
	row("peers.fzf_key_p50_ms / life.search_p50_ms", "… by ours", "×", ">= 50")
	row("peers.fzy_key_p50_ms", "fzy: key to last byte, p50 (finds other rows)", "ms")
	row("peers.fzy_key_p50_ms / life.search_p50_ms", "… by ours", "×", ">= 15")
	row("peers.visidata_ready_ms", "VisiData: all names read", "ms")
	row("index.frequent_ms", "count and first 50 by investment, frequent words", "ms")
	row("index.frequent_fts5_ms", "… FTS5, a token a character", "ms")
	row("index.frequent_fts5_x", "… by ours", "×", ">= 40")
	row("index.common_ms", "count and first 50 by investment, common words", "ms")
	row("index.common_fts5_ms", "… FTS5, a token a character", "ms")
	row("index.common_fts5_x", "… by ours", "×", ">= 10")
	row("index.page_p99_ms", "count and first 50 by investment, p99 of all words", "ms", "<= 1.5")
	row("index.initials_ms", "initials: count and first 50 by investment", "ms")
	row("index.initials_fts5_x", "… FTS5 over a column of initials, by ours", "×", ">= 100")
	row("index.full_pinyin_ms", "full pinyin: count and first 50 by investment", "ms")
	row("index.full_pinyin_fts5_x", "… FTS5 over a column of syllables, by ours", "×", ">= 100")
	row("index.mixed_ms", "mixed: count and first 50 by investment", "ms")
	row("query.filter_ms", "filter and sort, first 50, median of 5", "ms")
	row("query.filter_duckdb_x", "… DuckDB, by ours", "×", ">= 8")
	row("query.filter_duckdb_least_x", "… DuckDB, by ours, the least of 5", "×", ">= 8")
	row("query.filter_sqlite_x", "… SQLite with indexes, by ours", "×", ">= 10")
	row("query.page_ms", "another order of all rows, first 50, median of 5", "ms")
	row("query.page_duckdb_x", "… DuckDB, by ours", "×", ">= 8")
	row("query.page_duckdb_least_x", "… DuckDB, by ours, the least of 5", "×", ">= 8")
	row("query.page_sqlite_x", "… SQLite, which has each of these orders as an index, by ours", "×")
	row("query.order_ms", "another order of all rows, all of them, median of 7", "ms")
	row("query.order_duckdb_x", "… DuckDB, by ours", "×", ">= 8")
	row("query.order_sqlite_x", "… SQLite with indexes, by ours", "×", ">= 10")
	row("facet.panel_all_ms", "facet panel: status, zone, province, chain", "ms")
	row("facet.panel_all_duckdb_x", "… DuckDB's four queries, by ours", "×", ">= 4")
	row("facet.panel_search_ms", "facet panel under 电解", "ms")
	row("facet.panel_search_duckdb_x", "… DuckDB's four queries, by ours", "×", ">= 4")
	row("facet.panel_frequent_ms", "facet panel under 智能", "ms")
	row("facet.panel_frequent_duckdb_x", "… DuckDB's four queries, by ours", "×", ">= 4")
	row("facet.panel_status_ms", "facet panel under status:投产", "ms")
	row("facet.panel_status_duckdb_x", "… DuckDB's four queries, by ours", "×", ">= 4")
	row("facet.panel_invest_ms", "facet panel under invest>=5000万", "ms")
	row("facet.panel_invest_duckdb_x", "… DuckDB's four queries, by ours", "×", ">= 4")
	row("facet.panel_pinyin_ms", "facet panel under xm (initials)", "ms")
	row("facet.sums_zone_ms", "investment of all by zone: rows, sum, median", "ms")
	row("facet.sums_zone_duckdb_x", "… DuckDB, by ours", "×")
	row("list.move_p50_ms", "a move in the list of projects, p50", "ms", "<= 0.3")
	row("list.move_p99_ms", "… p99", "ms", "<= 1.5")
	row("list.move_bytes", "bytes at 120×40: a move", "", "<= 60")
	row("list.line_bytes", "… a scrolled line", "", "<= 150")
	row("list.page_bytes", "… a page", "", "<= 2388")
	row("list.text_page_bytes", "… a page of the first thousand rows, its text and blanks alone", "")
	row("list.same_page_bytes", "… the same page on our screen", "")
	row("list.less_page_bytes", "… the same page in `less`", "")
	row("list.less_page_bytes / list.same_page_bytes", "… by ours", "×", ">= 1")
	row("list.less_line_bytes / list.same_line_bytes", "… a scrolled line of the same rows in `less`, by ours", "×")
	row("life.search_bytes", "… an answer of the search", "", "<= 2600")
	row("peers.fzf_key_bytes", "… an answer of fzf", "")
	row("life.search_bytes / peers.fzf_key_bytes", "… ours by it", "×", "<= 0.5")
	row("list.open_list_ms", "the list of projects from the first screen", "ms")
	row("list.page_p50_ms", "a page, p50", "ms")
	row("list.ends_p50_ms", "first and last row, p50", "ms")
	row("list.filter_key_p50_ms", "a letter of the filter, p50", "ms")
	row("life.rest_ticks", "at rest for five seconds: processor time", "ticks", "<= 0", "all")
	row("life.rest_bytes", "… answers that nobody asked for", "", "<= 0", "all")
	row("life.ready_bytes", "memory of the index when ready, for a project", "bytes", "<= 200")
	row("life.peak_bytes", "… at the peak of building", "bytes", "<= 260")
	growth("life.ready_mib", "… growth of the whole from 1,000,000 to 10,000,000", 1000000, 10000000, "<= 10.5")
	row("life.private_home_mib", "private memory of a session, first screen", "MiB", "<= 12")
	row("life.private_list_mib", "… list of projects", "MiB", "<= 12")
	row("life.private_walk_mib", "… 100,000 rows scrolled", "MiB", "<= 12")
	row("life.private_search_mib", "… after searching", "MiB", "<= 12")
	row("life.private_rest_mib", "… at rest again", "MiB", "<= 12")
}

# -- reading ---------------------------------------------------------------------------------------

# What stands behind "name": on this line, as a number or in quotation marks.
function part(name,  rest)
{
	if (!match($0, "\"" name "\": "))
		return ""
	rest = substr($0, RSTART + RLENGTH)
	if (substr(rest, 1, 1) == "\"")
		return substr(rest, 2, index(substr(rest, 2), "\"") - 1)
	match(rest, /^[-0-9.]+/)
	return substr(rest, 1, RLENGTH)
}

/^\{"key"/ {
	split(FILENAME, name, ".")
	key = name[1] " " name[2] "." part("key")
	values[key] = part("value") + 0
	hits[key] = part("hits")
}

# -- writing -----------------------------------------------------------------------------------------

function shown(x)
{
	return x >= 100 ? sprintf("%.0f", x) : x >= 10 ? sprintf("%.1f", x) : x == 0 ? "0" : sprintf("%.2f", x)
}

function parted(n,  out)
{
	for (; length(n) > 3; n = substr(n, 1, length(n) - 3))
		out = "," substr(n, length(n) - 2) out
	return n out
}

function known(size, key,  two)
{
	if (split(key, two, " / ") == 2)
		return known(size, two[1]) && known(size, two[2]) && values[size " " two[2]] > 0
	return (size " " key) in values
}

function value(size, key,  two)
{
	return split(key, two, " / ") == 2 ? values[size " " two[1]] / values[size " " two[2]] : values[size " " key]
}

# Rounded as it is shown, so that no figure contradicts its verdict.
function meets(x, reach,  two)
{
	split(reach, two, " ")
	return two[1] == "<=" ? shown(x) + 0 <= two[2] + 0 : shown(x) + 0 >= two[2] + 0
}

function verdict(r,  i, size)
{
	if (!reaches[r])
		return ""
	if (wheres[r] != "all")
		return known(1000000, keys[r]) ? (meets(value(1000000, keys[r]), reaches[r]) ? "met" : "**not met**") : "–"
	for (i = 1; i <= n_sizes; i++)
		if (known(size_of[i], keys[r]) && !meets(value(size_of[i], keys[r]), reaches[r]))
			return "**not met**"
	return "met"
}

function reach_shown(reach)
{
	sub(/<=/, "≤", reach)
	sub(/>=/, "≥", reach)
	return reach
}

function hits_shown(key, unit)
{
	return unit == "×" || hits[key] == "" ? "" : " (" parted(hits[key]) ")"
}

function write_growth(r,  two, i, x)
{
	split(wheres[r], two, " ")
	if (!known(two[1], keys[r]) || !known(two[2], keys[r]) || value(two[1], keys[r]) <= 0)
		return
	x = value(two[2], keys[r]) / value(two[1], keys[r])
	printf "| %s |", whats[r]
	for (i = 1; i <= n_sizes; i++)
		printf " %s |", size_of[i] == two[2] ? "× " shown(x) : ""
	printf " | %s | %s |\n", reach_shown(reaches[r]), meets(x, reaches[r]) ? "met" : "**not met**"
}

function write_row(r,  i, any, line, grown, last)
{
	for (i = 1; i <= n_sizes; i++) {
		if (!known(size_of[i], keys[r])) {
			line = line " – |"
			last = ""
			continue
		}
		any = 1
		line = line " " shown(value(size_of[i], keys[r])) hits_shown(size_of[i] " " keys[r], units[r]) " |"
		if (last != "" && units[r] != "×" && value(last, keys[r]) > 0)
			grown = grown (grown == "" ? "× " : ", ") shown(value(size_of[i], keys[r]) / value(last, keys[r]))
		last = size_of[i]
	}
	if (any)
		printf "| %s%s |%s %s | %s | %s |\n", whats[r], units[r] == "" ? "" : ", " units[r], line, grown, reach_shown(reaches[r]), verdict(r)
}

END {
	n_sizes = split(sizes, size_of, " ")
	table()
	printf "| what |"
	for (i = 1; i <= n_sizes; i++)
		printf " %s |", size_of[i] ~ /^[0-9]+$/ ? parted(size_of[i]) : size_of[i]
	printf " growth | to reach | at 1,000,000 |\n|---|"
	for (i = 1; i <= n_sizes; i++)
		printf "--:|"
	printf "---|---|---|\n"
	for (r = 1; r <= n_rows; r++)
		if (wheres[r] ~ / /)
			write_growth(r)
		else
			write_row(r)
}
