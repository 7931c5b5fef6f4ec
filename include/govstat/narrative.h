/* SPDX-License-Identifier: MIT */
/**
 * @file narrative.h
 * GovNarrative: the figures in the text sections of a report, held against its tables.
 *
 * Every number in the text is a claim. Where the words beside it say what it tells (新收, 予以公开,
 * 行政复议 …), it is compared with the tables: advice, never an error, since text is counted on many
 * bases and read by words. What is not understood is left unexplained, not guessed.
 */
#ifndef GOVSTAT_NARRATIVE_H
#define GOVSTAT_NARRATIVE_H

#include <govstat/report.h>

GOV_BEGIN_DECLS

/** The claims of a report; immutable. */
typedef struct _GovNarrative GovNarrative;

/** What a claim is. */
typedef enum {
    GOV_CLAIM_COUNT,      /**< A number of something, 收到申请12件, or an amount of money. */
    GOV_CLAIM_NONE,       /**< That there is none: 未收到申请, 全部办结. */
    GOV_CLAIM_SHARE,      /**< A part of a whole in percent: 占54.02%. */
    GOV_CLAIM_GROWTH,     /**< Against the year before, in percent: 同比增长0.4%. */
    GOV_CLAIM_DIFFERENCE, /**< Against the year before, in numbers: 比上年增加14件. */
    GOV_CLAIM_BREAKDOWN   /**< That parts (其中) belong to a whole; compared within the text. */
} GovClaimKind;

/** How a claim stands to the tables. */
typedef enum {
    GOV_VERDICT_MATCHED,      /**< The tables say the same, perhaps on another base. */
    GOV_VERDICT_CONTRADICTED, /**< The tables say something else. */
    GOV_VERDICT_UNEXPLAINED   /**< What it tells is not in the tables, or not certain. */
} GovVerdict;

/** One claim; strings are borrowed from the narrative. Figures are in millionths: of one, of one
 *  percent, or of 万元. */
typedef struct {
    GovClaimKind kind;
    GovVerdict verdict;
    unsigned section;     /**< 1 to ::GOV_N_SECTIONS. */
    size_t offset;        /**< Of the number in the text of the section, in bytes. */
    size_t length;        /**< Of the number with its unit. */
    const char *text;     /**< The number with its unit, as printed. */
    const char *sentence; /**< The words around it, as printed. */
    const char *meaning;  /**< Machine name of what it tells, such as `received`; NULL if not known. */
    const char *label_zh; /**< The same for people; NULL if not known. */
    const char *label_en; /**< The same in English. */
    const char *base;     /**< Machine name of the other base it is counted on, or which would explain
                               it; NULL if none. */
    int64_t printed;      /**< As the text says. */
    int64_t expected;     /**< As the tables say, if `has_expected`. */
    bool has_expected;
} GovClaim;

/** Longest text of a section that is looked at, in bytes; what follows is left out. */
#define GOV_NARRATIVE_MAX_BYTES ((size_t)256 << 10)

/**
 * Finds the claims in the text sections of a report.
 *
 * @param report a sealed report
 * @param prior  the report of the same body for the year before, sealed, against which growth is
 *               recomputed; NULL leaves growth unexplained
 * @return a new narrative, with the claims in the order of the text
 */
GovNarrative *gov_narrative_new(const GovReport *report, const GovReport *prior);
/** @return @p narrative, with one more reference. */
GovNarrative *gov_narrative_ref(const GovNarrative *narrative);
/** Drops a reference. */
void gov_narrative_unref(GovNarrative *narrative);
/** @return the number of claims. */
size_t gov_narrative_n_claims(const GovNarrative *narrative);
/** @return a claim, by value; its strings are borrowed. */
GovClaim gov_narrative_get_claim(const GovNarrative *narrative, size_t claim);
/** @return a sentence for people that says what became of a claim; free with g_free(). */
char *gov_narrative_dup_message(const GovNarrative *narrative, size_t claim, GovLanguage language);
/** @return `matched`, `contradicted` or `unexplained`; static. */
const char *gov_verdict_get_name(GovVerdict verdict);
/** @return `count`, `none`, `share`, `growth`, `difference` or `breakdown`; static. */
const char *gov_claim_kind_get_name(GovClaimKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GovNarrative, gov_narrative_unref)

GOV_END_DECLS

#endif
