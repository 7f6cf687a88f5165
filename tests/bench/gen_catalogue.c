/*
 * A small deterministic catalogue for benches without the big generator: the same files and
 * columns (tests/bench/make_catalogue.map reads both), invented names, Zipf's law for words.
 * Usage: gen_catalogue N FOLDER
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define N_OF(array) (sizeof(array) / sizeof *(array))

static const char *const places[] = {"兴", "长子", "晋阳", "汾河", "云冈", "太行", "吕梁", "雁门", "平遥", "永济", "河曲", "岚", "介休", "黎城", "壶关", "沁源"};
static const char *const zone_types[] = {"经济技术开发区", "高新技术产业开发区", "现代农业产业示范区", "经济开发区", "工业园区"};
static const char *const zone_shorts[] = {"经开区", "高新区", "农业示范区", "开发区", "工业园"};
static const char *const chains[] = {"铝镁新材料", "光伏", "氢能", "特钢", "焦化", "白酒", "算力", "医药", "储能", "煤机装备", "碳基新材料", "食品加工"};
static const char *const products[] = {"电解铝", "智能装备", "光伏组件", "锂电池", "焦炉煤气制氢", "特种钢", "碳纤维", "数据中心", "白酒", "医药中间体",
	"储能系统", "风电叶片", "煤层气", "硅片", "铝合金型材", "轴承", "玻璃纤维", "肉制品", "醋饮料", "新能源汽车零部件", "半导体封装",
	"刮板输送机", "无人机", "镁合金锭", "高纯石英砂", "合成氨", "生物质颗粒", "防火涂料", "PVC管材", "TOPCon电池"};
static const char *const kinds[] = {"生产", "深加工", "技术改造", "扩建", "综合利用", "智能制造", "研发", "循环经济"};
static const char *const statuses[] = {"谋划", "洽谈", "签约", "备案", "开工", "在建", "投产", "达产"};
static const char *const units[] = {"万吨", "吨", "台", "万件", "MW", "套"};
static const char *const first_signs[] = {"恒", "盛", "鑫", "华", "瑞", "泰", "金", "宏", "晋", "天", "中", "东", "永", "佳", "隆", "万", "利", "科", "新", "宝", "汇", "凯", "远", "润"};
static const char *const second_signs[] = {"达", "源", "成", "通", "丰", "信", "诚", "和", "业", "辉", "腾", "安", "康", "阳", "光", "海", "山", "川", "峰", "林", "立", "博", "景", "磊"};

static uint64_t state = 20261122;

static uint32_t below(uint32_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (uint32_t)((state * 0x2545F4914F6CDD1Du >> 33) % n);
}

/* The first is drawn most often, the k-th about 1/k as often. */
static size_t zipf(size_t n)
{
	double u = (double)(below(1u << 30) + 1) / (1u << 30);
	size_t k = (size_t)pow((double)n, u) - 1;
	return k < n ? k : n - 1;
}

static FILE *begin(const char *folder, const char *name, const char *header)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s.csv", folder, name);
	FILE *file = fopen(path, "w");
	if (!file) {
		fprintf(stderr, "gen_catalogue: %s: %s\n", path, strerror(errno));
		exit(73);
	}
	fprintf(file, "%s\n", header);
	return file;
}

static void end(FILE *file)
{
	if (ferror(file) || fclose(file) != 0) {
		fprintf(stderr, "gen_catalogue: %s\n", strerror(errno));
		exit(74);
	}
}

enum { COUNTIES = 320, ZONES = 400, PARKS = 1200 };

static void company(size_t i, char *out, size_t size)
{
	size_t a = i % N_OF(first_signs), b = i / N_OF(first_signs) % N_OF(second_signs), c = i / (N_OF(first_signs) * N_OF(second_signs));
	int n = snprintf(out, size, "%s%s", first_signs[a], second_signs[b]);
	for (; c; c /= N_OF(first_signs))
		n += snprintf(out + n, size - (size_t)n, "%s", first_signs[c % N_OF(first_signs)]);
}

