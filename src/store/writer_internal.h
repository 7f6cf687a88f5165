/*
 * The state of a writing transaction, shared by writer.c (rows), identity.c (rows without ids), writer_check.c (what must
 * hold of all rows together) and seeds.c (what the end of a loading of seeds does).
 */
#ifndef STORE_WRITER_INTERNAL_H
#define STORE_WRITER_INTERNAL_H

#include "base/arena.h"
#include "base/array.h"
#include "base/map.h"
#include "store/record_internal.h"
#include "store/writer.h"

/* What is known of an id that a row of this transaction has or refers to. */
struct entry {
	int64_t key;          /* of the record; reserved where neither present nor put */
	bool present;         /* was in the catalogue before */
	bool put;             /* came in this transaction */
	uint32_t where;       /* index in files: of the row, or of the first reference while it is awaited */
	uint32_t line, column;
	uint32_t self_line, self_column; /* of the first reference to the same kind, or of `from`: for circles */
	uint32_t before;      /* index in befores; 0: it was not replaced */
	struct str id;
};

/* What a row was before this transaction replaced it. Of two files the first may change it and the second make it what it was: that counts as no change. */
struct before {
	struct str signature; /* of all its values, in the writer's arena */
	enum origin origin;
	bool differs;         /* it is not so now */
	uint32_t times;       /* rows that count as replacing it, until one makes it what it was */
};

/* A figure or a date that a row of a ledger brought and this transaction took back. */
struct gone_figure {
	int64_t key, owner;
	uint32_t number; /* of its column */
};

struct store_writer {
	struct store *store;
	enum origin origin;
	bool seeds;
	bool dirty;                    /* something has changed beside n_differing rows */
	struct str signature;          /* seeds */
	struct records records;
	struct arena arena;            /* lives as long as the writer */
	struct arena scratch;          /* one row */
	struct strbuf cell;            /* one cell */
	struct map ids;                /* id -> index in entries */
	ARRAY(struct entry) entries;
	ARRAY(struct before) befores;  /* the first is nobody's */
	size_t n_differing;            /* of them */
	size_t n_awaited;              /* entries neither present nor put */
	int64_t next_key[KIND_COUNT];  /* 0: not asked yet */
	uint32_t was_empty;            /* kinds without rows when they were looked at first */
	uint32_t touched;              /* kinds that changed */
	ARRAY(const char *) files;
	ARRAY(int64_t) changed_here;   /* seeds: rows left alone */
	struct map identities[KIND_COUNT]; /* signature -> index in owners; empty until a row without id comes */
	bool identities_loaded[KIND_COUNT];
	ARRAY(int64_t) owners;         /* keys */
	struct map slugs;              /* id without suffix -> index in suffixes */
	ARRAY(uint32_t) suffixes;      /* last one tried */
	struct ledger_writer *ledger;  /* NULL until a row of a ledger comes; owned */
	struct name_map *names[KIND_COUNT]; /* NULL until a name of the kind is looked for; owned */
	struct store_changes changes;
	uint64_t counter;              /* SQLite's, as it was found */
	bool counted;                  /* counter is known */
	bool unlisted;                 /* more changed than `changed` can list: rows of ledgers, or very many rows */
	ARRAY(struct gone_figure) gone; /* one may be there again */
	ARRAY(int64_t) changed;        /* keys of rows added or changed; a row may come twice */
};

/* The entry of a valid id: from this transaction, else from the catalogue, else a new one with a reserved key. */
bool writer_entry(struct store_writer *writer, struct str id, size_t *index, struct err *err);

/* The key of the record with an id. One that is nowhere yet is awaited, and the place remembered for it. */
bool writer_refer(struct store_writer *writer, struct str id, const struct row *row, size_t line, uint32_t column, int64_t *key,
	struct err *err);

/* The name of a file of this transaction, by its index; NULL: it has none. */
const char *writer_file(const struct store_writer *writer, uint32_t file);

/* writer_check.c. Whether every record that a row refers to is there, and no row is part of itself; the end of seeds is made. */
bool writer_check(struct store_writer *writer, struct err *err);

/*
 * identity.c. The key of the row that agrees with `record` in the identity of its kind; 0: none.
 * The row's values are complete but for id.
 */
bool identity_find(struct store_writer *writer, const struct record *record, int64_t *key, struct err *err);

/* Remember a row put in this transaction, where rows without ids are looked for. */
void identity_note(struct store_writer *writer, const struct record *record);

/* A new id for the row, in the writer's arena. */
bool identity_new_id(struct store_writer *writer, const struct record *record, struct str *id, struct err *err);

/* names.c. The key of the one record of the field's kinds that has this whole name or short name; else an error without a place. */
bool names_find(struct store_writer *writer, const struct field *field, struct str name, int64_t *key, struct err *err);

/* Remember a row put in this transaction, where names are looked for. */
void names_note(struct store_writer *writer, const struct record *record);
void names_release(struct store_writer *writer);

/*
 * gone.c. Remember a figure of a record that its ledger has no longer, by the number of its column; in the end have what
 * refers to it refer to what stands in that column now. Errors: ERR_DATA with the place of the record's row where that is nothing.
 */
void gone_note(struct store_writer *writer, int64_t key, int64_t owner, uint32_t number);
bool gone_settle(struct store_writer *writer, struct err *err);

/* changes.c: remember what an index is brought up to date by. */
enum { CHANGES_MAX = 10000 };
void changes_begin(struct store_writer *writer);
void changes_note(struct store_writer *writer, int64_t key);

/* Set the new generation, and say what led to it. */
bool changes_commit(struct store_writer *writer, struct err *err);

/* seeds.c: remove what is gone, remember what was left alone, set the signature. */
bool seeds_finish(struct store_writer *writer, struct err *err);

#endif
