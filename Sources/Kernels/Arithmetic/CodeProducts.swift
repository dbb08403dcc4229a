import CKernels

/// Rows of short codes, in the form in which ``CodeColumns`` multiplies them.
///
/// A code is an int8 vector whose products sum up in 16 bits, so that twice as many are multiplied in an
/// instruction as of full int8 where a machine has nothing better than `vpmaddubsw`.
package struct CodeRows: Sendable {
    /// Numbers in a row; a multiple of 4.
    package let length: Int
    package private(set) var count: Int
    private var bytes: [UInt8]
    let level: KernelLevel

    /// - Parameter codes: [count x length], in -64...127.
    package init(_ codes: Span<Int8>, length: Int, at level: KernelLevel = .best) {
        precondition(length > 0 && length % 4 == 0 && codes.count % length == 0, "whole rows of fours")
        self.length = length
        self.level = level
        count = 0
        bytes = []
        append(codes)
    }

    /// Makes room for `count` rows.
    package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count * length) }

    /// Adds rows at the end.
    package mutating func append(_ codes: Span<Int8>) {
        precondition(codes.count % length == 0, "whole rows")
        let old = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: codes.count))
        count += codes.count / length
        guard codes.count > 0 else { return }
        codes.withUnsafeBufferPointer { codes in
            bytes.withUnsafeMutableBufferPointer { bytes in
                level.table.pointee.pack_code_rows(codes.count, codes.baseAddress, bytes.baseAddress! + old)
            }
        }
    }

    /// Some of the rows, in the order asked for.
    package func selecting(_ chosen: [UInt32]) -> CodeRows {
        var selected = CodeRows([Int8]().span, length: length, at: level)
        selected.bytes.reserveCapacity(chosen.count * length)
        for row in chosen { selected.bytes += bytes[Int(row) * length..<(Int(row) + 1) * length] }
        selected.count = chosen.count
        return selected
    }

    /// Writes the codes of a row, as they were given.
    package func copyCodes(ofRow row: Int, into codes: inout MutableSpan<Int8>) {
        precondition(codes.count == length, "a row has \(length) codes")
        var (zero, offset): (Int8, UInt8) = (0, 0)
        level.table.pointee.pack_code_rows(1, &zero, &offset)
        for i in 0..<length {
            codes[i] = Int8(truncatingIfNeeded: Int(bytes[row * length + i]) - Int(offset))
        }
    }

    func withBytes<Result>(_ body: (UnsafePointer<UInt8>?) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}

/// A row and a column whose codes have a large product; see ``CodeColumns/pairs(with:_:reaching:or:into:)``.
package struct CodePair: BitwiseCopyable, Sendable {
    private let bits: UInt64

    package static let none = CodePair(bits: 0)

    private init(bits: UInt64) { self.bits = bits }

    /// The place of the row among the chosen ones.
    package var place: Int { Int(bits >> 16 & 0xFFFF) }
    package var column: Int { Int(bits & 0xFFFF) }
    package var product: Int32 { Int32(truncatingIfNeeded: bits >> 32) }
}

