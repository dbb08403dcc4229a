import GRDB

/// The tables of an index file, and how they came to be what they are.
enum Schema {
    /// Marks the file as Kindred's (SQLite's `application_id`): "Kndr" in ASCII.
    static let applicationID = 0x4B6E_6472

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: articles") { db in
            try db.execute(
                sql: """
                    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                    CREATE TABLE corpus (position INTEGER PRIMARY KEY, path TEXT NOT NULL);
                    CREATE TABLE source (
                        id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, relativePath TEXT NOT NULL,
                        size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
                        contentHash INTEGER NOT NULL, isSettled INTEGER NOT NULL
                    );
                    CREATE TABLE article (
                        key INTEGER PRIMARY KEY,
                        source INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
                        line INTEGER NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, excerpt TEXT NOT NULL,
                        body TEXT NOT NULL, published TEXT, linkFamily TEXT NOT NULL, originalURL TEXT,
                        webURL TEXT, ampURL TEXT, cdnAmpURL TEXT, type TEXT, providerName TEXT,
                        providerDomain TEXT, quality REAL, language TEXT
                    );
                    CREATE INDEX articleBySource ON article(source);
                    CREATE TABLE topic (
                        article INTEGER NOT NULL REFERENCES article(key) ON DELETE CASCADE,
                        position INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (article, position)
                    ) WITHOUT ROWID;
                    CREATE TABLE image (
                        article INTEGER NOT NULL REFERENCES article(key) ON DELETE CASCADE,
                        position INTEGER NOT NULL, url TEXT NOT NULL, width INTEGER, height INTEGER,
                        isCached INTEGER, PRIMARY KEY (article, position)
                    ) WITHOUT ROWID;
                    CREATE TABLE problem (
                        source INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
                        position INTEGER NOT NULL, kind TEXT NOT NULL, line INTEGER, problem TEXT NOT NULL,
                        remedy TEXT NOT NULL, PRIMARY KEY (source, position)
                    ) WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("2: embeddings") { db in
            try db.execute(
                sql: """
                    CREATE TABLE model (
                        key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL
                    );
                    CREATE TABLE embedding (
                        model INTEGER NOT NULL REFERENCES model(key) ON DELETE CASCADE,
                        text INTEGER NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, text)
                    ) WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("3: choices") { db in
            try db.execute(
                sql: """
                    ALTER TABLE article ADD COLUMN isPublished INTEGER;
                    ALTER TABLE article ADD COLUMN isLocked INTEGER NOT NULL DEFAULT 0;
                    -- Either a reference or a whole entry, as JSON.
                    CREATE TABLE pin (
                        article INTEGER NOT NULL REFERENCES article(key) ON DELETE CASCADE,
                        position INTEGER NOT NULL, reference TEXT, entry TEXT,
                        PRIMARY KEY (article, position)
                    ) WITHOUT ROWID;
                    CREATE TABLE exclusion (
                        article INTEGER NOT NULL REFERENCES article(key) ON DELETE CASCADE,
                        position INTEGER NOT NULL, reference TEXT NOT NULL, PRIMARY KEY (article, position)
                    ) WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("4: centroids") { db in
            try db.execute(
                sql: """
                    CREATE TABLE centroids (
                        model INTEGER PRIMARY KEY REFERENCES model(key) ON DELETE CASCADE,
                        rows INTEGER NOT NULL, bytes BLOB NOT NULL
                    );
                    -- In the order of insertion: keys are hashes, and rows in their order made every transaction
                    -- write all pages anew.
                    CREATE TABLE vector (
                        key INTEGER PRIMARY KEY,
                        model INTEGER NOT NULL REFERENCES model(key) ON DELETE CASCADE,
                        text INTEGER NOT NULL, vector BLOB NOT NULL
                    );
                    INSERT INTO vector SELECT NULL, model, text, vector FROM embedding;
                    DROP TABLE embedding;
                    ALTER TABLE vector RENAME TO embedding;
                    CREATE UNIQUE INDEX embeddingByText ON embedding(model, text);
                    """
            )
        }
        migrator.registerMigration("5: lookups") { db in
            try db.execute(
                sql: """
                    -- Computed from all articles, and forgotten as soon as one of them changes.
                    CREATE TABLE lookup (
                        model TEXT NOT NULL, part TEXT NOT NULL, stamp TEXT NOT NULL, bytes BLOB NOT NULL,
                        PRIMARY KEY (model, part)
                    );
                    """
            )
        }
        migrator.registerMigration("6: single articles") { db in
            try db.execute(
                sql: """
                    CREATE INDEX IF NOT EXISTS articleByID ON article(id);
                    -- Of articles that were upserted after the lookups of a model were made.
                    CREATE TABLE IF NOT EXISTS density (
                        article INTEGER NOT NULL REFERENCES article(key) ON DELETE CASCADE,
                        model TEXT NOT NULL, stamp TEXT NOT NULL, value REAL NOT NULL,
                        PRIMARY KEY (article, model)
                    ) WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("7: pages") { db in
            try db.execute(
                sql: """
                    ALTER TABLE article ADD COLUMN pageKind TEXT;
                    ALTER TABLE article ADD COLUMN path TEXT;
                    ALTER TABLE article ADD COLUMN url TEXT;
                    ALTER TABLE article ADD COLUMN translationKey TEXT;
                    ALTER TABLE article ADD COLUMN series TEXT;
                    ALTER TABLE article ADD COLUMN expires TEXT;
                    """
            )
        }
        migrator.registerMigration("8: detected languages") { db in
            try db.execute(sql: "ALTER TABLE article ADD COLUMN detectedLanguage TEXT")
        }
        migrator.registerMigration("9: counts of languages") { db in
            try db.execute(sql: "CREATE INDEX articleByLanguage ON article(language, detectedLanguage)")
        }
        migrator.registerMigration("10: canonical addresses") { db in
            try db.execute(sql: "ALTER TABLE article ADD COLUMN canonicalURL TEXT")
        }
        migrator.registerMigration("11: changed lists") { db in
            try db.execute(
                sql: """
                    -- Ids as a JSON array. A number is never used again, also once its row is gone.
                    CREATE TABLE listChange (
                        number INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT, lists TEXT NOT NULL,
                        isComplete INTEGER NOT NULL
                    );
                    CREATE INDEX incompleteListChange ON listChange(number) WHERE NOT isComplete;
                    INSERT INTO meta VALUES ('listChangeLog', lower(hex(randomblob(8))));
                    """
            )
        }
        migrator.registerMigration("12: dates") { db in
            try db.execute(sql: "CREATE INDEX articleByDate ON article(published)")
        }
        return migrator
    }()
}
