import Foundation
import Kernels
import Testing

@Suite struct KernelLevelTests {
    @Test func theMachineHasThePortableLevelAndThatOfItsArchitecture() {
        #expect(KernelLevel.available.contains(.portable))
        #if arch(x86_64)
        #expect(KernelLevel.available.contains(.sse2))
        #elseif arch(arm64)
        #expect(KernelLevel.available.contains(.neon))
        #endif
    }

    /// The features that the system reports, which is another way to know them than the dispatch's own.
    private static let features: Set<Substring>? = {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
        return line?.split(separator: ":").last.map { Set($0.split(separator: " ")) }
    }()

    #if arch(x86_64)
    /// What the levels need, slowest first (System V ABI, x86-64 psABI 1.0, table 3.1, and the two byte dot products).
    private static let needs: [(level: KernelLevel, features: Set<Substring>)] = {
        let v3: Set<Substring> = [
            "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave",
        ]
        let v4 = v3.union(["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"])
        return [
            (.portable, []), (.sse2, ["sse2"]), (.avx2, v3), (.avx2VNNI, v3.union(["avx_vnni"])),
            (.avx512, v4), (.avx512VNNI, v4.union(["avx512_vnni"])),
        ]
    }()
    #elseif arch(arm64)
    private static let needs: [(level: KernelLevel, features: Set<Substring>)] = [
        (.portable, []), (.neon, ["asimd"]), (.neonDotProduct, ["asimd", "asimddp"]),
    ]
    #endif

    /// A machine whose best instructions are left unused gives right answers, slowly: only its features can tell.
    @Test(.enabled(if: Self.features != nil, "only where the system lists the processor's features"))
    func theBestLevelIsTheLastWhoseFeaturesTheProcessorHas() throws {
        let features = try #require(Self.features)
        let expected = Self.needs.filter { $0.features.isSubset(of: features) }.map(\.level)
        #expect(KernelLevel.available == expected)
        #expect(KernelLevel.best == expected.last)
    }

    @Test(arguments: KernelLevel.available)
    func everyLevelGivesThePortableScores(level: KernelLevel) {
        var generator = SplitMix64(seed: 7)
        let (n, d) = (37, 384)
        let rows = (0..<n * d).map { _ in Int8.random(in: -127...127, using: &generator) }
        let query = (0..<d).map { _ in Int8.random(in: -127...127, using: &generator) }
        let scales = [Float](repeating: 0.25, count: n)
        func scores(_ level: KernelLevel) -> [Float] {
            var scores = [Float](repeating: .nan, count: n)
            var span = scores.mutableSpan
            dotProducts(
                rows: rows.span,
                scales: scales.span,
                query: query.span,
                queryScale: 0.5,
                into: &span,
                at: level
            )
            return scores
        }
        #expect(scores(level) == scores(.portable))
    }
}
