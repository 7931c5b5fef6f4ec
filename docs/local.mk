dist_man_MANS += docs/govstat.1
EXTRA_DIST += \
	docs/design.md \
	docs/editions.md \
	docs/formats.md \
	docs/locate.md \
	docs/narrative.md \
	docs/performance.md \
	docs/rollup.md \
	docs/rules.md \
	docs/statistics.md
