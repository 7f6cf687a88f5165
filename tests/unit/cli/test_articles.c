/* The user's own articles, known by their SHA-256. */
#include "support/file.h"
#include "support/test.h"

#include "cli/articles.h"

#include "view/settings.h"

/* FIPS 180-4, examples; the empty one is well known. */
static const struct {
	const char *text, *hash;
} hashes[] = {
	{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void test_hash(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
		struct strbuf out = {0};
		article_hash(str_from(hashes[i].text), &out);
		assert_str(strbuf_str(&out), hashes[i].hash);
		strbuf_release(&out);
	}
}

static void write_text(const char *folder, const char *name, struct str text)
{
	struct strbuf path = {0};
	strbuf_printf(&path, "%s/%s", folder, name);
	write_file(path.p, text);
	strbuf_release(&path);
}

static struct str hash_of(struct str text, struct strbuf *out)
{
	strbuf_clear(out);
	article_hash(text, out);
	return strbuf_str(out);
}

static void test_folder(void **state)
{
	(void)state;
	const char *home = getenv("HOME");
	char folder[400];
	struct err err = ERR_INIT;
	struct strbuf hash = {0};
	const struct str raw = STR("\xff\xfe"), news = STR("兴县经开区\n275亿元\n");
	snprintf(folder, sizeof folder, "%s/articles-XXXXXX", home ? home : "/tmp");
	assert_non_null(mkdtemp(folder));
	write_text(folder, "one.txt", STR("另一篇"));
	write_text(folder, "any name.txt", news);
	write_text(folder, "raw.bin", raw);

	struct article_folder *articles = article_folder_new(folder, &err);
	assert_non_null(articles);
	assert_str(article_text(articles, hash_of(news, &hash)), "兴县经开区\n275亿元\n");
	struct articles *source = article_source(articles);
	assert_str(source->text(source->self, hash_of(STR("另一篇"), &hash)), "另一篇");
	assert_int_equal(article_text(articles, hash_of(raw, &hash)).n, 0);
	assert_int_equal(article_text(articles, STR("")).n, 0);
	assert_int_equal(article_text(articles, hash_of(STR("nobody"), &hash)).n, 0);
	article_folder_free(articles);

	/* A file that changes between being hashed and being read is another article. */
	articles = article_folder_new(folder, &err);
	article_text(articles, STR("scan"));
	write_text(folder, "any name.txt", STR("changed"));
	assert_int_equal(article_text(articles, hash_of(news, &hash)).n, 0);
	article_folder_free(articles);
	strbuf_release(&hash);
}

static void test_missing(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	assert_null(article_folder_new("/nonexistent/folder", &err));
	assert_int_equal(err.code, ERR_NO_INPUT);
	article_folder_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_folder),
		cmocka_unit_test(test_missing),
	};
	return cmocka_run_group_tests_name("cli/articles", tests, NULL, NULL);
}
