import CKernels

/// scores[i] = (scales[i] · queryScale) · (row i · query), for rows [n x d] of int8 and one query.
///
/// The sum is exact, so the bits are the same on every machine.
///
/// - Complexity: O(nd), bound by the speed of memory where the rows are in no cache.
@_lifetime(scores: copy scores)
package func dotProducts(
    rows: Span<Int8>,
    scales: Span<Float>,
    query: Span<Int8>,
    queryScale: Float,
    into scores: inout MutableSpan<Float>,
    at level: KernelLevel = .best
) {
    let (n, d) = (scores.count, query.count)
    checkRows(rows.count, n, d)
    precondition(scales.count == n, "a scale for each row")
    precondition(d <= longestExactSum, "\(d) products could overflow a sum of 32 bits")
    guard n > 0 else { return }
    rows.withUnsafeBufferPointer { rows in
        scales.withUnsafeBufferPointer { scales in
            query.withUnsafeBufferPointer { query in
                scores.withUnsafeMutableBufferPointer { scores in
                    level.table.pointee.dot_int8(
                        n,
                        d,
                        rows.baseAddress,
                        scales.baseAddress,
                        query.baseAddress,
                        queryScale,
                        scores.baseAddress
                    )
                }
            }
        }
    }
}

/// scores[i] = row i · query, for rows [n x d] and one query. The bits are the same on every machine.
///
/// Many queries are a matrix product: ``multiply(_:byRowsOf:inner:into:accumulating:at:)``.
///
/// - Complexity: O(nd), bound by the speed of memory where the rows are in no cache.
@_lifetime(scores: copy scores)
package func dotProducts(
    rows: Span<Float>,
    query: Span<Float>,
    into scores: inout MutableSpan<Float>,
    at level: KernelLevel = .best
) {
    let (n, d) = (scores.count, query.count)
    checkRows(rows.count, n, d)
    guard n > 0 else { return }
    rows.withUnsafeBufferPointer { rows in
        query.withUnsafeBufferPointer { query in
            scores.withUnsafeMutableBufferPointer { scores in
                level.table.pointee.dot_float(n, d, rows.baseAddress, query.baseAddress, scores.baseAddress)
            }
        }
    }
}

/// scores[i] = (scale of a · scale of b) · (a · b), where a is row `firsts[i]` of `rows` and b is row
/// `seconds[i]` of `others`; the bits of ``dotProducts(rows:scales:query:queryScale:into:at:)``.
///
/// - Complexity: O(`scores.count` · dimension).
@_lifetime(scores: copy scores)
package func dotProducts(
    rows: Span<Int8>,
    scales: Span<Float>,
    _ firsts: Span<UInt32>,
    others: Span<Int8>,
    otherScales: Span<Float>,
    _ seconds: Span<UInt32>,
    dimension: Int,
    into scores: inout MutableSpan<Float>,
    at level: KernelLevel = .best
) {
    checkRows(rows.count, scales.count, dimension)
    checkRows(others.count, otherScales.count, dimension)
    precondition(dimension <= longestExactSum, "\(dimension) products could overflow a sum of 32 bits")
    checkPairs(firsts, scales.count, seconds, otherScales.count, scores.count)
    let count = scores.count
    guard count > 0 else { return }
    rows.withUnsafeBufferPointer { rows in
        scales.withUnsafeBufferPointer { scales in
            firsts.withUnsafeBufferPointer { firsts in
                others.withUnsafeBufferPointer { others in
                    otherScales.withUnsafeBufferPointer { otherScales in
                        seconds.withUnsafeBufferPointer { seconds in
                            scores.withUnsafeMutableBufferPointer { scores in
                                level.table.pointee.dot_int8_pairs(
                                    count,
                                    dimension,
                                    rows.baseAddress,
                                    scales.baseAddress,
                                    firsts.baseAddress,
                                    others.baseAddress,
                                    otherScales.baseAddress,
                                    seconds.baseAddress,
                                    scores.baseAddress
                                )
                            }
                        }
                    }
                }
            }
        }
    }
}

/// scores[i] = a · b, where a is row `firsts[i]` of `rows` and b is row `seconds[i]` of `others`; the bits of
/// ``dotProducts(rows:query:into:at:)``.
///
/// - Complexity: O(`scores.count` · dimension).
@_lifetime(scores: copy scores)
package func dotProducts(
    rows: Span<Float>,
    _ firsts: Span<UInt32>,
    others: Span<Float>,
    _ seconds: Span<UInt32>,
    dimension: Int,
    into scores: inout MutableSpan<Float>,
    at level: KernelLevel = .best
) {
    precondition(dimension > 0 && rows.count % dimension == 0 && others.count % dimension == 0, "whole rows")
    checkPairs(firsts, rows.count / dimension, seconds, others.count / dimension, scores.count)
    let count = scores.count
    guard count > 0 else { return }
    rows.withUnsafeBufferPointer { rows in
        firsts.withUnsafeBufferPointer { firsts in
            others.withUnsafeBufferPointer { others in
                seconds.withUnsafeBufferPointer { seconds in
                    scores.withUnsafeMutableBufferPointer { scores in
                        level.table.pointee.dot_float_pairs(
                            count,
                            dimension,
                            rows.baseAddress,
                            firsts.baseAddress,
                            others.baseAddress,
                            seconds.baseAddress,
                            scores.baseAddress
                        )
                    }
                }
            }
        }
    }
}

/// sums[j] += scales[id] · table[id][j] for every id, in order: the pooling of static token embeddings.
///
/// The bits are the same on every machine.
///
/// - Parameters:
///   - ids: rows of the table; a row may come more than once.
///   - table: [rows x d].
///   - scales: a factor for each row.
///   - sums: [d].
/// - Complexity: O(`ids.count` · d).
@_lifetime(sums: copy sums)
package func addRows(
    _ ids: Span<UInt32>,
    of table: Span<Int8>,
    scales: Span<Float>,
    into sums: inout MutableSpan<Float>,
    at level: KernelLevel = .best
) {
    checkRows(table.count, scales.count, sums.count)
    guard !ids.isEmpty, !sums.isEmpty else { return }
    for index in ids.indices {
        precondition(Int(ids[index]) < scales.count, "row \(ids[index]) of \(scales.count)")
    }
    ids.withUnsafeBufferPointer { ids in
        table.withUnsafeBufferPointer { table in
            scales.withUnsafeBufferPointer { scales in
                sums.withUnsafeMutableBufferPointer { sums in
                    level.table.pointee.add_rows(
                        ids.count,
                        sums.count,
                        ids.baseAddress,
                        table.baseAddress,
                        scales.baseAddress,
                        sums.baseAddress
                    )
                }
            }
        }
    }
}

/// Checks that `size` elements are `count` rows of `width`.
private func checkRows(_ size: Int, _ count: Int, _ width: Int) {
    let (product, overflows) = count.multipliedReportingOverflow(by: width)
    precondition(!overflows && size == product, "\(size) elements are not \(count) rows of \(width)")
}

/// Checks that pairs have both rows.
private func checkPairs(
    _ firsts: Span<UInt32>,
    _ rows: Int,
    _ seconds: Span<UInt32>,
    _ others: Int,
    _ count: Int
) {
    precondition(firsts.count == count && seconds.count == count, "two rows for each score")
    for index in firsts.indices {
        precondition(Int(firsts[index]) < rows, "row \(firsts[index]) of \(rows)")
        precondition(Int(seconds[index]) < others, "row \(seconds[index]) of \(others)")
    }
}
