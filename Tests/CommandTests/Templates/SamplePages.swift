import Foundation

/// Nine pages on two topics, and one that belongs nowhere, with what breaks careless templates: quotes and angle
/// brackets in a title, an accent in a file's name, a folder below the others.
struct SamplePage {
    enum Topic { case bread, canals, none }

    var topic: Topic
    var folder: String
    var name: String
    var title: String
    var text: String
    var day: Int

    var date: String { "2024-05-0\(day)" }
    /// The file's path without its ending.
    var path: String { (folder.isEmpty ? "" : folder + "/") + name }

    static let all: [SamplePage] = [
        SamplePage(
            topic: .bread,
            folder: "bread",
            name: "warm-dough",
            title: "Sourdough at 30 °C: is \"warm\" < \"hot\" & does it matter?",
            text: "Sourdough starter rises faster in a warm kitchen. The flour, the water and the "
                + "starter decide how sour the bread gets.",
            day: 1
        ),
        SamplePage(
            topic: .bread,
            folder: "bread",
            name: "crème-starter",
            title: "Sourdough starter from rye flour, à la crème",
            text: "A sourdough starter of rye flour and water needs five days. Feed the starter with "
                + "flour until the dough rises.",
            day: 2
        ),
        SamplePage(
            topic: .bread,
            folder: "",
            name: "crust",
            title: "A better crust for sourdough bread",
            text: "Steam in the oven gives sourdough bread its crust. Bake the dough hot, and the "
                + "starter does the rest with flour and water.",
            day: 3
        ),
        SamplePage(
            topic: .bread,
            folder: "",
            name: "flour",
            title: "Which flour does sourdough bread need?",
            text: "Rye flour feeds the starter, wheat flour makes the dough rise. Sourdough bread needs "
                + "water, salt and time in the oven.",
            day: 4
        ),
        SamplePage(
            topic: .canals,
            folder: "",
            name: "canal-locks",
            title: "How canal locks lift a narrowboat",
            text: "A lock fills with water from the canal above, and the narrowboat rises. Boaters open "
                + "the paddles of the lock gates.",
            day: 5
        ),
        SamplePage(
            topic: .canals,
            folder: "",
            name: "lock-keeper",
            title: "The last lock keeper's canal",
            text: "For forty years she opened lock gates for every narrowboat. The canal trust now asks "
                + "boaters to work the paddles alone.",
            day: 6
        ),
        SamplePage(
            topic: .canals,
            folder: "",
            name: "winter-stoppages",
            title: "Canal locks close for winter repairs",
            text: "New lock gates arrive by crane while the canal is drained. Narrowboat owners wait "
                + "until the paddles are mended.",
            day: 7
        ),
        SamplePage(
            topic: .canals,
            folder: "",
            name: "narrowboat",
            title: "Living on a narrowboat all year",
            text: "A narrowboat on the canal is cheap and damp. Locks, paddles and gates are a boater's "
                + "morning exercise.",
            day: 8
        ),
        SamplePage(
            topic: .none,
            folder: "",
            name: "violin",
            title: "Tuning a violin by ear",
            text: "Begin with A, then listen to the fifths between strings. Pegs slip in dry rooms.",
            day: 9
        ),
    ]

    /// As Markdown with front matter.
    func markdown(_ lines: String = "") -> String {
        let quoted = title.replacing("'", with: "''")
        return "---\n\(lines)title: '\(quoted)'\ndate: \(date)\n---\n\n\(text)\n"
    }

    /// The title as text of an element.
    var escapedTitle: String { title.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }
}
