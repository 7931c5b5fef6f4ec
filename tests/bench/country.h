/* SPDX-License-Identifier: MIT */
/* A made-up but realistic country, from a seed: 31 provinces, 333 prefectures, 2,844 counties and their
 * departments, with reports of some years as a dataset and the register of units as CSV. */
#ifndef COUNTRY_H
#define COUNTRY_H

#include <govstat/govstat.h>

typedef struct {
    unsigned seed;
    size_t n_units;     /* about so many, in whole counties */
    int first_year;
    unsigned n_years;
    double gaps;        /* share of reports that are not filed */
    double resubmitted; /* share that are filed twice */
    double slips;       /* share with a wrong figure */
    double blanks;      /* share in which zeros are left blank */
} Country;

#define COUNTRY_INIT {2024, 0, 2021, 5, 0.03, 0.01, 0.02, 0.05}

/* Appends the reports of a country, with the names their bodies print and the days they were filed; on one
 * thread in the order of the register. Returns how many have a slip. */
size_t country_fill(const Country *country, GovDataset *dataset, unsigned n_threads);
/* The register of its units, some of which are renamed: code,name,aliases,parent,level,line,division,valid_from,
 * valid_to. */
char *country_dup_units(const Country *country);

#endif
