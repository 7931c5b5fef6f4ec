/* SPDX-License-Identifier: MIT */
/* The register of units: what is read, what is refused and with which words, and what a name means. */
#include "test.h"

#include <govstat/govstat.h>

static GovUnits *load(const char *text)
{
    g_autoptr(GError) error = NULL;
    GovUnits *units = gov_units_from_data(text, strlen(text), "u.csv", &error);

    if (units == NULL)
        fail_msg("%s", error->message);
    return units;
}

static const char SUQIAN[] = "\xEF\xBB\xBF"
                             "代码,名称,别名,上级,级别,条块,行政区划代码,启用,停用,范围,备注\r\n"
                             "sq,宿迁市人民政府,宿迁市;宿迁,,市级,块,321300,,,全行政区域,x\r\n"
                             "sq-siyang,泗阳县人民政府,泗阳县,sq,,,321323,,,,\r\n"
                             "\r\n"
                             "sq-edu,\"宿迁市教育局（市委教育工委）\",,sq,市级,local,321300,2010,2018-12-31,own,\r\n"
                             "sq-edu,宿迁市教育体育局,市教体局；宿迁市教育局,sq,市级,,321300,2019,,,\r\n"
                             "sq-tax,国家税务总局宿迁市税务局,,,地级,条,,,,,\r\n";

static void reads_both_languages_quotes_and_blank_lines(void **state)
{
    g_autoptr(GovUnits) units = load(SUQIAN);

    (void)state;
    assert_int_equal(gov_units_n(units), 5);
    GovBody city = gov_units_get(units, 0);
    assert_string_equal(city.code, "sq");
    assert_null(city.parent);
    assert_int_equal(city.level, GOV_LEVEL_PREFECTURE);
    assert_int_equal(city.scope, GOV_SCOPE_REGION);
    assert_int_equal(gov_units_n_aliases(units, 0), 2);
    assert_string_equal(gov_units_get_alias(units, 0, 1), "宿迁");
    assert_int_equal(gov_units_get(units, 1).level, GOV_LEVEL_COUNTY); /* of its division */
    GovBody edu = gov_units_get(units, 2);
    assert_int_equal(edu.file_line, 5);
    assert_int_equal(edu.valid_to, 2018);
    assert_int_equal(gov_units_get(units, 4).line, GOV_LINE_VERTICAL);
    assert_int_equal(gov_units_n_warnings(units), 0);
}

static void a_code_is_found_in_its_years(void **state)
{
    g_autoptr(GovUnits) units = load(SUQIAN);

    (void)state;
    assert_int_equal(gov_units_find_code(units, "sq-edu", 2018), 2);
    assert_int_equal(gov_units_find_code(units, " sq-edu", 2019), 3);
    assert_int_equal(gov_units_find_code(units, "sq-edu", 0), 3);
    assert_int_equal(gov_units_find_code(units, "sq-edu", 2009), -1);
    assert_int_equal(gov_units_find_code(units, "nobody", 2019), -1);
    assert_int_equal(gov_units_get_parent(units, 3, 2019), 0);
    assert_int_equal(gov_units_get_parent(units, 0, 2019), -1);
}

static void names_match_in_their_normal_form_and_year(void **state)
{
    g_autoptr(GovUnits) units = load(SUQIAN);
    size_t found[4] = {0};

    (void)state;
    assert_int_equal(gov_units_find_name(units, " 宿迁市 人民政府", 2023, found, 4), 1);
    assert_int_equal(found[0], 0);
    assert_int_equal(gov_units_find_name(units, "宿迁市教育局", 2019, found, 4), 1);
    assert_int_equal(found[0], 3); /* by an alias */
    assert_int_equal(gov_units_find_name(units, "宿迁市教育局", 2018, found, 4), 1);
    assert_int_equal(found[0], 2); /* without the bracket */
    assert_int_equal(gov_units_find_name(units, "宿迁市教育体育局(市委教育工委)", 2020, found, 4), 1);
    assert_int_equal(gov_units_find_name(units, "宿迁市教育体育局", 2018, found, 4), 0);
    assert_int_equal(gov_units_find_name(units, "宿迁市教育局", 0, found, 4), 1); /* one code */
    assert_int_equal(gov_units_find_name(units, "宿迁市教育", 2018, found, 4), 0);
    assert_int_equal(gov_units_find_name(units, "", 2018, found, 4), 0);
}

