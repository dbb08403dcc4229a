import Foundation
import Platform

/// What git says about the files below a folder.
///
/// Git is run by its arguments, never by a shell, and asked only; it writes nothing.
package struct GitRepository {
    /// Why git could not be asked, in words for the user.
    package enum Failure: Error, Hashable {
        case noGit
        /// With what git said, which also names a repository that belongs to somebody else.
        case noRepository(folder: String, said: String)
        case unknownRef(String, folder: String)
        case failed(command: String, said: String)
    }

    /// A file that differs from a commit.
    struct Change {
        /// Absolute.
        let path: String
        /// The object that holds the file's bytes in the commit; nil for a file that is not in it.
        let before: String?
    }

    /// Absolute, free of symbolic links.
    let folder: String
    /// Settings that name programs to be run over files before they are compared, which must not be.
    private var filters: [String] = []

    /// - Throws: ``Failure`` where there is no git, or the folder is in no repository.
    init(around folder: String) throws(Failure) {
        self.folder = folder
        let outcome = try run(["rev-parse", "--is-inside-work-tree"])
        guard outcome.status == 0, outcome.line == "true" else {
            throw .noRepository(folder: folder, said: outcome.firstMessage)
        }
        let settings = try run(["config", "--null", "--name-only", "--get-regexp", #"^filter\."#])
        filters = settings.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The hash of the commit that a name stands for: a branch, tag, hash, `HEAD~3`, `main@{yesterday}`.
    func commit(named ref: String) throws(Failure) -> String {
        guard !ref.hasPrefix("-") else { throw .unknownRef(ref, folder: folder) }
        let object = try verified(ref, as: ref)
        // A tag of its own leads to a commit. Subject for by hash, since `:/text^{commit}` searches another text.
        return try verified(object + "^{commit}", as: ref)
    }

    private func verified(_ revision: String, as ref: String) throws(Failure) -> String {
        let outcome = try run(["rev-parse", "--verify", "--quiet", "--end-of-options", revision])
        // `^main` is a revision as well, but what is not in it has no date.
        guard outcome.status == 0, outcome.line.utf8.count >= 40, outcome.line.allSatisfy(\.isHexDigit) else {
            throw .unknownRef(ref, folder: folder)
        }
        return outcome.line
    }

    /// The files below the folder that the working tree has otherwise than `commit`, or that it alone has,
    /// untracked ones included; ignored ones are not.
    ///
    /// - Parameter commit: a hash.
    func changes(since commit: String) throws(Failure) -> [Change] {
        // Renamed files are new ones, whatever the user's settings make of renames.
        let tracked = try succeeding([
            "diff", "--raw", "--no-abbrev", "-z", "--relative", "--no-renames", "--no-ext-diff",
            "--diff-filter=d", commit, "--", ".",
        ])
        // `:100644 100644 <old> <new> M`, then the path.
        let fields = tracked.split(separator: 0)
        var changes: [Change] = []
        for index in stride(from: 0, to: fields.count - 1, by: 2) {
            let columns = fields[index].split(separator: UInt8(ascii: " "))
            guard columns.count == 5, let name = String(validating: fields[index + 1], as: UTF8.self) else {
                continue
            }
            let before = String(decoding: columns[2], as: UTF8.self)
            let isNew = before.allSatisfy { $0 == "0" }
            changes.append(Change(path: absolute(name), before: isNew ? nil : before))
        }
        let untracked = try succeeding(["ls-files", "-z", "--others", "--exclude-standard", "--", "."])
        for name in untracked.split(separator: 0) {
            guard let name = String(validating: name, as: UTF8.self) else { continue }
            changes.append(Change(path: absolute(name), before: nil))
        }
        return changes
    }

    private func absolute(_ name: String) -> String { (folder == "/" ? "" : folder) + "/" + name }

    /// The bytes of objects; nil for what is missing or no file.
    ///
    /// - Parameter objects: at most ``mostObjects`` hashes.
    func contents(of objects: ArraySlice<String>) throws(Failure) -> [[UInt8]?] {
        precondition(objects.count <= Self.mostObjects, "too many to hold at once")
        let input = objects.map { $0 + "\n" }.joined()
        var rest = try succeeding(["cat-file", "--batch"], input: input)[...]
        return objects.map { _ in
            // `<hash> blob <bytes>`, the bytes and a line feed; or `<hash> missing`.
            guard let end = rest.firstIndex(of: 0x0A) else { return nil }
            let header = rest[..<end].split(separator: UInt8(ascii: " "))
            rest = rest[(end + 1)...]
            guard header.count == 3, let size = Int(String(decoding: header[2], as: UTF8.self)),
                size < rest.count
            else { return nil }
            defer { rest = rest.dropFirst(size + 1) }
            return header[1].elementsEqual("blob".utf8) ? Array(rest.prefix(size)) : nil
        }
    }

    /// The contents of so many are held at once.
    static let mostObjects = 200

    // MARK: - Running

    private func succeeding(_ arguments: [String], input: String = "") throws(Failure) -> [UInt8] {
        let outcome = try run(arguments, input: input)
        guard outcome.status == 0 else { throw .failed(command: arguments[0], said: outcome.firstMessage) }
        return outcome.output
    }

    /// Set while git runs a hook, they would name its repository and index instead of the folder's.
    private static let hookVariables = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]

    private func run(_ arguments: [String], input: String = "") throws(Failure) -> ProgramOutcome {
        var environment: [String: String?] = ["LC_ALL": "C"]
        for name in Self.hookVariables { environment.updateValue(nil, forKey: name) }
        // Names of filters may have any character, which an option on the command line may not.
        let known = ProcessInfo.processInfo.environment["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
        for (number, filter) in filters.enumerated() {
            environment["GIT_CONFIG_KEY_\(known + number)"] = filter
            environment["GIT_CONFIG_VALUE_\(known + number)"] = filter.hasSuffix(".required") ? "false" : ""
        }
        if !filters.isEmpty { environment["GIT_CONFIG_COUNT"] = "\(known + filters.count)" }
        // What a repository's own settings would start while its index is refreshed is not wanted here.
        let settings = ["--no-optional-locks", "-c", "core.fsmonitor=false"]
        guard
            let outcome = ProgramOutcome(
                of: ["git"] + settings + arguments,
                in: folder,
                input: Array(input.utf8),
                environment: environment
            )
        else { throw .noGit }
        return outcome
    }
}

extension ProgramOutcome {
    fileprivate var line: String {
        String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