static void places_and_chains(const char *folder)
{
	FILE *file = begin(folder, "regions", "code,name,level,parent_code");
	fprintf(file, "140000,山西省,省,\n");
	for (int i = 1; i <= COUNTIES; i++)
		fprintf(file, "14%04d,%s%s县,县,140000\n", i, places[(size_t)i % N_OF(places)], second_signs[(size_t)i / N_OF(places) % N_OF(second_signs)]);
	end(file);
	file = begin(folder, "zones", "id,code,name,short_name,level,kind,region_code,approved_year,area_km2,leading_chains");
	for (int i = 1; i <= ZONES; i++) {
		const char *place = places[(size_t)i % N_OF(places)], *sign = second_signs[(size_t)i / N_OF(places) % N_OF(second_signs)];
		size_t type = zipf(N_OF(zone_types));
		fprintf(file, "%d,Z%04d,%s%s%s,%s%s%s,省级,%s,14%04d,%u,%u.%02u,%s、%s\n", i, i, place, sign, zone_types[type], place, sign,
			zone_shorts[type], zone_types[type], i % COUNTIES + 1, 1995 + below(28), 1 + below(60), below(100),
			chains[zipf(N_OF(chains))], chains[below(N_OF(chains))]);
	}
	end(file);
	file = begin(folder, "parks", "id,zone_id,name,area_km2");
	for (int i = 1; i <= PARKS; i++)
		fprintf(file, "%d,%d,%s%s产业园,%u.%02u\n", i, i % ZONES + 1, second_signs[below(N_OF(second_signs))], chains[zipf(N_OF(chains))], 1 + below(9), below(100));
	end(file);
	file = begin(folder, "chains", "id,name,industry_code");
	for (size_t i = 0; i < N_OF(chains); i++)
		fprintf(file, "%zu,%s,32\n", i + 1, chains[i]);
	end(file);
	file = begin(folder, "stages", "id,chain_id,position,name,tier,products");
	for (size_t i = 0; i < 3 * N_OF(chains); i++)
		fprintf(file, "%zu,%zu,%zu,%s,中游,%s\n", i + 1, i / 3 + 1, i % 3 + 1, products[i % N_OF(products)], products[i % N_OF(products)]);
	end(file);
	file = begin(folder, "stage_links", "from_stage_id,to_stage_id,kind");
	for (size_t i = 1; i < 3 * N_OF(chains); i++)
		if (i % 3)
			fprintf(file, "%zu,%zu,供料\n", i, i + 1);
	end(file);
}

static void enterprises(const char *folder, unsigned n)
{
	FILE *file = begin(folder, "enterprises", "id,uscc,name,short_name,region_code,zone_id,stage_id,founded_year,registered_capital_yuan,employees,role");
	for (unsigned i = 1; i <= n; i++) {
		char name[80];
		company(i, name, sizeof name);
		const char *product = products[zipf(N_OF(products))];
		unsigned stage = below(3 * (unsigned)N_OF(chains)) + 1, region = below(COUNTIES) + 1, zone = (unsigned)zipf(ZONES) + 1;
		fprintf(file, "%u,91140%013u,山西%s%s有限公司,%s%s,14%04u,%u,%u,%u,%u0000,%u,%s\n", i, i, name, product, name, product, region, zone, stage,
			1990 + below(35), 1 + below(9000), 5 + below(900), below(6) ? "" : "规上工业");
	}
	end(file);
}

static void date(FILE *file, bool given, unsigned year, unsigned month)
{
	if (given)
		fprintf(file, ",%u-%02u-%02u", year, month, 1 + below(28));
	else
		fputc(',', file);
}

static void projects(const char *folder, unsigned n, unsigned n_enterprises)
{
	FILE *file = begin(folder, "projects",
		"id,code,name,enterprise_id,zone_id,park_id,region_code,stage_id,kind,status,investment_yuan,capacity_value,capacity_unit,output_yuan,"
		"jobs,signed_on,started_on,completed_on,updated_on,source_ref");
	for (unsigned i = 1; i <= n; i++) {
		char name[80];
		unsigned owner = (unsigned)zipf(n_enterprises) + 1, status = below(N_OF(statuses)), year = 2012 + below(13), amount = 1 + below(50);
		company(owner, name, sizeof name);
		size_t unit = zipf(N_OF(units)), zone = zipf(ZONES) + 1;
		const char *product = products[zipf(N_OF(products))], *kind = kinds[zipf(N_OF(kinds))];
		fprintf(file, "%u,14%02u-%06u-%08u,", i, year % 100, below(999999), i);
		if (below(3))
			fprintf(file, "%s年产%u%s%s%s项目", name, amount, units[unit], product, kind);
		else
			fprintf(file, "%s%s%s项目%s", name, product, kind, below(4) ? "" : "（二期）");
		double invest = exp(19.0 + ((double)below(2000) + (double)below(2000) - 2000.0) / 700.0);
		fprintf(file, ",%u,%zu,%zu,14%04u,%u,新建,%s,", owner, zone, (zone * 3) % PARKS + 1, below(COUNTIES) + 1, below(3 * (unsigned)N_OF(chains)) + 1,
			statuses[status]);
		if (below(64))
			fprintf(file, "%.0f0000", invest / 1e4);
		fprintf(file, ",%u,%s,%.0f0000,%u", amount, units[unit], invest / 7e3, 10 + below(900));
		date(file, status >= 2, year, 1 + below(4));
		date(file, status >= 4, year, 5 + below(4));
		date(file, status >= 6, year + 1, 1 + below(12));
		date(file, true, year + 1, 12);
		fprintf(file, ",第%u项\n", i);
	}
	end(file);
}

int main(int argc, char **argv)
{
	unsigned long n = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
	if (n < 1 || n > 10000000) {
		fprintf(stderr, "gen_catalogue: found %s, expected 1 to 10000000 projects, and a folder\n", argc > 1 ? argv[1] : "nothing");
		return 2;
	}
	if (mkdir(argv[2], 0777) != 0 && errno != EEXIST) {
		fprintf(stderr, "gen_catalogue: %s: %s\n", argv[2], strerror(errno));
		return 73;
	}
	unsigned n_enterprises = (unsigned)n / 4 + 1;
	places_and_chains(argv[2]);
	enterprises(argv[2], n_enterprises);
	projects(argv[2], (unsigned)n, n_enterprises);
	return 0;
}
