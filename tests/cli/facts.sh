# What is checked against the articles themselves, and what no locator covers.
. tests/support/cli.sh
mkdir -p "$work/articles" "$work/seeds"
printf '某区讯\n\n企业由浙江苏州迁来，投资6亿元，三条生产线，\n占地50亩。电话：0351-7537089\n' >"$work/articles/001_a.txt"
hash=$(sha256sum "$work/articles/001_a.txt" | cut -d' ' -f1)
cat >"$work/seeds/regions.csv" <<END
id,name,short_names,level,parent
region:330000,浙江省,浙江,province,
region:320000,江苏省,江苏,province,
region:320500,苏州市,苏州,prefecture,region:320000
END
cat >"$work/seeds/sources.csv" <<END
id,name,document,sha256,article,start,end
source:001-1,某文,001_a.txt,$hash,1,0,47
END
cat >"$work/seeds/indicators.csv" <<END
id,name,unit
indicator:invest,投资额,元
indicator:land,占地,
END
cat >"$work/seeds/zones.csv" <<END
id,name
zone:z,某区
END
cat >"$work/seeds/claims.csv" <<END
id,subject,indicator,value,unit,modality,source,locator
claim:a,zone:z,indicator:invest,6,亿元,planned,source:001-1,001-1:2:16-19
END
facts() { "$YUANLIAN" --db "$work/facts.db" --seeds "$work/seeds" --sources "$work/articles" --lang en "$@"; }

run 0 'every value stands at its place' facts check --format json
is 'the text is read for places that cannot be' \
	"$(json "$out" "select group_concat((value ->> 'severity') || ' ' || (value ->> 'locator')) from e where value ->> 'rule' = 'impossible_place'")" \
	'info 001-1:2:8-12'
run 0 'without the articles nothing is said of their text' "$YUANLIAN" --db "$work/facts.db" --seeds "$work/seeds" check --format json
is 'no place' "$(json "$out" "select count(*) from e where value ->> 'rule' = 'impossible_place'")" 0

run 0 'numbers that no locator covers' sh tests/support/uncovered.sh "$work/articles/001_a.txt" "$YUANLIAN" --db "$work/facts.db" --seeds "$work/seeds"
hasnt "$out" "$(printf '16-17\t')" 'a figure of the catalogue is covered'
has "$out" "$(printf '21-22\t')" 'a numeral before a counting word is listed'
has "$out" "$(printf '30-32\t')" 'a number without a record is listed'
has "$out" 'covered 1 of 5' 'and all are counted'
run 1 'a file that is no source' sh tests/support/uncovered.sh tests/support/uncovered.sh "$YUANLIAN" --db "$work/facts.db" --seeds "$work/seeds"
has "$err" 'found no source with the hash' 'a file that is no source: message'

printf 'id,name,title,date,date_basis\nsource:001-1,某文,某文,2025-03,printed\n' >"$work/seeds/sources.csv"
cat >"$work/seeds/claims.csv" <<END
id,subject,indicator,value,unit,modality,period,source,locator
claim:promised,zone:z,indicator:invest,5,亿元,target,2025,source:001-1,001-1:2:16-19
claim:reached,zone:z,indicator:invest,6,亿元,actual,2026,source:001-1,001-1:2:16-19
END
printf 'id,name,claim,source,locator\ntarget:a,投资目标,claim:promised,source:001-1,001-1:2:16-19\n' >"$work/seeds/targets.csv"
run 0 'a promise in a list' facts list targets --columns actual,verdict --format csv
has "$out" 'claim:reached' 'list: the figure that kept it'
run 0 'a promise by itself' facts show target:a
has "$out" 'claim:reached' 'show: the same figure'
finish
