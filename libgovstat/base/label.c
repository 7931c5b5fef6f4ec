/* SPDX-License-Identifier: MIT */
/* The normal form of a label is made in two steps over one buffer. fold_text() goes once
 * through the characters: it drops what nobody sees or what carries no meaning, and
 * writes every variant of a character in one way. No character grows by this, so that the
 * result fits where the text did. trim_label() then works on the folded bytes, where all
 * punctuation is ASCII: year inserts, the end, ordinals at the front. Both steps leave a
 * normal form as it is. */
#include "base/label-private.h"

#include "base/char-private.h"
#include <string.h>
#include <uchar.h>

/* Enough for the ordinals at the front of a label; （三）1. has two. */
#define ORDINAL_BYTES 64

/* Traditional character and its simplified form, one after the other, in the order of the
 * former: those that occur in labels, and no others, since some maps lose meaning in
 * running text. */
static const char16_t SIMPLIFIED[] =
    u"並并佈布佔占併并係系個个備备傳传僅仅價价億亿優优內内兩两冊册別别劃划動动務务匯汇"
    u"區区叢丛員员問问單单國国圍围圖图團团執执報报場场學学實实審审寫写將将專专對对導导"
    u"層层屬属師师帶带幣币幾几庫库廢废廣广廳厅張张強强彙汇後后徑径從从復复徵征態态憑凭"
    u"憲宪應应懲惩戰战戶户採采換换損损擇择擔担據据擬拟擴扩攜携攝摄敗败數数斂敛斷断於于"
    u"時时暫暂書书會会東东條条棄弃業业構构標标樣样樹树機机橫横檔档檢检權权歲岁歷历歸归"
    u"殘残毀毁氣气決决況况洩泄減减測测湊凑準准滅灭滯滞滿满漢汉潔洁濟济灣湾災灾為为無无"
    u"煩烦熱热營营爭争爲为爾尔牆墙狀状獎奖獨独獲获現现環环產产産产畢毕畫画異异當当療疗"
    u"癥症發发皺皱盡尽監监盤盘眞真眾众確确碼码礎础礦矿禮礼稅税稟禀種种稱称穀谷積积穩稳"
    u"競竞筆笔節节範范築筑簡简簽签籌筹糧粮糾纠約约納纳級级細细組组結结絕绝絡络統统經经"
    u"維维網网緊紧緒绪線线緣缘編编練练縂总縣县縮缩縱纵總总績绩織织繫系繳缴繼继續续罰罚"
    u"罷罢羣群義义聞闻聯联聲声職职聽听肅肃脈脉臟脏臨临臺台與与興兴舉举舊旧舖铺華华萬万"
    u"蓋盖藝艺藥药蘭兰處处虛虚號号虧亏衆众術术衛卫衝冲裏里補补裝装裡里製制複复規规視视"
    u"親亲覺觉覽览觀观訂订計计訊讯訓训訖讫託托記记訟讼訪访設设許许訴诉註注評评詞词詢询"
    u"試试話话該该詳详誌志認认語语誠诚誤误說说説说誰谁調调談谈請请諮咨講讲證证識识議议"
    u"護护讀读讓让負负財财貨货責责買买費费貿贸資资賠赔賣卖質质賬账賴赖購购贊赞趨趋跡迹"
    u"蹤踪躍跃車车軍军軟软較较載载輔辅輕轻輛辆輪轮輯辑輸输輿舆轉转辦办辭辞辯辩農农連连"
    u"週周進进過过達达違违遞递遠远適适遲迟遷迁選选還还邊边郵邮鄉乡鄰邻醫医釋释針针鈎钩"
    u"銀银鋪铺鋼钢錄录錢钱錯错録录鍵键鎖锁鎮镇鐵铁鑑鉴鑒鉴長长門门閉闭開开閒闲間间閱阅"
    u"閲阅闊阔關关陳陈陸陆陽阳隊队階阶際际隨随險险隱隐隸隶雙双雜杂離离難难雲云電电靜静"
    u"響响頁页項项順顺須须預预頒颁領领頭头顆颗題题額额類类顧顾顯显風风飛飞養养餘余館馆"
    u"駁驳驗验驟骤體体鬆松鹽盐麗丽點点黨党齊齐齡龄龍龙";

