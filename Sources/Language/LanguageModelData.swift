// swift-format-ignore-file
enum LanguageModelData {
    static let version: UInt64 = 1
    static let text = ""
}
