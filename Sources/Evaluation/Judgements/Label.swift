/// What a reader of two articles says of the second beside the first, as an editor of a list would.
package enum Label: String, CaseIterable, Hashable, Sendable {
    /// The same event or development, or a forerunner or follow-up of it.
    case sameStory = "2"
    /// The same specific subject.
    case related = "1"
    case unrelated = "0"
    /// The same form filled in again, or another number of a series.
    case template = "t"
    /// The same text.
    case copy = "c"

    /// Whether it belongs into a list.
    package var isRight: Bool { self == .sameStory || self == .related }

    /// The grade that rankings are measured by.
    var grade: Int {
        switch self {
        case .sameStory: 2
        case .related: 1
        case .unrelated, .template, .copy: 0
        }
    }

    /// The label of a grade without a letter; grades above 2 are as good as 2.
    init(grade: Int) { self = grade <= 0 ? .unrelated : grade == 1 ? .related : .sameStory }
}
