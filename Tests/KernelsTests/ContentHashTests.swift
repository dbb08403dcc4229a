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

@Suite struct ChecksumTests {
    /// Of Debian's python3-xxhash: xxhash.xxh64(bytes).intdigest().
    @Test func checksumIsXXH64() {
        #expect(checksum([]) == 0xef46_db37_51d8_e999)
        #expect(checksum(Array("a".utf8)) == 0xd24e_c4f1_a98c_6e5b)
        #expect(checksum(Array("abc".utf8)) == 0x44bc_2cf5_ad77_0999)
        #expect(checksum(Array("Tau protein".utf8)) == 0x1fb3_40f5_abd1_6ebe)
        let sums: [UInt8: UInt64] = [
            31: 0xc346_d2b5_9b4d_8ee1, 32: 0xcbf5_9c51_16ff_32b4, 33: 0xc53_5d1a_cafb_8ead,
            100: 0x6ac1_e580_3216_6597,
        ]
        for (count, sum) in sums { #expect(checksum(Array(0..<count)) == sum) }
        let long = (0..<1000).map { UInt8($0 * 7 % 256) }
        #expect(checksum(long) == 0x2527_5608_a9cf_c168)
        #expect(checksum(([1, 2] + long)[2...]) == 0x2527_5608_a9cf_c168)
    }
}
