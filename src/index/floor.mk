index_modules := section parallel image column builder index back name figure search context gram gram_build lattice word lend near rank terms weigh lookup reference verdict verdict_reason suspicion suspicion_figure suspicion_record shape validate
index_cppflags := -Isrc
