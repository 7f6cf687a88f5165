#include "support/file.h"
#include "support/test.h"

#include "exchange/mapping.h"

#include <sys/stat.h>
#include <unistd.h>

/* Rows seen, a line each: LINE|field=value…|COLUMN:value(qualifier) unit indicator status modality period scope; '@' marks a name. */
static bool see(void *self, const struct row *row, struct err *err)
{
	struct strbuf *seen = self;
	(void)err;
	strbuf_printf(seen, "%zu", row->line);
	for (size_t f = 0; f < fields_of[row->kind].n; f++)
		if (row->cells[f].n)
			strbuf_printf(seen, "|%s=%s%.*s", fields_of[row->kind].v[f].name, row->named >> f & 1 ? "@" : "",
				STR_ARG(row->cells[f]));
	for (size_t i = 0; row->ledger && i < row->ledger->n; i++) {
		const struct row_cell *c = &row->ledger->cells[i];
		strbuf_printf(seen, "|%.*s:%.*s", STR_ARG(c->column), STR_ARG(c->value));
		if (c->qualifier.n)
			strbuf_printf(seen, "(%.*s)", STR_ARG(c->qualifier));
		const struct str parts[] = {c->unit, c->indicator, c->status, c->modality, c->period, c->scope};
		for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
			if (parts[p].n)
				strbuf_printf(seen, " %.*s", STR_ARG(parts[p]));
	}
	strbuf_add_byte(seen, '\n');
	return true;
}

/* Write text as $HOME/name and read it by a map. */
static bool run(const char *map, const char *name, const char *text, struct strbuf *seen, struct err *err)
{
	char path[600];
	snprintf(path, sizeof path, "%s/%s", getenv("HOME") ? getenv("HOME") : ".", name);
	write_file(path, str_from(text));
	struct mapping *mapping = mapping_parse(str_from(map), "test.map", err);
	bool ok = mapping && mapping_read(mapping, path, (struct reading){0}, (struct row_sink){see, seen}, err);
	mapping_free(mapping);
	unlink(path);
	return ok;
}

#define SOURCE "1|id=source:ledger-t|name=t.csv|document=t.csv\n"

struct map_row {
	const char *name, *map, *text, *seen;
};

