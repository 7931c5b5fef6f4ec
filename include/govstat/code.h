/* SPDX-License-Identifier: MIT */
/**
 * @file code.h
 * Codes of public bodies and places, and whether they can be right.
 *
 * Three codes are in use: the unified social credit code (统一社会信用代码, GB 32100-2015, 18
 * characters), the organisation code inside it (组织机构代码, GB 11714, 9 characters) and the division
 * code of a place (行政区划代码, GB/T 2260, 6 digits; 9 and 12 with GB/T 10114 and statistical practice).
 * The first two carry check characters; of the third only the structure can be judged.
 */
#ifndef GOVSTAT_CODE_H
#define GOVSTAT_CODE_H

#include <govstat/decls.h>
#include <stdbool.h>

GOV_BEGIN_DECLS

/** Levels of government. */
typedef enum {
    GOV_LEVEL_UNKNOWN,    /**< Not told. */
    GOV_LEVEL_NATIONAL,   /**< 国家 */
    GOV_LEVEL_PROVINCE,   /**< 省级 */
    GOV_LEVEL_PREFECTURE, /**< 地级 */
    GOV_LEVEL_COUNTY,     /**< 县级 */
    GOV_LEVEL_TOWNSHIP,   /**< 乡级 */
    GOV_LEVEL_ZONE        /**< 功能区: no division code of its own. */
} GovLevel;

/** @return `national`, `province`, `prefecture`, `county`, `township`, `zone`, or `unknown`; static. */
const char *gov_level_get_name(GovLevel level);
/** @return the level in Chinese, such as 县级; static. */
const char *gov_level_get_label(GovLevel level);
/** Finds a level by its machine name or a Chinese word for it (省级, 市级, 区县 …). @return whether it is
 *  known. */
bool gov_level_from_name(const char *name, GovLevel *level);

/**
 * Brings a code to the one spelling in which it is compared: without white space around it and full-width
 * forms; credit and organisation codes in capitals, the latter without its hyphen. Other codes keep their
 * case.
 *
 * @return a new string; g_free()
 */
char *gov_code_normalise(const char *code);

/** @return the check character that belongs to the first 17 of a credit code in capitals, or '\0' if there
 *          are fewer, or one that credit codes do not use (I, O, S, V, Z). */
char gov_code_get_credit_check(const char *code);
/** @return the check character that belongs to the first 8 of an organisation code in capitals, or '\0' if
 *          there are fewer or one is no digit or letter. */
char gov_code_get_organisation_check(const char *code);
/** @return whether a normalised code is a unified social credit code: 18 characters, its own check character
 *          right and that of the organisation code within. */
bool gov_code_is_credit(const char *code);
/** @return whether a normalised code is an organisation code with the right check character. */
bool gov_code_is_organisation(const char *code);
/**
 * Says of which level a division code of 6, 9 or 12 digits is, by its structure alone; whether the place
 * exists is another question. Codes of the districts of a municipality are county level.
 *
 * @return the level, or ::GOV_LEVEL_UNKNOWN if no division can have that code
 */
GovLevel gov_code_get_division_level(const char *code);

GOV_END_DECLS

#endif
