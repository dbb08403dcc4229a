import Foundation
package import Recommendation
import Storage

/// What the searches of a long job have found so far, in the store until the job is done.
package final class StoreSearchCheckpoints: SearchCheckpoints {
    private let store: any ArticleStore
    private let scope: LookupScope
    private let observer: WorkObserver
    private var isUsed = false
    private var hasResumed = false

    /// - Returns: nil for an in-memory index.
    package init?(of corpus: IndexedCorpus, _ recommender: Recommender, _ observer: WorkObserver) {
        guard corpus.store.isPersistent else { return nil }
        store = corpus.store
        scope = LookupScope(
            of: recommender.vectors.map { VectorStamp($0.model, $0.precision) },
            fingerprint: UInt64(CollectionSnapshot.version)
        )
        self.observer = observer
    }

    package func part(named name: String) -> [UInt8]? {
        guard let part = try? store.read({ try $0.checkpoint(name, scope) }) else { return nil }
        if !hasResumed { observer.note("Going on from an earlier run, which found part of the candidates") }
        (isUsed, hasResumed) = (true, true)
        return part
    }

    package func keep(_ part: [UInt8], as name: String) {
        isUsed = true
        // A checkpoint that cannot be written only costs that its searches are made again after an interrupt.
        try? store.update { try $0.put(checkpoint: part, name, scope) }
    }

    /// Deletes the checkpoints once the job is done.
    package func remove() throws {
        guard isUsed else { return }
        try store.update { try $0.removeCheckpoints(scope) }
    }
}
