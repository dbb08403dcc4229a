import CKernels

/// Attention within one sequence: context = softmax(q kᵀ / √d) v for each head.
///
/// Vaswani et al., "Attention Is All You Need", 2017, section 3.2. The bits are the same on every machine.
///
/// - Parameters:
///   - queryKeyValue: [length x 3H], where each row is q | k | v, each H long and heads side by side.
///   - heads: the number of heads; each is d = H / heads wide.
///   - length: the number of positions.
///   - context: [length x H].
/// - Complexity: O(length² H).
@_lifetime(context: copy context)
package func attention(
    _ queryKeyValue: Span<Float>,
    heads: Int,
    length: Int,
    into context: inout MutableSpan<Float>,
    at level: KernelLevel = .best
) {
    precondition(heads > 0 && length >= 0, "\(heads) heads over \(length) positions")
    guard length > 0 else {
        precondition(queryKeyValue.isEmpty && context.isEmpty, "no positions, no elements")
        return
    }
    let hidden = context.count / length
    precondition(
        context.count == length * hidden && hidden > 0 && hidden % heads == 0,
        "\(context.count) elements of \(heads) heads over \(length) positions"
    )
    precondition(queryKeyValue.count == 3 * context.count, "a query, a key and a value for each context")
    let table = level.table
    queryKeyValue.withUnsafeBufferPointer { queryKeyValue in
        context.withUnsafeMutableBufferPointer { context in
            withScratch(table.pointee.attention_scratch_size(length, hidden / heads)) { scratch in
                table.pointee.attention(
                    length,
                    heads,
                    hidden / heads,
                    queryKeyValue.baseAddress,
                    context.baseAddress,
                    scratch
                )
            }
        }
    }
}
