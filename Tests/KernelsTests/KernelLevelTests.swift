import Kernels
import Testing

@Suite struct KernelLevelTests {
    @Test func theMachineHasTheBestLevelAndThePortableOne() {
        #expect(KernelLevel.available.contains(.portable))
        #expect(KernelLevel.available.last == KernelLevel.best)
        #if arch(x86_64)
            #expect(KernelLevel.available.contains(.sse2))
        #elseif arch(arm64)
            #expect(KernelLevel.available.contains(.neon))
        #endif
    }
}
