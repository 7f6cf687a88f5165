/* What can be wrong with a query, in both languages. {1} {2} {3}: texts of the place. */
#include "query_internal.h"

#include "base/strbuf.h"

static const struct {
	const char *en, *zh;
} faults[FAULT_COUNT] = {
	[FAULT_END] = {"found the end, expected {1}", "到末尾了，应有{1}"},
	[FAULT_FOUND] = {"found \"{1}\", expected {2}", "此处是“{1}”，应是{2}"},
	[FAULT_QUOTE] = {"found an opening quote, expected a closing one behind it", "引号有头无尾"},
	[FAULT_OPEN] = {"found \"(\", expected a closing one behind it", "括号有头无尾"},
	[FAULT_DEPTH] = {"found more than {1} levels, expected fewer", "括号超过{1}层"},
	[FAULT_FIELD_NEAR] = {"found \"{1}\", expected a field of {2}: \"{3}\"?", "没有字段“{1}”，是不是“{3}”？"},
	[FAULT_FIELD] = {"found \"{1}\", expected a field of {2} ({3}) or an indicator such as invest",
		"没有字段“{1}”，可用 {3}，或投资额等指标"},
	[FAULT_BOTH] = {"found \"{1}\", which is both \"{2}\" and \"{3}\", expected one field", "“{1}”可能是“{2}”，也可能是“{3}”，请写明"},
	[FAULT_NO_NAME] = {"found nothing, expected the name of a field", "缺字段名"},
	[FAULT_AFTER] = {"found \"{1}\", expected {2} after {3}", "{3} 后面是“{1}”，应是{2}"},
	[FAULT_NEAR] = {"found \"{1}\", expected \"{2}\"? or {3}", "没有“{1}”，是不是“{2}”？可用{3}"},
	[FAULT_NOT_ORDERED] = {"found {1} before \"{2}\", expected \":\" or \"=\": {3} is not ordered", "{3} 不分先后，“{2}”前面只能用 : 或 ="},
	[FAULT_VALUE] = {"found {1} before \"{2}\", expected \":\" or \"=\": value is as printed; amounts are compared by their indicator, such as invest>=1亿",
		"value 是照印的文字，“{2}”前面只能用 : 或 =；比大小写指标名，如 投资额>=1亿"},
	[FAULT_UNIT] = {"found \"{1}\", expected an amount in {2}", "“{1}”的单位不对，应能换算成{2}"},
	[FAULT_NUMBER] = {"found \"{1}\", expected a number after {2}, such as 5亿 or 1000亩", "{2} 后面是“{1}”，应是数，如 5亿、1000亩"},
	[FAULT_RANGE] = {"found \"{1}\", expected not less than {2}", "“{1}”应不小于“{2}”"},
	[FAULT_OPERATOR] = {"found \"{1}\", expected \"{2}\"", "没有运算符“{1}”，应是“{2}”"},
	[FAULT_INSIDE] = {"found \"{1}\" inside another term, expected it beside all others", "“{1}”只能与其他条件并列"},
	[FAULT_ONLY_FORM] = {"found \"{1}\" alone, expected terms beside it on both sides of \"|\"", "“|”的一边只有“{1}”，还应有条件"},
	[FAULT_TOO_MANY] = {"found more than {1} fields, expected at most so many", "字段超过{1}个"},
	[FAULT_WORD_OF_QUERIES] = {"found \"{1}\", expected a field or an indicator: it is a word of queries", "“{1}”是查询用词，应是字段或指标"},
	[FAULT_NO_FIELDS] = {"found nothing, expected fields such as invest,-name", "缺字段，如 invest,-name"},
	[FAULT_FIGURE_BY] = {"found \"{1}\", expected a field of the records; a figure is no one value", "“{1}”不是单一的值，应是记录的字段"},
	[FAULT_NO_RECORD] = {"found \"{1}\", expected the id or name of a record", "没有“{1}”这条记录，应是编号或名称"},
	[FAULT_RECORDS] = {"found \"{1}\", which may be {2} or {3}, expected one record", "“{1}”可能是 {2} 或 {3}，请写明"},
	[FAULT_NOT_REACHED] = {"found {1}, expected a record that {2} refer to", "{2}与 {1} 没有联系"},
	[FAULT_IS] = {"found is:{1} of {2}, expected it of chains or stages", "{2} 没有 is:{1}，它只用于产业链和环节"},
	[FAULT_UNNAMED] = {"nothing is called \"{1}\"", "没有叫“{1}”的"},
	[FAULT_UNNAMED_NEAR] = {"nothing is called \"{1}\": \"{2}\"?", "没有叫“{1}”的，是不是“{2}”？"},
	[FAULT_NEEDS] = {"found \"{1}\", expected no more than {2} needs", "“{1}”多了，至多{2}项需求"},
	[FAULT_NEED] = {"found \"{1}\", expected what is needed, such as 厂房>=1万平方米", "“{1}”没说要什么，应如 厂房>=1万平方米"},
	[FAULT_NO_NEED] = {"found no need, expected some such as 厂房>=1万平方米 蒸汽 铁路", "没有需求，应如 厂房>=1万平方米 蒸汽 铁路"},
	[FAULT_CONJUNCTION] = {"\"{1}\" is looked for as a word; to join terms write {2}", "“{1}”是当作词来查的；作连接词请写{2}"},
	[FAULT_SOUND] = {"nothing has \"{1}\"; what sounds alike: \"{2}\"", "没有“{1}”；读音相同的写作“{2}”"},
	[FAULT_PARTED] = {"nothing has \"{1}\": \"{2}\"?", "没有“{1}”，是不是“{2}”？"},
	/* what is expected */
	[EXPECT_WORD] = {"a word, a field or \"(\"", "词、字段或“(”"},
	[EXPECT_VALUE] = {"a value behind the operator", "运算符后面的值"},
	[EXPECT_OPENED] = {"\"(\" before it", "前面先有“(”"},
	[EXPECT_A_VALUE] = {"a value", "值"},
	[EXPECT_A_DATE] = {"a date", "日期"},
	[EXPECT_A_NUMBER] = {"a number", "数"},
	[EXPECT_PERIOD] = {"a date or period such as 2025, 2025-Q3, 2025-06 or 2025-06-30", "日期或时期，如 2025、2025-Q3、2025-06、2025-06-30"},
	[EXPECT_ONE_OF] = {"one of {1}", "{1} 之一"},
	[EXPECT_IN_ORDER] = {"one value that stands in the order", "有先后的一个值"},
	[EXPECT_BOOL] = {"true or false", "是或否"},
	[EXPECT_OTHER_FIELD] = {"another field: match is a column of the answer", "别的字段：匹配是结果的一列"},
	[EXPECT_PRESENCE] = {"a field, an indicator, conflict or doubt", "字段、指标、矛盾或存疑"},
	[EXPECT_REFERENCE] = {"reference (参照)", "参照"},
	[EXPECT_COUNT] = {"a whole number from 1", "从1起的整数"},
	[EXPECT_BAR] = {"\"|\"", "“|”"},
	[EXPECT_BLANK] = {"a blank", "空格"},
	[EXPECT_MINUS] = {"\"-\" before the term", "条件前的“-”"},
};

void fault_add(bool chinese, enum fault fault, const struct str *args, struct strbuf *out)
{
	for (const char *at = chinese ? faults[fault].zh : faults[fault].en; *at; at++) {
		if (at[0] == '{' && at[1] >= '1' && at[1] <= '3' && at[2] == '}') {
			strbuf_add(out, args[at[1] - '1']);
			at += 2;
		} else {
			strbuf_add_byte(out, *at);
		}
	}
}

struct str fault_text(const struct err *err, enum fault fault)
{
	return str_from(err->chinese ? faults[fault].zh : faults[fault].en);
}

void fault_format(const struct err *err, enum fault fault, struct str arg, struct strbuf *out)
{
	fault_add(err->chinese, fault, (const struct str[]){arg, {0}, {0}}, out);
}

bool fault_at(struct err *err, const char *where, size_t column, enum fault fault, const struct str *args)
{
	struct strbuf message = {0};
	fault_add(err->chinese, fault, args, &message);
	err_at(err, ERR_USAGE, where, 1, column, "%.*s", STR_ARG(strbuf_str(&message)));
	strbuf_release(&message);
	return false;
}
