import Recommendation
import Storage

/// What the searches of a long job have found so far, in the index until the job is done.
final class SQLiteSearchCheckpoints: SearchCheckpoints {
    private let store: SQLiteStore
    private let scope: LookupScope
    private let messages: Messages
    private var isUsed = false
    private var hasFoundSome = false

    private static let prefix = "searches "

    /// - Returns: nil for an index that nobody can come back to.
    init?(of collection: IndexedCorpus, _ recommender: Recommender, _ messages: Messages) {
        guard collection.store.path != nil else { return nil }
        store = collection.store
        scope = LookupScope(
            of: recommender.vectors.map { VectorStamp($0.model, $0.precision) },
            version: Int(truncatingIfNeeded: CollectionSnapshot.fingerprint)
        )
        self.messages = messages
    }

    func part(named name: String) -> [UInt8]? {
        guard let found = try? store.read({ try $0.lookup(Self.prefix + name, scope) }) else { return nil }
        if !hasFoundSome { messages.note("Going on from an earlier run, which found part of the candidates") }
        (isUsed, hasFoundSome) = (true, true)
        return found
    }

    func keep(_ part: [UInt8], as name: String) {
        isUsed = true
        // What is not kept only costs that it is looked for again after an interrupt.
        try? store.update { try $0.put(lookup: part, Self.prefix + name, scope) }
    }

    /// The job is done.
    func forget() throws {
        guard isUsed else { return }
        try store.update { try $0.forgetLookups(startingWith: Self.prefix, scope) }
    }
}
