/// The articles of a JSON document, as they lie in it or made of what does.
enum JSONArticles {
    case ranges([PlacedObject])
    /// With the lines at which those begin that could not be read.
    case items([ImportedItem], unread: [Int])
}

extension JSONScan {
    /// The items that objects are, and the lines of those that cannot be read as such a record.
    func items<Record: Decodable>(
        _ objects: [PlacedObject],
        _ limits: ReadingLimits,
        _ item: (Record, _ line: Int) -> ImportedItem
    ) -> JSONArticles {
        var unread: [Int] = []
        let items = objects.compactMap { object -> ImportedItem? in
            guard let record: Record = decoded(object.range, limits) else {
                unread.append(object.line)
                return nil
            }
            return item(record, object.line)
        }
        return .items(items, unread: unread)
    }
}
