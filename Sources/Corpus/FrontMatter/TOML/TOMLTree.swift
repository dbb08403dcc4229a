/// Tables as they grow, statement by statement.
final class TOMLTree {
    private enum Child {
        case value(FrontMatterNode)
        case table(TOMLTree)
        case tables([TOMLTree])
    }

    private var keys: [FrontMatterNode] = []
    private var children: [Child] = []
    private var places: [String: Int] = [:]

    /// The keys and values in the order in which each was first named.
    var members: [FrontMatterNode.Member] {
        zip(keys, children).map { key, child in
            let value: FrontMatterNode
            switch child {
            case .value(let node): value = node
            case .table(let table): value = FrontMatterNode(content: .mapping(table.members), mark: key.mark)
            case .tables(let tables):
                let items = tables.map { FrontMatterNode(content: .mapping($0.members), mark: key.mark) }
                value = FrontMatterNode(content: .sequence(items), mark: key.mark)
            }
            return FrontMatterNode.Member(key: key, value: value)
        }
    }

    typealias Key = (name: String, mark: FrontMatterNode.Mark)

    /// Adds a value below keys within each other; one that is there already stays.
    func add(_ value: FrontMatterNode, below keys: [Key]) {
        guard let last = keys.last else { return }
        table(keys.dropLast()).put(.value(value), last)
    }

    /// The table below keys within each other, made where there is none; of a list of tables the last.
    @discardableResult
    func table(_ keys: ArraySlice<Key>) -> TOMLTree {
        keys.reduce(self) { tree, key in
            switch tree.places[key.name].map({ tree.children[$0] }) {
            case .table(let table): return table
            case .tables(let tables): return tables.last ?? TOMLTree()
            // What comes below a value is invalid, and found out elsewhere.
            case .value: return TOMLTree()
            case nil:
                let table = TOMLTree()
                tree.put(.table(table), key)
                return table
            }
        }
    }

    /// Begins another table of a list below keys within each other.
    func addTable(_ keys: [Key]) -> TOMLTree {
        guard let last = keys.last else { return self }
        let (parent, table) = (table(keys.dropLast()), TOMLTree())
        if let place = parent.places[last.name], case .tables(let tables) = parent.children[place] {
            parent.children[place] = .tables(tables + [table])
        } else {
            parent.put(.tables([table]), last)
        }
        return table
    }

    private func put(_ child: Child, _ key: Key) {
        guard places[key.name] == nil else { return }
        places[key.name] = children.count
        keys.append(FrontMatterNode(content: .scalar(key.name, .quoted), mark: key.mark))
        children.append(child)
    }
}
