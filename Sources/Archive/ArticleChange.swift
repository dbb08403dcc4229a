package import Corpus
import Kernels

/// A change of one article, and what must be so for it to be made.
///
/// A service is sent many of them by many people; ``Archive/apply(_:)`` makes several durable together, each of them on
/// its own terms.
package struct ArticleChange: Sendable {
    package enum Action: Sendable {
        /// The article is added, or takes the place of the one with its id.
        case put(Article)
        case remove(ArticleID)
    }

    /// What must be so of the article with this id, as HTTP's `If-Match` and `If-None-Match` say it (RFC 9110, 13.1).
    package enum Condition: Hashable, Sendable {
        /// There is one, and it has one of these versions.
        case isVersion(Set<ArticleVersion>)
        /// There is none, or it has none of these versions.
        case isNoVersion(Set<ArticleVersion>)
        /// There is one.
        case exists
        /// There is none.
        case isMissing
    }

    package enum Outcome: Hashable, Sendable {
        case created(ArticleVersion)
        case replaced(ArticleVersion)
        /// The same article was there already, so nothing was written.
        case unchanged(ArticleVersion)
        case removed
        /// There was nothing to remove.
        case missing
        /// The condition does not hold; with the version that there is.
        case refused(current: ArticleVersion?)
    }

    package let action: Action
    /// All of them must hold.
    package let conditions: [Condition]
    /// The articles in whose lists the article stands before it is changed, for those who follow the archive.
    package let listedBy: [ArticleID]

    package init(_ action: Action, if conditions: [Condition] = [], listedBy: [ArticleID] = []) {
        (self.action, self.conditions, self.listedBy) = (action, conditions, listedBy)
    }

    package var id: ArticleID {
        switch action {
        case .put(let article): article.id
        case .remove(let id): id
        }
    }
}

/// What became of a change.
package struct AppliedChange: Hashable, Sendable {
    package let outcome: ArticleChange.Outcome
    /// Its number among those that changed lists; nil where it changed none, or was to be compared later.
    package let number: Int64?
}

/// Tells versions of one article apart: equal articles have equal versions, whenever and wherever they were written.
package struct ArticleVersion: Hashable, Sendable, CustomStringConvertible {
    private let hash: UInt64

    /// The version of an article, by all that JSON says of it.
    ///
    /// - Complexity: O(bytes of its JSON).
    package init(_ article: Article) { hash = contentHash(article.json) }

    /// - Returns: nil for what is no ``description``.
    package init?(_ text: String) {
        guard text.utf8.count == 16, let hash = UInt64(text, radix: 16) else { return nil }
        self.hash = hash
    }

    /// Sixteen hexadecimal digits.
    package var description: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension ArticleChange.Condition {
    func holds(for current: ArticleVersion?) -> Bool {
        switch self {
        case .isVersion(let versions): current.map(versions.contains) ?? false
        case .isNoVersion(let versions): !(current.map(versions.contains) ?? false)
        case .exists: current != nil
        case .isMissing: current == nil
        }
    }
}
