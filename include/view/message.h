/*
 * Everything the program says to people, in one table with a Chinese and an English
 * column (src/view/message.c). JSON and CSV never change with the language.
 */
#ifndef VIEW_MESSAGE_H
#define VIEW_MESSAGE_H

#include "base/str.h"

enum language { LANGUAGE_ZH, LANGUAGE_EN };

#define MESSAGES(M)                                                                                    \
	M(APP, "园链", "yuanlian")                                                                     \
	M(HOME, "首页", "home")                                                                        \
	M(SEARCH, "搜索", "search")                                                                    \
	M(COMPARE, "比较", "compare")                                                                  \
	M(HELP, "帮助", "help")                                                                        \
	M(PALETTE, "命令", "commands")                                                                 \
	M(READING, "读取中…", "reading...")                                                            \
	M(WORKING, "计算中… Esc 停止", "working...  Esc stops it")                                    \
	M(STOPPED, "已停止,没有算完,所以什么也不显示。Enter 再打开此处,q 返回。", "Stopped before it was done, so nothing of it is shown. Enter opens this again, q goes back.") \
	M(INDEXING, "索引", "indexing")                                                                \
	M(INDEX_STOPPED, "索引已停,重建按", "index stopped, to build it press")                        \
	M(NO_MATCH, "没有符合的记录", "nothing matches")                                               \
	M(INFERRED, "推断", "inferred")                                                                \
	M(GROUP_MOVE, "移动", "moving")                                                                \
	M(GROUP_OPEN, "打开与返回", "opening and going back")                                          \
	M(GROUP_GO, "去哪里", "where to")                                                              \
	M(GROUP_FIND, "查找与筛选", "finding and filtering")                                           \
	M(GROUP_MARK, "标记与书签", "marks and bookmarks")                                             \
	M(GROUP_COLUMNS, "排序与列", "order and columns")                                              \
	M(GROUP_EVIDENCE, "出处", "evidence")                                                          \
	M(GROUP_COPY, "比较、复制、导出", "comparing, copying, exporting")                             \
	M(GROUP_APP, "程序", "program")                                                                \
	/* the frame around the screens */                                                             \
	M(NOTHING_TO_UNDO, "没有可撤销的", "nothing to undo")                                          \
	M(HOW_TO_QUIT, "已到首页;退出按 Q", "this is the first screen; Q quits")                       \
	M(NO_SUCH_KIND, "没有这种记录:", "no such kind of record:")                                    \
	M(BOOKMARK_SET, "已设书签", "bookmark set")                                                    \
	M(NO_BOOKMARK, "没有这个书签", "no such bookmark")                                             \
	M(NOTHING_HERE, "光标处没有可打开的", "nothing to open here")                                  \
	M(COMPARE_ADDED, "已放入比较,C 并排看", "put aside, C compares")                               \
	M(COMPARE_NOTHING, "光标处没有可比较的", "nothing to compare here")                             \
	M(COMPARE_DROPPED, "已从比较中取出", "taken out of the comparison")                            \
	M(COMPARE_FULL, "比较已满四条,C 并排看,:compare-clear 清空", "four are put aside already, C compares, :compare-clear empties") \
	M(COMPARE_CLEARED, "已清空比较", "nothing is put aside any more")                                   \
	M(COMPARE_FEW, "先用 c 放入两条以上,或标记二至四条", "first put two or more aside with c, or mark two to four") \
	M(HISTORY_END, "没有别的页面了", "no other view there")                                       \
	M(NO_SIBLING, "列表到头了", "end of the list")                                                 \
	M(PREVIEW_WIDE, "侧栏要宽 160 列的窗口", "the side panel needs a window of 160 columns")               \
	M(NOT_HERE, "此处不能用", "not here:")                                                          \
	M(UNKNOWN_KEY, "没有这个键,? 看帮助:", "no such key, ? helps:")                                \
	M(CANCELLED, "已取消;一秒内再按 Ctrl-C 退出", "cancelled; Ctrl-C again within a second quits") \
	M(COPIED, "已送往剪贴板", "sent to the clipboard")                                             \
	M(NOTHING_MARKED, "没有标记", "nothing is marked")                                             \
	M(NOTHING_TO_COPY, "此处没有可复制的", "nothing to copy here")                                 \
	/* pages */                                                                                    \
	M(PLACE_PARAGRAPH, "第", "paragraph ")                                                         \
	M(PLACE_CHARACTERS, "段 字符", ", characters ")                                                \
	M(PLACE_LINE, "第", "line ")                                                                   \
	M(PLACE_COLUMN, "行 列", ", column ")                                                          \
	M(EVIDENCE_FIGURE, "数据", "figure")                                                           \
	M(EVIDENCE_SUBJECT, "主体", "subject")                                                         \
	M(EVIDENCE_KIND, "口径", "scope")                                                              \
	M(EVIDENCE_PERIOD, "时期", "period")                                                           \
	M(EVIDENCE_SOURCE, "来源", "source")                                                           \
	M(EVIDENCE_PLACE, "出处", "place")                                                             \
	M(EVIDENCE_PASSAGE, "原文", "passage")                                                         \
	M(EVIDENCE_QUALIFIER, "限定词", "qualifier")                                                   \
	M(EVIDENCE_BASE, "折算", "in base unit")                                                       \
	M(EVIDENCE_VERDICT, "判定", "verdict")                                                         \
	M(EVIDENCE_DOUBT, "存疑", "doubt")                                                             \
	M(EVIDENCE_RULE, "规则", "by rule")                                                            \
	M(EVIDENCE_PROMISE, "承诺", "promise")                                                         \
	M(PROMISE_DUE, "期限", "due")                                                                  \
	M(PROMISE_OVERDUE, "逾期", "overdue")                                                          \
	M(PROMISE_WHAT, "承诺", "promised")                                                            \
	M(PROMISE_ACTUAL, "后来", "later")                                                             \
	M(PROMISE_VERDICT, "兑现", "kept?")                                                            \
	M(EVIDENCE_PART_OF, "属于", "part of")                                                         \
	M(EVIDENCE_IDENTITY, "同一", "identity")                                                       \
	M(EVIDENCE_RECORD, "记录", "record")                                                           \
	M(EVIDENCE_MORE, "另有", "also")                                                               \
	M(EVIDENCE_FIGURES, "项数据,E 看全部", " more figures, E shows all")                           \
	M(EVIDENCE_NONE, "此处没有出处", "no evidence here")                                           \
	M(NO_PERIOD, "未注明时期", "no period given")                                                  \
	M(RANGE_LOW, "不低于", "at least")                                                             \
	M(RANGE_HIGH, "不高于", "at most")                                                             \
	M(PAGE_OVERVIEW, "概况", "overview")                                                           \
	M(PAGE_FIGURES, "数据", "figures")                                                             \
	M(PAGE_OTHERS, "其他说法", "said elsewhere")                                                   \
	M(PAGE_VALUE, "值", "value")                                                                   \
	M(PAGE_INDICATOR, "指标", "indicator") \
	M(PAGE_FIGURE, "指标", "figure") \
	M(PAGE_SCOPE, "口径/性质", "scope")                                                   \
	M(PAGE_SOURCES, "来源", "sources")                                                             \
	M(PAGE_SOURCE, "来源", "source")                                                               \
	M(PAGE_DATE, "日期", "date")                                                                   \
	M(PAGE_DOUBTS, "存疑", "doubts")                                                               \
	M(PAGE_IDENTITIES, "同一或可能同一", "the same, or maybe")                                     \
	M(PAGE_TARGETS, "目标承诺", "targets")                                                         \
	M(PAGE_ZONE_CLASSES, "开发区:印出的与知道的", "zones: printed and known")                      \
	M(PAGE_PRINTED, "印出", "printed")                                                             \
	M(PAGE_OTHER_SIDE, "另一条", "the other record")                                               \
	M(PAGE_ALL, "全部", "all")                                                                     \
	M(PAGE_NAME_ONLY, "只知其名称、代码与所在地,别无记载", "known by name, code and place only; nothing else is recorded") \
	M(PAGE_UNKNOWN, "没有这条记录:", "no such record:")                                            \
	M(PAGE_STAGES, "环节与布点", "stages and who stands there")                                    \
	M(PAGE_MAIN_LINE, "主线", "main line")                                                         \
	M(PAGE_CAPACITY, "产能", "capacity")                                                           \
	M(PAGE_ZONE_WIDE, "全区", "zone")                                                              \
	M(PAGE_LINKS, "上下游", "links")                                                               \
	M(PAGE_COEFFICIENT, "系数", "coefficient")                                                     \
	M(PAGE_FROM, "自", "from")                                                                     \
	M(PAGE_TO, "至", "to")                                                                         \
	M(PAGE_UPSTREAM, "上游", "upstream")                                                           \
	M(PAGE_DOWNSTREAM, "下游", "downstream")                                                       \
	M(PAGE_SUPPLIES, "供出物料", "supplies")                                                       \
	M(PAGE_RECEIVES, "购入物料", "receives")                                                       \
	M(PAGE_PHASES, "分期与子项目", "phases and parts")                                             \
	M(PAGE_LEADS, "为链主的产业链", "leads")                                                       \
	M(PAGE_WITHIN, "下辖", "within it")                                                            \
	M(PAGE_PARTS, "其中", "parts of it")                                                           \
	M(PAGE_ACTUAL_OF, "兑现的目标", "actual of targets")                                           \
	M(PAGE_LOCAL, "各地对应", "local counterparts")                                                \
	M(PAGE_TIMELINE, "节点", "milestones")                                                         \
	M(PAGE_GAP, "距上一节点", "since the one before")                                              \
	M(PAGE_DAYS, "天", " days")                                                                    \
	M(PAGE_PARAGRAPH, "段", "par.")                                                                \
	M(PAGE_READER, "原文", "the article")                                                          \
	M(PAGE_NO_COPY, "手边没有这份文件;用 --sources 指出文件夹后可在此看原文", "this file is not at hand; with --sources DIR its text is shown here") \
	M(PAGE_CONFLICTS, "矛盾", "conflicts")                                                         \
	M(PAGE_NOT_FOUND, "找不到", "not found")                                                       \
	M(HOME_KINDS, "去处", "where to go")                                                           \
	M(HOME_CHECK, "待核", "to be checked")                                                         \
	M(HOME_STATUS_READ_ONLY, "只读", "read-only")                                                  \
	M(HOME_CATALOGUE, "库", "catalogue")                                                           \
	M(HOME_PROVINCE, "省域", "province")                                                           \
	M(HOME_KNOWN, "已列", "listed")                                                               \
	M(HOME_REFERENCES, "参照链", "reference chains")                                               \
	M(HOME_MISSING, "缺", "missing")                                                              \
	M(HOME_RECENT, "近来来源", "recent sources")                                                   \
	M(HOME_NEWS, "近来节点", "recent milestones") \
	M(HOME_ZONES, "数据最多的开发区", "most documented zones")                                     \
	M(HOME_HERE, "手头", "at hand")                                                                \
	M(HOME_LAST, "上次", "last")                                                                   \
	M(HOME_BOOKMARKS, "书签", "bookmarks")                                                         \
	M(HOME_MARKED, "已标记", "marked")                                                             \
	M(HOME_EMPTY, "库是空的", "the catalogue is empty")                                                \
	M(HOME_FILL_IMPORT, "导入", "import")                                                          \
	M(HOME_FILL_LEDGER, "台账", "ledgers")                                                         \
	M(HOME_FILL_SEEDS, "种子", "seeds")                                                            \
	M(HOME_FILL_MORE, "详见", "more")                                                              \
	M(HOME_COMPARED, "待比较", "put aside")                                                        \
	M(PAGE_SECTION, "节", "section")                                                               \
	M(PAGE_ITEM, "项", "item")                                                                     \
	M(COMPARE_NOTE, "注", "note")                                                                  \
	M(COMPARE_STAGES, "逐环节对照", "stage by stage")                                                \
	M(COMPARE_NO_STAGE, "!没有此环节", "!no such stage")                                               \
	M(COMPARE_NOT_IN_REFERENCE, "参照链没有", "not in the reference chain")                           \
	M(COMPARE_REFERENCE, "与参照链对照", "against the reference chain")                                \
	M(COMPARE_OTHER_PERIOD, "~期不同", "~periods differ")                                          \
	M(COMPARE_OTHER_UNIT, "~单位不同", "~units differ")                                            \
	M(COMPARE_OTHER_KIND, "~口径不同", "~scopes differ")                                           \
	M(COMPARE_EMPTY, "用 c 放入二至四条记录,再按 C 并排比较", "put two to four records aside with c, then C compares them") \
	/* lists */ \
	M(LIST_NAME, "名称", "name") \
	M(LIST_FIGURES, "数据", "figures") \
	M(LIST_FILTER, "筛", "filter") \
	M(LIST_FIND, "找", "find") \
	M(LIST_ORDER, "排", "by") \
	M(LIST_FULL_NAMES, " 按全名", " full names") \
	M(LIST_PERHAPS, "或许", "perhaps ") \
	M(LIST_MARKED, "标", "marked ") \
	M(LIST_DOUBLES, " 重复不计", " doubles ") \
	M(LIST_OTHER_UNIT, "异单位", "other unit ") \
	M(LIST_OVERFLOW, "数过大", "too large") \
	M(LIST_ONLY_MARKED, "  仅标记", "  only marked") \
	M(LIST_ONLY_CONFLICTS, "  仅矛盾", "  only conflicts") \
	M(LIST_NONE, "库中没有这类记录", "the catalogue holds no such records") \
	M(LIST_IMPORT, "yuanlian import 录入后,这里自会出现", "they stand here once yuanlian import has taken some in") \
	M(LIST_FILTER_AHEAD, "先写筛选,索引好了就筛", "type a filter: it works when the index is there") \
	M(LIST_FILTER_HINT, "词或首字母  字段:值  投资>=5亿  since:2025-06  -不要的  by:分组", "words  field:value  invest>=5亿  since:2025-06  -without  by:groups") \
	M(LIST_MEANT, "是不是 %s ?有 %zu 条", "did you mean %s? %zu rows") \
	M(LIST_TAKE_MEANT, "照此筛选", "filter so") \
	M(LIST_CLEAR, "去掉筛选", "show all rows") \
	M(LIST_FILTER_WAITS, "筛选在等索引", "the filter waits for the index") \
	M(LIST_FILTER_KEPT, "筛选已记下,等索引好了再筛;索引若停了,按 F5 重建", "the filter is kept until the index is there; F5 builds one that was stopped") \
	M(LIST_CHANGE, "改筛选", "change the filter") \
	M(LIST_UNDO, "撤销", "undo") \
	M(CROSS_TOTAL, "合计不能作筛选", "no filter comes from a total") \
	M(LIST_NO_TERM, "此列不能作筛选", "no filter comes from this column") \
	M(LIST_NOTHING_SOUGHT, "先用 / 找", "find something with / first") \
	M(LIST_NO_GROUPS, "没有分组: 在 & 中写 by:状态", "no groups: write by:status with &") \
	M(LIST_RANGE, "标记一段:移动后按 v 或空格", "a range: move, then v or Space") \
	M(LIST_MARKED_SOME, "已标记", "marked") \
	M(LIST_UNMARKED_SOME, "已取消标记", "unmarked") \
	M(LIST_NAME_STAYS, "首列不能隐藏", "the first column stays") \
	M(LIST_JUMP, "到拼音> ", "to pinyin> ") \
	M(LIST_BAD_ROW, "应为行号或百分比,如 42 或 50%:", "expected a row or a percentage such as 42 or 50%, found:") \
	/* facets, groups, crosstab */ \
	M(FACETS, "分面", "facets") \
	M(GROUPS, "分组", "groups") \
	M(CROSSTAB, "交叉表", "crosstab") \
	M(COUNTS_NOTHING, "这类记录没有可分组的字段", "records of this kind have no field to group them by") \
	M(COUNTS_NONE, "(无)", "(none)") \
	M(COUNTS_ROWS, "条数", "rows") \
	M(COUNTS_VALUES, "种值", " values") \
	M(COUNTS_TOTAL, "合计", "total") \
	M(COUNTS_SUM, "合计", "sum") \
	M(COUNTS_OTHERS, "其余", "others") \
	M(COUNTS_SHARE, "占比", "share") \
	M(COUNTS_SEVERAL, "一条可有几值,各值之和大于总数", "several values a row: adds up to more") \
	M(COUNTS_OTHERS_HERE, "种值合为其余,一条筛选说不尽: 用 & 缩小范围,或 F 看全部", " values share this place, more than a filter can say: narrow with &, or see all with F") \
	M(COUNTS_NO_TERM, "此值不能作筛选", "no filter says this value") \
	M(COUNTS_NO_FIGURE, "应为数据名,如 invest 或 invest/planned,空为计数:", "expected a figure such as invest or invest/planned, or nothing to count rows, found:") \
	M(COUNTS_NOT_SUMMED, "不合", "not summed") \
	M(COUNTS_MEDIAN, "中位", "median") \
	M(COUNTS_LEFT_OUT, "重复或已含未计", "left out as doubles") \
	M(COUNTS_CONFLICTS, "来源矛盾", "conflicts") \
	M(COUNTS_OTHER_UNIT, "异单位未计", "in another unit") \
	/* the map of ignorance */ \
	M(IGNORANCE, "缺数图", "map of ignorance") \
	M(IGNORANCE_KNOWN, "有数", "with figures") \
	M(IGNORANCE_NAMED, "只知其名", "known by name") \
	M(IGNORANCE_OF, "区有此数", "zones have it") \
	M(IGNORANCE_SOURCES, "处来源", "sources") \
	M(IGNORANCE_NO_FIGURES, "没有一条开发区的数据", "no zone has any figure") \
	/* the map of a chain */ \
	M(MAP, "产业链图", "chain map") \
	M(MAP_VIEW_CHAIN, "本链", "chain") \
	M(MAP_VIEW_EVERYWHERE, "各区", "zones") \
	M(MAP_VIEW_FLOWS, "物料流", "flows") \
	M(MAP_VIEW_TABLE, "表", "table") \
	M(MAP_VIEW_BALANCE, "平衡", "balance") \
	M(MAP_DEGREES, "度", "degrees") \
	M(MAP_WHOLE, "全图都在了", "all of the map is there") \
	M(MAP_NEAREST, "一度最少了", "one degree is the least") \
	M(MAP_KEY_VIEW, "换视图", " view") \
	M(MAP_KEY_MORE, "多一度", " more") \
	M(MAP_KEY_LESS, "少一度", " less") \
	M(MAP_KEY_FORMULA, "算式", " formulas") \
	M(MAP_ZONES, "区", " zones") \
	M(MAP_ENTERPRISES, "企", " ent.") \
	M(MAP_UNDER_WAY, "在建谈", "under way ") \
	M(MAP_RESERVES, "藏", "reserves ") \
	M(MAP_INPUT, "要素", "input") \
	M(MAP_INPUTS, "区内要素", "inputs of the zone") \
	M(MAP_INPUT_USERS, "用于", "goes into") \
	M(MAP_NO_INPUTS, "没有记载本区的资源、水电汽、土地、厂房", "no resources, utilities, land or workshops of the zone are recorded") \
	M(MAP_KEY_INPUTS, "要素", " inputs") \
	M(MAP_LEGEND_INPUT, "投入", "input") \
	M(MAP_LEGEND_BYPRODUCT, "副产品", "by-product") \
	M(MAP_LEGEND_BACK, "回流", "leads back") \
	M(MAP_ENERGY, "能源", "energy") \
	M(MAP_QUANTITY, "数量", "quantity") \
	M(MAP_DELIVERS, "供出", "delivers") \
	M(MAP_TAKES, "购入", "takes") \
	M(MAP_NO_DUE, "未定", "none given") \
	M(MAP_OWN_USE, "自用", "own use:") \
	M(MAP_BOTTLENECK, "瓶颈", "bottleneck") \
	M(MAP_REST, "余缺", "balance") \
	M(MAP_HAVE, "可供", "have") \
	M(MAP_NEED, "所需", "need") \
	M(MAP_STAGE, "环节", "stage") \
	M(MAP_MATERIAL, "物料", "material") \
	M(MAP_ROLE, "性质", "role") \
	M(MAP_SUPPLIER, "供方", "from") \
	M(MAP_CUSTOMER, "需方", "to") \
	M(MAP_LINKS, "环节之间", "between stages") \
	M(MAP_FLOWS, "企业之间", "between enterprises") \
	M(MAP_BALANCE, "产能平衡", "balance of capacities") \
	M(MAP_CLAIMS, "消纳之说与所印加工能力", "claims of intake against printed capacity") \
	M(MAP_CLAIMED, "声称消纳", "claimed") \
	M(MAP_PRINTED, "所印加工能力", "printed capacity") \
	M(MAP_FORMULAS, "算式与依据", "formulas and where their numbers stand") \
	M(MAP_RULES, "规则", "rules") \
	M(MAP_UNKNOWN_USERS, "用量不知的下游", "users of unknown need") \
	M(MAP_OTHER_UNITS, "单位不同未计", "left out for their unit") \
	M(MAP_NO_CAPACITY, "产能缺", "no figure") \
	M(MAP_ON_STAGE, "环节上", "on a stage") \
	M(MAP_UNREAD, "数字读不出", "number cannot be read") \
	M(MAP_RULE_ITEMS, "一个环节印有几种产品时:或为同一物料的先后工序,取最大一项至合计", "several products printed at one stage may be made one into the other: from the greatest to the sum") \
	M(MAP_RULE_YEAR, "产能未印时间的按每年计;按日、时的不与按年的相加或相比", "a capacity without a word of time is read as per year; one per day or hour meets nothing annual") \
	M(MAP_RULE_WIDEST, "有全区的数就不再加园区和企业的;同一物同一数各处不一的取最小至最大", "a zone's figure contains those of parks and enterprises; figures that differ make a range") \
	M(MAP_RULE_COEFFICIENT, "系数须有来源,没有的写系数缺,不猜;自带单位的按其单位,不带的上下游须同单位;日到年只按所印天数或小时换算", "a coefficient needs a source: where there is none nothing is guessed; one with units leads from one to the other, one without needs the same unit on both sides; from days to years only by a printed number of days or hours") \
	M(MAP_NONE, "没有环节可画", "no stages to draw") \
	M(MAP_NO_FLOWS, "没有记载企业之间的物料流", "no flows between enterprises are recorded") \
	M(MAP_NO_BALANCE, "参照链没有数字,无从平衡", "a reference chain has no figures to balance") \
	M(MAP_NOT_HERE, "这条记录不在任何产业链图上", "this record is on no chain's map") \
	/* gaps and candidates */ \
	M(GAPS, "缺口", "gaps") \
	M(GAP_TYPE, "缺口", "gap") \
	M(GAP_CANDIDATE, "候选", "candidates") \
	M(GAP_ZONE, "所在", "zone") \
	M(GAP_REASONS, "理由", "reasons") \
	M(GAP_GROUND, "依据", "ground") \
	M(GAP_NOBODY, "暂无候选", "nobody known") \
	M(GAP_NONE, "没有缺口", "no gaps") \
	M(GAP_NO_CHAIN, "本区没有产业链,缺口无从说起", "nothing can be missing: this zone has no chain") \
	M(GAP_REFERENCE, "参照链不是哪个区的链,不论缺口", "a reference chain is nobody's: it has no gaps") \
	M(GAP_NOT_HERE, "缺口只对产业链和开发区而言", "gaps are those of a chain or a zone") \
	/* what a lead enterprise drew to its chain */ \
	M(PULL, "链主带动", "drawn to the chain it leads") \
	M(PULL_WHO, "企业或项目", "who") \
	M(PULL_KIND, "类", "kind") \
	M(PULL_SEEN, "见于来源", "named by then") \
	/* choosing a site */ \
	M(SITE, "选址", "sites") \
	M(SITE_LEFT_OUT, "数据说不够的", "left out by a figure:") \
	M(SITE_NOTHING, "没有一个区有这方面的记载", "nothing of this is recorded of any zone") \
	/* what the commands print; with %, for printf */ \
	M(SAY_ENCODING, "%s: 不是 UTF-8,按此编码读入: %s", "%s: no UTF-8, read as %s") \
	M(SAY_SILENT_CELLS, "%s(%s): 有“—”“无”一类的格,按未填读入: %s", "%s (%s): cells such as - or 无 were read as empty: %s") \
	M(SAY_COLUMNS_LEFT, "%s: 映射没有取的列: %s", "%s: columns that the map does not take: %s") \
	M(SAY_NO_ROWS, "%s: 一行数据也没有", "%s: there are no rows in it") \
	M(SAY_CHANGES, "新增 %zu,替换 %zu,未变 %zu", "%zu added, %zu replaced, %zu unchanged") \
	M(SAY_REHEARSED, "试运行,未写入:", "dry run, nothing written: ") \
	M(SAY_NOTHING_CHANGED, "没有变化", "nothing has changed") \
	M(SAY_CLIPBOARD_FULL, "太长,剪贴板装不下;Y 可直接印出", "too long for a clipboard; Y prints it plainly") \
	M(SAY_BOOKMARK_NOT_KEPT, "书签只在本次有效", "the bookmark lasts for this session only") \
	M(SAY_EXPORTED_RECORDS, "已导出 %zu 条到 %s", "%zu records exported to %s") \
	M(SAY_FILE_EXISTS, "已有 %s,没有覆盖;请换个名字", "%s is there already and was left alone; give another name") \
	M(SAY_EXPORTING, "正在导出 %u%%…", "exporting %u%%...") \
	M(SAY_EXPORTING_END, "正在写完文件…", "finishing the file...") \
	M(SAY_ESCAPE_GIVES_UP, "  Esc 放弃", "  Esc gives it up") \
	M(SAY_EXPORT_GIVEN_UP, "已放弃导出,没有留下文件", "the export was given up, no file was left") \
	M(SAY_EXPORT_ENDING, "后缀应为 .csv .tsv .json .jsonl .md .xlsx: %s", "a file must end in .csv .tsv .json .jsonl .md .xlsx: %s") \
	M(SAY_EXPORT_NOT_MADE, "无法在此新建(没有这个文件夹,或不可写): %s", "cannot be made there (no such folder, or not yours to write): %s") \
	M(SAY_EXPORT_NOT_WRITTEN, "没有写完(磁盘已满?),没有留下文件: %s", "not written to its end (disk full?), no file was left: %s") \
	M(SAY_EXPORTED_ROWS, "已导出 %zu 行到 %s", "%zu rows exported to %s") \
	M(SAY_EXPORTED_CANDIDATES, "已导出 %zu 个候选到 %s", "%zu candidates exported to %s") \
	M(SAY_FINDINGS, "错误 %zu,警告 %zu,信息 %zu", "%zu errors, %zu warnings, %zu notes") \
	M(SAY_PERHAPS_LISTED, "%zu 行中有 %zu 行只是可能符合(match 列)", "of %zu rows %zu only perhaps match (column match)") \
	M(SAY_PERHAPS, "%zu 条只是可能符合", "%zu of them only perhaps match") \
	M(SAY_PERHAPS_EXPORTED, "%zu 条只是可能符合,也已导出", "%zu of them only perhaps match; they are exported, too") \
	M(SAY_NO_FILE, "没有符合的,没有写文件", "nothing matches, no file was written") \
	M(SAY_VALUE_MEANT, "没有“%s”这个词;%s 有 %zu 条", "no row has the word \"%s\"; %s finds %zu") \
	M(SAY_FIELD_MEANT, "没有“%s”这个词;若是字段,写作 %s…", "no row has the word \"%s\"; as a field it is written %s…") \
	M(SAY_NO_TEXT, "没有“%s”;按条件查是", "nothing has \"%s\"; asked by conditions it is") \
	M(SAY_SOUND, "没有“%s”;读音相同的(%s):", "nothing has \"%s\"; what sounds alike (%s):") \
	M(SAY_OF_REFERENCE, "%zu 条属参照链,不是谁家的链;去掉: -is:reference", "%zu of them belong to reference chains, which nobody has; without them: -is:reference") \
	M(SAY_DOUBLES, "%zu 条未计入:已含在别的条目中或可能是同一条", "%zu rows left out: contained in another one, or possibly the same") \
	M(SAY_CONFLICTS, "%zu 条的来源互相矛盾,按 至少..至多 计入", "%zu rows whose sources disagree: counted from low to high") \
	M(SAY_OTHER_UNIT, "%zu 条用别的单位,未计入", "%zu rows left out: in another unit") \
	M(SAY_TOO_LARGE, "%zu 个合计太大,未给出", "%zu sums too large to give") \
	M(SAY_SILENT_ZONES, "%zu 个区没有这方面的记载", "%zu zones of which nothing of this is recorded") \
	M(TITLE_KIND, "类", "kind") \
	M(TITLE_ID, "编号", "id") \
	M(TITLE_HIT, "符合处", "match") \
	M(TITLE_MATCH, "符合", "match") \
	M(TITLE_UNIT, "单位", "unit") \
	M(TITLE_CELL, "情况", "cell") \
	M(TITLE_COUNT, "条数", "count") \
	M(TITLE_PERHAPS, "可能", "perhaps") \
	M(TITLE_LOW, "至少", "low") \
	M(TITLE_HIGH, "至多", "high") \
	M(TITLE_MEDIAN, "中位", "median") \
	M(TITLE_SEVERITY, "程度", "severity") \
	M(TITLE_RULE, "规则", "rule") \
	M(TITLE_RECORD, "记录", "record") \
	M(TITLE_MESSAGE, "说明", "message") \
	M(SHOW_BOTTLENECK, "全链瓶颈", "bottleneck of the chain") \
	M(SHOW_UNREAD, "产能数字读不出", "figures of capacity that cannot be read") \
	M(SHOW_NO_CAPACITY, "没有产能数据", "no figure of capacity") \
	M(SHOW_OTHER_UNITS, "单位不同未计的数据", "figures left out for their unit") \
	M(SHOW_MATERIALS, "物料", "materials") \
	M(CHECK_SEEDS, "种子数据已变,但此库不可写,未载入", "the seeds have changed, but this catalogue may not be written: not loaded") \
	M(CHECK_ANSWERS, "备好的答案核对了%zu条,共%zu条", "%zu of %zu ready answers were compared with what is found") \
	M(CHECK_BY_RULE, "规则：", "by rule: ") \
	M(CHECK_DOUBLE, "与 %.*s 完全相同,会重复计算", "found the same figure as %.*s, expected it once") \
	M(CHECK_BEHIND_END, "出处超出文件末尾", "found a place behind the end of the file") \
	M(CHECK_OTHER_PASSAGE, "文中为“%.*s”,应有“%.*s”", "found \"%.*s\", expected \"%.*s\" in it") \
	M(CHECK_OTHER_PARAGRAPH, "在第 %u 段,出处写第 %u 段", "found it in paragraph %u, expected %u") \
	M(CHECK_NO_SUCH_CITY, "规则：原文“%.*s”：没有这样的省与市", "by rule: the text has \"%.*s\": that city is not in that province") \
	M(USAGE_ABOUT, "园链 yuanlian:开发区、产业链、企业、项目的终端图册", "yuanlian: a terminal atlas of development zones, industry chains, enterprises and projects") \
	M(USAGE, "用法:", "usage:") \
	M(USAGE_EXAMPLES, "例:", "examples:") \
	M(USAGE_OPTIONS, "选项:", "options:") \
	M(USAGE_COMMON, "通用选项:", "common options:") \
	M(USAGE_KIND, "类别 KIND:", "KIND:") \
	M(USAGE_FORMATS, "格式 F", "F") \
	M(USAGE_MORE, "yuanlian help 命令 显示该命令的选项;手册:man yuanlian,man yuanlian-query,man yuanlian-data", "yuanlian help COMMAND shows the options of a command; see man yuanlian, yuanlian-query, yuanlian-data") \
	/* search, palette, help */ \
	M(SEARCH_LABEL, "搜", "search") \
	M(SEARCH_ALL, "全部", "all") \
	M(SEARCH_NOTHING, "没有找到", "nothing found") \
	M(SEARCH_FINDS, "能找到", "finds") \
	M(SEARCH_HINT, "汉字、全拼、首字母或混写,空格隔开几个词", "characters, pinyin, initials or a mix; a blank between words") \
	M(SEARCH_EXAMPLES, "例:兴县 铝   xxjkq   cz   投资>=5亿", "e.g. 兴县 铝   xxjkq   cz   invest>=5亿") \
	M(SEARCH_BY_QUERY, "按条件: Enter 列出,Tab 补全", "conditions: Enter lists, Tab completes") \
	M(SEARCH_BY_WORDS, "没有这些字;按条件: Enter 列出", "no text has it; conditions: Enter lists") \
	M(SEARCH_BY_SOUND, "没有这些字;读音相同的", "no text has it; by sound") \
	M(SEARCH_KEYS, "Tab 换类  Enter 打开  Esc 返回  ^U 清空", "Tab kind  Enter open  Esc back  ^U wipe") \
	M(SEARCH_OFFERED, "输入即重搜, Left 改原词", "typing replaces, Left edits") \
	M(SEARCH_FIRST, "前", "first ") \
	M(HOW_INITIALS, "首字母", "initials") \
	M(HOW_FULL, "全拼", "pinyin") \
	M(HOW_SOUND, "同音", "same sound") \
	M(HOW_RARE, "另读", "other reading") \
	M(PALETTE_NOTHING, "没有这个命令;Enter 在全部记录中搜索", "no such command; Enter searches all records") \
	M(PALETTE_NEAREST, "没有这个命令;Enter 改成", "no such command; Enter makes it") \
	M(PALETTE_ROW, "到第几行", "go to row") \
	M(HELP_TASKS, "常做的事", "what is often done") \
	M(HELP_TASK_FIND, "f zzjkq\t找名称、正文:首字母、全拼、汉字 (长子经开区)", "f zzjkq\tfind names and texts: initials, pinyin, characters (长子经开区)") \
	M(HELP_TASK_LIST, "5 & 储能 region:长治\t长治各区的储能项目;写完按 Enter", "5 & 储能 region:长治\t储能 projects in the zones of 长治; then Enter") \
	M(HELP_TASK_ZONES, "F Tab F\t此列表按开发区:各几条,再各投资多少", "F Tab F\ttheir zones: how many each has, then how much is invested") \
	M(HELP_TASK_STALLED, "& status:..备案 -since:2025-06\t还没开工、2025年6月以来没有动静的", "& status:..filed -since:2025-06\tnot started, and no news since June 2025") \
	M(HELP_TASK_CROSS, "W  $\t交叉表;合计投资等数;Enter 看一格的各条", "W  $\tcrosstab; sums of a figure in it; Enter lists a cell's rows") \
	M(HELP_TASK_COMPARE, "c  c  C\t在两条记录上各按 c,C 并排比较", "c  c  C\tc on two records, then C compares them side by side") \
	M(HELP_TASK_TAKE, "F8  Space\t导出所列或标记的;文件名后缀 .xlsx .csv 定格式", "F8  Space\texport what is listed or marked; .xlsx or .csv decides the format") \
	M(HELP_TASK_DOUBT, "e  E  yr  !\t此数印在哪里;全部来源;带引文复制;有矛盾的", "e  E  yr  !\twhere a figure was printed; all sources; copy with citation; conflicts") \
	M(HELP_TASK_KEEP, "ma  'a\t把这个画面记作 a,以后 'a 回来", "ma  'a\tkeep this view as a; 'a comes back to it, also tomorrow") \
	M(HELP_TASK_MORE, "G\t筛选语言和各种记号的说明在末尾", "G\tthe language of filters and the signs stand at the end") \
	M(HELP_LANGUAGE, "筛选语言", "the language of filters") \
	M(HELP_WORDS, "兴县 铝 \"深加工\"\t词都要有:汉字、全拼、首字母或混写", "兴县 铝 \"深加工\"\tall of the words: characters, pinyin, initials, mixed") \
	M(HELP_FIELDS, "status:投产  zone:兴县  状态:投产\t字段:值,字段用中文名、英文名都行", "status:producing  zone:兴县\tfield:value, by the English or Chinese name of the field") \
	M(HELP_COMPARE, "invest>=5亿  area>500亩  date<2025-06\t比较,可带单位", "invest>=5亿  area>500亩  date<2025-06\tcomparisons, with units") \
	M(HELP_RANGE, "invest:5亿..20亿  date:2025-01..2025-06\t范围,两端可空", "invest:5亿..20亿  date:2025-01..2025-06\tranges; either end may be open") \
	M(HELP_BELONGS, "region:吕梁  chain:铝  same:\t属于谁的:上级地名也行;与光标行同类的", "region:吕梁  chain:铝  same:\twhat it belongs to, regions above it as well; like the row here") \
	M(HELP_ORDER, "by:zone  sort:-invest  top:20\t分组,排序(- 从大到小),前几条", "by:zone  sort:-invest  top:20\tgroups, order (- from the greatest), the first ones") \
	M(HELP_LOGIC, "-status:终止  铝 | 镁  ( )\t- 非,空格 与,| 或,括号", "-status:ended  铝 | 镁  ( )\t- is not, a blank and, | or") \
	M(HELP_SPECIAL, "has:conflict  missing:invest  since:2025-06\t有矛盾的,缺数的,某日以来的", "has:conflict  missing:invest  since:2025-06\twith conflicts, without a figure, news since") \
	M(HELP_PERHAPS, "?\t约、余、近等数有时只能答或许:照列,行首标 ?", "?\tnumbers with bounds may answer perhaps: listed, with ? in front") \
	M(HELP_IME, "／ ？ ： ，\t输入法开着也行:全角键同半角;键入汉字即搜索", "／ ？ ： ，\tfull-width keys are their ASCII keys; typed characters open the search") \
	M(HELP_SIGNS, "记号", "signs") \
	M(HELP_SIGN_ROWS, "1/3(85)\t第 1 条,筛出 3 条,共 85 条", "1/3(85)\trow 1 of the 3 that the filter leaves of 85") \
	M(HELP_SIGN_CONFLICT, "!  ~  ?\t来源矛盾;口径、时期等不同,合计中有未计入的;存疑或只是或许", "!  ~  ?\tsources contradict; scope, period differ, in sums rows left out; doubtful, or only perhaps") \
	M(HELP_SIGN_PERIOD, "../2025-12  推断\t截至那时的数;文中没有印日期,由上下文推定", "../2025-12  inferred\tas of then; a date that was not printed but follows from the text") \
	M(HELP_SIGN_BOUND, ">=44亿元  亿元\t至少;只印了单位,没有印数", ">=44亿元  亿元\tat least; a unit without a number was printed") \
	M(HELP_SIGN_MORE, "+2  ab~yz  <  >\t还有两个数;中间略去;左右还有列: h l", "+2  ab~yz  <  >\ttwo more figures; cut in the middle; more columns: h l") \
	M(LIST_ABOUT, "约", "about ")                                                                  \
	M(EXPORT_PROMPT, "导出到", "export to") \
	M(EXPORT_MARKED, "导出标记的 %zu 条到", "export %zu marked to") \
	M(EXPORT_ENDINGS, " (csv tsv json jsonl md xlsx): ", " (csv tsv json jsonl md xlsx): ") \
	M(EXPORT_FIGURES, "导出数据 %zu 条到", "export figures (%zu) to") \
	M(EXPORT_RECORD, "导出此条到", "export this record to") \
	M(EXPORT_RECORD_ENDINGS, " (txt 全文; csv json md xlsx): ", " (txt: all; csv json md xlsx): ") \
	M(PALETTE_KEYS, "Enter 执行   Esc 返回", "Enter run   Esc back")                               \
	M(TOO_SMALL, "窗口太小", "window too small")

enum message {
#define MESSAGE_ENUM(id, zh, en) MSG_##id,
	MESSAGES(MESSAGE_ENUM)
#undef MESSAGE_ENUM
	MSG_COUNT
};

/* Stands as long as the program, with a NUL behind it. */
struct str message(enum message id, enum language language);

static inline enum language message_language(bool chinese)
{
	return chinese ? LANGUAGE_ZH : LANGUAGE_EN;
}

#endif
