base_modules := alloc arena array err file map str strbuf trace
