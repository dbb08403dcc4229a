/// Words that say yes or no.
enum YesOrNo {
    /// The words that YAML 1.1 has for true and false (https://yaml.org/type/bool.html), but for the single
    /// letters; nil for any other.
    static func truth(of word: String) -> Bool? {
        // The longest has five; anything longer need not be folded.
        guard word.utf8.count <= 5 else { return nil }
        return switch word.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }
}
