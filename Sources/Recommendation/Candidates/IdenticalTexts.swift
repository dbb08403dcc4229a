import Corpus
import Retrieval

/// The articles of a collection that have one text, such as the error page of a site: groups of many.
///
/// All members of a group have the same terms, embedding and fingerprint, so one search finds the candidates of all.
struct IdenticalTexts: Sendable {
    /// Members from which a group is worth a search of its own.
    static let leastMembers = 16

    /// Each in ascending order.
    let groups: [[DocID]]
    private let groupNumbers: [DocID: Int]

    /// - Parameters:
    ///   - fingerprints: those of `articles`.
    ///   - leastMembers: of a group.
    /// - Complexity: O(articles), and the texts of those whose headlines many have.
    init(_ articles: [Article], _ fingerprints: [TextFingerprint], leastMembers: Int = leastMembers) {
        var counts: [UInt32: Int] = [:]
        for fingerprint in fingerprints { counts[fingerprint.titleHash, default: 0] += 1 }
        var members: [ComparedText: [DocID]] = [:]
        if counts.values.contains(where: { $0 >= leastMembers }) {
            for (position, fingerprint) in fingerprints.enumerated()
            where counts[fingerprint.titleHash, default: 0] >= leastMembers {
                members[ComparedText(articles[position]), default: []].append(DocID(position))
            }
        }
        groups = members.values.filter { $0.count >= leastMembers }.sorted { $0[0] < $1[0] }
        var numbers: [DocID: Int] = [:]
        for (number, group) in groups.enumerated() { for doc in group { numbers[doc] = number } }
        groupNumbers = numbers
    }

    /// The number of the group that a document belongs to; nil for most.
    subscript(doc: DocID) -> Int? { groupNumbers.isEmpty ? nil : groupNumbers[doc] }

    /// All of an article that terms, embeddings and fingerprints are made from.
    private struct ComparedText: Hashable {
        let title: String
        let excerpt: String
        let body: String
        let language: String?

        init(_ article: Article) {
            (title, excerpt) = (article.title, article.excerpt)
            (body, language) = (article.body, article.knownLanguage)
        }
    }
}
