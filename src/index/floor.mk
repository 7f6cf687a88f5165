index_modules := section parallel codes made ledger ledger_list ledger_lend ledger_take ledger_build ledger_shape image column numbered builder index back name name_order figure search context gram gram_build lattice word lend near rank terms weigh lookup reference verdict verdict_reason suspicion suspicion_figure suspicion_record shape since validate order order_validate
index_cppflags := -Isrc
