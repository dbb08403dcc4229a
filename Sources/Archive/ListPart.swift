/// One of several parts of the articles, whose lists one process of many makes.
package struct ListPart: Hashable, Sendable {
    /// From 1.
    package let number: Int
    package let count: Int

    /// More would only be more processes that each read all articles.
    package static let mostParts = 100_000

    private init(_ number: Int, of count: Int) { (self.number, self.count) = (number, count) }

    /// - Parameter text: such as 3/16.
    package init?(_ text: String) {
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map {
            $0.allSatisfy(\.isNumber) ? Int($0) : nil
        }
        guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
            (1...Self.mostParts).contains(count), (1...count).contains(number)
        else { return nil }
        self.init(number, of: count)
    }

    /// All parts, this one among them.
    package var all: [ListPart] { (1...count).map { ListPart($0, of: count) } }

    /// The elements of this part: every `count`-th.
    ///
    /// What is alike lies side by side, since articles come by date or by folder. In runs of neighbours one part would
    /// get the story that everybody wrote about, whose searches take longest; so every part gets its share of it.
    /// Besides, the lines of all parts taken in turn are then in the order of all.
    package func of<Element>(_ all: [Element]) -> [Element] {
        stride(from: number - 1, to: all.count, by: count).map { all[$0] }
    }
}

extension ListPart: CustomStringConvertible {
    package var description: String { "\(number)/\(count)" }
}
