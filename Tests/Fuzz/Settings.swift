import FuzzSupport

@testable import Corpus

/// kindred.yml: it is read or refused with a line that is there.
enum SettingsFuzzing {
    private static let file = InputFile("kindred.yml")

    static func check(_ bytes: [UInt8]) throws {
        file.write(bytes)
        let lines = bytes.count(where: { $0 == 0x0A }) + 1
        do throws(InputProblem) {
            for item in try SettingsFile(path: file.path).items {
                must((1...lines).contains(item.line), "line \(item.line) of \(lines)")
                must(!item.isList || item.members == nil, "a list that is a mapping")
            }
        } catch {
            must(
                (1...lines).contains(error.line ?? 1),
                "line \(error.line ?? 0) of \(lines): \(error)"
            )
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: SettingsFuzzing.check)
}
