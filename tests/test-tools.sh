#!/bin/sh
# SPDX-License-Identifier: MIT
# The govstat command as a user meets it: exit statuses, what stands on which stream, and that the
# output does not depend on the number of workers. What the figures are is tested elsewhere.
# Run with top_srcdir and top_builddir set; prints TAP, and fails if any line does.

top_srcdir=${top_srcdir:-.}
top_builddir=${top_builddir:-.}
govstat=$(cd "$top_builddir" && pwd)/govstat
reports=$(cd "$top_srcdir" && pwd)/examples/reports
html=$reports/suqian-2024.html
text=$reports/hitech-police-2024.txt
LC_ALL=C.UTF-8
export LC_ALL

dir=$(mktemp -d) || exit 99
trap 'chmod -R u+rwx "$dir"; rm -rf "$dir"' EXIT
cd "$dir" || exit 99

n=0
failed=0
point() { # STATUS NAME
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
        return
    fi
    failed=$((failed + 1))
    echo "not ok $n - $2"
    sed 's/^/# out: /' out | head -n 20
    sed 's/^/# err: /' err | head -n 20
}
skip() { # NAME REASON
    n=$((n + 1))
    echo "ok $n - $1 # SKIP $2"
}
# Runs govstat with the arguments, leaves out, err and the status.
run() {
    "$govstat" "$@" >out 2>err </dev/null
    status=$?
}
expect() { # STATUS NAME: the status of the last run
    test "$status" -eq "$1"
    point $? "$2 (exit $1)"
}
says() { # FILE TEXT NAME: a fixed text stands in out or err
    grep -qF -e "$2" "$1"
    point $? "$3"
}
same() { # FILE FILE NAME
    cmp -s "$1" "$2"
    point $? "$3"
}
empty() { # FILE NAME
    test ! -s "$1"
    point $? "$2"
}
lines() { # FILE COUNT NAME
    test "$(wc -l <"$1")" -eq "$2"
    point $? "$3"
}
json() { # FILE line|whole NAME: every line is a JSON value, or the whole is
    if ! command -v python3 >/dev/null 2>&1; then
        skip "$3" "no python3"
        return
    fi
    python3 -c '
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
parts = text.splitlines() if sys.argv[2] == "line" else [text]
assert parts
for part in parts:
    json.loads(part)' "$1" "$2" 2>>err
    point $? "$3"
}

# Usage

GOVSTAT_PDFTOTEXT=no-such-program run --version
if grep -q '^reads:.* pdf' out; then
    grep -q 'not at hand: pdftotext.*poppler-utils' out
    point $? "says that the program for PDF is not at hand"
else
    grep -q 'left out of this build:.* pdf' out
    point $? "says that PDF is left out"
fi
run --version
expect 0 "gives its version"
says out "govstat $(sed -n 's/^AC_INIT(\[libgovstat\], \[\([^]]*\)\].*/\1/p' \
    "$top_srcdir/configure.ac" 2>/dev/null)" "names the version of the library"
says out " html" "names the formats it reads"
run --help
expect 0 "gives help"
empty err "help is a result, not a message"
for verb in extract check show forms rules; do
    run --help
    says out "  $verb" "lists the verb $verb"
    run $verb --help
    expect 0 "gives the help of $verb"
    says out "  govstat $verb" "shows an example of $verb"
done
run
expect 2 "refuses to run without a verb"
says err "verbs: extract, check, diff, rollup, show, forms, rules" "and lists the verbs"
run mend
expect 2 "refuses an unknown verb"
says err "Unknown verb mend; verbs: extract, check, diff, rollup, show, forms, rules" "and lists the verbs"
run extract --nonsense "$html"
expect 2 "refuses an unknown option"
says err "see govstat extract --help" "and says where the help is"
run extract
expect 2 "refuses to extract from nothing"
run extract --format=xml "$html"
expect 2 "refuses an unknown format"
says err "choose from: jsonl, json, csv, long" "and lists the formats"
run check --format=xml "$html"
expect 2 "refuses an unknown format of findings"
says err "choose from: text, jsonl, sarif, junit" "and lists the formats"
run check --fail-on=fatal "$html"
expect 2 "refuses an unknown severity"
run check -j -1 "$html"
expect 2 "refuses a negative number of workers"
run check --lang=fr "$html"
expect 2 "refuses a language that forms do not have"
run extract --form=cn-foi-1999 "$html"
expect 2 "refuses an unknown form"
says err "cn-foi-2021" "and names a form there is"
empty out "wrong usage gives no results"

# extract