/* Words that are written with other characters altogether. The pairs are compared before
 * folding, both words have six bytes. */
static const struct {
    gunichar first;
    gunichar second;
    char word[8];
} WORDS[] = {
    {0x6A94, 0x6848, "文件"}, /* 檔案: also an archive, but no label of a form has that */
    {0x8CC7, 0x8A0A, "信息"}, /* 資訊 */
    {0x5C08, 0x6848, "项目"}, /* 專案 */
};

static const char *const QUOTES = "\"'`“”„‟‘’‚‛「」『』〝〞〟《》〈〉«»";

/* Full-width forms are folded before this is asked. */
static bool is_dropped(gunichar c)
{
    if (c < 0x80)
        return c <= ' ' || c == '"' || c == '\'' || c == '`' || c == 0x7F;
    if (c < 0xA0 || c == 0xAD || gov__char_is_space(c) || gov__char_is_invisible(c))
        return true;
    if (c >= 0x4E00)
        return false;
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           g_utf8_strchr(QUOTES, -1, c) != NULL;
}

static gunichar simplify(gunichar c)
{
    size_t low = 0, high = (G_N_ELEMENTS(SIMPLIFIED) - 1) / 2;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (SIMPLIFIED[2 * middle] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return SIMPLIFIED[2 * low] == c ? SIMPLIFIED[2 * low + 1] : c;
}

gunichar gov__label_fold(gunichar c)
{
    c = gov__char_fold(c);
    if (is_dropped(c))
        return 0;
    return c >= 0x4E00 ? simplify(c) : c;
}

static gunichar fold_character(gunichar c)
{
    if (c >= 0x4E00)
        return c <= 0x9FFF ? simplify(c) : c;
    if (c == 0x3001) /* 、 */
        return ',';
    return c == 0x2236 ? ':' : c;
}

static const char *find_word(gunichar first, gunichar second)
{
    for (size_t i = 0; i < G_N_ELEMENTS(WORDS); i++) {
        if (second == WORDS[i].second && first == WORDS[i].first)
            return WORDS[i].word;
    }
    return NULL;
}

/* Writes at most `len` bytes to `out`, which may not overlap the text; returns how many.
 * A byte that is no UTF-8 becomes `?`, which has no more bytes and is in no label. */
static size_t fold_text(char *out, const char *text, size_t len)
{
    const char *end = text + len;
    size_t n = 0;
    gunichar previous = 0;
    while (text < end) {
        gunichar c;
        size_t width = gov__char_next(text, end, &c);
        text += width;
        if (c == GOV__CHAR_BAD && width == 1)
            c = '?';
        c = gov__char_fold(c);
        if (is_dropped(c))
            continue;
        const char *word = find_word(previous, c);
        previous = c;
        if (word != NULL) {
            memcpy(out + n - 3, word, 6);
            n += 3;
            continue;
        }
        c = fold_character(c);
        if (c < 0x80)
            out[n++] = (char)c;
        else
            n += (size_t)g_unichar_to_utf8(c, out + n);
    }
    return n;
}

static bool starts_with(const char *s, const char *end, const char *prefix)
{
    size_t len = strlen(prefix);
    return (size_t)(end - s) >= len && memcmp(s, prefix, len) == 0;
}

/* Length of `(2023)`, `(2023年)` or `(2023年度)` at `s`, or 0. */
static size_t year_insert_length(const char *s, const char *end)
{
    const char *p = s + 1;
    for (unsigned i = 0; i < 4; i++, p++) {
        if (p == end || !g_ascii_isdigit(*p))
            return 0;
    }
    if (starts_with(p, end, "年"))
        p += strlen("年");
    if (starts_with(p, end, "度"))
        p += strlen("度");
    return p < end && *p == ')' ? (size_t)(p + 1 - s) : 0;
}

static size_t drop_year_inserts(char *s, size_t len)
{
    char *bracket = memchr(s, '(', len);
    if (bracket == NULL)
        return len;
    const char *end = s + len;
    char *out = bracket;
    for (const char *p = bracket; p < end;) {
        bool after_year = out - s >= 3 && (memcmp(out - 3, "年", 3) == 0 ||
                                           memcmp(out - 3, "度", 3) == 0);
        size_t insert = *p == '(' && after_year ? year_insert_length(p, end) : 0;
        if (insert > 0)
            p += insert;
        else
            *out++ = *p++;
    }
    return (size_t)(out - s);
}

static size_t drop_end(const char *s, size_t len)
{
    for (;;) {
        if (len >= 1 && (s[len - 1] == ':' || s[len - 1] == ';'))
            len -= 1;
        else if (len >= 3 && memcmp(s + len - 3, "。", 3) == 0)
            len -= 3;
        else
            return len;
    }
}

/* Value of a character of a numeral, 10 for 十, or -1. */
static int numeral_value(gunichar c)
{
    static const char *const NUMERALS = "〇一二三四五六七八九十";
    if (c < 0x3007 || c > 0x9FFF)
        return -1;
    const char *found = g_utf8_strchr(NUMERALS, -1, c);
    return found == NULL ? -1 : (int)(found - NUMERALS) / 3;
}

/* Reads up to 九十九; returns the length in bytes, or 0. */
static size_t parse_numeral(const char *s, const char *end, unsigned *number)
{
    const char *p = s;
    unsigned total = 0, digit = 0;
    for (unsigned i = 0; i < 3 && end - p >= 3; i++) {
        int value = numeral_value(g_utf8_get_char(p));
        if (value < 0)
            break;
        if (value == 10)
            total = (digit == 0 ? 1 : digit) * 10;
        digit = value == 10 ? 0 : (unsigned)value;
        p += 3;
    }
    *number = total + digit;
    return (size_t)(p - s);
}

static size_t parse_digits(const char *s, const char *end, unsigned *number)
{
    const char *p = s;
    *number = 0;
    for (; p < end && p - s < 2 && g_ascii_isdigit(*p); p++)
        *number = *number * 10 + (unsigned)(*p - '0');
    return p < end && g_ascii_isdigit(*p) ? 0 : (size_t)(p - s);
}

/* Ordinals that are one character: ranges of consecutive numbers. */
static size_t parse_enclosed(gunichar c, unsigned *number, unsigned *level)
{
    static const struct {
        gunichar first;
        unsigned n;
        unsigned level;
    } RANGES[] = {
        {0x2460, 20, 3}, /* ① */
        {0x2474, 20, 2}, /* ⑴ */
        {0x2488, 20, 3}, /* ⒈ */
        {0x2776, 10, 3}, /* ❶ */
        {0x3220, 10, 2}, /* ㈠ */
        {0x3280, 10, 1}, /* ㊀ */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(RANGES); i++) {
        if (c >= RANGES[i].first && c < RANGES[i].first + RANGES[i].n) {
            *number = c - RANGES[i].first + 1;
            *level = RANGES[i].level;
            return 3;
        }
    }
    return 0;
}

/* `(七)` and `(7)`. */
static size_t parse_bracketed(const char *s, const char *end, unsigned *number,
                              unsigned *level)
{
    size_t n = parse_numeral(s + 1, end, number);
    if (n == 0)
        n = parse_digits(s + 1, end, number);
    *level = 2;
    return n > 0 && s + 1 + n < end && s[1 + n] == ')' ? n + 2 : 0;
}

/* A digit may stand before its label without a stop, as in 3其他; before one character only
 * it is a figure with its unit, as in 3件. */
static bool is_bare_before(const char *s, const char *end)
{
    return end - s >= 6 && (unsigned char)s[0] >= 0xE3 && (unsigned char)s[3] >= 0xE3;
}

/* `一,` `1.` `1,` `1)` or a bare digit. */
static size_t parse_plain(const char *s, const char *end, unsigned *number,
                          unsigned *level)
{
    size_t n = parse_numeral(s, end, number);
    *level = n > 0 ? 1 : 3;
    if (n == 0)
        n = parse_digits(s, end, number);
    if (n == 0 || s + n == end)
        return 0;
    if (s[n] == ')') {
        *level = *level == 1 ? 2 : 3;
        return n + 1;
    }
    if (s[n] == '.' || s[n] == ',')
        return s + n + 1 < end && g_ascii_isdigit(s[n + 1]) ? 0 : n + 1;
    return *level == 3 && is_bare_before(s + n, end) ? n : 0;
}

/* Length of the ordinal at the front of a folded label, or 0. Ordinals begin at 1. */
static size_t parse_ordinal(const char *s, const char *end, unsigned *number,
                            unsigned *level)
{
    size_t n = 0;
    if (s == end)
        return 0;
    if (*s == '(')
        n = parse_bracketed(s, end, number, level);
    else if ((unsigned char)*s == 0xE2 || (unsigned char)*s == 0xE3)
        n = parse_enclosed(g_utf8_get_char(s), number, level);
    if (n == 0 && *s != '(')
        n = parse_plain(s, end, number, level);
    return n > 0 && *number > 0 ? n : 0;
}

static size_t parse_among(const char *s, const char *end)
{
    if (!starts_with(s, end, "其中"))
        return 0;
    size_t n = strlen("其中");
    return s + n < end && (s[n] == ':' || s[n] == ',') ? n + 1 : n;
}

/* Where the words of a folded label begin: behind 其中： and ordinals, unless nothing would
 * be left. Tells of the last ordinal, or a number of 0. */
static size_t front_length(const char *s, size_t len, unsigned *number, unsigned *level)
{
    const char *end = s + len;
    const char *p = s;
    *number = *level = 0;
    for (;;) {
        unsigned found = 0, depth = 0;
        size_t n = parse_among(p, end);
        if (n == 0)
            n = parse_ordinal(p, end, &found, &depth);
        if (found > 0 && n > 0) {
            *number = found;
            *level = depth;
        }
        if (n == 0 || p + n >= end)
            return (size_t)(p - s);
        p += n;
    }
}

static size_t normalise(char *out, const char *text, size_t len)
{
    unsigned number, level;
    size_t n = fold_text(out, text, len);
    n = drop_year_inserts(out, n);
    n = drop_end(out, n);
    size_t front = front_length(out, n, &number, &level);
    memmove(out, out + front, n - front);
    return n - front;
}

char *gov_label_normalise(const char *text, size_t len)
{
    g_return_val_if_fail(text != NULL || len == 0, NULL);
    char *out = g_malloc(len + 1);
    out[text == NULL ? 0 : normalise(out, text, len)] = '\0';
    return out;
}

void gov__label_normalise_into(GString *out, const char *text, size_t len)
{
    g_string_set_size(out, len);
    g_string_truncate(out, text == NULL ? 0 : normalise(out->str, text, len));
}

unsigned gov_label_get_ordinal(const char *text, size_t len, unsigned *level)
{
    g_return_val_if_fail(text != NULL, 0);
    char folded[ORDINAL_BYTES];
    unsigned number, depth;
    size_t skipped = 0;
    while (skipped < len && g_ascii_isspace(text[skipped]))
        skipped++;
    size_t n = fold_text(folded, text + skipped, MIN(len - skipped, sizeof folded));
    front_length(folded, n, &number, &depth);
    if (level != NULL)
        *level = depth;
    return number;
}

gboolean gov_label_strip_bracket(char *label)
{
    g_return_val_if_fail(label != NULL, FALSE);
    size_t len = strlen(label);
    if (len == 0 || label[len - 1] != ')')
        return FALSE;
    size_t depth = 0;
    for (size_t i = len; i > 1; i--) {
        if (label[i - 1] == ')')
            depth++;
        else if (label[i - 1] == '(' && --depth == 0) {
            label[i - 1] = '\0';
            return TRUE;
        }
    }
    return FALSE;
}
