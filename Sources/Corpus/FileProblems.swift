import Platform

extension [InputProblem] {
    /// Problems of one file that are told; a line each would let a small archive fill the memory and the index.
    private static let mostOfFile = 1000

    /// Adds as many as are told of one file.
    ///
    /// - Returns: how many are not.
    mutating func add(ofFile problems: some Collection<InputProblem>) -> Int {
        let told = problems.prefix(Swift.max(0, Self.mostOfFile - count))
        self += told
        return problems.count - told.count
    }

    /// Adds how many problems of a file are not told.
    mutating func add(untold: Int, path: String) {
        guard untold > 0 else { return }
        append(
            InputProblem(
                .badLine,
                path: path,
                "\(untold.counted("more problem")) of this file are not told one by one",
                remedy: "mend those that are told, and run again"
            )
        )
    }
}
