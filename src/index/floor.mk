# The rows: columns, who refers to whom, names, claims of a subject; steps of building in the order of builder.c.
index_modules := builder column section numbered lettered measured index back name name_order figure front since memo context

# Figures and dates of ledgers, packed: reading them in, packing, and as records, lists and texts again.
index_modules += ledger_take ledger_heads ledger_build ledger_records ledger ledger_cells ledger_list ledger_name ledger_lend ledger_rows ledger_sought

# Ready orders by figures; what many rows are asked for at once.
index_modules += order order_values order_build codes code_bits code_order code_rows row_refs

# One block of bytes that holds all arrays, and whether what it holds can be so.
index_modules += image image_parts held shape ledger_shape validate order_validate

# An index of another one and some changed rows.
index_modules += delta merge first_rows delta_column delta_back delta_name delta_order delta_front delta_figure delta_search

# Postings: which rows have which pairs of characters.
index_modules += search gram gram_fill gram_build gram_merge gram_rows triples

# A word: the rows that it matches, by characters, pinyin, codes, fields, numbers, what it belongs to.
index_modules += word word_read word_keep word_check word_value near lend refer lattice lattice_certain lattice_check lattice_sure lattice_chain

# A look-up: all of its words, the best of what matches, ready answers; a command line's REF.
index_modules += lookup terms rank foremost weigh weigh_each weigh_packed frequent answers reference

# What figures say about each other, and what looks odd.
index_modules += verdict verdict_reason suspicion suspicion_figure suspicion_record

index_cppflags := -Isrc