run extract "$html"
empty err "nothing to say when all is well"
run extract "$html" "$html" "$reports/nowhere"
says err "Holds the same report as" "tells reports that stand twice"
says err "not usable: 1 input (not readable 1)" "gives the reasons of failures"
run extract "$html" "$text"
expect 0 "extracts two reports"
lines out 2 "one line for each report"
json out line "each line is a JSON value"
says err "2 files, 2 reports; cells: 400 reported" "sums up what was read"
cp out two.jsonl
run extract --format=json "$html" "$text"
json out whole "the array is a JSON value"
run extract --format=json "$dir/none.html"
expect 2 "says that a file is missing"
says err "govstat: $dir/none.html: " "naming the file"
json out whole "the array is a JSON value without reports too"
run extract --format=csv "$html" "$text"
expect 0 "writes a wide table"
lines out 3 "with one header line"
run extract --format=long "$html" "$text"
expect 0 "writes a long table"
lines out 401 "with one line for each of 2 × 200 cells"
run extract "$dir/none.html" "$html"
expect 2 "goes on after a missing file"
lines out 1 "and extracts the rest"
"$govstat" extract - <"$html" >out 2>err
status=$?
expect 0 "reads standard input"
says out '"source":"-"' "which is named -"
run extract -o table.jsonl "$html" "$text"
expect 0 "writes to a file"
same table.jsonl two.jsonl "the same as to standard output"
empty out "and nothing to standard output"
cp "$html" mine.html
run extract -o mine.html mine.html
expect 2 "refuses to write over its input"
same mine.html "$html" "which stays as it was"
cp "$html" ./-dash.html
cp "$text" ./-j2
run extract -- -dash.html -j2
expect 0 "takes names that begin with a dash after --"
lines out 2 "and no options"
run extract -j2 -- -dash.html
expect 0 "takes a number of workers without a blank"
printf 'not a report' >prose.txt
run extract prose.txt "$html"
expect 2 "says that a file holds no report"
says err "govstat: prose.txt: " "naming the file"
run extract --max-size=1 "$html"
expect 0 "reads a file below the cap on size"
head -c 1100000 /dev/zero | tr '\0' ' ' | cat "$html" - >large.html
run extract --max-size=1 large.html
expect 2 "refuses a file above the cap on size"
if [ -w /dev/full ]; then
    "$govstat" extract "$html" >/dev/full 2>err
    status=$?
    expect 2 "fails if the output cannot be written"
    says err "write error" "and says so"
else
    skip "fails if the output cannot be written" "no /dev/full"
    skip "and says so" "no /dev/full"
fi

# Reports of two editions

cat >older.html <<'END'
<html><head><meta charset="utf-8"><title>某市财政局2020年政府信息公开工作年度报告</title></head><body>
<p>二、主动公开政府信息情况</p><table>
<tr><td colspan="4">第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年新制作数量</td><td>本年新公开数量</td><td>对外公开总数量</td></tr>
<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>
<tr><td>规范性文件</td><td>2</td><td>2</td><td>9</td></tr>
<tr><td colspan="4">第二十条第（五）项</td></tr>
<tr><td>信息内容</td><td>上一年项目数量</td><td>本年增/减</td><td>处理决定数量</td></tr>
<tr><td>行政许可</td><td>3</td><td>-1</td><td>17</td></tr>
<tr><td>其他对外管理服务事项</td><td>5</td><td>0</td><td>20</td></tr>
</table></body></html>
END
run extract --format=csv "$html" older.html "$text"
expect 2 "refuses a report that does not fit the table"
says err "govstat: older.html: cn-foi-2019 does not fit the table of cn-foi-2021; use --format=long" \
    "and says what does"
lines out 3 "and writes the others"
run extract --format=long "$html" older.html
expect 0 "writes reports of two editions as a long table"
lines out 399 "with one line for each of 200 + 198 cells"
run extract --format=csv --form=cn-foi-2019 "$dir/none.html"
says out "active_disclosure.regulations.made" "the header line is that of --form"

# Directories

mkdir -p tree/b/deep tree/a tree/void
for i in 1 2 3 4 5 6 7 8 9; do
    cp "$html" tree/a/$i.html
    cp "$text" tree/b/deep/$i.txt
done
cp "$html" tree/.hidden.html
cp "$text" tree/c.txt
ln -s .. tree/b/circle
run extract tree
expect 0 "walks a directory"
lines out 19 "into its directories, but not hidden files or links to directories"
grep -o '"source":"[^"]*"' out >order
LC_ALL=C sort order >sorted
same order sorted "in the order of their names"
run extract tree/void
expect 2 "refuses an empty directory"
says err "govstat: tree/void: Directory with no files" "naming it"
run extract tree >tree/out.jsonl
"$govstat" extract tree >tree/out.jsonl 2>err
status=$?
expect 0 "does not read its own output"
rm tree/out.jsonl
printf '%%PDF-1.4 ' >tree/scan.pdf
run extract tree
expect 2 "reports a file in a format that is not read"
says err "govstat: tree/scan.pdf: " "naming it"
lines out 19 "and extracts the rest"
if [ "$(id -u)" -ne 0 ]; then
    chmod 0 tree/a
    run extract tree
    expect 2 "reports a directory that cannot be opened"
    lines out 10 "and extracts the rest"
    chmod 700 tree/a
