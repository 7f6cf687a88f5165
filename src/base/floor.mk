base_modules := alloc arena array clock err file map parallel parallel_sort str strbuf trace radix
