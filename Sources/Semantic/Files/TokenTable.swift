import Kernels
import Platform

/// A row of numbers a token, looked up in the mapped file.
struct TokenTable: Sendable {
    private let file: MappedFile
    private let bytes: Range<Int>
    private let width: Int
    /// One factor a row where rows are int8; empty where they are float32.
    private let scales: [Float]
    /// The rows where the file holds them in a form that cannot be looked up as it is.
    private let converted: [Float]

    /// - Throws: ``ModelError`` where the array is missing or has another shape.
    init(_ tensors: SafeTensors, _ name: String, rows: Int, width: Int) throws(ModelError) {
        let tensor = try tensors.tensor(name, shape: [rows, width])
        file = tensors.file
        bytes = tensor.bytes
        self.width = width
        switch tensor.type {
        case .int8:
            scales = tensors.floats(try tensors.tensor(name + ".scale", shape: [rows]))
            converted = []
        case .float32 where bytes.lowerBound.isMultiple(of: 4):
            scales = []
            converted = []
        default:
            scales = []
            converted = tensors.floats(tensor)
        }
        try tensors.requireFinite(scales.span, name + ".scale")
        try tensors.requireFinite(converted.span, name)
        guard scales.isEmpty, converted.isEmpty else { return }
        try file.withNumbers(Float.self, at: bytes) { numbers in
            Result { () throws(ModelError) in try tensors.requireFinite(numbers, name) }
        }.get()
    }

    /// Adds row `token` to `sum`, which has `width` numbers.
    func add(_ token: Int, to sum: inout MutableSpan<Float>) {
        if !converted.isEmpty {
            for i in 0..<width { sum[i] += converted[token * width + i] }
        } else if scales.isEmpty {
            let start = bytes.lowerBound + token * width * 4
            file.withNumbers(Float.self, at: start..<(start + width * 4)) { row in
                for i in 0..<width { sum[i] += row[i] }
            }
        } else {
            let start = bytes.lowerBound + token * width
            let scale = scales[token]
            file.withNumbers(Int8.self, at: start..<(start + width)) { row in
                for i in 0..<width { sum[i] += scale * Float(row[i]) }
            }
        }
    }

    /// Adds the rows of `tokens` to `sum`.
    func add(_ tokens: [Int32], to sum: inout MutableSpan<Float>) {
        guard !scales.isEmpty else {
            for token in tokens { add(Int(token), to: &sum) }
            return
        }
        let rows = tokens.map { UInt32($0) }
        file.withNumbers(Int8.self, at: bytes) { table in
            addRows(rows.span, of: table, scales: scales.span, into: &sum)
        }
    }
}
