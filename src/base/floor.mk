base_modules := alloc arena array bits clock err file map parallel parallel_sort str strbuf thread trace radix