static void a_name_of_two_units_is_told_and_not_guessed(void **state)
{
    g_autoptr(GovUnits) units = load("code,name\na,教育局\nb,教 育局\n");
    size_t found[4] = {0};

    (void)state;
    assert_int_equal(gov_units_find_name(units, "教育局", 2020, found, 4), 2);
    assert_int_equal(found[0], 0);
    assert_int_equal(found[1], 1);
    assert_int_equal(gov_units_n_warnings(units), 1);
    assert_string_equal(gov_units_get_warning(units, 0),
                        "u.csv:3: column 2 (name): b and a (line 2) both answer to \"教 育局\"; reports under "
                        "that name fit neither unless a manifest gives their code");
}

static void a_name_of_very_many_units_is_not_counted_to_the_end(void **state)
{
    g_autoptr(GString) text = g_string_new("code,name\n");

    (void)state;
    for (int i = 0; i < 1000; i++)
        g_string_append_printf(text, "u%d,教育局\n", i);
    g_autoptr(GovUnits) units = load(text->str);
    assert_int_equal(gov_units_find_name(units, "教育局", 0, NULL, 0), GOV_UNITS_MAX_MATCHES);
}

static void published_codes_are_codes_and_come_out_in_one_spelling(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent\n11371000004359096d,a,\nmb052333-8,b,11371000004359096D\n"
                                     "321302001,某街道,\n");

    (void)state;
    assert_string_equal(gov_units_get(units, 1).code, "MB0523338");
    assert_string_equal(gov_units_get(units, 1).parent, "11371000004359096D");
    assert_int_equal(gov_units_find_code(units, "mb0523338", 0), 1);
}

static void a_change_of_parent_is_no_circle(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent,valid_from,valid_to\n"
                                     "a,甲,b,,2018\na,甲,,2019,\nb,乙,,,2018\nb,乙,a,2019,\n");

    (void)state;
    assert_int_equal(gov_units_get_parent(units, 0, 2018), 2);
    assert_int_equal(gov_units_get_parent(units, 3, 2019), 1);
}

static void reads_what_a_chinese_spreadsheet_saves(void **state)
{
    gsize len = 0;
    g_autofree char *text = g_convert("代码\t名称\nsq\t宿迁市\n", -1, "GB18030", "UTF-8", NULL, &len, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GovUnits) units = gov_units_from_data(text, len, "u.csv", &error);

    (void)state;
    assert_non_null(units);
    assert_string_equal(gov_units_get(units, 0).name, "宿迁市");
}

