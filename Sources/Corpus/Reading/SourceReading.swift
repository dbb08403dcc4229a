import Kernels
package import Platform

/// What one file held.
package struct SourceReading: Sendable {
    /// In the file's order.
    package var articles: [Article] = []
    package var problems: [InputProblem] = []
    /// Of the file's bytes, as stored; nil where they could not be read.
    package var contentHash: UInt64?
    /// The stamp that the file had when it was read.
    package var stamp: FileStamp?

    /// Reads and parses a file; never throws, since one bad file must not stop the rest.
    ///
    /// - Parameters:
    ///   - progress: receives (articles done, all articles) of a file of many, from any thread.
    ///   - isKnown: is told the content's hash before the costly part; where it answers true the content is
    ///     not parsed, and `articles` stays empty.
    package init(
        _ file: SourceFile,
        _ rules: ReadingRules,
        progress: (@Sendable (Int, Int) -> Void)? = nil,
        isKnown: (UInt64) -> Bool = { _ in false }
    ) {
        self.init(
            file,
            rules,
            progress: progress,
            isKnown: isKnown,
            portion: { _, _ in }
        )
    }

    /// Reads and parses a file, handing over the articles as they are read.
    ///
    /// - Parameter portion: receives some of the articles at a time, in the file's order, and the reading so far, whose
    ///   hash and stamp are known; on the calling thread, while further ones are read. What it throws ends the reading.
    package init<Thrown: Error>(
        _ file: SourceFile,
        _ rules: ReadingRules,
        progress: (@Sendable (Int, Int) -> Void)? = nil,
        isKnown: (UInt64) -> Bool,
        portion: (SourceReading, [Article]) throws(Thrown) -> Void
    ) throws(Thrown) {
        let limit = file.format.sizeLimit(rules.limits)
        let content: FileContent
        do throws(FileError) {
            content = try readSource(file.path, limit: limit)
        } catch {
            problems.append(InputProblem(error, limit: limit))
            // Too large it stays until it changes, so there is no need to look again before.
            if error.isTooLarge { stamp = file.stamp }
            return
        }
        stamp = content.stamp
        let hash = Kernels.contentHash(content.bytes)
        contentHash = hash
        if isKnown(hash) { return }

        switch file.format {
        case .markdown:
            readMarkdown(content.bytes, file, rules)
            try portion(self, articles)
        case .jsonLines:
            try readJSONLines(JSONLines(content.bytes, path: file.path, rules), progress, portion)
        case .gzippedJSONLines:
            let unpacked: [UInt8]
            do throws(GunzipError) {
                unpacked = try gunzip(content.bytes, limit: rules.limits.jsonLinesBytes)
            } catch {
                problems.append(InputProblem(error, path: file.path))
                return
            }
            try readJSONLines(JSONLines(unpacked, path: file.path, rules), progress, portion)
        case .export:
            let export = ExportFile(content.bytes, path: file.path, rules)
            problems += export.problems
            try readJSONLines(export.lines(path: file.path, rules), progress, portion)
        }
    }

    private mutating func readMarkdown(
        _ bytes: [UInt8],
        _ file: SourceFile,
        _ rules: ReadingRules
    ) {
        do throws(InputProblem) {
            let name = splitRelative(file.relativePath).name
            let isAboutProject = !file.isNamed && ProjectFileName.isAboutProject(name)
            guard let markdown = try MarkdownFile(bytes, path: file.path, rules) else {
                return try readPlain(bytes, file, rules, isAboutProject)
            }
            // With front matter, on a site, it is a page of it.
            if isAboutProject, file.place?.site == nil || ProjectFileName.isForAgents(name) {
                return passOver(.projectFile, file)
            }
            var article = try markdown.article(relativePath: file.relativePath, in: file.place) {
                problems.append($0)
            }
            file.siteAddress?.complete(&article)
            articles = [article.detectingLanguage()]
        } catch {
            problems.append(error)
        }
    }

    /// Reads a file without front matter.
    private mutating func readPlain(
        _ bytes: [UInt8],
        _ file: SourceFile,
        _ rules: ReadingRules,
        _ isAboutProject: Bool
    ) throws(InputProblem) {
        if let entry = file.page {
            let page = HTMLPage(DecodedText(bytes).bytes)
            if page.isRedirect { return passOver(.redirect, file) }
            if page.isHidden { return passOver(.noIndex, file) }
            if page.title == nil, page.text.isEmpty { return passOver(.empty, file) }
            articles = [try Article(page, entry, file, rules) { problems.append($0) }.detectingLanguage()]
            return
        }
        if SourceFile.isHTML(file.path) {
            let start = String(decoding: bytes.prefix(4096), as: UTF8.self).lowercased()
            return passOver(start.contains("http-equiv=\"refresh\"") ? .redirect : .noFrontMatter, file)
        }
        if isAboutProject { return passOver(.projectFile, file) }
        if bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }) {
            return passOver(.empty, file)
        }
        if file.place?.takesPlainText == false, !file.isNamed { return passOver(.noFrontMatter, file) }
        articles = [try Article(plainText: bytes, file, rules) { problems.append($0) }.detectingLanguage()]
    }

    private mutating func passOver(_ reason: PassedOver.Reason, _ file: SourceFile) {
        problems.append(PassedOver(reason, path: file.path).asProblem)
    }

    private mutating func readJSONLines<Thrown: Error>(
        _ lines: JSONLines,
        _ progress: (@Sendable (Int, Int) -> Void)?,
        _ portion: (SourceReading, [Article]) throws(Thrown) -> Void
    ) throws(Thrown) {
        if let problem = lines.problem { problems.append(problem) }
        var untold = 0
        let done: @Sendable (Int) -> Void = { progress?($0, lines.count) }
        try concurrentStream(lines.count, grain: 512, progress: done) {
            lines.article(at: $0)
        } receive: { results throws(Thrown) in
            var some: [Article] = []
            some.reserveCapacity(results.count)
            for result in results {
                guard let result else { continue }
                untold += problems.add(ofFile: result.problems)
                if let article = result.article { some.append(article) }
            }
            articles += some
            try portion(self, some)
        }
        problems.add(untold: untold, path: lines.path)
    }
}