else
    skip "reports a directory that cannot be opened" "root opens every directory"
    skip "and extracts the rest" "root opens every directory"
fi
for format in jsonl json csv long; do
    run extract --format=$format -j 1 tree
    cp out one
    cp err one.err
    run extract --format=$format -j 8 tree
    same out one "$format: the same bytes for any number of workers"
    same err one.err "$format: the same messages for any number of workers"
done
rm tree/scan.pdf

# check

run check "$html" "$text"
expect 0 "finds no errors in the samples"
says out "2 reports, 0 errors" "and counts the reports"
run check --lang=zh "$html"
says out "1 份报告" "counts in Chinese"
LC_ALL=zh_CN.UTF-8 "$govstat" check "$html" >out 2>err
says out "1 份报告" "speaks Chinese in a Chinese locale"

sed 's/>1431</>1413</' "$html" >slip.html # granted, total: two digits swapped
run check slip.html
expect 1 "finds a changed figure"
says out "slip.html: 宿迁市, 2024, cn-foi-2021" "under the name of the report"
says out "1413" "with the figure as printed"
says out "1431" "and the figure that would be right"
says out "1 report, 2 errors" "in its row and in its column"
empty err "findings are results, not messages"
run check --lang=zh slip.html
says out "予以公开" "names the row in Chinese"
says out "总计" "names the column in Chinese"
run check --format=jsonl slip.html
expect 1 "finds it in JSON lines too"
json out line "each finding is a JSON value"
says out '"applications.granted.total"' "names the cell by its code"
run check --format=jsonl "$html" "$text"
expect 0 "says nothing in JSON lines when nothing is wrong"
empty out "not even an empty line"
run check --fail-on=never slip.html
expect 0 "does not fail when told never to"
run check -q slip.html
expect 1 "is quiet when told to"
empty out "but for the exit status"
run check --format=sarif slip.html "$html"
expect 1 "writes SARIF"
json out whole "which is one JSON value"
says out '"ruleId":"applications.row_sum"' "and names the rule"
says out '"uri":"slip.html"' "and the file"
run check --format=sarif "$html"
json out whole "SARIF without results is one JSON value too"
run check --format=junit slip.html "$html"
expect 1 "writes JUnit XML"
says out '<testsuite name="slip.html"' "with a suite for each report"
says out '<failure message=' "and a failure for each finding"

# Years, rules and baselines

html23=$reports/suqian-2023.html
sed 's/>121</>120</' "$html23" >prior.html
run check --fail-on=warning prior.html "$html"
expect 1 "compares reports of one body across years"
says out "applications.carried" "by the rules that name the year before"
says out "against the report of 2023" "and says which"
run check --fail-on=warning "$html23" "$html"
expect 0 "two sound years hold together"
cat >own.rules <<'END'
[rule ours.fewer]
check=applications.received.total <= 3000
severity=warning
message=本年新收不超过三千件
END
run check --rules=own.rules --fail-on=warning "$html"
expect 1 "checks added rules"
says out "ours.fewer" "by their id"
printf '[rule a]\nforms=cn-foi-2021\ncheck=1 + recieved = 2\nmessage=x\n' >bad.rules
run check --rules=bad.rules "$html"
expect 2 "refuses a rule with a mistake"
says err "govstat: bad.rules:3: [rule a] check: column 5: " "names line and column"
says err "    1 + recieved = 2" "shows the text"
grep -qx '        ^' err
point $? "with a caret below the place"
run rules --lint
expect 0 "the built-in rules do not contradict or repeat each other"
says out "active_disclosure.licensing.decisions" "and cells without a rule are told"
printf '[rule a]\ncheck=applications.received.total + 3 < 0\nmessage=x\n' >futile.rules
run rules --lint --rules=futile.rules
expect 1 "finds a rule that nothing satisfies"
says out "always_fails: a: " "and names it"
run rules --rules=own.rules --form=cn-foi-2021
says out "ours.fewer: warning" "lists added rules"
run check --write-baseline=accepted slip.html
expect 1 "writes a baseline"
lines accepted 3 "with a line for each finding, that of the text among them"
run check --baseline=accepted slip.html
expect 0 "leaves out what the baseline accepts"
says out "dismissed: 3 findings" "and counts it"
sed 's/>1413</>1414</' slip.html >changed.html
run check --baseline=accepted changed.html
expect 1 "tells it again when a figure has changed"
run check --narrative=none slip.html
! grep -q 'narrative\.' out
point $? "keeps to the tables when told so"
run check --narrative=all "$html"
says out "hint  narrative.matched  " "tells every figure of the text when told so"
printf 'no json\n' >broken
run check --baseline=broken slip.html
expect 2 "refuses a damaged baseline"
says err "govstat: broken:1: " "naming the line"