static const struct {
    const char *text;
    const char *message;
} WRONG[] = {
    {"", "u.csv: Empty; the first line must name the columns"},
    {"name,parent\n",
     "u.csv:1: code: The first line names no such column; it must have code 代码 and name 名称; it begins with "
     "\"name\"; lines above the one with the names, such as a title, must go"},
    {"某市单位名录,\n代码,名称\n",
     "u.csv:1: code: The first line names no such column; it must have code 代码 and name 名称; it begins with "
     "\"某市单位名录\"; lines above the one with the names, such as a title, must go"},
    {"代码，名称\na，甲\n",
     "u.csv:1: code: The first line names no such column; it must have code 代码 and name 名称; it begins with "
     "\"代码，名称\"; its fields are parted by ，, write commas (,) or tabs"},
    {"code;name\na;b\n",
     "u.csv:1: code: The first line names no such column; it must have code 代码 and name 名称; it begins with "
     "\"code;name\"; its fields are parted by ;, write commas (,) or tabs"},
    {"code,name,代码\n", "u.csv:1: column 1 (code): Column 3 is named so as well; name each once"},
    {"code,name\na,\n", "u.csv:2: column 2 (name): No name; every unit needs one"},
    {"code,name\na,甲,乙\n", "u.csv:2: column 3: More fields than the 2 that the first line names; put a field with commas in quotes"},
    {"code,name\na,\"甲\n", "u.csv:2: Quotes do not match; write a quote inside a field twice, as \"\""},
    {"code,name\na,甲\na,乙\n",
     "u.csv:3: column 1 (code): Code a stands in line 2 already; give the lines valid_from and valid_to if the "
     "unit has changed"},
    {"code,name,valid_from,valid_to\na,甲,2015,2019\na,乙,2018,\n",
     "u.csv:3: column 1 (code): Code a is valid in 2018 in line 2 as well; the years of its lines must not "
     "overlap"},
    {"code,name,parent\na,甲,z\n",
     "u.csv:2: column 3 (parent): No unit has the code z; the parent is named by its code, and needs a line of "
     "its own"},
    {"code,name,parent\na,甲,b\nb,乙,c\nc,丙,a\n",
     "u.csv:2: column 3 (parent): Parents run in a circle: a → b → c → a; one of them must have none, or another"},
    {"code,name,parent\na,甲,a\n",
     "u.csv:2: column 3 (parent): Parents run in a circle: a → a; one of them must have none, or another"},
    {"code,name,parent,valid_from\na,甲,b,2015\nb,乙,,2018\n",
     "u.csv:2: column 3 (parent): Parent b is not valid in 2015, and this unit is; give the unit valid_from and "
     "valid_to, or the parent a line for those years"},
    {"code,name,parent,valid_to\na,甲,b,\nb,乙,,2018\n",
     "u.csv:2: column 3 (parent): Parent b is not valid in the years after its last, and this unit is; give the "
     "unit valid_from and valid_to, or the parent a line for those years"},
    {"code,name\n11371000004359096C,甲\n",
     "u.csv:2: column 1 (code): Check character of the unified social credit code \"11371000004359096C\" is C; "
     "the others ask for D; codes of your own must have another length, or a hyphen"},
    {"code,name\n113710000043590955,甲\n", NULL},
    {"code,name\n01441633-1,甲\n",
     "u.csv:2: column 1 (code): Check character of the organisation code \"014416331\" is 1; the others ask for "
     "0; codes of your own must have another length, or a hyphen"},
    {"code,name\n1137100000435909OD,甲\n",
     "u.csv:2: column 1 (code): \"1137100000435909OD\" has a character that no unified social credit code has; "
     "codes of your own must have another length, or a hyphen"},
    {"代码,名称\n1.13711E+17,甲\n",
     "u.csv:2: column 1 (code): \"1.13711E+17\" is a code that a spreadsheet has made a number; format the column as "
     "text and enter the code again, with all its digits"},
    {"代码,名称\n321300.0,甲\n",
     "u.csv:2: column 1 (code): \"321300.0\" is a code that a spreadsheet has made a number; format the column as "
     "text and enter the code again, with all its digits"},
    {"代码,名称\n113325000026455000,甲\n",
     "u.csv:2: column 1 (code): Code \"113325000026455000\" looks like one whose last digits a spreadsheet has made "
     "zeros, as it keeps 15; format the column as text and enter the code again"},
    {"代码,名称,上级单位\na,甲县,\na1,甲局,甲 县\n",
     "u.csv:3: column 3 (parent): \"甲 县\" is the name of a unit; write its code, a"},
    {"单位编码,名称,机构代码\n", "u.csv:1: column 1 (code): Column 3 is named so as well; name each once"},
    {"code,name,level,parent\na,甲,高,\nb,,,\nc,丙,,z\na,\"甲\n",
     "u.csv:2: column 3 (level): \"高\" is no level; write national 国家, province 省级, prefecture 地级, county "
     "县级, township 乡级 or zone 功能区\n"
     "    u.csv:3: column 2 (name): No name; every unit needs one\n"
     "    u.csv:5: Quotes do not match; write a quote inside a field twice, as \"\""},
    {"code,name,parent\na,甲,y\na,甲二,\nc,丙,z\n",
     "u.csv:3: column 1 (code): Code a stands in line 2 already; give the lines valid_from and valid_to if the unit "
     "has changed\n"
     "    u.csv:2: column 3 (parent): No unit has the code y; the parent is named by its code, and needs a line of "
     "its own\n"
     "    u.csv:4: column 3 (parent): No unit has the code z; the parent is named by its code, and needs a line of "
     "its own"},
    {"code,name,level\na,甲,高\n",
     "u.csv:2: column 3 (level): \"高\" is no level; write national 国家, province 省级, prefecture 地级, county "
     "县级, township 乡级 or zone 功能区"},
    {"code,name,line\na,甲,x\n", "u.csv:2: column 3 (line): \"x\" is no line; write local 块 or vertical 条"},
    {"code,name,scope\na,甲,x\n",
     "u.csv:2: column 3 (scope): \"x\" is no scope; write own 本机关, level 本级 or region 全行政区域"},
    {"code,name,division\na,甲,99\n",
     "u.csv:2: column 3 (division): \"99\" cannot be a division code; right are 6, 9 or 12 digits such as 321302 "
     "that begin with the two of a province"},
    {"code,name,valid_to\na,甲,2019-02-30\n",
     "u.csv:2: column 3 (valid_to): \"2019-02-30\" is no year; write 2019, or a day as 2019-05-15"},
    {"code,name,valid_from,valid_to\na,甲,2019,2018\n",
     "u.csv:2: column 4 (valid_to): The last year, 2018, is before the first, 2019"},
};

