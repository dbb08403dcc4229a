package import Platform

/// What is wrong with a model's folder, and what to do about it.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, or the folder where a file is missing.
    public let path: String
    public let problem: String
    public let remedy: String

    package init(_ path: String, _ problem: String, remedy: String = "fetch or copy the model again, whole") {
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }

    /// A file that could not be read.
    package init(_ error: FileError, limit: Int) {
        if error.isTooLarge {
            self.init(error.path, "larger than \(limit >> 20) MB", remedy: "choose a smaller model")
        } else if error.isMissing {
            self.init(error.path, "the file is missing")
        } else {
            self.init(error.path, "cannot be read: \(error.reason)", remedy: "check its permissions")
        }
    }

    public var description: String { "\(path): \(problem); \(remedy)" }
}

extension ModelError {
    /// A tokenizer that could not be made from the files of `folder`.
    init(_ error: TokenizerError, folder: String) {
        switch error {
        case .unreadable(let error): self.init(error, limit: TokenizerFile.byteLimit)
        case .unsupported(let file, _, _, _):
            self.init("\(folder)", error.description, remedy: "choose another model than that of \(file)")
        default: self.init(folder, error.description)
        }
    }
}

extension TokenizerFile {
    /// The tokenizer of a model's folder.
    static func tokenizer(ofModel folder: String) throws(ModelError) -> any Tokenizer {
        do {
            return try TokenizerFile(folder: folder).tokenizer()
        } catch {
            throw ModelError(error, folder: folder)
        }
    }
}