/// Columns of short codes, packed once; multiplied with ``CodeRows`` by any number of threads at a time.
///
/// For any row r and column c, the sum of r[p] · c[p] over the p for which p / 2 is even, and the sum over the
/// others, must lie in -32,768...32,767. Products are exact and the same on every machine.
package struct CodeColumns: Sendable {
    package let length: Int
    package let count: Int
    private let packed: AlignedBytes
    private let level: KernelLevel

    /// - Parameter codes: [count x length], in -64...64; length a multiple of 4.
    package init(_ codes: Span<Int8>, length: Int, at level: KernelLevel = .best) {
        precondition(length > 0 && length % 4 == 0 && codes.count % length == 0, "whole columns of fours")
        self.length = length
        self.level = level
        count = codes.count / length
        let table = level.table
        packed = AlignedBytes(table.pointee.codes_size(count, length))
        guard count > 0 else { return }
        codes.withUnsafeBufferPointer {
            table.pointee.pack_codes(count, length, $0.baseAddress, packed.base)
        }
    }

    /// Bytes of memory held.
    package var size: Int { level.table.pointee.codes_size(count, length) }

    /// products[i · count + j] = row `chosen[i]` times column j.
    ///
    /// - Complexity: O(`chosen.count` · `count` · `length`).
    @_lifetime(products: copy products)
    package func products(of rows: CodeRows, _ chosen: Span<UInt32>, into products: inout MutableSpan<Int32>)
    {
        check(rows, chosen)
        precondition(products.count == chosen.count * count, "a product for each row and column")
        guard chosen.count > 0, count > 0 else { return }
        rows.withBytes { rows in
            chosen.withUnsafeBufferPointer { chosen in
                products.withUnsafeMutableBufferPointer { products in
                    level.table.pointee.code_products(
                        chosen.count,
                        count,
                        length,
                        rows,
                        chosen.baseAddress,
                        packed.base,
                        products.baseAddress
                    )
                }
            }
        }
    }

    /// The column with the largest product for each of the rows, the first among equals.
    ///
    /// - Precondition: there are columns.
    /// - Complexity: O(`chosen.count` · `count` · `length`).
    package func best(for rows: CodeRows, _ chosen: Span<UInt32>) -> [UInt32] {
        check(rows, chosen)
        precondition(count > 0, "the best of none")
        var products = [Int32](repeating: 0, count: chosen.count)
        var columns = [UInt32](repeating: 0, count: chosen.count)
        guard chosen.count > 0 else { return columns }
        rows.withBytes { rows in
            chosen.withUnsafeBufferPointer { chosen in
                products.withUnsafeMutableBufferPointer { products in
                    columns.withUnsafeMutableBufferPointer { columns in
                        level.table.pointee.code_best(
                            chosen.count,
                            count,
                            length,
                            rows,
                            chosen.baseAddress,
                            packed.base,
                            products.baseAddress,
                            columns.baseAddress
                        )
                    }
                }
            }
        }
        return columns
    }

    /// Finds the pairs whose product reaches the threshold of the row or that of the column.
    ///
    /// - Parameters:
    ///   - chosen: the rows asked for, at most 65,536.
    ///   - thresholds: one for each of `chosen`.
    ///   - columnThresholds: one for each column; `Int32.max` for none.
    ///   - pairs: room for all pairs, of row `chosen[i]` and column j each.
    /// - Returns: the number of pairs, which come in no certain order.
    /// - Complexity: O(`chosen.count` · `count` · `length`).
    @_lifetime(pairs: copy pairs)
    package func pairs(
        with rows: CodeRows,
        _ chosen: Span<UInt32>,
        reaching thresholds: Span<Int32>,
        or columnThresholds: Span<Int32>,
        into pairs: inout MutableSpan<CodePair>
    ) -> Int {
        check(rows, chosen)
        precondition(
            thresholds.count == chosen.count && columnThresholds.count == count,
            "a threshold for each"
        )
        precondition(chosen.count <= 65_536 && count <= 65_536, "numbers of 16 bits")
        precondition(pairs.count >= chosen.count * count, "room for all pairs")
        guard chosen.count > 0, count > 0 else { return 0 }
        return rows.withBytes { rows in
            chosen.withUnsafeBufferPointer { chosen in
                thresholds.withUnsafeBufferPointer { thresholds in
                    columnThresholds.withUnsafeBufferPointer { columnThresholds in
                        pairs.withUnsafeMutableBytes { pairs in
                            level.table.pointee.code_pairs(
                                chosen.count,
                                count,
                                length,
                                rows,
                                chosen.baseAddress,
                                thresholds.baseAddress,
                                packed.base,
                                columnThresholds.baseAddress,
                                pairs.bindMemory(to: UInt64.self).baseAddress
                            )
                        }
                    }
                }
            }
        }
    }

    private func check(_ rows: CodeRows, _ chosen: Span<UInt32>) {
        precondition(rows.length == length && rows.level == level, "rows made for these columns")
        for index in chosen.indices {
            precondition(Int(chosen[index]) < rows.count, "row \(chosen[index]) of \(rows.count)")
        }
    }
}
