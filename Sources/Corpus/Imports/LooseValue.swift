/// A text, or a number that stands for one.
struct LooseText: Decodable {
    var text: String?

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        text = (try? value.decode(String.self)) ?? (try? value.decode(Int.self)).map(String.init)
    }
}

/// A truth as databases have it: true, 1 or "1".
struct LooseTruth: Decodable {
    var isTrue: Bool

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let number = (try? value.decode(Int.self)) ?? (try? value.decode(String.self)).flatMap { Int($0) }
        isTrue = (try? value.decode(Bool.self)) ?? (number == 1)
    }
}