static void refuses_with_place_and_what_would_be_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(WRONG); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GovUnits) units = gov_units_from_data(WRONG[i].text, strlen(WRONG[i].text), "u.csv", &error);
        if (units != NULL)
            fail_msg("accepted: %s", WRONG[i].text);
        assert_gerror(error, GOV_ERROR, GOV_ERROR_SYNTAX);
        if (WRONG[i].message != NULL)
            assert_string_equal(error->message, WRONG[i].message);
    }
}

/* Whatever the spreadsheet and the people before it put around a value. */
static void reads_what_offices_write(void **state)
{
    static const char text[] =
        "　单位 代码　,*单位名称（必填）,Valid From,停用日期,级别,条块,区划代码,上级单位,上级单位代码,备注,,\r\n"
        "１１３７１０００００４３５９０９６ｄ,　某市\xC2\xA0,２０１９,2020年12月31日,设区的市,块,３２１３００,,,x,,\r\n"
        "=\"MB0523338\",\"某\"\"老\"\"县，\",2019/5/1,2020-12,县（市、区）,,'321323,某市,'11371000004359096D,,,\r\n"
        "　,\xC2\xA0,,,,,,,,,,\r\n"
        "c,丙局,2019-05-15 00:00:00,2020.12.30,,条,,,,,,\r\n"
        ",,,,,,,,,,,\r\n";
    g_autoptr(GovUnits) units = load(text);

    (void)state;
    assert_int_equal(gov_units_n(units), 3);
    GovBody city = gov_units_get(units, 0), county = gov_units_get(units, 1), last = gov_units_get(units, 2);
    assert_string_equal(city.code, "11371000004359096D");
    assert_string_equal(city.name, "某市");
    assert_string_equal(city.division, "321300");
    assert_int_equal(city.valid_from, 2019);
    assert_int_equal(city.valid_to, 2020);
    assert_int_equal(city.level, GOV_LEVEL_PREFECTURE);
    assert_string_equal(county.code, "MB0523338");
    assert_string_equal(county.name, "某\"老\"县，");
    assert_string_equal(county.parent, city.code);
    assert_string_equal(county.division, "321323");
    assert_int_equal(county.valid_to, 2020); /* through December */
    assert_int_equal(last.valid_from, 2019);
    assert_int_equal(last.valid_to, 2019); /* gone before the last day of 2020 */
    assert_int_equal(last.line, GOV_LINE_VERTICAL);
    assert_int_equal(gov_units_n_warnings(units), 1); /* names of parents beside their codes */
    assert_non_null(strstr(gov_units_get_warning(units, 0), "u.csv:1: column 8: \"上级单位\" is left alone"));
}

/* A tree that is flat because of one letter gives no sums. */
static void a_column_that_nobody_knows_is_told(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parnet\na,甲县,\na1,甲局,a\n");

    (void)state;
    assert_int_equal(gov_units_n_warnings(units), 1);
    assert_string_equal(gov_units_get_warning(units, 0),
                        "u.csv:1: column 3: \"parnet\" is left alone; the columns that count are code 代码, name 名称, "
                        "aliases 别名, parent 上级, level 级别, line 条块, division 行政区划代码, valid_from 启用, "
                        "valid_to 停用, scope 范围");
}

