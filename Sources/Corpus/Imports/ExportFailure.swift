/// Why an export, or the rest of it, cannot be read.
struct ExportFailure: Error {
    var kind: InputProblem.Kind
    var line: Int?
    var problem: String
    var remedy: String

    init(_ problem: String, _ remedy: String, kind: InputProblem.Kind = .badValue, line: Int? = nil) {
        (self.kind, self.line, self.problem, self.remedy) = (kind, line, problem, remedy)
    }
}
