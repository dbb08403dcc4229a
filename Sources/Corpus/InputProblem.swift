package import Platform

/// Something wrong with what was read or is to be written: where, what, and what to do about it.
///
/// One bad file never stops the rest, so problems are collected as well as thrown.
public struct InputProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of thing is wrong; stable, for programs.
    public enum Kind: String, Hashable, Sendable {
        case unreadable, unwritable, notFound, tooLarge, changedMeanwhile
        case invalidUTF8, unclosedFrontMatter, invalidFrontMatter, frontMatterTooComplex, invalidJSON,
            damagedArchive
        case missingTitle, missingID, duplicateID, badValue
        /// A text that should be a date and is none, or can be two; a warning.
        case badDate
        /// A value that is left out, as it is too long or of the wrong type, while its article stays; a warning.
        case ignoredValue
        case uneditable
        /// The file has no front matter, in which a list could stand; a warning.
        case noFrontMatter
        /// The list was made by a person, so it is not replaced; a warning.
        case authored
        /// The editor locked the list, so it is not replaced.
        case locked
        /// A choice of the editor's that cannot be followed; a warning.
        case badChoice
        /// A line of judgements, stories or a run that does not fit, or a file of them without any.
        case badLine, nothingJudged
        /// Two articles name the same URL; a warning.
        case sharedURL
        /// A pair is judged or ranked twice, or is an article with itself; a warning.
        case redundantLine
        /// A related pair is on both sides of a split; a warning.
        case dividedPair
        /// An id is in no article or in no story; a warning.
        case unknownID
        /// An article without a title has got one from its file's name; a warning.
        case assumedTitle
        /// A key stands twice in front matter, and the last one counts; a warning.
        case repeatedKey
        /// The file holds no article, and the problem is the reason; for stores only.
        case passedOver
    }

    /// Errors make a run end non-zero; warnings do not.
    public enum Severity: String, Hashable, Sendable { case error, warning }

    public let kind: Kind
    public let path: String
    /// From 1; nil where the whole file is meant.
    public let line: Int?
    /// What is wrong, in one clause.
    public let problem: String
    /// What the user can do, as an instruction.
    public let remedy: String

    public init(_ kind: Kind, path: String, line: Int? = nil, _ problem: String, remedy: String) {
        self.kind = kind
        self.path = path
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }

    public var severity: Severity {
        switch kind {
        case .assumedTitle, .authored, .badChoice, .badDate, .dividedPair, .ignoredValue, .noFrontMatter,
            .passedOver,
            .redundantLine, .repeatedKey,
            .sharedURL, .unknownID:
            .warning
        default: .error
        }
    }

    /// `path:line: problem; remedy`, without the place where nothing but a text was read.
    public var description: String {
        if path.isEmpty { return "\(problem); \(remedy)" }
        let place = line.map { "\(path):\($0)" } ?? path
        return "\(place): \(problem); \(remedy)"
    }

    /// A file operation that failed.
    ///
    /// - Parameter limit: what a reading was limited to, in bytes.
    package init(_ error: FileError, limit: Int = 0) {
        let (kind, problem, remedy): (Kind, String, String)
        if error.isTooLarge {
            kind = .tooLarge
            problem = "the file is larger than \(limit >> 20) MB"
            remedy = "move it out of the corpus or split it"
        } else if error.operation == .write {
            kind = .unwritable
            problem = "cannot write: \(error.reason)"
            remedy = "the file was left as it was; check its permissions and the free space"
        } else if error.isMissing {
            kind = .notFound
            problem = "cannot find it: \(error.reason)"
            remedy = "check the path"
        } else if error.isBadName {
            kind = .unreadable
            problem = "the name is not valid UTF-8"
            remedy = "rename it"
        } else {
            kind = .unreadable
            problem = "cannot read: \(error.reason)"
            remedy = "check its permissions, or move it out of the corpus"
        }
        self.init(kind, path: error.path, problem, remedy: remedy)
    }
}

extension InputProblem {
    /// A gzip file that could not be unpacked.
    package init(_ error: GunzipError, path: String) {
        switch error {
        case .damaged:
            self.init(
                .damagedArchive,
                path: path,
                "not a valid gzip file",
                remedy: "compress it again with gzip"
            )
        case .truncated:
            self.init(
                .damagedArchive,
                path: path,
                "the gzip file ends too early",
                remedy: "copy it again, whole"
            )
        case .tooLarge(let limit):
            self.init(
                .tooLarge,
                path: path,
                "unpacked it has more than \(limit >> 20) MB",
                remedy: "split it into several files"
            )
        case .implausible:
            self.init(
                .damagedArchive,
                path: path,
                "it unpacks to more than any text does",
                remedy: "check where it comes from; if it is right, unpack it with gunzip"
            )
        }
    }
}
