/* SPDX-License-Identifier: MIT */
/* Funnel plots: which rates differ from the pooled one by more than chance.
 *
 * The limits are those of the score test, so that a rate lies outside exactly if the pooled rate lies outside
 * its Wilson interval. */
#include <math.h>

#include <govstat/aggregate.h>

static bool is_share(const GovRate *rate)
{
    return rate->status == GOV_RATE_KNOWN && rate->numerator >= 0 && rate->numerator <= rate->denominator;
}

bool gov_funnel_limits(const GovRate *pooled, int64_t denominator, double z, double *low, double *high)
{
    g_return_val_if_fail(pooled != NULL && low != NULL && high != NULL && z >= 0, false);
    if (!is_share(pooled) || denominator <= 0)
        return false;
    double p = gov_rate_get_value(pooled);
    double half = z * sqrt(p * (1 - p) / (double)denominator);
    *low = fmax(0, p - half);
    *high = fmin(1, p + half);
    return true;
}

GovFunnel gov_funnel_judge(const GovRate *pooled, const GovRate *rate, double z)
{
    double low = 0, high = 0;

    g_return_val_if_fail(pooled != NULL && rate != NULL, GOV_FUNNEL_NOT_APPLICABLE);
    if (!is_share(rate) || !gov_funnel_limits(pooled, rate->denominator, z, &low, &high))
        return GOV_FUNNEL_NOT_APPLICABLE;
    double value = gov_rate_get_value(rate);
    return value < low ? GOV_FUNNEL_BELOW : value > high ? GOV_FUNNEL_ABOVE : GOV_FUNNEL_INSIDE;
}

const char *gov_funnel_get_name(GovFunnel funnel)
{
    static const char *const names[] = {"inside", "below", "above", "not_applicable"};

    g_return_val_if_fail((unsigned)funnel < G_N_ELEMENTS(names), NULL);
    return names[funnel];
}
