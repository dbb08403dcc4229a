import Platform
import Testing

@Suite("Changing a buffer on all cores")
struct SliceTests {
    @Test("Each element belongs to one slice, whatever the number of workers", arguments: [1, 2, 3, 8])
    func slicesCoverAll(workers: Int) {
        for count in [0, 1, 6, 7, 8, 100] {
            var buffer = [Int32](repeating: 5, count: count)
            let sizes = concurrentSlices(of: &buffer, length: 7, workers: workers) { slice, elements in
                for index in elements.indices { elements[index] += Int32(slice * 7 + index) }
                return elements.count
            }
            #expect(buffer == (0..<Int32(count)).map { $0 + 5 })
            #expect(sizes.reduce(0, +) == count)
            #expect(sizes.dropLast().allSatisfy { $0 == 7 })
        }
    }
}
