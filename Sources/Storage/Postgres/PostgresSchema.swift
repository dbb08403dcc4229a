#if Postgres

import Platform

/// The tables of an archive in PostgreSQL, and how they came to be what they are.
///
/// Long texts are indexed by hash: a B-tree takes none of more than 2,700 bytes.
enum PostgresSchema {
    /// Of the newest tables.
    static var version: Int { migrations.count }

    private static let migrations = [
        """
        CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL);
        CREATE TABLE corpus (position bigint PRIMARY KEY, path text NOT NULL);
        CREATE TABLE source (
            id bigint PRIMARY KEY, path text NOT NULL, relative_path text NOT NULL, size bigint NOT NULL,
            modified bigint NOT NULL, changed bigint NOT NULL, content_hash bigint NOT NULL,
            is_settled boolean NOT NULL
        );
        CREATE INDEX source_by_path ON source USING hash (path);
        -- An upserted article has no source; where it was read is in its own row.
        CREATE TABLE article (
            key bigint PRIMARY KEY, source bigint REFERENCES source(id) ON DELETE CASCADE, origin text,
            line bigint NOT NULL, id text NOT NULL, title text NOT NULL, excerpt text NOT NULL,
            body text NOT NULL, published text, link_family text NOT NULL, original_url text, web_url text,
            amp_url text, cdn_amp_url text, canonical_url text, type text, provider_name text,
            provider_domain text, quality double precision, language text, detected_language text,
            is_published boolean, is_locked boolean NOT NULL, page_kind text, path text, url text,
            translation_key text, series text, expires text, topics text[] NOT NULL, images text,
            pins text, exclusions text[] NOT NULL
        );
        CREATE INDEX article_by_source ON article (source, key);
        CREATE INDEX article_by_id ON article USING hash (id);
        CREATE INDEX upserted_article_by_origin ON article USING hash (origin) WHERE source IS NULL;
        CREATE INDEX upserted_article ON article (key) WHERE source IS NULL;
        -- What came and went by single articles, newest last: what other processes need to keep up.
        CREATE TABLE article_change (
            revision bigint NOT NULL, key bigint NOT NULL, is_removed boolean NOT NULL,
            PRIMARY KEY (key, is_removed)
        );
        CREATE INDEX article_change_by_revision ON article_change (revision);
        CREATE TABLE problem (
            source bigint NOT NULL REFERENCES source(id) ON DELETE CASCADE, position bigint NOT NULL,
            kind text NOT NULL, line bigint, problem text NOT NULL, remedy text NOT NULL,
            PRIMARY KEY (source, position)
        );
        CREATE TABLE model (
            key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, stamp text NOT NULL
        );
        CREATE TABLE embedding (
            key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            model bigint NOT NULL REFERENCES model(key) ON DELETE CASCADE, text bigint NOT NULL,
            vector bytea NOT NULL
        );
        CREATE UNIQUE INDEX embedding_by_text ON embedding (model, text);
        CREATE TABLE centroids (
            model bigint PRIMARY KEY REFERENCES model(key) ON DELETE CASCADE, rows bigint NOT NULL,
            bytes bytea NOT NULL
        );
        -- Computed from all articles. Bytes in parts, since a value has a gigabyte at most.
        CREATE TABLE lookup (
            model text NOT NULL, name text NOT NULL, is_checkpoint boolean NOT NULL, part bigint NOT NULL,
            stamp text NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (model, name, is_checkpoint, part)
        );
        ALTER TABLE lookup ALTER COLUMN bytes SET STORAGE EXTERNAL;
        CREATE TABLE density (
            article bigint NOT NULL REFERENCES article(key) ON DELETE CASCADE, model text NOT NULL,
            stamp text NOT NULL, value double precision NOT NULL, PRIMARY KEY (article, model)
        );
        CREATE TABLE list_change (
            number bigint PRIMARY KEY, article text, lists text NOT NULL, is_complete boolean NOT NULL
        );
        CREATE INDEX incomplete_list_change ON list_change (number) WHERE NOT is_complete;
        INSERT INTO meta VALUES ('list_change_log', replace(gen_random_uuid()::text, '-', ''));
        """
    ]

    /// The version of the tables that there are; nil where there are none.
    static func version(_ connection: PostgresConnection, _ schema: String) throws(PostgresError) -> Int? {
        let exists = try connection.run(
            "SELECT to_regclass($1) IS NOT NULL",
            [.text("\"\(schema)\".meta")]
        )
        guard exists.first?.bool(0) == true else { return nil }
        let text = try connection.run("SELECT value FROM meta WHERE key = 'schema'").first?.text(0)
        return text.flatMap { Int($0) }
    }

    /// Makes the tables or brings them up to date; several processes may do so at once.
    ///
    /// - Returns: the version that they have then, which a newer Kindred's may exceed.
    static func migrate(_ connection: PostgresConnection, _ schema: String) throws(PostgresError) -> Int? {
        // Whoever has nothing to change needs no right to do so.
        if let known = try version(connection, schema), known >= version { return known }
        do {
            try connection.execute(
                "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE; SELECT pg_advisory_xact_lock(\(0x4B6E_6472), 0)"
            )
            let known = try version(connection, schema) ?? 0
            // Whoever may not make schemas may use one that was made for it.
            let isThere = try connection.run(
                "SELECT to_regnamespace($1) IS NOT NULL",
                [.text("\"\(schema)\"")]
            )
            if isThere.first?.bool(0) != true { try connection.execute("CREATE SCHEMA \"\(schema)\"") }
            for migration in migrations.dropFirst(known) { try connection.execute(migration) }
            try connection.execute(
                """
                INSERT INTO meta VALUES ('schema', '\(max(known, version))')
                ON CONFLICT (key) DO UPDATE SET value = excluded.value; COMMIT
                """
            )
            return max(known, version)
        } catch {
            try? connection.execute("ROLLBACK")
            throw error
        }
    }
}

#endif
