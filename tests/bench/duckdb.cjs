// DuckDB over the same rows, for bench_peers: lines "key TAB milliseconds TAB rows", medians of eleven runs.
const { DuckDBInstance } = require('@duckdb/node-api');

const queries = [
	['duckdb_count_ms', "SELECT count(*) FROM p WHERE contains(name, '电解')"],
	['duckdb_first_50_ms', "SELECT key, name FROM p WHERE contains(name, '电解') ORDER BY invest DESC LIMIT 50"],
	['duckdb_filter_sort_ms', "SELECT key, name FROM p WHERE status = 'producing' ORDER BY invest DESC LIMIT 50"],
	['duckdb_sort_all_ms', 'SELECT key, name FROM p ORDER BY invest DESC LIMIT 50'],
	['duckdb_facet_ms', 'SELECT status, count(*) FROM p GROUP BY status'],
];

async function main() {
	const started = process.hrtime.bigint();
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	await connection.run(`CREATE TABLE p AS SELECT * FROM read_csv('${process.argv[2]}', delim = '\t', header = false, quote = '',
		columns = {'key': 'BIGINT', 'name': 'VARCHAR', 'status': 'VARCHAR', 'updated': 'VARCHAR', 'invest': 'BIGINT'})`);
	const ms = (since) => Number(process.hrtime.bigint() - since) / 1e6;
	console.log(`duckdb_ready_ms\t${ms(started)}\t0`);
	for (const [key, sql] of queries) {
		const times = [];
		let rows;
		for (let i = 0; i < 11; i++) {
			const since = process.hrtime.bigint();
			rows = (await connection.runAndReadAll(sql)).getRows();
			times.push(ms(since));
		}
		times.sort((a, b) => a - b);
		console.log(`${key}\t${times[5]}\t${sql.includes('count(*) FROM p WHERE') ? rows[0][0] : rows.length}`);
	}
}

main().then(() => process.exit(0));
