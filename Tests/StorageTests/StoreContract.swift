import Corpus
import Foundation
import Platform
import Storage
import TestSupport
import Testing

/// What every store must do. To check another one, add a case that makes it to ``TestedStore``.
struct StoreContract {
    let store: any ArticleStore

    let model = VectorStamp(name: "small int8", stamp: "1")
    var scope: LookupScope { LookupScope(of: model, fingerprint: 7) }
    var words: LookupScope { LookupScope(of: nil, fingerprint: 7) }

    func article(_ id: String, _ title: String = "Title", path: String? = nil, line: Int = 1) -> Article {
        Article(
            id: ArticleID(id),
            title: title,
            topics: ["b", "a", "b"],
            images: [ArticleImage(url: "u", width: 3)],
            origin: path.map { ArticleOrigin(path: $0, line: line) }
        )
    }

    /// Adds a file whose articles have the given ids, one a line.
    func add(_ path: String, _ ids: [String], problems: [InputProblem] = []) throws {
        try store.update { access in
            var insertion = try access.insertion()
            try insertion.begin(source(path))
            let articles = ids.enumerated().map {
                article($0.element, "\(path) \($0.element)", path: path, line: $0.offset + 1)
            }
            try insertion.add(articles)
            try insertion.add(problems)
            try insertion.finish()
        }
    }

    func source(_ path: String, hash: UInt64 = .max) -> SourceRecord {
        let stamp = FileStamp(size: 1, modified: -2, changed: .max)
        return SourceRecord(
            path: path,
            relativePath: String(path.dropFirst()),
            stamp: stamp,
            contentHash: hash,
            isSettled: true
        )
    }

    func revision() throws -> Int64 { try store.read { try $0.revision() } }

    func titles() throws -> [String] { try store.read { try $0.articles(at: $0.articleKeys()).map(\.title) } }

    func putDerived() throws {
        try store.update { access in
            try access.put([(text: 1, bytes: [1])], of: model)
            for scope in [scope, words] {
                try access.put(lookup: [1, 2], "part", scope)
                try access.put(checkpoint: [3], "part", scope)
                try access.setDensities(access.articleKeys().map { ($0, 0.5) }, scope)
            }
        }
    }

    /// Of the model's and of words': whether there are lookups, checkpoints, densities.
    func derived() throws -> [[Bool]] {
        try store.read { access in
            try [scope, words].map {
                [
                    try access.lookup("part", $0) != nil, try access.checkpoint("part", $0) != nil,
                    try !access.densities($0).isEmpty,
                ]
            }
        }
    }
}

/// The stores that the contract is checked against.
enum TestedStore: String, CaseIterable, CustomTestStringConvertible {
    case sqliteOnDisk, sqliteInMemory, dictionaries
    #if Postgres
    case postgres
    #endif

    var testDescription: String { rawValue }

    /// Whether a reader goes on while another thread writes.
    var readsWhileWriting: Bool { self != .sqliteInMemory }

    func make(in folder: String) throws -> any ArticleStore {
        switch self {
        case .sqliteOnDisk: try SQLiteStore(path: folder + "/index.sqlite")
        case .sqliteInMemory: try SQLiteStore()
        case .dictionaries: MemoryStore()
        #if Postgres
        case .postgres: try StoreLocation(TestedDatabase.emptySchema()).store()
        #endif
        }
    }
}