static const struct map_row rows[] = {
	{"columns, words between them", "[t.csv parks]\nid = park:k{No}\nname = {园区}（{所在}）\n", "No,园区,所在\n7,甲园,东\n",
		SOURCE "2|id=park:k7|name=甲园（东）|source=source:ledger-t|locator=ledger-t:2:No\n"},
	{"an empty column empties the field", "[t.csv parks]\nid = park:k{No}\nname = {园区}\nzone = zone:z{z}\n", "No,园区,z\n7,甲园, \n",
		SOURCE "2|id=park:k7|name=甲园|source=source:ledger-t|locator=ledger-t:2:No\n"},
	{"blanks around a cell", "[t.csv parks]\nid = park:k{No}\nname = {园区}\nfocus = {园区}，{方向}\n", "No,园区,方向\n 7 , 甲 园 ,\t铝 \n",
		SOURCE "2|id=park:k7|name=甲 园|focus=甲 园，铝|source=source:ledger-t|locator=ledger-t:2:No\n"},
	{"a reference by name", "[t.csv parks]\nname = {园区}\nzone = {开发区}\n", "园区,开发区\n甲园,兴县经开区\n",
		SOURCE "2|name=甲园|zone=@兴县经开区|source=source:ledger-t|locator=ledger-t:2:园区\n"},
	{"an id of letters: small, hyphens", "[t.csv parks]\nid = park:{No}\nname = {园区}\n", "No,园区\nA_7.B,甲园\n",
		SOURCE "2|id=park:a-7.b|name=甲园|source=source:ledger-t|locator=ledger-t:2:No\n"},
	{"a list parted otherwise", "[t.csv zones]\nname = {n}\nleading_industries = {l|、}\n", "n,l\n甲,煤、铝、电\n",
		SOURCE "2|name=甲|leading_industries=煤;铝;电|source=source:ledger-t|locator=ledger-t:2:n\n"},
	{"translations, each element by itself", "[t.csv enterprises]\nname = {n}\nclasses = {c|,}\nclasses: 规上工业 = above_scale\nclasses: * = other_honour\n",
		"n,c\n甲,\"规上工业,龙头\"\n乙,\n",
		SOURCE "2|name=甲|classes=above_scale;other_honour|source=source:ledger-t|locator=ledger-t:2:n\n"
		       "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n\n"},
	{"a constant", "[t.csv projects]\nname = {n}\nstatus = signed\n", "n\n甲\n",
		SOURCE "2|name=甲|status=signed|source=source:ledger-t|locator=ledger-t:2:n\n"},
	{"figures: units fixed and in a column, thousands, nothing", "[t.csv projects]\nname = {n}\nfigure invest planned 2025 全部 = {投资} 万元\nfigure capacity capacity = {产能} {单位}\n",
		"n,投资,产能,单位\n甲,\"1,250.5\",30,万吨\n乙,,,\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n|投资:1250.5 万元 indicator:invest planned 2025 全部|产能:30 万吨 indicator:capacity capacity\n"
		       "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n\n"},
	{"wrong thousands stay what they are", "[t.csv projects]\nname = {n}\nfigure invest planned = {v} 元\n", "n,v\n甲,\"12,50\"\n乙,\"1250,000\"\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n|v:12,50 元 indicator:invest planned\n"
		       "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n|v:1250,000 元 indicator:invest planned\n"},
	{"digits of full width, a unit close behind the column", "[t.csv projects]\nname = {n}\nfigure invest planned = {v}万元\n", "n,v\n甲,１２５０\n乙,１，２５０．５\n丙,1万\n丁,１２，５\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n|v:1250 万元 indicator:invest planned\n"
		       "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n|v:1250.5 万元 indicator:invest planned\n"
		       "4|name=丙|source=source:ledger-t|locator=ledger-t:4:n|v:1万 万元 indicator:invest planned\n"
		       "5|name=丁|source=source:ledger-t|locator=ledger-t:5:n|v:１２，５ 万元 indicator:invest planned\n"},
	{"a comma without a digit before it", "[t.csv projects]\nname = {n}\nfigure invest planned = {v} 元\n", "n,v\n甲,\"-,250\"\n乙,\"¥1,250\"\n丙,\"-1,250\"\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n|v:-,250 元 indicator:invest planned\n"
		       "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n|v:1250 元 indicator:invest planned\n"
		       "4|name=丙|source=source:ledger-t|locator=ledger-t:4:n|v:-1250 元 indicator:invest planned\n"},
	{"the unit once more, a multiplier that it lacks", "[t.csv projects]\nname = {n}\nfigure invest planned = {v} {u}\n",
		"n,v,u\n甲,12.5%,%\n乙,12.5 ％,%\n丙,3万,元\n丁,\"1,200 万元\",元\n戊,５亩,亩\n己,3万,\n庚,3亿,万元\n辛,3公顷,亩\n壬,约3万,元\n癸,万,元\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n|v:12.5 % indicator:invest planned\n"
		       "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n|v:12.5 % indicator:invest planned\n"
		       "4|name=丙|source=source:ledger-t|locator=ledger-t:4:n|v:3 万元 indicator:invest planned\n"
		       "5|name=丁|source=source:ledger-t|locator=ledger-t:5:n|v:1200 万元 indicator:invest planned\n"
		       "6|name=戊|source=source:ledger-t|locator=ledger-t:6:n|v:5 亩 indicator:invest planned\n"
		       "7|name=己|source=source:ledger-t|locator=ledger-t:7:n|v:3 万 indicator:invest planned\n"
		       "8|name=庚|source=source:ledger-t|locator=ledger-t:8:n|v:3 亿元 indicator:invest planned\n"
		       "9|name=辛|source=source:ledger-t|locator=ledger-t:9:n|v:3 公顷 indicator:invest planned\n"
		       "10|name=壬|source=source:ledger-t|locator=ledger-t:10:n|v:3(约) 万元 indicator:invest planned\n"
		       "11|name=癸|source=source:ledger-t|locator=ledger-t:11:n|v:万 元 indicator:invest planned\n"},
	{"figures in words", "[t.csv zones]\nname = {n}\nfigure invest planned = {v} {u}\n",
		"n,v,u\n1,约5亿,元\n2,10亿元以上,万元\n3,5—6亿,元\n4,2亿—3亿,万元\n5,1000余亩,亩\n6,3万余,亩\n7,不低于3亿元,元\n8,超 20 亿,元\n9,约１０００余亩,亩\n10,十多亿,元\n11,一亿多,万元\n12,约50万吨,万吨/年\n13,约12.5％,%\n14,约3万台,台\n15,近300家,\n16,-5以下,℃\n17,数十亿,元\n18,5.2亿,万元\n19,50万吨,万吨/年\n20,约5亿,亿元\n21,2亿多,亿元\n22,2亿—3亿,亿元\n23,5.2亿,亿元\n",
		SOURCE "2|name=1|source=source:ledger-t|locator=ledger-t:2:n|v:5(约) 亿元 indicator:invest planned\n"
		       "3|name=2|source=source:ledger-t|locator=ledger-t:3:n|v:10(以上) 亿元 indicator:invest planned\n"
		       "4|name=3|source=source:ledger-t|locator=ledger-t:4:n|v:5—6 亿元 indicator:invest planned\n"
		       "5|name=4|source=source:ledger-t|locator=ledger-t:5:n|v:2亿—3亿 元 indicator:invest planned\n"
		       "6|name=5|source=source:ledger-t|locator=ledger-t:6:n|v:1000(余) 亩 indicator:invest planned\n"
		       "7|name=6|source=source:ledger-t|locator=ledger-t:7:n|v:3万(余) 亩 indicator:invest planned\n"
		       "8|name=7|source=source:ledger-t|locator=ledger-t:8:n|v:3(不低于) 亿元 indicator:invest planned\n"
		       "9|name=8|source=source:ledger-t|locator=ledger-t:9:n|v:20(超) 亿元 indicator:invest planned\n"
		       "10|name=9|source=source:ledger-t|locator=ledger-t:10:n|v:１０００(约;余) 亩 indicator:invest planned\n"
		       "11|name=10|source=source:ledger-t|locator=ledger-t:11:n|v:十(多) 亿元 indicator:invest planned\n"
		       "12|name=11|source=source:ledger-t|locator=ledger-t:12:n|v:一亿(多) 元 indicator:invest planned\n"
		       "13|name=12|source=source:ledger-t|locator=ledger-t:13:n|v:50(约) 万吨/年 indicator:invest planned\n"
		       "14|name=13|source=source:ledger-t|locator=ledger-t:14:n|v:12.5(约) % indicator:invest planned\n"
		       "15|name=14|source=source:ledger-t|locator=ledger-t:15:n|v:3(约) 万台 indicator:invest planned\n"
		       "16|name=15|source=source:ledger-t|locator=ledger-t:16:n|v:300(近) 家 indicator:invest planned\n"
		       "17|name=16|source=source:ledger-t|locator=ledger-t:17:n|v:-5(以下) ℃ indicator:invest planned\n"
		       "18|name=17|source=source:ledger-t|locator=ledger-t:18:n|v:数十 亿元 indicator:invest planned\n"
		       "19|name=18|source=source:ledger-t|locator=ledger-t:19:n|v:5.2 亿元 indicator:invest planned\n"
		       "20|name=19|source=source:ledger-t|locator=ledger-t:20:n|v:50 万吨/年 indicator:invest planned\n"
		       "21|name=20|source=source:ledger-t|locator=ledger-t:21:n|v:5(约) 亿元 indicator:invest planned\n"
		       "22|name=21|source=source:ledger-t|locator=ledger-t:22:n|v:2亿(多) 元 indicator:invest planned\n"
		       "23|name=22|source=source:ledger-t|locator=ledger-t:23:n|v:2亿—3亿 元 indicator:invest planned\n"
		       "24|name=23|source=source:ledger-t|locator=ledger-t:24:n|v:5.2 亿元 indicator:invest planned\n"},
	{"money as people say it", "[t.csv zones]\nname = {n}\nfigure invest planned = {v} {u}\n",
		"n,v,u\n1,5个亿,万元\n2,5个多亿,元\n3,20多个亿,亿元\n4,约1.5个亿元,万元\n5,5个亿,\n6,5个亿,个\n7,5个亿级,万元\n8,5个万,元\n9,5个,万元\n",
		SOURCE "2|name=1|source=source:ledger-t|locator=ledger-t:2:n|v:5 个亿元 indicator:invest planned\n"
		       "3|name=2|source=source:ledger-t|locator=ledger-t:3:n|v:5(多) 亿元 indicator:invest planned\n"
		       "4|name=3|source=source:ledger-t|locator=ledger-t:4:n|v:20(多) 个亿元 indicator:invest planned\n"
		       "5|name=4|source=source:ledger-t|locator=ledger-t:5:n|v:1.5(约) 个亿元 indicator:invest planned\n"
		       "6|name=5|source=source:ledger-t|locator=ledger-t:6:n|v:5 个亿 indicator:invest planned\n"
		       "7|name=6|source=source:ledger-t|locator=ledger-t:7:n|v:5个亿 个 indicator:invest planned\n"
		       "8|name=7|source=source:ledger-t|locator=ledger-t:8:n|v:5个亿级 万元 indicator:invest planned\n"
		       "9|name=8|source=source:ledger-t|locator=ledger-t:9:n|v:5个万 元 indicator:invest planned\n"
		       "10|name=9|source=source:ledger-t|locator=ledger-t:10:n|v:5个 万元 indicator:invest planned\n"},
	{"cells that say nothing", "[t.csv projects]\nname = {n}\nzone = {z}\nleader = {z}\nstatus = {s}\nstatus: / = stalled\nonly = {n}\nfigure invest planned = {v} 元\nmilestone signed = {d}\n",
		"n,z,s,v,d\n甲,—,-,－,无\n乙,/,/,N/A,――\n丙,暂無, 无 ,－１,2025\n无,1,2,3,4\n",
		SOURCE "2|name=甲|leader=—|source=source:ledger-t|locator=ledger-t:2:n\n"
		       "3|name=乙|status=stalled|leader=/|source=source:ledger-t|locator=ledger-t:3:n\n"
		       "4|name=丙|leader=暂無|source=source:ledger-t|locator=ledger-t:4:n|v:-1 元 indicator:invest planned|d:2025 signed\n"},
	{"a list that says nothing", "[t.csv zones]\nname = {n}\nshort_names = {s}\nhonours = {h|、}\n", "n,s,h\n甲,—,无\n乙,乙区,一、无\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n\n3|name=乙|short_names=乙区|honours=一;无|source=source:ledger-t|locator=ledger-t:3:n\n"},
	{"lines above the names", "[t.csv projects]\nid = project:{i}\nname = {n}\n", "一览表,\n,\n单位：万元,\ni,n\n1,甲\n",
		SOURCE "5|id=project:1|name=甲|source=source:ledger-t|locator=ledger-t:5:i\n"},
	{"no column at all", "[t.csv zones]\nname = 甲\n", "n\n1\n", SOURCE "2|name=甲\n"},
	{"the names of the columns once more", "[t.csv parks]\nname = {n}\n", "n,m\n甲,1\nn,m\nn,2\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n\n4|name=n|source=source:ledger-t|locator=ledger-t:4:n\n"},
	{"blanks that nobody sees", "[t.csv parks]\nid = park:{i}\nname = {n}\nzone = {z}\n", "i,n,z\n1,　甲 园　 ,\xC2\xA0兴县\xE2\x80\x8B\n2,乙,　\xC2\xA0\n",
		SOURCE "2|id=park:1|name=甲 园|zone=@兴县|source=source:ledger-t|locator=ledger-t:2:i\n"
		       "3|id=park:2|name=乙|source=source:ledger-t|locator=ledger-t:3:i\n"},
	{"a name in two lines", "[t.csv projects]\nname = {n}\nfigure invest planned = {投资(万元)} 万元\n", "n,\"投资\r\n(万元)\"\n甲,1\nn,\"投资\r\n(万元)\"\n",
		SOURCE "3|name=甲|source=source:ledger-t|locator=ledger-t:3:n|投资(万元):1 万元 indicator:invest planned\n"},
	{"dates of digits alone", "[t.csv projects]\nname = {n}\nmilestone signed = {d}\n", "n,d\n甲,20250603\n乙,2025060\n丙,202506\n丁,45678\n戊,2025060a\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n|d:2025-06-03 signed\n"
		       "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n|d:2025060 signed\n"
		       "4|name=丙|source=source:ledger-t|locator=ledger-t:4:n|d:202506 signed\n"
		       "5|name=丁|source=source:ledger-t|locator=ledger-t:5:n|d:45678 signed\n"
		       "6|name=戊|source=source:ledger-t|locator=ledger-t:6:n|d:2025060a signed\n"},
	{"characters of full width where they mean themselves", "[t.csv projects]\nname = ｛{n｝}\nstatus = {s}\nstatus: 已：签 = signed\nfigure invest planned 2025 甲：乙 = {v} 元\n", "n｝,s,v\n甲,已：签,1\n",
		SOURCE "2|name=｛甲|status=signed|source=source:ledger-t|locator=ledger-t:2:n｝|v:1 元 indicator:invest planned 2025 甲：乙\n"},
	{"a total that is left out", "[t.csv projects]\nname = {n}\nonly = {i}\n", "i,n\n1,甲\n,合计\n—,—\n", SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n\n"},
	{"dates of full width", "[t.csv projects]\nname = {n}\nmilestone signed = {d}\n", "n,d\n甲,２０２５年６月３日\n乙,２０２５／６\n丙,２０２５\n丁,２５\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n|d:2025-06-03 signed\n"
		       "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n|d:2025-06 signed\n"
		       "4|name=丙|source=source:ledger-t|locator=ledger-t:4:n|d:2025 signed\n"
		       "5|name=丁|source=source:ledger-t|locator=ledger-t:5:n|d:２５ signed\n"},
	{"a date that breaks off, one with the time of day", "[t.csv projects]\nname = {n}\nupdated_on = {u}\n",
		"n,u\n甲,2025/6/\n乙,2025-\n丙,2025/6/3 0:00:00\n丁,2025-06-03 00:00:00\n戊,2025/6/3 8:30\n己,2025年6月3号\n",
		SOURCE "2|name=甲|updated_on=2025/6/|source=source:ledger-t|locator=ledger-t:2:n\n"
		       "3|name=乙|updated_on=2025-|source=source:ledger-t|locator=ledger-t:3:n\n"
		       "4|name=丙|updated_on=2025-06-03|source=source:ledger-t|locator=ledger-t:4:n\n"
		       "5|name=丁|updated_on=2025-06-03|source=source:ledger-t|locator=ledger-t:5:n\n"
		       "6|name=戊|updated_on=2025/6/3 8:30|source=source:ledger-t|locator=ledger-t:6:n\n"
		       "7|name=己|updated_on=2025-06-03|source=source:ledger-t|locator=ledger-t:7:n\n"},
	{"quarters and halves of a year", "[t.csv projects]\nname = {n}\nupdated_on = {u}\n",
		"n,u\n甲,2025年第一季度\n乙,2025年3季度\n丙,２０２５年上半年\n丁,2025年下半年\n戊,2025年五季度\n己,2025年底\n",
		SOURCE "2|name=甲|updated_on=2025-Q1|source=source:ledger-t|locator=ledger-t:2:n\n"
		       "3|name=乙|updated_on=2025-Q3|source=source:ledger-t|locator=ledger-t:3:n\n"
		       "4|name=丙|updated_on=2025-H1|source=source:ledger-t|locator=ledger-t:4:n\n"
		       "5|name=丁|updated_on=2025-H2|source=source:ledger-t|locator=ledger-t:5:n\n"
		       "6|name=戊|updated_on=2025年五季度|source=source:ledger-t|locator=ledger-t:6:n\n"
		       "7|name=己|updated_on=2025年底|source=source:ledger-t|locator=ledger-t:7:n\n"},
	{"cells that were merged", "[t.csv projects]\nid = project:{i}\nname = {n}\nzone = {z}\nteam = {t}\nmerged = {z} {t}\nonly = {n}\n",
		"i,n,z,t\n0,子,,\n1,甲,兴县,一\n2,乙,,\n小计,,合计,\n3,丙, ,二\n4,丁,长子,\n5,戊,—,\n6,己,,\n",
		SOURCE "2|id=project:0|name=子|source=source:ledger-t|locator=ledger-t:2:i\n"
		       "3|id=project:1|name=甲|zone=@兴县|team=一|source=source:ledger-t|locator=ledger-t:3:i\n"
		       "4|id=project:2|name=乙|zone=@兴县|team=一|source=source:ledger-t|locator=ledger-t:4:i\n"
		       "6|id=project:3|name=丙|zone=@兴县|team=二|source=source:ledger-t|locator=ledger-t:6:i\n"
		       "7|id=project:4|name=丁|zone=@长子|team=二|source=source:ledger-t|locator=ledger-t:7:i\n"
		       "8|id=project:5|name=戊|team=二|source=source:ledger-t|locator=ledger-t:8:i\n"
		       "9|id=project:6|name=己|team=二|source=source:ledger-t|locator=ledger-t:9:i\n"},
	{"the sign of money", "[t.csv projects]\nname = {n}\nfigure invest planned = {v} 万元\nfigure area planned = {a} 亩\n",
		"n,v,a\n甲,\"￥1,250.00\",\n乙,¥ 5,\n丙,￥约5,\n丁,￥,\n戊,,￥5\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n|v:1250.00 万元 indicator:invest planned\n"
		       "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n|v:5 万元 indicator:invest planned\n"
		       "4|name=丙|source=source:ledger-t|locator=ledger-t:4:n|v:5(约) 万元 indicator:invest planned\n"
		       "5|name=丁|source=source:ledger-t|locator=ledger-t:5:n|v:￥ 万元 indicator:invest planned\n"
		       "6|name=戊|source=source:ledger-t|locator=ledger-t:6:n|a:￥5 亩 indicator:area planned\n"},
	{"dates as spreadsheets write them", "[t.csv projects]\nname = {n}\nupdated_on = {u}\nmilestone 签约 = {s}\n",
		"n,u,s\n甲,2025/6/3,2025年6月\n乙,2025.12.31,2025-06-03\n丙,昨天,2025\n",
		SOURCE "2|name=甲|updated_on=2025-06-03|source=source:ledger-t|locator=ledger-t:2:n|s:2025-06 signed\n"
		       "3|name=乙|updated_on=2025-12-31|source=source:ledger-t|locator=ledger-t:3:n|s:2025-06-03 signed\n"
		       "4|name=丙|updated_on=昨天|source=source:ledger-t|locator=ledger-t:4:n|s:2025 signed\n"},
	{"lines that give no row", "[t.csv parks]\nonly = {z}\nname = {n}\n", "n,z\n甲,\n乙,1\n",
		SOURCE "3|name=乙|source=source:ledger-t|locator=ledger-t:3:n\n"},
	{"a source with a name of its own, told once for two kinds",
		"# 注释\n[t.csv enterprises]\nsource.id = source:book\nsource.name = 台账\nname = {n}\n\n[t.csv placements]\nsource.id = source:book\nenterprise = {n}\nstage = {s}\n",
		"n,s\n甲,炼\n",
		"2|id=source:book|name=台账|document=t.csv\n2|name=甲|source=source:book|locator=book:2:n\n"
		"2|enterprise=@甲|stage=@炼|source=source:book|locator=book:2:n\n"},
	{"what a later section says of the file's source",
		"[t.csv zones]\nname = {n}\n[t.csv parks]\nsource.name = 台账\nsource.date = 2025\nname = {n}\n", "n\n甲\n",
		"1|id=source:ledger-t|name=台账|document=t.csv|date=2025\n2|name=甲|source=source:ledger-t|locator=ledger-t:2:n\n"
		"2|name=甲|source=source:ledger-t|locator=ledger-t:2:n\n"},
	{"years as columns", "[t.csv zones]\nname = {n}\nfigure output actual 2023 = {2023} 亿元\n", "n,2023\n甲,5\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n|2023:5 亿元 indicator:output actual 2023\n"},
	{"a first column of which no place can be told", "[t.csv zones]\nname = {6-7}\n", "6-7\n甲\n", SOURCE "2|name=甲\n"},
	{"a column twice that the map does not name", "[t.csv parks]\nname = {n}\n", "n,m,m\n甲,1,2\n",
		SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n\n"},
	{"CRLF in the map", "[t.csv parks]\r\nname = {n}\r\n", "n\n甲\n", SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n\n"},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf seen = {0};
		struct err err = ERR_INIT;
		if (!run(rows[i].map, "t.csv", rows[i].text, &seen, &err))
			fail_msg("row \"%s\": %s:%zu:%zu: %s", rows[i].name, err.where, err.line, err.column, err.message);
		struct str found = strbuf_str(&seen), expected = str_from(rows[i].seen);
		/* A source's line is its section's. */
		if (str_starts(expected, STR("2|id=source")) ? !str_eq(found, expected) : !str_eq(str_sub(found, 1, found.n), str_sub(expected, 1, expected.n)))
			fail_msg("row \"%s\": found\n%sexpected\n%s", rows[i].name, seen.p, rows[i].seen);
		strbuf_release(&seen);
	}
}

static void note_silence(void *self, const char *path, enum kind kind, const char *columns)
{
	(void)path;
	strbuf_printf(self, "%s: %s\n", kinds[kind].plural, columns);
}

/* A cell that a section uses twice is one cell. */
static void test_silence(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct strbuf seen = {0}, told = {0};
	char path[600];
	snprintf(path, sizeof path, "%s/t.csv", getenv("HOME") ? getenv("HOME") : ".");
	write_file(path, STR("n,m,v\n甲,-,无\n乙,,—\n丙,1,2\n"));
	struct mapping *mapping = mapping_parse(
		STR("[t.csv projects]\nname = {n}\nfigure invest planned = {v} 元\nfigure invest actual = {v} 元\nmilestone signed = {m}\n[t.csv zones]\nname = {n}\n"
		    "approved_on = {m}\n[t.csv parks]\nname = {n}\n"),
		"test.map", &err);
	const struct reading reading = {.silent = note_silence, .self = &told};
	assert_ok(mapping && mapping_read(mapping, path, reading, (struct row_sink){see, &seen}, &err), err);
	assert_str(strbuf_str(&told), "projects: m 1, v 2\nzones: m 1\n");
	/* Of a file that is refused only the fault is told. */
	strbuf_clear(&told);
	write_file(path, STR("n,m,v\n甲,-,无\n合计,,1\n"));
	assert_false(mapping_read(mapping, path, reading, (struct row_sink){see, &seen}, &err));
	assert_str(strbuf_str(&told), "");
	mapping_free(mapping);
	unlink(path);
	strbuf_release(&seen);
	strbuf_release(&told);
}

static void note_left(void *self, const char *path, const char *columns)
{
	(void)path;
	strbuf_printf(self, "%s\n", columns);
}

/* What a column says that no section takes is not in the catalogue: that is told once for a file. */
static void test_columns_left(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct strbuf seen = {0}, told = {0};
	char path[600];
	snprintf(path, sizeof path, "%s/t.csv", getenv("HOME") ? getenv("HOME") : ".");
	write_file(path, STR("台账,,,,,,,,,\n序号,n,\"区\n名\",m,v,u,k,t,,备注\n1,甲,乙,2025,3,元,4,5,6,丙\n"));
	struct mapping *mapping = mapping_parse(
		STR("[t.csv projects]\nname = {n}\nonly = {k}\nmerged = {t}\nfigure invest planned = {v} {u}\nmilestone signed = {m}\n[t.csv zones]\nname = {区名}\n"
		    "[u.csv zones]\nname = {备注}\n"),
		"test.map", &err);
	const struct reading reading = {.left = note_left, .self = &told};
	assert_ok(mapping && mapping_read(mapping, path, reading, (struct row_sink){see, &seen}, &err), err);
	assert_str(strbuf_str(&told), "序号, 备注\n");
	mapping_free(mapping);
	unlink(path);
	strbuf_release(&seen);
	strbuf_release(&told);
}

/* A file of several sections is read once, for all of them. */
static void test_folder(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct strbuf seen = {0};
	char folder[600], path[620];
	snprintf(folder, sizeof folder, "%s/test_mapping.folder", getenv("HOME") ? getenv("HOME") : ".");
	snprintf(path, sizeof path, "%s/t.csv", folder);
	mkdir(folder, 0700);
	write_file(path, STR("n,m\n甲,乙\n"));
	struct mapping *mapping = mapping_parse(STR("[t.csv parks]\nname = {n}\n[t.csv zones]\nname = {m}\n"), "test.map", &err);
	assert_ok(mapping && mapping_read(mapping, folder, (struct reading){0}, (struct row_sink){see, &seen}, &err), err);
	assert_str(strbuf_str(&seen), SOURCE "2|name=甲|source=source:ledger-t|locator=ledger-t:2:n\n2|name=乙|source=source:ledger-t|locator=ledger-t:2:m\n");
	mapping_free(mapping);
	unlink(path);
	rmdir(folder);
	strbuf_release(&seen);
}

struct fault_row {
	const char *name, *map, *text, *where;
	size_t line, column;
	const char *message;
};

static const struct fault_row faults[] = {
	{"no section", "name = {n}\n", "n\n", "test.map", 1, 1, "outside of a section"},
	{"nothing", "# x\n", "n\n", "test.map", 2, 1, "found no section"},
	{"an unknown kind", "[t.csv parcs]\n", "n\n", "test.map", 1, 8, "\"parcs\", expected a kind"},
	{"a section of one word", "[parks]\n", "n\n", "test.map", 1, 1, "expected [FILE KIND]"},
	{"a section not closed", "[t.csv parks\n", "n\n", "test.map", 1, 1, "not closed"},
	{"a section of nothing", "[t.csv parks]\n[t.csv zones]\nname = {n}\n", "n\n", "test.map", 1, 1, "without fields"},
	{"an unknown field", "[t.csv parks]\nnmae = {n}\n", "n\n", "test.map", 2, 1, "\"nmae\", expected figure, milestone"},
	{"a field twice", "[t.csv parks]\nname = {n}\n名称 = {n}\n", "n\n", "test.map", 3, 1, "again"},
	{"no equals sign", "[t.csv parks]\nname {n}\n", "n\n", "test.map", 2, 1, "found no ="},
	{"an equals sign of full width", "[t.csv parks]\nname ＝ {n}\n", "n\n", "test.map", 2, 6, "found ＝ of full width, expected ="},
	{"braces of full width", "[t.csv parks]\nname = ｛n｝\n", "n\n", "test.map", 2, 8, "found ｛ of full width, expected {"},
	{"one brace of full width", "[t.csv parks]\nname = {n｝\n", "n\n", "test.map", 2, 8, "not closed"},
	{"a colon of full width", "[t.csv projects]\nname = {n}\nstatus = {s}\nstatus：已签约 = signed\n", "n,s\n", "test.map", 4, 7, "found ： of full width, expected :"},
	{"brackets of full width", "【t.csv parks】\nname = {n}\n", "n\n", "test.map", 1, 1, "found 【, expected [FILE KIND]"},
	{"brackets of full width in a later section", "[t.csv parks]\nname = {n}\n［t.csv zones］\n", "n\n", "test.map", 3, 1, "found ［, expected [FILE KIND]"},
	{"a brace not closed", "[t.csv parks]\nname = 甲{n\n", "n\n", "test.map", 2, 9, "not closed"},
	{"an unknown modality", "[t.csv projects]\nname = {n}\nfigure invest plan = {v} 元\n", "n,v\n", "test.map", 3, 15, "expected a modality"},
	{"a figure without a column", "[t.csv projects]\nname = {n}\nfigure invest planned = 5 元\n", "n\n", "test.map", 3, 25, "no single column"},
	{"a milestone of a zone", "[t.csv zones]\nname = {n}\nmilestone signed = {d}\n", "n,d\n", "test.map", 3, 11, "section of projects"},
	{"a translation before its field", "[t.csv parks]\nzone: a = b\nzone = {n}\n", "n\n", "test.map", 2, 1, "the line of the field itself"},
	{"a column that the file lacks", "[t.csv parks]\nname = 甲{m}\n", "n,o\n甲,乙\n", "test.map", 2, 10, "\"m\", expected one of"},
	{"characters that no id has", "[t.csv parks]\nid = park:{n}\nname = {n}\n", "o,n\n1,甲\n", "t.csv", 2, 3, "\"甲\", expected letters"},
	{"a file that no section names", "[u.csv parks]\nname = {n}\n", "n\n", "t.csv", 0, 0, "no section of test.map names"},
	{"a figure in a column like a range", "[t.csv projects]\nname = {n}\nfigure invest planned = {6-7} 元\n", "n,6-7\n", "test.map", 3, 26, "\"6-7\", expected a name"},
	{"a date in a column with a semicolon", "[t.csv projects]\nname = {n}\nmilestone signed = {a;b}\n", "n,a;b\n", "test.map", 3, 21, "\"a;b\", expected a name"},
	{"a column that the file has twice", "[t.csv parks]\nname = {n}\n", "o,n,n\n1,甲,乙\n", "t.csv", 1, 5, "\"n\" again, which line 2 of test.map names"},
	{"a name with a blank", "[t.csv parks]\nname = {n}\n", "o,n \n1,甲\n", "test.map", 2, 9, "t.csv: o \"n \""},
	{"tabs for commas", "[t.csv parks]\nname = {n}\n", "o\tn\n1\t甲\n", "t.csv", 1, 1, "found columns parted by tabs"},
	{"everything else twice", "[t.csv parks]\nname = {n}\nname: * = a\nname: * = b\n", "n\n", "test.map", 4, 7, "\"*\" again"},
	{"only twice", "[t.csv parks]\nname = {n}\nonly = {n}\nonly = {m}\n", "n\n", "test.map", 4, 1, "\"only\" again"},
	{"only without a column", "[t.csv parks]\nname = {n}\nonly = yes\n", "n\n", "test.map", 3, 8, "no single column"},
	{"a field of a source twice", "[t.csv parks]\nsource.name = a\nsource.name = b\nname = {n}\n", "n\n", "test.map", 3, 1, "\"source.name\" again"},
	{"a field of a source in two ways", "[t.csv parks]\nsource.date = 2024\nname = {n}\n[t.csv zones]\nsource.date = 2025\nname = {n}\n", "n\n", "test.map", 5, 15,
		"found \"2025\", expected \"2024\" as the section in line 1"},
	{"a source of two files", "[t.csv parks]\nname = {n}\n[u.csv zones]\nsource.id = source:ledger-t\nname = {n}\n", "n\n", "test.map", 4, 13, "which t.csv has already"},
	{"two files of one pinyin", "[台账.csv parks]\nname = {n}\n[抬账.csv zones]\nname = {n}\n", "n\n", "test.map", 3, 0, "which 台账.csv has already"},
	{"a word of many characters",
		"[t.csv 长长长长长长长长长长长长长长长长长长长长长长]\n", "n\n", "test.map", 1, 8, "\"长长长长长长长长长长长长长长长长长长长长\", expected a kind"},
	{"a total", "[t.csv projects]\nname = {n}\nfigure invest planned = {v} 元\n", "n,v\n甲,1\n合　计,1\n", "t.csv", 3, 1, "\"合　计\", expected the name of a record: only = {COLUMN}"},
	{"a total where the key stands", "[t.csv projects]\nid = project:{i}\nname = {n}\n", "i,n,v\n1,甲,1\n小计,,1\n", "t.csv", 3, 1, "\"小计\", expected the name of a record: only = {COLUMN}"},
	{"a note below", "[t.csv projects]\nid = project:{i}\nname = {n}\n", "i,n,v\n1,甲,1\n截至六月底,,\n", "t.csv", 3, 1, "\"截至六月底\", expected the name of a record: only = {COLUMN}"},
	{"a key of other letters", "[t.csv projects]\nid = project:{i}\nname = {n}\n", "i,n,v\n1,甲,1\n二,乙,\n", "t.csv", 3, 1, "\"二\", expected letters a-z"},
	{"a note below merged cells", "[t.csv projects]\nid = project:{i}\nname = {n}\nzone = {z}\nmerged = {z}\n", "i,n,z\n1,甲,乙\n注,,\n", "t.csv", 3, 1, "\"注\", expected the name of a record: only = {COLUMN}"},
	{"merged and no column", "[t.csv projects]\nname = {n}\nmerged = n\n", "n\n甲\n", "test.map", 3, 10, "found more than columns, expected {COLUMN}"},
	{"merged twice", "[t.csv projects]\nname = {n}\nmerged = {n}\nmerged = {n}\n", "n\n甲\n", "test.map", 4, 1, "\"merged\" again"},
	{"a merged column that is not there", "[t.csv projects]\nname = {n}\nmerged = {m}\n", "n\n甲\n", "test.map", 3, 11, "the column \"m\", expected one of"},
	{"a note as a name", "[t.csv projects]\nname = {n}\n", "n\n甲\n注：截至六月底\n", "t.csv", 3, 1, "\"注：截至六月底\", expected the name of a record: only = {COLUMN}"},
	{"who filled it in", "[t.csv projects]\nname = {n}\n", "n\n注塑机\n填表人:张三\n", "t.csv", 3, 1, "\"填表人:张三\", expected the name of a record: only = {COLUMN}"},
	{"a name that is none", "[t.csv enterprises]\nname = {n}\n", "n\n甲\n待定\n", "t.csv", 3, 1, "\"待定\", expected the name of a record: only = {COLUMN}"},
	{"lines above names that lack one", "[t.csv parks]\nname = {n}\nfocus = {f}\n", "一览表,\nn,m\n甲,乙\n", "test.map", 3, 10, "\"f\", expected one of"},
	{"a broken line", "[t.csv parks]\nname = {n}\n", "n\n甲,乙\n", "t.csv", 2, 3, "found 2 cells"},
};

static void test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		const struct fault_row *r = &faults[i];
		struct strbuf seen = {0};
		struct err err = ERR_INIT;
		assert_row(!run(r->map, "t.csv", r->text, &seen, &err), r->name);
		if (!str_ends(str_from(err.where), str_from(r->where)) || err.line != r->line || err.column != r->column || !strstr(err.message, r->message))
			fail_msg("row \"%s\": %s:%zu:%zu: %s", r->name, err.where, err.line, err.column, err.message);
		strbuf_release(&seen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_columns_left), cmocka_unit_test(test_folder),
		cmocka_unit_test(test_faults),
	};
	return cmocka_run_group_tests_name("exchange/mapping", tests, NULL, NULL);
}
