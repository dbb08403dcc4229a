package import Evaluation

/// One sitting of a judge: the pairs that were open when it began, and what was said of them so far.
package struct JudgingSession: Sendable {
    /// What a judge says of the pair in front of him.
    package enum Answer: Hashable, Sendable {
        case label(Label)
        /// Nothing, this time.
        case skip
    }

    /// In the order in which they are asked.
    private let open: [JudgingPool.Pair]
    /// To the first of the open pairs.
    private var answers: [Answer] = []

    package init(_ pool: JudgingPool, judged: Qrels) { open = pool.left(by: judged) }

    /// The pair to judge; nil where none is left.
    package var current: JudgingPool.Pair? { answers.count < open.count ? open[answers.count] : nil }

    /// How many pairs are still to be asked.
    package var left: Int { open.count - answers.count }

    /// Whether there is nothing to take back.
    package var isUntouched: Bool { answers.isEmpty }

    /// How many were skipped, and are asked again next time.
    package var skipped: Int { answers.count { $0 == .skip } }

    /// What was said, in the order in which it was.
    package var labels: [(pair: JudgingPool.Pair, label: Label)] {
        zip(open, answers).compactMap { pair, answer in
            if case .label(let label) = answer { (pair, label) } else { nil }
        }
    }

    /// - Precondition: there is a ``current`` pair.
    package mutating func answer(_ answer: Answer) {
        precondition(current != nil, "nothing was asked")
        answers.append(answer)
    }

    /// Takes the last answer back, so that its pair is the current one again.
    ///
    /// - Returns: what the answer was; nil where there is none.
    @discardableResult
    package mutating func undo() -> Answer? { answers.popLast() }
}
