import Kernels
import Retrieval

/// The searches of a long job, which goes on after an interrupt.
extension CandidateSearch {
    /// Searches of a checkpoint: some twenty seconds of work.
    static let searchesPerCheckpoint = 131_072

    /// The listable candidates of each of `subjects`, in their order: those that `checkpoints` have from an earlier
    /// run, and the others, which they then keep.
    ///
    /// - Parameters:
    ///   - settings: a hash of what candidates depend on beside the subjects, the collection's texts and embeddings,
    ///     and `count`.
    ///   - portion: searches of a checkpoint; there is none in a job that has no more.
    ///   - progress: receives the number of subjects done so far, from any thread.
    func candidates(
        ofEach subjects: [ResolvedSubject],
        count: Int,
        checkpoints: (any SearchCheckpoints)?,
        settings: @autoclosure () -> UInt64,
        portion: Int = searchesPerCheckpoint,
        progress: (@Sendable (Int) -> Void)? = nil
    ) -> [CandidateList] {
        var docs: [DocID] = []
        for case .indexed(let doc) in subjects { docs.append(doc) }
        // Where there are no clusters, the job is short, or compares all with all at once.
        guard let checkpoints, index.fused.vectors?.clusters != nil, docs.count == subjects.count,
            docs.count > portion
        else {
            return candidates(ofEach: subjects, count: count, retaining: .listable, progress: progress)
        }
        let rowOrder = index.fused.lexical.rowOrder
        let order = docs.indices.sorted { rowOrder.row(of: docs[$0]) < rowOrder.row(of: docs[$1]) }
        let base = settings()
        var all = [CandidateList?](repeating: nil, count: docs.count)
        for first in stride(from: 0, to: order.count, by: portion) {
            let positions = order[first..<min(order.count, first + portion)]
            let some = positions.map { docs[$0] }
            let docsHash = contentHash(PackedNumbers(some.map { UInt32($0.index) }).bytes)
            let name = String(base, radix: 16) + " " + String(docsHash, radix: 16)
            let known = checkpoints.part(named: name).flatMap {
                CandidateListCoding.lists(for: some, from: $0, articleCount: index.count)
            }
            let lists: [CandidateList]
            if let known {
                lists = known
                for (doc, list) in zip(some, known) { densities.set(doc, list.density) }
                progress?(first + positions.count)
            } else {
                lists = candidates(
                    ofEach: some.map(ResolvedSubject.indexed),
                    count: count,
                    retaining: .listable
                ) { progress?(first + $0) }
                checkpoints.keep(CandidateListCoding.bytes(of: lists), as: name)
            }
            for (position, list) in zip(positions, lists) { all[position] = list }
        }
        return all.compactMap(\.self)
    }
}