run check slip.html "$dir/none.html"
expect 2 "a missing file outweighs findings"
says out "2 errors" "and keeps them"
cp slip.html tree/b/slip.html
for format in text jsonl sarif junit; do
    run check --format=$format --lang=zh -j 1 tree
    cp out one
    run check --format=$format --lang=zh -j 8 tree
    expect 1 "$format: finds the slip in the directory"
    same out one "$format: the same bytes for any number of workers"
done

# show

run show --lang=zh "$text"
expect 0 "shows a report"
says out "行政规范性文件" "with the labels of the form"
says out "1.054" "and its figures"
run show slip.html
expect 0 "shows a report that cannot be right"
says out "2 errors" "and says so"
run show --color=always slip.html
says out "$(printf '\033[')" "colours when told to"
run show slip.html
! grep -q "$(printf '\033')" out
point $? "does not colour a file"

# forms and rules

run forms
expect 0 "lists the forms"
says out "cn-foi-2021" "with the edition of 2021"
says out "cn-foi-2019" "and that of 2019"
run forms --format=jsonl
json out line "each form is a JSON value"
run forms cn-foi-2021
lines out 201 "lists 200 cells below a header"
run forms --format=jsonl cn-foi-2019
lines out 198 "lists 198 cells"
json out line "each cell is a JSON value"
says out '"code":"applications.granted.total"' "by its code"
run forms cn-foi-1999
expect 2 "refuses an unknown form"
echo 'no form' >own.form
run forms own.form
expect 2 "refuses a damaged form"
says err "own.form" "naming the file"
if [ -r "$top_srcdir/libgovstat/forms/cn-foi-2021.form" ]; then
    cp "$top_srcdir/libgovstat/forms/cn-foi-2021.form" own.form
    run extract --form=own.form "$html"
    expect 0 "reads with a form of one's own"
    cp out own
    run extract "$html"
    same out own "which gives the same figures"
fi
run rules --form=cn-foi-2021
expect 0 "lists the rules"
says out "applications.balance" "by their ids"
run rules --format=jsonl
json out line "each rule is a JSON value"
run rules cn-foi-2021
expect 2 "refuses to take a form for a file"
says err "--form" "and says how to name it"

run diff "$reports/suqian-2023.html" "$reports/suqian-2024.html"
expect 0 "sets two years side by side"
says out "           3511           3525            +14      +0.40%" "with change and growth"
says out "holds  applications.carried  Total  121 = 121" "and the identities between them"
cp out forwards
run diff "$reports/suqian-2024.html" "$reports/suqian-2023.html"
same out forwards "whatever their order"
says err "compared in the order of the years" "which is told"
run diff --lang=zh "$reports/suqian-2023.html" "$reports/suqian-2024.html"
says out "相符   applications.carried  总计  121 = 121" "in Chinese"
run diff --format=jsonl "$reports/suqian-2023.html" "$reports/suqian-2024.html"
json out line "each cell and identity is a JSON value"
lines out 210 "200 cells, 9 identities and the reports"
run diff --format=csv "$reports/suqian-2023.html" "$reports/suqian-2024.html"
lines out 210 "200 cells and 9 identities below a header"
run diff "$reports/suqian-2023.html"
expect 2 "refuses one report"
says err "name two" "and says what it needs"
run diff "$reports/suqian-2023.html" "$dir/nothing"
expect 2 "a report that is not there is no difference"
empty out "and writes nothing"

