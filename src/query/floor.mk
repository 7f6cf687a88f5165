query_modules := fault name value unit range targets slip step step_count same parse plan answer known known_claims evaluate query complete complete_term reword worded column sort sort_rank sort_count sort_spread sort_text sort_number sort_figure sort_ready sort_split sort_front sort_set sort_keep sort_order sort_view total total_mark total_linked total_part total_median promise coverage facet facet_rows facet_count facet_term group
# Chains: who stands where, what they can make, what is missing.
query_modules += standing formula rate capacity balance gap candidate facility site input delivery
query_cppflags := -Isrc