static void a_code_that_may_have_lost_its_zeros_is_told(void **state)
{
    g_autoptr(GovUnits) units = load("code,name\n4359096,甲局\n4359097,乙局\n321302,丙县\n");

    (void)state;
    assert_int_equal(gov_units_n_warnings(units), 1);
    assert_non_null(strstr(gov_units_get_warning(units, 0),
                           "u.csv:2: column 1 (code): 4359096 would be the organisation code 004359096 without"));
}

/* An explanation may be there or not; two that differ are two bodies. */
static void brackets_that_differ_are_not_left_out(void **state)
{
    g_autoptr(GovUnits) units = load("code,name\na,开发区（国家级）\nb,某中学\n");
    size_t found[4] = {0};

    (void)state;
    assert_int_equal(gov_units_find_name(units, "开发区", 2023, found, 4), 1);
    assert_int_equal(gov_units_find_name(units, "开发区（省级）", 2023, found, 4), 0);
    assert_int_equal(gov_units_find_name(units, "某中学（初中部）", 2023, found, 4), 1);
}

/* 人民政府 may be there or not, unless both are in the register. */
static void a_place_finds_its_government(void **state)
{
    g_autoptr(GovUnits) units = load("code,name\na,甲市人民政府\nb,乙市\nc,丙市\nd,丙市人民政府\n");
    size_t found[2] = {0};

    (void)state;
    assert_int_equal(gov_units_find_name(units, "甲市", 2023, found, 2), 1);
    assert_int_equal(found[0], 0);
    assert_int_equal(gov_units_find_name(units, "乙市人民政府", 2023, found, 2), 1);
    assert_int_equal(found[0], 1);
    assert_int_equal(gov_units_find_name(units, "丙市", 2023, found, 2), 1);
    assert_int_equal(found[0], 2);
    assert_int_equal(gov_units_find_name(units, "丙市人民政府", 2023, found, 2), 1);
    assert_int_equal(found[0], 3);
    assert_int_equal(gov_units_find_name(units, "人民政府", 2023, found, 2), 0);
}

static void who_may_be_meant_is_asked_where_one_is_nearest(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,valid_to\na,淄博市公安局高新技术产业开发区分局,\nb,某市财政局,\n"
                                     "c,某市民政局,\nd,江苏省某市教育局,\ne,某市档案局,2019\n");

    (void)state;
    assert_int_equal(gov_units_find_like(units, "淄博市公安局高新区分局", 2023), 0);
    assert_int_equal(gov_units_find_like(units, "某市财攻局", 2023), 1);
    assert_int_equal(gov_units_find_like(units, "某市教育局", 2023), 3);
    assert_int_equal(gov_units_find_like(units, "宿迁市公安局高新区分局", 2023), -1); /* of another city */
    assert_int_equal(gov_units_find_like(units, "市政局", 2023), -1);                 /* of two */
    assert_int_equal(gov_units_find_like(units, "某市档案馆", 2019), 4);
    assert_int_equal(gov_units_find_like(units, "某市档案馆", 2020), -1);
    assert_int_equal(gov_units_find_like(units, "局", 2023), -1);
    assert_int_equal(gov_units_find_like(units, "", 2023), -1);
}

/* A county is merged into another, its bureau moved there, and a bureau renamed in the year after. */
static void units_that_merge_move_and_change_name_are_followed(void **state)
{
    g_autoptr(GovUnits) units = load("代码,名称,上级,启用,停用\np,某市,,,\n"
                                     "a,甲县,p,,2020-06-30\nb,乙县,p,,\n"
                                     "a1,甲县档案局,a,,2019\na1,乙县档案局,b,2020,2021\na1,乙县档案馆,b,2022,\n");
    size_t found[2] = {0};

    (void)state;
    assert_int_equal(gov_units_get_parent(units, (size_t)gov_units_find_code(units, "a1", 2019), 2019), 1);
    assert_int_equal(gov_units_get_parent(units, (size_t)gov_units_find_code(units, "a1", 2020), 2020), 2);
    assert_int_equal(gov_units_find_code(units, "a", 2020), -1);
    assert_int_equal(gov_units_find_name(units, "乙县档案局", 2022, found, 2), 0);
    assert_int_equal(gov_units_find_name(units, "乙县档案局", 2021, found, 2), 1);
    assert_int_equal(found[0], 4);
}

