/* SPDX-License-Identifier: MIT */
/* Identity in steps, each one file: match-title.c, match-agency.c and match-date.c find what stands in
 * the text, match-identity.c decides. */
#ifndef GOV_MATCH_IDENTITY_PRIVATE_H
#define GOV_MATCH_IDENTITY_PRIVATE_H

#include "read/match-private.h"

#define GOV_MAX_TITLE_BYTES 240
#define GOV_MAX_AGENCY_BYTES 120

/* A title without white space, brackets at its end and book-title marks, which mean nothing in it. */
char *gov__title_clean(const char *text);
/* The title in that of the page, "X - 门户网站"; the strings of `title` are the caller's. */
bool gov__title_of_page(const GovDocument *document, GovTitle *title);

/* The name that is a whole paragraph, or NULL. */
char *gov__agency_beside(const GovDocument *document, size_t block);
/* The name that a text itself gives to the body, or NULL. */
char *gov__agency_find_named(const char *text);

/* The first 20xx before 年, spaces between allowed, or 0. `*begin` and `*end` delimit it with its 年. */
int gov__date_find_year(const char *text, const char **begin, const char **end);
/* The same; at the ends of the text 年 may lack: 某局2024. */
int gov__date_find_bare_year(const char *text, const char **begin, const char **end);
/* The period of the figures as dates of ISO 8601, which are the caller's. */
bool gov__date_read_period(const char *text, char **start, char **end);

#endif