# Three units: a zero, a blank, and no report.
cell=active_disclosure.licensing.decisions
mkdir sum
"$govstat" extract "$reports/suqian-2023.html" | sed 's/"agency":"[^"]*"/"agency":"甲局"/' >sum/1.json
sed 's/"agency":"甲局"/"agency":"甲二局"/; s/"'$cell'":[0-9]*/"'$cell'":0/' sum/1.json >sum/2.json
sed 's/"agency":"甲局"/"agency":"乙局"/; s/"'$cell'":[0-9]*/"'$cell'":0/' sum/1.json >sum/3.json
sed 's/"agency":"甲局"/"agency":"丙局"/; s/"'$cell'":[0-9]*/"'$cell'":null/; s/"status":{/"status":{"'$cell'":"blank"/' sum/1.json >sum/4.json
cat >units.csv <<EOF
code,name,parent
a,甲县,
a1,甲局,a
a2,甲二局,a
b,乙县,
b1,乙局,b
c,丙县,
c1,丙局,c
d,丁县,
d1,丁局,d
EOF
run rollup --units units.csv --format=csv sum
expect 0 "rolls up along a register"
says out "a,甲县,2023,,,,cn-foi-2021,2,2,applications.received.total,7022,reported,2,0,0,0,0,0,7022,7022,complete," "adding those below"
says out "b,乙县,2023,,,,cn-foi-2021,1,1,$cell,0,reported,1,0,0,0,0,0," "csv: a zero"
says out "c,丙县,2023,,,,cn-foi-2021,1,1,$cell,,blank,0,1,0,0,0,0," "csv: a blank"
says out "d,丁县,2023,,,,cn-foi-2021,1,0,$cell,,absent,0,0,0,0,0,1," "csv: no report"
cp out forwards
run rollup --units units.csv --format=csv -j1 sum
same out forwards "with any number of workers"
run rollup --units units.csv --format=jsonl sum
json out line "each unit and year is a JSON value"
lines out 4 "one line each"
grep '"unit":"b"' out | grep -qF "\"$cell\":0,"
point $? "jsonl: a zero"
grep '"unit":"c"' out | grep -qF "\"status\":{\"$cell\":\"blank\"}"
point $? "jsonl: a blank"
grep '"unit":"d"' out | grep -F "\"$cell\":\"absent\"" | grep -qF '"missing":["d1"]'
point $? "jsonl: no report"
run rollup --units units.csv --lang=zh sum
says out "甲县 2023年：应报2份，实有2份" "the table names the unit and what was expected"
grep -q '行政许可 *│ *0 │' out
point $? "table: a zero"
grep -q '行政许可 *│ *│' out
point $? "table: a blank"
grep -q '行政许可 *│ *· │' out
point $? "table: no report"
says out "未报：丁局（d1）" "and who it is"
run rollup --units units.csv --missing sum
expect 0 "lists who has not filed"
says out "2023  not filed: 丁局 (d1)" "by name and code"
says out "2023  figures open: 丙局 (c1)" "and who has left a figure open"
says out "; cells: 1 blank" "and how"
lines out 2 "and nobody else"
cp sum/1.json sum/5.json
sed 's/甲局/无名局/' sum/1.json >sum/6.json
run rollup --units units.csv --missing --format=csv sum
expect 2 "a report of no unit is trouble"
says out ",same" "with the reason"
says out "unmatched,2023,,无名局," "and so is one of no unit"
touch -d 2020-01-01 sum/5.json
for i in 1 5 6; do sed -i 's#"source":"[^"]*"#"source":"sum/'$i'.json"#' sum/$i.json; done
touch -d 2020-01-01 sum/5.json
run rollup --units units.csv --missing --newest --format=csv sum
says out "resubmitted,2023,a1,甲局,sum/5.json,sum/1.json,same,2020-01-01 " "the newest file can be made to win"
# What the office has noted about its files.
sed -i 's/"'$cell'":[0-9]*/"'$cell'":7/' sum/5.json
cat >filed.csv <<EOF
文件,报送日期,单位代码
1.json,2024/3/1,
5.json,2024年1月31日,
6.json,,d1
EOF
run rollup --units units.csv --manifest filed.csv --missing --lang=zh sum
expect 0 "a manifest gives a unit to a report whose name is not known"
says out "2023  重复报送，未采用：甲局 (a1)  sum/5.json；采用：sum/1.json；报送日期较晚（2024-03-01；另一份2024-01-31）" \
    "the latest filed is taken, and it is said which and when"
