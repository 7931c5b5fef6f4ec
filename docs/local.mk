dist_man_MANS += docs/govstat.1
