package import Corpus

/// Lists that became others by one change of the archive.
package struct ListChange: Hashable, Sendable {
    /// Numbers grow by one with each change, and none is used again.
    package let number: Int64
    /// The article that was changed; nil where all articles were compared anew.
    package let article: ArticleID?
    /// The articles whose lists are others; none where that can be all of them.
    package let lists: [ArticleID]
    /// Whether `lists` has all of them. To find them takes longer than the change itself.
    package let isComplete: Bool

    package init(number: Int64, article: ArticleID?, lists: [ArticleID], isComplete: Bool) {
        (self.number, self.article, self.lists, self.isComplete) = (number, article, lists, isComplete)
    }
}

/// What changed lists, in order, for whoever follows the archive: a cache, a static site.
///
/// The newest ``ListChange/kept`` changes are kept.
package protocol ListChangeAccess {
    /// Notes changes.
    ///
    /// - Returns: their numbers.
    func log(_ changes: [LoggedChange]) throws -> [Int64]

    /// Adds lists to changes that were not complete; they are then. Those that are no longer kept are passed over.
    func complete(_ changes: [CompletedChange]) throws

    /// The changes after a number, oldest first.
    func listChanges(after number: Int64, limit: Int) throws -> [ListChange]

    /// All changes that are not complete, oldest first.
    func incompleteListChanges() throws -> [ListChange]

    /// Which log this is, and which of its changes are kept: numbers of another log mean nothing in it.
    func listChangeLog() throws -> (name: String, numbers: ClosedRange<Int64>?)
}

/// A change on its way into the log.
package struct LoggedChange: Hashable, Sendable {
    package let article: ArticleID?
    package let lists: [ArticleID]
    package let isComplete: Bool

    /// - Parameter lists: the articles whose lists are others, as far as they are known.
    package init(_ article: ArticleID, lists: [ArticleID], isComplete: Bool) {
        (self.article, self.lists, self.isComplete) = (article, lists, isComplete)
    }

    private init() { (article, lists, isComplete) = (nil, [], true) }

    /// Every list may be another.
    package static let all = LoggedChange()
}

/// The lists that a change was found to have changed.
package struct CompletedChange: Hashable, Sendable {
    package let number: Int64
    package let lists: [ArticleID]

    package init(number: Int64, lists: [ArticleID]) { (self.number, self.lists) = (number, lists) }
}

extension ListChange {
    /// Some days of a busy site. Whoever comes back later fetches all lists.
    package static let kept: Int64 = 100_000
}