lines out 2 "and all have filed"
printf 'file,order\nsum/1.json,1\nsum/5.json,2\nsum/6.json,\nsum/7.json,\n' >order.csv
run rollup --units units.csv --manifest order.csv --missing --format=csv sum
expect 2 "a line that fits no report is trouble"
says err "order.csv:5: column 1 (file): no report was read from such a file: sum/7.json" "with its place"
says err "examples/reports/suqian-2023.html: not in the manifest" "a report without a line is told"
says out "resubmitted,2023,a1,甲局,sum/1.json,sum/5.json,order,," "an order that is given wins"
run rollup --units units.csv --manifest order.csv --newest sum
expect 2 "one say on when reports were filed"
printf 'file,filed\nsum/1.json,soon\n' >order.csv
run rollup --units units.csv --manifest order.csv sum
expect 2 "refuses a manifest that it cannot read"
says err 'order.csv:2: column 2 (filed): "soon" is no day; write 2024-01-15' "and says what would be right"
rm sum/5.json sum/6.json
cp units.csv sum
printf 'file,filed\nsum/1.json,2024-01-15\n' >sum/order.csv
run rollup --units sum/units.csv --manifest sum/order.csv sum
says out "甲县" "rolls up a folder that holds its lists as well"
grep -q 'No statutory table' err
test $? -eq 1
point $? "and does not take these for reports"
rm sum/units.csv sum/order.csv
run rollup sum
expect 2 "refuses to roll up without a register"
says err "--units=FILE" "and says how to name one"
echo 'code,name,parent
a,甲县,x' >wrong.csv
run rollup --units wrong.csv sum
expect 2 "refuses a wrong register"
says err "wrong.csv:2: column 3 (parent): No unit has the code x" "with the place"
run rollup --units units.csv --by=parent sum
expect 2 "refuses to add over years"
run rollup --units units.csv --by=source,year sum
expect 2 "refuses keys that are not of units"
says err "choose from parent, level, line, division, year" "and says which there are"

run rollup --units units.csv --indicators --format=csv sum
says out "a,甲县,2023,disclosure_rate,share,known,3038,6972,43.57,42.41,44.74,43.57,2,0,0,0,exact" "indicators of the sums, with both sides"
says out "b,乙县,2023,licensing_ratio,ratio,known,0," "a rate of zero"
says out "c,丙县,2023,licensing_ratio,ratio,not_computable,,,,,,,0,0,1,0,exact" "none where there is a blank"
says out "d,丁县,2023,disclosure_rate,share,not_computable,,,,,,,0,0,0,0," "none where there is no report"
run rollup --units units.csv --indicators --format=jsonl sum
json out line "indicators are JSON values"
run rollup --units units.csv --indicators --lang=zh sum
says out "甲县 2023年：应报2份，实有2份；比率为合计相除" "indicators for people"
says out "43.57%  3038 / 6972  基数：办理结果总计（已办结）；95%区间42.41%至44.74%；各单位比率的平均43.57%（2个）" "with base, interval and both averages"

# Two editions side by side.
run diff "$top_srcdir/tests/cases/html-official-2019/input.html" "$reports/suqian-2023.html"
expect 0 "sets two editions side by side"
says err "Reports of two editions (cn-foi-2019, cn-foi-2021): compared in the cells of cn-foi-2021, the newer; choose with --to=ID; 24 of 200 cells break" "and says so"
says out "   no such cell     59237.2449                             Administrative fees › Fees charged this year (10,000 yuan) [break]" "a break is no figure"
says out "break: Money against a number of items" "with the reason"
run diff --format=csv --to=cn-foi-2019 "$top_srcdir/tests/cases/html-official-2019/input.html" "$reports/suqian-2023.html"
says out "cell,applications.other.total,1,reported,341,reported,340,340.000000,known,sum" "in the form that is asked for"
run diff "$reports/suqian-2023.html" "$reports/suqian-2023.html"
expect 0 "the same year twice can be compared"
says out "No identities between these two: not two years running" "and nothing ties it to itself"

run diff --lang=en "$reports/suqian-2023.html" "$reports/hitech-police-2024.txt"
expect 0 "two bodies can be compared"
says err "name different bodies, 宿迁市 and 淄博市公安局高新区分局" "which is told"
says out "Identities between the years, which need not hold: the reports name different bodies" "also where identities are"
run diff --to=cn-foi-2014 --lang=en "$reports/suqian-2023.html" "$reports/suqian-2024.html"
says err "Both reports are of cn-foi-2021: compared in the cells of cn-foi-2014; 41 of 58 cells break" "an older form can be asked for"
grep -c "no such cell" out | grep -q '^0$'
point $? "cells that neither report can have are only counted"