static void reads_unicode_text_of_spreadsheets(void **state)
{
    static const char *const encodings[] = {"UTF-16LE", "UTF-16BE"};

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(encodings); i++) {
        gsize len = 0;
        g_autofree char *text = g_convert("\xEF\xBB\xBF" "代码\t名称\r\nsq\t宿迁市\r\n", -1, encodings[i], "UTF-8", NULL,
                                          &len, NULL);
        g_autoptr(GovUnits) units = gov_units_from_data(text, len, "u.txt", NULL);
        assert_non_null(units);
        assert_string_equal(gov_units_get(units, 0).name, "宿迁市");
    }
}

static void what_may_be_meant_otherwise_is_a_warning(void **state)
{
    g_autoptr(GovUnits) units = load("code,name,parent,level,line,division\n"
                                     "p,某市,,地级,块,321300\nq,某县,p,县级,块,321300\nt,某税务局,p,县级,条,\n");

    (void)state;
    assert_int_equal(gov_units_n_warnings(units), 2);
    assert_string_equal(gov_units_get_warning(units, 0),
                        "u.csv:3: column 6 (division): 321300 is a code of level prefecture, not county");
    assert_non_null(strstr(gov_units_get_warning(units, 1), "u.csv:4: column 3 (parent): t is vertical"));
}

static void bytes_of_no_encoding_are_refused(void **state)
{
    g_autoptr(GError) error = NULL;

    (void)state;
    assert_null(gov_units_from_data("code,name\na,\xff\xff\n", 15, "u.csv", &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_ENCODING);
    assert_non_null(strstr(error->message, "u.csv:2: Neither UTF-8 (byte 13 of the file is none) nor GB18030"));
}

static void a_file_that_is_not_there_is_named(void **state)
{
    g_autoptr(GError) error = NULL;

    (void)state;
    assert_null(gov_units_from_file("/nonexistent/u.csv", &error));
    assert_gerror(error, GOV_ERROR, GOV_ERROR_IO);
    assert_non_null(strstr(error->message, "/nonexistent/u.csv"));
}

static void scopes_have_names_in_both_languages(void **state)
{
    GovScope scope = GOV_SCOPE_UNKNOWN;

    (void)state;
    assert_true(gov_scope_from_name("本级", &scope));
    assert_int_equal(scope, GOV_SCOPE_LEVEL);
    assert_true(gov_scope_from_name("region", &scope));
    assert_string_equal(gov_scope_get_name(scope), "region");
    assert_false(gov_scope_from_name("unknown", &scope));
    assert_string_equal(gov_line_get_name(GOV_LINE_VERTICAL), "vertical");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_both_languages_quotes_and_blank_lines),
        cmocka_unit_test(a_code_is_found_in_its_years),
        cmocka_unit_test(names_match_in_their_normal_form_and_year),
        cmocka_unit_test(a_name_of_two_units_is_told_and_not_guessed),
        cmocka_unit_test(a_name_of_very_many_units_is_not_counted_to_the_end),
        cmocka_unit_test(published_codes_are_codes_and_come_out_in_one_spelling),
        cmocka_unit_test(a_change_of_parent_is_no_circle),
        cmocka_unit_test(reads_what_a_chinese_spreadsheet_saves),
        cmocka_unit_test(refuses_with_place_and_what_would_be_right),
        cmocka_unit_test(reads_what_offices_write),
        cmocka_unit_test(a_column_that_nobody_knows_is_told),
        cmocka_unit_test(a_code_that_may_have_lost_its_zeros_is_told),
        cmocka_unit_test(brackets_that_differ_are_not_left_out),
        cmocka_unit_test(a_place_finds_its_government),
        cmocka_unit_test(who_may_be_meant_is_asked_where_one_is_nearest),
        cmocka_unit_test(units_that_merge_move_and_change_name_are_followed),
        cmocka_unit_test(reads_unicode_text_of_spreadsheets),
        cmocka_unit_test(what_may_be_meant_otherwise_is_a_warning),
        cmocka_unit_test(bytes_of_no_encoding_are_refused),
        cmocka_unit_test(a_file_that_is_not_there_is_named),
        cmocka_unit_test(scopes_have_names_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
