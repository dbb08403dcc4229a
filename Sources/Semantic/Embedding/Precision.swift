/// How vectors are stored and transformers computed.
public enum Precision: String, CaseIterable, Sendable {
    /// Rounded to 8 bits with a scale a row: a quarter of the memory, several times faster.
    case int8
    case float32
}
