import Kernels
import Testing

@Suite struct ContentHashTests {
    @Test func hashMatchesPublishedVectors() {
        // Test vectors of draft-eastlake-fnv, appendix C: FNV-1a, 64 bits.
        #expect(contentHash([]) == 0xcbf2_9ce4_8422_2325)
        #expect(contentHash(Array("a".utf8)) == 0xaf63_dc4c_8601_ec8c)
        #expect(contentHash(Array("foobar".utf8)) == 0x8594_4171_f739_67e8)
    }
}
