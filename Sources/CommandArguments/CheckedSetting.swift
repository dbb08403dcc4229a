package import Corpus

extension SettingsFile.Item {
    /// The values of a key, with absolute paths.
    ///
    /// - Parameter options: of that name; several commands may have one.
    /// - Throws: ``InputProblem`` where they cannot have these values.
    package func checkedValues(
        for options: [ArgumentSignature],
        in file: SettingsFile
    ) throws(InputProblem) -> [String] {
        func problem(_ problem: String, _ remedy: String) -> InputProblem {
            InputProblem(
                .badValue,
                path: file.path,
                line: line,
                "\(key): \(problem)",
                remedy: remedy
            )
        }
        guard options.contains(where: { $0.isRepeating }) || values.count == 1 else {
            throw problem(
                values.isEmpty ? "the list is empty" : "it takes one value, not \(values.count)",
                "write `\(key): value`"
            )
        }
        for value in values {
            if options.contains(where: { $0.kind == .flag }), Bool(value) == nil {
                throw problem("\(value.excerptForMessage) is neither true nor false", "write true or false")
            }
            if let known = options.compactMap(\.allValues).first(where: { !$0.isEmpty }),
                !known.contains(value)
            {
                throw problem(
                    "\(value.excerptForMessage) is none of its values",
                    known.nearest(to: value).map { "did you mean \($0)?" }
                        ?? "write one of \(known.joined(separator: ", "))"
                )
            }
        }
        return values.map { value in
            options.contains { $0.isPath(value) } ? file.absolutePath(value) : value
        }
    }
}
