import Corpus
import Foundation
import Platform

extension Messages {
    /// Reports what is wrong with the files of articles: all of it with --verbose, else one line that says how much of
    /// what, and where to see it. Paths that were named and are not there are always told.
    ///
    /// - Parameter corpora: what `kindred check` would be asked about.
    func report(_ problems: [InputProblem], in corpora: [String]) {
        let named = problems.filter { $0.kind == .notFound }
        for problem in named { error(problem.description.singleLine) }
        let others = problems.filter { $0.kind != .notFound }
        if isVerbose { return report(others) }
        guard others.count > 1 else { return report(others) }
        let paths =
            corpora.prefix(3).map(\.shellQuoted).joined(separator: " ") + (corpora.count > 3 ? " ..." : "")
        warn(ProblemSummary(others).text + "; `kindred check \(paths)` says which")
    }
}

extension Messages {
    /// Names with --verbose what is no article, by its reason.
    func report(_ passedOver: [PassedOver]) {
        guard isVerbose else { return }
        for line in passedOver.lines { note(line) }
    }
}

extension [PassedOver] {
    /// A line for each reason, and below it one for each path.
    var lines: [String] {
        counts.flatMap { reason, count in
            ["passed over \(count.grouped) \(reason.sentence):"]
                + filter { $0.reason == reason }.map { "  " + $0.path.singleLine }
        }
    }
}

/// Problems by their kind.
struct ProblemSummary {
    /// The most frequent kind first.
    let kinds: [(kind: InputProblem.Kind, problems: [InputProblem])]

    init(_ problems: [InputProblem]) {
        var order: [InputProblem.Kind] = []
        var byKind: [InputProblem.Kind: [InputProblem]] = [:]
        for problem in problems {
            if byKind[problem.kind] == nil { order.append(problem.kind) }
            byKind[problem.kind, default: []].append(problem)
        }
        kinds = order.map { ($0, byKind[$0] ?? []) }.sorted { $0.problems.count > $1.problems.count }
    }

    /// "26 dates were not understood, 2 files cannot be read".
    var text: String {
        kinds.map { $0.kind.sentence($0.problems.count) }.joined(separator: ", ")
    }
}

extension InputProblem.Kind {
    /// What is wrong, of so many.
    func sentence(_ count: Int) -> String {
        func say(_ one: String, _ many: String) -> String {
            count == 1 ? "1 \(one)" : "\(count.grouped) \(many)"
        }
        return switch self {
        case .unreadable: say("file cannot be read", "files cannot be read")
        case .unwritable: say("file cannot be written", "files cannot be written")
        case .notFound: say("path holds nothing to read", "paths hold nothing to read")
        case .tooLarge: say("text or file is too large", "texts or files are too large")
        case .changedMeanwhile: say("file changed meanwhile", "files changed meanwhile")
        case .invalidUTF8: say("file is no valid UTF-8", "files are no valid UTF-8")
        case .unclosedFrontMatter: say("front matter is never closed", "front matters are never closed")
        case .invalidFrontMatter: say("front matter is not valid", "front matters are not valid")
        case .noFrontMatter: say("file has no front matter", "files have no front matter")
        case .ignoredValue: say("value was left out", "values were left out")
        case .assumedTitle: say("article is called after its file", "articles are called after their files")
        case .passedOver: say("file was passed over", "files were passed over")
        case .authored: say("list was written by hand", "lists were written by hand")
        case .frontMatterTooComplex: say("front matter is too complex", "front matters are too complex")
        case .invalidJSON: say("line is no valid JSON", "lines are no valid JSON")
        case .damagedArchive: say("archive is damaged", "archives are damaged")
        case .missingTitle: say("article has no title", "articles have no title")
        case .missingID: say("article has neither id nor URL", "articles have neither id nor URL")
        case .duplicateID: say("id is taken twice", "ids are taken twice")
        case .badDate: say("date was not understood", "dates were not understood")
        case .badValue: say("value was not understood", "values were not understood")
        case .uneditable: say("file cannot be edited safely", "files cannot be edited safely")
        case .locked: say("list is locked", "lists are locked")
        case .badChoice: say("editor's choice cannot be followed", "editors' choices cannot be followed")
        case .badLine: say("line does not fit", "lines do not fit")
        case .nothingJudged: say("file judges nothing", "files judge nothing")
        case .sharedURL: say("article shares its URL with another", "articles share their URLs with others")
        case .repeatedKey: say("key stands there twice", "keys stand there twice")
        case .redundantLine: say("line is redundant", "lines are redundant")
        case .dividedPair: say("pair is divided by the split", "pairs are divided by the split")
        case .unknownID: say("name is nobody's", "names are nobody's")
        }
    }
}

extension String {
    /// As a shell reads it as one word.
    fileprivate var shellQuoted: String {
        let isPlain = utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "/._-+,:@%".utf8.contains(byte)
        }
        return isPlain && !isEmpty ? self : "'" + replacing("'", with: #"'\''"#) + "'"
    }
}
