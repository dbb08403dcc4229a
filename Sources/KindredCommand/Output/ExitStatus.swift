import ArgumentParser
import Corpus
import Experiments
import Foundation
import Storage

/// Exit codes, as in BSD's sysexits.h where it has one.
enum ExitStatus {
    static let wouldChange = ExitCode(1)
    static let foundDifferences = ExitCode(1)
    static let badInput = ExitCode(65)
    static let noInput = ExitCode(66)
    static let unavailable = ExitCode(69)
    static let unusableIndex = ExitCode(73)
    static let notWritten = ExitCode(74)
    static let internalError = ExitCode(70)
    static let busy = ExitCode(75)
    static let badSettings = ExitCode(78)

    /// Ends the command non-zero where a path that was named is not there, a file could not be written, or, if `isStrict`,
    /// anything is wrong with what was read.
    static func throwIfNeeded(reading problems: [InputProblem], isStrict: Bool) throws {
        try throwIfNeeded(
            isStrict
                ? problems
                : problems.filter { [.notFound, .unwritable, .changedMeanwhile].contains($0.kind) }
        )
        if isStrict, !problems.isEmpty { throw badInput }
    }

    /// Ends the command non-zero where an error was among the problems.
    static func throwIfNeeded(_ problems: [InputProblem]) throws {
        let errors = problems.filter { $0.severity == .error }
        if errors.contains(where: { [.unwritable, .changedMeanwhile].contains($0.kind) }) {
            throw notWritten
        }
        if !errors.isEmpty { throw badInput }
    }

    /// Where there is no article: whether there was nothing to read, or something that could not be read.
    static func ofNoArticles(_ problems: [InputProblem]) -> ExitCode {
        problems.contains { $0.severity == .error && $0.kind != .notFound } ? badInput : noInput
    }

    static func code(of failure: ExperimentFailure) -> ExitCode {
        switch failure.kind {
        case .noInput: noInput
        case .badInput: badInput
        case .usage: ExitCode(EX_USAGE)
        }
    }

    static func code(of error: StoreError) -> ExitCode {
        return switch error {
        case .busy: busy
        case .missing: noInput
        case .unreachable: ExitCode(EX_UNAVAILABLE)
        case .unusable: ExitCode(EX_USAGE)
        default: unusableIndex
        }
    }
}
