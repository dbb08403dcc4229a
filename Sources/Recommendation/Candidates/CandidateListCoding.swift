import Kernels
import Retrieval

/// Lists of candidates as bytes.
enum CandidateListCoding {
    /// For each list: the three numbers of the neighbourhood, twice the number of nearest plus 1 where there may be more, the number of those
    /// retained, and each of them with its log-odds.
    ///
    /// - Precondition: copies of a subject are not left out.
    static func bytes(of lists: [CandidateList]) -> [UInt8] {
        var numbers: [UInt32] = []
        for list in lists {
            precondition(list.identicalCount == 0, "copies cannot be told from others that were not retained")
            let neighbourhood = list.neighbourhood
            for number in [neighbourhood.density, neighbourhood.nearest, neighbourhood.tenth] {
                numbers.append(number.bitPattern)
            }
            numbers.append(UInt32(list.count) << 1 | (list.isTruncated ? 1 : 0))
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
            guard let count = take(), let retained = take(), retained <= count >> 1
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
                    isTruncated: count & 1 == 1,
                    neighbourhood: neighbourhood
                )
            )
        }
        return next == numbers.count ? lists : nil
    }
}
