import Yams

extension InputProblem {
    /// A YAML error, with its mark moved from the YAML to the file that it is part of.
    ///
    /// - Parameters:
    ///   - lines: those of the YAML, which know where they are in the file.
    ///   - firstLine: the file's line, from 1, at which the YAML begins.
    init(
        invalidYAML error: any Error,
        path: String,
        lines: LineTable,
        subject: String = "the front matter",
        firstLine: Int = 2
    ) {
        var line: Int?
        var message = "it does not parse"
        var remedy = "correct the YAML; text with `: ` or quotes in it needs quoting"
        switch error as? YamlError {
        case .scanner(let context?, let problem, _, _) where problem.contains("end of stream"):
            // What was never closed is found out at the end, but to be mended where it opens.
            line = lines.fileLine(ofLine: context.mark.line)
            message = "\(problem) \(context.text)"
        case .scanner(_, let problem, let mark, _) where problem.contains("nest_level"),
            .parser(_, let problem, let mark, _) where problem.contains("nest_level"):
            line = lines.fileLine(ofLine: mark.line)
            message = "it is nested too deep"
            remedy = "write the values out flat"
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            line = lines.fileLine(ofLine: mark.line)
            message = problem
            if problem.contains("alias") || problem.contains("alphabetic or numeric") {
                remedy = "correct the YAML; a text that starts with * or & needs quoting"
            }
        case .duplicatedKeysInMapping(let duplicates, let context):
            line = lines.fileLine(ofLine: context.mark.line)
            // The list comes out of a dictionary, in any order.
            message =
                "the key \(duplicates.sorted().first?.excerptForMessage ?? "") stands there twice, first here"
            remedy = "keep one of the two"
        case .reader(let problem, let offset, _, let yaml):
            line = offset.map { yaml.utf8.prefix($0).reduce(firstLine) { $0 + ($1 == 0x0A ? 1 : 0) } }
            message = problem
        default: break
        }
        self.init(
            .invalidFrontMatter,
            path: path,
            line: line,
            "\(subject) is not valid YAML: \(message)",
            remedy: remedy
        )
    }
}
