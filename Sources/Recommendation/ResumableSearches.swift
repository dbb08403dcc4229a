import Corpus
import Kernels
import Retrieval

/// Where a long job keeps what its searches have found, part by part, so that after an interrupt it goes on from there.
///
/// A part is named after all that it depends on but the texts and embeddings of the collection: whoever keeps parts
/// forgets them when one of these changes.
package protocol SearchCheckpoints {
    /// What was kept under a name; nil where nothing was.
    func part(named name: String) -> [UInt8]?
    func keep(_ part: [UInt8], as name: String)
}

extension Recommender {
    /// Searches of a part: some twenty seconds of work.
    private static let searchesOfAPart = 131_072

    /// The searches of a whole job, in the order of `subjects`: those that `parts` have from an earlier run, and the
    /// others, which they then keep.
    ///
    /// - Parameters:
    ///   - size: searches of a part; no part is kept of a job that has no more.
    ///   - progress: receives the number of subjects done so far, from any thread.
    func searches(
        for subjects: [Search.Subject],
        _ count: Int,
        keptIn parts: (any SearchCheckpoints)?,
        size: Int = searchesOfAPart,
        progress: (@Sendable (Int) -> Void)? = nil
    ) -> [Search] {
        var docs: [DocID] = []
        for case .indexed(let doc) in subjects { docs.append(doc) }
        // Where there are no clusters, the job is short, or compares all with all at once.
        guard let parts, vectors?.clusters != nil, docs.count == subjects.count, docs.count > size else {
            return searches(for: subjects, count, keeping: .listable, progress: progress)
        }
        let rowOrder = index.fused.lexical.rowOrder
        let order = docs.indices.sorted { rowOrder.row(of: docs[$0]) < rowOrder.row(of: docs[$1]) }
        let base = dependencies(count)
        var all = [Search?](repeating: nil, count: docs.count)
        for first in stride(from: 0, to: order.count, by: size) {
            let places = order[first..<min(order.count, first + size)]
            let some = places.map { docs[$0] }
            let docsHash = contentHash(PackedNumbers(some.map { UInt32($0.index) }).bytes)
            let name = String(base, radix: 16) + " " + String(docsHash, radix: 16)
            let found: [Search]
            if let known = parts.part(named: name).flatMap({ searches(for: some, from: $0) }) {
                found = known
                for search in known {
                    if case .indexed(let doc) = search.subject {
                        neighbourhoods.set(doc, search.neighbourhood)
                    }
                }
                progress?(first + places.count)
            } else {
                found = searches(for: some.map(Search.Subject.indexed), count, keeping: .listable) {
                    progress?(first + $0)
                }
                parts.keep(Self.bytes(of: found), as: name)
            }
            for (place, search) in zip(places, found) { all[place] = search }
        }
        return all.compactMap(\.self)
    }

    /// A hash of what a search depends on beside its subject.
    private func dependencies(_ count: Int) -> UInt64 {
        var numbers = [UInt32(count), minimumLogOdds.bitPattern, relatedness.bias.bitPattern]
        for signal in Signal.allCases { numbers.append(relatedness[signal].bitPattern) }
        // Found documents are told by their places among the articles.
        for article in articles {
            numbers.append(UInt32(truncatingIfNeeded: contentHash(Array(article.id.rawValue.utf8))))
        }
        return contentHash(PackedNumbers(numbers).bytes)
    }

    /// For each search: the neighbourhood, twice the number of candidates found plus 1 where there may be more, the
    /// number of those kept, and each of them with its log-odds.
    private static func bytes(of searches: [Search]) -> [UInt8] {
        var numbers: [UInt32] = []
        for search in searches {
            numbers.append(search.neighbourhood.bitPattern)
            numbers.append(UInt32(search.count) << 1 | (search.isTruncated ? 1 : 0))
            numbers.append(UInt32(search.candidates.count))
            for candidate in search.candidates {
                numbers.append(UInt32(candidate.doc.index))
                numbers.append((candidate.logOdds ?? 0).bitPattern)
            }
        }
        return PackedNumbers(numbers).bytes
    }

    /// What ``bytes(of:)`` made bytes from; nil where that cannot be.
    private func searches(for docs: [DocID], from bytes: [UInt8]) -> [Search]? {
        let numbers = PackedNumbers(bytes: bytes).numbers
        var next = 0
        func take() -> UInt32? {
            guard next < numbers.count else { return nil }
            defer { next += 1 }
            return numbers[next]
        }
        var searches: [Search] = []
        searches.reserveCapacity(docs.count)
        for doc in docs {
            guard let mean = take().map({ Float(bitPattern: $0) }), mean.isFinite, let count = take(),
                let kept = take(), kept <= count >> 1
            else { return nil }
            var candidates: [Search.Found] = []
            for _ in 0..<kept {
                guard let other = take(), Int(other) < articles.count,
                    let logOdds = take().map({ Float(bitPattern: $0) }), logOdds.isFinite
                else { return nil }
                candidates.append(Search.Found(doc: DocID(Int(other)), logOdds: logOdds))
            }
            searches.append(
                Search(
                    subject: .indexed(doc),
                    compared: nil,
                    candidates: candidates,
                    count: Int(count >> 1),
                    isTruncated: count & 1 == 1,
                    neighbourhood: mean
                )
            )
        }
        return next == numbers.count ? searches : nil
    }
}
