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

/* Appends the reports of a country, keys of the units included; returns how many have a slip. */
size_t country_fill(const Country *country, GovDataset *dataset);
/* The register of its units: code,name,parent,level,line,division. */
char *country_dup_units(const Country *country);

#endif
