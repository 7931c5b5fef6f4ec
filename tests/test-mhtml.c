/* SPDX-License-Identifier: MIT */
/* Web archives → documents. */
#include "dump.h"

#define HEAD "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--=_x\"; type=\"text/html\"\r\n\r\n"
#define PART "\r\n----=_x\r\n"
#define LAST "\r\n----=_x--\r\n"
#define PAGE "Content-Type: text/html; charset=\"utf-8\"\r\n"

static const DumpCase cases[] = {
    {"reads_the_page_of_an_archive", HEAD "This is a message." PART PAGE "\r\n<p>一</p>" LAST, "P 一\n"},
    {"knows_what_browsers_save",
     "From: <Saved by Blink>\nSubject: x\n" HEAD PART PAGE "\n<p>一</p>" LAST, "P 一\n"},
    {"decodes_quoted_printable",
     HEAD PART PAGE "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E8=A7=84=\r\n=E7=AB=A0 a=3Db=zz=\r\n</p>" LAST,
     "P 规章 a=b=zz\n"},
    {"decodes_base64",
     HEAD PART PAGE "Content-Transfer-Encoding: base64\r\n\r\nPHA+6KeE\r\n56ugPC9wPg==\r\n" LAST, "P 规章\n"},
    {"takes_the_charset_of_the_part",
     HEAD PART "content-type: TEXT/HTML; charset=big5\r\n\r\n<p>\xb3\x57\xb3\xb9</p>" LAST, "P 規章\n"},
    {"takes_gb18030_for_gb2312",
     HEAD PART "Content-Type: text/html; charset=gb2312\r\n\r\n<p>\xb9\xe6\xd5\xc2\x82\x32\x82\x36</p>" LAST,
     "P 规章㺗\n"},
    {"does_not_trust_a_charset_that_does_not_fit",
     HEAD PART "Content-Type: text/html; charset=us-ascii\r\n\r\n<p>规章</p>" LAST, "P 规章\n"},
    {"passes_over_pictures_and_other_pages",
     HEAD PART "Content-Type: image/png\r\n\r\n<p>a</p>" PART PAGE "\r\n<p>b</p>" PART PAGE "\r\n<p>c</p>" LAST,
     "P b\n"},
    {"reads_all_pages_of_a_frame",
     HEAD PART PAGE "\r\n<html><frameset><frame src=a></frameset></html>" PART PAGE
          "\r\n<table><tr><td>a<td>1</table>" PART PAGE "\r\n<p>b</p>" LAST,
     "G table 1 1x2\n|a|1|\nP b\n"},
    {"reads_parts_inside_parts",
     HEAD PART "Content-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain\r\n\r\nx\r\n--y\r\n"
     PAGE "\r\n<p>b</p>\r\n--y--" LAST,
     "P b\n"},
    {"reads_a_page_alone", "MIME-Version: 1.0\nContent-Type: text/html\n\n<p>一</p>", "P 一\n"},
    {"reads_an_archive_without_its_end", HEAD PART PAGE "\r\n<p>一</p>", "P 一\n"},
    {"refuses_an_archive_without_a_page", HEAD PART "Content-Type: text/plain\r\n\r\nx" LAST,
     "E 1: The web archive holds no page (no part of type text/html)\n"},
    {"takes_text_with_colons_as_text", "Content: a\nType: b\n", "P Content: a\nP Type: b\n"},
};

int main(void)
{
    g_autoptr(GArray) tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    add_dump_cases(tests, cases, G_N_ELEMENTS(cases));
    return run_dump_tests("mhtml", tests);
}
