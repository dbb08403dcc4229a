/// Something wrong with a value, by the key that it stands under.
struct Finding: Error {
    var kind: InputProblem.Kind
    /// Nil where the article as a whole is meant.
    var key: String?
    /// From 1; nil means that of the key.
    var line: Int?
    /// What is wrong, in one clause.
    var problem: String
    /// What the user can do, as an instruction.
    var remedy: String

    init(_ kind: InputProblem.Kind, key: String?, line: Int? = nil, _ problem: String, remedy: String) {
        (self.kind, self.key, self.line) = (kind, key, line)
        (self.problem, self.remedy) = (problem, remedy)
    }

    /// The finding at its place.
    ///
    /// - Parameter lineOfKey: gives the line of a top-level key.
    func problem(in origin: ArticleOrigin?, _ lineOfKey: (String) -> Int?) -> InputProblem {
        let keyLine = key.flatMap { lineOfKey($0) ?? lineOfKey(DottedName.topLevelKey(of: $0)) }
        return InputProblem(
            kind,
            path: origin?.path ?? "",
            line: line ?? keyLine ?? origin?.line,
            problem,
            remedy: remedy
        )
    }
}