# Three editions of one body, and one body with the form of another year.
mkdir editions
as() { # case body year
    "$govstat" extract "$top_srcdir/tests/cases/$1/"input.* |
        sed 's/"agency":\("[^"]*"\|null\)/"agency":"'"$2"'"/; s/"year":\([0-9]*\|null\)/"year":'"$3/"
}
as html-statistics-2014 甲局 2018 >editions/a18.json
as html-official-2019 甲局 2019 >editions/a19.json
as html-official-2019 乙局 2021 >editions/b21.json
"$govstat" extract "$reports/suqian-2023.html" | sed 's/"agency":"[^"]*"/"agency":"甲局"/; s/"year":2023/"year":2021/' >editions/a21.json
printf 'code,name,parent\nc,市,\na,甲局,c\nb,乙局,c\n' >three.csv
run rollup --units three.csv --format=csv editions
expect 0 "rolls up several editions as one"
says err "Reports of several editions (1 of cn-foi-2014, 2 of cn-foi-2019, 1 of cn-foi-2021): all are shown as cn-foi-2021, the newest; choose another with --to=ID" "and says so"
says err "cn-foi-2019 → cn-foi-2021: 172 cells the same, 0 sums, 4 approximate, 24 breaks" "and what breaks"
says out "c,市,2021,,,,cn-foi-2021,2,2,applications.received.total,3526,reported,2,0,0,0,0,0,3526,3526,complete,,0,,exact" "what is the same adds up"
says out "c,市,2021,,,,cn-foi-2021,2,2,active_disclosure.regulations.issued,2,reported,2,0,0,0,0,0,2,2,complete,,0,,approximate" "what is about the same says so"
says out "c,市,2021,,,,cn-foi-2021,2,2,active_disclosure.fees.amount,59237.2449,uncertain,1,0,0,0,1,0,59237.2449,,present,,0,,none" "what breaks is never taken for zero"
says out "c,市,2018,,,,cn-foi-2021,2,1,applications.received.total,2,uncertain,1,0,0,0,0,1,2,,present,,0,,approximate" "nor is what is missing"
run rollup --units three.csv --to=cn-foi-2019 --format=csv editions
says out "c,市,2021,,,,cn-foi-2019,2,2,applications.other.total,342,reported,2,0,0,0,0,0,342,342,complete,,0,,sum" "--to chooses the form, and sums are named"
run rollup --units three.csv --format=jsonl editions
json out line "editions are JSON values"
says out '"forms":{"cn-foi-2021":1,"cn-foi-2019":1},"comparability":{"active_disclosure.regulations.issued":"approximate"' "with the editions and every cell that is not the same"
run rollup --units three.csv --lang=en editions
says out "editions: cn-foi-2021 1, cn-foi-2019 1" "the table names the editions"
says out "  break: Money against a number of items: never to be spliced (1 cell: Administrative fees)" "and why a cell breaks"
run rollup --units three.csv --indicators --format=csv editions
says out "c,市,2021,normative_repeal_rate,share,not_computable,,,,,,45.03,1,0,1,0,none" "a mean of the rates there are is no pooled rate"
says out "c,市,2019,received_growth,growth,not_computable,,,,,,650.00,1,0,0,0,approximate" "and growth says what the year before was filed in"
run rollup --breaks --format=csv editions
expect 0 "lists what breaks without a register"
says out "cn-foi-2014,1,2018,2018,cn-foi-2021,applications.received.total,approximate,拆分计数规则2020年起有变,Rules on splitting" "by cell and reason"
run rollup --breaks --format=jsonl editions
json out line "as JSON values"
run rollup --units three.csv --to=cn-foi-1999 editions
expect 2 "refuses a form that is not there"
says err "there are cn-foi-2021, cn-foi-2019, cn-foi-2014" "and says which are"
mkdir nobody
run rollup --units three.csv nobody
expect 2 "nothing to read is no roll-up"
says err "No report was read" "which is told"

