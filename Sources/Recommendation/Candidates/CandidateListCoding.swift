import Kernels
import Retrieval

/// Lists of candidates as bytes.
enum CandidateListCoding {
    /// To be changed with the form of the bytes, so that those of another version are not looked for.
    static let version: UInt32 = 2

    /// For each list: the three numbers of the neighbourhood, twice the number of nearest plus 1 where there may be more,
    /// the number of those that nobody needs to judge, the number of those retained, and each of these with its log-odds.
    static func bytes(of lists: [CandidateList]) -> [UInt8] {
        var numbers: [UInt32] = []
        for list in lists {
            let neighbourhood = list.neighbourhood
            for number in [neighbourhood.density, neighbourhood.nearest, neighbourhood.tenth] {
                numbers.append(number.bitPattern)
            }
            numbers.append(UInt32(list.count) << 1 | (list.isTruncated ? 1 : 0))
            numbers.append(UInt32(list.identicalCount))
            numbers.append(UInt32(list.candidates.count))
            for candidate in list.candidates {
                numbers.append(UInt32(candidate.doc.index))
                numbers.append((candidate.logOdds ?? 0).bitPattern)
            }
        }
        return PackedNumbers(numbers).bytes
    }

    /// What ``bytes(of:)`` made bytes from.
    ///
    /// - Parameters:
    ///   - docs: the subjects.
    ///   - articleCount: of the collection.
    /// - Returns: nil where the bytes cannot be of these.
    static func lists(
        for docs: [DocID],
        from bytes: [UInt8],
        articleCount: Int
    ) -> [CandidateList]? {
        let numbers = PackedNumbers(bytes: bytes).numbers
        var next = 0
        func take() -> UInt32? {
            guard next < numbers.count else { return nil }
            defer { next += 1 }
            return numbers[next]
        }
        var lists: [CandidateList] = []
        lists.reserveCapacity(docs.count)
        for doc in docs {
            var neighbourhood = Neighbourhood()
            for path in [\Neighbourhood.density, \.nearest, \.tenth] {
                guard let number = take().map({ Float(bitPattern: $0) }), number.isFinite else { return nil }
                neighbourhood[keyPath: path] = number
            }
            guard let count = take(), let identical = take(), let retained = take(),
                UInt64(identical) + UInt64(retained) <= count >> 1
            else { return nil }
            var candidates: [RetainedCandidate] = []
            for _ in 0..<retained {
                guard let other = take(), Int(other) < articleCount,
                    let logOdds = take().map({ Float(bitPattern: $0) }), logOdds.isFinite
                else { return nil }
                candidates.append(RetainedCandidate(doc: DocID(Int(other)), logOdds: logOdds))
            }
            lists.append(
                CandidateList(
                    subject: .indexed(doc),
                    candidates: candidates,
                    count: Int(count >> 1),
                    identicalCount: Int(identical),
                    isTruncated: count & 1 == 1,
                    neighbourhood: neighbourhood
                )
            )
        }
        return next == numbers.count ? lists : nil
    }
}
