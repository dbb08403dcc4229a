import Archive
import ArgumentParser
import Corpus
import Experiments
import Foundation
import Platform
import Recommendation
import Semantic
import Storage

/// An end of a command with a message and a code.
struct CommandFailure: Error {
    var message: String
    var code: ExitCode

    init(_ message: String, _ code: ExitCode) { (self.message, self.code) = (message, code) }
}

extension Messages {
    /// Runs the work of a command without the common options, and turns what it throws into a message and a code.
    func run(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let failure as CommandFailure {
            self.error(failure.message)
            throw failure.code
        } catch let error as ArchiveError {
            throw report(error)
        } catch let failure as ExperimentFailure {
            report(failure.problems)
            if !failure.message.isEmpty { self.error(failure.message) }
            throw ExitStatus.code(of: failure)
        } catch let error as StoreError {
            self.error(error.description)
            throw ExitStatus.code(of: error)
        } catch let error as ModelError {
            self.error(error.description)
            throw ExitStatus.badInput
        } catch let problem as RelatednessWeights.FileProblem {
            self.error(problem.description)
            throw ExitStatus.badInput
        } catch let problem as InputProblem {
            report([problem])
            try ExitStatus.throwIfNeeded([problem])
        } catch let error as FileError {
            // Whoever limits what it reads says the limit.
            if error.isTooLarge {
                self.error(error.description)
                throw ExitStatus.badInput
            }
            report([InputProblem(error)])
            throw error.operation == .write ? ExitStatus.notWritten : ExitStatus.noInput
        } catch let code as ExitCode {
            throw code
        } catch {
            self.error("\(error); please report this as a bug")
            throw ExitStatus.internalError
        }
    }

    /// Reports why an archive could not do what was asked.
    ///
    /// - Returns: the code to end with.
    private func report(_ error: ArchiveError) -> ExitCode {
        switch error {
        case .nothingToRead(let problems):
            report(problems)
            return ExitStatus.noInput
        case .noArticles(_, let hasErrors):
            self.error(error.description)
            return hasErrors ? ExitStatus.badInput : ExitStatus.noInput
        case .unknownArticle(_, let near):
            let hint = near.isEmpty ? "; name the corpus with --corpus, or search with --text" : ""
            self.error(error.description + hint)
            return ExitStatus.noInput
        case .store:
            self.error(error.description)
            return ExitStatus.unusableIndex
        }
    }
}