# Statistics: a zero, a blank, and no report are three lines that differ.
run rollup --units units.csv --stat=sum,count,mean,min --by=parent,year --cells=$cell --format=csv sum
expect 0 "gives statistics along a register"
says out "parent,year,shown_as,code,reports,missing,reported,blank,not_applicable,unreadable,uncertain,absent,comparability,sum,count,mean,min" "with the reports by status"
says out "b,2023,cn-foi-2021,$cell,1,0,1,0,0,0,0,0,exact,0,1,0,0" "a zero"
says out "c,2023,cn-foi-2021,$cell,1,0,0,1,0,0,0,0,exact,,0,," "a blank"
says out "d,2023,cn-foi-2021,$cell,0,1,0,0,0,0,0,0,,,0,," "no report"
cp out forwards
run rollup --units units.csv --stat=sum,count,mean,min --by=parent,year --cells=$cell --format=csv -j1 sum
same out forwards "with any number of workers"
run rollup --units units.csv --stat=sum,share,rank,growth --by=parent,year --cells="$cell" --format=jsonl sum
json out line "statistics are JSON values"
says out '{"kind":"statistics","group":{"parent":"a","year":2023},"shown_as":"cn-foi-2021","code":"'$cell'","reports":2,"missing":0,"reported":2,"blank":0,"not_applicable":0,"unreadable":0,"uncertain":0,"absent":0,"comparability":"exact","sum":1808595,"share":1,"share_status":"known","rank":1,"growth":null,"growth_status":"not_computable","growth_comparability":null}' "with plain numbers"
run rollup --units units.csv --stat=mean,p90 --by=parent,year --cells=$cell --lang=en sum
says out "parent d, year 2023: 0 reports, 1 not filed" "the table names those who have not filed"
says out "     0             ·             ·  Administrative licensing › Decisions this year  [blank 1]" "and blanks"
run rollup --stat=mean,growth --by=agency,year --cells=applications.received.total --format=csv editions
expect 0 "or without a register"
says out "甲局,2019,cn-foi-2021,applications.received.total,1,,1,0,0,0,0,0,exact,15,6.5,known,approximate" "and how comparable a change is"
run rollup --stat=sum --by=agency,year --cells=$cell --format=csv "$reports/suqian-2023.html" "$reports/suqian-2023.html"
says err "1 report is of a body and year that another one has; all count" "repeated reports are told"
for bad in "--stat=avg:choose from sum, count, mean, median" "--stat=p101:quantiles such as p90" \
    "--stat=share:is among groups of one year" "--stat=sum --by=colour:choose from agency, filed, form, source, year" \
    "--stat=sum --by=level:only a register tells that" "--stat=growth --by=agency:add year to --by" \
    "--stat=mean --by=year,year:year and year are one key" "--stat=rank --by=agency,year --over=form:must be one of the keys" \
    "--stat=mean --cells=nothing:has no such cell" "--stat=mean --nulls=zero:--nulls goes with sums" \
    "--cells=x --units=units.csv:--cells goes with --stat" "--stat=sum --by=form:would be added up over the years" \
    "--stat=mean --missing:ask for one at a time"; do
    run rollup ${bad%%:*} editions
    expect 2 "refuses ${bad%%:*}"
    says err "${bad#*:}" "and says what would be right"
done

# The city publishes the sum of its parts without one of them.
printf 'code,name,parent,scope\na,宿迁市,,region\na1,甲局,a,\na2,甲二局,a,\n' >city.csv
"$govstat" extract "$reports/suqian-2023.html" >sum/0.json
run rollup --units city.csv --reconcile sum/0.json sum/1.json sum/2.json
expect 0 "reconciles what was published with the parts"
says out "perhaps 甲二局 is left out: mends" "and names the part that explains the difference"
run rollup --units city.csv --reconcile --format=jsonl sum/0.json sum/1.json sum/2.json
json out line "as a JSON value"
run rollup --units city.csv --reconcile --missing sum
expect 2 "one list at a time"

# One name in two provinces, in a register from a Chinese spreadsheet.
printf '代码,名称,上级,行政区划代码\r\na,甲省,,320000\r\nb,乙省,,350000\r\na1,鼓楼区,a,320106\r\nb1,鼓楼区,b,350102\r\n,,,\r\n' |
    iconv -f UTF-8 -t GB18030 >two.csv
mkdir two
sed 's/"agency":"[^"]*"/"agency":"鼓楼区"/; s#"source":"[^"]*"#"source":"two/1.json"#' sum/1.json >two/1.json
run rollup --units two.csv --missing --lang=zh two
expect 2 "a name of two units is trouble"
says out "鼓楼区  two/1.json；名录中有多个单位使用此名称，请在报送清单中给出其代码：a1;b1" "with the codes to choose from"
printf '文件,单位代码\n1.json,b1\n' >which.csv
run rollup --units two.csv --manifest which.csv --missing --lang=zh two
expect 0 "which a manifest does"
says out "2023  未报：鼓楼区 (a1)" "and the other has not filed"

# One unit of two writes a zero, leaves a blank, or files nothing: never the same, whatever is asked for.
for kind in zero blank none; do
    mkdir $kind
    cp sum/0.json sum/1.json sum/2.json $kind
done
sed -i 's/"'$cell'":[0-9]*/"'$cell'":null/; s/"status":{/"status":{"'$cell'":"blank"/' blank/2.json
rm none/2.json
for what in "" --missing --reconcile --indicators --stat=sum; do
    for format in table jsonl csv; do
        for kind in zero blank none; do
            # shellcheck disable=SC2086
            "$govstat" rollup --units city.csv $what --format=$format $kind >$kind.out 2>err
        done
        ! cmp -s zero.out blank.out && ! cmp -s blank.out none.out && ! cmp -s zero.out none.out
        point $? "a zero, a blank and no report differ: rollup $what --format=$format"
    done
done
for kind in blank none; do
    "$govstat" rollup --units city.csv --indicators --format=csv $kind 2>err | grep ",licensing_ratio," >$kind.out
done
! cmp -s blank.out none.out
point $? "also for one indicator that neither has"

echo "1..$n"
test "$failed" -eq 0
